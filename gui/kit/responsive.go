package kit

import "fyne.io/fyne/v2"

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
