package gui

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// away locks the window and comes back as the same person.
func (h *hand) away() {
	h.Helper()
	h.app.lock()
	h.settle()
	h.noDialog()
	h.unlock()
}

// typedPolicy changes some of the policy: what can be read, what cannot, in the
// text of the banned passwords, and tries a password.
func (h *hand) typedPolicy(e *policyEditor) {
	h.Helper()
	h.number(e, "min_length", "12")
	h.number(e, "max_length", "6x")
	e.side.try.SetText("harbour 2026")
	h.settle()
}

// What was typed in the policy editor waits behind the lock, for as many locks as
// come, with its place; the password that was tried does not.
func TestLockGivesThePolicyBack(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.typedPolicy(e)
		e.view.toGroup(policy.GroupLockout)
		h.settle()
		before := e.view.scroll.Offset
		if before.Y == 0 {
			t.Fatal("the form does not scroll")
		}
		for range 2 {
			h.app.lock()
			h.settle()
			h.noDialog()
			h.wantNoText("Minimum length", "harbour")
			if got := e.side.try.Text(); got != "" {
				t.Errorf("the password that was tried is still %q", got)
			}
			h.unlock()
			h.pass(impactPause)
			h.wantText("Password policy", "was 15 characters", "Write a whole number in figures.", "2 changes")
			h.wantNoText("Would be refused", "harbour")
			if got := e.policyNumber("max_length"); got != "6x" {
				t.Errorf("what could not be read is now %q", got)
			}
			if e.view.scroll.Offset != before {
				t.Errorf("the form is scrolled to %v, was to %v", e.view.scroll.Offset, before)
			}
		}
		h.golden("policy-again", fyne.Size{})
		h.app.lock()
		h.app.setLooks(looks{theme: "dark"})
		h.settle()
		h.unlock()
		h.pass(impactPause)
		h.compare("policy-again-dark.png")
		h.number(e, "max_length", "64")
		h.tap("Save changes")
		h.type1("Contract with the site owner")
		h.away()
		h.tap("Save changes")
		h.tap("Save changes")
		h.noDialog()
		saved := h.saved()
		if *saved.Policy.Complexity.MinLength != 12 || *saved.Policy.Complexity.MaxLength != 64 || saved.Reason != "Contract with the site owner" {
			t.Errorf("saved is %+v", saved)
		}
		h.away()
		h.noDialog()
	})
}

// policyNumber is what stands in the field of a number.
func (e *policyEditor) policyNumber(name string) string {
	return e.form.row(name).control.(*numberControl).number.Text()
}

// The lock for want of use keeps it too, and the tab that was open.
func TestIdleLockKeepsTheBannedPasswords(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.rule(idles(5))
		e.view.choose(tabBanned)
		h.settle()
		h.type1("northfield")
		h.pass(5*time.Minute + 2*time.Second)
		h.wantLocked()
		h.unlock()
		h.wantText("One password on each line", "1 entry")
		h.focusedOn("the list", e.banned.text.Input())
		h.type1("2")
		if got := e.draft.Complexity.Banned; len(got) != 1 || got[0] != "northfield2" {
			t.Errorf("the list is %q", got)
		}
	})
}

// The last key before the lock counts, although nothing was found out about it.
func TestLockRightAfterAKey(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		e.form.set(h.policyRow(e, "min_length"), 20, "")
		h.app.lock()
		h.settle()
		h.unlock()
		h.wantText("was 15 characters")
	})
}

// An editor in which nothing was changed is closed by the lock.
func TestLockKeepsNoUntouchedForm(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.away()
		h.noDialog()
		h.tap("Password policy")
		h.tap("Cancel")
		h.shortcut(fyne.Key2)
		h.tap("New account")
		h.away()
		h.noDialog()
	})
}

// Signing out at the lock asks without saying what was typed, and the next person
// gets nothing of it.
func TestSignOutAtTheLockLosesWhatWasTyped(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.typedPolicy(e)
		h.app.lock()
		h.settle()
		h.tap("Sign out")
		h.wantText("Leave without saving?", "What was typed waits behind the lock and is not saved.")
		h.wantNoText("policy")
		h.golden("locked-unsaved", wideWindow)
		h.key(fyne.KeyEscape)
		h.wantText("The window is locked")
		h.tap("Sign out")
		h.tap("Sign out anyway")
		if h.app.typing != nil {
			t.Error("it is still held")
		}
		h.admit("d.admin", core.RoleAdmin)
		h.noDialog()
		h.app.signOut()
		h.settle()
		h.signIn("a.okafor", rootPassword)
		h.noDialog()
	})
}

// Closing the window asks, too.
func TestCloseAsksForWhatWasTyped(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.typedPolicy(e)
		h.app.close()
		h.settle()
		h.wantText("Leave without saving?", "What was typed is not saved.")
		h.tap("Go back")
		h.wantText("Minimum length")
		h.app.close()
		h.settle()
		h.tap("Close anyway")
		if h.app.back.ctx.Err() == nil {
			t.Error("the window is still open")
		}
	})
}

// A session that ends elsewhere takes it away, and the sign-in says so.
func TestEndOfTheSessionLosesWhatWasTyped(t *testing.T) {
	for name, locked := range map[string]bool{"open": false, "locked": true} {
		t.Run(name, func(t *testing.T) {
			inPolicy(t, nil, func(h *hand, e *policyEditor) {
				h.typedPolicy(e)
				if locked {
					h.app.lock()
					h.settle()
				}
				h.must(h.app.site.SignOut(h.Context(), h.app.session.token))
				if locked {
					h.unlock()
				}
				h.pass(2 * time.Second)
				h.wantText("What was typed and not saved is gone.")
				h.signIn("a.okafor", rootPassword)
				h.noDialog()
				h.app.lock()
				h.settle()
				h.tap("Sign out")
				h.noDialog()
			})
		})
	}
}

// Nobody else gets it, and nobody whose role does not reach so far any more.
func TestWhatSomebodyElseTyped(t *testing.T) {
	for name, alter := range map[string]func(*typing){
		"another owner":  func(kept *typing) { kept.owner++ },
		"another's role": func(kept *typing) { kept.right = "none" },
	} {
		t.Run(name, func(t *testing.T) {
			inPolicy(t, nil, func(h *hand, e *policyEditor) {
				h.typedPolicy(e)
				h.app.lock()
				h.settle()
				alter(h.app.typing)
				h.unlock()
				h.noDialog()
				if h.app.typing != nil {
					t.Error("it is still held")
				}
			})
		})
	}
}

// What was saved while the window was locked does not come back as a draft.
func TestPolicySavedBehindTheLock(t *testing.T) {
	for name, unlocked := range map[string]bool{"behind the lock": false, "after it": true} {
		t.Run(name, func(t *testing.T) {
			late := &lateSave{goOn: make(chan struct{})}
			wrap := func(s policyService) policyService { late.policyService = s; return late }
			inPolicy(t, wrap, func(h *hand, e *policyEditor) {
				h.number(e, "min_length", "20")
				late.goOn = make(chan struct{})
				h.tap("Save changes")
				h.tap("Save changes")
				h.app.lock()
				h.settle()
				if unlocked {
					h.unlock()
					h.wantText("was 15 characters")
				}
				close(late.goOn)
				h.settle()
				if !unlocked {
					h.unlock()
				}
				h.noDialog()
				if got := *h.saved().Policy.Complexity.MinLength; got != 20 {
					t.Errorf("saved is %d", got)
				}
			})
		})
	}
}

// lateSave holds the answer back after a policy was saved.
type lateSave struct {
	policyService
	goOn chan struct{}
}

func (l *lateSave) SavePolicy(ctx context.Context, token core.Token, draft core.PolicyDraft) (core.PolicyView, error) {
	view, err := l.policyService.SavePolicy(ctx, token, draft)
	<-l.goOn
	return view, err
}

// The form of a new account waits behind the lock and does its act afterwards.
func TestLockGivesANewAccountBack(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.openAccounts(h.app.site)
		h.tap("New account")
		h.type1("lena")
		h.fill(h.inForm("Full name"), "Lena Nyberg")
		h.choose(core.RoleAdmin)
		for range 2 {
			h.app.lock()
			h.settle()
			h.wantNoText("lena", "Nyberg")
			h.unlock()
			h.wantText("New account")
			if got := h.inForm("Full name").Text(); got != "Lena Nyberg" {
				t.Errorf("the full name is %q", got)
			}
		}
		h.focusedOn("the name", h.inForm("Account name").Input())
		h.golden("accounts-new-again", leastWindow)
		h.tap("Add account")
		h.wantText("First password of lena")
		h.signsIn("lena", h.onceShown())
		h.tap("I have passed it on")
		h.tap("Done")
		h.noDialog()
		h.wantText("Lena Nyberg · Admin")
	})
}

// The form of an account that is there comes back over its account, and knows when
// it was overtaken meanwhile.
func TestLockGivesAnEditBack(t *testing.T) {
	people := crew()
	petrov := people[0]
	inAccounts(t, people, func(h *hand, p *accountsPage) {
		h.openRow(p, petrov.name)
		h.tap("Edit…")
		h.fill(h.inForm("Full name"), "Hana Petrova")
		h.app.lock()
		h.settle()
		h.byRoot(func(token core.Token) {
			now, err := h.app.site.Account(h.Context(), token, petrov.id)
			h.must(err)
			h.must(h.app.site.EditAccount(h.Context(), token, petrov.id, core.AccountEdit{
				Revision: now.Revision, NewAccount: core.NewAccount{Name: petrov.name, FullName: "Johanna Petrov", Role: core.RoleMember},
			}))
		})
		h.unlock()
		h.wantText("Edit h.petrov")
		h.tap("Save")
		h.wantText("This was changed from another window in between.")
		if got := h.inForm("Full name").Text(); got != "Hana Petrova" {
			t.Errorf("the full name is %q", got)
		}
		h.tap("Show the present values")
		h.fill(h.inForm("Full name"), "Johanna Petrova")
		h.tap("Save")
		h.noDialog()
		h.wantText("Johanna Petrova · Member")
		if !h.app.screen.(*shell).pages["accounts"].(*accountsPage).host.IsOpen() {
			t.Error("the account is not open")
		}
	})
}

// An account that was added behind the lock has its first password shown, and not
// the form again.
func TestAccountAddedBehindTheLock(t *testing.T) {
	for name, unlocked := range map[string]bool{"behind the lock": false, "after it": true} {
		t.Run(name, func(t *testing.T) {
			signedIn(t, func(h *hand) {
				late := &lateAdd{accountsService: h.app.site, goOn: make(chan struct{})}
				h.openAccounts(late)
				h.tap("New account")
				h.type1("lena")
				h.tap("Add account")
				h.app.lock()
				h.settle()
				if unlocked {
					h.unlock()
					h.wantText("Add account")
				}
				close(late.goOn)
				h.settle()
				if !unlocked {
					h.unlock()
				}
				h.wantText("First password of lena", late.first)
				h.tap("I have passed it on")
				h.tap("Done")
				h.noDialog()
			})
		})
	}
}

// The form of a group waits behind the lock over the editor, though nothing was
// changed in that.
func TestLockGivesAGroupBack(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.realAccounts("w.lang", "w.kurz")
		h.withWorkshop(e)
		h.tap("Who follows it")
		h.tap("New group…")
		h.away()
		h.noDialog()
		h.tap("Password policy")
		e = h.app.typing.form.(*policyEditor)
		e.load(2)
		h.settle()
		h.tap("Who follows it")
		h.tap("New group…")
		h.type1("Benches")
		h.inForm("Accounts").SetText("w.lang\nnobody.here")
		for range 2 {
			h.app.lock()
			h.settle()
			h.noDialog()
			h.wantNoText("Benches", "w.lang")
			h.unlock()
			h.wantText("New group", "Save group")
			if got := h.inForm("Accounts").Text(); got != "w.lang\nnobody.here" {
				t.Errorf("the accounts are %q", got)
			}
		}
		h.golden("policy-group-again", fyne.Size{})
		h.tap("Save group")
		h.wantText("There is no account named nobody.here.")
		h.inForm("Accounts").SetText("w.lang")
		h.tap("Save group")
		h.wantText("Benches", "1 account · policy “Workshop”")
		h.away()
		h.noDialog()
	})
}

// What was changed in the editor under the form of a group comes back too; a form
// in which nothing was typed does not.
func TestLockGivesBackWhatLiesUnder(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.withWorkshop(e)
		h.number(e, "min_length", "21")
		h.tap("Who follows it")
		h.tap("New group…")
		h.away()
		h.wantText("Who follows it", "1 change")
		h.wantNoText("Save group")
		h.tap("New group…")
		h.type1("Benches")
		h.away()
		h.wantText("Save group")
		h.key(fyne.KeyEscape)
		h.wantText("1 change")
		if !h.app.unsaved() {
			t.Error("the editor is not held any more")
		}
	})
}

// A group that was saved while the window was locked does not come back.
func TestGroupSavedBehindTheLock(t *testing.T) {
	late := &lateGroup{goOn: make(chan struct{})}
	wrap := func(s policyService) policyService { late.policyService = s; return late }
	inPolicy(t, wrap, func(h *hand, e *policyEditor) {
		late.goOn = make(chan struct{})
		h.withWorkshop(e)
		h.tap("Who follows it")
		h.tap("New group…")
		h.type1("Benches")
		h.tap("Save group")
		h.app.lock()
		h.settle()
		close(late.goOn)
		h.settle()
		h.unlock()
		h.noDialog()
		if h.app.typing != nil {
			t.Error("it is still held")
		}
	})
}

// lateGroup holds the answer back after a group was saved.
type lateGroup struct {
	policyService
	goOn chan struct{}
}

func (l *lateGroup) SaveGroup(ctx context.Context, token core.Token, edit core.GroupEdit) (core.GroupView, error) {
	view, err := l.policyService.SaveGroup(ctx, token, edit)
	<-l.goOn
	return view, err
}

// The reasons that the editor asks for wait, too.
func TestLockGivesReasonsBack(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.withWorkshop(e)
		e.view.choose(tabSettings)
		e.askRemove()
		h.settle()
		h.type1("the workshop is closed")
		h.away()
		h.wantText("Remove the policy “Workshop”?")
		h.tap("Remove policy")
		if policies, err := h.app.site.Policies(h.Context(), h.app.session.token); err != nil || len(policies) != 1 {
			t.Errorf("%v, the policies are %+v", err, policies)
		}
		h.key(fyne.KeyEscape)
		h.rule(lasts(90, 5))
		h.openPolicy(nil)
		h.tap("Revisions")
		h.tap("Bring back…")
		h.type1("by mistake")
		h.away()
		h.wantText("Bring revision 1 back?")
		h.tap("Bring back")
		if saved := h.saved(); saved.Number != 3 || saved.Reason != "by mistake" {
			t.Errorf("saved is revision %d for %q", saved.Number, saved.Reason)
		}
		h.away()
		h.noDialog()
	})
}

// The reason to unlock accounts waits with the accounts that are ticked.
func TestLockGivesAnUnlockingBack(t *testing.T) {
	onBoard(t, func(h *hand, _ *accountsPage) {
		h.key(fyne.KeySpace)
		h.key(fyne.KeyDown)
		h.key(fyne.KeySpace)
		h.tap("Unlock…")
		h.type1("called from the gate")
		h.away()
		h.wantText("Unlock 2 accounts?", "j.moreau, kiosk-dock-3")
		h.tap("Unlock 2 accounts")
		h.noDialog()
		p := h.app.screen.(*shell).pages["accounts"].(*accountsPage)
		if got := p.names(); !slices.Equal(got, []string{"r.roe", "s.tanaka", "t.weiss"}) {
			t.Errorf("the board has %v", got)
		}
		if e := h.lastEvent(); e.Kind != core.EventAccountUnlocked || !strings.Contains(e.Detail, "called from the gate") {
			t.Errorf("the log ends with %s %s", e.Kind, e.Detail)
		}
		if h.app.typing != nil {
			t.Error("the reason is still held")
		}
	})
}

// So does one that was typed in the drawer, while its account is locked.
func TestLockGivesTheDrawersReasonBack(t *testing.T) {
	onBoard(t, func(h *hand, p *accountsPage) {
		h.openRow(p, "r.roe")
		row := p.drawer.id
		h.fill(p.drawer.reason, "called from the gate")
		h.app.lock()
		h.settle()
		h.wantNoText("called from the gate")
		h.unlock()
		d := h.app.screen.(*shell).pages["accounts"].(*accountsPage).drawer
		if d.id != row || d.reason.Text() != "called from the gate" || !d.reason.Visible() {
			t.Errorf("the drawer of %d says %q", d.id, d.reason.Text())
		}
		h.app.lock()
		h.settle()
		h.byRoot(func(token core.Token) { h.must(h.app.site.UnlockAccount(h.Context(), token, row, "he rang")) })
		h.unlock()
		if h.app.unsaved() {
			t.Error("a reason for nothing is held")
		}
	})
}
