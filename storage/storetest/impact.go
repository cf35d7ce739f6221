package storetest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/passkey"

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
		IdleBefore: maybeHours.Draw(t, "idle before"), Question: rapid.Bool().Draw(t, "question"), To: 100,
	}
	if rapid.Bool().Draw(t, "leaks") {
		q.Leaks, q.RefuseLeaked = core.ListNumber(rapid.IntRange(1, 3).Draw(t, "list in use")), rapid.Bool().Draw(t, "refuse")
	}
	q.TwoStepRoles = rapid.SampledFrom([][]core.Role{
		nil, {core.RoleAdmin}, {core.RoleMember}, {core.RoleMember, core.RoleAdmin, core.RoleRoot},
	}).Draw(t, "two-step")
	q.PasskeyRoles = rapid.SampledFrom([][]core.Role{nil, {core.RoleRoot, core.RoleAdmin}, {core.RoleMember}}).Draw(t, "passkey")
	q.PasskeyKinds = rapid.SampledFrom([][]passkey.Kind{
		nil, {passkey.SecurityKey}, {passkey.AnyKind, passkey.Phone, passkey.SecurityKey, passkey.ThisDevice},
	}).Draw(t, "kinds of passkey")
	q.PasskeyShut = rapid.SampledFrom([][]core.Role{nil, {core.RoleAdmin, core.RoleMember}}).Draw(t, "shut to passkeys")
	q.PasskeySecond, q.PasskeyOnly = rapid.Bool().Draw(t, "passkey as second"), rapid.Bool().Draw(t, "passkeys only")
	if rapid.Bool().Draw(t, "slice") {
		q.After = core.AccountID(rapid.IntRange(0, 4).Draw(t, "after"))
		q.To = q.After + core.AccountID(rapid.IntRange(0, 5).Draw(t, "count"))
	}
	return q
}

// impactKinds are all of them.
var impactKinds = []core.ImpactKind{
	core.ImpactComply, core.ImpactFail, core.ImpactUnknown, core.ImpactExpire, core.ImpactLock, core.ImpactQuestion, core.ImpactLeaked, core.ImpactUnseen,
	core.ImpactTwoStep, core.ImpactPasskey, core.ImpactPasskeyLost, core.ImpactPasswordOff,
}

func (w *town) compareImpact(t *rapid.T, tx core.Tx) error {
	q := w.asks(t)
	for _, kind := range impactKinds {
		if rapid.Bool().Draw(t, "list "+string(kind)) {
			q.List = append(q.List, kind)
		}
	}
	c, found, err := tx.Impact(q)
	if err != nil {
		return err
	}
	if err := same("total", c.Total, len(w.impact("", q))); err != nil {
		return err
	}
	for kind, count := range map[core.ImpactKind]int{
		core.ImpactComply: c.Comply, core.ImpactFail: c.Fail, core.ImpactUnknown: c.Unknown,
		core.ImpactExpire: c.Expire, core.ImpactLock: c.Lock, core.ImpactQuestion: c.Question, core.ImpactLeaked: c.Leaked, core.ImpactUnseen: c.Unseen,
		core.ImpactTwoStep: c.TwoStep, core.ImpactPasskey: c.Passkey, core.ImpactPasskeyLost: c.PasskeyLost, core.ImpactPasswordOff: c.PasswordOff,
	} {
		wanted := w.impact(kind, q)
		if err := same(fmt.Sprintf("count of %q for %+v", kind, q), count, len(wanted)); err != nil {
			return err
		}
		var ids []core.AccountID
		if slices.Contains(q.List, kind) {
			ids = slices.Sorted(maps.Keys(byNumber(wanted)))
		}
		if !slices.Equal(found[kind], ids) {
			return fmt.Errorf("accounts of %q for %+v are %v, want %v", kind, q, found[kind], ids)
		}
	}
	return w.compareNames(tx, q)
}

// byNumber is a list without its order.
func byNumber(names []core.AccountName) map[core.AccountID]core.AccountName {
	all := map[core.AccountID]core.AccountName{}
	for _, n := range names {
		all[n.ID] = n
	}
	return all
}

// compareNames tests the names among the first accounts, and of all.
func (w *town) compareNames(tx core.Tx, q core.ImpactQuery) error {
	early := w.early()
	for _, first := range []int{0, 1, 3, 500} {
		found, err := tx.ImpactNames(q, first)
		if err != nil {
			return err
		}
		for _, kind := range impactKinds {
			var wanted []core.AccountName
			for _, n := range w.impact(kind, q) {
				if slices.Contains(q.List, kind) && slices.Contains(early[:min(first, len(early))], n.ID) {
					wanted = append(wanted, n)
				}
			}
			if !slices.Equal(found[kind], wanted) {
				return fmt.Errorf("names of %q among %d for %+v are %v, want %v", kind, first, q, found[kind], wanted)
			}
		}
	}
	all := w.impact("", q)
	ids := slices.Sorted(maps.Keys(byNumber(all)))
	for _, limit := range []int{0, 2, 500} {
		found, err := tx.FirstNames(ids, limit)
		if err != nil {
			return err
		}
		if !slices.Equal(found, all[:min(limit, len(all))]) {
			return fmt.Errorf("the first %d names of %v are %v, want %v", limit, ids, found, all)
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
	wanted := w.held(policy, func(c citizen) bool { return c.State == core.StateActive && c.unused(before) })
	return pages("idle accounts", wanted, func(after core.AccountID, limit int) ([]core.AccountID, error) {
		return tx.Idle(policy, before, after, limit)
	})
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
		c, found, err := tx.Impact(core.ImpactQuery{Policy: core.DefaultPolicy, To: 100, List: impactKinds})
		if err != nil {
			return err
		}
		for kind, ids := range found {
			if len(ids) > 0 {
				return fmt.Errorf("%q has %v", kind, ids)
			}
		}
		return same("impact on nobody", c, core.ImpactCounts{})
	})
	for _, wrong := range []core.ImpactKind{"", "tall"} {
		q := core.ImpactQuery{Policy: core.DefaultPolicy, List: []core.ImpactKind{core.ImpactFail, wrong}}
		for what, ask := range map[string]func(core.Tx) error{
			"count": func(tx core.Tx) error { _, _, err := tx.Impact(q); return err },
			"names": func(tx core.Tx) error { _, err := tx.ImpactNames(q, 10); return err },
		} {
			if s.View(t.Context(), ask) == nil {
				t.Errorf("%s: kind %q was taken", what, wrong)
			}
		}
	}
}
