package gui

import "fyne.io/fyne/v2"

// thenLayout gives its one object all the room, and tells when it has done so.
type thenLayout struct{ then func() }

// Layout is called by the toolkit.
func (l thenLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.Position{})
		o.Resize(size)
	}
	l.then()
}

// MinSize is called by the toolkit.
func (l thenLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size
}
