package kit

import (
	"runtime"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// capsState is what is known of Caps Lock.
type capsState int

const (
	capsUnknown capsState = iota
	capsOff
	capsOn
)

// capsWatch infers Caps Lock from what a person types, because the toolkit tells the key's presses and never its state. A
// capital without Shift means on, a small letter without Shift means off. The key's own press only makes the state
// unknown until the next letter: the key may be mapped to something else. Where the evidence is weak it says nothing:
//
//   - after a tap on Shift alone, which may latch (sticky keys), capitals prove nothing until the focus moves;
//   - with Shift held, capitals prove nothing on macOS, where Caps Lock does not turn them small;
//   - letters without case prove nothing.
type capsWatch struct {
	state   capsState
	shift   bool
	used    bool // a letter came while Shift was held
	latched bool
	macOS   bool
	held    func() bool // whether the system says that Shift is held now; nil when it cannot
}

func newCapsWatch() *capsWatch {
	return &capsWatch{macOS: runtime.GOOS == "darwin", held: shiftHeld}
}

// on says that Caps Lock is certainly on.
func (w *capsWatch) on() bool { return w.state == capsOn }

// reset forgets everything: without the focus, keys go by unseen.
func (w *capsWatch) reset() {
	w.state, w.shift, w.used, w.latched = capsUnknown, false, false, false
}

func (w *capsWatch) down(key fyne.KeyName) {
	switch key {
	case desktop.KeyShiftLeft, desktop.KeyShiftRight:
		w.shift, w.used = true, false
	case desktop.KeyCapsLock:
		w.state = capsUnknown
	}
}

func (w *capsWatch) up(key fyne.KeyName) {
	switch key {
	case desktop.KeyShiftLeft, desktop.KeyShiftRight:
		w.latched = w.latched || !w.used
		w.shift = false
	}
}

func (w *capsWatch) typed(r rune) {
	shift := w.shift || (w.held != nil && w.held())
	w.used = w.used || shift
	upper := unicode.IsUpper(r)
	if upper == unicode.IsLower(r) || !w.proves(upper, shift) {
		return
	}
	w.state = capsOff
	if upper != shift {
		w.state = capsOn
	}
}

// proves says whether a letter with case is evidence.
func (w *capsWatch) proves(upper, shift bool) bool {
	if shift {
		return !w.macOS
	}
	return !upper || !w.latched
}

// shiftHeld asks the system, for a Shift that was already down when the field got the focus.
func shiftHeld() bool {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}
