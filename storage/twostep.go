package storage

import (
	"time"

	"gatehouse/core"
)

const selectApp = `
SELECT id, account_id, name, secret, algorithm, digits, period, created_at, used_at, used_step, expires_at
FROM authenticators `

// readApp reads one row of selectApp.
func readApp(row scanner, a *core.AppRecord) error {
	var period int64
	err := row.Scan(&a.ID, &a.AccountID, &a.Name, &a.Secret, &a.Params.Algorithm, &a.Params.Digits, &period,
		at(&a.CreatedAt), at(&a.UsedAt), &a.UsedStep, at(&a.ExpiresAt))
	a.Params.Period = time.Duration(period) * time.Second
	return err
}

// TwoStep reads what an account has for its second step.
func (t *tx) TwoStep(id core.AccountID) (core.TwoStepRecord, error) {
	var r core.TwoStepRecord
	var err error
	r.Apps, err = list(t, readApp, selectApp+"WHERE account_id = $1 AND expires_at IS NULL ORDER BY created_at, id", int64(id))
	if err != nil {
		return core.TwoStepRecord{}, err
	}
	const text = "SELECT account_id, number, hint, phc, made_at, used_at FROM recovery_codes WHERE account_id = $1 ORDER BY number"
	read := func(row scanner, c *core.RecoveryCodeRecord) error {
		return row.Scan(&c.AccountID, &c.Number, &c.Hint, &c.PHC, at(&c.MadeAt), at(&c.UsedAt))
	}
	r.Codes, err = list(t, read, text, int64(id))
	return r, err
}

// UnprovedApp reads the app that an account is setting up.
func (t *tx) UnprovedApp(id core.AccountID) (core.AppRecord, error) {
	found, err := list(t, readApp, selectApp+"WHERE account_id = $1 AND expires_at IS NOT NULL", int64(id))
	if err != nil {
		return core.AppRecord{}, err
	}
	if len(found) == 0 {
		return core.AppRecord{}, core.ErrNotFound
	}
	return found[0], nil
}

// InsertApp adds an app.
func (t *tx) InsertApp(a core.AppRecord) error {
	const text = `
INSERT INTO authenticators (account_id, id, name, secret, algorithm, digits, period, created_at, used_at, used_step, expires_at)
SELECT id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11` + living
	return t.one(core.ErrNotFound, text, int64(a.AccountID), string(a.ID), a.Name, bytesOrNull(a.Secret),
		string(a.Params.Algorithm), int64(a.Params.Digits), int64(a.Params.Period/time.Second),
		millis(a.CreatedAt), millis(a.UsedAt), a.UsedStep, millis(a.ExpiresAt))
}

// ProveApp makes an app count that was set up.
func (t *tx) ProveApp(id core.AppID, when time.Time, step int64) error {
	const text = `
UPDATE authenticators SET expires_at = NULL, used_at = $2, used_step = $3 WHERE id = $1 AND expires_at IS NOT NULL`
	return t.one(core.ErrNotFound, text, string(id), millis(when), step)
}

// UseApp notes that a code of an app was taken.
func (t *tx) UseApp(id core.AppID, when time.Time, step int64) error {
	const text = `
UPDATE authenticators SET used_at = $2, used_step = $3 WHERE id = $1 AND expires_at IS NULL AND used_step < $3`
	return t.one(core.ErrConflict, text, string(id), millis(when), step)
}

// DeleteApp takes an app of an account away.
func (t *tx) DeleteApp(account core.AccountID, id core.AppID) error {
	return t.one(core.ErrNotFound, "DELETE FROM authenticators WHERE account_id = $1 AND id = $2", int64(account), string(id))
}

// DeleteUnproved forgets apps whose set-up was not finished.
func (t *tx) DeleteUnproved(of core.AccountID, before time.Time) error {
	const text = `
DELETE FROM authenticators WHERE expires_at IS NOT NULL AND ($1 = 0 OR account_id = $1) AND ($2 IS NULL OR expires_at <= $2)`
	_, err := t.exec(text, int64(of), millis(before))
	return err
}

// SealedApps lists apps by number.
func (t *tx) SealedApps(after core.AppID, limit int) ([]core.AppRecord, error) {
	return list(t, readApp, selectApp+"WHERE id > $1 ORDER BY id LIMIT $2", string(after), int64(max(0, limit)))
}

// SealApp replaces the sealed secret of an app.
func (t *tx) SealApp(id core.AppID, secret []byte) error {
	return t.one(core.ErrNotFound, "UPDATE authenticators SET secret = $2 WHERE id = $1", string(id), bytesOrNull(secret))
}

// PutRecoveryCodes replaces the recovery codes of an account.
func (t *tx) PutRecoveryCodes(id core.AccountID, codes []core.RecoveryCodeRecord) error {
	if _, err := t.exec("DELETE FROM recovery_codes WHERE account_id = $1", int64(id)); err != nil {
		return err
	}
	const text = `
INSERT INTO recovery_codes (account_id, number, hint, phc, made_at, used_at) SELECT id, $2, $3, $4, $5, $6` + living
	for _, c := range codes {
		err := t.one(core.ErrNotFound, text, int64(id), int64(c.Number), bytesOrNull(c.Hint), c.PHC, millis(c.MadeAt), millis(c.UsedAt))
		if err != nil {
			return err
		}
	}
	return nil
}

// UseRecoveryCode notes that a recovery code was used.
func (t *tx) UseRecoveryCode(id core.AccountID, number int, when time.Time) error {
	const text = "UPDATE recovery_codes SET used_at = $3 WHERE account_id = $1 AND number = $2 AND used_at IS NULL"
	return t.one(core.ErrConflict, text, int64(id), int64(number), millis(when))
}

// EmergencyCode reads the newest code for emergencies.
func (t *tx) EmergencyCode() (core.EmergencyCodeRecord, error) {
	const text = `
SELECT number, phc, made_at, made_by, used_at, used_by, mac FROM emergency_codes ORDER BY number DESC LIMIT 1`
	var r core.EmergencyCodeRecord
	err := t.row(text, nil, &r.Number, &r.PHC, at(&r.MadeAt), ref(&r.MadeBy), at(&r.UsedAt), ref(&r.UsedBy), &r.MAC)
	return r, err
}

// InsertEmergencyCode puts a code for emergencies in the place of the former one, and
// sets its number. Nothing of the former one stays that could take its place again.
func (t *tx) InsertEmergencyCode(r *core.EmergencyCodeRecord) error {
	if _, err := t.exec("DELETE FROM emergency_codes"); err != nil {
		return err
	}
	const text = `
INSERT INTO emergency_codes (phc, made_at, made_by, used_at, used_by, mac) VALUES ($1, $2, $3, $4, $5, $6) RETURNING number`
	var number int64
	err := t.written(text, args{
		r.PHC, millis(r.MadeAt), orNull(r.MadeBy), millis(r.UsedAt), orNull(r.UsedBy), bytesOrNull(r.MAC),
	}, &number)
	if err != nil {
		return err
	}
	r.Number = number
	return nil
}

// UpdateEmergencyCode writes what becomes of a code for emergencies.
func (t *tx) UpdateEmergencyCode(r core.EmergencyCodeRecord) error {
	const text = "UPDATE emergency_codes SET used_at = $2, used_by = $3, mac = $4 WHERE number = $1"
	return t.one(core.ErrNotFound, text, r.Number, millis(r.UsedAt), orNull(r.UsedBy), bytesOrNull(r.MAC))
}
