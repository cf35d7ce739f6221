package storage

import "gatehouse/core"

// LockedAccounts lists, by number, all locked accounts that a search finds. It
// begins with those that are locked, who are few beside all accounts as a rule,
// and looks for the search in each. The names that begin with it are among them:
// they stand in the search text too.
func (t *tx) LockedAccounts(search string) ([]core.LockedName, error) {
	text := "SELECT id, name, full_name, role FROM " + filters[core.FilterLocked].from
	values := args{}
	if s, ok := newSearch(search); ok {
		text += " AND " + containing("$1")
		values = args{s.needle}
	}
	text, values = t.timed(text+" ORDER BY id", values)
	read := func(row scanner, n *core.LockedName) error { return row.Scan(&n.ID, &n.Name, &n.FullName, &n.Role) }
	return list(t, read, text, values...)
}
