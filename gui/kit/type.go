package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// TextSpec describes a piece of text. The zero value of each field is the plain case: body size, text colour, one line
// that asks for its whole width.
type TextSpec struct {
	Text   string
	Size   float32             // logical units; 0 is SizeBody
	Colour fyne.ThemeColorName // "" is ColorText
	Bold   bool
	Mono   bool
	Align  fyne.TextAlign
	Wrap   bool // breaks between words; the height follows the width
	Shrink bool // one line that may become narrow and then ends in an ellipsis
}

// Text shows words without the toolkit's padding around them, follows the theme, and either wraps or ends in an ellipsis
// where there is no room. A line of text of size s is 1.36 s high.
type Text struct {
	widget.BaseWidget
	spec  TextSpec
	width float32  // the width it was last laid out for
	known measures // every frame asks for heights
}

// NewText makes a text from its description. Its words pass through Shown.
func NewText(spec TextSpec) *Text {
	if spec.Size == 0 {
		spec.Size = SizeBody
	}
	if spec.Colour == "" {
		spec.Colour = ColorText
	}
	spec.Text = Shown(spec.Text)
	t := &Text{spec: spec}
	t.ExtendBaseWidget(t)
	return t
}

// TitleText is the heading of a page.
func TitleText(s string) *Text { return NewText(TextSpec{Text: s, Size: SizeTitle, Bold: true}) }

// SectionText is the heading of a section or a dialog.
func SectionText(s string) *Text { return NewText(TextSpec{Text: s, Size: SizeSection, Bold: true}) }

// BodyText is plain text of rows, fields and buttons.
func BodyText(s string) *Text { return NewText(TextSpec{Text: s}) }

// BoldText is body text that needs attention.
func BoldText(s string) *Text { return NewText(TextSpec{Text: s, Bold: true}) }

// CaptionText is the quiet second line: help, times, places.
func CaptionText(s string) *Text {
	return NewText(TextSpec{Text: s, Size: SizeCaption, Colour: ColorText2})
}

// MonoText is for secrets, codes, durations and paths.
func MonoText(s string) *Text { return NewText(TextSpec{Text: s, Size: SizeMono, Mono: true}) }

// Wrapped lets the text break between words and returns it.
func (t *Text) Wrapped() *Text {
	t.spec.Wrap = true
	return t
}

// Shrinking lets the text become narrow with an ellipsis and returns it.
func (t *Text) Shrinking() *Text {
	t.spec.Shrink = true
	return t
}

// Text returns the words, without an ellipsis.
func (t *Text) Text() string { return t.spec.Text }

// SetText replaces the words, which pass through Shown.
func (t *Text) SetText(s string) {
	s = Shown(s)
	if t.spec.Text != s {
		t.spec.Text = s
		t.Refresh()
	}
}

// SetColour replaces the colour.
func (t *Text) SetColour(name fyne.ThemeColorName) {
	if t.spec.Colour != name {
		t.spec.Colour = name
		t.Refresh()
	}
}

// SetBold switches between regular and bold.
func (t *Text) SetBold(bold bool) {
	if t.spec.Bold != bold {
		t.spec.Bold = bold
		t.Refresh()
	}
}

// HeightFor returns the height the text needs at a width, so that a layout can ask before it places.
func (t *Text) HeightFor(width float32) float32 {
	return t.known.heightFor(&t.spec, width)
}

// AccessibilityLabel is the text itself.
func (t *Text) AccessibilityLabel() string { return t.spec.Text }

// AccessibilityRole says that this is text.
func (t *Text) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is called by the toolkit.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	t.ExtendBaseWidget(t)
	r := &textRenderer{text: t}
	r.rebuild()
	return r
}

// measure returns the width of some other words in the look of this text.
func (t *Text) measure(s string) float32 { return t.spec.measure(s).Width }

func (t *Text) lineHeight() float32 { return t.known.lineHeight(&t.spec) }

// lines breaks the text for a width; at least one line. A width of 0 stands for one not known yet.
func (t *Text) lines(width float32) []string { return t.known.lines(&t.spec, width) }

// minWidth is the width below which the text is cut.
func (t *Text) minWidth() float32 {
	width := t.known.width(&t.spec)
	if t.spec.Wrap || t.spec.Shrink {
		return min(width, 3*t.spec.Size)
	}
	return width
}

// textRenderer keeps its objects from one layout to the next. The toolkit takes a new object for one that changed its size
// and lays its parent out again, so objects made anew in each layout would never come to rest.
type textRenderer struct {
	text  *Text
	lines []fyne.CanvasObject
}

func (r *textRenderer) rebuild() {
	lines := r.text.lines(r.text.width)
	for len(r.lines) < len(lines) {
		r.lines = append(r.lines, canvas.NewText("", nil))
	}
	r.lines = r.lines[:len(lines)]
	for i, s := range lines {
		c := r.lines[i].(*canvas.Text)
		c.Text, c.Color = s, Colour(r.text.spec.Colour)
		c.TextSize, c.TextStyle, c.Alignment = r.text.spec.Size, r.text.spec.style(), r.text.spec.Align
		c.FontSource = fontOf(c.Text, c.TextStyle)
		c.Move(fyne.NewPos(0, float32(i)*r.text.lineHeight()))
		c.Resize(fyne.NewSize(r.text.width, r.text.lineHeight()))
		c.Refresh()
	}
}

func (r *textRenderer) Layout(size fyne.Size) {
	if r.text.width != size.Width {
		r.text.width = size.Width
		r.rebuild()
	}
}

func (r *textRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.text.minWidth(), r.text.HeightFor(r.text.width))
}

func (r *textRenderer) Refresh() {
	r.rebuild()
	canvas.Refresh(r.text)
}

func (r *textRenderer) Objects() []fyne.CanvasObject { return r.lines }

func (r *textRenderer) Destroy() {}
