package core

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"gatehouse/core/policy"
)

// RestorePolicy brings a former revision back, as a new one.
func (s *Site) RestorePolicy(ctx context.Context, token Token, id PolicyID, number int64, reason string) (PolicyView, error) {
	var f form
	why := f.line(FieldReason, reason, maxReason, true)
	if err := f.problems.orNil(); err != nil {
		return PolicyView{}, err
	}
	former, err := s.formerRules(ctx, token, id, number)
	if err != nil {
		return PolicyView{}, s.plain(ctx, err)
	}
	var view PolicyView
	err = s.act(ctx, token, RightPolicy, func(tx Tx, c caller) error {
		restored, err := s.restorePolicy(tx, c, former, why)
		if err != nil {
			return err
		}
		view, err = viewOf(tx, restored)
		return err
	})
	if err != nil {
		return PolicyView{}, err
	}
	return view, nil
}

// restorePolicy decides and writes, and gives the policy as it is then.
func (s *Site) restorePolicy(tx Tx, c caller, former formerRevision, reason string) (opened, error) {
	rules := former.rules
	record, err := policyInUse(tx, former.Policy)
	if err != nil {
		return opened{}, err
	}
	before, err := s.headOf(tx, record)
	if err != nil {
		return opened{}, err
	}
	if before.has(rules) {
		return opened{}, refuse(say("These rules are in force already."))
	}
	after := opened{record: record, rules: rules}
	if err := s.nextRevision(tx, c, &after, former.Document, reason); err != nil {
		return opened{}, err
	}
	if err := trimHistories(tx, record.ID, before, rules); err != nil {
		return opened{}, err
	}
	if err := s.recordHealed(tx, c, before); err != nil {
		return opened{}, err
	}
	return after, s.recordPolicy(tx, c, EventPolicyRestored, detail{
		"policy": record.Name, "number": strconv.FormatInt(after.record.Number, 10), "reason": reason,
		"from": strconv.FormatInt(former.Number, 10), "changed": strings.Join(changedFields(before.rules, rules), ","),
	})
}

// formerRevision is a revision that is to be in force again, and what it says.
type formerRevision struct {
	PolicyRevision
	rules policy.Policy
}

// formerRules reads it, before the transaction that writes: it may be long, and is
// never changed.
func (s *Site) formerRules(ctx context.Context, token Token, id PolicyID, number int64) (formerRevision, error) {
	var former formerRevision
	err := s.look(ctx, token, RightPolicy, func(tx Tx, _ caller) error {
		if _, err := policyInUse(tx, id); err != nil {
			return err
		}
		row, err := revisionNumbered(tx, id, number)
		if err != nil {
			return err
		}
		if row.ID == 0 {
			return &Error{Code: CodeNotFound, Text: say("There is no such revision of this policy.")}
		}
		if former.PolicyRevision, err = tx.RevisionByID(row.ID); err != nil {
			return fmt.Errorf("read a revision of a policy: %w", err)
		}
		return nil
	})
	if err != nil {
		return formerRevision{}, err
	}
	if former.rules, err = s.readRevision(former.PolicyRevision); err != nil {
		return formerRevision{}, &Error{Code: CodeRefused, Cause: err, Text: say("This revision was changed outside Gatehouse, so it cannot be brought back. Choose another one.")}
	}
	var f form
	f.rules(s.LintPolicy(former.rules))
	return former, f.problems.orNil()
}

// RemovePolicy takes a policy away. The accounts and groups that had it have the
// next one that holds for them. The default stays. The reason may be empty.
func (s *Site) RemovePolicy(ctx context.Context, token Token, id PolicyID, reason string) error {
	var f form
	why := f.line(FieldReason, reason, maxReason, false)
	if err := f.problems.orNil(); err != nil {
		return err
	}
	return s.act(ctx, token, RightPolicy, func(tx Tx, c caller) error {
		if id == DefaultPolicy {
			return refuse(say("This policy holds for everybody who has no other one, so it stays. Change its rules instead."))
		}
		record, err := policyInUse(tx, id)
		if err != nil {
			return err
		}
		return s.removePolicy(tx, c, record, why)
	})
}

// removePolicy writes that a policy is gone.
func (s *Site) removePolicy(tx Tx, c caller, record PolicyRecord, reason string) error {
	before, err := s.headOf(tx, record)
	if err != nil {
		return err
	}
	record.RemovedAt = tx.Now()
	if err := s.putPolicy(tx, record); err != nil {
		return err
	}
	if err := takeFromGroups(tx, record.ID); err != nil {
		return err
	}
	if err := s.trimAll(tx, depthOf(before.rules)); err != nil {
		return err
	}
	if err := s.recordHealed(tx, c, before); err != nil {
		return err
	}
	return s.recordPolicy(tx, c, EventPolicyRemoved, detail{"policy": record.Name, "reason": reason})
}

// takeFromGroups leaves no group with a policy that is gone.
func takeFromGroups(tx Tx, id PolicyID) error {
	groups, err := tx.Groups()
	if err != nil {
		return fmt.Errorf("list groups: %w", err)
	}
	for _, group := range groups {
		if group.Policy != id {
			continue
		}
		group.Policy = 0
		if err := tx.UpdateGroup(group); err != nil {
			return fmt.Errorf("store a group: %w", err)
		}
	}
	return nil
}
