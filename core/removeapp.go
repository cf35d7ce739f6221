package core

import (
	"context"
	"fmt"
	"slices"
)

// RemoveApp takes an authenticator app of the caller away. Other apps and the recovery
// codes stay; with the last app two-step verification is off, and the codes end. The
// current password is asked for, and a wrong one counts like one at the sign-in.
// CodeRefused: it is the last one, and the policy asks for two-step verification.
func (s *Site) RemoveApp(ctx context.Context, token Token, id AppID, current string) (Changed, error) {
	o, err := s.beginTwoStep(ctx, token, ScopeFull)
	if err != nil {
		return Changed{}, s.plain(ctx, err)
	}
	var f form
	typed := f.current(current)
	if err := f.problems.orNil(); err != nil {
		return Changed{}, err
	}
	defer typed.Wipe()
	if _, err := o.removable(id); err != nil {
		return Changed{}, err
	}
	var done Changed
	err = s.proveOwn(ctx, o, typed, purposeTwoStep, func(g guess) error {
		fresh, err := newToken(s.rand)
		if err != nil {
			return err
		}
		done.Token = fresh
		return s.store.Update(ctx, func(tx Tx) error { return s.removeApp(tx, token, id, g, &done) })
	})
	if err != nil {
		return Changed{}, s.plain(ctx, ownPasswordError(FieldCurrent, err))
	}
	return done, nil
}

// removable finds an app that can be taken away.
func (o ownTwoStep) removable(id AppID) (AppRecord, error) {
	app, err := o.TwoStep.app(id)
	if err != nil {
		return AppRecord{}, err
	}
	if len(o.TwoStep.Apps) == 1 && o.held.requires(o.account.Role) && !o.held.passkeyAsSecond(o.Passkeys) {
		return AppRecord{}, refuse(say("Your rules ask for two-step verification, so one app stays. Add the new one first, then remove this one."))
	}
	return app, nil
}

// app finds an app.
func (r TwoStepRecord) app(id AppID) (AppRecord, error) {
	at := slices.IndexFunc(r.Apps, func(a AppRecord) bool { return a.ID == id })
	if at < 0 {
		return AppRecord{}, &Error{Code: CodeNotFound, Text: say("This app is not there any more.")}
	}
	return r.Apps[at], nil
}

// removeApp takes an app away of an account whose password is proved.
func (s *Site) removeApp(tx Tx, token Token, id AppID, g guess, done *Changed) error {
	now, err := s.readOwnTwoStep(tx, token, ScopeFull)
	if err != nil {
		return err
	}
	app, err := now.removable(id)
	if err != nil {
		return err
	}
	if _, _, err := s.succeed(tx, g); err != nil {
		return err
	}
	// The codes stay where a passkey is the second step from now on.
	byPasskey := now.held.requires(now.account.Role) && now.held.passkeyAsSecond(now.Passkeys)
	if err := s.deleteApps(tx, now.account, now.TwoStep, []AppRecord{app}, byPasskey); err != nil {
		return err
	}
	if err := s.vouch(tx, now.account.ID); err != nil {
		return err
	}
	seq, err := s.record(tx, now.did(EventAppRemoved, now.account), detail{
		"app": app.Name, "left": fmt.Sprint(len(now.TwoStep.Apps) - 1),
	})
	if err != nil {
		return err
	}
	if err := notify(tx, now.account.ID, NoticeAppRemoved, seq); err != nil {
		return err
	}
	return s.continueSession(tx, now, done)
}

// deleteApps takes some apps of an account away. With the last one the recovery codes
// end, unless there is a second step without it, and whether the password complies is not known any more: without a second step
// another length may be asked for. The caller vouches for the account.
func (s *Site) deleteApps(tx Tx, a Account, has TwoStepRecord, apps []AppRecord, still bool) error {
	for _, app := range apps {
		if err := tx.DeleteApp(a.ID, app.ID); err != nil {
			return fmt.Errorf("delete an app: %w", err)
		}
	}
	if len(apps) < len(has.Apps) || still {
		return nil
	}
	if err := dropTwoStep(tx, a.ID); err != nil {
		return err
	}
	return demandAtOnce(tx, a.ID)
}
