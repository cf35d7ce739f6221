package storage

import (
	"errors"

	"gatehouse/core"
)

// Setting reads what an account keeps under a name, "" for nothing.
func (t *tx) Setting(id core.AccountID, name string) (string, error) {
	var value string
	err := t.row("SELECT value FROM account_settings WHERE account_id = $1 AND name = $2", args{int64(id), name}, &value)
	if errors.Is(err, core.ErrNotFound) {
		return "", nil
	}
	return value, err
}

// PutSetting replaces what an account keeps under a name.
func (t *tx) PutSetting(id core.AccountID, name, value string) error {
	const text = `
INSERT INTO account_settings (account_id, name, value) SELECT id, $2, $3` + living + `
ON CONFLICT (account_id, name) DO UPDATE SET value = excluded.value`
	return t.one(core.ErrNotFound, text, int64(id), name, value)
}
