package gui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// aboutToLock is the title of the warning.
const aboutToLock = "The window is about to lock"

// idles is a policy that lets a session go unused for so long.
func idles(minutes int) func(*policy.Policy) {
	return func(p *policy.Policy) { p.SignIn.IdleMinutes = &minutes }
}

// idling runs a test in the shell of the root account, which locks after some
// minutes.
func idling(t *testing.T, minutes int, do func(h *hand)) {
	t.Helper()
	inWindow(t, func(h *hand) {
		h.rule(idles(minutes))
		h.signIn("a.okafor", rootPassword)
		do(h)
	})
}

// wantLocked fails unless the window is locked and the store knows.
func (h *hand) wantLocked() {
	h.Helper()
	if _, ok := h.app.screen.(*lockedScreen); !ok {
		h.Fatalf("the screen is %T", h.app.screen)
	}
	if code := core.ErrorCode(h.app.site.Alive(h.Context(), h.app.session.token)); code != core.CodeWindowLocked {
		h.Errorf("the store says %q of the session", code)
	}
}

// A window that nobody uses warns for a minute and locks; its person opens it.
func TestIdleWindowLocks(t *testing.T) {
	idling(t, 5, func(h *hand) {
		h.pass(4*time.Minute - time.Second)
		h.wantNoText(aboutToLock)
		h.pass(2500 * time.Millisecond)
		h.wantText(aboutToLock, "It locks in 59 s")
		h.pass(30 * time.Second)
		h.wantText("It locks in 29 s")
		h.pass(31 * time.Second)
		h.wantLocked()
		h.wantNoText(aboutToLock)
		s := h.app.screen.(*lockedScreen)
		s.password.SetText(rootPassword)
		h.tap("Unlock")
		if _, ok := h.app.screen.(*shell); !ok {
			t.Fatalf("the screen is %T", h.app.screen)
		}
		h.pass(4*time.Minute - time.Second)
		h.wantNoText(aboutToLock)
	})
}

// The warning is a dialog like others, and has room over one in the smallest
// window. The clock is moved at once: the toolkit forgets how things look that it
// has not painted for a minute.
func TestIdleWarningLooks(t *testing.T) {
	idling(t, 5, func(h *hand) {
		h.ahead += 4*time.Minute - time.Second
		h.pass(2500 * time.Millisecond)
		h.golden("idle-warning", wideWindow)
	})
	idling(t, 1, func(h *hand) {
		h.shortcut(fyne.Key2)
		h.tap("New account")
		h.ahead += 39 * time.Second
		h.pass(2500 * time.Millisecond)
		h.wantText(aboutToLock)
		h.golden("idle-warning-900x600", leastWindow)
	})
}

// Whoever uses the window now and then is never warned.
func TestUseKeepsTheWindowOpen(t *testing.T) {
	idling(t, 2, func(h *hand) {
		for range 20 {
			h.pass(75 * time.Second)
			h.wantNoText(aboutToLock)
			h.app.touched()
			h.settle()
		}
		if _, ok := h.app.screen.(*shell); !ok {
			t.Errorf("the screen is %T", h.app.screen)
		}
	})
}

// Any use takes the warning away, and leaves what lies beneath it as it was.
func TestUseTakesTheWarningAway(t *testing.T) {
	idling(t, 3, func(h *hand) {
		h.shortcut(fyne.Key2)
		h.tap("New account")
		h.wantText("Add account")
		canvas := h.app.window.Canvas()
		before := canvas.Focused()
		for _, use := range []func(){
			h.app.touched,
			func() { h.app.touched(); h.key(fyne.KeyEscape) },
			func() { h.app.touched(); h.key(fyne.KeyReturn) },
			func() { h.tap("Stay signed in") },
		} {
			h.pass(2*time.Minute + 2*time.Second)
			h.wantText(aboutToLock)
			use()
			h.settle()
			h.wantNoText(aboutToLock)
			h.wantText("Add account")
			if canvas.Focused() != before {
				t.Errorf("the keyboard is on %T", canvas.Focused())
			}
			h.pass(time.Minute)
			h.wantNoText(aboutToLock)
			h.app.touched()
		}
	})
}

// A warning that went with what it lay over comes again.
func TestWarningComesAgain(t *testing.T) {
	idling(t, 3, func(h *hand) {
		h.pass(2*time.Minute + 2*time.Second)
		h.app.closeDialogs()
		h.pass(2 * time.Second)
		h.wantText(aboutToLock)
	})
}

// Without a limit in the policy the window stays open, and a limit that comes
// meanwhile holds at once.
func TestIdleFollowsThePolicy(t *testing.T) {
	inWindow(t, func(h *hand) {
		h.signIn("a.okafor", rootPassword)
		h.ahead += 3 * time.Hour
		h.pass(2 * time.Second)
		if _, ok := h.app.screen.(*shell); !ok {
			t.Fatalf("the screen is %T", h.app.screen)
		}
		h.rule(idles(60))
		h.pass(2 * time.Second)
		h.wantLocked()
	})
}

// A computer that slept for longer than the limit wakes to a locked window.
func TestSleepLocks(t *testing.T) {
	idling(t, 5, func(h *hand) {
		h.ahead += 10 * time.Minute
		h.pass(2 * time.Second)
		h.wantLocked()
	})
}

// What the window asks core by itself is no use of it, and a limit that a page
// learns of first locks the window, too.
func TestACallThatIsRefusedLocks(t *testing.T) {
	idling(t, 5, func(h *hand) {
		h.app.stopWatching()
		h.ahead += 5 * time.Minute
		h.shortcut(fyne.Key2)
		h.wantLocked()
	})
}

// A store that cannot be read does not keep the window open.
func TestIdleWithoutAStore(t *testing.T) {
	idling(t, 5, func(h *hand) {
		h.pass(2 * time.Second)
		h.must(h.app.store.Close())
		h.pass(5 * time.Minute)
		if _, ok := h.app.screen.(*signInScreen); !ok {
			t.Errorf("the screen is %T", h.app.screen)
		}
		if h.app.session != nil {
			t.Error("the session is still held")
		}
	})
}

// While a change replaces the token nobody asks with the old one.
func TestNobodyAsksWhileTheTokenChanges(t *testing.T) {
	idling(t, 3, func(h *hand) {
		h.pass(2*time.Minute + 2*time.Second)
		h.app.stopWatching()
		asked := h.app.watching.newest
		h.tap("Stay signed in")
		h.wantNoText(aboutToLock)
		if h.app.watching.newest != asked {
			t.Error("somebody asked")
		}
	})
}

// elsewhere opens the site once more, as another program does.
func (h *hand) elsewhere(do func(*core.Site)) {
	h.Helper()
	p := h.app.program
	store, err := p.OpenStore(h.Context(), p.DataDir)
	h.must(err)
	site, err := core.Open(h.Context(), store, core.Unlock{KeyFile: p.KeyFile}, p.config())
	h.must(err)
	do(site)
	h.must(site.Close())
}

// in signs in at a site and gives the token.
func (h *hand) in(site *core.Site, name, secret string) core.Token {
	h.Helper()
	flow := site.StartSignIn(core.Device{Client: core.ClientCommand, Host: "relay-02"})
	_, err := flow.Password(h.Context(), name, secret)
	h.must(err)
	return flow.Token()
}

// A session that another program ended is gone from the screen within two
// seconds, with all that lay over it, and who ended it is told where that is known.
func TestEndedByAnotherProgram(t *testing.T) {
	const plain = "You are signed out. Sign in again to go on."
	for name, c := range map[string]struct {
		end  func(*hand, *core.Site)
		says string
	}{
		"signed out of all other devices by a new password": {func(h *hand, site *core.Site) {
			_, err := site.ChangePassword(h.Context(), h.in(site, "lena", memberPassword),
				core.OwnChange{Current: memberPassword, New: rootPassword + " 2", Confirm: rootPassword + " 2", EndOthers: true})
			h.must(err)
		}, plain},
		"signed out of all other devices": {func(h *hand, site *core.Site) {
			ended, err := site.EndOtherSessions(h.Context(), h.in(site, "lena", memberPassword))
			h.must(err)
			if ended != 1 {
				h.Errorf("%d sessions ended", ended)
			}
		}, "You were signed out from another device. Sign in again to go on."},
		"signed out everywhere": {func(h *hand, site *core.Site) {
			h.must(site.EndAllSessions(h.Context(), h.in(site, "lena", memberPassword)))
		}, "You were signed out from another device. Sign in again to go on."},
		"signed out by an administrator": {func(h *hand, site *core.Site) {
			h.must(site.EndSessionsOf(h.Context(), h.in(site, "a.okafor", rootPassword), h.app.session.own.ID, 0, "left the laptop in a train"))
		}, "An administrator has signed you out. Sign in again to go on."},
		"switched off": {func(h *hand, site *core.Site) {
			h.must(site.DisableAccount(h.Context(), h.in(site, "a.okafor", rootPassword), h.app.session.own.ID))
		}, plain},
		"deleted": {func(h *hand, site *core.Site) {
			h.must(site.DeleteAccount(h.Context(), h.in(site, "a.okafor", rootPassword), h.app.session.own.ID, "lena"))
		}, plain},
	} {
		t.Run(name, func(t *testing.T) {
			inWindow(t, func(h *hand) {
				h.signIn("lena", h.addAccount("lena", core.RoleMember))
				s := h.app.screen.(*firstPassword)
				s.fresh.fresh.SetText(memberPassword)
				s.fresh.confirm.SetText(memberPassword)
				h.tap("Save and go on")
				h.wantText("Your devices", "DEPOT-PC-14")
				h.app.showHistory(h.security())
				h.settle()
				h.elsewhere(func(site *core.Site) { c.end(h, site) })
				h.pass(2 * time.Second)
				if _, ok := h.app.screen.(*signInScreen); !ok {
					t.Fatalf("the screen is %T", h.app.screen)
				}
				if h.app.window.Canvas().Overlays().Top() != nil {
					t.Error("a dialog lies over the sign-in")
				}
				if h.app.session != nil {
					t.Error("what the session showed is kept")
				}
				h.wantText(c.says)
				h.wantNoText("Your devices", "DEPOT-PC-14", "Sign-in history")
			})
		})
	}
}

// The windows of tests have no system to listen to.
func TestWatchInputTellsThatItCannot(t *testing.T) {
	if w := test.NewTempWindow(t, nil); watchInput(w, func() {}) {
		t.Error("it can")
	}
}
