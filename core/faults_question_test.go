package core_test

import (
	"context"
	"testing"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// Every use case of the question, with each of its writes failing in turn, is refused
// as a whole, and what is written afterwards still follows in the log.
func TestQuestionFaultsRefuse(t *testing.T) {
	form := question("another answer")
	form.Current, form.EndOthers = memberPassword, true
	type scene struct {
		*bed
		site          *core.Site
		root, token   core.Token
		ben           core.AccountID
		half, setting *core.SignIn
	}
	acts := map[string]func(ctx context.Context, s scene) error{
		"password": func(ctx context.Context, s scene) error {
			flow := s.site.StartSignIn(desk)
			_, err := flow.Password(ctx, "ben", memberPassword)
			if err != nil && (flow.Step() != core.StepPassword || flow.Question() != "") {
				s.t.Errorf("stands at %s", flow.Step())
			}
			return err
		},
		"answer": func(ctx context.Context, s scene) error {
			_, err := s.half.Answer(ctx, rightAnswer)
			if err != nil && !s.half.Token().Zero() {
				s.t.Error("there is a session")
			}
			return err
		},
		"set":    func(ctx context.Context, s scene) error { _, err := s.setting.SetQuestion(ctx, form); return err },
		"change": func(ctx context.Context, s scene) error { _, err := s.site.SetQuestion(ctx, s.token, form); return err },
		"reset":  func(ctx context.Context, s scene) error { return s.site.ResetQuestion(ctx, s.root, s.ben, "x") },
		"remove": func(ctx context.Context, s scene) error {
			_, err := s.site.RemoveQuestion(ctx, s.token, memberPassword)
			return err
		},
	}
	for name, act := range acts {
		t.Run(name, func(t *testing.T) {
			for fail := 1; ; fail += faultStep {
				b, root, ben := asked(t)
				b.answers("ben", memberPassword)
				s := scene{bed: b, root: root, ben: ben, token: b.answers("ben", memberPassword)}
				b.rule(func(*policy.Policy) {})
				b.add(root, "eve", core.RoleMember)
				b.asking()
				faulty := &faultyStore{}
				_, s.site = b.open(func(store core.Store) core.Store { faulty.Store = store; return faulty })
				s.half, s.setting = halfOn(t, s.site, "ben", memberPassword), s.site.StartSignIn(desk)
				_, err := s.setting.Password(t.Context(), "eve", memberPassword)
				must(t, err)
				if name == "remove" {
					b.rule(func(*policy.Policy) {})
				}
				before := b.snapshot()
				faulty.fail, faulty.writes = fail, 0
				err = act(t.Context(), s)
				if faulty.writes < fail {
					must(t, err)
					if fail == 1 {
						t.Fatal("the act wrote nothing")
					}
					return
				}
				wantCode(t, err, core.CodeFault)
				if after := b.snapshot(); after != before {
					t.Fatalf("write %d failed and left\n%s\nwas\n%s", fail, after, before)
				}
				report, err := b.site.VerifyLog(t.Context())
				must(t, err)
				if report.BadLine != 0 {
					t.Fatalf("line %d of the log is broken", report.BadLine)
				}
			}
		})
	}
}

// A wrong answer whose record cannot be written stays counted, and one that cannot be
// counted is refused though it is right.
func TestUncountedAnswerIsRefused(t *testing.T) {
	b, _, ben := asked(t)
	faulty := &faultyStore{}
	_, site := b.open(func(s core.Store) core.Store { faulty.Store = s; return faulty })
	flow := halfOn(t, site, "ben", memberPassword)
	faulty.writes, faulty.fail = 0, 3 // old digests, the count, the record
	_, err := flow.Answer(t.Context(), wrong())
	wantCode(t, err, core.CodeFault)
	if n := b.failures(ben); n != 1 {
		t.Errorf("%d failures", n)
	}
	faulty.writes, faulty.fail = 0, 2
	_, err = flow.Answer(t.Context(), rightAnswer)
	wantCode(t, err, core.CodeFault)
	if !flow.Token().Zero() || b.failures(ben) != 1 {
		t.Errorf("a session, or %d failures", b.failures(ben))
	}
	faulty.fail = 0
	if step, err := flow.Answer(t.Context(), rightAnswer); err != nil || step != core.StepDone {
		t.Errorf("stands at %s, %v", step, err)
	}
}
