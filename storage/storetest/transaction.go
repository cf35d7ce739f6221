package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"gatehouse/core"
)

func testCommit(t *testing.T, s core.Store) {
	update(t, s, func(tx core.Tx) error { return guess(tx, "name:a") })
	err := s.Update(context.Background(), func(tx core.Tx) error {
		if err := guess(tx, "name:a"); err != nil {
			return err
		}
		found, err := tx.Throttle("name:a")
		if err != nil {
			return err
		}
		if err := same("own write", found.Failures, 2); err != nil {
			return err
		}
		return errStop
	})
	if !errors.Is(err, errStop) {
		t.Fatal(err)
	}
	if got := failures(t, s, "name:a"); got != 1 {
		t.Fatalf("after a commit and a rollback the count is %d", got)
	}
}

func testPanic(t *testing.T, s core.Store) {
	for _, run := range []func(context.Context, func(core.Tx) error) error{s.Update, s.View} {
		func() {
			defer func() {
				if got := recover(); got != "boom" {
					t.Fatalf("recovered %v", got)
				}
			}()
			err := run(context.Background(), func(tx core.Tx) error {
				if err := guess(tx, "name:a"); err != nil {
					t.Log("a view does not write:", err)
				}
				panic("boom")
			})
			t.Fatal("no panic", err)
		}()
	}
	if got := failures(t, s, "name:a"); got != 0 {
		t.Fatalf("a panic left a count of %d", got)
	}
	// The store goes on working.
	update(t, s, func(tx core.Tx) error { return guess(tx, "name:a") })
}

func testErrorPasses(t *testing.T, s core.Store) {
	refusal := &core.Error{Code: core.CodeRefused, Text: core.Text{Key: "No."}}
	for _, run := range []func(context.Context, func(core.Tx) error) error{s.Update, s.View} {
		if err := run(context.Background(), func(core.Tx) error { return refusal }); err != error(refusal) {
			t.Fatalf("the refusal came back as %v", err)
		}
	}
}

func testViewWrites(t *testing.T, s core.Store) {
	err := s.View(context.Background(), func(tx core.Tx) error { return guess(tx, "name:a") })
	if err == nil {
		t.Fatal("a view wrote")
	}
	err = s.View(context.Background(), func(tx core.Tx) error {
		a := named("ada")
		return tx.InsertAccount(&a)
	})
	if err == nil {
		t.Fatal("a view added an account")
	}
	err = s.View(context.Background(), func(tx core.Tx) error {
		_, err := tx.EndSessions(core.SessionFilter{AccountID: 1}, noon, core.EndExpired)
		return err
	})
	if err == nil {
		t.Fatal("a view ended sessions")
	}
	if got := failures(t, s, "name:a"); got != 0 {
		t.Fatalf("a view counted to %d", got)
	}
}

func testSnapshot(t *testing.T, s core.Store) {
	update(t, s, func(tx core.Tx) error { return guess(tx, "name:a") })
	view(t, s, func(tx core.Tx) error {
		if _, err := tx.Throttle("name:a"); err != nil {
			return err
		}
		update(t, s, func(tx core.Tx) error { return guess(tx, "name:a") })
		found, err := tx.Throttle("name:a")
		if err != nil {
			return err
		}
		return same("count in an older view", found.Failures, 1)
	})
	if got := failures(t, s, "name:a"); got != 2 {
		t.Fatalf("a new view sees %d", got)
	}
}

func testEnded(t *testing.T, s core.Store) {
	var kept core.Tx
	update(t, s, func(tx core.Tx) error {
		kept = tx
		return nil
	})
	if err := guess(kept, "name:a"); err == nil {
		t.Fatal("a transaction wrote after its end")
	}
	if _, err := kept.Site(); err == nil || errors.Is(err, core.ErrNotFound) {
		t.Fatalf("a transaction read after its end: %v", err)
	}
}

func testCancelled(t *testing.T, s core.Store) {
	ctx, cancel := context.WithCancel(context.Background())
	err := s.Update(ctx, func(tx core.Tx) error {
		err := guess(tx, "name:a")
		cancel()
		return err
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("cancelled update gave %v", err)
	}
	if err := s.View(ctx, func(core.Tx) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Fatalf("cancelled view gave %v", err)
	}
	if got := failures(t, s, "name:a"); got != 0 {
		t.Fatalf("a cancelled update counted to %d", got)
	}
	update(t, s, func(tx core.Tx) error { return guess(tx, "name:a") })
}

func testNow(t *testing.T, s core.Store) {
	update(t, s, func(tx core.Tx) error {
		now := tx.Now()
		if now.Location() != time.UTC || now.Nanosecond()%1e6 != 0 || time.Since(now).Abs() > time.Minute {
			return fmt.Errorf("time of the transaction is %v", now)
		}
		for time.Since(now) < 3*time.Millisecond {
			if _, err := tx.Throttle("name:a"); err != nil {
				return err
			}
		}
		return same("time later in the transaction", tx.Now(), now)
	})
}

func testParallel(t *testing.T, s core.Store) {
	const each = 5
	var all sync.WaitGroup
	errs := make(chan error, 10)
	for range cap(errs) {
		all.Go(func() {
			for range each {
				err := s.Update(context.Background(), func(tx core.Tx) error { return guess(tx, "name:a") })
				if err == nil {
					err = s.View(context.Background(), func(tx core.Tx) error {
						_, err := tx.Throttle("name:a")
						return err
					})
				}
				if err != nil {
					errs <- err
					return
				}
			}
		})
	}
	all.Wait()
	close(errs)
	for err := range errs {
		t.Error(err)
	}
	if got := failures(t, s, "name:a"); got != each*cap(errs) {
		t.Fatalf("%d updates counted %d", each*cap(errs), got)
	}
}

func testClosed(t *testing.T, s core.Store) {
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	nothing := func(core.Tx) error { return nil }
	if s.View(context.Background(), nothing) == nil || s.Update(context.Background(), nothing) == nil {
		t.Fatal("a closed store went on")
	}
	if err := s.Close(); err != nil {
		t.Fatalf("closing twice: %v", err)
	}
}

func testCheck(t *testing.T, s core.Store) {
	a := named("ada")
	a.FullName = "Ada Lovelace"
	a = add(t, s, a)
	update(t, s, func(tx core.Tx) error { return tx.UpdateAccount(&a) })
	if err := s.Check(context.Background()); err != nil {
		t.Fatal(err)
	}
	info, err := s.Info(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if info.Path == "" || info.Schema < 1 || info.Bytes < 1 {
		t.Fatalf("info is %+v", info)
	}
}
