package policy

import "time"

// fallbackLock is what a schedule without a usable duration locks for: a policy
// in doubt closes the door and opens it again by itself.
const fallbackLock = 15 * time.Minute

// SameWindow is how long a wrong password is remembered, so that its repeats
// count once: a program with a stale password locks nobody out. The window
// begins with the try that was counted and its last instant belongs to it. A
// repeat does not renew it, so that a program which repeats every 20 seconds
// counts again after 30.
const SameWindow = 30 * time.Second

// Lock is what a failure causes.
type Lock struct {
	// For is how long the account stays closed; zero with UntilAdmin.
	For time.Duration
	// UntilAdmin: until an administrator opens it.
	UntilAdmin bool
}

// Failures is what is kept of an account's wrong passwords. The zero value is
// an account without any; a success and an unlock return it to that.
type Failures struct {
	// Count is the number of consecutive failures that the schedule counts.
	Count int
	// Run is the number of failures since the last success or unlock. It differs
	// from Count when a quiet time returned Count to 0, and keeps that from
	// evading [MaxConsecutiveFailures]. Less than Count reads as Count.
	Run int
	// Last is the time of the last failure that was counted.
	Last time.Time
	// LockedAt and LockedUntil are the last temporary lock, in force or over; zero
	// for none. The lock is in force until just before LockedUntil.
	LockedAt, LockedUntil time.Time
	// UntilAdmin: locked since LockedAt, until an administrator opens it.
	UntilAdmin bool
}

// Held is the lock that holds an account.
type Held struct {
	// Lock is the lock in full, not what is left of it.
	Lock Lock
	// Since and Until are its first instant and the first after it; Until is zero
	// with Lock.UntilAdmin.
	Since, Until time.Time
}

// LockedBy returns f with a lock that begins at a time. Fail does so by itself;
// it serves a caller that replaces a lock by [Lockout.Temporary].
func (f Failures) LockedBy(lock Lock, at time.Time) Failures {
	f.LockedAt, f.LockedUntil, f.UntilAdmin = at, time.Time{}, lock.UntilAdmin
	if !lock.UntilAdmin {
		f.LockedUntil = at.Add(lock.For)
	}
	return f
}

// held is the lock in force, nil for none. What was written down stands: neither
// a later policy nor one that is off shortens or ends it.
func (f Failures) held(now time.Time) *Held {
	switch {
	case f.UntilAdmin:
		return &Held{Lock: Lock{UntilAdmin: true}, Since: f.LockedAt}
	case !now.Before(f.LockedUntil):
		return nil
	}
	since := f.LockedAt
	if since.IsZero() {
		since = f.Last
	}
	return &Held{Lock: Lock{For: f.LockedUntil.Sub(since)}, Since: since, Until: f.LockedUntil}
}

// quietSince is when the quiet time began that reset_after measures.
func (f Failures) quietSince() time.Time {
	if f.LockedUntil.After(f.Last) {
		return f.LockedUntil
	}
	return f.Last
}

// Now applies the time that went by: it returns the failures that still count,
// and the lock in force, nil for none. While a lock is in force nothing else
// changes; after it, reset_after returns the count to 0 once so much time has
// gone by since the last failure or the end of its lock, whichever is later.
//
// Now goes by what f says alone. A clock that was set back prolongs a lock; the
// caller owns the time and repairs it.
func (l Lockout) Now(f Failures, now time.Time) (Failures, *Held) {
	if held := f.held(now); held != nil {
		return f, held
	}
	if !l.Enabled || l.ResetAfter == nil || f.Count == 0 {
		return f, nil
	}
	if quiet := l.ResetAfter.Length(); quiet > 0 && !now.Before(f.quietSince().Add(quiet)) {
		return Failures{Run: max(f.Run, f.Count)}, nil
	}
	return f, nil
}

// Fail counts one failure and returns the lock it causes, and false when it
// causes none. A failure while a lock is in force is not counted and causes
// none; the caller refuses it before, by Now.
//
// The 100th failure in a row locks until an administrator, whatever the policy
// says, and even while it is off. The caller exempts the last account that
// could open the others: it takes the lock of Temporary in place of one until
// an administrator, and writes it down by LockedBy.
func (l Lockout) Fail(f Failures, now time.Time) (Failures, Lock, bool) {
	f, held := l.Now(f, now)
	if held != nil {
		return f, Lock{}, false
	}
	f.Run = max(f.Run, f.Count) + 1
	f.Count++
	f.Last = now
	lock, locks := LockAfter(l, f.Count)
	if first := atLeastOne(l.FirstLockAt); l.Enabled && f.LockedAt.IsZero() && f.Count > first {
		lock, locks = l.overdue(f.Count), true
	}
	if Exhausted(f.Run) {
		lock, locks = Lock{UntilAdmin: true}, true
	}
	if locks {
		f = f.LockedBy(lock, now)
	}
	return f, lock, locks
}

// Temporary is the lock that stands in for one until an administrator when the
// account is the last one that could open others: the lock of this failure when
// that is temporary, else the last duration of the schedule, else 15 minutes.
func (l Lockout) Temporary(failures int) Lock {
	if lock, locks := LockAfter(l, failures); locks && !lock.UntilAdmin {
		return lock
	}
	if l.Durations == nil || l.Durations.UntilAdmin || len(l.Durations.Durations) == 0 {
		return Lock{For: fallbackLock}
	}
	return l.Durations.at(len(l.Durations.Durations) - 1)
}

// LockAfter returns the lock that the given consecutive failure causes, counted
// from 1, and false when it causes none. The count goes on over locks and
// returns to 0 with a success, so with first_lock_at 5 and
// failures_per_next_lock 5 the failures 5, 10, 15 … lock.
//
// A lockout that Validate would refuse is applied in its strictest reading:
// counts below 1 are 1, and a missing or impossible duration is 15 minutes.
//
// LockAfter does not know of [MaxConsecutiveFailures]; ask [Exhausted] first.
func LockAfter(l Lockout, failures int) (Lock, bool) {
	first, step := atLeastOne(l.FirstLockAt), atLeastOne(l.FailuresPerNextLock)
	if !l.Enabled || failures < first || (failures-first)%step != 0 {
		return Lock{}, false
	}
	place := (failures - first) / step
	if l.IndexBase == IndexRawFailure {
		place = failures - 1
	}
	return l.lock(place), true
}

// overdue is the first lock of an account that has had more failures without one
// than the policy allows, since the failures before were counted under another
// policy.
func (l Lockout) overdue(failures int) Lock {
	if l.IndexBase == IndexRawFailure {
		return l.lock(failures - 1)
	}
	return l.lock(0)
}

// atLeastOne reads a count, nil and what cannot be as 1.
func atLeastOne(n *int) int {
	if n == nil {
		return 1
	}
	return max(*n, 1)
}

// lock is the lock of a place in the schedule, counted from 0.
func (l Lockout) lock(place int) Lock {
	switch {
	case l.Durations == nil:
		return Lock{For: fallbackLock}
	case l.Durations.UntilAdmin:
		return Lock{UntilAdmin: true}
	case len(l.Durations.Durations) == 0:
		return Lock{For: fallbackLock}
	}
	last := len(l.Durations.Durations) - 1
	if place > last && l.WhenExhausted == ExhaustedUntilAdmin {
		return Lock{UntilAdmin: true}
	}
	return l.Durations.at(min(place, last))
}

// at is the lock of a place that the schedule has.
func (s Schedule) at(place int) Lock {
	if length := s.Durations[place].Length(); length > 0 {
		return Lock{For: length}
	}
	return Lock{For: fallbackLock}
}

// Exhausted reports whether this many consecutive failures close an account
// until an administrator opens it, whatever its policy says. The caller exempts
// the last usable administrator, whose locks are always temporary.
func Exhausted(failures int) bool { return failures >= MaxConsecutiveFailures }
