package core_test

import (
	"testing"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// rightAnswer answers the question of every account in tests.
const rightAnswer = "Käsespätzle im Föhn"

// asking puts a policy in force that asks for a security question.
func (b *bed) asking(change ...func(*policy.Policy)) {
	b.t.Helper()
	b.rule(func(p *policy.Policy) {
		p.Complexity.RequireSecurityQuestion = true
		for _, more := range change {
			more(p)
		}
	})
}

// untilAdmin locks an account with the nth failure in a row until an administrator
// unlocks it, as reference text 002 does.
func untilAdmin(n int) func(*policy.Policy) {
	return func(p *policy.Policy) {
		p.Lockout = policy.Lockout{Enabled: true, FirstLockAt: &n, FailuresPerNextLock: &n, Durations: &policy.Schedule{UntilAdmin: true}}
	}
}

// question is a filled form.
func question(answer string) core.NewQuestion {
	return core.NewQuestion{Question: "What was for dinner?", Answer: answer, Confirm: answer}
}

// sets signs in where a question is still to be set, and sets it.
func (b *bed) sets(name, secret string) core.Token {
	b.t.Helper()
	flow := b.site.StartSignIn(desk)
	step, err := flow.Password(b.t.Context(), name, secret)
	must(b.t, err)
	if step != core.StepSetQuestion {
		b.t.Fatalf("sign-in of %s stands at %s", name, step)
	}
	step, err = flow.SetQuestion(b.t.Context(), question(rightAnswer))
	must(b.t, err)
	if step != core.StepDone {
		b.t.Fatalf("after the question %s stands at %s", name, step)
	}
	return flow.Token()
}

// half signs in with a right password up to the question.
func (b *bed) half(name, secret string) *core.SignIn {
	b.t.Helper()
	return halfOn(b.t, b.site, name, secret)
}

func halfOn(t *testing.T, site *core.Site, name, secret string) *core.SignIn {
	t.Helper()
	flow := site.StartSignIn(desk)
	step, err := flow.Password(t.Context(), name, secret)
	must(t, err)
	if step != core.StepAnswer || !flow.Token().Zero() {
		t.Fatalf("sign-in of %s stands at %s with %v", name, step, flow.Token())
	}
	return flow
}

// answers signs in with a right password and a right answer.
func (b *bed) answers(name, secret string) core.Token {
	b.t.Helper()
	flow := b.half(name, secret)
	step, err := flow.Answer(b.t.Context(), rightAnswer)
	must(b.t, err)
	if step != core.StepDone {
		b.t.Fatalf("after the answer %s stands at %s", name, step)
	}
	return flow.Token()
}

// asked is a bed whose policy asks, with a member ben who has set a question, and
// the root account's session from before.
func asked(t *testing.T, change ...func(*policy.Policy)) (b *bed, root core.Token, ben core.AccountID) {
	t.Helper()
	b = newBed(t)
	root = b.root()
	ben = b.add(root, "ben", core.RoleMember)
	b.asking(change...)
	must(t, b.site.SignOut(t.Context(), b.sets("ben", memberPassword)))
	return b, root, ben
}

// wrongly gives an answer that is wrong, each time another one, and wants a code.
func (b *bed) wrongly(flow *core.SignIn, code core.Code) *core.Error {
	b.t.Helper()
	_, err := flow.Answer(b.t.Context(), wrong())
	return wantCode(b.t, err, code)
}
