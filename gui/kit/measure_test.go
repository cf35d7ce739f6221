package kit

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"
)

// TestWhatIsRememberedIsWhatWouldBeMeasured: after any changes a text has the size and the lines of one made anew.
func TestWhatIsRememberedIsWhatWouldBeMeasured(t *testing.T) {
	inTheme(t, Light)
	rapid.Check(t, func(rt *rapid.T) {
		text := NewText(TextSpec{Text: "Where you are signed in", Wrap: rapid.Bool().Draw(rt, "wrap")})
		steps := map[string]func(*rapid.T){
			"words":  func(rt *rapid.T) { text.SetText(rapid.StringMatching(`([a-z字]{1,12} ?){0,8}`).Draw(rt, "words")) },
			"bold":   func(rt *rapid.T) { text.SetBold(rapid.Bool().Draw(rt, "bold")) },
			"shrink": func(*rapid.T) { text.Shrinking() },
			"wrap":   func(*rapid.T) { text.Wrapped() },
			"": func(rt *rapid.T) {
				width := rapid.Float32Range(0, 300).Draw(rt, "width")
				asAnew(rt, text, width)
			},
		}
		rt.Repeat(steps)
	})
}

// asAnew compares a text with one that nobody asked before.
func asAnew(t rapid.TB, text *Text, width float32) {
	t.Helper()
	again := NewText(text.spec)
	if got, want := text.lines(width), again.spec.lines(width); !slices.Equal(got, want) {
		t.Errorf("%q at %v became %q, anew %q", text.Text(), width, got, want)
	}
	if text.HeightFor(width) != again.HeightFor(width) || text.MinSize().Width != again.MinSize().Width {
		t.Errorf("%q has another size than anew", text.Text())
	}
}

func TestMeasuresInEachThemeAndScale(t *testing.T) {
	t.Setenv(scaleVariable, "1") // so that it is as before in the end
	app := inTheme(t, Light)
	text := BodyText("Where you are signed in, and what each of them is allowed to do").Wrapped()
	w := shown(t, text, 120, 300)
	for _, percent := range []int{ScaleLeast, 150, ScaleGreatest} {
		for _, variant := range []Variant{Dark, Light} {
			app.Settings().SetTheme(NewTheme(variant))
			if err := SetScale(app, percent); err != nil {
				t.Fatal(err)
			}
			asAnew(t, text, w.Canvas().Size().Width)
		}
	}
}

// TestMeasuresAreRememberedUntilTheyChange plants wrong measures: they are told while all stays as it is, which shows that
// nothing is measured twice, and are gone after each change.
func TestMeasuresAreRememberedUntilTheyChange(t *testing.T) {
	const wrong = 12345
	for name, change := range map[string]func(*Text){
		"nothing": func(*Text) {},
		"colour":  func(text *Text) { text.SetColour(ColorText2) },
		"words":   func(text *Text) { text.SetText("other words") },
		"bold":    func(text *Text) { text.SetBold(true) },
		"theme":   func(*Text) { fyne.CurrentApp().Settings().SetTheme(NewTheme(Dark)) },
	} {
		inTheme(t, Light)
		text := BodyText("some words")
		text.lines(40)
		text.known.widest, text.known.height = wrong, wrong
		text.known.broken[0].lines = []string{"wrong"}
		change(text)
		kept := name == "nothing" || name == "colour"
		if got := text.MinSize().Width == wrong; got != kept {
			t.Errorf("%s: width remembered: %v", name, got)
		}
		if got := text.lineHeight() == wrong; got != kept {
			t.Errorf("%s: height of a line remembered: %v", name, got)
		}
		if got := text.lines(40)[0] == "wrong"; got != kept {
			t.Errorf("%s: lines remembered: %v", name, got)
		}
	}
}

func TestLinesOfSomeWidthsAreRemembered(t *testing.T) {
	inTheme(t, Light)
	text := BodyText("one two three four five").Wrapped()
	for range 2 {
		for width := float32(40); width < 40+2*widthsKept; width++ {
			if got, want := text.lines(width), text.spec.lines(width); !slices.Equal(got, want) {
				t.Fatalf("at %v %q, want %q", width, got, want)
			}
		}
	}
	first := &text.lines(40)[0]
	for width := float32(41); width < 40+widthsKept; width++ {
		text.lines(width)
	}
	if &text.lines(40)[0] != first {
		t.Errorf("lines of %d widths are not remembered", widthsKept)
	}
}

func TestSelectAsksForTheWidestOption(t *testing.T) {
	app := inTheme(t, Light)
	choice := NewSelect(SelectSpec{Options: []Choice{{ID: "a", Text: "Short"}, {ID: "b", Text: "The longest of these"}}})
	fresh := func() float32 { return NewSelect(choice.spec).MinSize().Width }
	long := choice.MinSize().Width
	choice.SetOptions([]Choice{{ID: "a", Text: "Short"}})
	if short := choice.MinSize().Width; short >= long || short != fresh() {
		t.Errorf("with a short option it asks for %v, with a long one for %v, made anew for %v", short, long, fresh())
	}
	choice.known.widest = 1
	app.Settings().SetTheme(NewTheme(Dark))
	if got := choice.MinSize().Width; got != fresh() {
		t.Errorf("in another theme it asks for %v, made anew for %v", got, fresh())
	}
}

// BenchmarkFrameOfTimeZones asks for the size of a select as long as that of all time zones.
func BenchmarkFrameOfTimeZones(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(NewTheme(Light))
	zones := make([]Choice, 400)
	for i := range zones {
		zones[i] = Choice{ID: "z", Text: "America/Argentina/Buenos Aires"}
	}
	choice := NewSelect(SelectSpec{Label: "Time zone", Options: zones, Help: "Times are shown in this zone"})
	for b.Loop() {
		choice.MinSize()
	}
}
