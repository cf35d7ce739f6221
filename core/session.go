package core

import (
	"context"
	"errors"
	"fmt"

	"gatehouse/core/password"
)

// SignOut ends the session. A session that is over already is no error: the
// person is signed out either way.
func (s *Site) SignOut(ctx context.Context, token Token) error {
	err := s.store.Update(ctx, func(tx Tx) error {
		c, err := s.findCaller(tx, token, anyScope()...)
		// One that no rule lets go on is there still, and ends.
		shut := errors.Is(err, errShut)
		if ErrorCode(err) == CodeSession && !shut {
			return nil
		}
		if err != nil && !shut {
			return err
		}
		return s.endSessions(tx, c, c.account, SessionFilter{AccountID: c.account.ID, Only: c.session.ID}, EndSignedOut)
	})
	return s.plain(ctx, err)
}

// endSessions ends sessions of an account and records each.
func (s *Site) endSessions(tx Tx, c caller, of Account, which SessionFilter, why EndReason) error {
	_, _, err := s.endSessionsFor(tx, c, of, which, why, "")
	return err
}

// endSessionsFor is endSessions with what somebody gave as the reason, "" for nothing.
// It gives the last line of the log, and how many sessions ended.
func (s *Site) endSessionsFor(tx Tx, c caller, of Account, which SessionFilter, why EndReason, reason string) (seq int64, count int, err error) {
	ended, err := tx.EndSessions(which, tx.Now(), why)
	if err != nil {
		return 0, 0, fmt.Errorf("end sessions: %w", err)
	}
	for _, id := range ended {
		told := detail{"session": fmt.Sprint(id), "why": string(why)}
		if reason != "" {
			told["reason"] = reason
		}
		if seq, err = s.record(tx, c.did(EventSignedOut, of), told); err != nil {
			return 0, 0, err
		}
	}
	return seq, len(ended), nil
}

// Lock is LockBecause of LockAsked.
func (s *Site) Lock(ctx context.Context, token Token) error {
	return s.LockBecause(ctx, token, LockAsked)
}

// LockBecause closes the window of a session until Unlock. In between the session can
// do nothing, whatever window or program holds its token. One that is locked
// stays so, with the cause it had; one that locked for want of use is locked for good by
// this, for that cause. A cause that is none is CodeUsage.
func (s *Site) LockBecause(ctx context.Context, token Token, cause LockCause) error {
	if !cause.known() {
		return &Error{Code: CodeUsage, Text: say("This is no cause to lock a window.")}
	}
	var c caller
	err := s.store.Update(ctx, func(tx Tx) error {
		var err error
		if c, err = s.findCaller(tx, token); err != nil || !c.session.LockedAt.IsZero() {
			return err
		}
		why := cause
		err = s.refuseLocked(tx, &c)
		switch {
		case ErrorCode(err) == CodeWindowLocked:
			why = lockUnused
		case err != nil:
			return err
		}
		if err := tx.LockSession(c.session.ID, tx.Now()); err != nil {
			return fmt.Errorf("lock a session: %w", err)
		}
		_, err = s.record(tx, c.did(EventWindowLocked, c.account), why.detail())
		return err
	})
	s.recordRefusal(ctx, err, c, RightOwn)
	return s.plain(ctx, err)
}

// Unlock opens a locked window with the account's password and gives a new
// token; the old one is dead (ASVS 7.2.4). Wrong passwords count like those of
// a sign-in.
func (s *Site) Unlock(ctx context.Context, token Token, typed string) (Token, error) {
	secret, err := password.New(typed)
	if err != nil {
		return Token{}, passwordProblem(FieldPassword, err)
	}
	defer secret.Wipe()
	c, err := s.sessionOf(ctx, token)
	if err != nil {
		return Token{}, err
	}
	if c.session.Scope != ScopeFull {
		return Token{}, errLimited(c.session.Scope)
	}
	leave, err := s.turns.take(ctx, c.account.Key)
	if err != nil {
		return Token{}, s.plain(ctx, err)
	}
	defer leave()
	fresh, err := s.unlock(ctx, c, token, secret)
	return fresh, s.plain(ctx, ownPasswordError(FieldPassword, err))
}

// unlock verifies and replaces the session by a new one.
func (s *Site) unlock(ctx context.Context, c caller, token Token, secret password.Password) (Token, error) {
	fresh, err := newToken(s.rand)
	if err != nil {
		return Token{}, err
	}
	g, _, err := s.try(ctx, target{account: c.account.ID, unlocks: true}, c.session.Device, c.session.ID, "unlock", secret)
	if err != nil {
		return Token{}, err
	}
	over := false
	err = s.store.Update(ctx, func(tx Tx) error {
		now, err := s.findCaller(tx, token)
		if err != nil {
			return err
		}
		if _, err := s.provenOf(tx, g); err != nil {
			return err
		}
		account, _, err := s.succeed(tx, g)
		if err != nil {
			return err
		}
		if over, err = s.endExpired(tx, now, g); over || err != nil {
			return err
		}
		if _, err := s.record(tx, now.did(EventWindowUnlocked, account), nil); err != nil {
			return err
		}
		return s.replaceSession(tx, now, fresh, ScopeFull, "unlock")
	})
	switch {
	case err != nil:
		s.settleRight(ctx, g)
		return Token{}, err
	case over:
		return Token{}, &Error{Code: CodeSession, Text: say("Your password has expired. Sign in again to go on.")}
	}
	return fresh, nil
}

// endExpired ends a session whose password has expired: what it is still good
// for is decided by a sign-in, and not by opening a window again and again.
func (s *Site) endExpired(tx Tx, c caller, g guess) (bool, error) {
	held, err := s.rulingOf(tx, c.account.ID)
	if err != nil {
		return false, err
	}
	terms, err := termsOf(tx, c.account.ID)
	if err != nil || !s.expired(held, g.stored, terms, tx.Now()) {
		return false, err
	}
	return true, s.endSessions(tx, c, c.account, SessionFilter{AccountID: c.account.ID, Only: c.session.ID}, EndChangeDue)
}

// replaceSession ends the caller's session and starts another one in its place.
func (s *Site) replaceSession(tx Tx, c caller, fresh Token, scope Scope, method string) error {
	_, err := tx.EndSessions(SessionFilter{AccountID: c.account.ID, Only: c.session.ID}, tx.Now(), EndReplaced)
	if err != nil {
		return fmt.Errorf("end a session: %w", err)
	}
	held, err := s.rulingOf(tx, c.account.ID)
	if err != nil {
		return err
	}
	return s.startSession(tx, held, c.account, newSession{token: fresh, scope: scope, device: c.session.Device, method: method, from: c.session.Scope})
}

// sessionOf finds the caller of a session, locked or not, of any scope.
func (s *Site) sessionOf(ctx context.Context, token Token) (caller, error) {
	var c caller
	err := s.store.View(ctx, func(tx Tx) error {
		var err error
		c, err = s.findCaller(tx, token, anyScope()...)
		return err
	})
	if errors.Is(err, errShut) {
		s.endShut(ctx, c)
	}
	return c, s.plain(ctx, err)
}

// ownPasswordError puts a wrong own password beside its field: here the name
// is known, and only the password can be wrong.
func ownPasswordError(field string, err error) error {
	if ErrorCode(err) != CodeSignIn {
		return err
	}
	return &Error{Code: CodeSignIn, Field: field, Text: say("This is not your password. Look at Caps Lock and try again.")}
}

// Alive tells whether a session can still be used: nil, or an Error of
// CodeSession. To ask is no use of the session.
func (s *Site) Alive(ctx context.Context, token Token) error {
	var c caller
	err := s.store.View(ctx, func(tx Tx) error {
		var err error
		c, err = s.enterLooking(tx, token)
		return err
	})
	s.recordRefusal(ctx, err, c, RightOwn)
	return s.plain(ctx, err)
}
