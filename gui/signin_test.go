package gui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/policy"
)

func TestSignInScreen(t *testing.T) {
	inWindow(t, func(h *hand) {
		h.wantText("Sign in to Gatehouse", "Account name", "Northfield Depot · Europe/London")
		h.golden("signin", smallWindow)
		h.signIn("a.okafor", rootPassword)
		if _, ok := h.app.screen.(*shell); !ok {
			t.Errorf("the screen is %T", h.app.screen)
		}
	})
}

// A wrong password is wiped, the name stays, and the sentence does not tell
// which of the two was wrong.
func TestSignInRefused(t *testing.T) {
	inWindow(t, func(h *hand) {
		h.signIn("a.okafor", "wrong")
		s := h.app.screen.(*signInScreen)
		if s.name.Text() != "a.okafor" || s.password.Text() != "" {
			t.Errorf("fields hold %q and %q", s.name.Text(), s.password.Text())
		}
		if !s.password.Focused() {
			t.Error("the password has no focus")
		}
		said := s.password.Problem()
		h.golden("signin-refused", smallWindow)
		h.signIn("nobody", "wrong")
		if s.password.Problem() != said {
			t.Errorf("%q differs from %q", s.password.Problem(), said)
		}
	})
}

func TestSignInEmpty(t *testing.T) {
	inWindow(t, func(h *hand) {
		h.signIn("", "")
		s := h.app.screen.(*signInScreen)
		if s.name.Problem() == "" || s.password.Problem() == "" || !s.name.Focused() {
			t.Errorf("problems %q, %q", s.name.Problem(), s.password.Problem())
		}
	})
}

// After five wrong passwords the pause is shown and counted down; another name
// can be typed meanwhile, and the form is back when it is over.
func TestSignInLocked(t *testing.T) {
	inWindow(t, func(h *hand) {
		for i := range 5 {
			h.signIn("a.okafor", fmt.Sprint("wrong ", i))
		}
		s := h.app.screen.(*signInScreen)
		h.wantText("This account is locked for now", "15 min 0 s", "Sign in at 08:27")
		if s.password.Visible() || !s.name.Focused() {
			t.Error("the password is shown, or the name has no focus")
		}
		h.pass(28 * time.Second)
		h.wantText("14 min 32 s")
		h.golden("signin-locked", smallWindow)
		s.name.SetText("another")
		if !s.password.Visible() || s.lock.locked() {
			t.Error("another name cannot sign in")
		}
		s.name.SetText("a.okafor")
		h.signIn("a.okafor", rootPassword)
		h.wantText("This account is locked for now")
		h.pass(15 * time.Minute)
		h.wantNoText("This account is locked for now")
		h.signIn("a.okafor", rootPassword)
		if _, ok := h.app.screen.(*shell); !ok {
			t.Errorf("the screen is %T", h.app.screen)
		}
	})
}

// A lock that only an administrator ends shows no time.
func TestSignInClosed(t *testing.T) {
	inWindow(t, func(h *hand) {
		s := h.app.screen.(*signInScreen)
		s.name.SetText("ben")
		s.refused(&core.Error{Code: core.CodeLocked, Lock: &core.Lock{
			Failures: 100, Until: h.now().Add(1000 * time.Hour), For: 1000 * time.Hour, UntilUnlocked: true,
		}})
		h.settle()
		h.wantText("It stays locked until an administrator unlocks it.")
		h.wantNoText("Sign in at", "41 d", " min")
		h.golden("signin-closed", smallWindow)
	})
}

// A lock for want of use says what to do, and nothing of wrong passwords.
func TestSignInUnused(t *testing.T) {
	inWindow(t, func(h *hand) {
		h.rule(func(p *policy.Policy) { p.Expiration.InactivityDays = number(30) })
		h.addAccount("ben", core.RoleMember)
		h.later(60)
		h.signIn("ben", "some password")
		h.wantText("This account is locked", "It stays locked until an administrator unlocks it. Ask one.")
		h.wantNoText("wrong passwords", "for now", " min", "Sign in at")
		h.golden("signin-unused", smallWindow)
	})
}

// A password that has expired for good is refused in words that lead further.
func TestSignInExpired(t *testing.T) {
	inWindow(t, func(h *hand) {
		first := h.addAccount("ben", core.RoleMember)
		h.rule(func(p *policy.Policy) {
			p.Expiration.MaxAgeDays, p.Expiration.AfterExpiry = number(30), policy.AfterBlocked
		})
		h.later(31)
		h.signIn("ben", first)
		h.wantText("The password has expired. A root account has to set a new one.")
		if s := h.app.screen.(*signInScreen); s.password.Problem() != "" || !s.name.Focused() {
			t.Errorf("the password has the problem %q", s.password.Problem())
		}
		h.golden("signin-expired", smallWindow)
	})
}

// The form for a new password says why there has to be one.
func TestFirstPasswordSaysWhy(t *testing.T) {
	inWindow(t, func(h *hand) {
		h.rule(lasts(30, 5))
		h.later(31)
		h.signIn("a.okafor", rootPassword)
		h.wantText("Choose a new password", "Your password has expired. Choose a new one to go on.")
		h.golden("firstpassword-expired", h.app.screen.size())
	})
	said := map[string]bool{}
	for _, why := range []core.ChangeReason{
		core.ReasonFirst, core.ReasonReset, core.ReasonWeak, core.ReasonAsked, core.ReasonPolicy, core.ReasonExpired,
	} {
		said[changeWords(why)] = true
	}
	if len(said) != 6 {
		t.Errorf("%d reasons are told apart", len(said))
	}
}

// A password that an administrator has set leads to the form for a new one.
func TestFirstPassword(t *testing.T) {
	inWindow(t, func(h *hand) {
		first := h.addAccount("ben", core.RoleMember)
		h.signIn("ben", first)
		s, ok := h.app.screen.(*firstPassword)
		if !ok {
			t.Fatalf("the screen is %T", h.app.screen)
		}
		h.wantText("Choose a new password")
		h.golden("firstpassword", s.size())
		s.submit()
		h.settle()
		if s.fresh.fresh.Problem() == "" {
			t.Error("an empty password is no problem")
		}
		h.tap("Options")
		h.wantText("Generate with these options", "About 75 bits")
		s.fresh.panel.pretend("tally-orbit-Plinth-07-ferry-moss")
		h.golden("firstpassword-options", s.size())
		h.key(fyne.KeyEscape)
		if s.fresh.panel.isOpen() {
			t.Error("Escape does not close the options")
		}
		s.fresh.fresh.SetText("31.12.1987")
		h.golden("firstpassword-weak", s.size())
		s.fresh.fresh.SetText(memberPassword)
		s.fresh.confirm.SetText(memberPassword)
		h.golden("firstpassword-ready", s.size())
		s.submit()
		h.settle()
		if _, ok := h.app.screen.(*shell); !ok {
			t.Fatalf("the screen is %T", h.app.screen)
		}
		h.wantText("Security")
		h.wantNoText("Accounts")
	})
}

// The options that draw a first password are kept with it.
func TestFirstPasswordKeepsTheOptions(t *testing.T) {
	inWindow(t, func(h *hand) {
		first := h.addAccount("ben", core.RoleMember)
		h.signIn("ben", first)
		s := h.app.screen.(*firstPassword)
		h.tap("Options")
		s.fresh.panel.words.stepper.SetText("7")
		h.settle()
		h.tap("Use this password")
		s.submit()
		h.settle()
		n := h.panel()
		h.tap("Options")
		h.wantText("Number of words, 7")
		h.tap("Close options")
		h.tap("Generate password")
		if words := strings.Count(n.fresh.fresh.Text(), "-"); words != 7 {
			t.Errorf("drew %q", n.fresh.fresh.Text())
		}
	})
}

// Cancel leaves the sign-in and the password as it was.
func TestFirstPasswordCancel(t *testing.T) {
	inWindow(t, func(h *hand) {
		first := h.addAccount("ben", core.RoleMember)
		h.signIn("ben", first)
		h.tap("Cancel")
		h.signIn("ben", first)
		if _, ok := h.app.screen.(*firstPassword); !ok {
			t.Errorf("the screen is %T", h.app.screen)
		}
	})
}

// addAccount makes an account past the window and gives its first password.
func (h *hand) addAccount(name string, role core.Role) string {
	h.Helper()
	flow := h.app.site.StartSignIn(core.Device{Client: core.ClientCommand, Host: "relay-02"})
	_, err := flow.Password(h.Context(), "a.okafor", rootPassword)
	h.must(err)
	added, err := h.app.site.AddAccount(h.Context(), flow.Token(), core.NewAccount{Name: name, Role: role})
	h.must(err)
	h.must(h.app.site.SignOut(h.Context(), flow.Token()))
	return added.FirstPassword
}

func TestDurationWords(t *testing.T) {
	for d, want := range map[time.Duration]string{
		time.Millisecond:                 "1 s",
		59 * time.Second:                 "59 s",
		60 * time.Second:                 "1 min 0 s",
		14*time.Minute + 32*time.Second:  "14 min 32 s",
		3*time.Hour + 59*time.Minute + 1: "3 h 59 min",
	} {
		if got := durationWords(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}
