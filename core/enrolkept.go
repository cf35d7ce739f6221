package core

import (
	"context"
	"fmt"
	"time"
)

// A window keeps the secret of a set-up in memory. Commands, of which one begins a
// set-up and another ends it, keep it in the store in between, sealed and for ten
// minutes; one of the same account in its place ends the former.

// Keep stores the set-up until Resume, in place of another one of the account.
func (e *Enrolment) Keep(ctx context.Context) error {
	s := e.site
	sealed, err := s.sealApp(e.app, e.key.Secret)
	if err != nil {
		return s.plain(ctx, err)
	}
	err = s.store.Update(ctx, func(tx Tx) error {
		if _, err := e.still(tx, e.token); err != nil {
			return err
		}
		if err := tx.DeleteUnproved(e.app.AccountID, time.Time{}); err != nil {
			return fmt.Errorf("forget a set-up: %w", err)
		}
		app := e.app
		app.Secret, app.CreatedAt, app.ExpiresAt = sealed, tx.Now(), e.over
		if err := tx.InsertApp(app); err != nil {
			return fmt.Errorf("keep a set-up: %w", err)
		}
		return nil
	})
	if err == nil {
		e.kept = true
	}
	return s.plain(ctx, err)
}

// Resume goes on with the set-up that the caller keeps. The password is not asked for
// again: it was typed for the sign-in that the caller comes from, and when the set-up
// began. CodeRefused: there is none, or it is over.
func (s *Site) Resume(ctx context.Context, token Token) (*Enrolment, error) {
	e := &Enrolment{site: s, token: token, kept: true, resumed: true, issuer: s.Name()}
	err := s.store.View(ctx, func(tx Tx) error {
		o, err := s.readOwnTwoStep(tx, token, ScopeFull, ScopeEnrol)
		if err != nil {
			return err
		}
		e.app, err = tx.UnprovedApp(o.account.ID)
		if isNotFound(err) {
			return refuse(say("No set-up is waiting for a code. Begin with a new one."))
		}
		if err != nil {
			return fmt.Errorf("read a set-up: %w", err)
		}
		e.account, e.phc, e.over = o.account.Name, o.Password.PHC, e.app.ExpiresAt
		if _, err := e.still(tx, token); err != nil {
			return err
		}
		e.key, err = s.openApp(e.app)
		return err
	})
	if err != nil {
		return nil, s.plain(ctx, err)
	}
	return e, nil
}

// forgetUnproved forgets set-ups that were not finished in time.
func forgetUnproved(tx Tx) error {
	if err := tx.DeleteUnproved(0, tx.Now()); err != nil {
		return fmt.Errorf("forget set-ups: %w", err)
	}
	return nil
}

// endUnproved ends the set-up that an account keeps: it belongs to the password that
// was proved for it.
func endUnproved(tx Tx, id AccountID) error {
	if err := tx.DeleteUnproved(id, time.Time{}); err != nil {
		return fmt.Errorf("end a set-up: %w", err)
	}
	return nil
}

// dropTwoStep takes away all that an account has for its second step.
func dropTwoStep(tx Tx, id AccountID) error {
	held, err := tx.TwoStep(id)
	if err != nil {
		return fmt.Errorf("read a second step: %w", err)
	}
	for _, app := range held.Apps {
		if err := tx.DeleteApp(id, app.ID); err != nil {
			return fmt.Errorf("delete an app: %w", err)
		}
	}
	if err := tx.PutRecoveryCodes(id, nil); err != nil {
		return fmt.Errorf("delete recovery codes: %w", err)
	}
	return endUnproved(tx, id)
}
