package gui

import (
	"context"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/twostep"
	"gatehouse/gui/kit"
)

// emergencyAsk asks for the password before there is a new code for emergencies.
type emergencyAsk struct {
	app     *App
	session *session
	dialog  *kit.Dialog
	current *kit.PasswordField
}

// askEmergencyCode opens the dialog, which says how it stands with the code in use.
func (a *App) askEmergencyCode() {
	q := &emergencyAsk{app: a, session: a.session}
	q.current = newCurrentPassword(func(f *kit.Field) { mended(q.dialog, f) })
	q.dialog = kit.ShowDialog(a.window, kit.DialogSpec{
		Title: tr("Make a new code for emergencies?"), Sentence: a.emergencyNow(a.session.alarm),
		Body: kit.VBox(kit.Gap16, kit.BodyText(emergencyUse()).Wrapped(), q.current), First: q.current.Input(),
		Cancel: tr("Cancel"), OnClosed: q.current.Wipe,
		Do: kit.DialogDo{Label: tr("Make a new code"), Kind: kit.Primary, Working: tr("Making"), Act: q.ask},
	})
}

// emergencyUse says what the code is for.
func emergencyUse() string {
	return tr("It lets a root account in, once, that has lost its phone. Its use is shown to all administrators.")
}

// emergencyNow says how it stands with the code in use.
func (a *App) emergencyNow(e alarmView) string {
	switch {
	case e.unread:
		return tr("Whether there is one is not known. One that was made before stops working. The new one is shown once.")
	case e.Alarm():
		return tr("The code made before does not work any more. The new one is shown once, and the notice on every page goes.")
	case e.MadeAt.IsZero():
		return tr("There is none so far. It is shown once.")
	}
	return trf("The code of {{.Date}} stops working. The new one is shown once.", "Date", a.dateWords(e.MadeAt))
}

// ask makes the code, after a change that is under way. The dialog is busy meanwhile, so
// that a second press makes no second code.
func (q *emergencyAsk) ask() {
	q.dialog.SetBusy(true)
	q.dialog.SetProblem("")
	q.app.settled(q.act)
}

// act makes the code.
func (q *emergencyAsk) act() {
	if q.dialog.Closed() {
		return
	}
	token, typed := q.app.session.token, q.current.Text()
	q.app.back.run(func(ctx context.Context) func() {
		code, err := q.app.site.RenewEmergencyCode(ctx, token, typed)
		return func() { q.answered(code, err) }
	})
}

// answered shows the code, or says what to do.
func (q *emergencyAsk) answered(code twostep.RecoveryCode, err error) {
	if q.dialog.Closed() {
		if err == nil {
			q.app.emergencyLate(q.session, code)
		}
		return
	}
	q.dialog.SetBusy(false)
	e := firstError(err)
	switch {
	case err == nil:
		q.dialog.Close()
		q.app.showEmergencyCode(code)
		q.app.lookForAlarm()
	case q.app.sessionEnded(err):
	case e != nil && e.Field == core.FieldCurrent:
		q.current.Wipe()
		q.current.SetProblem(words(e.Text))
		q.current.Focus(q.app.window.Canvas())
		q.dialog.Refresh()
	default:
		q.dialog.SetProblem(problemWords(err))
	}
}

// emergencyLate keeps a code that came while the window is locked, and shows one that
// came after its person had unlocked it again: it is in force already.
func (a *App) emergencyLate(asked *session, code twostep.RecoveryCode) {
	if a.session == nil || a.session.own.ID != asked.own.ID {
		a.program.Log.Warn("a code for emergencies was made that nobody has seen: make another one")
		return
	}
	if _, locked := a.screen.(*lockedScreen); locked {
		a.once = &emergencyShown{app: a, code: code, owner: asked.own.ID}
		return
	}
	a.showEmergencyCode(code)
	a.lookForAlarm()
}

// emergencyShown is the dialog that shows a code for emergencies, once.
type emergencyShown struct {
	app    *App
	code   twostep.RecoveryCode
	dialog *kit.Dialog
	text   *kit.Text
	count  *kit.Countdown
	told   *kit.Notice
	stored *kit.Check
	owner  core.AccountID
	// warned: Done was pressed without the word of the person once. kept: the code waits
	// behind the lock.
	warned, kept bool
}

// showEmergencyCode shows a code over everything else. Escape does not close it.
func (a *App) showEmergencyCode(code twostep.RecoveryCode) {
	d := &emergencyShown{app: a, code: code, owner: a.session.own.ID, text: kit.NewText(emergencyLook(code.Shown()))}
	d.count = kit.NewCountdown(func(seconds int) string {
		return trf("Copied. Leaves the clipboard in {{.S}} s", "S", seconds)
	}, tr("Clear now"), a.clip.clear)
	d.told = kit.NewNotice(kit.NoticeSpec{})
	d.told.Hide()
	d.stored = kit.NewCheck(kit.CheckSpec{Text: tr("I have stored this code")})
	keep := d.paper()
	print := kit.NewButton(kit.ButtonSpec{Text: tr("Print…"), Icon: kit.IconPrint, Act: keep.askPrint})
	save := kit.NewButton(kit.ButtonSpec{Text: tr("Save to a file…"), Icon: kit.IconSave, Act: keep.askSave})
	copies := kit.NewButton(kit.ButtonSpec{Text: tr("Copy"), Icon: kit.IconCopy, Act: d.copy})
	a.once = d
	d.dialog = kit.ShowDialog(a.window, kit.DialogSpec{
		Title: tr("Store the code for emergencies"), Sentence: emergencyUse(),
		Body: kit.VBox(kit.Gap12, insetBox(kit.Gap24, d.text),
			kit.BodyText(tr("It is typed in place of the code from the phone, after the password. It is shown only now: keep it on paper, in a closed envelope, apart from this computer.")).Wrapped(),
			kit.VBox(kit.Gap8, kit.HBox(kit.Gap8, print, save, copies), d.count, d.told)),
		Do:   kit.DialogDo{Label: tr("Done"), Kind: kit.Primary, Act: d.done},
		Foot: d.stored, First: print, NoEscape: true, OnClosed: d.closed,
	})
}

// emergencyLook is how a code is shown: large.
func emergencyLook(code string) kit.TextSpec {
	return kit.TextSpec{Text: code, Mono: true, Size: kit.SizeTitle, Align: fyne.TextAlignCenter}
}

// copy puts the code into the clipboard for a while.
func (d *emergencyShown) copy() {
	d.app.clip.copy(d.code.Shown(), func(left, total int) {
		d.count.Set(left, total)
		d.dialog.Refresh()
	})
}

// tell says where the code went.
func (d *emergencyShown) tell(text string) {
	d.told.Set(kit.NoticeSpec{Tone: kit.ToneGood, Text: text})
	d.told.Show()
	d.dialog.Refresh()
}

// done closes the dialog. Without the word of the person it asks once more: the code is
// nowhere else.
func (d *emergencyShown) done() {
	if d.stored.Checked() || d.warned {
		d.dialog.Close()
		return
	}
	d.warned = true
	d.dialog.SetProblem(tr("This code is shown nowhere again. Print or save it and tick the box, or choose Done once more."))
	d.stored.Focus(d.app.window.Canvas())
}

// closed wipes what was shown.
func (d *emergencyShown) closed() {
	d.app.once = nil
	d.text.SetText("")
	if !d.kept {
		d.code = twostep.RecoveryCode{}
	}
}

// paper takes the code to paper.
func (d *emergencyShown) paper() paper {
	return paper{
		app: d.app, sheet: d.sheet, tell: d.tell,
		name:       func() string { return "gatehouse-" + fileNameOf(d.app.site.Name()) + "-emergency-code" },
		printTitle: tr("Print the code for emergencies"), saveTitle: tr("Save the code for emergencies"),
		kept:   func(path string) string { return trf("The code is in {{.Path}}.", "Path", path) },
		inside: tr("Keep the code apart from the data folder: whoever copies the folder would have both."),
	}
}

// sheet words the paper.
func (d *emergencyShown) sheet() sheet {
	return sheet{
		title: trf("Code for emergencies of {{.Site}}", "Site", kit.Shown(d.app.site.Name())),
		lines: []string{
			trf("Made on {{.Date}} with Gatehouse.", "Date", d.app.now().In(d.app.site.Zone()).Format("2006-01-02")),
			emergencyUse(),
		},
		secret: d.code.Shown(),
		after:  []string{emergencyHow()},
	}
}

// emergencyHow says how the code is used.
func emergencyHow() string {
	return tr("To use the code for emergencies: sign in with name and password, choose “Use another way” and type it as a recovery code. Dashes and upper or lower case do not matter.")
}

func (d *emergencyShown) passedOn() bool            { return d.stored != nil && d.stored.Checked() }
func (d *emergencyShown) belongsTo() core.AccountID { return d.owner }
func (d *emergencyShown) keep()                     { d.kept = !d.passedOn() }
func (d *emergencyShown) again()                    { d.app.showEmergencyCode(d.code) }

func (d *emergencyShown) goneWords() string {
	return tr("The code for emergencies that was not stored is gone. Make another one.")
}

func (d *emergencyShown) lossWords(locked bool) (title, sentence string) {
	title = tr("Is the code for emergencies stored?")
	if locked {
		return title, tr("A code waits behind the lock and is shown nowhere else. Unlock the window to see it.")
	}
	return title, tr("It is shown nowhere again. When it is lost, make another one.")
}
