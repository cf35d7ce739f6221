package gui

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/core"
	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// Size of the editor in a window that has room for it.
const (
	policyWidth  float32 = 1120
	policyHeight float32 = 732
)

// bannedQuick is the length of a list of banned passwords from which on looking
// at a draft takes so long that it waits until the draft is at rest.
const bannedQuick = 10000

// policyEditor is the dialog in which a policy is changed. What is typed goes
// into draft; find and the count of who is affected follow it.
type policyEditor struct {
	app     *App
	site    policyService
	session *session
	dialog  *kit.Dialog
	view    *policyView
	form    *policyForm
	side    *policySide
	banned  *bannedTab
	history *revisionsTab
	groups  *groupsTab
	name    *policyName

	// policies are all of the site; open is the one in the editor, base its rules as
	// they are saved.
	policies    []core.PolicySummary
	open        core.PolicyView
	base, draft policy.Policy
	loaded      bool
	known       policyFindings
	// current: known is about the draft as it is now. wantsSave: Save was pressed
	// before it was.
	current, wantsSave bool
	// reason is what was typed in the review, which closes without it.
	reason string
	// chosen is the preset that was chosen last, "" for none.
	chosen string

	loading sequence
	finding later
	// files drops answers about files that nobody waits for any more.
	files sequence
}

// openPolicyEditor opens the editor on the site's default policy.
func (a *App) openPolicyEditor() { newPolicyEditor(a, a.site).start() }

// newPolicyEditor builds the editor over a service.
func newPolicyEditor(a *App, site policyService) *policyEditor {
	e := &policyEditor{app: a, site: site, session: a.session}
	e.form = newPolicyForm(e)
	e.side = newPolicySide(e)
	e.banned = newBannedTab(e)
	e.history = newRevisionsTab(e)
	e.groups = newGroupsTab(e)
	e.name = newPolicyName(e)
	e.view = newPolicyView(e)
	return e
}

// start shows the dialog and loads the default policy.
func (e *policyEditor) start() {
	e.raise()
	e.dialog.Do().Disable()
	e.load(core.DefaultPolicy)
}

// resume shows the dialog with the draft, and what else was typed.
func (e *policyEditor) resume() {
	e.session, e.wantsSave = e.app.session, false
	e.raise()
	e.view.head()
	e.view.choose(e.view.tab)
	e.form.lists.resume()
	e.changed()
}

// close takes the dialog away without a question.
func (e *policyEditor) close() { e.dialog.Close() }

// raise shows the dialog.
func (e *policyEditor) raise() {
	e.app.typingIn(e, core.RightPolicy)
	e.dialog = kit.ShowDialog(e.app.window, kit.DialogSpec{
		Title: tr("Password policy"), Fill: e.view.object, Height: policyHeight, Width: policyWidth,
		Do:     kit.DialogDo{Label: tr("Save changes"), Kind: kit.Primary, Act: e.save},
		Cancel: tr("Cancel"), CloseName: tr("Close"), Foot: e.view.foot, First: e.view.tabs[0],
		Ask: e.leave, OnClosed: e.closed,
	})
	e.app.window.SetOnDropped(func(_ fyne.Position, dropped []fyne.URI) { e.dropped(dropped) })
}

// closed ends what is under way, and wipes a password that was tried.
func (e *policyEditor) closed() {
	e.app.typingEnded(e)
	e.app.window.SetOnDropped(nil)
	e.loading.forget()
	e.files.forget()
	e.finding.cancel()
	e.form.lists.close()
	e.side.close()
}

// do runs a use case; done is told of it while the editor and its session are
// there.
func (e *policyEditor) do(s *sequence, work func(context.Context, core.Token) error, done func(error)) {
	session := e.session
	token := session.token
	e.app.back.latest(s, func(ctx context.Context) func() {
		err := work(ctx, token)
		return func() {
			if e.app.session == session && !e.dialog.Closed() && !e.app.sessionEnded(err) {
				done(err)
			}
		}
	})
}

// load opens a policy.
func (e *policyEditor) load(id core.PolicyID) {
	var policies []core.PolicySummary
	var view core.PolicyView
	e.do(&e.loading, func(ctx context.Context, token core.Token) error {
		var err error
		if policies, err = e.site.Policies(ctx, token); err != nil {
			return err
		}
		view, err = e.site.Policy(ctx, token, id)
		return err
	}, func(err error) {
		if err != nil {
			e.failed(err, func() { e.load(id) })
			return
		}
		e.policies, e.reason = policies, ""
		e.show(view, view.Policy)
	})
}

// failed says in the place of the form why there is none.
func (e *policyEditor) failed(err error, again func()) {
	e.view.fill(kit.Inset(kit.Gap24, kit.Gap24, kit.Gap24, kit.Gap24, kit.VBox(0, kit.NewFailed(kit.FailedSpec{
		Title: tr("The policy could not be read"), Caption: problemWords(err), Retry: tr("Try again"), OnRetry: again,
	}))))
}

// show opens a policy with some rules as the draft.
func (e *policyEditor) show(view core.PolicyView, draft policy.Policy) {
	first := !e.loaded
	e.loaded = true
	e.open, e.base, e.draft, e.chosen = view, view.Policy, draft, ""
	e.dialog.Do().Enable()
	e.dialog.SetProblem("")
	e.name.show()
	e.form.show()
	e.banned.show()
	e.view.show()
	e.changed()
	if first {
		e.form.rows[0].control.focus(e.app.window.Canvas())
	}
}

// fill takes other rules as the draft, such as a preset's or a file's.
func (e *policyEditor) fill(p policy.Policy) {
	e.draft = p
	e.form.show()
	e.banned.show()
	e.changed()
}

// changed follows a change of the draft.
func (e *policyEditor) changed() {
	if !e.loaded {
		return
	}
	base, draft := e.base, e.draft
	e.current = false
	pause := time.Duration(0)
	if len(draft.Complexity.Banned) > bannedQuick {
		pause = impactPause
	}
	e.finding.run(e.app.back, pause, func(ctx context.Context, _ func(func())) func() {
		known := find(ctx, e.site, base, draft)
		if ctx.Err() != nil {
			return nil
		}
		return func() { e.found(known) }
	})
	e.side.countSoon()
}

// found shows what find came to.
func (e *policyEditor) found(known policyFindings) {
	e.known, e.current = known, true
	moved := e.form.arrange(known)
	e.side.show(known)
	e.view.found(moved)
	if e.wantsSave {
		e.wantsSave = false
		e.saveNow()
	}
}

// changes is how many settings are known to differ from what is saved.
func (e *policyEditor) changes() int {
	return len(e.known.changes) + e.name.changes()
}

// dirty tells whether something would be lost by closing.
func (e *policyEditor) dirty() bool {
	return e.loaded && (e.changes() > 0 || e.isNew() || !e.current && len(policy.Diff(e.base, e.draft)) > 0 ||
		slices.ContainsFunc(e.form.rows, func(r *policyRow) bool { return r.unread != "" }))
}

// isNew tells whether the policy is not saved yet.
func (e *policyEditor) isNew() bool { return e.open.ID == 0 }

// leave asks before changes are lost.
func (e *policyEditor) leave(leave func()) {
	e.sure(tr("Leave without saving?"), leave)
}

// sure does something at once, or asks first where changes would be lost.
func (e *policyEditor) sure(title string, do func()) {
	if !e.dirty() {
		do()
		return
	}
	var asked *kit.Dialog
	asked = kit.ShowDialog(e.app.window, kit.DialogSpec{
		Title: title, Sentence: tr("The changes to the policy are not saved."), Width: 440,
		Do: kit.DialogDo{Label: tr("Discard changes"), Kind: kit.Danger, Act: func() {
			asked.Close()
			do()
		}},
		Cancel: tr("Go back"),
	})
}

// undo goes back to what is saved.
func (e *policyEditor) undo() {
	e.chosen = ""
	e.name.show()
	e.fill(e.base)
}

// openBanned shows the list of banned passwords.
func (e *policyEditor) openBanned() { e.view.choose(tabBanned) }

// stack is a place whose content is replaced.
func stack(content fyne.CanvasObject) *fyne.Container { return container.NewStack(content) }
