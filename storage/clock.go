package storage

import (
	"time"

	"gatehouse/core"
)

// Machine is the time that the machine's clock showed when the transaction
// began, UTC, in milliseconds.
func (t *tx) Machine() time.Time { return t.machine }

// SetNow makes Now, and what statements compare with it, another time.
func (t *tx) SetNow(now time.Time) { t.now = now.UTC().Truncate(time.Millisecond) }

// Clock reads what is kept of the site's clock and the time of the newest line
// of the log, in one statement: every transaction begins with it.
func (t *tx) Clock() (core.ClockRecord, time.Time, error) {
	const text = `
SELECT coalesce(shift, 0), held_at, mark, coalesce(confirmed, 0), mac,
    (SELECT at FROM events ORDER BY seq DESC LIMIT 1)
FROM (SELECT 1 AS always) AS once LEFT JOIN site_clock ON one = always`
	var r core.ClockRecord
	var newest time.Time
	err := t.row(text, nil, &r.Shift, at(&r.HeldAt), at(&r.Mark), &r.Confirmed, &r.MAC, at(&newest))
	return r, newest, err
}

// PutClock writes what is kept of the site's clock.
func (t *tx) PutClock(r core.ClockRecord) error {
	const text = `
INSERT INTO site_clock (one, shift, held_at, mark, confirmed, mac) VALUES (1, $1, $2, $3, $4, $5)
ON CONFLICT (one) DO UPDATE SET
    shift = excluded.shift, held_at = excluded.held_at, mark = excluded.mark,
    confirmed = excluded.confirmed, mac = excluded.mac`
	return t.one(core.ErrConflict, text, r.Shift, millis(r.HeldAt), millis(r.Mark), r.Confirmed, r.MAC)
}
