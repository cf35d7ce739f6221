package kit

import (
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"
)

func TestTextWrapsAndNeverOverflows(t *testing.T) {
	inTheme(t, Light)
	rapid.Check(t, func(rt *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-zäж字]{1,30}`), 0, 12).Draw(rt, "words")
		width := rapid.Float32Range(30, 400).Draw(rt, "width")
		text := CaptionText(strings.Join(words, " ")).Wrapped()
		lines := text.lines(width)
		for _, line := range lines {
			if text.measure(line) > width+.5 {
				rt.Fatalf("%q is %v wide, room %v", line, text.measure(line), width)
			}
		}
		if got := strings.Join(lines, ""); strings.ReplaceAll(got, " ", "") != strings.Join(words, "") {
			rt.Fatalf("%q became %q", words, lines)
		}
		if text.HeightFor(width) != float32(len(lines))*text.lineHeight() {
			rt.Fatal("height and lines differ")
		}
	})
}

func TestTextShrinksToAnEllipsis(t *testing.T) {
	inTheme(t, Light)
	rapid.Check(t, func(rt *rapid.T) {
		s := rapid.StringN(1, 60, -1).Draw(rt, "text")
		text := BodyText(s).Shrinking()
		width := rapid.Float32Range(40, 300).Draw(rt, "width")
		line := text.lines(width)[0]
		if !utf8.ValidString(line) {
			rt.Fatalf("%q is cut inside a character", line)
		}
		if line != text.Text() && (!strings.HasSuffix(line, "…") || text.measure(line) > width+.5) {
			rt.Fatalf("%q became %q, %v wide in %v", s, line, text.measure(line), width)
		}
	})
}

func TestTextKeepsParagraphs(t *testing.T) {
	inTheme(t, Light)
	text := BodyText("one\n\ntwo").Wrapped()
	if got := text.lines(200); len(got) != 3 || got[1] != "" {
		t.Errorf("lines %q", got)
	}
}

// TestLayoutComesToRest: the toolkit lays out again what changed its size or has a new object in each frame.
func TestLayoutComesToRest(t *testing.T) {
	inTheme(t, Light)
	field := NewField(FieldSpec{Label: "Account name", Help: "Small letters, digits and dots, at most 64 of them"})
	form := VBox(GapFields, field, NewCheck(CheckSpec{Text: "Sign out", Caption: "2 devices"}), passkeyCards(),
		HBox(Gap8, NewButton(ButtonSpec{Text: "Save", Icon: IconSave}), NewChip(ChipSpec{Text: "All"}), NewToggle(ToggleSpec{Words: testWords})))
	w := shown(t, form, 300, 500)
	settle(w)
	before := everything(form)
	for range 2 {
		w.Canvas().Content().Resize(w.Canvas().Size())
		for o := range before {
			if renderer, ok := o.(fyne.Widget); ok {
				test.WidgetRenderer(renderer).Layout(o.Size())
			}
		}
	}
	after := everything(form)
	for o, size := range after {
		if was, ok := before[o]; !ok || was != size {
			t.Errorf("%T is new or changed from %v to %v", o, was, size)
		}
	}
}

// everything returns all objects below one with what they ask for.
func everything(o fyne.CanvasObject) map[fyne.CanvasObject]fyne.Size {
	all := map[fyne.CanvasObject]fyne.Size{o: o.MinSize()}
	var below []fyne.CanvasObject
	switch o := o.(type) {
	case fyne.Widget:
		below = test.WidgetRenderer(o).Objects()
	case *fyne.Container:
		below = o.Objects
	}
	for _, child := range below {
		for object, size := range everything(child) {
			all[object] = size
		}
	}
	return all
}
