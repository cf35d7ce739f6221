package storage

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
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
	all["0004_next.sql"] = &fstest.MapFile{Data: []byte(sql)}
	return Options{files: all, Clock: func() time.Time { return noon }}
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
	info, err := s.Info(t.Context())
	if err != nil || info.Schema != 4 {
		t.Fatalf("%+v %v", info, err)
	}
	update(t, s, func(x core.Tx) error {
		var name string
		var when time.Time
		err := x.(*tx).row("SELECT name, applied_at FROM migrations WHERE number = 4", nil, &name, at(&when))
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
	if info, err := old.Info(t.Context()); err != nil || info.Schema != 3 {
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
