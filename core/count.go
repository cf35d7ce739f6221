package core

import (
	"fmt"

	"gatehouse/core/policy"
)

// countGuess counts the guess as a failure, unless its subject is locked or the
// same password was counted a moment before.
func (s *Site) countGuess(tx Tx, g *guess, digest []byte) error {
	count, err := tx.Throttle(g.subject)
	if err != nil {
		return fmt.Errorf("read the count of failures: %w", err)
	}
	if err := s.refuseInactive(tx, g); err != nil || g.lock != nil {
		return err
	}
	f, lock, err := s.lockHeld(tx, g.account, g.held, count)
	if err != nil {
		return err
	}
	if g.lock = lock; lock != nil {
		return keepLock(tx, count, f, lock)
	}
	now := tx.Now()
	if g.repeat = count.repeats(digest, now); g.repeat {
		g.failures = count.Failures
		return nil
	}
	if f, g.causes, err = s.failOnce(tx, g.account, g.held, f); err != nil {
		return err
	}
	count.Subject, count.AccountID = g.subject, g.account.ID
	count.remember(digest, now)
	count.keep(f, now)
	g.failures = count.Failures
	if err := tx.PutThrottle(count); err != nil {
		return fmt.Errorf("count a failure: %w", err)
	}
	return nil
}

// refuseInactive finds whether the account is locked for want of use, and writes
// it down when nobody has yet.
func (s *Site) refuseInactive(tx Tx, g *guess) error {
	from, err := s.inactiveFrom(tx, g.account, g.held, g.terms)
	if err != nil || from.IsZero() {
		return err
	}
	g.lock = &Lock{Until: tx.Now().Add(closedFor), For: closedFor, UntilUnlocked: true, Since: from, Inactive: true}
	return s.lockInactive(tx, g.account, g.terms, from)
}

// keepLock writes down a lock that had to be put right.
func keepLock(tx Tx, count Throttle, f policy.Failures, lock *Lock) error {
	if lock.UntilUnlocked || f == count.failures() {
		return nil
	}
	count.keep(f, tx.Now())
	if err := tx.PutThrottle(count); err != nil {
		return fmt.Errorf("put a lock right: %w", err)
	}
	return nil
}
