package gui

import (
	"context"
	"strconv"
	"strings"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// keepingForm is the dialog that says how long sessions and the history are kept.
type keepingForm struct {
	page    *activityPage
	dialog  *kit.Dialog
	ended   *kit.Stepper
	history *kit.Stepper
	forever *kit.Check
	// endedRow and historyRow say what to do about a number.
	endedRow, historyRow *kit.Setting
	painting             bool
	asked                sequence
}

// askKeeping reads what holds now, and opens the dialog.
func (p *activityPage) askKeeping() {
	f := &keepingForm{page: p}
	f.dialog = kit.ShowDialog(p.app.window, kit.DialogSpec{
		Title: tr("How long this is kept"), Sentence: tr("What is older is forgotten by itself. The log of the site keeps its lines."),
		Body: kit.NewSkeleton(), Cancel: tr("Cancel"), OnClosed: f.asked.forget, Width: 620,
		Do: kit.DialogDo{Label: tr("Save"), Kind: kit.Primary, Working: tr("Saving"), Act: f.save},
	})
	f.dialog.Do().Disable()
	f.load()
}

// load reads what holds now.
func (f *keepingForm) load() {
	a := f.page.app
	session := a.session
	a.back.latest(&f.asked, func(ctx context.Context) func() {
		kept, err := f.page.site.KeepingNow(ctx, session.token)
		return func() {
			switch {
			case a.session != session || f.dialog.Closed() || a.sessionEnded(err):
			case err != nil:
				f.dialog.SetBody(kit.NewFailed(kit.FailedSpec{
					Title: tr("This could not be read"), Caption: problemWords(err), Retry: tr("Try again"), OnRetry: f.load,
				}))
			default:
				f.show(kept)
			}
		}
	})
}

// show makes the two rows.
func (f *keepingForm) show(kept core.Keeping) {
	number := func(name string, least int, changed func(string)) *kit.Stepper {
		return kit.NewStepper(kit.StepperSpec{
			Name: name, Less: tr("Less"), More: tr("More"), Placeholder: noDate, Min: least, Max: core.MaxKeptDays, OnChanged: changed,
		})
	}
	f.ended = number(tr("Devices that were signed out"), core.MinKeptDays, func(string) { f.mend(f.endedRow) })
	f.history = number(tr("Sign-in history"), core.MinHistoryDays, f.historyTyped)
	f.forever = kit.NewCheck(kit.CheckSpec{Text: tr("No limit"), Act: f.foreverChecked})
	f.endedRow = kit.NewSetting(kit.SettingSpec{
		Title: tr("Devices that were signed out"), Help: tr("How long they are listed, with why they ended"),
		Control: kit.HBox(kit.Gap12, f.ended, kit.BodyText(tr("days")), kit.Gap(absentWidth-kit.Gap24, 0)),
	})
	f.historyRow = kit.NewSetting(kit.SettingSpec{
		Title: tr("Sign-in history"), Help: tr("An attack is often found months later"),
		Control: kit.HBox(kit.Gap12, f.history, kit.BodyText(tr("days")), kit.FixedWidth(absentWidth-kit.Gap24, f.forever)),
	})
	f.painting = true
	f.ended.SetText(strconv.Itoa(kept.EndedDays))
	f.forever.SetChecked(kept.HistoryDays == 0)
	if kept.HistoryDays > 0 {
		f.history.SetText(strconv.Itoa(kept.HistoryDays))
	}
	f.painting = false
	f.dialog.SetBody(kit.NewBox(f.endedRow, f.historyRow))
	f.dialog.Do().Enable()
	f.ended.Focus(f.page.app.window.Canvas())
}

// mend takes the problem of a row away.
func (f *keepingForm) mend(row *kit.Setting) {
	if f.painting || row.Problem() == "" {
		return
	}
	row.SetProblem("")
	f.mark()
}

// mark gives the fields at fault their red edge.
func (f *keepingForm) mark() {
	f.ended.SetProblem(f.endedRow.Problem() != "")
	f.history.SetProblem(f.historyRow.Problem() != "")
	f.dialog.Refresh()
}

// historyTyped ticks "No limit" where there is no number.
func (f *keepingForm) historyTyped(text string) {
	if f.painting {
		return
	}
	f.forever.SetChecked(strings.TrimSpace(text) == "")
	f.mend(f.historyRow)
}

// foreverChecked takes the number away, or begins at a year.
func (f *keepingForm) foreverChecked(forever bool) {
	const usual = 365
	text := ""
	if !forever {
		text = strconv.Itoa(usual)
	}
	f.painting = true
	f.history.SetText(text)
	f.painting = false
	f.mend(f.historyRow)
}

// read gives what is in the form. A field that holds no number has its problem beside it.
func (f *keepingForm) read() (core.Keeping, bool) {
	kept, fine := core.Keeping{}, true
	var err error
	if kept.EndedDays, err = strconv.Atoi(strings.TrimSpace(f.ended.Text())); err != nil {
		f.endedRow.SetProblem(tr("Write a whole number in figures."))
		fine = false
	}
	if !f.forever.Checked() {
		if kept.HistoryDays, err = strconv.Atoi(strings.TrimSpace(f.history.Text())); err != nil || kept.HistoryDays == 0 {
			f.historyRow.SetProblem(tr("Write a whole number in figures, or choose “No limit”."))
			fine = false
		}
	}
	return kept, fine
}

// save keeps it, or says beside each field what to do.
func (f *keepingForm) save() {
	a := f.page.app
	kept, fine := f.read()
	if !fine {
		f.refused()
		return
	}
	session := a.session
	f.dialog.SetBusy(true)
	f.dialog.SetProblem("")
	a.back.latest(&f.asked, func(ctx context.Context) func() {
		err := f.page.site.SetKeeping(ctx, session.token, kept)
		return func() {
			if a.session == session && !f.dialog.Closed() {
				f.saved(err)
			}
		}
	})
}

// saved closes the dialog, or says what to do.
func (f *keepingForm) saved(err error) {
	f.dialog.SetBusy(false)
	if err == nil {
		f.dialog.Close()
		f.page.refresh()
		return
	}
	if f.page.app.sessionEnded(err) {
		return
	}
	rest := ""
	problems := core.ProblemsOf(err)
	for _, e := range problems {
		switch e.Field {
		case core.FieldEndedDays:
			f.endedRow.SetProblem(words(e.Text))
		case core.FieldHistoryDays:
			f.historyRow.SetProblem(words(e.Text))
		default:
			rest = words(e.Text)
		}
	}
	if len(problems) == 0 {
		rest = problemWords(err)
	}
	f.dialog.SetProblem(rest)
	f.refused()
}

// refused puts the keyboard into the first field at fault.
func (f *keepingForm) refused() {
	f.mark()
	canvas := f.page.app.window.Canvas()
	switch {
	case f.endedRow.Problem() != "":
		f.ended.Focus(canvas)
	case f.historyRow.Problem() != "":
		f.history.Focus(canvas)
	}
}
