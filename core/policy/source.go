package policy

import "time"

// Bounds and defaults of the limit for one computer or address.
const (
	// MinSourceFailures and MaxSourceFailures bound source_failures. Fewer would stop
	// a computer that several people share.
	MinSourceFailures = 5
	MaxSourceFailures = 100_000
	// MaxSourceMinutes bounds the two times beside source_failures: a day.
	MaxSourceMinutes = 1440
	// DefaultSourceWindow and DefaultSourceBlock are what their absence means, in
	// minutes.
	DefaultSourceWindow = 60
	DefaultSourceBlock  = 15
)

// SourceLimit is when wrong tries stop the computer or address that they come
// from, whatever names were tried.
type SourceLimit struct {
	// Failures is the number of wrong tries within Window that stops it, at least 1.
	Failures int
	// Window is the time within which they count, Block how long it cannot try; both
	// are positive.
	Window, Block time.Duration
}

// Source is the limit for one computer or address with what its absent times
// mean, and false where there is none. It acts whether the lockout of accounts is
// enabled or not. It goes across accounts, so only that of the site's default
// policy counts.
func (l Lockout) Source() (SourceLimit, bool) {
	if l.SourceFailures == nil {
		return SourceLimit{}, false
	}
	return SourceLimit{
		Failures: max(*l.SourceFailures, 1),
		Window:   minutesOf(l.SourceWindowMinutes, DefaultSourceWindow),
		Block:    minutesOf(l.SourceBlockMinutes, DefaultSourceBlock),
	}, true
}

// minutesOf is a number of minutes; an absent one is the fallback, and so is what
// cannot be, which would never count or stop anything.
func minutesOf(n *int, fallback int) time.Duration {
	if n == nil || *n < 1 || *n > MaxSourceMinutes {
		return time.Duration(fallback) * time.Minute
	}
	return time.Duration(*n) * time.Minute
}
