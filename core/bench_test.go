package core_test

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
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
// Both run in turn within each round, so that a busy machine slows both.
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
	// Long enough that the last hash of a batch, which runs alone, counts little.
	const batch = 96
	var rawTime, coreTime time.Duration
	for b.Loop() {
		rawTime += inParallel(batch, runtime.GOMAXPROCS(0), raw)
		coreTime += inParallel(batch, benchAccounts, through)
	}
	rounds := float64(b.N * batch)
	b.ReportMetric(rounds/rawTime.Seconds(), "raw/s")
	b.ReportMetric(rounds/coreTime.Seconds(), "signins/s")
	b.ReportMetric(rawTime.Seconds()/coreTime.Seconds(), "ratio")
	b.ReportMetric(0.95, "limit")
}

// inParallel does something n times in a number of goroutines and gives the
// time it took.
func inParallel(n, workers int, do func()) time.Duration {
	start := time.Now()
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
	return time.Since(start)
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
