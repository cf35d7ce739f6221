package core_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"gatehouse/core"
)

// tries is how many sign-ins of each kind TestUnknownNamesCostTheSame times.
const tries = 200

// Known and unknown names cannot be told apart by time: Welch's t over 200
// tries of each, made in turn (CVE-2016-6210, ASVS 6.3.8). Without the hash for
// unknown names t would be beyond 100; the bound leaves room for a busy
// machine.
func TestUnknownNamesCostTheSame(t *testing.T) {
	b := newBed(t)
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
	var known, unknown sample
	for i := range tries {
		known.add(timed(t, site, fmt.Sprintf("known%03d", i)))
		unknown.add(timed(t, site, fmt.Sprintf("other%03d", i)))
	}
	if score := welch(known, unknown); math.Abs(score) > 8 {
		t.Errorf("known %.2f ms, unknown %.2f ms, t = %.1f", known.mean(), unknown.mean(), score)
	}
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

// sample sums values up for mean and variance.
type sample struct{ n, sum, squares float64 }

func (s *sample) add(x float64) {
	s.n++
	s.sum += x
	s.squares += x * x
}

func (s sample) mean() float64     { return s.sum / s.n }
func (s sample) variance() float64 { return (s.squares - s.sum*s.sum/s.n) / (s.n - 1) }

// welch is the t of two samples whose variances may differ.
func welch(a, b sample) float64 {
	return (a.mean() - b.mean()) / math.Sqrt(a.variance()/a.n+b.variance()/b.n)
}
