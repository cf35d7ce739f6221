package storage

import (
	"strconv"

	"gatehouse/core"
)

// Which policy holds for a row of accounts, in SQL. There is one form of it; the
// questions of impact.go add it as a condition.

// byItself is the policy that is assigned to the account itself.
const byItself = `(SELECT policies.id
    FROM account_terms AS own JOIN policies ON policies.id = own.policy_id
    WHERE own.account_id = accounts.id AND policies.removed_at IS NULL)`

// byGroup is something of the group whose policy holds, when the account has none
// of its own.
func byGroup(column string) string {
	return `(SELECT ` + column + `
    FROM group_members JOIN account_groups ON account_groups.id = group_members.group_id
        JOIN policies ON policies.id = account_groups.policy_id
    WHERE group_members.account_id = accounts.id AND policies.removed_at IS NULL
    ORDER BY policies.rank, account_groups.id LIMIT 1)`
}

// effective is the policy that holds.
func effective() string {
	return "coalesce(" + byItself + ", " + byGroup("policies.id") + ", " + strconv.Itoa(int(core.DefaultPolicy)) + ")"
}

// assigned are the accounts that another policy than the default may hold for.
const assigned = `(SELECT account_id FROM account_terms WHERE policy_id IS NOT NULL
    UNION SELECT account_id FROM account_groups CROSS JOIN group_members
    WHERE policy_id IS NOT NULL AND group_id = account_groups.id)`

// HoldingOf tells which policy holds for an account, and by what.
func (t *tx) HoldingOf(id core.AccountID) (core.Holding, error) {
	text := "SELECT " + byItself + ", " + byGroup("policies.id") + ", " + byGroup("account_groups.id") + ", " +
		"coalesce(" + byGroup("account_groups.name") + ", '') FROM accounts WHERE id = $1"
	var own, theirs core.PolicyID
	var group core.GroupID
	var name string
	err := t.row(text, args{int64(id)}, ref(&own), ref(&theirs), ref(&group), &name)
	switch {
	case err != nil:
		return core.Holding{}, err
	case own != 0:
		return core.Holding{Policy: own, Direct: true}, nil
	case theirs != 0:
		return core.Holding{Policy: theirs, Group: group, GroupName: name}, nil
	}
	return core.Holding{Policy: core.DefaultPolicy}, nil
}

// holding gives the condition, beginning with AND, that a policy holds for a row
// of accounts; the policy is $1. Without any: it holds for none. Most sites have
// assigned no policy to anybody, and then nothing has to be looked at.
func (t *tx) holding(policy core.PolicyID) (condition string, some bool, err error) {
	const text = `
SELECT EXISTS (SELECT 1 FROM account_terms WHERE policy_id IS NOT NULL)
    OR EXISTS (SELECT 1 FROM account_groups WHERE policy_id IS NOT NULL)`
	assigned := false
	if err := t.row(text, nil, &assigned); err != nil {
		return "", false, err
	}
	switch {
	case assigned:
		return " AND " + effective() + " = $1", true, nil
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
FROM ` + assigned + ` AS assigned CROSS JOIN accounts WHERE accounts.id = assigned.account_id AND ` + isListed + ") AS held"
	held, others := 0, 0
	if err := t.row(text, args{int64(policy)}, &held, &others); err != nil {
		return 0, err
	}
	if policy == core.DefaultPolicy {
		return all - others + held, nil
	}
	return held, nil
}
