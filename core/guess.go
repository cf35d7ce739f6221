package core

import (
	"context"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"gatehouse/core/password"
	"gatehouse/core/policy"
	"gatehouse/core/username"
)

// A guess is one try of a password, at the sign-in, at a locked window or
// before a change of the password, or of what follows the password at the sign-in:
// a code of the second step, the answer to a security question. Every verifier goes
// through here, so that all of them share one count.
//
// It has three parts: reserve counts it as a failure in a transaction of its
// own, verify computes one hash, and either fail records it or the caller's
// own transaction calls succeed. Nothing that happens between them can make a
// guess uncounted.

// sweepAfter is how long the count of a name that is no account is kept. The
// count of an account stays until a success, so that whoever can wait this long
// can tell the two apart.
const sweepAfter = 366 * 24 * time.Hour

// sweepEvery is how often a guess forgets such names, and sweepLimit how many: a
// sign-in has better to do.
const (
	sweepEvery = time.Minute
	sweepLimit = 200
)

// guess is a try between its reservation and its end.
type guess struct {
	subject string
	// typed is the name as it may be logged.
	typed string
	// account is the zero account for a name that is none.
	account Account
	stored  PasswordRecord
	// tried is the hash that is compared: that of the password, or of the answer.
	tried string
	// later: it is a guess of what follows the password: the second step, or the
	// answer to the security question.
	later bool
	// second is what was given for the second step, nil for other guesses.
	second *secondProof
	// whole: nothing else has to be proved, so that a right one ends the count.
	whole bool
	// granted: nothing is tried now, since the password was typed for the sign-in. It
	// ends no count and no lock.
	granted bool
	// held is the policy that holds for it, for a name that is none the default.
	held    ruling
	terms   Terms
	device  Device
	session SessionID
	// kind is what a failure is recorded as having been for.
	purpose  string
	failures int
	// lock is set when the guess found the subject locked.
	lock *Lock
	// altered: the account is not as it was written, so nobody is right.
	altered bool
	// passkeysOnly: the account signs in with its passkeys alone, so no password is
	// right. Whoever tries one learns nothing of it.
	passkeysOnly bool
	// blocked is set when nobody may try from where it comes. sources are the counts of
	// that with this guess, and blocking the keys of those that it blocks.
	blocked  *sourceBlock
	sources  []SourceRecord
	blocking []string
	// causes is set when this guess, failing, locks the subject.
	causes *Lock
	// repeat: the same password was counted a moment before.
	repeat bool
	// before is the count without the guess, digest and countedAt are what is kept of
	// it in the count.
	before    Throttle
	digest    []byte
	countedAt time.Time
}

// target says whose password is tried: the account, or a name.
type target struct {
	account AccountID
	name    string
	// half is the sign-in that a later step belongs to, nil for a password.
	half *halfway
	// second is what is given for the second step, nil for none. Without half it is
	// given together with the password.
	second *secondProof
	// opens: the password begins a sign-in. unlocks: it opens a locked window.
	opens, unlocks bool
}

// signsIn tells whether a password is tried that lets somebody in by itself, or with a
// code that is given together with it.
func (t target) signsIn() bool { return t.opens || t.unlocks || t.second != nil && t.half == nil }

// usable tells whether a right password would do.
func (g guess) usable() bool {
	return g.account.State == StateActive && g.tried != "" && !g.altered
}

// subjectOf is the key of an account's count.
func subjectOf(id AccountID) string { return "account:" + strconv.FormatInt(int64(id), 10) }

// unknownSubject is the key of the count of a name that is no account. The
// digest keeps what people mistype, passwords among it, out of the store.
func (s *Site) unknownSubject(key string) string {
	sum := s.keys.digester.Digest("throttle", []byte(key))
	return "name:" + hex.EncodeToString(sum[:])
}

// readName gives the canonical key of a typed name, and its form as it may be
// logged, "" for what cannot be a name.
func readName(typed string) (key, logged string) {
	name, err := username.Parse(typed)
	if err != nil {
		return typed, ""
	}
	return name.Key, name.Typed
}

// loggedName is the form in which a name that is no account's may be logged:
// what cannot be a name, or could be a password, may be one in the wrong field.
func (s *Site) loggedName(name string, r ruling) string {
	never := false
	if r.checker.Check(policy.Subject{SameAsCurrent: &never}, name).OK {
		return ""
	}
	return name
}

// reserve counts the guess before it is made.
// What was typed tells it from others.
func (s *Site) reserve(ctx context.Context, who target, d Device, session SessionID, purpose string, typed ...string) (guess, error) {
	var g guess
	err := s.store.Update(ctx, func(tx Tx) error {
		g = guess{device: d, session: session, purpose: purpose}
		if who.second != nil {
			if err := s.refuseRenewed(tx); err != nil {
				return err
			}
		}
		if err := s.identify(tx, who, &g); err != nil {
			return err
		}
		if err := s.identifyLater(tx, who, &g); err != nil {
			return err
		}
		if err := forgetWrong(tx); err != nil {
			return fmt.Errorf("forget wrong passwords: %w", err)
		}
		if err := s.countGuess(tx, &g, s.wrongDigest(g.subject, typed...)); err != nil {
			return err
		}
		if who.opens && g.lock == nil && g.held.hidesPassword() {
			return errAsksBoth // and nothing is counted: nothing was tried yet
		}
		return s.sweepNames(tx)
	})
	return g, err
}

// sweepNames forgets some names that are no accounts, now and then.
func (s *Site) sweepNames(tx Tx) error {
	if !s.sweeping.due(tx.Now(), sweepEvery) {
		return nil
	}
	if err := tx.SweepThrottles(tx.Now().Add(-sweepAfter), sweepLimit); err != nil {
		return fmt.Errorf("forget old names: %w", err)
	}
	return sweepSources(tx)
}

// identify finds the account, its password and its policy. A deleted account is
// nobody.
func (s *Site) identify(tx Tx, who target, g *guess) error {
	var account Account
	var err error
	key := ""
	if who.account != 0 {
		account, err = tx.AccountByID(who.account)
	} else {
		key, g.typed = readName(who.name)
		account, err = tx.AccountByKey(key)
	}
	if err != nil && !isNotFound(err) {
		return fmt.Errorf("find an account: %w", err)
	}
	if err != nil || account.State == StateDeleted {
		account = Account{}
	}
	// What follows is looked for though there is no account, so that time does not
	// tell.
	held, sound, err := s.credentialsIfSound(tx, account)
	if err != nil {
		return err
	}
	if g.terms, err = termsOf(tx, account.ID); err != nil {
		return err
	}
	if g.held, err = s.rulingOf(tx, account.ID); err != nil {
		return err
	}
	if who.second != nil {
		if !sound {
			// What is not as it was written is not looked at.
			held.TwoStep, held.Passkeys = TwoStepRecord{}, PasskeysRecord{}
		}
		if err := s.identifySecond(tx, account, held, who, g); err != nil {
			return err
		}
	}
	if account.ID == 0 {
		g.subject, g.typed = s.unknownSubject(key), s.loggedName(g.typed, g.held)
		return nil
	}
	g.account, g.subject, g.typed = account, subjectOf(account.ID), account.Name
	g.stored, g.tried, g.altered = held.Password, held.Password.PHC, !sound
	if who.signsIn() && g.held.passwordOff(account.Role, held.Passkeys) {
		g.tried, g.passkeysOnly = "", true
	}
	return nil
}

// identifyLater makes the guess one of what a sign-in waits for after the password.
// Where it waits no more nothing can be guessed, and nothing is counted.
func (s *Site) identifyLater(tx Tx, who target, g *guess) error {
	if who.half == nil {
		return nil
	}
	if err := s.stillHalfway(tx, who.half); err != nil {
		return err
	}
	g.later, g.tried = true, who.half.question.PHC
	if g.second != nil {
		g.tried = g.second.tried
	}
	return nil
}

// verify computes one hash, whoever asks: an unknown, a locked and a
// switched-off account cost what a known one costs.
func (s *Site) verify(ctx context.Context, g guess, secret password.Password) (password.Verdict, error) {
	if g.refused() || !g.usable() {
		return password.Verdict{}, s.hasher.Burn(ctx, secret)
	}
	verdict, err := s.hasher.Verify(ctx, g.tried, secret)
	if err != nil && unreadable(err) {
		s.log.ErrorContext(ctx, "a password hash cannot be read", "account", g.account.ID, "cause", err.Error())
		return password.Verdict{}, nil
	}
	return verdict, err
}

// fail records a guess that was wrong or came while locked, and returns the
// error for the person. A wrong guess whose record cannot be written stays
// counted. Whoever gives up meanwhile does not keep it out of the log.
func (s *Site) fail(ctx context.Context, g guess) error {
	err := s.store.Update(context.WithoutCancel(ctx), func(tx Tx) error { return s.recordFailure(tx, g) })
	if err != nil {
		return err
	}
	if g.lock != nil {
		return g.lockedError(g.lock)
	}
	if g.causes != nil {
		return g.lockedError(g.causes)
	}
	if g.blocked != nil {
		return g.errSource()
	}
	return g.wrongError()
}

// wrongError says that a guess was wrong, and no more than whoever made it may know.
func (g guess) wrongError() *Error {
	switch {
	case g.second != nil && !g.later:
		return &Error{Code: CodeSignIn, Text: say("The name, the password or the code is not right. Look at the code, or start again with name and password.")}
	case g.second != nil:
		return g.second.wrongError()
	case g.later:
		return &Error{Code: CodeSignIn, Field: FieldAnswer, Text: say("This is not the answer that was set. Look at its spelling and try again.")}
	}
	return &Error{Code: CodeSignIn, Text: say("The name or the password is not right. Look at both and try again.")}
}

// recordFailure writes the lines of a failed guess.
func (s *Site) recordFailure(tx Tx, g guess) error {
	line := Event{
		Kind: EventSignInFailed, ActorID: g.account.ID, ActorName: g.typed,
		TargetID: g.account.ID, TargetName: g.typed, SessionID: g.session, Device: g.device,
	}
	if g.altered {
		altered := line
		altered.Kind = EventAccountAltered
		if _, err := s.record(tx, altered, nil); err != nil {
			return err
		}
	}
	if g.lock != nil {
		line.Kind = EventSignInLocked
		_, err := s.record(tx, line, detail{"for": g.purpose, "until": g.lock.endOf()})
		return err
	}
	if g.stopped() {
		line.Kind = EventSignInLocked
		_, err := s.record(tx, line, detail{"for": g.purpose, "why": reasonSource})
		return err
	}
	d := detail{"for": g.purpose, "failure": strconv.Itoa(g.failures)}
	if g.repeat {
		d["repeat"] = "true"
	}
	if g.passkeysOnly {
		d["why"] = "passkeys only"
	}
	if _, err := s.record(tx, line, d); err != nil {
		return err
	}
	if err := s.recordBlocking(tx, g); err != nil {
		return err
	}
	if g.causes == nil {
		return nil
	}
	line.Kind = EventAccountLocked
	seq, err := s.record(tx, line, detail{"failures": strconv.Itoa(g.failures), "until": g.causes.endOf()})
	if err != nil || g.account.ID == 0 {
		return err
	}
	return notify(tx, g.account.ID, NoticeLocked, seq)
}

// proven is an account whose password was right, as the transaction that settles the
// guess finds it.
type proven struct {
	account Account
	Credentials
	held ruling
}

// provenOf finds it. Its error is that of unchanged.
func (s *Site) provenOf(tx Tx, g guess) (proven, error) {
	var found proven
	var err error
	if found.account, found.Credentials, err = s.unchanged(tx, g); err != nil {
		return proven{}, err
	}
	if found.held, err = s.rulingOf(tx, found.account.ID); err != nil {
		return proven{}, err
	}
	if found.held.passwordOff(found.account.Role, found.Passkeys) {
		return proven{}, errChangedNow()
	}
	return found, nil
}

// succeed settles a right guess of a password within the transaction of what it was
// for.
func (s *Site) succeed(tx Tx, g guess) (Account, PasswordRecord, error) {
	account, held, err := s.unchanged(tx, g)
	if err != nil {
		return Account{}, PasswordRecord{}, err
	}
	if g.granted {
		return account, held.Password, nil
	}
	return account, held.Password, resetCount(tx, g)
}

// unchanged finds the account of a right guess as it is now. Between its hash and
// now it may have been switched off or have another password: then the guess is no
// longer right.
func (s *Site) unchanged(tx Tx, g guess) (Account, Credentials, error) {
	account, err := tx.AccountByID(g.account.ID)
	if err != nil {
		return Account{}, Credentials{}, fmt.Errorf("find an account: %w", err)
	}
	held, sound, err := s.credentialsIfSound(tx, account)
	if err != nil {
		return Account{}, Credentials{}, err
	}
	if account.State != StateActive || held.Password.PHC != g.stored.PHC || !sound {
		return Account{}, Credentials{}, errChangedNow()
	}
	return account, held, nil
}

// errChangedNow is the refusal of what was right a moment ago.
func errChangedNow() *Error {
	return refuse(say("The account was changed in this moment. Try again."))
}

// settleRight settles a right guess when what it was for was refused afterwards: a
// right password counts as no failure, and locks nobody. It stays counted when this
// cannot be written, or when it is right no more.
func (s *Site) settleRight(ctx context.Context, g guess) {
	err := s.store.Update(context.WithoutCancel(ctx), func(tx Tx) error {
		_, _, err := s.succeed(tx, g)
		return err
	})
	if err != nil {
		s.log.WarnContext(ctx, "a right password stays counted", "account", g.account.ID, "cause", err.Error())
	}
}

// try reserves, computes and, when it failed, records one guess. Without an
// error the guess was right, and the caller's transaction calls succeed, or
// settleRight follows it.
func (s *Site) try(ctx context.Context, who target, d Device, session SessionID, purpose string, secret password.Password) (guess, password.Verdict, error) {
	g, err := s.reserve(ctx, who, d, session, purpose, secret.Text())
	if err != nil {
		return guess{}, password.Verdict{}, err
	}
	verdict, err := s.verify(ctx, g, secret)
	if err != nil || !verdict.OK {
		s.forgetLater()
	}
	if err != nil {
		return guess{}, password.Verdict{}, fmt.Errorf("compute a password hash: %w", err)
	}
	if !verdict.OK {
		return guess{}, password.Verdict{}, s.fail(ctx, g)
	}
	return g, verdict, nil
}
