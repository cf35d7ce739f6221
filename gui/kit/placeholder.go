package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"
)

// skeletonDelay is how long loading may take before anything is shown for it.
const skeletonDelay = 300 * time.Millisecond

// Skeleton stands where rows are being loaded: nothing at first, then pale rows in the shape of what comes.
type Skeleton struct {
	part
	box  *Box
	wait *fyne.Animation
}

// NewSkeleton makes a skeleton of three rows. Its time begins when it comes into a window.
func NewSkeleton() *Skeleton {
	s := &Skeleton{}
	rows := make([]fyne.CanvasObject, 0, len(skeletonRows))
	for _, widths := range skeletonRows {
		rows = append(rows, newSkeletonRow(widths))
	}
	s.box = NewBox(rows...)
	s.box.Hide()
	s.body = Layered(Gap(0, HeightRow*float32(len(rows))+2*EdgeWidth), s.box)
	s.wait = fyne.NewAnimation(skeletonDelay, func(done float32) {
		if done >= 1 {
			s.box.Show()
		}
	})
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer is called by the toolkit.
func (s *Skeleton) CreateRenderer() fyne.WidgetRenderer {
	s.wait.Start()
	return &skeletonRenderer{WidgetRenderer: s.part.CreateRenderer(), wait: s.wait}
}

// skeletonRenderer ends the wait when the skeleton leaves the window.
type skeletonRenderer struct {
	fyne.WidgetRenderer
	wait *fyne.Animation
}

func (r *skeletonRenderer) Destroy() {
	r.wait.Stop()
	r.WidgetRenderer.Destroy()
}

// skeletonRows are the widths of title and caption in each row.
var skeletonRows = [...][2]float32{{190, 270}, {150, 230}, {220, 300}}

func newSkeletonRow(widths [2]float32) fyne.CanvasObject {
	pale := func(radius float32) *Ground { return NewGround(GroundSpec{Fill: ColorLine, Radius: radius}) }
	title, caption := Layered(Gap(widths[0], 10), pale(Gap4)), Layered(Gap(widths[1], Gap8), pale(Gap4))
	icon := Layered(Gap(IconSize, IconSize), pale(RadiusControl))
	words := VBox(Gap8, HBox(0, title), HBox(0, caption))
	return Inset(0, PadBoxRight, 0, PadBoxLeft, MinHeight(HeightRow, HBox(Gap12, icon, words)))
}

// EmptySpec describes what stands in place of a list without entries.
type EmptySpec struct {
	Icon    IconName
	Title   string // what this place is for
	Caption string
	Action  *Button // nil for none
}

// NewEmpty makes the box that stands in place of a list without entries.
func NewEmpty(spec EmptySpec) *Box {
	icon := NewGlyph(spec.Icon, ColorText2, IconSizeEmpty)
	if spec.Action == nil {
		return placeholder(icon, spec.Title, spec.Caption)
	}
	return placeholder(icon, spec.Title, spec.Caption, spec.Action)
}

// FailedSpec describes what stands in place of something that could not be loaded.
type FailedSpec struct {
	Title   string // what could not be read
	Caption string // whether anything is lost, and the reference
	Retry   string
	OnRetry func()
	Copy    string // "" for no such link
	OnCopy  func()
}

// NewFailed makes the box that stands in place of something that could not be loaded.
func NewFailed(spec FailedSpec) *Box {
	actions := []fyne.CanvasObject{NewButton(ButtonSpec{Text: spec.Retry, Row: true, Act: spec.OnRetry})}
	if spec.Copy != "" {
		actions = append(actions, NewButton(ButtonSpec{Text: spec.Copy, Kind: Low, Row: true, Act: spec.OnCopy}))
	}
	icon := NewGlyph(IconWarningStore, ColorDanger, IconSizeEmpty)
	return placeholder(icon, spec.Title, spec.Caption, actions...)
}

func placeholder(icon fyne.CanvasObject, title, caption string, actions ...fyne.CanvasObject) *Box {
	middle := func(objects ...fyne.CanvasObject) *fyne.Container {
		line := append([]fyne.CanvasObject{layout.NewSpacer()}, objects...)
		return HBox(Gap8, append(line, layout.NewSpacer())...)
	}
	words := TextSpec{Text: Shown(title), Bold: true, Align: fyne.TextAlignCenter, Wrap: true}
	column := VBox(Gap8, middle(icon), NewText(words))
	if caption != "" {
		column.Add(NewText(TextSpec{
			Text: Shown(caption), Size: SizeCaption, Colour: ColorText2, Align: fyne.TextAlignCenter, Wrap: true,
		}))
	}
	if len(actions) > 0 {
		column.Add(middle(actions...))
	}
	return NewBox(Inset(Gap24, Gap24, Gap24, Gap24, column))
}
