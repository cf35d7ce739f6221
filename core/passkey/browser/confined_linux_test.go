package browser

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// stubSettings puts an xdg-settings on PATH that runs a line of the shell.
func stubSettings(t *testing.T, line string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "xdg-settings"), []byte("#!/bin/sh\n"+line+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}

func TestConfined(t *testing.T) {
	for line, want := range map[string]bool{
		"echo firefox_firefox.desktop":         true,
		"echo chromium_chromium.desktop":       true,
		"echo firefox-esr.desktop":             false,
		"echo org.mozilla.firefox.desktop":     false,
		"echo _x.desktop":                      false,
		"echo a_b":                             false,
		"exit 1":                               false,
		"echo firefox_firefox.desktop; exit 2": false,
	} {
		stubSettings(t, line)
		if got := confined(t.Context()); got != want {
			t.Errorf("%s: %v", line, got)
		}
	}
}

// A browser that is a snap is given a file that it may read, in a folder of its own,
// which is gone afterwards.
func TestProviderOpensSnap(t *testing.T) {
	stubSettings(t, `[ "$1 $2" = "get default-web-browser" ] && echo firefox_firefox.desktop`)
	home, dir := t.TempDir(), filepath.Join(t.TempDir(), "unused")
	paths := make(chan string, 1)
	made := provide(t, ProviderConfig{Dir: dir, Home: home, Open: func(_ context.Context, path string) error {
		paths <- path
		return nil
	}})
	var acting sync.WaitGroup
	acting.Go(func() {
		path := <-paths
		checkMode(t, path, 0o600)
		checkMode(t, filepath.Dir(path), os.ModeDir|0o700)
		inside, err := filepath.Rel(home, path)
		if err != nil || strings.HasPrefix(inside, ".") {
			t.Errorf("the path is %s, %v", path, err)
		}
		if err := (reader{t, gives(Cancelled)}).open(t.Context(), path); err != nil {
			t.Error(err)
		}
	})
	if err := made.Create(t.Context(), []byte(wrapped), never(t)); err == nil || made.Close() != nil {
		t.Error(err)
	}
	acting.Wait()
	if left, err := os.ReadDir(home); err != nil || len(left) != 0 {
		t.Errorf("left %v, %v", left, err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("the other folder was made")
	}
}
