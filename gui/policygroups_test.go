package gui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"gatehouse/core"
)

// withWorkshop saves a second policy and opens the editor on it.
func (h *hand) withWorkshop(e *policyEditor) {
	h.Helper()
	rules := h.saved().Policy
	rules.Complexity.MinLength = new(20)
	view, err := h.app.site.SavePolicy(h.Context(), h.app.session.token, core.PolicyDraft{Name: "Workshop", Rank: 1, Policy: rules})
	h.must(err)
	e.load(view.ID)
	h.settle()
}

// realAccounts adds accounts by the use case: a group takes only those that the
// site has made itself.
func (h *hand) realAccounts(names ...string) {
	h.Helper()
	for _, name := range names {
		_, err := h.app.site.AddAccount(h.Context(), h.app.session.token, core.NewAccount{Name: name, Role: core.RoleMember})
		h.must(err)
	}
}

// A group gives its accounts a policy; who is in it is typed by name.
func TestPolicyGroups(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.wantNoText("Who follows it")
		h.realAccounts("w.lang", "w.kurz")
		h.withWorkshop(e)
		h.tap("Who follows it")
		h.wantText("A group gives its accounts a policy")
		h.tap("New group…")
		h.tap("Save group")
		h.wantText("This is still empty.")
		h.type1("Benches")
		h.inForm("Accounts").SetText("w.lang\nnobody.here\n")
		h.tap("Save group")
		h.wantText("There is no account named nobody.here.")
		h.golden("policy-group", fyne.Size{})
		h.inForm("Accounts").SetText("w.lang\nw.kurz")
		h.tap("Save group")
		h.wantText("Benches", "2 accounts · policy “Workshop”")
		h.picture("policy-groups", leastWindow)
		h.tap("Edit…")
		h.fill(h.inForm("Name"), "Workbenches")
		h.tap("Save group")
		h.wantText("Workbenches")
		groups, err := h.app.site.Groups(h.Context(), h.app.session.token)
		h.must(err)
		if len(groups) != 1 || groups[0].Policy != e.open.ID || !slices.Equal(memberNames(groups[0]), []string{"w.kurz", "w.lang"}) {
			t.Errorf("the groups are %+v", groups)
		}
		h.tap("Edit…")
		h.tap("Remove group…")
		h.tap("Remove group")
		h.wantText("A group gives its accounts a policy")
	})
}
