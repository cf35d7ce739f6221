package core_test

import (
	"testing"

	"gatehouse/core"
)

// A sign-in that was given up leaves no session, and takes no step any more, wherever it
// stood.
func TestAbandon(t *testing.T) {
	b := newBed(t)
	lena := b.add(b.root(), "lena", core.RoleMember)
	added, err := b.site.ResetPassword(t.Context(), b.root(), lena)
	must(t, err)

	early := b.site.StartSignIn(desk)
	must(t, early.Abandon(t.Context()))
	step, err := early.Password(t.Context(), "ada", rootPassword)
	wantCode(t, err, core.CodeUsage)
	if step == core.StepDone || !early.Token().Zero() {
		t.Errorf("it went on to %q", step)
	}

	due := b.site.StartSignIn(desk)
	step, err = due.Password(t.Context(), "lena", added.FirstPassword)
	must(t, err)
	if step != core.StepChangePassword {
		t.Fatalf("the step is %q", step)
	}
	token := due.Token()
	must(t, due.Abandon(t.Context()))
	must(t, due.Abandon(t.Context()))
	wantCode(t, b.site.Alive(t.Context(), token), core.CodeSession)
	_, err = due.ChangePassword(t.Context(), core.OwnChange{New: memberPassword, Confirm: memberPassword})
	wantCode(t, err, core.CodeUsage)
	if !due.Token().Zero() {
		t.Error("it still has a token")
	}
}

// One that waits for a code forgets the password, and one that is through is signed out.
func TestAbandonHalfway(t *testing.T) {
	b, _, _, phone := secured(t)
	half := b.toCode("ben", memberPassword)
	must(t, half.Abandon(t.Context()))
	_, err := half.Code(t.Context(), phone.next())
	wantCode(t, err, core.CodeUsage)

	whole := b.toCode("ben", memberPassword)
	_, err = whole.Code(t.Context(), phone.next())
	must(t, err)
	token := whole.Token()
	must(t, b.site.Alive(t.Context(), token))
	must(t, whole.Abandon(t.Context()))
	wantCode(t, b.site.Alive(t.Context(), token), core.CodeSession)
}
