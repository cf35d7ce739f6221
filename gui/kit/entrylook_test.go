package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// bars are the scroll bars and shadows that an input draws over its words after the wheel was turned.
func bars(t *testing.T, e *entry) (drawn int) {
	t.Helper()
	for _, o := range test.WidgetRenderer(e).Objects() {
		s, ok := o.(*container.Scroll)
		if !ok {
			continue
		}
		s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(-20, -20)})
		for _, over := range test.WidgetRenderer(s).Objects()[1:] {
			drawn += inked(over)
		}
		return drawn
	}
	t.Fatal("the input has no scroller")
	return 0
}

// inked counts what has a colour and is shown.
func inked(o fyne.CanvasObject) (n int) {
	if !o.Visible() {
		return 0
	}
	switch o := o.(type) {
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			n += inked(child)
		}
	case *canvas.Rectangle:
		if _, _, _, a := o.FillColor.RGBA(); a > 0 {
			return 1
		}
	case *canvas.LinearGradient:
		_, _, _, a := o.StartColor.RGBA()
		_, _, _, b := o.EndColor.RGBA()
		if a+b > 0 {
			return 1
		}
	}
	return n
}

// Bars would cover the words of a single line; several lines have them.
func TestOnlySeveralLinesHaveBars(t *testing.T) {
	for _, c := range []struct {
		name string
		spec FieldSpec
		bars bool
	}{
		{"one line", FieldSpec{}, false},
		{"one line of another size", FieldSpec{Mono: true}, false},
		{"several lines", FieldSpec{Rows: 3}, true},
		{"several lines of another size", FieldSpec{Rows: 3, Mono: true}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			inTheme(t, Light)
			f := NewField(c.spec)
			shown(t, f, 300, 140)
			f.SetText(strings.Repeat("many words in one line ", 40))
			if n := bars(t, f.input); (n > 0) != c.bars {
				t.Errorf("%d bars and shadows are drawn over the words", n)
			}
		})
	}
}

// A theme of its own costs an input all fonts anew: only another size of text is worth that.
func TestUsualTextHasTheThemeOfTheProgram(t *testing.T) {
	inTheme(t, Light)
	if f := NewField(FieldSpec{}); f.input.sized != nil {
		t.Error("a text of the usual size has a theme of its own")
	}
	p := NewPasswordField(PasswordSpec{})
	shown(t, p, 300, 140)
	p.SetText("correct horse")
	if p.input.sized != nil {
		t.Error("a concealed password has a theme of its own")
	}
	small := func() float32 { return p.input.Theme().Size("text") }
	p.SetRevealed(true)
	if small() != SizeMono {
		t.Errorf("a revealed password is %v units high", small())
	}
	p.SetRevealed(false)
	if small() != SizeBody {
		t.Errorf("a password that was revealed before is %v units high", small())
	}
}
