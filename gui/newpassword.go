package gui

import (
	"context"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/password/generate"
	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// newPassword is the part of a form in which a new password is typed, judged
// and repeated: two fields, the strength meter, the clipboard's countdown, and
// the checklist, which the form places where it has room.
type newPassword struct {
	app     *App
	judge   *core.Judge
	who     func() policy.Subject
	fresh   *kit.PasswordField
	confirm *kit.PasswordField
	meter   *kit.Meter
	count   *kit.Countdown
	lines   *fyne.Container
	rules   *kit.Rules
	same    *kit.State
	changed func()
	// panel has the options of the generator; they are nil while none were chosen,
	// and keep is told of them.
	panel         *generatorPanel
	optionsButton *kit.Button
	// drawn tells the newest draw of Generate.
	drawn   sequence
	options *generate.Options
	keep    func(generate.Options)
	relaid  func()
}

// newPasswordSpec describes the part.
type newPasswordSpec struct {
	judge *core.Judge
	// who gives the names that must not be in the password, as they are now.
	who    func() policy.Subject
	layout kit.RulesLayout
	label  string
	// submit is what Return does in the last field.
	submit func()
	// changed is called after each change, and may be nil.
	changed func()
	// options are those of the generator, nil for what fits the policy; keep is
	// told when others are used, and may be nil.
	options *generate.Options
	keep    func(generate.Options)
	// relaid is called when the part has become higher or lower, and may be nil.
	relaid func()
}

// newNewPassword builds the part.
func newNewPassword(a *App, spec newPasswordSpec) *newPassword {
	n := &newPassword{
		app: a, judge: spec.judge, who: spec.who, changed: spec.changed, meter: kit.NewMeter(),
		options: spec.options, keep: spec.keep, relaid: spec.relaid,
	}
	n.fillIn()
	n.rules = kit.NewRules(spec.layout, tr("Rules"), kit.RulesWords{
		NotYet: tr("Not yet"), Met: tr("Met"), NotMet: tr("Not met"), OnSave: tr("On save"),
	})
	n.count = kit.NewCountdown(func(seconds int) string {
		return trf("Copied. Leaves the clipboard in {{.S}} s", "S", seconds)
	}, tr("Clear now"), a.clip.clear)
	n.same = kit.NewState(kit.ToneGood, kit.IconCheck, tr("Same as the new password"))
	n.same.Hide()
	n.panel = newGeneratorPanel(n)
	n.fresh = kit.NewPasswordField(kit.PasswordSpec{
		Field: kit.FieldSpec{
			Label: spec.label, LabelAction: n.generating(spec.layout == kit.RulesPanel),
			OnChanged: func(string) { n.typed() }, OnSubmitted: func(string) { n.confirm.Focus(a.window.Canvas()) },
		},
		Words: controlWords(), OnCopy: n.copy,
	})
	n.confirm = kit.NewPasswordField(kit.PasswordSpec{
		Field: kit.FieldSpec{
			Label: tr("Confirm password"), OnChanged: func(string) { n.typed() },
			OnSubmitted: func(string) { spec.submit() },
		},
		Words: controlWords(),
	})
	n.judgeNow()
	a.back.run(func(context.Context) func() {
		spec.judge.Prepare() // so that no key waits for it
		return n.judgeNow
	})
	n.prepareGenerator()
	return n
}

// prepareGenerator counts what is drawn from, so that no press waits for it.
func (n *newPassword) prepareGenerator() {
	judge, options, twoStep := n.judge, n.options, n.who().TwoStep
	n.app.back.run(func(context.Context) func() {
		judge.PrepareGenerator(options, twoStep)
		return nil
	})
}

// fillIn puts what does nothing where nobody wants to be told.
func (n *newPassword) fillIn() {
	if n.changed == nil {
		n.changed = func() {}
	}
	if n.keep == nil {
		n.keep = func(generate.Options) {}
	}
	if n.relaid == nil {
		n.relaid = func() {}
	}
}

// generating are the two buttons above the new password: one draws at once, the
// other one opens the options. Where there is little room the other one is a gear.
func (n *newPassword) generating(roomy bool) fyne.CanvasObject {
	options := kit.ButtonSpec{Text: tr("Options"), Kind: kit.Low, Row: true, Act: n.toggleOptions}
	if !roomy {
		options.Icon, options.Kind = kit.IconGear, kit.IconOnly
	}
	n.optionsButton = kit.NewButton(options)
	return kit.HBox(0,
		kit.NewButton(kit.ButtonSpec{Text: tr("Generate password"), Icon: kit.IconMagic, Kind: kit.Low, Row: true, Act: n.generate}),
		n.optionsButton)
}

// toggleOptions opens the options of the generator, or closes them.
func (n *newPassword) toggleOptions() {
	if n.panel.isOpen() {
		n.panel.close()
	} else {
		n.panel.open()
	}
}

// escape closes the options, and tells whether they were open.
func (n *newPassword) escape() bool {
	if !n.panel.isOpen() {
		return false
	}
	n.panel.close()
	return true
}

// typedKey takes Escape for a screen that has no other use for keys.
func (n *newPassword) typedKey(key *fyne.KeyEvent) {
	if key.Name == fyne.KeyEscape {
		n.escape()
	}
}

// fields are the two fields with what stands between them.
func (n *newPassword) fields() fyne.CanvasObject {
	n.lines = kit.VBox(kit.Gap8, n.fresh, n.meter, n.count, n.panel.object)
	return kit.VBox(kit.GapFields, n.lines, kit.VBox(kit.Gap4, n.confirm, n.same))
}

// typed takes the problem away that is being mended, and judges anew. A password
// that is still being drawn does not take the place of what was typed.
func (n *newPassword) typed() {
	n.drawn.forget()
	n.fresh.SetProblem("")
	n.confirm.SetProblem("")
	n.judgeNow()
	n.changed()
}

// judgeNow shows what the rules and the estimate say. Both take less than a
// frame (BenchmarkKey), so there is never an older answer to come. What is typed
// before the lists are there is judged when they are.
func (n *newPassword) judgeNow() {
	text := n.fresh.Text()
	if text == "" || n.judge.Prepared() {
		judged := n.judge.New(text, n.who())
		n.showRules(judged.Verdict)
		showStrength(n.meter, text, judged)
	}
	if text != "" && text == n.confirm.Text() {
		n.same.Show()
	} else {
		n.same.Hide()
	}
}

// showStrength shows how hard a password is to guess.
func showStrength(m *kit.Meter, typed string, j core.Judgement) {
	if typed == "" {
		m.Clear()
		return
	}
	m.SetScore(j.Strength.Score, scoreWord(j.Strength.Score), guessSentence(j.CrackTime))
	m.SetAdvice(warningSentence(j.Strength.Warning), suggestionSentences(j.Strength.Suggestions))
}

// showRules shows the checklist and how much of it is met.
func (n *newPassword) showRules(v policy.Verdict) {
	items := make([]kit.RuleItem, 0, len(v.Rules))
	met, counted := 0, 0
	for _, rule := range v.Rules {
		items = append(items, kit.RuleItem{State: ruleState(rule.State), Text: words(rule.Text())})
		if rule.State != policy.OnSave {
			counted++
		}
		if rule.State == policy.Met {
			met++
		}
	}
	n.rules.Set(items, trf("{{.Met}} of {{.All}} met", "Met", met, "All", counted))
}

// ruleState is the kit's word for the policy's.
func ruleState(s policy.State) kit.RuleState {
	switch s {
	case policy.Met:
		return kit.RuleMet
	case policy.NotMet:
		return kit.RuleNotMet
	case policy.OnSave:
		return kit.RuleOnSave
	default:
		return kit.RuleNotYet
	}
}

// generate fills both fields with a drawn password and shows it. A policy can be
// such that counting its passwords takes seconds.
func (n *newPassword) generate() {
	judge, who, options, list := n.judge, n.who(), n.options, n.panel.list.list
	n.app.back.latest(&n.drawn, func(context.Context) func() {
		drawn, err := drawWith(judge, options, list, who)
		return func() {
			if err != nil {
				n.app.failed(tr("No password could be generated"), err)
				return
			}
			n.fill(drawn)
		}
	})
}

// drawWith draws with the words of one's own list, if one was chosen, else with the
// options of one's own, if there are any.
func drawWith(judge *core.Judge, options *generate.Options, list *generate.List, who policy.Subject) (string, error) {
	switch {
	case list != nil:
		o, err := optionsToShow(judge, options, who.TwoStep)
		if err != nil {
			return "", err
		}
		o.Kind = generate.Words
		d, err := draw(judge, o, list, who)
		return d.secret, err
	case options != nil:
		return judge.GenerateWith(*options, who)
	}
	return judge.Generate(who)
}

// fill puts a drawn password into both fields and shows it.
func (n *newPassword) fill(drawn string) {
	n.fresh.SetText(drawn)
	n.fresh.SetRevealed(true)
	n.confirm.SetText(drawn)
	n.typed()
	n.fresh.Focus(n.app.window.Canvas())
}

// keepOptions uses options from now on.
func (n *newPassword) keepOptions(o generate.Options) {
	if n.options == nil || *n.options != o {
		n.options = &o
		n.prepareGenerator()
		n.keep(o)
	}
}

// copy puts the new password into the clipboard for a while.
func (n *newPassword) copy() {
	if n.fresh.Text() != "" {
		n.toClipboard(n.fresh.Text())
	}
}

// toClipboard copies a password, and counts down.
func (n *newPassword) toClipboard(secret string) { n.app.clip.copy(secret, n.counted) }

// counted shows how long the password is still in the clipboard. The line comes
// after the click is over, and what was never shown cannot ask for room itself.
func (n *newPassword) counted(left, total int) {
	was := n.count.Visible()
	n.count.Set(left, total)
	if n.count.Visible() != was {
		n.lines.Refresh()
	}
}

// problem shows the problem of one of the two fields; it tells whether the
// field was one of them.
func (n *newPassword) problem(e *core.Error) *kit.PasswordField {
	switch e.Field {
	case core.FieldNew, core.FieldPassword:
		n.fresh.SetProblem(words(e.Text))
		return n.fresh
	case core.FieldConfirm:
		n.confirm.SetProblem(words(e.Text))
		return n.confirm
	default:
		return nil
	}
}

// wipe empties both fields and forgets what was drawn. What was copied stays until its countdown ends: the
// person may be about to paste it.
func (n *newPassword) wipe() {
	n.drawn.forget()
	n.panel.hide()
	n.fresh.Wipe()
	n.confirm.Wipe()
}
