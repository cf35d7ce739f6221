package policy

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// firstTry is when the tests of this package begin.
var firstTry = time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC)

// readSchedule reads a schedule.
func readSchedule(t *testing.T, written string) *Schedule {
	t.Helper()
	s, err := ParseSchedule(written)
	if err != nil {
		t.Fatal(err)
	}
	return &s
}

func TestLockAfter(t *testing.T) {
	m := func(n int) time.Duration { return time.Duration(n) * time.Minute }
	const admin = -1
	three := readSchedule(t, "1M;5M;10M")
	broken := &Schedule{Durations: []Duration{{-1, Minutes}, {math.MaxInt, Days}, {}, {106752, Days}}}
	tests := []struct {
		name string
		l    Lockout
		want []time.Duration // 0 for none
	}{
		{"off: nothing acts", Lockout{FirstLockAt: new(1), Durations: three}, []time.Duration{0, 0, 0, 0}},
		{
			"each lock its place, the last repeats",
			Lockout{Enabled: true, FirstLockAt: new(2), Durations: three, FailuresPerNextLock: new(2)},
			[]time.Duration{0, m(1), 0, m(5), 0, m(10), 0, m(10)},
		},
		{
			"exhausted: until an administrator",
			Lockout{Enabled: true, FirstLockAt: new(2), Durations: three, WhenExhausted: ExhaustedUntilAdmin},
			[]time.Duration{0, m(1), m(5), m(10), admin, admin},
		},
		{
			"the n-th failure takes the n-th place",
			Lockout{Enabled: true, FirstLockAt: new(2), Durations: three, IndexBase: IndexRawFailure},
			[]time.Duration{0, m(5), m(10), m(10)},
		},
		{
			"the n-th failure beyond the last place",
			Lockout{Enabled: true, FirstLockAt: new(4), Durations: three, IndexBase: IndexRawFailure, WhenExhausted: ExhaustedUntilAdmin},
			[]time.Duration{0, 0, 0, admin, admin},
		},
		{"nothing but on: the strictest", Lockout{Enabled: true}, []time.Duration{m(15), m(15)}},
		{"an empty schedule", Lockout{Enabled: true, Durations: &Schedule{}}, []time.Duration{m(15), m(15)}},
		{
			"numbers that cannot be",
			Lockout{Enabled: true, FirstLockAt: new(-4), FailuresPerNextLock: new(math.MinInt), Durations: broken},
			[]time.Duration{m(15), m(15), m(15), m(15), m(15)},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for i, length := range tt.want {
				want := Lock{For: length}
				if length == admin {
					want = Lock{UntilAdmin: true}
				}
				if got, locks := LockAfter(tt.l, i+1); got != want || locks != (length != 0) {
					t.Errorf("failure %d: LockAfter = %v, %v, want %v", i+1, got, locks, want)
				}
			}
		})
	}
	for _, failures := range []int{0, -1, math.MinInt} {
		if got, locks := LockAfter(Default().Lockout, failures); locks || got != (Lock{}) {
			t.Errorf("LockAfter(%d) = %v, %v", failures, got, locks)
		}
	}
}

// sameFailures compares two.
func sameFailures(t *testing.T, got, want Failures) {
	t.Helper()
	if got != want {
		t.Errorf("failures %+v, want %+v", got, want)
	}
}

// A lock is in force from its failure to just before its end; the guesses in
// between change nothing.
func TestLockInForce(t *testing.T) {
	l := Lockout{Enabled: true, FirstLockAt: new(2), Durations: readSchedule(t, "5M;1H")}
	f, lock, locks := l.Fail(Failures{}, firstTry)
	sameFailures(t, f, Failures{Count: 1, Run: 1, Last: firstTry})
	if locks || lock != (Lock{}) {
		t.Fatalf("first failure: %v, %v", lock, locks)
	}
	at := firstTry.Add(time.Minute)
	f, lock, locks = l.Fail(f, at)
	end := at.Add(5 * time.Minute)
	sameFailures(t, f, Failures{Count: 2, Run: 2, Last: at, LockedAt: at, LockedUntil: end})
	if !locks || lock != (Lock{For: 5 * time.Minute}) {
		t.Fatalf("second failure: %v, %v", lock, locks)
	}
	for _, now := range []time.Time{at, at.Add(time.Minute), end.Add(-1), at.Add(-time.Hour)} {
		same, held := l.Now(f, now)
		sameFailures(t, same, f)
		if held == nil || *held != (Held{Lock: lock, Since: at, Until: end}) {
			t.Errorf("%v: held %+v", now, held)
		}
		same, none, locks := l.Fail(f, now)
		sameFailures(t, same, f)
		if locks || none != (Lock{}) {
			t.Errorf("%v: a guess while locked: %v, %v", now, none, locks)
		}
	}
	same, held := l.Now(f, end)
	sameFailures(t, same, f)
	if held != nil {
		t.Errorf("at its end: held %+v", held)
	}
	if f, lock, _ = l.Fail(f, end); f.Count != 3 || lock.For != time.Hour {
		t.Errorf("the next one: %+v, %v", f, lock)
	}
}

// What was written down stands, whatever the policy says today.
func TestLockStandsWhenThePolicyChanges(t *testing.T) {
	f := Failures{Count: 3, Last: firstTry, LockedUntil: firstTry.Add(time.Hour)}
	shut := Failures{Count: 3, Last: firstTry, LockedAt: firstTry, UntilAdmin: true}
	for name, l := range map[string]Lockout{
		"off":     {},
		"shorter": {Enabled: true, FirstLockAt: new(3), Durations: readSchedule(t, "1M"), ResetAfter: &Duration{1, Minutes}},
		"later":   {Enabled: true, FirstLockAt: new(50), Durations: readSchedule(t, "1M")},
	} {
		_, held := l.Now(f, firstTry.Add(59*time.Minute))
		if held == nil || held.Lock.For != time.Hour || !held.Since.Equal(firstTry) {
			t.Errorf("%s: %+v", name, held)
		}
		if same, held := l.Now(shut, firstTry.Add(1e6*time.Hour)); same != shut || held == nil || !held.Lock.UntilAdmin || !held.Until.IsZero() {
			t.Errorf("%s: until an administrator: %+v", name, held)
		}
	}
}

// reset_after runs from the last failure or from the end of its lock, whichever
// is later.
func TestResetAfter(t *testing.T) {
	l := Lockout{Enabled: true, FirstLockAt: new(2), Durations: readSchedule(t, "1H"), ResetAfter: &Duration{30, Minutes}}
	once, _, _ := l.Fail(Failures{}, firstTry)
	twice, _, _ := l.Fail(once, firstTry)
	tests := []struct {
		name  string
		f     Failures
		after time.Duration
		count int
	}{
		{"a moment early", once, 30*time.Minute - 1, 1},
		{"quiet for so long", once, 30 * time.Minute, 0},
		{"locked", twice, 31 * time.Minute, 2},
		{"after its end, a moment early", twice, 90*time.Minute - 1, 2},
		{"after its end", twice, 90 * time.Minute, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, _ := l.Now(tt.f, firstTry.Add(tt.after))
			if got.Count != tt.count || tt.count == 0 && got != (Failures{Run: tt.f.Run}) {
				t.Errorf("Now = %+v, want the count %d", got, tt.count)
			}
		})
	}
	off := l
	off.Enabled = false
	if got, _ := off.Now(once, firstTry.Add(time.Hour)); got != once {
		t.Errorf("nothing acts while it is off, but Now = %+v", got)
	}
}

// An unlock and a success start count and schedule anew.
func TestAnew(t *testing.T) {
	l := Lockout{Enabled: true, FirstLockAt: new(1), Durations: readSchedule(t, "1M;5M")}
	f, _, _ := l.Fail(Failures{}, firstTry)
	f, second, _ := l.Fail(f, f.LockedUntil)
	_, first, _ := l.Fail(Failures{}, f.LockedUntil)
	if second.For != 5*time.Minute || first.For != time.Minute {
		t.Errorf("locks %v and, anew, %v", second, first)
	}
}

// "Never more than 100 consecutive failures, whatever the policy says": not
// while it is off, and not by waiting until the count returns to 0.
func TestNeverMoreThanAHundred(t *testing.T) {
	forgetful := Lockout{Enabled: true, FirstLockAt: new(50), Durations: readSchedule(t, "1M"), ResetAfter: &Duration{1, Minutes}}
	for name, l := range map[string]Lockout{
		"off":       {},
		"forgetful": forgetful,
		"short":     {Enabled: true, Durations: readSchedule(t, "1M"), WhenExhausted: ExhaustedRepeatLast},
		"late":      {Enabled: true, FirstLockAt: new(1000), Durations: readSchedule(t, "1M")},
	} {
		t.Run(name, func(t *testing.T) {
			var f Failures
			now := firstTry
			for failure := 1; failure <= MaxConsecutiveFailures; failure++ {
				var lock Lock
				f, lock, _ = l.Fail(f, now)
				if lock.UntilAdmin != (failure == 100) || f.UntilAdmin != (failure == 100) {
					t.Fatalf("failure %d: %+v, %v", failure, f, lock)
				}
				now = now.Add(time.Hour)
			}
			if _, held := l.Now(f, now.AddDate(50, 0, 0)); held == nil || !held.Lock.UntilAdmin {
				t.Errorf("fifty years later: %+v", held)
			}
		})
	}
	// A caller that keeps Count alone loses nothing but that.
	if f, lock, _ := (Lockout{}).Fail(Failures{Count: 99}, firstTry); !lock.UntilAdmin || f.Run != 100 {
		t.Errorf("a count of 99 without a run: %+v, %v", f, lock)
	}
	if Exhausted(99) || !Exhausted(100) || !Exhausted(101) {
		t.Error("the 100th consecutive failure is not the one that closes an account")
	}
}

// The last administrator is never locked for good.
func TestTemporary(t *testing.T) {
	tests := []struct {
		name     string
		l        Lockout
		failures int
		want     time.Duration
	}{
		{"the lock of this failure", Lockout{Enabled: true, Durations: readSchedule(t, "1M;5M;1D")}, 2, 5 * time.Minute},
		{"exhausted", Lockout{Enabled: true, Durations: readSchedule(t, "1M;5M"), WhenExhausted: ExhaustedUntilAdmin}, 3, 5 * time.Minute},
		{"a hundred between two locks", Lockout{Enabled: true, FirstLockAt: new(7), FailuresPerNextLock: new(50), Durations: readSchedule(t, "1M;2H")}, 100, 2 * time.Hour},
		{"until an administrator", Lockout{Enabled: true, Durations: readSchedule(t, "until_admin")}, 1, 15 * time.Minute},
		{"off", Lockout{}, 100, 15 * time.Minute},
		{"empty", Lockout{Enabled: true, Durations: &Schedule{}}, 1, 15 * time.Minute},
		{"impossible", Lockout{Durations: &Schedule{Durations: []Duration{{106752, Days}}}}, 100, 15 * time.Minute},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.l.Temporary(tt.failures)
			if got != (Lock{For: tt.want}) {
				t.Fatalf("Temporary = %v, want %v", got, tt.want)
			}
			f := Failures{Count: tt.failures, UntilAdmin: true, Last: firstTry}.LockedBy(got, firstTry)
			if _, held := tt.l.Now(f, firstTry); held == nil || held.Lock != got || f.UntilAdmin {
				t.Errorf("LockedBy: %+v", f)
			}
			if _, held := tt.l.Now(f, firstTry.Add(tt.want)); held != nil {
				t.Errorf("still held: %+v", held)
			}
		})
	}
}

// Whatever a policy says, a lock is neither none at all nor beyond the bound.
func TestLockAfterIsBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := Lockout{Enabled: true, FirstLockAt: new(rapid.Int().Draw(t, "first")), FailuresPerNextLock: new(rapid.Int().Draw(t, "next")), Durations: &Schedule{}}
		for range rapid.IntRange(0, 5).Draw(t, "n") {
			l.Durations.Durations = append(l.Durations.Durations, Duration{rapid.Int().Draw(t, "count"), Unit(rapid.SampledFrom([]byte("MHDx")).Draw(t, "unit"))})
		}
		failures := rapid.Int().Draw(t, "failures")
		if lock, locks := LockAfter(l, failures); locks != (lock.For > 0) || lock.For > MaxLockDuration {
			t.Fatalf("LockAfter = %v, %v", lock, locks)
		}
		if lock := l.Temporary(failures); lock.For <= 0 || lock.For > MaxLockDuration || lock.UntilAdmin {
			t.Fatalf("Temporary = %v", lock)
		}
	})
}
