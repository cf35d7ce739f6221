package gui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// tenYears is far enough ahead.
const tenYears = 3653 * 24 * time.Hour

// clockBarOf is the bar of the shell that is shown.
func (h *hand) clockBarOf() *clockBar {
	h.Helper()
	s, ok := h.app.screen.(*shell)
	if !ok {
		h.Fatalf("the screen is %T, not the shell", h.app.screen)
	}
	return s.clock
}

// A clock that jumps while a root account looks: two seconds later every page says
// so, with a way to confirm the date that says what it does; then everybody signs
// in again.
func TestClockAhead(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.rule(func(p *policy.Policy) { p.Expiration.MaxAgeDays, p.Expiration.InactivityDays = number(90), number(60) })
		h.addAccount("j.moreau", core.RoleMember)
		h.addAccount("t.anders", core.RoleMember)
		h.pass(2 * time.Second)
		h.wantNoText("This computer's clock")
		h.ahead += tenYears
		h.pass(2 * time.Second)
		h.wantText("This computer's clock says 21 November 2036; Gatehouse last ran on 21 November 2026.",
			"Until somebody confirms the date, Gatehouse goes on from the date it knows.")
		h.wantText("Last changed today at 08:12")
		h.golden("clock-ahead", fyne.NewSize(1180, 560))
		h.golden("clock-ahead-narrow", leastWindow)

		h.tap("Confirm the date…")
		h.wantText("Confirm the date", "3 more passwords are expired by the end of that day.",
			"2 more accounts are locked because nobody used them.", "Everybody is signed out, and so are you.")
		h.golden("clock-confirm", wideWindow)
		d := h.clockBarOf().open
		h.tap("Confirm the date")
		h.wantText("How you know the date")
		if d.reason.Problem() == "" {
			t.Error("no reason is missing")
		}
		h.focusedOn("the reason", d.reason.Input())
		h.fill(d.reason, "the wall calendar")
		h.fill(d.password, "wrong")
		h.tap("Confirm the date")
		h.wantText("This is not your password.")
		h.pass(2 * time.Second)
		h.fill(d.password, rootPassword)
		h.tap("Confirm the date")
		h.wantText("The date is confirmed. Sign in again to go on.")
		h.signIn("a.okafor", rootPassword)
		if _, ok := h.app.screen.(*firstPassword); !ok {
			t.Errorf("the screen is %T after ten years", h.app.screen)
		}
	})
}

// How the date is known waits behind the lock, the password does not.
func TestLockGivesTheClocksReasonBack(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.ahead -= time.Hour
		h.pass(2 * time.Second)
		h.tap("Confirm the date…")
		h.fill(h.clockBarOf().open.reason, "the wall calendar")
		h.fill(h.clockBarOf().open.password, rootPassword)
		h.away()
		d := h.clockBarOf().open
		h.wantText("Confirm the date", "The date goes back.")
		if d.reason.Text() != "the wall calendar" || d.password.Text() != "" {
			t.Errorf("the reason is %q, the password %q", d.reason.Text(), d.password.Text())
		}
		h.fill(d.password, rootPassword)
		h.tap("Confirm the date")
		h.wantText("The date is confirmed. Sign in again to go on.")
		h.wantNoText("gone")
	})
}

// A clock that is set back goes on from the time it knew, and says what going back
// means; it is quiet as soon as the clock is right.
func TestClockBack(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.pass(2 * time.Second)
		h.ahead -= time.Hour
		h.pass(2 * time.Second)
		h.wantText("This computer's clock says 07:12; Gatehouse last ran at 08:12.")
		h.tap("Confirm the date…")
		h.wantText("The date goes back.")
		h.key(fyne.KeyEscape)
		h.ahead += time.Hour
		h.pass(2 * time.Second)
		h.wantNoText("This computer's clock")
	})
}

// An administrator who is no root account is told whom to tell; a member is told
// nothing.
func TestClockOfOthers(t *testing.T) {
	inWindow(t, func(h *hand) {
		for name, role := range map[string]core.Role{"t.anders": core.RoleAdmin, "j.moreau": core.RoleMember} {
			first := h.addAccount(name, role)
			flow := h.app.site.StartSignIn(core.Device{Client: core.ClientCommand, Host: "relay-02"})
			_, err := flow.Password(h.Context(), name, first)
			h.must(err)
			_, err = flow.ChangePassword(h.Context(), core.OwnChange{New: memberPassword, Confirm: memberPassword})
			h.must(err)
		}
		h.ahead += tenYears
		h.signIn("t.anders", memberPassword)
		h.wantText("This computer's clock says 21 November 2036", "Tell a root account.")
		h.wantNoText("Confirm the date")
		h.app.signOut()
		h.settle()
		h.signIn("j.moreau", memberPassword)
		h.pass(2 * time.Second)
		h.wantNoText("This computer's clock")
	})
}

// The pause after wrong passwords counts down by the site's time, whatever the
// clock does meanwhile.
func TestPauseAndTheClock(t *testing.T) {
	inWindow(t, func(h *hand) {
		for range 5 {
			h.signIn("nobody", "wrong "+h.now().String())
			h.pass(time.Second)
		}
		s := h.app.screen.(*signInScreen)
		h.pass(time.Minute)
		for _, jump := range []time.Duration{tenYears, -2 * tenYears, tenYears} {
			h.ahead += jump
			h.pass(time.Second)
			if !s.lock.locked() {
				t.Fatalf("the pause is over after %v", jump)
			}
		}
		h.wantText("13 min 5")
		h.pass(14 * time.Minute)
		if s.lock.locked() {
			t.Errorf("the pause is not over: %s", h.says())
		}
	})
}
