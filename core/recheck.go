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
	// expiry is when the password expires.
	expiry Expiry
	// owed is what has to be set up first.
	owed owed
}

// atHand is the password of a right guess while it is at hand, and what was found out
// about it.
type atHand struct {
	secret password.Password
	looked lookedUp
	// twoStep: the account has a second step, so that another length may do.
	twoStep bool
}

// judgeAtHand judges a password by the policy while it is at hand, and demands a
// change when it has to be replaced. Only the outcome is kept. What is demanded
// stays so until the password is changed.
func (s *Site) judgeAtHand(tx Tx, a Account, r ruling, stored *PasswordRecord, t *Terms, h atHand) error {
	if r.revision == 0 {
		return nil // no revision of the site's, so nothing to keep
	}
	if !looksForLeaked(r.Complexity) {
		h.looked = lookedUp{} // the policy has changed since
	}
	if err := s.keepLookedUp(tx, a, r, h.looked, t); err != nil {
		return err
	}
	why, err := s.recheck(a, r, t, h)
	if err != nil || why == ReasonNone || stored.MustChange {
		return err
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

// recheck keeps in the terms of an account how its password was judged, and tells why
// it has to be changed. One that has leaked has to be, whenever the policy judges.
func (s *Site) recheck(a Account, r ruling, t *Terms, h atHand) (ChangeReason, error) {
	verdict, weak, err := s.judgeStored(a, r, h)
	if err != nil {
		return ReasonNone, err
	}
	due := r.Change.Recheck == policy.RecheckAlways ||
		r.Change.Recheck == policy.RecheckOncePerRevision && t.Judged != r.revision
	t.Judged, t.Complied = r.revision, verdict.OK
	if verdict.OK && !verdict.Final() {
		t.Judged, t.Complied = 0, false // it may have leaked
	}
	switch {
	case h.looked.leaked && r.Complexity.Breached == policy.BreachedRefuse:
		return ReasonLeaked, nil
	case !due:
		return ReasonNone, nil
	case !verdict.OK || weak && r.Change.RecheckScope == policy.ScopeWeak:
		return ReasonWeak, nil
	case r.Change.RecheckScope == policy.ScopeAll:
		return ReasonPolicy, nil
	}
	return ReasonNone, nil
}

// judgeStored tells whether the password of an account complies with a policy,
// and whether the estimate calls it weak. Rules that compare it with others do
// not matter: it is the one that the account has. It is errPacked when the
// estimate is not ready.
func (s *Site) judgeStored(a Account, r ruling, h atHand) (verdict policy.Verdict, weak bool, err error) {
	who := a.subject(h.twoStep)
	never := false
	who.SameAsCurrent, who.InHistory, who.Breached = &never, &never, h.looked.known()
	judge, typed := s.judge(r), h.secret.Text()
	weakest := r.Change.RecheckScope == policy.ScopeWeak
	if (weakest || judge.estimates()) && !judge.Prepared() {
		return policy.Verdict{}, false, errPacked
	}
	weak = weakest && judge.estimate(typed, who).Score < policy.WeakScore
	return judge.verdictOf(typed, who), weak, nil
}

// demandOf decides what a right password is good for, and writes down what came
// of it: the outcome of judging it, and a use of its grace.
func (s *Site) demandOf(tx Tx, found proven, stored *PasswordRecord, h atHand) (demand, error) {
	a, held := found.account, found.held
	terms, err := termsOf(tx, a.ID)
	if err != nil {
		return demand{}, err
	}
	was := terms
	h.twoStep = held.stepped(a.Role, found.Credentials)
	if err := s.judgeAtHand(tx, a, held, stored, &terms, h); err != nil {
		return demand{}, err
	}
	d := demand{held: held, change: stored.MustChange, why: terms.Why, expiry: s.foretold(held, *stored, terms)}
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
	d.owed = held.enrols(a.Role, found.Credentials, &terms, tx.Now())
	d.owed.question = held.demands(found.Question)
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
