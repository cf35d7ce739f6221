package gui

import (
	"context"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// setQuestion is the step of the sign-in in which a security question is set.
type setQuestion struct {
	app     *App
	flow    *core.SignIn
	content fyne.CanvasObject
	fields  *questionFields
	save    *kit.Button
	cancel  *kit.Button
	working bool
	asked   sequence
}

// newSetQuestion builds the screen.
func newSetQuestion(a *App, flow *core.SignIn) *setQuestion {
	s := &setQuestion{app: a, flow: flow}
	notice := kit.NewNotice(kit.NoticeSpec{
		Tone: kit.ToneTip, Text: tr("From your next sign-in on you are asked this question after your password. Only you should know the answer."),
	})
	s.fields = newQuestionFields(a, s.submit, func() { s.content.Refresh() })
	s.save = kit.NewButton(kit.ButtonSpec{Text: tr("Save and go on"), Kind: kit.Primary, Act: s.submit})
	s.cancel = kit.NewButton(kit.ButtonSpec{Text: tr("Cancel"), Act: s.leaveSignIn})
	s.content = centred(tr("Set a security question"), siteLine(a.site), notice, s.fields.object, kit.VBox(kit.Gap8, s.save, s.cancel))
	return s
}

func (s *setQuestion) object() fyne.CanvasObject { return s.content }
func (s *setQuestion) size() fyne.Size           { return fyne.NewSize(smallWindow.Width, 740) }
func (s *setQuestion) shown(c fyne.Canvas)       { s.fields.focus(c) }

// leave wipes what was typed.
func (s *setQuestion) leave(fyne.Canvas) {
	s.asked.forget()
	s.fields.wipe()
}

// leaveSignIn goes back; no question is set.
func (s *setQuestion) leaveSignIn() {
	s.app.endSession(s.flow.Token())
	s.app.showSignIn("")
}

// submit asks core.
func (s *setQuestion) submit() {
	if s.working {
		return
	}
	s.working = true
	s.save.SetWorking(tr("Saving"))
	s.cancel.Disable()
	var question core.NewQuestion
	s.fields.fill(&question)
	s.app.back.latest(&s.asked, func(ctx context.Context) func() {
		step, err := s.flow.SetQuestion(ctx, question)
		return func() { s.answered(step, err) }
	})
}

// answered goes on or shows what to do.
func (s *setQuestion) answered(step core.Step, err error) {
	s.working = false
	s.save.SetIdle()
	s.cancel.Enable()
	if err == nil {
		s.app.goOn(s.flow, step, "")
		return
	}
	var first *kit.Field
	for _, e := range core.ProblemsOf(err) {
		if field := s.fields.problem(e); field != nil && first == nil {
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
		s.app.failed(tr("The question was not set"), err)
	}
}
