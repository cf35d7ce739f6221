package gui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
)

// enrols runs a test in the step of the sign-in that asks for the set-up.
func enrols(t *testing.T, do func(h *hand, s *enrolStep)) {
	t.Helper()
	withoutSite(t, func(h *hand) {
		h.drawsSteadily()
		h.makeSite()
		h.app.start()
		h.settle()
		h.requires(0)
		h.turn()
		h.signIn("a.okafor", rootPassword)
		s, ok := h.app.screen.(*enrolStep)
		if !ok {
			h.Fatalf("the screen is %T", h.app.screen)
		}
		do(h, s)
	})
}

// Where the rules ask for it the sign-in goes on after the set-up and the codes only.
func TestEnrolStep(t *testing.T) {
	enrols(t, func(h *hand, s *enrolStep) {
		h.wantText("Set up two-step verification", "Your rules ask for a code after the password.", "Scan the QR code with it")
		h.focusedOn("the code", s.form.code.Input())
		h.golden("enrol", s.size())
		p := h.scan()
		h.type1(p.wrong())
		h.key(fyne.KeyReturn)
		h.wantText("This is not the code of this app.")
		h.golden("enrol-wrong", s.size())
		h.tap("Can't scan QR code?")
		h.tap("Copy the key")
		h.golden("enrol-key", s.size())
		s.form.code.Focus(h.app.window.Canvas())
		s.form.code.SetText(p.code(0))
		h.key(fyne.KeyReturn)
		codes, ok := h.app.screen.(*codesStep)
		if !ok {
			t.Fatalf("the screen is %T", h.app.screen)
		}
		h.wantText("Save your recovery codes", "Two-step verification is on.")
		h.golden("enrol-codes", codes.size())
		h.app.close()
		h.settle()
		h.wantText("Are the recovery codes saved?")
		h.tap("Go back")
		h.tap("Done")
		h.wantText("These codes are shown nowhere again.")
		h.focusedOn("the check", codes.view.saved)
		h.golden("enrol-codes-unsaved", codes.size())
		h.key(fyne.KeySpace)
		h.tap("Done")
		if _, ok := h.app.screen.(*shell); !ok || h.app.once != nil || codes.view.shown.codes != nil {
			t.Fatalf("the screen is %T, or the codes are held", h.app.screen)
		}
		h.wantText("10 of 10 left")
	})
}

// Cancel, and the end of the program, leave nothing.
func TestEnrolStepLeft(t *testing.T) {
	enrols(t, func(h *hand, s *enrolStep) {
		token, held := h.app.heldToken()
		if !held || token != s.flow.Token() {
			t.Error("the end of the program would not sign out")
		}
		set := s.held.set
		h.type1("12")
		h.tap("Cancel")
		if _, ok := h.app.screen.(*signInScreen); !ok || s.held != nil {
			t.Fatalf("the screen is %T", h.app.screen)
		}
		if strings.Trim(set.Secret(), "A") != "" {
			t.Error("the secret is not wiped")
		}
		if core.ErrorCode(h.app.site.Alive(h.Context(), token)) != core.CodeSession {
			t.Error("the session lives on")
		}
		h.pass(2 * time.Second)
		h.wantText("Sign in to Gatehouse")
	})
}

// A set-up that has waited for too long begins again.
func TestEnrolStepTooLate(t *testing.T) {
	enrols(t, func(h *hand, s *enrolStep) {
		p := h.scan()
		h.ahead += 11 * time.Minute
		s.form.code.SetText(p.code(0))
		h.key(fyne.KeyReturn)
		h.wantText("The set-up is over", "Nothing was changed; begin again.")
		h.golden("enrol-over", s.size())
		h.key(fyne.KeySpace) // on “Begin again”
		p = h.scan()
		h.type1(p.code(0))
		h.key(fyne.KeyReturn)
		h.wantText("Save your recovery codes")
	})
}

// Another sign-in that was quicker ends this one in words.
func TestEnrolStepOvertaken(t *testing.T) {
	enrols(t, func(h *hand, s *enrolStep) {
		flow := h.app.site.StartSignIn(core.Device{Client: core.ClientCommand})
		_, err := flow.Password(h.Context(), "a.okafor", rootPassword)
		h.must(err)
		set, err := flow.Enrol(h.Context(), core.NewApp{})
		h.must(err)
		mine := h.scan()
		_, _, err = flow.Confirm(h.Context(), set, h.phoneOf(set.URI()).code(0))
		h.must(err)
		h.type1(mine.code(0))
		h.key(fyne.KeyReturn)
		if _, ok := h.app.screen.(*signInScreen); !ok {
			t.Fatalf("the screen is %T", h.app.screen)
		}
		h.wantText("You are signed out. Sign in again to go on.")
	})
}
