package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Fold hides what is rarely wanted behind its title. While closed it says its present value, so that nobody opens it only
// to look.
type Fold struct {
	part
	hit     *hitArea
	arrow   *canvas.Image
	value   *Text
	content *fyne.Container
	open    bool
	moved   func(open bool)
}

// NewFold makes a closed fold. The value stands in its caption; onMove, which may be nil, is told when a person opens or
// closes it.
func NewFold(title, value string, content fyne.CanvasObject, onMove func(open bool)) *Fold {
	f := &Fold{hit: newHitArea(RadiusControl - EdgeWidth), value: CaptionText(value), moved: onMove}
	f.arrow = NewGlyph(IconChevronRight, ColorText2, IconSize)
	f.hit.label, f.hit.first = title, true
	f.hit.act = func() {
		f.SetOpen(!f.open)
		if f.moved != nil {
			f.moved(f.open)
		}
	}
	line := HBox(10, f.arrow, Grow(BodyText(title).Shrinking()), f.value)
	head := Layered(f.hit, Inset(0, PadBoxRight, 0, Gap8, MinHeight(HeightRailItem-2*EdgeWidth, line)))
	f.content = VBox(0, newRule(), Inset(Gap12, PadBoxRight, Gap12, PadBoxLeft, content))
	ground := NewGround(GroundSpec{Fill: ColorSurface, Edge: ColorLine, Radius: RadiusControl})
	f.body = Layered(ground, Inset(EdgeWidth, EdgeWidth, EdgeWidth, EdgeWidth, VBox(0, head, f.content)))
	f.ExtendBaseWidget(f)
	f.SetOpen(false)
	return f
}

// SetOpen opens or closes the fold.
func (f *Fold) SetOpen(open bool) {
	f.open = open
	f.content.Hidden, f.value.Hidden = !open, open
	f.hit.last = !open
	icon := IconChevronRight
	if open {
		icon = IconChevronDown
	}
	setGlyph(f.arrow, icon, ColorText2)
	f.relaid()
}

// IsOpen says whether the content is to be seen.
func (f *Fold) IsOpen() bool { return f.open }

// SetValue replaces the present value.
func (f *Fold) SetValue(value string) {
	f.value.SetText(value)
	f.relaid()
}
