package gui

import (
	"testing"

	"fyne.io/fyne/v2"

	"gatehouse/core/policy"
)

// wantSource fails unless the draft stops a computer or address so; 0 is absence.
func (h *hand) wantSource(e *policyEditor, failures, window, block int) {
	h.Helper()
	l := e.draft.Lockout
	for name, tt := range map[string]struct {
		got  *int
		want int
	}{
		"source_failures": {l.SourceFailures, failures}, "source_window_minutes": {l.SourceWindowMinutes, window},
		"source_block_minutes": {l.SourceBlockMinutes, block},
	} {
		if tt.got == nil && tt.want != 0 || tt.got != nil && *tt.got != tt.want {
			h.Errorf("%s is %s, want %d", name, e.form.row(name).field.JSONText(e.draft), tt.want)
		}
	}
}

// wantSourceTimes fails unless the two times beside the number are shown, or not.
func (h *hand) wantSourceTimes(e *policyEditor, shown bool) {
	h.Helper()
	for _, name := range []string{"source_window_minutes", "source_block_minutes"} {
		if e.form.row(name).setting.Hidden == shown {
			h.Errorf("%s is shown: %v", name, !shown)
		}
	}
}

// The limit for one computer or address is set apart from the locks of accounts,
// and its times come and go with it.
func TestPolicySource(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.wantSource(e, 100, 60, 15)
		h.wantText("Wrong tries that stop a computer or address", "the site's own policy only",
			"After 100 wrong tries within 1 hour, whatever names were tried, a computer or address cannot try for 15 minutes.")
		h.number(e, "source_failures", "4")
		h.wantProblem(e, "source_failures", "5 to 100000")
		h.number(e, "source_failures", "250")
		h.wantProblem(e, "source_failures", "")
		h.number(e, "source_window_minutes", "1441")
		h.wantProblem(e, "source_window_minutes", "1440")
		h.number(e, "source_window_minutes", "30")
		h.number(e, "source_block_minutes", "120")
		h.wantText("After 250 wrong tries within 30 minutes, whatever names were tried, a computer or address cannot try for 2 hours.")
		h.wantSource(e, 250, 30, 120)
		h.policyRow(e, "enabled").control.(*switchControl).toggle.Tapped(nil)
		h.settle()
		h.wantSourceTimes(e, true)
		h.wantText("After 250 wrong tries")
	})
}

// Switched off, it takes its times away: alone they would be refused.
func TestPolicySourceOff(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.number(e, "source_window_minutes", "30")
		off := h.policyRow(e, "source_failures").control.(*numberControl).absent
		off.Tapped(nil)
		h.settle()
		h.wantSource(e, 0, 0, 0)
		h.wantSourceTimes(e, false)
		h.wantProblem(e, "source_failures", "")
		h.wantNoText("wrong tries within")
		off.Tapped(nil)
		h.settle()
		h.wantSource(e, policy.MinSourceFailures, 30, 15)
		h.wantSourceTimes(e, true)
		h.number(e, "source_failures", "7")
		h.wantSource(e, 7, 30, 15)
		e.undo()
		h.settle()
		h.wantSource(e, 100, 60, 15)
		off.Tapped(nil)
		h.settle()
		h.tap("Save changes")
		h.wantText("1 change to the policy", "was 100")
		h.tap("Save changes")
		h.noDialog()
		if _, on := h.saved().Policy.Lockout.Source(); on {
			t.Errorf("saved is %+v", h.saved().Policy.Lockout)
		}
	})
}

// A policy that never had the limit begins with the times that their absence means.
func TestPolicySourceOn(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		e.view.chosePreset("te")
		h.settle()
		h.wantSource(e, 0, 0, 0)
		h.wantSourceTimes(e, false)
		h.policyRow(e, "source_failures").control.(*numberControl).absent.Tapped(nil)
		h.settle()
		h.wantSource(e, policy.MinSourceFailures, 0, 0)
		for name, want := range map[string]string{"source_window_minutes": "60", "source_block_minutes": "15"} {
			if got := h.policyRow(e, name).control.(*numberControl).number.Text(); got != want {
				t.Errorf("%s begins at %q", name, got)
			}
		}
		h.wantText("After 5 wrong tries within 1 hour")
	})
}

// Times that come with a file and have no number stay in sight until they are mended.
func TestPolicySourceTimesAlone(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		p := policy.Default()
		p.Lockout.SourceFailures = nil
		e.fill(p)
		h.settle()
		h.wantProblem(e, "source_window_minutes", "acts only with a number")
		h.wantProblem(e, "source_block_minutes", "acts only with a number")
		h.number(e, "source_window_minutes", "")
		h.number(e, "source_block_minutes", "")
		h.settle()
		h.wantSource(e, 0, 0, 0)
		h.wantSourceTimes(e, false)
	})
}

// How many windows an account has is set beside how long they last.
func TestPolicySessions(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.number(e, "max_sessions", "101")
		h.wantProblem(e, "max_sessions", "100")
		h.number(e, "max_sessions", "3")
		h.wantProblem(e, "max_sessions", "")
		h.wantText("Devices signed in at once", "was No limit",
			"An account is signed in with at most 3 windows at once; a further one signs out the one that was not used for the longest.")
		h.tap("Save changes")
		h.wantText("1 change to the policy", "No limit")
		h.tap("Save changes")
		h.noDialog()
		if got := h.saved().Policy.SignIn.MaxSessions; got == nil || *got != 3 {
			t.Errorf("saved is %v", got)
		}
		sessions := h.policyRow(e, "max_sessions").control.(*numberControl)
		sessions.absent.Tapped(nil)
		h.settle()
		if e.draft.SignIn.MaxSessions != nil || !sessions.absent.Checked() {
			t.Error("there is still a limit")
		}
	})
}

// lookAt shows a field below the others of its group.
func (h *hand) lookAt(e *policyEditor, group, name string) {
	h.Helper()
	e.view.toGroup(group)
	h.settle()
	h.policyRow(e, name).control.focus(h.app.window.Canvas())
	h.settle()
}

// The new rows in the widest and the narrowest window, and large.
func TestPolicySourceLook(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.number(e, "max_sessions", "3")
		h.pass(impactPause)
		h.lookAt(e, policy.GroupLockout, "source_block_minutes")
		h.golden("policy-source", fyne.Size{})
		h.lookAt(e, policy.GroupSignIn, "max_sessions")
		h.golden("policy-sessions", fyne.Size{})
		h.app.window.Resize(leastWindow)
		h.settle()
		h.lookAt(e, policy.GroupLockout, "source_block_minutes")
		h.picture("policy-source-900x600", fyne.Size{})
		h.lookAt(e, policy.GroupSignIn, "max_sessions")
		h.picture("policy-sessions-900x600", fyne.Size{})
		scaled, can := h.app.window.Canvas().(interface{ SetScale(float32) })
		if !can {
			t.Fatal("the canvas has no scale")
		}
		scaled.SetScale(1.5)
		h.settle()
		h.lookAt(e, policy.GroupSignIn, "max_sessions")
		h.picture("policy-sessions-150", fyne.Size{})
		h.lookAt(e, policy.GroupLockout, "source_block_minutes")
		h.picture("policy-source-150", fyne.Size{})
	})
}
