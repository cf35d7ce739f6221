package policy

import "time"

// fallbackLock is what a schedule without a usable duration locks for: a policy
// in doubt closes the door and opens it again by itself.
const fallbackLock = 15 * time.Minute

// LockAfter returns the lock that the given consecutive failure causes, counted
// from 1, and false when it causes none. The count goes on over locks and
// returns to 0 with a success, so with first_lock_at 5 and
// failures_per_next_lock 5 the failures 5, 10, 15 … lock.
//
// A lockout that Validate would refuse is applied in its strictest reading:
// counts below 1 are 1, and a missing or impossible duration is 15 minutes.
//
// LockAfter does not know of [MaxConsecutiveFailures]; ask [Exhausted] first.
func LockAfter(l Lockout, failures int) (time.Duration, bool) {
	if !l.Enabled {
		return 0, false
	}
	since := failures - max(l.FirstLockAt, 1)
	step := max(l.FailuresPerNextLock, 1)
	if since < 0 || since%step != 0 {
		return 0, false
	}
	return l.duration(since / step), true
}

// duration is the length of lock number n, counted from 0.
func (l Lockout) duration(n int) time.Duration {
	if len(l.Durations) == 0 {
		return fallbackLock
	}
	d := l.Durations[min(n, len(l.Durations)-1)]
	if d <= 0 || d > MaxLockDuration {
		return fallbackLock
	}
	return d
}

// Exhausted reports whether this many consecutive failures close an account
// until an administrator opens it, whatever its policy says. The caller exempts
// the last usable administrator, whose locks are always temporary.
func Exhausted(failures int) bool { return failures >= MaxConsecutiveFailures }
