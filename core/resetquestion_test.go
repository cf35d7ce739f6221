package core_test

import (
	"strings"
	"testing"
	"time"

	"gatehouse/core"
)

// An administrator resets the question of somebody who has lost the answer, with a
// reason; the owner is told and sets a new one. Nobody does so for himself or above
// his role.
func TestResetQuestion(t *testing.T) {
	b, root, ben := asked(t)
	ctx := t.Context()
	eve := b.add(root, "eve", core.RoleAdmin)
	admin := b.sets("eve", memberPassword)
	token := b.answers("ben", memberPassword)
	half := b.half("ben", memberPassword)
	wantFields(t, b.site.ResetQuestion(ctx, admin, ben, " "), core.FieldReason)
	wantFields(t, b.site.ResetQuestion(ctx, admin, ben, strings.Repeat("x", 201)), core.FieldReason)
	wantCode(t, b.site.ResetQuestion(ctx, token, eve, "x"), core.CodeForbidden)
	wantCode(t, b.site.ResetQuestion(ctx, admin, firstID, "x"), core.CodeForbidden)
	wantCode(t, b.site.ResetQuestion(ctx, admin, eve, "x"), core.CodeForbidden)
	wantCode(t, b.site.ResetQuestion(ctx, root, firstID, "x"), core.CodeRefused)
	wantCode(t, b.site.ResetQuestion(ctx, root, 99, "x"), core.CodeNotFound)
	must(t, b.site.ResetQuestion(ctx, admin, ben, "came to the desk"))
	b.wantNewest(core.EventQuestionReset, `{"reason":"came to the desk"}`)
	wantCode(t, b.site.ResetQuestion(ctx, admin, ben, "again"), core.CodeRefused)
	own, err := b.site.Me(ctx, token) // devices stay signed in
	must(t, err)
	if own.Notices[0].Kind != core.NoticeQuestionReset || !own.QuestionSetAt.IsZero() {
		t.Errorf("told %+v", own.Notices[0])
	}
	_, err = half.Answer(ctx, rightAnswer)
	wantCode(t, err, core.CodeSession)
	b.sets("ben", memberPassword)
}

// A root account alone in its site is never locked for good by wrong answers, and
// comes back with the recovery key when the answer is lost. Another root account can
// reset it without.
func TestRootLosesTheAnswer(t *testing.T) {
	b := newBed(t)
	key := recoveryKey(t)
	must(t, b.site.RenewRecovery(t.Context(), b.root(), core.Unlock{}, key))
	b.asking(untilAdmin(3))
	ctx := t.Context()
	b.sets("ada", rootPassword)
	flow := b.half("ada", rootPassword)
	for range 2 {
		b.wrongly(flow, core.CodeSignIn)
	}
	e := b.wrongly(flow, core.CodeLocked)
	if e.Lock.UntilUnlocked || e.Lock.For > 7*24*time.Hour {
		t.Fatalf("the last root account has %+v", e.Lock)
	}
	b.clock.advance(e.Lock.For)
	root := b.answers("ada", rootPassword)

	forget := func(recovery, name string) error { return core.ForgetQuestion(ctx, b.store, recovery, name, b.cfg) }
	wantCode(t, forget(recoveryKey(t).Reveal(), "ada"), core.CodeKey)
	wantFields(t, forget(" ", "ada"), core.FieldRecovery)
	wantCode(t, forget(key.Reveal(), "nobody"), core.CodeNotFound)
	ben := b.add2(root, "ben", core.RoleMember)
	wantFields(t, forget(key.Reveal(), "ben"), core.FieldName)
	half := b.half("ada", rootPassword)
	must(t, forget(key.Reveal(), "ADA"))
	b.wantNewest(core.EventQuestionReset, `{"by":"recovery key"}`)
	_, err := half.Answer(ctx, rightAnswer)
	wantCode(t, err, core.CodeSession)
	wantCode(t, forget(key.Reveal(), "ada"), core.CodeRefused)
	_, _, err = b.try("ada", wrong()) // the password is asked for all the same
	wantCode(t, err, core.CodeSignIn)
	root = b.sets("ada", rootPassword)
	report, err := b.site.VerifyLog(ctx)
	must(t, err)
	if report.BadLine != 0 {
		t.Errorf("line %d of the log is broken", report.BadLine)
	}

	second := b.add2(root, "second", core.RoleRoot)
	must(t, b.site.ResetQuestion(ctx, root, second, "lost it"))
	must(t, b.site.ResetQuestion(ctx, root, ben, "lost it"))
}

// add2 makes an account under a policy that asks, with its question set.
func (b *bed) add2(by core.Token, name string, role core.Role) core.AccountID {
	b.t.Helper()
	ctx := b.t.Context()
	added, err := b.site.AddAccount(ctx, by, core.NewAccount{Name: name, Role: role})
	must(b.t, err)
	flow := b.site.StartSignIn(desk)
	_, err = flow.Password(ctx, name, added.FirstPassword)
	must(b.t, err)
	step, err := flow.ChangePassword(ctx, core.OwnChange{New: memberPassword, Confirm: memberPassword})
	must(b.t, err)
	if step != core.StepSetQuestion {
		b.t.Fatalf("%s stands at %s", name, step)
	}
	_, err = flow.SetQuestion(ctx, question(rightAnswer))
	must(b.t, err)
	return added.ID
}
