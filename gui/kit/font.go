package kit

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
)

// plainScripts are the characters that the toolkit's bold font draws by itself:
// Latin, Greek and Cyrillic with their punctuation.
var plainScripts = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x0020, Hi: 0x007e, Stride: 1},
		{Lo: 0x00a0, Hi: 0x024f, Stride: 1},
		{Lo: 0x0370, Hi: 0x052f, Stride: 1},
		{Lo: 0x2010, Hi: 0x2026, Stride: 1},
	},
	LatinOffset: 1,
}

// fontOf is the font that words are drawn with, nil for the choice of the
// toolkit. For each style of its own choice the toolkit (v2.8.1) reads the font
// of emoji and that of the system's language once more, some 8 MB; words that
// need neither name the bold font alone.
func fontOf(words string, style fyne.TextStyle) fyne.Resource {
	other := func(r rune) bool { return !unicode.Is(plainScripts, r) }
	if style != (fyne.TextStyle{Bold: true}) || strings.ContainsFunc(words, other) {
		return nil
	}
	return fyne.CurrentApp().Settings().Theme().Font(style)
}

// measureText is the size of words on one line, in the font they are drawn with.
func measureText(words string, size float32, style fyne.TextStyle) fyne.Size {
	measured, _ := fyne.CurrentApp().Driver().RenderedTextSize(words, size, style, fontOf(words, style))
	return measured
}
