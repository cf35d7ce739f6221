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

// wantsPasskey puts a policy in force that asks root accounts for a passkey.
func (h *hand) wantsPasskey(edit func(*policy.Policy)) {
	h.Helper()
	h.rule(func(p *policy.Policy) {
		p.SignIn.Passkeys, p.SignIn.PasskeyRoles = policy.PasskeysByRole, []string{string(core.RoleRoot)}
		if edit != nil {
			edit(p)
		}
	})
}

// addsPasskey runs a test in the step of the sign-in that asks for a passkey.
func addsPasskey(t *testing.T, edit func(*policy.Policy), do func(h *hand, k *keyring, s *addPasskeyStep)) {
	t.Helper()
	withoutSite(t, func(h *hand) {
		k := h.passkeys()
		h.makeSite()
		h.app.start()
		h.settle()
		h.wantsPasskey(edit)
		h.signIn("a.okafor", rootPassword)
		do(h, k, h.addStep())
	})
}

// addStep is the step that the window shows.
func (h *hand) addStep() *addPasskeyStep {
	h.Helper()
	s, ok := h.app.screen.(*addPasskeyStep)
	if !ok {
		h.Fatalf("the screen is %T; it says:\n%s", h.app.screen, h.says())
	}
	return s
}

// Where the rules ask for a passkey the sign-in goes on when there is one, by keyboard
// alone: a place, the ceremony, a name.
func TestAddPasskeyStep(t *testing.T) {
	addsPasskey(t, nil, func(h *hand, k *keyring, s *addPasskeyStep) {
		h.wantText("Add a passkey", "Your rules ask for a passkey.", "Choose where to save this passkey", "Security key", "This device",
			"iPhone, iPad, or Android device", "Needs Bluetooth and internet", "Nothing changes until the passkey is saved")
		h.focusedOn("the places", s.cards)
		h.golden("addpasskey", s.size())
		h.golden("addpasskey-900x600", leastWindow)
		h.app.window.Resize(s.size())
		h.enlarged(1.5)
		h.golden("addpasskey-150", fyne.Size{})
		h.enlarged(1)
		h.app.window.Resize(s.size())
		h.key(fyne.KeyDown)
		if kind := passkey.Kind(s.cards.Selected()); kind != passkey.ThisDevice {
			t.Fatalf("%q is chosen", kind)
		}
		k.held = true
		k.Change(func(o *software.Settings) { o.Transports = []string{"internal"} })
		h.tabTo("the button", s.save)
		h.key(fyne.KeySpace)
		h.wantText("Go on in your browser", "3 min 0 s left to answer")
		h.wantNoText("Security key")
		h.focusedOn("the button", s.stage.wait.cancelButton)
		h.golden("addpasskey-wait", s.size())
		h.goOn(k)
		h.wantText("The passkey is saved.", "Give it a name that you know it by.", "Name")
		h.wantNoText("Cancel", "Next", "Nothing changes")
		h.focusedOn("the name", s.name.Input())
		h.golden("addpasskey-name", s.size())
		s.name.SetText("")
		h.key(fyne.KeyReturn)
		h.wantText("This is still empty.")
		h.focusedOn("the name", s.name.Input())
		h.type1("Desk at the gate")
		h.key(fyne.KeyReturn)
		h.entered()
		keys := h.ownKeys()
		if len(keys) != 1 || keys[0].Name != "Desk at the gate" || keys[0].Kind != passkey.ThisDevice || k.alive.Load() != 0 {
			t.Errorf("there is %+v", keys)
		}
		h.app.signOut()
		h.settle()
		k.held = false
		h.tap("Sign in with a passkey")
		h.entered()
	})
}

// The usual name may stay, and replaces itself with the first key that is typed.
func TestAddPasskeyStepKeepsTheName(t *testing.T) {
	addsPasskey(t, nil, func(h *hand, _ *keyring, s *addPasskeyStep) {
		h.tap("Next")
		if s.name.Text() != "Security key" {
			t.Errorf("the name is %q", s.name.Text())
		}
		h.tap("Save and go on")
		h.entered()
		if keys := h.ownKeys(); len(keys) != 1 || keys[0].Name != "Security key" {
			t.Errorf("there is %+v", keys)
		}
	})
}

// A passkey that its owner did not make is discarded, and another one is asked for, also
// where something else would follow.
func TestAddPasskeyStepDiscards(t *testing.T) {
	for name, edit := range map[string]func(*policy.Policy){
		"alone": nil, "before a question": func(p *policy.Policy) { p.Complexity.RequireSecurityQuestion = true },
	} {
		t.Run(name, func(t *testing.T) {
			addsPasskey(t, edit, func(h *hand, k *keyring, s *addPasskeyStep) {
				h.tap("Next")
				h.wantText("Discard it if you did not make it yourself just now, or if the page said that its link was used already.")
				h.tap("Discard it")
				again := h.addStep()
				if again == s {
					t.Fatal("the screen stays")
				}
				h.wantText("Choose where to save this passkey")
				if err := k.Forget(k.Passkeys()[0].ID); err != nil {
					t.Fatal(err)
				}
				h.tap("Next")
				h.wantText("The passkey is saved.")
			})
		})
	}
}

// Giving up, here or in the browser, leaves the choice and stores nothing; Cancel leaves
// the sign-in.
func TestAddPasskeyStepLeft(t *testing.T) {
	addsPasskey(t, nil, func(h *hand, k *keyring, s *addPasskeyStep) {
		token, held := h.app.heldToken()
		if !held || token != s.flow.Token() {
			t.Error("the end of the program would not sign out")
		}
		k.held = true
		h.tap("Next")
		h.key(fyne.KeySpace) // on “Cancel”
		h.wantText("Your rules ask for a passkey.")
		h.wantNoText("No passkey was saved")
		h.focusedOn("the places", s.cards)
		k.Change(func(o *software.Settings) { o.Cancel = true })
		h.tap("Next")
		h.goOn(k)
		h.wantText("No passkey was saved: it was cancelled, or no answer came. Try again, or choose another place.")
		h.focusedOn("the places", s.cards)
		h.golden("addpasskey-cancelled", s.size())
		h.key(fyne.KeyDown)
		h.wantNoText("No passkey was saved")
		h.tap("Cancel")
		h.signInNow()
		if code := core.ErrorCode(h.app.site.Alive(h.Context(), token)); code != core.CodeSession {
			t.Errorf("the session lives on: %q", code)
		}
		if len(k.Passkeys()) != 0 || k.alive.Load() != 0 {
			t.Errorf("%d passkeys, %d ceremonies", len(k.Passkeys()), k.alive.Load())
		}
	})
}

// A window that closes while the browser asks leaves neither ceremony nor session.
func TestAddPasskeyStepClosed(t *testing.T) {
	addsPasskey(t, nil, func(h *hand, k *keyring, s *addPasskeyStep) {
		k.held = true
		h.tap("Next")
		h.app.close()
		h.settle()
		if code := core.ErrorCode(h.app.site.Alive(h.Context(), s.flow.Token())); code != core.CodeSession {
			t.Errorf("the session lives on: %q", code)
		}
		if k.alive.Load() != 0 {
			t.Error("the ceremony goes on")
		}
	})
}

// A set-up that has waited for too long begins again.
func TestAddPasskeyStepTooLate(t *testing.T) {
	addsPasskey(t, nil, func(h *hand, _ *keyring, s *addPasskeyStep) {
		h.ahead += core.EnrolWithin + time.Second
		h.tap("Next")
		h.wantText("The set-up is over", "Begin again")
		h.golden("addpasskey-over", s.size())
		h.key(fyne.KeySpace) // on “Begin again”
		h.tap("Next")
		h.wantText("The passkey is saved.")
	})
}

// What else the rules ask for follows the name.
func TestAddPasskeyStepThenQuestion(t *testing.T) {
	addsPasskey(t, func(p *policy.Policy) { p.Complexity.RequireSecurityQuestion = true }, func(h *hand, _ *keyring, _ *addPasskeyStep) {
		h.tap("Next")
		h.type1("Key at the gate")
		h.tap("Save and go on")
		if _, ok := h.app.screen.(*setQuestion); !ok {
			t.Fatalf("the screen is %T; it says:\n%s", h.app.screen, h.says())
		}
	})
}

// Only the kinds that the rules allow are offered, and where there is none, or no way to
// a passkey at all, it says what to do.
func TestAddPasskeyStepNoWay(t *testing.T) {
	phones := func(p *policy.Policy) { p.SignIn.PasskeyKinds = []string{string(passkey.Phone)} }
	addsPasskey(t, phones, func(h *hand, k *keyring, _ *addPasskeyStep) {
		h.wantText("iPhone, iPad, or Android device")
		h.wantNoText("Security key", "This device")
		h.tap("Cancel")
		k.Change(func(o *software.Settings) { o.Kinds = []passkey.Kind{passkey.SecurityKey} })
		h.signIn("a.okafor", rootPassword)
		s := h.addStep()
		h.wantText("this computer does not reach a place for one that they allow")
		h.wantNoText("Next")
		h.focusedOn("the button", s.cancel)
		h.golden("addpasskey-nokind", s.size())
		h.key(fyne.KeySpace)
		h.signInNow()
	})
	inWindow(t, func(h *hand) {
		h.wantsPasskey(nil)
		h.signIn("a.okafor", rootPassword)
		s := h.addStep()
		h.wantText("this computer has no way to make one. Sign in on another computer, or ask an administrator.")
		h.wantNoText("Next")
		h.focusedOn("the button", s.cancel)
		h.golden("addpasskey-noway", s.size())
	})
}

// A session that was ended elsewhere leads to the sign-in.
func TestAddPasskeyStepEnded(t *testing.T) {
	addsPasskey(t, nil, func(h *hand, k *keyring, s *addPasskeyStep) {
		k.held = true
		h.tap("Next")
		h.must(h.app.site.SignOut(h.Context(), s.flow.Token()))
		h.goOn(k)
		h.signInNow()
		h.wantText("You are signed out. Sign in again to go on.")
	})
}
