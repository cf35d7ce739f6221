package core_test

import (
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// closing is a lockout that locks at the first failure.
func closing(t testing.TB, durations string) policy.Lockout {
	return policy.Lockout{Enabled: true, FirstLockAt: new(1), FailuresPerNextLock: new(1), Durations: schedule(t, durations)}
}

// A root account that somebody made by hand opens nothing, so it does not stand
// in for the last one that can sign in.
func TestAlteredRootDoesNotCount(t *testing.T) {
	b := newBed(t)
	b.add(b.root(), "ben", core.RoleMember)
	b.rule(func(p *policy.Policy) { p.Lockout = closing(t, "until_admin") })
	b.byHand("UPDATE accounts SET role = 'root' WHERE key = 'ben'")
	last := b.fail("ada", 1)
	if last.Lock == nil || last.Lock.UntilUnlocked {
		t.Fatalf("%+v", last.Lock)
	}
	b.clock.advance(last.Lock.For)
	b.root()
}

// No administrator locks the last root account out for years by a long schedule:
// that is as good as for good. Its locks end within a week; another account's
// have their whole length, and so has that of one root account of two.
func TestLastRootIsNotLockedForYears(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.add(root, "ben", core.RoleMember)
	b.rule(func(p *policy.Policy) { p.Lockout = closing(t, "3650D") })
	if lock := b.fail("ben", 1).Lock; lock.For != 3650*24*time.Hour {
		t.Errorf("ben is locked for %v", lock.For)
	}
	lock := b.fail("ada", 1).Lock
	if lock.For != 7*24*time.Hour || !lock.Until.Equal(b.clock.Now().Add(lock.For)) {
		t.Errorf("ada is locked for %v, until %v", lock.For, lock.Until)
	}
	b.clock.advance(lock.For - time.Millisecond)
	_, _, err := b.try("ada", rootPassword)
	wantCode(t, err, core.CodeLocked)
	b.clock.advance(time.Millisecond)
	root = b.root()
	second := b.add(root, "second", core.RoleRoot)
	if lock := b.fail("ada", 1).Lock; lock.For != 3650*24*time.Hour {
		t.Errorf("ada, one of two, is locked for %v", lock.For)
	}
	token := b.in("second", memberPassword)
	must(t, b.site.UnlockAccount(t.Context(), token, firstID, "hers"))
	root = b.root()
	b.fail("second", 1)
	must(t, b.site.DisableAccount(t.Context(), root, second))
}

// A root account that was locked for years while there was another one waits a
// week when it is the last.
func TestLongLockOfARootThatIsLeftOver(t *testing.T) {
	b := newBed(t)
	root := b.root()
	second := b.add(root, "second", core.RoleRoot)
	b.rule(func(p *policy.Policy) { p.Lockout = closing(t, "3650D") })
	b.fail("ada", 1)
	_, _, err := b.try("ada", rootPassword)
	if e := wantCode(t, err, core.CodeLocked); e.Lock.For != 3650*24*time.Hour {
		t.Fatalf("%+v", e.Lock)
	}
	// The other one is closed for good meanwhile.
	b.rule(func(p *policy.Policy) { p.Lockout = closing(t, "until_admin") })
	if lock := b.fail("second", 1).Lock; !lock.UntilUnlocked {
		t.Fatalf("%d: %+v", second, lock)
	}
	_, _, err = b.try("ada", rootPassword)
	if e := wantCode(t, err, core.CodeLocked); e.Lock.UntilUnlocked || e.Lock.For != 7*24*time.Hour {
		t.Fatalf("%+v", e.Lock)
	}
	b.clock.advance(7 * 24 * time.Hour)
	b.root()
}

// Of two root accounts that are both due for a lock for want of use, and both
// expired and blocked, and both full of failures, one still gets in, whoever
// comes first; the other is opened by it.
func TestAllRootsDueForEverything(t *testing.T) {
	for _, sweep := range []bool{false, true} {
		for _, first := range []string{"ada", "second"} {
			b := newBed(t)
			second := b.add(b.root(), "second", core.RoleRoot)
			secrets := map[string]string{"ada": rootPassword, "second": memberPassword}
			numbers := map[string]core.AccountID{"ada": firstID, "second": second}
			b.rule(func(p *policy.Policy) {
				p.Lockout = closing(t, "until_admin")
				p.Expiration = policy.Expiration{MaxAgeDays: new(10), AfterExpiry: policy.AfterBlocked, InactivityDays: new(20)}
			})
			b.fail("ada", 1)
			b.fail("second", 1)
			b.clock.advance(400 * 24 * time.Hour)
			if sweep {
				_, err := b.site.Sweep(t.Context())
				must(t, err)
			}
			in, names := "", []string{first, "ada", "second"}
			var token core.Token
			for _, name := range names {
				flow := b.site.StartSignIn(desk)
				step, err := flow.Password(t.Context(), name, secrets[name])
				if e := core.ErrorCode(err); e == core.CodeLocked {
					continue
				}
				must(t, err)
				if step != core.StepChangePassword {
					t.Fatalf("%s stands at %s", name, step)
				}
				_, err = flow.ChangePassword(t.Context(), core.OwnChange{New: thirdPassword, Confirm: thirdPassword})
				must(t, err)
				in, token = name, flow.Token()
				break
			}
			if in == "" {
				t.Fatalf("sweep %v, %s first: nobody gets in", sweep, first)
			}
			for name, id := range numbers {
				if name == in {
					continue
				}
				reset, err := b.site.ResetPassword(t.Context(), token, id)
				must(t, err)
				b.limitedIn(name, reset.FirstPassword, core.ReasonReset)
			}
		}
	}
}
