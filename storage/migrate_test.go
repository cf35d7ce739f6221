package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"gatehouse/core"
)

func TestMigrationsAreGapless(t *testing.T) {
	steps, err := Options{}.steps()
	if err != nil {
		t.Fatal(err)
	}
	for i, step := range steps {
		if step.number != i+1 || step.name == "" || strings.TrimSpace(step.sql) == "" {
			t.Errorf("step %d is %d %q", i+1, step.number, step.name)
		}
	}
	for name, files := range map[string]fstest.MapFS{
		"none":     {},
		"gap":      {"0001_a.sql": {}, "0003_c.sql": {}},
		"start":    {"0002_b.sql": {}},
		"twice":    {"0001_a.sql": {}, "0001_b.sql": {}},
		"nameless": {"0001.sql": {}},
		"short":    {"1_a.sql": {}},
		"text":     {"first_a.sql": {}},
	} {
		if _, err := migrationsOf(files); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

// extended are the embedded migrations and one more.
func extended(t *testing.T, sql string) Options {
	t.Helper()
	all := fstest.MapFS{}
	entries, err := fs.Glob(embedded, "migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range entries {
		content, err := embedded.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(name)] = &fstest.MapFile{Data: content}
	}
	all[fmt.Sprintf("%04d_next.sql", len(entries)+1)] = &fstest.MapFile{Data: []byte(sql)}
	return Options{files: all, Clock: func() time.Time { return noon }}
}

// embeddedTo are the first of the embedded migrations.
func embeddedTo(t *testing.T, last int) Options {
	t.Helper()
	steps, err := Options{}.steps()
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, step := range steps[:last] {
		files[fmt.Sprintf("%04d_%s.sql", step.number, step.name)] = &fstest.MapFile{Data: []byte(step.sql)}
	}
	return Options{files: files}
}

// A site of the time before policies keeps its people, their passwords and their
// locks.
func TestPolicyMigrationKeepsAll(t *testing.T) {
	dir := t.TempDir()
	later := time.Now().UTC().Truncate(time.Millisecond).Add(time.Hour)
	err := Create(t.Context(), dir, embeddedTo(t, 2), func(s core.Store) error {
		return s.Update(t.Context(), func(x core.Tx) error {
			if err := populate(x, "names", 20); err != nil {
				return err
			}
			const count = `
INSERT INTO throttles (subject, account_id, failures, locked_until, updated_at) VALUES
    ('account:1', 1, 3, NULL, $1), ('account:2', 2, 7, $2, $1),
    ('account:3', 3, 100, $1 + 3153600000000, $1), ('account:4', 4, 100, $2, $1),
    ('name:a', NULL, 0, NULL, $1)`
			_, err := x.(*tx).exec(count, noon.UnixMilli(), later.UnixMilli())
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	s := opened(t, dir, Options{})
	if err := s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	century := noon.Add(100 * 365 * 24 * time.Hour)
	update(t, s, func(tx core.Tx) error {
		for _, wanted := range []core.Throttle{
			{Subject: "account:1", AccountID: 1, Failures: 3, FailedAt: noon, UpdatedAt: noon},
			{Subject: "account:2", AccountID: 2, Failures: 7, FailedAt: noon, LockedAt: noon, LockedUntil: later, UpdatedAt: noon},
			{
				Subject: "account:3", AccountID: 3, Failures: 100, FailedAt: noon, LockedAt: noon, LockedUntil: century,
				UntilAdmin: true, UpdatedAt: noon,
			},
			// The last administrator is never locked out for good.
			{Subject: "account:4", AccountID: 4, Failures: 100, FailedAt: noon, LockedAt: noon, LockedUntil: later, UpdatedAt: noon},
			{Subject: "name:a", UpdatedAt: noon},
		} {
			if found, err := tx.Throttle(wanted.Subject); err != nil || !reflect.DeepEqual(found, wanted) {
				t.Errorf("%+v, want %+v, %v", found, wanted, err)
			}
		}
		found, err := tx.Policies()
		if err != nil || len(found) != 0 {
			t.Errorf("policies that nobody vouches for: %+v %v", found, err)
		}
		impact, _, err := tx.Impact(core.ImpactQuery{Policy: core.DefaultPolicy, To: 20, SetBefore: noon.Add(time.Millisecond)})
		if want := (core.ImpactCounts{Total: 19, Unknown: 19, Expire: 19}); err != nil || impact != want {
			t.Errorf("impact %+v, want %+v, %v", impact, want, err)
		}
		counts, err := tx.AccountCounts()
		if err != nil || counts.All != 20 || counts.Locked != 3 {
			t.Errorf("%+v %v", counts, err)
		}
		if _, err := tx.Password(20); err != nil {
			t.Error(err)
		}
		// What is new can be written for who is old.
		first := core.PolicyRecord{Name: "Site", Key: "site", CreatedAt: noon}
		return join(tx.InsertPolicy(&first), tx.PutTerms(core.Terms{AccountID: 20, Policy: first.ID, ExpiresAt: noon}))
	})
}

// The sessions of an older store stay as they are when their table is made anew, and
// a number is never given twice: the log names them.
func TestQuestionMigrationKeepsSessions(t *testing.T) {
	dir := t.TempDir()
	err := Create(t.Context(), dir, embeddedTo(t, 4), func(s core.Store) error {
		return s.Update(t.Context(), func(x core.Tx) error {
			if err := populate(x, "names", 3); err != nil {
				return err
			}
			const rows = `
INSERT INTO sessions (account_id, token_hash, scope, client, host, system, address, started_at, last_active_at, expires_at, locked_at, ended_at, end_reason)
VALUES (1, zeroblob(32), 'full', 'window', 'desk', 'Debian', '10.0.0.7', $1, $1 + 1, $1 + 2, $1 + 3, NULL, ''),
    (2, randomblob(32), 'change_password', 'command', '', '', '', $1, $1, $1, NULL, $1 + 5, 'expired')`
			if _, err := x.(*tx).exec(rows, noon.UnixMilli()); err != nil {
				return err
			}
			// The highest number was given to a session that is not there any more.
			_, err := x.(*tx).exec("UPDATE sqlite_sequence SET seq = 7 WHERE name = 'sessions'")
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	s := opened(t, dir, Options{})
	if err := s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	update(t, s, func(x core.Tx) error {
		found, err := x.SessionByToken(make([]byte, 32))
		wanted := core.Session{
			ID: 1, AccountID: 1, TokenHash: make([]byte, 32), Scope: core.ScopeFull,
			Device:    core.Device{Client: core.ClientWindow, Host: "desk", System: "Debian", Address: "10.0.0.7"},
			StartedAt: noon, LastActiveAt: noon.Add(time.Millisecond), ExpiresAt: noon.Add(2 * time.Millisecond), LockedAt: noon.Add(3 * time.Millisecond),
		}
		if err != nil || !reflect.DeepEqual(found, wanted) {
			t.Errorf("%+v, want %+v, %v", found, wanted, err)
		}
		next := core.Session{
			AccountID: 3, TokenHash: []byte(strings.Repeat("n", 32)), Scope: core.ScopeSetQuestion, Device: core.Device{Client: core.ClientWindow},
			StartedAt: noon, LastActiveAt: noon, ExpiresAt: noon,
		}
		if err := x.InsertSession(&next); err != nil {
			return err
		}
		ended := 0
		err = x.(*tx).row("SELECT count(*) FROM sessions WHERE scope = 'change_password' AND end_reason = 'expired'", nil, &ended)
		if next.ID != 8 || ended != 1 {
			t.Errorf("the next session is %d, %d have ended", next.ID, ended)
		}
		return err
	})
}

func backupsIn(t *testing.T, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, backupFolder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// The new schema comes after a backup of the old one, and is recorded.
func TestMigrationBacksUpFirst(t *testing.T) {
	dir := filledSite(t, 20)
	o := extended(t, "CREATE TABLE extra (id INTEGER NOT NULL PRIMARY KEY) STRICT; INSERT INTO extra VALUES (1);")
	s := opened(t, dir, o)
	steps, err := Options{}.steps()
	if err != nil {
		t.Fatal(err)
	}
	before, after := len(steps), len(steps)+1
	info, err := s.Info(t.Context())
	if err != nil || info.Schema != after {
		t.Fatalf("%+v %v", info, err)
	}
	update(t, s, func(x core.Tx) error {
		var name string
		var when time.Time
		err := x.(*tx).row("SELECT name, applied_at FROM migrations WHERE number = $1", args{after}, &name, at(&when))
		if name != "next" || !when.Equal(noon) {
			t.Errorf("the record is %s %v", name, when)
		}
		return err
	})
	backups := backupsIn(t, dir)
	if len(backups) != 1 {
		t.Fatalf("backups: %v", backups)
	}
	other := t.TempDir()
	content, err := os.ReadFile(backups[0])
	if err != nil {
		t.Fatal(err)
	}
	write(t, file(other), content)
	old := opened(t, other, Options{})
	if info, err := old.Info(t.Context()); err != nil || info.Schema != before {
		t.Fatalf("the backup is %+v %v", info, err)
	}
	if err := old.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	// A second start finds nothing to do.
	opened(t, dir, o)
	if again := backupsIn(t, dir); len(again) != 1 {
		t.Errorf("backups: %v", again)
	}
	// The older program refuses what the newer one has made.
	_, err = Open(t.Context(), dir, Options{})
	wantCode(t, err, core.CodeStoreNewer)
}

// A step that fails half way leaves the old schema, and the backup.
func TestFailedMigrationRollsBack(t *testing.T) {
	dir := filledSite(t, 20)
	for _, bad := range []string{
		"CREATE TABLE extra (id INTEGER) STRICT; DELETE FROM passwords; INSERT INTO nowhere VALUES (1);",
		"DELETE FROM passwords; DELETE FROM accounts;",
		"PRAGMA user_version = 4; this is no SQL;",
	} {
		if _, err := Open(t.Context(), dir, extended(t, bad)); err == nil {
			t.Fatal("a bad migration went through")
		}
		for _, backup := range backupsIn(t, dir) {
			if err := verify(t.Context(), backup); err != nil || strings.Contains(backup, unfinished) {
				t.Error(backup, err)
			}
			if err := os.Remove(backup); err != nil {
				t.Error(err)
			}
		}
		s, err := Open(t.Context(), dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		view(t, s, func(x core.Tx) error {
			if _, err := x.Password(1); err != nil {
				t.Error("the passwords are gone", err)
			}
			if err := x.(*tx).row("SELECT 1 FROM pragma_table_list WHERE name = 'extra'", nil, new(int)); !errors.Is(err, core.ErrNotFound) {
				t.Error("half of the migration stayed", err)
			}
			return nil
		})
		if err := join(s.Check(t.Context()), s.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

// Two programs that start at once after an installation migrate once.
func TestTwoProgramsMigrateOnce(t *testing.T) {
	dir := filledSite(t, 20)
	o := extended(t, "CREATE TABLE extra (id INTEGER NOT NULL PRIMARY KEY) STRICT;")
	type outcome struct {
		store *Store
		err   error
	}
	results := make(chan outcome)
	for range 4 {
		go func() {
			s, err := Open(t.Context(), dir, o)
			results <- outcome{s, err}
		}()
	}
	for range 4 {
		r := <-results
		if r.err != nil {
			t.Error(r.err)
			continue
		}
		if err := r.store.Close(); err != nil {
			t.Error(err)
		}
	}
	if backups := backupsIn(t, dir); len(backups) != 1 {
		t.Errorf("backups: %v", backups)
	}
}

func TestBackup(t *testing.T) {
	s, ada := siteWithAda(t)
	dir := t.TempDir()
	path := filepath.Join(dir, storeFile)
	// What is in the log and not yet in the file belongs to it.
	update(t, s, func(tx core.Tx) error { return settle(tx, ada.ID) })
	if err := s.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), path); err == nil {
		t.Error("a backup replaced another one")
	}
	copied := opened(t, dir, Options{})
	view(t, copied, func(tx core.Tx) error {
		seq, _, err := tx.LastEvent()
		if seq != 1 {
			t.Errorf("the copy ends with line %d", seq)
		}
		return err
	})
	if err := copied.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), filepath.Join(dir, "no", "folder", "x.db")); err == nil {
		t.Error("a backup went nowhere")
	}
	if left, err := filepath.Glob(filepath.Join(dir, unfinished+"*")); err != nil || len(left) != 0 {
		t.Error(left, err)
	}
}
