package core

import (
	"context"
	"fmt"
	"time"

	"gatehouse/core/password"
)

// A sign-in whose password was right, and whose security question is asked next,
// is half way. It lives in the memory of the program that began it and nowhere
// else: nothing in the store stands for it, so that another program, or the same
// one started again, begins with the password.
//
// The right password takes back the failure that it was counted as, and nothing
// else: wrong answers before it stay in the count, until the whole sign-in has
// succeeded. Otherwise whoever knows the password could try answers without end.

// AnswerWithin is how long a sign-in waits for the answer to its security question.
const AnswerWithin = 5 * time.Minute

// passed is a password that was right, and what it is needed for when the whole
// sign-in succeeds.
type passed struct {
	guess  guess
	secret password.Password
	// looked is what was found out about it.
	looked   lookedUp
	rehashed string
	// method is how the event of the sign-in names the proof.
	method string
}

// The methods of a sign-in.
const (
	methodPassword = "password"
	methodAnswered = "password and security question"
)

// halfway is a sign-in between its password and its answer.
type halfway struct {
	passed
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

// errHalfway is the refusal of an answer that comes too late, or to a sign-in whose
// account or rules are not what they were when its password was right.
func errHalfway() *Error {
	return &Error{Code: CodeSession, Text: say("This sign-in has waited for too long, or the account was changed meanwhile. Begin again with the password.")}
}

// halfwayOf gives the half way that a right password leads to, nil when it is the
// whole of it. The account is the one that was verified.
func (p passed) halfwayOf(found proven, now time.Time) *halfway {
	if !found.question.set() || !found.held.asks() {
		return nil
	}
	p.guess.account, p.method = found.account, methodAnswered
	return &halfway{passed: p, question: found.question, held: found.held, at: now}
}

// stopHalfway settles the password of a sign-in that stops half way.
func (s *Site) stopHalfway(tx Tx, h *halfway) error {
	if err := takeBack(tx, h.guess); err != nil {
		return err
	}
	c := caller{account: h.guess.account, session: Session{Device: h.guess.device}}
	_, err := s.record(tx, c.did(EventPasswordRight, h.guess.account), detail{"next": string(StepAnswer)})
	return err
}

// stillHalfway refuses a half way that is over: by time, or since password,
// question, policy or account were changed.
func (s *Site) stillHalfway(tx Tx, h *halfway) error {
	if age := tx.Now().Sub(h.at); age < 0 || age >= AnswerWithin {
		return errHalfway()
	}
	account, err := tx.AccountByID(h.guess.account.ID)
	if err != nil {
		return fmt.Errorf("find an account: %w", err)
	}
	stored, question, sound, err := s.credentialsIfSound(tx, account)
	if err != nil {
		return err
	}
	held, err := s.rulingOf(tx, account.ID)
	if err != nil {
		return err
	}
	same := sound && account.State == StateActive && account.Revision == h.guess.account.Revision &&
		stored.PHC == h.guess.stored.PHC && question == h.question &&
		held.id == h.held.id && held.revision == h.held.revision && held.altered == h.held.altered
	if !same {
		return errHalfway()
	}
	return nil
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
	if ErrorCode(err) != "" && ErrorCode(err) != CodeLocked {
		s.settleAnswer(ctx, g)
	}
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
		done.facts, blocked, err = s.enterSite(tx, h.passed, found, token)
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

// settleAnswer settles a right answer when the session was not started for another
// reason: it counts as no failure. It stays counted when this cannot be written.
func (s *Site) settleAnswer(ctx context.Context, g guess) {
	err := s.store.Update(context.WithoutCancel(ctx), func(tx Tx) error { return takeBack(tx, g) })
	if err != nil {
		s.log.WarnContext(ctx, "a right answer stays counted", "account", g.account.ID, "cause", err.Error())
	}
}

// wipe forgets the password.
func (h *halfway) wipe() { h.secret.Wipe() }
