package storage

import (
	"time"

	"gatehouse/core"
)

const selectSources = "SELECT source, failures, since, last_at, blocked_at, blocked_until FROM sources "

// Source reads the count of a source, the zero count for none.
func (t *tx) Source(key string) (core.SourceRecord, error) {
	found, err := list(t, readSource, selectSources+"WHERE source = $1", key)
	if err != nil || len(found) == 0 {
		return core.SourceRecord{Key: key}, err
	}
	return found[0], nil
}

// PutSource replaces the count of a source.
func (t *tx) PutSource(s core.SourceRecord) error {
	const text = `
INSERT INTO sources (source, failures, since, last_at, blocked_at, blocked_until) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (source) DO UPDATE SET failures = excluded.failures, since = excluded.since,
    last_at = excluded.last_at, blocked_at = excluded.blocked_at, blocked_until = excluded.blocked_until`
	return t.one(core.ErrConflict, text,
		s.Key, s.Failures, millis(s.Since), millis(s.LastAt), millis(s.BlockedAt), millis(s.BlockedUntil))
}

// DeleteSource forgets the count of a source, if there is one.
func (t *tx) DeleteSource(key string) error {
	_, err := t.exec("DELETE FROM sources WHERE source = $1", key)
	return err
}

// BlockedSources lists those that may not try now, the newest block first.
func (t *tx) BlockedSources(limit int) ([]core.SourceRecord, error) {
	return list(t, readSource,
		selectSources+"WHERE blocked_until > $1 ORDER BY blocked_at DESC, source LIMIT $2", millis(t.now), int64(limit))
}

// SweepSources forgets at most limit sources that last failed before a time and may try.
func (t *tx) SweepSources(before time.Time, limit int) error {
	const text = `
DELETE FROM sources WHERE source IN (SELECT source FROM sources
    WHERE last_at < $1 AND (blocked_until IS NULL OR blocked_until <= $2) ORDER BY last_at LIMIT $3)`
	_, err := t.exec(text, millis(before), millis(t.now), int64(limit))
	return err
}

// readSource reads one row of selectSources.
func readSource(row scanner, s *core.SourceRecord) error {
	return row.Scan(&s.Key, &s.Failures, at(&s.Since), at(&s.LastAt), at(&s.BlockedAt), at(&s.BlockedUntil))
}
