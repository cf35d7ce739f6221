package gui

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
)

// security is the page in view.
func (h *hand) security() *securityPage {
	h.Helper()
	p, ok := h.app.screen.(*shell).pages["security"].(*securityPage)
	if !ok {
		h.Fatal("the Security page is not there")
	}
	return p
}

// panel opens the form that changes the password.
func (h *hand) panel() *passwordPanel {
	h.Helper()
	h.tap("Change password")
	return h.security().panel
}

// fill fills the form.
func (n *passwordPanel) fill(current, fresh, confirm string) {
	n.current.SetText(current)
	n.fresh.fresh.SetText(fresh)
	n.fresh.confirm.SetText(confirm)
}

func TestSecurityPage(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.wantText("Security", "Last changed today at 08:12", "Rules for your account", "At least 15 characters", "Key in a key file")
		h.golden("security", wideWindow)
		h.golden("security-900x600", leastWindow)
		h.wantText("See all rules")
		h.tap("See all rules")
		h.wantText("5 wrong passwords in a row lock the account for 15 minutes")
		h.golden("security-rules", leastWindow)
		h.tap("Close")
	})
}

// Save with nothing typed says what to do at each field and puts the focus
// into the first; nothing is lost.
func TestPasswordPanelProblems(t *testing.T) {
	signedIn(t, func(h *hand) {
		n := h.panel()
		if !n.current.Focused() {
			t.Error("the current password has no focus")
		}
		h.golden("password-empty", wideWindow)
		h.tap("Save")
		if n.current.Problem() == "" || n.fresh.fresh.Problem() == "" {
			t.Error("empty fields are no problem")
		}
		n.fill(rootPassword, "okafor-Orbit-43-plinth", "okafor-Orbit")
		n.fresh.fresh.SetRevealed(true)
		h.tap("Save")
		if got := n.fresh.fresh.Problem(); !strings.Contains(got, "okafor") {
			t.Errorf("the problem of the new password is %q", got)
		}
		if n.fresh.confirm.Problem() == "" || n.fresh.fresh.Text() != "okafor-Orbit-43-plinth" {
			t.Error("the confirmation has no problem, or what was typed is lost")
		}
		if !n.fresh.fresh.Focused() {
			t.Error("the first field at fault has no focus")
		}
		h.golden("password-problems", wideWindow)
		h.golden("password-problems-900x600", leastWindow)
	})
}

// A wrong current password is said at its field.
func TestPasswordPanelWrongCurrent(t *testing.T) {
	signedIn(t, func(h *hand) {
		n := h.panel()
		n.fill("wrong", memberPassword, memberPassword)
		h.tap("Save")
		if n.current.Problem() == "" || !n.current.Focused() {
			t.Errorf("problem %q", n.current.Problem())
		}
	})
}

func TestPasswordPanelSaves(t *testing.T) {
	signedIn(t, func(h *hand) {
		flow := h.app.site.StartSignIn(core.Device{Client: core.ClientWindow, Host: "okafor-mbp"})
		_, err := flow.Password(h.Context(), "a.okafor", rootPassword)
		h.must(err)
		h.app.screen.(*shell).open("security")
		h.settle()
		n := h.panel()
		h.wantText("1 device: okafor-mbp. It needs the new password to come back.")
		n.fill(rootPassword, "tally-Orbit-43-plinth", "tally-Orbit-43-plinth")
		n.fresh.fresh.SetRevealed(true)
		h.wantText("Strong", "5 of 5 met")
		h.golden("password-ready", wideWindow)
		h.tap("Save")
		h.wantText("Saved. 1 other device is signed out.")
		if h.security().panel != nil || n.fresh.fresh.Text() != "" || n.current.Text() != "" {
			t.Error("the form is still there, or holds secrets")
		}
		h.golden("password-saved", wideWindow)
		if core.ErrorCode(h.app.site.Alive(h.Context(), flow.Token())) != core.CodeSession {
			t.Error("the other device is signed in")
		}
		h.app.signOut()
		h.settle()
		h.signIn("a.okafor", "tally-Orbit-43-plinth")
		if _, ok := h.app.screen.(*shell); !ok {
			t.Errorf("the screen is %T", h.app.screen)
		}
	})
}

// While a weak password is typed, the meter says what makes it weak and what
// would help; nothing of it stays when the password is good, or gone.
func TestPasswordPanelAdvises(t *testing.T) {
	signedIn(t, func(h *hand) {
		n := h.panel()
		const why, help = "A name of this account or site is tried first.", "Add another word or two, rare ones. An upper-case letter at the start helps little."
		h.write(n.fresh.fresh, "Okafor1987")
		n.fresh.fresh.SetRevealed(true)
		h.wantText("Weak", why+" "+help)
		h.golden("password-weak", wideWindow)
		h.write(n.fresh.fresh, "tally-Orbit-43-plinth")
		h.wantText("Strong")
		h.wantNoText(why)
		h.write(n.fresh.fresh, "")
		h.wantNoText(help)
	})
}

// Escape and Cancel close the form and wipe all three fields.
func TestPasswordPanelCancel(t *testing.T) {
	signedIn(t, func(h *hand) {
		for _, close := range []func(){func() { h.tap("Cancel") }, func() { h.key(fyne.KeyEscape) }} {
			n := h.panel()
			n.fill(rootPassword, memberPassword, memberPassword)
			close()
			if h.security().panel != nil {
				t.Fatal("the form is still there")
			}
			if n.current.Text()+n.fresh.fresh.Text()+n.fresh.confirm.Text() != "" {
				t.Error("the form holds secrets")
			}
		}
		h.app.signOut()
		h.settle()
		h.signIn("a.okafor", rootPassword)
		if _, ok := h.app.screen.(*shell); !ok {
			t.Error("the password has changed")
		}
	})
}

// A generated password fits the rules, stands in both fields, and leaves the
// clipboard after its countdown.
func TestGenerateAndCopy(t *testing.T) {
	signedIn(t, func(h *hand) {
		n := h.panel()
		h.tap("Generate password")
		drawn := n.fresh.fresh.Text()
		if drawn == "" || n.fresh.confirm.Text() != drawn || !n.fresh.fresh.Revealed() {
			t.Fatalf("drawn %q", drawn)
		}
		clipboard := h.app.fyne.Clipboard()
		n.fresh.copy()
		h.wantText("Copied. Leaves the clipboard in 20 s")
		if clipboard.Content() != drawn {
			t.Error("the clipboard holds something else")
		}
		h.pass(3 * time.Second)
		h.wantText("Copied. Leaves the clipboard in 17 s")
		h.pass(17 * time.Second)
		if clipboard.Content() != "" {
			t.Error("the password is still in the clipboard")
		}
		h.wantNoText("Copied.")
		n.fresh.copy()
		clipboard.SetContent("something else")
		h.pass(time.Second)
		if clipboard.Content() != "something else" {
			t.Error("what somebody else copied was taken away")
		}
		n.fresh.copy()
		h.tap("Clear now")
		if clipboard.Content() != "" {
			t.Error("the password is still in the clipboard")
		}
	})
}

// failingOwn cannot read the account.
type failingOwn struct{ ownService }

func (failingOwn) Me(context.Context, core.Token) (core.Own, error) {
	return core.Own{}, &core.Error{Code: core.CodeFault, Text: core.Text{Key: "Something unexpected happened and nothing was changed. Reference {{.Reference}}, details are in the log.", Args: map[string]any{"Reference": "E-4F21AB"}}}
}

// What could not be loaded is said in the page, with a way to try again.
func TestSecurityPageFails(t *testing.T) {
	signedIn(t, func(h *hand) {
		p := h.security()
		good := p.site
		p.site = failingOwn{good}
		p.load()
		h.settle()
		h.wantText("Your account could not be read", "E-4F21AB")
		h.golden("security-failed", wideWindow)
		p.site = good
		h.tap("Try again")
		h.wantText("Last changed today")
	})
}

// heldOwn changes the password, and answers only when it is let.
type heldOwn struct {
	ownService
	let   chan struct{}
	fresh core.Token
}

func (o *heldOwn) ChangePassword(ctx context.Context, token core.Token, change core.OwnChange) (core.Changed, error) {
	done, err := o.ownService.ChangePassword(ctx, token, change)
	o.fresh = done.Token
	<-o.let
	return done, err
}

// saving presses Save and holds the answer back, until all who look after the
// session have looked.
func (h *hand) saving() *heldOwn {
	h.Helper()
	p := h.security()
	held := &heldOwn{ownService: p.site, let: make(chan struct{})}
	p.site = held
	h.panel().fill(rootPassword, memberPassword, memberPassword)
	h.tap("Save")
	h.pass(2 * watchEvery)
	return held
}

// A change replaces the token. Whoever goes to another page meanwhile, locks
// the window or signs out is not thrown out, and leaves no session behind.
func TestPasswordPanelLeftWhileSaving(t *testing.T) {
	t.Run("page", func(t *testing.T) {
		signedIn(t, func(h *hand) {
			held := h.saving()
			h.shortcut(fyne.Key2)
			h.wantText("Saving")
			close(held.let)
			h.settle()
			if s, ok := h.app.screen.(*shell); !ok || s.current != "accounts" {
				t.Fatalf("the screen is %T", h.app.screen)
			}
			h.must(h.app.site.Alive(h.Context(), h.app.session.token))
		})
	})
	t.Run("lock", func(t *testing.T) {
		signedIn(t, func(h *hand) {
			held := h.saving()
			h.app.lock()
			h.wantText("The window is locked")
			s := h.app.screen.(*lockedScreen)
			s.password.SetText(memberPassword)
			s.submit()
			close(held.let)
			h.settle()
			if _, ok := h.app.screen.(*shell); !ok {
				t.Fatalf("the screen is %T: %s", h.app.screen, h.says())
			}
		})
	})
	t.Run("sign out", func(t *testing.T) {
		signedIn(t, func(h *hand) {
			held := h.saving()
			h.app.signOut()
			close(held.let)
			h.settle()
			if core.ErrorCode(h.app.site.Alive(h.Context(), held.fresh)) != core.CodeSession {
				t.Error("the new session lives on")
			}
		})
	})
}
