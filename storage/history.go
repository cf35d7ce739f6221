package storage

import (
	"errors"
	"strings"
	"time"

	"gatehouse/core"
)

// quarter is the length of what counts are kept of, in milliseconds.
const quarter = int64(15 * time.Minute / time.Millisecond)

const selectHistory = `
SELECT id, seq, at, account_id, name, outcome, method, reason, failures, session_id,
    client, host, system, address, place, marks, answer, answered_at
FROM sign_ins `

// AddHistoryLine writes a line, and counts it for its account and for the site. Its ID is
// not read.
func (t *tx) AddHistoryLine(l core.HistoryLine) error {
	const text = `
INSERT INTO sign_ins (seq, at, account_id, name, name_key, outcome, method, reason, failures, session_id,
    client, host, host_key, system, address, place, marks, answer, answered_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`
	err := t.one(core.ErrConflict, text, l.Seq, millis(l.At), orNull(l.AccountID), l.Name, strings.ToLower(l.Name),
		string(l.Outcome), l.Method, l.Reason, l.Failures, orNull(l.SessionID),
		string(l.Device.Client), l.Device.Host, strings.ToLower(l.Device.Host), l.Device.System, l.Device.Address,
		l.Place, l.Marks.String(), string(l.Answer), millis(l.AnsweredAt))
	if err != nil || !l.Outcome.Good() && !l.Outcome.Bad() {
		return err
	}
	for _, id := range []core.AccountID{0, l.AccountID} {
		if err := t.countSignIn(id, l); err != nil || l.AccountID == 0 {
			return err
		}
	}
	return nil
}

// countSignIn counts a line in its quarter of an hour.
func (t *tx) countSignIn(id core.AccountID, l core.HistoryLine) error {
	const text = `
INSERT INTO sign_in_counts (account_id, quarter, good, bad) VALUES ($1, $2, $3, $4)
ON CONFLICT (account_id, quarter) DO UPDATE SET good = good + excluded.good, bad = bad + excluded.bad`
	return t.one(core.ErrConflict, text, int64(id), l.At.UnixMilli()/quarter, bit(l.Outcome.Good()), bit(l.Outcome.Bad()))
}

// HistoryLineByID finds one line.
func (t *tx) HistoryLineByID(id core.HistoryID) (core.HistoryLine, error) {
	found, err := list(t, readHistory, selectHistory+"WHERE id = $1", int64(id))
	if err != nil {
		return core.HistoryLine{}, err
	}
	if len(found) == 0 {
		return core.HistoryLine{}, core.ErrNotFound
	}
	return found[0], nil
}

// AnswerHistory notes what an owner says to a line.
func (t *tx) AnswerHistory(id core.HistoryID, answer core.Answer, when time.Time) error {
	const text = "UPDATE sign_ins SET answer = $2, answered_at = $3 WHERE id = $1"
	return t.one(core.ErrNotFound, text, int64(id), string(answer), millis(when))
}

// HistoryCounts reads the quarters of a time.
func (t *tx) HistoryCounts(id core.AccountID, from, to time.Time) ([]core.HistoryCount, error) {
	const text = `
SELECT quarter * 900000, good, bad FROM sign_in_counts
WHERE account_id = $1 AND quarter >= $2 AND quarter < $3 ORDER BY quarter`
	read := func(row scanner, c *core.HistoryCount) error { return row.Scan(at(&c.At), &c.Good, &c.Bad) }
	return list(t, read, text, int64(id), from.UnixMilli()/quarter, (to.UnixMilli()+quarter-1)/quarter)
}

// FailuresSinceSuccess counts the newest failures of an account before a success.
func (t *tx) FailuresSinceSuccess(id core.AccountID, limit int) (int, error) {
	const text = `
SELECT count(*) FROM (SELECT at FROM sign_ins
    WHERE account_id = $1 AND outcome = 'wrong' AND at >= coalesce((SELECT max(at) FROM sign_ins
        WHERE account_id = $1 AND outcome = 'signed_in'), 0)
    ORDER BY at DESC LIMIT $2) AS newest`
	var count int
	err := t.row(text, args{int64(id), int64(limit)}, &count)
	return count, err
}

// NamesTried counts the names that were tried from an address or, where there is none,
// from a host, among the newest failures.
func (t *tx) NamesTried(d core.Device, since time.Time, limit int) (int, error) {
	const byAddress = `
SELECT count(DISTINCT coalesce(CAST(account_id AS TEXT), 'name ' || name_key)) FROM (SELECT account_id, name_key
    FROM sign_ins WHERE address = $1 AND address <> '' AND at >= $2 AND outcome IN ('wrong', 'refused')
    ORDER BY at DESC LIMIT $3) AS newest`
	const byHost = `
SELECT count(DISTINCT coalesce(CAST(account_id AS TEXT), 'name ' || name_key)) FROM (SELECT account_id, name_key
    FROM sign_ins WHERE host_key = $1 AND at >= $2 AND outcome IN ('wrong', 'refused')
    ORDER BY at DESC LIMIT $3) AS newest`
	text, from := byHost, strings.ToLower(d.Host)
	if d.Address != "" {
		text, from = byAddress, d.Address
	}
	var count int
	err := t.row(text, args{from, millis(since), int64(limit)}, &count)
	return count, err
}

// Habits reads what is usual for an account, "" for nothing.
func (t *tx) Habits(id core.AccountID) (string, error) {
	var habits string
	err := t.row("SELECT habits FROM account_habits WHERE account_id = $1", args{int64(id)}, &habits)
	if errors.Is(err, core.ErrNotFound) {
		return "", nil
	}
	return habits, err
}

// PutHabits replaces what is usual for an account.
func (t *tx) PutHabits(id core.AccountID, habits string) error {
	const text = `
INSERT INTO account_habits (account_id, habits) SELECT id, $2` + living + `
ON CONFLICT (account_id) DO UPDATE SET habits = excluded.habits`
	return t.one(core.ErrNotFound, text, int64(id), habits)
}

// PurgeHistory forgets the oldest lines before a time, and the counts of quarters that
// ended before it.
func (t *tx) PurgeHistory(before time.Time, limit int) (int, error) {
	const lines = `
DELETE FROM sign_ins WHERE id IN (SELECT id FROM sign_ins WHERE at < $1 ORDER BY at LIMIT $2)`
	count, err := t.exec(lines, millis(before), int64(limit))
	if err != nil {
		return 0, err
	}
	const counts = "DELETE FROM sign_in_counts WHERE quarter < $1"
	_, err = t.exec(counts, before.UnixMilli()/quarter)
	return int(count), err
}

// readHistory reads one row of selectHistory.
func readHistory(row scanner, l *core.HistoryLine) error {
	var marks string
	err := row.Scan(&l.ID, &l.Seq, at(&l.At), ref(&l.AccountID), &l.Name, &l.Outcome, &l.Method, &l.Reason, &l.Failures,
		ref(&l.SessionID), &l.Device.Client, &l.Device.Host, &l.Device.System, &l.Device.Address, &l.Place,
		&marks, &l.Answer, at(&l.AnsweredAt))
	l.Marks = core.ReadMarks(marks)
	return err
}
