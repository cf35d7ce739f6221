package storage

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/storage/storetest"
)

// village is a site in which some searches find more than is counted.
func village(t *testing.T) (*Store, []storetest.Person) {
	t.Helper()
	const size = 240
	random := rand.New(rand.NewPCG(3, 4))
	all := make([]storetest.Person, 0, size)
	for _, n := range random.Perm(size) {
		style := "numbers"
		if n%3 == 0 {
			style = "names"
		}
		p := storetest.Person{Account: person(n, style, random)}
		if n%2 == 0 {
			p.LastSignInAt = noon
		}
		if n%5 == 0 {
			p.State = core.StateDisabled
		}
		if n%97 == 0 {
			p.State = core.StateDeleted
		}
		if n%4 == 0 {
			p.LockedUntil = time.Now().UTC().Truncate(time.Hour).Add(24 * time.Hour)
		}
		p.UntilAdmin = n%7 == 0
		if n%3 == 0 {
			p.InactiveFrom = noon.AddDate(-1, 0, 0)
		}
		all = append(all, p)
	}
	s := opened(t, newSite(t), Options{})
	s.limit = size / 3
	update(t, s, func(tx core.Tx) error {
		for i := range all {
			if err := storetest.Put(tx, &all[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return s, all
}

// Searches that find many take other ways than those that find few. Both must
// give what the plainest form gives.
func TestListOfManyIsAsPlain(t *testing.T) {
	s, all := village(t)
	searches := []string{
		"", "u", "us", "user", "user001", "user0012", "ser0", "site.example", "an", "anna", "son", "2", "20.", "ö", "zzz",
		"ada b", `"`, " an", "s",
	}
	filters := []core.AccountFilter{core.FilterAll, core.FilterNever, core.FilterDisabled, core.FilterLocked}
	many := 0
	view(t, s, func(tx core.Tx) error {
		for _, search := range searches {
			for _, filter := range filters {
				q := core.AccountQuery{Search: search, Filter: filter, Limit: 40}
				fitting := storetest.Fitting(all, q, tx.Now())
				if len(fitting) > s.limit {
					many++
				}
				for _, q.Offset = range []int{0, 37, 79, 200} {
					if err := storetest.ComparePage(tx, fitting, q); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
	if many == 0 {
		t.Fatal("no search found more than is counted")
	}
}

// The walk must keep to its index, or a key press takes a second. There are no
// statistics to plan with, and there is nobody to make any.
func TestListUsesItsIndexes(t *testing.T) {
	s, _ := village(t)
	c, err := s.writer.take(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer s.writer.give(c)
	w := walk{filter: filters[core.FilterAll]}
	never := walk{filter: filters[core.FilterNever]}
	for text, wanted := range map[string]string{
		"SELECT id FROM " + filters[core.FilterAll].from + " ORDER BY key LIMIT $1 OFFSET $2":      "SCAN accounts USING COVERING INDEX accounts_listed",
		"SELECT id FROM " + filters[core.FilterNever].from + " ORDER BY key LIMIT $1 OFFSET $2":    "SCAN accounts USING COVERING INDEX accounts_never",
		"SELECT id FROM " + filters[core.FilterDisabled].from + " ORDER BY key LIMIT $1 OFFSET $2": "SCAN accounts USING COVERING INDEX accounts_disabled",
		"SELECT id" + w.ranged() + " ORDER BY key LIMIT $3 OFFSET $4":                              "SEARCH accounts USING COVERING INDEX accounts_",
		"SELECT id" + w.others() + " ORDER BY key LIMIT $4 OFFSET $5":                              "SCAN accounts USING COVERING INDEX accounts_searched",
		"SELECT id" + never.others() + " ORDER BY key LIMIT $4 OFFSET $5":                          "SCAN accounts USING INDEX accounts_",
	} {
		if got := plan(t, c, text); !strings.HasPrefix(got, wanted) {
			t.Errorf("%s\nruns as %s, want %s", text, got, wanted)
		}
	}
}

// plan tells in SQLite's words how a statement of one step runs.
func plan(t *testing.T, c *connection, text string) string {
	t.Helper()
	steps := plans(t, c, text)
	if strings.Contains(steps, "; ") {
		t.Fatal(steps)
	}
	return steps
}

// plans tells in SQLite's words how a statement runs.
func plans(t *testing.T, c *connection, text string) string {
	t.Helper()
	rows, err := c.conn.QueryContext(context.Background(), "EXPLAIN QUERY PLAN "+text, "", "", "", "[]", "[]", 1, 1, 1, 1, 1, 1, "[]", "[]", "[]", 1, 1, "[]", 1)
	if err != nil {
		t.Fatal(err)
	}
	steps, err := collect(rows, func(row scanner, step *string) error {
		var id, parent, unused int
		return row.Scan(&id, &parent, &unused, step)
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(steps, "; ")
}

// What a person is found by must not stay when the account is deleted.
func TestDeletedAccountLeavesNoNames(t *testing.T) {
	dir := newSite(t)
	s := opened(t, dir, Options{})
	var all []core.Account
	update(t, s, func(tx core.Tx) error {
		random := rand.New(rand.NewPCG(5, 6))
		for n := range 50 {
			a := person(n, "numbers", random)
			a.FullName, a.Mail, a.MailKey = fmt.Sprintf("Xylander%dQuist", n), fmt.Sprintf("Q%d@Zwx", n), fmt.Sprintf("q%d@zwx", n)
			if err := tx.InsertAccount(&a); err != nil {
				return err
			}
			all = append(all, a)
		}
		return nil
	})
	for i := range all {
		a := &all[i]
		a.FullName, a.Mail, a.MailKey, a.State = "", "", "", core.StateDeleted
		update(t, s, func(tx core.Tx) error { return tx.UpdateAccount(a) })
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	content := string(bytesOf(t, dir))
	for _, left := range []string{"Xylander", "xylander", "zwx", "xyl", "ylan"} {
		if at := indexOf(content, left); at >= 0 {
			t.Errorf("%q is still in the file, at %d", left, at)
		}
	}
}

// Counting who is locked after wrong passwords reads two narrow indexes, and no
// account.
func TestLockedAreCountedByIndexes(t *testing.T) {
	s := opened(t, newSite(t), Options{})
	c, err := s.writer.take(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer s.writer.give(c)
	for _, inactive := range []bool{false, true} {
		got := plans(t, c, strings.ReplaceAll(shutCount(inactive), nowMark, "$1"))
		for _, step := range []string{
			"USING COVERING INDEX throttles_locked (locked_until>?)", "USING COVERING INDEX throttles_closed",
		} {
			if !strings.Contains(got, step) {
				t.Errorf("it runs as %s, want %s", got, step)
			}
		}
		if strings.Contains(got, "accounts") || strings.Contains(got, "B-TREE") {
			t.Errorf("it runs as %s", got)
		}
	}
}

// A count of failures of an account that is deleted is not kept, whichever comes
// first.
func TestNoCountOfTheDeleted(t *testing.T) {
	s := opened(t, newSite(t), Options{})
	ctx := context.Background()
	write := func(texts ...string) {
		t.Helper()
		err := s.Update(ctx, func(x core.Tx) error {
			for _, text := range texts {
				if _, err := x.(*tx).exec(text); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	const lock = `INSERT INTO throttles (subject, account_id, failures, locked_at, locked_until, until_admin, updated_at)
VALUES ('account:1', 1, 5, 1, 1 << 50, %d, 1)`
	count := func() int {
		t.Helper()
		n := 0
		if err := s.View(ctx, func(x core.Tx) (err error) { n, err = x.(*tx).countLocked(); return err }); err != nil {
			t.Fatal(err)
		}
		return n
	}
	write(`INSERT INTO accounts (id, name, key, skeleton, full_name, mail, mail_key, role, state, created_at, updated_at, revision, search_text)
VALUES (1, 'a', 'a', 'a', '', '', '', 'member', 'active', 1, 1, 1, '')`, fmt.Sprintf(lock, 1))
	if n := count(); n != 1 {
		t.Errorf("locked for a while and for good counts as %d", n)
	}
	write("UPDATE accounts SET state = 'deleted' WHERE id = 1")
	if n := count(); n != 0 {
		t.Errorf("a deleted account counts as %d", n)
	}
	write(fmt.Sprintf(lock, 0))
	if n := count(); n != 0 {
		t.Errorf("a count that came after the end counts as %d", n)
	}
}
