package storage

import (
	"errors"
	"time"

	"gatehouse/core"
)

// Terms reads what is kept of an account for its policy. One that has no row has
// the zero terms.
func (t *tx) Terms(id core.AccountID) (core.Terms, error) {
	const text = `
SELECT account_id, policy_id, expires_at, grace_used, judged_revision, complied, unlocked_at, inactive_from, why,
    leak_list, leaked, enrol_from
FROM account_terms WHERE account_id = $1`
	var r core.Terms
	err := t.row(text, args{int64(id)}, &r.AccountID, ref(&r.Policy), at(&r.ExpiresAt), &r.GraceUsed,
		ref(&r.Judged), &r.Complied, at(&r.UnlockedAt), at(&r.InactiveFrom), &r.Why,
		ref(&r.LeakList), &r.Leaked, at(&r.EnrolFrom))
	if errors.Is(err, core.ErrNotFound) {
		return core.Terms{AccountID: id}, nil
	}
	return r, err
}

// living is the source of an account that is there and not deleted: what is
// written for another one is ErrNotFound.
const living = " FROM accounts WHERE id = $1 AND " + isListed

// PutTerms writes what is kept of an account for its policy.
func (t *tx) PutTerms(r core.Terms) error {
	const text = `
INSERT INTO account_terms (account_id, policy_id, expires_at, grace_used, judged_revision, complied,
    unlocked_at, inactive_from, why, leak_list, leaked, enrol_from)
SELECT id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12` + living + `
ON CONFLICT (account_id) DO UPDATE SET
    policy_id = excluded.policy_id, expires_at = excluded.expires_at, grace_used = excluded.grace_used,
    judged_revision = excluded.judged_revision, complied = excluded.complied,
    unlocked_at = excluded.unlocked_at, inactive_from = excluded.inactive_from, why = excluded.why,
    leak_list = excluded.leak_list, leaked = excluded.leaked, enrol_from = excluded.enrol_from`
	return t.one(core.ErrNotFound, text, int64(r.AccountID), orNull(r.Policy), millis(r.ExpiresAt), int64(r.GraceUsed),
		orNull(r.Judged), bit(r.Complied), millis(r.UnlockedAt), millis(r.InactiveFrom), string(r.Why),
		orNull(r.LeakList), bit(r.Leaked), millis(r.EnrolFrom))
}

// History lists the hashes of former passwords of an account, the newest first.
func (t *tx) History(id core.AccountID, limit int) ([]string, error) {
	read := func(row scanner, phc *string) error { return row.Scan(phc) }
	return list(t, read, "SELECT phc FROM password_history WHERE account_id = $1 ORDER BY id DESC LIMIT $2",
		int64(id), int64(max(0, limit)))
}

// AddHistory adds the hash of a former password, as the newest.
func (t *tx) AddHistory(id core.AccountID, phc string, when time.Time) error {
	const text = "INSERT INTO password_history (account_id, phc, at) SELECT id, $2, $3" + living
	return t.one(core.ErrNotFound, text, int64(id), phc, millis(when))
}

// KeepHistory forgets all but the newest former passwords of an account.
func (t *tx) KeepHistory(id core.AccountID, keep int) error {
	const text = `
DELETE FROM password_history WHERE account_id = $1 AND id NOT IN (
    SELECT id FROM password_history WHERE account_id = $1 ORDER BY id DESC LIMIT $2)`
	_, err := t.exec(text, int64(id), int64(max(0, keep)))
	return err
}

// KeepHistoryOf forgets all but the newest former passwords of every account
// that a policy holds for.
func (t *tx) KeepHistoryOf(policy core.PolicyID, keep int) error {
	if err := t.ready(true); err != nil {
		return err
	}
	held, some, err := t.holding(policy)
	if err != nil || !some {
		return err
	}
	text := `
DELETE FROM password_history WHERE id IN (
    SELECT former.id
    FROM (SELECT id, account_id, row_number() OVER (PARTITION BY account_id ORDER BY id DESC) AS place
        FROM password_history) AS former
        JOIN accounts ON accounts.id = former.account_id` + withTerms + `
    WHERE former.place > $2` + held + ")"
	_, err = t.exec(text, int64(policy), int64(max(0, keep)))
	return err
}

// OwnChanges lists when an account changed its own password, the newest first.
func (t *tx) OwnChanges(id core.AccountID, limit int) ([]time.Time, error) {
	read := func(row scanner, when *time.Time) error { return row.Scan(at(when)) }
	return list(t, read, "SELECT at FROM own_changes WHERE account_id = $1 ORDER BY at DESC LIMIT $2",
		int64(id), int64(max(0, limit)))
}

// AddOwnChange notes that an account changed its own password. It forgets the
// changes after that, which would hide this one from OwnChanges, and those before a
// time, but not the newest.
func (t *tx) AddOwnChange(id core.AccountID, when, forget time.Time) error {
	const text = "INSERT INTO own_changes (account_id, at) SELECT id, $2" + living
	if err := t.one(core.ErrNotFound, text, int64(id), millis(when)); err != nil {
		return err
	}
	const old = `
DELETE FROM own_changes WHERE account_id = $1 AND (at > $2 OR at < $3 AND id <> (
    SELECT id FROM own_changes WHERE account_id = $1 AND at <= $2 ORDER BY at DESC, id DESC LIMIT 1))`
	_, err := t.exec(old, int64(id), millis(when), millis(forget))
	return err
}
