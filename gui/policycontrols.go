package gui

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// policyControl edits one field. show paints what a policy has there; a change
// by a person goes to the form that made the control.
type policyControl interface {
	// side stands at the right of the title, below in the whole width under it;
	// nil for none.
	side() fyne.CanvasObject
	below() fyne.CanvasObject
	show(p policy.Policy)
	focus(c fyne.Canvas)
	// mark outlines the control as one that needs mending.
	mark(problem bool)
}

// setter takes what was set in a control: a value of the field's kind, nil for
// absence, or what to do when what was typed cannot be read.
type setter func(value any, problem string)

// newPolicyControl makes the control of a field; open shows the list of banned
// passwords.
func newPolicyControl(f policy.Field, set setter, openBanned func()) policyControl {
	switch {
	case f.Name == "banned":
		return newBannedControl(openBanned)
	case f.Name == "min_strength":
		return newStrengthControl(f, set)
	case f.Kind == policy.FieldNumber:
		return newNumberControl(f, set)
	case f.Kind == policy.FieldSwitch:
		return newSwitchControl(f, set)
	case f.Kind == policy.FieldChoice:
		return newChoiceControl(f, set)
	case f.Kind == policy.FieldKinds:
		return newKindsControl(f, set)
	case f.Kind == policy.FieldList:
		return newListControl(f, set)
	default:
		return newTextControl(f, set)
	}
}

// fieldProblem words why a value cannot be taken.
func fieldProblem(err error) string {
	var field *policy.FieldError
	if errors.As(err, &field) {
		return words(field.Text)
	}
	var duration *policy.DurationError
	if errors.As(err, &duration) {
		return words(duration.Text)
	}
	return tr("This cannot be read.")
}

// painted keeps what a control shows by itself from being taken for a change.
type painted struct{ painting bool }

func (p *painted) paint(do func()) {
	p.painting = true
	do()
	p.painting = false
}

// numberControl is a number with a check for its absence.
type numberControl struct {
	painted
	field  policy.Field
	number *kit.Stepper
	absent *kit.Check
	object fyne.CanvasObject
	set    setter
}

// absentWidth is the room for the word of absence, so that the numbers of all
// rows stand below one another.
const absentWidth float32 = 126

func newNumberControl(f policy.Field, set setter) *numberControl {
	n := &numberControl{field: f, set: set}
	n.number = kit.NewStepper(kit.StepperSpec{
		Name: words(policy.Label(f.Path())), Less: tr("Less"), More: tr("More"), Placeholder: "–",
		Min: f.Min, Max: f.Max, OnChanged: n.typed,
	})
	parts := []fyne.CanvasObject{n.number}
	if unit := unitWord(f.Name); unit != "" {
		parts = append(parts, kit.BodyText(unit))
	}
	if f.Default == 0 {
		n.absent = kit.NewCheck(kit.CheckSpec{Text: absentWords(f), Act: n.checked})
		parts = append(parts, kit.FixedWidth(absentWidth, n.absent))
	} else {
		parts = append(parts, kit.Gap(absentWidth, 0))
	}
	n.object = kit.HBox(kit.Gap12, parts...)
	return n
}

func (n *numberControl) side() fyne.CanvasObject  { return n.object }
func (n *numberControl) below() fyne.CanvasObject { return nil }
func (n *numberControl) focus(c fyne.Canvas)      { n.number.Focus(c) }
func (n *numberControl) mark(problem bool)        { n.number.SetProblem(problem) }

func (n *numberControl) show(p policy.Policy) {
	value, present := n.field.Value(p).(int)
	if !present && n.field.Default != 0 {
		value, present = n.field.Default, true
	}
	text := ""
	if present {
		text = strconv.Itoa(value)
	}
	n.paint(func() { n.number.SetText(text) })
	n.tick(!present)
}

func (n *numberControl) tick(absent bool) {
	if n.absent != nil {
		n.absent.SetChecked(absent)
	}
}

// typed reads the number. An empty field is absence.
func (n *numberControl) typed(text string) {
	if n.painting {
		return
	}
	text = strings.TrimSpace(text)
	n.tick(text == "")
	if text == "" {
		n.set(nil, "")
		return
	}
	value, err := strconv.Atoi(text)
	if err != nil {
		n.set(nil, tr("Write a whole number in figures."))
		return
	}
	n.set(value, "")
}

// checked takes the number away, or begins at the least.
func (n *numberControl) checked(absent bool) {
	text := ""
	if !absent {
		text = strconv.Itoa(n.field.Min)
	}
	n.number.SetText(text)
}

// switchControl is on or off.
type switchControl struct {
	field  policy.Field
	toggle *kit.Toggle
}

func newSwitchControl(f policy.Field, set setter) *switchControl {
	return &switchControl{field: f, toggle: kit.NewToggle(kit.ToggleSpec{
		Name: words(policy.Label(f.Path())), Words: controlWords(), Act: func(on bool) { set(on, "") },
	})}
}

func (s *switchControl) side() fyne.CanvasObject  { return s.toggle }
func (s *switchControl) below() fyne.CanvasObject { return nil }
func (s *switchControl) focus(c fyne.Canvas)      { s.toggle.Focus(c) }
func (s *switchControl) mark(bool)                {}
func (s *switchControl) show(p policy.Policy)     { s.toggle.SetOn(s.field.Value(p) == true) }

// choiceWidth is the width of a select in a row.
const choiceWidth float32 = 276

// choiceRunes is the longest choice that a select in a row shows whole.
const choiceRunes = 36

// choiceControl is one of some words.
type choiceControl struct {
	field  policy.Field
	choice *kit.Select
	object fyne.CanvasObject
	// wide: the words need the whole width.
	wide bool
	// id gives the entry for what a policy has.
	id func(p policy.Policy) string
}

func newChoiceControl(f policy.Field, set setter) *choiceControl {
	var options []kit.Choice
	for _, choice := range f.Choices {
		options = append(options, kit.Choice{ID: choice, Text: choiceWords(f, choice)})
	}
	c := &choiceControl{field: f, id: func(p policy.Policy) string {
		id, _ := f.Value(p).(string)
		return id
	}}
	for _, option := range options {
		c.wide = c.wide || utf8.RuneCountInString(option.Text) > choiceRunes
	}
	c.choice = kit.NewSelect(kit.SelectSpec{
		Name: words(policy.Label(f.Path())), Options: options, Act: func(id string) { set(id, "") },
	})
	c.object = kit.FixedWidth(choiceWidth, c.choice)
	if c.wide {
		c.object = c.choice
	}
	return c
}

// newStrengthControl offers the five words of the strength meter.
func newStrengthControl(f policy.Field, set setter) *choiceControl {
	const none = "none"
	options := []kit.Choice{{ID: none, Text: absentWords(f)}}
	for score := f.Min + 1; score <= f.Max; score++ {
		options = append(options, kit.Choice{ID: strconv.Itoa(score), Text: choiceWords(f, score)})
	}
	c := &choiceControl{field: f, id: func(p policy.Policy) string {
		score, present := f.Value(p).(int)
		if !present || score == f.Min {
			return none
		}
		return strconv.Itoa(score)
	}}
	c.choice = kit.NewSelect(kit.SelectSpec{Name: words(policy.Label(f.Path())), Options: options, Act: func(id string) {
		if score, err := strconv.Atoi(id); err == nil {
			set(score, "")
			return
		}
		set(nil, "")
	}})
	c.object = kit.FixedWidth(choiceWidth, c.choice)
	return c
}

func (c *choiceControl) focus(to fyne.Canvas) { c.choice.Focus(to) }

func (c *choiceControl) side() fyne.CanvasObject  { return unless(c.wide, c.object) }
func (c *choiceControl) below() fyne.CanvasObject { return unless(!c.wide, c.object) }

// unless is an object, or nothing.
func unless(not bool, object fyne.CanvasObject) fyne.CanvasObject {
	if not {
		return nil
	}
	return object
}

func (c *choiceControl) mark(bool)            {}
func (c *choiceControl) show(p policy.Policy) { c.choice.SetSelected(c.id(p)) }

// bannedControl leads to the list of banned passwords.
type bannedControl struct {
	button *kit.Button
	count  *kit.Text
	object fyne.CanvasObject
}

func newBannedControl(open func()) *bannedControl {
	b := &bannedControl{count: kit.CaptionText("")}
	b.button = kit.NewButton(kit.ButtonSpec{Text: tr("Edit list…"), Row: true, Act: open})
	b.object = kit.HBox(kit.Gap12, b.count, b.button)
	return b
}

func (b *bannedControl) side() fyne.CanvasObject  { return b.object }
func (b *bannedControl) below() fyne.CanvasObject { return nil }
func (b *bannedControl) focus(c fyne.Canvas)      { b.button.Focus(c) }
func (b *bannedControl) mark(bool)                {}
func (b *bannedControl) show(p policy.Policy) {
	b.count.SetText(words(policy.ValueText("complexity.banned", p)))
}
