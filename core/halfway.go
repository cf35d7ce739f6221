package core

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gatehouse/core/password"
)

// A sign-in that has more to prove than its password is half way: a second step is
// asked next, or the security question. It lives in the memory of the program that
// began it and nowhere else: nothing in the store stands for it, so that another
// program, or the same one started again, begins with the password.
//
// The right password takes back the failure that it was counted as, and nothing
// else: wrong codes and answers before it stay in the count, until the whole sign-in
// has succeeded. Otherwise whoever knows the password could try codes without end.
//
// Where the policy requires the second step of everybody, half way comes before
// anything was tried: password and code are tried together, as one guess, and nothing
// tells which of them was wrong. A name that is no account is asked for a code, too.

// AnswerWithin is how long a sign-in waits for a code, or for the answer to its
// security question.
const AnswerWithin = 5 * time.Minute

// passed is a password that was right, and what it is needed for when the whole
// sign-in succeeds.
type passed struct {
	guess  guess
	secret password.Password
	// looked is what was found out about it.
	looked   lookedUp
	rehashed string
	// method is how the event of the sign-in names what was proved.
	method string
	// second: the second step is proved.
	second bool
}

// The methods of a sign-in, joined by " and ".
const (
	methodPassword = "password"
	methodQuestion = "security question"
)

// halfway is a sign-in that waits for what follows its password.
type halfway struct {
	passed
	step Step
	// name is what was typed, for a sign-in whose password was not tried yet, "" for
	// others.
	name string
	// second, passkeys, question and held are as they were when the wait began.
	second   TwoStepRecord
	passkeys PasskeysRecord
	question QuestionRecord
	held     ruling
	at       time.Time
}

// entry is what a step of the sign-in led to: a session, or half of the way.
type entry struct {
	token Token
	facts facts
	half  *halfway
}

// errHalfway is the refusal of a code or an answer that comes too late, or to a
// sign-in whose account or rules are not what they were when its password was right.
func errHalfway() *Error {
	return &Error{Code: CodeSession, Text: say("This sign-in has waited for too long, or the account was changed meanwhile. Begin again with the password.")}
}

// halfwayOf gives the half way that what was proved leads to, nil when it is the whole
// of it. The account is the one that was verified.
func (p passed) halfwayOf(found proven, now time.Time) *halfway {
	step := StepDone
	switch {
	case found.held.stepped(found.account.Role, found.Credentials) && !p.second:
		step = StepTwoStep
	case found.Question.set() && found.held.asks():
		step = StepAnswer
	default:
		return nil
	}
	p.guess.account = found.account
	return &halfway{passed: p, step: step, second: found.TwoStep, passkeys: found.Passkeys, question: found.Question, held: found.held, at: now}
}

// facts are those that lead to its step.
func (h *halfway) facts() facts {
	return facts{twoStep: h.step == StepTwoStep, answer: h.step == StepAnswer}
}

// stopHalfway settles the guess of a sign-in that stops half way.
func (s *Site) stopHalfway(tx Tx, h *halfway, right guess) error {
	if err := takeBack(tx, right); err != nil {
		return err
	}
	c := caller{account: h.guess.account, session: Session{Device: h.guess.device}}
	told := detail{"next": string(h.step)}
	if h.passed.second {
		told["proved"] = h.method
	}
	_, err := s.record(tx, c.did(EventPasswordRight, h.guess.account), told)
	return err
}

// stillHalfway refuses a half way that is over: by time, or since account, password,
// second step, question or policy were changed.
func (s *Site) stillHalfway(tx Tx, h *halfway) error {
	if age := tx.Now().Sub(h.at); age < 0 || age >= AnswerWithin {
		return errHalfway()
	}
	if h.name != "" {
		return nil // nothing is proved yet that could have changed
	}
	account, err := tx.AccountByID(h.guess.account.ID)
	if err != nil {
		return fmt.Errorf("find an account: %w", err)
	}
	found, sound, err := s.credentialsIfSound(tx, account)
	if err != nil {
		return err
	}
	held, err := s.rulingOf(tx, account.ID)
	if err != nil {
		return err
	}
	same := sound && account.State == StateActive && account.Revision == h.guess.account.Revision
	if !same || !h.sameProofs(found) || !held.same(h.held) {
		return errHalfway()
	}
	return nil
}

// sameProofs tells whether an account is proved by what it was when the wait began.
func (h *halfway) sameProofs(found Credentials) bool {
	return found.Password.PHC == h.guess.stored.PHC && found.Question == h.question &&
		found.TwoStep.sameMeans(h.second) && found.Passkeys.sameMeans(h.passkeys)
}

// same tells whether it is the same revision of the same policy.
func (r ruling) same(other ruling) bool {
	return r.id == other.id && r.revision == other.revision && r.altered == other.altered
}

// sameMeans tells whether two records have the same apps and the same set of recovery
// codes. Which codes were used meanwhile does not matter.
func (r TwoStepRecord) sameMeans(other TwoStepRecord) bool {
	return slices.EqualFunc(r.Apps, other.Apps, func(a, b AppRecord) bool { return a.ID == b.ID }) &&
		slices.EqualFunc(r.Codes, other.Codes, func(a, b RecoveryCodeRecord) bool { return a.PHC == b.PHC })
}

// sameMeans tells whether two records have the same passkeys.
func (r PasskeysRecord) sameMeans(other PasskeysRecord) bool {
	return slices.EqualFunc(r.Keys, other.Keys, func(a, b PasskeyRecord) bool {
		return a.ID == b.ID && a.ClonedAt.Equal(b.ClonedAt)
	})
}

// answer verifies the answer to the question and starts the session.
func (s *Site) answer(ctx context.Context, h *halfway, folded string) (entry, error) {
	id := h.guess.account.ID
	leave, err := s.turns.take(ctx, h.guess.account.Key)
	if err != nil {
		return entry{}, err
	}
	defer leave()
	secret, err := s.answerSecret(id, folded)
	if err != nil {
		return entry{}, err
	}
	defer secret.Wipe()
	g, verdict, err := s.try(ctx, target{account: id, half: h}, h.guess.device, 0, purposeAnswer, secret)
	if err != nil {
		return entry{}, err
	}
	done, err := s.answered(ctx, h, verdict, secret)
	s.settleLater(ctx, g, err)
	return done, err
}

// purposeAnswer is what a failure is recorded as having been for.
const purposeAnswer = "answer"

// answered starts the session of a sign-in whose answer was right.
func (s *Site) answered(ctx context.Context, h *halfway, v password.Verdict, secret password.Password) (entry, error) {
	rehashed, err := s.rehash(ctx, v, secret)
	if err != nil {
		return entry{}, err
	}
	token, err := newToken(s.rand)
	if err != nil {
		return entry{}, err
	}
	done, blocked := entry{token: token}, false
	err = s.unpacked(ctx, func(tx Tx) error {
		if err := s.stillHalfway(tx, h); err != nil {
			return err
		}
		if err := s.keepAnswer(tx, h.question, rehashed); err != nil {
			return err
		}
		found, err := s.provenOf(tx, h.guess)
		if err != nil {
			return err
		}
		done.facts, blocked, err = s.enterSite(tx, h.proved(methodQuestion), found, token)
		return err
	})
	switch {
	case err != nil:
		return entry{}, err
	case blocked:
		return entry{}, errBlocked()
	}
	return done, nil
}

// keepAnswer keeps the costlier hash of the same answer, if there is one.
func (s *Site) keepAnswer(tx Tx, q QuestionRecord, phc string) error {
	if phc == "" {
		return nil
	}
	q.PHC = phc
	if err := tx.PutQuestion(q); err != nil {
		return fmt.Errorf("store the hash of an answer: %w", err)
	}
	return s.vouch(tx, q.AccountID)
}

// settleLater settles a right code or answer when the session was not started for
// another reason, which is the error: it counts as no failure. It stays counted when
// this cannot be written, and when the store has failed.
func (s *Site) settleLater(ctx context.Context, g guess, refused error) {
	if code := ErrorCode(refused); code == "" || code == CodeLocked {
		return
	}
	err := s.store.Update(context.WithoutCancel(ctx), func(tx Tx) error { return takeBack(tx, g) })
	if err != nil {
		s.log.WarnContext(ctx, "a right guess stays counted", "account", g.account.ID, "cause", err.Error())
	}
}

// proved is what was proved, with one thing more.
func (p passed) proved(method string) passed {
	p.method += " and " + method
	return p
}

// wipe forgets the password.
func (h *halfway) wipe() { h.secret.Wipe() }
