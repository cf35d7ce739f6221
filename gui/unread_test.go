package gui

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
)

// unlock opens the locked window with the root account's password.
func (h *hand) unlock() {
	h.Helper()
	s, ok := h.app.screen.(*lockedScreen)
	if !ok {
		h.Fatalf("the screen is %T", h.app.screen)
	}
	s.password.SetText(rootPassword)
	h.tap("Unlock")
}

// showingFirst runs a test while the first password of lena, just added, is
// shown.
func showingFirst(t *testing.T, do func(h *hand, first string)) {
	t.Helper()
	signedIn(t, func(h *hand) {
		h.openAccounts(h.app.site)
		h.tap("New account")
		h.type1("lena")
		h.tap("Add account")
		h.wantText("First password of lena")
		do(h, h.onceShown())
	})
}

// The lock hides a first password, and its person has it back.
func TestLockGivesTheFirstPasswordBack(t *testing.T) {
	showingFirst(t, func(h *hand, first string) {
		h.tap("Copy")
		for range 2 {
			h.app.lock()
			h.settle()
			h.wantNoText(first, "lena")
			if got := h.app.fyne.Clipboard().Content(); got != "" {
				t.Errorf("the clipboard holds %q", got)
			}
			h.unlock()
			h.wantText("First password of lena", first)
		}
		h.signsIn("lena", first)
		h.tap("I have passed it on")
		h.tap("Done")
		h.noDialog()
		h.app.lock()
		h.settle()
		h.unlock()
		h.wantNoText(first)
		h.noDialog()
	})
}

// A password that was passed on is not kept by the lock, nor by one for want of
// use.
func TestLockKeepsNothingThatWasPassedOn(t *testing.T) {
	showingFirst(t, func(h *hand, first string) {
		h.tap("I have passed it on")
		h.app.lock()
		h.settle()
		if h.app.once != nil {
			t.Error("it is kept")
		}
		h.unlock()
		h.wantNoText(first)
	})
}

// The lock for want of use hides and keeps it like any other.
func TestIdleLockKeepsTheFirstPassword(t *testing.T) {
	showingFirst(t, func(h *hand, first string) {
		h.rule(idles(5))
		h.pass(5*time.Minute + 2*time.Second)
		h.wantLocked()
		h.wantNoText(first)
		h.unlock()
		h.wantText("First password of lena", first)
	})
}

// A first password that comes while the window is locked, or after it was
// unlocked, is not lost.
func TestFirstPasswordComesLate(t *testing.T) {
	for name, unlocked := range map[string]bool{"behind the lock": false, "after it": true} {
		t.Run(name, func(t *testing.T) {
			signedIn(t, func(h *hand) {
				late := &lateAdd{accountsService: h.app.site, goOn: make(chan struct{})}
				h.openAccounts(late)
				h.tap("New account")
				h.type1("lena")
				h.tap("Add account")
				h.app.lock()
				h.settle()
				if unlocked {
					h.unlock()
				}
				close(late.goOn)
				h.settle()
				if !unlocked {
					h.wantNoText(late.first)
					h.unlock()
				}
				h.wantText("First password of lena", late.first)
				h.signsIn("lena", late.first)
			})
		})
	}
}

// lateAdd holds the answer back after an account was added.
type lateAdd struct {
	accountsService
	goOn  chan struct{}
	first string
}

func (l *lateAdd) AddAccount(ctx context.Context, token core.Token, n core.NewAccount) (core.Added, error) {
	added, err := l.accountsService.AddAccount(ctx, token, n)
	l.first = added.FirstPassword
	<-l.goOn
	return added, err
}

// Nobody else gets it: whoever signs in instead sees nothing of it, and is asked
// before, without being told whose it is.
func TestSignOutAtTheLockLosesTheFirstPassword(t *testing.T) {
	showingFirst(t, func(h *hand, first string) {
		h.app.lock()
		h.settle()
		h.tap("Sign out")
		h.wantText("Is the password passed on?")
		h.wantNoText("lena", first)
		h.golden("locked-loss", wideWindow)
		h.key(fyne.KeyEscape)
		h.wantText("The window is locked")
		h.tap("Sign out")
		h.tap("Sign out anyway")
		if _, ok := h.app.screen.(*signInScreen); !ok {
			t.Fatalf("the screen is %T", h.app.screen)
		}
		if h.app.once != nil {
			t.Error("it is still held")
		}
		h.signIn("a.okafor", rootPassword)
		h.noDialog()
		h.wantNoText(first)
	})
}

// A session that ends elsewhere takes it away, and says so, while it is shown and
// while it waits behind the lock.
func TestEndOfTheSessionLosesTheFirstPassword(t *testing.T) {
	for name, locked := range map[string]bool{"shown": false, "locked": true} {
		t.Run(name, func(t *testing.T) {
			showingFirst(t, func(h *hand, first string) {
				if locked {
					h.app.lock()
					h.settle()
				}
				h.must(h.app.site.SignOut(h.Context(), h.app.session.token))
				if locked {
					h.unlock()
				}
				h.pass(2 * time.Second)
				if _, ok := h.app.screen.(*signInScreen); !ok {
					t.Fatalf("the screen is %T", h.app.screen)
				}
				h.wantText("The first password of lena is gone. Reset it to get another one.")
				h.wantNoText(first)
				h.signIn("a.okafor", rootPassword)
				h.wantNoText(first)
			})
		})
	}
}

// Closing the window asks before the password is lost, once however often it is
// pressed, and goes without a question when it was passed on.
func TestCloseAsksForTheFirstPassword(t *testing.T) {
	inAccounts(t, nil, func(h *hand, p *accountsPage) {
		const first = "Kd7-plover-Ru5t-4421"
		p.showOnce(core.Added{ID: 1, Name: "lena", FirstPassword: first}, func() {})
		h.app.close()
		h.app.close()
		h.settle()
		h.wantText("Is the password passed on?", "The first password of lena is shown nowhere again.")
		h.golden("accounts-once-close", leastWindow)
		h.tap("Go back")
		h.wantText(first)
		if h.app.back.ctx.Err() != nil {
			t.Fatal("the window has closed")
		}
		h.app.close()
		h.settle()
		h.tap("Close anyway")
		if h.app.back.ctx.Err() == nil {
			t.Error("the window is still open")
		}
	})
	showingFirst(t, func(h *hand, _ string) {
		h.tap("I have passed it on")
		h.app.close()
		h.settle()
		if h.app.back.ctx.Err() == nil {
			t.Error("the window is still open")
		}
	})
}

// At the lock, closing asks too.
func TestCloseAtTheLockAsks(t *testing.T) {
	showingFirst(t, func(h *hand, _ string) {
		h.app.lock()
		h.settle()
		h.app.close()
		h.settle()
		h.wantText("A first password waits behind the lock")
		h.tap("Close anyway")
		if h.app.back.ctx.Err() == nil {
			t.Error("the window is still open")
		}
	})
}

// The lock of another person's session gives nothing away.
func TestFirstPasswordOfSomebodyElse(t *testing.T) {
	showingFirst(t, func(h *hand, first string) {
		h.app.lock()
		h.settle()
		h.app.once.(*oncePassword).owner++
		h.unlock()
		h.noDialog()
		h.wantNoText(first)
	})
}
