package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"gatehouse/gui/kit"
)

// region is a part of the shell that F6 goes to.
type region int

// The regions, in the order of F6.
const (
	regionTop region = iota
	regionRail
	regionPage
	regions
)

// typed takes the keys that nothing else has a use for.
func (s *shell) typed(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyEscape:
		s.pages[s.current].escape()
	case fyne.KeyF6:
		step := region(1)
		if shifted() {
			step = regions - 1
		}
		s.focusRegion((s.regionNow() + step) % regions)
	}
}

// shifted tells whether Shift is held down.
func shifted() bool {
	driver, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && driver.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}

// regionNow is where the keyboard is; without a focus it is in the page.
func (s *shell) regionNow() region {
	switch focused := s.app.window.Canvas().Focused().(type) {
	case nil:
		return regionPage
	case *kit.RailItem:
		return regionRail
	default:
		if s.top.has(focused) {
			return regionTop
		}
		return regionPage
	}
}

// focusRegion puts the keyboard on the first control of a region; in the rail
// on the page that is shown.
func (s *shell) focusRegion(to region) {
	switch to {
	case regionTop:
		s.top.focus()
	case regionRail:
		s.rail.focus(s.current, s.app.window.Canvas())
	default:
		canvas := s.app.window.Canvas()
		s.rail.items[len(s.rail.items)-1].Focus(canvas)
		canvas.FocusNext()
	}
}
