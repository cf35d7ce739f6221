package gui

import (
	"context"
	"math"
	"strconv"
	"strings"

	"gatehouse/core"
	"gatehouse/core/password"
	"gatehouse/core/password/generate"
	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// drawing is what came of a draw.
type drawing struct {
	wanted  generate.Options
	options generate.Options
	secret  string
	bits    float64
	limit   generate.Limit
	judged  bool
}

// isOpen tells whether the panel is shown.
func (p *generatorPanel) isOpen() bool { return p.object.Visible() }

// open shows the panel and draws: with what was chosen in it before, else with the
// options that are used.
func (p *generatorPanel) open() {
	p.object.Show()
	p.showKind()
	p.kind.Focus(p.of.app.window.Canvas())
	if p.options.Kind != "" {
		p.changed()
		return
	}
	judge, who, kept := p.of.judge, p.of.who(), p.of.options
	p.of.app.back.latest(&p.asked, func(context.Context) func() {
		o, err := optionsToShow(judge, kept, who.TwoStep)
		return func() {
			if err != nil {
				p.fault(err)
				return
			}
			p.put(o)
			p.changed()
		}
	})
}

// optionsToShow are the options of one's own, or those that fit the policy, with
// what fits it of the other kind.
func optionsToShow(judge *core.Judge, kept *generate.Options, twoStep bool) (generate.Options, error) {
	if kept != nil {
		return *kept, nil
	}
	fitting, err := judge.FittingGenerator(nil, twoStep)
	if err != nil {
		return generate.Options{}, err
	}
	o := fitting.Options()
	if o.Kind == generate.Characters {
		return o, nil
	}
	single, err := judge.FittingCharacters(twoStep)
	if err != nil {
		return generate.Options{}, err
	}
	o.Length, o.NoLookAlikes, o.Rare = single.Options().Length, single.Options().NoLookAlikes, single.Options().Rare
	return o, nil
}

// close hides the panel and wipes what was drawn; the options stay.
func (p *generatorPanel) close() {
	p.hide()
	p.of.optionsButton.Focus(p.of.app.window.Canvas())
}

// hide is close without the keyboard.
func (p *generatorPanel) hide() {
	if !p.isOpen() {
		return
	}
	p.wipe()
	p.object.Hide()
	p.relaid()
}

// wipe forgets what was drawn, and what is being drawn.
func (p *generatorPanel) wipe() {
	p.asked.forget()
	p.secret = ""
	p.drawn.SetText("")
}

// put shows options.
func (p *generatorPanel) put(o generate.Options) {
	p.options = o
	p.kind.SetSelected(string(o.Kind))
	setNumber(p.words.stepper, o.Words)
	setNumber(p.length.stepper, o.Length)
	if p.separator.Text() != o.Separator {
		p.separator.SetText(o.Separator)
	}
	if p.exclude.Text() != o.Exclude {
		p.exclude.SetText(o.Exclude)
	}
	p.capitals.SetSelected(string(o.Capitals))
	p.number.SetChecked(o.Number)
	p.lookAlikes.SetChecked(o.NoLookAlikes)
	for _, class := range p.classes {
		class.SetChecked(*class.of(&o))
	}
	p.showKind()
}

// setNumber shows a number, unless it stands there.
func setNumber(s *kit.Stepper, n int) {
	if text := strconv.Itoa(n); s.Text() != text {
		s.SetText(text)
	}
}

// read gives the options as they are shown.
func (p *generatorPanel) read() generate.Options {
	o := p.options
	o.Kind = generate.Kind(p.kind.Selected())
	// What is not shown keeps its last good value, so that it is in nobody's way.
	if o.Kind == generate.Words {
		o.Words, o.Separator = p.words.value(), p.separator.Text()
	} else {
		o.Length, o.Exclude = p.length.value(), p.exclude.Text()
	}
	o.Capitals, o.Number = policy.Capitals(p.capitals.Selected()), p.number.Checked()
	o.NoLookAlikes = p.lookAlikes.Checked()
	for _, class := range p.classes {
		*class.of(&o) = class.Checked()
	}
	return o
}

// changed draws with the options as they are now.
func (p *generatorPanel) changed() {
	if !p.isOpen() {
		return
	}
	o, list, judge, who := p.read(), p.list.list, p.of.judge, p.of.who()
	p.of.app.back.latest(&p.asked, func(context.Context) func() {
		d, err := draw(judge, o, list, who)
		return func() {
			if err != nil {
				p.fault(err)
				return
			}
			p.show(d)
		}
	})
}

// draw draws one password and tells about it.
func draw(judge *core.Judge, o generate.Options, list *generate.List, who policy.Subject) (drawing, error) {
	g, err := judge.Generator(o, list, who.TwoStep)
	if err != nil {
		return drawing{}, err
	}
	secret, err := g.Draw(who)
	if err != nil {
		return drawing{}, err
	}
	return drawing{wanted: o, options: g.Options(), secret: secret, bits: g.Bits(), limit: g.Limit(), judged: g.Judged()}, nil
}

// fault says what is wrong beside the option, and takes away what was drawn before.
func (p *generatorPanel) fault(err error) {
	p.secret = ""
	p.drawn.SetText("")
	p.about.SetText("")
	p.added.Hide()
	p.clearFaults()
	at := generate.OptionKind
	for _, e := range core.ProblemsOf(err) {
		if p.faults[generate.Option(e.Field)] != nil {
			at = generate.Option(e.Field)
		}
	}
	p.faults[at].set(problemWords(err))
	p.setUsable(false)
	p.relaid()
}

// clearFaults takes all faults away.
func (p *generatorPanel) clearFaults() {
	for _, fault := range p.faults {
		fault.set("")
	}
}

// setUsable lets what was drawn be used, or not.
func (p *generatorPanel) setUsable(usable bool) {
	for _, button := range []*kit.Button{p.copy, p.use} {
		if usable {
			button.Enable()
		} else {
			button.Disable()
		}
	}
}

// show shows what was drawn.
func (p *generatorPanel) show(d drawing) {
	p.clearFaults()
	p.setUsable(true)
	p.secret = d.secret
	p.drawn.SetText(d.secret)
	p.about.SetText(entropyWords(d))
	added := addedWords(d.wanted, d.options)
	p.added.SetText(added)
	p.added.Hidden = added == ""
	if d.options != d.wanted {
		p.put(d.options)
	}
	p.options = d.options
	p.relaid()
}

// entropyWords tells how many passwords there are like this one, how long guessing
// it takes, and which rule limits that.
func entropyWords(d drawing) string {
	// Half of all guesses are needed on average, with a copy of the store.
	seconds := math.Exp2(d.bits-1) / 1e4
	sentences := []string{
		trf("About {{.Bits}} bits: {{.Guessing}}.", "Bits", int(d.bits), "Guessing", lowered(guessSentence(password.SpanOf(seconds)))),
	}
	if !d.limit.Text.IsZero() {
		sentences = append(sentences, words(d.limit.Text)+".")
	}
	if d.judged {
		sentences = append(sentences, tr("One with your name in it, or a banned one, is drawn again."))
	}
	return strings.Join(sentences, " ")
}

// lowered is a sentence that goes on after a colon.
func lowered(sentence string) string {
	runes := []rune(sentence)
	if len(runes) == 0 {
		return ""
	}
	return strings.ToLower(string(runes[:1])) + string(runes[1:])
}

// addedWords tells what the rules have switched on.
func addedWords(wanted, got generate.Options) string {
	var parts []string
	if got.Number != wanted.Number {
		parts = append(parts, tr("a number"))
	}
	if got.Capitals != wanted.Capitals {
		parts = append(parts, tr("capitals"))
	}
	if got.Separator != wanted.Separator {
		parts = append(parts, trf("“{{.Separator}}” between the words", "Separator", got.Separator))
	}
	if len(parts) == 0 {
		return ""
	}
	return trf("The rules ask for this, so it is switched on: {{.Parts}}.", "Parts", strings.Join(parts, ", "))
}

// take fills both fields with what was drawn, keeps the options and closes the
// panel.
func (p *generatorPanel) take() {
	if p.secret == "" {
		return
	}
	secret := p.secret
	p.of.keepOptions(p.options)
	p.hide()
	p.of.fill(secret)
}

// toClipboard copies what was drawn for a while, as the field does.
func (p *generatorPanel) toClipboard() {
	if p.secret != "" {
		p.of.toClipboard(p.secret)
	}
}
