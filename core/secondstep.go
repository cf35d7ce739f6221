package core

import (
	"context"
	"crypto/hmac"
	"encoding/hex"
	"errors"
	"fmt"

	"gatehouse/core/password"
	"gatehouse/core/policy"
	"gatehouse/core/twostep"
)

// Way is a way to give the second step of a sign-in.
type Way string

// The ways. A recovery code stands for the code for emergencies, too, where the
// account is a root account.
const (
	WayApp      Way = "app"
	WayRecovery Way = "recovery_code"
	// WayPasskey: SignIn.Passkey gives it.
	WayPasskey Way = "passkey"
	// WayNone: nothing was set up yet. It is a way where that is not to be told before
	// the password is known to be right.
	WayNone Way = "none"
)

// The methods as events name them.
const (
	methodCode      = "code"
	methodRecovery  = "recovery code"
	methodEmergency = "code for emergencies"
)

// purposeCode is what a failure is recorded as having been for.
const purposeCode = "code"

// errUsed: a code that was right a moment ago was used meanwhile.
var errUsed = errors.New("core: the code was used meanwhile")

// errAsksBoth: password and code are to be given together.
var errAsksBoth = errors.New("core: the second step is tried together with the password")

// secondProof is what somebody gives for the second step.
type secondProof struct {
	way Way
	// typed is a code of an app, code a recovery code.
	typed string
	code  twostep.RecoveryCode
	// What follows is found out when the guess is counted.
	//
	// fits: it is the code of an app, or there is none where none was given. app and
	// step say which code it is, and unreadable why an app could not be asked.
	fits       bool
	app        AppID
	step       int64
	unreadable error
	// tried is the hash that a recovery code is compared with, "" for none, and secret
	// what is hashed of it.
	tried  string
	secret password.Password
	// number is that of the recovery code; emergency: it is the code for emergencies.
	number    int
	emergency bool
}

// text is what tells it from another one.
func (p secondProof) text() string {
	if p.way == WayRecovery {
		return p.code.Text()
	}
	return p.typed
}

// method is how events name it.
func (p secondProof) method() string {
	switch {
	case p.emergency:
		return methodEmergency
	case p.way == WayRecovery:
		return methodRecovery
	}
	return methodCode
}

// wrongError says that it is not right.
func (p secondProof) wrongError() *Error {
	if p.way == WayRecovery {
		return &Error{Code: CodeSignIn, Field: FieldCode, Text: say("This is no recovery code of yours that still works. Each works once. Look at it and try again.")}
	}
	return &Error{Code: CodeSignIn, Field: FieldCode, Text: say("This code is not right, or was used already. Wait for the next one, and see that phone and computer show the same time.")}
}

// identifySecond finds what the second step of an account is compared with.
func (s *Site) identifySecond(tx Tx, a Account, held Credentials, who target, g *guess) error {
	given := *who.second
	p := &given
	g.second = p
	switch p.way {
	case WayApp:
		s.matchApp(tx, held.TwoStep, p)
	case WayNone:
		p.fits = a.ID != 0 && !g.held.stepped(a.Role, held)
	default:
		return s.identifyRecovery(tx, a, held, g)
	}
	var err error
	p.secret, err = s.recoverySecret(a.ID, p.typed)
	return err
}

// identifyRecovery finds the hash that a recovery code is compared with: that of the
// one code of the account with the same hint, or for a root account the code for
// emergencies.
func (s *Site) identifyRecovery(tx Tx, a Account, held Credentials, g *guess) error {
	p := g.second
	var err error
	if p.secret, err = s.recoverySecret(a.ID, p.code.Text()); err != nil {
		return err
	}
	hint := s.recoveryHint(a.ID, p.code)
	for _, c := range held.TwoStep.Codes {
		if !g.held.allows(policy.MethodRecoveryCode) {
			break
		}
		if c.UsedAt.IsZero() && hmac.Equal(c.Hint, hint) {
			p.tried, p.number = c.PHC, c.Number
			return nil
		}
	}
	if a.Role != RoleRoot || !g.held.stepped(a.Role, held) {
		return nil
	}
	return s.identifyEmergency(tx, p)
}

// matchApp finds the app of an account that a code belongs to, and its step. An app
// that cannot be read stops no other one.
func (s *Site) matchApp(tx Tx, held TwoStepRecord, p *secondProof) {
	for _, app := range held.Apps {
		step, ok, err := s.matchOne(tx, app, p.typed)
		if err != nil {
			p.unreadable = err
		}
		if ok {
			p.fits, p.app, p.step, p.unreadable = true, app.ID, step, nil
			return
		}
	}
}

// matchOne tells whether a code belongs to an app, and its step.
func (s *Site) matchOne(tx Tx, app AppRecord, typed string) (int64, bool, error) {
	key, err := s.openApp(app)
	if err != nil {
		return 0, false, err
	}
	defer key.Wipe()
	step, ok, err := key.Match(typed, tx.Machine(), app.UsedStep)
	if err != nil {
		return 0, false, fmt.Errorf("compare a code: %w", err)
	}
	return step, ok, nil
}

// The domains keep digests of recovery codes apart from others.
const (
	recoveryDomain = "recovery code"
	hintDomain     = "hint of a recovery code"
)

// hintSize is how many bytes of a keyed digest find a code's hash. Nobody without the
// site's key learns anything from them.
const hintSize = 4

// recoverySecret is what is hashed of a recovery code: a digest under a key of the
// site, of the code and whose it is.
func (s *Site) recoverySecret(id AccountID, text string) (password.Password, error) {
	var e encoding
	e.number(int64(id))
	e.text(text)
	return s.digestSecret(recoveryDomain, &e)
}

// digestSecret makes a secret that can be hashed of what is encoded, which is wiped.
func (s *Site) digestSecret(domain string, e *encoding) (password.Password, error) {
	sum := s.keys.digester.Digest(domain, e.Bytes())
	clear(e.Bytes())
	secret, err := password.New(hex.EncodeToString(sum[:]))
	if err != nil {
		return password.Password{}, fmt.Errorf("make a secret of a digest: %w", err)
	}
	return secret, nil
}

// recoveryHint finds the hash of a recovery code among those of an account.
func (s *Site) recoveryHint(id AccountID, code twostep.RecoveryCode) []byte {
	var e encoding
	e.number(int64(id))
	e.text(code.Text())
	sum := s.keys.digester.Digest(hintDomain, e.Bytes())
	clear(e.Bytes())
	return sum[:hintSize]
}

// verifySecond computes one hash, whatever was given, and tells whether it is right.
func (s *Site) verifySecond(ctx context.Context, g guess) (bool, error) {
	p := g.second
	if g.refused() || g.altered || p.tried == "" {
		return p.fits && !g.refused() && !g.altered, s.hasher.Burn(ctx, p.secret)
	}
	return s.isPassword(ctx, p.tried, p.secret)
}

// takeSecond writes down that what was given is used. It is errUsed when somebody else
// has used it since it was looked at.
func (s *Site) takeSecond(tx Tx, found *proven, g guess) error {
	p := g.second
	var err error
	switch {
	case p.way == WayNone:
		if found.held.stepped(found.account.Role, found.Credentials) {
			return errUsed
		}
		return nil
	case p.way == WayApp:
		err = takeCode(tx, p)
	case p.emergency:
		return s.takeEmergency(tx, found, g)
	default:
		err = s.takeRecovery(tx, found, g)
	}
	if err != nil {
		return err
	}
	if err := s.vouch(tx, found.account.ID); err != nil {
		return err
	}
	found.Credentials, err = credentialsOf(tx, found.account.ID)
	return err
}

// takeCode uses the code of an app, unless its step or a later one was used meanwhile.
func takeCode(tx Tx, p *secondProof) error {
	err := tx.UseApp(p.app, tx.Now(), p.step)
	if errors.Is(err, ErrConflict) {
		return errUsed
	}
	if err != nil {
		return fmt.Errorf("use a code: %w", err)
	}
	return nil
}

// takeRecovery uses a recovery code, and tells the account.
func (s *Site) takeRecovery(tx Tx, found *proven, g guess) error {
	held := found.TwoStep
	for _, c := range held.Codes {
		if c.Number != g.second.number {
			continue
		}
		if !c.UsedAt.IsZero() || c.PHC != g.second.tried {
			return errUsed
		}
		if err := tx.UseRecoveryCode(found.account.ID, c.Number, tx.Now()); err != nil {
			return fmt.Errorf("use a recovery code: %w", err)
		}
		who := caller{account: found.account, session: Session{Device: g.device}}
		seq, err := s.record(tx, who.did(EventRecoveryCodeUsed, found.account), detail{
			"number": fmt.Sprint(c.Number), "left": fmt.Sprint(held.left() - 1),
		})
		if err != nil {
			return err
		}
		return notify(tx, found.account.ID, NoticeRecoveryCodeUsed, seq)
	}
	return errUsed
}

// secondStep proves the second step of a sign-in whose password was right.
func (s *Site) secondStep(ctx context.Context, h *halfway, p secondProof) (entry, error) {
	leave, err := s.turns.take(ctx, h.guess.account.Key)
	if err != nil {
		return entry{}, err
	}
	defer leave()
	who := target{account: h.guess.account.ID, half: h, second: &p}
	g, err := s.reserve(ctx, who, h.guess.device, 0, purposeCode, string(p.way), p.text())
	if err != nil {
		return entry{}, err
	}
	right, err := s.verifySecond(ctx, g)
	if err != nil {
		s.forgetLater()
		return entry{}, fmt.Errorf("compute the hash of a code: %w", err)
	}
	if !right {
		return entry{}, s.failUnread(ctx, g)
	}
	next := h.proved(g.second.method())
	next.second = true
	done, err := s.settlePassed(ctx, next, func(tx Tx, found *proven) (guess, error) {
		if err := s.stillHalfway(tx, h); err != nil {
			return g, err
		}
		return g, s.takeSecond(tx, found, g)
	})
	if errors.Is(err, errUsed) {
		return entry{}, s.failLater(ctx, g)
	}
	s.settleLater(ctx, g, err)
	return done, err
}

// failUnread is failLater for somebody who knows the password, and may know that an app
// could not be asked. It is counted all the same: another app was.
func (s *Site) failUnread(ctx context.Context, g guess) error {
	err := s.failLater(ctx, g)
	if g.second.unreadable != nil && ErrorCode(err) == CodeSignIn {
		return g.second.unreadable
	}
	return err
}

// failLater is fail, and forgets what was wrong in time.
func (s *Site) failLater(ctx context.Context, g guess) error {
	s.forgetLater()
	return s.fail(ctx, g)
}

// waitForBoth begins to wait for the code that is tried together with a password.
func (s *Site) waitForBoth(ctx context.Context, name string, secret password.Password, d Device) (entry, error) {
	h := &halfway{step: StepTwoStep, name: name}
	h.secret, h.guess.device = secret, d
	err := s.store.View(ctx, func(tx Tx) error {
		h.at = tx.Now()
		return nil
	})
	if err != nil {
		return entry{}, err
	}
	return entry{facts: h.facts(), half: h}, nil
}

// bothSteps tries a password and a code together, as one guess. It computes two
// hashes, whatever is wrong.
func (s *Site) bothSteps(ctx context.Context, h *halfway, p secondProof) (entry, error) {
	key, _ := readName(h.name)
	leave, err := s.turns.take(ctx, key)
	if err != nil {
		return entry{}, err
	}
	defer leave()
	if err := s.store.View(ctx, func(tx Tx) error { return s.stillHalfway(tx, h) }); err != nil {
		return entry{}, err
	}
	who := target{name: h.name, second: &p}
	g, err := s.reserve(ctx, who, h.guess.device, 0, purposeSignIn, h.secret.Text(), string(p.way), p.text())
	if err != nil {
		return entry{}, err
	}
	verdict, err := s.verify(ctx, g, h.secret)
	if err != nil {
		s.forgetLater()
		return entry{}, fmt.Errorf("compute a password hash: %w", err)
	}
	right, err := s.verifySecond(ctx, g)
	if err != nil {
		s.forgetLater()
		return entry{}, fmt.Errorf("compute the hash of a code: %w", err)
	}
	if !verdict.OK || !right {
		if cause := g.second.unreadable; cause != nil {
			// Nobody is told: it would say that the account has an app.
			s.log.ErrorContext(ctx, "the secret of an app cannot be read", "account", g.account.ID, "cause", cause.Error())
		}
		return entry{}, s.failLater(ctx, g)
	}
	passed, err := s.passedBy(ctx, g, verdict, h.secret)
	if err != nil {
		return entry{}, err
	}
	if p.way != WayNone {
		passed = passed.proved(g.second.method())
		passed.second = true
	}
	done, err := s.settlePassed(ctx, passed, func(tx Tx, found *proven) (guess, error) {
		return g, s.takeSecond(tx, found, g)
	})
	if errors.Is(err, errUsed) {
		return entry{}, s.failLater(ctx, g)
	}
	return done, err
}
