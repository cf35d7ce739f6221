package storage

import (
	"errors"

	"gatehouse/core"
)

// Credentials reads all that an account is proved by. It is asked for at every call,
// so it is one statement for all but the second step and passkeys, which most accounts
// lack.
func (t *tx) Credentials(id core.AccountID) (core.Credentials, error) {
	const text = `
SELECT coalesce(p.account_id, 0), coalesce(p.phc, ''), p.set_at, p.set_by, coalesce(p.must_change, 0),
    coalesce(q.account_id, 0), coalesce(q.question, ''), coalesce(q.phc, ''), q.set_at, q.set_by, m.mac,
    EXISTS (SELECT 1 FROM authenticators WHERE account_id = a.id AND expires_at IS NULL)
        OR EXISTS (SELECT 1 FROM recovery_codes WHERE account_id = a.id),
    EXISTS (SELECT 1 FROM passkey_handles WHERE account_id = a.id)
        OR EXISTS (SELECT 1 FROM passkeys WHERE account_id = a.id)
FROM accounts AS a LEFT JOIN passwords AS p ON p.account_id = a.id
    LEFT JOIN security_questions AS q ON q.account_id = a.id
    LEFT JOIN account_macs AS m ON m.account_id = a.id
WHERE a.id = $1`
	var c core.Credentials
	var twoStep, passkeys bool
	p, q := &c.Password, &c.Question
	err := t.row(text, args{int64(id)}, &p.AccountID, &p.PHC, at(&p.SetAt), ref(&p.SetBy), &p.MustChange,
		&q.AccountID, &q.Text, &q.PHC, at(&q.SetAt), ref(&q.SetBy), &c.MAC, &twoStep, &passkeys)
	if errors.Is(err, core.ErrNotFound) {
		return core.Credentials{}, nil
	}
	if err == nil && twoStep {
		c.TwoStep, err = t.TwoStep(id)
	}
	if err == nil && passkeys {
		c.Passkeys, err = t.passkeys(id)
	}
	return c, err
}
