package core

import (
	"context"
	"time"
)

// idleSteps is how often use is written down within the limit of idle time, so
// that what is lost of it is a small part.
const idleSteps = 20

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

// useStep is how much time may pass before use is written down again.
func (c caller) useStep() time.Duration {
	if c.idle > 0 {
		return min(time.Minute, c.idle/idleSteps)
	}
	return time.Minute
}

// noteUse writes down that a call which only reads was made. Without a limit of
// idle time it is not worth a write.
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
