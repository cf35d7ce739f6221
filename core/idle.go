package core

import (
	"context"
	"fmt"
	"time"
)

// idleSteps is how often use is written down within the limit of idle time, so
// that what is lost of it is a small part.
const idleSteps = 20

// unlimitedStep is how often use is written down where nothing limits idle time:
// often enough that a limit of one minute, the shortest, finds what came before it
// near enough to warn before it locks.
const unlimitedStep = 15 * time.Second

// refuseLocked refuses a full session whose window is locked, or that was not
// used for as long as the policy allows.
func (s *Site) refuseLocked(tx Tx, c *caller) error {
	if !c.session.LockedAt.IsZero() {
		return errLockedWindow()
	}
	held, err := s.rulingOf(tx, c.account.ID)
	if err != nil {
		return err
	}
	if held.SignIn.IdleMinutes == nil || c.session.Scope != ScopeFull {
		return nil
	}
	c.idle = time.Duration(max(1, *held.SignIn.IdleMinutes)) * time.Minute
	if tx.Now().Sub(c.session.LastActiveAt) >= c.idle {
		return errLockedWindow()
	}
	return nil
}

// Idle is how long a session may go unused; zero is without a limit.
type Idle struct {
	// Limit is the time without use after which the session locks.
	Limit time.Duration
	// Locks is when it locks if nothing more is done, and Warn says that it is time
	// to tell the person.
	Locks time.Time
	Warn  bool
}

// longestWarning is how long before the lock a person is told of it, and
// warningShare the part of a limit that the warning takes of a short one.
const (
	longestWarning = time.Minute
	warningShare   = 3
)

// idleAt is what holds for a session that was last used by hand at a time.
func idleAt(limit time.Duration, used, now time.Time) Idle {
	if limit <= 0 {
		return Idle{}
	}
	locks := used.Add(limit)
	return Idle{Limit: limit, Locks: locks, Warn: locks.Sub(now) <= min(longestWarning, limit/warningShare)}
}

// Over tells whether a session that was last used at a time has to lock now, for
// a front end that has this Idle from before and cannot ask again.
func (i Idle) Over(used, now time.Time) bool {
	return i.Limit > 0 && now.Sub(used) >= i.Limit
}

// Present tells that a person used the window of a session last at a time, and
// asks how long it may go on like this. It is asked again and again: what is told
// is written down in steps, and the last use as exact as it was told. Calls that
// a window makes by itself are no use, if it asks here. A use in the future counts
// as one of now, one before the session as its start, and one that is told when the
// limit has passed already comes too late. It returns CodeWindowLocked when the
// session is locked, by hand or for want of use, and CodeSession when it is over.
func (s *Site) Present(ctx context.Context, token Token, used time.Time) (Idle, error) {
	var c caller
	var idle Idle
	err := s.store.View(ctx, func(tx Tx) error {
		var err error
		if c, err = s.enterLooking(tx, token); err != nil {
			return err
		}
		if used.After(c.now) {
			used = c.now
		}
		if used.Before(c.session.StartedAt) {
			used = c.session.StartedAt
		}
		idle = idleAt(c.idle, used, c.now)
		if idle.Over(used, c.now) {
			return errLockedWindow()
		}
		return nil
	})
	s.recordRefusal(ctx, err, c, RightOwn)
	if err == nil && c.newUse(used) {
		err = s.noteHand(ctx, token, used, c)
	}
	return idle, s.plain(ctx, err)
}

// unlimitedEvery is how often that is tried where the store does not take it.
const unlimitedEvery = 5 * time.Second

// noteHand writes a use by hand down. Without a limit nothing ends for want of it yet:
// a store that cannot be written is for the log alone then, and is not asked at each
// call.
func (s *Site) noteHand(ctx context.Context, token Token, used time.Time, c caller) error {
	if c.idle == 0 && !s.noting.due(c.now, unlimitedEvery) {
		return nil
	}
	err := s.notePresence(ctx, token, used)
	if code := ErrorCode(err); err == nil || c.idle > 0 || code == CodeSession || code == CodeWindowLocked {
		return err
	}
	s.log.WarnContext(ctx, "the use of a window was not noted", "account", c.account.ID, "cause", err.Error())
	return nil
}

// newUse tells whether a use by hand is to be written down.
func (c caller) newUse(used time.Time) bool {
	return used.After(c.session.LastActiveAt) && c.now.Sub(c.session.LastActiveAt) >= c.useStep()
}

// notePresence writes a use by hand down, unless a later one was meanwhile.
func (s *Site) notePresence(ctx context.Context, token Token, used time.Time) error {
	return s.store.Update(ctx, func(tx Tx) error {
		c, err := s.enterLooking(tx, token)
		if err != nil || !c.newUse(used) {
			return err
		}
		if err := tx.TouchSession(c.session.ID, used); err != nil {
			return fmt.Errorf("note the use of a session: %w", err)
		}
		return nil
	})
}

// useStep is how much time may pass before use is written down again.
func (c caller) useStep() time.Duration {
	if c.idle > 0 {
		return min(time.Minute, c.idle/idleSteps)
	}
	return unlimitedStep
}

// noteUse writes down that a call which only reads was made. Without a limit of
// idle time it is not worth a write, and is not called.
func (s *Site) noteUse(ctx context.Context, c caller) error {
	if c.now.Sub(c.session.LastActiveAt) < c.useStep() {
		return nil
	}
	err := s.store.Update(ctx, func(tx Tx) error { return touch(tx, c) })
	if isNotFound(err) {
		return nil // it ended since, and what was read is right
	}
	return err
}
