package gui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// questionSection is the part of the Security page for the security question. It is
// there only where the rules ask for one or one is set.
type questionSection struct {
	page   *securityPage
	object *fyne.Container
	body   *fyne.Container
	act    *kit.Button
	remove *kit.Button
	panel  *questionPanel
}

// newQuestionSection builds the section of a page.
func newQuestionSection(p *securityPage) *questionSection {
	s := &questionSection{page: p, body: container.NewStack()}
	s.act = kit.NewButton(kit.ButtonSpec{Row: true, Act: s.open})
	s.remove = kit.NewButton(kit.ButtonSpec{Text: tr("Remove…"), Row: true, Act: s.askRemove})
	s.object = kit.SectionOf(kit.NewHeader(tr("Security question"), "", nil), s.body)
	s.object.Hide()
	return s
}

// paint shows what was loaded; while the panel is open it stays.
func (s *questionSection) paint() {
	own := s.page.own
	set := !own.QuestionSetAt.IsZero()
	if !set && !own.QuestionAsked && s.panel == nil {
		s.object.Hide()
		return
	}
	s.object.Show()
	if s.panel != nil {
		return
	}
	row := kit.RowSpec{Icon: kit.IconHelp, Title: s.setWords(), Action: s.act}
	s.act.SetText(tr("Change question"))
	switch {
	case !set:
		s.act.SetText(tr("Set question"))
		row.Caption = tr("Your rules ask for one: set it now, or at your next sign-in")
		row.State = kit.NewState(kit.ToneAttention, "", tr("To do"))
	case own.QuestionAsked:
		row.Caption = tr("Asked at each sign-in, after the password")
	default:
		row.Caption = tr("Your rules do not ask for it any more, so no sign-in does")
		row.Action = s.remove
	}
	s.body.Objects = []fyne.CanvasObject{kit.NewBox(kit.NewRow(row))}
	s.object.Refresh()
}

// setWords says since when there is a question.
func (s *questionSection) setWords() string {
	at := s.page.own.QuestionSetAt
	if at.IsZero() {
		return tr("No question is set")
	}
	switch s.page.app.dayAgo(at) {
	case dayToday:
		return trf("Set today at {{.Time}}", "Time", s.page.app.clock(at))
	case dayYesterday:
		return trf("Set yesterday at {{.Time}}", "Time", s.page.app.clock(at))
	}
	return trf("Set on {{.Date}}", "Date", s.page.app.dateWords(at))
}

// open puts the form in the place of the row.
func (s *questionSection) open() {
	p := s.page
	if p.panel != nil && p.panel.working {
		return
	}
	if p.panel != nil {
		p.closePanel()
	}
	p.notice.Hide()
	s.panel = newQuestionPanel(s)
	s.body.Objects = []fyne.CanvasObject{s.panel.box}
	s.relaid()
	s.panel.current.Focus(p.app.window.Canvas())
}

// relaid lays the page out anew.
func (s *questionSection) relaid() {
	s.object.Refresh()
	s.page.scroll.Refresh()
}

// drop wipes the form and forgets it.
func (s *questionSection) drop() {
	if s.panel != nil {
		s.panel.leave()
		s.panel = nil
	}
}

// close goes back to the row; nothing was changed.
func (s *questionSection) close() {
	s.page.app.window.Canvas().Unfocus()
	s.drop()
	s.paint()
	s.relaid()
	s.act.Focus(s.page.app.window.Canvas())
}

// saved tells what the change did.
func (s *questionSection) saved(done core.Changed) {
	s.close()
	text := tr("The next sign-in asks your question.")
	if done.Ended > 0 {
		text = trn("The next sign-in asks your question. {{.N}} other devices are signed out.", done.Ended)
	}
	s.page.told(tr("Saved."), text)
}

// askRemove asks for the password before the question is taken away.
func (s *questionSection) askRemove() {
	s.page.app.askPassword(passwordAsk{
		before:   s.page.loaded.forget,
		title:    tr("Remove your security question?"),
		sentence: tr("If your rules ask for one again, the next sign-in lets you set a new one."),
		do:       kit.DialogDo{Label: tr("Remove question"), Kind: kit.Primary, Working: tr("Removing")},
		change: func(ctx context.Context, token core.Token, current string) (core.Changed, error) {
			return s.page.site.RemoveQuestion(ctx, token, current)
		},
		done: func() { s.page.told(tr("Removed."), tr("There is no security question any more.")) },
	})
}

// questionPanel is the form that sets or changes the question, in its section.
type questionPanel struct {
	section *questionSection
	box     *kit.Box
	current *kit.PasswordField
	fields  *questionFields
	others  *kit.Check
	save    *kit.Button
	cancel  *kit.Button
	working bool
}

// newQuestionPanel builds the form, empty.
func newQuestionPanel(s *questionSection) *questionPanel {
	n := &questionPanel{section: s}
	p := s.page
	n.fields = newQuestionFields(p.app, n.submit, s.relaid)
	n.current = kit.NewPasswordField(kit.PasswordSpec{
		Field: kit.FieldSpec{
			Label: tr("Current password"), OnChanged: func(string) { n.current.SetProblem("") },
			OnSubmitted: func(string) { n.fields.focus(p.app.window.Canvas()) },
		},
		Words: controlWords(),
	})
	n.others = kit.NewCheck(kit.CheckSpec{
		Text: tr("Sign out of all other devices"), Caption: questionOthers(p.own.Others), Checked: !p.own.QuestionSetAt.IsZero(),
	})
	n.save = kit.NewButton(kit.ButtonSpec{Text: tr("Save"), Kind: kit.Primary, Act: n.submit})
	n.cancel = kit.NewButton(kit.ButtonSpec{Text: tr("Cancel"), Act: s.close})
	form := kit.VBox(kit.GapFields, n.current, n.fields.object)
	body := kit.VBox(kit.Gap16, kit.Column(questionWidth, 0, form), n.others)
	foot := kit.Inset(kit.Gap12, kit.Gap12, kit.Gap12, kit.Gap16, kit.HBox(kit.Gap8, n.save, n.cancel))
	n.box = kit.NewBox(kit.Inset(kit.Gap16, kit.Gap16, kit.Gap16, kit.Gap16, body), foot)
	return n
}

// questionWidth is the greatest width of the fields.
const questionWidth = 460

// questionOthers says what becomes of other devices.
func questionOthers(others []core.Session) string {
	if len(others) == 0 {
		return tr("There is none at the moment.")
	}
	return trn("{{.N}} devices. They need the password and the new answer to come back.", len(others))
}

// leave wipes the secrets.
func (n *questionPanel) leave() {
	n.current.Wipe()
	n.fields.wipe()
}

// submit asks core. Save stays enabled: what is wrong is said at its field.
func (n *questionPanel) submit() {
	if n.working {
		return
	}
	n.working = true
	n.save.SetWorking(tr("Saving"))
	n.cancel.Disable()
	p := n.section.page
	p.loaded.forget()
	question := core.NewQuestion{Current: n.current.Text(), EndOthers: n.others.Checked()}
	n.fields.fill(&question)
	p.app.renew(func(ctx context.Context, token core.Token) (core.Changed, error) {
		return p.site.SetQuestion(ctx, token, question)
	}, n.answered)
}

// answered closes the form or says what to do; what was typed stays.
func (n *questionPanel) answered(done core.Changed, err error) {
	if n.section.panel != n {
		return // the window was locked
	}
	n.working = false
	n.save.SetIdle()
	n.cancel.Enable()
	if err == nil {
		n.section.saved(done)
		return
	}
	var first *kit.Field
	for _, e := range core.ProblemsOf(err) {
		field := n.fields.problem(e)
		if e.Field == core.FieldCurrent {
			n.current.SetProblem(words(e.Text))
			field = &n.current.Field
		}
		if first == nil {
			first = field
		}
	}
	n.section.relaid()
	if first == nil {
		n.section.page.app.failed(tr("The question was not saved"), err)
		return
	}
	first.Focus(n.section.page.app.window.Canvas())
}
