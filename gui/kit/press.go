package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// press is what all controls have in common that a person presses: focus by Tab and by click, hover, Space and Return.
//
// A click gives the focus without a ring; a key pressed afterwards brings the ring. Keys that mean nothing to the control
// go on to the window, because the toolkit gives a key to the focused object alone, and Escape must still reach a dialog.
type press struct {
	widget.DisableableWidget
	self      focusable
	act       func()
	keepFocus bool // a click leaves the focus where it is, as that on the eye of a password field does
	keys      keyPress

	focused, hovered, down, pointer bool
}

// keyPress tells the press of a key from the repeats that follow while it is held. On a desktop a key counts only when it
// went down where it acts, so that Return held down in one dialog does not confirm the next.
type keyPress struct{ strict, fresh bool }

func newKeyPress() keyPress {
	_, repeats := fyne.CurrentApp().Driver().(desktop.Driver)
	return keyPress{strict: repeats}
}

// once says whether a key may act: it does so once for each time it goes down.
func (k *keyPress) once() bool {
	ok := k.fresh || !k.strict
	k.fresh = false
	return ok
}

type focusable interface {
	fyne.Widget
	fyne.Focusable
}

// extend tells the toolkit which widget this is part of; called by each constructor.
func (p *press) extend(self focusable) {
	p.self = self
	p.keys = newKeyPress()
	p.ExtendBaseWidget(self)
}

// ringed says whether the focus ring is to be seen.
func (p *press) ringed() bool { return p.focused && !p.pointer && !p.Disabled() }

// overlay is the colour laid over the ground for hover and press, or "".
func (p *press) overlay() fyne.ThemeColorName {
	switch {
	case p.Disabled():
		return ""
	case p.down && p.hovered:
		return ColorPressed
	case p.hovered:
		return ColorHover
	}
	return ""
}

// Focus puts the keyboard here. The canvas is given, because the toolkit learns which canvas an object is on only when it
// draws the object: one that has just come into view would not get the keyboard.
func (p *press) Focus(c fyne.Canvas) { c.Focus(p.self) }

// FocusGained is called by the toolkit. What is clicked is in view and stays under the pointer; what is reached by Tab may
// be anywhere.
func (p *press) FocusGained() {
	p.focused, p.keys.fresh = true, false
	p.Refresh()
	if !p.pointer {
		Reveal(p.self)
	}
}

// FocusLost is called by the toolkit.
func (p *press) FocusLost() {
	p.focused, p.pointer, p.down = false, false, false
	p.Refresh()
}

// TypedRune is called by the toolkit; letters mean nothing here.
func (p *press) TypedRune(rune) {}

// KeyDown is called by the toolkit for a key's own press, not for its repeats.
func (p *press) KeyDown(*fyne.KeyEvent) { p.keys.fresh = true }

// KeyUp is called by the toolkit.
func (p *press) KeyUp(*fyne.KeyEvent) {}

// TypedKey is called by the toolkit for presses and repeats.
func (p *press) TypedKey(ev *fyne.KeyEvent) {
	p.showRing()
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		if p.once() {
			p.run()
		}
	default:
		passKey(p.self, ev)
	}
}

// spaceOnly is TypedKey for controls inside a form, where Return is the form's own key.
func (p *press) spaceOnly(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		p.passReturn(ev)
	default:
		p.TypedKey(ev)
	}
}

// passReturn hands Return to the window, but not its repeats.
func (p *press) passReturn(ev *fyne.KeyEvent) {
	p.showRing()
	if p.once() {
		passKey(p.self, ev)
	}
}

// once says whether a key may act now; see keyPress.
func (p *press) once() bool { return p.keys.once() }

// showRing brings the ring after a click once keys are used.
func (p *press) showRing() {
	if p.pointer {
		p.pointer = false
		p.Refresh()
	}
}

func (p *press) run() {
	if p.act != nil && !p.Disabled() {
		p.act()
	}
}

// MouseIn is called by the toolkit.
func (p *press) MouseIn(*desktop.MouseEvent) {
	p.hovered = true
	p.Refresh()
}

// MouseMoved is called by the toolkit.
func (p *press) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by the toolkit.
func (p *press) MouseOut() {
	p.hovered = false
	p.Refresh()
}

// MouseDown is called by the toolkit.
func (p *press) MouseDown(*desktop.MouseEvent) {
	if p.Disabled() {
		return
	}
	p.down = true
	p.takePointerFocus()
	p.Refresh()
}

// MouseUp is called by the toolkit.
func (p *press) MouseUp(*desktop.MouseEvent) {
	p.down = false
	p.Refresh()
}

// Tapped is called by the toolkit when a press of the mouse ends where it began.
func (p *press) Tapped(*fyne.PointEvent) {
	if p.Disabled() {
		return
	}
	p.takePointerFocus()
	p.run()
}

func (p *press) takePointerFocus() {
	if c := canvasOf(p.self); c != nil {
		p.focusUnderPointer(c)
	}
}

// focusUnderPointer puts the keyboard here without the ring.
func (p *press) focusUnderPointer(c fyne.Canvas) {
	if p.keepFocus || p.focused {
		return
	}
	p.pointer = true
	p.Focus(c)
}

// canvasOf finds the canvas an object is shown on, nil when on none.
func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(o)
}

// passKey hands a key that an object has no use for to its window.
func passKey(o fyne.CanvasObject, ev *fyne.KeyEvent) {
	if c := canvasOf(o); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(ev)
	}
}

// passShortcut does the same for a shortcut.
func passShortcut(o fyne.CanvasObject, s fyne.Shortcut) {
	runShortcut(canvasOf(o), s)
}

// runShortcut runs a canvas's shortcut. The interface of canvases does not say that they can, so it is asked for.
func runShortcut(c fyne.Canvas, s fyne.Shortcut) {
	if c, ok := c.(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}
