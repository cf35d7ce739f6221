package storage

import (
	"errors"
	"time"

	"gatehouse/core"
)

// Throttle reads the count of a subject. One that has no row counts zero.
func (t *tx) Throttle(subject string) (core.Throttle, error) {
	const text = `
SELECT subject, account_id, failures, forgiven, answers, failed_at, locked_at, locked_until, until_admin, wrong, wrong_at, updated_at
FROM throttles WHERE subject = $1`
	var c core.Throttle
	err := t.row(text, args{subject},
		&c.Subject, ref(&c.AccountID), &c.Failures, &c.Forgiven, &c.Answers, at(&c.FailedAt), at(&c.LockedAt), at(&c.LockedUntil),
		&c.UntilAdmin, &c.Wrong, at(&c.WrongAt), at(&c.UpdatedAt))
	if errors.Is(err, core.ErrNotFound) {
		return core.Throttle{Subject: subject}, nil
	}
	return c, err
}

// PutThrottle writes the count of a subject.
func (t *tx) PutThrottle(c core.Throttle) error {
	const text = `
INSERT INTO throttles (subject, account_id, failures, forgiven, failed_at, locked_at, locked_until, until_admin,
    wrong, wrong_at, updated_at, answers)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (subject) DO UPDATE SET
    account_id = excluded.account_id, failures = excluded.failures, forgiven = excluded.forgiven, failed_at = excluded.failed_at,
    locked_at = excluded.locked_at, locked_until = excluded.locked_until, until_admin = excluded.until_admin,
    wrong = excluded.wrong, wrong_at = excluded.wrong_at, updated_at = excluded.updated_at,
    answers = excluded.answers`
	return t.one(core.ErrConflict, text,
		c.Subject, orNull(c.AccountID), int64(c.Failures), int64(c.Forgiven), millis(c.FailedAt), millis(c.LockedAt), millis(c.LockedUntil),
		bit(c.UntilAdmin), bytesOrNull(c.Wrong), millis(c.WrongAt), millis(c.UpdatedAt),
		int64(c.Answers))
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
    WHERE account_id IS NULL AND updated_at < $1 AND until_admin = 0 AND (locked_until IS NULL OR locked_until <= $2)
    ORDER BY updated_at LIMIT $3)`
	_, err := t.exec(text, millis(before), millis(t.now), int64(limit))
	return err
}

// ForgetWrong forgets the wrong passwords that were tried before a time, or in
// the future, while the clock was wrong.
func (t *tx) ForgetWrong(before time.Time) error {
	const text = "UPDATE throttles SET wrong = NULL, wrong_at = NULL WHERE wrong IS NOT NULL AND (wrong_at < $1 OR wrong_at > $2)"
	_, err := t.exec(text, millis(before), millis(t.now))
	return err
}
