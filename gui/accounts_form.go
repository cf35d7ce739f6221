package gui

import (
	"context"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// accountForm is the dialog in which an account is described.
type accountForm struct {
	page                 *accountsPage
	dialog               *kit.Dialog
	name, fullName, mail *kit.Field
	role                 *kit.OptionGroup
	roles                []core.Role
	// fresh puts the values of the store into the fields by reread, when
	// somebody else has changed them.
	fresh  *kit.Button
	reread func()
}

// newAccountForm makes the fields. With one role to give there is nothing to
// choose.
func newAccountForm(p *accountsPage, roles []core.Role, start core.NewAccount) *accountForm {
	f := &accountForm{page: p, roles: roles}
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
	f.fresh = kit.NewButton(kit.ButtonSpec{Text: tr("Show the present values"), Kind: kit.Low, Act: func() { f.reread() }})
	f.fresh.Hide()
	f.fill(start)
	return f
}

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
	f.dialog = kit.ShowDialog(p.app.window, kit.DialogSpec{
		Title: tr("New account"), Sentence: tr("A first password is made for it and shown once."),
		Body: f.body(), Cancel: tr("Cancel"),
		Do: kit.DialogDo{Label: tr("Add account"), Kind: kit.Primary, Working: tr("Adding"), Act: func() {
			typed := f.typed()
			f.submit(p.issue(func(ctx context.Context, token core.Token) (core.Added, error) {
				return p.site.AddAccount(ctx, token, typed)
			}, p.added))
		}},
	})
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
	was, revision := formOf(v), v.Revision
	roles := v.MayGive
	if v.Self {
		roles = []core.Role{v.Role}
	}
	f := newAccountForm(d.page, roles, was)
	if v.FixedName {
		f.name.Disable()
		f.name.SetHelp(tr("The first root account keeps its name"))
	}
	body := f.body()
	if v.Self {
		body = kit.VBox(kit.Gap4, body, kit.CaptionText(tr("Your own role can be changed by another root account only.")).Wrapped())
	}
	f.reread = func() {
		d.reread(v.ID, f, func(now core.AccountView) {
			was, revision = formOf(now), now.Revision
			f.fill(was)
		})
	}
	f.dialog = kit.ShowDialog(d.app.window, kit.DialogSpec{
		Title: trf("Edit {{.Name}}", "Name", v.Name), Body: body, Foot: f.fresh, Cancel: tr("Cancel"),
		Do: kit.DialogDo{Label: tr("Save"), Kind: kit.Primary, Working: tr("Saving"), Act: func() {
			edit := core.AccountEdit{NewAccount: f.typed(), Revision: revision}
			if edit.NewAccount == was {
				f.dialog.Close()
				return
			}
			f.submit(func(ctx context.Context, token core.Token) error {
				return d.page.site.EditAccount(ctx, token, v.ID, edit)
			}, d.page.changed)
		}},
	})
}

// reread reads an account for a form that was overtaken.
func (d *accountDrawer) reread(id core.AccountID, f *accountForm, show func(core.AccountView)) {
	var now core.AccountView
	d.page.act(func(ctx context.Context, token core.Token) error {
		var err error
		now, err = d.page.site.Account(ctx, token, id)
		return err
	}, func(err error) {
		switch {
		case d.app.sessionEnded(err) || f.dialog.Closed():
		case err != nil:
			f.dialog.SetProblem(problemWords(err))
		default:
			show(now)
			f.fresh.Hide()
			f.dialog.SetProblem("")
			f.name.Focus(d.app.window.Canvas())
			d.page.changed()
		}
	})
}
