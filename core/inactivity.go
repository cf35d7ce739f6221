package core

import (
	"fmt"
	"time"

	"gatehouse/core/policy"
)

// inactiveFrom is the instant since which an account is locked for want of use,
// zero when it is not. What is written down stands until an administrator ends
// it, also for an account that was switched off since; one that is off comes to no
// such lock. The last root account is exempt.
func (s *Site) inactiveFrom(tx Tx, a Account, r ruling, t Terms) (time.Time, error) {
	from := t.InactiveFrom
	if from.IsZero() && a.State == StateActive {
		from = s.inactiveAt(a, r, t)
	}
	if from.IsZero() || from.After(tx.Now()) {
		return time.Time{}, nil
	}
	exempt, err := s.lastRoot(tx, a)
	if err != nil || exempt {
		return time.Time{}, err
	}
	return from, nil
}

// inactiveAt is the instant at which an account is locked unless it is used
// before, zero for never. It is used by a sign-in, by being made and by being
// unlocked.
func (s *Site) inactiveAt(a Account, r ruling, t Terms) time.Time {
	if r.Expiration.InactivityDays == nil {
		return time.Time{}
	}
	used := a.CreatedAt
	for _, at := range []time.Time{a.LastSignInAt, t.UnlockedAt} {
		if at.After(used) {
			used = at
		}
	}
	return policy.LockedFrom(used, *r.Expiration.InactivityDays, s.zone)
}

// lockInactive writes down, once, that an account is locked for want of use, and
// ends its sessions.
func (s *Site) lockInactive(tx Tx, a Account, t Terms, from time.Time) error {
	if !t.InactiveFrom.IsZero() {
		return nil
	}
	t.InactiveFrom = from
	if err := putTerms(tx, t); err != nil {
		return err
	}
	// Nobody did it: the time went by.
	program := caller{}
	if err := s.endSessions(tx, program, a, SessionFilter{AccountID: a.ID}, EndInactive); err != nil {
		return err
	}
	seq, err := s.record(tx, program.did(EventAccountInactive, a), detail{"since": stamp(from)})
	if err != nil {
		return fmt.Errorf("lock an account for want of use: %w", err)
	}
	return notify(tx, a.ID, NoticeLocked, seq)
}
