package core

import (
	"errors"
	"fmt"
	"time"

	"gatehouse/core/password"
	"gatehouse/core/policy"
)

// closedFor is how long the store shows a lock that ends with an unlocking: a
// hundred years.
const closedFor = 100 * 365 * 24 * time.Hour

// longestRootLock is how long the last root account is locked at most: a schedule
// of years would lock it for good in all but name, by anybody who mistypes its
// password.
const longestRootLock = 7 * 24 * time.Hour

// failures is a count as the arithmetic of the policy knows it.
func (t Throttle) failures() policy.Failures {
	f := policy.Failures{
		Count: t.Failures - t.Forgiven, Run: t.Failures, Last: t.FailedAt,
		LockedAt: t.LockedAt, LockedUntil: t.LockedUntil, UntilAdmin: t.UntilAdmin,
	}
	if f.LockedAt.IsZero() && !f.LockedUntil.IsZero() {
		f.LockedAt = t.UpdatedAt
	}
	return f
}

// keep takes over what the arithmetic says.
func (t *Throttle) keep(f policy.Failures, now time.Time) {
	t.Failures = max(f.Run, f.Count)
	t.Forgiven = t.Failures - f.Count
	t.Answers = min(t.Answers, t.Failures)
	t.FailedAt, t.LockedAt, t.LockedUntil, t.UntilAdmin = f.Last, f.LockedAt, f.LockedUntil, f.UntilAdmin
	if t.UntilAdmin {
		t.LockedUntil = f.LockedAt.Add(closedFor)
	}
	t.UpdatedAt = now
}

// lastRoot tells whether an account is the last one that could open the others.
// It is never locked for good: its locks end by themselves, and it is not locked
// for want of use (NIST SP 800-63B-4, 3.2.2 closes every other one).
func (s *Site) lastRoot(tx Tx, a Account) (bool, error) {
	if a.Role != RoleRoot || a.State != StateActive {
		return false, nil
	}
	others, err := s.otherRoots(tx, a)
	return others == 0, err
}

// otherRoots counts the root accounts but one that can sign in: active, not
// closed, and with a password of their own that is good for something. A first
// password may be lost before anybody has used it.
func (s *Site) otherRoots(tx Tx, a Account) (int, error) {
	ids, err := tx.Usable(RoleRoot, a.ID, policy.MaxConsecutiveFailures)
	if err != nil {
		return 0, fmt.Errorf("list root accounts: %w", err)
	}
	others := 0
	for _, id := range ids {
		opens, err := s.opensOthers(tx, id)
		if err != nil {
			return 0, err
		}
		if opens {
			others++
		}
	}
	return others, nil
}

// opensOthers tells whether a root account is as it was written, and its password
// is not blocked: a root account that somebody made by hand opens nothing.
func (s *Site) opensOthers(tx Tx, id AccountID) (bool, error) {
	account, err := tx.AccountByID(id)
	if err != nil {
		return false, fmt.Errorf("find an account: %w", err)
	}
	sound, err := s.sound(tx, account)
	if err != nil || !sound {
		return false, err
	}
	blocked, err := s.isBlocked(tx, id)
	return !blocked, err
}

// isBlocked tells whether the password of an account has expired and is not even
// good for being changed.
func (s *Site) isBlocked(tx Tx, id AccountID) (bool, error) {
	held, err := s.rulingOf(tx, id)
	if err != nil {
		return false, err
	}
	terms, err := termsOf(tx, id)
	if err != nil {
		return false, err
	}
	stored, err := passwordOf(tx, id)
	if err != nil {
		return false, err
	}
	return s.expired(held, stored, terms, tx.Now()) && held.blocks(terms), nil
}

// blocks tells whether an expired password is good for nothing: the policy says
// so, or its grace is used up.
func (r ruling) blocks(t Terms) bool {
	switch r.Expiration.AfterExpiry {
	case policy.AfterBlocked:
		return true
	case policy.AfterGrace:
		grace := 1
		if r.Expiration.GraceSignIns != nil {
			grace = *r.Expiration.GraceSignIns
		}
		return t.GraceUsed >= grace
	}
	return false
}

// lockNow is the lock of an account that holds now, nil for none.
func (s *Site) lockNow(tx Tx, a Account, count Throttle) (*Lock, error) {
	held, err := s.rulingOf(tx, a.ID)
	if err != nil {
		return nil, err
	}
	terms, err := termsOf(tx, a.ID)
	if err != nil {
		return nil, err
	}
	from, err := s.inactiveFrom(tx, a, held, terms)
	if err != nil {
		return nil, err
	}
	if !from.IsZero() {
		return &Lock{Until: tx.Now().Add(closedFor), For: closedFor, UntilUnlocked: true, Since: from, Inactive: true}, nil
	}
	_, lock, err := s.lockHeld(tx, a, held, count)
	if lock != nil {
		lock.Answers = count.Answers > 0
	}
	return lock, err
}

// lockHeld applies the time that went by to a count: it gives the failures that
// still count, put right, and the lock that holds now, nil for none.
//
// A lock with more than its whole length left began while the clock was wrong,
// or while another root account could have ended it: its whole length is left.
func (s *Site) lockHeld(tx Tx, a Account, r ruling, count Throttle) (policy.Failures, *Lock, error) {
	now := tx.Now()
	f, held := r.Lockout.Now(count.failures(), now)
	if policy.Exhausted(f.Run) && held == nil {
		held = &policy.Held{Lock: policy.Lock{UntilAdmin: true}, Since: f.Last}
	}
	if held == nil {
		return f, nil, nil
	}
	if held.Lock.UntilAdmin || policy.Exhausted(f.Run) || held.Lock.For > longestRootLock {
		exempt, err := s.lastRoot(tx, a)
		switch {
		case err != nil:
			return f, nil, err
		case exempt:
			f, held = temporary(f, held, r.Lockout, now)
		case held.Lock.UntilAdmin || policy.Exhausted(f.Run):
			return f, &Lock{Failures: f.Run, Until: now.Add(closedFor), For: closedFor, UntilUnlocked: true, Since: held.Since}, nil
		}
		if held == nil {
			return f, nil, nil
		}
	}
	if whole := now.Add(held.Lock.For); f.LockedUntil.After(whole) {
		f = f.LockedBy(held.Lock, now)
	}
	return f, &Lock{Failures: f.Run, Until: f.LockedUntil, For: held.Lock.For, Since: f.LockedAt}, nil
}

// temporary turns the lock of the last root account into one that ends by
// itself, nil when that is over.
func temporary(f policy.Failures, held *policy.Held, l policy.Lockout, now time.Time) (policy.Failures, *policy.Held) {
	lock := rootLock(l, f.Count)
	switch {
	case f.UntilAdmin:
		f = f.LockedBy(lock, now)
	case !policy.Exhausted(f.Run):
		lock.For = min(held.Lock.For, longestRootLock)
		f = f.LockedBy(lock, f.LockedAt)
	case held.Lock.For > lock.For:
		f = f.LockedBy(lock, f.LockedAt)
	}
	if !f.LockedUntil.After(now) {
		return f, nil
	}
	return f, &policy.Held{Lock: lock, Since: f.LockedAt, Until: f.LockedUntil}
}

// rootLock is the lock of the last root account.
func rootLock(l policy.Lockout, failures int) policy.Lock {
	lock := l.Temporary(failures)
	lock.For = min(lock.For, longestRootLock)
	return lock
}

// failOnce counts one failure more, and gives the lock that it causes, nil for
// none.
func (s *Site) failOnce(tx Tx, a Account, r ruling, f policy.Failures) (policy.Failures, *Lock, error) {
	now := tx.Now()
	f, lock, locks := r.Lockout.Fail(f, now)
	if !locks {
		return f, nil, nil
	}
	if lock.UntilAdmin || lock.For > longestRootLock {
		exempt, err := s.lastRoot(tx, a)
		switch {
		case err != nil:
			return f, nil, err
		case exempt:
			lock = rootLock(r.Lockout, f.Count)
			f = f.LockedBy(lock, now)
		case lock.UntilAdmin:
			return f, &Lock{Failures: f.Run, Until: now.Add(closedFor), For: closedFor, UntilUnlocked: true, Since: now}, nil
		}
	}
	return f, &Lock{Failures: f.Run, Until: f.LockedUntil, For: lock.For, Since: now}, nil
}

// lockedError tells how long to wait. Of a lock for want of use it says nothing
// but that an administrator ends it.
func lockedError(lock *Lock) *Error {
	if lock.Inactive {
		plain := &Lock{Until: lock.Until, For: lock.For, UntilUnlocked: true}
		return &Error{Code: CodeLocked, Lock: plain, Text: say("This account is locked until an administrator unlocks it. Ask one.")}
	}
	return &Error{Code: CodeLocked, Lock: lock, Text: lockText(lock)}
}

// lockedError is that of a guess. Only whoever knew the password may know that there
// is more to give.
func (g guess) lockedError(lock *Lock) *Error {
	told := *lock
	told.Answers = g.later
	return lockedError(&told)
}

// lockText says what locked an account, and what ends it.
func lockText(lock *Lock) Text {
	switch {
	case lock.Answers && lock.UntilUnlocked:
		return say("This account is locked after too many wrong tries in a row, until an administrator unlocks it. Ask one.")
	case lock.Answers:
		return say("This account is locked for now after too many wrong tries in a row. Try again when the time is over, or ask an administrator to unlock it.")
	case lock.UntilUnlocked && lock.Failures == 1:
		return say("This account is locked after one wrong password, until an administrator unlocks it. Ask one.")
	case lock.UntilUnlocked:
		return say("This account is locked after {{.Failures}} wrong passwords in a row, until an administrator unlocks it. Ask one.",
			"Failures", lock.Failures)
	case lock.Failures == 1:
		return say("This account is locked for now after one wrong password. Try again when the time is over, or ask an administrator to unlock it.")
	}
	return say("This account is locked for now after {{.Failures}} wrong passwords in a row. Try again when the time is over, or ask an administrator to unlock it.",
		"Failures", lock.Failures)
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
