package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestFontOf shows which words name the bold font, and that they are as large
// in it as the toolkit makes them by itself.
func TestFontOf(t *testing.T) {
	test.NewTempApp(t)
	bold := fyne.TextStyle{Bold: true}
	for _, c := range []struct {
		words string
		style fyne.TextStyle
		named bool
	}{
		{"Sign in", bold, true},
		{"Müller – “Ωμέγα” Петров…", bold, true},
		{"", bold, true},
		{"診療所", bold, false},
		{"Clinic 🏥", bold, false},
		{"a → b", bold, false},
		{"a\u202eb", bold, false},
		{"Sign in", fyne.TextStyle{}, false},
		{"Sign in", fyne.TextStyle{Monospace: true}, false},
	} {
		if font := fontOf(c.words, c.style); (font != nil) != c.named {
			t.Errorf("%q %+v: font %v", c.words, c.style, font)
		}
		if got, want := measureText(c.words, SizeBody, c.style), fyne.MeasureText(c.words, SizeBody, c.style); got != want {
			t.Errorf("%q %+v: size %v, the toolkit has %v", c.words, c.style, got, want)
		}
	}
}
