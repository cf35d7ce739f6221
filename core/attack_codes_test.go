package core_test

import (
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// Where password and code are tried together, a right password elsewhere takes wrong
// codes back no more than where they are not: whoever knows the password would have
// codes without end while its owner works.
func TestUnlockingTakesNoCodesBack(t *testing.T) {
	for _, two := range []policy.TwoStep{policy.TwoStepOptional, policy.TwoStepRequired} {
		t.Run(string(two), func(t *testing.T) {
			b, _, ben, p := secured(t)
			b.rule(func(r *policy.Policy) { r.SignIn.TwoStep = two })
			token := b.withCode("ben", memberPassword, p.next())
			for n := 1; n <= 4; n++ {
				p.wrongly(b.toCode("ben", memberPassword), core.CodeSignIn)
				must(t, b.site.Lock(t.Context(), token))
				fresh, err := b.site.Unlock(t.Context(), token, memberPassword)
				must(t, err)
				if token = fresh; b.failures(ben) != n {
					t.Fatalf("%d failures after %d wrong codes", b.failures(ben), n)
				}
			}
			p.wrongly(b.toCode("ben", memberPassword), core.CodeLocked)
		})
	}
}

// The same digits again are another guess: the code has changed meanwhile. And digits
// that were typed as a password do not make the code out of them free.
func TestRepeatedCodesCount(t *testing.T) {
	b, _, ben, p := secured(t)
	flow := b.toCode("ben", memberPassword)
	code := p.wrongCode()
	for n := 1; n <= 3; n++ {
		_, err := flow.Code(t.Context(), code)
		wantCode(t, err, core.CodeSignIn)
		if b.failures(ben) != n {
			t.Fatalf("%d failures after %d tries of one code", b.failures(ben), n)
		}
	}
	b, _, ben, p = secured(t)
	for n := 1; n <= 2; n++ {
		code := p.wrongCode()
		_, _, err := b.try("ben", code)
		wantCode(t, err, core.CodeSignIn)
		_, err = b.toCode("ben", memberPassword).Code(t.Context(), code)
		wantCode(t, err, core.CodeSignIn)
	}
	if got := b.throttle("account:2"); got.Failures != 4 || got.Answers != 2 {
		t.Errorf("the count of %d is %+v", ben, got)
	}
}

// A secret that cannot be read tells nobody but whoever is known to know the password
// that the account has an app, stops no other app of it, and gives no code for nothing.
func TestUnreadableSecretTellsNothing(t *testing.T) {
	b, _, _, p := secured(t)
	ctx := t.Context()
	b.clock.advance(halfMinute)
	second, _ := b.enrol(b.withCode("ben", memberPassword, p.code(0)), memberPassword, core.NewApp{Name: "Tablet"})
	b.byHand("UPDATE authenticators SET secret = zeroblob(60) WHERE name = 'Phone'")
	b.withCode("ben", memberPassword, second.next())
	// A wrong code is counted all the same: the other app was asked.
	_, err := b.toCode("ben", memberPassword).Code(ctx, second.wrongCode())
	wantCode(t, err, core.CodeStoreDamaged)
	if n := b.failures(2); n != 1 {
		t.Errorf("%d failures", n)
	}
	b.demand()
	before := b.failures(2)
	_, err = b.toCode("ben", wrong()).Code(ctx, second.wrongCode())
	wantCode(t, err, core.CodeSignIn)
	if b.failures(2) != before+1 {
		t.Errorf("%d failures, were %d", b.failures(2), before)
	}
	// Where the password is hidden, a right one is not told by this either.
	_, err = b.toCode("ben", memberPassword).Code(ctx, second.wrongCode())
	wantCode(t, err, core.CodeSignIn)
	b.withCode("ben", memberPassword, second.next())
	_, err = b.site.RotateKeys(ctx, b.rootByCode(t), core.Unlock{})
	wantCode(t, err, core.CodeStoreDamaged)
}

// rootByCode signs the root account in, which has nothing set up, past the demand.
func (b *bed) rootByCode(t *testing.T) core.Token {
	t.Helper()
	b.rule(func(*policy.Policy) {})
	return b.root()
}

// A code for emergencies that was replaced cannot be put in its place again, and a
// demotion ends it.
func TestFormerEmergencyCodeIsGone(t *testing.T) {
	b := newBed(t)
	root := b.root()
	former, err := b.site.RenewEmergencyCode(t.Context(), root, rootPassword)
	must(t, err)
	_, err = b.site.RenewEmergencyCode(t.Context(), root, rootPassword)
	must(t, err)
	b.enrol(root, rootPassword, core.NewApp{})
	b.byHand("DELETE FROM emergency_codes WHERE number = (SELECT max(number) FROM emergency_codes)")
	_, err = b.toCode("ada", rootPassword).RecoveryCode(t.Context(), former.Shown())
	wantCode(t, err, core.CodeSignIn)
	if b.told(firstID, core.NoticeEmergencyMade) != 2 {
		t.Error("a new code was not told")
	}
}

// Whoever has lost two-step verification sets it up at the next sign-in; the time to do
// so is for those who never had it.
func TestNoTimeAfterAReset(t *testing.T) {
	b, root, ben, p := secured(t)
	b.rule(func(r *policy.Policy) {
		r.SignIn.TwoStep, r.SignIn.TwoStepRoles, r.SignIn.TwoStepGraceDays = policy.TwoStepByRole, []string{"member"}, new(30)
	})
	token := b.withCode("ben", memberPassword, p.next())
	must(t, b.site.ResetTwoStep(t.Context(), root, ben, "", "lost"))
	if has := b.twoStep(token); !has.Until.IsZero() || !has.Required {
		t.Errorf("told %+v", has)
	}
	if _, step, err := b.try("ben", memberPassword); err != nil || step != core.StepEnrol {
		t.Errorf("after the reset: %s, %v", step, err)
	}
}

// A session that may only set something up ends no lock by it: nothing was proved anew.
func TestSetUpEndsNoLock(t *testing.T) {
	b := newBed(t)
	ben := b.add(b.root(), "ben", core.RoleMember)
	b.rule(func(r *policy.Policy) {
		r.SignIn.TwoStep, r.SignIn.TwoStepRoles = policy.TwoStepByRole, []string{"member"}
		untilAdmin(3)(r)
	})
	flow := b.site.StartSignIn(desk)
	step, err := flow.Password(t.Context(), "ben", memberPassword)
	if must(t, err); step != core.StepEnrol {
		t.Fatalf("stands at %s", step)
	}
	b.fail("ben", 3)
	e, err := flow.Enrol(t.Context(), core.NewApp{})
	must(t, err)
	_, _, err = flow.Confirm(t.Context(), e, phoneOf(b, e).code(0))
	must(t, err)
	if got := b.throttle("account:2"); !got.UntilAdmin || got.Failures != 3 {
		t.Errorf("the count of %d is %+v", ben, got)
	}
}

// What falls due while a sign-in sets its question is asked for before it ends, and a
// set-up that the sign-in asks for ends the sessions of before.
func TestDueWhileTheQuestionIsSet(t *testing.T) {
	b := newBed(t)
	b.add(b.root(), "ben", core.RoleMember)
	b.rule(func(r *policy.Policy) {
		r.Complexity.RequireSecurityQuestion = true
		r.SignIn.TwoStep, r.SignIn.TwoStepRoles, r.SignIn.TwoStepGraceDays = policy.TwoStepByRole, []string{"member"}, new(1)
	})
	early := b.sets("ben", memberPassword)
	must(t, b.site.ResetQuestion(t.Context(), b.sets("ada", rootPassword), 2, "x"))
	b.clock.advance(24*time.Hour - time.Minute)
	flow := b.site.StartSignIn(desk)
	step, err := flow.Password(t.Context(), "ben", memberPassword)
	if must(t, err); step != core.StepSetQuestion {
		t.Fatalf("stands at %s", step)
	}
	b.clock.advance(2 * time.Minute)
	step, err = flow.SetQuestion(t.Context(), question(rightAnswer))
	if must(t, err); step != core.StepEnrol {
		t.Fatalf("stands at %s", step)
	}
	e, err := flow.Enrol(t.Context(), core.NewApp{})
	must(t, err)
	_, step, err = flow.Confirm(t.Context(), e, phoneOf(b, e).code(0))
	if must(t, err); step != core.StepDone {
		t.Fatalf("stands at %s", step)
	}
	wantCode(t, b.site.Alive(t.Context(), early), core.CodeSession)
}

// A set-up that is kept ends with the password that began it, shows nothing when it goes
// on, and a clock that was wrong does not keep another one out.
func TestKeptSetUpBelongsToItsPassword(t *testing.T) {
	b := newBed(t)
	ctx := t.Context()
	token := b.root()
	keep := func(secret string) *core.Enrolment {
		t.Helper()
		e, err := b.site.Enrol(ctx, token, core.NewApp{Current: secret})
		must(t, err)
		must(t, e.Keep(ctx))
		return e
	}
	keep(rootPassword)
	e, err := b.site.Resume(ctx, token)
	must(t, err)
	if e.Secret()+e.Groups()+e.URI() != "" {
		t.Error("a secret is shown again")
	}
	token, err = b.change(token, rootPassword, secondPassword)
	must(t, err)
	_, err = b.site.Resume(ctx, token)
	wantCode(t, err, core.CodeRefused)
	keep(secondPassword)
	b.byHand("UPDATE authenticators SET expires_at = expires_at + 400000000")
	keep(secondPassword)
}
