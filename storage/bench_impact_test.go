package storage

import (
	"context"
	"fmt"
	"testing"
	"time"

	"gatehouse/core"
)

// slice is how many accounts core asks about at a time.
const slice = 50_000

// people fills a site with accounts, passwords and what the policy keeps of
// them, by statements: a million take minutes one by one. A hundredth is switched
// off, a fifth has not been judged, a ninth failed, a thousandth has a date of
// its own.
var people = []string{
	`INSERT INTO policies (name, key, rank, number, created_at) VALUES ('Site', 'site', 0, 0, 0), ('Other', 'other', 1, 0, 0)`,
	`INSERT INTO policy_revisions (policy_id, number, at, by_name, reason, mac, document)
VALUES (1, 1, 0, '', '', zeroblob(32), '{}'), (1, 2, 0, '', '', zeroblob(32), '{}')`,
	`WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $1)
INSERT INTO accounts (id, name, key, skeleton, full_name, mail, mail_key, role, state, created_at, updated_at,
    last_sign_in_at, revision, search_text)
SELECT n, printf('user%07d', n), printf('user%07d', n), printf('~user%07d', n), 'Full Name of ' || n,
    printf('user%07d@site.example', n), printf('user%07d@site.example', n), 'member',
    CASE WHEN n % 100 = 7 THEN 'disabled' ELSE 'active' END, n % 1000, 0, CASE WHEN n % 10 > 0 THEN n % 5000 END, 1, ''
FROM numbers`,
	`INSERT INTO passwords (account_id, phc, set_at, set_by, must_change)
SELECT id, '$argon2id$v=19$m=65536,t=3,p=1$' || hex(zeroblob(33)), id % 3000, id, 0 FROM accounts`,
	`INSERT INTO account_terms (account_id, expires_at, grace_used, judged_revision, complied, why)
SELECT id, CASE WHEN id % 1000 = 1 THEN id % 700 END, 0, 1 + id % 2, id % 7 > 0, '' FROM accounts WHERE id % 5 > 0`,
}

// grouping assigns the other policy to a group of a tenth of the accounts.
var grouping = []string{
	"INSERT INTO account_groups (name, key, policy_id) VALUES ('Group', 'group', 2)",
	"INSERT INTO group_members (group_id, account_id) SELECT 1, id FROM accounts WHERE id % 10 = 3 AND id <= $1",
}

// crowding puts everybody into two groups, of which one has the other policy for
// a tenth of them.
var crowding = []string{
	`INSERT INTO account_groups (name, key, policy_id)
VALUES ('A', 'a', 2), ('B', 'b', 1), ('C', 'c', NULL), ('D', 'd', NULL), ('E', 'e', NULL)`,
	`INSERT INTO group_members (group_id, account_id)
SELECT CASE WHEN id % 10 = 3 THEN 1 ELSE 2 END, id FROM accounts WHERE id <= $1
UNION ALL SELECT 3 + id % 3, id FROM accounts`,
}

// populous gives a site of so many accounts, whose search index stays empty.
func (k *crowdKeeper) populous(b *testing.B, size int, extra ...string) *Store {
	b.Helper()
	return k.kept(b, fmt.Sprint(size, extra), func(s core.Store) error {
		return s.Update(context.Background(), func(x core.Tx) error {
			for _, text := range append(people[:len(people):len(people)], extra...) {
				if _, err := x.(*tx).exec(text, int64(size)); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// answer is what is told of a question.
type answer struct {
	core.ImpactCounts
	names map[core.ImpactKind][]core.AccountName
}

// namesOfKind is how many names of each kind core asks for.
const namesOfKind = 200

// asked asks what a policy would do to all accounts as core does: names of the
// first accounts, then slices.
func asked(b *testing.B, s *Store, q core.ImpactQuery) answer {
	b.Helper()
	a := answer{names: map[core.ImpactKind][]core.AccountName{}}
	ctx := context.Background()
	var last core.AccountID
	if err := s.View(ctx, func(tx core.Tx) (err error) {
		if last, err = tx.LastAccount(); err != nil {
			return err
		}
		q.To = last
		return a.begin(tx, &q)
	}); err != nil {
		b.Fatal(err)
	}
	for q.After = 0; q.After < last; q.After += slice {
		q.To = q.After + slice
		if err := s.View(ctx, func(tx core.Tx) error { return a.add(tx, q) }); err != nil {
			b.Fatal(err)
		}
	}
	return a
}

// begin takes the names of frequent kinds, and asks for the others.
func (a *answer) begin(tx core.Tx, q *core.ImpactQuery) error {
	all := []core.ImpactKind{core.ImpactFail, core.ImpactUnknown, core.ImpactExpire, core.ImpactLock}
	q.List = all
	names, err := tx.ImpactNames(*q, 10*namesOfKind)
	q.List = nil
	for _, kind := range all {
		if len(names[kind]) < namesOfKind {
			q.List = append(q.List, kind)
		} else {
			a.names[kind] = names[kind][:namesOfKind]
		}
	}
	return err
}

// add counts one slice.
func (a *answer) add(tx core.Tx, q core.ImpactQuery) error {
	c, found, err := tx.Impact(q)
	a.Total, a.Comply, a.Fail = a.Total+c.Total, a.Comply+c.Comply, a.Fail+c.Fail
	a.Unknown, a.Expire, a.Lock = a.Unknown+c.Unknown, a.Expire+c.Expire, a.Lock+c.Lock
	for kind, ids := range found {
		for _, n := range a.names[kind] {
			ids = append(ids, n.ID)
		}
		if a.names[kind], err = tx.FirstNames(ids, namesOfKind); err != nil {
			return err
		}
	}
	return err
}

// questions have all kinds of answers: frequent ones, and rare ones, whose names
// have to be looked for among all.
var questions = map[string]core.ImpactQuery{
	"frequent": {
		Policy: core.DefaultPolicy, Comply: []core.RevisionID{1, 2}, Fail: []core.RevisionID{2},
		SetBefore: time.UnixMilli(300), ExpiresBy: time.UnixMilli(400), IdleBefore: time.UnixMilli(500),
	},
	"rare": {
		Policy: core.DefaultPolicy, Comply: []core.RevisionID{1, 2}, Fail: []core.RevisionID{2},
		SetBefore: time.UnixMilli(30), ExpiresBy: time.UnixMilli(40), IdleBefore: time.UnixMilli(50),
	},
}

// impact measures the questions against their limit.
func impact(b *testing.B, size int, limit time.Duration) {
	for _, set := range []struct {
		name  string
		extra []string
	}{{"one policy", nil}, {"a group", grouping}, {"two groups each", crowding}} {
		for _, kind := range []string{"frequent", "rare"} {
			b.Run(set.name+"/"+kind, func(b *testing.B) {
				s := crowds.populous(b, size, set.extra...)
				slowest, least := time.Duration(0), time.Hour
				for b.Loop() {
					start, used := time.Now(), processorTime()
					a := asked(b, s, questions[kind])
					slowest, least = max(slowest, time.Since(start)), min(least, processorTime()-used)
					if a.Total == 0 || a.Comply == 0 || a.Fail == 0 || a.Unknown == 0 || a.Expire == 0 || a.Lock == 0 {
						b.Fatalf("%+v", a.ImpactCounts)
					}
					for _, kind := range []core.ImpactKind{core.ImpactFail, core.ImpactUnknown, core.ImpactExpire, core.ImpactLock} {
						if len(a.names[kind]) != namesOfKind {
							b.Fatalf("%d names of %s", len(a.names[kind]), kind)
						}
					}
				}
				b.ReportMetric(float64(slowest)/1e6, "slowest-ms")
				// What it takes when nothing else runs on the machine.
				b.ReportMetric(float64(least)/1e6, "cpu-ms")
				b.ReportMetric(float64(limit)/1e6, "max-cpu-ms")
			})
		}
	}
}

// BenchmarkImpact100k asks what a policy would do to a hundred thousand accounts.
func BenchmarkImpact100k(b *testing.B) { impact(b, 100_000, 300*time.Millisecond) }

// BenchmarkImpact1M asks what a policy would do to a million accounts.
func BenchmarkImpact1M(b *testing.B) { impact(b, 1_000_000, 3*time.Second) }

// locking locks a third of the accounts for want of use and some after wrong
// passwords.
var locking = []string{
	"UPDATE account_terms SET inactive_from = 1 WHERE account_id % 3 = 0",
	`INSERT INTO throttles (subject, account_id, failures, locked_at, locked_until, until_admin, updated_at)
SELECT 'account:' || id, id, 5, 1, CASE WHEN id % 2 = 0 THEN 1 << 50 END, id % 2, 1 FROM accounts WHERE id % 100 = 5`,
}

// guessing locks three tenths after wrong passwords.
var guessing = []string{
	`INSERT INTO throttles (subject, account_id, failures, locked_at, locked_until, until_admin, updated_at)
SELECT 'account:' || id, id, 5, 1, CASE WHEN id % 2 = 0 THEN 1 << 50 END, id % 2, 1 FROM accounts WHERE id % 10 < 3 AND id <= $1`,
}

// BenchmarkAccountsLocked opens the list of locked accounts of a site in which
// there are very many, and counts them.
func BenchmarkAccountsLocked(b *testing.B) {
	for _, set := range []struct {
		name  string
		extra []string
	}{{"for want of use", locking}, {"after wrong passwords", guessing}} {
		s := crowds.populous(b, crowd, set.extra...)
		for _, offset := range []int{0, 500, crowd / 8, crowd / 4} {
			b.Run(fmt.Sprint(set.name, "/from=", offset), func(b *testing.B) {
				var times []time.Duration
				least := time.Hour
				for b.Loop() {
					start, used := time.Now(), processorTime()
					page := look(b, s, core.AccountQuery{Filter: core.FilterLocked, Offset: offset, Limit: 50})
					times, least = append(times, time.Since(start)), min(least, processorTime()-used)
					if len(page.Rows) != 50 || page.Total < crowd/5 {
						b.Fatalf("%d rows of %d", len(page.Rows), page.Total)
					}
				}
				report(b, times)
				b.ReportMetric(float64(least)/1e6, "cpu-ms")
				b.ReportMetric(float64(frame)/1e6, "max-cpu-ms")
			})
		}
	}
}

// BenchmarkIdle finds all accounts that were not used for too long, two hundred at
// a time, each batch after it was locked: what one account takes must not grow
// with the number of accounts.
func BenchmarkIdle(b *testing.B) {
	for _, size := range []int{crowd / 4, crowd} {
		b.Run(fmt.Sprint("accounts=", size), func(b *testing.B) {
			s := crowds.populous(b, size, crowding...)
			ctx := context.Background()
			count := 0
			used := processorTime()
			for b.Loop() {
				for _, policy := range []core.PolicyID{1, 2} {
					count += lockIdle(b, s, policy)
				}
				err := s.Update(ctx, func(x core.Tx) error {
					_, err := x.(*tx).exec("UPDATE account_terms SET inactive_from = NULL")
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			if count < b.N*size*9/10 {
				b.Fatalf("%d were found", count)
			}
			b.ReportMetric(float64((processorTime()-used)/time.Microsecond)/float64(count), "cpu-µs/account")
		})
	}
}

// lockIdle locks all idle accounts of a policy.
func lockIdle(b *testing.B, s *Store, policy core.PolicyID) int {
	b.Helper()
	count, after := 0, core.AccountID(0)
	for {
		var ids []core.AccountID
		err := s.Update(context.Background(), func(x core.Tx) (err error) {
			if ids, err = x.Idle(policy, noon, after, 200); err != nil || len(ids) == 0 {
				return err
			}
			count, after = count+len(ids), ids[len(ids)-1]
			_, err = x.(*tx).exec(`
INSERT INTO account_terms (account_id, inactive_from, grace_used, complied, why)
SELECT id, 1, 0, 0, '' FROM accounts WHERE id IN `+listed("$1")+`
ON CONFLICT (account_id) DO UPDATE SET inactive_from = excluded.inactive_from`, numberList(ids))
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		if len(ids) == 0 {
			return count
		}
	}
}
