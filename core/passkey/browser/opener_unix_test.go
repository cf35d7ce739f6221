//go:build unix && !darwin

package browser

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"gatehouse/core/passkey"
)

// stub puts an xdg-open on PATH that runs a line of the shell.
func stub(t *testing.T, line string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "xdg-open"), []byte("#!/bin/sh\n"+line+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// TestOpenInBrowser: the opener gets the path as one argument, whatever stands in it, and
// the environment of the program.
func TestOpenInBrowser(t *testing.T) {
	record := filepath.Join(t.TempDir(), "record")
	t.Setenv("RECORD", record)
	stub(t, `printf '%s\n' "$#" "$@" >"$RECORD"; echo noise; echo noise >&2`)
	dir := filepath.Join(t.TempDir(), `-a b'c"d;touch $(x) & %20 --help`)
	path := filepath.Join(dir, "page.html")
	if err := OpenInBrowser(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(record)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != "1\n"+path+"\n" {
		t.Errorf("the opener got %q", got)
	}
}

func TestOpenInBrowserFails(t *testing.T) {
	stub(t, "exit 3")
	if err := OpenInBrowser(t.Context(), "/page.html"); !errors.Is(err, ErrNoBrowser) {
		t.Errorf("an opener that fails: %v", err)
	}
	for _, path := range []string{"", "page.html", "--help", "http://localhost/"} {
		if err := OpenInBrowser(t.Context(), path); !errors.Is(err, ErrNoBrowser) {
			t.Errorf("%q: %v", path, err)
		}
	}
	over, end := context.WithCancel(t.Context())
	end()
	if err := OpenInBrowser(over, "/page.html"); !errors.Is(err, context.Canceled) {
		t.Errorf("without time: %v", err)
	}
	t.Setenv("PATH", t.TempDir())
	if err := OpenInBrowser(t.Context(), "/page.html"); !errors.Is(err, ErrNoBrowser) {
		t.Errorf("no opener: %v", err)
	}
}

// TestOpenInBrowserStays: an opener that stays as long as the browser is neither waited
// for nor ended.
func TestOpenInBrowserStays(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("BEGUN", filepath.Join(dir, "begun"))
	t.Setenv("GO_ON", filepath.Join(dir, "go on"))
	t.Setenv("RECORD", filepath.Join(dir, "record"))
	for _, pipe := range []string{"begun", "go on", "record"} {
		makePipe(t, filepath.Join(dir, pipe))
	}
	stub(t, `echo begun >"$BEGUN"; read -r line <"$GO_ON"; echo "$line" >"$RECORD"`)
	ctx, end := context.WithCancel(t.Context())
	opened := make(chan error, 1)
	go func() { opened <- OpenInBrowser(ctx, "/page.html") }()
	if got, err := os.ReadFile(filepath.Join(dir, "begun")); err != nil || string(got) != "begun\n" {
		t.Fatalf("%q, %v", got, err)
	}
	end()
	if err := <-opened; !errors.Is(err, context.Canceled) {
		t.Errorf("left: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "go on"), []byte("alive\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "record")); err != nil || string(got) != "alive\n" {
		t.Errorf("afterwards: %q, %v", got, err)
	}
}

// TestProviderOpens: by itself the provider starts the system's browser, with a file in a
// folder that it has made for this person alone.
func TestProviderOpens(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a;b 'c'")
	record := filepath.Join(t.TempDir(), "record")
	makePipe(t, record)
	t.Setenv("RECORD", record)
	stub(t, `printf '%s' "$1" >"$RECORD"`)
	made := provide(t, ProviderConfig{Dir: dir})
	var acting sync.WaitGroup
	defer acting.Wait()
	acting.Go(func() {
		path, err := os.ReadFile(record)
		if err != nil {
			t.Error(err)
		}
		checkMode(t, string(path), 0o600)
		checkMode(t, dir, os.ModeDir|0o700)
		if !strings.HasPrefix(string(path), dir+"/") {
			t.Errorf("the path is %s", path)
		}
		if err := (reader{t, gives(Cancelled)}).open(t.Context(), string(path)); err != nil {
			t.Error(err)
		}
	})
	if err := made.Create(t.Context(), []byte(wrapped), never(t)); !errors.Is(err, passkey.ErrCancelled) {
		t.Error(err)
	}
}

func checkMode(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Error(err)
		return
	}
	if info.Mode() != mode {
		t.Errorf("%s: the mode is %v", path, info.Mode())
	}
}

// TestProviderFolder: where others could exchange the file no browser is started, and
// where no folder can be made neither. The link is good all the same.
func TestProviderFolder(t *testing.T) {
	shared, plain := t.TempDir(), filepath.Join(t.TempDir(), "file")
	if err := os.Chmod(shared, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(plain, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for dir, wanted := range map[string]error{shared: ErrFolder, plain: nil} {
		made := provide(t, ProviderConfig{Dir: dir, Open: func(context.Context, string) error {
			t.Error("opened")
			return nil
		}})
		linked := made.(passkey.Linked)
		var acting sync.WaitGroup
		acting.Go(func() {
			if err := <-linked.NotOpened(); err == nil || wanted != nil && !errors.Is(err, wanted) {
				t.Errorf("%s: %v", dir, err)
			}
			reader{t, gives(Cancelled)}.follow(linked.Link())
		})
		if err := made.Create(t.Context(), []byte(wrapped), never(t)); !errors.Is(err, passkey.ErrCancelled) {
			t.Error(err)
		}
		acting.Wait()
	}
	if entries, err := os.ReadDir(shared); err != nil || len(entries) != 0 {
		t.Errorf("left in the folder: %v, %v", entries, err)
	}
}

func makePipe(t *testing.T, path string) {
	t.Helper()
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
}
