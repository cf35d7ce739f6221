package gui

import (
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// byRoot does something with a session of the root account, past the window.
func (h *hand) byRoot(do func(core.Token)) {
	h.Helper()
	flow := h.app.site.StartSignIn(core.Device{Client: core.ClientCommand, Host: "relay-02"})
	step, err := flow.Password(h.Context(), "a.okafor", rootPassword)
	h.must(err)
	if step == core.StepAnswer {
		_, err = flow.Answer(h.Context(), rightAnswer)
		h.must(err)
	}
	do(flow.Token())
	h.must(h.app.site.SignOut(h.Context(), flow.Token()))
}

// rule changes the site's policy, past the window.
func (h *hand) rule(edit func(*policy.Policy)) {
	h.Helper()
	h.byRoot(func(token core.Token) {
		view, err := h.app.site.Policy(h.Context(), token, core.DefaultPolicy)
		h.must(err)
		edit(&view.Policy)
		_, err = h.app.site.SavePolicy(h.Context(), token, core.PolicyDraft{
			ID: view.ID, Base: view.Number, Name: view.Name, Policy: view.Policy, Reason: "for the test",
		})
		h.must(err)
	})
}

// newPolicy makes another policy, past the window.
func (h *hand) newPolicy(name string, rank int, edit func(*policy.Policy)) core.PolicyID {
	h.Helper()
	var id core.PolicyID
	h.byRoot(func(token core.Token) {
		p := policy.Default()
		edit(&p)
		view, err := h.app.site.SavePolicy(h.Context(), token, core.PolicyDraft{Name: name, Rank: rank, Policy: p, Reason: "for the test"})
		h.must(err)
		id = view.ID
	})
	return id
}

// lasts lets passwords last so many days, and warns of it some days before.
func lasts(days, warn int) func(*policy.Policy) {
	return func(p *policy.Policy) { p.Expiration.MaxAgeDays, p.Expiration.WarnDays = &days, &warn }
}

// later moves the clock on by whole days. The site looks at it once a month, as a
// program that runs meanwhile: no clock jumps.
func (h *hand) later(days int) {
	h.Helper()
	for ; days > 0; days -= 30 {
		h.ahead += time.Duration(min(days, 30)) * 24 * time.Hour
		_, err := h.app.site.Clock(h.Context())
		h.must(err)
	}
}

// number is where a policy keeps a number.
func number(n int) *int { return &n }
