package core_test

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"

	"gatehouse/core"
	"gatehouse/core/password"
	"gatehouse/storage"
)

// benchAccounts is how many accounts sign in at a time: a queue behind the
// hashes, as at a shift's beginning.
const benchAccounts = 16

// BenchmarkSignIn compares sign-ins through core, durable counters, session
// and log included, with the raw argon2id of the same parameters on all cores.
// Both run in turn within each round and change places from round to round; the
// ratio is the median of the rounds, so that what else the machine does in one
// of them does not count. The ratio of processor time tells what of it is work.
func BenchmarkSignIn(b *testing.B) {
	site := benchSite(b)
	params := password.Floor()
	raw := func() {
		argon2.IDKey([]byte(rootPassword), []byte("0123456789abcdef"), params.Time, params.MemoryKiB, params.Threads, 32)
	}
	var turn atomic.Int64
	through := func() {
		name := fmt.Sprintf("person%02d", turn.Add(1)%benchAccounts)
		if _, _, err := tryOn(context.Background(), site, name, rootPassword); err != nil {
			b.Error(err)
		}
	}
	// Batches long enough that the last hash of one, which runs alone, counts little;
	// rounds so many that a machine which others use too, where a batch takes up to a
	// fifth more or less than the one before, does not decide by chance.
	const rounds, batch = 27, 128
	var rates struct{ raw, core, ratio, work []float64 }
	for b.Loop() {
		for round := range rounds {
			took := inTurn(round%2 == 0,
				func() { inParallel(batch, runtime.GOMAXPROCS(0), raw) },
				func() { inParallel(batch, benchAccounts, through) })
			rates.raw = append(rates.raw, batch/took[0].clock.Seconds())
			rates.core = append(rates.core, batch/took[1].clock.Seconds())
			rates.ratio = append(rates.ratio, took[0].clock.Seconds()/took[1].clock.Seconds())
			rates.work = append(rates.work, took[0].work.Seconds()/took[1].work.Seconds())
		}
	}
	b.ReportMetric(median(rates.raw), "raw/s")
	b.ReportMetric(median(rates.core), "signins/s")
	b.ReportMetric(median(rates.ratio), "ratio")
	b.ReportMetric(median(rates.work), "cpu-ratio")
	b.ReportMetric(0.95, "limit")
}

// median is the middle of some values, which it sorts.
func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

// spent is the time that something took, by the clock and of all processors.
type spent struct{ clock, work time.Duration }

// inTurn does two things one after the other, and gives the time of each.
func inTurn(firstFirst bool, first, second func()) [2]spent {
	var took [2]spent
	timed := func(i int, do func()) {
		start, used := time.Now(), processorTime()
		do()
		took[i] = spent{time.Since(start), processorTime() - used}
	}
	if firstFirst {
		timed(0, first)
		timed(1, second)
		return took
	}
	timed(1, second)
	timed(0, first)
	return took
}

// inParallel does something n times in a number of goroutines.
func inParallel(n, workers int, do func()) {
	var left atomic.Int64
	left.Store(int64(n))
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			for left.Add(-1) >= 0 {
				do()
			}
		})
	}
	wait.Wait()
}

// benchSite is a site with accounts that share one password at the real cost.
func benchSite(b *testing.B) *core.Site {
	b.Helper()
	top := b.TempDir()
	dir, key := filepath.Join(top, "data"), filepath.Join(top, "site.key")
	must(b, core.Create(b.Context(), storeAt(time.Now), dir, formOf(b, key), core.Config{}))
	store, err := storage.Open(b.Context(), dir, storage.Options{})
	must(b, err)
	site, err := core.Open(b.Context(), store, core.Unlock{}, core.Config{})
	must(b, err)
	b.Cleanup(func() { must(b, site.Close()) })
	must(b, store.Update(b.Context(), func(tx core.Tx) error {
		stored, err := tx.Password(1)
		if err != nil {
			return err
		}
		for i := range benchAccounts {
			name := fmt.Sprintf("person%02d", i)
			a := core.Account{Name: name, Key: name, Skeleton: name, Role: core.RoleMember, State: core.StateActive, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
			if err := tx.InsertAccount(&a); err != nil {
				return err
			}
			stored.AccountID = a.ID
			if err := tx.PutPassword(stored); err != nil {
				return err
			}
			if err := site.Vouch(tx, a.ID); err != nil {
				return err
			}
		}
		return nil
	}))
	return site
}
