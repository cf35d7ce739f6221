package core

import (
	"context"
	"fmt"

	"gatehouse/core/policy"
)

// Swept is what a sweep did.
type Swept struct {
	// Locked is how many accounts were locked for want of use.
	Locked int
}

// sweepBatch is how many accounts one transaction of a sweep locks.
const sweepBatch = 200

// Sweep does what falls due by itself: it locks accounts that were not used for
// too long, with the instant since which they are, and forgets what is kept for a
// short time only. Programs call it at their start and once an hour.
func (s *Site) Sweep(ctx context.Context) (Swept, error) {
	var swept Swept
	var all []PolicyRecord
	err := s.store.Update(ctx, func(tx Tx) error {
		if err := forgetWrong(tx); err != nil {
			return fmt.Errorf("forget wrong passwords: %w", err)
		}
		var err error
		all, err = tx.Policies()
		return err
	})
	for _, p := range all {
		for more := err == nil; more && err == nil; {
			locked := 0
			locked, more, err = s.sweepIdle(ctx, p.ID)
			swept.Locked += locked
		}
	}
	return swept, s.plain(ctx, err)
}

// sweepIdle locks some of the accounts of one policy that were not used for too
// long, and tells how many and whether there may be more.
func (s *Site) sweepIdle(ctx context.Context, id PolicyID) (locked int, more bool, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		locked, more = 0, false
		held, err := s.rulingBy(tx, Holding{Policy: id})
		if err != nil || held.Expiration.InactivityDays == nil {
			return err
		}
		// Whoever was last used before the first of so many days; see
		// policy.LockedFrom, which decides below.
		year, month, day := tx.Now().In(s.zone).Date()
		before := policy.StartOfDate(year, month, day-*held.Expiration.InactivityDays, s.zone)
		ids, err := tx.Idle(id, before, sweepBatch)
		if err != nil {
			return fmt.Errorf("find accounts that were not used: %w", err)
		}
		for _, id := range ids {
			done, err := s.sweepAccount(tx, id, held)
			if err != nil {
				return err
			}
			if done {
				locked++
			}
		}
		more = len(ids) == sweepBatch && locked > 0
		return nil
	})
	return locked, more, err
}

// sweepAccount locks one account, if it is due.
func (s *Site) sweepAccount(tx Tx, id AccountID, r ruling) (bool, error) {
	account, err := tx.AccountByID(id)
	if err != nil {
		return false, fmt.Errorf("find an account: %w", err)
	}
	terms, err := termsOf(tx, id)
	if err != nil {
		return false, err
	}
	from, err := s.inactiveFrom(tx, account, r, terms)
	if err != nil || from.IsZero() {
		return false, err
	}
	return true, s.lockInactive(tx, account, terms, from)
}
