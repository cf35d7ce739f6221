package core

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gatehouse/core/passkey"
)

// A passkey is what somebody has, opened by what they know or are: its authenticator
// verifies the person each time. It is both steps of a sign-in, or the second one after
// a password.

// Passkey signs in with a passkey and gives the step that follows: in StepPassword
// without a name being typed, in StepTwoStep as the second step. Neither a code nor the
// answer to the security question is asked for after a passkey alone. It takes up to
// passkey.Lifetime, unless ctx ends before, and the sign-in may go on meanwhile by
// another way: then the passkey comes too late.
//
// Errors: CodeRefused for a ceremony without an answer, with the error of package
// passkey as its cause, and for a passkey that the policy does not allow; CodeSignIn for
// one that is not known, was copied, or belongs to another account; CodeLocked;
// CodeSession as Code.
func (f *SignIn) Passkey(ctx context.Context, by passkey.Provider, opened Opened) (Step, error) {
	step, half, err := f.passkeyTurn()
	if err != nil {
		return step, err
	}
	err = f.site.assert(ctx, by, opened, func(ctx context.Context, a assertion, response []byte) error {
		return f.passkeyAnswered(ctx, step, half, a, response)
	})
	return f.Step(), f.site.plain(ctx, err)
}

// passkeyTurn tells whether a passkey can be used now: in which step, and half way.
func (f *SignIn) passkeyTurn() (Step, *halfway, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.step != StepPassword && f.step != StepTwoStep {
		return f.step, nil, errOutOfTurn()
	}
	return f.step, f.half, nil
}

// passkeyAnswered takes an answer, unless the sign-in went on meanwhile.
func (f *SignIn) passkeyAnswered(ctx context.Context, step Step, half *halfway, a assertion, response []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.half != half && f.step == StepPassword && f.late:
		return errHalfway()
	case f.step != step || f.half != half:
		return errOutOfTurn()
	}
	came, err := f.site.signInByPasskey(ctx, half, a, response, f.device)
	_, err = f.went(ctx, step, came, err)
	return err
}

// signInByPasskey checks an answer and takes the sign-in on. What the policy or a lock
// refuses is in the log.
func (s *Site) signInByPasskey(ctx context.Context, half *halfway, a assertion, response []byte, d Device) (entry, error) {
	u, err := s.checkPasskey(ctx, a, response, d)
	if err != nil {
		return entry{}, err
	}
	var done entry
	switch {
	case half == nil:
		done, err = s.enterByPasskey(ctx, u, d)
	case half.name != "":
		// Nothing was tried yet: the passkey stands for both.
		if key, _ := readName(half.name); key != u.account.Key {
			err = errOtherAccount()
			break
		}
		done, err = s.enterByPasskey(ctx, u, d)
	default:
		done, err = s.secondByPasskey(ctx, half, u)
	}
	if err != nil {
		s.recordPasskeyRefused(ctx, caller{account: u.account, session: Session{Device: d}}, err)
	}
	return done, err
}

// errOtherAccount is the refusal of a passkey of somebody else.
func errOtherAccount() *Error {
	return &Error{Code: CodeSignIn, Text: say("This passkey belongs to another account. Use one of the account that signs in.")}
}

// secondByPasskey is the second step of a sign-in whose password was right.
func (s *Site) secondByPasskey(ctx context.Context, h *halfway, u usedPasskey) (entry, error) {
	if u.account.ID != h.guess.account.ID {
		return entry{}, errOtherAccount()
	}
	next := h.proved(methodPasskey)
	next.second = true
	return s.settlePassed(ctx, next, func(tx Tx, found *proven) (guess, error) {
		if err := s.stillHalfway(tx, h); err != nil {
			return guess{}, err
		}
		if err := s.refuseLockedAccount(tx, *found); err != nil {
			return guess{}, err
		}
		if !found.held.passkeyAsSecond(found.Passkeys) {
			return guess{}, refuse(say("Your rules do not allow a passkey for the second step."))
		}
		// Nothing was counted that could be taken back.
		return guess{repeat: true}, s.takePasskey(tx, found, u)
	})
}

// refuseLockedAccount refuses an account that is locked. A lock is there against
// guessing, which a passkey is not; but locked is what the list of accounts says it is.
// Where no password signs in, wrong ones lock nobody out: they would be a way to do so
// to somebody else.
func (s *Site) refuseLockedAccount(tx Tx, found proven) error {
	a := found.account
	count, err := tx.Throttle(subjectOf(a.ID))
	if err != nil {
		return fmt.Errorf("read the count of failures: %w", err)
	}
	lock, err := s.lockNow(tx, a, count)
	if err != nil {
		return err
	}
	if lock == nil || !lock.Inactive && found.held.passwordOff(a.Role, found.Passkeys) {
		return nil
	}
	lock.Answers = false
	return lockedError(lock)
}

// enterByPasskey starts the session of somebody whose passkey was right.
func (s *Site) enterByPasskey(ctx context.Context, u usedPasskey, d Device) (entry, error) {
	token, err := newToken(s.rand)
	if err != nil {
		return entry{}, err
	}
	done := entry{token: token}
	err = s.store.Update(ctx, func(tx Tx) error {
		found, err := s.provenByPasskey(tx, u)
		if err != nil {
			return err
		}
		if err := s.refuseAccess(tx, found.account, d); err != nil {
			return err
		}
		if err := s.takePasskey(tx, &found, u); err != nil {
			return err
		}
		done.facts, err = s.enterWithPasskey(tx, found, token, d)
		return err
	})
	if errors.Is(err, errShut) {
		s.recordShut(ctx, guess{account: u.account, device: d, purpose: purposeSignIn}, methodPasskey)
	}
	if err != nil {
		return entry{}, err
	}
	return done, nil
}

// provenByPasskey finds the account of a passkey that was right, as it is now.
func (s *Site) provenByPasskey(tx Tx, u usedPasskey) (proven, error) {
	account, err := tx.AccountByID(u.account.ID)
	if err != nil {
		return proven{}, fmt.Errorf("find an account: %w", err)
	}
	held, sound, err := s.credentialsIfSound(tx, account)
	if err != nil {
		return proven{}, err
	}
	if !sound {
		return proven{}, errChangedNow()
	}
	if account.State != StateActive {
		return proven{}, &Error{Code: CodeSignIn, Text: say("This account is switched off. Ask an administrator.")}
	}
	found := proven{account: account, Credentials: held}
	if found.held, err = s.rulingOf(tx, account.ID); err != nil {
		return proven{}, err
	}
	return found, s.refuseLockedAccount(tx, found)
}

// enterWithPasskey is enterSite for a passkey: no password is at hand that could be
// judged, or have expired. What the policy demands of the password is demanded when it
// is used.
func (s *Site) enterWithPasskey(tx Tx, found proven, token Token, d Device) (facts, error) {
	account := found.account
	g := guess{account: account, subject: subjectOf(account.ID), device: d, whole: true}
	if err := resetCount(tx, g); err != nil {
		return facts{}, err
	}
	if err := s.recordAlteredPolicy(tx, g, found.held); err != nil {
		return facts{}, err
	}
	terms, err := termsOf(tx, account.ID)
	if err != nil {
		return facts{}, err
	}
	was := terms
	if !terms.InactiveFrom.IsZero() {
		// Only the last root account comes here while it is locked for want of use.
		terms.InactiveFrom, terms.UnlockedAt = time.Time{}, tx.Now()
	}
	known := facts{
		judge:   s.judge(found.held),
		subject: account.subject(found.held.stepped(account.Role, found.Credentials)),
		owed:    found.held.enrols(account.Role, found.Credentials, &terms, tx.Now()),
	}
	known.question = found.held.demands(found.Question)
	if terms != was {
		if err := putTerms(tx, terms); err != nil {
			return facts{}, err
		}
	}
	scope := scopeFor(known)
	if err := noteSignIn(tx, account, scope); err != nil {
		return facts{}, err
	}
	return known, s.startSession(tx, found.held, account, newSession{token: token, scope: scope, device: d, method: methodPasskey})
}

// AddPasskey begins to add the passkey that the walk asks for, see Site.AddPasskey.
func (f *SignIn) AddPasskey(ctx context.Context) (*PasskeySetUp, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.step != StepAddPasskey {
		return nil, errOutOfTurn()
	}
	return f.site.AddPasskey(ctx, f.token, "")
}

// MakePasskey has the passkey made that the walk asks for, see PasskeySetUp.Make, and
// gives the step that follows.
func (f *SignIn) MakePasskey(ctx context.Context, p *PasskeySetUp, by passkey.Provider, kind passkey.Kind, opened Opened) (AddedPasskey, Step, error) {
	if f.Step() != StepAddPasskey {
		return AddedPasskey{}, f.Step(), errOutOfTurn()
	}
	done, err := p.Make(ctx, f.Token(), by, kind, opened)
	if err != nil {
		return AddedPasskey{}, f.Step(), err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.token, f.facts.owed = done.Token, done.owed
	f.step = following(StepChangePassword, f.facts)
	return done, f.step, nil
}

// DiscardPasskey takes the passkey of MakePasskey away again, see PasskeySetUp.Discard,
// and gives the step that follows: the walk asks for one again.
func (f *SignIn) DiscardPasskey(ctx context.Context, p *PasskeySetUp) (Step, error) {
	done, err := p.Discard(ctx, f.Token())
	if err != nil {
		return f.Step(), err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.token, f.facts.owed = done.Token, done.owed
	f.step = following(StepChangePassword, f.facts)
	return f.step, nil
}
