package gui

import (
	"encoding/base32"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/policy"
	"gatehouse/core/twostep"
)

// codeMaker is an authenticator app of an account, and what came with it.
type codeMaker struct {
	h        *hand
	key      twostep.Key
	recovery []string
}

// addApp sets an authenticator app up for an account, past the window. params are those
// of its codes, the zero Params the usual ones.
func (h *hand) addApp(token *core.Token, current, name string, params twostep.Params) *codeMaker {
	h.Helper()
	e, err := h.app.site.Enrol(h.Context(), *token, core.NewApp{Current: current, Name: name, Params: params})
	h.must(err)
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(e.Secret())
	h.must(err)
	secret, err := twostep.SecretOf(raw)
	h.must(err)
	m := &codeMaker{h: h, key: twostep.Key{Secret: secret, Params: e.Params()}}
	done, err := e.Confirm(h.Context(), *token, m.now(), false)
	h.must(err)
	*token = done.Token
	for _, code := range done.Codes {
		m.recovery = append(m.recovery, code.Shown())
	}
	h.pass(m.key.Params.Period) // each code works once
	return m
}

// now is the code that the app shows.
func (m *codeMaker) now() string {
	m.h.Helper()
	code, err := m.key.Code(m.key.Params.Step(m.h.now()))
	m.h.must(err)
	return code
}

// wrong is one that it does not show.
func (m *codeMaker) wrong() string {
	return strings.Map(func(r rune) rune { return '0' + (r-'0'+5)%10 }, m.now())
}

// phoned runs a test at the sign-in of a site whose root account has set an app up.
func phoned(t *testing.T, do func(h *hand, m *codeMaker)) {
	t.Helper()
	inWindow(t, func(h *hand) {
		var m *codeMaker
		h.asRoot(func(token *core.Token) { m = h.addApp(token, rootPassword, "Phone", twostep.Params{}) })
		do(h, m)
	})
}

// asRoot is byRoot for what replaces the token.
func (h *hand) asRoot(do func(*core.Token)) {
	h.Helper()
	flow := h.app.site.StartSignIn(core.Device{Client: core.ClientCommand, Host: "relay-02"})
	_, err := flow.Password(h.Context(), "a.okafor", rootPassword)
	h.must(err)
	token := flow.Token()
	do(&token)
	h.must(h.app.site.SignOut(h.Context(), token))
}

// toCode signs in up to the code.
func (h *hand) toCode(name, secret string) *codeScreen {
	h.Helper()
	h.signIn(name, secret)
	s, ok := h.app.screen.(*codeScreen)
	if !ok {
		h.Fatalf("the screen is %T, not the code; it says:\n%s", h.app.screen, h.says())
	}
	return s
}

// gives types a code in place of what was typed, and presses Return.
func (s *codeScreen) gives(h *hand, typed string) {
	h.Helper()
	s.wipe()
	h.type1(typed)
	h.key(fyne.KeyReturn)
}

// entered fails unless the shell is on the screen.
func (h *hand) entered() {
	h.Helper()
	if _, ok := h.app.screen.(*shell); !ok {
		h.Fatalf("the screen is %T, not the shell; it says:\n%s", h.app.screen, h.says())
	}
}

// The code is asked for after the password, and opens the window. A wrong one is wiped,
// and said beside the field.
func TestCodeScreen(t *testing.T) {
	phoned(t, func(h *hand, m *codeMaker) {
		s := h.toCode("a.okafor", rootPassword)
		h.wantText("Two-step verification", "Signing in as a.okafor", "Code of “Phone”", "Use another way", "Continue", "Use another account")
		h.wantNoText("Recovery code", "I have not set it up yet")
		h.focusedOn("the code", s.code.Input())
		h.golden("code", smallWindow)
		h.golden("code-narrow", fyne.NewSize(360, 480))
		h.app.window.Resize(smallWindow)
		h.key(fyne.KeyReturn)
		h.wantText("Type the 6 or 8 digits that the app shows")
		s.gives(h, m.wrong())
		if s.code.Problem() == "" || s.code.Text() != "" || h.app.screen != screen(s) {
			t.Errorf("problem %q, text %q on %T", s.code.Problem(), s.code.Text(), h.app.screen)
		}
		h.focusedOn("the code", s.code.Input())
		h.golden("code-wrong", smallWindow)
		s.gives(h, m.now())
		h.entered()
		if s.code.Text() != "" {
			t.Error("the code is kept")
		}
	})
}

// A recovery code does in the place of the code, typed in small letters and with spaces;
// the other way back is there, too, by keyboard alone.
func TestCodeScreenRecovery(t *testing.T) {
	phoned(t, func(h *hand, m *codeMaker) {
		s := h.toCode("a.okafor", rootPassword)
		s.code.SetText("123")
		for h.app.window.Canvas().Focused() != fyne.Focusable(s.swap) {
			h.app.window.Canvas().FocusNext()
		}
		h.key(fyne.KeySpace)
		h.wantText("Recovery code", "16 letters and digits; dashes do not matter. Each code works once.")
		h.wantNoText("Code of “Phone”", "I have not set it up yet")
		h.focusedOn("the recovery code", s.recovery.Input())
		if s.code.Text() != "" {
			t.Error("the code is kept")
		}
		h.golden("code-recovery", smallWindow)
		s.gives(h, "abcd")
		h.wantText("A recovery code has 16 letters and digits.")
		s.gives(h, "0000-0000-0000-0000")
		h.wantText("This is no recovery code of yours that still works.")
		h.focusedOn("the recovery code", s.recovery.Input())
		h.golden("code-recovery-wrong", smallWindow)
		h.tap("Use another way")
		h.wantText("Code of “Phone”")
		h.wantNoText("This is no recovery code")
		h.focusedOn("the code", s.code.Input())
		h.tap("Use another way")
		s.gives(h, strings.ToLower(strings.ReplaceAll(m.recovery[3], "-", " ")))
		h.entered()
		if s.recovery.Text() != "" {
			t.Error("the recovery code is kept")
		}
		h.wantText("You signed in with a recovery code.", "9 are left. Lost your phone? Add the new one, then remove the old one.", "9 of 10 left · last used today at 08:12")
		h.golden("recovery-used", wideWindow)
		h.app.signOut()
		h.settle()
		// What was used last comes first.
		s = h.toCode("a.okafor", rootPassword)
		h.focusedOn("the recovery code", s.recovery.Input())
		s.gives(h, m.recovery[3])
		h.wantText("This is no recovery code of yours that still works.")
	})
}

// Where codes of both lengths go into one field, the cursor stays where the code is
// edited.
func TestCodeScreenKeepsTheCursor(t *testing.T) {
	inWindow(t, func(h *hand) {
		h.asRoot(func(token *core.Token) {
			h.addApp(token, rootPassword, "Phone", twostep.Params{})
			h.hides(*token)
		})
		s := h.toCode("a.okafor", rootPassword)
		h.type1("418012")
		for range 4 {
			h.key(fyne.KeyLeft)
		}
		h.key(fyne.KeyBackspace)
		h.type1("9")
		if got := s.code.Text(); got != "498012" {
			t.Errorf("the code is %q", got)
		}
	})
}

// Codes of 6 and of 8 digits go into one field, however they are grouped.
func TestCodeScreenLongCodes(t *testing.T) {
	inWindow(t, func(h *hand) {
		var short, long *codeMaker
		h.asRoot(func(token *core.Token) {
			short = h.addApp(token, rootPassword, "Phone", twostep.Params{})
			long = h.addApp(token, rootPassword, "Tablet", twostep.Params{Algorithm: twostep.SHA256, Digits: 8, Period: time.Minute})
		})
		for _, m := range []*codeMaker{short, long, short} {
			s := h.toCode("a.okafor", rootPassword)
			h.wantText("or another app")
			code := m.now()
			s.gives(h, code)
			h.entered()
			h.app.signOut()
			h.pass(time.Minute)
		}
		s := h.toCode("a.okafor", rootPassword)
		code := long.now()
		h.type1(code)
		if got := s.code.Text(); got != code {
			t.Errorf("the field holds %q of %q", got, code)
		}
		s.code.SetText(code[:4] + " " + code[4:])
		h.key(fyne.KeyReturn)
		h.entered()
		h.app.signOut()
		h.settle()
		s = h.toCode("a.okafor", rootPassword)
		code = short.now()
		s.code.SetText(code[:3] + " " + code[3:])
		h.key(fyne.KeyReturn)
		h.entered()
	})
}

// hides puts a policy in force that asks everybody for a second step, and so hides
// whether a password was right.
func (h *hand) hides(token core.Token) {
	h.Helper()
	h.changeRules(token, func(p *policy.Policy) { p.SignIn.TwoStep = policy.TwoStepRequired })
}

// changeRules changes the site's policy with a token.
func (h *hand) changeRules(token core.Token, edit func(*policy.Policy)) {
	h.Helper()
	view, err := h.app.site.Policy(h.Context(), token, core.DefaultPolicy)
	h.must(err)
	edit(&view.Policy)
	_, err = h.app.site.SavePolicy(h.Context(), token, core.PolicyDraft{
		ID: view.ID, Base: view.Number, Name: view.Name, Policy: view.Policy, Reason: "for the test",
	})
	h.must(err)
}

// Where the code is asked for whatever was typed, every name and password sees the same
// screen, and nothing says what was wrong.
func TestCodeScreenHides(t *testing.T) {
	inWindow(t, func(h *hand) {
		var m *codeMaker
		first := h.addAccount("ben", core.RoleMember)
		h.asRoot(func(token *core.Token) {
			m = h.addApp(token, rootPassword, "Phone", twostep.Params{})
			h.hides(*token)
		})
		const wrong = "The name, the password or the code is not right. Look at the code, or start again with name and password."
		for _, typed := range [][2]string{{"nobody", "whatever it is"}, {"a.okafor", "not this one"}, {"a.okafor", rootPassword}, {"ben", first}} {
			s := h.toCode(typed[0], typed[1])
			h.wantText("Code of your authenticator app", "Signing in as "+typed[0], "Use another way", "I have not set it up yet")
			h.wantNoText("Phone")
			if typed[0] == "nobody" {
				h.golden("code-hidden-app", smallWindow)
			}
			s.gives(h, m.wrong())
			h.wantText(wrong)
			h.focusedOn("the code", s.code.Input())
			if s.code.Text() != "" || h.app.screen != screen(s) {
				t.Errorf("text %q on %T", s.code.Text(), h.app.screen)
			}
			h.tap("Use another way")
			h.wantText("Recovery code", "I have not set it up yet")
			h.wantNoText(wrong)
			if typed[0] == "nobody" {
				h.golden("code-hidden", smallWindow)
				h.tap("I have not set it up yet")
				h.wantText(wrong)
				h.focusedOn("the recovery code", s.recovery.Input())
				h.golden("code-hidden-wrong", smallWindow)
			}
			h.tap("Use another account")
		}
		// Who has nothing set up goes on to what is asked for next.
		h.toCode("ben", first)
		h.tap("I have not set it up yet")
		if _, ok := h.app.screen.(*firstPassword); !ok {
			t.Fatalf("the screen is %T; it says:\n%s", h.app.screen, h.says())
		}
		h.tap("Cancel")
		s := h.toCode("a.okafor", rootPassword)
		s.gives(h, m.now())
		h.entered()
	})
}

// Too many wrong codes lock, and the name is there to be changed.
func TestCodeLocks(t *testing.T) {
	phoned(t, func(h *hand, m *codeMaker) {
		s := h.toCode("a.okafor", rootPassword)
		for n := range 5 {
			s.gives(h, "00000"+string(rune('0'+n)))
		}
		at, ok := h.app.screen.(*signInScreen)
		if !ok || at.name.Text() != "a.okafor" {
			t.Fatalf("the screen is %T", h.app.screen)
		}
		h.wantText("This account is locked for now", "5 wrong tries in a row. You can try again in")
		h.pass(15 * time.Minute)
		h.toCode("a.okafor", rootPassword).gives(h, m.now())
		h.entered()
	})
}

// Whoever goes back, or lets five minutes pass, begins again with the password. So does
// who waits while the rules change.
func TestCodeScreenLeft(t *testing.T) {
	phoned(t, func(h *hand, m *codeMaker) {
		s := h.toCode("a.okafor", rootPassword)
		s.code.SetText("123456")
		h.tap("Use another account")
		if _, ok := h.app.screen.(*signInScreen); !ok || s.code.Text() != "" || s.flow.Step() != core.StepPassword {
			t.Fatalf("the screen is %T at %s", h.app.screen, s.flow.Step())
		}
		s = h.toCode("a.okafor", rootPassword)
		h.pass(5*time.Minute - time.Second)
		if h.app.screen != screen(s) {
			t.Fatalf("the screen is %T", h.app.screen)
		}
		h.pass(2 * time.Second)
		h.wantText("This sign-in has waited for too long. Begin again.")
		s = h.toCode("a.okafor", rootPassword)
		h.second(m, func(token core.Token) {
			h.changeRules(token, func(p *policy.Policy) { p.Complexity.MinLength = number(9) })
		})
		h.pass(time.Minute)
		s.gives(h, m.now())
		h.wantText("This sign-in has waited for too long, or the account was changed meanwhile. Begin again with the password.")
	})
}

// second does something with a session of the root account that has an app.
func (h *hand) second(m *codeMaker, do func(core.Token)) {
	h.Helper()
	flow := h.app.site.StartSignIn(core.Device{Client: core.ClientCommand, Host: "relay-02"})
	_, err := flow.Password(h.Context(), "a.okafor", rootPassword)
	h.must(err)
	_, err = flow.Code(h.Context(), m.now())
	h.must(err)
	do(flow.Token())
	h.must(h.app.site.SignOut(h.Context(), flow.Token()))
}

// The password that was typed is still there for the question that follows the code, and
// for the new password after it.
func TestCodeThenQuestion(t *testing.T) {
	asked(t, func(h *hand) {
		var m *codeMaker
		h.byRoot(func(token core.Token) {
			m = h.addApp(&token, rootPassword, "Phone", twostep.Params{})
			h.changeRules(token, func(p *policy.Policy) {
				p.SignIn.TwoStep = policy.TwoStepByRole
				p.SignIn.TwoStepRoles = []string{"root"}
			})
		})
		s := h.toCode("a.okafor", rootPassword)
		h.pass(4 * time.Minute)
		s.gives(h, m.now())
		a, ok := h.app.screen.(*answerScreen)
		if !ok {
			t.Fatalf("the screen is %T; it says:\n%s", h.app.screen, h.says())
		}
		h.wantText("What was the first meal you cooked?", "Signing in as a.okafor")
		if a.flow.Step() != core.StepAnswer {
			t.Fatalf("the sign-in is at %s", a.flow.Step())
		}
		// The time for the answer is its own.
		h.pass(4 * time.Minute)
		h.gives(a, rightAnswer)
		h.entered()
	})
}
