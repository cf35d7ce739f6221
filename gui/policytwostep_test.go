package gui

import (
	"testing"

	"fyne.io/fyne/v2"

	"gatehouse/core/policy"
)

// demandTwoStep chooses by keyboard that everybody needs a second step.
func (h *hand) demandTwoStep(e *policyEditor) {
	h.Helper()
	h.policyRow(e, "two_step").control.focus(h.app.window.Canvas())
	h.key(fyne.KeyDown)
	if got := e.draft.SignIn.TwoStep; got != policy.TwoStepRequired {
		h.Fatalf("one down from optional is %q", got)
	}
}

// wantGrace fails unless the draft has a number of days, 0 standing for none, and
// the check beside it says the same.
func (h *hand) wantGrace(e *policyEditor, want int) {
	h.Helper()
	got := 0
	if days := e.draft.SignIn.TwoStepGraceDays; days != nil {
		got = *days
	}
	if got != want {
		h.Errorf("%d days to set it up, want %d", got, want)
	}
	if atOnce := h.policyRow(e, "two_step_grace_days").control.(*numberControl).absent.Checked(); atOnce != (want == 0) {
		h.Errorf("with %d days, at once is %v", want, atOnce)
	}
}

// Who demands a second step says how long people may do without it.
func TestPolicyTwoStepGrace(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.demandTwoStep(e)
		h.wantText("Time to set up what is required", "At once", "Everybody needs two-step verification.")
		h.wantGrace(e, 0)
		h.number(e, "two_step_grace_days", "14")
		h.wantGrace(e, 14)
		h.wantText("Everybody needs two-step verification, within 14 days of the first sign-in that asks for it.", "was At once")
		h.number(e, "two_step_grace_days", "366")
		h.wantProblem(e, "two_step_grace_days", "365")
		h.number(e, "two_step_grace_days", "0")
		h.wantProblem(e, "two_step_grace_days", "1")
		grace := h.policyRow(e, "two_step_grace_days").control.(*numberControl)
		grace.absent.Tapped(nil)
		h.settle()
		h.wantProblem(e, "two_step_grace_days", "")
		h.wantGrace(e, 0)
		grace.absent.Tapped(nil)
		h.settle()
		h.wantGrace(e, 1)
		h.wantText("within 1 day of the first sign-in")
	})
}

// A time that would act on nothing stays in sight until it is taken away.
func TestPolicyTwoStepGraceOfNothing(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.demandTwoStep(e)
		h.number(e, "two_step_grace_days", "14")
		h.policyRow(e, "two_step").control.focus(h.app.window.Canvas())
		h.key(fyne.KeyUp)
		h.wantProblem(e, "two_step_grace_days", "acts only where one is required")
		h.tap("Save changes")
		h.wantNoText("Nothing has been changed.")
		h.wantNoText("change to the policy", "changes to the policy")
		h.app.window.Resize(leastWindow)
		h.settle()
		e.view.toGroup(policy.GroupSignIn)
		h.picture("policy-two-step-900x600", fyne.Size{})
		h.policyRow(e, "two_step_grace_days").control.(*numberControl).absent.Tapped(nil)
		h.settle()
		h.wantProblem(e, "two_step", "")
		if !e.form.row("two_step_grace_days").setting.Hidden {
			t.Error("a time to set up what is optional is still shown")
		}
	})
}

// The demand is saved with its time.
func TestPolicyTwoStepSaved(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.demandTwoStep(e)
		h.number(e, "two_step_grace_days", "14")
		e.view.toGroup(policy.GroupSignIn)
		h.pass(impactPause)
		h.golden("policy-two-step", fyne.Size{})
		h.tap("Save changes")
		h.wantText("2 changes to the policy", "14 days")
		h.tap("Save changes")
		h.noDialog()
		saved := h.saved().Policy.SignIn
		if saved.TwoStep != policy.TwoStepRequired || saved.TwoStepGraceDays == nil || *saved.TwoStepGraceDays != 14 {
			t.Errorf("saved is %+v", saved)
		}
	})
}
