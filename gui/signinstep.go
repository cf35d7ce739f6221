package gui

import (
	"context"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// signInStep is what the screens share in which a sign-in asks for something to be
// set before it ends: a way on, a way back, and problems beside their fields.
type signInStep struct {
	app     *App
	flow    *core.SignIn
	content fyne.CanvasObject
	save    *kit.Button
	cancel  *kit.Button
	working bool
	asked   sequence
	// problem shows a problem beside its field and gives the field, nil where it has
	// none here.
	problem func(*core.Error) *kit.Field
	// undone says what was not done, where core fails.
	undone string
}

// newSignInStep builds the buttons. submit is what the first does.
func newSignInStep(a *App, flow *core.SignIn, submit func()) signInStep {
	s := signInStep{app: a, flow: flow}
	s.save = kit.NewButton(kit.ButtonSpec{Text: tr("Save and go on"), Kind: kit.Primary, Act: submit})
	s.cancel = kit.NewButton(kit.ButtonSpec{Text: tr("Cancel"), Act: func() { leaveSignIn(a, flow) }})
	return s
}

func (s *signInStep) object() fyne.CanvasObject { return s.content }
func (s *signInStep) size() fyne.Size           { return fyne.NewSize(smallWindow.Width, 740) }

// heldToken is what the sign-in has come to so far.
func (s *signInStep) heldToken() core.Token { return s.flow.Token() }

func (s *signInStep) buttons() fyne.CanvasObject {
	return kit.VBox(kit.Gap8, s.save, s.cancel)
}

// leaveSignIn goes back to the first screen; nothing is set.
func leaveSignIn(a *App, flow *core.SignIn) {
	a.endSession(flow.Token())
	a.showSignIn("")
}

// ask hands what was typed to core. A second press while it works does nothing.
func (s *signInStep) ask(act func(context.Context) (core.Step, error)) {
	if s.working {
		return
	}
	s.working = true
	s.save.SetWorking(tr("Saving"))
	s.cancel.Disable()
	s.app.back.latest(&s.asked, func(ctx context.Context) func() {
		step, err := act(ctx)
		return func() { s.answered(step, err) }
	})
}

// answered goes on or shows what to do.
func (s *signInStep) answered(step core.Step, err error) {
	s.working = false
	s.save.SetIdle()
	s.cancel.Enable()
	if err == nil {
		s.app.goOn(s.flow, step, "")
		return
	}
	var first *kit.Field
	for _, e := range core.ProblemsOf(err) {
		if field := s.problem(e); field != nil && first == nil {
			first = field
		}
	}
	s.content.Refresh()
	switch {
	case first != nil:
		first.Focus(s.app.window.Canvas())
	case core.ErrorCode(err) == core.CodeSession:
		s.app.showSignIn(problemWords(err))
	default:
		s.app.failed(s.undone, err)
	}
}
