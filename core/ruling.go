package core

import (
	"context"
	"crypto/hmac"
	"errors"
	"fmt"
	"slices"
	"sync"

	"gatehouse/core/policy"
)

// ruling is the policy that holds for somebody, ready for use.
type ruling struct {
	*compiled
	// id, name and number say which revision of which policy it is.
	id     PolicyID
	name   string
	number int64
	// holding says why it holds.
	holding Holding
}

// compiled is a policy that was read; it is never changed.
type compiled struct {
	policy.Policy
	checker  *policy.Checker
	revision RevisionID
	// altered: what was stored is not what the program wrote, and the rules of a
	// new site stand in its place.
	altered bool
}

// compile prepares a policy.
func compile(p policy.Policy, revision RevisionID) *compiled {
	return &compiled{Policy: p, checker: policy.NewChecker(p), revision: revision}
}

// keptRulings is how many compiled policies a site keeps; a list of banned
// passwords may take a hundred megabytes.
const keptRulings = 8

// rulings keeps compiled policies. A revision never changes, so nothing in it
// can be out of date.
type rulings struct {
	mu sync.Mutex
	// kept has the one that was used last in front.
	kept []*compiled
}

// get gives the compiled form of a revision, nil when it is not kept.
func (r *rulings) get(id RevisionID) *compiled {
	r.mu.Lock()
	defer r.mu.Unlock()
	at := slices.IndexFunc(r.kept, func(c *compiled) bool { return c.revision == id })
	if at < 0 {
		return nil
	}
	c := r.kept[at]
	copy(r.kept[1:], r.kept[:at])
	r.kept[0] = c
	return c
}

// put keeps one, and forgets the one that was not used for the longest time when
// there are too many.
func (r *rulings) put(c *compiled) {
	r.mu.Lock()
	defer r.mu.Unlock()
	others := slices.DeleteFunc(r.kept, func(kept *compiled) bool { return kept.revision == c.revision })
	r.kept = slices.Insert(others[:min(len(others), keptRulings-1)], 0, c)
}

// rulingOf gives the policy that holds for an account; for 0, a name that is no
// account, the site's default.
func (s *Site) rulingOf(tx Tx, id AccountID) (ruling, error) {
	holding := Holding{Policy: DefaultPolicy}
	if id != 0 {
		var err error
		if holding, err = tx.HoldingOf(id); err != nil {
			return ruling{}, fmt.Errorf("find an account's policy: %w", err)
		}
	}
	return s.rulingBy(tx, holding)
}

// rulingBy gives the newest revision of the policy that is held.
func (s *Site) rulingBy(tx Tx, holding Holding) (ruling, error) {
	record, err := tx.PolicyByID(holding.Policy)
	if err != nil {
		return ruling{}, fmt.Errorf("find a policy: %w", err)
	}
	held := ruling{id: record.ID, name: record.Name, number: record.Number, holding: holding}
	if !hmac.Equal(record.MAC, s.policyMAC(record)) {
		s.log.Error("a policy was changed outside the program", "policy", record.ID)
		held.compiled = compile(policy.Default(), 0)
		held.altered = true
		return held, nil
	}
	held.compiled, err = s.revision(tx, record)
	return held, err
}

// revision gives the compiled form of the revision in force. One that was changed
// outside the program, another one in its place, or none at all stands as the
// rules of a new site, and says so.
func (s *Site) revision(tx Tx, record PolicyRecord) (*compiled, error) {
	if kept := s.rulings.get(record.Newest); kept != nil {
		return kept, nil
	}
	if w, writes := tx.(*writing); writes {
		if ready, err := w.compiled(record); ready != nil || err != nil {
			return ready, err
		}
	}
	stored, err := tx.RevisionByID(record.Newest)
	if err != nil && !isNotFound(err) {
		return nil, fmt.Errorf("read a revision of a policy: %w", err)
	}
	return s.compileStored(record, stored), nil
}

// compileStored compiles the revision in force, and keeps it. What is not as it was
// written has the rules of a new site in its place.
func (s *Site) compileStored(record PolicyRecord, stored PolicyRevision) *compiled {
	p, err := s.readNewest(record, stored)
	if err != nil {
		s.log.Error("a revision of a policy cannot be used", "revision", record.Newest, "cause", err.Error())
		c := compile(policy.Default(), 0)
		c.altered = true
		return c
	}
	c := compile(p, record.Newest)
	s.rulings.put(c)
	return c
}

// errPolicyAltered: a revision is not as the program wrote it.
var errPolicyAltered = errors.New("core: a policy was changed outside the program")

// readNewest reads the revision that a policy has in force, and no other one: it
// tells which it is, since its place in the store can be given to another.
func (s *Site) readNewest(record PolicyRecord, stored PolicyRevision) (policy.Policy, error) {
	if stored.Policy != record.ID || stored.Number != record.Number {
		return policy.Policy{}, errPolicyAltered
	}
	return s.readRevision(stored)
}

// readRevision reads the document of a revision that is as it was written.
func (s *Site) readRevision(stored PolicyRevision) (policy.Policy, error) {
	if !hmac.Equal(stored.MAC, s.revisionMAC(stored)) {
		return policy.Policy{}, errPolicyAltered
	}
	return policy.Parse(stored.Document)
}

// The domains keep these MACs apart from other digests.
const (
	policyDomain   = "policy"
	revisionDomain = "policy revision"
)

// policyMAC is what vouches for a policy's row.
func (s *Site) policyMAC(p PolicyRecord) []byte {
	var e encoding
	e.number(int64(p.ID))
	e.text(p.Name)
	e.text(p.Key)
	e.number(int64(p.Rank))
	e.number(int64(p.Newest))
	e.number(p.Number)
	e.number(p.CreatedAt.UnixMilli())
	removed := int64(0)
	if !p.RemovedAt.IsZero() {
		removed = p.RemovedAt.UnixMilli()
	}
	e.number(removed)
	sum := s.keys.digester.Digest(policyDomain, e.Bytes())
	return sum[:]
}

// revisionMAC is what vouches for a revision. Its own number is given by the
// store after it was written; policy and number within it stand for it.
func (s *Site) revisionMAC(r PolicyRevision) []byte {
	var e encoding
	e.number(int64(r.Policy))
	e.number(r.Number)
	e.text(string(r.Document))
	e.number(r.At.UnixMilli())
	e.number(int64(r.By))
	e.text(r.ByName)
	e.text(r.Reason)
	sum := s.keys.digester.Digest(revisionDomain, e.Bytes())
	return sum[:]
}

// addRevision writes the next revision of a policy, its JSON form, and puts it in
// force.
func (s *Site) addRevision(tx Tx, record *PolicyRecord, document []byte, by Account, reason string) error {
	r := PolicyRevision{
		Policy: record.ID, Number: record.Number + 1, Document: document,
		At: tx.Now(), By: by.ID, ByName: by.Name, Reason: reason,
	}
	r.MAC = s.revisionMAC(r)
	if err := tx.InsertRevision(&r); err != nil {
		return fmt.Errorf("store a revision of a policy: %w", err)
	}
	record.Newest, record.Number = r.ID, r.Number
	return s.putPolicy(tx, *record)
}

// putPolicy writes a policy's row with what vouches for it.
func (s *Site) putPolicy(tx Tx, record PolicyRecord) error {
	record.MAC = s.policyMAC(record)
	if err := tx.UpdatePolicy(record); err != nil {
		return fmt.Errorf("store a policy: %w", err)
	}
	return nil
}

// ensurePolicy makes the site's default policy when there is none, with the rules
// that it starts with.
func (s *Site) ensurePolicy(tx Tx, start startPolicy) error {
	_, err := tx.PolicyByID(DefaultPolicy)
	if err == nil {
		return nil
	}
	if !isNotFound(err) {
		return fmt.Errorf("find the site's policy: %w", err)
	}
	record := PolicyRecord{Name: "Site policy", Key: "site policy", CreatedAt: tx.Now(), MAC: make([]byte, 32)}
	if err := tx.InsertPolicy(&record); err != nil {
		return fmt.Errorf("store the site's policy: %w", err)
	}
	if record.ID != DefaultPolicy {
		return fmt.Errorf("core: the site's policy has the number %d", record.ID)
	}
	document, _, err := storable(start.rules)
	if err != nil {
		return err
	}
	if err := s.addRevision(tx, &record, document, Account{}, start.reason); err != nil {
		return err
	}
	d := detail{"policy": record.Name, "number": "1"}
	if start.preset != "" {
		d["preset"] = start.preset
	}
	if start.reason != "" {
		d["reason"] = start.reason
	}
	_, err = s.record(tx, Event{Kind: EventPolicyAdded}, d)
	return err
}

// needPolicy makes the default policy of a site that an earlier version has
// made, with the rules that version had; of any other it writes nothing.
func (s *Site) needPolicy(ctx context.Context) error {
	err := s.store.View(ctx, func(tx Tx) error {
		_, err := tx.PolicyByID(DefaultPolicy)
		return err
	})
	if !isNotFound(err) {
		return err
	}
	start := startPolicy{rules: policy.Default()}
	start.rules.Complexity.Breached = "" // that version had no list of leaked passwords
	return s.store.Update(ctx, func(tx Tx) error { return s.ensurePolicy(tx, start) })
}
