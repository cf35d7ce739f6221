package mail

import "time"

// How long a message is tried.
const (
	// MaxAge is how long after the first attempt a message is given up (RFC 5321,
	// 4.5.4.1: four to five days; a notice is stale before that).
	MaxAge = 72 * time.Hour
	// maxAttempts is more than fit into MaxAge. It ends what a clock that is set back
	// again and again would not.
	maxAttempts = 80
)

// waits are those after the first failures; the last one is for all that follow.
func waits() []time.Duration {
	return []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour}
}

// Tried is how far a message has come.
type Tried struct {
	// Attempts is how many have failed, from 1 on.
	Attempts int
	// First is when the first one was, Now when the last one failed.
	First, Now time.Time
	// Expires is when the message is worth nothing any more; zero is never.
	Expires time.Time
	// Chance is a random number, so that messages do not all come at once.
	Chance uint64
}

// Next tells when a message is tried again, or that it is given up: that would be after
// it has expired, or MaxAge after the first attempt. The wait is one minute, then 5, 15,
// 30 and 60, longer by up to a tenth by chance.
func Next(t Tried) (at time.Time, giveUp bool) {
	all := waits()
	wait := all[min(max(t.Attempts, 1), len(all))-1]
	// A thousand steps are fine enough, and no product of them overflows.
	const steps = 1000
	wait += wait / 10 * time.Duration(t.Chance%(steps+1)) / steps
	at = t.Now.Add(wait)
	end := t.First.Add(MaxAge)
	if !t.Expires.IsZero() && t.Expires.Before(end) {
		end = t.Expires
	}
	if t.Attempts >= maxAttempts || !at.Before(end) {
		return time.Time{}, true
	}
	return at, false
}
