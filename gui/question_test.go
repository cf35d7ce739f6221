package gui

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/policy"
)

const rightAnswer = "Käsespätzle im Föhn"

// asks puts a policy in force that asks for a security question.
func (h *hand) asks() {
	h.Helper()
	h.rule(func(p *policy.Policy) { p.Complexity.RequireSecurityQuestion = true })
}

// asksNoMore puts one in force that does not.
func (h *hand) asksNoMore() {
	h.Helper()
	h.rule(func(p *policy.Policy) { p.Complexity.RequireSecurityQuestion = false })
}

// asked runs a test at the sign-in of a site whose root account has a security
// question.
func asked(t *testing.T, do func(h *hand)) {
	t.Helper()
	inWindow(t, func(h *hand) {
		h.asks()
		flow := h.app.site.StartSignIn(core.Device{Client: core.ClientCommand, Host: "relay-02"})
		_, err := flow.Password(h.Context(), "a.okafor", rootPassword)
		h.must(err)
		_, err = flow.SetQuestion(h.Context(), core.NewQuestion{Question: "What was the first meal you cooked?", Answer: rightAnswer, Confirm: rightAnswer})
		h.must(err)
		h.must(h.app.site.SignOut(h.Context(), flow.Token()))
		do(h)
	})
}

// half signs in up to the question.
func (h *hand) half() *answerScreen {
	h.Helper()
	h.signIn("a.okafor", rootPassword)
	s, ok := h.app.screen.(*answerScreen)
	if !ok {
		h.Fatalf("the screen is %T, not the question", h.app.screen)
	}
	return s
}

// gives answers the question.
func (h *hand) gives(s *answerScreen, typed string) {
	h.Helper()
	s.answer.SetText(typed)
	s.submit()
	h.settle()
}

// The question is asked after the password, and the answer opens the window.
func TestAnswerScreen(t *testing.T) {
	asked(t, func(h *hand) {
		h.wantNoText("first meal")
		s := h.half()
		h.wantText("Security question", "What was the first meal you cooked?", "Signing in as a.okafor", "Answer", "Use another account")
		if !s.answer.Focused() || s.answer.Revealed() {
			t.Error("the answer has no focus, or can be read")
		}
		h.golden("answer", smallWindow)
		h.gives(s, "")
		h.wantText("Type your answer.")
		h.gives(s, "Suppe")
		if s.answer.Problem() == "" || s.answer.Text() != "" || !s.answer.Focused() {
			t.Errorf("problem %q, text %q", s.answer.Problem(), s.answer.Text())
		}
		h.golden("answer-wrong", smallWindow)
		h.type1("käsespätzle IM föhn")
		h.key(fyne.KeyReturn)
		if _, ok := h.app.screen.(*shell); !ok {
			t.Fatalf("the screen is %T", h.app.screen)
		}
		if s.answer.Text() != "" {
			t.Error("the answer is kept")
		}
	})
}

// Whoever goes back, or lets five minutes pass, begins again with the password; by
// keyboard alone.
func TestAnswerScreenLeft(t *testing.T) {
	asked(t, func(h *hand) {
		s := h.half()
		s.answer.SetText(rightAnswer)
		for h.app.window.Canvas().Focused() != fyne.Focusable(s.other) {
			h.app.window.Canvas().FocusNext()
		}
		h.key(fyne.KeySpace)
		if _, ok := h.app.screen.(*signInScreen); !ok || s.answer.Text() != "" || s.flow.Step() != core.StepPassword {
			t.Fatalf("the screen is %T at %s", h.app.screen, s.flow.Step())
		}
		s = h.half()
		h.pass(5*time.Minute - time.Second)
		if h.app.screen != screen(s) {
			t.Fatalf("the screen is %T", h.app.screen)
		}
		h.pass(2 * time.Second)
		h.wantText("This sign-in has waited for too long. Begin again.")
		if _, ok := h.app.screen.(*signInScreen); !ok {
			t.Fatalf("the screen is %T", h.app.screen)
		}
	})
}

// Too many wrong answers lock, in words of their own; the name is there to be changed.
func TestAnswerLocks(t *testing.T) {
	asked(t, func(h *hand) {
		s := h.half()
		for i := range 5 {
			h.gives(s, fmt.Sprint("wrong ", i))
		}
		at, ok := h.app.screen.(*signInScreen)
		if !ok || at.name.Text() != "a.okafor" {
			t.Fatalf("the screen is %T", h.app.screen)
		}
		h.wantText("This account is locked for now", "5 wrong tries in a row. You can try again in", "15 min 0 s", "Sign in at 08:27")
		h.golden("answer-locked", smallWindow)
		h.pass(15 * time.Minute)
		h.gives(h.half(), rightAnswer)
		if _, ok := h.app.screen.(*shell); !ok {
			t.Fatalf("the screen is %T", h.app.screen)
		}
	})
}

// What was changed meanwhile ends the sign-in in words.
func TestAnswerTooLate(t *testing.T) {
	asked(t, func(h *hand) {
		s := h.half()
		h.asksNoMore()
		h.gives(s, rightAnswer)
		h.wantText("This sign-in has waited for too long, or the account was changed meanwhile. Begin again with the password.")
	})
}

// The step in which a question is set says what it is for, takes one of a list or an
// own one, and says beside each field what is wrong.
func TestSetQuestionStep(t *testing.T) {
	inWindow(t, func(h *hand) {
		h.asks()
		h.signIn("a.okafor", rootPassword)
		s, ok := h.app.screen.(*setQuestion)
		if !ok {
			t.Fatalf("the screen is %T", h.app.screen)
		}
		h.focusedOn("the list of questions", s.fields.choice)
		h.wantText("Set a security question", "From your next sign-in on you are asked this question after your password.")
		h.golden("setquestion", s.size())
		s.submit()
		h.settle()
		h.wantText("Type an answer.")
		h.focusedOn("the answer", s.fields.answer.Input())
		s.fields.choice.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
		h.settle()
		h.focusedOn("the own question", s.fields.own.Input())
		h.fill(s.fields.answer, "a.okafor")
		h.fill(s.fields.confirm, "a.okafo")
		h.key(fyne.KeyReturn)
		h.wantText("This is still empty.", "This is the name of your account", "Not the same as the one above.")
		h.focusedOn("the own question", s.fields.own.Input())
		h.golden("setquestion-problems", s.size())
		h.fill(s.fields.own, "What was for dinner?")
		h.fill(s.fields.answer, rightAnswer)
		h.fill(s.fields.confirm, rightAnswer)
		h.key(fyne.KeyReturn)
		if _, ok := h.app.screen.(*shell); !ok {
			t.Fatalf("the screen is %T: %s", h.app.screen, h.says())
		}
		if s.fields.answer.Text()+s.fields.confirm.Text() != "" {
			t.Error("the answer is kept")
		}
		h.app.signOut()
		h.settle()
		h.half()
		h.wantText("What was for dinner?")
	})
}

// A first password is changed before, and Cancel leaves the sign-in.
func TestSetQuestionAfterFirstPassword(t *testing.T) {
	inWindow(t, func(h *hand) {
		first := h.addAccount("ben", core.RoleMember)
		h.asks()
		h.signIn("ben", first)
		p := h.app.screen.(*firstPassword)
		p.fresh.fresh.SetText(memberPassword)
		p.fresh.confirm.SetText(memberPassword)
		p.submit()
		h.settle()
		s, ok := h.app.screen.(*setQuestion)
		if !ok {
			t.Fatalf("the screen is %T", h.app.screen)
		}
		s.fields.answer.SetText(rightAnswer)
		h.tap("Cancel")
		if s.fields.answer.Text() != "" {
			t.Error("the answer is kept")
		}
		if core.ErrorCode(h.app.site.Alive(h.Context(), s.flow.Token())) != core.CodeSession {
			t.Error("the session lives on")
		}
		h.signIn("ben", memberPassword)
		if _, ok := h.app.screen.(*setQuestion); !ok {
			t.Errorf("the screen is %T", h.app.screen)
		}
	})
}

// A session that is over in the step leads back in words.
func TestSetQuestionTooLate(t *testing.T) {
	inWindow(t, func(h *hand) {
		h.asks()
		h.signIn("a.okafor", rootPassword)
		s := h.app.screen.(*setQuestion)
		// Another sign-in is quicker.
		flow := h.app.site.StartSignIn(core.Device{Client: core.ClientCommand})
		_, err := flow.Password(h.Context(), "a.okafor", rootPassword)
		h.must(err)
		_, err = flow.SetQuestion(h.Context(), core.NewQuestion{Question: "Who?", Answer: rightAnswer, Confirm: rightAnswer})
		h.must(err)
		s.fields.answer.SetText(rightAnswer)
		s.fields.confirm.SetText(rightAnswer)
		s.submit()
		h.settle()
		if _, ok := h.app.screen.(*signInScreen); !ok {
			t.Fatalf("the screen is %T", h.app.screen)
		}
		h.wantText("You are signed out. Sign in again to go on.")
	})
}
