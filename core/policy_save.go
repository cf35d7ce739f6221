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
		saved, err := s.savePolicy(tx, c, read)
		if err != nil {
			return err
		}
		view, err = viewOf(tx, saved)
		return err
	})
	if err != nil {
		return PolicyView{}, err
	}
	return view, nil
}

// savePolicy decides and writes, and gives the policy as it is then.
func (s *Site) savePolicy(tx Tx, c caller, r readDraft) (opened, error) {
	before, err := s.beforeDraft(tx, r)
	if err != nil {
		return opened{}, err
	}
	if err := r.check(tx, before); err != nil {
		return opened{}, err
	}
	after := opened{record: before.record, newest: before.newest, rules: r.rules}
	after.record.Name, after.record.Key, after.record.Rank = r.Name, r.key, r.Rank
	moved := r.ID != 0 && after.record.Rank != before.record.Rank
	same := before.has(r.rules)
	if same && !moved && after.record.Name == before.record.Name {
		return opened{}, refuse(say("Nothing was changed, so there is nothing to save."))
	}
	if err := s.writePolicy(tx, c, &after, r, same); err != nil {
		return opened{}, err
	}
	if err := trimHistories(tx, after.record.ID, before, r.rules); err != nil {
		return opened{}, err
	}
	if moved {
		if err := s.trimAll(tx, 0); err != nil {
			return opened{}, err
		}
	}
	return after, s.recordSaved(tx, c, after.record, before, r)
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
	return s.headOf(tx, record)
}

// writePolicy stores the row, and the next revision unless the rules are the same.
func (s *Site) writePolicy(tx Tx, c caller, o *opened, r readDraft, same bool) error {
	if same {
		return s.putPolicy(tx, o.record)
	}
	if r.ID == 0 {
		o.record.CreatedAt, o.record.MAC = tx.Now(), make([]byte, 32)
		if err := tx.InsertPolicy(&o.record); err != nil {
			return fmt.Errorf("store a policy: %w", err)
		}
	}
	return s.nextRevision(tx, c, o, r.document, r.Reason)
}

// nextRevision writes the revision that follows those in the store: a number in
// the row may have been written by somebody else.
func (s *Site) nextRevision(tx Tx, c caller, o *opened, document []byte, reason string) error {
	rows, err := revisionsOf(tx, o.record.ID, 0, 1)
	if err != nil {
		return err
	}
	o.record.Number = 0
	if len(rows) > 0 {
		o.record.Number = rows[0].Number
	}
	if o.record.ID == DefaultPolicy {
		o.record.Rank, o.record.RemovedAt = 0, time.Time{}
	}
	o.newest = PolicyRevision{At: tx.Now(), ByName: c.account.Name, Reason: reason}
	return s.addRevision(tx, &o.record, document, c.account, reason)
}

// recordSaved writes what was saved into the log.
func (s *Site) recordSaved(tx Tx, c caller, record PolicyRecord, before opened, r readDraft) error {
	d := detail{"policy": record.Name, "number": strconv.FormatInt(record.Number, 10), "reason": r.Reason}
	if r.ID == 0 {
		d["rank"] = strconv.Itoa(record.Rank)
		return s.recordPolicy(tx, c, EventPolicyAdded, d)
	}
	changed := changedFields(before.rules, r.rules)
	if record.Name != before.record.Name {
		changed = append(changed, "name")
		d["policy.was"] = before.record.Name
	}
	if record.Rank != before.record.Rank {
		changed = append(changed, "rank")
		d["rank"], d["rank.was"] = strconv.Itoa(record.Rank), strconv.Itoa(before.record.Rank)
	}
	d["changed"] = strings.Join(changed, ",")
	if err := s.recordHealed(tx, c, before); err != nil {
		return err
	}
	return s.recordPolicy(tx, c, EventPolicySaved, d)
}

// recordHealed writes that a policy was found as the program did not write it,
// before the line that tells what became of it.
func (s *Site) recordHealed(tx Tx, c caller, before opened) error {
	if !before.altered {
		return nil
	}
	return s.recordPolicy(tx, c, EventPolicyAltered, detail{"policy": before.record.Name})
}

// recordPolicy writes a line about a policy, which is about no account.
func (s *Site) recordPolicy(tx Tx, c caller, kind EventKind, d detail) error {
	_, err := s.record(tx, c.did(kind, Account{}), d)
	return err
}
