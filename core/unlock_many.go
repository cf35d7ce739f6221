package core

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Many accounts may be locked at once: after an attack, or when a site comes back
// from a long holiday. To unlock them all is asked in two steps. LockedAccounts
// says which they are, so that a person decides about a number that they have
// seen; UnlockMany ends the locks of these and of no others, however many were
// locked meanwhile.
//
// It does so in one transaction for each unlockBatch accounts. One for all would
// keep everybody else from signing in until it ends, and would throw an hour's
// work away for the last account. Each account has its own line in the log, in
// the transaction that unlocks it. What was committed stays when something goes
// wrong later, and the answer counts it.

// unlockBatch is how many accounts one transaction unlocks.
const unlockBatch = 200

// LockedName names a locked account.
type LockedName struct {
	AccountName
	Role Role
}

// LockedAccounts lists, by number, the accounts that are locked and that the
// caller may unlock. Search is taken as in Accounts; "" is all.
func (s *Site) LockedAccounts(ctx context.Context, token Token, search string) ([]AccountName, error) {
	if len(search) > maxSearch {
		return nil, problem("search", say("Search for something shorter."))
	}
	search = cases.Fold().String(norm.NFC.String(search))
	var names []AccountName
	err := s.look(ctx, token, RightManageMembers, func(tx Tx, c caller) error {
		found, err := tx.LockedAccounts(search)
		if err != nil {
			return fmt.Errorf("list locked accounts: %w", err)
		}
		names = make([]AccountName, 0, len(found))
		for _, one := range found {
			if c.mayChange(Account{Role: one.Role}) == nil {
				names = append(names, one.AccountName)
			}
		}
		return nil
	})
	return names, err
}

// Unlocked is what UnlockMany did.
type Unlocked struct {
	// Done accounts were unlocked.
	Done int
	// Over is how many of those looked at needed it no more: their lock had ended,
	// or they were deleted.
	Over int
}

// UnlockMany ends the locks of any number of accounts, for a reason that is kept
// in the log. Who is not locked any more is passed over. progress is told how many
// were looked at, of how many; it may be nil. It ends early with ctx.
//
// An error does not mean that nothing was done: Unlocked counts what was, and the
// error's text does not say otherwise.
func (s *Site) UnlockMany(ctx context.Context, token Token, ids []AccountID, reason string, progress func(done, total int)) (Unlocked, error) {
	var f form
	why := f.line(FieldReason, reason, maxReason, true)
	if err := f.problems.orNil(); err != nil {
		return Unlocked{}, err
	}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	if len(ids) == 0 {
		return Unlocked{}, &Error{Code: CodeUsage, Text: say("Choose the accounts to unlock.")}
	}
	var all Unlocked
	looked := 0
	for batch := range slices.Chunk(ids, unlockBatch) {
		some, err := s.unlockSome(ctx, token, batch, why)
		if err != nil {
			return all, afterSome(all.Done, err)
		}
		all.Done, all.Over, looked = all.Done+some.Done, all.Over+some.Over, looked+len(batch)
		if progress != nil {
			progress(looked, len(ids))
		}
	}
	return all, nil
}

// unlockSome ends the locks of a few accounts in one transaction, all or none.
func (s *Site) unlockSome(ctx context.Context, token Token, ids []AccountID, why string) (Unlocked, error) {
	var some Unlocked
	err := s.act(ctx, token, RightManageMembers, func(tx Tx, c caller) error {
		some = Unlocked{}
		for _, id := range ids {
			done, err := s.unlockIfLocked(tx, c, id, why)
			switch {
			case err != nil:
				return err
			case done:
				some.Done++
			default:
				some.Over++
			}
		}
		return nil
	})
	if err != nil {
		return Unlocked{}, err
	}
	return some, nil
}

// unlockIfLocked ends the lock of one account, and tells whether there was one.
func (s *Site) unlockIfLocked(tx Tx, c caller, id AccountID, why string) (bool, error) {
	locked := false
	err := s.changeOne(tx, c, id, func(tx Tx, c caller, a Account) error {
		lock, err := s.lockOf(tx, a)
		if err != nil || lock == nil {
			return err
		}
		locked = true
		return s.endLock(tx, c, a, why)
	})
	if ErrorCode(err) == CodeNotFound {
		return false, nil
	}
	return locked, err
}

// afterSome keeps an error from saying that nothing was changed, where something
// was.
func afterSome(done int, err error) error {
	e, ok := errors.AsType[*Error](err)
	if done == 0 || !ok || e.Code != CodeFault && e.Code != CodeStoreFull {
		return err
	}
	told := *e
	switch {
	case e.Code == CodeStoreFull:
		told.Text = say("The disk became full before all of it was done. What was done stays. Free some space, then try again.")
	case e.Reference != "":
		told.Text = say("Something unexpected happened before all of it was done. What was done stays. Reference {{.Reference}}, details are in the log.",
			"Reference", e.Reference)
	default:
		told.Text = say("Stopped before all of it was done. What was done stays.")
	}
	return &told
}
