package storage

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gatehouse/core"
)

const (
	// countLimit is where counting the accounts that fit a search stops. Stores
	// carry it as a field, so that tests need no large site to get there.
	countLimit = 1000
	// longestPage is the greatest Limit of a query.
	longestPage = 500
)

// filter is a filter of the list in SQL.
type filter struct {
	// from gives the rows that it lets through; conditions may follow with AND.
	from string
	// condition is true for those rows.
	condition string
	// count is the statement that counts them; those who are locked are counted by
	// countLocked.
	count string
	// few: they are sought and sorted as a rule, and not walked through by name.
	few bool
}

// nowMark stands for the time of the transaction in the SQL of a filter.
const nowMark = "{now}"

const (
	isListed   = "state <> 'deleted'"
	isNever    = isListed + " AND last_sign_in_at IS NULL"
	isDisabled = "state = 'disabled'"
	isActive   = "state = 'active'"

	// isShut is the condition that a count of failures locks its account.
	isShut = "account_id IS NOT NULL AND (until_admin = 1 OR locked_until > " + nowMark + ")"
	// isInactive is the condition that terms lock their account. One that is
	// deleted has none.
	isInactive = "inactive_from <= " + nowMark
	isLocked   = isListed + ` AND (EXISTS (SELECT 1 FROM throttles WHERE account_id = accounts.id AND ` + isShut + `)
    OR EXISTS (SELECT 1 FROM account_terms WHERE account_id = accounts.id AND ` + isInactive + "))"

	// locked begins with the few accounts that are, not with all accounts.
	locked = "(" + forWhile + " UNION " + forGood + " UNION SELECT account_id FROM account_terms WHERE " + isInactive + ")" +
		" CROSS JOIN accounts WHERE id = account_id AND " + isListed

	// forWhile and forGood are the two kinds of locks by a count of failures. One that
	// is both is told from the former by notForWhile.
	forWhile    = "SELECT account_id FROM throttles WHERE account_id IS NOT NULL AND locked_until > " + nowMark
	forGood     = "SELECT account_id FROM throttles WHERE account_id IS NOT NULL AND until_admin = 1"
	notForWhile = " AND (locked_until IS NULL OR locked_until <= " + nowMark + ")"
)

// filters are what an AccountQuery may name.
var filters = map[core.AccountFilter]filter{
	core.FilterAll: {
		from: "accounts WHERE " + isListed, condition: isListed,
		count: "SELECT listed FROM account_counts",
	},
	core.FilterNever: {
		from: "accounts WHERE " + isNever, condition: isNever,
		count: "SELECT never FROM account_counts",
	},
	core.FilterDisabled: {
		from: "accounts WHERE " + isDisabled, condition: isDisabled,
		count: "SELECT disabled FROM account_counts",
	},
	core.FilterLocked: {
		from: locked, condition: isLocked, few: true,
	},
}

// countLocked counts the accounts that are locked, once in a transaction that
// reads. The terms alone tell how many are inactive, who may be very many at once;
// where nobody is, nobody is shut and inactive as well. An account has one count of
// failures, and a deleted one neither that nor terms.
func (t *tx) countLocked() (int, error) {
	if t.locked != nil {
		return *t.locked, nil
	}
	inactive, err := t.count("SELECT count(*) FROM account_terms WHERE " + isInactive)
	if err != nil {
		return 0, err
	}
	others, err := t.count(shutCount(inactive > 0))
	all := inactive + others
	if err == nil && !t.write {
		t.locked = &all
	}
	return all, err
}

// shutCount is the statement that counts who is locked after wrong passwords, and
// not for want of use as well, if anybody is.
func shutCount(inactive bool) string {
	but := ""
	if inactive {
		but = " AND NOT EXISTS (SELECT 1 FROM account_terms WHERE account_id = throttles.account_id AND " + isInactive + ")"
	}
	return "SELECT (SELECT count(*) FROM (" + forWhile + but + ")) + (SELECT count(*) FROM (" + forGood + notForWhile + but + "))"
}

// total counts what a filter lets through.
func (t *tx) total(f filter) (int, error) {
	if f.few {
		return t.countLocked()
	}
	return t.count(f.count)
}

// Accounts gives a page of the accounts that are not deleted, by key. With a
// search, those whose key begins with it come first. Search is folded here once
// more, so that any text finds what it should.
func (t *tx) Accounts(q core.AccountQuery) (core.AccountPage, error) {
	f, ok := filters[q.Filter]
	if !ok || q.Limit < 1 || q.Limit > longestPage || q.Offset < 0 {
		return core.AccountPage{}, fmt.Errorf("storage: no such page: filter %q, offset %d, limit %d",
			q.Filter, q.Offset, q.Limit)
	}
	page, ids, err := t.page(f, q)
	if err != nil {
		return core.AccountPage{}, err
	}
	page.Rows, err = t.accountRows(ids)
	return page, err
}

// page finds the numbers of the accounts on a page, and how many fit in all.
func (t *tx) page(f filter, q core.AccountQuery) (core.AccountPage, []core.AccountID, error) {
	if s, ok := newSearch(q.Search); ok {
		return t.searched(f, q, s)
	}
	return t.browsed(f, q)
}

// browsed is a page without a search. Skipping rows takes time, so the second
// half is counted from the end.
func (t *tx) browsed(f filter, q core.AccountQuery) (core.AccountPage, []core.AccountID, error) {
	total, err := t.total(f)
	page := core.AccountPage{Total: total}
	size := min(q.Limit, total-q.Offset)
	if err != nil || size <= 0 {
		return page, nil, err
	}
	order, skip := " ORDER BY key", q.Offset
	if q.Offset > total/2 {
		order, skip = " ORDER BY key DESC", total-q.Offset-size
	}
	from, err := t.source(f, total, skip+size)
	if err != nil {
		return page, nil, err
	}
	ids, err := t.ids("SELECT id FROM "+from+order+" LIMIT $1 OFFSET $2", int64(size), int64(skip))
	if q.Offset > total/2 {
		slices.Reverse(ids)
	}
	return page, ids, err
}

// source is where so many rows of a filter's total are read from. To find few
// and sort them is quick; when they are many, the rows are met soon on a walk
// through all accounts by name.
func (t *tx) source(f filter, total, rows int) (string, error) {
	if !f.few || total <= t.limit {
		return f.from, nil
	}
	all, err := t.count(filters[core.FilterAll].count)
	if total > 0 && all/total*rows > total {
		return f.from, err
	}
	return "accounts WHERE " + f.condition, err
}

// searched is a page of a search. The names that begin with it are a range of
// the index and come first; the rest is sorted when it is little.
func (t *tx) searched(f filter, q core.AccountQuery, s search) (core.AccountPage, []core.AccountID, error) {
	hits, count, err := t.hits(s)
	if err != nil {
		return core.AccountPage{}, nil, err
	}
	many := count > t.limit
	if f.condition != isListed && !many {
		return t.sorted(f, q, s, hits)
	}
	page := core.AccountPage{Total: min(count, t.limit), More: many}
	w := walk{tx: t, filter: f, search: s}
	inRange, err := w.countRange()
	if err == nil && many && inRange <= t.limit && f.condition != isListed {
		page, err = w.count(inRange)
	}
	switch {
	case err != nil:
		return page, nil, err
	case q.Offset+q.Limit <= inRange || inRange > t.limit:
		ids, err := w.inRange(q.Limit, q.Offset)
		return page, ids, err
	case !many:
		return t.sorted(f, q, s, hits)
	}
	ids, err := w.page(q, inRange)
	return page, ids, err
}

// sorted is a page of a search that finds few: all of them are read and put in
// order.
func (t *tx) sorted(f filter, q core.AccountQuery, s search, hits string) (core.AccountPage, []core.AccountID, error) {
	text := "SELECT id FROM " + among + " AND " + f.condition + `
ORDER BY CASE WHEN key >= $2 AND key < $3 THEN 0 ELSE 1 END, key`
	ids, err := t.ids(text, hits, s.prefix, s.after())
	page := core.AccountPage{Total: len(ids)}
	if q.Offset >= len(ids) {
		return page, nil, err
	}
	return page, ids[q.Offset:min(q.Offset+q.Limit, len(ids))], err
}

// walk goes through the accounts that a filter lets through by name, and finds
// those that a search fits. It is for searches that find many, and so is soon
// at the end of a page.
type walk struct {
	tx     *tx
	filter filter
	search search
}

// ranged is the source of the names that begin with the search.
func (w walk) ranged() string { return " FROM " + w.filter.from + " AND key >= $1 AND key < $2" }

// others is the source of the accounts that contain it elsewhere.
func (w walk) others() string {
	return " FROM " + w.filter.from + " AND NOT (key >= $1 AND key < $2) AND " + containing("$3")
}

// countRange counts the names that begin with the search, up to one more than
// the limit.
func (w walk) countRange() (int, error) {
	return w.tx.bounded(w.ranged(), w.search.prefix, w.search.after())
}

// count counts all, of which inRange are known.
func (w walk) count(inRange int) (core.AccountPage, error) {
	others, err := w.tx.bounded(w.others(), w.search.prefix, w.search.after(), w.search.needle)
	if limit := w.tx.limit; inRange+others > limit {
		return core.AccountPage{Total: limit, More: true}, err
	}
	return core.AccountPage{Total: inRange + others}, err
}

// inRange lists names that begin with the search.
func (w walk) inRange(limit, offset int) ([]core.AccountID, error) {
	return w.tx.ids("SELECT id"+w.ranged()+" ORDER BY key LIMIT $3 OFFSET $4",
		w.search.prefix, w.search.after(), int64(limit), int64(offset))
}

// page lists what is left of the range, then the others.
func (w walk) page(q core.AccountQuery, inRange int) ([]core.AccountID, error) {
	ids, err := w.inRange(q.Limit, q.Offset)
	if err != nil {
		return nil, err
	}
	others, err := w.tx.ids("SELECT id"+w.others()+" ORDER BY key LIMIT $4 OFFSET $5",
		w.search.prefix, w.search.after(), w.search.needle,
		int64(q.Limit-len(ids)), int64(max(0, q.Offset-inRange)))
	return append(ids, others...), err
}

// bounded counts rows up to one more than the limit.
func (t *tx) bounded(from string, values ...any) (int, error) {
	return t.count("SELECT count(*) FROM (SELECT 1"+from+" LIMIT "+strconv.Itoa(t.limit+1)+")", values...)
}

// AccountCounts gives the numbers beside the filters.
func (t *tx) AccountCounts() (core.AccountCounts, error) {
	var c core.AccountCounts
	err := t.row("SELECT listed, never, disabled FROM account_counts", nil, &c.All, &c.Never, &c.Disabled)
	if err != nil {
		return core.AccountCounts{}, err
	}
	c.Locked, err = t.countLocked()
	return c, err
}

// timed puts the time of the transaction where nowMark is.
func (t *tx) timed(text string, values args) (string, args) {
	if !strings.Contains(text, nowMark) {
		return text, values
	}
	values = append(slices.Clip(values), millis(t.now))
	return strings.ReplaceAll(text, nowMark, "$"+strconv.Itoa(len(values))), values
}

// count reads one number.
func (t *tx) count(text string, values ...any) (int, error) {
	text, values = t.timed(text, values)
	n := 0
	err := t.row(text, values, &n)
	return n, err
}

// ids reads numbers of accounts.
func (t *tx) ids(text string, values ...any) ([]core.AccountID, error) {
	text, values = t.timed(text, values)
	read := func(row scanner, id *core.AccountID) error { return row.Scan(id) }
	return list(t, read, text, values...)
}
