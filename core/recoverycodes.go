package core

import (
	"context"
	"fmt"

	"gatehouse/core/policy"
	"gatehouse/core/twostep"
)

// drawnRecovery is a set of recovery codes before it is stored.
type drawnRecovery struct {
	codes   []twostep.RecoveryCode
	records []RecoveryCodeRecord
}

// drawRecovery draws the codes that come with a first app, none with another one. It
// computes a hash for each.
func (s *Site) drawRecovery(ctx context.Context, o ownTwoStep) (drawnRecovery, error) {
	if o.TwoStep.on() || !o.held.allows(policy.MethodRecoveryCode) {
		return drawnRecovery{}, nil
	}
	return s.newRecovery(ctx, o.account.ID)
}

// newRecovery draws a set of codes whose hints differ, and computes their hashes.
func (s *Site) newRecovery(ctx context.Context, id AccountID) (drawnRecovery, error) {
	codes, err := s.distinctCodes(id)
	if err != nil {
		return drawnRecovery{}, err
	}
	drawn := drawnRecovery{codes: codes}
	for i, code := range codes {
		secret, err := s.recoverySecret(id, code.Text())
		if err != nil {
			return drawnRecovery{}, err
		}
		phc, err := s.hasher.Hash(ctx, secret)
		secret.Wipe()
		if err != nil {
			return drawnRecovery{}, fmt.Errorf("compute the hash of a recovery code: %w", err)
		}
		drawn.records = append(drawn.records, RecoveryCodeRecord{AccountID: id, Number: i + 1, Hint: s.recoveryHint(id, code), PHC: phc})
	}
	return drawn, nil
}

// drawsOfSets bounds how often a set of codes is drawn. Two hints of a set are alike
// once in a hundred million.
const drawsOfSets = 3

// distinctCodes draws a set of codes whose hints differ.
func (s *Site) distinctCodes(id AccountID) ([]twostep.RecoveryCode, error) {
	for range drawsOfSets {
		codes, err := twostep.NewRecoveryCodes(s.rand)
		if err != nil {
			return nil, fmt.Errorf("draw recovery codes: %w", err)
		}
		hints := map[string]bool{}
		for _, code := range codes {
			hints[string(s.recoveryHint(id, code))] = true
		}
		if len(hints) == len(codes) {
			return codes, nil
		}
	}
	return nil, fmt.Errorf("core: recovery codes with the same hint again and again")
}

// putRecovery stores a set of codes in place of the former ones, and gives the line of
// the log that says so.
func (s *Site) putRecovery(tx Tx, c caller, made drawnRecovery) (seq int64, err error) {
	records := make([]RecoveryCodeRecord, len(made.records))
	for i, r := range made.records {
		r.MadeAt = tx.Now()
		records[i] = r
	}
	if err := tx.PutRecoveryCodes(c.account.ID, records); err != nil {
		return 0, fmt.Errorf("store recovery codes: %w", err)
	}
	return s.record(tx, c.did(EventRecoveryCodesMade, c.account), detail{"codes": fmt.Sprint(len(records))})
}

// RenewRecoveryCodes gives the caller ten new recovery codes; the former ones end. The
// current password is asked for, and a wrong one counts like one at the sign-in. The
// codes are shown now and never again. CodeRefused: two-step verification is off, or
// the policy allows no recovery codes.
func (s *Site) RenewRecoveryCodes(ctx context.Context, token Token, current string) (Enrolled, error) {
	o, err := s.beginTwoStep(ctx, token, ScopeFull)
	if err != nil {
		return Enrolled{}, s.plain(ctx, err)
	}
	var f form
	typed := f.current(current)
	if err := f.problems.orNil(); err != nil {
		return Enrolled{}, err
	}
	defer typed.Wipe()
	if err := o.renewable(); err != nil {
		return Enrolled{}, err
	}
	var done Enrolled
	err = s.proveOwn(ctx, o, typed, purposeTwoStep, func(g guess) error {
		made, err := s.newRecovery(ctx, o.account.ID)
		if err != nil {
			return err
		}
		done.Codes = made.codes
		done.Token, err = newToken(s.rand)
		if err != nil {
			return err
		}
		return s.store.Update(ctx, func(tx Tx) error { return s.renewRecovery(tx, token, g, made, &done.Changed) })
	})
	if err != nil {
		return Enrolled{}, s.plain(ctx, ownPasswordError(FieldCurrent, err))
	}
	return done, nil
}

// renewable refuses recovery codes for somebody who has no use for them.
func (o ownTwoStep) renewable() error {
	switch {
	case !o.held.stepped(o.account.Role, o.Credentials):
		return refuse(say("Two-step verification is off, so nothing would ask for a recovery code."))
	case !o.held.allows(policy.MethodRecoveryCode):
		return refuse(say("Your rules do not allow recovery codes."))
	}
	return nil
}

// renewRecovery stores the codes of an account whose password is proved.
func (s *Site) renewRecovery(tx Tx, token Token, g guess, made drawnRecovery, done *Changed) error {
	now, err := s.readOwnTwoStep(tx, token, ScopeFull)
	if err != nil {
		return err
	}
	if err := now.renewable(); err != nil {
		return err
	}
	if _, _, err := s.succeed(tx, g); err != nil {
		return err
	}
	seq, err := s.putRecovery(tx, now.caller, made)
	if err != nil {
		return err
	}
	if err := s.vouch(tx, now.account.ID); err != nil {
		return err
	}
	if err := notify(tx, now.account.ID, NoticeRecoveryMade, seq); err != nil {
		return err
	}
	return s.continueSession(tx, now, done)
}
