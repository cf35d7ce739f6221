package gui

import (
	"context"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// policyAsk is a question of the policy editor that wants a reason for the log. It
// waits behind the lock with what was typed.
type policyAsk struct {
	editor *policyEditor
	reason *kit.Field
	spec   kit.DialogSpec
	dialog *kit.Dialog
	acting sequence
	// work is asked of core with the reason; done follows it.
	work func(ctx context.Context, token core.Token, why string) error
	done func()
}

// newPolicyAsk makes a question; help says what becomes of the reason.
func newPolicyAsk(e *policyEditor, help string) *policyAsk {
	q := &policyAsk{editor: e, reason: kit.NewField(kit.FieldSpec{Label: tr("Why"), Help: help})}
	q.reason.SetOnChanged(func(string) { mended(q.dialog, q.reason) })
	return q
}

// show asks, in a dialog that lacks what all of them have.
func (q *policyAsk) show(spec kit.DialogSpec) {
	spec.Cancel, spec.First, spec.OnClosed, spec.Do.Act = tr("Cancel"), q.reason.Input(), q.closed, q.act
	q.spec = spec
	q.resume()
}

// dirty tells whether a reason was typed.
func (q *policyAsk) dirty() bool { return q.reason.Text() != "" }

// resume shows the question over the editor.
func (q *policyAsk) resume() {
	q.editor.app.typingIn(q, core.RightPolicy)
	q.dialog = kit.ShowDialog(q.editor.app.window, q.spec)
}

// close takes the question away.
func (q *policyAsk) close() { q.dialog.Close() }

// closed drops what is under way.
func (q *policyAsk) closed() {
	q.editor.app.typingEnded(q)
	q.acting.forget()
}

// act does what was asked.
func (q *policyAsk) act() {
	why := q.reason.Text()
	q.dialog.SetBusy(true)
	q.dialog.SetProblem("")
	ended := q.editor.app.saving(q)
	q.editor.do(&q.acting, func(ctx context.Context, token core.Token) error {
		return ended(q.work(ctx, token, why))
	}, func(err error) {
		q.dialog.SetBusy(false)
		if err != nil {
			q.refused(err)
			return
		}
		q.dialog.Close()
		q.done()
	})
}

// refused shows why an act was refused: beside the reason, or in the dialog.
func (q *policyAsk) refused(err error) {
	rest := ""
	for _, problem := range core.ProblemsOf(err) {
		if problem.Field == core.FieldReason {
			q.reason.SetProblem(words(problem.Text))
			q.reason.Focus(q.editor.app.window.Canvas())
		} else if rest == "" {
			rest = words(problem.Text)
		}
	}
	if rest == "" && q.reason.Problem() == "" {
		rest = problemWords(err)
	}
	q.dialog.SetProblem(rest)
}
