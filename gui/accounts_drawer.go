package gui

import (
	"context"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// accountDrawer shows one account in detail. Its controls are made once, so
// that the keyboard stays where it is when the account is read anew.
type accountDrawer struct {
	page   *accountsPage
	app    *App
	drawer *kit.Drawer
	// id is the account that is open, 0 for none; view what was read of it.
	id    core.AccountID
	view  core.AccountView
	known bool
	asked sequence
	// ended takes the wait for a late answer back.
	ended func()

	locked *kit.Notice
	off    *kit.Notice
	// altered says that the account was edited past the program.
	altered *kit.Notice
	reason  *kit.Field
	// typed is the reason that was typed and is not used yet, nil for none.
	typed  *unlockReason
	unlock *kit.Button
	reset  *kit.Button
	edit   *kit.Button
	onOff  *kit.Button
	remove *kit.Button
	// ask asks for a new password, expiry moves the date of the one in use, and
	// assign gives the account a policy.
	ask    *kit.Button
	expiry *kit.Button
	assign *kit.Button
	// forgotten takes the security question away, and resetSteps two-step verification.
	forgotten  *kit.Button
	resetSteps *kit.Button
	passkeys   *drawerPasskeys
	devices    *drawerDevices
}

// newAccountDrawer makes the drawer of a page. It is not to be seen yet.
func newAccountDrawer(p *accountsPage) *accountDrawer {
	d := &accountDrawer{page: p, app: p.app, drawer: kit.NewDrawer(kit.DrawerSpec{}), ended: func() {}}
	d.locked = kit.NewNotice(kit.NoticeSpec{})
	d.altered = kit.NewNotice(kit.NoticeSpec{
		Tone: kit.ToneDanger, Stacked: true, Lead: tr("Changed outside Gatehouse"),
		Text: tr("Somebody has edited this account in the store, so nobody can sign in with it. If it is as it should be, reset its password; the log has the time."),
	})
	d.off = kit.NewNotice(kit.NoticeSpec{
		Tone: kit.ToneOff, Icon: kit.IconAccountOff, Stacked: true, Lead: tr("Switched off"),
		Text: tr("Nobody can sign in with this account until it is switched on again."),
	})
	d.reason = kit.NewField(kit.FieldSpec{
		Label: tr("Reason to unlock"), Optional: tr("optional"), Placeholder: tr("For example: called from the gate"), Help: tr("Kept in the log"),
		OnChanged: d.reasonTyped, OnSubmitted: func(string) { d.unlockNow() },
	})
	d.unlock = kit.NewButton(kit.ButtonSpec{Text: tr("Unlock now"), Icon: kit.IconUnlock, Kind: kit.Primary, Act: d.unlockNow})
	d.reset = kit.NewButton(kit.ButtonSpec{Text: tr("Reset password…"), Row: true, Act: d.askReset})
	d.edit = kit.NewButton(kit.ButtonSpec{Text: tr("Edit…"), Act: d.showEdit})
	d.onOff = kit.NewButton(kit.ButtonSpec{Kind: kit.Low, Act: d.switchOnOff})
	d.remove = kit.NewButton(kit.ButtonSpec{Text: tr("Delete…"), Kind: kit.Low, Act: d.askDelete})
	d.ask = kit.NewButton(kit.ButtonSpec{Text: tr("Ask for a new one…"), Kind: kit.Low, Row: true, Act: d.askChange})
	d.expiry = kit.NewButton(kit.ButtonSpec{Text: tr("Move the date…"), Kind: kit.Low, Row: true, Act: d.showExpiry})
	d.forgotten = kit.NewButton(kit.ButtonSpec{Text: tr("Reset question…"), Row: true, Act: d.askResetQuestion})
	d.resetSteps = kit.NewButton(kit.ButtonSpec{Text: tr("Reset…"), Row: true, Act: d.askResetTwoStep})
	d.passkeys = newDrawerPasskeys(d)
	d.devices = newDrawerDevices(d)
	d.assign = kit.NewButton(kit.ButtonSpec{Text: tr("Assign…"), Row: true, Act: d.showAssign})
	return d
}

// open shows the account of a row.
func (d *accountDrawer) open(row core.AccountRow) {
	if d.id != row.ID {
		d.forget()
		d.view = core.AccountView{ID: row.ID, Name: row.Name, FullName: row.FullName, Role: row.Role}
	}
	d.openID(row.ID)
}

// openID shows an account of which nothing more is known.
func (d *accountDrawer) openID(id core.AccountID) {
	if d.id != id && d.view.ID != id {
		d.forget()
		d.view = core.AccountView{ID: id}
	}
	d.id = id
	d.page.list.Reload()
	d.load()
}

// forget drops what was read and typed for another account.
func (d *accountDrawer) forget() {
	d.known = false
	d.reason.SetText("")
	d.reason.SetProblem("")
}

// load reads the account. What is shown stays until the answer comes; only when
// that takes long the sections become pale.
func (d *accountDrawer) load() {
	if d.id == 0 {
		return
	}
	id, token := d.id, d.app.session.token
	d.ended()
	d.ended = d.app.back.after(slowAfter, func() {
		if d.id == id && !d.known {
			d.paintPale()
		}
	})
	d.app.back.latest(&d.asked, func(ctx context.Context) func() {
		view, err := d.page.site.Account(ctx, token, id)
		return func() {
			d.ended()
			if d.id == id && d.page.inView {
				d.loaded(view, err)
			}
		}
	})
}

// loaded shows the account, or says why it cannot.
func (d *accountDrawer) loaded(view core.AccountView, err error) {
	switch {
	case err == nil:
		d.view, d.known = view, true
		d.paint()
		d.page.freshen(rowOf(view))
	case d.app.sessionEnded(err):
	case core.ErrorCode(err) == core.CodeNotFound:
		d.page.host.Close()
		d.close()
		d.app.failed(tr("The account is not there any more"), err)
		d.page.refresh()
	default:
		d.known = false
		d.drawer.Set(d.spec([]fyne.CanvasObject{kit.NewFailed(kit.FailedSpec{
			Title: tr("The account could not be read"), Caption: problemWords(err),
			Retry: tr("Try again"), OnRetry: d.load,
		})}, nil))
		d.show()
	}
}

// close forgets the account, after the drawer has gone.
func (d *accountDrawer) close() {
	d.id = 0
	d.view = core.AccountView{}
	d.forget()
	d.asked.forget()
	d.ended()
	d.page.list.Reload()
	if d.page.inView && d.app.window.Canvas().Focused() == nil {
		d.page.focusList()
	}
}

// leave drops what is on its way when the page goes.
func (d *accountDrawer) leave() {
	d.asked.forget()
	d.ended()
}

// repaint writes anew what changes with time alone. When a lock is over the
// account is read again.
func (d *accountDrawer) repaint() {
	lock := d.view.Lock
	if d.id == 0 || !d.known || lock == nil {
		return
	}
	if !lock.UntilUnlocked && !lock.Until.After(d.app.now()) {
		d.page.changed()
		return
	}
	d.paintLock()
}

// show brings the drawer into view and keeps the keyboard off what is hidden.
func (d *accountDrawer) show() {
	if !d.page.host.IsOpen() {
		d.page.host.Open(d.drawer)
	}
	d.drawer.Refresh()
	d.keepFocus()
}

// keepFocus gives the keyboard to the list when the control that had it is not
// shown any more.
func (d *accountDrawer) keepFocus() {
	c := d.app.window.Canvas()
	focused := c.Focused()
	gone := focused == d.reason.Input() && !d.reason.Visible()
	if b, ok := focused.(*kit.Button); ok {
		gone = gone || !b.Visible()
	}
	if gone {
		c.Unfocus()
		d.page.focusList()
	}
}

// setShown shows an object or hides it.
func setShown(o fyne.CanvasObject, yes bool) {
	if yes {
		o.Show()
	} else {
		o.Hide()
	}
}

// paint shows the account that was read.
func (d *accountDrawer) paint() {
	v := d.view
	locked := v.Lock != nil
	setShown(d.altered, v.Altered)
	setShown(d.off, v.State == core.StateDisabled)
	setShown(d.locked, locked)
	d.offerUnlock(locked && v.MayChange)
	setShown(d.reset, v.MayChange && !v.Self)
	setShown(d.ask, v.MayChange && !v.Self && !v.MustChange && !v.PasswordSetAt.IsZero())
	setShown(d.expiry, v.MayMoveExpiry)
	d.expiry.SetText(tr("Move the date…"))
	if v.ExpiresAt.IsZero() {
		d.expiry.SetText(tr("Set a date…"))
	}
	setShown(d.assign, v.MayChange && d.app.session.own.Role.Can(core.RightPolicy))
	setShown(d.edit, v.MayChange)
	d.offerOthers(v, v.MayChange && !v.Self)
	d.onOff.SetText(tr("Switch off…"))
	if v.State == core.StateDisabled {
		d.onOff.SetText(tr("Switch on"))
	}
	if locked {
		d.paintLock()
	}
	d.drawer.Set(d.spec(d.sections(), d.footer()))
	d.show()
}

// offerOthers offers what nobody does to the own account.
func (d *accountDrawer) offerOthers(v core.AccountView, may bool) {
	setShown(d.forgotten, may && !v.QuestionSetAt.IsZero())
	setShown(d.resetSteps, may && len(v.TwoStep.Apps) > 0)
	d.passkeys.offer(v, may)
	d.devices.offer(v, may)
	setShown(d.onOff, may)
	setShown(d.remove, may)
}

// paintLock says how long the lock lasts.
func (d *accountDrawer) paintLock() {
	d.locked.Set(kit.NoticeSpec{
		Tone: kit.ToneDanger, Icon: kit.IconLock, Stacked: true,
		Lead: d.app.lockedLead(*d.view.Lock), Text: d.app.lockedText(*d.view.Lock),
	})
}

// paintPale shows what the list knows while the rest takes its time.
func (d *accountDrawer) paintPale() {
	d.drawer.Set(d.spec([]fyne.CanvasObject{kit.NewSkeleton()}, nil))
	d.show()
}

// spec is the drawer with its head, and sections below.
func (d *accountDrawer) spec(sections []fyne.CanvasObject, footer fyne.CanvasObject) kit.DrawerSpec {
	caption := ""
	if d.view.Role != "" {
		caption = roleWord(d.view.Role)
	}
	if d.view.FullName != "" {
		caption = trf("{{.FullName}} · {{.Role}}", "FullName", d.view.FullName, "Role", caption)
	}
	return kit.DrawerSpec{
		Initials: initials(d.view.FullName, d.view.Name), Title: d.view.Name, Caption: caption,
		Sections: sections, Footer: footer, CloseName: tr("Close"),
	}
}

// sections are what the drawer says of the account, from top to bottom.
func (d *accountDrawer) sections() []fyne.CanvasObject {
	var sections []fyne.CanvasObject
	notices := kit.VBox(kit.Gap12, d.altered, d.off, d.locked)
	if d.unlock.Visible() {
		notices.Objects = append(notices.Objects, d.reason, kit.HBox(0, d.unlock))
	}
	if d.altered.Visible() || d.off.Visible() || d.locked.Visible() {
		sections = append(sections, notices)
	}
	sections = append(sections, d.password(), d.twoStep())
	if d.passkeys.shown(d.view.Passkeys) {
		sections = append(sections, d.passkeys.section())
	}
	if d.view.QuestionAsked || !d.view.QuestionSetAt.IsZero() {
		sections = append(sections, d.question())
	}
	return append(sections, d.policy(), d.devices.section(), d.details())
}

// footer are the acts on the account, or why there are none.
func (d *accountDrawer) footer() fyne.CanvasObject {
	acts := kit.HBox(kit.Gap4, d.edit, d.onOff, d.remove)
	why := ""
	switch {
	case d.view.Self && d.view.MayChange:
		why = tr("This is your own account. Your password is on the Security page; another administrator can switch the account off or delete it.")
	case d.view.Self:
		why = tr("This is your own account. Your password is on the Security page; a root account can change the rest.")
	case !d.view.MayChange:
		why = tr("Your role does not reach to this account. A root account can change it.")
	default:
		return acts
	}
	line := kit.TopHBox(kit.Gap8, kit.NewGlyph(kit.IconInfo, kit.ColorText2, kit.IconSizeSmall), kit.Grow(kit.CaptionText(why).Wrapped()))
	if !d.view.MayChange {
		return line
	}
	return kit.VBox(kit.Gap8, line, acts)
}
