package core

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// UnlockAccount ends a lock and begins the count of failures anew. The reason,
// which may be empty, is kept in the log.
func (s *Site) UnlockAccount(ctx context.Context, token Token, id AccountID, reason string) error {
	return s.unlockAll(ctx, token, []AccountID{id}, reason, false)
}

// MaxUnlockAtOnce is how many accounts UnlockAccounts takes at most; UnlockMany
// takes more.
const MaxUnlockAtOnce = maxPage

// UnlockAccounts ends the locks of several accounts, all or none. The reason is
// needed: it stands in the log for all of them, who may have been attacked.
func (s *Site) UnlockAccounts(ctx context.Context, token Token, ids []AccountID, reason string) error {
	return s.unlockAll(ctx, token, ids, reason, true)
}

// unlockAll ends locks, with a reason that may be needed.
func (s *Site) unlockAll(ctx context.Context, token Token, ids []AccountID, reason string, needed bool) error {
	var f form
	why := f.line(FieldReason, reason, maxReason, needed)
	if err := f.problems.orNil(); err != nil {
		return err
	}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	if len(ids) == 0 || len(ids) > MaxUnlockAtOnce {
		return &Error{Code: CodeUsage, Text: say("Choose 1 to {{.Max}} accounts.", "Max", MaxUnlockAtOnce)}
	}
	return s.act(ctx, token, RightManageMembers, func(tx Tx, c caller) error {
		for _, id := range ids {
			err := s.changeOne(tx, c, id, func(tx Tx, c caller, a Account) error { return s.unlockOne(tx, c, a, why) })
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// unlockOne ends the lock of one account, whatever it is for.
func (s *Site) unlockOne(tx Tx, c caller, a Account, why string) error {
	lock, err := s.lockOf(tx, a)
	if err != nil {
		return err
	}
	if lock == nil {
		return refuse(say("The account {{.Name}} is not locked.", "Name", a.Name))
	}
	return s.endLock(tx, c, a, why)
}

// lockOf is the lock of an account that holds now, whatever it is for, nil for
// none.
func (s *Site) lockOf(tx Tx, a Account) (*Lock, error) {
	count, err := tx.Throttle(subjectOf(a.ID))
	if err != nil {
		return nil, fmt.Errorf("read the count of failures: %w", err)
	}
	return s.lockNow(tx, a, count)
}

// endLock ends a lock, with the line of the log and the notice.
func (s *Site) endLock(tx Tx, c caller, a Account, why string) error {
	if err := s.endLocks(tx, a.ID); err != nil {
		return err
	}
	seq, err := s.record(tx, c.did(EventAccountUnlocked, a), detail{"reason": why})
	if err != nil {
		return err
	}
	return notify(tx, a.ID, NoticeUnlocked, seq)
}

// endLocks begins count, schedule and time of use of an account anew.
func (s *Site) endLocks(tx Tx, id AccountID) error {
	if err := tx.DeleteThrottle(subjectOf(id)); err != nil {
		return fmt.Errorf("reset the count of failures: %w", err)
	}
	terms, err := termsOf(tx, id)
	if err != nil {
		return err
	}
	terms.UnlockedAt, terms.InactiveFrom = tx.Now(), time.Time{}
	return putTerms(tx, terms)
}

// ForceChange asks an account to change its password at the next sign-in; its
// open sessions go on.
func (s *Site) ForceChange(ctx context.Context, token Token, id AccountID) error {
	return s.change(ctx, token, id, func(tx Tx, c caller, a Account) error {
		if err := notSelf(c, a); err != nil {
			return err
		}
		stored, err := passwordOf(tx, a.ID)
		if err != nil {
			return err
		}
		if stored.PHC == "" || stored.MustChange {
			return refuse(say("The account has to set a new password already."))
		}
		stored.MustChange = true
		if err := tx.PutPassword(stored); err != nil {
			return fmt.Errorf("demand a change of a password: %w", err)
		}
		terms, err := termsOf(tx, a.ID)
		if err != nil {
			return err
		}
		terms.Why = ReasonAsked
		if err := putTerms(tx, terms); err != nil {
			return err
		}
		seq, err := s.record(tx, c.did(EventChangeDemanded, a), detail{"why": string(ReasonAsked)})
		if err != nil {
			return err
		}
		return notify(tx, a.ID, NoticeChangeDemanded, seq)
	})
}
