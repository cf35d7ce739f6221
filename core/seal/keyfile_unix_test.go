//go:build unix

package seal

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

func TestKeyFilePermissions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "site.key")
	old := syscall.Umask(0)
	err := WriteKeyFile(path, mustKey(t))
	syscall.Umask(old)
	want(t, err, nil)
	info, err := os.Stat(path)
	want(t, err, nil)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("written with mode %04o", info.Mode().Perm())
	}
	for bit := range 6 {
		want(t, os.Chmod(path, 0o600|1<<bit), nil)
		_, err := ReadKeyFile(path)
		want(t, err, ErrKeyFilePermissions)
	}
	for _, mode := range []os.FileMode{0o400, 0o600, 0o700} {
		want(t, os.Chmod(path, mode), nil)
		_, err := ReadKeyFile(path)
		want(t, err, nil)
	}
}

// TestKeyFileIsNoPipe must end at once: a pipe that nobody writes to would be
// waited for.
func TestKeyFileIsNoPipe(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	want(t, syscall.Mkfifo(pipe, 0o600), nil)
	done := make(chan error, 1)
	go func() { done <- second(ReadKeyFile(pipe)) }()
	select {
	case err := <-done:
		want(t, err, ErrNotKeyFile)
	case <-time.After(time.Minute):
		t.Fatal("waits for the pipe")
	}
	for _, path := range []string{dir, os.DevNull} {
		_, err := ReadKeyFile(path)
		want(t, err, ErrNotKeyFile)
	}
}

// TestKeyFileThroughLinks reads through a link and never writes through one.
func TestKeyFileThroughLinks(t *testing.T) {
	dir, kek := t.TempDir(), mustKey(t)
	path, link := filepath.Join(dir, "site.key"), filepath.Join(dir, "link.key")
	want(t, os.Symlink(path, link), nil)
	want(t, WriteKeyFile(link, kek), ErrKeyFileExists)
	want(t, WriteKeyFile(path, kek), nil)
	got, err := ReadKeyFile(link)
	want(t, err, nil)
	if !got.Equal(kek) {
		t.Error("another key came back")
	}
	want(t, os.Chmod(path, 0o644), nil)
	_, err = ReadKeyFile(link)
	want(t, err, ErrKeyFilePermissions)
}

// TestFailedKeyFileIsRemoved writes to a file that was opened for reading only, as
// a full disk would refuse.
func TestFailedKeyFileIsRemoved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "site.key")
	want(t, os.WriteFile(path, nil, 0o600), nil)
	f, err := os.Open(path)
	want(t, err, nil)
	want(t, finishKeyFile(f, mustKey(t)), syscall.EBADF)
	if _, err := os.Lstat(path); err == nil {
		t.Error("half a key file is left")
	}
}

// TestInsideThroughLinks hides the data folder, the key's folder and the key
// itself behind links.
func TestInsideThroughLinks(t *testing.T) {
	root := t.TempDir()
	at := func(parts ...string) string { return filepath.Join(append([]string{root}, parts...)...) }
	want(t, os.MkdirAll(at("data", "sub"), 0o700), nil)
	want(t, os.MkdirAll(at("keys"), 0o700), nil)
	for link, target := range map[string]string{
		at("alias"): at("data"), at("keys", "in"): at("data", "sub"),
		at("data", "out"): at("keys"), at("keys", "lost"): at("data", "none"),
	} {
		want(t, os.Symlink(target, link), nil)
	}
	for _, test := range []struct {
		dir, path string
		want      bool
	}{
		{at("data"), at("alias", "k"), true},
		{at("alias"), at("data", "k"), true},
		{at("alias"), at("alias", "sub", "k"), true},
		{at("data"), at("keys", "in", "k"), true},
		{at("data"), at("keys", "in"), true},
		{at("data"), at("data", "out", "k"), false},
		{at("alias"), at("keys", "k"), false},
	} {
		got, err := Inside(test.dir, test.path)
		want(t, err, nil)
		if got != test.want {
			t.Errorf("%s in %s: %t", test.path, test.dir, got)
		}
	}
	if _, err := Inside(at("data"), at("keys", "lost")); err == nil {
		t.Error("a link that leads nowhere was judged")
	}
	if _, err := Inside(at("keys", "lost"), at("keys", "k")); err == nil {
		t.Error("a folder that leads nowhere was judged")
	}
}
