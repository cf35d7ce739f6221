package storage

import (
	"slices"
	"time"

	"gatehouse/core"
)

const selectSession = `
SELECT id, account_id, token_hash, scope, client, version, host, system, address, place,
    started_at, last_active_at, expires_at, locked_at, ended_at, end_reason
FROM sessions `

// InsertSession adds a session and sets its ID.
func (t *tx) InsertSession(s *core.Session) error {
	const text = `
INSERT INTO sessions (account_id, token_hash, scope, client, version, host, system, address, place,
    started_at, last_active_at, expires_at, locked_at, ended_at, end_reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING id`
	var id core.SessionID
	err := t.written(text, args{
		int64(s.AccountID), s.TokenHash, string(s.Scope),
		string(s.Device.Client), s.Device.Version, s.Device.Host, s.Device.System, s.Device.Address, s.Place,
		millis(s.StartedAt), millis(s.LastActiveAt), millis(s.ExpiresAt),
		millis(s.LockedAt), millis(s.EndedAt), string(s.EndReason),
	}, &id)
	if err != nil {
		return err
	}
	s.ID = id
	return nil
}

// SessionByToken finds a session, ended or not, by the hash of its token.
func (t *tx) SessionByToken(hash []byte) (core.Session, error) {
	if err := t.ready(false); err != nil {
		return core.Session{}, err
	}
	found, err := list(t, readSession, selectSession+"WHERE token_hash = $1", hash)
	if err != nil {
		return core.Session{}, err
	}
	if len(found) == 0 {
		return core.Session{}, core.ErrNotFound
	}
	return found[0], nil
}

// TouchSession notes the last use of an open session.
func (t *tx) TouchSession(id core.SessionID, when time.Time) error {
	const text = "UPDATE sessions SET last_active_at = $2 WHERE id = $1 AND ended_at IS NULL"
	return t.one(core.ErrNotFound, text, int64(id), millis(when))
}

// LockSession notes that the window of an open session was locked, or, with the
// zero time, opened again.
func (t *tx) LockSession(id core.SessionID, when time.Time) error {
	const text = "UPDATE sessions SET locked_at = $2 WHERE id = $1 AND ended_at IS NULL"
	return t.one(core.ErrNotFound, text, int64(id), millis(when))
}

// EndSessions ends the open sessions that the filter chooses and gives their
// numbers, lowest first.
func (t *tx) EndSessions(f core.SessionFilter, when time.Time, why core.EndReason) ([]core.SessionID, error) {
	if err := t.ready(true); err != nil {
		return nil, err
	}
	const text = `
UPDATE sessions SET ended_at = $1, end_reason = $2
WHERE account_id = $3 AND ended_at IS NULL AND ($4 = 0 OR id = $4) AND ($5 = 0 OR id <> $5) RETURNING id`
	read := func(row scanner, id *core.SessionID) error { return row.Scan(id) }
	ended, err := list(t, read, text,
		millis(when), string(why), int64(f.AccountID), int64(f.Only), int64(f.Except))
	slices.Sort(ended)
	return ended, err
}

// EndAllSessions ends the open sessions of everybody and tells how many.
func (t *tx) EndAllSessions(when time.Time, why core.EndReason) (int, error) {
	count, err := t.exec("UPDATE sessions SET ended_at = $1, end_reason = $2 WHERE ended_at IS NULL", millis(when), string(why))
	return int(count), err
}

// Sessions lists the open sessions of an account, newest first.
func (t *tx) Sessions(id core.AccountID) ([]core.Session, error) {
	return list(t, readSession,
		selectSession+"WHERE account_id = $1 AND ended_at IS NULL ORDER BY started_at DESC, id DESC", int64(id))
}

// EndedSessions lists those of an account that ended, or that nothing could be done
// with any more, since a time, newest end first.
func (t *tx) EndedSessions(id core.AccountID, since time.Time, limit int) ([]core.Session, error) {
	const text = selectSession + `
WHERE account_id = $1 AND coalesce(ended_at, expires_at) >= $2 AND (ended_at IS NOT NULL OR expires_at <= $3)
    AND end_reason <> 'replaced'
ORDER BY coalesce(ended_at, expires_at) DESC, id DESC LIMIT $4`
	return list(t, readSession, text, int64(id), millis(since), millis(t.now), int64(limit))
}

// ExpireSessions ends, at the time when they expired, at most limit open sessions, and
// gives them.
func (t *tx) ExpireSessions(limit int) ([]core.Session, error) {
	if err := t.ready(true); err != nil {
		return nil, err
	}
	const text = `
UPDATE sessions SET ended_at = expires_at, end_reason = 'expired'
WHERE id IN (SELECT id FROM sessions WHERE ended_at IS NULL AND expires_at <= $1 ORDER BY expires_at LIMIT $2)
RETURNING id, account_id, token_hash, scope, client, version, host, system, address, place,
    started_at, last_active_at, expires_at, locked_at, ended_at, end_reason`
	return list(t, readSession, text, millis(t.now), int64(limit))
}

// ForgetSessions forgets at most limit sessions that ended before a time.
func (t *tx) ForgetSessions(before time.Time, limit int) (int, error) {
	const text = `
DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE ended_at IS NOT NULL AND ended_at < $1 LIMIT $2)`
	count, err := t.exec(text, millis(before), int64(limit))
	return int(count), err
}

// readSession reads one row of selectSession.
func readSession(row scanner, s *core.Session) error {
	return row.Scan(&s.ID, &s.AccountID, &s.TokenHash, &s.Scope,
		&s.Device.Client, &s.Device.Version, &s.Device.Host, &s.Device.System, &s.Device.Address, &s.Place,
		at(&s.StartedAt), at(&s.LastActiveAt), at(&s.ExpiresAt), at(&s.LockedAt), at(&s.EndedAt), &s.EndReason)
}
