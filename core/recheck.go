package core

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gatehouse/core/password"
	"gatehouse/core/policy"
)

// demand is what the policy asks of an account whose password was right.
type demand struct {
	// held is the policy that holds for it.
	held ruling
	// change: the sign-in can only set a new password, and why.
	change bool
	why    ChangeReason
	// blocked: it is not even good for that.
	blocked bool
}

// judgeAtHand judges a password by the policy while it is at hand, and demands a
// change when it has to be replaced. Only the outcome is kept. What is demanded
// stays so until the password is changed.
func (s *Site) judgeAtHand(tx Tx, a Account, r ruling, stored *PasswordRecord, t *Terms, secret password.Password) error {
	if r.revision == 0 {
		return nil // no revision of the site's, so nothing to keep
	}
	complies, weak, err := s.judgeStored(a, r, secret)
	if err != nil {
		return err
	}
	due := r.Change.Recheck == policy.RecheckAlways ||
		r.Change.Recheck == policy.RecheckOncePerRevision && t.Judged != r.revision
	t.Judged, t.Complied = r.revision, complies
	why := ReasonNone
	switch {
	case !complies || weak && r.Change.RecheckScope == policy.ScopeWeak:
		why = ReasonWeak
	case r.Change.RecheckScope == policy.ScopeAll:
		why = ReasonPolicy
	}
	if !due || why == ReasonNone || stored.MustChange {
		return nil
	}
	t.Why, stored.MustChange = why, true
	if err := tx.PutPassword(*stored); err != nil {
		return fmt.Errorf("demand a change of a password: %w", err)
	}
	if err := s.vouch(tx, a.ID); err != nil {
		return err
	}
	_, err = s.record(tx, caller{}.did(EventChangeDemanded, a), detail{"why": string(why)})
	return err
}

// errPacked stops a transaction that asks for the estimate while its lists are
// packed: nobody else could write until they are unpacked. The transaction can be
// done again when they are.
var errPacked = errors.New("core: the lists of the estimate are packed")

// unpacked does a transaction, and once more when it asks for the estimate and the
// lists had to be unpacked.
func (s *Site) unpacked(ctx context.Context, do func(Tx) error) error {
	err := s.store.Update(ctx, do)
	if !errors.Is(err, errPacked) {
		return err
	}
	s.estimator.lists()
	return s.store.Update(ctx, do)
}

// judgeStored tells whether the password of an account complies with a policy,
// and whether the estimate calls it weak. Rules that compare it with others do
// not matter: it is the one that the account has. It is errPacked when the
// estimate is not ready.
func (s *Site) judgeStored(a Account, r ruling, secret password.Password) (complies, weak bool, err error) {
	who := a.subject()
	never := false
	who.SameAsCurrent, who.InHistory = &never, &never
	judge, typed := s.judge(r), secret.Text()
	weakest := r.Change.RecheckScope == policy.ScopeWeak
	if (weakest || judge.estimates()) && !judge.Prepared() {
		return false, false, errPacked
	}
	if weakest {
		judged := judge.New(typed, who)
		return judged.Verdict.OK, judged.Strength.Score < policy.WeakScore, nil
	}
	return judge.verdict(typed, who).OK, false, nil
}

// demandOf decides what a right password is good for, and writes down what came
// of it: the outcome of judging it, and a use of its grace.
func (s *Site) demandOf(tx Tx, a Account, stored *PasswordRecord, secret password.Password) (demand, error) {
	held, err := s.rulingOf(tx, a.ID)
	if err != nil {
		return demand{}, err
	}
	terms, err := termsOf(tx, a.ID)
	if err != nil {
		return demand{}, err
	}
	was := terms
	if err := s.judgeAtHand(tx, a, held, stored, &terms, secret); err != nil {
		return demand{}, err
	}
	d := demand{held: held, change: stored.MustChange, why: terms.Why}
	if s.expired(held, *stored, terms, tx.Now()) {
		if err := s.expire(tx, a, &d, &terms); err != nil {
			return demand{}, err
		}
	} else {
		// What was used belongs to an expiry that is none any more.
		terms.GraceUsed = 0
	}
	if !terms.InactiveFrom.IsZero() {
		// Only the last root account comes here while it is locked so.
		terms.InactiveFrom, terms.UnlockedAt = time.Time{}, tx.Now()
	}
	if terms == was {
		return d, nil
	}
	return d, putTerms(tx, terms)
}

// expire decides what an expired password is good for.
func (s *Site) expire(tx Tx, a Account, d *demand, t *Terms) error {
	blocked := d.held.blocks(*t)
	if d.held.Expiration.AfterExpiry == policy.AfterGrace && !blocked {
		t.GraceUsed++
	}
	if !d.change {
		d.change, d.why = true, ReasonExpired
	}
	if !blocked {
		return nil
	}
	last, err := s.lastRoot(tx, a)
	d.blocked = !last
	return err
}

// errBlocked is the refusal of a right password that has expired.
func errBlocked() *Error {
	return &Error{Code: CodeLocked, Text: say("The password has expired. A root account has to set a new one.")}
}
