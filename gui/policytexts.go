package gui

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// textControl is a text: a set of characters, a duration, or a schedule of
// locks. A check beside it stands for what cannot be typed.
type textControl struct {
	painted
	field  policy.Field
	text   *kit.Field
	check  *kit.Check
	object fyne.CanvasObject
	// wide: text or check need the whole width.
	wide bool
	set  setter
}

// textWidth is the width of a text in a row.
const textWidth float32 = 150

// absentRunes is the longest word of a check that fits beside a text in a row.
const absentRunes = 16

func newTextControl(f policy.Field, set setter) *textControl {
	t := &textControl{field: f, set: set}
	t.text = kit.NewField(kit.FieldSpec{Mono: true, Placeholder: textExample(f), OnChanged: func(string) { t.changed() }})
	t.check = kit.NewCheck(kit.CheckSpec{Text: textCheck(f), Act: t.checked})
	t.wide = f.Kind == policy.FieldSchedule || utf8.RuneCountInString(textCheck(f)) > absentRunes
	t.object = kit.HBox(kit.Gap12, kit.FixedWidth(textWidth, t.text), kit.FixedWidth(absentWidth, t.check))
	if t.wide {
		t.object = kit.HBox(kit.Gap12, kit.Grow(t.text), t.check)
	}
	return t
}

// textExample shows how the text is written.
func textExample(f policy.Field) string {
	switch f.Kind {
	case policy.FieldSchedule:
		return "30M;2H;1D"
	case policy.FieldDuration:
		return "1D"
	}
	return ""
}

// textCheck is what the check beside the text stands for.
func textCheck(f policy.Field) string {
	switch {
	case f.Kind == policy.FieldSchedule:
		return tr("Until unlocked")
	case f.Name == "forbidden_chars":
		return tr("The space")
	}
	return absentWords(f)
}

func (t *textControl) side() fyne.CanvasObject  { return unless(t.wide, t.object) }
func (t *textControl) below() fyne.CanvasObject { return unless(!t.wide, t.object) }
func (t *textControl) focus(c fyne.Canvas)      { t.text.Focus(c) }
func (t *textControl) mark(bool)                {}

func (t *textControl) show(p policy.Policy) {
	text, checked := "", false
	switch value := t.field.Value(p).(type) {
	case policy.Schedule:
		checked = value.UntilAdmin
		if !checked {
			text = value.String()
		}
	case policy.Duration:
		text = value.String()
	case string:
		text = value
	}
	switch {
	case t.field.Name == "forbidden_chars":
		checked = strings.Contains(text, " ")
		text = strings.ReplaceAll(text, " ", "")
	case t.field.Kind != policy.FieldSchedule:
		checked = text == ""
	}
	t.paint(func() { t.text.SetText(text) })
	t.check.SetChecked(checked)
	t.grey()
}

// grey keeps a schedule from being typed that would not act.
func (t *textControl) grey() {
	if t.field.Kind != policy.FieldSchedule {
		return
	}
	if t.check.Checked() {
		t.text.Disable()
	} else {
		t.text.Enable()
	}
}

// checked is what a press on the check does.
func (t *textControl) checked(on bool) {
	t.grey()
	if t.field.Kind == policy.FieldSchedule || t.field.Name == "forbidden_chars" {
		t.changed()
		return
	}
	if on {
		t.paint(func() { t.text.SetText("") })
		t.set(nil, "")
	}
}

// changed reads the text.
func (t *textControl) changed() {
	if t.painting {
		return
	}
	typed := t.text.Text()
	switch {
	case t.field.Kind == policy.FieldSchedule:
		t.schedule(strings.TrimSpace(typed))
		return
	case t.field.Name == "forbidden_chars":
		if t.check.Checked() {
			typed = " " + strings.ReplaceAll(typed, " ", "")
		} else if strings.Contains(typed, " ") {
			t.check.SetChecked(true)
		}
	default:
		t.check.SetChecked(typed == "")
	}
	if typed == "" {
		t.set(nil, "")
		return
	}
	if t.field.Kind != policy.FieldDuration {
		t.set(typed, "")
		return
	}
	d, err := policy.ParseDuration(strings.TrimSpace(typed))
	if err != nil {
		t.set(nil, fieldProblem(err))
		return
	}
	t.set(d, "")
}

// schedule reads a list of durations.
func (t *textControl) schedule(typed string) {
	if t.check.Checked() {
		t.set(policy.Schedule{UntilAdmin: true}, "")
		return
	}
	if typed == "" {
		t.set(nil, "")
		return
	}
	s, err := policy.ParseSchedule(typed)
	if err != nil {
		t.set(nil, fieldProblem(err))
		return
	}
	// Until an administrator unlocks can also be typed, as it is written in a file.
	t.check.SetChecked(s.UntilAdmin)
	t.set(s, "")
}
