package core

import (
	"time"

	"gatehouse/core/policy"
)

// expiryOf is when a password expires, by the policy that holds for its account:
// on the date that an administrator has set, else so many days after it was set.
// The zero time is never.
func (s *Site) expiryOf(r ruling, stored PasswordRecord, t Terms) time.Time {
	switch {
	case stored.PHC == "":
		return time.Time{}
	case !t.ExpiresAt.IsZero():
		return t.ExpiresAt
	case r.Expiration.MaxAgeDays == nil:
		return time.Time{}
	}
	return policy.Expires(stored.SetAt, *r.Expiration.MaxAgeDays, s.zone)
}

// Expiry is when a password expires, and from when its owner is told of it after
// signing in. The zero time is never.
type Expiry struct{ At, WarnsFrom time.Time }

// foretold is expiryOf with the notice that the policy gives before.
func (s *Site) foretold(r ruling, stored PasswordRecord, t Terms) Expiry {
	e := Expiry{At: s.expiryOf(r, stored, t)}
	if warn := r.Expiration.WarnDays; warn != nil && !e.At.IsZero() {
		e.WarnsFrom = policy.WarnsFrom(e.At, *warn, s.zone)
	}
	return e
}

// expired tells whether a password has expired.
func (s *Site) expired(r ruling, stored PasswordRecord, t Terms, now time.Time) bool {
	at := s.expiryOf(r, stored, t)
	return !at.IsZero() && !at.After(now)
}
