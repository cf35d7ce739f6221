package core

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"gatehouse/core/passkey"
)

// methodPasskey is how events name a passkey.
const methodPasskey = "passkey"

// usedPasskey is an answer of an authenticator that was right, and whose it is.
type usedPasskey struct {
	account Account
	record  PasskeyRecord
	used    passkey.Used
}

// ceremonyError words how a ceremony ended without a passkey. The error of package
// passkey is its cause, for a front end to tell them apart.
func ceremonyError(err error) error {
	if _, known := errors.AsType[*Error](err); known {
		return err
	}
	if _, known := errors.AsType[Problems](err); known {
		return err
	}
	told := &Error{Code: CodeRefused, Cause: err}
	switch {
	case errors.Is(err, passkey.ErrCancelled), errors.Is(err, context.Canceled):
		told.Text = say("No passkey was used: it was cancelled, or no answer came. Try again, or choose another way.")
	case errors.Is(err, passkey.ErrTimedOut), errors.Is(err, context.DeadlineExceeded):
		told.Text = say("No passkey was used: the time is up. Try again.")
	case errors.Is(err, passkey.ErrRegistered):
		told.Text = say("There is a passkey of this account on it already. Choose another place for the new one.")
	case errors.Is(err, passkey.ErrNotSupported):
		told.Text = say("This cannot be done with a passkey here. Choose another place for it, or another way.")
	case errors.Is(err, passkey.ErrTooMany):
		told.Text = say("You have {{.Max}} passkeys. Remove one first.", "Max", passkey.MostPasskeys)
	case errors.Is(err, passkey.ErrUsed):
		told.Text = say("This was answered already. Start again.")
	case errors.Is(err, passkey.ErrResponse), errors.Is(err, passkey.ErrRefused), errors.Is(err, passkey.ErrCredential):
		told.Text = say("The answer was not the one that was asked for, so it was not taken. Start again.")
	default:
		return err
	}
	return told
}

// passkeyRefusal words why a passkey lets nobody in.
func passkeyRefusal(err error) error {
	told := &Error{Code: CodeSignIn, Cause: err}
	switch {
	case errors.Is(err, passkey.ErrUnknown):
		told.Text = say("Gatehouse does not know this passkey; it may have been removed. Sign in with your password.")
	case errors.Is(err, passkey.ErrCloned):
		told.Text = say("There may be a second copy of this passkey, so it signs in no more. Sign in another way and remove it, or have an administrator do so.")
	default:
		return ceremonyError(err)
	}
	return told
}

// checkPasskey checks the answer to an assertion, and finds whose it is. Nothing is
// written yet but what was wrong with it: the log has it, and a passkey that may have
// been copied is marked.
func (s *Site) checkPasskey(ctx context.Context, a assertion, response []byte, d Device) (usedPasskey, error) {
	at, err := s.timeNow(ctx)
	if err != nil {
		return usedPasskey{}, err
	}
	var found usedPasskey
	found.used, err = a.Finish(response, at, func(handle, id []byte) (passkey.Credential, error) {
		var err error
		found.account, found.record, err = s.findPasskey(ctx, handle, id)
		return found.record.Credential, err
	})
	who := caller{account: found.account, session: Session{Device: d}}
	switch {
	case err == nil && found.record.ClonedAt.IsZero():
		return found, nil
	case err == nil:
		err = passkey.ErrCloned // it was, before
	case errors.Is(err, passkey.ErrCloned) && found.record.UsedAt.After(a.begun):
		// The same key answered a later question first: the count says nothing of a copy.
		return usedPasskey{}, errChangedNow()
	case errors.Is(err, passkey.ErrCloned) && found.record.ClonedAt.IsZero():
		if failed := s.markCloned(ctx, who, found.record); failed != nil {
			return usedPasskey{}, failed
		}
		return usedPasskey{}, passkeyRefusal(err)
	}
	s.recordPasskeyRefused(ctx, who, err)
	return usedPasskey{}, passkeyRefusal(err)
}

// timeNow is the time of the site.
func (s *Site) timeNow(ctx context.Context) (time.Time, error) {
	var now time.Time
	err := s.store.View(ctx, func(tx Tx) error {
		now = tx.Now()
		return nil
	})
	return now, err
}

// findPasskey finds a passkey by what an authenticator knows it by. It is ErrUnknown
// for one that is not there, and for an account that is not as it was written: what
// stands in its row is not believed.
func (s *Site) findPasskey(ctx context.Context, handle, id []byte) (Account, PasskeyRecord, error) {
	var account Account
	var record PasskeyRecord
	err := s.store.View(ctx, func(tx Tx) error {
		owner, err := tx.PasskeyOwner(handle)
		if isNotFound(err) {
			return passkey.ErrUnknown
		}
		if err != nil {
			return fmt.Errorf("find the account of a passkey: %w", err)
		}
		if account, err = tx.AccountByID(owner); err != nil {
			return fmt.Errorf("find an account: %w", err)
		}
		has, sound, err := s.credentialsIfSound(tx, account)
		if err != nil {
			return err
		}
		if !sound {
			return alteredError()
		}
		known := false
		if record, known = has.Passkeys.find(id); !known {
			return passkey.ErrUnknown
		}
		return nil
	})
	if err != nil {
		return account, PasskeyRecord{}, err
	}
	return account, record, nil
}

// takePasskey writes down that a passkey was used: its count, and whether it is synced
// now, in the transaction of what it is used for. The passkey is the one that was
// checked, or nothing is taken.
func (s *Site) takePasskey(tx Tx, found *proven, u usedPasskey) error {
	now, known := found.Passkeys.find(u.record.Credential.ID)
	if !known || now.ID != u.record.ID || now.Credential.SignCount != u.record.Credential.SignCount || !now.ClonedAt.IsZero() {
		return errChangedNow()
	}
	if err := found.held.signsIn(found.account, now); err != nil {
		return err
	}
	err := tx.UsePasskey(now.ID, u.used)
	if errors.Is(err, ErrConflict) {
		return errChangedNow()
	}
	if err != nil {
		return fmt.Errorf("use a passkey: %w", err)
	}
	if err := s.vouch(tx, found.account.ID); err != nil {
		return err
	}
	found.Credentials, err = credentialsOf(tx, found.account.ID)
	return err
}

// markCloned closes a passkey of which there may be a second copy, and tells its owner
// and the administrators. Where that cannot be written nobody comes in either.
func (s *Site) markCloned(ctx context.Context, who caller, p PasskeyRecord) error {
	return s.store.Update(context.WithoutCancel(ctx), func(tx Tx) error {
		account, err := tx.AccountByID(who.account.ID)
		if err != nil {
			return fmt.Errorf("find an account: %w", err)
		}
		before, err := s.sound(tx, account)
		if err != nil {
			return err
		}
		err = tx.MarkPasskeyCloned(p.ID, tx.Now())
		if isNotFound(err) {
			return nil // it was removed, or marked, meanwhile
		}
		if err != nil {
			return fmt.Errorf("mark a passkey: %w", err)
		}
		if err := s.demandIfNoneWorks(tx, account); err != nil {
			return err
		}
		if err := s.vouchIfSound(tx, before, who.account.ID); err != nil {
			return err
		}
		// Whoever has the copy may have signed in with it before.
		if err := s.endSessions(tx, who, account, SessionFilter{AccountID: account.ID}, EndPasskeyCloned); err != nil {
			return err
		}
		seq, err := s.record(tx, who.did(EventPasskeyCloned, who.account), detail{"passkey": p.Name})
		if err != nil {
			return err
		}
		return s.tellOfClone(tx, who.account.ID, seq)
	})
}

// demandIfNoneWorks lets an account without a passkey that works add one at the next
// sign-in, where the policy asks for it: it had its time to do so.
func (s *Site) demandIfNoneWorks(tx Tx, a Account) error {
	held, err := s.rulingOf(tx, a.ID)
	if err != nil {
		return err
	}
	has, err := credentialsOf(tx, a.ID)
	if err != nil || len(held.working(has.Passkeys)) > 0 {
		return err
	}
	return demandAtOnce(tx, a.ID)
}

// vouchIfSound vouches for an account that was as it was written before this change.
func (s *Site) vouchIfSound(tx Tx, before bool, id AccountID) error {
	if !before {
		return nil
	}
	return s.vouch(tx, id)
}

// tellOfClone tells the owner of a passkey, and every administrator once.
func (s *Site) tellOfClone(tx Tx, owner AccountID, seq int64) error {
	administrators, err := tx.Administrators()
	if err != nil {
		return fmt.Errorf("find the administrators: %w", err)
	}
	if !slices.Contains(administrators, owner) {
		administrators = append(administrators, owner)
	}
	for _, id := range administrators {
		if err := notify(tx, id, NoticePasskeyCloned, seq); err != nil {
			return err
		}
	}
	return nil
}

// recordPasskeyRefused writes that an answer was not taken, and why, in words of
// package passkey: nothing of an answer is in them. The act is refused already, so a
// failure here is for the log alone.
func (s *Site) recordPasskeyRefused(ctx context.Context, who caller, why error) {
	reason := refusedFor(why)
	if reason == "" {
		return // the store's fault, and no refusal
	}
	err := s.store.Update(context.WithoutCancel(ctx), func(tx Tx) error {
		_, err := s.record(tx, who.did(EventPasskeyRefused, who.account), detail{"why": reason})
		return err
	})
	if err != nil {
		s.log.ErrorContext(ctx, "a refused passkey could not be recorded", "cause", err.Error())
	}
}

// refusedFor names the reason in the log, "" for what is no refusal.
func refusedFor(err error) string {
	for _, known := range []struct {
		err  error
		name string
	}{
		{passkey.ErrUnknown, "unknown passkey"},
		{passkey.ErrCloned, "may have been copied"},
		{passkey.ErrTimedOut, "too late"},
		{passkey.ErrUsed, "answered twice"},
		{passkey.ErrRegistered, "registered before"},
		{passkey.ErrResponse, "not readable"},
		{passkey.ErrCredential, "not a key that was asked for"},
		{passkey.ErrRefused, "not the answer that was asked for"},
		{passkey.ErrNotSupported, "not found without a name"},
		{errAltered, "account was changed outside the program"},
	} {
		if errors.Is(err, known.err) {
			return known.name
		}
	}
	switch ErrorCode(err) {
	case CodeRefused:
		return "refused by a rule"
	case CodeLocked:
		return "locked"
	case CodeSignIn:
		return "another account's, or switched off"
	}
	return ""
}
