package core

import (
	"fmt"

	"gatehouse/core/policy"
)

// A policy that remembers fewer former passwords forgets the others at once: what
// is not needed is not kept.

// depthOf is how many former passwords a policy remembers.
func depthOf(p policy.Policy) int {
	if p.Change.HistoryDepth == nil {
		return 0
	}
	return *p.Change.HistoryDepth
}

// trimHistories forgets former passwords after a policy got new rules.
func trimHistories(tx Tx, id PolicyID, before opened, rules policy.Policy) error {
	depth := depthOf(rules)
	if !before.altered && depthOf(before.rules) <= depth {
		return nil
	}
	if err := tx.KeepHistoryOf(id, depth); err != nil {
		return fmt.Errorf("forget former passwords: %w", err)
	}
	return nil
}

// trimAll forgets former passwords after policies may hold for other accounts than
// before, some of which had one that remembered so many. Only policies that
// remember fewer than another one are looked at: a history is long. A policy that
// was altered forgets nothing: its rules are not those that were meant.
func (s *Site) trimAll(tx Tx, most int) error {
	depths := map[PolicyID]int{}
	err := s.eachPolicy(tx, func(held ruling) error {
		if held.altered {
			return nil
		}
		depths[held.id] = depthOf(held.Policy)
		most = max(most, depths[held.id])
		return nil
	})
	if err != nil {
		return err
	}
	for id, depth := range depths {
		if depth == most {
			continue
		}
		if err := tx.KeepHistoryOf(id, depth); err != nil {
			return fmt.Errorf("forget former passwords: %w", err)
		}
	}
	return nil
}

// trimHistory forgets the former passwords of one account that the policy which
// holds for it now does not remember.
func (s *Site) trimHistory(tx Tx, id AccountID) error {
	held, err := s.rulingOf(tx, id)
	if err != nil || held.altered {
		return err
	}
	if err := tx.KeepHistory(id, depthOf(held.Policy)); err != nil {
		return fmt.Errorf("forget former passwords: %w", err)
	}
	return nil
}
