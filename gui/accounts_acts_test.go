package gui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// lastEvent is the newest line of the log.
func (h *hand) lastEvent() core.Event {
	h.Helper()
	var last core.Event
	h.must(h.app.store.View(h.Context(), func(tx core.Tx) error {
		seq, _, err := tx.LastEvent()
		if err != nil {
			return err
		}
		events, err := tx.Events(seq, 1)
		if err == nil {
			last = events[0]
		}
		return err
	}))
	return last
}

// stateOf is the word that the list has for an account.
func (h *hand) stateOf(p *accountsPage, id core.AccountID) string {
	h.Helper()
	i, known := p.rows.indexOf(id)
	if !known {
		h.Fatalf("account %d is not in the list", id)
	}
	row, _ := p.rows.row(i)
	return h.app.accountState(row).word
}

func TestAccountsUnlock(t *testing.T) {
	people := crew()
	moreau := people[2]
	inAccounts(t, people, func(h *hand, p *accountsPage) {
		h.openRow(p, moreau.name)
		h.fill(p.drawer.reason, strings.Repeat("x", 201))
		h.key(fyne.KeyReturn)
		h.wantText("Shorten this to 200 characters; it has 201.")
		h.focusedOn("the reason", p.drawer.reason.Input())
		h.fill(p.drawer.reason, "called from the gate")
		h.key(fyne.KeyReturn)
		h.wantNoText("Locked until", "Unlock now", "Reason to unlock")
		h.wantText("Locked, 1", "Jules Moreau · Member")
		if got := h.stateOf(p, moreau.id); got != "Active" {
			t.Errorf("the row says %q", got)
		}
		if e := h.lastEvent(); e.Kind != core.EventAccountUnlocked || !strings.Contains(e.Detail, "called from the gate") {
			t.Errorf("the log ends with %s %s", e.Kind, e.Detail)
		}
		h.focusedOn("the list", p.list)
		h.openRow(p, "kiosk-dock-3")
		if got := p.drawer.reason.Text(); got != "" {
			t.Errorf("the reason of another account is still there: %q", got)
		}
	})
}

// A lock that ran out, or that somebody else has ended, is said; the drawer
// then shows how it is.
func TestAccountsUnlockTooLate(t *testing.T) {
	people := crew()
	inAccounts(t, people, func(h *hand, p *accountsPage) {
		h.openRow(p, "j.moreau")
		h.must(h.app.site.UnlockAccount(h.Context(), h.app.session.token, people[2].id, ""))
		h.tap("Unlock now")
		h.wantText("The account was not unlocked", "The account j.moreau is not locked.")
		h.tap("Close")
		h.wantNoText("Locked until")
	})
}

func TestAccountsSwitchOffAndOn(t *testing.T) {
	people := crew()
	moreau := people[2]
	inAccounts(t, people, func(h *hand, p *accountsPage) {
		h.openRow(p, moreau.name)
		h.tap("Switch off…")
		h.wantText("Switch off j.moreau?", "2 devices are signed out")
		h.golden("accounts-switchoff", leastWindow)
		h.key(fyne.KeyEscape)
		if h.view(moreau.id).State != core.StateActive {
			t.Error("Escape has switched the account off")
		}
		h.focusedOn("the button", p.drawer.onOff)
		h.tap("Switch off…")
		h.key(fyne.KeyReturn)
		h.noDialog()
		if v := h.view(moreau.id); v.State != core.StateDisabled || len(v.Sessions) != 0 {
			t.Errorf("the account is %s with %d devices", v.State, len(v.Sessions))
		}
		if got := h.stateOf(p, moreau.id); got != "Switched off" {
			t.Errorf("the row says %q", got)
		}
		h.wantText("Switched off, 2", "Nobody can sign in with this account until it is switched on again.", "Not signed in anywhere")
		h.focusedOn("the button", p.drawer.onOff)
		h.tap("Switch on")
		h.noDialog()
		if h.view(moreau.id).State != core.StateActive {
			t.Error("the account is still off")
		}
		h.wantText("Switched off, 1", "Switch off…")
		h.focusedOn("the button", p.drawer.onOff)
	})
}

// What core refuses is said in the dialog, which stays.
func TestAccountsSwitchOffRefused(t *testing.T) {
	people := crew()
	inAccounts(t, people, func(h *hand, p *accountsPage) {
		h.openRow(p, "j.moreau")
		h.tap("Switch off…")
		h.must(h.app.site.DisableAccount(h.Context(), h.app.session.token, people[2].id))
		h.tap("Switch off")
		h.wantText("Switch off j.moreau?", "The account is switched off already.")
		h.tap("Cancel")
		h.noDialog()
	})
}

func TestAccountsDelete(t *testing.T) {
	people := crew()
	brandt := people[6]
	inAccounts(t, people, func(h *hand, p *accountsPage) {
		h.openRow(p, brandt.name)
		h.tap("Delete…")
		h.wantText("Delete the account m.brandt?", "Type m.brandt to delete it", "The name cannot be used again.")
		h.golden("accounts-delete", leastWindow)
		h.type1("m.brand")
		h.key(fyne.KeyReturn)
		h.wantText("Type the name of the account, m.brandt, to delete it.")
		h.type1("t")
		h.wantNoText("Type the name of the account")
		h.key(fyne.KeyReturn)
		h.noDialog()
		if slices.Contains(p.names(), brandt.name) {
			t.Error("the account is still in the list")
		}
		h.wantText("Marta Silva · Root", "12", "of 12")
		h.focusedOn("the list", p.list)
		h.key(fyne.KeyReturn)
		h.wantText("Marta Silva · Root")
		h.openRow(p, "q.ito")
		h.tap("Delete…")
		h.type1("q.ito")
		h.key(fyne.KeyReturn)
		h.wantText("Pia van der Berg")
		h.focusedOn("the list", p.list)
	})
}

// Deleting the only hit of a search leaves the field to go on from.
func TestAccountsDeleteTheOnlyHit(t *testing.T) {
	inAccounts(t, crew(), func(h *hand, p *accountsPage) {
		p.search("hana")
		h.settle()
		h.openRow(p, "h.petrov")
		h.tap("Delete…")
		h.type1("h.petrov")
		h.key(fyne.KeyReturn)
		h.wantText("No account fits “hana”")
		if p.host.IsOpen() {
			t.Error("the drawer is still open")
		}
		h.focusedOn("the filter", p.filter.Input())
	})
}

func TestAccountsReset(t *testing.T) {
	people := crew()
	moreau := people[2]
	inAccounts(t, people, func(h *hand, p *accountsPage) {
		h.openRow(p, moreau.name)
		h.tap("Reset password…")
		h.wantText("Reset the password of j.moreau?", "2 devices are signed out.", "The lock ends.")
		h.golden("accounts-reset", leastWindow)
		h.key(fyne.KeyReturn)
		h.wantText("First password of j.moreau", "I have passed it on", "It is shown this once.")
		v := h.view(moreau.id)
		if v.Lock != nil || len(v.Sessions) != 0 || !v.MustChange {
			t.Errorf("afterwards the account is %+v", v)
		}
		first := h.onceShown()
		h.tap("Copy")
		h.tap("Done")
		h.noDialog()
		h.wantText("First password, set today at 08:12")
		h.wantNoText(first, "Locked until")
		if got := h.stateOf(p, moreau.id); got != "New password due" {
			t.Errorf("the row says %q", got)
		}
		h.signsIn(moreau.name, first)
	})
}

// onceShown is the password that the dialog shows.
func (h *hand) onceShown() string {
	h.Helper()
	lines := strings.Split(h.says(), "\n")
	for i, line := range lines {
		if line == "Copy" && i > 0 {
			return lines[i-1]
		}
	}
	h.Fatalf("no password is shown:\n%s", h.says())
	return ""
}

// signsIn fails unless the first password opens the account up to the step in
// which it is changed.
func (h *hand) signsIn(name, first string) {
	h.Helper()
	step, err := h.app.site.StartSignIn(h.app.program.Device).Password(h.Context(), name, first)
	if err != nil || step != core.StepChangePassword {
		h.Errorf("with %q %s comes to %q, %v", first, name, step, err)
	}
}

// The password that is shown once is not lost by mistake: Escape does not close
// it, and Done asks once more when nothing was done with it.
func TestAccountsOnce(t *testing.T) {
	inAccounts(t, nil, func(h *hand, p *accountsPage) {
		shown := 0
		p.showOnce(core.Added{ID: 1, Name: "j.moreau", FirstPassword: "Kd7-plover-Ru5t-4421", MustChange: true}, func() { shown++ })
		h.golden("accounts-once", leastWindow)
		h.key(fyne.KeyEscape)
		h.wantText("Kd7-plover-Ru5t-4421")
		h.tap("Done")
		h.wantText("Is the password passed on?", "Close anyway")
		h.golden("accounts-once-sure", fyne.Size{})
		h.key(fyne.KeyReturn)
		h.wantText("Kd7-plover-Ru5t-4421")
		h.tap("Done")
		h.key(fyne.KeyEscape)
		h.wantText("Kd7-plover-Ru5t-4421")
		h.tap("I have passed it on")
		h.tap("Done")
		h.noDialog()

		p.showOnce(core.Added{ID: 1, Name: "j.moreau", FirstPassword: "Kd7-plover-Ru5t-4421", MustChange: true}, func() { shown++ })
		h.tap("Done")
		h.tap("Close anyway")
		h.noDialog()
		if shown != 2 {
			t.Errorf("%d dialogs were closed", shown)
		}

		p.showOnce(core.Added{ID: 1, Name: "j.moreau", FirstPassword: "Kd7-plover-Ru5t-4421"}, func() { shown++ })
		h.wantText("The policy lets it stay, so ask the person to change it: you have seen it.")
		h.golden("accounts-once-stays", leastWindow)
	})
}

// A copied password is in the clipboard for the time that is shown, whether the
// dialog is still open or not.
func TestAccountsOnceCopied(t *testing.T) {
	inAccounts(t, nil, func(h *hand, p *accountsPage) {
		const first = "Kd7-plover-Ru5t-4421"
		p.showOnce(core.Added{ID: 1, Name: "j.moreau", FirstPassword: first, MustChange: true}, func() {})
		h.key(fyne.KeySpace)
		if got := h.app.fyne.Clipboard().Content(); got != first {
			t.Errorf("the clipboard holds %q", got)
		}
		h.pass(3 * time.Second)
		h.wantText("Copied. Leaves the clipboard in 17 s")
		h.golden("accounts-once-copied", leastWindow)
		h.tap("Done")
		h.noDialog()
		h.pass(16 * time.Second)
		if got := h.app.fyne.Clipboard().Content(); got != first {
			t.Errorf("after 19 s the clipboard holds %q", got)
		}
		h.pass(2 * time.Second)
		if got := h.app.fyne.Clipboard().Content(); got != "" {
			t.Errorf("after 21 s the clipboard holds %q", got)
		}
	})
}

// Locking the window takes the password from the screen.
func TestAccountsOnceLocked(t *testing.T) {
	inAccounts(t, nil, func(h *hand, p *accountsPage) {
		p.showOnce(core.Added{ID: 1, Name: "j.moreau", FirstPassword: "Kd7-plover"}, func() {})
		h.app.lock()
		h.settle()
		h.noDialog()
		h.wantText("The window is locked")
		h.wantNoText("Kd7-plover")
	})
}

// What may not be done is not offered, and one sentence says why.
func TestAccountsRights(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.insert(crew()...)
		h.app.signOut()
		h.settle()
		h.admit("d.admin", core.RoleAdmin)
		p := h.openAccounts(h.app.site)
		acts := []string{"Edit…", "Switch off…", "Delete…", "Reset password…"}
		h.openRow(p, "h.petrov")
		h.wantText(acts...)
		h.wantNoText("A root account can change it.")
		h.openRow(p, "k.haddad")
		h.wantNoText(acts...)
		h.wantText("Your role does not reach to this account. A root account can change it.")
		h.openRow(p, "d.admin")
		h.wantNoText(acts...)
		h.wantText("This is your own account. Your password is on the Security page; a root account can change the rest.")
	})
}

// admit makes an account with a password of its own, and signs it in.
func (h *hand) admit(name string, role core.Role) {
	h.Helper()
	flow := h.app.site.StartSignIn(h.app.program.Device)
	_, err := flow.Password(h.Context(), "a.okafor", rootPassword)
	h.must(err)
	added, err := h.app.site.AddAccount(h.Context(), flow.Token(), core.NewAccount{Name: name, Role: role})
	h.must(err)
	own := h.app.site.StartSignIn(h.app.program.Device)
	_, err = own.Password(h.Context(), name, added.FirstPassword)
	h.must(err)
	_, err = own.ChangePassword(h.Context(), core.OwnChange{New: memberPassword, Confirm: memberPassword})
	h.must(err)
	h.signIn(name, memberPassword)
}

// demote makes the signed-in root account a member, by another root account.
func (h *hand) demote() {
	h.Helper()
	added, err := h.app.site.AddAccount(h.Context(), h.app.session.token, core.NewAccount{Name: "second.root", Role: core.RoleRoot})
	h.must(err)
	flow := h.app.site.StartSignIn(h.app.program.Device)
	_, err = flow.Password(h.Context(), added.Name, added.FirstPassword)
	h.must(err)
	_, err = flow.ChangePassword(h.Context(), core.OwnChange{New: memberPassword, Confirm: memberPassword})
	h.must(err)
	own, err := h.app.site.AccountNamed(h.Context(), flow.Token(), h.app.session.own.Name)
	h.must(err)
	h.must(h.app.site.EditAccount(h.Context(), flow.Token(), own.ID, core.AccountEdit{
		Revision: own.Revision, NewAccount: core.NewAccount{Name: own.Name, FullName: own.FullName, Role: core.RoleMember},
	}))
}

// An act that is refused for want of a right, taken away meanwhile, says so.
func TestAccountsRightTakenAway(t *testing.T) {
	people := crew()
	inAccounts(t, people, func(h *hand, p *accountsPage) {
		h.openRow(p, "h.petrov")
		h.demote()
		h.tap("Switch off…")
		h.tap("Switch off")
		h.wantText("Your account has no right to do this.")
	})
}

// An account with more devices than there is room for says how many there are.
func TestAccountsManyDevices(t *testing.T) {
	var hosts []core.Device
	for range 14 {
		hosts = append(hosts, core.Device{Client: core.ClientWindow, Host: "YARD", System: "Windows 11"})
	}
	inAccounts(t, []*person{{name: "busy", seen: time.Hour, hosts: hosts}}, func(h *hand, p *accountsPage) {
		h.openRow(p, "busy")
		h.wantText("And 4 more", "Windows 11 · since 07:12 today", "since 22:12 yesterday", "since 19 November")
	})
}

// The controls of the drawer are reached by Tab from the list on.
func TestAccountsDrawerByTab(t *testing.T) {
	inAccounts(t, crew(), func(h *hand, p *accountsPage) {
		h.openRow(p, "j.moreau")
		c := h.app.window.Canvas()
		var reached []string
		for range 14 {
			c.FocusNext()
			switch f := c.Focused().(type) {
			case *kit.Button:
				reached = append(reached, f.Text())
			default:
				if f == p.drawer.reason.Input() {
					reached = append(reached, "Reason")
				}
			}
		}
		want := []string{"Close", "Reason", "Unlock now", "Reset password…", "Ask for a new one…", "Set a date…", "Assign…", "Sign out everywhere…", "Sign out…", "Sign out…", "Edit…", "Switch off…", "Delete…"}
		if !slices.Equal(reached[:min(len(reached), len(want))], want) {
			t.Errorf("Tab reaches %v, want %v", reached, want)
		}
	})
}

// An account that was edited in the store past the program is shown as such,
// until its password is reset.
func TestAccountsAltered(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.insert(crew()...)
		h.must(h.app.store.Update(h.Context(), func(tx core.Tx) error {
			account, err := tx.AccountByKey("h.petrov")
			if err != nil {
				return err
			}
			stored, err := tx.Password(account.ID)
			if err != nil {
				return err
			}
			stored.MustChange = !stored.MustChange
			return tx.PutPassword(stored)
		}))
		p := h.openAccounts(h.app.site)
		h.openRow(p, "h.petrov")
		h.wantText("Changed outside Gatehouse", "Reset password…")
		h.golden("accounts-altered", wideWindow)
		h.tap("Reset password…")
		h.tap("Reset password")
		h.app.closeDialogs()
		h.openRow(p, "h.petrov")
		h.wantNoText("Changed outside Gatehouse")
	})
}
