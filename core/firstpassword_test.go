package core_test

import (
	"bytes"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// added makes an account and leaves its first password as it is.
func (b *bed) added(by core.Token, name string) core.Added {
	b.t.Helper()
	added, err := b.site.AddAccount(b.t.Context(), by, core.NewAccount{Name: name, Role: core.RoleMember})
	must(b.t, err)
	return added
}

// stays is the policy that lets first passwords stay.
func stays(p *policy.Policy) { p.Change.ChangeOnFirstSignIn = false }

// A first password has to be changed when the policy of the account says so at
// the moment it is added; a reset is not a first password.
func TestFirstPasswordByPolicy(t *testing.T) {
	tests := map[string]struct {
		rule func(*policy.Policy)
		step core.Step
		why  core.ChangeReason
	}{
		"a new site":     {nil, core.StepChangePassword, core.ReasonFirst},
		"it is on":       {func(p *policy.Policy) { p.Change.ChangeOnFirstSignIn = true }, core.StepChangePassword, core.ReasonFirst},
		"it is off":      {stays, core.StepDone, core.ReasonNone},
		"off, rechecked": {func(p *policy.Policy) { stays(p); p.Change.Recheck = policy.RecheckAlways }, core.StepDone, core.ReasonNone},
		"off, for all": {func(p *policy.Policy) {
			stays(p)
			p.Change.Recheck, p.Change.RecheckScope = policy.RecheckAlways, policy.ScopeAll
		}, core.StepChangePassword, core.ReasonPolicy},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b := newBed(t)
			root := b.root()
			if tt.rule != nil {
				b.rule(tt.rule)
			}
			ben := b.added(root, "ben")
			first := tt.why == core.ReasonFirst
			view, err := b.site.Account(t.Context(), root, ben.ID)
			must(t, err)
			if ben.MustChange != first || view.MustChange != first || !view.SetByOther || b.terms(ben.ID).Why == core.ReasonFirst != first {
				t.Errorf("added: %v, seen: %+v, terms: %+v", ben.MustChange, view, b.terms(ben.ID))
			}
			flow := b.site.StartSignIn(desk)
			step, err := flow.Password(t.Context(), "ben", ben.FirstPassword)
			must(t, err)
			if step != tt.step || flow.Why() != tt.why {
				t.Errorf("the sign-in stands at %s for %q", step, flow.Why())
			}
			reset, err := b.site.ResetPassword(t.Context(), root, ben.ID)
			must(t, err)
			if !reset.MustChange {
				t.Error("a reset lets the password stay")
			}
			b.limitedIn("ben", reset.FirstPassword, core.ReasonReset)
		})
	}
}

// What is saved later changes nothing for those who are there already.
func TestFirstPasswordKeepsItsTerms(t *testing.T) {
	b := newBed(t)
	root := b.root()
	before := b.added(root, "ben")
	b.rule(stays)
	b.limitedIn("ben", before.FirstPassword, core.ReasonFirst)
	stayed := b.added(root, "carol")
	b.rule(func(*policy.Policy) {})
	b.in("carol", stayed.FirstPassword)
}

// The policy that counts is the one in force when the account is stored, though
// the password was drawn a moment before by another.
func TestFirstPasswordPolicySavedMeanwhile(t *testing.T) {
	b := newBed(t)
	root := b.root()
	var other *core.Site
	done := false
	_, other = b.open(func(store core.Store) core.Store {
		return &between{Store: store, do: func() {
			if other != nil && !done {
				done = true
				b.rule(stays)
			}
		}}
	})
	added, err := other.AddAccount(t.Context(), root, core.NewAccount{Name: "ben", Role: core.RoleMember})
	must(t, err)
	if !done || added.MustChange {
		t.Errorf("saved meanwhile: %v, has to be changed: %v", done, added.MustChange)
	}
	b.in("ben", added.FirstPassword)
}

// A first password that stays is a password like any other: it has an age and
// runs out, it can be changed at once, a change can be asked for, and it is
// remembered.
func TestFirstPasswordThatStays(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.rule(func(p *policy.Policy) {
		stays(p)
		p.Change.HistoryDepth, p.Change.MinAge = new(3), &policy.Duration{Count: 1, Unit: policy.Days}
		p.Expiration = policy.Expiration{MaxAgeDays: new(30), WarnDays: new(5)}
	})
	at := b.clock.Now()
	ben, carol, dave := b.added(root, "ben"), b.added(root, "carol"), b.added(root, "dave")
	b.until(at.AddDate(0, 0, 26))
	token := b.in("ben", ben.FirstPassword)
	own, err := b.site.Me(t.Context(), token)
	must(t, err)
	if !own.PasswordSetAt.Equal(at) || !own.SetByOther || own.MustChange || own.DaysLeft != 4 || !own.Warn {
		t.Errorf("the account sees %+v", own)
	}
	token, err = b.change(token, ben.FirstPassword, memberPassword)
	must(t, err)
	own, err = b.site.Me(t.Context(), token)
	must(t, err)
	if own.SetByOther || !own.PasswordSetAt.Equal(b.clock.Now()) || own.DaysLeft != 30 {
		t.Errorf("after its change the account sees %+v", own)
	}
	if b.remembered(ben.ID) != 1 {
		t.Error("the first password is not remembered")
	}
	_, err = b.change(token, memberPassword, "another one, too early")
	wantCode(t, err, core.CodeRefused)
	must(t, b.site.ForceChange(t.Context(), b.root(), carol.ID))
	b.limitedIn("carol", carol.FirstPassword, core.ReasonAsked)
	b.until(at.AddDate(0, 0, 31))
	b.limitedIn("dave", dave.FirstPassword, core.ReasonExpired)
}

// earlier writes a policy as versions did that always asked for the change of a
// first password: they left the field out.
func (b *bed) earlier(rules policy.Policy) {
	b.t.Helper()
	rules.Change.ChangeOnFirstSignIn = true
	document, err := rules.JSON()
	must(b.t, err)
	document = bytes.ReplaceAll(document, []byte(`"change_on_first_sign_in": true`), []byte(`"recheck": "off"`))
	must(b.t, b.site.PutDocument(b.t.Context(), document))
}

// A revision that an earlier version has stored keeps its meaning, and is the
// same as the one that this version would write of it.
func TestFirstPasswordOfEarlierRevision(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.earlier(longer(16))
	view := b.policyOf(root, core.DefaultPolicy)
	if !view.Policy.Change.ChangeOnFirstSignIn || view.Altered || *view.Policy.Complexity.MinLength != 16 {
		t.Fatalf("read as %+v", view)
	}
	if ben := b.added(root, "ben"); !ben.MustChange {
		t.Error("a first password stays")
	}
	_, err := b.site.SavePolicy(t.Context(), root, draftOf(view))
	wantCode(t, err, core.CodeRefused)
	b.clock.advance(time.Hour)
	draft := draftOf(view)
	stays(&draft.Policy)
	saved, err := b.site.SavePolicy(t.Context(), root, draft)
	must(t, err)
	page, err := b.site.PolicyRevisions(t.Context(), root, core.RevisionQuery{Policy: core.DefaultPolicy, Limit: 1})
	must(t, err)
	if changes := page.Revisions[0].Changes; len(changes) != 1 || changes[0].Field != "change_on_first_sign_in" {
		t.Errorf("what was changed: %+v", changes)
	}
	if b.added(root, "carol").MustChange {
		t.Error("it cannot be switched off")
	}
	back, err := b.site.RestorePolicy(t.Context(), root, core.DefaultPolicy, saved.Number-1, "as it was")
	must(t, err)
	if !back.Policy.Change.ChangeOnFirstSignIn || !b.added(root, "dave").MustChange {
		t.Error("brought back, first passwords stay")
	}
}
