package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// listMark is the room of the boxes before the rows.
const listMark = IconSize + Gap12

// markRoom is the room of the boxes in this list.
func (l *List) markRoom() float32 {
	if l.mark == nil {
		return 0
	}
	return listMark
}

// clicked is what a row does when it is clicked at a place, with keys held down.
func (l *List) clicked(i int, x float32, held fyne.KeyModifier) {
	l.takePointerFocus()
	l.SetCursor(i)
	switch {
	case l.mark == nil:
		l.open(i)
	case held&fyne.KeyModifierShift != 0:
		l.markTo(i)
	case held&fyne.KeyModifierShortcutDefault != 0, x < PadBoxLeft+listMark-Gap4:
		l.toggle(i)
	default:
		l.open(i)
	}
}

// toggle presses the box of a row; marking with Shift goes on from there.
func (l *List) toggle(i int) {
	l.anchor = i
	l.mark(i, i, true)
	l.Reload()
}

// marking ticks all boxes up to the keyboard's row while Shift is held; without it the next marking begins there.
func (l *List) marking() {
	if l.shift && l.mark != nil {
		l.markTo(l.cursor)
		return
	}
	l.anchor = l.cursor
}

func (l *List) markTo(i int) {
	l.anchor = min(l.anchor, l.length()-1)
	l.mark(min(l.anchor, i), max(l.anchor, i), false)
	l.Reload()
}

// MarkAll ticks all boxes.
func (l *List) MarkAll() {
	if l.mark != nil && l.length() > 0 {
		l.mark(0, l.length()-1, false)
		l.Reload()
	}
}

// KeyDown is called by the toolkit; the events of keys that type do not say whether Shift is held.
func (l *List) KeyDown(ev *fyne.KeyEvent) {
	l.shift = l.shift || isShift(ev.Name)
	l.press.KeyDown(ev)
}

// KeyUp is called by the toolkit.
func (l *List) KeyUp(ev *fyne.KeyEvent) {
	l.shift = l.shift && !isShift(ev.Name)
	l.press.KeyUp(ev)
}

// FocusLost is called by the toolkit. A key that is let go afterwards is told to others.
func (l *List) FocusLost() {
	l.shift = false
	l.press.FocusLost()
}

func isShift(key fyne.KeyName) bool {
	return key == desktop.KeyShiftLeft || key == desktop.KeyShiftRight
}

// TypedShortcut is called by the toolkit.
func (l *List) TypedShortcut(s fyne.Shortcut) {
	if _, all := s.(*fyne.ShortcutSelectAll); all && l.mark != nil {
		l.showRing()
		l.MarkAll()
		return
	}
	passShortcut(l, s)
}

// Said is what the rows in view say, from top to bottom, for a reader of the screen.
func (l *List) Said() []string {
	var said []string
	for i := l.from; i < l.to && len(l.rows) > 0; i++ {
		for _, cell := range l.rows[i%len(l.rows)].cells {
			for _, line := range cell.lines {
				if line.full != "" {
					said = append(said, line.full)
				}
			}
		}
	}
	return said
}
