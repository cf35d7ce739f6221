package core_test

import (
	"strings"
	"testing"

	"gatehouse/core"
)

func TestAddAccount(t *testing.T) {
	b := newBed(t)
	root := b.root()
	added, err := b.site.AddAccount(t.Context(), root, core.NewAccount{
		Name: "j.moreau", FullName: " Jules  Moreau ", Mail: "Jules@Example.org", Role: core.RoleMember,
	})
	must(t, err)
	v, err := b.site.Account(t.Context(), root, added.ID)
	must(t, err)
	if v.FullName != "Jules Moreau" || v.Mail != "Jules@Example.org" || !v.MustChange || !v.MayChange || v.Self {
		t.Errorf("%+v", v)
	}
	if len(added.FirstPassword) < 15 {
		t.Errorf("the first password has %d characters", len(added.FirstPassword))
	}
}

func TestAddAccountProblems(t *testing.T) {
	b := newBed(t)
	root := b.root()
	_, err := b.site.AddAccount(t.Context(), root, core.NewAccount{Name: "j.moreau", Mail: "jules@example.org", Role: core.RoleMember})
	must(t, err)
	gone := b.add(root, "former", core.RoleMember)
	must(t, b.site.DeleteAccount(t.Context(), root, gone, "former"))
	member := core.RoleMember
	tests := map[string]struct {
		form   core.NewAccount
		fields []string
	}{
		"empty":              {core.NewAccount{}, []string{core.FieldName, core.FieldRole}},
		"300 characters":     {core.NewAccount{Name: strings.Repeat("a", 300), Role: member}, []string{core.FieldName}},
		"control":            {core.NewAccount{Name: "a\x07b", Role: member}, []string{core.FieldName}},
		"direction":          {core.NewAccount{Name: "a\u202eb", Role: member}, []string{core.FieldName}},
		"mixed scripts":      {core.NewAccount{Name: "аda", Role: member}, []string{core.FieldName}},
		"all look-alikes":    {core.NewAccount{Name: "аса", Role: member}, []string{core.FieldName}},
		"a mail address":     {core.NewAccount{Name: "jules@example.org", Role: member}, []string{core.FieldName}},
		"taken":              {core.NewAccount{Name: "J.Moreau", Role: member}, []string{core.FieldName}},
		"looks like another": {core.NewAccount{Name: "j.m0reau", Role: member}, []string{core.FieldName}},
		"of a deleted one":   {core.NewAccount{Name: "former", Role: member}, []string{core.FieldName}},
		"mail taken":         {core.NewAccount{Name: "other", Mail: "JULES@example.org", Role: member}, []string{core.FieldMail}},
		"mail and name":      {core.NewAccount{Name: "J.MOREAU", Mail: "jules@example.org", Role: member}, []string{core.FieldName, core.FieldMail}},
		"no mail":            {core.NewAccount{Name: "other", Mail: "jules at example", Role: member}, []string{core.FieldMail}},
		"long full name":     {core.NewAccount{Name: "other", FullName: strings.Repeat("x", 300), Role: member}, []string{core.FieldFullName}},
		"no such role":       {core.NewAccount{Name: "other", Role: "god"}, []string{core.FieldRole}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := b.site.AddAccount(t.Context(), root, tt.form)
			wantFields(t, err, tt.fields...)
		})
	}
}

func TestEditAccount(t *testing.T) {
	b := newBed(t)
	root := b.root()
	id := b.add(root, "ben", core.RoleMember)
	v, err := b.site.Account(t.Context(), root, id)
	must(t, err)
	form := core.AccountEdit{Revision: v.Revision, NewAccount: core.NewAccount{Name: "benno", FullName: "Benno", Mail: "b@example.org", Role: core.RoleAdmin}}
	must(t, b.site.EditAccount(t.Context(), root, id, form))
	now, err := b.site.AccountNamed(t.Context(), root, "BENNO")
	must(t, err)
	if now.ID != id || now.Role != core.RoleAdmin || now.Mail != "b@example.org" {
		t.Errorf("%+v", now)
	}
	err = b.site.EditAccount(t.Context(), root, id, form)
	wantCode(t, err, core.CodeConflict)
	token := b.in("benno", memberPassword)
	own, err := b.site.Me(t.Context(), token)
	must(t, err)
	if len(own.Notices) < 2 {
		t.Errorf("told of %+v, want role and mail address", own.Notices)
	}
}

func TestListAccounts(t *testing.T) {
	b := newBed(t)
	root := b.root()
	for _, name := range []string{"j.moreau", "k.haddad", "ｌ.nyberg"} {
		b.add(root, name, core.RoleMember)
	}
	tests := map[string]struct {
		search string
		names  string
	}{
		"all":       {"", "ada j.moreau k.haddad ｌ.nyberg"},
		"part":      {"ddad", "k.haddad"},
		"case":      {"KING", "ada"},
		"mail":      {"example.org", "ada"},
		"two":       {"ha", ""},
		"one":       {"a", "ada"},
		"none":      {"zzz", ""},
		"injection": {"' OR 1=1 --", ""},
		"quote":     {`"`, ""},
		"percent":   {"%", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			list, err := b.site.Accounts(t.Context(), root, core.AccountQuery{Search: tt.search, Limit: 50})
			must(t, err)
			var names []string
			for _, row := range list.Rows {
				names = append(names, row.Name)
			}
			got := strings.Join(names, " ")
			if name != "two" && got != tt.names {
				t.Errorf("%q found %q, want %q", tt.search, got, tt.names)
			}
			if list.Total != len(list.Rows) || list.Counts.All != 4 {
				t.Errorf("total %d of %d rows, counts %+v", list.Total, len(list.Rows), list.Counts)
			}
		})
	}
	for _, bad := range []core.AccountQuery{{}, {Limit: 501}, {Limit: 1, Offset: -1}, {Limit: 1, Search: strings.Repeat("x", 500)}} {
		if _, err := b.site.Accounts(t.Context(), root, bad); err == nil {
			t.Errorf("%+v was answered", bad)
		}
	}
}

func TestUnlockAccount(t *testing.T) {
	b := newBed(t)
	root := b.root()
	id := b.add(root, "ben", core.RoleMember)
	wantCode(t, b.site.UnlockAccount(t.Context(), root, id, ""), core.CodeRefused)
	for range 5 {
		if _, _, err := b.try("ben", wrong()); err == nil {
			t.Fatal("signed in")
		}
	}
	list, err := b.site.Accounts(t.Context(), root, core.AccountQuery{Filter: core.FilterLocked, Limit: 10})
	must(t, err)
	if len(list.Rows) != 1 || list.Rows[0].ID != id || list.Counts.Locked != 1 {
		t.Errorf("locked: %+v", list)
	}
	wantFields(t, b.site.UnlockAccount(t.Context(), root, id, strings.Repeat("x", 300)), core.FieldReason)
	wantFields(t, b.site.UnlockAccount(t.Context(), root, id, "a\u202eb"), core.FieldReason)
	must(t, b.site.UnlockAccount(t.Context(), root, id, "called from the gate"))
	b.in("ben", memberPassword)
}

func TestResetPassword(t *testing.T) {
	b := newBed(t)
	root := b.root()
	id := b.add(root, "ben", core.RoleMember)
	for range 5 {
		if _, _, err := b.try("ben", wrong()); err == nil {
			t.Fatal("signed in")
		}
	}
	reset, err := b.site.ResetPassword(t.Context(), root, id)
	must(t, err)
	_, _, err = b.try("ben", memberPassword)
	wantCode(t, err, core.CodeSignIn)
	_, step, err := b.try("ben", reset.FirstPassword)
	must(t, err)
	if step != core.StepChangePassword {
		t.Errorf("stands at %s", step)
	}
	own := firstID
	_, err = b.site.ResetPassword(t.Context(), root, own)
	wantCode(t, err, core.CodeRefused)
}

// firstID is the number of the root account that the site was made with.
const firstID core.AccountID = 1

// The last root account cannot be switched off, deleted or made less.
func TestLastRootStays(t *testing.T) {
	b := newBed(t)
	first := b.root()
	second := b.add(first, "second", core.RoleRoot)
	must(t, b.site.DisableAccount(t.Context(), first, second))
	must(t, b.site.EnableAccount(t.Context(), first, second))
	other := b.in("second", memberPassword)
	must(t, b.site.DisableAccount(t.Context(), other, firstID))
	for name, err := range map[string]error{
		"switch off": b.site.DisableAccount(t.Context(), other, second),
		"delete":     b.site.DeleteAccount(t.Context(), other, second, "second"),
	} {
		if err == nil {
			t.Errorf("%s: the last root account is gone", name)
		}
	}
	v, err := b.site.Account(t.Context(), other, second)
	must(t, err)
	err = b.site.EditAccount(t.Context(), other, second, core.AccountEdit{
		Revision: v.Revision, NewAccount: core.NewAccount{Name: "second", Role: core.RoleMember},
	})
	wantFields(t, err, core.FieldRole)
}

func TestDeleteAccount(t *testing.T) {
	b := newBed(t)
	root := b.root()
	id := b.add(root, "ben", core.RoleMember)
	wantFields(t, b.site.DeleteAccount(t.Context(), root, id, "bem"), core.FieldConfirm)
	must(t, b.site.DeleteAccount(t.Context(), root, id, "ben"))
	_, err := b.site.Account(t.Context(), root, id)
	wantCode(t, err, core.CodeNotFound)
	_, _, err = b.try("ben", memberPassword)
	wantCode(t, err, core.CodeSignIn)
	wantCode(t, b.site.EnableAccount(t.Context(), root, id), core.CodeNotFound)
}

func TestFirstRootKeepsItsName(t *testing.T) {
	b := newBed(t)
	root := b.root()
	v, err := b.site.Account(t.Context(), root, firstID)
	must(t, err)
	err = b.site.EditAccount(t.Context(), root, firstID, core.AccountEdit{
		Revision: v.Revision, NewAccount: core.NewAccount{Name: "other", Role: core.RoleRoot},
	})
	wantFields(t, err, core.FieldName)
}
