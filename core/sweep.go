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
	// Purged is how many lines of the log were purged.
	Purged int64
}

// sweepBatch is how many accounts one transaction of a sweep locks.
const sweepBatch = 200

// Sweep does what falls due by itself: it locks accounts that were not used for
// too long, with the instant since which they are, ends sessions whose time is over,
// forgets what is kept for some time only, removes lists of leaked passwords that are in
// use no more, purges lines of the log that were kept for long enough, brings the anchor
// in the keyring up to date, and writes down, once a day, which time it is. Programs call
// it at their start and once an hour.
func (s *Site) Sweep(ctx context.Context) (Swept, error) {
	var swept Swept
	var all []PolicyRecord
	err := s.store.Update(ctx, func(tx Tx) error {
		if err := forgetWrong(tx); err != nil {
			return fmt.Errorf("forget wrong passwords: %w", err)
		}
		if err := forgetUnproved(tx); err != nil {
			return err
		}
		err := s.markClock(tx)
		if err != nil {
			return err
		}
		all, err = tx.Policies()
		return err
	})
	if err == nil {
		err = s.sweepSessions(ctx)
	}
	for _, p := range all {
		after, more := AccountID(0), true
		for more && err == nil {
			locked := 0
			locked, after, more, err = s.sweepIdle(ctx, p.ID, after)
			swept.Locked += locked
		}
	}
	if err == nil {
		err = s.clearLists(ctx)
	}
	if err == nil {
		swept.Purged, err = s.purgeLog(ctx)
	}
	s.keepAnchor(ctx)
	return swept, s.plain(ctx, err)
}

// sweepIdle locks some of the accounts of one policy that were not used for too
// long, from after one on, and tells how many, the last one that it looked at and
// whether there may be more. Nobody comes to mind twice in a sweep, so that it
// ends, and takes twice as long for twice as many.
func (s *Site) sweepIdle(ctx context.Context, id PolicyID, after AccountID) (locked int, last AccountID, more bool, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		locked, last, more = 0, after, false
		held, err := s.rulingBy(tx, Holding{Policy: id})
		if err != nil || held.Expiration.InactivityDays == nil {
			return err
		}
		// Whoever was last used before the first of so many days; see
		// policy.LockedFrom, which decides below.
		year, month, day := tx.Now().In(s.zone).Date()
		before := policy.StartOfDate(year, month, day-*held.Expiration.InactivityDays, s.zone)
		ids, err := tx.Idle(id, before, after, sweepBatch)
		if err != nil {
			return fmt.Errorf("find accounts that were not used: %w", err)
		}
		for _, last = range ids {
			done, err := s.sweepAccount(tx, last, held)
			if err != nil {
				return err
			}
			if done {
				locked++
			}
		}
		more = len(ids) == sweepBatch
		return nil
	})
	return locked, last, more, err
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
