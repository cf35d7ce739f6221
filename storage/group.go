package storage

import (
	"slices"

	"gatehouse/core"
)

// InsertGroup adds a group without members and sets its ID.
func (t *tx) InsertGroup(g *core.GroupRecord) error {
	const text = "INSERT INTO account_groups (name, key, policy_id) VALUES ($1, $2, $3) RETURNING id"
	var id core.GroupID
	if err := t.written(text, args{g.Name, g.Key, orNull(g.Policy)}, &id); err != nil {
		return err
	}
	g.ID = id
	return nil
}

// UpdateGroup writes every field of the group that has the ID.
func (t *tx) UpdateGroup(g core.GroupRecord) error {
	const text = "UPDATE account_groups SET name = $2, key = $3, policy_id = $4 WHERE id = $1"
	return t.one(core.ErrNotFound, text, int64(g.ID), g.Name, g.Key, orNull(g.Policy))
}

// DeleteGroup takes a group and its memberships away.
func (t *tx) DeleteGroup(id core.GroupID) error {
	if _, err := t.exec("DELETE FROM group_members WHERE group_id = $1", int64(id)); err != nil {
		return err
	}
	return t.one(core.ErrNotFound, "DELETE FROM account_groups WHERE id = $1", int64(id))
}

// Groups lists all groups by key.
func (t *tx) Groups() ([]core.GroupRecord, error) {
	const text = `
SELECT id, name, key, policy_id, (SELECT count(*) FROM group_members WHERE group_id = id)
FROM account_groups ORDER BY key`
	read := func(row scanner, g *core.GroupRecord) error {
		return row.Scan(&g.ID, &g.Name, &g.Key, ref(&g.Policy), &g.Members)
	}
	return list(t, read, text)
}

// SetMembers replaces the accounts of a group. An account that is not there or
// is deleted, and no such group, are ErrNotFound; then nothing is changed.
func (t *tx) SetMembers(id core.GroupID, accounts []core.AccountID) error {
	if err := t.ready(true); err != nil {
		return err
	}
	if err := t.row("SELECT id FROM account_groups WHERE id = $1", args{int64(id)}, new(int64)); err != nil {
		return err
	}
	distinct := slices.Compact(slices.Sorted(slices.Values(accounts)))
	numbers := numberList(distinct)
	found, err := t.count("SELECT count(*) FROM accounts WHERE "+isListed+" AND id IN "+listed("$1"), numbers)
	if err != nil {
		return err
	}
	if found != len(distinct) {
		return core.ErrNotFound
	}
	const leave = "DELETE FROM group_members WHERE group_id = $1 AND account_id NOT IN "
	if _, err := t.exec(leave+listed("$2"), int64(id), numbers); err != nil {
		return err
	}
	const join = `
INSERT INTO group_members (group_id, account_id)
SELECT $1, id FROM accounts WHERE NOT EXISTS (SELECT 1 FROM group_members WHERE group_id = $1 AND account_id = id)
    AND id IN `
	_, err = t.exec(join+listed("$2"), int64(id), numbers)
	return err
}

// Members lists the accounts of a group by key.
func (t *tx) Members(id core.GroupID) ([]core.AccountName, error) {
	const text = `
SELECT id, name, full_name FROM group_members CROSS JOIN accounts
WHERE group_id = $1 AND id = account_id ORDER BY key`
	return list(t, readName, text, int64(id))
}

// readName reads number, name and full name of an account.
func readName(row scanner, n *core.AccountName) error { return row.Scan(&n.ID, &n.Name, &n.FullName) }
