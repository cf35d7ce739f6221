package core_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// The warning comes a minute before the lock, and a third of the limit before it
// where that is short.
func TestIdleWarns(t *testing.T) {
	for _, tt := range []struct {
		minutes int
		before  time.Duration
	}{{1, 20 * time.Second}, {2, 40 * time.Second}, {3, time.Minute}, {15, time.Minute}, {policy.MaxIdleMinutes, time.Minute}} {
		b := newBed(t)
		b.rule(func(p *policy.Policy) {
			p.SignIn.IdleMinutes, p.SignIn.SessionHours = new(tt.minutes), new(48)
		})
		token, used := b.root(), b.clock.Now()
		limit := time.Duration(tt.minutes) * time.Minute
		b.clock.advance(limit - tt.before - time.Millisecond)
		idle, err := b.site.Present(t.Context(), token, used)
		must(t, err)
		if want := (core.Idle{Limit: limit, Locks: used.Add(limit)}); idle != want {
			t.Errorf("%d min: %+v, want %+v", tt.minutes, idle, want)
		}
		b.clock.advance(time.Millisecond)
		idle, err = b.site.Present(t.Context(), token, used)
		must(t, err)
		if !idle.Warn {
			t.Errorf("%d min: no warning %v before", tt.minutes, tt.before)
		}
		b.clock.advance(tt.before)
		_, err = b.site.Present(t.Context(), token, used)
		wantCode(t, err, core.CodeWindowLocked)
	}
}

// Without a limit nothing is counted and nothing written.
func TestNoIdleLimit(t *testing.T) {
	b := newBed(t)
	b.rule(func(p *policy.Policy) { p.SignIn.IdleMinutes = nil })
	token, used := b.root(), b.clock.Now()
	before := b.lastActive(token)
	b.clock.advance(11 * time.Hour)
	idle, err := b.site.Present(t.Context(), token, used)
	must(t, err)
	if idle != (core.Idle{}) || idle.Over(used, b.clock.Now()) {
		t.Errorf("%+v", idle)
	}
	if after := b.lastActive(token); !after.Equal(before) {
		t.Errorf("written down as %v", after)
	}
}

// lastActive is when the store says that the session was used.
func (b *bed) lastActive(token core.Token) time.Time {
	b.t.Helper()
	own, err := b.site.Me(b.t.Context(), token)
	must(b.t, err)
	return own.Here.LastActiveAt
}

// Calls that the window makes by itself, such as reading a list anew, do not
// keep it open: only what the person does counts.
func TestOnlyAPersonKeepsTheWindowOpen(t *testing.T) {
	b := newBed(t)
	b.rule(func(p *policy.Policy) { p.SignIn.IdleMinutes = new(5) })
	token, used := b.root(), b.clock.Now()
	for range 4 {
		b.clock.advance(time.Minute)
		_, err := b.site.Me(t.Context(), token)
		must(t, err)
		_, err = b.site.Present(t.Context(), token, used)
		must(t, err)
	}
	b.clock.advance(time.Minute)
	_, err := b.site.Present(t.Context(), token, used)
	wantCode(t, err, core.CodeWindowLocked)
}

// A limit that comes while a window is in use counts from that use, whenever it
// comes: the window is warned before it locks, and is not locked at once.
func TestLimitComesWhileAWindowIsUsed(t *testing.T) {
	for _, seconds := range []int{0, 14, 44, 59, 60, 119} {
		b := newBed(t)
		token := b.root()
		var used time.Time
		for range seconds {
			b.clock.advance(time.Second)
			used = b.clock.Now()
			_, err := b.site.Present(t.Context(), token, used)
			must(t, err)
		}
		b.rule(func(p *policy.Policy) { p.SignIn.IdleMinutes = new(1) })
		warned := false
		for range 45 {
			b.clock.advance(time.Second)
			idle, err := b.site.Present(t.Context(), token, used)
			if core.ErrorCode(err) == core.CodeWindowLocked {
				break
			}
			must(t, err)
			warned = warned || idle.Warn
		}
		if !warned {
			t.Errorf("a limit that came %d s after the sign-in locks without a warning", seconds)
		}
	}
}

// A store that takes no writes is in nobody's way where nothing limits idle time, and
// refuses where something does: there a use that is not written down may be missed.
func TestUseThatCannotBeNoted(t *testing.T) {
	b := newBed(t)
	full := &fullStore{}
	_, site := b.open(func(s core.Store) core.Store { full.Store = s; return full })
	token, _, err := tryOn(t.Context(), site, "ada", rootPassword)
	must(t, err)
	full.full.Store(true)
	for range 40 {
		b.clock.advance(time.Second)
		_, err := site.Present(t.Context(), token, b.clock.Now())
		must(t, err)
	}
	if n := full.asked.Load(); n < 2 || n > 8 {
		t.Errorf("asked for %d writes in 40 s", n)
	}
	_, err = site.Me(t.Context(), token) // reading goes on
	must(t, err)
	full.full.Store(false)
	b.rule(func(p *policy.Policy) { p.SignIn.IdleMinutes = new(5) })
	full.full.Store(true)
	b.clock.advance(time.Minute)
	_, err = site.Present(t.Context(), token, b.clock.Now())
	wantCode(t, err, core.CodeFault)
}

// fullStore takes no writes while it is full.
type fullStore struct {
	core.Store
	full  atomic.Bool
	asked atomic.Int64
}

func (f *fullStore) Update(ctx context.Context, do func(core.Tx) error) error {
	if f.full.Load() {
		f.asked.Add(1)
		return errInjected
	}
	return f.Store.Update(ctx, do)
}

// A use that is said to be in the future counts as one of now: nobody stores up
// time.
func TestUseInTheFuture(t *testing.T) {
	b := newBed(t)
	b.rule(func(p *policy.Policy) { p.SignIn.IdleMinutes = new(5) })
	token := b.root()
	b.clock.advance(time.Minute)
	idle, err := b.site.Present(t.Context(), token, b.clock.Now().Add(time.Hour))
	must(t, err)
	if want := b.clock.Now().Add(5 * time.Minute); !idle.Locks.Equal(want) {
		t.Errorf("locks at %v, want %v", idle.Locks, want)
	}
	b.clock.advance(5 * time.Minute)
	wantCode(t, b.site.Alive(t.Context(), token), core.CodeWindowLocked)
}

// Whatever a person does and however often the window asks: it locks when the
// limit has passed since the last use and never before, uses are written down at
// most twice in a step, and the last one exactly.
func TestPresence(t *testing.T) {
	b := newBed(t)
	rapid.Check(t, func(rt *rapid.T) {
		limit := rapid.IntRange(1, 60).Draw(rt, "minutes")
		b.rule(func(p *policy.Policy) { p.SignIn.IdleMinutes = new(limit) })
		whole := time.Duration(limit) * time.Minute
		step := min(time.Minute, whole/20)
		token, used, begun := b.root(), b.clock.Now(), b.clock.Now()
		written, writes := used, 0
		for range rapid.IntRange(0, 60).Draw(rt, "asked") {
			b.clock.advance(time.Duration(rapid.IntRange(1, 30_000).Draw(rt, "ms")) * time.Millisecond)
			late := b.clock.Now().Sub(used) >= whole // whatever is told now
			if rapid.Bool().Draw(rt, "used") {
				ago := time.Duration(rapid.IntRange(0, 900).Draw(rt, "ago")) * time.Millisecond
				if now := b.clock.Now().Add(-ago); now.After(used) {
					used = now
				}
			}
			_, err := b.site.Present(t.Context(), token, used)
			if late {
				if core.ErrorCode(err) != core.CodeWindowLocked {
					rt.Fatalf("not locked: %v", err)
				}
				return
			}
			if err != nil {
				rt.Fatalf("locked %v after the last use: %v", b.clock.Now().Sub(used), err)
			}
			if now := b.session(token).LastActiveAt; !now.Equal(written) {
				written, writes = now, writes+1
			}
		}
		if most := 2 + 2*int(b.clock.Now().Sub(begun)/step); writes > most {
			rt.Errorf("%d writes in %v, want at most %d", writes, b.clock.Now().Sub(begun), most)
		}
		if left := whole - b.clock.Now().Sub(used); left > step {
			b.clock.advance(step)
			if _, err := b.site.Present(t.Context(), token, used); err != nil {
				rt.Fatal(err)
			}
			if got := b.session(token).LastActiveAt; !got.Equal(used) {
				rt.Errorf("used at %v, written %v", used, got)
			}
		}
	})
}

// session reads the session of a token past the site.
func (b *bed) session(token core.Token) core.Session {
	b.t.Helper()
	var s core.Session
	must(b.t, b.store.View(b.t.Context(), func(tx core.Tx) error {
		var err error
		s, err = tx.SessionByToken(core.TokenHash(token))
		return err
	}))
	return s
}

// A window that locked for want of use is locked for good when the window says
// so, once, and the log tells why.
func TestIdleIsLockedForGood(t *testing.T) {
	b := newBed(t)
	b.rule(func(p *policy.Policy) { p.SignIn.IdleMinutes = new(5) })
	token := b.root()
	b.clock.advance(5 * time.Minute)
	must(t, b.site.LockBecause(t.Context(), token, core.LockScreen))
	must(t, b.site.Lock(t.Context(), token))
	if n := b.count(core.EventWindowLocked); n != 1 {
		t.Errorf("recorded %d times", n)
	}
	b.wantNewest(core.EventWindowLocked, `{"why":"unused"}`)
	b.rule(func(p *policy.Policy) { p.SignIn.IdleMinutes = nil })
	wantCode(t, b.site.Alive(t.Context(), token), core.CodeWindowLocked)
	fresh, err := b.site.Unlock(t.Context(), token, rootPassword)
	must(t, err)
	must(t, b.site.Lock(t.Context(), fresh))
	b.wantNewest(core.EventWindowLocked, "{}")
}

// A session that is over, and a store that cannot be read, are told as such.
func TestPresentOfNobody(t *testing.T) {
	b := newBed(t)
	b.rule(func(p *policy.Policy) { p.SignIn.IdleMinutes = new(5) })
	token := b.root()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.site.Present(ctx, token, b.clock.Now()); err == nil {
		t.Error("a call that was given up answers")
	}
	must(t, b.site.SignOut(t.Context(), token))
	_, err := b.site.Present(t.Context(), token, b.clock.Now())
	wantCode(t, err, core.CodeSession)
}
