package gui

import (
	"testing"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// From the day on that the policy names, the page says when the password
// expires, with a button that opens the form.
func TestSecurityExpiry(t *testing.T) {
	inWindow(t, func(h *hand) {
		h.rule(lasts(30, 5))
		h.later(24)
		h.signIn("a.okafor", rootPassword)
		h.wantText("Expires on 21 December, in 6 days")
		h.wantNoText("days left", "Your password expires")
		h.app.signOut()
		h.settle()
		h.later(2)
		h.signIn("a.okafor", rootPassword)
		h.wantText("Expires on 21 December, in 4 days", "4 days left", "Your password expires in 4 days, on 21 December.")
		h.golden("security-expiry", wideWindow)
		h.picture("security-expiry-900x600", leastWindow)
		n := h.panel()
		h.wantNoText("Your password expires in")
		n.fill(rootPassword, memberPassword, memberPassword)
		h.tap("Save")
		h.wantText("Saved.", "Expires on 16 January 2027, in 30 days")
		h.wantNoText("days left", "Your password expires")
	})
}

// Cancelling the form brings the notice back, and a password may expire while
// its owner is signed in.
func TestSecurityExpires(t *testing.T) {
	inWindow(t, func(h *hand) {
		h.rule(lasts(30, 5))
		h.later(29)
		h.signIn("a.okafor", rootPassword)
		h.wantText("Your password expires tomorrow, on 21 December.", "Until tomorrow", "Expires tomorrow, on 21 December")
		h.panel()
		h.tap("Cancel")
		h.wantText("Your password expires tomorrow")
		p := h.security()
		p.own.DaysLeft = 0
		p.paint()
		h.wantText("Your password has expired.", "Expired")
	})
}

// dozen is a policy with a dozen rules and more.
func dozen(p *policy.Policy) {
	c := &p.Complexity
	c.MinLength, c.MaxLength = number(12), number(64)
	c.MinUpper, c.MinLower, c.MinDigits, c.MinSpecial = number(1), number(1), number(2), number(1)
	c.MaxRepeat, c.MaxSequence, c.MinStrength = number(3), number(4), number(3)
	c.ForbiddenChars = " "
	p.Change.HistoryDepth = number(5)
}

// The checklist has room for a dozen rules in the smallest window, beside the
// name of the policy that asks for them.
func TestSecurityManyRules(t *testing.T) {
	inWindow(t, func(h *hand) {
		id := h.newPolicy("Strict", 1, dozen)
		h.byRoot(func(token core.Token) { h.must(h.app.site.AssignPolicy(h.Context(), token, 1, id)) })
		h.signIn("a.okafor", rootPassword)
		h.wantText("Policy “Strict”. It is assigned to this account.", "At most 64 characters")
		h.golden("security-rules-many", wideWindow)
		n := h.panel()
		n.fill(rootPassword, "tally-Orbit-43", "tally-Orbit")
		n.fresh.fresh.SetRevealed(true)
		h.tap("Save")
		h.golden("password-rules-many-900x600", leastWindow)
		h.inside()
		h.tap("Cancel")
		h.tap("See all rules")
		h.wantText("Policy “Strict”")
		h.picture("security-rules-many-900x600", fyne.Size{})
	})
}
