package storage

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse/core"
)

// file is the path of the store in a data folder.
func file(dir string) string { return filepath.Join(dir, storeFile) }

// bytesOf reads a closed store.
func bytesOf(t testing.TB, dir string) []byte {
	t.Helper()
	content, err := os.ReadFile(file(dir))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func indexOf(content, part string) int { return strings.Index(content, part) }

// write makes a file in a test.
func write(t testing.TB, path string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// tryAll opens a store and checks it as a whole.
func tryAll(dir string) error {
	s, err := Open(context.Background(), dir, Options{})
	if err != nil {
		return err
	}
	return join(s.Check(context.Background()), s.Close())
}

// filledSite makes a closed site with rows in most tables.
func filledSite(t *testing.T, accounts int) string {
	t.Helper()
	dir := t.TempDir()
	err := Create(t.Context(), dir, Options{}, func(s core.Store) error {
		return s.Update(t.Context(), func(tx core.Tx) error {
			if err := tx.PutSite(core.SiteRecord{ID: "x", Name: "Workshop", TimeZone: "UTC", CreatedAt: noon}); err != nil {
				return err
			}
			return populate(tx, "names", accounts)
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// A small store is read as a whole when it is opened: every spoilt page is seen
// before anybody signs in.
func TestSpoiltPageStopsAtOpen(t *testing.T) {
	dir := filledSite(t, 40)
	whole := bytesOf(t, dir)
	const page = 4096
	if len(whole)%page != 0 || len(whole) > smallFile {
		t.Fatalf("the store has %d bytes", len(whole))
	}
	for at := 0; at < len(whole); at += page {
		spoilt := append([]byte(nil), whole...)
		for i := range page {
			spoilt[at+i] ^= 0xff
		}
		other := t.TempDir()
		write(t, file(other), spoilt)
		s, err := Open(t.Context(), other, Options{})
		if err == nil {
			t.Errorf("page %d of %d: opened, check says %v", at/page+1, len(whole)/page, s.Check(t.Context()))
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			continue
		}
		want := core.CodeStoreDamaged
		if at == 0 {
			want = core.CodeStoreForeign
		}
		if got := core.ErrorCode(err); got != want {
			t.Errorf("page %d: code %q, want %q: %v", at/page+1, got, want, err)
		}
	}
}

// In a large store Check finds what Open had no time for.
func TestSpoiltPageStopsAtCheck(t *testing.T) {
	dir := filledSite(t, 5)
	s := opened(t, dir, Options{})
	update(t, s, func(tx core.Tx) error {
		detail := `{"note":"` + strings.Repeat("long ", 20_000) + `"}`
		for seq := range int64(30) {
			line := core.Event{Seq: seq + 1, At: noon, Kind: core.EventSignedIn, Detail: detail, MAC: make([]byte, 32)}
			if err := tx.AppendEvent(line); err != nil {
				return err
			}
		}
		return nil
	})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	whole := bytesOf(t, dir)
	if len(whole) <= smallFile {
		t.Fatalf("the store has only %d bytes", len(whole))
	}
	for _, share := range []int{2, 3, 4, 5} {
		at := len(whole) / share / 4096 * 4096
		spoilt := append([]byte(nil), whole...)
		copy(spoilt[at:], strings.Repeat("\xa5", 4096))
		other := t.TempDir()
		write(t, file(other), spoilt)
		s := opened(t, other, Options{})
		wantCode(t, s.Check(t.Context()), core.CodeStoreDamaged)
	}
}

func TestTruncatedStoreIsDamaged(t *testing.T) {
	dir := filledSite(t, 40)
	whole := bytesOf(t, dir)
	for _, size := range []int{100, 512, 4095, 4096, len(whole) / 2, len(whole) - 4096, len(whole) - 1} {
		other := t.TempDir()
		write(t, file(other), whole[:size])
		wantCode(t, tryAll(other), core.CodeStoreDamaged)
	}
}

// The text tells what to do, and with what.
func TestDamageNamesTheNewestBackup(t *testing.T) {
	dir := filledSite(t, 40)
	whole := bytesOf(t, dir)
	write(t, file(dir), whole[:len(whole)/2])
	err := tryAll(dir)
	wantCode(t, err, core.CodeStoreDamaged)
	if !strings.Contains(err.Error(), "no backup") {
		t.Errorf("without a backup: %v", err)
	}
	for _, name := range []string{"a.db", "c.db", "b.db", unfinished + "1.db", "notes.txt"} {
		write(t, filepath.Join(dir, backupFolder, name), nil)
	}
	newest := filepath.Join(dir, backupFolder, "c.db")
	older := noon.AddDate(-1, 0, 0)
	for _, name := range []string{"a.db", "b.db"} {
		if err := os.Chtimes(filepath.Join(dir, backupFolder, name), older, older); err != nil {
			t.Fatal(err)
		}
	}
	err = tryAll(dir)
	wantCode(t, err, core.CodeStoreDamaged)
	if !strings.Contains(err.Error(), newest) {
		t.Errorf("%v does not name %s", err, newest)
	}
	// The backup in the store's place opens again.
	write(t, file(dir), whole)
	if err := tryAll(dir); err != nil {
		t.Fatal(err)
	}
}

// A folder that has had a store is never taken for a new one.
func TestMissingStoreIsNoFirstRun(t *testing.T) {
	empty := t.TempDir()
	_, err := Open(t.Context(), empty, Options{})
	wantCode(t, err, core.CodeStoreAbsent)
	_, err = Open(t.Context(), filepath.Join(empty, "not", "there"), Options{})
	wantCode(t, err, core.CodeStoreAbsent)
	for _, remains := range []string{storeFile + "-wal", backupFolder + "/x.db"} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, remains), []byte("x"))
		_, err := Open(t.Context(), dir, Options{})
		wantCode(t, err, core.CodeStoreDamaged)
		wantCode(t, Create(t.Context(), dir, Options{}, nil), core.CodeStoreDamaged)
	}
	for _, harmless := range []string{lockFile, unfinished + "1.db", "site.key"} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, harmless), []byte("x"))
		_, err := Open(t.Context(), dir, Options{})
		wantCode(t, err, core.CodeStoreAbsent)
	}
}

// While another program moves its log into the file, or after it was killed
// doing so, the file alone looks truncated. The log makes it whole.
func TestInterruptedCheckpointIsNoDamage(t *testing.T) {
	s, _ := siteWithAda(t)
	dir := t.TempDir()
	update(t, s, func(tx core.Tx) error { return populate(tx, "numbers", 200) })
	for _, end := range []string{"", "-wal"} {
		content, err := os.ReadFile(s.place.store() + end)
		if err != nil {
			t.Fatal(err)
		}
		if end == "" {
			// The header, which is written first, tells of pages that are still
			// to come: bytes 28 to 31 count them.
			content[29] = 1
		}
		write(t, file(dir)+end, content)
	}
	if _, err := peek(t.Context(), file(dir), accessPeek); err == nil {
		t.Fatal("the file alone looks whole")
	}
	if err := tryAll(dir); err != nil {
		t.Fatal(err)
	}
}
