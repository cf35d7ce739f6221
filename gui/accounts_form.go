package gui

import (
	"context"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// accountForm is the dialog in which an account is described.
type accountForm struct {
	page *accountsPage
	// id is the account, 0 for a new one; was and revision are what is saved of it.
	id                   core.AccountID
	was                  core.NewAccount
	revision             int64
	dialog               *kit.Dialog
	name, fullName, mail *kit.Field
	role                 *kit.OptionGroup
	roles                []core.Role
	// fresh puts the values of the store into the fields by reread, when
	// somebody else has changed them.
	fresh *kit.Button
	// raise shows the dialog over the page.
	raise func()
}

// newAccountForm makes the fields. With one role to give there is nothing to
// choose.
func newAccountForm(p *accountsPage, roles []core.Role, start core.NewAccount) *accountForm {
	f := &accountForm{page: p, roles: roles, was: start}
	field := func(label, optional, help string) *kit.Field {
		made := kit.NewField(kit.FieldSpec{Label: label, Optional: optional, Help: help})
		made.SetOnChanged(func(string) { mended(f.dialog, made) })
		return made
	}
	f.name = field(tr("Account name"), "", tr("It is typed at each sign-in"))
	f.fullName = field(tr("Full name"), tr("optional"), "")
	f.mail = field(tr("Mail address"), tr("optional"), "")
	options := make([]kit.Option, 0, len(roles))
	for _, role := range roles {
		options = append(options, kit.Option{ID: string(role), Title: roleWord(role), Caption: roleCaption(role)})
	}
	f.role = kit.NewOptionGroup(kit.OptionSpec{Options: options})
	f.fresh = kit.NewButton(kit.ButtonSpec{Text: tr("Show the present values"), Kind: kit.Low, Act: f.reread})
	f.fresh.Hide()
	f.fill(start)
	return f
}

// dirty tells whether the fields hold something that is not saved.
func (f *accountForm) dirty() bool { return f.typed() != f.was }

// show shows the dialog with some contents.
func (f *accountForm) show(spec kit.DialogSpec) {
	a := f.page.app
	a.typingIn(f, core.RightSeeAccounts)
	spec.OnClosed = func() { a.typingEnded(f) }
	f.dialog = kit.ShowDialog(a.window, spec)
}

// resume shows the dialog again, over the page as it is built now, with the account
// open that it is about.
func (f *accountForm) resume() {
	s := f.page.app.screen.(*shell)
	s.open("accounts")
	f.page = s.pages["accounts"].(*accountsPage)
	if f.id != 0 {
		f.page.drawer.openID(f.id)
	}
	f.raise()
}

// close takes the dialog away without a question.
func (f *accountForm) close() { f.dialog.Close() }

// body is the form as it stands in the dialog.
func (f *accountForm) body() fyne.CanvasObject {
	role := kit.VBox(kit.Gap4, kit.BodyText(tr("Role")))
	if len(f.roles) > 1 {
		role.Add(f.role)
	} else {
		only := core.Role(f.role.Selected())
		role.Add(kit.CaptionText(trf("{{.Role}}: {{.Rights}}", "Role", roleWord(only), "Rights", roleCaption(only))).Wrapped())
	}
	return kit.VBox(kit.GapFields, f.name, f.fullName, f.mail, role)
}

// fill puts values into the fields.
func (f *accountForm) fill(n core.NewAccount) {
	f.name.SetText(n.Name)
	f.fullName.SetText(n.FullName)
	f.mail.SetText(n.Mail)
	f.role.SetSelected(string(n.Role))
}

// typed is what stands in the fields.
func (f *accountForm) typed() core.NewAccount {
	return core.NewAccount{
		Name: f.name.Text(), FullName: f.fullName.Text(), Mail: f.mail.Text(), Role: core.Role(f.role.Selected()),
	}
}

// submit runs the act of the form. Problems are shown beside their fields, and
// the first field with one gets the keyboard.
func (f *accountForm) submit(work func(context.Context, core.Token) error, done func()) {
	focused := false
	f.page.asked(f.dialog, work, done, func(e *core.Error) bool {
		if e.Code == core.CodeConflict {
			f.fresh.Show()
		}
		field := f.field(e.Field)
		if field == nil {
			return false
		}
		field.SetProblem(words(e.Text))
		if !focused {
			focused = true
			field.Focus(f.page.app.window.Canvas())
		}
		return true
	})
}

// field is the field that core knows by this name, or nil.
func (f *accountForm) field(name string) *kit.Field {
	switch name {
	case core.FieldName:
		return f.name
	case core.FieldFullName:
		return f.fullName
	case core.FieldMail:
		return f.mail
	}
	return nil
}

// showAdd asks who the new account is for.
func (p *accountsPage) showAdd() {
	f := newAccountForm(p, p.app.session.own.Role.GivableRoles(), core.NewAccount{Role: core.RoleMember})
	f.raise = func() {
		f.show(kit.DialogSpec{
			Title: tr("New account"), Sentence: tr("A first password is made for it and shown once."),
			Body: f.body(), Cancel: tr("Cancel"),
			Do: kit.DialogDo{Label: tr("Add account"), Kind: kit.Primary, Working: tr("Adding"), Act: f.add},
		})
	}
	f.raise()
}

// add makes the account.
func (f *accountForm) add() {
	// The form goes before the password comes, and not with it.
	typed, site, ended := f.typed(), f.page.site, f.page.app.saving(f)
	f.submit(f.page.issue(func(ctx context.Context, token core.Token) (core.Added, error) {
		added, err := site.AddAccount(ctx, token, typed)
		return added, ended(err)
	}, f.page.added))
}

// added shows the first password, and then the new account.
func (p *accountsPage) added(added core.Added) {
	p.showOnce(added, func() {
		if p.inView {
			p.drawer.openID(added.ID)
		}
	})
	p.refresh()
}

// formOf is an account as the form shows it.
func formOf(v core.AccountView) core.NewAccount {
	return core.NewAccount{Name: v.Name, FullName: v.FullName, Mail: v.Mail, Role: v.Role}
}

// showEdit lets the account be changed.
func (d *accountDrawer) showEdit() {
	v := d.view
	roles := v.MayGive
	if v.Self {
		roles = []core.Role{v.Role}
	}
	f := newAccountForm(d.page, roles, formOf(v))
	f.id, f.revision = v.ID, v.Revision
	if v.FixedName {
		f.name.Disable()
		f.name.SetHelp(tr("The first root account keeps its name"))
	}
	f.raise = func() {
		body := f.body()
		if v.Self {
			body = kit.VBox(kit.Gap4, body, kit.CaptionText(tr("Your own role can be changed by another root account only.")).Wrapped())
		}
		f.show(kit.DialogSpec{
			Title: trf("Edit {{.Name}}", "Name", v.Name), Body: body, Foot: f.fresh, Cancel: tr("Cancel"),
			Do: kit.DialogDo{Label: tr("Save"), Kind: kit.Primary, Working: tr("Saving"), Act: f.save},
		})
	}
	f.raise()
}

// save changes the account.
func (f *accountForm) save() {
	if !f.dirty() {
		f.dialog.Close()
		return
	}
	edit, id, site, ended := core.AccountEdit{NewAccount: f.typed(), Revision: f.revision}, f.id, f.page.site, f.page.app.saving(f)
	f.submit(func(ctx context.Context, token core.Token) error {
		return ended(site.EditAccount(ctx, token, id, edit))
	}, f.page.changed)
}

// reread reads the account for a form that was overtaken.
func (f *accountForm) reread() {
	var now core.AccountView
	p, id := f.page, f.id
	p.act(func(ctx context.Context, token core.Token) error {
		var err error
		now, err = p.site.Account(ctx, token, id)
		return err
	}, func(err error) {
		switch {
		case p.app.sessionEnded(err) || f.dialog.Closed():
		case err != nil:
			f.dialog.SetProblem(problemWords(err))
		default:
			f.was, f.revision = formOf(now), now.Revision
			f.fill(f.was)
			f.fresh.Hide()
			f.dialog.SetProblem("")
			f.name.Focus(p.app.window.Canvas())
			p.changed()
		}
	})
}
