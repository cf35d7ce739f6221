package storage

import (
	"gatehouse/core"
	"gatehouse/core/policy"
)

// accountRows reads the lines of the list in the order of ids.
func (t *tx) accountRows(ids []core.AccountID) ([]core.AccountRow, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	const text = `
SELECT accounts.id, name, full_name, mail, role, state, last_sign_in_at,
    max(locked_until) FILTER (WHERE locked_until > $2),
    count(*) FILTER (WHERE until_admin = 1 OR locked_until > $2 AND failures >= $3) > 0,
    CASE WHEN max(inactive_from) <= $2 THEN max(inactive_from)
        ELSE max(locked_at) FILTER (WHERE until_admin = 1 OR locked_until > $2) END,
    coalesce(max(inactive_from) <= $2, FALSE),
    coalesce(max(failures), 0),
    coalesce(max(must_change), 0),
    EXISTS (SELECT 1 FROM authenticators WHERE account_id = accounts.id AND expires_at IS NULL),
    (SELECT count(*) FROM passkeys WHERE account_id = accounts.id)
FROM (SELECT key AS place, value AS hit FROM json_each($1)) CROSS JOIN accounts
    LEFT JOIN throttles ON throttles.account_id = accounts.id AND throttles.account_id IS NOT NULL
    LEFT JOIN account_terms ON account_terms.account_id = accounts.id
    LEFT JOIN passwords ON passwords.account_id = accounts.id
WHERE accounts.id = hit GROUP BY place ORDER BY place`
	read := func(row scanner, r *core.AccountRow) error {
		return row.Scan(&r.ID, &r.Name, &r.FullName, &r.Mail,
			&r.Role, &r.State, at(&r.LastSignInAt), at(&r.LockedUntil), &r.UntilUnlocked,
			at(&r.LockedSince), &r.Inactive, &r.Failures, &r.MustChange, &r.TwoStep, &r.Passkeys)
	}
	return list(t, read, text, numberList(ids), millis(t.now), policy.MaxConsecutiveFailures)
}
