package storage

import (
	"errors"

	"gatehouse/core"
)

// Purges gives at most limit summaries of purged lines from a number on, oldest first.
func (t *tx) Purges(from int64, limit int) ([]core.PurgeRecord, error) {
	return list(t, readPurge, purgeColumns+" WHERE number >= $1 ORDER BY number LIMIT $2", from, int64(limit))
}

// LastPurge gives the newest summary, the zero record for none.
func (t *tx) LastPurge() (core.PurgeRecord, error) {
	found, err := list(t, readPurge, purgeColumns+" ORDER BY number DESC LIMIT 1")
	if err != nil || len(found) == 0 {
		return core.PurgeRecord{}, err
	}
	return found[0], nil
}

const purgeColumns = "SELECT number, at, first_seq, last_seq, from_at, to_at, last_mac, kinds, mac FROM event_purges"

// readPurge reads one summary.
func readPurge(row scanner, p *core.PurgeRecord) error {
	return row.Scan(&p.Number, at(&p.At), &p.First, &p.Last, at(&p.From), at(&p.To), &p.LastMAC, &p.Kinds, &p.MAC)
}

// AppendPurge writes the summary that follows the newest; another number is a
// conflict.
func (t *tx) AppendPurge(p core.PurgeRecord) error {
	const text = `
INSERT INTO event_purges (number, at, first_seq, last_seq, lines, from_at, to_at, last_mac, kinds, mac)
SELECT $1, $2, $3, $4, $4 - $3 + 1, $5, $6, $7, $8, $9
WHERE $1 = (SELECT coalesce(max(number), 0) + 1 FROM event_purges)`
	return t.one(core.ErrConflict, text, p.Number, millis(p.At), p.First, p.Last,
		millis(p.From), millis(p.To), p.LastMAC, p.Kinds, p.MAC)
}

// DropPurged deletes the lines up to the last one of the newest summary and tells how
// many. Notices about them stay, and name no line any more.
func (t *tx) DropPurged() (int64, error) {
	const upTo = "(SELECT coalesce(max(last_seq), 0) FROM event_purges)"
	if _, err := t.exec("UPDATE notices SET event_seq = NULL WHERE event_seq IS NOT NULL AND event_seq <= " + upTo); err != nil {
		return 0, err
	}
	return t.exec("DELETE FROM events WHERE seq <= " + upTo)
}

// LogKeeping gives for how long lines are kept, the zero record where nothing was
// chosen.
func (t *tx) LogKeeping() (core.LogKeepingRecord, error) {
	var r core.LogKeepingRecord
	err := t.row("SELECT days, mac FROM log_keeping", nil, &r.Days, &r.MAC)
	if errors.Is(err, core.ErrNotFound) {
		return core.LogKeepingRecord{}, nil
	}
	return r, err
}

// PutLogKeeping writes for how long lines are kept.
func (t *tx) PutLogKeeping(r core.LogKeepingRecord) error {
	const text = `
INSERT INTO log_keeping (one, days, mac) VALUES (1, $1, $2)
ON CONFLICT (one) DO UPDATE SET days = excluded.days, mac = excluded.mac`
	return t.one(core.ErrConflict, text, int64(r.Days), r.MAC)
}
