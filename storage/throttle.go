package storage

import (
	"errors"
	"time"

	"gatehouse/core"
)

// Throttle reads the count of a subject. One that has no row counts zero.
func (t *tx) Throttle(subject string) (core.Throttle, error) {
	const text = `
SELECT subject, account_id, failures, locked_until, updated_at FROM throttles WHERE subject = $1`
	var c core.Throttle
	err := t.row(text, args{subject},
		&c.Subject, ref(&c.AccountID), &c.Failures, at(&c.LockedUntil), at(&c.UpdatedAt))
	if errors.Is(err, core.ErrNotFound) {
		return core.Throttle{Subject: subject}, nil
	}
	return c, err
}

// PutThrottle writes the count of a subject.
func (t *tx) PutThrottle(c core.Throttle) error {
	const text = `
INSERT INTO throttles (subject, account_id, failures, locked_until, updated_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (subject) DO UPDATE SET
    account_id = excluded.account_id, failures = excluded.failures,
    locked_until = excluded.locked_until, updated_at = excluded.updated_at`
	return t.one(core.ErrConflict, text,
		c.Subject, orNull(c.AccountID), int64(c.Failures), millis(c.LockedUntil), millis(c.UpdatedAt))
}

// DeleteThrottle sets a count to zero. No row is zero already, so that of two
// right passwords at once both end well.
func (t *tx) DeleteThrottle(subject string) error {
	_, err := t.exec("DELETE FROM throttles WHERE subject = $1", subject)
	return err
}

// SweepThrottles forgets old names that are no accounts, the oldest first.
func (t *tx) SweepThrottles(before time.Time, limit int) error {
	const text = `
DELETE FROM throttles WHERE subject IN (
    SELECT subject FROM throttles
    WHERE account_id IS NULL AND updated_at < $1 AND (locked_until IS NULL OR locked_until <= $2)
    ORDER BY updated_at LIMIT $3)`
	_, err := t.exec(text, millis(before), millis(t.now), int64(limit))
	return err
}
