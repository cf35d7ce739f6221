package gui

import (
	"testing"

	"fyne.io/fyne/v2"

	"gatehouse/core/policy"
)

// inPolicy runs a test in the policy editor of the root account a.okafor, over
// the site, or what stands before it.
func inPolicy(t *testing.T, wrap func(policyService) policyService, do func(h *hand, e *policyEditor)) {
	t.Helper()
	signedIn(t, func(h *hand) {
		h.insert(crew()...)
		h.app.window.Resize(wideWindow)
		h.settle()
		do(h, h.openPolicy(wrap))
	})
}

// openPolicy opens the editor as the gear does.
func (h *hand) openPolicy(wrap func(policyService) policyService) *policyEditor {
	h.Helper()
	site := policyService(h.app.site)
	if wrap != nil {
		site = wrap(site)
	}
	h.app.screen.(*shell).top.gear.Focus(h.app.window.Canvas())
	e := newPolicyEditor(h.app, site)
	e.start()
	h.settle()
	h.pass(impactPause)
	return e
}

func TestPolicyLook(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.golden("policy", fyne.Size{})
		e.view.chosePreset("te")
		h.pass(impactPause)
		e.side.try.SetText("harbour 2026")
		h.settle()
		h.golden("policy-te", fyne.Size{})
		h.policyRow(e, "banned").control.focus(h.app.window.Canvas())
		h.picture("policy-te-below", fyne.Size{})
	})
}

// Contradictions stand beside their fields.
func TestPolicyLookContradictions(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.number(e, "max_length", "12")
		h.setText(e, "durations", "15M;2X")
		h.policyRow(e, "min_length").control.focus(h.app.window.Canvas())
		h.pass(impactPause)
		h.golden("policy-contradictions", fyne.Size{})
	})
}

// Locks that follow one another keep their lengths apart.
func TestPolicyLookLocks(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		e.view.chosePreset("formflow")
		h.pass(impactPause)
		e.view.toGroup(policy.GroupLockout)
		h.settle()
		h.golden("policy-lockout", fyne.Size{})
	})
}

// In the smallest window the groups are a select, and what stands beside the
// form is a tab.
func TestPolicyLookNarrow(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.picture("policy-900x600", leastWindow)
		e.view.chosePreset("te")
		h.settle()
		e.view.toGroup(policy.GroupLockout)
		h.settle()
		h.picture("policy-lockout-900x600", fyne.Size{})
		h.tap("Try and check")
		h.golden("policy-check-900x600", fyne.Size{})
		h.app.window.Resize(wideWindow)
		h.settle()
		h.wantText("Minimum length", "Try a password")
		h.wantNoText("Try and check")
	})
}

// The smallest window at 150 %.
func TestPolicyLookScaled(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.app.window.Resize(leastWindow)
		h.settle()
		scaled, can := h.app.window.Canvas().(interface{ SetScale(float32) })
		if !can {
			t.Fatal("the canvas has no scale")
		}
		scaled.SetScale(1.5)
		h.picture("policy-150", fyne.Size{})
	})
}

// What cannot act yet says so in words, and what a file switched on is mended in
// the same place.
func TestPolicyLookRecovery(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		e.view.toGroup(policy.GroupRecovery)
		h.settle()
		h.golden("policy-recovery", fyne.Size{})
		p := noMethodLeft()
		p.Recovery.RecoveryByMail = true
		e.fill(p)
		h.pass(impactPause)
		e.view.toGroup(policy.GroupSignIn)
		h.settle()
		h.golden("policy-not-yet", fyne.Size{})
	})
}
