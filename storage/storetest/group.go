package storetest

import (
	"strings"
	"testing"

	"gatehouse/core"
)

func testGroups(t *testing.T, s core.Store) {
	a, b, c := add(t, s, named("ada")), add(t, s, named("bob")), add(t, s, named("carol"))
	gone := named("gone")
	gone.State = core.StateDeleted
	gone = add(t, s, gone)
	desk := core.GroupRecord{Name: "Desk", Key: "desk"}
	boss := core.GroupRecord{Name: "Boss", Key: "boss"}
	update(t, s, func(tx core.Tx) error {
		p, err := addRule(tx, rule("one", 0))
		if err != nil {
			return err
		}
		boss.Policy = p.ID
		for _, g := range []*core.GroupRecord{&desk, &boss} {
			if err := tx.InsertGroup(g); err != nil {
				return err
			}
		}
		return wrongGroups(tx, boss.ID)
	})
	members := func(g *core.GroupRecord, ids []core.AccountID, names string) {
		t.Helper()
		update(t, s, func(tx core.Tx) error { return tx.SetMembers(g.ID, ids) })
		wantMembers(t, s, g.ID, names)
	}
	members(&desk, []core.AccountID{c.ID, a.ID, c.ID}, "ada carol")
	members(&boss, []core.AccountID{b.ID}, "bob")
	members(&desk, []core.AccountID{b.ID, c.ID}, "bob carol")
	update(t, s, func(tx core.Tx) error {
		for _, wrong := range []core.AccountID{gone.ID, 99} {
			if err := want(tx.SetMembers(desk.ID, []core.AccountID{a.ID, wrong}), core.ErrNotFound); err != nil {
				return err
			}
		}
		return want(tx.SetMembers(99, nil), core.ErrNotFound)
	})
	wantMembers(t, s, desk.ID, "bob carol")
	desk.Name, desk.Key, desk.Policy, desk.Members = "Front desk", "front desk", boss.Policy, 7
	boss.Members = 1
	update(t, s, func(tx core.Tx) error { return tx.UpdateGroup(desk) })
	desk.Members = 2
	view(t, s, func(tx core.Tx) error {
		found, err := tx.Groups()
		if err != nil {
			return err
		}
		return same("groups", whole(found), whole([]core.GroupRecord{boss, desk}))
	})
	members(&boss, nil, "")
	update(t, s, func(tx core.Tx) error { return tx.DeleteGroup(desk.ID) })
	wantMembers(t, s, desk.ID, "")
}

// wrongGroups tests that a key is taken once, and that a group that is not there
// is not written.
func wrongGroups(tx core.Tx, boss core.GroupID) error {
	taken := core.GroupRecord{Name: "DESK", Key: "desk"}
	if err := want(tx.InsertGroup(&taken), core.ErrConflict); err != nil {
		return err
	}
	taken.ID = boss
	if err := want(tx.UpdateGroup(taken), core.ErrConflict); err != nil {
		return err
	}
	taken.ID, taken.Key = 99, "none"
	if err := want(tx.UpdateGroup(taken), core.ErrNotFound); err != nil {
		return err
	}
	return want(tx.DeleteGroup(99), core.ErrNotFound)
}

// wantMembers tests who is in a group.
func wantMembers(t *testing.T, s core.Store, g core.GroupID, names string) {
	t.Helper()
	view(t, s, func(tx core.Tx) error {
		found, err := tx.Members(g)
		if err != nil {
			return err
		}
		return same("members", namesOf(found), names)
	})
}

// namesOf joins the names of accounts.
func namesOf(all []core.AccountName) string {
	names := make([]string, len(all))
	for i, a := range all {
		names[i] = a.Name
	}
	return strings.Join(names, " ")
}
