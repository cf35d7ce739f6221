package gui

import (
	"context"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// answerScreen is the step of the sign-in that asks the security question. There is
// no session yet: whoever leaves it begins again with the password.
type answerScreen struct {
	app     *App
	flow    *core.SignIn
	name    string
	content fyne.CanvasObject
	answer  *kit.PasswordField
	button  *kit.Button
	other   *kit.Button
	working bool
	asked   sequence
	// over ends the wait for an answer.
	over func()
}

// newAnswerScreen builds the screen for a sign-in of a name.
func newAnswerScreen(a *App, flow *core.SignIn, name string) *answerScreen {
	s := &answerScreen{app: a, flow: flow, name: name, over: func() {}}
	who := kit.NewText(kit.TextSpec{
		Text: trf("Signing in as {{.Name}}", "Name", kit.Shown(name)), Align: fyne.TextAlignCenter, Colour: kit.ColorText2, Wrap: true,
	})
	question := kit.NewText(kit.TextSpec{Text: kit.Shown(flow.Question()), Bold: true, Wrap: true})
	s.answer = kit.NewPasswordField(kit.PasswordSpec{
		Field: kit.FieldSpec{
			Label: tr("Answer"), Help: tr("Capitals and extra spaces do not matter."),
			OnSubmitted: func(string) { s.submit() }, OnChanged: func(string) { s.answer.SetProblem("") },
		},
		Words: answerWords(),
	})
	s.button = kit.NewButton(kit.ButtonSpec{Text: tr("Continue"), Kind: kit.Primary, Act: s.submit})
	s.other = kit.NewButton(kit.ButtonSpec{Text: tr("Use another account"), Act: func() { s.app.showSignIn("") }})
	s.content = centred(tr("Security question"), siteLine(a.site),
		who, kit.VBox(kit.Gap12, question, s.answer), kit.VBox(kit.Gap8, s.button, s.other))
	return s
}

// answerWords are the words of a field for an answer.
func answerWords() kit.Words {
	said := controlWords()
	said.Reveal, said.Conceal = tr("Show the answer"), tr("Hide the answer")
	return said
}

func (s *answerScreen) object() fyne.CanvasObject { return s.content }
func (s *answerScreen) size() fyne.Size           { return smallWindow }

// shown puts the focus into the answer, and waits for it no longer than core does.
func (s *answerScreen) shown(c fyne.Canvas) {
	s.answer.Focus(c)
	s.over = s.app.back.after(core.AnswerWithin, func() {
		if !s.working {
			s.app.showSignIn(tr("This sign-in has waited for too long. Begin again."))
		}
	})
}

// leave wipes what was typed, and gives the sign-in up if it still waits.
func (s *answerScreen) leave(fyne.Canvas) {
	s.over()
	s.asked.forget()
	s.answer.Wipe()
	s.app.back.run(func(context.Context) func() {
		s.flow.Leave()
		return nil
	})
}

// submit asks core. The screen stays as it is until the answer comes.
func (s *answerScreen) submit() {
	if s.working {
		return
	}
	s.working = true
	s.button.SetWorking(tr("Signing in"))
	s.other.Disable()
	typed := s.answer.Text()
	s.app.back.latest(&s.asked, func(ctx context.Context) func() {
		step, err := s.flow.Answer(ctx, typed)
		return func() { s.answered(step, err) }
	})
}

// answered goes to the next step or says what to do.
func (s *answerScreen) answered(step core.Step, err error) {
	s.working = false
	s.button.SetIdle()
	s.other.Enable()
	e := firstError(err)
	switch {
	case err == nil:
		s.app.goOn(s.flow, step, s.name)
	case e != nil && e.Lock != nil:
		s.app.showLocked(s.name, *e.Lock)
	case step != core.StepAnswer:
		s.app.showSignIn(problemWords(err))
	case e != nil && e.Field == core.FieldAnswer:
		if e.Code == core.CodeSignIn {
			s.answer.Wipe() // it is a secret, and not kept for a second try
		}
		s.answer.SetProblem(words(e.Text))
		s.answer.Focus(s.app.window.Canvas())
	default:
		s.app.failed(tr("The answer could not be checked"), err)
	}
	s.content.Refresh()
}
