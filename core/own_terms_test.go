package core_test

import (
	"fmt"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// Me tells by which policy an account lives, and from when on it is to be told
// that its password expires.
func TestMeTellsThePolicy(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	must(t, err)
	start := time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)
	b := newBedIn(t, "Europe/London", start)
	root := b.root()
	id := b.add(root, "ben", core.RoleMember)
	me := func() core.Own {
		t.Helper()
		own, err := b.site.Me(t.Context(), b.in("ben", memberPassword))
		must(t, err)
		return own
	}
	own := me()
	if own.Policy.ID != core.DefaultPolicy || own.Policy.Name != "Site policy" || !own.ExpiresAt.IsZero() || own.Warn {
		t.Errorf("by the site's policy: %+v", own)
	}
	age, warn := 30, 5
	strict := policy.Default()
	strict.Expiration.MaxAgeDays, strict.Expiration.WarnDays = &age, &warn
	view, err := b.site.SavePolicy(t.Context(), root, core.PolicyDraft{Name: "Strict", Rank: 1, Policy: strict, Reason: "for the test"})
	must(t, err)
	must(t, b.site.AssignPolicy(t.Context(), root, id, view.ID))
	expires := time.Date(2026, 12, 21, 0, 0, 0, 0, london)
	for _, tt := range []struct {
		at   time.Time
		left int
		warn bool
	}{
		{start, 30, false},
		{time.Date(2026, 12, 15, 23, 59, 0, 0, london), 6, false},
		{time.Date(2026, 12, 16, 0, 0, 0, 0, london), 5, true},
		{time.Date(2026, 12, 20, 23, 59, 0, 0, london), 1, true},
	} {
		b.clock.now = tt.at
		own := me()
		if own.Policy.ID != view.ID || own.Policy.Why.String() != "It is assigned to this account." {
			t.Errorf("at %v: %+v", tt.at, own.Policy)
		}
		if !own.ExpiresAt.Equal(expires) || own.DaysLeft != tt.left || own.Warn != tt.warn {
			t.Errorf("at %v: expires %v, %d days left, warn %v", tt.at, own.ExpiresAt, own.DaysLeft, own.Warn)
		}
	}
	token := b.in("ben", memberPassword)
	b.clock.now = expires
	own, err = b.site.Me(t.Context(), token)
	must(t, err)
	if own.DaysLeft != 0 || !own.Warn {
		t.Errorf("expired in the middle of a session: %+v", own)
	}
}

// To unlock several accounts at once a reason is needed, and one that is not
// locked keeps all of them locked.
func TestUnlockAccounts(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ids := []core.AccountID{b.add(root, "ben", core.RoleMember), b.add(root, "cara", core.RoleMember)}
	other := b.add(root, "dora", core.RoleMember)
	for _, name := range []string{"ben", "cara"} {
		for i := range 5 {
			if _, _, err := b.try(name, fmt.Sprint("wrong ", i)); err == nil {
				t.Fatal("signed in")
			}
		}
	}
	wantFields(t, b.site.UnlockAccounts(t.Context(), root, ids, " "), core.FieldReason)
	wantCode(t, b.site.UnlockAccounts(t.Context(), root, append(ids, other), "both called"), core.CodeRefused)
	if _, _, err := b.try("ben", memberPassword); core.ErrorCode(err) != core.CodeLocked {
		t.Errorf("not all or none: %v", err)
	}
	must(t, b.site.UnlockAccounts(t.Context(), root, ids, "both called"))
	b.in("ben", memberPassword)
	b.in("cara", memberPassword)
	if n := b.count(core.EventAccountUnlocked); n != 2 {
		t.Errorf("%d lines in the log", n)
	}
}
