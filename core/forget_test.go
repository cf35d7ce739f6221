package core_test

import (
	"database/sql"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
	"gatehouse/storage"
)

// A wrong password is forgotten when its window is over, though nobody comes
// again, and nothing runs on after the site is closed.
func TestWrongPasswordIsForgottenInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		top := t.TempDir()
		dir, cfg := filepath.Join(top, "data"), core.Config{Hasher: cheap(t, 64)}
		must(t, core.Create(t.Context(), storeAt(time.Now), dir, formOf(t, filepath.Join(top, "site.key")), cfg))
		store, err := storage.Open(t.Context(), dir, storage.Options{})
		must(t, err)
		site, err := core.Open(t.Context(), store, core.Unlock{}, cfg)
		must(t, err)
		kept := func() int {
			n := 0
			must(t, store.View(t.Context(), func(tx core.Tx) error {
				count, err := tx.Throttle("account:1")
				n = len(count.Wrong)
				return err
			}))
			return n
		}
		guess := func() {
			_, _, err := tryOn(t.Context(), site, "ada", wrong())
			wantCode(t, err, core.CodeSignIn)
		}
		guess()
		time.Sleep(20 * time.Second)
		guess()
		time.Sleep(policy.SameWindow - time.Millisecond)
		if kept() == 0 {
			t.Error("forgotten too early")
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if n := kept(); n != 0 {
			t.Errorf("%d bytes are kept", n)
		}
		guess()
		must(t, site.Close())
		time.Sleep(time.Minute) // what had been set would meet a closed store
	})
}

// The count of a name that is no account is forgotten when nobody has tried it
// for a year, at the first guess that comes.
func TestOldNamesAreForgotten(t *testing.T) {
	b := newBed(t)
	guess := func(name string) {
		_, _, err := tryOn(t.Context(), b.site, name, wrong())
		wantCode(t, err, core.CodeSignIn)
	}
	names := func() (n int) {
		db, err := sql.Open("sqlite", filepath.Join(b.dir, "gatehouse.db")+"?_pragma=busy_timeout(10000)")
		must(t, err)
		must(t, db.QueryRowContext(t.Context(), "SELECT count(*) FROM throttles WHERE account_id IS NULL").Scan(&n))
		must(t, db.Close())
		return n
	}
	guess("nobody")
	guess("noone")
	b.clock.advance(366*24*time.Hour - time.Second)
	guess("nowhere")
	if n := names(); n != 3 {
		t.Errorf("%d names are kept after less than a year, want 3", n)
	}
	b.clock.advance(time.Minute)
	guess("nowhere")
	if n := names(); n != 1 {
		t.Errorf("%d names are kept after a year, want 1", n)
	}
}
