package storage

import (
	"fmt"

	"gatehouse/core"
)

// Site reads the site's own row.
func (t *tx) Site() (core.SiteRecord, error) {
	const text = `
SELECT id, name, time_zone, created_at, hash_memory_kib, hash_time, hash_threads FROM site WHERE one = 1`
	var r core.SiteRecord
	err := t.row(text, nil,
		&r.ID, &r.Name, &r.TimeZone, at(&r.CreatedAt), &r.HashMemoryKiB, &r.HashTime, &r.HashThreads)
	return r, err
}

// PutSite writes the site's row. Another ID than the one there is a conflict.
func (t *tx) PutSite(r core.SiteRecord) error {
	const text = `
INSERT INTO site (one, id, name, time_zone, created_at, hash_memory_kib, hash_time, hash_threads)
VALUES (1, $1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (one) DO UPDATE SET
    name = excluded.name, time_zone = excluded.time_zone, created_at = excluded.created_at,
    hash_memory_kib = excluded.hash_memory_kib, hash_time = excluded.hash_time,
    hash_threads = excluded.hash_threads
WHERE site.id = excluded.id`
	return t.one(core.ErrConflict, text, r.ID, r.Name, r.TimeZone, millis(r.CreatedAt),
		int64(r.HashMemoryKiB), int64(r.HashTime), int64(r.HashThreads))
}

// KeySlots lists the ways to the site key.
func (t *tx) KeySlots() ([]core.KeySlot, error) {
	read := func(row scanner, s *core.KeySlot) error {
		return row.Scan(&s.Kind, &s.Wrapped, &s.Params, &s.Hint, at(&s.CreatedAt))
	}
	return list(t, read, "SELECT kind, wrapped, params, hint, created_at FROM key_slots ORDER BY kind")
}

// PutKeySlot adds a slot, or replaces the one of its kind.
func (t *tx) PutKeySlot(s core.KeySlot) error {
	const text = `
INSERT INTO key_slots (kind, wrapped, params, hint, created_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (kind) DO UPDATE SET
    wrapped = excluded.wrapped, params = excluded.params, hint = excluded.hint, created_at = excluded.created_at`
	return t.one(core.ErrConflict, text, s.Kind, s.Wrapped, s.Params, s.Hint, millis(s.CreatedAt))
}

// DeleteKeySlot takes away the slot of a kind.
func (t *tx) DeleteKeySlot(kind string) error {
	return t.one(core.ErrNotFound, "DELETE FROM key_slots WHERE kind = $1", kind)
}

// WrappedKeys lists the keys of the site by number.
func (t *tx) WrappedKeys() ([]core.WrappedKey, error) {
	read := func(row scanner, k *core.WrappedKey) error {
		return row.Scan(&k.ID, &k.Purpose, &k.Wrapped, &k.Current, at(&k.CreatedAt))
	}
	return list(t, read, "SELECT id, purpose, wrapped, current, created_at FROM wrapped_keys ORDER BY id")
}

// PutWrappedKeys replaces all keys by these.
func (t *tx) PutWrappedKeys(keys []core.WrappedKey) error {
	if _, err := t.exec("DELETE FROM wrapped_keys"); err != nil {
		return err
	}
	const text = `
INSERT INTO wrapped_keys (id, purpose, wrapped, current, created_at) VALUES ($1, $2, $3, $4, $5)`
	for _, k := range keys {
		err := t.one(core.ErrConflict, text, int64(k.ID), k.Purpose, k.Wrapped, bit(k.Current), millis(k.CreatedAt))
		if err != nil {
			return fmt.Errorf("write key %d: %w", k.ID, err)
		}
	}
	return nil
}
