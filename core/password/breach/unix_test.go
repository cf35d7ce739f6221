//go:build unix

package breach

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestCutWhileMapped: the pages that are gone would end the program with a bus
// error. The look-up says so instead, and the program goes on. Windows lets
// nobody cut a mapped file.
func TestCutWhileMapped(t *testing.T) {
	path := listFile(t)
	l := opened(t, path, 0)
	if err := os.Truncate(path, headerSize+16384); err != nil {
		t.Fatal(err)
	}
	if refused := rightOrDamaged(t, l, testEntries); refused < testEntries/2 {
		t.Errorf("%d refused", refused)
	}
	if err := l.Verify(t.Context()); !errors.Is(err, ErrTruncated) {
		t.Errorf("verified: %v", err)
	}
}

// TestOtherPanicsGoOn: only a fault of the mapped pages is made an error.
func TestOtherPanicsGoOn(t *testing.T) {
	l := opened(t, listFile(t), 0)
	l.index.checks = nil // a look-up is out of range now
	defer func() {
		if recover() == nil {
			t.Error("the panic was swallowed")
		}
	}()
	found, err := l.ContainsHash(synthetic(1))
	t.Errorf("%v, %v", found, errors.Unwrap(err))
}

// TestFolderGone: an error of the file system stops the build, and nothing
// appears.
func TestFolderGone(t *testing.T) {
	r := newResumable(t)
	o := stepped()
	o.Progress = func(Progress) {
		if err := os.RemoveAll(r.out + ".building"); err != nil {
			t.Error(err)
		}
	}
	if _, err := Build(t.Context(), r.source, r.out, o); err == nil {
		t.Error("built without a folder")
	}
	if _, err := os.Stat(r.out); !errors.Is(err, os.ErrNotExist) {
		t.Error("there is a list")
	}
}

// TestLeftOver: a list that is made is made, also when the folder of its build
// cannot be removed.
func TestLeftOver(t *testing.T) {
	r := newResumable(t)
	o := stepped()
	o.Progress = func(p Progress) {
		if p.Phase == PhaseShards && p.Done == p.Total {
			full := filepath.Join(r.out+".building", "full")
			if err := errors.Join(os.Mkdir(full, 0o700), os.WriteFile(filepath.Join(full, "notes"), nil, 0o600)); err != nil {
				t.Error(err)
			}
		}
	}
	if _, err := Build(t.Context(), r.source, r.out, o); !errors.Is(err, ErrLeftOver) {
		t.Error(err)
	}
	if err := opened(t, r.out, memoryLimit).Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestLinkedSources: links are followed, to files and in a folder of ranges.
func TestLinkedSources(t *testing.T) {
	dir := t.TempDir()
	hashes, folder := write(t, dir, "hashes", published(0, 10, "\n")), filepath.Join(dir, "ranges")
	suffixes := write(t, dir, "suffixes", []byte("1E4C9B93F3F0682250B6CF8331B7EE68FD8:3\n"))
	if err := errors.Join(os.Symlink(hashes, filepath.Join(dir, "link")), os.Mkdir(folder, 0o700),
		os.Symlink(suffixes, filepath.Join(folder, "5BAA6"))); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out.list")
	if report := mustBuild(t, filepath.Join(dir, "link"), out, small()); report.Info.Entries != 10 {
		t.Errorf("%+v", report)
	}
	mustBuild(t, folder, out, small())
	if found, err := opened(t, out, memoryLimit).Contains([]byte("password")); err != nil || !found {
		t.Errorf("%v, %v", found, err)
	}
}
