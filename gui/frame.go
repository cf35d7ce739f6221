package gui

import (
	"fyne.io/fyne/v2"

	"gatehouse/gui/kit"
)

// frame lays parts around a middle without the gaps of the toolkit's border.
// Parts that are nil take no room.
type frame struct{ top, bottom, left, middle fyne.CanvasObject }

// framed makes a container of a frame.
func framed(f frame) *fyne.Container {
	var objects []fyne.CanvasObject
	// The order is that of the Tab key.
	for _, o := range []fyne.CanvasObject{f.top, f.left, f.middle, f.bottom} {
		if o != nil {
			objects = append(objects, o)
		}
	}
	return &fyne.Container{Layout: &f, Objects: objects}
}

// Layout is called by the toolkit.
func (f *frame) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	top, bottom := height(f.top), height(f.bottom)
	left := width(f.left)
	between := max(0, size.Height-top-bottom)
	place(f.top, 0, 0, size.Width, top)
	place(f.bottom, 0, size.Height-bottom, size.Width, bottom)
	place(f.left, 0, top, left, between)
	place(f.middle, left, top, max(0, size.Width-left), between)
}

// MinSize is called by the toolkit.
func (f *frame) MinSize([]fyne.CanvasObject) fyne.Size {
	inner := fyne.NewSize(width(f.left)+width(f.middle), max(height(f.left), height(f.middle)))
	return fyne.NewSize(max(inner.Width, width(f.top), width(f.bottom)), inner.Height+height(f.top)+height(f.bottom))
}

// height and width are what a part asks for.
func height(o fyne.CanvasObject) float32 {
	if o == nil || !o.Visible() {
		return 0
	}
	return o.MinSize().Height
}

func width(o fyne.CanvasObject) float32 {
	if o == nil || !o.Visible() {
		return 0
	}
	return o.MinSize().Width
}

// place puts a part into its area.
func place(o fyne.CanvasObject, x, y, width, height float32) {
	if o == nil {
		return
	}
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(width, height))
}

// side is a column of a given width whose content has its whole height.
type side struct{ width, top, edge float32 }

// Layout is called by the toolkit.
func (s side) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		place(o, s.edge, s.top, size.Width-2*s.edge, size.Height-2*s.top)
	}
}

// MinSize is called by the toolkit.
func (s side) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(s.width, 0) }

// hairline is a line between two areas.
func hairline() fyne.CanvasObject {
	line := kit.NewGround(kit.GroundSpec{Fill: kit.ColorLine})
	return &fyne.Container{Layout: thin{}, Objects: []fyne.CanvasObject{line}}
}

// thin is one unit wide or high.
type thin struct{}

// Layout is called by the toolkit.
func (thin) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		place(o, 0, 0, size.Width, size.Height)
	}
}

// MinSize is called by the toolkit.
func (thin) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }
