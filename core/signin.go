package core

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"gatehouse/core/password"
	"gatehouse/core/password/generate"
	"gatehouse/core/policy"
)

// Step is a place in the walk from a name to a session.
type Step string

// The steps. StepDone has a session with all the account's rights.
const (
	StepPassword Step = "password"
	// StepTwoStep asks for a code. Until it is given nothing is stored and there is no
	// session.
	StepTwoStep Step = "two_step"
	// StepAnswer asks the security question. Until it is answered nothing is stored
	// and there is no session.
	StepAnswer         Step = "security_question"
	StepChangePassword Step = "change_password"
	// StepEnrol asks to set two-step verification up.
	StepEnrol Step = "set_up_two_step"
	// StepAddPasskey: the policy wants a passkey.
	StepAddPasskey  Step = "add_passkey"
	StepSetQuestion Step = "set_security_question"
	StepDone        Step = "done"
)

// facts are what decides which steps an account has to go through.
type facts struct {
	// twoStep: a code is to be given.
	twoStep bool
	// answer: the security question is to be answered.
	answer     bool
	mustChange bool
	why        ChangeReason
	expiry     Expiry
	subject    policy.Subject
	// judge is that of the policy that holds for the account.
	judge *Judge
	// generator are the options of its generator, where a new password is asked for.
	generator *generate.Options
	owed
}

// owed is what a sign-in still asks an account to set up.
type owed struct {
	// passkey: a passkey, enrol: two-step verification, question: the security question.
	passkey, enrol, question bool
}

// due is one step that may follow the password, and when it does.
type due struct {
	step Step
	when func(facts) bool
}

// walk lists the steps after the password in their order. Proof of identity
// stands before what the account is asked to do.
var walk = []due{
	{step: StepTwoStep, when: func(f facts) bool { return f.twoStep }},
	{step: StepAnswer, when: func(f facts) bool { return f.answer }},
	{step: StepChangePassword, when: func(f facts) bool { return f.mustChange }},
	{step: StepAddPasskey, when: func(f facts) bool { return f.passkey }},
	{step: StepEnrol, when: func(f facts) bool { return f.enrol }},
	{step: StepSetQuestion, when: func(f facts) bool { return f.question }},
}

// following is the first step after the given one that is due.
func following(done Step, f facts) Step {
	reached := done == StepPassword
	for _, d := range walk {
		if reached && d.when(f) {
			return d.step
		}
		if d.step == done {
			reached = true
		}
	}
	return StepDone
}

// SignIn is one walk from a name to a session. Steps are taken in order: a
// method called out of turn is refused with CodeUsage and changes nothing.
type SignIn struct {
	site   *Site
	device Device

	mu    sync.Mutex
	step  Step
	facts facts
	token Token
	// half is set in StepTwoStep and StepAnswer, and over ends it when nobody answers.
	// late: it has.
	half *halfway
	over *time.Timer
	late bool
}

// StartSignIn begins a sign-in at StepPassword. Nothing is stored yet.
func (s *Site) StartSignIn(d Device) *SignIn {
	return &SignIn{site: s, device: d, step: StepPassword}
}

// Step tells what is asked for now.
func (f *SignIn) Step() Step {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.step
}

// Token is the session's token, once there is one: in StepChangePassword, StepEnrol
// and StepSetQuestion for a session that may only do that, in StepDone for a full one.
func (f *SignIn) Token() Token {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.token
}

// Password takes name and password and gives the step that follows. A wrong
// name and a wrong password give the same CodeSignIn at the same cost; a locked
// account, real or not, gives CodeLocked. A store that cannot count refuses.
//
// Where the policy requires a second step of everybody, it leads to StepTwoStep
// whatever was typed: nothing was tried yet.
func (f *SignIn) Password(ctx context.Context, name, typed string) (Step, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.step != StepPassword {
		return f.step, errOutOfTurn()
	}
	secret, err := readSignIn(name, typed)
	if err != nil {
		return f.step, err
	}
	came, err := f.site.signIn(ctx, name, secret, f.device)
	if came.half == nil {
		defer secret.Wipe()
	}
	if err != nil {
		return f.step, f.site.plain(ctx, err)
	}
	if came.half != nil {
		f.wait(came.half)
	}
	f.token, f.facts = came.token, came.facts
	f.step = following(StepPassword, came.facts)
	return f.step, nil
}

// ChangePassword sets the new password that the walk asks for.
func (f *SignIn) ChangePassword(ctx context.Context, change OwnChange) (Step, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.step != StepChangePassword {
		return f.step, errOutOfTurn()
	}
	done, err := f.site.ChangePassword(ctx, f.token, change)
	if err != nil {
		return f.step, err
	}
	f.token, f.facts.owed = done.Token, done.owed
	f.step = following(StepChangePassword, f.facts)
	return f.step, nil
}

// errOutOfTurn is the refusal of a step that is not due.
func errOutOfTurn() *Error {
	return &Error{Code: CodeUsage, Text: say("This step is not asked for now. Start the sign-in again.")}
}

// longestTypedName is where a typed name stops being looked at, in bytes.
const longestTypedName = 1024

// readSignIn checks what can be said without looking anybody up. It is not
// counted, as it is no guess.
func readSignIn(name, typed string) (password.Password, error) {
	var f form
	switch {
	case name == "":
		f.note(problem(FieldName, say("Type your account name.")))
	case len(name) > longestTypedName:
		f.note(problem(FieldName, say("This is too long for an account name.")))
	}
	secret, err := password.New(typed)
	if err != nil {
		f.note(passwordProblem(FieldPassword, err))
	}
	return secret, f.problems.orNil()
}

// signIn verifies name and password and starts the session, unless a question is to
// be answered before.
func (s *Site) signIn(ctx context.Context, name string, secret password.Password, d Device) (entry, error) {
	key, _ := readName(name)
	leave, err := s.turns.take(ctx, key)
	if err != nil {
		return entry{}, err
	}
	defer leave()
	g, verdict, err := s.try(ctx, target{name: name, opens: true}, d, 0, purposeSignIn, secret)
	if errors.Is(err, errAsksBoth) {
		return s.waitForBoth(ctx, name, secret, d)
	}
	if err != nil {
		return entry{}, err
	}
	p, err := s.passedBy(ctx, g, verdict, secret)
	if err != nil {
		return entry{}, err
	}
	return s.settlePassed(ctx, p, func(Tx, *proven) (guess, error) { return g, nil })
}

// purposeSignIn is what a failure is recorded as having been for.
const purposeSignIn = "signin"

// passedBy is a right password, with what has to be found out before the transaction
// that settles it.
func (s *Site) passedBy(ctx context.Context, g guess, v password.Verdict, secret password.Password) (passed, error) {
	rehashed, err := s.rehash(ctx, v, secret)
	if err != nil {
		return passed{}, err
	}
	looked, err := s.lookUpAtHand(ctx, g, secret)
	if err != nil {
		return passed{}, err
	}
	return passed{guess: g, secret: secret, looked: looked, rehashed: rehashed, method: methodPassword}, nil
}

// settlePassed settles what a sign-in has proved so far: it goes on half way, or there
// is a session. take proves the rest within the transaction, and gives the guess that
// was right.
func (s *Site) settlePassed(ctx context.Context, p passed, take func(Tx, *proven) (guess, error)) (entry, error) {
	token, err := newToken(s.rand)
	if err != nil {
		return entry{}, err
	}
	var came entry
	blocked := false
	err = s.unpacked(ctx, func(tx Tx) error {
		found, err := s.provenOf(tx, p.guess)
		if err != nil {
			return err
		}
		if err := s.refuseAccess(tx, found.account, p.guess.device); err != nil {
			return err
		}
		right, err := take(tx, &found)
		if err != nil {
			return err
		}
		if half := p.halfwayOf(found, tx.Now()); half != nil {
			came = entry{facts: half.facts(), half: half}
			return s.stopHalfway(tx, half, right)
		}
		came = entry{token: token}
		came.facts, blocked, err = s.enterSite(tx, p, found, token)
		return err
	})
	switch {
	case errors.Is(err, errShut):
		s.recordShut(ctx, p.guess, p.method)
		return entry{}, err
	case err != nil:
		return entry{}, err
	case blocked:
		return entry{}, errBlocked()
	}
	return came, nil
}

// rehash computes a hash at today's cost when the stored one was cheaper.
func (s *Site) rehash(ctx context.Context, v password.Verdict, secret password.Password) (string, error) {
	if !v.Rehash {
		return "", nil
	}
	phc, err := s.hasher.Hash(ctx, secret)
	if err != nil {
		return "", fmt.Errorf("compute a password hash: %w", err)
	}
	return phc, nil
}

// storeRehash keeps the costlier hash of the same password.
func (s *Site) storeRehash(tx Tx, g guess, account Account, phc string) error {
	if phc == "" {
		return nil
	}
	renewed := g.stored
	renewed.PHC = phc
	if err := tx.PutPassword(renewed); err != nil {
		return fmt.Errorf("store a password hash: %w", err)
	}
	if err := s.vouch(tx, account.ID); err != nil {
		return err
	}
	c := caller{account: account, session: Session{Device: g.device}}
	_, err := s.record(tx, c.did(EventPasswordRehashed, account), nil)
	return err
}

// Subject is the account as the rules judge a new password for it, in a step
// that asks for one; before the password was right it is nobody.
func (f *SignIn) Subject() policy.Subject {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.facts.subject
}

// Judge is the judge of the policy that holds for the account, in a step that
// asks for a new password; before the password was right it is that of a new
// site.
func (f *SignIn) Judge() *Judge {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.facts.judge == nil {
		return NewJudge(f.site.Name())
	}
	return f.facts.judge
}

// Generator gives the options that are kept for the account's generator, in a step
// that asks for a new password; nil where there are none, and before the password was
// right.
func (f *SignIn) Generator() *generate.Options {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.facts.generator
}

// Why says why a new password is asked for.
func (f *SignIn) Why() ChangeReason {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.facts.why
}

// Expiry is when the password that was right expires; before that it is never.
func (f *SignIn) Expiry() Expiry {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.facts.expiry
}
