package gui

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
)

// Saving shows the differences, asks why where the standard is left, and writes
// both down.
func TestPolicySave(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.tap("Save changes")
		h.wantText("Nothing has been changed.")
		h.number(e, "min_length", "12")
		h.key(fyne.KeyReturn)
		h.wantText("1 change to the policy", "15 characters", "12 characters", "Why this site needs it")
		h.golden("policy-save", fyne.Size{})
		h.key(fyne.KeyReturn)
		h.wantText("This policy leaves the standard. Write down why.")
		h.type1("Contract with the site owner")
		h.key(fyne.KeyReturn)
		h.noDialog()
		saved := h.saved()
		if *saved.Policy.Complexity.MinLength != 12 || saved.Reason != "Contract with the site owner" || saved.Number != 2 || saved.By != "a.okafor" {
			t.Errorf("saved is %+v", saved)
		}
		h.focusedOn("the gear", h.app.screen.(*shell).top.gear)
	})
}

// What somebody else saved in between is not written over: the draft stays, and
// can be compared with what is there now.
func TestPolicyConflict(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.number(e, "min_length", "20")
		theirs := h.saved()
		theirs.Policy.Change.HistoryDepth = new(5)
		_, err := h.app.site.SavePolicy(h.Context(), h.app.session.token, core.PolicyDraft{
			ID: theirs.ID, Base: theirs.Number, Name: theirs.Name, Policy: theirs.Policy,
		})
		h.must(err)
		h.tap("Save changes")
		h.tap("Save changes")
		h.wantText("This was changed from another window in between.", "Compare with what is saved now")
		h.golden("policy-conflict", fyne.Size{})
		h.tap("Compare with what is saved now")
		h.wantText("2 changes to the policy", "20 characters")
		h.tap("Save changes")
		h.noDialog()
		saved := h.saved()
		if *saved.Policy.Complexity.MinLength != 20 || saved.Number != 3 {
			t.Errorf("saved is %+v", saved)
		}
	})
}

// broken is a service that fails.
type broken struct {
	policyService
	err error
}

func (b *broken) SavePolicy(ctx context.Context, token core.Token, draft core.PolicyDraft) (core.PolicyView, error) {
	if b.err != nil {
		return core.PolicyView{}, b.err
	}
	return b.policyService.SavePolicy(ctx, token, draft)
}

func (b *broken) Policy(ctx context.Context, token core.Token, id core.PolicyID) (core.PolicyView, error) {
	if b.err != nil {
		return core.PolicyView{}, b.err
	}
	return b.policyService.Policy(ctx, token, id)
}

// A failure loses nothing that was typed.
func TestPolicySaveFails(t *testing.T) {
	b := &broken{}
	inPolicy(t, func(s policyService) policyService { b.policyService = s; return b }, func(h *hand, e *policyEditor) {
		h.number(e, "min_length", "20")
		b.err = errBroken
		h.tap("Save changes")
		h.tap("Save changes")
		h.wantText("Something unexpected happened and nothing was changed.")
		b.err = nil
		h.tap("Save changes")
		h.noDialog()
		if got := *h.saved().Policy.Complexity.MinLength; got != 20 {
			t.Errorf("saved is %d", got)
		}
	})
}

// What cannot be loaded says so, and can be tried again.
func TestPolicyLoadFails(t *testing.T) {
	b := &broken{err: errBroken}
	inPolicy(t, func(s policyService) policyService { b.policyService = s; return b }, func(h *hand, e *policyEditor) {
		h.wantText("The policy could not be read", "Try again")
		h.golden("policy-failed", fyne.Size{})
		b.err = nil
		h.tap("Try again")
		h.wantText("Minimum length")
		h.tap("Cancel")
		h.noDialog()
	})
}

// Closing asks before changes are lost, by whatever way.
func TestPolicyLeave(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.number(e, "min_length", "20")
		for _, leave := range []func(){
			func() { h.key(fyne.KeyEscape) }, func() { h.tap("Cancel") }, func() { h.tap("Close") },
		} {
			leave()
			h.wantText("Leave without saving?")
			h.key(fyne.KeyEscape)
			h.wantText("Password settings")
		}
		h.tap("Cancel")
		h.golden("policy-leave", fyne.Size{})
		h.tap("Discard changes")
		h.noDialog()
		if got := h.saved().Number; got != 1 {
			t.Errorf("the policy is at revision %d", got)
		}
	})
}

// The revisions say who changed what, and a former one can be brought back.
func TestPolicyRevisions(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		for _, least := range []string{"20", "24"} {
			h.number(e, "min_length", least)
			h.tap("Save changes")
			h.type1("Longer is better: " + least)
			h.key(fyne.KeyReturn)
			h.noDialog()
			e = h.openPolicy(nil)
		}
		h.tap("Revisions")
		h.wantText("Revision 3", "Revision 2", "Revision 1", "“Longer is better: 24”", "by a.okafor", "In force")
		h.golden("policy-revisions", fyne.Size{})
		h.tap("Bring back…")
		h.wantText("Bring revision 2 back?", "24 characters", "20 characters")
		h.golden("policy-bringback", fyne.Size{})
		h.type1("Too long after all")
		h.key(fyne.KeyReturn)
		h.wantText("Password settings", "Revision 4")
		if got := *h.saved().Policy.Complexity.MinLength; got != 20 {
			t.Errorf("the least length is %d", got)
		}
	})
}

// Of many revisions the newest are fetched, and older ones when they are asked
// for; none comes twice, also when somebody saves meanwhile.
func TestPolicyRevisionsInPages(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		save := func(from, to int) {
			h.byRoot(func(token core.Token) {
				for least := from; least < to; least++ {
					view, err := h.app.site.Policy(h.Context(), token, core.DefaultPolicy)
					h.must(err)
					view.Policy.Complexity.MinLength = new(15 + least%40)
					_, err = h.app.site.SavePolicy(h.Context(), token, core.PolicyDraft{ID: view.ID, Base: view.Number, Name: view.Name, Policy: view.Policy})
					h.must(err)
				}
			})
		}
		save(1, 70) // revisions 2 to 70
		h.tap("Revisions")
		tab := e.history
		if len(tab.revisions) != revisionsShown || !tab.more {
			t.Fatalf("%d revisions are fetched, more: %v", len(tab.revisions), tab.more)
		}
		save(71, 73)
		h.tap("Show older ones")
		h.tap("Show older ones")
		for i, r := range tab.revisions {
			if want := int64(70 - i); r.Number != want || len(r.Changes) != 1 != (want == 1) {
				t.Fatalf("in place %d stands revision %d, which changed %v", i, r.Number, r.Changes)
			}
		}
		if len(tab.revisions) != 70 || tab.more {
			t.Errorf("%d revisions, more: %v", len(tab.revisions), tab.more)
		}
		h.wantNoText("Show older ones")
	})
}

// Another policy has a name and a rank; what is wrong with them is said there.
func TestPolicyNew(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		e.askNew()
		h.settle()
		h.focusedOn("the name", e.name.name.Input())
		h.number(e, "min_length", "20")
		h.tap("Save changes")
		h.tap("Save changes")
		h.wantText("This is still empty.")
		h.focusedOn("the name", e.name.name.Input())
		h.type1("Workshop")
		h.golden("policy-new", fyne.Size{})
		h.tap("Save changes")
		h.tap("Save changes")
		h.noDialog()
		e = h.openPolicy(nil)
		if len(e.policies) != 2 {
			t.Fatalf("there are %d policies", len(e.policies))
		}
		e.view.chosePolicy(policyChoice(e.policies[1].ID))
		h.settle()
		h.wantText("Policy “Workshop”", "This policy")
		h.picture("policy-several", fyne.Size{})
		e.askRemove()
		h.settle()
		h.tap("Remove policy")
		if len(e.policies) != 1 || !e.open.Default() {
			t.Errorf("after it was removed %d policies are left, open is %q", len(e.policies), e.open.Name)
		}
	})
}

// Save pressed while the last key is still being looked at waits for what comes
// of it.
func TestPolicySaveWaits(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		number := h.policyRow(e, "min_length").control.(*numberControl).number
		number.SetText("16")
		e.save()
		h.settle()
		h.wantText("1 change to the policy", "16 characters")
		h.key(fyne.KeyEscape)
		number.SetText("16000")
		e.save()
		h.settle()
		h.wantProblem(e, "min_length", "1024")
		h.wantNoText("Go back")
	})
}

// A save that takes long, such as of a million banned passwords, leaves the window
// alive and says after half a second that it goes on.
func TestSlowSaveIsSeen(t *testing.T) {
	late := &lateSave{goOn: make(chan struct{})}
	wrap := func(s policyService) policyService { late.policyService = s; return late }
	inPolicy(t, wrap, func(h *hand, e *policyEditor) {
		late.goOn = make(chan struct{})
		h.number(e, "min_length", "20")
		h.tap("Save changes")
		h.tap("Save changes")
		h.pass(600 * time.Millisecond)
		h.wantText("Saving")
		h.key(fyne.KeyEscape)
		h.wantText("Saving")
		close(late.goOn)
		h.settle()
		h.noDialog()
		if got := *h.saved().Policy.Complexity.MinLength; got != 20 {
			t.Errorf("saved is %d", got)
		}
	})
}
