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

// trimHistories forgets former passwords after a policy got new rules, or, with
// moved, after it may hold for others than before.
func (s *Site) trimHistories(tx Tx, id PolicyID, before opened, rules policy.Policy, moved bool) error {
	if moved {
		return s.trimAll(tx)
	}
	depth := depthOf(rules)
	if !before.altered && depthOf(before.rules) <= depth {
		return nil
	}
	if err := tx.KeepHistoryOf(id, depth); err != nil {
		return fmt.Errorf("forget former passwords: %w", err)
	}
	return nil
}

// trimAll forgets what no policy remembers, after accounts have another one. A
// policy that was altered forgets nothing: its rules are not those that were
// meant.
func (s *Site) trimAll(tx Tx) error {
	return s.eachPolicy(tx, func(held ruling) error {
		if held.altered {
			return nil
		}
		if err := tx.KeepHistoryOf(held.id, depthOf(held.Policy)); err != nil {
			return fmt.Errorf("forget former passwords: %w", err)
		}
		return nil
	})
}
