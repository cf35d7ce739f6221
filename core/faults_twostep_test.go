package core_test

import (
	"context"
	"testing"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// secondScene is a site with all that the use cases of the second step need, opened
// through a store whose writes fail.
type secondScene struct {
	*bed
	site             *core.Site
	root, token, zoe core.Token
	ben              core.AccountID
	p                *phone
	half             *core.SignIn
	begun            *core.Enrolment
}

// secondActs are these use cases.
func secondActs() map[string]func(ctx context.Context, s secondScene) error {
	return map[string]func(ctx context.Context, s secondScene) error{
		"password": func(ctx context.Context, s secondScene) error {
			flow := s.site.StartSignIn(desk)
			_, err := flow.Password(ctx, "ben", memberPassword)
			if err != nil && (flow.Step() != core.StepPassword || len(flow.SecondWays()) != 0) {
				s.t.Errorf("stands at %s", flow.Step())
			}
			return err
		},
		"code": func(ctx context.Context, s secondScene) error {
			return signedIn(s.t, s.half)(s.half.Code(ctx, s.p.code(0)))
		},
		"recovery code": func(ctx context.Context, s secondScene) error {
			return signedIn(s.t, s.half)(s.half.RecoveryCode(ctx, s.p.codes[0].Shown()))
		},
		"set up": func(ctx context.Context, s secondScene) error {
			_, err := s.begun.Confirm(ctx, s.zoe, phoneOf(s.bed, s.begun).code(0), true)
			return err
		},
		"keep": func(ctx context.Context, s secondScene) error { return s.begun.Keep(ctx) },
		"begin": func(ctx context.Context, s secondScene) error {
			_, err := s.site.Enrol(ctx, s.zoe, core.NewApp{Current: memberPassword})
			return err
		},
		"new codes": func(ctx context.Context, s secondScene) error {
			_, err := s.site.RenewRecoveryCodes(ctx, s.token, memberPassword)
			return err
		},
		"remove": func(ctx context.Context, s secondScene) error {
			_, err := s.site.RemoveApp(ctx, s.token, s.p.id, memberPassword)
			return err
		},
		"reset": func(ctx context.Context, s secondScene) error {
			return s.site.ResetTwoStep(ctx, s.root, s.ben, "", "x")
		},
		"emergency": func(ctx context.Context, s secondScene) error {
			_, err := s.site.RenewEmergencyCode(ctx, s.root, rootPassword)
			return err
		},
	}
}

// signedIn wants no session where a step was refused.
func signedIn(t *testing.T, flow *core.SignIn) func(core.Step, error) error {
	return func(_ core.Step, err error) error {
		if err != nil && !flow.Token().Zero() {
			t.Error("there is a session")
		}
		return err
	}
}

// newSecondScene sets it up.
func newSecondScene(t *testing.T, faulty *faultyStore) secondScene {
	t.Helper()
	b, root, ben, p := secured(t)
	b.add(root, "zoe", core.RoleMember)
	s := secondScene{bed: b, root: root, ben: ben, p: p}
	_, s.site = b.open(func(store core.Store) core.Store { faulty.Store = store; return faulty })
	s.token = b.withCode("ben", memberPassword, p.next())
	s.half = toCodeOn(t, s.site, "ben", memberPassword)
	s.zoe = b.in("zoe", memberPassword)
	var err error
	s.begun, err = s.site.Enrol(t.Context(), s.zoe, core.NewApp{Current: memberPassword})
	must(t, err)
	p.next()
	return s
}

// Every use case of the second step, with each of its writes failing in turn, is
// refused as a whole, and what is written afterwards still follows in the log.
func TestTwoStepFaultsRefuse(t *testing.T) {
	for name, act := range secondActs() {
		t.Run(name, func(t *testing.T) {
			for fail := 1; ; fail += faultStep {
				faulty := &faultyStore{}
				s := newSecondScene(t, faulty)
				before := s.snapshot()
				faulty.fail, faulty.writes = fail, 0
				err := act(t.Context(), s)
				if faulty.writes < fail {
					must(t, err)
					if fail == 1 {
						t.Fatal("the act wrote nothing")
					}
					return
				}
				wantCode(t, err, core.CodeFault)
				if after := s.snapshot(); after != before {
					t.Fatalf("write %d failed and left\n%s\nwas\n%s", fail, after, before)
				}
				report, err := s.bed.site.VerifyLog(t.Context())
				must(t, err)
				if report.BadLine != 0 {
					t.Fatalf("line %d of the log is broken", report.BadLine)
				}
			}
		})
	}
}

// A wrong code whose record cannot be written stays counted, and one that cannot be
// counted is refused though it is right. The same where password and code are tried
// together.
func TestUncountedCodeIsRefused(t *testing.T) {
	b, _, ben, p := secured(t)
	faulty := &faultyStore{}
	_, site := b.open(func(s core.Store) core.Store { faulty.Store = s; return faulty })
	for _, together := range []bool{false, true} {
		flow := toCodeOn(t, site, "ben", memberPassword)
		before := b.failures(ben)
		faulty.writes, faulty.fail = 0, 3 // old digests, the count, the record
		_, err := flow.Code(t.Context(), p.wrongCode())
		wantCode(t, err, core.CodeFault)
		if n := b.failures(ben); n != before+1 {
			t.Errorf("together %v: %d failures", together, n)
		}
		faulty.writes, faulty.fail = 0, 2
		_, err = flow.Code(t.Context(), p.next())
		wantCode(t, err, core.CodeFault)
		faulty.fail = 0
		if !flow.Token().Zero() || b.failures(ben) != before+1 {
			t.Errorf("together %v: a session, or %d failures", together, b.failures(ben))
		}
		if step, err := flow.Code(t.Context(), p.code(0)); err != nil || step != core.StepDone {
			t.Errorf("together %v: stands at %s, %v", together, step, err)
		}
		b.rule(func(r *policy.Policy) { r.SignIn.TwoStep = policy.TwoStepRequired })
	}
}
