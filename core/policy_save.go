package core

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"gatehouse/core/policy"
)

// SavePolicy makes a policy, or its next revision. Problems of all fields come at
// once. Where the draft changes nothing it is refused. A new name or rank alone
// makes no revision: nobody's password is judged anew by it.
func (s *Site) SavePolicy(ctx context.Context, token Token, draft PolicyDraft) (PolicyView, error) {
	read, err := s.readPolicy(draft)
	if err != nil {
		return PolicyView{}, s.plain(ctx, err)
	}
	var view PolicyView
	err = s.act(ctx, token, RightPolicy, func(tx Tx, c caller) error {
		id, err := s.savePolicy(tx, c, read)
		if err != nil {
			return err
		}
		view, err = s.policyView(tx, id)
		return err
	})
	if err != nil {
		return PolicyView{}, err
	}
	return view, nil
}

// savePolicy decides and writes.
func (s *Site) savePolicy(tx Tx, c caller, r readDraft) (PolicyID, error) {
	before, err := s.beforeDraft(tx, r)
	if err != nil {
		return 0, err
	}
	if err := r.check(tx, before); err != nil {
		return 0, err
	}
	same, err := sameRules(before, r.Policy)
	if err != nil {
		return 0, err
	}
	record := before.record
	record.Name, record.Key, record.Rank = r.Name, r.key, r.Rank
	moved := r.ID != 0 && record.Rank != before.record.Rank
	if same && !moved && record.Name == before.record.Name {
		return 0, refuse(say("Nothing was changed, so there is nothing to save."))
	}
	if err := s.writePolicy(tx, c, &record, r, same); err != nil {
		return 0, err
	}
	if err := trimHistories(tx, record.ID, before, r.Policy); err != nil {
		return 0, err
	}
	if moved {
		if err := s.trimAll(tx, 0); err != nil {
			return 0, err
		}
	}
	return record.ID, s.recordSaved(tx, c, record, before, r)
}

// beforeDraft opens the policy that a draft changes; for a new one there are the
// rules of a new site.
func (s *Site) beforeDraft(tx Tx, r readDraft) (opened, error) {
	if r.ID == 0 {
		return opened{rules: policy.Default()}, nil
	}
	record, err := policyInUse(tx, r.ID)
	if err != nil {
		return opened{}, err
	}
	if record.Number != r.Base {
		return opened{}, fmt.Errorf("save a policy: %w", ErrConflict)
	}
	return s.openPolicy(tx, record)
}

// writePolicy stores the row, and the next revision unless the rules are the same.
func (s *Site) writePolicy(tx Tx, c caller, record *PolicyRecord, r readDraft, same bool) error {
	if same {
		return s.putPolicy(tx, *record)
	}
	if r.ID == 0 {
		record.CreatedAt, record.MAC = tx.Now(), make([]byte, 32)
		if err := tx.InsertPolicy(record); err != nil {
			return fmt.Errorf("store a policy: %w", err)
		}
	}
	return s.nextRevision(tx, c, record, r.Policy, r.Reason)
}

// nextRevision writes the revision that follows those in the store: a number in
// the row may have been written by somebody else.
func (s *Site) nextRevision(tx Tx, c caller, record *PolicyRecord, p policy.Policy, reason string) error {
	rows, err := tx.Revisions(record.ID)
	if err != nil {
		return fmt.Errorf("list the revisions of a policy: %w", err)
	}
	record.Number = 0
	for _, row := range rows {
		record.Number = max(record.Number, row.Number)
	}
	if record.ID == DefaultPolicy {
		record.Rank, record.RemovedAt = 0, time.Time{}
	}
	return s.addRevision(tx, record, p, c.account, reason)
}

// recordSaved writes what was saved into the log.
func (s *Site) recordSaved(tx Tx, c caller, record PolicyRecord, before opened, r readDraft) error {
	d := detail{"policy": record.Name, "number": strconv.FormatInt(record.Number, 10), "reason": r.Reason}
	if r.ID == 0 {
		d["rank"] = strconv.Itoa(record.Rank)
		return s.recordPolicy(tx, c, EventPolicyAdded, d)
	}
	changed := changedFields(before.rules, r.Policy)
	if record.Name != before.record.Name {
		changed = append(changed, "name")
		d["policy.was"] = before.record.Name
	}
	if record.Rank != before.record.Rank {
		changed = append(changed, "rank")
		d["rank"], d["rank.was"] = strconv.Itoa(record.Rank), strconv.Itoa(before.record.Rank)
	}
	d["changed"] = strings.Join(changed, ",")
	if before.altered {
		d["altered"] = "yes"
	}
	return s.recordPolicy(tx, c, EventPolicySaved, d)
}

// recordPolicy writes a line about a policy, which is about no account.
func (s *Site) recordPolicy(tx Tx, c caller, kind EventKind, d detail) error {
	_, err := s.record(tx, c.did(kind, Account{}), d)
	return err
}
