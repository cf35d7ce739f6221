package core_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"gatehouse/core"
)

// tries is how many sign-ins of each kind TestUnknownNamesCostTheSame times.
const tries = 200

// Known and unknown names cannot be told apart by time: of 200 pairs of tries the
// median of the ratios is within a tenth of one (CVE-2016-6210, ASVS 6.3.8). Both are tried
// in turn and a coin says which goes first, so that a busy machine, or the store's
// own housekeeping, slows both alike. Without the hash for unknown names these
// would be many times as quick.
func TestUnknownNamesCostTheSame(t *testing.T) {
	b, site := known(t)
	b.sameCost(func(name string) float64 { return timed(t, site, name) })
}

// Where password and code are tried together, a right password with a wrong code costs
// what a wrong one does, and what a name does that is none.
func TestBothStepsCostTheSame(t *testing.T) {
	b, site := known(t)
	b.demand()
	wrongly := func(name, secret string) float64 {
		flow := site.StartSignIn(desk)
		start := time.Now()
		_, err := flow.Password(t.Context(), name, secret)
		must(t, err)
		_, err = flow.Code(t.Context(), digits(b.wrongs, 6))
		wantCode(t, err, core.CodeSignIn)
		b.wrongs++
		return float64(time.Since(start).Microseconds()) / 1000
	}
	b.sameCost(func(name string) float64 { return wrongly(name, rootPassword) })
}

// known is a site with so many accounts that have a password at a dear cost, opened
// with that cost.
func known(t *testing.T) (*bed, *core.Site) {
	t.Helper()
	b := newBed(t)
	// More tries come from here than a computer may have.
	must(t, b.site.SetAllowedSources(t.Context(), b.root(), core.AllowedSources{Computers: []string{desk.Host}}))
	b.cfg.Hasher = cheap(t, 8192)
	store, site := b.open(nil)
	err := store.Update(t.Context(), func(tx core.Tx) error {
		stored, err := tx.Password(1)
		if err != nil {
			return err
		}
		for i := range tries {
			name := fmt.Sprintf("known%03d", i)
			account := core.Account{Name: name, Key: name, Skeleton: name, Role: core.RoleMember, State: core.StateActive, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
			if err := tx.InsertAccount(&account); err != nil {
				return err
			}
			record := core.PasswordRecord{AccountID: account.ID, PHC: dearHash(t, b), SetAt: tx.Now(), SetBy: 1}
			if stored.PHC == record.PHC {
				t.Fatal("the hash is not the dear one")
			}
			if err := tx.PutPassword(record); err != nil {
				return err
			}
			if err := b.site.Vouch(tx, account.ID); err != nil {
				return err
			}
		}
		return nil
	})
	must(t, err)
	return b, site
}

// sameCost wants that known and unknown names take as long.
func (b *bed) sameCost(timed func(name string) float64) {
	b.t.Helper()
	var known, unknown []float64
	coin := rand.New(rand.NewPCG(1, 2))
	for i := range tries {
		one := func() { known = append(known, timed(fmt.Sprintf("known%03d", i))) }
		other := func() { unknown = append(unknown, timed(fmt.Sprintf("other%03d", i))) }
		if coin.IntN(2) == 0 {
			one, other = other, one
		}
		one()
		other()
	}
	// The ratio of each pair, since what slows one of them slows the other beside it.
	ratios := make([]float64, tries)
	for i := range ratios {
		ratios[i] = known[i] / unknown[i]
	}
	k, u, ratio := median(known), median(unknown), median(ratios)
	if ratio < 0.9 || ratio > 1/0.9 {
		b.t.Errorf("known %.2f ms, unknown %.2f ms: %.2f", k, u, ratio)
	}
	b.t.Logf("known %.2f ms, unknown %.2f ms: %.3f", k, u, ratio)
}

// dearHash is one hash at the cost of this test, computed once.
func dearHash(t *testing.T, b *bed) string {
	t.Helper()
	if b.dear == "" {
		secret, err := passwordOf(rootPassword)
		must(t, err)
		b.dear, err = b.cfg.Hasher.Hash(t.Context(), secret)
		must(t, err)
	}
	return b.dear
}

// timed is how long a refusal takes, in milliseconds.
func timed(t *testing.T, site *core.Site, name string) float64 {
	t.Helper()
	start := time.Now()
	_, _, err := tryOn(t.Context(), site, name, wrong())
	wantCode(t, err, core.CodeSignIn)
	return float64(time.Since(start).Microseconds()) / 1000
}
