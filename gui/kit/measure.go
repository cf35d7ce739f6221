package kit

import (
	"strings"

	"fyne.io/fyne/v2"
)

// widthsKept is for how many widths the lines of a text are remembered: a page asks for the width that a text has, for its
// least, and for one or two in between.
const widthsKept = 4

// measures remembers what was measured of one text, because the toolkit asks for all sizes at every frame. The zero value
// is ready. What it remembers ends with whatever it depends on: words, size and style of the text, and the theme, which
// has the fonts. The user's scale is not among these: it multiplies all lengths alike.
type measures struct {
	of     measured
	widest float32 // of the whole text on one line
	height float32 // of a line, 0 for not measured
	broken [widthsKept]brokenText
	next   int // the one of broken to replace
}

// measured is what the size of a text depends on.
type measured struct {
	text             string
	size             float32
	bold, mono, wrap bool
	theme            fyne.Theme
}

// brokenText is a text broken for a width; nil lines are of none.
type brokenText struct {
	width float32
	lines []string
}

// current forgets everything if it is about something else.
func (m *measures) current(spec *TextSpec) {
	of := measured{
		text: spec.Text, size: spec.Size, bold: spec.Bold, mono: spec.Mono, wrap: spec.Wrap,
		theme: fyne.CurrentApp().Settings().Theme(),
	}
	if m.height == 0 || m.of != of {
		*m = measures{of: of, widest: spec.measure(spec.Text).Width, height: spec.measure("M").Height}
	}
}

// width is that of the whole text on one line.
func (m *measures) width(spec *TextSpec) float32 {
	m.current(spec)
	return m.widest
}

// lineHeight is that of any line.
func (m *measures) lineHeight(spec *TextSpec) float32 {
	m.current(spec)
	return m.height
}

// heightFor is the height of all lines at a width.
func (m *measures) heightFor(spec *TextSpec, width float32) float32 {
	return float32(len(m.lines(spec, width))) * m.height
}

// lines breaks the text for a width; at least one line. A width of 0 or less stands for one not known yet. Callers do not
// change what they get.
func (m *measures) lines(spec *TextSpec, width float32) []string {
	m.current(spec)
	width = max(width, 0)
	for _, known := range m.broken {
		if known.lines != nil && known.width == width {
			return known.lines
		}
	}
	broken := brokenText{width: width, lines: spec.lines(width)}
	m.broken[m.next] = broken
	m.next = (m.next + 1) % widthsKept
	return broken.lines
}

func (s *TextSpec) style() fyne.TextStyle { return fyne.TextStyle{Bold: s.Bold, Monospace: s.Mono} }

func (s *TextSpec) measure(words string) fyne.Size { return measureText(words, s.Size, s.style()) }

func (s *TextSpec) fits(words string, width float32) bool { return s.measure(words).Width <= width }

func (s *TextSpec) lines(width float32) []string {
	switch {
	case width == 0:
		return []string{s.Text}
	case s.Wrap:
		return s.wrap(width)
	}
	return []string{s.cut(s.Text, width)}
}

func (s *TextSpec) wrap(width float32) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(s.Text, "\n") {
		line := ""
		for word := range strings.FieldsSeq(paragraph) {
			longer := strings.TrimPrefix(line+" "+word, " ")
			if line != "" && !s.fits(longer, width) {
				lines = append(lines, line)
				longer = word
			}
			line = longer
			for !s.fits(line, width) {
				head := s.fitting(line, width, "")
				lines = append(lines, line[:head])
				line = line[head:]
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// cut shortens words on one line to the width with an ellipsis.
func (s *TextSpec) cut(words string, width float32) string {
	if s.fits(words, width+.5) {
		return words
	}
	const ellipsis = "…"
	return strings.TrimRight(words[:s.fitting(words, width, ellipsis)], " ") + ellipsis
}

// fitting returns how many bytes of some words, whole characters and at least one, fit into the width together with the
// tail.
func (s *TextSpec) fitting(words string, width float32, tail string) int {
	starts := make([]int, 0, len(words)+1)
	for i := range words {
		starts = append(starts, i)
	}
	starts = append(starts, len(words))
	low, high := 1, len(starts)-1
	for low < high {
		mid := (low + high + 1) / 2
		if s.fits(words[:starts[mid]]+tail, width) {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return starts[low]
}
