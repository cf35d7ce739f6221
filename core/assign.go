package core

import (
	"context"
	"fmt"
)

// Effective is the policy of an account and why it is.
type Effective struct {
	ID     PolicyID
	Name   string
	Number int64
	// Why says by what it holds.
	Why Text
}

// effective words which policy holds, and why.
func (r ruling) effective() Effective {
	e := Effective{ID: r.id, Name: r.name, Number: r.number, Why: say("It is the site's policy.")}
	switch {
	case r.holding.Direct:
		e.Why = say("It is assigned to this account.")
	case r.holding.Group != 0:
		e.Why = say("It is assigned to the group {{.Group}}.", "Group", r.holding.GroupName)
	}
	return e
}

// AssignPolicy assigns a policy to one account, 0 takes it away again.
func (s *Site) AssignPolicy(ctx context.Context, token Token, account AccountID, id PolicyID) error {
	return s.act(ctx, token, RightPolicy, func(tx Tx, c caller) error {
		target, err := existing(tx, account)
		if err != nil {
			return err
		}
		if err := c.mayChange(target); err != nil {
			return err
		}
		return s.assign(tx, c, target, id)
	})
}

// assign writes the assignment and forgets the former passwords that the policy
// which holds from now on does not remember.
func (s *Site) assign(tx Tx, c caller, target Account, id PolicyID) error {
	name, err := policyName(tx, id)
	if err != nil {
		return err
	}
	terms, err := termsOf(tx, target.ID)
	if err != nil {
		return err
	}
	if terms.Policy == id {
		return refuse(say("The account has this policy already."))
	}
	was, err := formerName(tx, terms.Policy)
	if err != nil {
		return err
	}
	terms.Policy = id
	if err := putTerms(tx, terms); err != nil {
		return err
	}
	if err := s.trimHistory(tx, target.ID); err != nil {
		return err
	}
	_, err = s.record(tx, c.did(EventPolicyAssigned, target), detail{"policy": name, "policy.was": was})
	return err
}

// policyName is the name of a policy in use, "" for none.
func policyName(tx Tx, id PolicyID) (string, error) {
	if id == 0 {
		return "", nil
	}
	record, err := policyInUse(tx, id)
	return record.Name, err
}

// formerName is the name of a policy of any state for the log, "" for none.
func formerName(tx Tx, id PolicyID) (string, error) {
	if id == 0 {
		return "", nil
	}
	record, err := tx.PolicyByID(id)
	if err != nil && !isNotFound(err) {
		return "", fmt.Errorf("find a policy: %w", err)
	}
	return record.Name, nil
}
