package policy

import (
	"errors"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The reference timelines of the published model: the lock at each failure, 0
// for none, each try made the moment the former lock ends.
func TestLockAfterTimelines(t *testing.T) {
	m := func(n int) time.Duration { return time.Duration(n) * time.Minute }
	formflow := []time.Duration{m(1), m(5), m(10), m(30), m(60), m(120), m(360), m(720), m(1440)}
	tests := []struct {
		name string
		l    Lockout
		want []time.Duration
	}{
		{
			"te: 1–4 –, 5 → 15 min, 6–9 –, 10 → 15 min",
			Default().Lockout,
			[]time.Duration{0, 0, 0, 0, m(15), 0, 0, 0, 0, m(15), 0, 0, 0, 0, m(15)},
		},
		{
			"formflow L = 0: 1 → 1 min … 9 → 1 d, 10 → 1 d",
			Lockout{Enabled: true, FirstLockAt: 1, Durations: formflow, FailuresPerNextLock: 1},
			append(append([]time.Duration{}, formflow...), m(1440)),
		},
		{
			"formflow L = 3: 1–3 –, 4 → 1 min, 5 → 5 min",
			Lockout{Enabled: true, FirstLockAt: 4, Durations: formflow, FailuresPerNextLock: 1},
			[]time.Duration{0, 0, 0, m(1), m(5), m(10)},
		},
		{
			"nothing acts while it is off",
			Lockout{FirstLockAt: 1, Durations: formflow, FailuresPerNextLock: 1},
			make([]time.Duration, 12),
		},
		{
			"no schedule: strictest reading",
			Lockout{Enabled: true},
			[]time.Duration{m(15), m(15), m(15)},
		},
		{
			"impossible durations and counts: strictest reading",
			Lockout{Enabled: true, FirstLockAt: -4, FailuresPerNextLock: -1, Durations: []time.Duration{-m(1), math.MaxInt64, 0}},
			[]time.Duration{m(15), m(15), m(15), m(15)},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for i, want := range tt.want {
				got, locks := LockAfter(tt.l, i+1)
				if got != want || locks != (want != 0) {
					t.Errorf("failure %d: LockAfter = %v, %v, want %v", i+1, got, locks, want)
				}
			}
		})
	}
}

func lockouts() *rapid.Generator[Lockout] {
	return rapid.Custom(func(t *rapid.T) Lockout {
		return Lockout{
			Enabled:             true,
			FirstLockAt:         rapid.IntRange(1, MaxConsecutiveFailures).Draw(t, "first"),
			FailuresPerNextLock: rapid.IntRange(1, MaxConsecutiveFailures).Draw(t, "next"),
			Durations: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) time.Duration {
				return time.Duration(rapid.Int64Range(1, int64(MaxLockDuration)).Draw(t, "d"))
			}), 1, 12).Draw(t, "durations"),
		}
	})
}

// Between two locks there are never more guesses than the policy allows, and
// never fewer.
func TestLockAfterNeverOneGuessMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := lockouts().Draw(t, "lockout")
		if err := (Policy{Lockout: l}).Validate(); err != nil {
			t.Fatal(err)
		}
		since, allowed, locks := 0, l.FirstLockAt, 0
		for failure := 1; failure <= 500; failure++ {
			since++
			d, locked := LockAfter(l, failure)
			if locked != (since == allowed) {
				t.Fatalf("failure %d, %d since the last lock of %d allowed: locked %v", failure, since, allowed, locked)
			}
			if !locked {
				continue
			}
			if want := l.Durations[min(locks, len(l.Durations)-1)]; d != want {
				t.Fatalf("lock %d is %v, want %v", locks, d, want)
			}
			since, allowed, locks = 0, l.FailuresPerNextLock, locks+1
		}
	})
}

// Whatever a policy says, a lock is neither none at all nor beyond the bound.
func TestLockAfterIsBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := Lockout{
			Enabled:             true,
			FirstLockAt:         rapid.Int().Draw(t, "first"),
			FailuresPerNextLock: rapid.Int().Draw(t, "next"),
		}
		for _, d := range rapid.SliceOfN(rapid.Int64(), 0, 5).Draw(t, "durations") {
			l.Durations = append(l.Durations, time.Duration(d))
		}
		d, locked := LockAfter(l, rapid.IntRange(1, 1<<40).Draw(t, "failures"))
		if locked && (d <= 0 || d > MaxLockDuration) || !locked && d != 0 {
			t.Fatalf("LockAfter = %v, %v", d, locked)
		}
	})
}

func TestLockAfterNoFailure(t *testing.T) {
	for _, failures := range []int{0, -1, math.MinInt} {
		if d, locked := LockAfter(Default().Lockout, failures); locked || d != 0 {
			t.Errorf("LockAfter(%d) = %v, %v", failures, d, locked)
		}
	}
}

func TestExhausted(t *testing.T) {
	if Exhausted(99) || !Exhausted(100) || !Exhausted(101) {
		t.Error("the 100th consecutive failure is not the one that closes an account")
	}
}

func TestValidate(t *testing.T) {
	day := 24 * time.Hour
	lockout := func(change func(*Lockout)) Policy {
		p := Default()
		change(&p.Lockout)
		return p
	}
	length := func(lo, hi *int) Policy { return Policy{Complexity: Complexity{MinLength: lo, MaxLength: hi}} }
	tests := []struct {
		name   string
		policy Policy
		field  string
	}{
		{"default", Default(), ""},
		{"empty", Policy{}, ""},
		{"min = max", length(new(8), new(8)), ""},
		{"largest", length(new(1024), new(1024)), ""},
		{"min > max", length(new(9), new(8)), "max_length"},
		{"zero is no sentinel", length(new(0), nil), "min_length"},
		{"negative", length(nil, new(-1)), "max_length"},
		{"huge", length(new(math.MaxInt), nil), "min_length"},
		{"first lock at 0", lockout(func(l *Lockout) { l.FirstLockAt = 0 }), "first_lock_at"},
		{"first lock beyond the bound", lockout(func(l *Lockout) { l.FirstLockAt = 101 }), "first_lock_at"},
		{"next lock at 0", lockout(func(l *Lockout) { l.FailuresPerNextLock = 0 }), "failures_per_next_lock"},
		{"empty schedule", lockout(func(l *Lockout) { l.Durations = nil }), "durations"},
		{"negative duration", lockout(func(l *Lockout) { l.Durations = []time.Duration{day, -day} }), "durations"},
		{"3,650 days", lockout(func(l *Lockout) { l.Durations = []time.Duration{3650 * day} }), ""},
		{"3,651 days", lockout(func(l *Lockout) { l.Durations = []time.Duration{3651 * day} }), "durations"},
		{"long schedule", lockout(func(l *Lockout) { l.Durations = make([]time.Duration, 101) }), "durations"},
		{"off, so its fields do not act", Policy{Lockout: Lockout{FirstLockAt: -3}}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.policy.Validate()
			var field *FieldError
			if tt.field == "" {
				if err != nil {
					t.Fatalf("Validate() = %v", err)
				}
				return
			}
			if !errors.As(err, &field) || field.Field != tt.field || field.Text.String() == "" {
				t.Fatalf("Validate() = %v, want field %s", err, tt.field)
			}
		})
	}
}

func TestValidateNamesThePosition(t *testing.T) {
	p := Default()
	p.Lockout.Durations = []time.Duration{time.Minute, 0}
	want := "policy: durations: Lock time 2 is not between nothing and 3,650 days"
	if err := p.Validate(); err == nil || err.Error() != want {
		t.Errorf("Validate() = %v, want %s", err, want)
	}
}
