package gui

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/twostep"
	"gatehouse/gui/screenlock"
)

// beginAgain is what the sign-in says after the screen was left.
const beginAgain = "Nobody was before the screen, so this sign-in was given up. Begin again."

// wantBegun fails unless the window asks for the name again, and says why.
func (h *hand) wantBegun() *signInScreen {
	h.Helper()
	h.noDialog()
	s := h.signInNow()
	h.wantText(beginAgain)
	if h.app.session != nil || s.password.Text() != "" {
		h.Error("a session is held, or a password")
	}
	return s
}

// wantOver fails unless the session of a token is over.
func (h *hand) wantOver(token core.Token) {
	h.Helper()
	if code := core.ErrorCode(h.app.site.Alive(h.Context(), token)); token.Zero() || code != core.CodeSession {
		h.Errorf("the store says %q of the session", code)
	}
}

// sessions counts those that live, of the first accounts of the site.
func (h *hand) sessions() int {
	h.Helper()
	n := 0
	h.must(h.app.store.View(h.Context(), func(tx core.Tx) error {
		for id := range core.AccountID(5) {
			live, err := tx.Sessions(id)
			if err != nil {
				return err
			}
			n += len(live)
		}
		return nil
	}))
	return n
}

// At the sign-in the name stays and the password goes; a pause goes on.
func TestScreenLockAtTheSignIn(t *testing.T) {
	listening(t, func(h *hand, say func(screenlock.Reason)) {
		s := h.signInNow()
		s.name.SetText("a.okafor")
		s.password.SetText(rootPassword)
		say(screenlock.Switched)
		if h.signInNow() != s || s.name.Text() != "a.okafor" || s.password.Text() != "" {
			t.Errorf("the name is %q, the password %q", s.name.Text(), s.password.Text())
		}
		for i := range 5 {
			h.signIn("a.okafor", fmt.Sprint("wrong ", i))
		}
		say(screenlock.Locked)
		if !s.lock.locked() || h.signInNow() != s {
			t.Error("the pause is gone")
		}
	})
}

// A code that is asked for is asked for no more, and the password that waited is gone.
func TestScreenLockAtTheCode(t *testing.T) {
	listening(t, func(h *hand, say func(screenlock.Reason)) {
		var m *codeMaker
		h.asRoot(func(token *core.Token) { m = h.addApp(token, rootPassword, "Phone", twostep.Params{}) })
		s := h.toCode("a.okafor", rootPassword)
		h.type1(m.now()[:3])
		say(screenlock.Locked)
		h.wantBegun()
		if s.code.Text() != "" || s.flow.Step() == core.StepTwoStep {
			t.Errorf("%q is typed, the step is %q", s.code.Text(), s.flow.Step())
		}
		// While the code is being checked nobody comes in.
		s = h.toCode("a.okafor", rootPassword)
		s.code.SetText(m.now())
		s.submit()
		h.app.left(core.LockScreen)
		h.settle()
		h.wantBegun()
		if !s.flow.Token().Zero() || h.sessions() != 0 {
			t.Errorf("%d sessions are left", h.sessions())
		}
	})
}

// What a sign-in asks to be set is left, and the session that was for it ends.
func TestScreenLockWhileSomethingIsSet(t *testing.T) {
	listening(t, func(h *hand, say func(screenlock.Reason)) {
		first := h.addAccount("lena", core.RoleMember)
		h.signIn("lena", first)
		s := h.app.screen.(*firstPassword)
		s.fresh.fresh.SetText(memberPassword)
		token := s.flow.Token()
		say(screenlock.Sleep)
		h.wantBegun()
		h.wantOver(token)
		if s.fresh.fresh.Text() != "" {
			t.Error("what was typed is kept")
		}
		// While it is being saved the password may be changed, and nobody comes in.
		h.signIn("lena", first)
		s = h.app.screen.(*firstPassword)
		s.fresh.fresh.SetText(memberPassword)
		s.fresh.confirm.SetText(memberPassword)
		h.app.showAbout()
		s.submit()
		h.app.left(core.LockScreen)
		h.settle()
		h.wantBegun()
		if h.sessions() != 0 {
			t.Errorf("%d sessions are left", h.sessions())
		}
	})
}

// Recovery codes that were just shown go with the screen, and the sign-in says so.
func TestScreenLockOverRecoveryCodes(t *testing.T) {
	enrols(t, func(h *hand, s *enrolStep) {
		h.type1(h.scan().code(0))
		h.key(fyne.KeyReturn)
		h.wantText("Save your recovery codes")
		token := s.flow.Token()
		h.app.left(core.LockScreen)
		h.settle()
		h.wantBegun()
		h.wantText(codesGone())
		h.wantOver(token)
	})
}

// A sign-in that is through, or nearly, when the screen is left is over as well.
func TestScreenLockDuringTheSignIn(t *testing.T) {
	listening(t, func(h *hand, say func(screenlock.Reason)) {
		for name, come := range map[string]func(s *signInScreen){
			"the password is being checked": func(s *signInScreen) { s.submit() },
			"the window is about to open": func(s *signInScreen) {
				flow := h.app.site.StartSignIn(h.app.program.Device)
				step, err := flow.Password(h.Context(), "a.okafor", rootPassword)
				h.must(err)
				s.under = flow
				s.answered(flow, step, nil)
			},
		} {
			s := h.signInNow()
			s.name.SetText("a.okafor")
			s.password.SetText(rootPassword)
			come(s)
			h.app.left(core.LockScreen)
			h.settle()
			h.wantBegun()
			if h.sessions() != 0 {
				t.Errorf("%s: %d sessions are left", name, h.sessions())
			}
		}
		k := h.passkeys()
		k.held = true
		s := h.signInNow()
		s.byPasskey()
		h.settle()
		h.wantText("Go on in your browser")
		say(screenlock.Locked)
		h.wantBegun()
		if k.alive.Load() != 0 {
			t.Error("the ceremony goes on")
		}
		// One that failed or was given up leaves nothing to give up.
		s = h.signInNow()
		s.byPasskey()
		h.settle()
		h.tap("Cancel")
		h.signIn("a.okafor", "wrong password 1")
		say(screenlock.Locked)
		if h.signInNow() != s {
			t.Error("the sign-in begins again without a need")
		}
	})
}
