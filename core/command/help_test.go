package command_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/command"
	"gatehouse/core/logfile"
	"gatehouse/core/seal"
	"gatehouse/storage"
)

// program is the command line over a real store, with the given clock and
// keyring.
func program(now func() time.Time, keyring seal.Keyring) command.Program {
	options := storage.Options{Clock: now}
	return command.Program{
		Env: os.Getenv,
		OpenStore: func(ctx context.Context, dir string) (core.Store, error) {
			store, err := storage.Open(ctx, dir, options)
			if err != nil {
				return nil, err
			}
			return store, nil
		},
		CreateStore: func(ctx context.Context, dir string, fill func(core.Store) error) error {
			return storage.Create(ctx, dir, options, fill)
		},
		Keyring: func() seal.Keyring { return seal.WithDeadline(keyring, 200*time.Millisecond) },
		Log: func(dir string, site bool) (*slog.Logger, io.Closer) {
			if site {
				return logfile.Open(dir)
			}
			return logfile.OpenExisting(dir)
		},
		Device:  core.Device{Client: core.ClientCommand, Host: "desk", System: "test"},
		Now:     now,
		Version: "1.2.3",
	}
}

// folderKeyring keeps items as files; without a folder there is no keyring, and
// in the folder "hangs" it never answers.
type folderKeyring struct{ dir string }

func (k folderKeyring) Get(ctx context.Context, item string) (string, error) {
	if err := k.there(ctx); err != nil {
		return "", err
	}
	text, err := os.ReadFile(filepath.Join(k.dir, item))
	if errors.Is(err, os.ErrNotExist) {
		return "", seal.ErrKeyMissing
	}
	return string(text), err
}

func (k folderKeyring) Set(ctx context.Context, item, secret string) error {
	if err := k.there(ctx); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(k.dir, item), []byte(secret), 0o600)
}

func (k folderKeyring) Delete(ctx context.Context, item string) error {
	if err := k.there(ctx); err != nil {
		return err
	}
	err := os.Remove(filepath.Join(k.dir, item))
	if errors.Is(err, os.ErrNotExist) {
		return seal.ErrKeyMissing
	}
	return err
}

// there tells whether there is a keyring.
func (k folderKeyring) there(ctx context.Context) error {
	switch filepath.Base(k.dir) {
	case ".":
		return seal.ErrKeyringAbsent
	case "hangs":
		<-ctx.Done()
		return ctx.Err()
	}
	return nil
}

// desk is a data folder and a key file, with a clock of its own.
type desk struct {
	t       *testing.T
	dir     string
	keyFile string
	keyring seal.Keyring
	now     time.Time
	change  func(*command.Program)
	// stdout and stderr are all that was ever printed.
	stdout, stderr bytes.Buffer
}

// rootPassword is the password of root accounts in tests.
const rootPassword = "correct horse battery staple"

func newDesk(t *testing.T) *desk {
	t.Helper()
	dir := t.TempDir()
	return &desk{
		t: t, dir: filepath.Join(dir, "data"), keyFile: filepath.Join(dir, "site.key"),
		keyring: folderKeyring{}, now: time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC),
	}
}

// result is what came of a command.
type result struct {
	status         int
	stdout, stderr string
}

// run runs a command with lines on standard input.
func (d *desk) run(lines string, args ...string) result {
	d.t.Helper()
	var stdout, stderr bytes.Buffer
	p := program(func() time.Time { return d.now }, d.keyring)
	p.Args = append([]string{"--data", d.dir}, args...)
	p.Stdin, p.Stdout, p.Stderr = strings.NewReader(lines), &stdout, &stderr
	if d.change != nil {
		d.change(&p)
	}
	status := command.Run(d.t.Context(), p)
	d.stdout.Write(stdout.Bytes())
	d.stderr.Write(stderr.Bytes())
	return result{status: status, stdout: stdout.String(), stderr: stderr.String()}
}

// must is run for commands that have to succeed.
func (d *desk) must(lines string, args ...string) result {
	d.t.Helper()
	r := d.run(lines, args...)
	if r.status != 0 || r.stderr != "" {
		d.t.Fatalf("%q: status %d\n%s%s", args, r.status, r.stdout, r.stderr)
	}
	return r
}

// init sets the site up, with ada as its root.
func (d *desk) init() {
	d.t.Helper()
	d.must(rootPassword+"\n", "init", "--site", "Workshop", "--root", "ada", "--time-zone", "Europe/London", "--key-file", d.keyFile)
}
