package storage

import (
	"time"

	"gatehouse/core"
)

// Password reads the stored password of an account.
func (t *tx) Password(id core.AccountID) (core.PasswordRecord, error) {
	const text = "SELECT account_id, phc, set_at, set_by, must_change FROM passwords WHERE account_id = $1"
	var p core.PasswordRecord
	err := t.row(text, args{int64(id)}, &p.AccountID, &p.PHC, at(&p.SetAt), &p.SetBy, &p.MustChange)
	return p, err
}

// PutPassword sets the password of an account.
func (t *tx) PutPassword(p core.PasswordRecord) error {
	const text = `
INSERT INTO passwords (account_id, phc, set_at, set_by, must_change) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account_id) DO UPDATE SET
    phc = excluded.phc, set_at = excluded.set_at, set_by = excluded.set_by, must_change = excluded.must_change`
	return t.one(core.ErrConflict, text,
		int64(p.AccountID), p.PHC, millis(p.SetAt), int64(p.SetBy), bit(p.MustChange))
}

// DeletePassword takes the password of an account away.
func (t *tx) DeletePassword(id core.AccountID) error {
	return t.one(core.ErrNotFound, "DELETE FROM passwords WHERE account_id = $1", int64(id))
}

// AccountMAC reads what vouches for an account.
func (t *tx) AccountMAC(id core.AccountID) ([]byte, error) {
	var mac []byte
	err := t.row("SELECT mac FROM account_macs WHERE account_id = $1", args{int64(id)}, &mac)
	return mac, err
}

// PutAccountMAC sets what vouches for an account.
func (t *tx) PutAccountMAC(id core.AccountID, mac []byte) error {
	const text = `
INSERT INTO account_macs (account_id, mac) VALUES ($1, $2)
ON CONFLICT (account_id) DO UPDATE SET mac = excluded.mac`
	return t.one(core.ErrConflict, text, int64(id), mac)
}

// SetLastSignIn notes a sign-in and leaves the revision alone.
func (t *tx) SetLastSignIn(id core.AccountID, when time.Time) error {
	return t.one(core.ErrNotFound, "UPDATE accounts SET last_sign_in_at = $2 WHERE id = $1", int64(id), millis(when))
}
