package core_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"

	"pgregory.net/rapid"
)

// lockText writes a lock as the tables of the tests do.
func lockText(e *core.Error) string {
	switch {
	case e.Lock == nil:
		return "-"
	case e.Lock.UntilUnlocked:
		return "admin"
	}
	return e.Lock.For.String()
}

// The reference timelines, each try made the moment the former lock ends, for an
// account and for a name that is none.
func TestReferenceTimelinesAtSignIn(t *testing.T) {
	escalating := func(t *testing.T, limit int) policy.Lockout {
		return policy.Lockout{
			Enabled: true, FirstLockAt: new(limit + 1), FailuresPerNextLock: new(1),
			Durations: schedule(t, "1M;5M;10M;30M;1H;2H;6H;12H;1D"),
		}
	}
	tests := map[string]struct {
		lockout policy.Lockout
		want    []string
	}{
		"data-room": {
			policy.Lockout{Enabled: true, FirstLockAt: new(3), Durations: &policy.Schedule{UntilAdmin: true}},
			[]string{"-", "-", "admin"},
		},
		"te": {
			policy.Lockout{Enabled: true, FirstLockAt: new(5), FailuresPerNextLock: new(5), Durations: schedule(t, "15M")},
			[]string{"-", "-", "-", "-", "15m0s", "-", "-", "-", "-", "15m0s"},
		},
		"formflow, L = 0, to the ninth lock and beyond": {
			escalating(t, 0),
			[]string{"1m0s", "5m0s", "10m0s", "30m0s", "1h0m0s", "2h0m0s", "6h0m0s", "12h0m0s", "24h0m0s", "24h0m0s"},
		},
		"formflow, L = 3": {escalating(t, 3), []string{"-", "-", "-", "1m0s", "5m0s", "10m0s"}},
		"off":             {policy.Lockout{FirstLockAt: new(1), Durations: schedule(t, "1M")}, []string{"-", "-", "-"}},
	}
	for name, tt := range tests {
		for _, who := range []string{"ben", "nobody"} {
			t.Run(name+"/"+who, func(t *testing.T) {
				b := newBed(t)
				b.add(b.root(), "ben", core.RoleMember)
				b.rule(func(p *policy.Policy) { p.Lockout = tt.lockout })
				for i, want := range tt.want {
					_, _, err := b.try(who, wrong())
					e := core.ProblemsOf(err)[0]
					if got := lockText(e); got != want {
						t.Fatalf("failure %d: %s, want %s", i+1, got, want)
					}
					if e.Lock == nil {
						continue
					}
					if e.Lock.Failures != i+1 || !e.Lock.Since.Equal(b.clock.Now()) {
						t.Errorf("failure %d: %+v", i+1, e.Lock)
					}
					said := fmt.Sprintf("after %d wrong passwords in a row", i+1)
					if i == 0 {
						said = "after one wrong password"
					}
					if !strings.Contains(e.Text.String(), said) {
						t.Errorf("failure %d: %q", i+1, e.Text)
					}
					if want == "admin" {
						continue
					}
					b.clock.advance(e.Lock.For - time.Millisecond)
					_, _, err = b.try(who, memberPassword)
					wantCode(t, err, core.CodeLocked)
					b.clock.advance(time.Millisecond)
				}
			})
		}
	}
}

// Attempts while locked are not counted: after the lock the schedule goes on
// where it was.
func TestRefusedAttemptsAreNotCounted(t *testing.T) {
	b := newBed(t)
	b.add(b.root(), "ben", core.RoleMember)
	b.rule(func(p *policy.Policy) {
		p.Lockout = policy.Lockout{Enabled: true, FirstLockAt: new(2), FailuresPerNextLock: new(2), Durations: schedule(t, "1M;5M")}
	})
	b.fail("ben", 2)
	for range 10 {
		_, _, err := b.try("ben", wrong())
		wantCode(t, err, core.CodeLocked)
	}
	b.clock.advance(time.Minute)
	if e := b.fail("ben", 1); e.Lock != nil {
		t.Errorf("failure 3: %+v", e.Lock)
	}
	if e := b.fail("ben", 1); e.Lock == nil || e.Lock.For != 5*time.Minute {
		t.Errorf("failure 4: %+v", e.Lock)
	}
}

// The same wrong password within half a minute counts once, whatever is typed
// between, and costs a failure again after it (the last instant belongs to the
// half minute). It is recorded each time.
func TestSamePasswordCountsOnce(t *testing.T) {
	b := newBed(t)
	id := b.add(b.root(), "ben", core.RoleMember)
	subject := fmt.Sprint("account:", id)
	stale, other := wrong(), wrong()
	wantFailures := func(want int) {
		t.Helper()
		if got := b.throttle(subject).Failures; got != want {
			t.Fatalf("%d failures, want %d", got, want)
		}
	}
	for range 20 {
		_, _, err := b.try("ben", stale)
		wantCode(t, err, core.CodeSignIn)
	}
	wantFailures(1)
	b.wantNewest(core.EventSignInFailed, `{"failure":"1","for":"signin","repeat":"true"}`)
	b.clock.advance(10 * time.Second)
	for range 5 {
		for _, secret := range []string{other, stale} {
			_, _, err := b.try("ben", secret)
			wantCode(t, err, core.CodeSignIn)
		}
	}
	wantFailures(2)
	b.clock.advance(policy.SameWindow - 10*time.Second)
	_, _, err := b.try("ben", stale)
	wantCode(t, err, core.CodeSignIn)
	wantFailures(2)
	b.clock.advance(time.Millisecond)
	_, _, err = b.try("ben", stale)
	wantCode(t, err, core.CodeSignIn)
	wantFailures(3)
	if n := b.count(core.EventSignInFailed); n != 32 {
		t.Errorf("%d tries are recorded, 32 were made", n)
	}
}

// The forms of one password are one repeat; another account's password, another
// name's and one with another case are guesses of their own.
func TestWhatIsARepeat(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.add(root, "ben", core.RoleMember)
	b.add(root, "eve", core.RoleMember)
	for _, try := range []struct {
		name, secret string
		failures     string
	}{
		{"ben", "caf\u00e9", "1"},
		{"ben", "cafe\u0301", "1"},
		{"ben", "Caf\u00e9", "2"},
		{"eve", "caf\u00e9", "1"},
		{"nobody", "caf\u00e9", "1"},
		{"nobody", "caf\u00e9", "1"},
		{"noone", "caf\u00e9", "1"},
	} {
		_, _, err := b.try(try.name, try.secret)
		wantCode(t, err, core.CodeSignIn)
		lines := b.events(1)
		want := fmt.Sprintf(`{"failure":"%s","for":"signin"`, try.failures)
		if got := lines[len(lines)-1].Detail; got[:len(want)] != want {
			t.Errorf("%s with %q: %s", try.name, try.secret, got)
		}
	}
}

// A repeat is verified: whoever becomes right meanwhile gets in, and a wrong
// password that was remembered opens nothing.
func TestRepeatIsVerified(t *testing.T) {
	b := newBed(t)
	root := b.root()
	id := b.add(root, "ben", core.RoleMember)
	token := b.in("ben", memberPassword)
	const next = "harbour violin crate nine"
	_, _, err := b.try("ben", next)
	wantCode(t, err, core.CodeSignIn)
	_, err = b.change(token, memberPassword, next)
	must(t, err)
	if kept := b.throttle(fmt.Sprint("account:", id)); kept.Wrong != nil || kept.Failures != 0 {
		t.Errorf("after the change there is %+v", kept)
	}
	b.in("ben", next)
}

// What is kept of wrong passwords is gone after a success, an unlocking and a
// reset, at the next guess of anybody, and by a sweep.
func TestWrongPasswordsAreForgotten(t *testing.T) {
	ends := map[string]func(b *bed, root core.Token, id core.AccountID){
		"success": func(b *bed, _ core.Token, _ core.AccountID) { b.in("ben", memberPassword) },
		"reset": func(b *bed, root core.Token, id core.AccountID) {
			_, err := b.site.ResetPassword(b.t.Context(), root, id)
			must(b.t, err)
		},
		"a guess elsewhere": func(b *bed, _ core.Token, _ core.AccountID) {
			b.clock.advance(policy.SameWindow + time.Millisecond)
			b.root()
		},
		"sweep": func(b *bed, _ core.Token, _ core.AccountID) {
			b.clock.advance(policy.SameWindow + time.Millisecond)
			_, err := b.site.Sweep(b.t.Context())
			must(b.t, err)
		},
		"unlock": func(b *bed, root core.Token, id core.AccountID) {
			b.fail("ben", 4)
			must(b.t, b.site.UnlockAccount(b.t.Context(), root, id, "called"))
		},
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			b := newBed(t)
			root := b.root()
			id := b.add(root, "ben", core.RoleMember)
			_, _, err := b.try("ben", wrong())
			wantCode(t, err, core.CodeSignIn)
			subject := fmt.Sprint("account:", id)
			if kept := b.throttle(subject); len(kept.Wrong) == 0 || !kept.WrongAt.Equal(b.clock.Now()) {
				t.Fatalf("kept %+v", kept)
			}
			end(b, root, id)
			if kept := b.throttle(subject); kept.Wrong != nil || !kept.WrongAt.IsZero() {
				t.Errorf("kept %+v", kept)
			}
		})
	}
}

// The hundredth failure in a row closes an account though the policy locks
// nobody, or forgets failures after a quiet time.
func TestNeverMoreThanAHundred(t *testing.T) {
	tests := map[string]policy.Lockout{
		"off":         {},
		"quiet times": {Enabled: true, FirstLockAt: new(50), Durations: schedule(t, "1M"), ResetAfter: &policy.Duration{Count: 1, Unit: policy.Minutes}},
		"lock at 100": {Enabled: true, FirstLockAt: new(100), Durations: schedule(t, "1M")},
	}
	for name, lockout := range tests {
		t.Run(name, func(t *testing.T) {
			b := newBed(t)
			id := b.add(b.root(), "ben", core.RoleMember)
			b.rule(func(p *policy.Policy) { p.Lockout = lockout })
			for n := 1; n <= policy.MaxConsecutiveFailures; n++ {
				if n%40 == 0 {
					b.clock.advance(time.Minute)
				}
				_, _, err := b.try("ben", wrong())
				e := core.ProblemsOf(err)[0]
				if closed := lockText(e) == "admin"; closed != (n == policy.MaxConsecutiveFailures) {
					t.Fatalf("failure %d: %s", n, lockText(e))
				}
			}
			b.clock.advance(1000 * time.Hour)
			_, _, err := b.try("ben", memberPassword)
			wantCode(t, err, core.CodeLocked)
			must(t, b.site.UnlockAccount(t.Context(), b.root(), id, ""))
			b.in("ben", memberPassword)
		})
	}
}

// A quiet time begins count and schedule anew; it runs from the end of a lock.
func TestQuietTimeBeginsAnew(t *testing.T) {
	b := newBed(t)
	b.add(b.root(), "ben", core.RoleMember)
	b.rule(func(p *policy.Policy) {
		p.Lockout = policy.Lockout{
			Enabled: true, FirstLockAt: new(2), FailuresPerNextLock: new(1), Durations: schedule(t, "1M;1H"),
			ResetAfter: &policy.Duration{Count: 10, Unit: policy.Minutes},
		}
	})
	b.fail("ben", 2)
	b.clock.advance(11*time.Minute - time.Millisecond)
	if e := b.fail("ben", 1); lockText(e) != "1h0m0s" {
		t.Fatalf("before the quiet time is over: %s", lockText(e))
	}
	b.clock.advance(time.Hour + 10*time.Minute)
	for i, want := range []string{"-", "1m0s"} {
		if e := b.fail("ben", 1); lockText(e) != want {
			t.Errorf("failure %d after it: %s, want %s", i+1, lockText(e), want)
		}
	}
}

// A lock until an administrator never holds the last root account: it takes a
// time of the schedule.
func TestUntilAdminNeverHoldsTheLastRoot(t *testing.T) {
	b := newBed(t)
	root := b.root()
	second := b.add(root, "second", core.RoleRoot)
	b.rule(func(p *policy.Policy) {
		p.Lockout = policy.Lockout{Enabled: true, FirstLockAt: new(3), Durations: &policy.Schedule{UntilAdmin: true}}
	})
	if e := b.fail("second", 3); lockText(e) != "admin" {
		t.Fatalf("one of two roots: %s", lockText(e))
	}
	e := b.fail("ada", 3)
	if lockText(e) != "15m0s" {
		t.Fatalf("the last root: %s", lockText(e))
	}
	b.clock.advance(e.Lock.For)
	b.root()
	// A root that was closed and is left over is let in, too.
	must(t, b.store.Update(t.Context(), func(tx core.Tx) error {
		ada, err := tx.AccountByID(firstID)
		if err != nil {
			return err
		}
		ada.State = core.StateDisabled
		if err := tx.UpdateAccount(&ada); err != nil {
			return err
		}
		return b.site.Vouch(tx, firstID)
	}))
	_, _, err := b.try("second", memberPassword)
	left := wantCode(t, err, core.CodeLocked)
	if lockText(left) != "15m0s" {
		t.Fatalf("the root that is left over: %s", lockText(left))
	}
	b.clock.advance(left.Lock.For)
	b.in("second", memberPassword)
	if terms := b.throttle(fmt.Sprint("account:", second)); terms.Failures != 0 {
		t.Errorf("kept %+v", terms)
	}
}

// The store never grants a guess more than the policy says: as many wrong
// passwords are verified between two locks as its own timeline has.
func TestNoGuessMoreThanThePolicySays(t *testing.T) {
	b := newBed(t)
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		lockout := policy.Lockout{
			Enabled:             rapid.Bool().Draw(rt, "enabled"),
			FirstLockAt:         new(rapid.IntRange(1, 6).Draw(rt, "first")),
			FailuresPerNextLock: new(rapid.IntRange(1, 4).Draw(rt, "step")),
			IndexBase:           rapid.SampledFrom([]policy.IndexBase{policy.IndexFirstLock, policy.IndexRawFailure}).Draw(rt, "base"),
			WhenExhausted:       rapid.SampledFrom([]policy.WhenExhausted{policy.ExhaustedRepeatLast, policy.ExhaustedUntilAdmin}).Draw(rt, "then"),
			Durations:           schedule(t, rapid.SampledFrom([]string{"1M", "1M;5M", "2H;1M;1D", "until_admin"}).Draw(rt, "durations")),
		}
		b.rule(func(p *policy.Policy) { p.Lockout = lockout })
		n++
		name := fmt.Sprintf("person%04d", n)
		for _, m := range policy.Timeline(lockout, 12) {
			_, _, err := b.try(name, wrong())
			e := core.ProblemsOf(err)[0]
			want := "-"
			if m.Locked {
				want = m.Lock.For.String()
			}
			if m.Locked && m.Lock.UntilAdmin {
				want = "admin"
			}
			if got := lockText(e); got != want {
				rt.Fatalf("failure %d: %s, want %s", m.Failure, got, want)
			}
			if m.Locked {
				b.clock.advance(m.Lock.For)
			}
		}
	})
}

// Two programs share count, lock and window.
func TestTwoProgramsShareTheWindow(t *testing.T) {
	b := newBed(t)
	id := b.add(b.root(), "ben", core.RoleMember)
	_, other := b.open(nil)
	secret := wrong()
	for range 3 {
		_, _, err := b.try("ben", secret)
		wantCode(t, err, core.CodeSignIn)
		_, _, err = tryOn(t.Context(), other, "ben", secret)
		wantCode(t, err, core.CodeSignIn)
	}
	if got := b.throttle(fmt.Sprint("account:", id)).Failures; got != 1 {
		t.Errorf("%d failures, want 1", got)
	}
}
