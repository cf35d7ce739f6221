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

// flowLayout is the same for a container's layout.
type flowLayout interface {
	heightFor(objects []fyne.CanvasObject, width float32) float32
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
	width := l.max
	if !l.fixed {
		width = widest(objects)
	}
	return fyne.NewSize(width, l.heightFor(objects, max(l.width, width)))
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
		widths[i] = o.MinSize().Width
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
	shown := visible(objects)
	width := l.gap * float32(max(0, len(shown)-1))
	for _, o := range shown {
		width += o.MinSize().Width
	}
	return fyne.NewSize(width, l.heightFor(objects, max(l.width, width)))
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
	width := widest(objects) + l.left + l.right
	return fyne.NewSize(width, l.heightFor(objects, max(l.width, width)))
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
		width = max(width, o.MinSize().Width)
	}
	return width
}

// WidthClass is one of the three widths of window that the design knows.
type WidthClass int

const (
	// WidthUnknown is the class before the window was laid out.
	WidthUnknown WidthClass = iota
	// Narrow is a window below 1000: the rail shows icons above words, drawers lie over the page.
	Narrow
	// Medium is 1000 to 1099: the side column goes.
	Medium
	// Wide is 1100 and more: everything.
	Wide
)

// ClassOf returns the class of a window's width in logical units.
func ClassOf(width float32) WidthClass {
	switch {
	case width >= WideWindow:
		return Wide
	case width >= MediumWindow:
		return Medium
	}
	return Narrow
}

// Responsive shows one object in its whole size and tells when the window passes from one width class into another.
type Responsive struct {
	layout *responsiveLayout
	object *fyne.Container
}

// NewResponsive makes a container for a window's content. It asks for the given minimum whatever the content asks for, so
// that a wide arrangement never keeps the window from becoming narrow. onClass is called while the container is laid out,
// before the content gets its size, once at first and then at each change.
func NewResponsive(minimum fyne.Size, content fyne.CanvasObject, onClass func(WidthClass)) *Responsive {
	l := &responsiveLayout{minimum: minimum, onClass: onClass}
	return &Responsive{layout: l, object: &fyne.Container{Layout: l, Objects: []fyne.CanvasObject{content}}}
}

// Object is what to put into the window.
func (r *Responsive) Object() fyne.CanvasObject { return r.object }

// Class is the class at the last layout.
func (r *Responsive) Class() WidthClass { return r.layout.class }

type responsiveLayout struct {
	minimum fyne.Size
	class   WidthClass
	onClass func(WidthClass)
}

func (l *responsiveLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if class := ClassOf(size.Width); class != l.class {
		l.class = class
		l.onClass(class)
	}
	for _, o := range objects {
		o.Move(fyne.Position{})
		o.Resize(size)
	}
}

func (l *responsiveLayout) MinSize([]fyne.CanvasObject) fyne.Size { return l.minimum }
