package gui

import (
	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// keyStep asks where the site's key is to live.
type keyStep struct {
	wizard *wizard
	form   *keyForm
	column fyne.CanvasObject
}

// newKeyStep builds the step.
func newKeyStep(w *wizard) *keyStep {
	s := &keyStep{wizard: w}
	s.form = newKeyForm(w.app, "", w.next, func() { w.frame.relaid() })
	s.column = stepColumn(
		stepHead(tr("Choose where the key lives"), tr("The site’s key opens its store at each start. It is kept apart from the data, so that a copy of the data folder alone is of no use.")),
		s.form.object)
	return s
}

func (s *keyStep) heading() string              { return tr("Where the key lives") }
func (s *keyStep) object() fyne.CanvasObject    { return s.column }
func (s *keyStep) ready() bool                  { return true }
func (s *keyStep) problem(e *core.Error) target { return s.form.problem(e) }
func (s *keyStep) resized(kit.WidthClass)       {}
func (s *keyStep) leave()                       { s.form.leave() }

// arrive names the proposed key file after the site.
func (s *keyStep) arrive() { s.form.suggest(s.wizard.site.title.Text()) }

// shown puts the focus on the cards, and looks for the keyring.
func (s *keyStep) shown(c fyne.Canvas) {
	s.form.group.Focus(c)
	s.form.shown()
}

func (s *keyStep) check() func() error {
	choice, folder := s.form.choice(), s.wizard.app.program.DataDir
	return func() error { return choice.Check(folder) }
}
