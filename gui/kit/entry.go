package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// padLarge is the room around a text of a size of its own.
const padLarge float32 = 10

// entry is the toolkit's text input without its own frame, which the field draws, and with what the toolkit leaves out:
// keys and shortcuts that mean nothing to a text go on to the window, and a secret is never copied behind the back of the
// clipboard's countdown.
type entry struct {
	widget.Entry
	secret   bool
	size     float32 // of the text, with more room around it; 0 is the usual one of its typeface
	onFocus  func(bool)
	onCopy   func()                    // copy in a secret; nil for none
	onEscape func() bool               // true when the field itself made use of Escape
	onKey    func(*fyne.KeyEvent) bool // a key that the owner makes use of before the text, Tab too; nil for none
	onStep   func(by int)              // Up and Down in a number; nil leaves them to the window
	onEdit   func(fyne.KeyName)        // a key that the text is about to make use of; nil when nobody asks
	caps     *capsWatch                // nil when nobody asks
	onCaps   func(on bool)
	place    *fyne.Container          // what is put into other objects: the entry, or the entry in its sized theme
	sized    *container.ThemeOverride // nil while the text never had another size than the theme's
	keys     keyPress
	focused  bool
	pointer  bool // a button of the mouse is going down
}

func newEntry() *entry {
	e := &entry{keys: newKeyPress()}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.ExtendBaseWidget(e)
	return e
}

// setMono switches to the typeface for secrets and paths, or back. Its first call makes the object that is put into a
// container, so it comes after everything else is set.
func (e *entry) setMono(mono bool) {
	e.TextStyle.Monospace = mono
	size := SizeBody
	switch {
	case e.size > 0:
		size = e.size
	case mono:
		size = SizeMono
	}
	if e.place == nil {
		e.place = container.NewStack(e)
	}
	look := &sizedTheme{Theme: fyne.CurrentApp().Settings().Theme(), text: size, pad: e.pad(), rows: e.MultiLine}
	switch {
	case e.sized != nil:
		e.sized.Theme = look
		e.sized.Refresh()
	case size != SizeBody:
		e.sized = container.NewThemeOverride(e, look)
		e.place.Objects[0] = e.sized
		e.place.Refresh()
	}
}

// rethemed is called by those who made a renderer for what the entry is part of: the toolkit forgets the theme of what
// was out of sight for a minute.
func (e *entry) rethemed() {
	if e.sized != nil {
		e.sized.Refresh()
	}
}

// pad is the room around the text.
func (e *entry) pad() float32 {
	if e.size > 0 {
		return padLarge
	}
	return Gap8
}

// FocusGained is called by the toolkit.
func (e *entry) FocusGained() {
	e.keys.fresh, e.focused = false, true
	e.Entry.FocusGained()
	if e.onFocus != nil {
		e.onFocus(true)
	}
	if !e.pointer {
		Reveal(e)
	}
}

// MouseDown is called by the toolkit.
func (e *entry) MouseDown(ev *desktop.MouseEvent) {
	e.pointer = true
	e.Entry.MouseDown(ev)
	e.pointer = false
}

// FocusLost is called by the toolkit.
func (e *entry) FocusLost() {
	e.focused = false
	e.Entry.FocusLost()
	e.watchCaps(func() { e.caps.reset() })
	if e.onFocus != nil {
		e.onFocus(false)
	}
}

// TypedRune is called by the toolkit.
func (e *entry) TypedRune(r rune) {
	e.watchCaps(func() { e.caps.typed(r) })
	e.Entry.TypedRune(r)
}

// KeyDown is called by the toolkit.
func (e *entry) KeyDown(ev *fyne.KeyEvent) {
	e.keys.fresh = true
	e.watchCaps(func() { e.caps.down(ev.Name) })
	e.Entry.KeyDown(ev)
}

// KeyUp is called by the toolkit.
func (e *entry) KeyUp(ev *fyne.KeyEvent) {
	e.watchCaps(func() { e.caps.up(ev.Name) })
	e.Entry.KeyUp(ev)
}

// AcceptsTab is called by the toolkit.
func (e *entry) AcceptsTab() bool { return e.onKey != nil || e.Entry.AcceptsTab() }

// TypedKey is called by the toolkit.
func (e *entry) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case e.onKey != nil && e.onKey(ev):
	case !e.MultiLine && isReturn(ev.Name) && !e.keys.once():
	case ev.Name == fyne.KeyEscape && e.onEscape != nil && e.onEscape():
	case ev.Name == fyne.KeyUp && e.onStep != nil:
		e.onStep(1)
	case ev.Name == fyne.KeyDown && e.onStep != nil:
		e.onStep(-1)
	case e.passes(ev.Name):
		passKey(e, ev)
	default:
		if e.onEdit != nil {
			e.onEdit(ev.Name)
		}
		e.Entry.TypedKey(ev)
	}
}

func isReturn(key fyne.KeyName) bool { return key == fyne.KeyReturn || key == fyne.KeyEnter }

// passes says whether a text of one line has no use for a key. Return is the window's when nobody waits for it here.
func (e *entry) passes(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyReturn, fyne.KeyEnter:
		return !e.MultiLine && e.OnSubmitted == nil
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		return !e.MultiLine
	case fyne.KeyEscape, fyne.KeyInsert,
		fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF6,
		fyne.KeyF7, fyne.KeyF8, fyne.KeyF9, fyne.KeyF10, fyne.KeyF11, fyne.KeyF12:
		return true
	}
	return false
}

// TypedShortcut is called by the toolkit.
func (e *entry) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		if e.secret {
			e.copySecret()
			return
		}
	case *fyne.ShortcutCut:
		if e.secret {
			return
		}
	case *fyne.ShortcutPaste:
		e.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: shortened{s.Clipboard}})
		return
	case *desktop.CustomShortcut:
		if !editsText(s) {
			passShortcut(e, s)
			return
		}
	}
	e.Entry.TypedShortcut(s)
}

// mostPasted is how many characters are pasted at once. It is more than may stand in any field, so that a text that was
// cut is refused and never taken for the whole. The toolkit measures every character anew after each change, and a
// megabyte would hold the window up for half a minute.
const mostPasted = 5000

// shortened is a clipboard that gives the first mostPasted characters.
type shortened struct{ fyne.Clipboard }

// Content returns the beginning of what is in the clipboard.
func (s shortened) Content() string {
	text, seen := s.Clipboard.Content(), 0
	for at := range text {
		if seen == mostPasted {
			return text[:at]
		}
		seen++
	}
	return text
}

func (e *entry) copySecret() {
	if e.onCopy != nil && !e.Password {
		e.onCopy()
	}
}

// editsText says whether a shortcut with a modifier is one of the text's own: by word, or to the ends of the line.
func editsText(s *desktop.CustomShortcut) bool {
	switch s.KeyName {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyBackspace, fyne.KeyDelete:
		return true
	}
	return false
}

func (e *entry) watchCaps(f func()) {
	if e.caps == nil {
		return
	}
	before := e.caps.on()
	f()
	if on := e.caps.on(); on != before && e.onCaps != nil {
		e.onCaps(on)
	}
}
