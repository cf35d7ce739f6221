package core

import (
	"context"
	"crypto/hmac"
	"fmt"
	"math"
	"reflect"
	"slices"

	"gatehouse/core/policy"
)

// Policies lists the site's policies, the default first, then by rank.
func (s *Site) Policies(ctx context.Context, token Token) ([]PolicySummary, error) {
	var list []PolicySummary
	err := s.look(ctx, token, RightPolicy, func(tx Tx, _ caller) error {
		records, err := allPolicies(tx)
		if err != nil {
			return err
		}
		for _, record := range records {
			o, err := s.headOf(tx, record)
			if err != nil {
				return err
			}
			summary, err := summaryOf(tx, o)
			if err != nil {
				return err
			}
			list = append(list, summary)
		}
		return nil
	})
	return list, err
}

// Policy opens one.
func (s *Site) Policy(ctx context.Context, token Token, id PolicyID) (PolicyView, error) {
	var view PolicyView
	err := s.look(ctx, token, RightPolicy, func(tx Tx, _ caller) error {
		var err error
		view, err = s.policyView(tx, id)
		return err
	})
	return view, err
}

// maxRevisions is the longest page of revisions.
const maxRevisions = 100

// PolicyRevisions lists revisions of a policy, the newest first, each with what it
// changed. A page stays the same while others save: its place is a number.
func (s *Site) PolicyRevisions(ctx context.Context, token Token, q RevisionQuery) (RevisionPage, error) {
	if q.Limit < 1 || q.Limit > maxRevisions || q.Before < 0 {
		return RevisionPage{}, &Error{Code: CodeUsage, Text: say("There is no such page of revisions.")}
	}
	var page RevisionPage
	err := s.look(ctx, token, RightPolicy, func(tx Tx, _ caller) error {
		if _, err := policyInUse(tx, q.Policy); err != nil {
			return err
		}
		// One more: what the last of them changed shows against the one before it.
		rows, err := revisionsOf(tx, q.Policy, q.Before, q.Limit+1)
		if err != nil {
			return err
		}
		list, err := s.revisionViews(tx, rows)
		if err != nil {
			return err
		}
		page = RevisionPage{Revisions: list[:min(len(list), q.Limit)], More: len(list) > q.Limit}
		return nil
	})
	return page, err
}

// revisionsOf lists revisions without their documents, the newest first.
func revisionsOf(tx Tx, id PolicyID, before int64, limit int) ([]PolicyRevision, error) {
	rows, err := tx.Revisions(id, before, limit)
	if err != nil {
		return nil, fmt.Errorf("list the revisions of a policy: %w", err)
	}
	return rows, nil
}

// revisionNumbered finds the revision of a number, without its document; the zero
// revision stands for none.
func revisionNumbered(tx Tx, id PolicyID, number int64) (PolicyRevision, error) {
	if number < 1 || number == math.MaxInt64 {
		return PolicyRevision{}, nil
	}
	rows, err := revisionsOf(tx, id, number+1, 1)
	if err != nil || len(rows) == 0 || rows[0].Number != number {
		return PolicyRevision{}, err
	}
	return rows[0], nil
}

// revisionViews reads the documents of revisions, the newest first, and compares
// each with the one before it.
func (s *Site) revisionViews(tx Tx, rows []PolicyRevision) ([]RevisionView, error) {
	list := make([]RevisionView, len(rows))
	for i := len(rows) - 1; i >= 0; i-- {
		row, err := tx.RevisionByID(rows[i].ID)
		if err != nil {
			return nil, fmt.Errorf("read a revision of a policy: %w", err)
		}
		v := RevisionView{Number: row.Number, At: row.At, By: row.ByName, Reason: row.Reason}
		v.Policy, err = s.readRevision(row)
		if err != nil {
			s.log.Error("a revision of a policy cannot be used", "revision", row.ID, "cause", err.Error())
			v.Policy, v.Altered = policy.Policy{}, true
		}
		if i+1 < len(rows) && !v.Altered && !list[i+1].Altered {
			shareBanned(&v.Policy, list[i+1].Policy)
			v.Changes = policy.Diff(list[i+1].Policy, v.Policy)
		}
		list[i] = v
	}
	return list, nil
}

// shareBanned lets two revisions hold one list of banned passwords when they are
// equal: it may take a hundred megabytes, and most revisions change other fields.
func shareBanned(p *policy.Policy, before policy.Policy) {
	if slices.Equal(p.Complexity.Banned, before.Complexity.Banned) {
		p.Complexity.Banned = before.Complexity.Banned
	}
}

// opened is a policy as it is stored.
type opened struct {
	record PolicyRecord
	newest PolicyRevision
	rules  policy.Policy
	// altered: row or revision are not as the program wrote them, and the rules are
	// those of a new site.
	altered bool
}

// openPolicy reads the revision in force. Its rules are nobody else's, so that a
// front end may edit them in place. One that is not whole is no error: whoever may
// save it again makes it so.
func (s *Site) openPolicy(tx Tx, record PolicyRecord) (opened, error) {
	o := opened{record: record, rules: policy.Default(), altered: true}
	newest, err := tx.RevisionByID(record.Newest)
	if isNotFound(err) {
		return o, nil
	}
	if err != nil {
		return opened{}, fmt.Errorf("read a revision of a policy: %w", err)
	}
	o.newest = newest
	if !s.policySound(record) {
		return o, nil
	}
	rules, err := s.readNewest(record, newest)
	if err != nil {
		s.log.Error("a revision of a policy cannot be used", "revision", newest.ID, "cause", err.Error())
		return o, nil
	}
	o.rules, o.altered = rules, false
	return o, nil
}

// has tells whether rules are the ones in force; a policy that is not stored yet
// has none. Documents are not compared: an earlier version left out what this one
// writes.
func (o opened) has(rules policy.Policy) bool {
	return o.record.ID != 0 && !o.altered && reflect.DeepEqual(o.rules, rules)
}

// headOf is a policy as it holds now. It reads no document that was read before:
// there may be large ones. So its rules are everybody's, and are not to be edited.
func (s *Site) headOf(tx Tx, record PolicyRecord) (opened, error) {
	held, err := s.rulingBy(tx, Holding{Policy: record.ID})
	if err != nil {
		return opened{}, err
	}
	o := opened{record: record, rules: held.Policy, altered: held.altered}
	row, err := revisionNumbered(tx, record.ID, record.Number)
	if err != nil {
		return opened{}, err
	}
	// They differ where somebody wrote the row by hand: then nobody is named.
	if row.ID == record.Newest {
		o.newest = row
	}
	return o, nil
}

// policySound tells whether a policy's row is as it was written.
func (s *Site) policySound(record PolicyRecord) bool {
	return hmac.Equal(record.MAC, s.policyMAC(record))
}

// policyView opens a policy in use.
func (s *Site) policyView(tx Tx, id PolicyID) (PolicyView, error) {
	record, err := policyInUse(tx, id)
	if err != nil {
		return PolicyView{}, err
	}
	o, err := s.openPolicy(tx, record)
	if err != nil {
		return PolicyView{}, err
	}
	return viewOf(tx, o)
}

// viewOf gathers what is shown of an opened policy.
func viewOf(tx Tx, o opened) (PolicyView, error) {
	summary, err := summaryOf(tx, o)
	return PolicyView{PolicySummary: summary, Policy: o.rules}, err
}

// summaryOf gathers what a list shows of a policy.
func summaryOf(tx Tx, o opened) (PolicySummary, error) {
	v := PolicySummary{
		ID: o.record.ID, Name: o.record.Name, Rank: o.record.Rank, Number: o.record.Number, Altered: o.altered,
		At: o.newest.At, By: o.newest.ByName, Reason: o.newest.Reason,
	}
	var err error
	if v.Accounts, err = tx.Held(o.record.ID); err != nil {
		return PolicySummary{}, fmt.Errorf("count the accounts of a policy: %w", err)
	}
	groups, err := tx.Groups()
	if err != nil {
		return PolicySummary{}, fmt.Errorf("list groups: %w", err)
	}
	for _, group := range groups {
		if group.Policy == o.record.ID {
			v.Groups = append(v.Groups, group.Name)
		}
	}
	return v, nil
}

// allPolicies lists the policies in use. The default is among them even if
// somebody marked it as removed by hand.
func allPolicies(tx Tx) ([]PolicyRecord, error) {
	records, err := tx.Policies()
	if err != nil {
		return nil, fmt.Errorf("list policies: %w", err)
	}
	if slices.ContainsFunc(records, func(p PolicyRecord) bool { return p.ID == DefaultPolicy }) {
		return records, nil
	}
	site, err := policyInUse(tx, DefaultPolicy)
	if err != nil {
		return nil, err
	}
	return append([]PolicyRecord{site}, records...), nil
}

// policyInUse finds a policy that was not removed; the default cannot be.
func policyInUse(tx Tx, id PolicyID) (PolicyRecord, error) {
	record, err := tx.PolicyByID(id)
	if isNotFound(err) || err == nil && id != DefaultPolicy && !record.RemovedAt.IsZero() {
		return PolicyRecord{}, &Error{Code: CodeNotFound, Field: FieldPolicy, Text: say("There is no such policy any more. Choose another one.")}
	}
	if err != nil {
		return PolicyRecord{}, fmt.Errorf("find a policy: %w", err)
	}
	return record, nil
}
