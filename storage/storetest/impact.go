package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"gatehouse/core"

	"pgregory.net/rapid"
)

// testTown compares what is asked over all accounts of a policy with its
// plainest form, for any people, groups and policies.
func testTown(t *testing.T, s core.Store) {
	rapid.Check(t, func(rt *rapid.T) {
		err := s.Update(t.Context(), func(tx core.Tx) error {
			w, err := found(rt, tx)
			if err != nil {
				return err
			}
			for _, compare := range []func(*rapid.T, core.Tx) error{
				w.compareHoldings, w.compareImpact, w.compareExpiring, w.compareIdle, w.compareHistory,
			} {
				if err := compare(rt, tx); err != nil {
					return err
				}
			}
			return errStop
		})
		if !errors.Is(err, errStop) {
			rt.Fatal(err)
		}
	})
}

func (w *town) compareHoldings(_ *rapid.T, tx core.Tx) error {
	last := core.AccountID(0)
	for _, c := range w.citizens {
		last = max(last, c.ID)
		found, err := tx.HoldingOf(c.ID)
		if err != nil {
			return err
		}
		if err := same("holding of "+c.Name, found, w.holding(c)); err != nil {
			return err
		}
	}
	for _, p := range w.policies {
		wanted := w.held(p.ID, func(c citizen) bool { return c.State != core.StateDeleted })
		found, err := tx.Held(p.ID)
		if err != nil {
			return err
		}
		if err := same("number of those under "+p.Name, found, len(wanted)); err != nil {
			return err
		}
	}
	if _, err := tx.HoldingOf(last + 1); want(err, core.ErrNotFound) != nil {
		return fmt.Errorf("holding of nobody: %w", err)
	}
	found, err := tx.LastAccount()
	if err != nil {
		return err
	}
	return same("last account", found, last)
}

// asks draws a question.
func (w *town) asks(t *rapid.T) core.ImpactQuery {
	some := rapid.SliceOfN(rapid.Map(rapid.IntRange(1, revisions+1), func(n int) core.RevisionID { return core.RevisionID(n) }), 0, 3)
	q := core.ImpactQuery{
		Policy: core.PolicyID(rapid.IntRange(1, len(w.policies)).Draw(t, "policy")),
		Comply: some.Draw(t, "comply"), Fail: some.Draw(t, "fail"),
		SetBefore: maybeHours.Draw(t, "set before"), ExpiresBy: maybeHours.Draw(t, "expires by"),
		IdleBefore: maybeHours.Draw(t, "idle before"), To: 100,
	}
	if rapid.Bool().Draw(t, "slice") {
		q.After = core.AccountID(rapid.IntRange(0, 4).Draw(t, "after"))
		q.To = q.After + core.AccountID(rapid.IntRange(0, 5).Draw(t, "count"))
	}
	return q
}

func (w *town) compareImpact(t *rapid.T, tx core.Tx) error {
	q := w.asks(t)
	c, err := tx.Impact(q)
	if err != nil {
		return err
	}
	if err := same("total", c.Total, len(w.impact("", q))); err != nil {
		return err
	}
	for kind, count := range map[core.ImpactKind]int{
		core.ImpactComply: c.Comply, core.ImpactFail: c.Fail, core.ImpactUnknown: c.Unknown,
		core.ImpactExpire: c.Expire, core.ImpactLock: c.Lock,
	} {
		wanted := w.impact(kind, q)
		if err := same(fmt.Sprintf("count of %q for %+v", kind, q), count, len(wanted)); err != nil {
			return err
		}
		for _, limit := range []int{1, 3, 500} {
			found, err := tx.ImpactNames(q, kind, limit)
			if err != nil {
				return err
			}
			if !slices.Equal(found, wanted[:min(limit, len(wanted))]) {
				return fmt.Errorf("names of %q for %+v are %v, want %v", kind, q, found, wanted)
			}
		}
	}
	return nil
}

func (w *town) compareExpiring(t *rapid.T, tx core.Tx) error {
	policy := core.PolicyID(rapid.IntRange(1, len(w.policies)).Draw(t, "policy"))
	in := func(x, from, to time.Time) bool { return !x.Before(from) && x.Before(to) }
	setFrom, setTo := hours.Draw(t, "set from"), hours.Draw(t, "set to")
	from, to := hours.Draw(t, "from"), hours.Draw(t, "to")
	wanted := w.held(policy, func(c citizen) bool {
		if c.terms.ExpiresAt.IsZero() {
			return c.counted() && in(c.password.SetAt, setFrom, setTo)
		}
		return c.counted() && in(c.terms.ExpiresAt, from, to)
	})
	count, err := tx.Expiring(policy, setFrom, setTo, from, to)
	if err != nil {
		return err
	}
	if err := same("expiring", count, len(wanted)); err != nil {
		return err
	}
	return pages("expiring accounts", wanted, func(after core.AccountID, limit int) ([]core.AccountID, error) {
		return tx.ExpiringAccounts(policy, setFrom, setTo, from, to, after, limit)
	})
}

// pages tests a list by number, two at a time.
func pages(what string, wanted []citizen, next func(core.AccountID, int) ([]core.AccountID, error)) error {
	after := core.AccountID(0)
	for {
		found, err := next(after, 2)
		if err != nil {
			return err
		}
		if !slices.Equal(found, numbers(wanted[:min(2, len(wanted))])) {
			return fmt.Errorf("%s after %d are %v, want %v", what, after, found, numbers(wanted))
		}
		if len(found) == 0 {
			return nil
		}
		after, wanted = found[len(found)-1], wanted[len(found):]
	}
}

// numbers of people.
func numbers(all []citizen) []core.AccountID {
	ids := make([]core.AccountID, len(all))
	for i, c := range all {
		ids[i] = c.ID
	}
	return ids
}

func (w *town) compareIdle(t *rapid.T, tx core.Tx) error {
	policy := core.PolicyID(rapid.IntRange(1, len(w.policies)).Draw(t, "policy"))
	before := hours.Draw(t, "before")
	wanted := numbers(w.held(policy, func(c citizen) bool { return c.State == core.StateActive && c.unused(before) }))
	for _, limit := range []int{1, 2, 500} {
		found, err := tx.Idle(policy, before, limit)
		if err != nil {
			return err
		}
		if !slices.Equal(found, wanted[:min(limit, len(wanted))]) {
			return fmt.Errorf("idle before %v are %v, want %v", before, found, wanted)
		}
	}
	return nil
}

// compareHistory changes the town, and so comes last.
func (w *town) compareHistory(t *rapid.T, tx core.Tx) error {
	policy := core.PolicyID(rapid.IntRange(1, len(w.policies)).Draw(t, "policy"))
	keep := rapid.IntRange(0, 3).Draw(t, "keep")
	if err := tx.KeepHistoryOf(policy, keep); err != nil {
		return err
	}
	for _, c := range w.citizens {
		left := c.history
		if w.holding(c).Policy == policy {
			left = min(left, keep)
		}
		found, err := tx.History(c.ID, 9)
		if err != nil {
			return err
		}
		if err := same("former passwords of "+c.Name, len(found), left); err != nil {
			return err
		}
	}
	return nil
}

func testWrongImpact(t *testing.T, s core.Store) {
	view(t, s, func(tx core.Tx) error {
		c, err := tx.Impact(core.ImpactQuery{Policy: core.DefaultPolicy, To: 100})
		if err != nil {
			return err
		}
		return same("impact on nobody", c, core.ImpactCounts{})
	})
	for _, wrong := range []struct {
		kind  core.ImpactKind
		limit int
	}{{"", 10}, {"tall", 10}, {core.ImpactFail, 0}, {core.ImpactFail, -1}, {core.ImpactFail, 501}} {
		if s.View(t.Context(), func(tx core.Tx) error {
			_, err := tx.ImpactNames(core.ImpactQuery{Policy: core.DefaultPolicy}, wrong.kind, wrong.limit)
			return err
		}) == nil {
			t.Errorf("%+v was taken", wrong)
		}
	}
}
