package storage

import (
	"errors"

	"gatehouse/core"
)

// LastEvent gives number and MAC of the newest line; 0 and nil for none.
func (t *tx) LastEvent() (int64, []byte, error) {
	var seq int64
	var mac []byte
	err := t.row("SELECT seq, mac FROM events ORDER BY seq DESC LIMIT 1", nil, &seq, &mac)
	if errors.Is(err, core.ErrNotFound) {
		return 0, nil, nil
	}
	return seq, mac, err
}

// AppendEvent writes the line that follows the newest; another number is a
// conflict.
func (t *tx) AppendEvent(e core.Event) error {
	const text = `
INSERT INTO events (seq, at, kind, actor_id, actor_name, target_id, target_name, session_id,
    client, host, system, address, detail, mac)
SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14
WHERE $1 = (SELECT coalesce(max(seq), 0) + 1 FROM events)`
	return t.one(core.ErrConflict, text, e.Seq, millis(e.At), string(e.Kind),
		orNull(e.ActorID), e.ActorName, orNull(e.TargetID), e.TargetName, orNull(e.SessionID),
		string(e.Device.Client), e.Device.Host, e.Device.System, e.Device.Address, e.Detail, e.MAC)
}

// Events gives at most limit lines from a number on, oldest first.
func (t *tx) Events(from int64, limit int) ([]core.Event, error) {
	const text = `
SELECT seq, at, kind, actor_id, actor_name, target_id, target_name, session_id,
    client, host, system, address, detail, mac
FROM events WHERE seq >= $1 ORDER BY seq LIMIT $2`
	read := func(row scanner, e *core.Event) error {
		return row.Scan(&e.Seq, at(&e.At), &e.Kind,
			ref(&e.ActorID), &e.ActorName, ref(&e.TargetID), &e.TargetName, ref(&e.SessionID),
			&e.Device.Client, &e.Device.Host, &e.Device.System, &e.Device.Address, &e.Detail, &e.MAC)
	}
	return list(t, read, text, from, int64(limit))
}
