package core_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// rule puts a policy in force: the rules of a new site but for what change says.
func (b *bed) rule(change func(*policy.Policy)) {
	b.t.Helper()
	p := policy.Default()
	change(&p)
	must(b.t, b.site.PutPolicy(b.t.Context(), p))
}

// terms are what is kept of an account.
func (b *bed) terms(id core.AccountID) core.Terms {
	b.t.Helper()
	var terms core.Terms
	must(b.t, b.store.View(b.t.Context(), func(tx core.Tx) error {
		var err error
		terms, err = tx.Terms(id)
		return err
	}))
	return terms
}

// count of the failures of an account.
func (b *bed) throttle(subject string) core.Throttle {
	b.t.Helper()
	var count core.Throttle
	must(b.t, b.store.View(b.t.Context(), func(tx core.Tx) error {
		var err error
		count, err = tx.Throttle(subject)
		return err
	}))
	return count
}

// until moves the clock to a time.
func (b *bed) until(at time.Time) { b.clock.advance(at.Sub(b.clock.Now())) }

// moment reads a time.
func moment(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, text)
	must(t, err)
	return at
}

// limitedIn signs in and wants a session that can only change the password, for
// a reason.
func (b *bed) limitedIn(name, secret string, why core.ChangeReason) *core.SignIn {
	b.t.Helper()
	flow := b.site.StartSignIn(desk)
	step, err := flow.Password(b.t.Context(), name, secret)
	must(b.t, err)
	if step != core.StepChangePassword || flow.Why() != why {
		b.t.Fatalf("sign-in of %s stands at %s for %q, want a change for %q", name, step, flow.Why(), why)
	}
	return flow
}

// schedule reads a lock schedule.
func schedule(t testing.TB, text string) *policy.Schedule {
	t.Helper()
	s, err := policy.ParseSchedule(text)
	must(t, err)
	return &s
}

// change changes the own password.
func (b *bed) change(token core.Token, current, fresh string) (core.Token, error) {
	b.t.Helper()
	done, err := b.site.ChangePassword(b.t.Context(), token, core.OwnChange{Current: current, New: fresh, Confirm: fresh})
	return done.Token, err
}

// wantNewest wants the newest line of a kind to have a detail.
func (b *bed) wantNewest(kind core.EventKind, detail string) {
	b.t.Helper()
	for _, e := range slices.Backward(b.events(1)) {
		if e.Kind == kind {
			if e.Detail != detail {
				b.t.Errorf("%s has the detail %s, want %s", kind, e.Detail, detail)
			}
			return
		}
	}
	b.t.Errorf("there is no %s", kind)
}

// between does something before each transaction that writes.
type between struct {
	core.Store
	do func()
}

func (b *between) Update(ctx context.Context, do func(core.Tx) error) error {
	b.do()
	return b.Store.Update(ctx, do)
}
