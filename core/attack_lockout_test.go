package core_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// gate lets a test stop the first transaction that writes, from inside.
type gate struct {
	core.Store
	inside, goOn, closing chan struct{}
	passed                bool
	closed                sync.Once
}

func (g *gate) Close() error {
	g.closed.Do(func() { close(g.closing) })
	return g.Store.Close()
}

func (g *gate) Update(ctx context.Context, do func(core.Tx) error) error {
	return g.Store.Update(ctx, func(tx core.Tx) error {
		if !g.passed {
			g.passed = true
			g.inside <- struct{}{}
			<-g.goOn
		}
		return do(tx)
	})
}

// fail makes n wrong guesses of a name, and waits out every lock that ends by
// itself. It gives the last refusal.
func (b *bed) fail(name string, n int) *core.Error {
	b.t.Helper()
	var last *core.Error
	for i := range n {
		_, _, err := b.try(name, wrong())
		code := core.ErrorCode(err)
		if code != core.CodeSignIn && code != core.CodeLocked {
			b.t.Fatalf("guess %d of %s ended in %v", i+1, name, err)
		}
		last = wantCode(b.t, err, code)
		if i+1 < n && last.Lock != nil {
			b.clock.advance(last.Lock.For)
		}
	}
	return last
}

// The hundredth wrong password in a row closes an account until an
// administrator opens it, whether it is one or not (NIST SP 800-63B-4, 3.2.2).
func TestHundredFailuresClose(t *testing.T) {
	for _, name := range []string{"ben", "nobody"} {
		t.Run(name, func(t *testing.T) {
			b := newBed(t)
			id := b.add(b.root(), "ben", core.RoleMember)
			before := b.fail(name, policy.MaxConsecutiveFailures-1)
			if before.Lock != nil {
				t.Fatalf("failure 99 locks: %+v", before.Lock)
			}
			last := b.fail(name, 1)
			wantCode(t, last, core.CodeLocked)
			if !last.Lock.UntilUnlocked || last.Lock.Failures != policy.MaxConsecutiveFailures {
				t.Fatalf("failure 100 gives %+v", last.Lock)
			}
			for _, later := range []time.Duration{time.Hour, 20 * 365 * 24 * time.Hour} {
				b.clock.advance(later)
				_, _, err := b.try(name, memberPassword)
				again := wantCode(t, err, core.CodeLocked)
				if !again.Lock.UntilUnlocked || again.Error() != last.Error() {
					t.Errorf("after %v: %+v, %q", later, again.Lock, again)
				}
			}
			root := b.root()
			view, err := b.site.Account(t.Context(), root, id)
			must(t, err)
			list, err := b.site.Accounts(t.Context(), root, core.AccountQuery{Filter: core.FilterLocked, Limit: 10})
			must(t, err)
			if name != "ben" {
				return
			}
			if view.Lock == nil || !view.Lock.UntilUnlocked || view.Failures != policy.MaxConsecutiveFailures {
				t.Errorf("an administrator sees %+v", view.Lock)
			}
			if len(list.Rows) != 1 || !list.Rows[0].UntilUnlocked {
				t.Errorf("listed as locked: %+v", list.Rows)
			}
			must(t, b.site.UnlockAccount(t.Context(), root, id, "came to the desk"))
			b.in("ben", memberPassword)
		})
	}
}

// A right password before the hundredth failure begins the count anew.
func TestSuccessBeforeTheHundredth(t *testing.T) {
	b := newBed(t)
	b.add(b.root(), "ben", core.RoleMember)
	b.fail("ben", policy.MaxConsecutiveFailures-1)
	b.in("ben", memberPassword)
	if last := b.fail("ben", 5); last.Lock == nil || last.Lock.UntilUnlocked {
		t.Errorf("five failures after it give %+v", last.Lock)
	}
}

// The last root account that can sign in is never closed for good, however
// many failures there are (POLICY: its locks are always temporary).
func TestLastRootIsNeverClosed(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.add(root, "second", core.RoleRoot)
	b.add(root, "an.admin", core.RoleAdmin)
	if last := b.fail("second", policy.MaxConsecutiveFailures); last.Lock == nil || !last.Lock.UntilUnlocked {
		t.Fatalf("one of two roots is not closed: %+v", last.Lock)
	}
	last := b.fail("ada", policy.MaxConsecutiveFailures+20)
	if last.Lock == nil || last.Lock.UntilUnlocked {
		t.Fatalf("the last root is closed: %+v", last.Lock)
	}
	admin := b.in("an.admin", memberPassword)
	list, err := b.site.Accounts(t.Context(), admin, core.AccountQuery{Filter: core.FilterLocked, Limit: 10})
	must(t, err)
	for _, row := range list.Rows {
		if row.UntilUnlocked {
			t.Errorf("listed as closed, and nobody could unlock it: %+v", row)
		}
	}
	if len(list.Rows) != 2 {
		t.Errorf("listed as locked: %+v", list.Rows)
	}
	b.clock.advance(last.Lock.For)
	b.root()
}

// A root account that waits for its unlocking, or that has no password, does
// not stand in for the last one that can sign in.
func TestClosedRootDoesNotCount(t *testing.T) {
	b := newBed(t)
	first := b.root()
	id := b.add(first, "second", core.RoleRoot)
	second := b.in("second", memberPassword)
	must(t, b.store.Update(t.Context(), func(tx core.Tx) error {
		return tx.PutThrottle(core.Throttle{
			Subject: "account:2", AccountID: id, Failures: policy.MaxConsecutiveFailures,
			LockedUntil: tx.Now().Add(policy.MaxLockDuration), UpdatedAt: tx.Now(),
		})
	}))
	wantCode(t, b.site.DisableAccount(t.Context(), second, firstID), core.CodeRefused)
	wantCode(t, b.site.DeleteAccount(t.Context(), second, firstID, "ada"), core.CodeRefused)
	must(t, b.site.UnlockAccount(t.Context(), first, id, ""))
	must(t, b.site.DisableAccount(t.Context(), second, firstID))
}

// A root account that was closed and is the last one now, whatever became of
// the others, waits for a while and not for an administrator.
func TestClosedRootThatIsLeftOver(t *testing.T) {
	b := newBed(t)
	must(t, b.store.Update(t.Context(), func(tx core.Tx) error {
		return tx.PutThrottle(core.Throttle{
			Subject: "account:1", AccountID: firstID, Failures: policy.MaxConsecutiveFailures,
			LockedUntil: tx.Now().AddDate(90, 0, 0), UpdatedAt: tx.Now(),
		})
	}))
	_, _, err := b.try("ada", rootPassword)
	e := wantCode(t, err, core.CodeLocked)
	if e.Lock.UntilUnlocked {
		t.Fatalf("%+v", e.Lock)
	}
	b.clock.advance(e.Lock.For)
	b.root()
}

// A root account whose first password nobody has used does not stand in for the
// last one, either: the slip of paper may be lost.
func TestUnusedRootDoesNotCount(t *testing.T) {
	b := newBed(t)
	root := b.root()
	_, err := b.site.AddAccount(t.Context(), root, core.NewAccount{Name: "second", Role: core.RoleRoot})
	must(t, err)
	if last := b.fail("ada", policy.MaxConsecutiveFailures); last.Lock == nil || last.Lock.UntilUnlocked {
		t.Errorf("the only root that ever signed in is closed: %+v", last.Lock)
	}
}

// A lock survives a clock that is set back and never lasts longer
// than it is, though it began while the clock was ten years ahead: the site goes on
// from the time that it knew, and is told of the lock by that.
func TestLocksAndTheClock(t *testing.T) {
	for name, shift := range map[string]time.Duration{"a day": 24 * time.Hour, "ten years": 10 * 365 * 24 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			b := newBed(t)
			b.clock.advance(shift)
			b.fail("ada", *lockout().FirstLockAt)
			b.clock.advance(-shift)
			pause := lockout().Durations.Durations[0].Length()
			_, _, err := b.try("ada", rootPassword)
			e := wantCode(t, err, core.CodeLocked)
			if want := b.site.Now(b.clock.Now()).Add(pause); !e.Lock.Until.Equal(want) {
				t.Errorf("locked until %v, want %v", e.Lock.Until, want)
			}
			b.clock.advance(pause - time.Millisecond)
			_, _, err = b.try("ada", rootPassword)
			wantCode(t, err, core.CodeLocked)
			b.clock.advance(time.Millisecond)
			b.root()
		})
	}
}

// Four failures today and one in a month lock an account and a name that is
// none alike (ASVS 6.3.8).
func TestCountsLastAlike(t *testing.T) {
	b := newBed(t)
	for _, name := range []string{"ada", "nobody"} {
		b.fail(name, 4)
	}
	b.clock.advance(31 * 24 * time.Hour)
	b.fail("somebody.else", 1)
	for _, name := range []string{"ada", "nobody"} {
		if last := b.fail(name, 1); last.Lock == nil {
			t.Errorf("the fifth failure of %s does not lock", name)
		}
	}
}

// A hash that cannot be read looks like a wrong password (CVE-2016-6210), and
// the failure is recorded.
func TestUnreadableHashReadsLikeAWrongPassword(t *testing.T) {
	b := newBed(t)
	id := b.add(b.root(), "ben", core.RoleMember)
	must(t, b.store.Update(t.Context(), func(tx core.Tx) error {
		return tx.PutPassword(core.PasswordRecord{AccountID: id, PHC: "$argon2id$v=19$broken", SetAt: tx.Now(), SetBy: id})
	}))
	before := b.count(core.EventSignInFailed)
	_, _, err := b.try("ben", memberPassword)
	_, _, other := b.try("nobody", memberPassword)
	wantCode(t, err, core.CodeSignIn)
	if err.Error() != other.Error() {
		t.Errorf("%q differs from %q", err, other)
	}
	if n := b.count(core.EventSignInFailed) - before; n != 2 {
		t.Errorf("%d failures recorded, want 2", n)
	}
}

// A guess that is given up while its hash is computed stays counted, and one
// that is known to be wrong is recorded all the same.
func TestGivenUpGuessIsRecorded(t *testing.T) {
	b := newBed(t)
	for range 4 {
		ctx, cancel := context.WithCancel(t.Context())
		_, site := b.open(func(s core.Store) core.Store { return &canceller{Store: s, cancel: cancel} })
		if _, _, err := tryOn(ctx, site, "ada", wrong()); err == nil {
			t.Fatal("signed in")
		}
		cancel()
	}
	_, _, err := b.try("ada", wrong())
	wantCode(t, err, core.CodeLocked)
}

// canceller ends the context of a guess as soon as it is reserved.
type canceller struct {
	core.Store
	cancel context.CancelFunc
}

func (c *canceller) Update(ctx context.Context, do func(core.Tx) error) error {
	err := c.Store.Update(ctx, do)
	c.cancel()
	return err
}

// A password that is typed as a name is not kept, though it could be a name.
func TestPasswordTypedAsName(t *testing.T) {
	b := newBed(t)
	const typed = "correct-horse-battery-staple"
	_, _, err := b.try(typed, wrong())
	wantCode(t, err, core.CodeSignIn)
	for _, line := range b.events(1) {
		if line.ActorName == typed || line.TargetName == typed {
			t.Errorf("line %d keeps it: %+v", line.Seq, line)
		}
	}
}
