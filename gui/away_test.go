package gui

import (
	"context"
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/screenlock"
)

// listening runs a test at the sign-in of a window that hears the system: say lets that
// tell something.
func listening(t *testing.T, do func(h *hand, say func(screenlock.Reason))) {
	t.Helper()
	withoutSite(t, func(h *hand) {
		heard := make(chan screenlock.Reason)
		h.app.program.ScreenLock = func(ctx context.Context, left func(screenlock.Reason)) error {
			for {
				select {
				case r := <-heard:
					left(r)
				case <-ctx.Done():
					left(screenlock.Locked) // what comes so late is shown to nobody
					return nil
				}
			}
		}
		h.makeSite()
		h.app.start()
		h.settle()
		do(h, func(r screenlock.Reason) {
			heard <- r
			h.settle()
		})
	})
}

// Whatever the system tells locks the window, and the log tells why; its person opens it.
func TestScreenLockLocksTheWindow(t *testing.T) {
	listening(t, func(h *hand, say func(screenlock.Reason)) {
		h.signIn("a.okafor", rootPassword)
		for reason, why := range map[screenlock.Reason]string{
			screenlock.Locked: "screen", screenlock.Switched: "switched", screenlock.Sleep: "sleep", "something new": "screen",
		} {
			h.entered()
			say(reason)
			h.wantLocked()
			if e := h.lastEvent(); e.Kind != core.EventWindowLocked || e.Detail != `{"why":"`+why+`"}` {
				t.Errorf("%s: %s %s", reason, e.Kind, e.Detail)
			}
			line := h.lastEvent().Seq
			say(screenlock.Sleep) // it is locked already
			h.wantLocked()
			if h.lastEvent().Seq != line {
				t.Errorf("a second lock is recorded: %s", h.lastEvent().Detail)
			}
			h.unlock()
		}
		h.entered()
		h.shortcut(fyne.KeyL)
		if e := h.lastEvent(); e.Detail != "{}" {
			t.Errorf("by hand: %s", e.Detail)
		}
	})
}

// What lies over the window goes, what was typed in a form waits for its person, and a
// passkey that is asked for is asked for no more.
func TestScreenLockOverDialogs(t *testing.T) {
	listening(t, func(h *hand, say func(screenlock.Reason)) {
		k := h.passkeys()
		k.held, k.link = true, "http://localhost:49152/go/secret"
		h.signIn("a.okafor", rootPassword)
		h.shortcut(fyne.Key2)
		h.tap("New account")
		h.type1("lena")
		got := h.waits(k)
		h.tap("Copy link")
		say(screenlock.Locked)
		h.wantLocked()
		h.noDialog()
		h.wantNoText("lena", "Add account")
		if len(got.late) != 1 || k.alive.Load() != 0 || h.app.fyne.Clipboard().Content() != "" {
			t.Errorf("late %v, %d alive, the clipboard has %q", got.late, k.alive.Load(), h.app.fyne.Clipboard().Content())
		}
		h.unlock()
		h.wantText("Add account")
		if typed := h.inForm("Account name").Text(); typed != "lena" {
			t.Errorf("the form has %q", typed)
		}
	})
}

// A store that cannot be told ends the session in this window.
func TestScreenLockWithoutAStore(t *testing.T) {
	listening(t, func(h *hand, say func(screenlock.Reason)) {
		h.signIn("a.okafor", rootPassword)
		h.must(h.app.store.Close())
		say(screenlock.Locked)
		h.signInNow()
		if h.app.session != nil {
			t.Error("the session is still held")
		}
	})
}

// A window that is being opened when the screen is left locks again; one that was left
// before it does not.
func TestScreenLockDuringTheUnlock(t *testing.T) {
	keyed(t, func(h *hand, k *keyring) {
		h.signIn("a.okafor", rootPassword)
		s := h.lockNow()
		s.password.SetText("half")
		h.app.left(core.LockScreen)
		if s.password.Text() != "" {
			t.Error("what was typed is kept")
		}
		h.unlock()
		h.entered()
		for name, come := range map[string]func(*lockedScreen){
			"the password is being checked": func(s *lockedScreen) {
				s.password.SetText(rootPassword)
				s.submit()
			},
			"the window is about to open": func(s *lockedScreen) {
				fresh, err := h.app.site.Unlock(h.Context(), s.token, rootPassword)
				h.must(err)
				s.answered(fresh, nil)
			},
		} {
			s := h.lockNow()
			come(s)
			h.app.left(core.LockSleep)
			h.settle()
			if h.app.screen == screen(s) {
				t.Errorf("%s: it was not opened at all", name)
			}
			h.wantLocked()
			if e := h.lastEvent(); e.Kind != core.EventWindowLocked || e.Detail != `{"why":"sleep"}` {
				t.Errorf("%s: %s %s", name, e.Kind, e.Detail)
			}
			h.unlock()
			h.entered()
		}
		k.held = true
		s = h.lockNow()
		s.byPasskey()
		h.settle()
		h.app.left(core.LockScreen)
		h.settle()
		h.wantLocked()
		h.wantText("The window is locked")
		if k.alive.Load() != 0 || h.app.screen != screen(s) {
			t.Error("the ceremony goes on, or the window was opened")
		}
	})
}

// A change that replaces the token is waited for, and the window is covered meanwhile.
func TestScreenLockDuringAChange(t *testing.T) {
	signedIn(t, func(h *hand) {
		held := h.saving()
		h.app.left(core.LockScreen)
		h.settle()
		if _, locked := h.app.screen.(*lockedScreen); !locked {
			t.Fatalf("the screen is %T", h.app.screen)
		}
		close(held.let)
		h.settle()
		h.wantLocked()
	})
}

// Before the site is open, and where the system cannot tell, nothing happens.
func TestScreenLockOfNobody(t *testing.T) {
	withoutSite(t, func(h *hand) {
		h.app.program.ScreenLock = func(_ context.Context, left func(screenlock.Reason)) error {
			left(screenlock.Locked)
			return errors.New("no way")
		}
		h.app.start()
		h.settle()
		w, ok := h.app.screen.(*wizard)
		if !ok {
			t.Fatalf("the screen is %T", h.app.screen)
		}
		h.app.left(core.LockScreen)
		h.pass(time.Second)
		if h.app.screen != screen(w) {
			t.Errorf("the screen is %T", h.app.screen)
		}
	})
}
