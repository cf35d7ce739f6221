package core_test

import (
	"testing"

	"gatehouse/core"
)

// Every role against every act, on an account of every role (ASVS 8.2.1,
// 8.2.2): the table says what is allowed, and what is not is recorded.
func TestRights(t *testing.T) {
	b := newBed(t)
	root := b.root()
	tokens := map[core.Role]core.Token{core.RoleRoot: root}
	b.add(root, "an.admin", core.RoleAdmin)
	b.add(root, "a.member", core.RoleMember)
	tokens[core.RoleAdmin] = b.in("an.admin", memberPassword)
	tokens[core.RoleMember] = b.in("a.member", memberPassword)
	targets := map[core.Role]core.AccountID{
		core.RoleRoot:   b.add(root, "target.root", core.RoleRoot),
		core.RoleAdmin:  b.add(root, "target.admin", core.RoleAdmin),
		core.RoleMember: b.add(root, "target.member", core.RoleMember),
	}
	names := map[core.Role]string{core.RoleRoot: "target.root", core.RoleAdmin: "target.admin", core.RoleMember: "target.member"}
	allowed := map[core.Role]map[core.Role]bool{
		core.RoleRoot:  {core.RoleRoot: true, core.RoleAdmin: true, core.RoleMember: true},
		core.RoleAdmin: {core.RoleMember: true},
	}
	acts := map[string]func(token core.Token, target core.Role) error{
		"disable": func(k core.Token, r core.Role) error { return b.site.DisableAccount(t.Context(), k, targets[r]) },
		"enable":  func(k core.Token, r core.Role) error { return b.site.EnableAccount(t.Context(), k, targets[r]) },
		"unlock":  func(k core.Token, r core.Role) error { return b.site.UnlockAccount(t.Context(), k, targets[r], "") },
		"delete":  func(k core.Token, r core.Role) error { return b.site.DeleteAccount(t.Context(), k, targets[r], "no") },
		"reset": func(k core.Token, r core.Role) error {
			_, err := b.site.ResetPassword(t.Context(), k, targets[r])
			return err
		},
		"edit": func(k core.Token, r core.Role) error {
			return b.site.EditAccount(t.Context(), k, targets[r], core.AccountEdit{Revision: -1, NewAccount: core.NewAccount{Name: names[r], Role: r}})
		},
		"add": func(k core.Token, r core.Role) error {
			_, err := b.site.AddAccount(t.Context(), k, core.NewAccount{Name: names[r], Role: r})
			return err
		},
	}
	refused := 0
	for act, do := range acts {
		for who, token := range tokens {
			for target := range targets {
				forbidden := core.ErrorCode(do(token, target)) == core.CodeForbidden
				if forbidden == allowed[who][target] {
					t.Errorf("%s: %s on %s: forbidden %v", act, who, target, forbidden)
				}
				if forbidden {
					refused++
				}
			}
		}
	}
	if n := b.count(core.EventForbidden); n != refused {
		t.Errorf("%d refusals are recorded, %d were made", n, refused)
	}
}

func TestMembersSeeNobody(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.add(root, "ben", core.RoleMember)
	member := b.in("ben", memberPassword)
	_, err := b.site.Accounts(t.Context(), member, core.AccountQuery{Limit: 10})
	wantCode(t, err, core.CodeForbidden)
	_, err = b.site.Account(t.Context(), member, firstID)
	wantCode(t, err, core.CodeForbidden)
	_, err = b.site.AccountNamed(t.Context(), member, "ada")
	wantCode(t, err, core.CodeForbidden)
	own, err := b.site.Me(t.Context(), member)
	must(t, err)
	if own.Name != "ben" {
		t.Errorf("sees %q", own.Name)
	}
}

// An admin cannot rise, nor raise others.
func TestNoEscalation(t *testing.T) {
	b := newBed(t)
	root := b.root()
	adminID := b.add(root, "adm", core.RoleAdmin)
	memberID := b.add(root, "mem", core.RoleMember)
	admin := b.in("adm", memberPassword)
	edit := func(by core.Token, id core.AccountID, name string, role core.Role) error {
		v, err := b.site.Account(t.Context(), root, id)
		must(t, err)
		return b.site.EditAccount(t.Context(), by, id, core.AccountEdit{
			Revision: v.Revision, NewAccount: core.NewAccount{Name: name, Role: role},
		})
	}
	wantCode(t, edit(admin, memberID, "mem", core.RoleAdmin), core.CodeForbidden)
	wantCode(t, edit(admin, adminID, "adm", core.RoleRoot), core.CodeForbidden)
	wantFields(t, edit(root, firstID, "ada", core.RoleMember), core.FieldRole)
	must(t, edit(root, adminID, "adm", core.RoleMember))
	_, err := b.site.Accounts(t.Context(), admin, core.AccountQuery{Limit: 10})
	wantCode(t, err, core.CodeForbidden)
}

func TestGivableRoles(t *testing.T) {
	for role, want := range map[core.Role]int{core.RoleRoot: 3, core.RoleAdmin: 1, core.RoleMember: 0, "": 0} {
		if got := len(role.GivableRoles()); got != want {
			t.Errorf("%q may give %d roles, want %d", role, got, want)
		}
	}
}
