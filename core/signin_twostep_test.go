package core_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
	"gatehouse/core/twostep"
)

// wrongCode gives a wrong code, each time another one, and wants an error code.
func (p *phone) wrongly(flow *core.SignIn, code core.Code) *core.Error {
	p.b.t.Helper()
	_, err := flow.Code(p.b.t.Context(), p.wrongCode())
	return wantCode(p.b.t, err, code)
}

// CVE-2026-128332: the right password again and again gives no further codes. Codes,
// recovery codes and passwords are on one count.
func TestPasswordResetsNoCodes(t *testing.T) {
	b, root, ben, p := secured(t)
	for i := range 4 {
		flow := b.toCode("ben", memberPassword)
		if i%2 == 0 {
			p.wrongly(flow, core.CodeSignIn)
		} else {
			fresh, err := twostep.NewRecoveryCode(randomness{})
			must(t, err)
			_, err = flow.RecoveryCode(t.Context(), fresh.Shown())
			wantCode(t, err, core.CodeSignIn)
		}
		if got := b.throttle("account:2"); got.Failures != i+1 || got.Answers != i+1 {
			t.Fatalf("after %d codes the count is %+v", i+1, got)
		}
	}
	e := p.wrongly(b.toCode("ben", memberPassword), core.CodeLocked)
	if !e.Lock.Answers || !strings.Contains(e.Error(), "wrong tries") {
		t.Errorf("%v, %+v", e, e.Lock)
	}
	_, _, err := b.try("ben", memberPassword)
	if e := wantCode(t, err, core.CodeLocked); e.Lock.Answers {
		t.Error("whoever does not know the password is told of codes")
	}
	must(t, b.site.UnlockAccount(t.Context(), root, ben, "asked"))
	b.withCode("ben", memberPassword, p.next())
	if b.failures(ben) != 0 {
		t.Errorf("%d failures after a whole sign-in", b.failures(ben))
	}
}

// No step is skipped, and none alone is enough (CVE-2026-18963, CVE-2026-115829).
func TestCodeAloneIsNothing(t *testing.T) {
	b, _, _, p := secured(t)
	ctx := t.Context()
	before := b.count(core.EventSignedIn)
	flow := b.site.StartSignIn(desk)
	for name, act := range map[string]func() error{
		"code":     func() error { _, err := flow.Code(ctx, p.next()); return err },
		"recovery": func() error { _, err := flow.RecoveryCode(ctx, p.codes[0].Shown()); return err },
		"none":     func() error { _, err := flow.NotSetUp(ctx); return err },
		"answer":   func() error { _, err := flow.Answer(ctx, rightAnswer); return err },
		"set up":   func() error { _, err := flow.Enrol(ctx, core.NewApp{}); return err },
	} {
		if code := core.ErrorCode(act()); code != core.CodeUsage || flow.Step() != core.StepPassword {
			t.Errorf("%s before the password: %q, %s", name, code, flow.Step())
		}
	}
	_, err := flow.Password(ctx, "ben", memberPassword)
	must(t, err)
	_, err = flow.NotSetUp(ctx) // it is set up
	wantCode(t, err, core.CodeUsage)
	_, err = flow.ChangePassword(ctx, core.OwnChange{New: secondPassword, Confirm: secondPassword})
	wantCode(t, err, core.CodeUsage)
	if !flow.Token().Zero() || b.count(core.EventSignedIn) != before {
		t.Errorf("a session, or %d sign-ins more", b.count(core.EventSignedIn)-before)
	}
}

// A sign-in that waits for its code dies after five minutes, and when account,
// password, second step or policy change (govengers/auth 1.1.1); not when another one
// uses a code.
func TestHalfwayCodesDie(t *testing.T) {
	changes := map[string]func(b *bed, root core.Token, ben core.AccountID, p *phone){
		"five minutes": func(b *bed, _ core.Token, _ core.AccountID, _ *phone) { b.clock.advance(core.AnswerWithin) },
		"reset of the password": func(b *bed, root core.Token, ben core.AccountID, _ *phone) {
			_, err := b.site.ResetPassword(b.t.Context(), root, ben)
			must(b.t, err)
		},
		"reset of the second step": func(b *bed, root core.Token, ben core.AccountID, _ *phone) {
			must(b.t, b.site.ResetTwoStep(b.t.Context(), root, ben, "", "lost"))
		},
		"another app": func(b *bed, _ core.Token, _ core.AccountID, p *phone) {
			b.enrol(b.withCode("ben", memberPassword, p.next()), memberPassword, core.NewApp{})
		},
		"new recovery codes": func(b *bed, _ core.Token, _ core.AccountID, p *phone) {
			_, err := b.site.RenewRecoveryCodes(b.t.Context(), b.withCode("ben", memberPassword, p.next()), memberPassword)
			must(b.t, err)
		},
		"switched off": func(b *bed, root core.Token, ben core.AccountID, _ *phone) {
			must(b.t, b.site.DisableAccount(b.t.Context(), root, ben))
		},
		"another policy": func(b *bed, _ core.Token, _ core.AccountID, _ *phone) {
			b.rule(func(p *policy.Policy) { p.Change.HistoryDepth = new(3) })
		},
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			b, root, ben, p := secured(t)
			flow := b.toCode("ben", memberPassword)
			change(b, root, ben, p)
			before := b.failures(ben)
			_, err := flow.Code(t.Context(), p.next())
			wantCode(t, err, core.CodeSession)
			if flow.Step() != core.StepPassword || b.failures(ben) != before {
				t.Errorf("stands at %s, %d failures", flow.Step(), b.failures(ben))
			}
		})
	}
	b, _, _, p := secured(t)
	flow := b.toCode("ben", memberPassword)
	b.withCode("ben", memberPassword, p.next())
	_, err := b.toCode("ben", memberPassword).RecoveryCode(t.Context(), p.codes[3].Shown())
	must(t, err)
	if step, err := flow.Code(t.Context(), p.next()); err != nil || step != core.StepDone {
		t.Errorf("after another sign-in: %s, %v", step, err)
	}
}

// Where the policy requires the second step of everybody, nothing tells whether a
// password was right until both are given: not the step, not the ways, not the words,
// not the count, not the lock.
func TestRequiredTwoStepHidesThePassword(t *testing.T) {
	b, root, _, p := secured(t)
	b.add(root, "eve", core.RoleMember) // has nothing set up
	b.demand()
	ctx := t.Context()
	type told struct {
		step core.Step
		ways string
		err  string
		left core.Step
	}
	try := func(name, secret string, give func(*core.SignIn) (core.Step, error)) told {
		t.Helper()
		flow := b.site.StartSignIn(desk)
		step, err := flow.Password(ctx, name, secret)
		must(t, err)
		seen := told{step: step, ways: fmt.Sprint(flow.SecondWays())}
		left, err := give(flow)
		if err == nil || !flow.Token().Zero() {
			t.Fatalf("%s is let in", name)
		}
		seen.err, seen.left = err.Error(), left
		return seen
	}
	code := func(f *core.SignIn) (core.Step, error) { return f.Code(ctx, p.wrongCode()) }
	recovery := func(f *core.SignIn) (core.Step, error) { return f.RecoveryCode(ctx, "0123-4567-89AB-CDEF") }
	none := func(f *core.SignIn) (core.Step, error) { return f.NotSetUp(ctx) }
	seen := map[told][]string{}
	for what, one := range map[string]told{
		"wrong password":                        try("ben", wrong(), code),
		"right password, wrong code":            try("ben", memberPassword, code),
		"nobody":                                try("nobody", wrong(), code),
		"not set up, right password":            try("eve", memberPassword, code),
		"wrong password and recovery code":      try("eve", wrong(), recovery),
		"right password, wrong recovery code":   try("ben", memberPassword, recovery),
		"nobody with a recovery code":           try("nobody", wrong(), recovery),
		"right password, says it is not set up": try("ben", memberPassword, none),
		"wrong password, says so":               try("eve", wrong(), none),
		"nobody says so":                        try("nobody", wrong(), none),
	} {
		seen[one] = append(seen[one], what)
	}
	if len(seen) != 1 {
		t.Errorf("told apart: %v", seen)
	}
	if n := b.failures(2); n != 4 {
		t.Errorf("%d failures of ben, want each of four tries counted once", n)
	}
	// The fifth locks, whatever was right in it.
	for _, name := range []string{"ben", "nobody"} {
		for i := b.throttle(subjectOfName(b, name)).Failures; i < 4; i++ {
			try(name, wrong(), code)
		}
		flow := b.site.StartSignIn(desk)
		_, err := flow.Password(ctx, name, memberPassword)
		must(t, err)
		_, err = flow.Code(ctx, p.wrongCode())
		if e := wantCode(t, err, core.CodeLocked); e.Lock == nil || e.Lock.Failures != 5 || e.Lock.Answers {
			t.Errorf("%s: %+v", name, e.Lock)
		}
		_, _, err = b.try(name, memberPassword)
		wantCode(t, err, core.CodeLocked)
	}
	b.clock.advance(24 * time.Hour)
	token := b.withCode("ben", memberPassword, p.next())
	if b.failures(2) != 0 || !b.twoStep(token).Required {
		t.Errorf("%d failures after a whole sign-in", b.failures(2))
	}
	b.wantNewest(core.EventSignedIn, `{"method":"password and code","scope":"full"}`)
	_, err := b.toCode("ben", memberPassword).RecoveryCode(ctx, p.codes[0].Shown())
	must(t, err)
}

// subjectOfName is the subject of an account, or of the one name that is none.
func subjectOfName(b *bed, name string) string {
	if name == "ben" {
		return "account:2"
	}
	return b.site.UnknownSubject(name)
}

// reachesNothing wants a session that can set up what the sign-in asks for, and end
// itself, and nothing else.
func (b *bed) reachesNothing(token core.Token) {
	b.t.Helper()
	for name, call := range callsWithToken(b.t, b.site, b.clock.Now()) {
		if name == "SignOut" || name == "Enrol" || name == "AddPasskey" {
			continue
		}
		if code := core.ErrorCode(call(token)); code != core.CodeForbidden && !(name == "Resume" && code == core.CodeRefused) {
			b.t.Errorf("%s: %q", name, code)
		}
	}
}

// Whoever has to set two-step verification up can do so in the sign-in, and nothing
// else before.
func TestEnrolOnlySession(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ben := b.add(root, "ben", core.RoleMember)
	b.demand(func(p *policy.Policy) { p.Complexity.RequireSecurityQuestion = true })
	ctx := t.Context()
	owing := func() *core.SignIn {
		t.Helper()
		flow := b.toCode("ben", memberPassword)
		step, err := flow.NotSetUp(ctx)
		must(t, err)
		if step != core.StepEnrol {
			t.Fatalf("stands at %s", step)
		}
		return flow
	}
	other, flow := owing(), owing()
	before := b.policyState()
	b.reachesNothing(flow.Token())
	if after := b.policyState(); after != before {
		t.Errorf("left\n%s\nwas\n%s", after, before)
	}
	wantCode(t, b.site.Alive(ctx, flow.Token()), core.CodeForbidden)
	e, err := flow.Enrol(ctx, core.NewApp{})
	must(t, err)
	p := phoneOf(b, e)
	_, step, err := flow.Confirm(ctx, e, p.wrongCode())
	if wantCode(t, err, core.CodeInput); step != core.StepEnrol {
		t.Errorf("stands at %s", step)
	}
	late, err := other.Enrol(ctx, core.NewApp{})
	must(t, err)
	done, step, err := flow.Confirm(ctx, e, p.code(0))
	must(t, err)
	if len(done.Codes) != 10 || step != core.StepSetQuestion {
		t.Fatalf("%d codes, stands at %s", len(done.Codes), step)
	}
	_, _, err = other.Confirm(ctx, late, phoneOf(b, late).code(0))
	wantCode(t, err, core.CodeSession) // another sign-in has set it up
	step, err = flow.SetQuestion(ctx, question(rightAnswer))
	must(t, err)
	if step != core.StepDone || !b.twoStep(flow.Token()).On() || !b.terms(ben).EnrolFrom.IsZero() {
		t.Errorf("stands at %s", step)
	}
	over := owingOf(b, root)
	b.clock.advance(30 * time.Minute)
	wantCode(t, b.site.SignOut(ctx, over), "")
	_, err = b.site.Enrol(ctx, over, core.NewApp{})
	wantCode(t, err, core.CodeSession)
}

// owingOf is a session of a new account that may only set two-step verification up.
func owingOf(b *bed, root core.Token) core.Token {
	b.t.Helper()
	b.rule(func(*policy.Policy) {})
	b.add(root, "zoe", core.RoleMember)
	b.demand()
	flow := b.toCode("zoe", memberPassword)
	_, err := flow.NotSetUp(b.t.Context())
	must(b.t, err)
	return flow.Token()
}

// The time to set two-step verification up begins with the first sign-in that asks for
// it, and ends so many days later to the millisecond.
func TestTimeToEnrol(t *testing.T) {
	b := newBed(t)
	b.add(b.root(), "ben", core.RoleMember)
	grace := func(p *policy.Policy) {
		p.SignIn.TwoStep, p.SignIn.TwoStepRoles = policy.TwoStepByRole, []string{"member"}
		p.SignIn.TwoStepGraceDays = new(3)
	}
	b.rule(grace)
	b.clock.advance(20 * 24 * time.Hour)
	first := b.clock.Now()
	has := b.twoStep(b.in("ben", memberPassword))
	end := first.Add(3 * 24 * time.Hour)
	if !has.Required || has.On() || !has.Until.Equal(end) {
		t.Errorf("told %+v, want until %v", has, end)
	}
	b.until(end.Add(-time.Millisecond))
	b.in("ben", memberPassword)
	b.clock.advance(time.Millisecond)
	if _, step, err := b.try("ben", memberPassword); err != nil || step != core.StepEnrol {
		t.Errorf("after the time: %s, %v", step, err)
	}
	b.root() // by role: root accounts are not asked
	// Where the demand went away meanwhile, the time begins anew.
	b.rule(func(*policy.Policy) {})
	b.in("ben", memberPassword)
	b.rule(grace)
	b.in("ben", memberPassword)
	if from := b.terms(2).EnrolFrom; !from.Equal(b.clock.Now()) {
		t.Errorf("asked from %v", from)
	}
}

// The last app stays where the policy asks for one; another one takes its place.
func TestLastAppStaysWhereItIsRequired(t *testing.T) {
	b, _, _, p := secured(t)
	b.demand()
	token := b.withCode("ben", memberPassword, p.next())
	_, err := b.site.RemoveApp(t.Context(), token, p.id, memberPassword)
	wantCode(t, err, core.CodeRefused)
	b.clock.advance(halfMinute)
	_, token = b.enrol(token, memberPassword, core.NewApp{Name: "New phone"})
	_, err = b.site.RemoveApp(t.Context(), token, p.id, memberPassword)
	must(t, err)
}

// What the policy does not allow is neither set up nor taken: recovery codes that were
// made before rest. An app that is set up is asked for all the same.
func TestMethodsThatAreAllowed(t *testing.T) {
	b, _, _, p := secured(t)
	ctx := t.Context()
	b.rule(func(r *policy.Policy) { r.SignIn.TwoStepMethods = []string{policy.MethodTOTP} })
	flow := b.toCode("ben", memberPassword)
	if ways := flow.SecondWays(); len(ways) != 1 || ways[0].Way != core.WayApp {
		t.Errorf("ways %+v", ways)
	}
	_, err := flow.RecoveryCode(ctx, p.codes[0].Shown())
	wantCode(t, err, core.CodeSignIn)
	step, err := flow.Code(ctx, p.next())
	must(t, err)
	if step != core.StepDone {
		t.Fatalf("stands at %s", step)
	}
	_, err = b.site.RenewRecoveryCodes(ctx, flow.Token(), memberPassword)
	wantCode(t, err, core.CodeRefused)
	b.rule(func(r *policy.Policy) { r.SignIn.TwoStepMethods = []string{policy.MethodPasskey} })
	token := b.withCode("ben", memberPassword, p.next())
	_, err = b.site.Enrol(ctx, token, core.NewApp{Current: memberPassword})
	wantCode(t, err, core.CodeRefused)
}

// "min_length_with_two_step replaces min_length for an account whose two-step is on."
func TestShorterPasswordWithTwoStep(t *testing.T) {
	b, root, ben, p := secured(t)
	b.rule(func(r *policy.Policy) {
		r.Complexity.MinLength, r.Complexity.MinLengthWithTwoStep = new(15), new(8)
		r.Change.Recheck, r.Change.RecheckScope = policy.RecheckAlways, policy.ScopeNoncompliant
	})
	const short = "zq8-Vx!w"
	token := b.withCode("ben", memberPassword, p.next())
	token, err := b.change(token, memberPassword, short)
	must(t, err)
	_, err = b.change(b.root(), rootPassword, short)
	wantFields(t, err, core.FieldNew)
	b.withCode("ben", short, p.next())
	_, who, err := b.site.JudgeFor(t.Context(), root, ben)
	must(t, err)
	if !who.TwoStep {
		t.Error("the account is judged without its second step")
	}
	must(t, b.site.ResetTwoStep(t.Context(), root, ben, "", "lost"))
	if terms := b.terms(ben); terms.Judged != 0 || terms.Complied {
		t.Errorf("still judged by %+v", terms)
	}
	b.limitedIn("ben", short, core.ReasonWeak)
	must(t, b.site.Alive(t.Context(), token))
}
