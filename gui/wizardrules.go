package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/core"
	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// rulesStep asks for the preset that the site's policy begins with.
type rulesStep struct {
	wizard *wizard
	frame  *fyne.Container
	group  *kit.OptionGroup
	// refused tells that the password of the root account does not comply.
	refused *kit.Notice
	// meaning says the rules of the chosen preset, beside the list or below it.
	meaning *fyne.Container
	// advice lists where they leave the standard, with the reason for it.
	advice *fyne.Container
	reason *kit.Field
	head   fyne.CanvasObject
}

// newRulesStep builds the step. The default is chosen.
func newRulesStep(w *wizard) *rulesStep {
	s := &rulesStep{
		wizard: w, frame: container.NewStack(), refused: kit.NewNotice(kit.NoticeSpec{}),
		meaning: kit.VBox(kit.Gap8), advice: kit.VBox(kit.Gap16),
	}
	s.refused.Hide()
	s.group = kit.NewOptionGroup(kit.OptionSpec{
		Options: presetOptions(), Selected: proposedPreset(), Act: func(string) { s.chose() },
	})
	s.reason = kit.NewField(kit.FieldSpec{
		Label: tr("Why this site needs it"), Help: tr("Such as: the insurer asks for it. It is kept in the log."),
		OnSubmitted: func(string) { w.next() }, OnChanged: func(string) { s.reason.SetProblem("") },
	})
	s.head = stepHead(tr("Choose the password rules"), tr("They hold for every account, root too, and can be changed at any time. If nobody tells you which to choose, keep the first."))
	s.paint()
	s.resized(kit.Wide)
	return s
}

// proposedPreset is the name of the default.
func proposedPreset() string { return core.NewSite{}.StartPreset().Name }

// presetOptions are the presets to choose from.
func presetOptions() []kit.Option {
	var options []kit.Option
	for _, preset := range policy.Presets() {
		title := preset.Title
		if preset.Name == proposedPreset() {
			title = trf("{{.Preset}} (recommended)", "Preset", title)
		}
		options = append(options, kit.Option{ID: preset.Name, Title: title, Caption: words(preset.Plain)})
	}
	return options
}

// resized shows what the rules mean beside the list where there is room for it.
func (s *rulesStep) resized(class kit.WidthClass) {
	const sideWidth, pad = 196, 14
	meaning := insetBox(pad, s.meaning)
	if class != kit.Wide {
		s.frame.Objects = []fyne.CanvasObject{stepColumn(s.refused, s.head, stepBox(s.group), meaning, s.advice)}
	} else {
		list := kit.TopHBox(kit.Gap24, kit.FixedWidth(stepWidth, kit.VBox(kit.GapSections, stepBox(s.group), s.advice)), kit.FixedWidth(sideWidth, meaning))
		s.frame.Objects = []fyne.CanvasObject{kit.VBox(kit.GapSections, s.refused, s.head, list)}
	}
	s.frame.Refresh()
}

func (s *rulesStep) heading() string           { return tr("Password rules") }
func (s *rulesStep) object() fyne.CanvasObject { return s.frame }
func (s *rulesStep) arrive()                   { s.paint() }
func (s *rulesStep) ready() bool               { return true }
func (s *rulesStep) leave()                    {}

// shown gives the list the keyboard, and leaves the head of the step in view.
func (s *rulesStep) shown(c fyne.Canvas) {
	s.group.Focus(c)
	s.wizard.frame.scroll.ScrollToTop()
}

// preset is the name of the chosen one.
func (s *rulesStep) preset() string { return s.group.Selected() }

// touched tells whether anything but what was proposed is there.
func (s *rulesStep) touched() bool {
	return s.preset() != proposedPreset() || s.reason.Text() != ""
}

// chose judges the password of the root account anew and shows what was chosen.
func (s *rulesStep) chose() {
	s.wizard.site.named()
	s.wizard.site.password.prepareGenerator()
	s.reason.SetProblem("")
	s.paint()
	s.wizard.frame.relaid()
}

// check judges the root account too: its password was typed before.
func (s *rulesStep) check() func() error {
	n := s.wizard.newSite()
	return func() error {
		all := append(core.ProblemsOf(n.CheckPolicy()), core.ProblemsOf(n.CheckSite())...)
		if len(all) == 0 {
			return nil
		}
		return core.Problems(all)
	}
}

// problem shows a problem of this step.
func (s *rulesStep) problem(e *core.Error) target {
	switch e.Field {
	case core.FieldReason:
		s.reason.SetProblem(words(e.Text))
		return s.reason
	case core.FieldPreset:
		return s.group
	}
	return nil
}

// paint shows what the chosen preset means, and where it leaves the standard.
func (s *rulesStep) paint() {
	chosen := s.rules()
	s.meaning.Objects = []fyne.CanvasObject{kit.BoldText(tr("What this means")).Wrapped()}
	for _, sentence := range policy.Describe(chosen) {
		s.meaning.Add(kit.CaptionText(words(sentence.Text)).Wrapped())
	}
	s.meaning.Refresh()
	s.advice.Objects = nil
	if advice := policy.Lint(chosen).Advice; len(advice) > 0 {
		list := kit.VBox(kit.Gap8, kit.BoldText(tr("What the standard SP 800-63B-4 advises here")).Wrapped())
		for _, one := range advice {
			list.Add(kit.TopHBox(kit.Gap8, kit.NewGlyph(kit.IconInfo, kit.ColorText2, kit.IconSizeSmall),
				kit.Grow(kit.CaptionText(words(one.Text)).Wrapped())))
		}
		s.advice.Add(list)
	}
	if core.PresetDeparts(s.preset()) {
		s.advice.Add(s.reason)
	}
	s.advice.Refresh()
	s.paintRefused()
}

// rules are the rules of the chosen preset.
func (s *rulesStep) rules() policy.Policy {
	return core.NewSite{Preset: s.preset()}.StartPreset().Policy()
}

// paintRefused tells, before Next does, that another password is needed.
func (s *rulesStep) paintRefused() {
	s.refused.Hide()
	if s.wizard.site.password.fresh.Text() == "" {
		return
	}
	problems := core.ProblemsOf(s.wizard.site.form().CheckSite())
	for _, e := range problems {
		if e.Field != core.FieldPassword {
			continue
		}
		s.refused.Set(kit.NoticeSpec{
			Tone: kit.ToneAttention, Lead: tr("The password of the root account does not meet these rules."), Text: words(e.Text),
			Action: kit.NewButton(kit.ButtonSpec{Text: tr("Change it"), Row: true, Act: func() { s.wizard.place(problems) }}),
		})
		s.refused.Show()
	}
}
