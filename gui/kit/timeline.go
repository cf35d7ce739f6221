package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

const (
	dotSize      float32 = 24
	timelineText float32 = 16 // height of a line of lengths
)

// TimelineStep is one wrong password of a lock timeline.
type TimelineStep struct {
	Number string
	// Length is how long it locks for, "" for not at all.
	Length string
}

// Timeline draws what each of several wrong passwords in a row causes: a numbered dot, or one with a lock and the length
// of the lock below it. Neighbouring lengths stand on two lines, so that they never touch.
type Timeline struct {
	widget.BaseWidget
	steps []TimelineStep
	said  string
}

// NewTimeline makes an empty timeline.
func NewTimeline() *Timeline {
	t := &Timeline{}
	t.ExtendBaseWidget(t)
	return t
}

// Set replaces the steps; said is the same in a sentence, for assistive technology.
func (t *Timeline) Set(steps []TimelineStep, said string) {
	t.steps, t.said = steps, said
	t.Refresh()
}

// AccessibilityLabel is the timeline as a sentence.
func (t *Timeline) AccessibilityLabel() string { return t.said }

// AccessibilityRole says that this is text.
func (t *Timeline) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is called by the toolkit.
func (t *Timeline) CreateRenderer() fyne.WidgetRenderer {
	r := &timelineParts{timeline: t, line: newLine()}
	r.rebuild()
	return r
}

type timelineParts struct {
	timeline *Timeline
	line     *Ground
	dots     []*timelineDot
}

// timelineDot is a dot with what stands in it and below it.
type timelineDot struct {
	ground *canvas.Rectangle
	icon   *canvas.Image
	number *Text
	length *Text
}

func newTimelineDot() *timelineDot {
	return &timelineDot{
		ground: canvas.NewRectangle(nil), icon: newIcon(IconLock, ColorAttention),
		number: NewText(TextSpec{Size: SizeCaption, Align: fyne.TextAlignCenter}),
		length: NewText(TextSpec{Size: SizeCaption, Bold: true, Colour: ColorAttention}),
	}
}

func (r *timelineParts) rebuild() {
	for len(r.dots) < len(r.timeline.steps) {
		r.dots = append(r.dots, newTimelineDot())
	}
	r.dots = r.dots[:len(r.timeline.steps)]
	for i, step := range r.timeline.steps {
		dot := r.dots[i]
		locked := step.Length != ""
		dot.number.Hidden, dot.icon.Hidden, dot.length.Hidden = locked, !locked, !locked
		dot.number.SetText(step.Number)
		dot.length.SetText(step.Length)
		setGlyph(dot.icon, IconLock, ColorAttention)
		dot.number.Refresh()
		dot.length.Refresh()
	}
}

// Layout spreads the dots over the width, ten at least to a line.
func (r *timelineParts) Layout(size fyne.Size) {
	const usual = 10
	count := max(usual, len(r.dots))
	step := (size.Width - dotSize) / float32(count-1)
	r.line.Resize(fyne.NewSize(step*float32(max(0, len(r.dots)-1)), EdgeWidth))
	r.line.Move(fyne.NewPos(dotSize/2, dotSize/2))
	lower := false
	for i, dot := range r.dots {
		at := fyne.NewPos(float32(i)*step, 0)
		fillName, edge := ColorSurface, ColorEdge
		if !dot.icon.Hidden {
			fillName, edge = ColorAttentionSoft, ColorAttention
		}
		dot.ground.FillColor = Colour(fillName)
		stroke(dot.ground, edge, EdgeWidth, at, fyne.NewSquareSize(dotSize), dotSize/2)
		dot.icon.Resize(fyne.NewSquareSize(IconSizeSmall - 2))
		dot.icon.Move(at.AddXY((dotSize-IconSizeSmall+2)/2, (dotSize-IconSizeSmall+2)/2))
		height := dot.number.lineHeight()
		dot.number.Resize(fyne.NewSize(dotSize, height))
		dot.number.Move(at.AddXY(0, (dotSize-height)/2))
		lower = r.placeLength(i, at.X, size.Width, lower)
	}
}

// placeLength puts the length of a lock below its dot, on the lower line when its left neighbour has the upper one.
func (r *timelineParts) placeLength(i int, x, width float32, former bool) bool {
	dot := r.dots[i]
	if dot.length.Hidden {
		return false
	}
	lower := i > 0 && !r.dots[i-1].length.Hidden && !former
	words := dot.length.MinSize()
	left := max(0, min(x+(dotSize-words.Width)/2, width-words.Width))
	y := dotSize + 3
	if lower {
		y += timelineText
	}
	dot.length.Resize(words)
	dot.length.Move(fyne.NewPos(left, y))
	return lower
}

// twoLines says whether two neighbours lock.
func (r *timelineParts) twoLines() bool {
	for i := 1; i < len(r.timeline.steps); i++ {
		if r.timeline.steps[i].Length != "" && r.timeline.steps[i-1].Length != "" {
			return true
		}
	}
	return false
}

func (r *timelineParts) MinSize() fyne.Size {
	height := dotSize + 3 + timelineText
	if r.twoLines() {
		height += timelineText
	}
	return fyne.NewSize(10*dotSize, height)
}

func (r *timelineParts) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.line}
	for _, dot := range r.dots {
		objects = append(objects, dot.ground, dot.icon, dot.number, dot.length)
	}
	return objects
}

func (r *timelineParts) Refresh() {
	r.rebuild()
	r.Layout(r.timeline.Size())
	r.line.Refresh()
	canvas.Refresh(r.timeline)
}

func (r *timelineParts) Destroy() {}
