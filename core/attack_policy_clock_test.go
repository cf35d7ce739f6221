package core_test

import (
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// A clock that was ten years ahead for a while, with a sweep and tries of every
// account, locks nobody, and leaves nobody expired or without grace once it is right
// again.
func TestTenYearsAheadForAWhile(t *testing.T) {
	b, ben, expires := expiring(t, policy.Expiration{AfterExpiry: policy.AfterGrace, InactivityDays: new(90)})
	root := b.root()
	b.add(root, "carl", core.RoleMember)
	b.add(root, "dora", core.RoleMember)
	b.until(b.clock.Now().Add(24 * time.Hour))
	right := b.clock.Now()
	b.clock.jump(right.AddDate(10, 0, 0).Sub(right))
	b.in("carl", memberPassword)
	b.fail("dora", 1)
	swept, err := b.site.Sweep(t.Context())
	if err != nil || swept.Locked != 0 {
		t.Errorf("swept %+v, %v", swept, err)
	}
	b.until(right)
	for _, name := range []string{"ben", "carl", "dora"} {
		b.in(name, memberPassword)
	}
	list, err := b.site.Accounts(t.Context(), b.root(), core.AccountQuery{Limit: 10, Filter: core.FilterLocked})
	must(t, err)
	if len(list.Rows) != 0 {
		t.Errorf("locked: %+v", list.Rows)
	}
	if terms := b.terms(ben); !terms.InactiveFrom.IsZero() {
		t.Errorf("kept %+v", terms)
	}
	b.until(expires)
	b.limitedIn("ben", memberPassword, core.ReasonExpired)
}

// A use of the grace belongs to the expiry that it was for: a password that did
// not expire after all, since the rules or the clock were put right, has its
// whole grace when it does.
func TestGraceBelongsToItsExpiry(t *testing.T) {
	b, ben, expires := expiring(t, policy.Expiration{AfterExpiry: policy.AfterGrace})
	b.until(expires)
	b.limitedIn("ben", memberPassword, core.ReasonExpired)
	_, _, err := b.try("ben", memberPassword)
	wantCode(t, err, core.CodeLocked)
	b.rule(func(p *policy.Policy) {
		p.Expiration = policy.Expiration{MaxAgeDays: new(60), AfterExpiry: policy.AfterGrace}
	})
	b.in("ben", memberPassword)
	if terms := b.terms(ben); terms.GraceUsed != 0 {
		t.Errorf("kept %+v", terms)
	}
	b.until(moment(t, "2026-04-29T22:00:00Z"))
	b.limitedIn("ben", memberPassword, core.ReasonExpired)
	_, _, err = b.try("ben", memberPassword)
	wantCode(t, err, core.CodeLocked)
}

// keptWrong counts the subjects of which wrong passwords are kept.
func (b *bed) keptWrong() int {
	b.t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(b.dir, "gatehouse.db")+"?_pragma=busy_timeout(10000)")
	must(b.t, err)
	kept := 0
	must(b.t, db.QueryRowContext(b.t.Context(), "SELECT count(*) FROM throttles WHERE wrong IS NOT NULL").Scan(&kept))
	must(b.t, db.Close())
	return kept
}

// What is kept of wrong passwords is forgotten after half a minute though a clock
// that was ahead is put right meanwhile, and not when it is as late again.
func TestWrongPasswordsOfAClockThatWasAhead(t *testing.T) {
	b := newBed(t)
	b.clock.advance(24 * time.Hour)
	b.fail("nobody", 1)
	b.clock.advance(-24 * time.Hour)
	if view := b.clockView(); !view.Held {
		t.Fatalf("the clock is %+v", view)
	}
	b.clock.advance(policy.SameWindow + time.Millisecond)
	_, err := b.site.Sweep(t.Context())
	must(t, err)
	if kept := b.keptWrong(); kept != 0 {
		t.Errorf("%d are kept", kept)
	}
}

// A sign-in while the clock shows a time before the account was made, as a
// computer without a battery does, is no use of the account long ago: nobody is
// locked for want of use by it.
func TestSignInBeforeTheAccountWasMade(t *testing.T) {
	b, ben, _ := expiring(t, policy.Expiration{InactivityDays: new(90), AfterExpiry: policy.AfterForceChange})
	b.rule(func(p *policy.Policy) { p.Expiration.InactivityDays = new(90) })
	for range 4 {
		b.clock.advance(60 * 24 * time.Hour)
		b.in("ben", memberPassword)
	}
	right := b.clock.Now()
	b.until(moment(t, "1970-01-01T00:10:00Z"))
	b.in("ben", memberPassword)
	b.clock.jump(right.Add(time.Hour).Sub(b.clock.Now()))
	_, err := b.site.Sweep(t.Context())
	must(t, err)
	view, err := b.site.Account(t.Context(), b.root(), ben)
	must(t, err)
	if !view.LastSignInAt.Equal(right) || view.Lock != nil {
		t.Errorf("last used %v, locked %+v", view.LastSignInAt, view.Lock)
	}
	b.in("ben", memberPassword)
}
