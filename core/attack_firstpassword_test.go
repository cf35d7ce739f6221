package core_test

import (
	"testing"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// A root account whose first password stays, and which nobody has used yet, does
// not stand in for the last one that can sign in: the note with the password may
// be lost. From its first sign-in on it does.
func TestUnusedFirstPasswordIsNoOtherRoot(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.rule(func(p *policy.Policy) {
		stays(p)
		p.Lockout = closing(t, "until_admin")
		p.Expiration = policy.Expiration{InactivityDays: new(60)}
	})
	second, err := b.site.AddAccount(t.Context(), root, core.NewAccount{Name: "second", Role: core.RoleRoot})
	must(t, err)
	last := b.fail("ada", 1)
	if last.Lock == nil || last.Lock.UntilUnlocked {
		t.Fatalf("the only root account that somebody has used is locked for good: %+v", last.Lock)
	}
	b.clock.advance(last.Lock.For)
	b.root()
	b.clock.advance(61 * day)
	b.root()
	must(t, b.site.UnlockAccount(t.Context(), b.root(), second.ID, "never came"))
	b.in("second", second.FirstPassword)
	if lock := b.fail("ada", 1).Lock; lock == nil || !lock.UntilUnlocked {
		t.Errorf("one of two is locked as %+v", lock)
	}
}
