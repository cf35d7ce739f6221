package core

import (
	"bytes"
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
	var view PolicyView
	err := s.act(ctx, token, RightPolicy, func(tx Tx, c caller) error {
		if err := s.restorePolicy(tx, c, id, number, why); err != nil {
			return err
		}
		var err error
		view, err = s.policyView(tx, id)
		return err
	})
	if err != nil {
		return PolicyView{}, err
	}
	return view, nil
}

// restorePolicy decides and writes.
func (s *Site) restorePolicy(tx Tx, c caller, id PolicyID, number int64, reason string) error {
	record, err := policyInUse(tx, id)
	if err != nil {
		return err
	}
	before, err := s.openPolicy(tx, record)
	if err != nil {
		return err
	}
	rules, err := s.formerRules(tx, id, number)
	if err != nil {
		return err
	}
	same, err := sameRules(before, rules)
	if err != nil {
		return err
	}
	if same {
		return refuse(say("These rules are in force already."))
	}
	if err := s.nextRevision(tx, c, &record, rules, reason); err != nil {
		return err
	}
	if err := trimHistories(tx, id, before, rules); err != nil {
		return err
	}
	return s.recordPolicy(tx, c, EventPolicyRestored, detail{
		"policy": record.Name, "number": strconv.FormatInt(record.Number, 10), "reason": reason,
		"from": strconv.FormatInt(number, 10), "changed": strings.Join(changedFields(before.rules, rules), ","),
	})
}

// formerRules reads a revision that is to be in force again.
func (s *Site) formerRules(tx Tx, id PolicyID, number int64) (policy.Policy, error) {
	rows, err := tx.Revisions(id)
	if err != nil {
		return policy.Policy{}, fmt.Errorf("list the revisions of a policy: %w", err)
	}
	for _, row := range rows {
		if row.Number != number {
			continue
		}
		stored, err := tx.RevisionByID(row.ID)
		if err != nil {
			return policy.Policy{}, fmt.Errorf("read a revision of a policy: %w", err)
		}
		rules, err := s.readRevision(stored)
		if err != nil {
			return policy.Policy{}, &Error{Code: CodeRefused, Cause: err, Text: say("This revision was changed outside Gatehouse, so it cannot be brought back. Choose another one.")}
		}
		var f form
		f.rules(s.LintPolicy(rules))
		return rules, f.problems.orNil()
	}
	return policy.Policy{}, &Error{Code: CodeNotFound, Text: say("There is no such revision of this policy.")}
}

// sameRules tells whether rules are those in force.
func sameRules(before opened, rules policy.Policy) (bool, error) {
	if before.altered || before.record.ID == 0 {
		return false, nil
	}
	now, err := before.rules.JSON()
	if err != nil {
		return false, fmt.Errorf("write a policy: %w", err)
	}
	then, err := rules.JSON()
	if err != nil {
		return false, fmt.Errorf("write a policy: %w", err)
	}
	return bytes.Equal(now, then), nil
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
	before, err := s.openPolicy(tx, record)
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
