package storetest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"gatehouse/core"

	"pgregory.net/rapid"
)

// Put stores a person with what belongs to the list.
func Put(tx core.Tx, p *Person) error {
	if err := tx.InsertAccount(&p.Account); err != nil {
		return err
	}
	if p.MustChange {
		record := core.PasswordRecord{AccountID: p.ID, PHC: "$", SetAt: noon, SetBy: p.ID, MustChange: true}
		if err := tx.PutPassword(record); err != nil {
			return err
		}
	}
	// What is deleted has no terms.
	if !p.InactiveFrom.IsZero() && p.State != core.StateDeleted {
		if err := tx.PutTerms(core.Terms{AccountID: p.ID, InactiveFrom: p.InactiveFrom}); err != nil {
			return err
		}
	}
	if !p.LockedUntil.IsZero() || p.UntilAdmin {
		p.Failures = max(p.Failures, 5)
	}
	if p.Failures == 0 {
		return nil
	}
	return tx.PutThrottle(core.Throttle{
		Subject: fmt.Sprint("account:", p.ID), AccountID: p.ID, Failures: p.Failures, LockedAt: p.LockedAt,
		LockedUntil: p.LockedUntil, UntilAdmin: p.UntilAdmin, UpdatedAt: noon,
	})
}

// Compare tests one page of a list against the plainest form of it.
func Compare(tx core.Tx, all []Person, q core.AccountQuery) error {
	return ComparePage(tx, Fitting(all, q, tx.Now()), q)
}

// compareLocked tests the list of all locked accounts against the rows that fit.
func compareLocked(tx core.Tx, fitting []core.AccountRow, search string) error {
	found, err := tx.LockedAccounts(search)
	if err != nil {
		return err
	}
	wanted := make([]core.LockedName, 0, len(fitting))
	for _, row := range fitting {
		wanted = append(wanted, core.LockedName{AccountName: core.AccountName{ID: row.ID, Name: row.Name, FullName: row.FullName}, Role: row.Role})
	}
	slices.SortFunc(wanted, func(a, b core.LockedName) int { return cmp.Compare(a.ID, b.ID) })
	if !slices.Equal(found, wanted) {
		return fmt.Errorf("locked, found by %q: %+v, want %+v", search, found, wanted)
	}
	return nil
}

// ComparePage is Compare for one page of the rows that fit a query.
func ComparePage(tx core.Tx, fitting []core.AccountRow, q core.AccountQuery) error {
	if q.Filter == core.FilterLocked {
		if err := compareLocked(tx, fitting, q.Search); err != nil {
			return err
		}
	}
	page, err := tx.Accounts(q)
	if err != nil {
		return err
	}
	if page.Total > len(fitting) || !page.More && page.Total != len(fitting) || page.More && page.Total == len(fitting) {
		return fmt.Errorf("%+v: total %d (more: %v), want %d", q, page.Total, page.More, len(fitting))
	}
	wanted := fitting[min(q.Offset, len(fitting)):min(q.Offset+q.Limit, len(fitting))]
	if page.More && q.Offset+q.Limit > page.Total {
		// What lies beyond a total that is cut off need not be reachable.
		wanted = wanted[:min(len(wanted), len(page.Rows))]
	}
	if !slices.Equal(page.Rows, wanted) {
		return fmt.Errorf("%+v gives\n%+v, want\n%+v", q, page.Rows, wanted)
	}
	return nil
}

// crew stores a few people of every kind.
func crew(t *testing.T, s core.Store) []Person {
	t.Helper()
	now := time.Now().UTC().Truncate(time.Millisecond)
	all := make([]Person, 12)
	for i := range all {
		// In the order of names the numbers are mixed.
		all[i] = Person{Account: named(fmt.Sprintf("crew%02d", i*5%12)), MustChange: i%2 == 0}
		switch i % 4 {
		case 0:
			all[i].LastSignInAt = noon
		case 1:
			all[i].State, all[i].LockedUntil = core.StateDisabled, now.Add(time.Hour)
		case 2:
			all[i].State, all[i].LockedUntil = core.StateDeleted, now.Add(time.Hour)
		case 3:
			all[i].LockedUntil = now.Add(-time.Hour)
		}
	}
	all[4].UntilAdmin, all[4].LockedAt = true, noon
	all[7].UntilAdmin, all[7].Failures = true, 100
	all[8].InactiveFrom = now.Add(-time.Hour)
	all[11].InactiveFrom, all[11].LockedUntil = now.Add(time.Hour), now.Add(2*time.Hour)
	all[0].LockedUntil = now.Add(time.Minute)
	update(t, s, func(tx core.Tx) error {
		for i := range all {
			if err := Put(tx, &all[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return all
}

func testPages(t *testing.T, s core.Store) {
	all := crew(t, s)
	view(t, s, func(tx core.Tx) error {
		for offset := range 12 {
			for _, limit := range []int{1, 2, 5, 9, 500} {
				if err := Compare(tx, all, core.AccountQuery{Offset: offset, Limit: limit}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func testFilters(t *testing.T, s core.Store) {
	all := crew(t, s)
	all[0].LastSignInAt, all[0].State = time.Time{}, core.StateDisabled
	update(t, s, func(tx core.Tx) error { return tx.UpdateAccount(&all[0].Account) })
	all[3].LastSignInAt = noon
	update(t, s, func(tx core.Tx) error { return tx.SetLastSignIn(all[3].ID, noon) })
	view(t, s, func(tx core.Tx) error {
		counts, err := tx.AccountCounts()
		if err != nil {
			return err
		}
		for filter, count := range map[core.AccountFilter]int{
			core.FilterAll: counts.All, core.FilterLocked: counts.Locked,
			core.FilterNever: counts.Never, core.FilterDisabled: counts.Disabled,
		} {
			fitting := Fitting(all, core.AccountQuery{Filter: filter}, tx.Now())
			if err := same("count of "+string(filter), count, len(fitting)); err != nil {
				return err
			}
			for _, search := range []string{"", "c", "crew0", "rew1", "none"} {
				for offset := range 4 {
					q := core.AccountQuery{Filter: filter, Search: search, Offset: offset, Limit: 3}
					if err := Compare(tx, all, q); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
}

// letters are few, so that searches find something, and awkward.
var letters = rapid.SampledFrom([]string{
	"a", "b", "A", "ß", "é", "e\u0301", "İ", "-", ".", "@", "\"", "'", "*", "(", "^", "%", "_", "😀", "ab", "OR", " ", "  ",
})

func text(least, most int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		all := ""
		for _, letter := range rapid.SliceOfN(letters, least, most).Draw(t, "letters") {
			all += letter
		}
		return all
	})
}

// people draws a site of a few accounts.
func people(t *rapid.T) []Person {
	all := make([]Person, rapid.IntRange(0, 12).Draw(t, "size"))
	for i := range all {
		p := &all[i]
		p.Account = named(plain(text(0, 4).Draw(t, "name")) + fmt.Sprint(i))
		p.FullName = text(0, 8).Draw(t, "full name")
		if mail := plain(text(0, 3).Draw(t, "mail")); mail != "" {
			p.Mail = fmt.Sprint("M", mail, "@", i)
			p.MailKey = plain(p.Mail)
		}
		p.State = rapid.SampledFrom([]core.AccountState{
			core.StateActive, core.StateActive, core.StateDisabled, core.StateDeleted,
		}).Draw(t, "state")
		if rapid.Bool().Draw(t, "signed in") {
			p.LastSignInAt = noon
		}
		if rapid.Bool().Draw(t, "locked") {
			p.LockedUntil = time.Now().UTC().Truncate(time.Hour).Add(24 * time.Hour)
			p.LockedAt = noon
		}
		p.UntilAdmin = rapid.IntRange(0, 4).Draw(t, "until an administrator") == 0
		p.Failures = rapid.IntRange(0, 7).Draw(t, "failures")
		if days := rapid.IntRange(-2, 4).Draw(t, "days until inactive"); days < 2 {
			p.InactiveFrom = time.Now().UTC().Truncate(time.Hour).AddDate(0, 0, days).Add(time.Hour)
		}
	}
	return all
}

var queries = rapid.Custom(func(t *rapid.T) core.AccountQuery {
	return core.AccountQuery{
		Search: text(0, 9).Draw(t, "search"),
		Filter: rapid.SampledFrom([]core.AccountFilter{
			core.FilterAll, core.FilterAll, core.FilterNever, core.FilterLocked, core.FilterDisabled,
		}).Draw(t, "filter"),
		Offset: rapid.IntRange(0, 5).Draw(t, "offset"),
		Limit:  rapid.IntRange(1, 12).Draw(t, "limit"),
	}
})

// testSearch compares the list with its plainest form, for any people and any
// search, after adding and after changing them.
func testSearch(t *testing.T, s core.Store) {
	rapid.Check(t, func(rt *rapid.T) {
		all := people(rt)
		asked := rapid.SliceOfN(queries, 1, 8).Draw(rt, "queries")
		err := s.Update(context.Background(), func(tx core.Tx) error {
			for i := range all {
				if err := Put(tx, &all[i]); err != nil {
					return err
				}
			}
			for i, q := range asked {
				if err := Compare(tx, all, q); err != nil {
					return err
				}
				if i < len(all) {
					all[i].FullName = text(0, 8).Draw(rt, "new full name")
					if err := tx.UpdateAccount(&all[i].Account); err != nil {
						return err
					}
				}
			}
			return errStop
		})
		if !errors.Is(err, errStop) {
			rt.Fatal(err)
		}
	})
}

// testLongSearch has accounts with the same words, or parts of them, in another
// order: a long search finds what has it as it was typed, and nothing else.
func testLongSearch(t *testing.T, s core.Store) {
	update(t, s, func(tx core.Tx) error {
		var all []Person
		for i, name := range []string{"Ada Lovelace", "Lovelace Ada", "Ada Love Lace", "Ada B. Lovelace", "Ada Lovelace Ada", "adalovelace"} {
			p := Person{Account: named(fmt.Sprintf("crew%d", i))}
			p.FullName = name
			if err := Put(tx, &p); err != nil {
				return err
			}
			all = append(all, p)
		}
		for _, search := range []string{"ada love", "ada lovelace", "lovelace ada", "ada  LOVELACE", "lovelac", "da lovelace", "lovelace adas"} {
			if err := Compare(tx, all, core.AccountQuery{Search: search, Limit: 9}); err != nil {
				return err
			}
		}
		return nil
	})
}

func testWrongPage(t *testing.T, s core.Store) {
	for _, q := range []core.AccountQuery{
		{Limit: 0}, {Limit: 501}, {Limit: -1}, {Limit: 10, Offset: -1}, {Limit: 10, Filter: "tall"},
	} {
		if s.View(t.Context(), func(tx core.Tx) error { _, err := tx.Accounts(q); return err }) == nil {
			t.Errorf("%+v was taken", q)
		}
	}
}
