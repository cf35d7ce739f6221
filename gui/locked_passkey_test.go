package gui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/core/passkey/software"
	"gatehouse/core/policy"
)

// lockNow locks the window and gives its screen.
func (h *hand) lockNow() *lockedScreen {
	h.Helper()
	h.shortcut(fyne.KeyL)
	s, ok := h.app.screen.(*lockedScreen)
	if !ok {
		h.Fatalf("the screen is %T", h.app.screen)
	}
	return s
}

// A passkey opens the locked window beside the password, by keyboard alone.
func TestUnlockByPasskey(t *testing.T) {
	keyed(t, func(h *hand, k *keyring) {
		h.signIn("a.okafor", rootPassword)
		s := h.lockNow()
		h.wantText("The window is locked", "Password", "Unlock\n", "Unlock with a passkey", "Sign out")
		h.focusedOn("the password", s.password.Input())
		h.golden("locked-passkey", wideWindow)
		h.golden("locked-passkey-least", leastWindow)
		h.app.window.Resize(wideWindow)
		s.password.SetText("half")
		k.held = true
		h.tabTo("the passkey", s.passkey)
		h.key(fyne.KeySpace)
		h.wantText("Go on in your browser")
		h.wantNoText("Password", "Sign out")
		h.golden("locked-passkey-wait", wideWindow)
		h.key(fyne.KeySpace) // on “Cancel”
		h.wantText("The window is locked")
		h.focusedOn("the passkey", s.passkey)
		if s.password.Text() != "half" || k.alive.Load() != 0 {
			t.Errorf("the password is %q, %d ceremonies go on", s.password.Text(), k.alive.Load())
		}
		token := h.app.session.token
		h.key(fyne.KeySpace)
		h.goOn(k)
		h.entered()
		if h.app.session.token == token || k.alive.Load() != 0 || s.password.Text() != "" {
			t.Error("the token is the old one, the ceremony goes on, or the password is kept")
		}
		s = h.lockNow()
		s.password.SetText(rootPassword)
		h.tap("Unlock")
		h.entered()
	})
}

// A window that nobody used offers the passkey, too: the store has locked it before the
// window did.
func TestUnlockByPasskeyAfterIdle(t *testing.T) {
	keyed(t, func(h *hand, _ *keyring) {
		h.rule(idles(1))
		h.signIn("a.okafor", rootPassword)
		h.pass(62 * time.Second)
		h.wantLocked()
		h.tap("Unlock with a passkey")
		h.entered()
	})
}

// What is wrong with a passkey is said, and the window stays locked.
func TestUnlockByPasskeyRefused(t *testing.T) {
	keyed(t, func(h *hand, k *keyring) {
		h.signIn("a.okafor", rootPassword)
		mine := k.Passkeys()[0].ID
		token := h.memberIn("ben", h.addAccount("ben", core.RoleMember))
		h.addPasskey(&token, memberPassword, "", k, passkey.SecurityKey)
		s := h.lockNow()
		h.tap("Unlock with a passkey")
		h.wantText("This passkey belongs to another account.")
		h.focusedOn("the passkey", s.passkey)
		h.golden("locked-passkey-other", wideWindow)
		k.Change(func(o *software.Settings) { o.Cancel = true })
		h.tap("Unlock with a passkey")
		h.wantText("No passkey was used: it was cancelled")
		k.Change(func(o *software.Settings) { o.Cancel, o.Use = false, mine })
		h.must(k.SetCount(mine, 0))
		h.tap("Unlock with a passkey")
		h.wantText("There may be a second copy of this passkey")
		s.password.SetText(rootPassword)
		h.tap("Unlock")
		h.signInNow() // the session has ended: whoever has the copy may have begun it
		h.signIn("a.okafor", rootPassword)
		h.entered()
		// A copied one is not offered any more.
		h.lockNow()
		h.wantNoText("Unlock with a passkey")
	})
}

// Wrong passwords lock the passkey out, too, until the pause is over.
func TestUnlockByPasskeyPause(t *testing.T) {
	keyed(t, func(h *hand, _ *keyring) {
		h.signIn("a.okafor", rootPassword)
		s := h.lockNow()
		for _, wrong := range []string{"wrong 1", "wrong 2", "wrong 3", "wrong 4", "wrong 5"} {
			s.password.SetText(wrong)
			h.tap("Unlock")
		}
		h.wantText("This account is locked for now")
		h.wantNoText("Unlock with a passkey")
		h.pass(15 * time.Minute)
		h.wantText("Unlock with a passkey")
		h.tap("Unlock with a passkey")
		h.entered()
	})
	keyed(t, func(h *hand, _ *keyring) {
		h.signIn("a.okafor", rootPassword)
		h.lockNow()
		h.failsElsewhere("a.okafor")
		h.tap("Unlock with a passkey")
		h.wantText("This account is locked for now")
		h.wantNoText("Unlock with a passkey")
	})
}

// Where the password is off a passkey is the way, and the password is not asked for.
func TestUnlockByPasskeyOnly(t *testing.T) {
	keyed(t, func(h *hand, k *keyring) {
		h.signIn("a.okafor", rootPassword)
		h.asRoot(func(token *core.Token) {
			h.addPasskey(token, rootPassword, "", newPhone(), passkey.Phone)
			h.changeRules(*token, func(p *policy.Policy) { p.SignIn.PasskeyOnly = true })
		})
		s := h.lockNow()
		h.wantText("Unlock with a passkey", "Sign out")
		h.wantNoText("Password", "Unlock\n")
		h.focusedOn("the passkey", s.passkey)
		h.golden("locked-passkey-only", wideWindow)
		h.key(fyne.KeySpace)
		h.entered()
		h.app.program.Passkeys, h.app.passkeys = nil, nil
		s = h.lockNow()
		h.wantText("Your password does not open this window beside your passkeys")
		h.wantNoText("Unlock with a passkey")
		h.focusedOn("the button", s.other)
		h.golden("locked-passkey-noway", wideWindow)
		h.tap("Sign out")
		h.signInNow()
	})
}

// Without a passkey, and without a way to use one, none is offered.
func TestUnlockWithoutPasskey(t *testing.T) {
	keyed(t, func(h *hand, k *keyring) {
		token := h.memberIn("ben", h.addAccount("ben", core.RoleMember))
		h.must(h.app.site.SignOut(h.Context(), token))
		h.signIn("ben", memberPassword)
		h.lockNow()
		h.wantNoText("passkey")
	})
	inWindow(t, func(h *hand) {
		h.asRoot(func(token *core.Token) { h.addPasskey(token, rootPassword, "", newKey(), passkey.SecurityKey) })
		h.signIn("a.okafor", rootPassword)
		h.lockNow()
		h.wantNoText("passkey")
	})
}

// A session that was ended elsewhere leads to the sign-in, and a window that closes ends
// the ceremony; whatever comes too late opens nothing.
func TestUnlockByPasskeyEnded(t *testing.T) {
	keyed(t, func(h *hand, k *keyring) {
		h.signIn("a.okafor", rootPassword)
		s := h.lockNow()
		k.held = true
		h.tap("Unlock with a passkey")
		h.elsewhere(func(site *core.Site) { h.must(site.SignOut(h.Context(), s.token)) })
		h.goOn(k)
		h.signInNow()
		h.wantText("You are signed out. Sign in again to go on.")
	})
	keyed(t, func(h *hand, k *keyring) {
		h.signIn("a.okafor", rootPassword)
		s := h.lockNow()
		k.held = true
		h.tap("Unlock with a passkey")
		h.app.close()
		h.settle()
		if k.alive.Load() != 0 {
			t.Error("the ceremony goes on")
		}
		if code := core.ErrorCode(h.app.site.Alive(h.Context(), s.token)); code != core.CodeSession {
			t.Errorf("the session lives on: %q", code)
		}
	})
}
