package policy

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestNextChange(t *testing.T) {
	const day = 24 * time.Hour
	start := time.Date(2026, 3, 28, 9, 0, 0, 0, time.UTC)
	at := func(after ...time.Duration) []time.Time {
		var all []time.Time
		for _, d := range after {
			all = append(all, start.Add(d))
		}
		return all
	}
	three := Change{ChangesPerDay: new(3)}
	hours := func(n int) *Duration { return &Duration{n, Hours} }
	tests := []struct {
		name   string
		change Change
		own    []time.Time
		now    time.Duration
		want   time.Duration // after start, 0 when it is allowed
	}{
		{"no limit", Change{}, at(0, 1, 2, 3, 4), 5, 0},
		{"nothing yet", Change{ChangesPerDay: new(1), MinAge: hours(1)}, nil, 0, 0},
		{"the third of three", three, at(0, time.Hour), 2 * time.Hour, 0},
		{"the fourth of three", three, at(0, time.Hour, 2*time.Hour), 3 * time.Hour, day},
		{"the fourth, a nanosecond early", three, at(0, time.Hour, 2*time.Hour), day - 1, day},
		{"the fourth, 24 hours after the first", three, at(0, time.Hour, 2*time.Hour), day, 0},
		{"the fifth waits for the second", three, at(0, time.Hour, 2*time.Hour, day), day, day + time.Hour},
		{"in any order", three, at(2*time.Hour, 0, time.Hour), 3 * time.Hour, day},
		{"more than a lowered limit", three, at(0, 1*time.Hour, 2*time.Hour, 3*time.Hour, 4*time.Hour), 5 * time.Hour, day + 2*time.Hour},
		{"written while the clock was ahead", three, at(0, time.Hour, 5*day), 2 * time.Hour, day},
		{"a wait", Change{MinAge: hours(24)}, at(0, time.Hour), 2 * time.Hour, day + time.Hour},
		{"the wait is over", Change{MinAge: hours(24)}, at(0, time.Hour), day + time.Hour, 0},
		{"the later of both: the wait", Change{ChangesPerDay: new(1), MinAge: hours(48)}, at(0), time.Hour, 2 * day},
		{"the later of both: the day", Change{ChangesPerDay: new(1), MinAge: hours(2)}, at(0), 3 * time.Hour, day},
		{"a limit that cannot be is the strictest", Change{ChangesPerDay: new(0)}, at(0), time.Hour, day},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := slices.Clone(tt.own)
			got := NextChange(tt.change, tt.own, start.Add(tt.now))
			if tt.want == 0 && !got.IsZero() || tt.want != 0 && !got.Equal(start.Add(tt.want)) {
				t.Errorf("NextChange = %v, want %v after the start", got, tt.want)
			}
			if !slices.Equal(before, tt.own) {
				t.Error("NextChange changed the list of its caller")
			}
		})
	}
}

// The 24 hours are 24 hours on a day of 23, too.
func TestNextChangeOverDaylightSaving(t *testing.T) {
	berlin := atZone(t, "Europe/Berlin")
	first := time.Date(2026, 3, 28, 12, 0, 0, 0, berlin)
	got := NextChange(Change{ChangesPerDay: new(1)}, []time.Time{first}, first.Add(time.Hour))
	if want := time.Date(2026, 3, 29, 13, 0, 0, 0, berlin); !got.Equal(want) {
		t.Errorf("NextChange = %v, want %v", got, want)
	}
}

// Who changes whenever it is allowed never has more changes in 24 hours than
// the policy says, never waits less than min_age, and never waits for nothing.
func TestNextChangeHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(1, 6).Draw(t, "limit")
		c := Change{ChangesPerDay: &limit}
		if rapid.Bool().Draw(t, "waits") {
			c.MinAge = &Duration{rapid.IntRange(1, 30).Draw(t, "hours"), Hours}
		}
		now := time.Unix(1_790_000_000, 0)
		var own []time.Time
		allowed := func(at time.Time) bool {
			n := 0
			for _, o := range own {
				if at.Sub(o) < 24*time.Hour {
					n++
				}
			}
			return n < limit && (c.MinAge == nil || len(own) == 0 || at.Sub(own[len(own)-1]) >= c.MinAge.Length())
		}
		for range 30 {
			now = now.Add(time.Duration(rapid.Int64Range(0, int64(12*time.Hour)).Draw(t, "pause")))
			next := NextChange(c, own, now)
			if next.IsZero() != allowed(now) {
				t.Fatalf("at %v: NextChange = %v, with changes %v", now, next, own)
			}
			if !next.IsZero() {
				if allowed(next.Add(-1)) || !allowed(next) {
					t.Fatalf("%v is not the first instant", next)
				}
				now = next
			}
			own = append(own, now)
		}
	})
}
