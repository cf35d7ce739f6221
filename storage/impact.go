package storage

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
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

	// foremost are those of them among the first accounts by key, $18 of them.
	foremost = " FROM (SELECT id AS early FROM accounts WHERE " + isListed + " ORDER BY key LIMIT $18) CROSS JOIN accounts" +
		peopling + " AND accounts.id = early"
)

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
		// Looked up in the list in use: what an older one said counts no more.
		seen     = "account_terms.leak_list = $10"
		complies = "account_terms.complied = 1 AND account_terms.judged_revision IN " + listed("$4") +
			" AND ($11 = 0 OR " + seen + " AND account_terms.leaked = 0)"
		// The passkeys that the policy allows, and those of them that open the account: one
		// that was copied does not, and still says how the account signs in.
		kept    = "(SELECT count(*) FROM passkeys WHERE account_id = accounts.id AND kind IN " + listed("$14") + ")"
		working = "(SELECT count(*) FROM passkeys WHERE account_id = accounts.id AND cloned_at IS NULL AND kind IN " + listed("$14") + ")"
		fails   = "(account_terms.complied = 0 AND account_terms.judged_revision IN " + listed("$5") +
			" AND ($11 = 0 OR account_terms.leaked = 0 OR " + seen + ") OR $11 = 1 AND account_terms.leaked = 1 AND " + seen + ")"
	)
	return map[core.ImpactKind]string{
		core.ImpactComply: complies,
		core.ImpactFail:   fails,
		// A judgement of NULL is unknown, and NULL is not true.
		core.ImpactUnknown:  "coalesce(NOT (" + complies + " OR " + fails + "), TRUE)",
		core.ImpactExpire:   "account_terms.expires_at <= $6 OR account_terms.expires_at IS NULL AND passwords.set_at < $7",
		core.ImpactLock:     unused("$8"),
		core.ImpactQuestion: "$9 = 1 AND NOT EXISTS (SELECT 1 FROM security_questions WHERE account_id = accounts.id)",
		core.ImpactTwoStep: "accounts.role IN " + listed("$12") +
			" AND NOT EXISTS (SELECT 1 FROM authenticators WHERE account_id = accounts.id AND expires_at IS NULL)" +
			" AND NOT ($15 = 1 AND " + kept + " > 0)",
		core.ImpactPasskey: "accounts.role IN " + listed("$13") + " AND " + working + " = 0",
		core.ImpactPasskeyLost: "EXISTS (SELECT 1 FROM passkeys WHERE account_id = accounts.id AND cloned_at IS NULL" +
			" AND (kind NOT IN " + listed("$14") + " OR accounts.role IN " + listed("$17") + "))",
		core.ImpactPasswordOff: "$16 = 1 AND accounts.role NOT IN " + listed("$17") + " AND " + kept + " > 1",
		core.ImpactLeaked:      "account_terms.leaked = 1 AND " + seen,
		core.ImpactUnseen:      "coalesce(" + seen + ", FALSE) = FALSE AND $10 > 0",
	}
}

// impactArgs are the values of the statements of an ImpactQuery.
func impactArgs(q core.ImpactQuery) args {
	return args{
		int64(q.Policy), int64(q.After), int64(q.To), numberList(q.Comply), numberList(q.Fail),
		millis(q.ExpiresBy), millis(q.SetBefore), millis(q.IdleBefore), bit(q.Question),
		int64(q.Leaks), bit(q.RefuseLeaked), textList(q.TwoStepRoles),
		textList(q.PasskeyRoles), textList(q.PasskeyKinds), bit(q.PasskeySecond), bit(q.PasskeyOnly),
		textList(q.PasskeyShut),
	}
}

// inBounds is the condition of the numbers of an ImpactQuery.
const inBounds = " AND accounts.id > $2 AND accounts.id <= $3"

// Impact counts what a policy would do to the accounts that it holds for, and
// finds the accounts of the kinds in q.List, by number.
func (t *tx) Impact(q core.ImpactQuery) (core.ImpactCounts, map[core.ImpactKind][]core.AccountID, error) {
	var c core.ImpactCounts
	wanted, err := conditionsOf(q.List)
	if err != nil {
		return c, nil, err
	}
	held, values, some, err := t.holdingIn(q)
	if err != nil || !some {
		return c, nil, err
	}
	kinds := impactKinds()
	text := "SELECT count(*)"
	into := []any{&c.Total}
	counts := map[core.ImpactKind]*int{
		core.ImpactComply: &c.Comply, core.ImpactFail: &c.Fail, core.ImpactExpire: &c.Expire, core.ImpactLock: &c.Lock,
		core.ImpactQuestion: &c.Question,
	}
	counted := []core.ImpactKind{core.ImpactComply, core.ImpactFail, core.ImpactExpire, core.ImpactLock, core.ImpactQuestion}
	if q.Leaks != 0 {
		counts[core.ImpactLeaked], counts[core.ImpactUnseen] = &c.Leaked, &c.Unseen
		counted = append(counted, core.ImpactLeaked, core.ImpactUnseen)
	}
	ofSignIn := map[core.ImpactKind]*int{
		core.ImpactTwoStep: &c.TwoStep, core.ImpactPasskey: &c.Passkey,
		core.ImpactPasskeyLost: &c.PasskeyLost, core.ImpactPasswordOff: &c.PasswordOff,
	}
	for _, kind := range q.OfSignIn() {
		counts[kind] = ofSignIn[kind]
		counted = append(counted, kind)
	}
	for _, kind := range counted {
		if !slices.Contains(q.List, kind) { // else the list is counted
			text += ",\n    count(*) FILTER (WHERE " + kinds[kind] + ")"
			into = append(into, counts[kind])
		}
	}
	lists := make([][]byte, len(wanted))
	for i, condition := range wanted {
		text += ",\n    json_group_array(accounts.id) FILTER (WHERE " + condition + ")"
		into = append(into, &lists[i])
	}
	if err := t.row(text+peopled+inBounds+held, values, into...); err != nil {
		return core.ImpactCounts{}, nil, err
	}
	found := map[core.ImpactKind][]core.AccountID{}
	for i, list := range lists {
		ids, err := t.numbers(list)
		if err != nil {
			return core.ImpactCounts{}, nil, err
		}
		slices.Sort(ids)
		found[q.List[i]] = ids
		if count := counts[q.List[i]]; count != nil {
			*count = len(ids)
		}
	}
	c.Unknown = c.Total - c.Comply - c.Fail
	return c, found, nil
}

// numbers reads a JSON array of numbers of accounts, as SQLite writes it.
func (t *tx) numbers(list []byte) ([]core.AccountID, error) {
	inner, begins := bytes.CutPrefix(list, []byte{'['})
	inner, ends := bytes.CutSuffix(inner, []byte{']'})
	if !begins || !ends {
		return nil, t.fail(fmt.Errorf("storage: %.40q is no list of numbers", list))
	}
	if len(inner) == 0 {
		return nil, nil
	}
	ids := make([]core.AccountID, 0, 1+bytes.Count(inner, []byte{','}))
	for one := range bytes.SplitSeq(inner, []byte{','}) {
		id, err := strconv.ParseInt(string(one), 10, 64)
		if err != nil {
			return nil, t.fail(fmt.Errorf("storage: read a list of numbers: %w", err))
		}
		ids = append(ids, core.AccountID(id))
	}
	return ids, nil
}

// conditionsOf are the conditions of some kinds.
func conditionsOf(list []core.ImpactKind) ([]string, error) {
	all := impactKinds()
	conditions := make([]string, len(list))
	for i, kind := range list {
		condition, ok := all[kind]
		if !ok {
			return nil, fmt.Errorf("storage: no such list: kind %q", kind)
		}
		conditions[i] = condition
	}
	return conditions, nil
}

// ImpactNames lists, by key, the accounts of the kinds in q.List that are among
// so many first accounts by key. A kind that is frequent is found there already.
func (t *tx) ImpactNames(q core.ImpactQuery, first int) (map[core.ImpactKind][]core.AccountName, error) {
	wanted, err := conditionsOf(q.List)
	if err != nil {
		return nil, err
	}
	held, some, err := t.holding(q.Policy)
	if err != nil || !some {
		return nil, err
	}
	names := map[core.ImpactKind][]core.AccountName{}
	for i, condition := range wanted {
		text := "SELECT accounts.id, accounts.name, accounts.full_name" + foremost + inBounds +
			" AND (" + condition + ")" + held + " ORDER BY accounts.key"
		names[q.List[i]], err = list(t, readName, text, append(impactArgs(q), int64(max(0, first)))...)
		if err != nil {
			return nil, err
		}
	}
	return names, nil
}

// FirstNames names some accounts by key, at most limit.
func (t *tx) FirstNames(ids []core.AccountID, limit int) ([]core.AccountName, error) {
	return list(t, readName, "SELECT id, name, full_name FROM "+among+" ORDER BY key LIMIT $2",
		numberList(ids), int64(max(0, limit)))
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
	held, some, err := t.holdingAmong(policy)
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
// are not yet locked for it, by number, from after one on.
func (t *tx) Idle(policy core.PolicyID, before time.Time, after core.AccountID, limit int) ([]core.AccountID, error) {
	held, some, err := t.holding(policy)
	if err != nil || !some {
		return nil, err
	}
	return t.ids(idle(held), int64(policy), millis(before), int64(after), int64(max(0, limit)))
}

// idle is the statement of Idle, with the condition of a policy.
func idle(held string) string {
	return "SELECT accounts.id FROM " + active + withTerms + " WHERE " + isActive + " AND " + unused("$2") + held +
		" AND accounts.id > $3 ORDER BY accounts.id LIMIT $4"
}
