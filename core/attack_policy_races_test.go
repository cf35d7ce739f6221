package core_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// nth does something before the nth transaction that writes.
type nth struct {
	core.Store
	n  int
	do func()
}

func (s *nth) Update(ctx context.Context, do func(core.Tx) error) error {
	if s.n--; s.n == 0 {
		s.do()
	}
	return s.Store.Update(ctx, do)
}

// A change that an administrator demands while the hash of a sign-in is computed
// is asked of that sign-in, and a costlier hash that it stores does not forget it.
func TestChangeDemandedDuringASignIn(t *testing.T) {
	for _, memory := range []uint32{64, 128} {
		b := newBed(t)
		root := b.root()
		ben := b.add(root, "ben", core.RoleMember)
		b.cfg.Hasher = cheap(t, memory)
		var race *nth
		_, other := b.open(func(inner core.Store) core.Store { race = &nth{Store: inner}; return race })
		race.n, race.do = 2, func() { must(t, b.site.ForceChange(t.Context(), root, ben)) }
		_, step, err := tryOn(t.Context(), other, "ben", memberPassword)
		must(t, err)
		if step != core.StepChangePassword {
			t.Errorf("with %d KiB the sign-in stands at %s", memory, step)
		}
		view, err := b.site.Account(t.Context(), root, ben)
		must(t, err)
		if !view.MustChange {
			t.Errorf("with %d KiB nothing is demanded any more", memory)
		}
	}
}

// An expired password of a policy that blocks, or whose grace is used up, is
// good for nothing in a session that was started before, either: only a reset
// helps. Within the grace it can be changed there.
func TestBlockedPasswordIsNotChangedInAnOpenSession(t *testing.T) {
	tests := map[string]struct {
		e     policy.Expiration
		uses  int
		wants core.Code
	}{
		"blocked":      {policy.Expiration{AfterExpiry: policy.AfterBlocked}, 0, core.CodeLocked},
		"force change": {policy.Expiration{AfterExpiry: policy.AfterForceChange}, 0, ""},
		"in grace":     {policy.Expiration{AfterExpiry: policy.AfterGrace}, 0, ""},
		"after grace":  {policy.Expiration{AfterExpiry: policy.AfterGrace}, 1, core.CodeLocked},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			b, _, expires := expiring(t, test.e)
			b.until(expires.Add(-time.Hour))
			token := b.in("ben", memberPassword)
			root := b.root()
			b.until(expires.Add(time.Minute))
			var last *core.SignIn
			for range test.uses {
				last = b.limitedIn("ben", memberPassword, core.ReasonExpired)
			}
			_, err := b.change(token, memberPassword, secondPassword)
			wantCode(t, err, test.wants)
			if last != nil { // what the grace was granted for goes on
				_, err := last.ChangePassword(t.Context(), core.OwnChange{New: secondPassword, Confirm: secondPassword})
				must(t, err)
			}
			_, err = b.change(root, rootPassword, thirdPassword)
			must(t, err) // the last root account
		})
	}
}

// A half-finished change of a password that is blocked meanwhile ends there.
func TestBlockedWhileTheChangeWasAskedFor(t *testing.T) {
	b, ben, expires := expiring(t, policy.Expiration{AfterExpiry: policy.AfterBlocked})
	b.until(expires.Add(-time.Hour))
	must(t, b.site.ForceChange(t.Context(), b.root(), ben))
	flow := b.limitedIn("ben", memberPassword, core.ReasonAsked)
	b.until(expires)
	_, err := flow.ChangePassword(t.Context(), core.OwnChange{New: secondPassword, Confirm: secondPassword})
	wantCode(t, err, core.CodeLocked)
}

// Rules that are put in force between guesses act on the failures before: who
// has more of them than the new rules allow before the first lock is locked by
// the next one, however far apart the locks after it are.
func TestStricterLocksBetweenGuesses(t *testing.T) {
	for _, former := range []policy.Lockout{{}, {Enabled: true, FirstLockAt: new(50), Durations: schedule(t, "15M")}} {
		b := newBed(t)
		b.add(b.root(), "ben", core.RoleMember)
		b.rule(func(p *policy.Policy) { p.Lockout = former })
		b.fail("ben", 9)
		b.fail("nobody", 9)
		b.rule(func(p *policy.Policy) {
			p.Lockout = policy.Lockout{Enabled: true, FirstLockAt: new(5), FailuresPerNextLock: new(40), Durations: schedule(t, "7M;1H")}
		})
		for _, name := range []string{"ben", "nobody"} {
			if last := b.fail(name, 1); last.Lock == nil || last.Lock.For != 7*time.Minute {
				t.Errorf("%s after ten failures: %+v", name, last)
			}
		}
	}
}

// A password that has expired and is good for nothing is given a new date by a
// root account's reset only; an admin resets any other one, and within the grace
// this one, too.
func TestOnlyRootResetsABlockedPassword(t *testing.T) {
	b, ben, expires := expiring(t, policy.Expiration{AfterExpiry: policy.AfterGrace})
	root := b.root()
	must(t, b.site.AssignPolicy(t.Context(), root, b.add(root, "adm", core.RoleAdmin), b.newPolicy(root, "Admins", 1, 16).ID))
	reset := func(by core.Token) error {
		_, err := b.site.ResetPassword(t.Context(), by, ben)
		return err
	}
	b.until(expires)
	admin := b.in("adm", memberPassword)
	b.limitedIn("ben", memberPassword, core.ReasonExpired)
	wantCode(t, reset(admin), core.CodeForbidden) // the grace is used up
	must(t, reset(b.rootAnew(rootPassword, secondPassword)))
	must(t, reset(admin))
	b.until(expires.AddDate(0, 0, 31))
	admin = b.in("adm", memberPassword)
	must(t, reset(admin)) // in its grace
	b.rule(func(p *policy.Policy) {
		p.Expiration = policy.Expiration{MaxAgeDays: new(30), AfterExpiry: policy.AfterBlocked}
	})
	b.until(expires.AddDate(0, 0, 62))
	admin = b.in("adm", memberPassword)
	wantCode(t, reset(admin), core.CodeForbidden)
	must(t, reset(b.rootAnew(secondPassword, thirdPassword)))
}

// Guesses of two programs while a third one changes the rules under them: five
// are verified, as all of these rules say, and an account's are not more than
// those of a name that is none.
func TestRulesChangeUnderParallelGuesses(t *testing.T) {
	b := newBed(t)
	b.add(b.root(), "ben", core.RoleMember)
	_, other := b.open(nil)
	rules := []policy.Lockout{
		{Enabled: true, FirstLockAt: new(5), FailuresPerNextLock: new(1), Durations: schedule(t, "1H;1D")},
		{Enabled: true, FirstLockAt: new(5), FailuresPerNextLock: new(9), Durations: schedule(t, "until_admin")},
		{Enabled: true, FirstLockAt: new(5), FailuresPerNextLock: new(5), Durations: schedule(t, "15M"), IndexBase: policy.IndexRawFailure},
	}
	b.rule(func(p *policy.Policy) { p.Lockout = rules[0] })
	for _, name := range []string{"ben", "nobody"} {
		before := b.count(core.EventSignInFailed)
		var wait sync.WaitGroup
		for i := range 40 {
			wait.Go(func() {
				if i%10 == 0 {
					p := policy.Default()
					p.Lockout = rules[i/10%len(rules)]
					if err := b.site.PutPolicy(t.Context(), p); err != nil {
						t.Error(err)
					}
				}
				_, _, err := tryOn(t.Context(), []*core.Site{b.site, other}[i%2], name, wrong())
				if code := core.ErrorCode(err); code != core.CodeSignIn && code != core.CodeLocked {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if n := b.count(core.EventSignInFailed) - before; n != 5 {
			t.Errorf("%s: %d guesses were verified", name, n)
		}
	}
}
