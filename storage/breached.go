package storage

import (
	"errors"
	"time"

	"gatehouse/core"
)

// BreachedList reads the newest record of the lists of leaked passwords, the zero
// record for none.
func (t *tx) BreachedList() (core.BreachedRecord, error) {
	const text = `
SELECT number, list_id, file, source, source_at, made_at, entries, false_one_in, bytes, since, by_account, by_name, mac, fault_at
FROM breached_lists ORDER BY number DESC LIMIT 1`
	var r core.BreachedRecord
	err := t.row(text, nil, &r.Number, &r.ID, &r.File, &r.Source, at(&r.SourceAt), at(&r.MadeAt), &r.Entries, &r.FalseOneIn,
		&r.Bytes, at(&r.Since), &r.By, &r.ByName, &r.MAC, at(&r.FaultAt))
	if errors.Is(err, core.ErrNotFound) {
		return core.BreachedRecord{}, nil
	}
	return r, err
}

// InsertBreachedList writes which list is in use from now on.
func (t *tx) InsertBreachedList(r core.BreachedRecord) error {
	const text = `
INSERT INTO breached_lists (number, list_id, file, source, source_at, made_at, entries, false_one_in, bytes, since, by_account, by_name, mac)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`
	return t.one(core.ErrConflict, text, int64(r.Number), r.ID, r.File, r.Source, millis(r.SourceAt), millis(r.MadeAt), r.Entries,
		r.FalseOneIn, r.Bytes, millis(r.Since), int64(r.By), r.ByName, r.MAC)
}

// SetBreachedFault notes since when the list of a record cannot be read; the zero
// time: it can. It tells whether that is news.
func (t *tx) SetBreachedFault(number core.ListNumber, since time.Time) (bool, error) {
	const text = "UPDATE breached_lists SET fault_at = $2 WHERE number = $1 AND (fault_at IS NULL) <> ($2 IS NULL)"
	count, err := t.exec(text, int64(number), millis(since))
	return count > 0, err
}
