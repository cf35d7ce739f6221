package gui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// A new password can be asked for; the list knows at once, and it is asked for
// once only.
func TestAccountsAskForNew(t *testing.T) {
	people := crew()
	petrov := people[0]
	inAccounts(t, people, func(h *hand, p *accountsPage) {
		h.openRow(p, petrov.name)
		h.tap("Ask for a new one…")
		h.wantText("Ask h.petrov for a new password?", "Devices that are signed in go on.")
		h.golden("accounts-ask", wideWindow)
		h.key(fyne.KeyEscape)
		if h.view(petrov.id).MustChange {
			t.Error("Escape has asked for it")
		}
		h.focusedOn("the button", p.drawer.ask)
		h.tap("Ask for a new one…")
		h.key(fyne.KeyReturn)
		h.noDialog()
		h.wantText("A new one is asked for at the next sign-in, by an administrator.")
		h.wantNoText("Ask for a new one…", "First password")
		if v := h.view(petrov.id); v.Why != core.ReasonAsked {
			t.Errorf("asked because of %q", v.Why)
		}
		if got := h.stateOf(p, petrov.id); got != "New password due" {
			t.Errorf("the row says %q", got)
		}
		h.focusedOn("the list", p.list)
	})
}

// The date of expiry is read strictly, moved, and given back to the policy.
func TestAccountsMoveExpiry(t *testing.T) {
	people := crew()
	petrov := people[0]
	inAccounts(t, people, func(h *hand, p *accountsPage) {
		h.rule(lasts(90, 5))
		h.openRow(p, petrov.name)
		h.wantText("Set on 2 October", "Expires on 31 December, in 40 days")
		h.golden("accounts-expires", wideWindow)
		h.tap("Move the date…")
		h.wantText("When does the password of h.petrov expire?", "Now that is 31 December.")
		date := h.inForm("New date")
		if date.Text() != "2026-12-31" {
			t.Errorf("the field begins with %q", date.Text())
		}
		for _, wrong := range []string{"", "1/3/2027", "2027-3-1", "2027-02-29", "20270301", "2027-03-01T00:00:00Z"} {
			h.fill(date, wrong)
			h.key(fyne.KeyReturn)
			if date.Problem() != "Write the date as year, month and day: 2027-03-01" {
				t.Errorf("%q has the problem %q", wrong, date.Problem())
			}
		}
		h.golden("accounts-expiry-problem", leastWindow)
		h.fill(date, "2026-11-20")
		h.key(fyne.KeyReturn)
		h.wantText("This day is over. Choose today or a later one.")
		h.focusedOn("the date", date.Input())
		h.fill(date, " 2027-03-01 ")
		h.key(fyne.KeyReturn)
		h.noDialog()
		h.wantText("Expires on 1 March 2027, in 100 days")
		if at := h.view(petrov.id).ExpiresAt; !at.Equal(time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("it expires %v", at)
		}
		h.tap("Move the date…")
		h.tap("Let the policy decide")
		h.key(fyne.KeyReturn)
		h.noDialog()
		h.wantText("Expires on 31 December, in 40 days")
	})
}

// An administrator who is not root does not move dates.
func TestAccountsMoveExpiryByAdmin(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.insert(crew()...)
		h.app.signOut()
		h.settle()
		h.admit("d.admin", core.RoleAdmin)
		p := h.openAccounts(unaltered{h.app.site})
		h.openRow(p, "h.petrov")
		h.wantText("It does not expire", "Ask for a new one…", "Assign…")
		h.wantNoText("Set a date…")
		h.openRow(p, "m.silva")
		h.wantText("Policy: Site policy")
		h.wantNoText("Set a date…", "Ask for a new one…", "Assign…")
	})
}

// The drawer says which policy holds and why, and gives another.
func TestAccountsAssign(t *testing.T) {
	people := crew()
	petrov := people[0]
	inAccounts(t, people, func(h *hand, p *accountsPage) {
		strict := h.newPolicy("Strict", 1, func(p *policy.Policy) { p.Complexity.MinLength = number(20) })
		h.openRow(p, petrov.name)
		h.wantText("Policy: Site policy", "It is the site's policy.")
		h.tap("Assign…")
		h.wantText("Assign a policy to h.petrov", "Now it has “Site policy”. It is the site's policy.")
		h.app.window.Resize(leastWindow)
		h.key(fyne.KeySpace)
		h.golden("accounts-assign", fyne.Size{})
		h.key(fyne.KeyEscape)
		h.choosePolicy("Strict")
		h.tap("Assign")
		h.noDialog()
		h.wantText("Policy: Strict", "It is assigned to this account.")
		if got := h.view(petrov.id).Policy.ID; got != strict {
			t.Errorf("policy %d holds", got)
		}
		h.tap("Assign…")
		h.tap("Assign")
		h.wantText("The account has this policy already.")
		h.choosePolicy("None of its own")
		h.tap("Assign")
		h.noDialog()
		h.wantText("Policy: Site policy")
	})
}

// choosePolicy goes to a policy in the dialog by its first letter.
func (h *hand) choosePolicy(name string) {
	h.Helper()
	for _, o := range h.visible() {
		if list, ok := o.(*kit.Select); ok {
			for range 9 {
				if list.AccessibilityLabel() == "Policy of this account, "+name {
					return
				}
				list.TypedRune(rune(name[0]))
				h.settle()
			}
		}
	}
	h.Fatalf("there is no policy %s; the window says\n%s", name, h.says())
}

// What was changed elsewhere is seen in the row as soon as the account is
// opened.
func TestAccountsRowFollows(t *testing.T) {
	people := crew()
	petrov := people[0]
	inAccounts(t, people, func(h *hand, p *accountsPage) {
		h.must(h.app.site.DisableAccount(h.Context(), h.app.session.token, petrov.id))
		if got := h.stateOf(p, petrov.id); got != "Active" {
			t.Errorf("before it is opened the row says %q", got)
		}
		h.openRow(p, petrov.name)
		if got := h.stateOf(p, petrov.id); got != "Switched off" {
			t.Errorf("the row says %q", got)
		}
		p.setFilter(core.FilterDisabled)
		h.settle()
		h.must(h.app.site.EnableAccount(h.Context(), h.app.session.token, petrov.id))
		h.openRow(p, petrov.name)
		if _, known := p.rows.indexOf(petrov.id); known {
			t.Errorf("it is still among those switched off: %v", p.names())
		}
	})
}
