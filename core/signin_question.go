package core

import (
	"context"
	"time"
)

// wait keeps the half way until it is over.
func (f *SignIn) wait(h *halfway) {
	f.half, f.late = h, false
	f.over = time.AfterFunc(AnswerWithin, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		if f.half == h {
			f.endHalfway()
			f.late = true
		}
	})
}

// Leave gives a sign-in up that waits for a code or an answer: it begins again with
// the password. At any other step it does nothing.
func (f *SignIn) Leave() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.endHalfway()
}

// endHalfway forgets the half way and begins again.
func (f *SignIn) endHalfway() {
	if f.half == nil {
		return
	}
	f.dropHalfway()
	f.facts, f.step = facts{}, StepPassword
}

// dropHalfway forgets the half way and what is secret in it.
func (f *SignIn) dropHalfway() {
	f.over.Stop()
	f.half.wipe()
	f.half = nil
}

// Question is the security question, in StepAnswer; otherwise "".
func (f *SignIn) Question() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.step != StepAnswer {
		return ""
	}
	return f.half.question.Text
}

// Answer takes the answer to the security question and gives the step that follows.
// A wrong one counts like a wrong password, on the same count, and gives CodeSignIn;
// the question stays. What ends the sign-in leads back to StepPassword: CodeLocked,
// and CodeSession when it has waited for five minutes or when the account, its
// password, its question or its policy was changed.
func (f *SignIn) Answer(ctx context.Context, typed string) (Step, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.step == StepPassword && f.late:
		return f.step, errHalfway()
	case f.step != StepAnswer:
		return f.step, errOutOfTurn()
	}
	folded, err := readAnswer(typed)
	if err != nil {
		return f.step, err
	}
	came, err := f.site.answer(ctx, f.half, folded)
	return f.went(ctx, StepAnswer, came, err)
}

// SetQuestion sets the security question that the walk asks for.
func (f *SignIn) SetQuestion(ctx context.Context, question NewQuestion) (Step, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.step != StepSetQuestion {
		return f.step, errOutOfTurn()
	}
	done, err := f.site.SetQuestion(ctx, f.token, question)
	if err != nil {
		return f.step, err
	}
	f.token, f.facts.owed = done.Token, done.owed
	// What was not due when the sign-in began may be due now.
	f.step = following(StepChangePassword, f.facts)
	return f.step, nil
}
