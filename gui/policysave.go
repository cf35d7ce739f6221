package gui

import (
	"context"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// policyReview shows what is going to change, and asks why.
type policyReview struct {
	editor *policyEditor
	dialog *kit.Dialog
	reason *kit.Field
	// compare shows the changes against what somebody else has saved.
	compare *kit.Button
	saving  sequence
}

// save is what the button does. What was typed last may still be looked at.
func (e *policyEditor) save() {
	if !e.current {
		e.wantsSave = true
		return
	}
	e.saveNow()
}

// saveNow goes to the first field at fault, or shows what is going to change.
func (e *policyEditor) saveNow() {
	if row := e.form.firstProblem(); row != nil {
		e.view.choose(tabSettings)
		row.control.focus(e.app.window.Canvas())
		return
	}
	if !e.name.ready() {
		e.view.choose(tabSettings)
		return
	}
	// Rules that were changed outside are saved anew although nothing was typed.
	if !e.dirty() && !e.open.Altered {
		e.dialog.SetProblem(tr("Nothing has been changed."))
		return
	}
	e.dialog.SetProblem("")
	e.review(true)
}

// see shows what is going to change.
func (e *policyEditor) see() { e.review(false) }

// review shows the changes, with the act to save them.
func (e *policyEditor) review(saving bool) {
	r := &policyReview{editor: e}
	spec := kit.DialogSpec{
		Title: trn("{{.N}} changes to the policy", e.changes()), Width: 620, Cancel: tr("Go back"), OnClosed: r.saving.forget,
	}
	if !saving {
		spec.Body = differences(e.name.differences(), e.known.changes)
		r.dialog = kit.ShowDialog(e.app.window, spec)
		return
	}
	help := tr("It is kept in the log beside the changes.")
	if len(e.known.report.Advice) > 0 {
		help = tr("These rules leave the standard SP 800-63B-4 in places. The reason is kept in the log.")
	}
	r.reason = kit.NewField(kit.FieldSpec{Label: tr("Why this site needs it"), Help: help})
	r.reason.SetText(e.reason)
	r.reason.SetOnChanged(func(text string) {
		e.reason = text
		mended(r.dialog, r.reason)
	})
	r.compare = kit.NewButton(kit.ButtonSpec{Text: tr("Compare with what is saved now"), Kind: kit.Low, Act: r.rebase})
	r.compare.Hide()
	// The reason stands first: the list of the changes may be long.
	spec.Body = kit.VBox(kit.Gap16, r.reason, differences(e.name.differences(), e.known.changes))
	spec.Foot, spec.First = r.compare, r.reason.Input()
	spec.Do = kit.DialogDo{Label: tr("Save changes"), Kind: kit.Primary, Working: tr("Saving"), Act: r.save}
	r.dialog = kit.ShowDialog(e.app.window, spec)
}

// difference is a changed value in words.
type difference struct{ label, old, new string }

// differences lists changes, the former value beside the new one.
func differences(first []difference, changes []policy.Difference) fyne.CanvasObject {
	for _, change := range changes {
		first = append(first, difference{label: words(change.Label), old: words(change.Old), new: words(change.New)})
	}
	if len(first) == 0 {
		return kit.CaptionText(tr("The rules stay as they are.")).Wrapped()
	}
	rows := make([]fyne.CanvasObject, 0, len(first))
	for _, d := range first {
		value := kit.VBox(0, kit.BoldText(d.new).Wrapped(), kit.CaptionText(trf("was {{.Value}}", "Value", d.old)).Wrapped())
		rows = append(rows, kit.Inset(kit.Gap8, kit.PadBoxRight, kit.Gap8, kit.PadBoxLeft,
			kit.TopHBox(kit.Gap12, kit.Grow(kit.BodyText(d.label).Wrapped()), kit.Grow(value))))
	}
	return kit.NewBox(rows...)
}

// save asks core.
func (r *policyReview) save() {
	e := r.editor
	draft := core.PolicyDraft{
		ID: e.open.ID, Base: e.open.Number, Name: e.name.text(), Rank: e.name.rank(), Policy: e.draft, Reason: r.reason.Text(),
	}
	r.dialog.SetBusy(true)
	r.dialog.SetProblem("")
	ended := e.app.saving(e)
	e.do(&r.saving, func(ctx context.Context, token core.Token) error {
		_, err := e.site.SavePolicy(ctx, token, draft)
		return ended(err)
	}, func(err error) {
		r.dialog.SetBusy(false)
		if err != nil {
			r.refused(err)
			return
		}
		e.dialog.Close()
		e.app.reloadPage()
	})
}

// refused says why nothing was saved: beside the reason, beside the fields of
// the form, or here.
func (r *policyReview) refused(err error) {
	problems := core.ProblemsOf(err)
	if len(problems) == 0 {
		r.dialog.SetProblem(problemWords(err))
		return
	}
	beside := false
	for _, problem := range problems {
		switch {
		case problem.Code == core.CodeConflict:
			r.compare.Show()
			r.dialog.SetProblem(words(problem.Text))
		case problem.Field == core.FieldReason:
			r.reason.SetProblem(words(problem.Text))
			r.reason.Focus(r.editor.app.window.Canvas())
		case r.editor.beside(problem):
			beside = true
		default:
			r.dialog.SetProblem(words(problem.Text))
		}
	}
	if beside {
		r.dialog.Close()
		r.editor.focusProblem()
	}
}

// beside shows a problem beside its field; it tells whether there is such a
// field.
func (e *policyEditor) beside(problem *core.Error) bool {
	if e.name.problem(problem) {
		return true
	}
	row := e.form.row(problem.Field)
	if row == nil {
		return false
	}
	row.setting.Show()
	row.mark(words(problem.Text))
	return true
}

// focusProblem puts the keyboard into the first field at fault.
func (e *policyEditor) focusProblem() {
	e.view.choose(tabSettings)
	e.view.relaid()
	if e.name.focusProblem() {
		return
	}
	if row := e.form.firstProblem(); row != nil {
		row.control.focus(e.app.window.Canvas())
	}
}

// rebase opens what somebody else has saved in between, and keeps the draft.
func (r *policyReview) rebase() {
	e := r.editor
	var view core.PolicyView
	e.do(&r.saving, func(ctx context.Context, token core.Token) error {
		var err error
		view, err = e.site.Policy(ctx, token, e.open.ID)
		return err
	}, func(err error) {
		if err != nil {
			r.dialog.SetProblem(problemWords(err))
			return
		}
		r.dialog.Close()
		draft, name := e.draft, e.name.text()
		e.show(view, draft)
		e.name.set(name)
		e.save()
	})
}

// reloadPage shows the page in view as it is now.
func (a *App) reloadPage() {
	if s, is := a.screen.(*shell); is {
		s.open(s.current)
	}
}
