package core_test

import (
	"testing"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// An account that was locked for want of use and then switched off is locked
// still: it is listed so, can be unlocked, and is then listed no more. What is
// said to be over is over.
func TestSwitchedOffWhileUnused(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ben := b.add(root, "ben", core.RoleMember)
	b.rule(func(p *policy.Policy) { p.Expiration = policy.Expiration{InactivityDays: new(20)} })
	b.clock.advance(25 * day)
	root = b.root()
	swept, err := b.site.Sweep(t.Context())
	must(t, err)
	if swept.Locked != 1 {
		t.Fatalf("swept %+v", swept)
	}
	must(t, b.site.DisableAccount(t.Context(), root, ben))
	names, err := b.site.LockedAccounts(t.Context(), root, "")
	must(t, err)
	view, err := b.site.Account(t.Context(), root, ben)
	must(t, err)
	if len(names) == 1 != (view.Lock != nil) {
		t.Errorf("%d are listed as locked, and the account has the lock %+v", len(names), view.Lock)
	}
	done, err := b.site.UnlockMany(t.Context(), root, []core.AccountID{ben}, "back from holiday", nil)
	must(t, err)
	if done.Done != 1 {
		t.Errorf("unlocked: %+v", done)
	}
	names, err = b.site.LockedAccounts(t.Context(), root, "")
	must(t, err)
	if len(names) != 0 {
		t.Errorf("still locked: %+v", names)
	}
	must(t, b.site.EnableAccount(t.Context(), root, ben))
	b.in("ben", memberPassword)
}
