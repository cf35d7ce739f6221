package policy

import "time"

// fallbackLock is what a schedule without a usable duration locks for: a policy
// in doubt closes the door and opens it again by itself.
const fallbackLock = 15 * time.Minute

// Lock is what a failure causes.
type Lock struct {
	// For is how long the account stays closed; zero with UntilAdmin.
	For time.Duration
	// UntilAdmin: until an administrator opens it.
	UntilAdmin bool
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
	if !l.Enabled {
		return Lock{}, false
	}
	since := failures - atLeastOne(l.FirstLockAt)
	step := atLeastOne(l.FailuresPerNextLock)
	if since < 0 || since%step != 0 {
		return Lock{}, false
	}
	place := since / step
	if l.IndexBase == IndexRawFailure {
		place = failures - 1
	}
	return l.lock(place), true
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
	all := l.Durations.Durations
	if place >= len(all) {
		if l.WhenExhausted == ExhaustedUntilAdmin {
			return Lock{UntilAdmin: true}
		}
		place = len(all) - 1
	}
	length := all[place].Length()
	if length <= 0 || length > MaxLockDuration {
		length = fallbackLock
	}
	return Lock{For: length}
}

// Exhausted reports whether this many consecutive failures close an account
// until an administrator opens it, whatever its policy says. The caller exempts
// the last usable administrator, whose locks are always temporary.
func Exhausted(failures int) bool { return failures >= MaxConsecutiveFailures }
