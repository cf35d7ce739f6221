package storage

import (
	"errors"
	"fmt"
	"math"

	"gatehouse/core"
)

const selectPolicy = `
SELECT id, name, key, rank, newest, number, created_at, removed_at, mac FROM policies `

// InsertPolicy adds a policy and sets its ID.
func (t *tx) InsertPolicy(p *core.PolicyRecord) error {
	const text = `
INSERT INTO policies (name, key, rank, newest, number, created_at, removed_at, mac)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`
	var id core.PolicyID
	err := t.written(text, args{
		p.Name, p.Key, int64(p.Rank), orNull(p.Newest), p.Number, millis(p.CreatedAt), millis(p.RemovedAt), bytesOrNull(p.MAC),
	}, &id)
	if err != nil {
		return err
	}
	p.ID = id
	return nil
}

// UpdatePolicy writes every field of the policy that has the ID.
func (t *tx) UpdatePolicy(p core.PolicyRecord) error {
	const text = `
UPDATE policies SET name = $2, key = $3, rank = $4, newest = $5, number = $6, created_at = $7,
    removed_at = $8, mac = $9
WHERE id = $1`
	return t.one(core.ErrNotFound, text, int64(p.ID), p.Name, p.Key, int64(p.Rank), orNull(p.Newest), p.Number,
		millis(p.CreatedAt), millis(p.RemovedAt), bytesOrNull(p.MAC))
}

// PolicyByID finds a policy, removed or not.
func (t *tx) PolicyByID(id core.PolicyID) (core.PolicyRecord, error) {
	found, err := list(t, readPolicy, selectPolicy+"WHERE id = $1", int64(id))
	if err != nil {
		return core.PolicyRecord{}, err
	}
	if len(found) == 0 {
		return core.PolicyRecord{}, core.ErrNotFound
	}
	return found[0], nil
}

// Policies lists the policies that are not removed, the default first, then by
// rank.
func (t *tx) Policies() ([]core.PolicyRecord, error) {
	return list(t, readPolicy, selectPolicy+"WHERE removed_at IS NULL ORDER BY id <> $1, rank", int64(core.DefaultPolicy))
}

// readPolicy reads one row of selectPolicy.
func readPolicy(row scanner, p *core.PolicyRecord) error {
	return row.Scan(&p.ID, &p.Name, &p.Key, &p.Rank, ref(&p.Newest), &p.Number,
		at(&p.CreatedAt), at(&p.RemovedAt), &p.MAC)
}

// InsertRevision adds the revision that follows the newest of its policy and
// sets its ID; another number is a conflict, and no such policy ErrNotFound.
func (t *tx) InsertRevision(r *core.PolicyRevision) error {
	const text = `
INSERT INTO policy_revisions (policy_id, number, at, by_account, by_name, reason, mac, document)
SELECT id, $2, $3, $4, $5, $6, $7, $8 FROM policies
WHERE id = $1 AND $2 = (SELECT coalesce(max(number), 0) + 1 FROM policy_revisions WHERE policy_id = $1)
RETURNING id`
	var id core.RevisionID
	err := t.written(text, args{
		int64(r.Policy), r.Number, millis(r.At), orNull(r.By), r.ByName, r.Reason, r.MAC, string(r.Document),
	}, &id)
	if errors.Is(err, core.ErrNotFound) {
		if _, err := t.PolicyByID(r.Policy); err != nil {
			return err
		}
		return core.ErrConflict
	}
	if err != nil {
		return err
	}
	r.ID = id
	return nil
}

// RevisionByID finds a revision with its document.
func (t *tx) RevisionByID(id core.RevisionID) (core.PolicyRevision, error) {
	const text = `
SELECT id, policy_id, number, at, by_account, by_name, reason, mac, document FROM policy_revisions WHERE id = $1`
	var r core.PolicyRevision
	err := t.row(text, args{int64(id)}, &r.ID, &r.Policy, &r.Number, at(&r.At), ref(&r.By), &r.ByName, &r.Reason,
		&r.MAC, &r.Document)
	return r, err
}

// RevisionSize is the length of a document, which stands in the head of its row.
func (t *tx) RevisionSize(id core.RevisionID) (int, error) {
	size := 0
	err := t.row("SELECT octet_length(document) FROM policy_revisions WHERE id = $1", args{int64(id)}, &size)
	return size, err
}

// Revisions lists revisions of a policy without their documents, the newest
// first: those with a number below before, 0 for all, and at most limit, 1 to
// longestPage. It goes along the index of the numbers, so that the last page
// costs what the first one does.
func (t *tx) Revisions(id core.PolicyID, before int64, limit int) ([]core.PolicyRevision, error) {
	if before < 0 || limit < 1 || limit > longestPage {
		return nil, fmt.Errorf("storage: no such page of revisions: before %d, limit %d", before, limit)
	}
	if before == 0 {
		before = math.MaxInt64
	}
	const text = `
SELECT id, policy_id, number, at, by_account, by_name, reason, mac FROM policy_revisions
WHERE policy_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3`
	read := func(row scanner, r *core.PolicyRevision) error {
		return row.Scan(&r.ID, &r.Policy, &r.Number, at(&r.At), ref(&r.By), &r.ByName, &r.Reason, &r.MAC)
	}
	return list(t, read, text, int64(id), before, int64(limit))
}
