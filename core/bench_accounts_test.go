package core_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/storage"
)

const (
	// benchCrowd is the size of the site that lists are measured on.
	benchCrowd = 100_000
	// benchFrame is what a list may take: one frame of a screen at 60 Hz.
	benchFrame = 16 * time.Millisecond
)

// BenchmarkAccountsFirstPage opens the list of a large site through core: the
// session is looked up, the right is checked, the rows and the numbers beside
// the filters are read.
func BenchmarkAccountsFirstPage(b *testing.B) {
	crowd := newCrowd(b)
	for b.Loop() {
		crowd.look(core.AccountQuery{Limit: 100}, benchCrowd+1)
	}
	crowd.report()
}

// BenchmarkAccountsSearchKey types into the search of a large site, one request
// for each key.
func BenchmarkAccountsSearchKey(b *testing.B) {
	crowd := newCrowd(b)
	for b.Loop() {
		for _, word := range []string{"lovelace", "okafor", "ada lovelace 77", "site.example", "person-0421", "nobody", "x"} {
			letters := []rune(word)
			for end := range letters {
				crowd.look(core.AccountQuery{Search: string(letters[:end+1]), Limit: 100}, -1)
			}
		}
	}
	crowd.report()
}

// crowd is a large site with a caller, and the times that its answers took.
type crowd struct {
	*testing.B
	site  *core.Site
	token core.Token
	times []time.Duration
}

// newCrowd makes a site of a hundred thousand accounts and signs its root
// account in. More is done to the store after the accounts are there.
func newCrowd(b *testing.B, more ...func(core.Tx) error) *crowd {
	b.Helper()
	top := b.TempDir()
	dir, key := filepath.Join(top, "data"), filepath.Join(top, "site.key")
	cfg := core.Config{Hasher: cheap(b, 64)}
	create := func(ctx context.Context, dir string, fill func(core.Store) error) error {
		return storage.Create(ctx, dir, storage.Options{}, func(s core.Store) error {
			if err := fill(s); err != nil {
				return err
			}
			for _, fill := range append([]func(core.Tx) error{fillCrowd}, more...) {
				if err := s.Update(ctx, fill); err != nil {
					return err
				}
			}
			return nil
		})
	}
	must(b, core.Create(b.Context(), create, dir, formOf(b, key), cfg))
	store, err := storage.Open(b.Context(), dir, storage.Options{})
	must(b, err)
	site, err := core.Open(b.Context(), store, core.Unlock{}, cfg)
	must(b, err)
	b.Cleanup(func() { must(b, site.Close()) })
	token, _, err := tryOn(b.Context(), site, "ada", rootPassword)
	must(b, err)
	return &crowd{B: b, site: site, token: token}
}

// fillCrowd adds the accounts.
func fillCrowd(tx core.Tx) error {
	first := []string{"Ada", "Alan", "Amara", "Barbara", "Edsger", "Fatima", "Grace", "Hana", "Ines", "Jules", "Katherine"}
	last := []string{"Lovelace", "Turing", "Okafor", "Liskov", "Dijkstra", "Hopper", "Petrov", "Castro", "Moreau", "Johnson", "Nguyen", "Silva", "Ito"}
	for n := range benchCrowd {
		name := fmt.Sprintf("person-%05d", n)
		a := core.Account{
			Name: name, Key: name, Skeleton: name, FullName: fmt.Sprintf("%s %s %d", first[n%len(first)], last[n%len(last)], n%100),
			Mail: name + "@site.example", MailKey: name + "@site.example",
			Role: core.RoleMember, State: core.StateActive, CreatedAt: tx.Now(), UpdatedAt: tx.Now(),
		}
		if n%10 != 0 {
			a.LastSignInAt = tx.Now()
		}
		if err := tx.InsertAccount(&a); err != nil {
			return err
		}
	}
	return nil
}

// look asks for a page and notes the time; total is how many accounts there
// have to be, -1 for any number.
func (c *crowd) look(q core.AccountQuery, total int) {
	start := time.Now()
	list, err := c.site.Accounts(context.Background(), c.token, q)
	c.times = append(c.times, time.Since(start))
	if err != nil {
		c.Fatal(err)
	}
	if total >= 0 && list.Total != total || list.Counts.All != benchCrowd+1 {
		c.Fatalf("%d accounts of %d", list.Total, list.Counts.All)
	}
}

// report gives the spread of the times beside what they may be.
func (c *crowd) report() {
	slices.Sort(c.times)
	at := func(share float64) float64 {
		return float64(c.times[min(len(c.times)-1, int(share*float64(len(c.times))))]) / float64(time.Millisecond)
	}
	c.ReportMetric(at(.5), "p50-ms")
	c.ReportMetric(at(.99), "p99-ms")
	c.ReportMetric(float64(benchFrame)/float64(time.Millisecond), "max-p99-ms")
}
