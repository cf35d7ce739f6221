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

// FirstEvent gives the number of the oldest line; 0 for none.
func (t *tx) FirstEvent() (int64, error) {
	var seq int64
	err := t.row("SELECT seq FROM events ORDER BY seq LIMIT 1", nil, &seq)
	if errors.Is(err, core.ErrNotFound) {
		return 0, nil
	}
	return seq, err
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
	return t.eventsWhere(limit, "seq >= $1 ORDER BY seq LIMIT $2", from, int64(limit))
}

// EventsOf gives the lines that a selection names, in its order. Those of an account
// come from two indexes, each read for as many as are wanted.
func (t *tx) EventsOf(q core.EventSelection) ([]core.Event, error) {
	side, order := "seq <= $1", " ORDER BY seq DESC LIMIT $2"
	if q.Oldest {
		side, order = "seq >= $1", " ORDER BY seq LIMIT $2"
	}
	size := int64(q.Limit)
	switch {
	case q.Account != 0:
		part := func(column string) string {
			return "SELECT seq FROM (SELECT seq FROM events WHERE " + column + " = $3 AND " + side + order + ")"
		}
		found := "seq IN (" + part("actor_id") + " UNION " + part("target_id") + ")"
		return t.eventsWhere(q.Limit, found+order[:len(order)-len(" LIMIT $2")]+" LIMIT $2", q.From, size, int64(q.Account))
	case q.Kind != "":
		return t.eventsWhere(q.Limit, "kind = $3 AND "+side+order, q.From, size, string(q.Kind))
	}
	return t.eventsWhere(q.Limit, side+order, q.From, size)
}

// EventKinds lists, by name, the kinds in the log that begin with a prefix. The walk
// goes from one kind to the next, and reads no other lines.
func (t *tx) EventKinds(prefix string) ([]core.EventKind, error) {
	const text = `
WITH RECURSIVE kinds (name) AS (
    SELECT min(kind) FROM events WHERE kind >= $1
    UNION ALL
    SELECT (SELECT min(kind) FROM events WHERE kind > name) FROM kinds
    WHERE name IS NOT NULL AND substr(name, 1, length($1)) = $1
)
SELECT name FROM kinds WHERE name IS NOT NULL AND substr(name, 1, length($1)) = $1`
	read := func(row scanner, kind *core.EventKind) error { return row.Scan(kind) }
	return list(t, read, text, prefix)
}
