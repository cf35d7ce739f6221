package gui

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/core/passkey/software"
	"gatehouse/core/policy"
)

// signInNow is the sign-in that the window shows.
func (h *hand) signInNow() *signInScreen {
	h.Helper()
	s, ok := h.app.screen.(*signInScreen)
	if !ok {
		h.Fatalf("the screen is %T, not the sign-in; it says:\n%s", h.app.screen, h.says())
	}
	return s
}

// Without a way to passkeys none is offered.
func TestSignInWithoutPasskeys(t *testing.T) {
	inWindow(t, func(h *hand) {
		h.wantNoText("passkey", "\nor\n")
		s := h.signInNow()
		s.byPasskey()
		h.settle()
		h.wantText("Account name")
	})
}

// A passkey opens the window without a name and a password, by keyboard alone.
func TestSignInByPasskey(t *testing.T) {
	keyed(t, func(h *hand, k *keyring) {
		s := h.signInNow()
		h.wantText("Sign in\n", "\nor\n", "Sign in with a passkey")
		h.focusedOn("the name", s.name.Input())
		h.golden("signin-passkey", smallWindow)
		h.golden("signin-passkey-narrow", fyne.NewSize(360, 480))
		h.golden("signin-passkey-900x600", leastWindow)
		h.app.window.Resize(smallWindow)
		h.enlarged(1.5)
		h.golden("signin-passkey-150", smallWindow)
		h.enlarged(1)
		h.app.window.Resize(smallWindow)
		k.held = true
		h.tabTo("the passkey", s.passkey)
		h.key(fyne.KeySpace)
		h.wantText("Go on in your browser", "3 min 0 s left to answer", "Cancel", "Northfield Depot · Europe/London")
		h.wantNoText("Account name", "Password")
		h.focusedOn("the button", s.stage.wait.cancelButton)
		h.golden("signin-passkey-wait", smallWindow)
		h.golden("signin-passkey-wait-900x600", leastWindow)
		h.goOn(k)
		h.entered()
		if h.app.session.own.Name != "a.okafor" || k.alive.Load() != 0 {
			t.Errorf("%s is signed in, %d ceremonies go on", h.app.session.own.Name, k.alive.Load())
		}
	})
}

// Return in the fields signs in with the password, as ever.
func TestSignInByPasswordBesidePasskey(t *testing.T) {
	keyed(t, func(h *hand, k *keyring) {
		h.type1("a.okafor")
		h.key(fyne.KeyReturn)
		h.type1(rootPassword)
		h.key(fyne.KeyReturn)
		h.entered()
		if k.alive.Load() != 0 {
			t.Error("a passkey was asked for")
		}
	})
}

// Whoever gives up has the form back as it was, without a word; what the browser gives
// up is said, and nothing is red about it.
func TestSignInPasskeyCancelled(t *testing.T) {
	keyed(t, func(h *hand, k *keyring) {
		s := h.signInNow()
		s.name.SetText("a.okafor")
		s.password.SetText("half a pass")
		k.held = true
		h.tap("Sign in with a passkey")
		h.key(fyne.KeySpace) // on “Cancel”
		h.wantText("Account name")
		if s.name.Text() != "a.okafor" || s.password.Text() != "half a pass" || s.notice.Visible() || k.alive.Load() != 0 {
			t.Errorf("fields hold %q and %q, notice %v", s.name.Text(), s.password.Text(), s.notice.Visible())
		}
		h.focusedOn("the passkey", s.passkey)
		k.Change(func(o *software.Settings) { o.Cancel = true })
		h.tap("Sign in with a passkey")
		h.goOn(k)
		h.wantText("No passkey was used: it was cancelled, or no answer came. Try again, or choose another way.")
		h.focusedOn("the passkey", s.passkey)
		if s.name.Text() != "a.okafor" || s.password.Text() != "half a pass" {
			t.Errorf("fields hold %q and %q", s.name.Text(), s.password.Text())
		}
		h.golden("signin-passkey-cancelled", smallWindow)
		k.Change(func(o *software.Settings) { o.Cancel = false })
		h.tap("Sign in with a passkey")
		h.wantNoText("No passkey was used")
		h.goOn(k)
		h.entered()
	})
}

// Nobody answers for three minutes.
func TestSignInPasskeyTooLate(t *testing.T) {
	keyed(t, func(h *hand, k *keyring) {
		k.held = true
		h.tap("Sign in with a passkey")
		h.ahead += passkey.Lifetime + time.Second
		h.goOn(k)
		h.wantText("No passkey was used: the time is up. Try again.")
		if h.signInNow().stage.waiting() {
			t.Error("it waits still")
		}
	})
}

// What is wrong with a passkey is said above the form: one that is not known here, one
// that was removed, one that was copied, one that the rules do not allow.
func TestSignInPasskeyRefused(t *testing.T) {
	keyed(t, func(h *hand, k *keyring) {
		_, err := h.usesPasskey(k)
		h.must(err)
		s := h.signInNow()
		id := k.Passkeys()[0].ID
		h.must(k.SetCount(id, 1))
		h.tap("Sign in with a passkey")
		h.wantText("There may be a second copy of this passkey, so it signs in no more.")
		h.focusedOn("the name", s.name.Input())
		h.golden("signin-passkey-copied", smallWindow)

		h.asRoot(func(token *core.Token) {
			own, err := h.app.site.Me(h.Context(), *token)
			h.must(err)
			done, err := h.app.site.RemovePasskey(h.Context(), *token, own.Passkeys.Keys[0].ID, rootPassword, true)
			h.must(err)
			*token = done.Token
		})
		h.must(k.SetCount(id, 99))
		h.tap("Sign in with a passkey")
		h.wantText("Gatehouse does not know this passkey; it may have been removed. Sign in with your password.")
		h.wantNoText("second copy")
		h.golden("signin-passkey-unknown", smallWindow)

		h.asRoot(func(own *core.Token) {
			h.addPasskey(own, rootPassword, "", k, passkey.SecurityKey)
			h.changeRules(*own, func(p *policy.Policy) { p.SignIn.Passkeys = policy.PasskeysOff })
		})
		h.tap("Sign in with a passkey")
		h.wantText("Your rules do not allow passkeys. Sign in with your password.")
		h.signIn("a.okafor", rootPassword)
		h.entered()
	})
}

// A locked account is locked for its passkey, too; the pause is that of the passkey's
// account, whatever name was typed.
func TestSignInPasskeyLocked(t *testing.T) {
	keyed(t, func(h *hand, k *keyring) {
		for _, wrong := range []string{"wrong 1", "wrong 2", "wrong 3", "wrong 4", "wrong 5"} {
			h.signIn("a.okafor", wrong)
		}
		s := h.signInNow()
		h.wantText("This account is locked for now", "Sign in with a passkey") // it may be somebody else's
		h.golden("signin-passkey-paused", smallWindow)
		s.name.SetText("ben")
		h.tap("Sign in with a passkey")
		h.wantText("This account is locked for now", "15 min 0 s", "Sign in at 08:27")
		h.wantNoText("ben")
		h.focusedOn("the name", s.name.Input())
		h.pass(15 * time.Minute)
		h.tap("Sign in with a passkey")
		h.entered()
	})
}

// An account with passkeys alone has its password refused like a wrong one.
func TestSignInPasskeyOnly(t *testing.T) {
	keyed(t, func(h *hand, k *keyring) {
		h.asRoot(func(token *core.Token) {
			h.addPasskey(token, rootPassword, "", newPhone(), passkey.Phone)
			h.changeRules(*token, func(p *policy.Policy) { p.SignIn.PasskeyOnly = true })
		})
		h.signIn("a.okafor", "wrong")
		s := h.signInNow()
		said := s.password.Problem()
		h.signIn("a.okafor", rootPassword)
		if got := s.password.Problem(); got == "" || got != said {
			t.Errorf("the right password gives %q, a wrong one %q", got, said)
		}
		h.tap("Sign in with a passkey")
		h.entered()
	})
}

// What the rules ask for follows a passkey as well, but no code and no answer.
func TestSignInPasskeyThenStep(t *testing.T) {
	keyed(t, func(h *hand, _ *keyring) {
		h.asRoot(func(token *core.Token) {
			h.changeRules(*token, func(p *policy.Policy) { p.Complexity.RequireSecurityQuestion = true })
		})
		h.tap("Sign in with a passkey")
		if _, ok := h.app.screen.(*setQuestion); !ok {
			t.Fatalf("the screen is %T; it says:\n%s", h.app.screen, h.says())
		}
	})
}

// A window that closes while the browser asks leaves no ceremony and no session.
func TestSignInPasskeyClosed(t *testing.T) {
	keyed(t, func(h *hand, k *keyring) {
		k.held = true
		h.tap("Sign in with a passkey")
		if k.alive.Load() != 1 {
			t.Fatalf("%d ceremonies go on", k.alive.Load())
		}
		h.app.close()
		h.settle()
		if k.alive.Load() != 0 {
			t.Error("the ceremony goes on")
		}
	})
}

// A passkey that is taken while the window closes leaves no session: nobody would hold
// its token.
func TestSignInPasskeyTakenAtTheEnd(t *testing.T) {
	keyed(t, func(h *hand, k *keyring) {
		flow := h.app.site.StartSignIn(h.app.program.Device)
		run := h.app.signsInBy(flow, k)
		h.app.back.cancel()
		h.must(run(h.Context(), nil))
		if code := core.ErrorCode(h.app.site.Alive(h.Context(), flow.Token())); code != core.CodeSession {
			t.Errorf("the session lives on: %q", code)
		}
	})
}

// A screen that has gone ends what comes too late.
func TestSignInPasskeyTakenTooLate(t *testing.T) {
	keyed(t, func(h *hand, k *keyring) {
		s := h.signInNow()
		flow := h.app.site.StartSignIn(h.app.program.Device)
		s.stage.begin(passkeyUse{
			by: k,
			run: func(_ context.Context, opened core.Opened) error {
				return h.app.signsInBy(flow, k)(context.Background(), opened) // deaf to the end
			},
			late: func() { h.app.endLate(flow.Token()) },
		})
		w := s.stage.wait
		h.app.showSignIn("")
		h.settle()
		if !w.gone || k.alive.Load() != 0 || flow.Step() != core.StepDone {
			t.Fatalf("gone %v, %d ceremonies, the sign-in is at %s", w.gone, k.alive.Load(), flow.Step())
		}
		h.wantText("Account name")
		if code := core.ErrorCode(h.app.site.Alive(h.Context(), flow.Token())); code != core.CodeSession {
			t.Errorf("the session lives on: %q", code)
		}
	})
}
