package storage

import (
	"fmt"
	"time"

	"gatehouse/core"
)

// Questions over all accounts of a policy. Each walks through the narrow index of
// active accounts by number, and looks passwords and terms up by the same number:
// both stand in that order as well, so that a million rows are read once, from
// beginning to end.

// peopled is the source of the active accounts with a password; conditions may
// follow with AND.
const (
	peopled  = " FROM " + active + peopling
	peopling = " CROSS JOIN passwords" + withTerms + `
WHERE passwords.account_id = accounts.id AND ` + isActive

	// foremost are those of them among the first accounts by key, $10 of them.
	foremost = " FROM (SELECT id AS early FROM accounts WHERE " + isListed + " ORDER BY key LIMIT $10) CROSS JOIN accounts" +
		peopling + " AND accounts.id = early"
)

// someOf is how many accounts are looked at first for each name that is asked for.
const someOf = 10

// unused is the condition that an active account was last used before a time and
// is not yet locked for it.
func unused(before string) string {
	return "account_terms.inactive_from IS NULL AND accounts.created_at < " + before +
		" AND (accounts.last_sign_in_at IS NULL OR accounts.last_sign_in_at < " + before + ")" +
		" AND (account_terms.unlocked_at IS NULL OR account_terms.unlocked_at < " + before + ")"
}

// impactKinds are the conditions of the kinds, with the values of impactArgs.
func impactKinds() map[core.ImpactKind]string {
	var (
		complies = "account_terms.complied = 1 AND account_terms.judged_revision IN " + listed("$4")
		fails    = "account_terms.complied = 0 AND account_terms.judged_revision IN " + listed("$5")
	)
	return map[core.ImpactKind]string{
		core.ImpactComply: complies,
		core.ImpactFail:   fails,
		// A judgement of NULL is unknown, and NULL is not true.
		core.ImpactUnknown: "coalesce(NOT (" + complies + " OR " + fails + "), TRUE)",
		core.ImpactExpire:  "account_terms.expires_at <= $6 OR account_terms.expires_at IS NULL AND passwords.set_at < $7",
		core.ImpactLock:    unused("$8"),
	}
}

// impactArgs are the values of the statements of an ImpactQuery.
func impactArgs(q core.ImpactQuery) args {
	return args{
		int64(q.Policy), int64(q.After), int64(q.To), numberList(q.Comply), numberList(q.Fail),
		millis(q.ExpiresBy), millis(q.SetBefore), millis(q.IdleBefore),
	}
}

// inBounds is the condition of the numbers of an ImpactQuery.
const inBounds = " AND accounts.id > $2 AND accounts.id <= $3"

// Impact counts what a policy would do to the accounts that it holds for.
func (t *tx) Impact(q core.ImpactQuery) (core.ImpactCounts, error) {
	held, some, err := t.holding(q.Policy)
	if err != nil || !some {
		return core.ImpactCounts{}, err
	}
	kinds := impactKinds()
	text := "SELECT count(*)"
	for _, kind := range []core.ImpactKind{core.ImpactComply, core.ImpactFail, core.ImpactExpire, core.ImpactLock} {
		text += ",\n    count(*) FILTER (WHERE " + kinds[kind] + ")"
	}
	var c core.ImpactCounts
	err = t.row(text+peopled+inBounds+held, impactArgs(q), &c.Total, &c.Comply, &c.Fail, &c.Expire, &c.Lock)
	c.Unknown = c.Total - c.Comply - c.Fail
	return c, err
}

// ImpactNames lists the accounts of one kind by key.
func (t *tx) ImpactNames(q core.ImpactQuery, kind core.ImpactKind, limit int) ([]core.AccountName, error) {
	condition, ok := impactKinds()[kind]
	if !ok || limit < 1 || limit > longestPage {
		return nil, fmt.Errorf("storage: no such list: kind %q, limit %d", kind, limit)
	}
	held, some, err := t.holding(q.Policy)
	if err != nil || !some {
		return nil, err
	}
	const from = "SELECT accounts.id, accounts.name, accounts.full_name"
	where := inBounds + held + " AND (" + condition + ") ORDER BY accounts.key LIMIT $9"
	values := append(impactArgs(q), int64(limit))
	// A kind that is frequent is found at the beginning already.
	names, err := list(t, readName, from+foremost+where, append(values, int64(limit)*someOf)...)
	if err != nil || len(names) == limit {
		return names, err
	}
	return list(t, readName, from+peopled+where, values...)
}

// LastAccount is the greatest number of an account, 0 for none.
func (t *tx) LastAccount() (core.AccountID, error) {
	var id core.AccountID
	err := t.row("SELECT coalesce(max(id), 0) FROM accounts", nil, &id)
	return id, err
}

// expiring is the condition that a password expires in one span of time.
const expiring = `(account_terms.expires_at IS NULL AND passwords.set_at >= $2 AND passwords.set_at < $3
    OR account_terms.expires_at >= $4 AND account_terms.expires_at < $5)`

// Expiring counts the active accounts of a policy whose password was set in
// [setFrom, setTo) and has no expiry of its own, or has one in [from, to).
func (t *tx) Expiring(policy core.PolicyID, setFrom, setTo, from, to time.Time) (int, error) {
	held, some, err := t.holding(policy)
	if err != nil || !some {
		return 0, err
	}
	return t.count("SELECT count(*)"+peopled+" AND "+expiring+held,
		int64(policy), millis(setFrom), millis(setTo), millis(from), millis(to))
}

// ExpiringAccounts lists what Expiring counts, by number, from after one on.
func (t *tx) ExpiringAccounts(policy core.PolicyID, setFrom, setTo, from, to time.Time, after core.AccountID, limit int) ([]core.AccountID, error) {
	held, some, err := t.holding(policy)
	if err != nil || !some {
		return nil, err
	}
	return t.ids("SELECT accounts.id"+peopled+" AND "+expiring+held+" AND accounts.id > $6 ORDER BY accounts.id LIMIT $7",
		int64(policy), millis(setFrom), millis(setTo), millis(from), millis(to), int64(after), int64(max(0, limit)))
}

// Idle lists active accounts of a policy that were last used before a time and
// are not yet locked for it, by number.
func (t *tx) Idle(policy core.PolicyID, before time.Time, limit int) ([]core.AccountID, error) {
	held, some, err := t.holding(policy)
	if err != nil || !some {
		return nil, err
	}
	return t.ids(idle(held), int64(policy), millis(before), int64(max(0, limit)))
}

// idle is the statement of Idle, with the condition of a policy.
func idle(held string) string {
	return "SELECT accounts.id FROM " + active + withTerms + " WHERE " + isActive + " AND " + unused("$2") + held +
		" ORDER BY accounts.id LIMIT $3"
}
