package core_test

import (
	"fmt"
	"strings"
	"testing"

	"gatehouse/core"
)

// One policy holds for an account and is never mixed with another: its own, else
// that of the lowest rank among its groups', else the site's.
func TestEffectivePolicy(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ben := b.add(root, "ben", core.RoleMember)
	low, high, own := b.newPolicy(root, "Low", 5, 16), b.newPolicy(root, "High", 2, 17), b.newPolicy(root, "Own", 9, 18)
	want := func(id core.PolicyID, why string) {
		t.Helper()
		e := b.effectiveOf(root, ben)
		if e.ID != id || e.Why.String() != why || e.Number != 1 {
			t.Errorf("%+v holds: %s; want %d: %s", e, e.Why, id, why)
		}
	}
	group := func(name string, id core.PolicyID) core.GroupView {
		t.Helper()
		view, err := b.site.SaveGroup(t.Context(), root, core.GroupEdit{Name: name, Policy: id, Members: []string{"ben"}})
		must(t, err)
		return view
	}
	want(core.DefaultPolicy, "It is the site's policy.")
	group("No policy", 0)
	want(core.DefaultPolicy, "It is the site's policy.")
	group("Plant", low.ID)
	want(low.ID, "It is assigned to the group Plant.")
	office := group("Office", high.ID)
	want(high.ID, "It is assigned to the group Office.")
	b.saved(root, low.ID, func(d *core.PolicyDraft) { d.Rank = 1 })
	want(low.ID, "It is assigned to the group Plant.")
	b.saved(root, low.ID, func(d *core.PolicyDraft) { d.Rank = 7 })
	must(t, b.site.AssignPolicy(t.Context(), root, ben, own.ID))
	want(own.ID, "It is assigned to this account.")
	wantCode(t, b.site.AssignPolicy(t.Context(), root, ben, own.ID), core.CodeRefused)
	must(t, b.site.AssignPolicy(t.Context(), root, ben, core.DefaultPolicy))
	want(core.DefaultPolicy, "It is assigned to this account.")
	must(t, b.site.AssignPolicy(t.Context(), root, ben, 0))
	want(high.ID, "It is assigned to the group Office.")
	must(t, b.site.RemoveGroup(t.Context(), root, office.ID))
	want(low.ID, "It is assigned to the group Plant.")
	if n := b.count(core.EventPolicyAssigned); n != 3 {
		t.Errorf("%d assignments are recorded", n)
	}
}

func TestAssignPolicyRecords(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ben := b.add(root, "ben", core.RoleMember)
	plant, office := b.newPolicy(root, "Plant", 1, 16), b.newPolicy(root, "Office", 2, 16)
	must(t, b.site.AssignPolicy(t.Context(), root, ben, plant.ID))
	must(t, b.site.AssignPolicy(t.Context(), root, ben, office.ID))
	e := b.newest()
	if e.TargetName != "ben" || e.Detail != `{"policy":"Office","policy.was":"Plant"}` {
		t.Errorf("%+v", e)
	}
	wantCode(t, b.site.AssignPolicy(t.Context(), root, 99, plant.ID), core.CodeNotFound)
	wantCode(t, b.site.AssignPolicy(t.Context(), root, ben, 99), core.CodeNotFound)
}

func TestSaveGroup(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.add(root, "ben", core.RoleMember)
	b.add(root, "cleo", core.RoleMember)
	view, err := b.site.SaveGroup(t.Context(), root, core.GroupEdit{Name: "Plant", Members: []string{"CLEO", " ", "ben", "Ben"}})
	must(t, err)
	if len(view.Members) != 2 || view.Members[0].Name != "ben" || view.Members[1].Name != "cleo" {
		t.Errorf("%+v", view)
	}
	edit := core.GroupEdit{ID: view.ID, Name: "Plant", Members: []string{"ben", "cleo"}}
	_, err = b.site.SaveGroup(t.Context(), root, edit)
	wantCode(t, err, core.CodeRefused)
	edit.Name, edit.Members = "Works", []string{"cleo"}
	view, err = b.site.SaveGroup(t.Context(), root, edit)
	must(t, err)
	if e := b.newest(); e.Kind != core.EventGroupSaved || e.Detail != `{"group":"Works","group.was":"Plant","members":"1","moved":"1","policy":""}` {
		t.Errorf("%s %s", e.Kind, e.Detail)
	}
	groups, err := b.site.Groups(t.Context(), root)
	must(t, err)
	if len(groups) != 1 || len(groups[0].Members) != 1 || groups[0].Name != view.Name {
		t.Errorf("%+v", groups)
	}
	must(t, b.site.RemoveGroup(t.Context(), root, view.ID))
	wantCode(t, b.site.RemoveGroup(t.Context(), root, view.ID), core.CodeNotFound)
	wantCode(t, b.site.RemoveGroup(t.Context(), root, 0), core.CodeNotFound)
}

func TestSaveGroupProblems(t *testing.T) {
	b := newBed(t)
	root := b.root()
	gone := b.add(root, "former", core.RoleMember)
	must(t, b.site.DeleteAccount(t.Context(), root, gone, "former"))
	_, err := b.site.SaveGroup(t.Context(), root, core.GroupEdit{Name: "Plant"})
	must(t, err)
	many := make([]string, 10_001)
	for i := range many {
		many[i] = fmt.Sprintf("person%d", i)
	}
	tests := map[string]struct {
		edit   core.GroupEdit
		fields []string
		tells  string
	}{
		"no name":        {core.GroupEdit{}, []string{core.FieldName}, "empty"},
		"long name":      {core.GroupEdit{Name: strings.Repeat("x", 81)}, []string{core.FieldName}, "80"},
		"taken":          {core.GroupEdit{Name: "PLANT"}, []string{core.FieldName}, "of this name"},
		"no such policy": {core.GroupEdit{Name: "Yard", Policy: 9}, []string{core.FieldPolicy}, "no such policy"},
		"one unknown":    {core.GroupEdit{Name: "Yard", Members: []string{"ada", "nobody"}}, []string{core.FieldMembers}, "named nobody."},
		"deleted":        {core.GroupEdit{Name: "Yard", Members: []string{"former"}}, []string{core.FieldMembers}, "named former."},
		"two unknown":    {core.GroupEdit{Name: "Yard", Members: []string{"x.one", "x.two"}}, []string{core.FieldMembers}, "x.one, x.two."},
		"many unknown":   {core.GroupEdit{Name: "Yard", Members: many[:8]}, []string{core.FieldMembers}, "and 3 more"},
		"hostile":        {core.GroupEdit{Name: "Yard", Members: []string{"a\u202eb"}}, []string{core.FieldMembers}, "‹U+202E›"},
		"long":           {core.GroupEdit{Name: "Yard", Members: []string{strings.Repeat("y", 300)}}, []string{core.FieldMembers}, "y…"},
		"too many":       {core.GroupEdit{Name: "Yard", Members: many}, []string{core.FieldMembers}, "Make two groups"},
		"all at once":    {core.GroupEdit{Policy: 9, Members: []string{"nobody"}}, []string{core.FieldName, core.FieldPolicy, core.FieldMembers}, ""},
	}
	before := b.policyState()
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := b.site.SaveGroup(t.Context(), root, tt.edit)
			wantFields(t, err, tt.fields...)
			if text := core.ProblemsOf(err)[len(tt.fields)-1].Error(); !strings.Contains(text, tt.tells) {
				t.Errorf("%q does not tell %q", text, tt.tells)
			}
		})
	}
	_, err = b.site.SaveGroup(t.Context(), root, core.GroupEdit{ID: 99, Name: "Yard"})
	wantCode(t, err, core.CodeNotFound)
	if after := b.policyState(); after != before {
		t.Errorf("left\n%s\nwas\n%s", after, before)
	}
}
