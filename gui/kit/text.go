package kit

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// shownLimit is the most characters of a text that is ever laid out. Longer ones come from files and other people's
// programs; measuring a megabyte would stop the window.
const shownLimit = 4000

// Shown makes a text of unknown origin fit to be shown: at most shownLimit characters, valid UTF-8, control characters as
// spaces, and characters that turn the direction of their neighbours as a visible replacement character.
func Shown(s string) string {
	s = strings.ToValidUTF8(head(s, shownLimit), "\uFFFD")
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r) && r != '\n':
			return ' '
		case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
			return '\uFFFD'
		}
		return r
	}, s)
}

// head returns the first n characters of s, with an ellipsis when there are more.
func head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i] + "…"
		}
		n--
	}
	return s
}

// Span is a stretch of a text of several looks.
type Span struct {
	Text   string
	Bold   bool
	Colour fyne.ThemeColorName // "" is ColorText
}

// Rich is text of several looks that wraps as one, such as a notice whose first words are bold.
type Rich struct {
	widget.BaseWidget
	size  float32
	spans []Span
	width float32
	known struct { // the last flow, because every frame asks for heights
		width  float32
		pieces []piece
		lines  int // 0 for none
	}
}

// NewRich makes such a text in a size of type.
func NewRich(size float32, spans ...Span) *Rich {
	t := &Rich{size: size}
	t.ExtendBaseWidget(t)
	t.SetSpans(spans...)
	return t
}

// SetSpans replaces the words. Each span's text passes through Shown.
func (t *Rich) SetSpans(spans ...Span) {
	t.known.lines = 0
	t.spans = make([]Span, 0, len(spans))
	for _, span := range spans {
		span.Text = Shown(span.Text)
		if span.Colour == "" {
			span.Colour = ColorText
		}
		t.spans = append(t.spans, span)
	}
	t.Refresh()
}

// HeightFor returns the height needed at a width, in logical units.
func (t *Rich) HeightFor(width float32) float32 {
	pieces, lines := t.flow(width)
	if len(pieces) == 0 {
		return 0
	}
	return float32(lines) * t.lineHeight()
}

func (t *Rich) minWidth() float32 { return 3 * t.size }

// AccessibilityLabel is the text without its looks.
func (t *Rich) AccessibilityLabel() string {
	var b strings.Builder
	for _, span := range t.spans {
		b.WriteString(span.Text)
	}
	return b.String()
}

// AccessibilityRole says that this is text.
func (t *Rich) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (t *Rich) lineHeight() float32 { return measureText("M", t.size, fyne.TextStyle{}).Height }

// piece is a part of one span on one line.
type piece struct {
	span int
	text string
	x    float32
	line int
}

// flower places words one after another.
type flower struct {
	text   *Rich
	width  float32
	pieces []piece
	span   int
	now    string  // of this span on this line
	x      float32 // where now begins
	line   int
}

// flow breaks the text for a width and returns its pieces and the number of lines. A width of 0 is one not known yet.
func (t *Rich) flow(width float32) ([]piece, int) {
	if t.known.lines == 0 || t.known.width != width {
		t.known.width = width
		t.known.pieces, t.known.lines = t.place(width)
	}
	return t.known.pieces, t.known.lines
}

func (t *Rich) place(width float32) ([]piece, int) {
	f := &flower{text: t, width: width}
	for i, span := range t.spans {
		f.span = i
		for n, paragraph := range strings.Split(span.Text, "\n") {
			if n > 0 {
				f.breakLine()
			}
			for _, word := range strings.SplitAfter(paragraph, " ") {
				f.add(word)
			}
		}
		start := f.x
		f.x += f.measure(f.now)
		f.place(start)
	}
	return f.pieces, f.line + 1
}

func (f *flower) measure(s string) float32 {
	style := fyne.TextStyle{Bold: f.text.spans[f.span].Bold}
	return measureText(s, f.text.size, style).Width
}

func (f *flower) fits(s string) bool {
	return f.width <= 0 || f.x+f.measure(strings.TrimRight(s, " ")) <= f.width+.5
}

func (f *flower) add(word string) {
	if f.fits(f.now + word) {
		f.now += word
		return
	}
	if f.x > 0 || f.now != "" {
		f.breakLine()
	}
	for !f.fits(word) {
		cut := f.cut(word)
		f.now = word[:cut]
		f.breakLine()
		word = word[cut:]
	}
	f.now = word
}

// cut returns how many bytes of a word too long for a line fit on one, whole characters and at least one.
func (f *flower) cut(word string) int {
	last := 0
	for i := range word {
		if i > 0 && !f.fits(word[:i]) {
			break
		}
		last = i
	}
	if last == 0 {
		for i := range word {
			if i > 0 {
				return i
			}
		}
		return len(word)
	}
	return last
}

func (f *flower) breakLine() {
	f.place(f.x)
	f.x = 0
	f.line++
}

func (f *flower) place(x float32) {
	if f.now != "" {
		f.pieces = append(f.pieces, piece{span: f.span, text: f.now, x: x, line: f.line})
	}
	f.now = ""
}

// CreateRenderer is called by the toolkit.
func (t *Rich) CreateRenderer() fyne.WidgetRenderer {
	r := &richRenderer{rich: t}
	r.rebuild()
	return r
}

type richRenderer struct {
	rich    *Rich
	objects []fyne.CanvasObject
}

func (r *richRenderer) rebuild() {
	t := r.rich
	pieces, _ := t.flow(t.width)
	r.objects = make([]fyne.CanvasObject, 0, len(pieces))
	for _, p := range pieces {
		span := t.spans[p.span]
		text := canvas.NewText(p.text, Colour(span.Colour))
		text.TextSize, text.TextStyle = t.size, fyne.TextStyle{Bold: span.Bold}
		text.FontSource = fontOf(text.Text, text.TextStyle)
		text.Move(fyne.NewPos(p.x, float32(p.line)*t.lineHeight()))
		text.Resize(text.MinSize())
		r.objects = append(r.objects, text)
	}
}

func (r *richRenderer) Layout(size fyne.Size) {
	if r.rich.width != size.Width {
		r.rich.width = size.Width
		r.rebuild()
	}
}

func (r *richRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.rich.minWidth(), r.rich.HeightFor(r.rich.width))
}

func (r *richRenderer) Refresh() {
	r.rebuild()
	canvas.Refresh(r.rich)
}

func (r *richRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *richRenderer) Destroy() {}
