package core_test

import (
	"fmt"
	"strings"
	"testing"

	"gatehouse/core"
)

// A change of a group leaves alone what it does not name, also what somebody else
// has changed since the group was looked at.
func TestChangeGroup(t *testing.T) {
	b := newBed(t)
	root := b.root()
	for _, name := range []string{"ben", "cleo", "dora"} {
		b.add(root, name, core.RoleMember)
	}
	strict := b.newPolicy(root, "Strict", 3, 20)
	view, err := b.site.SaveGroup(t.Context(), root, core.GroupEdit{Name: "Plant", Policy: strict.ID, Members: []string{"ben"}})
	must(t, err)
	change := func(c core.GroupChange) core.GroupView {
		t.Helper()
		now, err := b.site.ChangeGroup(t.Context(), root, view.ID, c)
		must(t, err)
		return now
	}
	steps := []struct {
		change core.GroupChange
		want   string
	}{
		{core.GroupChange{Add: []string{"CLEO", "ben"}}, "Plant 2 ben cleo"},
		{core.GroupChange{Add: []string{"dora"}, Remove: []string{"Ben"}}, "Plant 2 cleo dora"},
		{core.GroupChange{Name: new("Works")}, "Works 2 cleo dora"},
		{core.GroupChange{Policy: new(core.PolicyID)}, "Works 0 cleo dora"},
		{core.GroupChange{Policy: &strict.ID, Remove: []string{"cleo", "dora"}}, "Works 2"},
	}
	for _, step := range steps {
		now := change(step.change)
		got := fmt.Sprintf("%s %d", now.Name, now.Policy)
		for _, member := range now.Members {
			got += " " + member.Name
		}
		if got != step.want {
			t.Errorf("%+v: %q, want %q", step.change, got, step.want)
		}
	}
	if e := b.newest(); e.Kind != core.EventGroupSaved || e.Detail != `{"group":"Works","members":"0","moved":"2","policy":"Strict"}` {
		t.Errorf("%s %s", e.Kind, e.Detail)
	}
}

// What cannot be done is named beside its field, and then nothing is changed.
func TestChangeGroupProblems(t *testing.T) {
	b := newBed(t)
	root := b.root()
	for _, name := range []string{"ben", "cleo"} {
		b.add(root, name, core.RoleMember)
	}
	view, err := b.site.SaveGroup(t.Context(), root, core.GroupEdit{Name: "Plant", Members: []string{"ben"}})
	must(t, err)
	before := b.policyState()
	tests := map[string]struct {
		change core.GroupChange
		fields []string
		tells  string
	}{
		"not in it":    {core.GroupChange{Remove: []string{"cleo"}}, []string{core.FieldLeaving}, "cleo is not in this group"},
		"both":         {core.GroupChange{Add: []string{"ben"}, Remove: []string{"ben"}}, []string{core.FieldLeaving}, "come and go at once"},
		"unknown":      {core.GroupChange{Add: []string{"x.one"}, Remove: []string{"x.two"}}, []string{core.FieldMembers, core.FieldLeaving}, "named x.two"},
		"empty name":   {core.GroupChange{Name: new("")}, []string{core.FieldName}, "empty"},
		"no policy":    {core.GroupChange{Policy: new(core.PolicyID(9))}, []string{core.FieldPolicy}, "no such policy"},
		"site policy":  {core.GroupChange{Policy: new(core.DefaultPolicy)}, []string{core.FieldPolicy}, "site's policy"},
		"far too many": {core.GroupChange{Add: make([]string, 10_001)}, []string{core.FieldMembers}, "Make two groups"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := b.site.ChangeGroup(t.Context(), root, view.ID, tt.change)
			wantFields(t, err, tt.fields...)
			if text := core.ProblemsOf(err)[len(tt.fields)-1].Error(); !strings.Contains(text, tt.tells) {
				t.Errorf("%q does not tell %q", text, tt.tells)
			}
		})
	}
	for _, change := range []core.GroupChange{{}, {Add: []string{"ben"}}, {Name: new("Plant")}} {
		_, err := b.site.ChangeGroup(t.Context(), root, view.ID, change)
		wantCode(t, err, core.CodeRefused)
	}
	for _, id := range []core.GroupID{0, 99} {
		_, err := b.site.ChangeGroup(t.Context(), root, id, core.GroupChange{Add: []string{"cleo"}})
		wantCode(t, err, core.CodeNotFound)
	}
	if after := b.policyState(); after != before {
		t.Errorf("left\n%s\nwas\n%s", after, before)
	}
}

// An admin may not give a root account another policy through a group.
func TestChangeGroupByAdmin(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.add(root, "an.admin", core.RoleAdmin)
	b.add(root, "ben", core.RoleMember)
	admin := b.in("an.admin", memberPassword)
	strict := b.newPolicy(root, "Strict", 3, 20)
	view, err := b.site.SaveGroup(t.Context(), root, core.GroupEdit{Name: "Plant", Members: []string{"ada"}})
	must(t, err)
	for _, change := range []core.GroupChange{{Policy: &strict.ID}, {Remove: []string{"ada"}}, {Add: []string{"an.admin"}}} {
		_, err := b.site.ChangeGroup(t.Context(), admin, view.ID, change)
		wantCode(t, err, core.CodeForbidden)
	}
	_, err = b.site.ChangeGroup(t.Context(), admin, view.ID, core.GroupChange{Add: []string{"ben"}, Name: new("Yard")})
	must(t, err)
	_, err = b.site.ChangeGroup(t.Context(), b.in("ben", memberPassword), view.ID, core.GroupChange{Name: new("Mine")})
	wantCode(t, err, core.CodeForbidden)
}
