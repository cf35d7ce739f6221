package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"gatehouse/core"

	sqlite3 "modernc.org/sqlite/lib"
)

func TestResultCodes(t *testing.T) {
	p := place{folder: "/site", file: storeFile}
	cause := errors.New("cause")
	for code, want := range map[int]core.Code{
		sqlite3.SQLITE_FULL:              core.CodeStoreFull,
		sqlite3.SQLITE_BUSY:              core.CodeStoreBusy,
		sqlite3.SQLITE_BUSY_RECOVERY:     core.CodeStoreBusy,
		sqlite3.SQLITE_BUSY_SNAPSHOT:     core.CodeStoreBusy,
		sqlite3.SQLITE_LOCKED:            core.CodeStoreBusy,
		sqlite3.SQLITE_PROTOCOL:          core.CodeStoreBusy,
		sqlite3.SQLITE_READONLY:          core.CodeStoreReadOnly,
		sqlite3.SQLITE_READONLY_DBMOVED:  core.CodeStoreReadOnly,
		sqlite3.SQLITE_CANTOPEN:          core.CodeStoreReadOnly,
		sqlite3.SQLITE_IOERR_WRITE:       core.CodeStoreReadOnly,
		sqlite3.SQLITE_IOERR_FSYNC:       core.CodeStoreReadOnly,
		sqlite3.SQLITE_IOERR_SHORT_READ:  core.CodeStoreDamaged,
		sqlite3.SQLITE_CORRUPT:           core.CodeStoreDamaged,
		sqlite3.SQLITE_CORRUPT_INDEX:     core.CodeStoreDamaged,
		sqlite3.SQLITE_NOTADB:            core.CodeStoreDamaged,
		sqlite3.SQLITE_ERROR:             core.CodeFault,
		sqlite3.SQLITE_CONSTRAINT_CHECK:  core.CodeFault,
		sqlite3.SQLITE_CONSTRAINT_UNIQUE: core.CodeFault,
	} {
		err := p.coded(code, cause)
		if got := core.ErrorCode(err); got != want {
			t.Errorf("result code %d: %q, want %q", code, got, want)
		}
		if want != core.CodeFault && (!errors.Is(err, cause) || strings.Contains(err.Error(), "cause")) {
			t.Errorf("result code %d: the cause is lost or shown: %v", code, err)
		}
	}
	for _, code := range []int{
		sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_ROWID,
	} {
		if err := p.coded(code, cause); !errors.Is(err, core.ErrConflict) {
			t.Errorf("result code %d: %v", code, err)
		}
	}
}

func TestFaultKeepsWhatIsKnown(t *testing.T) {
	p := place{folder: "/site", file: storeFile}
	ctx := t.Context()
	refused := &core.Error{Code: core.CodeRefused}
	wrapped := fmt.Errorf("act: %w", refused)
	plain := errors.New("plain")
	ended, cancel := context.WithCancel(ctx)
	cancel()
	for _, test := range []struct {
		ctx       context.Context
		err, want error
	}{
		{ctx, nil, nil},
		{ctx, refused, refused},
		{ctx, wrapped, wrapped},
		{ended, refused, refused},
		{ctx, plain, plain},
		{ended, plain, context.Canceled},
		{ctx, fmt.Errorf("read: %w", sql.ErrNoRows), core.ErrNotFound},
	} {
		if got := p.fault(test.ctx, test.err); got != test.want {
			t.Errorf("%v became %v, want %v", test.err, got, test.want)
		}
	}
	wantCode(t, p.fault(ctx, fmt.Errorf("make: %w", syscall.ENOSPC)), core.CodeStoreFull)
	wantCode(t, p.fault(ctx, fmt.Errorf("make: %w", syscall.EROFS)), core.CodeStoreReadOnly)
	wantCode(t, p.fault(ctx, fmt.Errorf("check: %w", errUnsound)), core.CodeStoreDamaged)
}

// A full disk refuses the whole transaction, even one whose function goes on
// after the error; with room again, the store works again.
func TestFullDiskChangesNothing(t *testing.T) {
	s, ada := siteWithAda(t)
	limit := func(pages int) {
		c, err := s.writer.take(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer s.writer.give(c)
		if _, err := c.conn.ExecContext(t.Context(), fmt.Sprintf("PRAGMA max_page_count = %d", pages)); err != nil {
			t.Fatal(err)
		}
	}
	pages := 0
	view(t, s, func(x core.Tx) error { return x.(*tx).row("PRAGMA page_count", nil, &pages) })
	limit(pages + 8)
	refused := 0
	stubborn := func(tx core.Tx) error {
		if err := reserve(tx); err != nil {
			return err
		}
		for n := range 50 {
			a := person(n, "numbers", nil)
			a.FullName = strings.Repeat("long ", 900)
			if err := tx.InsertAccount(&a); err != nil {
				refused++
			}
		}
		return nil
	}
	err := s.Update(t.Context(), stubborn)
	wantCode(t, err, core.CodeStoreFull)
	if refused == 0 || refused == 50 {
		t.Fatalf("%d of 50 writes were refused", refused)
	}
	view(t, s, func(tx core.Tx) error {
		count, err := tx.Throttle("account:1")
		if err != nil {
			return err
		}
		page, err := tx.Accounts(core.AccountQuery{Limit: 10})
		if count.Failures != 0 || page.Total != 1 || page.Rows[0].ID != ada.ID {
			t.Errorf("a full disk left %+v and %+v", count, page)
		}
		return err
	})
	limit(1 << 20)
	update(t, s, stubborn)
	if err := s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// A program that does not let go of the store is waited for, then named.
func TestBusyStore(t *testing.T) {
	dir := newSite(t)
	s, other := opened(t, dir, Options{}), opened(t, dir, Options{})
	c, err := s.writer.take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.conn.ExecContext(t.Context(), "PRAGMA busy_timeout(50)"); err != nil {
		t.Fatal(err)
	}
	s.writer.give(c)
	update(t, other, func(core.Tx) error {
		wantCode(t, s.Update(t.Context(), reserve), core.CodeStoreBusy)
		return nil
	})
	update(t, s, func(core.Tx) error { return nil })
}

func TestEventsAndAccountsStay(t *testing.T) {
	s, _ := siteWithAda(t)
	update(t, s, func(tx core.Tx) error { return settle(tx, 1) })
	for _, text := range []string{"UPDATE events SET detail = '{}'", "DELETE FROM events", "DELETE FROM accounts"} {
		err := s.Update(t.Context(), func(x core.Tx) error {
			_, err := x.(*tx).exec(text)
			return err
		})
		if err == nil {
			t.Errorf("%s went through", text)
		}
	}
	// Nor may a write for one row touch several.
	err := s.Update(t.Context(), func(x core.Tx) error {
		a := person(1, "numbers", nil)
		if err := x.InsertAccount(&a); err != nil {
			return err
		}
		_ = x.(*tx).one(core.ErrNotFound, "UPDATE accounts SET full_name = 'everybody'")
		return nil
	})
	if err == nil {
		t.Error("a write for one row touched two")
	}
}
