package core

import (
	"fmt"
	"time"

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
	g.before, g.digest, g.countedAt = count, digest, now
	g.repeat = g.repeatable() && count.repeats(digest, now)
	if err := s.countSource(tx, g); err != nil || g.stopped() {
		return err
	}
	if g.repeat {
		g.failures = count.Failures
		return nil
	}
	if f, g.causes, err = s.failOnce(tx, g.account, g.held, f); err != nil {
		return err
	}
	count.Subject, count.AccountID = g.subject, g.account.ID
	count.remember(digest, now)
	if g.beyondPassword() {
		count.Answers++
	}
	count.keep(f, now)
	g.failures = count.Failures
	if err := tx.PutThrottle(count); err != nil {
		return fmt.Errorf("count a failure: %w", err)
	}
	return nil
}

// beyondPassword tells whether a guess is of more than a password, so that a right
// password does not end its count: a code is, also where it is tried together with one.
func (g guess) beyondPassword() bool { return g.later || g.second != nil }

// repeatable tells whether the same guess again is the same guess. The code of an app
// is another one with each step.
func (g guess) repeatable() bool { return g.second == nil || g.second.way != WayApp }

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

// takeBack takes back a guess that was right though more has to be proved: the count
// is what it would be without it. Where it was reset meanwhile nothing is left of the
// guess; after half a minute nobody can tell any more, and the guess stays counted.
func takeBack(tx Tx, g guess) error {
	if err := forgiveSource(tx, g); err != nil || g.repeat {
		return err
	}
	count, err := tx.Throttle(g.subject)
	if err != nil {
		return fmt.Errorf("read the count of failures: %w", err)
	}
	if !count.forget(g.digest, g.countedAt) {
		return nil
	}
	if count.Failures == g.failures {
		wrong, at := count.Wrong, count.WrongAt
		count = g.before
		count.AccountID, count.Wrong, count.WrongAt = g.account.ID, wrong, at
		if count.UpdatedAt.IsZero() {
			count.UpdatedAt = tx.Now()
		}
	} else {
		// Others were counted meanwhile: a lock that they have caused stays.
		count.Failures = max(0, count.Failures-1)
		count.Forgiven = min(count.Forgiven, count.Failures)
		if g.beyondPassword() {
			count.Answers = max(0, count.Answers-1)
		}
		count.Answers = min(count.Answers, count.Failures)
	}
	if err := tx.PutThrottle(count); err != nil {
		return fmt.Errorf("take a failure back: %w", err)
	}
	return nil
}

// resetCount ends the count of an account whose password was right. Where that is
// not all that a sign-in has to prove, wrong codes and answers stay in it.
func resetCount(tx Tx, g guess) error {
	if err := forgiveSource(tx, g); err != nil {
		return err
	}
	count, err := tx.Throttle(g.subject)
	if err != nil {
		return fmt.Errorf("read the count of failures: %w", err)
	}
	if g.whole || count.Answers == 0 {
		if err := tx.DeleteThrottle(g.subject); err != nil {
			return fmt.Errorf("reset the count of failures: %w", err)
		}
		return nil
	}
	if g.causes != nil {
		count.LockedAt, count.LockedUntil, count.UntilAdmin = g.before.LockedAt, g.before.LockedUntil, g.before.UntilAdmin
	}
	count.Failures, count.Forgiven = count.Answers, min(count.Forgiven, count.Answers)
	count.Wrong, count.WrongAt = nil, time.Time{}
	if err := tx.PutThrottle(count); err != nil {
		return fmt.Errorf("reset the count of failures: %w", err)
	}
	return nil
}
