package gui

import (
	"context"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// act runs a use case and then done, unless the page or the session is not
// there any more: nothing is shown over a locked window.
func (p *accountsPage) act(work func(context.Context, core.Token) error, done func(error)) {
	session := p.app.session
	token := session.token
	p.app.back.run(func(ctx context.Context) func() {
		err := work(ctx, token)
		return func() {
			if p.inView && p.app.session == session {
				done(err)
			}
		}
	})
}

// changed shows the list and the open account as they are now.
func (p *accountsPage) changed() {
	p.refreshThen(p.drawer.load)
}

// unlockNow ends the lock.
func (d *accountDrawer) unlockNow() {
	if d.unlock.Working() {
		return
	}
	d.unlock.SetWorking(tr("Unlocking"))
	id, reason := d.id, d.reason.Text()
	d.page.act(func(ctx context.Context, token core.Token) error {
		return d.page.site.UnlockAccount(ctx, token, id, reason)
	}, func(err error) {
		d.unlock.SetIdle()
		if e := firstError(err); e != nil && e.Field == core.FieldReason {
			d.reason.SetProblem(words(e.Text))
			d.drawer.Refresh()
			d.reason.Focus(d.app.window.Canvas())
			return
		}
		if err != nil {
			d.app.failed(tr("The account was not unlocked"), err)
		} else if d.id == id {
			d.reason.SetText("")
		}
		d.page.changed()
	})
}

// switchOnOff switches the account on at once, or asks before it switches it
// off.
func (d *accountDrawer) switchOnOff() {
	if d.view.State != core.StateDisabled {
		d.askSwitchOff()
		return
	}
	if d.onOff.Working() {
		return
	}
	d.onOff.SetWorking(tr("Switching on"))
	id := d.id
	d.page.act(func(ctx context.Context, token core.Token) error {
		return d.page.site.EnableAccount(ctx, token, id)
	}, func(err error) {
		d.onOff.SetIdle()
		if err != nil {
			d.app.failed(tr("The account was not switched on"), err)
		}
		d.page.changed()
	})
}

// asked runs the act of a dialog: done when it was done; otherwise the dialog
// stays, and says why.
func (p *accountsPage) asked(dialog *kit.Dialog, work func(context.Context, core.Token) error, done func(), beside func(*core.Error) bool) {
	dialog.SetBusy(true)
	dialog.SetProblem("")
	p.act(work, func(err error) {
		dialog.SetBusy(false)
		if p.app.sessionEnded(err) {
			return
		}
		if err == nil {
			dialog.Close()
			done()
			return
		}
		rest := ""
		problems := core.ProblemsOf(err)
		for _, e := range problems {
			if !beside(e) && rest == "" {
				rest = words(e.Text)
			}
		}
		if len(problems) == 0 {
			rest = problemWords(err)
		}
		dialog.SetProblem(rest)
	})
}

// nowhere is the place of problems in a dialog without fields.
func nowhere(*core.Error) bool { return false }

// askSwitchOff asks before an account is switched off.
func (d *accountDrawer) askSwitchOff() {
	id := d.id
	sentence := tr("Nobody can sign in with this account until it is switched on again. Nothing of it is lost.")
	if n := len(d.view.Sessions); n > 0 {
		sentence = trn("{{.N}} devices are signed out, and nobody can sign in with this account until it is switched on again. Nothing of it is lost.", n)
	}
	var dialog *kit.Dialog
	dialog = kit.ShowDialog(d.app.window, kit.DialogSpec{
		Title: trf("Switch off {{.Name}}?", "Name", d.view.Name), Sentence: sentence, Cancel: tr("Cancel"),
		Do: kit.DialogDo{Label: tr("Switch off"), Kind: kit.Primary, Working: tr("Switching off"), Act: func() {
			d.page.asked(dialog, func(ctx context.Context, token core.Token) error {
				return d.page.site.DisableAccount(ctx, token, id)
			}, d.page.changed, nowhere)
		}},
	})
}

// askReset asks before a password is replaced.
func (d *accountDrawer) askReset() {
	id := d.id
	sentence := tr("A new first password is made and shown once. The one in use stops working.")
	if n := len(d.view.Sessions); n > 0 {
		sentence = trn("A new first password is made and shown once. The one in use stops working, and {{.N}} devices are signed out.", n)
	}
	if d.view.Lock != nil {
		sentence = trf("{{.Sentence}} The lock ends.", "Sentence", sentence)
	}
	var dialog *kit.Dialog
	dialog = kit.ShowDialog(d.app.window, kit.DialogSpec{
		Title: trf("Reset the password of {{.Name}}?", "Name", d.view.Name), Sentence: sentence, Cancel: tr("Cancel"),
		Do: kit.DialogDo{Label: tr("Reset password"), Kind: kit.Primary, Working: tr("Resetting"), Act: func() {
			reset := func(ctx context.Context, token core.Token) (core.Added, error) {
				return d.page.site.ResetPassword(ctx, token, id)
			}
			work, done := d.page.issue(reset, func(added core.Added) {
				d.page.showOnce(added, func() {})
				d.page.changed()
			})
			d.page.asked(dialog, work, done, nowhere)
		}},
	})
}

// askDelete asks for the name before an account is deleted.
func (d *accountDrawer) askDelete() {
	id, name := d.id, d.view.Name
	sentence := tr("Its history stays in the log. The name cannot be used again.")
	if n := len(d.view.Sessions); n > 0 {
		sentence = trn("{{.N}} devices are signed out. Its history stays in the log. The name cannot be used again.", n)
	}
	var dialog *kit.Dialog
	confirm := kit.NewField(kit.FieldSpec{Label: tr("Name of the account"), Help: trf("Type {{.Name}} to delete it", "Name", kit.Shown(name))})
	confirm.SetOnChanged(func(string) { mended(dialog, confirm) })
	beside := func(e *core.Error) bool {
		if e.Field != core.FieldConfirm {
			return false
		}
		confirm.SetProblem(words(e.Text))
		confirm.Focus(d.app.window.Canvas())
		return true
	}
	dialog = kit.ShowDialog(d.app.window, kit.DialogSpec{
		Title: trf("Delete the account {{.Name}}?", "Name", name), Sentence: sentence, Body: confirm, First: confirm.Input(), Cancel: tr("Cancel"),
		Do: kit.DialogDo{Label: tr("Delete account"), Kind: kit.Danger, Working: tr("Deleting"), Act: func() {
			typed := confirm.Text()
			d.page.asked(dialog, func(ctx context.Context, token core.Token) error {
				return d.page.site.DeleteAccount(ctx, token, id, typed)
			}, func() { d.page.deleted(id) }, beside)
		}},
	})
}

// mended takes the problem of a field away while it is being mended.
func mended(dialog *kit.Dialog, field *kit.Field) {
	if field.Problem() == "" {
		return
	}
	field.SetProblem("")
	dialog.SetProblem("")
}

// deleted goes on with the next row.
func (p *accountsPage) deleted(id core.AccountID) {
	at, known := p.rows.indexOf(id)
	if !known {
		at = p.list.Cursor()
	}
	p.host.Close()
	p.refreshThen(func() {
		p.list.SetCursor(at)
		if row, known := p.rows.row(p.list.Cursor()); known {
			p.drawer.open(row)
		}
		p.focusList()
	})
}
