package gui

import (
	"testing"

	"fyne.io/fyne/v2"
)

// inPolicy runs a test in the policy editor of the root account a.okafor, over
// this service, or the site itself.
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
	s := h.app.screen.(*shell)
	s.top.gear.Focus(h.app.window.Canvas())
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
		e.view.toGroup("lockout")
		h.settle()
		h.picture("policy-lockout", fyne.Size{})
		h.picture("policy-900x600", leastWindow)
		e.view.choose(tabCheck)
		h.settle()
		h.picture("policy-check-900x600", leastWindow)
	})
}
