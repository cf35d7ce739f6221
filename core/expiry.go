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

// expired tells whether a password has expired.
func (s *Site) expired(r ruling, stored PasswordRecord, t Terms, now time.Time) bool {
	at := s.expiryOf(r, stored, t)
	return !at.IsZero() && !at.After(now)
}
