package core

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"gatehouse/core/policy"
)

// spareLastRoot takes the last root account out of those that would be locked
// tonight: it never is.
func (s *Site) spareLastRoot(ctx context.Context, token Token, q ImpactQuery, rules policy.Expiration, impact *Impact) error {
	if impact.Lock == 0 {
		return nil
	}
	return s.look(ctx, token, RightPolicy, func(tx Tx, _ caller) error {
		roots, err := s.rootsTonight(tx, q.Policy, rules)
		if err != nil || len(roots) == 0 {
			return err
		}
		// A sweep locks one after the other, as long as another one is left.
		spared := roots[len(roots)-1]
		idle := func(r rootTonight) bool { return !r.from.IsZero() && !r.from.After(today(tx.Now(), s.zone).start(1)) }
		for _, root := range roots {
			if !idle(root) {
				return nil
			}
		}
		if spared.policy != q.Policy {
			return nil
		}
		impact.Lock--
		impact.Names[ImpactLock] = slices.DeleteFunc(impact.Names[ImpactLock], func(n AccountName) bool { return n.ID == spared.id })
		return nil
	})
}

// rootTonight is a root account that can sign in, the policy that holds for it,
// and when it is locked unless it is used before.
type rootTonight struct {
	id     AccountID
	policy PolicyID
	rank   int
	from   time.Time
}

// rootsTonight lists them as a sweep comes to them, with other rules for one
// policy.
func (s *Site) rootsTonight(tx Tx, changed PolicyID, rules policy.Expiration) ([]rootTonight, error) {
	ids, err := tx.Usable(RoleRoot, 0, policy.MaxConsecutiveFailures)
	if err != nil {
		return nil, fmt.Errorf("list root accounts: %w", err)
	}
	var roots []rootTonight
	for _, id := range ids {
		opens, err := s.opensOthers(tx, id)
		if err != nil {
			return nil, err
		}
		if !opens {
			continue
		}
		root, err := s.rootTonight(tx, id, changed, rules)
		if err != nil {
			return nil, err
		}
		roots = append(roots, root)
	}
	slices.SortStableFunc(roots, func(a, b rootTonight) int { return cmp.Compare(a.rank, b.rank) })
	return roots, nil
}

// rootTonight looks at one of them.
func (s *Site) rootTonight(tx Tx, id AccountID, changed PolicyID, rules policy.Expiration) (rootTonight, error) {
	account, err := tx.AccountByID(id)
	if err != nil {
		return rootTonight{}, fmt.Errorf("find an account: %w", err)
	}
	terms, err := termsOf(tx, id)
	if err != nil {
		return rootTonight{}, err
	}
	held, err := s.rulingOf(tx, id)
	if err != nil {
		return rootTonight{}, err
	}
	if held.id == changed {
		copied := *held.compiled
		copied.Expiration = rules
		held.compiled = &copied
	}
	record, err := tx.PolicyByID(held.id)
	if err != nil {
		return rootTonight{}, fmt.Errorf("find a policy: %w", err)
	}
	return rootTonight{id: id, policy: held.id, rank: record.Rank, from: s.inactiveAt(account, held, terms)}, nil
}
