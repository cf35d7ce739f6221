package storage

import "gatehouse/core"

const accountColumns = `id, name, key, skeleton, full_name, mail, mail_key, role, state,
    created_at, updated_at, last_sign_in_at, revision`

// selectAccount reads accounts; a condition follows it.
const selectAccount = "SELECT " + accountColumns + " FROM accounts "

// InsertAccount adds an account and sets its ID and Revision.
func (t *tx) InsertAccount(a *core.Account) error {
	const text = `
INSERT INTO accounts (name, key, skeleton, full_name, mail, mail_key, role, state,
    created_at, updated_at, last_sign_in_at, revision, search_text)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12) RETURNING id, revision`
	var id core.AccountID
	var revision int64
	err := t.written(text, args{
		a.Name, a.Key, a.Skeleton, a.FullName, a.Mail, a.MailKey, string(a.Role), string(a.State),
		millis(a.CreatedAt), millis(a.UpdatedAt), millis(a.LastSignInAt), searchText(a),
	}, &id, &revision)
	if err != nil {
		return err
	}
	a.ID, a.Revision = id, revision
	return nil
}

// UpdateAccount writes every field of the account that has the ID and the
// Revision, and raises Revision. An account with another revision is a
// conflict, and none ErrNotFound.
func (t *tx) UpdateAccount(a *core.Account) error {
	const text = `
UPDATE accounts SET name = $3, key = $4, skeleton = $5, full_name = $6, mail = $7, mail_key = $8,
    role = $9, state = $10, created_at = $11, updated_at = $12, last_sign_in_at = $13,
    revision = revision + 1, search_text = $14
WHERE id = $1 AND revision = $2`
	count, err := t.exec(text, int64(a.ID), a.Revision, a.Name, a.Key, a.Skeleton, a.FullName, a.Mail,
		a.MailKey, string(a.Role), string(a.State), millis(a.CreatedAt), millis(a.UpdatedAt),
		millis(a.LastSignInAt), searchText(a))
	if err != nil {
		return err
	}
	if count == 0 {
		if _, err := t.AccountByID(a.ID); err != nil {
			return err
		}
		return core.ErrConflict
	}
	a.Revision++
	return nil
}

// AccountByID finds an account of any state.
func (t *tx) AccountByID(id core.AccountID) (core.Account, error) {
	return t.account(selectAccount+"WHERE id = $1", int64(id))
}

// AccountByKey finds the account, of any state, with this canonical name.
func (t *tx) AccountByKey(key string) (core.Account, error) {
	return t.account(selectAccount+"WHERE key = $1", key)
}

// AccountLike finds an account that a name would be mistaken for: same key,
// same skeleton, or its mail address is the name.
func (t *tx) AccountLike(self core.AccountID, key, skeleton string) (core.Account, error) {
	const condition = `
WHERE id IN (SELECT id FROM accounts WHERE key = $2
    UNION ALL SELECT id FROM accounts WHERE mail_key = $2 AND mail_key <> ''
    UNION ALL SELECT id FROM accounts WHERE skeleton = $3) AND id <> $1
ORDER BY id LIMIT 1`
	return t.account(selectAccount+condition, int64(self), key, skeleton)
}

// AccountByMail finds an account whose mail address or name is mailKey.
func (t *tx) AccountByMail(self core.AccountID, mailKey string) (core.Account, error) {
	const condition = `
WHERE id IN (SELECT id FROM accounts WHERE key = $2
    UNION ALL SELECT id FROM accounts WHERE mail_key = $2 AND mail_key <> '') AND id <> $1
ORDER BY id LIMIT 1`
	return t.account(selectAccount+condition, int64(self), mailKey)
}

// Usable lists the active accounts of a role, but one, that have set a password
// of their own, have fewer failures in a row than so many, and are not locked
// until an administrator unlocks them or for want of use.
func (t *tx) Usable(role core.Role, except core.AccountID, failures int) ([]core.AccountID, error) {
	const text = `
SELECT id FROM accounts WHERE state = 'active' AND role = $1 AND id <> $2
    AND EXISTS (SELECT 1 FROM passwords WHERE account_id = accounts.id AND must_change = 0
        AND (set_by = accounts.id OR last_sign_in_at IS NOT NULL))
    AND NOT EXISTS (SELECT 1 FROM throttles WHERE account_id = accounts.id AND (failures >= $3 OR until_admin = 1))
    AND NOT EXISTS (SELECT 1 FROM account_terms WHERE account_id = accounts.id AND inactive_from <= $4)
ORDER BY id`
	return t.ids(text, string(role), int64(except), int64(failures), millis(t.now))
}

// account reads one account.
func (t *tx) account(text string, values ...any) (core.Account, error) {
	var a core.Account
	err := t.row(text, values, &a.ID, &a.Name, &a.Key, &a.Skeleton, &a.FullName, &a.Mail, &a.MailKey,
		&a.Role, &a.State, at(&a.CreatedAt), at(&a.UpdatedAt), at(&a.LastSignInAt), &a.Revision)
	return a, err
}

// Administrators lists, by number, the active accounts whose role is root or admin.
func (t *tx) Administrators() ([]core.AccountID, error) {
	const text = "SELECT id FROM accounts WHERE state = 'active' AND role IN ('root', 'admin') ORDER BY id"
	read := func(row scanner, id *core.AccountID) error { return row.Scan(id) }
	return list(t, read, text)
}
