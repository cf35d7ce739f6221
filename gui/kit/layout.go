package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"
)

// Flowing is an object or a layout's container whose height follows its width, as that of text that wraps does. A layout
// of this package asks it before it places it, because a minimum size alone cannot say both.
type Flowing interface {
	// HeightFor returns the height in logical units that is needed at a width in logical units.
	HeightFor(width float32) float32
}

// flowLayout is the same for a container's layout. Width and height are asked for apart, because a minimum size that asks
// its children twice at each level takes twice as long with each level, at every frame.
type flowLayout interface {
	minWidth(objects []fyne.CanvasObject) float32
	heightFor(objects []fyne.CanvasObject, width float32) float32
}

// narrow is a widget that knows its least width without its height.
type narrow interface{ minWidth() float32 }

// leastWidth returns the width below which an object is cut.
func leastWidth(object fyne.CanvasObject) float32 {
	switch o := object.(type) {
	case narrow:
		return o.minWidth()
	case *fyne.Container:
		if l, ok := o.Layout.(flowLayout); ok {
			return l.minWidth(o.Objects)
		}
	}
	return object.MinSize().Width
}

// leastSize is a minimum size for a layout that was last given some width.
func leastSize(l flowLayout, objects []fyne.CanvasObject, last float32) fyne.Size {
	width := l.minWidth(objects)
	return fyne.NewSize(width, l.heightFor(objects, max(last, width)))
}

// HeightFor returns the height that an object needs at a width: by its own word when its height follows its width, else
// its minimum. A hidden object needs none.
func HeightFor(object fyne.CanvasObject, width float32) float32 {
	switch o := object.(type) {
	case Flowing:
		return o.HeightFor(width)
	case *fyne.Container:
		if l, ok := o.Layout.(flowLayout); ok {
			return l.heightFor(o.Objects, width)
		}
	}
	return object.MinSize().Height
}

// VBox puts objects below one another with the given gap between them; each has the whole width. Hidden objects leave no
// gap.
func VBox(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &columnLayout{gap: gap}, Objects: objects}
}

// Column is a VBox that grows no wider than max and stays at the left, as the content of a page does.
func Column(maxWidth, gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &columnLayout{gap: gap, max: maxWidth}, Objects: objects}
}

// FixedWidth gives an object exactly this width; its height follows.
func FixedWidth(width float32, object fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &columnLayout{max: width, fixed: true}, Objects: []fyne.CanvasObject{object}}
}

// HBox puts objects beside one another with the given gap, each at its minimum width and centred in the height. An object
// made with Grow takes what is left; so does a toolkit spacer.
func HBox(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &lineLayout{gap: gap}, Objects: objects}
}

// TopHBox is an HBox whose objects hang from the top, for an icon beside text of several lines.
func TopHBox(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &lineLayout{gap: gap, top: true}, Objects: objects}
}

// Grow marks an object of an HBox as the one that takes the width left over. Text in it should wrap or shrink.
func Grow(object fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &growLayout{}, Objects: []fyne.CanvasObject{object}}
}

// Inset puts space around an object.
func Inset(top, right, bottom, left float32, object fyne.CanvasObject) *fyne.Container {
	l := &insetLayout{top: top, right: right, bottom: bottom, left: left}
	return &fyne.Container{Layout: l, Objects: []fyne.CanvasObject{object}}
}

// Layered puts objects over one another, each in the whole size.
func Layered(objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &insetLayout{}, Objects: objects}
}

// MinHeight gives an object at least this height and centres it in it.
func MinHeight(height float32, object fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &lineLayout{minimum: height}, Objects: []fyne.CanvasObject{Grow(object)}}
}

// Gap is an invisible object of a size, for a place where one distance differs from its neighbours.
func Gap(width, height float32) fyne.CanvasObject {
	return &fyne.Container{Layout: gapLayout{fyne.NewSize(width, height)}}
}

type gapLayout struct{ size fyne.Size }

func (g gapLayout) Layout([]fyne.CanvasObject, fyne.Size)          {}
func (g gapLayout) MinSize([]fyne.CanvasObject) fyne.Size          { return g.size }
func (g gapLayout) minWidth([]fyne.CanvasObject) float32           { return g.size.Width }
func (g gapLayout) heightFor([]fyne.CanvasObject, float32) float32 { return g.size.Height }

// columnLayout is vertical. It remembers its last width, so that its minimum height is right once it has been placed.
type columnLayout struct {
	gap, max, width float32
	fixed           bool
}

func (l *columnLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = l.inner(size.Width)
	y := float32(0)
	for _, o := range visible(objects) {
		height := HeightFor(o, l.width)
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(l.width, height))
		y += height + l.gap
	}
}

func (l *columnLayout) inner(width float32) float32 {
	if l.fixed {
		return l.max
	}
	if l.max > 0 {
		return min(width, l.max)
	}
	return width
}

func (l *columnLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return leastSize(l, objects, l.width)
}

func (l *columnLayout) minWidth(objects []fyne.CanvasObject) float32 {
	if l.fixed {
		return l.max
	}
	return widest(objects)
}

func (l *columnLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	shown, height := visible(objects), float32(0)
	for _, o := range shown {
		height += HeightFor(o, l.inner(width))
	}
	return height + l.gap*float32(max(0, len(shown)-1))
}

// lineLayout is horizontal.
type lineLayout struct {
	gap, minimum, width float32
	top                 bool
}

func (l *lineLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	shown := visible(objects)
	widths := l.widths(shown, size.Width)
	x := float32(0)
	for i, o := range shown {
		height, y := min(HeightFor(o, widths[i]), size.Height), float32(0)
		if !l.top {
			y = (size.Height - height) / 2
		}
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(widths[i], height))
		x += widths[i] + l.gap
	}
}

// widths shares a width among the objects: each its minimum, the rest to those that grow.
func (l *lineLayout) widths(shown []fyne.CanvasObject, width float32) []float32 {
	widths := make([]float32, len(shown))
	left, growing := width-l.gap*float32(max(0, len(shown)-1)), 0
	for i, o := range shown {
		if grows(o) {
			growing++
			continue
		}
		widths[i] = leastWidth(o)
		left -= widths[i]
	}
	for i, o := range shown {
		if grows(o) {
			widths[i] = max(0, left/float32(growing))
		}
	}
	return widths
}

func (l *lineLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return leastSize(l, objects, l.width)
}

func (l *lineLayout) minWidth(objects []fyne.CanvasObject) float32 {
	shown := visible(objects)
	width := l.gap * float32(max(0, len(shown)-1))
	for _, o := range shown {
		width += leastWidth(o)
	}
	return width
}

func (l *lineLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	shown, height := visible(objects), l.minimum
	for i, w := range l.widths(shown, width) {
		height = max(height, HeightFor(shown[i], w))
	}
	return height
}

// growLayout only marks its container; grows looks for it.
type growLayout struct{ insetLayout }

func grows(o fyne.CanvasObject) bool {
	if c, ok := o.(*fyne.Container); ok {
		_, marked := c.Layout.(*growLayout)
		return marked
	}
	spacer, ok := o.(layout.SpacerObject)
	return ok && spacer.ExpandHorizontal()
}

type insetLayout struct{ top, right, bottom, left, width float32 }

func (l *insetLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	for _, o := range visible(objects) {
		o.Move(fyne.NewPos(l.left, l.top))
		o.Resize(size.SubtractWidthHeight(l.left+l.right, l.top+l.bottom))
	}
}

func (l *insetLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return leastSize(l, objects, l.width)
}

func (l *insetLayout) minWidth(objects []fyne.CanvasObject) float32 {
	return widest(objects) + l.left + l.right
}

func (l *insetLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	height := float32(0)
	for _, o := range visible(objects) {
		height = max(height, HeightFor(o, width-l.left-l.right))
	}
	return height + l.top + l.bottom
}

func visible(objects []fyne.CanvasObject) []fyne.CanvasObject {
	hidden := 0
	for _, o := range objects {
		if !o.Visible() {
			hidden++
		}
	}
	if hidden == 0 {
		return objects
	}
	shown := make([]fyne.CanvasObject, 0, len(objects)-hidden)
	for _, o := range objects {
		if o.Visible() {
			shown = append(shown, o)
		}
	}
	return shown
}

func widest(objects []fyne.CanvasObject) float32 {
	width := float32(0)
	for _, o := range visible(objects) {
		width = max(width, leastWidth(o))
	}
	return width
}
