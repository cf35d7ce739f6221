package core_test

import (
	"context"
	"sync/atomic"
	"testing"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// What a sign-in asks, by when the password is judged again and whom that
// concerns. The password is "passwordpassword": it complies, and it is weak.
func TestRecheck(t *testing.T) {
	const weakPassword = "passwordpassword"
	tests := []struct {
		name    string
		recheck policy.Recheck
		scope   policy.RecheckScope
		// longer: the policy asks for more than the password has.
		longer bool
		// first and again are the reasons at the next sign-ins after the policy was
		// saved; then its owner has changed it to one that complies, and after is the
		// reason at the sign-in after that.
		first, after core.ChangeReason
	}{
		{"off", policy.RecheckOff, policy.ScopeAll, true, core.ReasonNone, core.ReasonNone},
		{"once, complies", policy.RecheckOncePerRevision, policy.ScopeNoncompliant, false, core.ReasonNone, core.ReasonNone},
		{"once, does not", policy.RecheckOncePerRevision, policy.ScopeNoncompliant, true, core.ReasonWeak, core.ReasonNone},
		{"once, default scope", policy.RecheckOncePerRevision, "", true, core.ReasonWeak, core.ReasonNone},
		{"once, weak", policy.RecheckOncePerRevision, policy.ScopeWeak, false, core.ReasonWeak, core.ReasonNone},
		{"once, all", policy.RecheckOncePerRevision, policy.ScopeAll, false, core.ReasonPolicy, core.ReasonNone},
		{"once, all, does not comply", policy.RecheckOncePerRevision, policy.ScopeAll, true, core.ReasonWeak, core.ReasonNone},
		{"always, complies", policy.RecheckAlways, policy.ScopeNoncompliant, false, core.ReasonNone, core.ReasonNone},
		{"always, does not", policy.RecheckAlways, policy.ScopeNoncompliant, true, core.ReasonWeak, core.ReasonNone},
		{"always, weak", policy.RecheckAlways, policy.ScopeWeak, false, core.ReasonWeak, core.ReasonNone},
		{"always, all", policy.RecheckAlways, policy.ScopeAll, false, core.ReasonPolicy, core.ReasonPolicy},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBed(t)
			id := b.add(b.root(), "ben", core.RoleMember)
			_, err := b.change(b.in("ben", memberPassword), memberPassword, weakPassword)
			must(t, err)
			b.rule(func(p *policy.Policy) {
				p.Change.Recheck, p.Change.RecheckScope = tt.recheck, tt.scope
				if tt.longer {
					p.Complexity.MinLength = new(20)
				}
			})
			was := b.terms(id)
			if tt.first == core.ReasonNone {
				b.in("ben", weakPassword)
				b.in("ben", weakPassword)
			} else {
				b.limitedIn("ben", weakPassword, tt.first)
				// Whoever gives up is asked again.
				flow := b.limitedIn("ben", weakPassword, tt.first)
				if n := b.count(core.EventChangeDemanded); n != 1 {
					t.Errorf("demanded %d times", n)
				}
				_, err := flow.ChangePassword(t.Context(), core.OwnChange{New: secondPassword, Confirm: secondPassword})
				must(t, err)
			}
			terms := b.terms(id)
			if complied := !tt.longer || tt.first != core.ReasonNone; terms.Judged == was.Judged || terms.Complied != complied {
				t.Errorf("kept %+v, was %+v", terms, was)
			}
			if tt.first == core.ReasonNone {
				return
			}
			if tt.after == core.ReasonNone {
				b.in("ben", secondPassword)
			} else {
				b.limitedIn("ben", secondPassword, tt.after)
			}
		})
	}
}

// Only while the password is at hand can it be judged: a wrong one tells
// nothing of it, and what was not judged stays unknown.
func TestJudgedOnlyAtHand(t *testing.T) {
	b := newBed(t)
	id := b.add(b.root(), "ben", core.RoleMember)
	before := b.terms(id)
	b.rule(func(p *policy.Policy) { p.Complexity.MinLength = new(40) })
	b.fail("ben", 3)
	if after := b.terms(id); after != before {
		t.Errorf("kept %+v, was %+v", after, before)
	}
	b.in("ben", memberPassword)
	if after := b.terms(id); after.Judged == before.Judged || after.Complied {
		t.Errorf("kept %+v", after)
	}
}

// The strength that a policy asks for is judged by the estimate, at the sign-in
// and in a change.
func TestStrengthIsJudged(t *testing.T) {
	b := newBed(t)
	token := b.root()
	b.rule(func(p *policy.Policy) {
		p.Complexity.MinLength, p.Complexity.MinStrength = new(8), new(3)
		p.Change.Recheck = policy.RecheckAlways
	})
	_, err := b.change(token, rootPassword, "password1")
	wantFields(t, err, core.FieldNew)
	judge, err := b.site.OwnJudge(t.Context(), token)
	must(t, err)
	if judge.New("password1", policy.Subject{}).Verdict.OK || !judge.New(secondPassword, policy.Subject{}).Verdict.OK {
		t.Error("the judge of the page says otherwise")
	}
	_, err = b.change(token, rootPassword, secondPassword)
	must(t, err)
	b.in("ada", secondPassword)
}

// An account asks by the policy that holds for it, and a sign-in gives its
// judge.
func TestSignInGivesTheJudge(t *testing.T) {
	b := newBed(t)
	b.rule(func(p *policy.Policy) { p.Complexity.MinLength = new(30) })
	added, err := b.site.AddAccount(t.Context(), b.root(), core.NewAccount{Name: "ben", Role: core.RoleMember})
	must(t, err)
	flow := b.limitedIn("ben", added.FirstPassword, core.ReasonFirst)
	if flow.Judge().New(secondPassword, flow.Subject()).Verdict.OK {
		t.Error("the judge is that of another policy")
	}
	_, err = flow.ChangePassword(t.Context(), core.OwnChange{New: secondPassword, Confirm: secondPassword})
	wantFields(t, err, core.FieldNew)
}

// writing is a store that tells whether somebody writes to it.
type writing struct {
	core.Store
	writers *atomic.Int32
}

func (w writing) Update(ctx context.Context, do func(core.Tx) error) error {
	return w.Store.Update(ctx, func(tx core.Tx) error {
		w.writers.Add(1)
		defer w.writers.Add(-1)
		return do(tx)
	})
}

// Nobody waits for the store while a sign-in unpacks the lists of the estimate,
// whichever rule asks for it; and they are not unpacked when none does.
func TestListsAreReadyBeforeTheStoreIsHeld(t *testing.T) {
	for name, tt := range map[string]struct {
		change   func(*policy.Policy)
		unpacked int
	}{
		"no rule": {func(p *policy.Policy) { p.Change.Recheck = policy.RecheckAlways }, 0},
		"strength": {func(p *policy.Policy) {
			p.Complexity.MinStrength, p.Change.Recheck = new(2), policy.RecheckOncePerRevision
		}, 1},
		"weak ones": {func(p *policy.Policy) {
			p.Change.Recheck, p.Change.RecheckScope = policy.RecheckAlways, policy.ScopeWeak
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBed(t)
			b.root()
			b.rule(tt.change)
			unpacked := 0
			site := b.watched(&unpacked)
			signedIn := b.count(core.EventSignedIn)
			for range 2 {
				_, step, err := tryOn(t.Context(), site, "ada", rootPassword)
				if err != nil || step != core.StepDone {
					t.Fatalf("the sign-in stands at %s, %v", step, err)
				}
			}
			if unpacked != tt.unpacked {
				t.Errorf("unpacked %d times, want %d", unpacked, tt.unpacked)
			}
			if n := b.count(core.EventSignedIn) - signedIn; n != 2 {
				t.Errorf("%d sign-ins are recorded", n)
			}
		})
	}
}

// watched opens the site once more and counts how often it unpacks the lists of
// the estimate, which must not be while it holds the store.
func (b *bed) watched(unpacked *int) *core.Site {
	b.t.Helper()
	var writers atomic.Int32
	_, site := b.open(func(s core.Store) core.Store { return writing{s, &writers} })
	site.WatchLists(func() {
		*unpacked++
		if writers.Load() != 0 {
			b.t.Error("the lists are unpacked while the store is held")
		}
	})
	return site
}

// So it is when a question is answered before the password is judged.
func TestListsAreReadyBeforeAnAnswerHoldsTheStore(t *testing.T) {
	b, _, _ := asked(t, func(p *policy.Policy) {
		p.Change.Recheck, p.Change.RecheckScope = policy.RecheckAlways, policy.ScopeWeak
	})
	unpacked := 0
	site := b.watched(&unpacked)
	flow := halfOn(t, site, "ben", memberPassword)
	if unpacked != 0 {
		t.Error("half way the lists are unpacked")
	}
	step, err := flow.Answer(t.Context(), rightAnswer)
	if err != nil || step != core.StepDone || unpacked != 1 {
		t.Errorf("after the answer the sign-in stands at %s, %v, the lists unpacked %d times", step, err, unpacked)
	}
}
