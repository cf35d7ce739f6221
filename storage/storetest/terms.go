package storetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"gatehouse/core"
)

func testTerms(t *testing.T, s core.Store) {
	a := add(t, s, named("ada"))
	gone := named("gone")
	gone.State = core.StateDeleted
	gone = add(t, s, gone)
	full := core.Terms{
		AccountID: a.ID, Policy: core.DefaultPolicy, ExpiresAt: noon, GraceUsed: 2, Judged: 1, Complied: true, EnrolFrom: noon.Add(time.Second),
		UnlockedAt: noon.Add(time.Hour), InactiveFrom: noon.Add(2 * time.Hour), Why: core.ReasonWeak,
		LeakList: 3, Leaked: true,
	}
	update(t, s, func(tx core.Tx) error {
		if _, err := addRule(tx, rule("one", 0)); err != nil {
			return err
		}
		r := revision(core.DefaultPolicy, 1)
		return tx.InsertRevision(&r)
	})
	view(t, s, func(tx core.Tx) error {
		found, err := tx.Terms(a.ID)
		if err != nil {
			return err
		}
		return same("terms of none", found, core.Terms{AccountID: a.ID})
	})
	for _, wanted := range []core.Terms{full, {AccountID: a.ID, Judged: 1}, {AccountID: a.ID, LeakList: 1}, {AccountID: a.ID}, full} {
		update(t, s, func(tx core.Tx) error { return tx.PutTerms(wanted) })
		view(t, s, func(tx core.Tx) error {
			found, err := tx.Terms(a.ID)
			if err != nil {
				return err
			}
			return same("terms", found, wanted)
		})
	}
	update(t, s, func(tx core.Tx) error {
		for _, id := range []core.AccountID{gone.ID, 99} {
			if err := want(tx.PutTerms(core.Terms{AccountID: id}), core.ErrNotFound); err != nil {
				return err
			}
		}
		return nil
	})
	for what, spoil := range map[string]func(*core.Terms){
		"policy": func(r *core.Terms) { r.Policy = 99 }, "revision": func(r *core.Terms) { r.Judged = 99 },
		"judgement": func(r *core.Terms) { r.Judged = 0 }, "look-up": func(r *core.Terms) { r.LeakList = 0 }, "count": func(r *core.Terms) { r.GraceUsed = -1 },
	} {
		wrong := full
		spoil(&wrong)
		if s.Update(t.Context(), func(tx core.Tx) error { return tx.PutTerms(wrong) }) == nil {
			t.Errorf("terms with a wrong %s were stored", what)
		}
	}
}

// former reads the history of an account, joined.
func former(tx core.Tx, id core.AccountID, limit int) (string, error) {
	found, err := tx.History(id, limit)
	return strings.Join(found, " "), err
}

func testHistory(t *testing.T, s core.Store) {
	a, b := add(t, s, named("ada")), add(t, s, named("bob"))
	update(t, s, func(tx core.Tx) error {
		for n := range 5 {
			// The clock may have been set back: the order is that of the calls.
			if err := tx.AddHistory(a.ID, fmt.Sprint("a", n), noon.Add(-time.Duration(n)*time.Hour)); err != nil {
				return err
			}
			if err := tx.AddHistory(b.ID, fmt.Sprint("b", n), noon); err != nil {
				return err
			}
		}
		return want(tx.AddHistory(99, "x", noon), core.ErrNotFound)
	})
	for _, step := range []struct {
		keep, limit int
		left        string
	}{{5, 9, "a4 a3 a2 a1 a0"}, {5, 2, "a4 a3"}, {3, 9, "a4 a3 a2"}, {9, 9, "a4 a3 a2"}, {9, 0, ""}, {0, 9, ""}, {0, 9, ""}} {
		update(t, s, func(tx core.Tx) error {
			if err := tx.KeepHistory(a.ID, step.keep); err != nil {
				return err
			}
			found, err := former(tx, a.ID, step.limit)
			if err != nil {
				return err
			}
			return same("history", found, step.left)
		})
	}
	view(t, s, func(tx core.Tx) error {
		found, err := former(tx, b.ID, 9)
		if err != nil {
			return err
		}
		return same("history of another", found, "b4 b3 b2 b1 b0")
	})
}

// Lowering the depth of a policy reaches those that it holds for, and nobody
// else.
func testKeepHistoryOf(t *testing.T, s core.Store) {
	a, b := add(t, s, named("ada")), add(t, s, named("bob"))
	keep := func(policy core.PolicyID, keep int, of ...string) {
		t.Helper()
		update(t, s, func(tx core.Tx) error {
			if err := tx.KeepHistoryOf(policy, keep); err != nil {
				return err
			}
			for i, id := range []core.AccountID{a.ID, b.ID} {
				found, err := former(tx, id, 9)
				if err != nil {
					return err
				}
				if err := same("history", found, of[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	var strict core.PolicyRecord
	update(t, s, func(tx core.Tx) (err error) {
		for _, phc := range []string{"1", "2", "3", "4"} {
			if err := errors.Join(tx.AddHistory(a.ID, phc, noon), tx.AddHistory(b.ID, phc, noon)); err != nil {
				return err
			}
		}
		if _, err = addRule(tx, rule("one", 0)); err == nil {
			strict, err = addRule(tx, rule("two", 1))
		}
		return err
	})
	keep(strict.ID, 0, "4 3 2 1", "4 3 2 1")
	keep(core.DefaultPolicy, 3, "4 3 2", "4 3 2")
	update(t, s, func(tx core.Tx) error { return tx.PutTerms(core.Terms{AccountID: b.ID, Policy: strict.ID}) })
	keep(strict.ID, 2, "4 3 2", "4 3")
	keep(core.DefaultPolicy, 1, "4", "4 3")
	keep(strict.ID, 0, "4", "")
}

func testOwnChanges(t *testing.T, s core.Store) {
	a, b := add(t, s, named("ada")), add(t, s, named("bob"))
	hour := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }
	for _, step := range []struct {
		at, forget int
		left       []int
	}{
		{1, 0, []int{1}},
		{2, 0, []int{2, 1}},
		{2, 0, []int{2, 2, 1}},
		{5, 2, []int{5, 2, 2}},
		{5, 9, []int{5}},
		{3, 9, []int{3}}, // the date was put back
		{6, 3, []int{6, 3}},
		{4, 9, []int{4}}, // and again, to a time between two
		{4, 2, []int{4, 4}},
	} {
		update(t, s, func(tx core.Tx) error {
			if err := tx.AddOwnChange(a.ID, hour(step.at), hour(step.forget)); err != nil {
				return err
			}
			var wanted []time.Time
			for _, n := range step.left {
				wanted = append(wanted, hour(n))
			}
			found, err := tx.OwnChanges(a.ID, 9)
			if err != nil {
				return err
			}
			if err := same("own changes", whole(found), whole(wanted)); err != nil {
				return err
			}
			newest, err := tx.OwnChanges(a.ID, 1)
			if err != nil {
				return err
			}
			return same("newest", whole(newest), whole(wanted[:1]))
		})
	}
	update(t, s, func(tx core.Tx) error {
		found, err := tx.OwnChanges(b.ID, 9)
		if err != nil {
			return err
		}
		if err := same("own changes of another", len(found), 0); err != nil {
			return err
		}
		return want(tx.AddOwnChange(99, noon, noon), core.ErrNotFound)
	})
}

// Nothing of a person outlives the account, and no former password the last one.
func testDeletedLeavesNothing(t *testing.T, s core.Store) {
	a, b := add(t, s, named("ada")), add(t, s, named("bob"))
	group := core.GroupRecord{Name: "Desk", Key: "desk"}
	update(t, s, func(tx core.Tx) error {
		if err := tx.InsertGroup(&group); err != nil {
			return err
		}
		for _, id := range []core.AccountID{a.ID, b.ID} {
			if err := errors.Join(
				tx.PutPassword(core.PasswordRecord{AccountID: id, PHC: "$", SetAt: noon, SetBy: id}),
				tx.PutTerms(core.Terms{AccountID: id, GraceUsed: 1, ExpiresAt: noon}),
				tx.AddHistory(id, "old", noon), tx.AddOwnChange(id, noon, noon),
				tx.InsertPasskey(keyOf(id, fmt.Sprint(id))), tx.InsertPasskeyHandle(id, handleOf(fmt.Sprint(id))),
			); err != nil {
				return err
			}
		}
		return tx.SetMembers(group.ID, []core.AccountID{a.ID, b.ID})
	})
	left := func(id core.AccountID, wanted string) {
		t.Helper()
		view(t, s, func(tx core.Tx) error {
			history, err := former(tx, id, 9)
			if err != nil {
				return err
			}
			terms, err := tx.Terms(id)
			if err != nil {
				return err
			}
			changes, err := tx.OwnChanges(id, 9)
			if err != nil {
				return err
			}
			held, err := tx.Credentials(id)
			if err != nil {
				return err
			}
			found := fmt.Sprint(history, " ", terms.GraceUsed, " ", len(changes), " ", len(held.Passkeys.Keys), len(held.Passkeys.Handle))
			return same("left of an account", found, wanted)
		})
	}
	left(a.ID, "old 1 1 1 64")
	update(t, s, func(tx core.Tx) error { return tx.DeletePassword(a.ID) })
	left(a.ID, " 1 1 1 64")
	update(t, s, func(tx core.Tx) error {
		if err := tx.AddHistory(a.ID, "once more", noon); err != nil {
			return err
		}
		a.State = core.StateDeleted
		return tx.UpdateAccount(&a)
	})
	left(a.ID, " 0 0 0 0")
	left(b.ID, "old 1 1 1 64")
	wantMembers(t, s, group.ID, "bob")
}

func testForgetWrong(t *testing.T, s core.Store) {
	a := add(t, s, named("ada"))
	old := core.Throttle{Subject: "account:1", AccountID: a.ID, Failures: 3, FailedAt: noon, Wrong: make([]byte, 32), WrongAt: noon, UpdatedAt: noon}
	fresh, ahead := old, old
	fresh.Subject, fresh.AccountID = "name:a", 0
	ahead.Subject, ahead.AccountID = "name:b", 0
	update(t, s, func(tx core.Tx) error {
		now := tx.Now()
		old.WrongAt, fresh.WrongAt, ahead.WrongAt = now.Add(-time.Second), now, now.Add(time.Hour)
		if err := errors.Join(tx.PutThrottle(old), tx.PutThrottle(fresh), tx.PutThrottle(ahead)); err != nil {
			return err
		}
		return tx.ForgetWrong(now)
	})
	old.Wrong, old.WrongAt, ahead.Wrong, ahead.WrongAt = nil, time.Time{}, nil, time.Time{}
	view(t, s, func(tx core.Tx) error {
		for _, wanted := range []core.Throttle{old, fresh, ahead} {
			found, err := tx.Throttle(wanted.Subject)
			if err != nil {
				return err
			}
			if err := same("count", whole(found), whole(wanted)); err != nil {
				return err
			}
		}
		return nil
	})
}
