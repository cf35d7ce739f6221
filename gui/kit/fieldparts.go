package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// maxNotes is how many lines a field can show below its frame besides help or problem.
const maxNotes = 1

// besideGap is between a field's frame and what is beside it.
const besideGap float32 = 14

// fieldParts draws a field.
type fieldParts struct {
	field           *Field
	label, optional *Text
	frame           *canvas.Rectangle
	shown           *Text // stands in for the input while it is disabled, because the toolkit outlines that in grey
	feet            []*noteLine
}

func (r *fieldParts) min() fyne.Size {
	f := r.field
	width := f.leastWidth()
	return fyne.NewSize(width, f.HeightFor(max(width, f.Size().Width)))
}

func (r *fieldParts) layout(size fyne.Size) {
	f := r.field
	y := f.labelHeight()
	r.layoutLabel(size.Width)
	frame := fyne.NewSize(f.frameWidth(size.Width), f.frameHeight())
	at := fyne.NewPos(0, y)
	ground, edge, width := r.look()
	r.frame.FillColor = Colour(ground)
	stroke(r.frame, edge, width, at, frame, RadiusControl)
	f.input.place.Move(at)
	f.input.place.Resize(frame)
	pad := f.input.pad()
	text := fyne.NewSize(frame.Width-2*pad, r.shown.lineHeight())
	r.shown.Resize(text)
	r.shown.Move(at.Add(centred(pad, text.Height, frame.Height)))
	r.layoutBeside(y, size.Width)
	y += f.lineHeight(size.Width)
	lines := f.lines()
	for i, foot := range r.feet {
		if i < len(lines) {
			y += Gap4 + foot.place(fyne.NewPos(0, y+Gap4), size.Width)
		}
	}
}

func (r *fieldParts) layoutBeside(y, width float32) {
	beside := r.field.spec.Beside
	if beside == nil {
		return
	}
	room := r.field.besideWidth(width)
	height := HeightFor(beside, room)
	beside.Resize(fyne.NewSize(room, height))
	beside.Move(centred(width-room, height, r.field.lineHeight(width)).AddXY(0, y))
}

func (r *fieldParts) layoutLabel(width float32) {
	line := r.label.lineHeight()
	room := width
	if action := r.field.spec.LabelAction; action != nil {
		least := action.MinSize()
		action.Resize(least)
		action.Move(fyne.NewPos(width-least.Width+Gap4, (line-least.Height)/2))
		room -= least.Width
	}
	optional := r.optional.MinSize()
	label := min(r.label.measure(r.label.Text()), max(0, room-optional.Width))
	r.label.Resize(fyne.NewSize(label, line))
	r.optional.Resize(optional)
	r.optional.Move(fyne.NewPos(label, line-optional.Height-1))
}

// look returns ground, outline and its width for the field's state.
func (r *fieldParts) look() (ground, edge fyne.ThemeColorName, width float32) {
	f := r.field
	switch {
	case f.disabled:
		return ColorInset, ColorLine, EdgeWidth
	case f.focused:
		return ColorSurface, ColorAccent, RingWidth
	case f.Problem() != "":
		return ColorSurface, ColorDanger, RingWidth
	}
	return ColorSurface, ColorEdge, EdgeWidth
}

func (r *fieldParts) paint() {
	f := r.field
	r.label.SetText(f.spec.Label)
	r.label.Refresh()
	r.optional.SetText("")
	if f.spec.Optional != "" {
		r.optional.SetText(" · " + f.spec.Optional)
	}
	r.optional.Refresh()
	if f.disabled {
		f.input.place.Hide()
	} else {
		f.input.place.Show()
	}
	r.shown.Hidden = !f.disabled
	r.shown.SetText(f.shownText())
	r.shown.Refresh()
	lines := f.lines()
	for i, foot := range r.feet {
		if i < len(lines) {
			foot.show(lines[i])
		} else {
			foot.hide()
		}
	}
}

// shownText is what a disabled field shows: a secret stays hidden.
func (f *Field) shownText() string {
	if f.input.Password {
		return ""
	}
	return f.input.Text
}

// noteLine draws a note: icon and wrapping caption.
type noteLine struct {
	icon  *canvas.Image
	text  *Text
	plain bool // without an icon
}

func newNoteLine() *noteLine {
	return &noteLine{icon: newIcon(IconInfo, ColorText2), text: CaptionText("").Wrapped()}
}

func (l *noteLine) show(n note) {
	l.plain = n.icon == ""
	setIcon(l.icon, n.icon, n.colour)
	l.text.SetText(n.text)
	l.text.SetColour(n.colour)
	l.text.Show()
	l.text.Refresh()
}

func (l *noteLine) hide() {
	l.icon.Hide()
	l.text.Hide()
}

// place puts the line at a position and returns its height.
func (l *noteLine) place(at fyne.Position, width float32) float32 {
	left := float32(0)
	if !l.plain {
		left = noteIndent
		l.icon.Resize(fyne.NewSquareSize(IconSizeSmall))
		l.icon.Move(at)
	}
	height := l.text.HeightFor(width - left)
	l.text.Move(at.AddXY(left, 0))
	l.text.Resize(fyne.NewSize(width-left, height))
	return height
}

// noteIndent is the room for a note's icon and the gap after it.
const noteIndent = IconSizeSmall + Gap4 + 2

// heightFor is the height of the note's line in a width; known is what was measured for its place before.
func (n note) heightFor(known *measures, width float32) float32 {
	if n.icon != "" {
		width -= noteIndent
	}
	return known.heightFor(&TextSpec{Text: Shown(n.text), Size: SizeCaption, Wrap: true}, width)
}
