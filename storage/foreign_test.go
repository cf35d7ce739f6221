package storage

import (
	"bytes"
	"database/sql"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"gatehouse/core"
)

// snapshot is everything that can be seen of a folder: names, sizes, contents,
// times and permissions.
func snapshot(t *testing.T, dir string) string {
	t.Helper()
	all := ""
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		all += fmt.Sprintln(path, info.Mode(), info.ModTime().UnixNano())
		if info.Mode().IsRegular() {
			content, err := os.ReadFile(path)
			all += fmt.Sprintf("%x\n", content)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// runSQL makes or changes a database as another program would.
func runSQL(t *testing.T, path string, statements ...string) {
	t.Helper()
	if err := lockPerDescriptor(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", fileURI(path, false))
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	for _, statement := range statements {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(statement, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func picture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 64, 64))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What is not ours, or of a newer program, is refused and stays as it is.
func TestForeignFilesStayUntouched(t *testing.T) {
	tests := []struct {
		name string
		make func(t *testing.T, path string)
		code core.Code
	}{
		{"empty file", func(t *testing.T, path string) { write(t, path, nil) }, core.CodeStoreEmpty},
		{"text", func(t *testing.T, path string) { write(t, path, []byte("Dear diary\n")) }, core.CodeStoreForeign},
		{"one byte", func(t *testing.T, path string) { write(t, path, []byte("S")) }, core.CodeStoreForeign},
		{"picture", func(t *testing.T, path string) { write(t, path, picture(t)) }, core.CodeStoreForeign},
		{"folder", func(t *testing.T, path string) { write(t, filepath.Join(path, "x"), nil) }, core.CodeStoreForeign},
		{"link to nowhere", func(t *testing.T, path string) {
			if err := os.Symlink(path+"-gone", path); err != nil {
				t.Fatal(err)
			}
		}, core.CodeStoreDamaged},
		{"other database", func(t *testing.T, path string) {
			runSQL(t, path, "CREATE TABLE recipes (name TEXT)", "INSERT INTO recipes VALUES ('soup')")
		}, core.CodeStoreForeign},
		{"other database with a log", func(t *testing.T, path string) {
			runSQL(t, path, "PRAGMA journal_mode = WAL", "CREATE TABLE recipes (name TEXT)")
		}, core.CodeStoreForeign},
		{"other application", func(t *testing.T, path string) {
			runSQL(t, path, "PRAGMA application_id = 1", "PRAGMA user_version = 2", "CREATE TABLE site (id TEXT)")
		}, core.CodeStoreForeign},
		{"newer schema", func(t *testing.T, path string) {
			copySite(t, path)
			runSQL(t, path, "PRAGMA user_version = 9999")
		}, core.CodeStoreNewer},
		{"no schema", func(t *testing.T, path string) {
			copySite(t, path)
			runSQL(t, path, "PRAGMA user_version = 0")
		}, core.CodeStoreDamaged},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			test.make(t, file(dir))
			before := snapshot(t, dir)
			_, err := Open(t.Context(), dir, Options{})
			wantCode(t, err, test.code)
			filled := false
			err = Create(t.Context(), dir, Options{}, func(core.Store) error {
				filled = true
				return nil
			})
			wantCode(t, err, test.code)
			if filled {
				t.Error("a creation began")
			}
			if after := snapshot(t, dir); after != before {
				t.Errorf("the folder was\n%.500s\nand is\n%.500s", before, after)
			}
		})
	}
}

// copySite puts a sound store at path.
func copySite(t *testing.T, path string) {
	t.Helper()
	write(t, path, bytesOf(t, newSite(t)))
}

// A newer stamp may be in the log alone, when the newer program was killed.
func TestNewerSchemaInTheLogIsRefused(t *testing.T) {
	dir := newSite(t)
	s := opened(t, dir, Options{})
	c, err := s.writer.take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.conn.ExecContext(t.Context(), "PRAGMA user_version = 9999"); err != nil {
		t.Fatal(err)
	}
	s.writer.give(c)
	_, err = Open(t.Context(), dir, Options{})
	wantCode(t, err, core.CodeStoreNewer)
}
