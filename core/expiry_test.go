package core_test

import (
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

const (
	secondPassword = "harbour violin crate nine"
	thirdPassword  = "granite lemon sparrow two"
)

// expiring makes a site in Berlin whose passwords last 30 days; ben's was set on
// 1 March 2026, so that it expires at the midnight that begins the 31st, summer
// time.
func expiring(t *testing.T, e policy.Expiration) (*bed, core.AccountID, time.Time) {
	t.Helper()
	b := inZone(t, "Europe/Berlin", moment(t, "2026-03-01T09:30:00Z"))
	e.MaxAgeDays = new(30)
	b.rule(func(p *policy.Policy) { p.Expiration = e })
	id := b.add(b.root(), "ben", core.RoleMember)
	return b, id, moment(t, "2026-03-30T22:00:00Z")
}

// rootAnew signs the root account in, whose password may have expired.
func (b *bed) rootAnew(current, fresh string) core.Token {
	b.t.Helper()
	flow := b.limitedIn("ada", current, core.ReasonExpired)
	step, err := flow.ChangePassword(b.t.Context(), core.OwnChange{New: fresh, Confirm: fresh})
	must(b.t, err)
	if step != core.StepDone {
		b.t.Fatalf("stands at %s", step)
	}
	return flow.Token()
}

// "force_change": an expired password signs in to be changed, again and again,
// and a change renews it.
func TestExpiryForcesAChange(t *testing.T) {
	b, id, expires := expiring(t, policy.Expiration{AfterExpiry: policy.AfterForceChange})
	b.until(expires.Add(-time.Millisecond))
	b.in("ben", memberPassword)
	b.until(expires)
	for range 3 {
		b.limitedIn("ben", memberPassword, core.ReasonExpired)
	}
	flow := b.limitedIn("ben", memberPassword, core.ReasonExpired)
	_, err := b.site.Me(t.Context(), flow.Token())
	wantCode(t, err, core.CodeForbidden)
	_, err = flow.ChangePassword(t.Context(), core.OwnChange{New: memberPassword, Confirm: memberPassword})
	wantFields(t, err, core.FieldNew)
	_, err = flow.ChangePassword(t.Context(), core.OwnChange{New: secondPassword, Confirm: secondPassword})
	must(t, err)
	own, err := b.site.Me(t.Context(), flow.Token())
	must(t, err)
	if want := moment(t, "2026-04-29T22:00:00Z"); !own.ExpiresAt.Equal(want) || own.DaysLeft != 30 {
		t.Errorf("renewed to %v (%d days left), want %v", own.ExpiresAt, own.DaysLeft, want)
	}
	if terms := b.terms(id); terms.GraceUsed != 0 || terms.Why != core.ReasonNone {
		t.Errorf("kept %+v", terms)
	}
	b.in("ben", secondPassword)
}

// "grace" n: an expired password signs in n times more, each time to be changed;
// then it is blocked, and only a reset by a root account helps, which restamps
// the date. Nothing tells before the password was right.
func TestExpiryWithGrace(t *testing.T) {
	for _, grace := range []int{0, 1, 3} {
		e := policy.Expiration{AfterExpiry: policy.AfterGrace, GraceSignIns: new(grace)}
		if grace == 0 { // absent is once
			e.GraceSignIns = nil
		}
		b, id, expires := expiring(t, e)
		b.until(expires)
		for range max(1, grace) {
			b.limitedIn("ben", memberPassword, core.ReasonExpired)
		}
		_, _, err := b.try("ben", memberPassword)
		if e := wantCode(t, err, core.CodeLocked); e.Lock != nil {
			t.Errorf("told %+v", e.Lock)
		}
		b.wantNewest(core.EventSignInLocked, `{"for":"signin","why":"expired"}`)
		_, _, err = b.try("ben", wrong())
		wantCode(t, err, core.CodeSignIn)
		root := b.rootAnew(rootPassword, secondPassword)
		reset, err := b.site.ResetPassword(t.Context(), root, id)
		must(t, err)
		if terms := b.terms(id); terms.GraceUsed != 0 || !terms.ExpiresAt.IsZero() || terms.Why != core.ReasonReset {
			t.Errorf("kept %+v", terms)
		}
		flow := b.limitedIn("ben", reset.FirstPassword, core.ReasonReset)
		_, err = flow.ChangePassword(t.Context(), core.OwnChange{New: thirdPassword, Confirm: thirdPassword})
		must(t, err)
		b.until(moment(t, "2026-04-29T21:59:59Z"))
		b.in("ben", thirdPassword)
	}
}

// "blocked": nothing but a reset helps, except for the last root account, whose
// own sign-in changes it, even when all of them have expired.
func TestExpiryBlocks(t *testing.T) {
	b, _, expires := expiring(t, policy.Expiration{AfterExpiry: policy.AfterBlocked})
	b.add(b.root(), "second", core.RoleRoot)
	b.until(expires)
	_, _, err := b.try("ben", memberPassword)
	e := wantCode(t, err, core.CodeLocked)
	if e.Error() != "The password has expired. A root account has to set a new one." {
		t.Errorf("says %q", e)
	}
	b.rootAnew(rootPassword, secondPassword)
	_, _, err = b.try("second", memberPassword)
	wantCode(t, err, core.CodeLocked)
}

// A right password that is blocked begins the count of failures anew and starts
// no session.
func TestBlockedIsNoFailure(t *testing.T) {
	b, _, expires := expiring(t, policy.Expiration{AfterExpiry: policy.AfterBlocked})
	b.until(expires)
	for range 3 {
		b.fail("ben", 4)
		token, _, err := b.try("ben", memberPassword)
		wantCode(t, err, core.CodeLocked)
		if !token.Zero() {
			t.Error("there is a session")
		}
	}
}

// The person is told from the first instant of the date so many days before.
func TestExpiryWarns(t *testing.T) {
	b, _, expires := expiring(t, policy.Expiration{WarnDays: new(5)})
	tests := []struct {
		at   string
		warn bool
		days int
	}{
		{"2026-03-25T22:59:59.999Z", false, 6},
		{"2026-03-25T23:00:00Z", true, 5},
		{"2026-03-30T21:59:59Z", true, 1},
	}
	for _, tt := range tests {
		b.until(moment(t, tt.at))
		own, err := b.site.Me(t.Context(), b.in("ben", memberPassword))
		must(t, err)
		if own.Warn != tt.warn || own.DaysLeft != tt.days || !own.ExpiresAt.Equal(expires) {
			t.Errorf("at %s: %v, %d days, %v", tt.at, own.Warn, own.DaysLeft, own.ExpiresAt)
		}
	}
}

// A date that an administrator has set holds in place of the policy's, until the
// password is changed.
func TestExpiryByAnAdministratorsWord(t *testing.T) {
	b, id, _ := expiring(t, policy.Expiration{})
	date := moment(t, "2026-03-09T23:00:00Z")
	must(t, b.store.Update(t.Context(), func(tx core.Tx) error {
		terms, err := tx.Terms(id)
		if err != nil {
			return err
		}
		terms.AccountID, terms.ExpiresAt = id, date
		return tx.PutTerms(terms)
	}))
	b.until(date.Add(-time.Millisecond))
	b.in("ben", memberPassword)
	b.until(date)
	flow := b.limitedIn("ben", memberPassword, core.ReasonExpired)
	_, err := flow.ChangePassword(t.Context(), core.OwnChange{New: secondPassword, Confirm: secondPassword})
	must(t, err)
	if terms := b.terms(id); !terms.ExpiresAt.IsZero() {
		t.Errorf("kept %+v", terms)
	}
}

// A window that is opened again and again does not spare the change.
func TestExpiredPasswordOpensNoWindow(t *testing.T) {
	b, _, expires := expiring(t, policy.Expiration{})
	b.until(expires.Add(-time.Hour))
	token := b.in("ben", memberPassword)
	must(t, b.site.Lock(t.Context(), token))
	b.until(expires)
	_, err := b.site.Unlock(t.Context(), token, memberPassword)
	wantCode(t, err, core.CodeSession)
	_, err = b.site.Unlock(t.Context(), token, memberPassword)
	wantCode(t, err, core.CodeSession)
	b.limitedIn("ben", memberPassword, core.ReasonExpired)
}
