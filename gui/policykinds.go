package gui

import (
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// kindsWidth is the width of the number of kinds.
const kindsWidth float32 = 150

// kindsControl asks for some of several kinds of characters.
type kindsControl struct {
	field  policy.Field
	least  *kit.Select
	checks []*kit.Check
	object fyne.CanvasObject
	set    setter
}

func newKindsControl(f policy.Field, set setter) *kindsControl {
	k := &kindsControl{field: f, set: set}
	k.least = kit.NewSelect(kit.SelectSpec{Name: words(policy.Label(f.Path())), Act: func(string) { k.changed() }})
	var line []fyne.CanvasObject
	for _, kind := range f.Choices {
		check := kit.NewCheck(kit.CheckSpec{Text: kindWord(policy.Kind(kind)), Act: func(bool) { k.changed() }})
		k.checks = append(k.checks, check)
		line = append(line, check)
	}
	k.object = kit.HBox(kit.Gap12, line...)
	return k
}

func (k *kindsControl) side() fyne.CanvasObject  { return kit.FixedWidth(kindsWidth, k.least) }
func (k *kindsControl) below() fyne.CanvasObject { return k.object }
func (k *kindsControl) focus(c fyne.Canvas)      { k.least.Focus(c) }
func (k *kindsControl) mark(bool)                {}

func (k *kindsControl) show(p policy.Policy) {
	kinds, present := k.field.Value(p).(policy.Kinds)
	for i, kind := range k.field.Choices {
		k.checks[i].SetChecked(slices.Contains(kinds.Of, policy.Kind(kind)))
	}
	k.offer()
	if present {
		k.least.SetSelected(strconv.Itoa(kinds.K))
	} else {
		k.least.SetSelected("0")
	}
	k.grey()
}

// offer lists how many kinds can be asked for.
func (k *kindsControl) offer() {
	options := []kit.Choice{{ID: "0", Text: absentWords(k.field)}}
	for i := range k.field.Choices {
		options = append(options, kit.Choice{ID: strconv.Itoa(i + 1), Text: trf("At least {{.N}}", "N", i+1)})
	}
	k.least.SetOptions(options)
}

// grey lets kinds be named only where some are asked for.
func (k *kindsControl) grey() {
	for _, check := range k.checks {
		if k.least.Selected() == "0" {
			check.Disable()
		} else {
			check.Enable()
		}
	}
}

// changed takes what is chosen. Whoever asks for a number first gets the kinds
// that every keyboard has.
func (k *kindsControl) changed() {
	k.grey()
	least, err := strconv.Atoi(k.least.Selected())
	if err != nil || least == 0 {
		k.set(nil, "")
		return
	}
	kinds := policy.Kinds{K: least, Of: k.named()}
	if len(kinds.Of) == 0 {
		for i, kind := range k.field.Choices {
			switch policy.Kind(kind) {
			case policy.KindLetter, policy.KindDigit, policy.KindSpecial:
				k.checks[i].SetChecked(true)
			}
		}
		kinds.Of = k.named()
	}
	k.set(kinds, "")
}

func (k *kindsControl) named() []policy.Kind {
	var kinds []policy.Kind
	for i, check := range k.checks {
		if check.Checked() {
			kinds = append(kinds, policy.Kind(k.field.Choices[i]))
		}
	}
	return kinds
}

// listControl is some of a few words.
type listControl struct {
	field  policy.Field
	checks []*kit.Check
	object fyne.CanvasObject
	set    setter
}

func newListControl(f policy.Field, set setter) *listControl {
	l := &listControl{field: f, set: set}
	var line []fyne.CanvasObject
	for _, choice := range f.Choices {
		check := kit.NewCheck(kit.CheckSpec{Text: capitalised(choiceWords(f, []string{choice})), Act: func(bool) { l.changed() }})
		l.checks = append(l.checks, check)
		line = append(line, check)
	}
	l.object = kit.HBox(kit.Gap12, line...)
	return l
}

// capitalised begins a text with a capital.
func capitalised(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

func (l *listControl) side() fyne.CanvasObject  { return nil }
func (l *listControl) below() fyne.CanvasObject { return l.object }
func (l *listControl) focus(c fyne.Canvas)      { l.checks[0].Focus(c) }
func (l *listControl) mark(bool)                {}

func (l *listControl) show(p policy.Policy) {
	named, _ := l.field.Value(p).([]string)
	for i, choice := range l.field.Choices {
		l.checks[i].SetChecked(slices.Contains(named, choice))
	}
}

func (l *listControl) changed() {
	var named []string
	for i, check := range l.checks {
		if check.Checked() {
			named = append(named, l.field.Choices[i])
		}
	}
	if len(named) == 0 {
		l.set(nil, "")
		return
	}
	l.set(named, "")
}
