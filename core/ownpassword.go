package core

import (
	"context"
	"fmt"

	"gatehouse/core/password"
)

// OwnChange is a change of the own password.
type OwnChange struct {
	// Current is not asked for when the sign-in itself asks for the change: it
	// was typed a moment before.
	Current, New, Confirm string
	// EndOthers signs the account out everywhere else, in the same transaction.
	// A change that the sign-in asks for always does.
	EndOthers bool
}

// Changed tells what a change did.
type Changed struct {
	// Token is the session's token from now on.
	Token Token
	// Ended is how many other sessions were ended.
	Ended int
}

// ChangePassword sets the caller's new password. All problems of the form come
// at once, as Problems; a wrong current password counts like one at the sign-in.
// It is all or nothing: with an error the old password stays, and so do the
// other sessions.
func (s *Site) ChangePassword(ctx context.Context, token Token, change OwnChange) (Changed, error) {
	c, err := s.sessionOf(ctx, token)
	if err != nil {
		return Changed{}, err
	}
	if !c.session.LockedAt.IsZero() {
		return Changed{}, errLockedWindow()
	}
	read, err := s.readChange(c, change)
	if err != nil {
		return Changed{}, err
	}
	defer read.wipe()
	leave, err := s.turns.take(ctx, c.account.Key)
	if err != nil {
		return Changed{}, s.plain(ctx, err)
	}
	defer leave()
	done, err := s.changePassword(ctx, token, c, read)
	return done, s.plain(ctx, ownPasswordError(FieldCurrent, err))
}

// readOwnChange is an OwnChange whose fields were read.
type readOwnChange struct {
	current, fresh password.Password
	endOthers      bool
}

// wipe forgets both passwords.
func (r readOwnChange) wipe() {
	r.current.Wipe()
	r.fresh.Wipe()
}

// readChange reads the form, and judges what needs no store.
func (s *Site) readChange(c caller, change OwnChange) (readOwnChange, error) {
	var f form
	read := readOwnChange{endOthers: change.EndOthers}
	if c.session.Scope == ScopeFull {
		secret, err := password.New(change.Current)
		if err != nil {
			f.note(passwordProblem(FieldCurrent, err))
		}
		read.current = secret
	}
	who := c.account.subject()
	if change.Current != "" {
		same := sameSecret(change.Current, change.New)
		who.SameAsCurrent = &same
	}
	read.fresh = f.newPassword(FieldNew, change.New, s.policy, who)
	f.confirm(FieldConfirm, change.New, change.Confirm)
	return read, f.problems.orNil()
}

// changePassword proves the current password, or that the new one is another,
// and stores the new one.
func (s *Site) changePassword(ctx context.Context, token Token, c caller, read readOwnChange) (Changed, error) {
	g, err := s.proveChange(ctx, c, read)
	if err != nil {
		return Changed{}, err
	}
	phc, err := s.hasher.Hash(ctx, read.fresh)
	if err != nil {
		return Changed{}, fmt.Errorf("compute a password hash: %w", err)
	}
	fresh, err := newToken(s.rand)
	if err != nil {
		return Changed{}, err
	}
	done := Changed{Token: fresh}
	err = s.store.Update(ctx, func(tx Tx) error {
		now, err := s.findCaller(tx, token, ScopeFull, ScopeChangePassword)
		if err != nil {
			return err
		}
		if now.session.Scope != c.session.Scope || !now.session.LockedAt.IsZero() {
			return errLockedWindow()
		}
		if _, err := s.succeed(tx, g); err != nil {
			return err
		}
		done.Ended, err = s.storeChange(tx, now, phc, fresh, read.endOthers)
		return err
	})
	return done, err
}

// proveChange verifies the current password. In a session that may only change
// it, what has to be proved is that the new password is another one; that is no
// guess and is not counted.
func (s *Site) proveChange(ctx context.Context, c caller, read readOwnChange) (guess, error) {
	if c.session.Scope == ScopeFull {
		g, _, err := s.try(ctx, target{account: c.account.ID}, c.session.Device, c.session.ID, "change", read.current)
		return g, err
	}
	g := guess{account: c.account, subject: subjectOf(c.account.ID)}
	err := s.store.View(ctx, func(tx Tx) error {
		var err error
		g.stored, err = tx.Password(c.account.ID)
		return err
	})
	if err != nil {
		return guess{}, fmt.Errorf("read a password hash: %w", err)
	}
	verdict, err := s.hasher.Verify(ctx, g.stored.PHC, read.fresh)
	if err != nil {
		return guess{}, fmt.Errorf("compute a password hash: %w", err)
	}
	if !g.stored.MustChange {
		return guess{}, errSession() // another sign-in has set one meanwhile
	}
	if verdict.OK {
		return guess{}, problem(FieldNew, say("This is the password you have now. Choose another one."))
	}
	return g, nil
}

// storeChange writes the new password, ends what has to end and tells the
// account.
func (s *Site) storeChange(tx Tx, c caller, phc string, fresh Token, endOthers bool) (int, error) {
	err := tx.PutPassword(PasswordRecord{AccountID: c.account.ID, PHC: phc, SetAt: tx.Now(), SetBy: c.account.ID})
	if err != nil {
		return 0, fmt.Errorf("store a password hash: %w", err)
	}
	if err := s.vouch(tx, c.account.ID); err != nil {
		return 0, err
	}
	others, err := otherSessions(tx, c)
	if err != nil {
		return 0, err
	}
	ended := 0
	// Another session that may only set a password would set it again.
	if endOthers || c.session.Scope != ScopeFull {
		ended = len(others)
		which := SessionFilter{AccountID: c.account.ID, Except: c.session.ID}
		if err := s.endSessions(tx, c, c.account, which, EndPasswordChanged); err != nil {
			return 0, err
		}
	}
	seq, err := s.record(tx, c.did(EventPasswordChanged, c.account), detail{"ended_sessions": fmt.Sprint(ended)})
	if err != nil {
		return 0, err
	}
	if err := notify(tx, c.account.ID, NoticePasswordChanged, seq); err != nil {
		return 0, err
	}
	if c.session.Scope == ScopeChangePassword {
		if err := noteSignIn(tx, c.account, ScopeFull); err != nil {
			return 0, err
		}
	}
	return ended, s.replaceSession(tx, c, fresh, "password change")
}
