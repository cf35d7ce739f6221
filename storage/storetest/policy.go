package storetest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"gatehouse/core"
)

// rule is a policy with something in every field; it has no revision yet.
func rule(name string, rank int) core.PolicyRecord {
	return core.PolicyRecord{Name: strings.ToUpper(name), Key: name, Rank: rank, CreatedAt: noon}
}

// revision is the nth of a policy, with something in every field.
func revision(p core.PolicyID, number int64) core.PolicyRevision {
	return core.PolicyRevision{
		Policy: p, Number: number, Document: fmt.Appendf(nil, `{"complexity":{"min_length":%d}}`, number), At: noon.Add(time.Minute),
		ByName: "Ada “Augusta”", Reason: "because", MAC: bytes.Repeat([]byte{byte(number)}, 32),
	}
}

// addRule stores a policy and gives it with its number.
func addRule(tx core.Tx, p core.PolicyRecord) (core.PolicyRecord, error) {
	err := tx.InsertPolicy(&p)
	return p, err
}

// whole is all of a value, to compare it.
func whole(v any) string { return fmt.Sprintf("%+v", v) }

func testPolicies(t *testing.T, s core.Store) {
	var site, strict, soft core.PolicyRecord
	update(t, s, func(tx core.Tx) (err error) {
		if site, err = addRule(tx, rule("site", 0)); err != nil {
			return err
		}
		if strict, err = addRule(tx, rule("strict", 5)); err != nil {
			return err
		}
		if soft, err = addRule(tx, rule("soft", 2)); err != nil {
			return err
		}
		return same("number of the first policy", site.ID, core.DefaultPolicy)
	})
	r := revision(strict.ID, 1)
	update(t, s, func(tx core.Tx) error {
		if err := tx.InsertRevision(&r); err != nil {
			return err
		}
		strict.Name, strict.Newest, strict.Number, strict.MAC = "Very strict", r.ID, 1, bytes.Repeat([]byte{9}, 32)
		return tx.UpdatePolicy(strict)
	})
	listed := func(wanted ...core.PolicyRecord) {
		t.Helper()
		view(t, s, func(tx core.Tx) error {
			found, err := tx.Policies()
			if err != nil {
				return err
			}
			return same("policies", whole(found), whole(wanted))
		})
	}
	listed(site, soft, strict)
	soft.RemovedAt = noon.Add(time.Hour)
	update(t, s, func(tx core.Tx) error { return tx.UpdatePolicy(soft) })
	listed(site, strict)
	view(t, s, func(tx core.Tx) error {
		for _, wanted := range []core.PolicyRecord{site, strict, soft} {
			found, err := tx.PolicyByID(wanted.ID)
			if err != nil {
				return err
			}
			if err := same("policy", whole(found), whole(wanted)); err != nil {
				return err
			}
		}
		_, err := tx.PolicyByID(99)
		return want(err, core.ErrNotFound)
	})
}

// A key and a rank belong to one policy, until it is removed.
func testUniquePolicies(t *testing.T, s core.Store) {
	update(t, s, func(tx core.Tx) error {
		first, err := addRule(tx, rule("strict", 1))
		if err != nil {
			return err
		}
		other, err := addRule(tx, rule("soft", 2))
		if err != nil {
			return err
		}
		for _, taken := range []core.PolicyRecord{rule("strict", 3), rule("other", 1)} {
			if err := want(tx.InsertPolicy(&taken), core.ErrConflict); err != nil {
				return err
			}
			if err := same("number of a policy that was not added", taken.ID, 0); err != nil {
				return err
			}
			changed := other
			changed.Key, changed.Rank = taken.Key, taken.Rank
			if err := want(tx.UpdatePolicy(changed), core.ErrConflict); err != nil {
				return err
			}
		}
		gone := rule("none", 9)
		gone.ID = 99
		if err := want(tx.UpdatePolicy(gone), core.ErrNotFound); err != nil {
			return err
		}
		first.RemovedAt = noon
		if err := tx.UpdatePolicy(first); err != nil {
			return err
		}
		again := rule("strict", 1)
		if err := tx.InsertPolicy(&again); err != nil {
			return err
		}
		first.RemovedAt = time.Time{}
		return want(tx.UpdatePolicy(first), core.ErrConflict)
	})
	for what, spoil := range map[string]func(*core.PolicyRecord){
		"name": func(p *core.PolicyRecord) { p.Name = "" }, "key": func(p *core.PolicyRecord) { p.Key = "" },
		"rank": func(p *core.PolicyRecord) { p.Rank = -1 }, "number": func(p *core.PolicyRecord) { p.Number = -1 },
		"revision": func(p *core.PolicyRecord) { p.Newest = 99 }, "MAC": func(p *core.PolicyRecord) { p.MAC = []byte("short") },
		"creation": func(p *core.PolicyRecord) { p.CreatedAt = time.Time{} },
	} {
		wrong := rule("wrong", 50)
		spoil(&wrong)
		if s.Update(t.Context(), func(tx core.Tx) error { return tx.InsertPolicy(&wrong) }) == nil {
			t.Errorf("a policy with a wrong %s was stored", what)
		}
	}
}

func testPolicyRevisions(t *testing.T, s core.Store) {
	a := add(t, s, named("ada"))
	var one, two core.PolicyRecord
	update(t, s, func(tx core.Tx) (err error) {
		if one, err = addRule(tx, rule("one", 0)); err != nil {
			return err
		}
		two, err = addRule(tx, rule("two", 1))
		return err
	})
	var all []core.PolicyRevision
	for _, r := range []core.PolicyRevision{
		revision(one.ID, 1), revision(one.ID, 2), revision(two.ID, 1), revision(one.ID, 3),
	} {
		if r.Number == 2 {
			r.By = a.ID
		}
		update(t, s, func(tx core.Tx) error { return tx.InsertRevision(&r) })
		if r.ID != core.RevisionID(len(all)+1) {
			t.Fatalf("revision %d has the number %d", len(all)+1, r.ID)
		}
		all = append(all, r)
	}
	view(t, s, func(tx core.Tx) error {
		for _, wanted := range all {
			found, err := tx.RevisionByID(wanted.ID)
			if err != nil {
				return err
			}
			if err := same("revision", whole(found), whole(wanted)); err != nil {
				return err
			}
		}
		if _, err := tx.RevisionByID(99); want(err, core.ErrNotFound) != nil {
			return fmt.Errorf("revision 99: %w", err)
		}
		wanted := []core.PolicyRevision{all[3], all[1], all[0]}
		for i := range wanted {
			wanted[i].Document = nil
		}
		found, err := tx.Revisions(one.ID, 0, 500)
		if err != nil {
			return err
		}
		if err := same("revisions", whole(found), whole(wanted)); err != nil {
			return err
		}
		return revisionPages(tx, one.ID, wanted)
	})
}

// revisionPages reads the revisions of a policy in pages of every length, and asks
// for pages that cannot be.
func revisionPages(tx core.Tx, id core.PolicyID, wanted []core.PolicyRevision) error {
	for before := range int64(6) {
		for limit := 1; limit <= 4; limit++ {
			found, err := tx.Revisions(id, before, limit)
			if err != nil {
				return err
			}
			var rest []core.PolicyRevision
			for _, r := range wanted {
				if (before == 0 || r.Number < before) && len(rest) < limit {
					rest = append(rest, r)
				}
			}
			if err := same(fmt.Sprintf("%d revisions before %d", limit, before), whole(found), whole(rest)); err != nil {
				return err
			}
		}
	}
	for _, wrong := range []struct {
		before int64
		limit  int
	}{{-1, 1}, {0, 0}, {0, -1}, {0, 501}} {
		if _, err := tx.Revisions(id, wrong.before, wrong.limit); err == nil {
			return fmt.Errorf("a page of revisions was read: %+v", wrong)
		}
	}
	return nil
}

// A revision follows the newest, and what is no JSON is none.
func testWrongRevisions(t *testing.T, s core.Store) {
	update(t, s, func(tx core.Tx) error {
		p, err := addRule(tx, rule("one", 0))
		if err != nil {
			return err
		}
		first := revision(p.ID, 1)
		if err := tx.InsertRevision(&first); err != nil {
			return err
		}
		for _, number := range []int64{-1, 0, 1, 3} {
			wrong := revision(p.ID, number)
			if err := want(tx.InsertRevision(&wrong), core.ErrConflict); err != nil {
				return fmt.Errorf("number %d: %w", number, err)
			}
			if err := same("number of a revision that was not added", wrong.ID, 0); err != nil {
				return err
			}
		}
		nobodys := revision(99, 1)
		return want(tx.InsertRevision(&nobodys), core.ErrNotFound)
	})
	for what, spoil := range map[string]func(*core.PolicyRevision){
		"document": func(r *core.PolicyRevision) { r.Document = []byte(`{"a":`) },
		"MAC":      func(r *core.PolicyRevision) { r.MAC = nil },
		"author":   func(r *core.PolicyRevision) { r.By = 99 },
		"time":     func(r *core.PolicyRevision) { r.At = time.Time{} },
	} {
		wrong := revision(core.DefaultPolicy, 2)
		spoil(&wrong)
		if s.Update(t.Context(), func(tx core.Tx) error { return tx.InsertRevision(&wrong) }) == nil {
			t.Errorf("a revision with a wrong %s was stored", what)
		}
	}
	// A document may be long.
	long := revision(core.DefaultPolicy, 2)
	long.Document = []byte(`{"banned":"` + strings.Repeat("password,", 1<<18) + `"}`)
	update(t, s, func(tx core.Tx) error { return tx.InsertRevision(&long) })
	view(t, s, func(tx core.Tx) error {
		found, err := tx.RevisionByID(long.ID)
		if !bytes.Equal(found.Document, long.Document) {
			return fmt.Errorf("a long document came back as %d bytes", len(found.Document))
		}
		if err != nil {
			return err
		}
		size, err := tx.RevisionSize(long.ID)
		if size != len(long.Document) || err != nil {
			return fmt.Errorf("the size of a long document is %d: %w", size, err)
		}
		if _, err := tx.RevisionSize(99); want(err, core.ErrNotFound) != nil {
			return fmt.Errorf("the size of revision 99: %w", err)
		}
		return nil
	})
}
