package core

import (
	"context"
	"fmt"
	"time"

	"gatehouse/core/policy"
	"gatehouse/core/twostep"
)

// Enrolled tells what the end of a set-up did.
type Enrolled struct {
	Changed
	// Codes are new recovery codes, shown now and never again. There are some with the
	// first app, where the policy allows them.
	Codes []twostep.RecoveryCode
}

// errEnrolOver is the refusal of a set-up that is over.
func errEnrolOver() *Error {
	return &Error{Code: CodeRefused, Text: say("This set-up has waited for too long, or the account was changed meanwhile. Nothing was changed; begin again.")}
}

// Confirm ends the set-up with a code of the app: from then on a sign-in asks for one.
// A code that is wrong gives a problem of FieldCode, which tells a clock that is wrong
// from a wrong code; it is no guess, since the secret was just shown, and is not
// counted. endOthers signs the account out everywhere else; a set-up that the sign-in
// asks for always does. Errors besides: CodeRefused
// after ten minutes, and when the password was changed meanwhile. It is all or nothing.
func (e *Enrolment) Confirm(ctx context.Context, token Token, code string, endOthers bool) (Enrolled, error) {
	s := e.site
	if !e.key.Params.IsCode(code) {
		return Enrolled{}, problem(FieldCode, say("Type the {{.Digits}} digits that the app shows.", "Digits", e.app.Params.Digits))
	}
	begun, step, err := e.match(ctx, token, code)
	if err != nil {
		return Enrolled{}, s.plain(ctx, err)
	}
	made, err := s.drawRecovery(ctx, begun)
	if err != nil {
		return Enrolled{}, s.plain(ctx, err)
	}
	fresh, err := newToken(s.rand)
	if err != nil {
		return Enrolled{}, s.plain(ctx, err)
	}
	done := Enrolled{Changed: Changed{Token: fresh}, Codes: made.codes}
	err = s.store.Update(ctx, func(tx Tx) error {
		o, err := e.still(tx, token)
		if err != nil {
			return err
		}
		if len(o.TwoStep.Apps) != len(begun.TwoStep.Apps) {
			return errEnrolOver() // and with it whether there are codes to be made
		}
		if err := e.storeApp(tx, o, step, made); err != nil {
			return err
		}
		return s.turnOn(tx, o, e.app, endOthers, &done.Changed)
	})
	if err != nil {
		return Enrolled{}, s.plain(ctx, err)
	}
	e.Discard()
	return done, nil
}

// still finds the caller of a set-up that is not over.
func (e *Enrolment) still(tx Tx, token Token) (ownTwoStep, error) {
	o, err := e.site.readOwnTwoStep(tx, token, ScopeFull, ScopeEnrol)
	if err != nil {
		return ownTwoStep{}, err
	}
	if o.account.ID != e.app.AccountID || o.Password.PHC != e.phc || !tx.Now().Before(e.over) ||
		tx.Now().Before(e.over.Add(-EnrolWithin)) {
		return ownTwoStep{}, errEnrolOver()
	}
	if err := o.addable(); err != nil {
		return ownTwoStep{}, err
	}
	name := e.app
	if problem := o.nameApp(&name); problem != nil {
		return ownTwoStep{}, problem
	}
	return o, nil
}

// match finds the step of a code.
func (e *Enrolment) match(ctx context.Context, token Token, code string) (ownTwoStep, int64, error) {
	var o ownTwoStep
	var step int64
	err := e.site.store.View(ctx, func(tx Tx) error {
		var err error
		if o, err = e.still(tx, token); err != nil {
			return err
		}
		var ok bool
		if step, ok, err = e.key.Match(code, tx.Machine(), 0); err != nil {
			return fmt.Errorf("compare a code: %w", err)
		}
		if ok {
			return nil
		}
		drift, ok, err := e.key.Drift(code, tx.Machine())
		if err != nil {
			return fmt.Errorf("compare a code: %w", err)
		}
		return wrongFirstCode(e.key.Params, drift, ok)
	})
	return o, step, err
}

// wrongFirstCode says what is wrong with the first code of an app.
func wrongFirstCode(p twostep.Params, drift time.Duration, drifts bool) *Error {
	switch {
	case !drifts:
		return problem(FieldCode, say("This is not the code of this app. Type the one that it shows now; it changes every {{.Seconds}} seconds.",
			"Seconds", int(p.Period/time.Second)))
	case drift > 0:
		return problem(FieldCode, say("The clock of the phone is about {{.Ahead}} ahead of this computer. Let both set their time by themselves, then type the next code.",
			"Ahead", driftText(drift)))
	}
	return problem(FieldCode, say("The clock of the phone is about {{.Behind}} behind this computer. Let both set their time by themselves, then type the next code.",
		"Behind", driftText(-drift)))
}

// driftText says how long a clock is off.
func driftText(d time.Duration) Text {
	if d < 2*time.Minute {
		return say("{{.Seconds}} seconds", "Seconds", int(d/time.Second))
	}
	return say("{{.Minutes}} minutes", "Minutes", int(d.Round(time.Minute)/time.Minute))
}

// storeApp writes the app, proved, and the recovery codes of a first one.
func (e *Enrolment) storeApp(tx Tx, o ownTwoStep, step int64, made drawnRecovery) error {
	if e.kept {
		if err := tx.ProveApp(e.app.ID, tx.Now(), step); err != nil {
			if isNotFound(err) {
				return errEnrolOver()
			}
			return fmt.Errorf("store an app: %w", err)
		}
	} else {
		app := e.app
		var err error
		if app.Secret, err = e.site.sealApp(app, e.key.Secret); err != nil {
			return err
		}
		app.CreatedAt, app.UsedAt, app.UsedStep = tx.Now(), tx.Now(), step
		if err := tx.InsertApp(app); err != nil {
			return fmt.Errorf("store an app: %w", err)
		}
	}
	if made.records == nil {
		return nil
	}
	_, err := e.site.putRecovery(tx, o.caller, made)
	return err
}

// turnOn writes down that an app was added, ends what has to end, and goes on in a new
// session.
func (s *Site) turnOn(tx Tx, o ownTwoStep, app AppRecord, endOthers bool, done *Changed) error {
	if err := s.endDemand(tx, o); err != nil {
		return err
	}
	if err := s.vouch(tx, o.account.ID); err != nil {
		return err
	}
	var err error
	if done.Ended, err = s.endOthers(tx, o.caller, endOthers || o.asked(), EndTwoStepChanged); err != nil {
		return err
	}
	seq, err := s.record(tx, o.did(EventAppAdded, o.account), detail{"app": app.Name, "ended_sessions": fmt.Sprint(done.Ended)})
	if err != nil {
		return err
	}
	if err := notify(tx, o.account.ID, NoticeAppAdded, seq); err != nil {
		return err
	}
	return s.continueSession(tx, o, done)
}

// endDemand ends the time that an account has to set something up, when it has all that
// the policy asks for now. Otherwise the time goes on.
func (s *Site) endDemand(tx Tx, o ownTwoStep) error {
	has, err := credentialsOf(tx, o.account.ID)
	if err != nil || o.held.lacks(o.account.Role, has) != (owed{}) {
		return err
	}
	o.terms.EnrolFrom = time.Time{}
	return putTerms(tx, o.terms)
}

// continueSession goes on after a change of the second step: in a full session, or in
// what the sign-in asks for next.
func (s *Site) continueSession(tx Tx, o ownTwoStep, done *Changed) error {
	var err error
	if done.owed, err = s.owedBy(tx, o.caller); err != nil {
		return err
	}
	return s.goOn(tx, o.caller, done.Token, done.scope(), "two-step verification")
}

// allowsApps tells whether the policy allows authenticator apps.
func (r ruling) allowsApps() bool { return r.allows(policy.MethodTOTP) }
