package gui

import (
	"strconv"

	"fyne.io/fyne/v2"

	"gatehouse/core/password/generate"
	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// generatorPanel is where a person says how passwords are generated, in place,
// beside the fields of the new password. Each change draws one anew.
type generatorPanel struct {
	of     *newPassword
	object *fyne.Container

	kind       *kit.OptionGroup
	words      *amount
	separator  *kit.Field
	capitals   *kit.Select
	number     *kit.Check
	list       *wordList
	length     *amount
	classes    []*classCheck
	lookAlikes *kit.Check
	exclude    *kit.Field
	ofWords    *fyne.Container
	ofChars    *fyne.Container
	// faults are the lines that say what is wrong, by the option.
	faults map[generate.Option]*problemLine
	added  *kit.Text

	drawn *kit.Text
	about *kit.Text
	use   *kit.Button
	again *kit.Button
	copy  *kit.Button

	asked sequence
	// options are those that were shown last and are in order, secret what was
	// drawn with them, "" for nothing.
	options generate.Options
	secret  string
}

// classCheck switches a class of characters on.
type classCheck struct {
	*kit.Check
	of func(*generate.Options) *bool
}

// newGeneratorPanel builds the panel, hidden.
func newGeneratorPanel(n *newPassword) *generatorPanel {
	p := &generatorPanel{of: n, faults: map[generate.Option]*problemLine{}}
	for _, option := range []generate.Option{
		generate.OptionKind, generate.OptionWords, generate.OptionSeparator, generate.OptionCapitals, generate.OptionList,
		generate.OptionLength, generate.OptionCharacters, generate.OptionExclude,
	} {
		p.faults[option] = newProblemLine()
	}
	p.kind = kit.NewOptionGroup(kit.OptionSpec{
		Options: []kit.Option{
			{ID: string(generate.Words), Title: tr("Words"), Caption: tr("Easy to read out, to type and to remember")},
			{ID: string(generate.Characters), Title: tr("Single characters"), Caption: tr("Shorter, for programs that fill it in")},
		},
		Act: func(string) { p.showKind(); p.changed() },
	})
	p.buildWords()
	p.buildCharacters()
	p.buildResult()
	p.added = kit.CaptionText("").Wrapped()
	p.added.Hide()
	p.object = kit.VBox(0, insetBox(14, kit.VBox(kit.Gap12,
		kit.HBox(kit.Gap8, kit.Grow(kit.BoldText(tr("Generate with these options"))),
			kit.NewButton(kit.ButtonSpec{Text: tr("Close options"), Icon: kit.IconClose, Kind: kit.IconOnly, Row: true, Act: p.close})),
		p.resultBox(),
		p.kind, p.faults[generate.OptionKind].object, p.ofWords, p.ofChars, p.added,
	)))
	p.object.Hide()
	return p
}

// buildWords makes the options of passphrases.
func (p *generatorPanel) buildWords() {
	p.words = newAmount(tr("Number of words"), generate.MaxWords, p.changed)
	p.separator = kit.NewField(kit.FieldSpec{Label: tr("Between the words"), Mono: true, OnChanged: func(string) { p.changed() }})
	p.capitals = kit.NewSelect(kit.SelectSpec{
		Label: tr("Capitals"),
		Options: []kit.Choice{
			{ID: string(policy.CapitalsNone), Text: tr("No word")},
			{ID: string(policy.CapitalsOne), Text: tr("One of the words")},
			{ID: string(policy.CapitalsFirst), Text: tr("Every word")},
		},
		Act: func(string) { p.changed() },
	})
	p.number = kit.NewCheck(kit.CheckSpec{Text: tr("A number after one of the words"), Act: func(bool) { p.changed() }})
	p.list = newWordList(p.of.app, p.changed)
	p.ofWords = kit.VBox(kit.Gap12,
		withFault(p.words.row, p.faults[generate.OptionWords]),
		withFault(kit.TopHBox(kit.Gap12, kit.FixedWidth(140, p.separator), kit.Grow(p.capitals)),
			p.faults[generate.OptionSeparator], p.faults[generate.OptionCapitals]),
		p.number,
		withFault(p.list.row, p.faults[generate.OptionList]))
}

// buildCharacters makes the options of single characters.
func (p *generatorPanel) buildCharacters() {
	p.length = newAmount(tr("Number of characters"), generate.MaxLength, p.changed)
	check := func(text string, of func(*generate.Options) *bool) {
		p.classes = append(p.classes, &classCheck{kit.NewCheck(kit.CheckSpec{Text: text, Act: func(bool) { p.changed() }}), of})
	}
	check(tr("Upper-case letters, A to Z"), func(o *generate.Options) *bool { return &o.Upper })
	check(tr("Lower-case letters, a to z"), func(o *generate.Options) *bool { return &o.Lower })
	check(tr("Digits, 0 to 9"), func(o *generate.Options) *bool { return &o.Digits })
	check(tr("Special characters"), func(o *generate.Options) *bool { return &o.Special })
	p.lookAlikes = kit.NewCheck(kit.CheckSpec{
		Text: tr("Without look-alikes"), Caption: tr("0 and O, 1, l, I and |"), Act: func(bool) { p.changed() },
	})
	p.exclude = kit.NewField(kit.FieldSpec{
		Label: tr("Characters to leave out"), Optional: controlWords().Optional, Mono: true, OnChanged: func(string) { p.changed() },
	})
	checks := kit.VBox(kit.Gap4)
	for _, class := range p.classes {
		checks.Add(class.Check)
	}
	p.ofChars = kit.VBox(kit.Gap12,
		withFault(p.length.row, p.faults[generate.OptionLength]),
		withFault(checks, p.faults[generate.OptionCharacters]),
		p.lookAlikes,
		withFault(p.exclude, p.faults[generate.OptionExclude]))
}

// withFault is a control with the lines that say what is wrong with it.
func withFault(control fyne.CanvasObject, faults ...*problemLine) fyne.CanvasObject {
	box := kit.VBox(kit.Gap4, control)
	for _, fault := range faults {
		box.Add(fault.object)
	}
	return box
}

// buildResult makes what shows the drawn password.
func (p *generatorPanel) buildResult() {
	p.drawn = kit.MonoText("").Wrapped()
	p.about = kit.CaptionText("").Wrapped()
	p.again = kit.NewButton(kit.ButtonSpec{Text: tr("New one"), Icon: kit.IconRefresh, Row: true, Act: p.changed})
	p.copy = kit.NewButton(kit.ButtonSpec{Text: tr("Copy this one"), Icon: kit.IconCopy, Kind: kit.IconOnly, Row: true, Act: p.toClipboard})
	p.use = kit.NewButton(kit.ButtonSpec{Text: tr("Use this password"), Row: true, Act: p.take})
}

// resultBox holds it, with what can be done with it.
func (p *generatorPanel) resultBox() fyne.CanvasObject {
	ground := kit.Layered(kit.NewGround(kit.GroundSpec{Fill: kit.ColorSurface, Edge: kit.ColorLine, Radius: kit.RadiusControl}),
		kit.Inset(kit.Gap4, kit.Gap4, kit.Gap4, kit.Gap12, kit.HBox(kit.Gap8, kit.Grow(p.drawn), p.copy)))
	return kit.VBox(kit.Gap8, ground, p.about, kit.HBox(kit.Gap8, p.use, p.again))
}

// amount is a number with its name.
type amount struct {
	row     fyne.CanvasObject
	stepper *kit.Stepper
}

// newAmount makes a number from 1 on.
func newAmount(name string, most int, changed func()) *amount {
	c := &amount{stepper: kit.NewStepper(kit.StepperSpec{
		Name: name, Less: trf("Less: {{.Name}}", "Name", name), More: trf("More: {{.Name}}", "Name", name),
		Min: 1, Max: most, OnChanged: func(string) { changed() },
	})}
	c.row = kit.HBox(kit.Gap12, kit.Grow(kit.BodyText(name).Wrapped()), c.stepper)
	return c
}

// value reads the number; 0, which is none, where there is no number.
func (c *amount) value() int {
	n, err := strconv.Atoi(c.stepper.Text())
	if err != nil {
		return 0
	}
	return n
}

// showKind shows the options of the kind that is chosen.
func (p *generatorPanel) showKind() {
	ofWords := p.kind.Selected() == string(generate.Words)
	p.ofWords.Hidden, p.ofChars.Hidden = !ofWords, ofWords
	p.relaid()
}

// relaid lays the form out anew, when the panel has become higher or lower.
func (p *generatorPanel) relaid() {
	p.object.Refresh()
	p.of.relaid()
}
