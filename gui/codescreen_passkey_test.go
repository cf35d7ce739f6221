package gui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/core/passkey/software"
	"gatehouse/core/policy"
	"gatehouse/core/twostep"
)

// stepped puts a policy in force that asks root accounts for a second step.
func (h *hand) stepped(token core.Token) {
	h.Helper()
	h.changeRules(token, func(p *policy.Policy) {
		p.SignIn.TwoStep, p.SignIn.TwoStepRoles = policy.TwoStepByRole, []string{string(core.RoleRoot)}
	})
}

// Where a passkey is the second step, one button asks for it after the password.
func TestCodeScreenByPasskey(t *testing.T) {
	keyed(t, func(h *hand, k *keyring) {
		h.asRoot(func(token *core.Token) { h.stepped(*token) })
		s := h.toCode("a.okafor", rootPassword)
		h.wantText("Two-step verification", "Signing in as a.okafor", "Use a passkey of this account", "Continue with a passkey", "Use another way", "Use another account")
		h.wantNoText("Code of", "Recovery code", "I have not set it up yet")
		h.focusedOn("the button", s.button)
		h.golden("code-passkey", smallWindow)
		h.golden("code-passkey-narrow", fyne.NewSize(360, 480))
		h.app.window.Resize(smallWindow)
		k.held = true
		h.key(fyne.KeySpace)
		h.wantText("Go on in your browser")
		h.wantNoText("Two-step verification")
		h.key(fyne.KeySpace) // on “Cancel”
		h.wantText("Two-step verification")
		h.wantNoText("No passkey was used")
		h.focusedOn("the button", s.button)
		h.key(fyne.KeySpace)
		h.goOn(k)
		h.entered()
		if k.alive.Load() != 0 {
			t.Error("the ceremony goes on")
		}
	})
}

// The passkey of somebody else, and one that was given up in the browser, are said above
// the form; the other way is still there.
func TestCodeScreenPasskeyRefused(t *testing.T) {
	keyed(t, func(h *hand, k *keyring) {
		token := h.memberIn("ben", h.addAccount("ben", core.RoleMember))
		h.asRoot(func(token *core.Token) { h.stepped(*token) })
		mine := k.Passkeys()[0].ID
		h.addPasskey(&token, memberPassword, "", k, passkey.SecurityKey)
		s := h.toCode("a.okafor", rootPassword)
		h.tap("Continue with a passkey")
		h.wantText("This passkey belongs to another account. Use one of the account that signs in.")
		h.focusedOn("the button", s.button)
		h.golden("code-passkey-other", smallWindow)
		k.Change(func(o *software.Settings) { o.Cancel = true })
		h.tap("Continue with a passkey")
		h.wantText("No passkey was used: it was cancelled")
		h.tap("Use another way")
		h.wantText("Recovery code")
		h.wantNoText("No passkey was used", "Continue with a passkey")
		h.focusedOn("the recovery code", s.recovery.Input())
		h.tap("Use another way")
		k.Change(func(o *software.Settings) { o.Cancel, o.Use = false, mine })
		h.tap("Continue with a passkey")
		h.entered()
	})
}

// Three ways are three links, each but the one in use.
func TestCodeScreenThreeWays(t *testing.T) {
	keyed(t, func(h *hand, k *keyring) {
		var m *codeMaker
		h.asRoot(func(token *core.Token) {
			m = h.addApp(token, rootPassword, "Phone", twostep.Params{})
			h.stepped(*token)
		})
		s := h.toCode("a.okafor", rootPassword)
		h.wantText("Code of “Phone”", "Use a passkey", "Use a recovery code")
		h.wantNoText("Use another way", "Use the code of an app")
		h.golden("code-ways", smallWindow)
		s.code.SetText("12")
		h.tabTo("the passkey", s.links[core.WayPasskey].Link)
		h.key(fyne.KeySpace)
		h.wantText("Continue with a passkey", "Use the code of an app", "Use a recovery code")
		h.wantNoText("Code of “Phone”")
		h.focusedOn("the button", s.button)
		if s.code.Text() != "" {
			t.Error("the code is kept")
		}
		h.golden("code-ways-passkey", smallWindow)
		h.tap("Use a recovery code")
		h.focusedOn("the recovery code", s.recovery.Input())
		h.tap("Use the code of an app")
		h.focusedOn("the code", s.code.Input())
		s.gives(h, m.now())
		h.entered()
		h.app.signOut()
		h.settle()
		h.pass(time.Minute)
		h.toCode("a.okafor", rootPassword)
		h.tap("Use a passkey")
		h.tap("Continue with a passkey")
		h.entered()
		h.app.signOut()
		h.settle()
		// What was used last comes first.
		s = h.toCode("a.okafor", rootPassword)
		h.focusedOn("the button", s.button)
		h.wantText("Continue with a passkey")
	})
}

// Where nothing was tried yet every name is offered the same, and a passkey stands for
// the password as well, if it is that of the name.
func TestCodeScreenHiddenPasskey(t *testing.T) {
	keyed(t, func(h *hand, k *keyring) {
		h.asRoot(func(token *core.Token) { h.hides(*token) })
		for _, name := range []string{"nobody", "a.okafor"} {
			h.toCode(name, "whatever it is")
			h.wantText("Code of your authenticator app", "Use a passkey", "Use a recovery code", "I have not set it up yet")
			h.tap("Use a passkey")
			h.wantText("Continue with a passkey", "I have not set it up yet")
			if name == "nobody" {
				h.golden("code-hidden-passkey", smallWindow)
				h.tap("I have not set it up yet")
				h.wantText("The name, the password or the code is not right.")
				h.golden("code-hidden-passkey-wrong", smallWindow)
			}
			h.tap("Continue with a passkey")
			if name == "nobody" {
				h.wantText("This passkey belongs to another account.")
				h.tap("Use another account")
			}
		}
		h.entered()
	})
}

// The security question follows the passkey of the second step.
func TestCodeScreenPasskeyThenQuestion(t *testing.T) {
	keyed(t, func(h *hand, _ *keyring) {
		h.asRoot(func(token *core.Token) {
			h.changeRules(*token, func(p *policy.Policy) { p.Complexity.RequireSecurityQuestion = true })
		})
		flow := h.app.site.StartSignIn(core.Device{Client: core.ClientCommand, Host: "relay-02"})
		_, err := flow.Password(h.Context(), "a.okafor", rootPassword)
		h.must(err)
		_, err = flow.SetQuestion(h.Context(), core.NewQuestion{Question: "What was the first meal you cooked?", Answer: rightAnswer, Confirm: rightAnswer})
		h.must(err)
		h.stepped(flow.Token())
		h.must(h.app.site.SignOut(h.Context(), flow.Token()))
		h.toCode("a.okafor", rootPassword)
		h.tap("Continue with a passkey")
		a, ok := h.app.screen.(*answerScreen)
		if !ok {
			t.Fatalf("the screen is %T; it says:\n%s", h.app.screen, h.says())
		}
		h.gives(a, rightAnswer)
		h.entered()
	})
}

// A passkey of an account that is locked meanwhile leads back to the name, with the
// pause; one that comes after the wait begins again.
func TestCodeScreenPasskeyLeft(t *testing.T) {
	keyed(t, func(h *hand, k *keyring) {
		h.asRoot(func(token *core.Token) { h.stepped(*token) })
		h.toCode("a.okafor", rootPassword)
		h.failsElsewhere("a.okafor")
		h.tap("Continue with a passkey")
		if at := h.signInNow(); at.name.Text() != "a.okafor" {
			t.Errorf("the name is %q", at.name.Text())
		}
		h.wantText("This account is locked for now")
		h.pass(15 * time.Minute)
		s := h.toCode("a.okafor", rootPassword)
		k.held = true
		h.tap("Continue with a passkey")
		h.pass(passkey.Lifetime - time.Second)
		h.tap("Cancel")
		h.tap("Continue with a passkey")
		h.pass(core.AnswerWithin - passkey.Lifetime + 2*time.Second)
		if h.app.screen != screen(s) || !s.stage.waiting() {
			t.Fatalf("the screen is %T", h.app.screen)
		}
		h.goOn(k)
		h.wantText("This sign-in has waited for too long")
		h.signInNow()
		if k.alive.Load() != 0 {
			t.Error("the ceremony goes on")
		}
	})
}

// On a computer that cannot use a passkey the other ways are there; where there is none,
// it says what to do.
func TestCodeScreenWithoutProvider(t *testing.T) {
	inWindow(t, func(h *hand) {
		token := h.memberIn("ben", h.addAccount("ben", core.RoleMember))
		h.addPasskey(&token, memberPassword, "", newKey(), passkey.SecurityKey)
		h.asRoot(func(token *core.Token) {
			h.addPasskey(token, rootPassword, "", newKey(), passkey.SecurityKey)
			h.changeRules(*token, func(p *policy.Policy) {
				p.SignIn.TwoStep, p.SignIn.TwoStepRoles = policy.TwoStepByRole, []string{"root", "member"}
			})
		})
		s := h.toCode("a.okafor", rootPassword)
		h.wantText("Recovery code")
		h.wantNoText("passkey", "Use another way")
		h.focusedOn("the recovery code", s.recovery.Input())
		h.tap("Use another account")
		s = h.toCode("ben", memberPassword)
		h.wantText("This account takes a passkey here, and this computer has no way to use one.")
		h.wantNoText("Continue", "Use another way")
		h.focusedOn("the button", s.other)
		h.golden("code-no-way", smallWindow)
	})
}
