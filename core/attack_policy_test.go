package core_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// atOnce runs an act in two programs at the same moment, so many times each, and
// counts the codes of what came of it; "" is done.
func (b *bed) atOnce(times int, act func(site *core.Site) error) map[core.Code]int {
	b.t.Helper()
	_, other := b.open(nil)
	var mu sync.Mutex
	codes := map[core.Code]int{}
	var wait sync.WaitGroup
	for _, site := range []*core.Site{b.site, other} {
		for range times {
			wait.Go(func() {
				code := core.ErrorCode(act(site))
				mu.Lock()
				defer mu.Unlock()
				codes[code]++
			})
		}
	}
	wait.Wait()
	return codes
}

// The grace of an expired password is used once, from however many programs it
// is tried at the same moment.
func TestGraceAtOnce(t *testing.T) {
	b, _, expires := expiring(t, policy.Expiration{AfterExpiry: policy.AfterGrace})
	b.until(expires)
	codes := b.atOnce(5, func(site *core.Site) error {
		_, _, err := tryOn(t.Context(), site, "ben", memberPassword)
		return err
	})
	if codes[""] != 1 || codes[core.CodeLocked] != 9 {
		t.Errorf("%v, want one sign-in and nine refusals", codes)
	}
}

// One change a day is one, also when it is made in two windows at the same
// moment; and neither the history nor the count has more than one.
func TestChangesAtOnce(t *testing.T) {
	b := newBed(t)
	id, _ := b.begin()
	b.clock.advance(25 * time.Hour)
	b.rule(func(p *policy.Policy) { p.Change.ChangesPerDay, p.Change.HistoryDepth = new(1), new(5) })
	tokens := make(chan core.Token, 8)
	for range 8 {
		tokens <- b.in("ben", words(0))
	}
	n := make(chan int, 8)
	for i := range 8 {
		n <- i + 1
	}
	codes := b.atOnce(4, func(site *core.Site) error {
		fresh := words(<-n)
		_, err := site.ChangePassword(t.Context(), <-tokens, core.OwnChange{Current: words(0), New: fresh, Confirm: fresh})
		return err
	})
	if codes[""] != 1 {
		t.Errorf("%v, want one change", codes)
	}
	if kept := b.history(id); len(kept) != 1 {
		t.Errorf("%d former passwords", len(kept))
	}
}

// A program with a stale password that asks from many threads, and in two
// programs, locks nobody out.
func TestStalePasswordAtOnce(t *testing.T) {
	b := newBed(t)
	id := b.add(b.root(), "ben", core.RoleMember)
	stale := wrong()
	codes := b.atOnce(20, func(site *core.Site) error {
		_, _, err := tryOn(t.Context(), site, "ben", stale)
		return err
	})
	if codes[core.CodeSignIn] != 40 {
		t.Errorf("%v", codes)
	}
	if n := b.throttle(fmt.Sprint("account:", id)).Failures; n != 1 {
		t.Errorf("%d failures, want 1", n)
	}
	b.in("ben", memberPassword)
}

// Among repeats of one password, other guesses are counted each: the window
// hides nothing.
func TestGuessesBetweenRepeats(t *testing.T) {
	b := newBed(t)
	b.add(b.root(), "ben", core.RoleMember)
	stale := wrong()
	verified := 0
	for range 50 {
		for _, secret := range []string{stale, wrong()} {
			if _, _, err := b.try("ben", secret); core.ErrorCode(err) == core.CodeSignIn && secret != stale {
				verified++
			}
		}
		b.clock.advance(time.Second)
	}
	// The stale one is the first failure, so the fourth other one is the fifth.
	if verified != 3 {
		t.Errorf("%d other guesses before the lock, want 3", verified)
	}
}

// A lock stands as it was written, whatever the policy says since; a sweep in two
// programs at once locks an account once.
func TestWhatIsWrittenStands(t *testing.T) {
	b := newBed(t)
	b.add(b.root(), "ben", core.RoleMember)
	b.fail("ben", 5)
	b.rule(func(p *policy.Policy) { p.Lockout = policy.Lockout{} })
	b.clock.advance(15*time.Minute - time.Millisecond)
	_, _, err := b.try("ben", memberPassword)
	wantCode(t, err, core.CodeLocked)
	b.clock.advance(time.Millisecond)
	b.in("ben", memberPassword)

	b.rule(func(p *policy.Policy) { p.Expiration.InactivityDays = new(3) })
	b.clock.advance(10 * 24 * time.Hour)
	codes := b.atOnce(3, func(site *core.Site) error {
		_, err := site.Sweep(t.Context())
		return err
	})
	if n := b.count(core.EventAccountInactive); codes[""] != 6 || n != 1 {
		t.Errorf("%v, recorded %d times", codes, n)
	}
	b.rule(func(p *policy.Policy) { p.Expiration.InactivityDays = nil })
	_, _, err = b.try("ben", memberPassword)
	wantCode(t, err, core.CodeLocked)
}

// All roots have expired, under a policy that blocks: the one that comes first
// is let in to set a new one, and the others have a root that can help.
func TestAllRootsExpired(t *testing.T) {
	b, _, expires := expiring(t, policy.Expiration{AfterExpiry: policy.AfterBlocked})
	b.add(b.root(), "second", core.RoleRoot)
	b.until(expires.Add(48 * time.Hour))
	flow := b.limitedIn("second", memberPassword, core.ReasonExpired)
	_, err := flow.ChangePassword(t.Context(), core.OwnChange{New: secondPassword, Confirm: secondPassword})
	must(t, err)
	_, _, err = b.try("ada", rootPassword)
	wantCode(t, err, core.CodeLocked)
	reset, err := b.site.ResetPassword(t.Context(), flow.Token(), firstID)
	must(t, err)
	b.limitedIn("ada", reset.FirstPassword, core.ReasonReset)
}
