package kit

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// WindowShortcut adds a shortcut to a canvas that does nothing while a dialog or a menu lies over the content. The
// toolkit runs a canvas's shortcuts whatever lies over it. A shortcut that must always work, such as the one that locks
// the window, is added to the canvas itself.
func WindowShortcut(c fyne.Canvas, shortcut fyne.Shortcut, act func()) {
	c.AddShortcut(shortcut, func(fyne.Shortcut) {
		if c.Overlays().Top() == nil {
			act()
		}
	})
}

// dialogKeys gives a dialog the keys of its canvas while it is on top, and puts back what was there before. The toolkit
// has one receiver of keys for a whole canvas, so those of dialogs above one another form a chain.
type dialogKeys struct {
	dialog *Dialog
	typed  func(*fyne.KeyEvent) // of whoever had the keys before
	down   func(*fyne.KeyEvent)
	press  keyPress // for keys that come while no object has the focus
}

func listen(d *Dialog) *dialogKeys {
	k := &dialogKeys{dialog: d, typed: d.canvas.OnTypedKey()}
	d.canvas.SetOnTypedKey(k.onTyped)
	if c, ok := d.canvas.(desktop.Canvas); ok {
		k.press.strict, k.down = true, c.OnKeyDown()
		c.SetOnKeyDown(k.onDown)
	}
	return k
}

func (k *dialogKeys) stop() {
	k.dialog.canvas.SetOnTypedKey(k.typed)
	if c, ok := k.dialog.canvas.(desktop.Canvas); ok {
		c.SetOnKeyDown(k.down)
	}
}

// onDown notes a press: only that, and not a key held since before the dialog came, may act.
func (k *dialogKeys) onDown(key *fyne.KeyEvent) {
	k.press.fresh = true
	if !k.open() && k.down != nil {
		k.down(key)
	}
}

func (k *dialogKeys) onTyped(key *fyne.KeyEvent) {
	fresh := k.press.once()
	overlays := k.dialog.canvas.Overlays()
	switch {
	case !k.open():
		if k.typed != nil {
			k.typed(key)
		}
	case overlays.Top() == fyne.CanvasObject(k.dialog.layer):
		k.dialog.typed(key.Name, fresh)
	}
}

// open says whether the dialog is among what lies over the content.
func (k *dialogKeys) open() bool {
	return slices.Contains(k.dialog.canvas.Overlays().List(), fyne.CanvasObject(k.dialog.layer))
}
