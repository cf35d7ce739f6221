//go:build unix

package storage

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"gatehouse/core"
)

// Nobody but the owner reads a store, its log or a copy of it.
func TestFilesArePrivate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	if err := Create(t.Context(), dir, Options{}, fillSite); err != nil {
		t.Fatal(err)
	}
	s := opened(t, dir, Options{})
	update(t, s, func(tx core.Tx) error { return tx.PutThrottle(core.Throttle{Subject: "name:x", UpdatedAt: noon}) })
	if err := s.Backup(t.Context(), filepath.Join(dir, "copy.db")); err != nil {
		t.Fatal(err)
	}
	for name, mode := range map[string]os.FileMode{
		"": os.ModeDir | 0o700, lockFile: 0o600, "copy.db": 0o600,
		storeFile: 0o600, storeFile + "-wal": 0o600, storeFile + "-shm": 0o600,
	} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode() != mode {
			t.Errorf("%q has mode %v, want %v (%v)", name, info.Mode(), mode, err)
		}
	}
}

// nobody is a user without rights of its own.
const nobody = 65534

// asNobody lets a child run without the rights of root, which no permission
// binds. A user who is not root has none of them anyway.
func asNobody(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody, NoSetGroups: true}}
	}
}

// readable is a copy of this test's program where anybody can run it.
func readable(t *testing.T, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "program")
	from, err := os.Open(self(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = from.Close() }()
	to, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(to, from); err != nil {
		t.Fatal(err)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// openTo makes every folder from the system's down to dir passable.
func openTo(t *testing.T, dir string) {
	t.Helper()
	for at := dir; at != os.TempDir() && at != filepath.Dir(at); at = filepath.Dir(at) {
		if err := os.Chmod(at, 0o755); err != nil {
			t.Fatal(err)
		}
	}
}

// loneReadOnly is the case in which SQLite begins a transaction to write, and
// would tell at the first write only.
const loneReadOnly = "read-only file with a writable log"

// siteWithLog makes a closed site whose last write is still in its log, as
// after a power cut.
func siteWithLog(t *testing.T) string {
	t.Helper()
	s, _ := siteWithAda(t)
	update(t, s, reserve)
	dir := t.TempDir()
	for _, end := range []string{"", "-wal", "-shm"} {
		content, err := os.ReadFile(s.place.store() + end)
		if err != nil {
			t.Fatal(err)
		}
		write(t, file(dir)+end, content)
	}
	return dir
}

// setModes sets the permissions of a data folder and of the files in it.
func setModes(t *testing.T, dir string, folder, files os.FileMode) {
	t.Helper()
	for _, name := range names(t, dir) {
		if err := os.Chmod(filepath.Join(dir, name), files); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(dir, folder); err != nil {
		t.Fatal(err)
	}
}

// rights are a case of TestReadOnlyStoreIsRefused.
type rights struct {
	name         string
	folder, file os.FileMode
	// log: the last write is still in the log. owned: by who opens it.
	log, owned bool
	want       string
}

// prepared makes a site with these rights.
func (r rights) prepared(t *testing.T) string {
	t.Helper()
	dir := siteWithLog(t)
	openTo(t, dir)
	if !r.log {
		// Opening and closing empties the log.
		if err := tryAll(dir); err != nil {
			t.Fatal(err)
		}
	}
	setModes(t, dir, r.folder, r.file)
	if r.name == loneReadOnly {
		for _, end := range []string{"-wal", "-shm"} {
			if err := os.Chmod(file(dir)+end, 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	if r.owned && os.Geteuid() == 0 {
		for _, path := range append(names(t, dir), "") {
			if err := os.Chown(filepath.Join(dir, path), nobody, nobody); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

// Without the right to write nobody is let in: their guesses could not be
// counted. With it, the same child succeeds.
func TestReadOnlyStoreIsRefused(t *testing.T) {
	base := t.TempDir()
	openTo(t, base)
	const refused = "open=" + string(core.CodeStoreReadOnly)
	cases := []rights{
		{"writable", 0o700, 0o600, false, true, "open= write="},
		{"writable with a log", 0o700, 0o600, true, true, "open= write="},
		{"read-only folder", 0o555, 0o444, false, false, refused},
		{"read-only folder with a log", 0o555, 0o444, true, false, refused},
		{"read-only file", 0o777, 0o444, false, false, refused},
		{"read-only file with a log", 0o777, 0o444, true, false, refused},
		{loneReadOnly, 0o777, 0o444, true, false, refused},
		{"writable file in a read-only folder", 0o555, 0o666, false, false, refused},
		{"unreadable file", 0o755, 0o000, false, false, refused},
	}
	var dirs []string
	for _, c := range cases {
		dirs = append(dirs, c.prepared(t))
	}
	cmd := child(t, readable(t, base), "open", strings.Join(dirs, string(filepath.ListSeparator)))
	asNobody(t, cmd)
	out, err := cmd.Output()
	if err != nil {
		t.Error(err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != len(cases) {
		t.Fatalf("the child says %q", lines)
	}
	for i, c := range cases {
		// The test's own cleaning needs the right back.
		if err := os.Chmod(dirs[i], 0o700); err != nil {
			t.Error(err)
		}
		if lines[i] != c.want {
			t.Errorf("%s: %q, want %q", c.name, lines[i], c.want)
		}
	}
}
