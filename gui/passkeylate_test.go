package gui

import (
	"crypto/rand"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/core/passkey/software"
	"gatehouse/core/policy"
)

// asking runs a test while a passkey is asked for.
func asking(t *testing.T, prepare func(*keyring), do func(h *hand, k *keyring)) {
	t.Helper()
	signedIn(t, func(h *hand) {
		k := h.passkeys()
		prepare(k)
		h.security().load()
		h.settle()
		h.toChooser()
		h.key(fyne.KeyReturn)
		h.wantText("Go on in your browser")
		do(h, k)
	})
}

// The lock, the sign-out and the end of the session take the ceremony along: an answer
// that comes after that is written nowhere.
func TestPasskeyCeremonyEnds(t *testing.T) {
	for name, leave := range map[string]func(h *hand){
		"lock":     func(h *hand) { h.app.lock() },
		"sign out": func(h *hand) { h.app.signOut() },
		"idle": func(h *hand) {
			h.rule(idles(1))
			h.pass(time.Minute + 2*watchEvery)
		},
		"ended elsewhere": func(h *hand) {
			h.elsewhere(func(site *core.Site) {
				token := h.in(site, "a.okafor", rootPassword)
				_, err := site.ChangePassword(h.Context(), token, core.OwnChange{
					Current: rootPassword, New: memberPassword, Confirm: memberPassword, EndOthers: true,
				})
				h.must(err)
			})
			h.pass(2 * watchEvery)
		},
	} {
		t.Run(name, func(t *testing.T) {
			asking(t, func(k *keyring) { k.held = true }, func(h *hand, k *keyring) {
				leave(h)
				h.settle()
				h.noDialog()
				if _, open := h.app.screen.(*shell); open {
					t.Errorf("the window is open:\n%s", h.says())
				}
				if k.alive.Load() != 0 || len(k.Passkeys()) != 0 {
					t.Error("the ceremony goes on")
				}
			})
		})
	}
}

// A ceremony that does not end by itself is ended when its time is up.
func TestPasskeyCeremonyHangs(t *testing.T) {
	asking(t, func(k *keyring) { k.held = true }, func(h *hand, k *keyring) {
		h.pass(passkey.Lifetime)
		h.wantText("0 s left to answer")
		h.pass(waitGrace + time.Second)
		h.wantText("No passkey was saved: the time is up. Try again.")
		if k.alive.Load() != 0 {
			t.Error("it goes on")
		}
	})
}

// A window that is locked in the last moment keeps the passkey, and its session.
func TestPasskeyLockedInTheLastMoment(t *testing.T) {
	asking(t, func(k *keyring) { k.stall = make(chan struct{}) }, func(h *hand, k *keyring) {
		token := h.app.session.token
		if !h.app.session.renewing || h.app.stopWatch != nil {
			t.Error("others may ask while the session may change")
		}
		h.app.lock()
		h.settle()
		if _, locked := h.app.screen.(*lockedScreen); !locked {
			t.Fatal("the window is open")
		}
		close(k.stall)
		h.settle()
		if h.app.session.token != token {
			t.Error("the session has another token")
		}
		if err := h.app.site.Alive(h.Context(), h.app.session.token); core.ErrorCode(err) != core.CodeWindowLocked {
			t.Errorf("the session is not locked in the store: %v", err)
		}
		h.unlock()
		h.noDialog()
		h.wantText("Security key · added today at 08:12 · not used yet")
	})
}

// A window that was signed out in the last moment leaves no session behind.
func TestPasskeySignedOutInTheLastMoment(t *testing.T) {
	asking(t, func(k *keyring) { k.stall = make(chan struct{}) }, func(h *hand, k *keyring) {
		h.app.signOut()
		h.settle()
		close(k.stall)
		h.settle()
		own, err := h.app.site.Me(h.Context(), h.in(h.app.site, "a.okafor", rootPassword))
		h.must(err)
		if len(own.Others) != 0 || len(own.Passkeys.Keys) != 1 {
			t.Errorf("%d sessions are left and %d passkeys", len(own.Others), len(own.Passkeys.Keys))
		}
	})
}

// Who presses Cancel a moment too late sees what was saved.
func TestPasskeyCancelledTooLate(t *testing.T) {
	asking(t, func(k *keyring) { k.stall = make(chan struct{}) }, func(h *hand, k *keyring) {
		h.tap("Cancel")
		h.wantText("Cancelling")
		h.key(fyne.KeyEscape)
		h.picture("passkey-wait-cancelling", wideWindow)
		close(k.stall)
		h.settle()
		h.wantText("Passkey saved")
		h.tap("Discard it")
		h.wantText("The passkey is discarded.")
	})
}

// Of two windows that add the first passkey at once, one begins again.
func TestPasskeyInTwoWindows(t *testing.T) {
	asking(t, func(k *keyring) { k.held = true }, func(h *hand, k *keyring) {
		h.elsewhere(func(site *core.Site) {
			token := h.in(site, "a.okafor", rootPassword)
			set, err := site.AddPasskey(h.Context(), token, rootPassword)
			h.must(err)
			_, err = set.Make(h.Context(), token, software.New(rand.Reader), passkey.AnyKind, nil)
			h.must(err)
		})
		h.goOn(k)
		h.wantText("Choose where to save this passkey")
		h.wantNoText("Passkey saved")
		if keys := h.ownKeys(); len(keys) != 1 {
			t.Errorf("there are %d", len(keys))
		}
		h.key(fyne.KeyEscape)
		h.noDialog()
		h.must(h.app.site.Alive(h.Context(), h.app.session.token))
	})
}

// A passkey of which there is a second copy is marked, and can be removed.
func TestPasskeyCopied(t *testing.T) {
	signedIn(t, func(h *hand) {
		k := h.passkeys()
		h.security().load()
		h.settle()
		h.added(k, "Old key")
		stolen := k.Clone()
		_, err := h.app.site.StartSignIn(h.app.program.Device).Passkey(h.Context(), stolen, nil)
		h.must(err)
		_, err = h.app.site.StartSignIn(h.app.program.Device).Passkey(h.Context(), k, nil)
		if core.ErrorCode(err) != core.CodeSignIn {
			t.Fatalf("the copied one signs in: %v", err)
		}
		h.security().load()
		h.settle()
		h.signInNow() // whoever has the copy may have signed in with it
		h.signIn("a.okafor", rootPassword)
		h.wantText("May have been copied – signs in no more. Remove it", "Refused")
		h.golden("passkeys-copied", wideWindow)
		h.moreFor("Old key", 2)
		h.wantText("It signs you in no more already.")
		h.type1(rootPassword)
		h.tap("Remove passkey")
		h.wantText("“Old key” is removed.", "No passkey yet")
	})
}

// The rules may change while the browser asks.
func TestPasskeyRulesChangeMeanwhile(t *testing.T) {
	asking(t, func(k *keyring) { k.held = true }, func(h *hand, k *keyring) {
		h.rule(func(p *policy.Policy) { p.SignIn.Passkeys = policy.PasskeysOff })
		h.goOn(k)
		h.wantText("Your rules do not allow passkeys.")
		if len(h.ownKeys()) != 0 {
			t.Error("one is stored")
		}
		h.key(fyne.KeyEscape)
		h.noDialog()
	})
}
