package storage

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// A file whose name cannot be brought to the disk does not have it: whoever made
// the file is told of a failure and throws its key away.
func TestNameThatCannotBeKept(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "draft"), filepath.Join(dir, "store")
	if err := os.WriteFile(from, []byte("whole"), fileMode); err != nil {
		t.Fatal(err)
	}
	full := errors.New("no room for a name")
	if err := putInPlace(from, to, func(string) error { return full }); !errors.Is(err, full) {
		t.Fatalf("ended in %v", err)
	}
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the name is there: %v", err)
	}
	if err := putInPlace(from, to, syncFolder); err != nil {
		t.Fatal(err)
	}
	if err := putInPlace(from, to, syncFolder); !errors.Is(err, fs.ErrExist) {
		t.Errorf("the name was given twice: %v", err)
	}
	if data, err := os.ReadFile(to); err != nil || string(data) != "whole" {
		t.Errorf("it holds %q, %v", data, err)
	}
}
