package core

import (
	"context"

	"gatehouse/core/passkey"
)

// UnlockByPasskey opens a locked window with a passkey of the account and gives a new
// token; the old one is dead. Errors are those of SignIn.Passkey, and CodeSession.
func (s *Site) UnlockByPasskey(ctx context.Context, token Token, by passkey.Provider, opened Opened) (Token, error) {
	c, err := s.sessionOf(ctx, token)
	if err != nil {
		return Token{}, err
	}
	if c.session.Scope != ScopeFull {
		return Token{}, errLimited(c.session.Scope)
	}
	var fresh Token
	err = s.assert(ctx, by, opened, func(ctx context.Context, a assertion, response []byte) error {
		var err error
		fresh, err = s.unlockAnswered(ctx, token, c, a, response)
		return err
	})
	if err != nil {
		return Token{}, s.plain(ctx, err)
	}
	return fresh, nil
}

// unlockAnswered checks an answer and replaces the session by a new one.
func (s *Site) unlockAnswered(ctx context.Context, token Token, c caller, a assertion, response []byte) (Token, error) {
	u, err := s.checkPasskey(ctx, a, response, c.session.Device)
	if err != nil {
		return Token{}, err
	}
	fresh, err := newToken(s.rand)
	if err != nil {
		return Token{}, err
	}
	err = s.store.Update(ctx, func(tx Tx) error {
		now, err := s.findCaller(tx, token)
		if err != nil {
			return err
		}
		if now.account.ID != u.account.ID {
			return errOtherAccount()
		}
		found, err := s.provenByPasskey(tx, u)
		if err != nil {
			return err
		}
		if err := s.takePasskey(tx, &found, u); err != nil {
			return err
		}
		if err := resetCount(tx, guess{subject: subjectOf(found.account.ID)}); err != nil {
			return err
		}
		if _, err := s.record(tx, now.did(EventWindowUnlocked, found.account), detail{"method": methodPasskey}); err != nil {
			return err
		}
		return s.replaceSession(tx, now, fresh, ScopeFull, "unlock")
	})
	if err != nil {
		s.recordPasskeyRefused(ctx, c, err)
		return Token{}, err
	}
	return fresh, nil
}
