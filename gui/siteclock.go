package gui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// siteTime is the time that the window goes by: the site's, once it is open, so
// that a lock counts down as core does.
func (a *App) siteTime() time.Time {
	if a.site == nil {
		return a.program.Now()
	}
	return a.site.Now(a.program.Now())
}

// clockOf asks what the site makes of the computer's clock, for those who can do
// something about it; the zero view is for everybody else.
func (a *App) clockOf(ctx context.Context, role core.Role) (core.ClockView, error) {
	if !role.Can(core.RightSeeAccounts) {
		return core.ClockView{}, nil
	}
	return a.site.Clock(ctx)
}

// clockBar tells administrators, above every page, that the computer's clock is
// not believed.
type clockBar struct {
	app     *App
	object  fyne.CanvasObject
	notice  *kit.Notice
	confirm *kit.Button
	said    string
	// open is the dialog that was last opened.
	open  *clockDialog
	asked sequence
}

// newClockBar builds the bar; it is hidden while all is well.
func newClockBar(a *App, view core.ClockView) *clockBar {
	b := &clockBar{app: a, notice: kit.NewNotice(kit.NoticeSpec{})}
	b.confirm = kit.NewButton(kit.ButtonSpec{Text: tr("Confirm the date…"), Row: true, Kind: kit.Primary, Act: b.ask})
	b.object = kit.Inset(kit.Gap16, kit.Gap24, 0, kit.Gap24, b.notice)
	b.object.Hide()
	b.set(view)
	return b
}

// set says how the clock stands, and tells whether that is another thing than
// before.
func (b *clockBar) set(view core.ClockView) bool {
	said := b.words(view)
	if said == b.said {
		return false
	}
	b.said = said
	if said == "" {
		b.object.Hide()
		return true
	}
	spec := kit.NoticeSpec{Tone: kit.ToneDanger, Lead: said, Text: tr("Until somebody confirms the date, Gatehouse goes on from the date it knows.")}
	if b.app.session.own.Role.Can(core.RightClock) {
		spec.Action = b.confirm
	} else {
		spec.Text = tr("Until somebody confirms the date, Gatehouse goes on from the date it knows. Tell a root account.")
	}
	b.notice.Set(spec)
	b.object.Show()
	return true
}

// words says what the clock shows, "" while it is believed.
func (b *clockBar) words(view core.ClockView) string {
	if !view.Held {
		return ""
	}
	zone := b.app.site.Zone()
	if dateOf(view.Machine.In(zone)) == dateOf(view.Last.In(zone)) {
		return trf("This computer's clock says {{.Now}}; Gatehouse last ran at {{.Last}}.",
			"Now", b.app.clock(view.Machine), "Last", b.app.clock(view.Last))
	}
	return trf("This computer's clock says {{.Now}}; Gatehouse last ran on {{.Last}}.",
		"Now", b.app.fullDate(view.Machine), "Last", b.app.fullDate(view.Last))
}

// fullDate is a day with its year.
func (a *App) fullDate(t time.Time) string {
	local := t.In(a.site.Zone())
	return trf("{{.Date}} {{.Year}}", "Date", dayAndMonth(local.Month(), local.Day()), "Year", local.Year())
}

// ask fetches what a confirmation would do, and then asks for it.
func (b *clockBar) ask() { b.askWith("") }

// askWith is ask with a reason that was typed before.
func (b *clockBar) askWith(reason string) {
	if b.confirm.Working() {
		return
	}
	b.confirm.SetWorking(tr("Counting"))
	session := b.app.session
	token := session.token
	b.app.back.latest(&b.asked, func(ctx context.Context) func() {
		outlook, err := b.app.site.ClockOutlook(ctx, token)
		return func() {
			b.confirm.SetIdle()
			switch {
			case b.app.session != session:
			case err != nil:
				b.app.failed(tr("What the date would do could not be counted"), err)
			case outlook.Held:
				b.open = showClockDialog(b.app, outlook, reason)
			}
		}
	})
}

// clockDialog asks for the word that the computer's date is right.
type clockDialog struct {
	app      *App
	outlook  core.ClockOutlook
	dialog   *kit.Dialog
	reason   *kit.Field
	password *kit.PasswordField
	asked    sequence
}

// showClockDialog says what the date would do. The reason may be typed already.
func showClockDialog(a *App, outlook core.ClockOutlook, reason string) *clockDialog {
	d := &clockDialog{app: a, outlook: outlook}
	d.reason = kit.NewField(kit.FieldSpec{Label: tr("How you know the date"), Help: tr("It is kept in the log.")})
	d.reason.SetText(reason)
	d.reason.SetOnChanged(func(string) { mended(d.dialog, d.reason) })
	d.password = kit.NewPasswordField(kit.PasswordSpec{
		Field: kit.FieldSpec{Label: tr("Your password"), OnChanged: func(string) { mended(d.dialog, &d.password.Field) }},
		Words: controlWords(),
	})
	sentence := trf("This computer's clock says {{.Now}}, and Gatehouse is at {{.Site}}. Compare with another clock first. Once you confirm:",
		"Now", a.dateAndTime(outlook.Machine), "Site", a.dateAndTime(outlook.Site))
	rows := make([]fyne.CanvasObject, 0, 4)
	for _, text := range d.consequences() {
		rows = append(rows, kit.Inset(kit.Gap8, kit.PadBoxRight, kit.Gap8, kit.PadBoxLeft, kit.BodyText(text).Wrapped()))
	}
	a.typingIn(d, core.RightClock)
	d.dialog = kit.ShowDialog(a.window, kit.DialogSpec{
		Title: tr("Confirm the date"), Sentence: sentence, Cancel: tr("Cancel"), First: d.reason.Input(), OnClosed: d.closed,
		Body: kit.VBox(kit.Gap16, kit.NewBox(rows...), d.reason, d.password),
		Do:   kit.DialogDo{Label: tr("Confirm the date"), Kind: kit.Danger, Working: tr("Confirming"), Act: d.confirm},
	})
	return d
}

// dateAndTime is a moment with its year.
func (a *App) dateAndTime(t time.Time) string {
	return trf("{{.Date}}, {{.Time}}", "Date", a.fullDate(t), "Time", a.clock(t))
}

// consequences says what the date would do.
func (d *clockDialog) consequences() []string {
	signedOut := tr("Everybody is signed out, and so are you.")
	o := d.outlook
	if !o.Ahead() {
		texts := []string{tr("The date goes back. Locks and expiry dates that were over come back until their time comes again, and what was set since then lasts longer.")}
		if n := o.ExpiredNow - o.Expired; n > 0 {
			texts = append(texts, trn("{{.N}} passwords that have expired are good again.", n))
		}
		return append(texts, signedOut)
	}
	expired, unused := tr("No other password is expired by the end of that day."), tr("No other account is locked because nobody used it.")
	if n := o.Expired - o.ExpiredNow; n > 0 {
		expired = trn("{{.N}} more passwords are expired by the end of that day.", n)
	}
	if n := o.Unused - o.UnusedNow; n > 0 {
		unused = trn("{{.N}} more accounts are locked because nobody used them.", n)
	}
	return []string{expired, unused, tr("Locks that are over by then end."), signedOut}
}

// confirm gives the word. The session ends with it, so nobody asks after it
// meanwhile.
func (d *clockDialog) confirm() {
	a, session := d.app, d.app.session
	token := session.token
	word := core.ClockConfirmation{Password: d.password.Text(), Reason: d.reason.Text(), Machine: d.outlook.Machine}
	d.dialog.SetBusy(true)
	d.dialog.SetProblem("")
	a.stopWatching()
	a.back.latest(&d.asked, func(ctx context.Context) func() {
		err := a.site.ConfirmClock(ctx, token, word)
		return func() {
			if a.session != session {
				return
			}
			if err == nil {
				a.clip.clear()
				d.dialog.Close()
				a.closeDialogs()
				a.showSignIn(tr("The date is confirmed. Sign in again to go on."))
				return
			}
			d.dialog.SetBusy(false)
			a.watch()
			d.refused(err)
		}
	})
}

// refused says why nothing was confirmed, beside the field that it is about.
func (d *clockDialog) refused(err error) {
	if d.app.sessionEnded(err) {
		return
	}
	d.password.Wipe()
	canvas := d.app.window.Canvas()
	for _, e := range core.ProblemsOf(err) {
		switch e.Field {
		case core.FieldReason:
			d.reason.SetProblem(words(e.Text))
			d.reason.Focus(canvas)
			return
		case core.FieldPassword:
			d.password.SetProblem(words(e.Text))
			d.password.Focus(canvas)
			return
		}
	}
	d.dialog.SetProblem(problemWords(err))
}

// closed wipes the password.
func (d *clockDialog) closed() {
	d.app.typingEnded(d)
	d.password.Wipe()
}

// dirty tells whether a reason was typed.
func (d *clockDialog) dirty() bool { return d.reason.Text() != "" }

// resume asks again, by what the clocks say now.
func (d *clockDialog) resume() { d.app.screen.(*shell).clock.askWith(d.reason.Text()) }

// close takes the dialog away.
func (d *clockDialog) close() { d.dialog.Close() }
