package breach

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// onlyFile is the path of the one file in a folder, "" when there is none.
func onlyFile(t *testing.T, folder string) string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	switch len(entries) {
	case 0:
		return ""
	case 1:
		return filepath.Join(folder, entries[0].Name())
	}
	t.Fatalf("%d files", len(entries))
	return ""
}

func TestInstall(t *testing.T) {
	path, folder := listFile(t), t.TempDir()
	for range 2 { // the second time it is there already
		installed, info, err := Install(t.Context(), path, folder, nil)
		if err != nil || installed != onlyFile(t, folder) {
			t.Fatalf("%q, %v", installed, err)
		}
		l := opened(t, installed, memoryLimit)
		if l.Info() != info || info.Entries != testEntries {
			t.Errorf("%+v, %+v", l.Info(), info)
		}
		stat, err := os.Stat(installed)
		if err != nil || runtime.GOOS != "windows" && stat.Mode().Perm() != 0o600 {
			t.Errorf("%v, %v", stat, err)
		}
	}
	// A copy that was damaged since is made anew.
	if err := os.Truncate(onlyFile(t, folder), 9000); err != nil {
		t.Fatal(err)
	}
	installed, _, err := Install(t.Context(), path, folder, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := opened(t, installed, 0).Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestInstallOverAnother: what has the name of the list by chance, or because
// somebody put it there, is not taken for it.
func TestInstallOverAnother(t *testing.T) {
	path, folder := listFile(t), t.TempDir()
	installed, info, err := Install(t.Context(), path, folder, nil)
	if err != nil {
		t.Fatal(err)
	}
	write(t, folder, filepath.Base(installed), listBytes(t))
	if _, _, err := Install(t.Context(), path, folder, nil); err != nil {
		t.Fatal(err)
	}
	if got := opened(t, onlyFile(t, folder), memoryLimit).Info(); got != info {
		t.Errorf("%+v, want %+v", got, info)
	}
}

// TestInstallRefuses: a file that is no whole list leaves nothing behind.
func TestInstallRefuses(t *testing.T) {
	content, dir := listBytes(t), t.TempDir()
	inShard := func(b []byte) []byte { b[headerSize+100] ^= 1; return b }
	tests := []struct {
		name    string
		content []byte
		want    error
	}{
		{"nothing", nil, ErrEmpty},
		{"text", []byte("password\n"), ErrForeign},
		{"cut", content[:len(content)-1], ErrTruncated},
		{"header", append([]byte(magic), make([]byte, len(content))...), ErrDamaged},
		{"shard", inShard(append([]byte(nil), content...)), ErrDamaged},
	}
	for _, test := range tests {
		folder := t.TempDir()
		if _, _, err := Install(t.Context(), write(t, dir, "a.list", test.content), folder, nil); !errors.Is(err, test.want) {
			t.Errorf("%s: %v", test.name, err)
		}
		if left := onlyFile(t, folder); left != "" {
			t.Errorf("%s: %s is left", test.name, left)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	folder := t.TempDir()
	if _, _, err := Install(ctx, write(t, dir, "a.list", content), folder, nil); !errors.Is(err, context.Canceled) || onlyFile(t, folder) != "" {
		t.Errorf("stopped: %v", err)
	}
	if _, _, err := Install(t.Context(), filepath.Join(dir, "none"), folder, nil); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	if _, _, err := Install(t.Context(), write(t, dir, "a.list", content), filepath.Join(dir, "none"), nil); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}
