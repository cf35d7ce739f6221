package core_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

func TestNewSiteHasItsPolicy(t *testing.T) {
	b := newBed(t)
	root := b.root()
	list, err := b.site.Policies(t.Context(), root)
	must(t, err)
	if len(list) != 1 || !list[0].Default() || list[0].Number != 1 || list[0].Altered || list[0].Accounts != 1 {
		t.Errorf("%+v", list)
	}
	if d := policy.Diff(policy.Default(), b.policyOf(root, core.DefaultPolicy).Policy); len(d) != 0 {
		t.Errorf("a new site differs from the default in %v", d)
	}
}

func TestSavePolicy(t *testing.T) {
	b := newBed(t)
	root := b.root()
	view := b.saved(root, core.DefaultPolicy, func(d *core.PolicyDraft) {
		d.Policy.Complexity.MinLength = new(20)
		d.Policy.Complexity.Banned = []string{"the-plant-1998"}
		d.Policy.Complexity.BannedMatch = policy.MatchFolded
		d.Reason = "after the audit"
	})
	if view.Number != 2 || view.By != "ada" || view.Reason != "after the audit" || *view.Policy.Complexity.MinLength != 20 {
		t.Errorf("%+v", view)
	}
	e := b.newest()
	for _, part := range []string{"complexity.min_length", "complexity.banned", "after the audit", `"number":"2"`} {
		if !strings.Contains(e.Detail, part) {
			t.Errorf("the log does not tell %q: %s", part, e.Detail)
		}
	}
	if e.Kind != core.EventPolicySaved || strings.Contains(e.Detail, "1998") {
		t.Errorf("%s: %s", e.Kind, e.Detail)
	}
}

// A new name or rank alone asks nobody for another password.
func TestRenamedPolicyKeepsItsRevision(t *testing.T) {
	b := newBed(t)
	root := b.root()
	site := b.saved(root, core.DefaultPolicy, func(d *core.PolicyDraft) { d.Name, d.Rank = "Everybody", 7 })
	if site.Name != "Everybody" || site.Rank != 0 || site.Number != 1 {
		t.Errorf("%+v", site)
	}
	made := b.newPolicy(root, "Plant", 3, 16)
	made = b.saved(root, made.ID, func(d *core.PolicyDraft) { d.Rank = 4 })
	if made.Rank != 4 || made.Number != 1 {
		t.Errorf("%+v", made)
	}
	if e := b.newest(); !strings.Contains(e.Detail, `"rank.was":"3"`) {
		t.Error(e.Detail)
	}
}

func TestSavePolicyProblems(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.newPolicy(root, "Plant", 3, 16)
	tests := map[string]struct {
		edit   func(*core.PolicyDraft)
		fields []string
	}{
		"no name":        {func(d *core.PolicyDraft) { d.Name = " " }, []string{"name"}},
		"long name":      {func(d *core.PolicyDraft) { d.Name = strings.Repeat("x", 81) }, []string{"name"}},
		"hidden":         {func(d *core.PolicyDraft) { d.Name = "a\u202eb" }, []string{"name"}},
		"taken":          {func(d *core.PolicyDraft) { d.Name = "PLANT" }, []string{"name"}},
		"of the default": {func(d *core.PolicyDraft) { d.Name = "site Policy" }, []string{"name"}},
		"rank 0":         {func(d *core.PolicyDraft) { d.Rank = 0 }, []string{"rank"}},
		"rank too high":  {func(d *core.PolicyDraft) { d.Rank = 10_000 }, []string{"rank"}},
		"rank taken":     {func(d *core.PolicyDraft) { d.Rank = 3 }, []string{"rank"}},
		"min over max": {func(d *core.PolicyDraft) {
			d.Policy.Complexity.MaxLength = new(10)
			d.Reason = "x"
		}, []string{"complexity.min_length"}},
		"question": {func(d *core.PolicyDraft) { d.Policy.Complexity.RequireSecurityQuestion = true }, []string{"reason"}},
		"mail":     {func(d *core.PolicyDraft) { d.Policy.Recovery.RecoveryByMail = true }, []string{"recovery.recovery_by_mail"}},
		"two-step by no passkey": {func(d *core.PolicyDraft) {
			d.Policy.SignIn = policy.SignIn{TwoStep: policy.TwoStepRequired, TwoStepMethods: []string{"passkey"}, Passkeys: policy.PasskeysOff}
		}, []string{"sign_in.two_step_methods"}},
		"two by role, by no passkey": {func(d *core.PolicyDraft) {
			d.Policy.SignIn = policy.SignIn{
				TwoStep: policy.TwoStepByRole, TwoStepRoles: []string{"root"}, TwoStepMethods: []string{"passkey", "recovery_code"},
				Passkeys: policy.PasskeysOff,
			}
		}, []string{"sign_in.two_step_methods"}},
		"two-step by recovery code": {func(d *core.PolicyDraft) {
			d.Policy.SignIn = policy.SignIn{TwoStep: policy.TwoStepRequired, TwoStepMethods: []string{"recovery_code"}}
		}, []string{"sign_in.two_step_methods"}},
		"two by no role":      {func(d *core.PolicyDraft) { d.Policy.SignIn.TwoStep = policy.TwoStepByRole }, []string{"sign_in.two_step"}},
		"passkeys of no role": {func(d *core.PolicyDraft) { d.Policy.SignIn.Passkeys = policy.PasskeysByRole }, []string{"sign_in.passkeys"}},
		"no passkeys, only": {func(d *core.PolicyDraft) {
			d.Policy.SignIn = policy.SignIn{Passkeys: policy.PasskeysOff, PasskeyOnly: true}
		}, []string{"sign_in.passkey_only"}},
		"no passkeys, of a kind": {func(d *core.PolicyDraft) {
			d.Policy.SignIn = policy.SignIn{Passkeys: policy.PasskeysOff, PasskeyKinds: []string{policy.PasskeyPhone}}
		}, []string{"sign_in.passkey_kinds"}},
		"passkeys of another kind": {func(d *core.PolicyDraft) {
			d.Policy.SignIn.PasskeyKinds = []string{"usb"}
		}, []string{"sign_in.passkey_kinds"}},
		"grace days of nothing": {func(d *core.PolicyDraft) { d.Policy.SignIn.TwoStepGraceDays = new(14) }, []string{"sign_in.two_step_grace_days"}},
		"grace days of more than a year": {func(d *core.PolicyDraft) {
			d.Policy.SignIn = policy.SignIn{TwoStep: policy.TwoStepRequired, TwoStepGraceDays: new(366)}
		}, []string{"sign_in.two_step_grace_days"}},
		"long reason":  {func(d *core.PolicyDraft) { d.Reason = strings.Repeat("x", 201) }, []string{"reason"}},
		"no reason":    {func(d *core.PolicyDraft) { d.Policy.Complexity.MinDigits = new(1) }, []string{"reason"}},
		"out of range": {func(d *core.PolicyDraft) { d.Policy.Complexity.MinLength = new(-1); d.Reason = "x" }, []string{"complexity.min_length"}},
		"not a choice": {func(d *core.PolicyDraft) { d.Policy.Complexity.Breached, d.Reason = "sometimes", "x" }, []string{"complexity.breached"}},
		"all at once": {func(d *core.PolicyDraft) {
			d.Name, d.Rank = "", 0
			d.Policy.Complexity.Breached = "sometimes"
			d.Policy.Recovery.RecoveryByMail = true
			d.Reason = strings.Repeat("x", 300)
		}, []string{"name", "rank", "complexity.breached", "recovery.recovery_by_mail", "reason"}},
	}
	before := b.policyState()
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			draft := core.PolicyDraft{Name: "New", Rank: 9, Policy: longer(15)}
			tt.edit(&draft)
			_, err := b.site.SavePolicy(t.Context(), root, draft)
			wantFields(t, err, tt.fields...)
		})
	}
	if after := b.policyState(); after != before {
		t.Errorf("left\n%s\nwas\n%s", after, before)
	}
}

func TestSavePolicyWithoutDifference(t *testing.T) {
	b := newBed(t)
	root := b.root()
	_, err := b.site.SavePolicy(t.Context(), root, draftOf(b.policyOf(root, core.DefaultPolicy)))
	wantCode(t, err, core.CodeRefused)
	_, err = b.site.SavePolicy(t.Context(), root, core.PolicyDraft{ID: 99, Name: "x", Rank: 1, Policy: longer(15)})
	wantCode(t, err, core.CodeNotFound)
}

// A departure from the standard asks for a reason once, and again when it goes
// further.
func TestReasonForDeparture(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.saved(root, core.DefaultPolicy, func(d *core.PolicyDraft) {
		d.Policy.Complexity.MinDigits, d.Reason = new(1), "the auditor asks for it"
	})
	b.saved(root, core.DefaultPolicy, func(d *core.PolicyDraft) { d.Policy.Change.HistoryDepth = new(3) })
	draft := draftOf(b.policyOf(root, core.DefaultPolicy))
	draft.Policy.Expiration.MaxAgeDays = new(90)
	_, err := b.site.SavePolicy(t.Context(), root, draft)
	wantFields(t, err, core.FieldReason)
}

// Two windows that started from one revision: the second learns of it.
func TestSavePolicyConflict(t *testing.T) {
	b := newBed(t)
	root := b.root()
	first, second := draftOf(b.policyOf(root, core.DefaultPolicy)), draftOf(b.policyOf(root, core.DefaultPolicy))
	first.Policy.Complexity.MinLength = new(16)
	second.Policy.Complexity.MinLength = new(17)
	_, err := b.site.SavePolicy(t.Context(), root, first)
	must(t, err)
	_, err = b.site.SavePolicy(t.Context(), root, second)
	wantCode(t, err, core.CodeConflict)
	if n := *b.policyOf(root, core.DefaultPolicy).Policy.Complexity.MinLength; n != 16 {
		t.Errorf("the least length is %d", n)
	}
}

// What a front end writes into a view of a policy changes nothing that holds.
func TestPolicyViewIsACopy(t *testing.T) {
	b := newBed(t)
	root := b.root()
	*b.policyOf(root, core.DefaultPolicy).Policy.Complexity.MinLength = 1
	if n := *b.policyOf(root, core.DefaultPolicy).Policy.Complexity.MinLength; n != 15 {
		t.Errorf("the least length is %d", n)
	}
}

func TestPolicyRevisionsAndRestore(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.saved(root, core.DefaultPolicy, func(d *core.PolicyDraft) { d.Policy.Complexity.MinLength = new(20) })
	b.clock.advance(time.Hour)
	b.saved(root, core.DefaultPolicy, func(d *core.PolicyDraft) { d.Policy.Change.HistoryDepth = new(4); d.Reason = "second" })
	page, err := b.site.PolicyRevisions(t.Context(), root, core.RevisionQuery{Policy: core.DefaultPolicy, Limit: 100})
	must(t, err)
	list := page.Revisions
	if len(list) != 3 || list[0].Number != 3 || list[2].Number != 1 || list[0].Reason != "second" || len(list[2].Changes) != 0 {
		t.Fatalf("%+v", list)
	}
	for i, want := range []string{"history_depth", "min_length"} {
		if len(list[i].Changes) != 1 || list[i].Changes[0].Field != want {
			t.Errorf("revision %d changed %+v", list[i].Number, list[i].Changes)
		}
	}
	restore := func(number int64, reason string) error {
		_, err := b.site.RestorePolicy(t.Context(), root, core.DefaultPolicy, number, reason)
		return err
	}
	wantFields(t, restore(1, " "), core.FieldReason)
	wantCode(t, restore(3, "again"), core.CodeRefused)
	wantCode(t, restore(9, "again"), core.CodeNotFound)
	must(t, restore(1, "too much for the plant"))
	now := b.policyOf(root, core.DefaultPolicy)
	if now.Number != 4 || *now.Policy.Complexity.MinLength != 15 || now.Policy.Change.HistoryDepth != nil || now.Reason != "too much for the plant" {
		t.Errorf("%+v", now)
	}
	if e := b.newest(); e.Kind != core.EventPolicyRestored || !strings.Contains(e.Detail, `"from":"1"`) {
		t.Errorf("%+v", e)
	}
	_, err = b.site.PolicyRevisions(t.Context(), root, core.RevisionQuery{Policy: 99, Limit: 1})
	wantCode(t, err, core.CodeNotFound)
}

func TestRemovePolicy(t *testing.T) {
	b := newBed(t)
	root := b.root()
	id := b.add(root, "ben", core.RoleMember)
	direct, grouped := b.newPolicy(root, "Direct", 1, 16), b.newPolicy(root, "Grouped", 2, 17)
	must(t, b.site.AssignPolicy(t.Context(), root, id, direct.ID))
	group, err := b.site.SaveGroup(t.Context(), root, core.GroupEdit{Name: "Plant", Policy: grouped.ID, Members: []string{"ben"}})
	must(t, err)
	wantCode(t, b.site.RemovePolicy(t.Context(), root, core.DefaultPolicy, ""), core.CodeRefused)
	wantFields(t, b.site.RemovePolicy(t.Context(), root, direct.ID, strings.Repeat("x", 201)), core.FieldReason)
	must(t, b.site.RemovePolicy(t.Context(), root, direct.ID, "merged"))
	if e := b.effectiveOf(root, id); e.ID != grouped.ID {
		t.Errorf("%+v holds", e)
	}
	must(t, b.site.RemovePolicy(t.Context(), root, grouped.ID, ""))
	if e := b.effectiveOf(root, id); e.ID != core.DefaultPolicy {
		t.Errorf("%+v holds", e)
	}
	groups, err := b.site.Groups(t.Context(), root)
	must(t, err)
	if len(groups) != 1 || groups[0].ID != group.ID || groups[0].Policy != 0 {
		t.Errorf("%+v", groups)
	}
	_, err = b.site.Policy(t.Context(), root, direct.ID)
	wantCode(t, err, core.CodeNotFound)
	wantCode(t, b.site.RemovePolicy(t.Context(), root, direct.ID, ""), core.CodeNotFound)
	wantCode(t, b.site.AssignPolicy(t.Context(), root, id, direct.ID), core.CodeNotFound)
	b.newPolicy(root, "direct", 1, 16)
	list, err := b.site.Policies(t.Context(), root)
	must(t, err)
	if names := []string{list[0].Name, list[1].Name}; len(list) != 2 || !slices.Equal(names, []string{"Site policy", "direct"}) {
		t.Errorf("%+v", list)
	}
}

func TestPolicySummary(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.add(root, "ben", core.RoleMember)
	b.add(root, "cleo", core.RoleMember)
	low, high := b.newPolicy(root, "Low", 5, 16), b.newPolicy(root, "High", 2, 17)
	for name, id := range map[string]core.PolicyID{"Plant": low.ID, "Office": high.ID, "Yard": low.ID} {
		_, err := b.site.SaveGroup(t.Context(), root, core.GroupEdit{Name: name, Policy: id, Members: []string{"ben"}})
		must(t, err)
	}
	list, err := b.site.Policies(t.Context(), root)
	must(t, err)
	if len(list) != 3 || list[0].ID != core.DefaultPolicy || list[1].ID != high.ID || list[2].ID != low.ID {
		t.Fatalf("%+v", list)
	}
	if list[0].Accounts != 2 || list[1].Accounts != 1 || list[2].Accounts != 0 || strings.Join(list[2].Groups, " ") != "Plant Yard" {
		t.Errorf("%+v", list)
	}
}

// Whoever remembers fewer former passwords forgets the others at once, and nobody
// else does.
func TestHistoryIsForgotten(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ben, cleo := b.add(root, "ben", core.RoleMember), b.add(root, "cleo", core.RoleMember)
	depth := func(id core.PolicyID, n int) {
		b.saved(root, id, func(d *core.PolicyDraft) { d.Policy.Change.HistoryDepth = new(n) })
	}
	depth(core.DefaultPolicy, 10)
	plant := b.newPolicy(root, "Plant", 1, 16)
	depth(plant.ID, 10)
	must(t, b.site.AssignPolicy(t.Context(), root, cleo, plant.ID))
	b.remember(ben, 10)
	b.remember(cleo, 10)
	want := func(what string, bens, cleos int) {
		t.Helper()
		if b.remembered(ben) != bens || b.remembered(cleo) != cleos {
			t.Errorf("%s: %d and %d are remembered, want %d and %d", what, b.remembered(ben), b.remembered(cleo), bens, cleos)
		}
	}
	depth(plant.ID, 12)
	want("raised", 10, 10)
	depth(core.DefaultPolicy, 6)
	want("lowered", 6, 10)
	must(t, b.site.RemovePolicy(t.Context(), root, plant.ID, ""))
	want("removed", 6, 6)
	_, err := b.site.RestorePolicy(t.Context(), root, core.DefaultPolicy, 1, "back")
	must(t, err)
	want("restored", 0, 0)
}

// An account that moves to a policy with a shorter memory forgets, too.
func TestHistoryIsForgottenByAssignment(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ben := b.add(root, "ben", core.RoleMember)
	b.saved(root, core.DefaultPolicy, func(d *core.PolicyDraft) { d.Policy.Change.HistoryDepth = new(9) })
	three, one := b.newPolicy(root, "Three", 2, 16), b.newPolicy(root, "One", 1, 16)
	b.saved(root, three.ID, func(d *core.PolicyDraft) { d.Policy.Change.HistoryDepth = new(3) })
	b.saved(root, one.ID, func(d *core.PolicyDraft) { d.Policy.Change.HistoryDepth = new(1) })
	b.remember(ben, 9)
	group, err := b.site.SaveGroup(t.Context(), root, core.GroupEdit{Name: "Plant", Policy: three.ID, Members: []string{"ben"}})
	must(t, err)
	if n := b.remembered(ben); n != 3 {
		t.Errorf("in a group: %d", n)
	}
	must(t, b.site.RemoveGroup(t.Context(), root, group.ID))
	must(t, b.site.AssignPolicy(t.Context(), root, ben, one.ID))
	if n := b.remembered(ben); n != 1 {
		t.Errorf("by itself: %d", n)
	}
}

// A rank that changes may give accounts another policy.
func TestHistoryIsForgottenByRank(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ben := b.add(root, "ben", core.RoleMember)
	nine, two := b.newPolicy(root, "Nine", 2, 16), b.newPolicy(root, "Two", 3, 16)
	b.saved(root, nine.ID, func(d *core.PolicyDraft) { d.Policy.Change.HistoryDepth = new(9) })
	b.saved(root, two.ID, func(d *core.PolicyDraft) { d.Policy.Change.HistoryDepth = new(2) })
	for name, id := range map[string]core.PolicyID{"A": nine.ID, "B": two.ID} {
		_, err := b.site.SaveGroup(t.Context(), root, core.GroupEdit{Name: name, Policy: id, Members: []string{"ben"}})
		must(t, err)
	}
	b.remember(ben, 9)
	b.saved(root, two.ID, func(d *core.PolicyDraft) { d.Rank = 1 })
	if n := b.remembered(ben); n != 2 {
		t.Errorf("%d are remembered", n)
	}
}
