package kit

import (
	"slices"

	"fyne.io/fyne/v2"
)

const (
	sizeCode float32 = 22
	// codeSpare is for how many characters more than the code's a field has room, so that one typed too many is seen.
	codeSpare = 2
)

// CodeSpec describes a field for a code of digits. Only Digits is needed.
type CodeSpec struct {
	Digits      int               // of the whole code
	Label       string            // above the field; "" for none
	Beside      fyne.CanvasObject // at the right of the frame, such as a TimeRing; a problem has the width of both
	OnChanged   func(string)      // told what Text returns
	OnSubmitted func(string)      // Return, told what Text returns; nil leaves Return to the window
}

// CodeField is a field for a code of digits, which it shows in two groups. The gap between them is the field's own: it is
// no part of the text, and the cursor passes over it. A text with anything but digits in it stands as it was typed.
type CodeField struct {
	Field
	digits    int
	onChanged func(string)
	code      string // what was typed
	shown     string // what stands in the input: code, with the gap or without
	replacing bool   // the field puts that there itself
}

// NewCodeField makes an empty field.
func NewCodeField(spec CodeSpec) *CodeField {
	c := &CodeField{digits: spec.Digits, onChanged: spec.OnChanged}
	c.init(FieldSpec{
		Label: spec.Label, Beside: spec.Beside, Mono: true, Size: sizeCode, Width: codeWidth(spec.Digits), OnChanged: c.edited,
	})
	c.input.onEdit = c.passGap
	c.SetOnSubmitted(spec.OnSubmitted)
	c.ExtendBaseWidget(c)
	return c
}

// codeWidth is the width of a frame for so many digits and the gap.
func codeWidth(digits int) float32 {
	look := TextSpec{Size: sizeCode, Mono: true}
	return float32(digits+1+codeSpare)*look.measure("0").Width + 2*Gap16
}

// Text returns what was typed, without the gap of the field.
func (c *CodeField) Text() string { return c.code }

// SetOnChanged replaces what is called after each change.
func (c *CodeField) SetOnChanged(changed func(string)) { c.onChanged = changed }

// SetOnSubmitted replaces what Return does; nil leaves Return to the window.
func (c *CodeField) SetOnSubmitted(submitted func(string)) {
	if submitted == nil {
		c.Field.SetOnSubmitted(nil)
		return
	}
	c.Field.SetOnSubmitted(func(string) { submitted(c.code) })
}

// SetText replaces what stands in the field, puts the cursor at its end and forgets what could be undone.
func (c *CodeField) SetText(text string) {
	code := []rune(text)
	if c.spaced(code) {
		code = slices.Delete(code, c.half(), c.half()+1)
	}
	c.replace(c.withGap(code, len(code)))
	c.tell(string(code))
}

// SetDigits says how many digits the whole code has from now on. What was typed stays.
func (c *CodeField) SetDigits(digits int) {
	if digits == c.digits {
		return // nothing to lay anew, and the cursor stays where it is
	}
	c.digits, c.spec.Width = digits, codeWidth(digits)
	c.SetText(c.code)
	c.Refresh()
}

// Wipe empties the field and what could be undone, and takes the problem away. OnChanged is called when there was a text.
func (c *CodeField) Wipe() {
	c.input.SetText("")
	c.SetProblem("")
}

// edited takes what stands in the input after a change, and shows it in groups.
func (c *CodeField) edited(text string) {
	if c.replacing {
		return
	}
	code, cursor := []rune(text), c.input.CursorColumn
	drop := func(at int) {
		code = slices.Delete(code, at, at+1)
		if cursor > at {
			cursor--
		}
	}
	if c.grouped() {
		if at := survivor([]rune(c.shown), code, c.half()); at >= 0 {
			drop(at)
		}
	}
	if c.spaced(code) {
		drop(c.half())
	}
	// An input that already stands as it should keeps what can be undone.
	if shown, column := c.withGap(code, cursor); shown == text {
		c.shown = shown
	} else {
		c.replace(shown, column)
	}
	c.tell(string(code))
}

// replace puts a text and the cursor into the input. Positions in the history would be wrong in it, so the toolkit drops
// the history.
func (c *CodeField) replace(shown string, cursor int) {
	c.shown = shown
	c.replacing = true
	c.input.SetText(shown)
	c.replacing = false
	c.input.CursorColumn = cursor
	c.input.Refresh()
}

// tell notes what was typed, and says so when it is something else than before.
func (c *CodeField) tell(code string) {
	changed := code != c.code
	c.code = code
	if changed && c.onChanged != nil {
		c.onChanged(code)
	}
}

// passGap lets a key that moves or deletes by one do so to the digit beyond the gap.
func (c *CodeField) passGap(key fyne.KeyName) {
	if !c.grouped() || c.input.SelectedText() != "" {
		return
	}
	column := &c.input.CursorColumn
	switch {
	case (key == fyne.KeyLeft || key == fyne.KeyBackspace) && *column == c.half()+1:
		*column = c.half()
	case (key == fyne.KeyRight || key == fyne.KeyDelete) && *column == c.half():
		*column = c.half() + 1
	}
}
