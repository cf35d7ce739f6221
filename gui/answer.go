package gui

import (
	"context"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// answerScreen is the step of the sign-in that asks the security question.
type answerScreen struct {
	halfScreen
	answer *kit.PasswordField
}

// newAnswerScreen builds the screen for a sign-in of a name.
func newAnswerScreen(a *App, flow *core.SignIn, name string) *answerScreen {
	s := &answerScreen{}
	s.halfScreen = newHalfScreen(a, flow, name, s.submit)
	question := kit.NewText(kit.TextSpec{Text: kit.Shown(flow.Question()), Bold: true, Wrap: true})
	s.answer = kit.NewPasswordField(kit.PasswordSpec{
		Field: kit.FieldSpec{
			Label: tr("Answer"), Help: tr("Capitals and extra spaces do not matter."),
			OnSubmitted: func(string) { s.submit() }, OnChanged: func(string) { s.answer.SetProblem("") },
		},
		Words: answerWords(),
	})
	s.content = centred(tr("Security question"), siteLine(a.site),
		s.who(), kit.VBox(kit.Gap12, question, s.answer), kit.VBox(kit.Gap8, s.button, s.other))
	return s
}

// answerWords are the words of a field for an answer.
func answerWords() kit.Words {
	said := controlWords()
	said.Reveal, said.Conceal = tr("Show the answer"), tr("Hide the answer")
	return said
}

// shown puts the focus into the answer.
func (s *answerScreen) shown(c fyne.Canvas) {
	s.answer.Focus(c)
	s.wait()
}

// leave wipes what was typed.
func (s *answerScreen) leave(fyne.Canvas) {
	s.answer.Wipe()
	s.left()
}

// submit asks core.
func (s *answerScreen) submit() {
	if s.working {
		return
	}
	typed := s.answer.Text()
	s.ask(func(ctx context.Context) (core.Step, error) { return s.flow.Answer(ctx, typed) }, s.answered)
}

// answered goes to the next step or says what to do.
func (s *answerScreen) answered(step core.Step, err error) {
	if s.ended(core.StepAnswer, step, err) {
		return
	}
	if e := firstError(err); e != nil && e.Field == core.FieldAnswer {
		if e.Code == core.CodeSignIn {
			s.answer.Wipe() // it is a secret, and not kept for a second try
		}
		s.answer.SetProblem(words(e.Text))
		s.answer.Focus(s.app.window.Canvas())
	} else {
		s.app.failed(tr("The answer could not be checked"), err)
	}
	s.content.Refresh()
}
