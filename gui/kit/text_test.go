package kit

import (
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"pgregory.net/rapid"
)

func TestShownIsFitToShow(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                   "plain",
		"two\nlines":              "two\nlines",
		"a\x00b\tc\x1b[31m":       "a b c [31m",
		"user\u202Egnp.exe":       "user\uFFFDgnp.exe",
		"bad\xff":                 "bad\uFFFD",
		strings.Repeat("é", 5000): strings.Repeat("é", shownLimit) + "…",
	} {
		if got := Shown(in); got != want {
			t.Errorf("Shown(%.20q) = %.20q", in, got)
		}
	}
}

// Whatever the words and the width, wrapping loses no character, splits none and keeps each line inside the width.
func TestRichWraps(t *testing.T) {
	inTheme(t, Light)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,30} ?|日本語|é|\n`), 0, 30)
		text := func(label string) string { return strings.Join(words.Draw(t, label), "") }
		spans := []Span{{Text: text("bold"), Bold: true}, {Text: text("plain")}}
		width := rapid.Float32Range(20, 400).Draw(t, "width")
		rich := NewRich(SizeBody, spans...)
		pieces, lines := rich.flow(width)
		var got strings.Builder
		for _, p := range pieces {
			got.WriteString(p.text)
			style := fyne.TextStyle{Bold: spans[p.span].Bold}
			shown := strings.TrimRight(p.text, " ")
			end := p.x + fyne.MeasureText(shown, SizeBody, style).Width
			if end > width+1 && utf8.RuneCountInString(p.text) > 1 {
				t.Errorf("%q ends at %v of %v", p.text, end, width)
			}
			if !utf8.ValidString(p.text) || p.line >= lines {
				t.Errorf("piece %q on line %d of %d", p.text, p.line, lines)
			}
		}
		want := strings.ReplaceAll(spans[0].Text+spans[1].Text, "\n", "")
		if got.String() != want {
			t.Errorf("of %q there is left %q", want, got.String())
		}
	})
}

func TestRichHeight(t *testing.T) {
	inTheme(t, Light)
	rich := NewRich(SizeBody, Span{Text: "Saved.", Bold: true}, Span{Text: " 2 other devices are signed out"})
	line := rich.lineHeight()
	if rich.HeightFor(1000) != line || rich.HeightFor(100) < 2*line {
		t.Errorf("height %v at 1000, %v at 100", rich.HeightFor(1000), rich.HeightFor(100))
	}
	if rich.AccessibilityLabel() != "Saved. 2 other devices are signed out" {
		t.Errorf("read aloud as %q", rich.AccessibilityLabel())
	}
	if NewRich(SizeBody).HeightFor(100) != 0 {
		t.Error("no words have a height")
	}
}
