package gui

import (
	"context"
	"time"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// idleWatch knows when a person used the window last and shows that it locks
// soon. How long it may go unused, and when to warn, core says.
type idleWatch struct {
	// used is when a key, the mouse or the pointer was used last.
	used time.Time
	// told is what core said last.
	told core.Idle
	// warning is open while the window is about to lock.
	warning  *kit.Dialog
	stopTick func()
}

// touched notes that a person is there. What the key or click means for the
// window goes its way first: the warning takes it, and goes then.
func (a *App) touched() {
	a.idle.used = a.now()
	if a.idle.warning != nil {
		a.back.post(a.stay)
	}
}

// stay takes the warning away, and tells core that the person is there.
func (a *App) stay() {
	if a.idle.warning == nil {
		return
	}
	a.idle.warning.Close()
	a.present()
}

// present tells core when the window was used last, and learns whether the
// session lives on and for how long. While a change replaces the token nobody is
// asked.
func (a *App) present() {
	if a.stopWatch == nil {
		return
	}
	token, used, role := a.session.token, a.idle.used, a.session.own.Role
	a.back.latest(&a.watching, func(ctx context.Context) func() {
		told, err := a.site.Present(ctx, token, used)
		var clock core.ClockView
		if err == nil {
			clock, err = a.clockOf(ctx, role)
		}
		return func() {
			switch {
			case a.sessionEnded(err):
			case err != nil:
				// The store cannot be asked: what was said last still holds.
				if a.idle.told.Over(a.idle.used, a.now()) {
					a.lock()
				}
			default:
				a.idle.told = told
				a.warn(told.Warn && !a.idle.used.After(used))
				if s, ok := a.screen.(*shell); ok {
					s.clockSeen(clock)
				}
			}
		}
	})
}

// warn shows that the window locks soon, or takes that away.
func (a *App) warn(due bool) {
	open := a.idle.warning != nil
	switch {
	case due && !open:
		a.showWarning()
	case !due && open:
		a.idle.warning.Close()
	}
}

// showWarning shows the seconds left over everything else. Whatever the person
// does next takes it away.
func (a *App) showWarning() {
	a.idle.warning = kit.ShowDialog(a.window, kit.DialogSpec{
		Title: tr("The window is about to lock"), Sentence: a.warningWords(),
		Do: kit.DialogDo{Label: tr("Stay signed in"), Kind: kit.Primary, Act: func() {
			a.touched()
			a.stay()
		}},
		OnClosed: func() {
			a.idle.stopTick()
			a.idle.warning = nil
		},
	})
	a.idle.stopTick = a.back.every(time.Second, func() {
		if left := a.idle.told.Locks.Sub(a.now()); left <= 0 {
			a.present()
			return
		}
		a.idle.warning.SetHead(tr("The window is about to lock"), a.warningWords())
	})
}

// warningWords says how much time is left.
func (a *App) warningWords() string {
	left := max(0, a.idle.told.Locks.Sub(a.now()))
	return trf("Nothing was done here for a while. It locks in {{.Left}}, unless you press a key or move the pointer.", "Left", durationWords(left))
}
