package gui

import (
	"context"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// halfScreen is what the screens share in which a sign-in waits for what follows its
// password. There is no session yet: whoever leaves one begins again with the password.
type halfScreen struct {
	app     *App
	flow    *core.SignIn
	name    string
	content fyne.CanvasObject
	button  *kit.Button
	other   *kit.Button
	working bool
	// onward: the sign-in goes on in the screen that comes, which needs the password
	// that core still holds.
	onward bool
	asked  sequence
	// over ends the wait for somebody to type.
	over func()
}

// newHalfScreen builds the buttons. submit is what the first does.
func newHalfScreen(a *App, flow *core.SignIn, name string, submit func()) halfScreen {
	s := halfScreen{app: a, flow: flow, name: name, over: func() {}}
	s.button = kit.NewButton(kit.ButtonSpec{Text: tr("Continue"), Kind: kit.Primary, Act: submit})
	s.other = kit.NewButton(kit.ButtonSpec{Text: tr("Use another account"), Act: func() { a.showSignIn("") }})
	return s
}

func (s *halfScreen) object() fyne.CanvasObject { return s.content }
func (s *halfScreen) size() fyne.Size           { return smallWindow }

// who says whose sign-in this is.
func (s *halfScreen) who() fyne.CanvasObject {
	return kit.NewText(kit.TextSpec{
		Text: trf("Signing in as {{.Name}}", "Name", kit.Shown(s.name)), Align: fyne.TextAlignCenter, Colour: kit.ColorText2, Wrap: true,
	})
}

// wait waits no longer than core does.
func (s *halfScreen) wait() {
	s.over = s.app.back.after(core.AnswerWithin, func() {
		if !s.working {
			s.app.showSignIn(tr("This sign-in has waited for too long. Begin again."))
		}
	})
}

// left gives the sign-in up, unless it goes on.
func (s *halfScreen) left() {
	s.over()
	s.asked.forget()
	if s.onward {
		return
	}
	s.app.back.run(func(context.Context) func() {
		s.flow.Leave()
		return nil
	})
}

// ask hands what was typed to core. The screen stays as it is until the answer comes.
func (s *halfScreen) ask(act func(context.Context) (core.Step, error), answered func(core.Step, error)) {
	s.working = true
	s.button.SetWorking(tr("Signing in"))
	s.other.Disable()
	s.app.back.latest(&s.asked, func(ctx context.Context) func() {
		step, err := act(ctx)
		return func() {
			if err != nil { // else the next screen comes, and nothing is pressed meanwhile
				s.working = false
				s.button.SetIdle()
				s.other.Enable()
			}
			answered(step, err)
		}
	})
}

// ended goes to the screen that follows the one of a step, and tells whether there is
// another one: the next step, a lock, or the password again.
func (s *halfScreen) ended(at, step core.Step, err error) bool {
	e := firstError(err)
	switch {
	case err == nil:
		s.onward = true
		s.app.goOn(s.flow, step, s.name)
	case e != nil && e.Lock != nil:
		s.app.showLocked(s.name, *e.Lock)
	case step != at:
		s.app.showSignIn(problemWords(err))
	default:
		return false
	}
	return true
}
