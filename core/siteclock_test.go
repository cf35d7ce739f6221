package core_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// Lengths of time in tests of the clock.
const (
	day  = 24 * time.Hour
	year = 365 * day
)

// clockView is what the site makes of the clock.
func (b *bed) clockView() core.ClockView {
	b.t.Helper()
	view, err := b.site.Clock(b.t.Context())
	must(b.t, err)
	return view
}

// wantFollowed wants the site to go by the machine's clock.
func (b *bed) wantFollowed() {
	b.t.Helper()
	if view := b.clockView(); view.Held || !view.Site.Equal(b.clock.Now()) || !view.Machine.Equal(b.clock.Now()) {
		b.t.Fatalf("at %v the clock is %+v", b.clock.Now(), view)
	}
}

// An honest clock is the site's, and nothing is written about it: over days with
// use and weeks without, over the change to summer time, in one program or two.
func TestHonestClock(t *testing.T) {
	b := newBed(t)
	_, other := b.open(nil)
	for _, pause := range []time.Duration{0, time.Millisecond, 12 * time.Hour, 31 * day, 0, 30 * day, 31 * day} {
		b.clock.jump(pause)
		b.wantFollowed()
		view, err := other.Clock(t.Context())
		if err != nil || !view.Site.Equal(b.clock.Now()) {
			t.Fatalf("the other program is at %+v, %v", view, err)
		}
		b.in("ada", rootPassword)
	}
	for range 300 {
		b.clock.jump(day)
		must(t, b.site.Mark(t.Context()))
	}
	b.wantFollowed()
	b.site, b.clock.daily = other, nil // it was never used in between, but reads the same store
	b.wantFollowed()
	for _, e := range b.events(1) {
		if e.Kind == core.EventClockHeld || e.Kind == core.EventClockFollowed {
			t.Errorf("%v", e)
		}
	}
}

// A clock that goes back a little stands still until it has caught up; nothing is
// asked, nothing written.
func TestClockGoesBackALittle(t *testing.T) {
	b := newBed(t)
	b.root()
	last := b.clock.Now()
	lines := len(b.events(1))
	b.clock.jump(-10 * time.Minute)
	for range 10 {
		if view := b.clockView(); view.Held || !view.Site.Equal(last) {
			t.Fatalf("the clock is %+v, want %v", view, last)
		}
		b.clock.jump(time.Minute)
	}
	b.clock.jump(time.Second)
	b.wantFollowed()
	if n := len(b.events(1)); n != lines {
		t.Errorf("%d lines were written", n-lines)
	}
}

// A clock that is set back: locks and expiry stay, a lock of 15 minutes ends after
// 15 minutes, and when the clock is right again it is followed by itself.
func TestClockSetBack(t *testing.T) {
	for name, back := range map[string]time.Duration{"a quarter": 16 * time.Minute, "a day": day, "a year": year, "to 1970": 56 * year} {
		t.Run(name, func(t *testing.T) {
			b, _, expires := expiring(t, policy.Expiration{AfterExpiry: policy.AfterForceChange})
			b.until(expires)
			b.limitedIn("ben", memberPassword, core.ReasonExpired)
			locked := b.fail("nobody", *lockout().FirstLockAt)
			right := b.clock.Now()
			b.clock.jump(-back)
			b.limitedIn("ben", memberPassword, core.ReasonExpired)
			if view := b.clockView(); !view.Held || !view.Last.Equal(right) || !view.Site.Equal(right) || view.Ahead() {
				t.Fatalf("the clock is %+v", view)
			}
			for range locked.Lock.For / time.Minute {
				_, _, err := b.try("nobody", wrong())
				wantCode(t, err, core.CodeLocked)
				b.clock.jump(time.Minute)
				b.clockView() // as an open window does
			}
			_, _, err := b.try("nobody", wrong())
			wantCode(t, err, core.CodeSignIn)
			b.clock.jump(back)
			b.wantFollowed()
			b.limitedIn("ben", memberPassword, core.ReasonExpired)
			if h, f := b.count(core.EventClockHeld), b.count(core.EventClockFollowed); h != 1 || f != 1 {
				t.Errorf("held %d times, followed %d times", h, f)
			}
		})
	}
}

// A clock that is years ahead: nobody is expired, locked for want of use or swept,
// no lock ends, and the site goes on at the machine's pace.
func TestClockAhead(t *testing.T) {
	for name, ahead := range map[string]time.Duration{"a month and a millisecond": 31*day + time.Millisecond, "ten years": 10 * year} {
		t.Run(name, func(t *testing.T) {
			b, ben, _ := expiring(t, policy.Expiration{InactivityDays: new(20), AfterExpiry: policy.AfterBlocked})
			b.fail("nobody", *lockout().FirstLockAt)
			right := b.clock.Now()
			b.clock.jump(ahead)
			_, _, err := b.try("nobody", wrong())
			wantCode(t, err, core.CodeLocked)
			b.in("ben", memberPassword)
			if swept, err := b.site.Sweep(t.Context()); err != nil || swept.Locked != 0 || !b.terms(ben).InactiveFrom.IsZero() {
				t.Fatalf("swept %+v, %v", swept, err)
			}
			b.clock.jump(time.Hour)
			if view := b.clockView(); !view.Held || !view.Ahead() || !view.Site.Equal(right.Add(time.Hour)) || !view.Last.Equal(right) {
				t.Fatalf("the clock is %+v", view)
			}
			b.clock.jump(year) // before anything uses the store
			if got := b.site.Now(b.clock.Now()); !got.Equal(right.Add(time.Hour)) {
				t.Errorf("a window counts down from %v", got)
			}
			b.clock.jump(time.Second)
			if got := b.site.Now(b.clock.Now()); !got.Equal(right.Add(time.Hour + time.Second)) {
				t.Errorf("a window counts down from %v, a second later", got)
			}
			b.clock.jump(-year)
			b.clock.jump(-ahead)
			b.wantFollowed()
		})
	}
}

// A site that nobody used for longer than a month is not asked when a program ran
// meanwhile, and is when none did.
func TestIdleAndClosedSites(t *testing.T) {
	b := newBed(t)
	for range 50 {
		b.clock.jump(day)
		_, err := b.site.Sweep(t.Context())
		must(t, err)
	}
	_, b.site = b.open(nil)
	b.wantFollowed()
	must(t, b.site.Close())
	b.clock.jump(31*day + time.Hour)
	_, b.site = b.open(nil)
	if view := b.clockView(); !view.Held {
		t.Errorf("the clock is %+v", view)
	}
}

// Whatever a clock does that is behind, or ahead by more than a month: the site's
// time never goes back in any program or in the log, and is never ahead of the
// real time. So no lock ends before its time.
func TestClockWalks(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			b := newBed(t)
			_, other := b.open(nil)
			w := walk{bed: b, random: rand.New(rand.NewPCG(seed, 7)), sites: []*core.Site{b.site, other}, told: map[*core.Site]time.Time{}}
			for range 60 {
				w.step()
			}
			w.log()
		})
	}
}

// walk moves a clock at random.
type walk struct {
	*bed
	random *rand.Rand
	sites  []*core.Site
	// wrong is how far the clock is from the real time.
	wrong time.Duration
	// told is the last time that each program told.
	told map[*core.Site]time.Time
	// until is when a lock ends.
	until time.Time
}

// real is the time that it is.
func (w *walk) real() time.Time { return w.clock.Now().Add(-w.wrong) }

// step lets real time go by, moves the clock and looks.
func (w *walk) step() {
	w.t.Helper()
	w.clock.jump(time.Duration(w.random.Int64N(int64(7 * time.Minute))))
	w.look()
	wrongs := [...]time.Duration{0, 0, -5 * time.Minute, -time.Hour, -20 * day, -year, -50 * year, 32 * day, 10 * year}
	next := wrongs[w.random.IntN(len(wrongs))]
	w.clock.jump(next - w.wrong)
	w.wrong = next
	w.look()
	if w.random.IntN(4) == 0 {
		must(w.t, w.site.Mark(w.t.Context()))
	}
	_, _, err := tryOn(w.t.Context(), w.sites[w.random.IntN(2)], "nobody", wrong())
	if e := core.ProblemsOf(err)[0]; e.Lock != nil {
		w.until = e.Lock.Until
	} else if left := w.until.Sub(w.real()); left > 0 {
		w.t.Fatalf("a lock ended %v early", left)
	}
}

// look reads the time in both programs.
func (w *walk) look() {
	w.t.Helper()
	for _, site := range w.sites {
		view, err := site.Clock(w.t.Context())
		must(w.t, err)
		if view.Site.Before(w.told[site]) || view.Site.After(w.real()) {
			w.t.Fatalf("with a clock wrong by %v it is %v after %v, and in truth %v", w.wrong, view.Site, w.told[site], w.real())
		}
		w.told[site] = view.Site
	}
}

// log wants the log to go forward.
func (w *walk) log() {
	w.t.Helper()
	var last time.Time
	for _, e := range w.events(1) {
		if e.At.Before(last) || e.At.After(w.real()) {
			w.t.Errorf("line %d is from %v after %v", e.Seq, e.At, last)
		}
		last = e.At
	}
}

// The rule alone, for any clock: what it settles on is within a month after the
// mark, is settled for good, and is the machine's clock wherever that goes on
// from the mark undisturbed.
func TestSettledShift(t *testing.T) {
	const month, ten = int64(31 * day / time.Millisecond), int64(10 * time.Minute / time.Millisecond)
	rapid.Check(t, func(t *rapid.T) {
		mark := rapid.Int64Range(1, 4e12).Draw(t, "mark")
		machine := rapid.OneOf(rapid.Int64Range(-6e13, 2e14), rapid.Int64Range(mark-2*month, mark+2*month)).Draw(t, "machine")
		shift := rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(-1e13, 1e13)).Draw(t, "shift")
		settled := core.SettledShift(machine, mark, shift)
		now := core.SettledTime(machine, mark, settled)
		if now < mark || now > mark+month {
			t.Fatalf("it is %d after the mark", now-mark)
		}
		if again := core.SettledShift(machine, mark, settled); again != settled {
			t.Fatalf("it is shifted by %d, then by %d", settled, again)
		}
		if gone := machine - mark; shift == 0 && gone >= -ten && gone <= month && settled != 0 {
			t.Fatalf("a right clock is shifted by %d", settled)
		}
		if core.SettledShift(machine, 0, shift) != 0 {
			t.Fatal("a site that knows no time shifts it")
		}
	})
}

// Programs that notice at once agree, and one line tells of it.
func TestProgramsAgreeOnTheClock(t *testing.T) {
	b := newBed(t)
	sites := []*core.Site{b.site}
	for range 3 {
		_, site := b.open(nil)
		sites = append(sites, site)
	}
	for _, jump := range []time.Duration{10 * year, -11 * year, 11*year - 10*year + time.Minute} {
		b.clock.jump(jump)
		views := make([]core.ClockView, 12)
		var all sync.WaitGroup
		for i := range views {
			all.Go(func() {
				view, err := sites[i%len(sites)].Clock(t.Context())
				if err != nil {
					t.Error(err)
				}
				views[i] = view
			})
		}
		all.Wait()
		for _, view := range views {
			if view != views[0] {
				t.Errorf("%+v and %+v", view, views[0])
			}
		}
	}
	if h, f := b.count(core.EventClockHeld), b.count(core.EventClockFollowed); h != 2 || f != 1 {
		t.Errorf("held %d times, followed %d times", h, f)
	}
}
