package storage

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"gatehouse/core"
)

// longHistory is ten million lines of ten thousand accounts over a year: every third was
// wrong, one in a thousand is marked, and one in fifty was for a name that is none.
const longHistory = 10_000_000

// historyYear is how long the history goes back, and historyEnd when it ends.
var (
	historyEnd  = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	historyYear = 365 * 24 * time.Hour
)

// history gives a site with a long history. Its indexes are made after the lines, or it
// would take an hour.
func (k *crowdKeeper) history(b *testing.B) *Store {
	b.Helper()
	return k.kept(b, "history", func(s core.Store) error {
		return s.Update(context.Background(), func(x core.Tx) error { return fillHistory(x.(*tx)) })
	})
}

// fillHistory writes the lines and counts them.
func fillHistory(t *tx) error {
	if _, err := t.exec(people[2], int64(10_000)); err != nil {
		return err
	}
	read := func(row scanner, one *[2]string) error { return row.Scan(&one[0], &one[1]) }
	indexes, err := list(t, read, "SELECT name, sql FROM sqlite_schema WHERE tbl_name = 'sign_ins' AND type = 'index' AND sql IS NOT NULL")
	if err != nil {
		return err
	}
	for _, index := range indexes {
		if _, err := t.exec("DROP INDEX " + index[0]); err != nil {
			return err
		}
	}
	const lines = `
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $1)
INSERT INTO sign_ins (seq, at, account_id, name, name_key, outcome, method, reason, failures,
    client, host, host_key, system, address, place, marks, answer)
SELECT n, $2 + n * $3 / $1, CASE WHEN n % 50 > 0 THEN 1 + n * 7919 % 9973 END, 'user', 'user' || (n % 100),
    CASE WHEN n % 3 = 0 THEN 'wrong' WHEN n % 1013 = 1 THEN 'locked' WHEN n % 2 = 0 THEN 'signed_in' ELSE 'signed_out' END,
    'password', '', 0, 'window', 'HOST-' || (n % 997), 'host-' || (n % 997), 'Debian 13',
    '10.0.' || (n % 250) || '.' || (n % 13), 'Workshop', iif(n % 1000 = 5, 'new_device', ''), ''
FROM numbers`
	if _, err := t.exec(lines, int64(longHistory), historyEnd.Add(-historyYear).UnixMilli(), historyYear.Milliseconds()); err != nil {
		return err
	}
	for _, index := range indexes {
		if _, err := t.exec(index[1]); err != nil {
			return err
		}
	}
	const counts = `
INSERT INTO sign_in_counts (account_id, quarter, good, bad)
SELECT 0, at / 900000, sum(outcome = 'signed_in'), sum(outcome = 'wrong') FROM sign_ins GROUP BY 2`
	_, err = t.exec(counts)
	return err
}

// percentile99 measures something and states its limit.
func percentile99(b *testing.B, limit time.Duration, do func(n int) error) {
	b.Helper()
	var took []float64
	for n := 0; b.Loop(); n++ {
		start := time.Now()
		if err := do(n); err != nil {
			b.Fatal(err)
		}
		took = append(took, float64(time.Since(start))/float64(time.Millisecond))
	}
	slices.Sort(took)
	b.ReportMetric(took[len(took)*99/100], "p99-ms")
	b.ReportMetric(took[len(took)/2], "median-ms")
	b.ReportMetric(float64(limit)/float64(time.Millisecond), "max-p99-ms")
}

// BenchmarkHistory10M looks into ten million lines as the window does.
func BenchmarkHistory10M(b *testing.B) {
	const frame = 16 * time.Millisecond
	day := func(n int) time.Time { return historyEnd.AddDate(0, 0, -1-n%360) }
	asked := map[string]func(n int) core.HistoryQuery{
		"page":    func(int) core.HistoryQuery { return core.HistoryQuery{} },
		"account": func(n int) core.HistoryQuery { return core.HistoryQuery{Account: core.AccountID(1 + n%9973)} },
		"outcome and day": func(n int) core.HistoryQuery {
			return core.HistoryQuery{Outcomes: []core.Outcome{core.OutcomeLocked}, From: day(n), To: day(n).AddDate(0, 0, 1)}
		},
		"bad and day": func(n int) core.HistoryQuery {
			return core.HistoryQuery{Outcomes: []core.Outcome{core.OutcomeWrong, core.OutcomeRefused}, From: day(n), To: day(n).AddDate(0, 0, 1)}
		},
		"account and outcome": func(n int) core.HistoryQuery {
			return core.HistoryQuery{Account: core.AccountID(1 + n%9973), Outcomes: []core.Outcome{core.OutcomeLocked}}
		},
		"marked":      func(n int) core.HistoryQuery { return core.HistoryQuery{Marked: true, To: day(n)} },
		"computer":    func(n int) core.HistoryQuery { return core.HistoryQuery{Search: fmt.Sprint("host-", n%997)} },
		"deep inside": func(n int) core.HistoryQuery { return core.HistoryQuery{Before: core.HistoryPlace{At: day(n), ID: 1}} },
	}
	for name, ask := range asked {
		b.Run(name, func(b *testing.B) {
			s := crowds.history(b)
			percentile99(b, frame, func(n int) error {
				return s.View(context.Background(), func(tx core.Tx) error {
					q := ask(n)
					q.Limit = 50
					lines, err := tx.HistoryLines(q)
					if err == nil && len(lines) == 0 && name != "account and outcome" {
						return fmt.Errorf("nothing was found by %+v", q)
					}
					return err
				})
			})
		})
	}
	b.Run("chart of a year", func(b *testing.B) {
		s := crowds.history(b)
		percentile99(b, 100*time.Millisecond, func(int) error {
			return s.View(context.Background(), func(tx core.Tx) error {
				counts, err := tx.HistoryCounts(0, historyEnd.Add(-historyYear), historyEnd)
				if err == nil && len(counts) < 35_000 {
					return fmt.Errorf("%d quarters", len(counts))
				}
				return err
			})
		})
	})
}
