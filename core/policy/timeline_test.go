package policy

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// timelineText writes a timeline in the words of the published table.
func timelineText(moments []Moment) string {
	var parts []string
	for _, m := range moments {
		lock := "–"
		switch {
		case m.Locked && m.Lock.UntilAdmin:
			lock = "until administrator"
		case m.Locked:
			lock = m.Lock.For.String()
		}
		parts = append(parts, fmt.Sprint(m.Failure, " ", lock))
	}
	return strings.Join(parts, ", ")
}

const formflowTimes = "1M;5M;10M;30M;1H;2H;6H;12H;1D"

// keycloakTimes are its linear waits: an increment of 1 minute, at most 15.
const keycloakTimes = "1M;2M;3M;4M;5M;6M;7M;8M;9M;10M;11M;12M;13M;14M;15M"

// The reference timelines of the published model.
func TestTimeline(t *testing.T) {
	keycloak := Lockout{Enabled: true, FirstLockAt: new(30), FailuresPerNextLock: new(1), Durations: readSchedule(t, keycloakTimes)}
	keycloakWant := ""
	for failure := 1; failure < 30; failure++ {
		keycloakWant += fmt.Sprint(failure, " –, ")
	}
	for failure := 30; failure <= 50; failure++ {
		keycloakWant += fmt.Sprint(failure, " ", time.Duration(min(failure-29, 15))*time.Minute, ", ")
	}
	tests := []struct {
		name     string
		l        Lockout
		failures int
		want     string
	}{
		{
			"data-room, N = 3",
			Lockout{Enabled: true, FirstLockAt: new(3), Durations: readSchedule(t, "until_admin")},
			10,
			"1 –, 2 –, 3 until administrator",
		},
		{
			"te",
			Lockout{Enabled: true, FirstLockAt: new(5), FailuresPerNextLock: new(5), Durations: readSchedule(t, "15M")},
			10,
			"1 –, 2 –, 3 –, 4 –, 5 15m0s, 6 –, 7 –, 8 –, 9 –, 10 15m0s",
		},
		{
			"formflow, L = 0",
			Lockout{Enabled: true, FirstLockAt: new(1), Durations: readSchedule(t, formflowTimes)},
			10,
			"1 1m0s, 2 5m0s, 3 10m0s, 4 30m0s, 5 1h0m0s, 6 2h0m0s, 7 6h0m0s, 8 12h0m0s, 9 24h0m0s, 10 24h0m0s",
		},
		{
			"formflow, L = 3",
			Lockout{Enabled: true, FirstLockAt: new(4), Durations: readSchedule(t, formflowTimes)},
			6,
			"1 –, 2 –, 3 –, 4 1m0s, 5 5m0s, 6 10m0s",
		},
		{
			"formflow, L = 3, n-th failure",
			Lockout{Enabled: true, FirstLockAt: new(4), Durations: readSchedule(t, formflowTimes), IndexBase: IndexRawFailure},
			6,
			"1 –, 2 –, 3 –, 4 30m0s, 5 1h0m0s, 6 2h0m0s",
		},
		{"Keycloak linear, max 30, increment 1 min, cap 15 min", keycloak, 50, strings.TrimSuffix(keycloakWant, ", ")},
		{
			"exhausted",
			Lockout{Enabled: true, FirstLockAt: new(1), Durations: readSchedule(t, "1M"), WhenExhausted: ExhaustedUntilAdmin},
			10,
			"1 1m0s, 2 until administrator",
		},
		{
			"a quiet time does not begin in a lock",
			Lockout{Enabled: true, FirstLockAt: new(1), Durations: readSchedule(t, "1H;2H"), ResetAfter: &Duration{1, Minutes}},
			3,
			"1 1h0m0s, 2 2h0m0s, 3 2h0m0s",
		},
		{"off", Lockout{}, 3, "1 –, 2 –, 3 –"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := timelineText(Timeline(tt.l, tt.failures)); got != tt.want {
				t.Errorf("Timeline:\n%s, want\n%s", got, tt.want)
			}
		})
	}
}

func TestTimelineInJSON(t *testing.T) {
	l := Lockout{Enabled: true, FirstLockAt: new(2), Durations: readSchedule(t, "15M"), WhenExhausted: ExhaustedUntilAdmin}
	const want = `[{"failure":1,"locked":false},{"failure":2,"locked":true,"for":"15m0s"},{"failure":3,"locked":true,"until_admin":true}]`
	if got, err := json.Marshal(Timeline(l, 9)); err != nil || string(got) != want {
		t.Errorf("%s, %v, want %s", got, err, want)
	}
	for _, failures := range []int{0, -1} {
		if got, err := json.Marshal(Timeline(l, failures)); err != nil || string(got) != "[]" {
			t.Errorf("%d failures: %s, %v", failures, got, err)
		}
	}
}

// drawLockout draws one that can be applied as it stands.
func drawLockout() *rapid.Generator[Lockout] {
	return rapid.Custom(func(t *rapid.T) Lockout {
		l := Lockout{
			Enabled:             true,
			FirstLockAt:         new(rapid.IntRange(1, 12).Draw(t, "first")),
			FailuresPerNextLock: new(rapid.IntRange(1, 6).Draw(t, "next")),
			Durations:           &Schedule{Durations: rapid.SliceOfN(drawDuration(), 1, 12).Draw(t, "durations")},
			IndexBase:           rapid.SampledFrom([]IndexBase{IndexFirstLock, IndexRawFailure}).Draw(t, "base"),
			WhenExhausted:       rapid.SampledFrom([]WhenExhausted{ExhaustedRepeatLast, ExhaustedUntilAdmin}).Draw(t, "exhausted"),
		}
		if rapid.IntRange(0, 7).Draw(t, "kind") == 0 {
			l.Durations = &Schedule{UntilAdmin: true}
		}
		return l
	})
}

// From one lock to the next there are as many guesses as the policy says, and
// the lock is the one of its place.
func TestTimelineGivesEveryLockItsGuesses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawLockout().Draw(t, "lockout")
		moments := Timeline(l, 200)
		guesses, allowed, place := 0, *l.FirstLockAt, 0
		for i, m := range moments {
			guesses++
			last := m.Failure == MaxConsecutiveFailures
			if m.Failure != i+1 || m.Locked != (guesses == allowed || last) {
				t.Fatalf("moment %d after %d of %d guesses: %+v", i+1, guesses, allowed, m)
			}
			if !m.Locked {
				continue
			}
			at := place
			if l.IndexBase == IndexRawFailure {
				at = i
			}
			beyond := at >= len(l.Durations.Durations)
			admin := last || l.Durations.UntilAdmin || beyond && l.WhenExhausted == ExhaustedUntilAdmin
			if m.Lock.UntilAdmin != admin || admin != (i == len(moments)-1) {
				t.Fatalf("moment %d of %d: %+v", i+1, len(moments), m)
			}
			if !admin && m.Lock.For != l.Durations.Durations[min(at, len(l.Durations.Durations)-1)].Length() {
				t.Fatalf("lock %d: %+v", place+1, m)
			}
			guesses, allowed, place = 0, *l.FailuresPerNextLock, place+1
		}
	})
}

// A higher first_lock_at, nothing else changed, locks later and never earlier.
func TestHigherFirstLockNeverLocksEarlier(t *testing.T) {
	first := func(l Lockout) int {
		for _, m := range Timeline(l, MaxConsecutiveFailures) {
			if m.Locked {
				return m.Failure
			}
		}
		return MaxConsecutiveFailures + 1
	}
	rapid.Check(t, func(t *rapid.T) {
		l := drawLockout().Draw(t, "lockout")
		higher := l
		higher.FirstLockAt = new(*l.FirstLockAt + rapid.IntRange(1, 120).Draw(t, "more"))
		if low, high := first(l), first(higher); high <= low || high != min(*higher.FirstLockAt, MaxConsecutiveFailures) {
			t.Fatalf("first locks at %d, and at %d with %d", low, high, *higher.FirstLockAt)
		}
	})
}
