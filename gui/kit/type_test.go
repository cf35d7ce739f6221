package kit

import (
	"strings"
	"testing"
	"unicode/utf8"

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
