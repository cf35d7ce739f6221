package gui

import (
	"context"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// setQuestion is the step of the sign-in in which a security question is set.
type setQuestion struct {
	signInStep
	fields *questionFields
}

// newSetQuestion builds the screen.
func newSetQuestion(a *App, flow *core.SignIn) *setQuestion {
	s := &setQuestion{}
	s.signInStep = newSignInStep(a, flow, s.submit)
	notice := kit.NewNotice(kit.NoticeSpec{
		Tone: kit.ToneTip, Text: tr("From your next sign-in on you are asked this question after your password. Only you should know the answer."),
	})
	s.fields = newQuestionFields(a, s.submit, func() { s.content.Refresh() })
	s.problem, s.undone = s.fields.problem, tr("The question was not set")
	s.content = centred(tr("Set a security question"), siteLine(a.site), notice, s.fields.object, s.buttons())
	return s
}

func (s *setQuestion) shown(c fyne.Canvas) { s.fields.focus(c) }

// leave wipes what was typed.
func (s *setQuestion) leave(fyne.Canvas) {
	s.asked.forget()
	s.fields.wipe()
}

// submit asks core.
func (s *setQuestion) submit() {
	var question core.NewQuestion
	s.fields.fill(&question)
	s.ask(func(ctx context.Context) (core.Step, error) { return s.flow.SetQuestion(ctx, question) })
}
