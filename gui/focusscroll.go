package gui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/gui/kit"
)

// focusScroll is a form that scrolls to whatever takes the keyboard. The
// toolkit does not, and tells nobody where the keyboard went.
type focusScroll struct {
	app    *App
	scroll *container.Scroll
	stop   func()
}

// newFocusScroll makes the form; follow makes it scroll.
func newFocusScroll(a *App, form fyne.CanvasObject) *focusScroll {
	return &focusScroll{app: a, scroll: container.NewVScroll(form), stop: func() {}}
}

// relaid lays the form out again after it has changed its height.
func (f *focusScroll) relaid() {
	f.scroll.Content.Refresh()
	f.scroll.Refresh()
}

// reveal scrolls as little as shows an object whole.
func (f *focusScroll) reveal(object fyne.CanvasObject) {
	const around = kit.Gap16
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(object).Y - driver.AbsolutePositionForObject(f.scroll.Content).Y - around
	bottom := top + object.Size().Height + 2*around
	offset, height := f.scroll.Offset, f.scroll.Size().Height
	switch {
	case top < offset.Y:
		offset.Y = max(0, top)
	case bottom > offset.Y+height:
		offset.Y = min(bottom-height, top)
	default:
		return
	}
	f.scroll.ScrollToOffset(offset)
}

// followEvery is how often the form looks where the keyboard is.
const followEvery = 100 * time.Millisecond

// follow scrolls to what takes the keyboard, until stop is called.
func (f *focusScroll) follow() {
	var last fyne.Focusable
	f.stop()
	f.stop = f.app.back.every(followEvery, func() {
		focused := f.app.window.Canvas().Focused()
		if focused == last {
			return
		}
		last = focused
		if object, ok := focused.(fyne.CanvasObject); ok && f.holds(object) {
			f.reveal(object)
		}
	})
}

// holds tells whether an object stands in the form, and not beside it or in a
// dialog above.
func (f *focusScroll) holds(object fyne.CanvasObject) bool {
	return f.app.window.Canvas().Overlays().Top() == nil && within(f.scroll.Content, object)
}

// within looks for an object in a tree of containers. Controls may have it
// among their parts.
func within(tree, object fyne.CanvasObject) bool {
	if tree == object {
		return true
	}
	switch t := tree.(type) {
	case *fyne.Container:
		for _, child := range t.Objects {
			if within(child, object) {
				return true
			}
		}
	case interface{ Input() fyne.Focusable }:
		return any(t.Input()) == any(object)
	case interface{ Children() []fyne.CanvasObject }:
		for _, child := range t.Children() {
			if within(child, object) {
				return true
			}
		}
	}
	return false
}
