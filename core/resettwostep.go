package core

import (
	"context"
	"fmt"
)

// ResetTwoStep takes away what somebody has lost of the second step, with a reason for
// the log: one app, or with "" all apps and the recovery codes. The account is told.
// Where the policy asks for two-step verification, it is set up anew at the next
// sign-in, after the password. Sessions and a lock stay as they are; sign-ins that wait
// for a code end. The own one is changed on the security page instead.
func (s *Site) ResetTwoStep(ctx context.Context, token Token, id AccountID, app AppID, reason string) error {
	var f form
	why := f.line(FieldReason, reason, maxReason, true)
	if err := f.problems.orNil(); err != nil {
		return err
	}
	return s.change(ctx, token, id, func(tx Tx, c caller, a Account) error {
		if c.account.ID == a.ID {
			return refuse(say("Change your own two-step verification on the Security page."))
		}
		return s.resetTwoStep(tx, c, a, app, detail{"reason": why})
	})
}

// resetTwoStep takes one app or everything away, with the line of the log and the
// notice. The caller vouches for the account.
func (s *Site) resetTwoStep(tx Tx, c caller, a Account, id AppID, why detail) error {
	has, err := tx.TwoStep(a.ID)
	if err != nil {
		return fmt.Errorf("read a second step: %w", err)
	}
	if !has.on() && len(has.Codes) == 0 {
		return refuse(say("{{.Name}} has no authenticator app.", "Name", a.Name))
	}
	gone := has.Apps
	why["removed"] = "everything"
	if id != "" {
		app, err := has.app(id)
		if err != nil {
			return err
		}
		gone = []AppRecord{app}
		why["removed"] = app.Name
	}
	if err := s.deleteApps(tx, a, has, gone, false); err != nil {
		return err
	}
	seq, err := s.record(tx, c.did(EventTwoStepReset, a), why)
	if err != nil {
		return err
	}
	return notify(tx, a.ID, NoticeTwoStepReset, seq)
}

// ForgetTwoStep takes the second step of a root account away with the site's recovery
// key: the way back for a root account whom no other one can help. Whoever has that key
// can open the site anyway; the password is still asked for at the sign-in.
func ForgetTwoStep(ctx context.Context, store Store, recovery, name string, cfg Config) error {
	cfg = cfg.withDefaults()
	err := withRecovery(ctx, store, recovery, cfg, func(s *Site, tx Tx) error {
		account, _, err := s.rootNamed(tx, name)
		if err != nil {
			return err
		}
		if err := s.resetTwoStep(tx, caller{}, account, "", detail{"by": "recovery key"}); err != nil {
			return err
		}
		return s.vouch(tx, account.ID)
	})
	return cfg.reporter().plain(ctx, err)
}
