package storage

import (
	"strconv"

	"gatehouse/core"
)

// Which policy holds for a row of accounts, in SQL. The row has its account_terms
// beside it. There are three forms: effective tells it of one row, and costs a few
// steps each; heldAmong tells it by sets that are made once, which is several
// times as quick for all accounts, and slower for a few of them; heldIn tells it by
// a byte for each number within bounds, which costs next to nothing a row.

const (
	// withTerms joins the terms of an account, if there are any.
	withTerms = " LEFT JOIN account_terms ON account_terms.account_id = accounts.id"

	// byItself is the policy that is assigned to the account itself.
	byItself = "(SELECT id FROM policies WHERE id = account_terms.policy_id AND removed_at IS NULL)"

	// byGroup is the policy of the lowest rank of those of the account's groups.
	// A rank belongs to one policy, so that nothing has to be sorted.
	byGroup = `(SELECT id FROM policies WHERE removed_at IS NULL AND rank = (SELECT min(theirs.rank)
    FROM group_members CROSS JOIN account_groups CROSS JOIN policies AS theirs
    WHERE group_members.account_id = accounts.id AND account_groups.id = group_members.group_id
        AND theirs.id = account_groups.policy_id AND theirs.removed_at IS NULL))`
)

// effective is the policy that holds. Most accounts have none of their own and
// are in no group, and are told by what needs no further cursor.
func effective() string {
	return `coalesce(CASE WHEN account_terms.policy_id IS NOT NULL THEN ` + byItself + ` END,
    CASE WHEN accounts.id IN (SELECT account_id FROM group_members) THEN ` + byGroup + ` END,
    ` + strconv.Itoa(int(core.DefaultPolicy)) + ")"
}

// membersOf are the members of the groups of some policies, of those in use.
func membersOf(which string) string {
	return `(SELECT account_id FROM policies CROSS JOIN account_groups CROSS JOIN group_members
    WHERE removed_at IS NULL AND ` + which + ` AND account_groups.policy_id = policies.id
        AND group_members.group_id = account_groups.id)`
}

// byItselfOr is the condition that policy $1 holds for a row: a policy of its own
// decides, which few have, else the groups do.
func byItselfOr(groups string) string {
	return `CASE WHEN account_terms.policy_id IS NOT NULL
        AND account_terms.policy_id IN (SELECT id FROM policies WHERE removed_at IS NULL)
    THEN account_terms.policy_id = $1 ELSE ` + groups + " END"
}

// heldAmong is the condition that policy $1 holds for a row, of many. The default
// also holds for who has no other one.
func heldAmong(policy core.PolicyID) string {
	const lower = "policies.rank < (SELECT asked.rank FROM policies AS asked WHERE asked.id = $1)"
	groups := "accounts.id IN " + membersOf("policies.id = $1") + " AND accounts.id NOT IN " + membersOf(lower)
	if policy == core.DefaultPolicy {
		groups = "accounts.id NOT IN " + membersOf("policies.id <> $1") + " OR " + groups
	}
	return byItselfOr(groups)
}

// heldIn is the condition that policy $1 holds for a row within the bounds of an
// ImpactQuery; $18 has a byte for each number in them.
func heldIn() string { return byItselfOr("substr($18, accounts.id - $2, 1) = x'01'") }

// memberships lists the members within bounds of the groups of each policy in use,
// the highest rank first.
const memberships = `
SELECT policies.id, json_group_array(account_id) FROM policies CROSS JOIN account_groups CROSS JOIN group_members
WHERE removed_at IS NULL AND account_groups.policy_id = policies.id AND group_members.group_id = account_groups.id
    AND account_id > $1 AND account_id <= $2
GROUP BY policies.rank ORDER BY policies.rank DESC`

// holdingIn is holding for the rows within the bounds of a query, with the values of
// its statement.
func (t *tx) holdingIn(q core.ImpactQuery) (condition string, values args, some bool, err error) {
	values = impactArgs(q)
	condition, some, err = t.holdingBy(q.Policy, heldIn())
	if err != nil || !some || condition != " AND "+heldIn() {
		return condition, values, some, err // nobody is assigned any
	}
	held, err := t.heldBytes(q)
	return condition, append(values, held), true, err
}

// heldBytes tells, for each number within the bounds of a query, whether its policy
// holds by groups, or for want of any: 1 for yes. Of several groups the one whose
// policy has the lowest rank decides, and is written last.
func (t *tx) heldBytes(q core.ImpactQuery) ([]byte, error) {
	type members struct {
		policy core.PolicyID
		list   []byte
	}
	read := func(row scanner, m *members) error { return row.Scan(&m.policy, &m.list) }
	all, err := list(t, read, memberships, int64(q.After), int64(q.To))
	if err != nil {
		return nil, err
	}
	held := make([]byte, max(0, q.To-q.After))
	mark := func(policy core.PolicyID) byte {
		if policy == q.Policy {
			return 1
		}
		return 0
	}
	for i := range held {
		held[i] = mark(core.DefaultPolicy)
	}
	for _, m := range all {
		ids, err := t.numbers(m.list)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			held[id-q.After-1] = mark(m.policy)
		}
	}
	return held, nil
}

// assigned are the accounts that another policy than the default may hold for.
const assigned = `(SELECT account_id FROM account_terms WHERE policy_id IS NOT NULL
    UNION SELECT account_id FROM account_groups CROSS JOIN group_members
    WHERE policy_id IS NOT NULL AND group_id = account_groups.id)`

// isAssigned asks whether any policy is assigned to anybody.
const isAssigned = `
SELECT EXISTS (SELECT 1 FROM account_terms WHERE policy_id IS NOT NULL)
    OR EXISTS (SELECT 1 FROM account_groups WHERE policy_id IS NOT NULL)`

// HoldingOf tells which policy holds for an account, and by what.
func (t *tx) HoldingOf(id core.AccountID) (core.Holding, error) {
	const text = "SELECT " + byItself + ", " + byGroup + " FROM accounts" + withTerms + " WHERE accounts.id = $1"
	var own, theirs core.PolicyID
	err := t.row(text, args{int64(id)}, ref(&own), ref(&theirs))
	switch {
	case err != nil:
		return core.Holding{}, err
	case own != 0:
		return core.Holding{Policy: own, Direct: true}, nil
	case theirs == 0:
		return core.Holding{Policy: core.DefaultPolicy}, nil
	}
	const group = `
SELECT id, name FROM group_members JOIN account_groups ON account_groups.id = group_members.group_id
WHERE account_id = $1 AND policy_id = $2 ORDER BY id LIMIT 1`
	h := core.Holding{Policy: theirs}
	err = t.row(group, args{int64(id), int64(theirs)}, &h.Group, &h.GroupName)
	return h, err
}

// holding gives the condition, beginning with AND, that a policy holds for a row
// of accounts; the policy is $1. Without any: it holds for none.
func (t *tx) holding(policy core.PolicyID) (condition string, some bool, err error) {
	return t.holdingBy(policy, effective()+" = $1")
}

// holdingAmong is holding for many rows.
func (t *tx) holdingAmong(policy core.PolicyID) (condition string, some bool, err error) {
	return t.holdingBy(policy, heldAmong(policy))
}

// holdingBy takes the form that is given where it is needed. Most sites have
// assigned no policy to anybody, and then nothing has to be looked at.
func (t *tx) holdingBy(policy core.PolicyID, form string) (condition string, some bool, err error) {
	assigned := false
	if err := t.row(isAssigned, nil, &assigned); err != nil {
		return "", false, err
	}
	switch {
	case assigned:
		return " AND " + form, true, nil
	case policy == core.DefaultPolicy:
		return " AND $1 = " + strconv.Itoa(int(policy)), true, nil
	}
	return "", false, nil
}

// Held counts the accounts, deleted ones not, that a policy holds for: of the few
// that have another than the default one each, and of the rest by taking these
// away.
func (t *tx) Held(policy core.PolicyID) (int, error) {
	all := 0
	if policy == core.DefaultPolicy {
		var err error
		if all, err = t.count(filters[core.FilterAll].count); err != nil {
			return 0, err
		}
	}
	text := "SELECT count(*) FILTER (WHERE holds = $1), count(*) FROM (SELECT " + effective() + ` AS holds
FROM ` + assigned + " AS assigned CROSS JOIN accounts" + withTerms + `
WHERE accounts.id = assigned.account_id AND ` + isListed + ") AS held"
	held, others := 0, 0
	if err := t.row(text, args{int64(policy)}, &held, &others); err != nil {
		return 0, err
	}
	if policy == core.DefaultPolicy {
		return all - others + held, nil
	}
	return held, nil
}
