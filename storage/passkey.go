package storage

import (
	"fmt"
	"strings"
	"time"

	"gatehouse/core"
	"gatehouse/core/passkey"
)

// PasskeyOwner finds the account of a handle.
func (t *tx) PasskeyOwner(handle []byte) (core.AccountID, error) {
	var id core.AccountID
	err := t.row("SELECT account_id FROM passkey_handles WHERE handle = $1", args{handle}, ref(&id))
	return id, err
}

// InsertPasskeyHandle gives an account the name that authenticators know it by.
func (t *tx) InsertPasskeyHandle(id core.AccountID, handle []byte) error {
	return t.one(core.ErrNotFound, "INSERT INTO passkey_handles (account_id, handle) SELECT id, $2"+living, int64(id), bytesOrNull(handle))
}

// passkeys reads what an account has of passkeys.
func (t *tx) passkeys(id core.AccountID) (core.PasskeysRecord, error) {
	const handle = "SELECT handle FROM passkey_handles WHERE account_id = $1"
	handles, err := list(t, func(row scanner, h *[]byte) error { return row.Scan(h) }, handle, int64(id))
	if err != nil {
		return core.PasskeysRecord{}, err
	}
	var r core.PasskeysRecord
	if len(handles) > 0 {
		r.Handle = handles[0]
	}
	const text = `
SELECT id, account_id, name, kind, credential_id, public_key, aaguid, transports, user_present, user_verified,
    backup_eligible, backed_up, sign_count, attestation, created_at, used_at, cloned_at
FROM passkeys WHERE account_id = $1 ORDER BY created_at, rowid`
	r.Keys, err = list(t, readPasskey, text, int64(id))
	return r, err
}

// readPasskey reads one row of passkeys.
func readPasskey(row scanner, p *core.PasskeyRecord) error {
	var aaguid []byte
	var transports string
	c := &p.Credential
	err := row.Scan(&p.ID, &p.AccountID, &p.Name, &p.Kind, &c.ID, &c.PublicKey, &aaguid, &transports, &c.UserPresent, &c.UserVerified,
		&c.BackupEligible, &c.BackedUp, &c.SignCount, &c.Attestation, at(&p.CreatedAt), at(&p.UsedAt), at(&p.ClonedAt))
	if err != nil {
		return err
	}
	if n := copy(c.AAGUID[:], aaguid); n != len(c.AAGUID) {
		return fmt.Errorf("storage: the model of a passkey has %d bytes", n)
	}
	if transports != "" {
		c.Transports = strings.Split(transports, ",")
	}
	return nil
}

// InsertPasskey adds a passkey.
func (t *tx) InsertPasskey(p core.PasskeyRecord) error {
	const text = `
INSERT INTO passkeys (account_id, id, name, kind, credential_id, public_key, aaguid, transports, user_present, user_verified,
    backup_eligible, backed_up, sign_count, attestation, created_at, used_at, cloned_at)
SELECT id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17` + living
	c := p.Credential
	return t.one(core.ErrNotFound, text, int64(p.AccountID), string(p.ID), p.Name, string(p.Kind), bytesOrNull(c.ID), bytesOrNull(c.PublicKey),
		c.AAGUID[:], strings.Join(c.Transports, ","), bit(c.UserPresent), bit(c.UserVerified), bit(c.BackupEligible), bit(c.BackedUp),
		int64(c.SignCount), c.Attestation, millis(p.CreatedAt), millis(p.UsedAt), millis(p.ClonedAt))
}

// UsePasskey notes a sign-in with a passkey. A count of 0 is that of an authenticator
// that does not count (W3C WebAuthn, section 6.1.1).
func (t *tx) UsePasskey(id core.PasskeyID, used passkey.Used) error {
	const text = `
UPDATE passkeys SET used_at = $2, sign_count = $3, backed_up = $4
WHERE id = $1 AND cloned_at IS NULL AND (sign_count < $3 OR sign_count = 0 AND $3 = 0)`
	return t.one(core.ErrConflict, text, string(id), millis(used.At), int64(used.SignCount), bit(used.BackedUp))
}

// MarkPasskeyCloned notes that there may be a second copy of a passkey.
func (t *tx) MarkPasskeyCloned(id core.PasskeyID, when time.Time) error {
	return t.one(core.ErrNotFound, "UPDATE passkeys SET cloned_at = $2 WHERE id = $1 AND cloned_at IS NULL", string(id), millis(when))
}

// RenamePasskey gives a passkey of an account another name.
func (t *tx) RenamePasskey(account core.AccountID, id core.PasskeyID, name string) error {
	return t.one(core.ErrNotFound, "UPDATE passkeys SET name = $3 WHERE account_id = $1 AND id = $2", int64(account), string(id), name)
}

// DeletePasskey takes a passkey of an account away.
func (t *tx) DeletePasskey(account core.AccountID, id core.PasskeyID) error {
	return t.one(core.ErrNotFound, "DELETE FROM passkeys WHERE account_id = $1 AND id = $2", int64(account), string(id))
}

// ForgetPasskeys takes all passkeys of an account away, and its handle.
func (t *tx) ForgetPasskeys(id core.AccountID) error {
	if _, err := t.exec("DELETE FROM passkeys WHERE account_id = $1", int64(id)); err != nil {
		return err
	}
	_, err := t.exec("DELETE FROM passkey_handles WHERE account_id = $1", int64(id))
	return err
}
