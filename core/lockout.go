package core

import (
	"errors"
	"fmt"
	"time"

	"gatehouse/core/password"
	"gatehouse/core/policy"
)

// closedFor is how long the store shows a lock that ends with an unlocking: a
// hundred years. What keeps the account closed is its count of failures.
const closedFor = 100 * 365 * 24 * time.Hour

// closed tells whether so many failures close an account until an
// administrator unlocks it (NIST SP 800-63B-4, 3.2.2). A root account is exempt
// while no other one can sign in to unlock it; when so many failures have met
// all of them, all are. A name that is no account reads like one.
func closed(tx Tx, a Account, failures int) (bool, error) {
	if !policy.Exhausted(failures) {
		return false, nil
	}
	if a.Role != RoleRoot || a.State != StateActive {
		return true, nil
	}
	others, err := otherRoots(tx, a)
	return others > 0, err
}

// otherRoots counts the root accounts but one that can sign in: active, not
// closed, and with a password of their own. A first password may be lost before
// anybody has used it.
func otherRoots(tx Tx, a Account) (int, error) {
	others, err := tx.CountUsable(RoleRoot, a.ID, policy.MaxConsecutiveFailures)
	if err != nil {
		return 0, fmt.Errorf("count root accounts: %w", err)
	}
	return others, nil
}

// lockNow is the lock of a subject that holds now, nil for none.
//
// A lock with more than its whole length left began while the clock was wrong,
// or while another root account could have ended it: its whole length is left.
func (s *Site) lockNow(tx Tx, a Account, count Throttle) (*Lock, error) {
	shut, err := closed(tx, a, count.Failures)
	if err != nil {
		return nil, err
	}
	now := tx.Now()
	if shut {
		return &Lock{Failures: count.Failures, Until: now.Add(closedFor), For: closedFor, UntilUnlocked: true}, nil
	}
	if !count.LockedUntil.After(now) {
		return nil, nil
	}
	lock, locks := policy.LockAfter(s.policy.Lockout, count.Failures)
	pause := lock.For
	if !locks { // the policy has changed since
		pause = count.LockedUntil.Sub(count.UpdatedAt)
	}
	until := count.LockedUntil
	if latest := now.Add(pause); until.After(latest) {
		until = latest
	}
	return &Lock{Failures: count.Failures, Until: until, For: pause}, nil
}

// lockBy is the lock that the newest failure of a count causes, nil for none.
func (s *Site) lockBy(tx Tx, a Account, count Throttle) (*Lock, error) {
	shut, err := closed(tx, a, count.Failures)
	if err != nil {
		return nil, err
	}
	lock, locks := policy.LockAfter(s.policy.Lockout, count.Failures)
	pause := lock.For
	if shut {
		pause, locks = closedFor, true
	}
	if !locks {
		return nil, nil
	}
	return &Lock{Failures: count.Failures, Until: tx.Now().Add(pause), For: pause, UntilUnlocked: shut}, nil
}

// keepLock refuses a guess, and writes down a lock that had to be put right.
func keepLock(tx Tx, count Throttle, lock *Lock) error {
	if lock.UntilUnlocked || lock.Until.Equal(count.LockedUntil) {
		return nil
	}
	count.LockedUntil, count.UpdatedAt = lock.Until, tx.Now()
	if err := tx.PutThrottle(count); err != nil {
		return fmt.Errorf("put a lock right: %w", err)
	}
	return nil
}

// lockedError tells how long to wait.
func lockedError(lock *Lock) *Error {
	text := say("This account is locked for now after {{.Failures}} wrong passwords in a row. Try again when the time is over, or ask an administrator to unlock it.",
		"Failures", lock.Failures)
	if lock.UntilUnlocked {
		text = say("This account is locked after {{.Failures}} wrong passwords in a row, until an administrator unlocks it. Ask one.",
			"Failures", lock.Failures)
	}
	return &Error{Code: CodeLocked, Lock: lock, Text: text}
}

// endOf writes the end of a lock for the detail of an event.
func (l *Lock) endOf() string {
	if l.UntilUnlocked {
		return "unlocked"
	}
	return stamp(l.Until)
}

// stamp writes a time for the detail of an event.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// unreadable tells whether a stored hash is none: nobody can sign in by it, and
// it has cost what a readable one costs.
func unreadable(err error) bool {
	return errors.Is(err, password.ErrHashFormat) || errors.Is(err, password.ErrParams)
}
