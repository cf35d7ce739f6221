package storage

import "gatehouse/core"

// AddNotice writes what an account is told; ID is not read.
func (t *tx) AddNotice(n core.Notice) error {
	const text = `
INSERT INTO notices (account_id, at, kind, event_seq, seen_at) VALUES ($1, $2, $3, $4, $5)`
	return t.one(core.ErrConflict, text,
		int64(n.AccountID), millis(n.At), string(n.Kind), orNull(n.EventSeq), millis(n.SeenAt))
}

// Notices gives what an account was told, newest first, at most limit.
func (t *tx) Notices(id core.AccountID, limit int) ([]core.Notice, error) {
	const text = `
SELECT id, account_id, at, kind, event_seq, seen_at FROM notices
WHERE account_id = $1 ORDER BY at DESC, id DESC LIMIT $2`
	read := func(row scanner, n *core.Notice) error {
		return row.Scan(&n.ID, &n.AccountID, at(&n.At), &n.Kind, ref(&n.EventSeq), at(&n.SeenAt))
	}
	return list(t, read, text, int64(id), int64(limit))
}
