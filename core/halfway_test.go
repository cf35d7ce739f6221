package core_test

import (
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// A sign-in that waits for its answer ends after five minutes, and at once when
// account, password, question or policy are changed. Nothing is counted then.
func TestHalfwayEnds(t *testing.T) {
	type scene struct {
		*bed
		root, own core.Token
		ben       core.AccountID
	}
	edit := func(s scene, to core.NewAccount) error {
		v, err := s.site.Account(s.t.Context(), s.root, s.ben)
		must(s.t, err)
		return s.site.EditAccount(s.t.Context(), s.root, s.ben, core.AccountEdit{Revision: v.Revision, NewAccount: to})
	}
	form := question("Something else")
	form.Current = memberPassword
	acts := map[string]func(s scene) error{
		"five minutes":    func(s scene) error { s.clock.advance(5 * time.Minute); return nil },
		"password change": func(s scene) error { _, err := s.change(s.own, memberPassword, secondPassword); return err },
		"password reset":  func(s scene) error { _, err := s.site.ResetPassword(s.t.Context(), s.root, s.ben); return err },
		"question":        func(s scene) error { _, err := s.site.SetQuestion(s.t.Context(), s.own, form); return err },
		"question reset":  func(s scene) error { return s.site.ResetQuestion(s.t.Context(), s.root, s.ben, "x") },
		"policy":          func(s scene) error { s.asking(untilAdmin(9)); return nil },
		"policy off":      func(s scene) error { s.rule(func(*policy.Policy) {}); return nil },
		"another policy": func(s scene) error {
			other := s.newPolicy(s.root, "Other", 1, 16)
			return s.site.AssignPolicy(s.t.Context(), s.root, s.ben, other.ID)
		},
		"switched off": func(s scene) error { return s.site.DisableAccount(s.t.Context(), s.root, s.ben) },
		"off and on": func(s scene) error {
			must(s.t, s.site.DisableAccount(s.t.Context(), s.root, s.ben))
			return s.site.EnableAccount(s.t.Context(), s.root, s.ben)
		},
		"role":    func(s scene) error { return edit(s, core.NewAccount{Name: "ben", Role: core.RoleAdmin}) },
		"name":    func(s scene) error { return edit(s, core.NewAccount{Name: "benno", Role: core.RoleMember}) },
		"deleted": func(s scene) error { return s.site.DeleteAccount(s.t.Context(), s.root, s.ben, "ben") },
		"by hand": func(s scene) error { s.byHand("UPDATE security_questions SET question = 'Other?'"); return nil },
		"left":    func(scene) error { return nil },
	}
	for name, act := range acts {
		t.Run(name, func(t *testing.T) {
			b, root, ben := asked(t)
			own := b.answers("ben", memberPassword)
			flow := b.half("ben", memberPassword)
			must(t, act(scene{b, root, own, ben}))
			want := core.CodeSession
			if name == "left" {
				flow.Leave()
				want = core.CodeUsage
			}
			before := b.count(core.EventSignedIn)
			step, err := flow.Answer(t.Context(), rightAnswer)
			wantCode(t, err, want)
			if step != core.StepPassword || !flow.Token().Zero() || flow.Question() != "" {
				t.Errorf("stands at %s, asks %q", step, flow.Question())
			}
			if n := b.failures(ben); n != 0 || b.count(core.EventSignedIn) != before {
				t.Errorf("%d failures", n)
			}
			_, err = flow.Answer(t.Context(), rightAnswer)
			wantCode(t, err, core.CodeUsage)
		})
	}
	b, _, _ := asked(t)
	flow := b.half("ben", memberPassword)
	b.clock.advance(5*time.Minute - time.Millisecond)
	_, err := flow.Answer(t.Context(), rightAnswer)
	must(t, err)
}

// A lock ends the sign-in as well: when the lock is over it begins with the password.
func TestLockEndsHalfway(t *testing.T) {
	b, _, _ := asked(t, func(p *policy.Policy) {
		p.Lockout = policy.Lockout{Enabled: true, FirstLockAt: new(2), Durations: schedule(t, "1M")}
	})
	flow, other := b.half("ben", memberPassword), b.half("ben", memberPassword)
	b.wrongly(flow, core.CodeSignIn)
	b.wrongly(flow, core.CodeLocked)
	_, err := other.Answer(t.Context(), rightAnswer) // refused and not counted
	wantCode(t, err, core.CodeLocked)
	b.clock.advance(time.Minute)
	for _, f := range []*core.SignIn{flow, other} {
		_, err := f.Answer(t.Context(), rightAnswer)
		wantCode(t, err, core.CodeUsage)
		step, err := f.Password(t.Context(), "ben", memberPassword)
		if err != nil || step != core.StepAnswer {
			t.Errorf("begins again at %s, %v", step, err)
		}
	}
	if _, err := other.Answer(t.Context(), rightAnswer); err != nil {
		t.Error(err)
	}
}

// The clock may go back or leap: the sign-in lives five minutes of the site's time,
// and no longer.
func TestHalfwayAndTheClock(t *testing.T) {
	for _, leap := range []time.Duration{-time.Hour, -5 * time.Minute, 40 * 24 * time.Hour} {
		b, _, _ := asked(t)
		flow, late := b.half("ben", memberPassword), b.half("ben", memberPassword)
		b.clock.jump(leap)
		_, err := flow.Answer(t.Context(), rightAnswer)
		must(t, err)
		b.clock.jump(16 * time.Minute)
		_, err = late.Answer(t.Context(), rightAnswer)
		wantCode(t, err, core.CodeSession)
	}
}

// Between password and answer there is nothing in the store that is good for
// anything: no session, no sign-in; and the log says how far it came.
func TestHalfwayLeavesNoSession(t *testing.T) {
	b, root, ben := asked(t)
	b.clock.advance(time.Minute)
	before, signedIn := b.snapshot(), b.count(core.EventSignedIn)
	flow := b.half("ben", memberPassword)
	if after := b.snapshot(); after != before {
		t.Errorf("left\n%s\nwas\n%s", after, before)
	}
	if b.count(core.EventSignedIn) != signedIn {
		t.Error("recorded as signed in")
	}
	b.wantNewest(core.EventPasswordRight, `{"next":"security_question"}`)
	if view, err := b.site.Account(t.Context(), root, ben); err != nil || len(view.Sessions) != 0 {
		t.Errorf("sessions %+v, %v", view.Sessions, err)
	}
	for _, token := range []core.Token{flow.Token(), {}} {
		wantCode(t, b.site.Alive(t.Context(), token), core.CodeSession)
		form := question("other answer")
		_, err := b.site.SetQuestion(t.Context(), token, form)
		wantCode(t, err, core.CodeSession)
	}
	b.wrongly(flow, core.CodeSignIn)
	b.wantNewest(core.EventSignInFailed, `{"failure":"1","for":"answer"}`)
	_, err := flow.Answer(t.Context(), rightAnswer)
	must(t, err)
	b.wantNewest(core.EventSignedIn, `{"method":"password and security question","scope":"full"}`)
}

// A program that is started again, or another one, begins with the password: what a
// sign-in has proved is in its own memory.
func TestHalfwayIsOfOneProgram(t *testing.T) {
	b, _, _ := asked(t)
	b.half("ben", memberPassword)
	_, site := b.open(nil)
	flow := site.StartSignIn(desk)
	step, err := flow.Answer(t.Context(), rightAnswer)
	wantCode(t, err, core.CodeUsage)
	if step != core.StepPassword || flow.Question() != "" {
		t.Errorf("stands at %s and asks %q", step, flow.Question())
	}
	// Wrong answers in one program count in the other.
	for range 4 {
		b.wrongly(b.half("ben", memberPassword), core.CodeSignIn)
	}
	other := halfOn(t, site, "ben", memberPassword)
	_, err = other.Answer(t.Context(), wrong())
	wantCode(t, err, core.CodeLocked)
}

// Nobody learns from a wrong password whether an account has a question, or which.
func TestQuestionIsNotToldBeforeThePassword(t *testing.T) {
	b, root, _ := asked(t)
	b.add2(root, "eve", core.RoleMember)
	b.rule(func(*policy.Policy) {})
	kim := b.add(root, "kim", core.RoleMember)
	b.asking()
	must(t, b.site.DisableAccount(t.Context(), root, kim))
	said := map[string]bool{}
	for _, name := range []string{"ben", "eve", "kim", "nobody"} {
		flow := b.site.StartSignIn(desk)
		step, err := flow.Password(t.Context(), name, wrong())
		said[wantCode(t, err, core.CodeSignIn).Error()] = true
		if step != core.StepPassword || flow.Question() != "" {
			t.Errorf("%s: stands at %s and asks %q", name, step, flow.Question())
		}
	}
	if len(said) != 1 {
		t.Errorf("told apart: %v", said)
	}
}

// What the policy asks of an expired password is told after the answer, not before.
func TestAnswerBeforeExpiry(t *testing.T) {
	b, _, _ := asked(t, func(p *policy.Policy) {
		p.Expiration.MaxAgeDays, p.Expiration.AfterExpiry = new(30), policy.AfterGrace
		p.Expiration.GraceSignIns = new(1)
	})
	b.clock.advance(31 * 24 * time.Hour)
	flow := b.half("ben", memberPassword)
	if b.terms(2).GraceUsed != 0 {
		t.Error("a grace is used by the password alone")
	}
	b.wrongly(flow, core.CodeSignIn)
	step, err := flow.Answer(t.Context(), rightAnswer)
	must(t, err)
	if step != core.StepChangePassword || flow.Why() != core.ReasonExpired || b.terms(2).GraceUsed != 1 {
		t.Errorf("stands at %s for %q", step, flow.Why())
	}
	flow = b.half("ben", memberPassword)
	step, err = flow.Answer(t.Context(), rightAnswer)
	if e := wantCode(t, err, core.CodeLocked); e.Lock != nil || step != core.StepPassword {
		t.Errorf("stands at %s, %+v", step, e)
	}
}
