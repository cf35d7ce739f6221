package core

import (
	"context"
	"fmt"

	"gatehouse/core/password"
)

// NewQuestion is the form of a security question that its owner sets.
type NewQuestion struct {
	// Current password. It is always asked for, whatever the policy says of changes
	// of the password, but not when the sign-in itself asks for the question: it was
	// typed a moment before.
	Current string
	// Question is free, or one of SuggestedQuestions.
	Question        string
	Answer, Confirm string
	// EndOthers signs the account out everywhere else, in the same transaction.
	EndOthers bool
}

// ownQuestion is what is known of an account when a change of its security question
// begins.
type ownQuestion struct {
	caller
	held     ruling
	stored   PasswordRecord
	question QuestionRecord
}

// asked: the sign-in asks for the question, and its password was typed.
func (o ownQuestion) asked() bool { return o.session.Scope == ScopeSetQuestion }

// SetQuestion sets or changes the caller's security question. All problems of the
// form come at once, as Problems; a wrong current password counts like one at the
// sign-in. It is all or nothing.
func (s *Site) SetQuestion(ctx context.Context, token Token, question NewQuestion) (Changed, error) {
	begun, err := s.beginQuestion(ctx, token, ScopeFull, ScopeSetQuestion)
	if err != nil {
		return Changed{}, s.plain(ctx, err)
	}
	if !begun.asked() && !begun.question.set() && !begun.held.Complexity.RequireSecurityQuestion {
		return Changed{}, refuse(say("Your rules ask for no security question, so nothing would ask for it."))
	}
	read, err := s.readQuestion(begun, question)
	if err != nil {
		return Changed{}, err
	}
	defer read.wipe()
	done, err := s.proveQuestion(ctx, begun, read, func(g guess) (Changed, error) { return s.putQuestion(ctx, token, begun, read, g) })
	return done, s.plain(ctx, ownPasswordError(FieldCurrent, err))
}

// RemoveQuestion takes the caller's security question away, where the policy asks for
// none any more. The current password is asked for.
func (s *Site) RemoveQuestion(ctx context.Context, token Token, current string) (Changed, error) {
	begun, err := s.beginQuestion(ctx, token, ScopeFull)
	if err != nil {
		return Changed{}, s.plain(ctx, err)
	}
	if err := begun.removable(); err != nil {
		return Changed{}, err
	}
	var f form
	read := readNewQuestion{current: f.current(current)}
	if err := f.problems.orNil(); err != nil {
		return Changed{}, err
	}
	defer read.wipe()
	done, err := s.proveQuestion(ctx, begun, read, func(g guess) (Changed, error) { return s.dropQuestion(ctx, token, g) })
	return done, s.plain(ctx, ownPasswordError(FieldCurrent, err))
}

// removable refuses to take away a question that is not there, or is asked for.
func (o ownQuestion) removable() error {
	switch {
	case !o.question.set():
		return refuse(say("No security question is set."))
	case o.held.asks():
		return refuse(say("Your rules ask for a security question, so it stays. Change it instead."))
	}
	return nil
}

// beginQuestion finds the caller and what holds for the security question now.
func (s *Site) beginQuestion(ctx context.Context, token Token, scopes ...Scope) (ownQuestion, error) {
	var o ownQuestion
	err := s.store.View(ctx, func(tx Tx) error {
		var err error
		o, err = s.readOwnQuestion(tx, token, scopes...)
		return err
	})
	return o, err
}

// readOwnQuestion is beginQuestion within a transaction.
func (s *Site) readOwnQuestion(tx Tx, token Token, scopes ...Scope) (ownQuestion, error) {
	c, err := s.findCaller(tx, token, scopes...)
	if err != nil {
		return ownQuestion{}, err
	}
	if err := s.refuseLocked(tx, &c); err != nil {
		return ownQuestion{}, err
	}
	o := ownQuestion{caller: c}
	if o.held, err = s.rulingOf(tx, c.account.ID); err != nil {
		return ownQuestion{}, err
	}
	held, err := credentialsOf(tx, c.account.ID)
	if err != nil {
		return ownQuestion{}, err
	}
	o.stored, o.question = held.Password, held.Question
	if o.asked() && (o.question.set() || !o.held.Complexity.RequireSecurityQuestion) {
		return ownQuestion{}, errSession() // another sign-in has set one, or none is asked for any more
	}
	return o, nil
}

// readNewQuestion is a NewQuestion whose fields were read.
type readNewQuestion struct {
	current password.Password
	// typed is the answer as it was typed, as a password would be.
	typed     password.Password
	question  string
	folded    string
	endOthers bool
}

// wipe forgets the secrets.
func (r readNewQuestion) wipe() {
	r.current.Wipe()
	r.typed.Wipe()
}

// current reads the current password.
func (f *form) current(typed string) password.Password {
	secret, err := password.New(typed)
	if err != nil {
		f.note(passwordProblem(FieldCurrent, err))
	}
	return secret
}

// readQuestion reads the form.
func (s *Site) readQuestion(begun ownQuestion, q NewQuestion) (readNewQuestion, error) {
	var f form
	read := readNewQuestion{endOthers: q.EndOthers}
	current := ""
	if !begun.asked() {
		current = q.Current
		read.current = f.current(current)
	}
	read.question = f.line(FieldQuestion, q.Question, maxQuestion, true)
	read.folded = f.newAnswer(q.Answer, read.question, current, begun.account)
	switch {
	case q.Confirm == "" && q.Answer != "":
		f.note(problem(FieldConfirm, say("Type it here once more.")))
	case len(q.Confirm) > password.MaxBytes || foldAnswer(q.Confirm) != read.folded:
		f.note(problem(FieldConfirm, say("Not the same as the one above.")))
	}
	if err := f.problems.orNil(); err != nil {
		return read, err
	}
	var err error
	if read.typed, err = password.New(q.Answer); err != nil {
		return read, problem(FieldAnswer, say("There is something in it that is no text. Type it again by hand."))
	}
	return read, nil
}

// proveQuestion proves the current password and goes on. In the step of a sign-in
// it looks whether the answer is the password; that is no guess and is not counted.
func (s *Site) proveQuestion(ctx context.Context, begun ownQuestion, read readNewQuestion, goOn func(guess) (Changed, error)) (Changed, error) {
	leave, err := s.turns.take(ctx, begun.account.Key)
	if err != nil {
		return Changed{}, err
	}
	defer leave()
	if begun.asked() {
		same, err := s.isPassword(ctx, begun.stored.PHC, read.typed)
		if err != nil {
			return Changed{}, err
		}
		if same {
			return Changed{}, answerIsPassword()
		}
		return goOn(guess{account: begun.account, subject: subjectOf(begun.account.ID), stored: begun.stored, granted: true})
	}
	g, _, err := s.try(ctx, target{account: begun.account.ID}, begun.session.Device, begun.session.ID, "question", read.current)
	if err != nil {
		return Changed{}, err
	}
	done, err := goOn(g)
	if err != nil {
		s.settleRight(ctx, g)
	}
	return done, err
}

// putQuestion stores the question of an account whose password is proved.
func (s *Site) putQuestion(ctx context.Context, token Token, begun ownQuestion, read readNewQuestion, g guess) (Changed, error) {
	secret, err := s.answerSecret(begun.account.ID, read.folded)
	if err != nil {
		return Changed{}, err
	}
	defer secret.Wipe()
	phc, err := s.hasher.Hash(ctx, secret)
	if err != nil {
		return Changed{}, fmt.Errorf("compute the hash of an answer: %w", err)
	}
	fresh, err := newToken(s.rand)
	if err != nil {
		return Changed{}, err
	}
	done := Changed{Token: fresh}
	err = s.store.Update(ctx, func(tx Tx) error {
		now, err := s.readOwnQuestion(tx, token, begun.session.Scope)
		if err != nil {
			return err
		}
		if _, _, err := s.succeed(tx, g); err != nil {
			return err
		}
		stored := QuestionRecord{
			AccountID: now.account.ID, Text: read.question, PHC: phc, SetAt: tx.Now(), SetBy: now.account.ID,
		}
		done.Ended, done.owed, err = s.storeQuestion(tx, now, stored, fresh, read.endOthers)
		return err
	})
	return done, err
}

// storeQuestion writes the question, ends what has to end and tells the account. It
// gives how many sessions it ended, and what is still to be set up.
func (s *Site) storeQuestion(tx Tx, o ownQuestion, q QuestionRecord, fresh Token, endOthers bool) (int, owed, error) {
	if err := tx.PutQuestion(q); err != nil {
		return 0, owed{}, fmt.Errorf("store a security question: %w", err)
	}
	if err := s.vouch(tx, q.AccountID); err != nil {
		return 0, owed{}, err
	}
	// Another session that may only set a question would set it again.
	ended, err := s.endOthers(tx, o.caller, endOthers, EndQuestionChanged)
	if err != nil {
		return 0, owed{}, err
	}
	event, notice := EventQuestionSet, NoticeQuestionSet
	if o.question.set() {
		event, notice = EventQuestionChanged, NoticeQuestionChanged
	}
	seq, err := s.record(tx, o.did(event, o.account), detail{"ended_sessions": fmt.Sprint(ended)})
	if err != nil {
		return 0, owed{}, err
	}
	if err := notify(tx, o.account.ID, notice, seq); err != nil {
		return 0, owed{}, err
	}
	left, err := s.owedBy(tx, o.caller)
	if err != nil {
		return 0, owed{}, err
	}
	return ended, left, s.goOn(tx, o.caller, fresh, left.scope(), methodQuestion)
}

// dropQuestion takes a question away of an account whose password is proved.
func (s *Site) dropQuestion(ctx context.Context, token Token, g guess) (Changed, error) {
	fresh, err := newToken(s.rand)
	if err != nil {
		return Changed{}, err
	}
	err = s.store.Update(ctx, func(tx Tx) error {
		now, err := s.readOwnQuestion(tx, token, ScopeFull)
		if err != nil {
			return err
		}
		if err := now.removable(); err != nil {
			return err
		}
		if _, _, err := s.succeed(tx, g); err != nil {
			return err
		}
		if err := s.deleteQuestion(tx, now.caller, now.account, EventQuestionRemoved, NoticeQuestionRemoved, nil); err != nil {
			return err
		}
		if err := s.vouch(tx, now.account.ID); err != nil {
			return err
		}
		return s.goOn(tx, now.caller, fresh, ScopeFull, methodQuestion)
	})
	return Changed{Token: fresh}, err
}

// deleteQuestion takes a question away, with the line of the log and the notice. The
// caller vouches for the account.
func (s *Site) deleteQuestion(tx Tx, c caller, of Account, event EventKind, notice NoticeKind, why detail) error {
	if err := tx.DeleteQuestion(of.ID); err != nil {
		return fmt.Errorf("delete a security question: %w", err)
	}
	seq, err := s.record(tx, c.did(event, of), why)
	if err != nil {
		return err
	}
	return notify(tx, of.ID, notice, seq)
}
