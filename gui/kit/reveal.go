package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// holder is a widget of this package that shows other objects.
type holder interface{ held() []fyne.CanvasObject }

func (p *part) held() []fyne.CanvasObject { return []fyne.CanvasObject{p.body} }

func (b *Box) held() []fyne.CanvasObject { return b.children }

// Reveal scrolls whatever object is in so that it can be seen with its focus ring. The toolkit moves the focus into parts
// of a scroller that are out of view and leaves them there, so each control of this package reveals itself when it gets the
// focus by other means than the pointer. It looks into containers, scrollers and widgets of this
// package; an object elsewhere stays where it is.
func Reveal(object fyne.CanvasObject) {
	c := canvasOf(object)
	if c == nil {
		return
	}
	root := c.Overlays().Top()
	if root == nil {
		root = c.Content()
	}
	path, at := pathTo(root, object), fyne.Position{}
	if len(path) == 0 {
		return
	}
	size := path[len(path)-1].Size()
	// From the object outwards, so that its place in a scroller is known before that scroller moves.
	for i := len(path) - 1; i > 0; i-- {
		scroll, ok := path[i-1].(*container.Scroll)
		if !ok {
			at = at.Add(path[i].Position())
			continue
		}
		reveal(scroll, at, size)
		at = at.Subtract(scroll.Offset)
	}
}

// fielded is a field; what has the focus is something in it, what is to be seen is the whole field with its label.
type fielded interface{ has(fyne.CanvasObject) bool }

func (f *Field) has(object fyne.CanvasObject) bool {
	return object == fyne.CanvasObject(f.input) ||
		pathTo(f.input.ActionItem, object) != nil || pathTo(f.spec.LabelAction, object) != nil
}

// pathTo returns the objects from root to object, both included; nil when it is not found. What is in a field
// leads to the field.
func pathTo(root, object fyne.CanvasObject) []fyne.CanvasObject {
	if root == nil || !root.Visible() {
		return nil
	}
	if root == object {
		return []fyne.CanvasObject{root}
	}
	var children []fyne.CanvasObject
	switch o := root.(type) {
	case *fyne.Container:
		children = o.Objects
	case *container.Scroll:
		children = []fyne.CanvasObject{o.Content}
	case *container.ThemeOverride:
		children = []fyne.CanvasObject{o.Content}
	case fielded:
		if o.has(object) {
			return []fyne.CanvasObject{root}
		}
	case holder:
		children = o.held()
	}
	for _, child := range children {
		if path := pathTo(child, object); path != nil {
			return append([]fyne.CanvasObject{root}, path...)
		}
	}
	return nil
}

// reveal moves a scroller so that an area of its content is in view, with room for a ring.
func reveal(scroll *container.Scroll, at fyne.Position, size fyne.Size) {
	room := ringRoom + Gap4
	top, bottom := at.Y-room, at.Y+size.Height+room
	y, height := scroll.Offset.Y, scroll.Size().Height
	switch {
	case height <= 0: // not laid out yet: it begins at its top
		return
	case top < y || bottom-top > height:
		y = top
	case bottom > y+height:
		y = bottom - height
	}
	y = max(0, min(y, scroll.Content.Size().Height-height))
	if y != scroll.Offset.Y {
		scroll.ScrollToOffset(fyne.NewPos(scroll.Offset.X, y))
		if scroll.OnScrolled != nil {
			scroll.OnScrolled(scroll.Offset)
		}
	}
}
