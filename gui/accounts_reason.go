package gui

import (
	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// unlockReason is the reason to unlock an account that was typed in its drawer. It
// waits behind the lock like a form.
type unlockReason struct {
	drawer *accountDrawer
	id     core.AccountID
	text   string
}

// offerUnlock shows the reason with its button, or drops what was typed for nothing.
func (d *accountDrawer) offerUnlock(yes bool) {
	setShown(d.reason, yes)
	setShown(d.unlock, yes)
	if !yes {
		d.reason.SetText("")
	}
}

// reasonTyped follows what is typed as the reason.
func (d *accountDrawer) reasonTyped(text string) {
	d.reason.SetProblem("")
	switch {
	case text == "" && d.typed != nil:
		d.app.typingEnded(d.typed)
		d.typed = nil
	case text != "" && d.typed == nil:
		d.typed = &unlockReason{drawer: d, id: d.id}
		d.app.typingIn(d.typed, core.RightSeeAccounts)
	}
	if d.typed != nil {
		d.typed.text = text
	}
}

// dirty tells whether there is something left of it.
func (r *unlockReason) dirty() bool { return r.text != "" }

// resume opens the account again, with the reason; where it is not locked any more,
// the drawer drops it.
func (r *unlockReason) resume() {
	s := r.drawer.app.screen.(*shell)
	s.open("accounts")
	d := s.pages["accounts"].(*accountsPage).drawer
	d.openID(r.id)
	d.reason.SetText(r.text)
}

// close drops the reason.
func (r *unlockReason) close() { r.drawer.reason.SetText("") }

// besideReason shows a problem at the field of a reason, if it is that of one, and tells
// whether it is.
func besideReason(e *core.Error, reason *kit.Field, c fyne.Canvas) bool {
	if e.Field != core.FieldReason {
		return false
	}
	reason.SetProblem(words(e.Text))
	reason.Focus(c)
	return true
}
