//go:build unix

package chromiumtest

import (
	"bufio"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
)

// script is an xdg-open that hands on what it is given. The pipe follows, quoted.
const script = "#!/bin/sh\nprintf '%s\\n' \"$1\" >"

// Opener is a folder with an xdg-open that leads the tab to what it is given. A program
// of another process, which has the folder first on its PATH, takes this browser for the
// system's.
func (b *Browser) Opener() string {
	b.t.Helper()
	dir, err := os.MkdirTemp("", "chromiumtest-*")
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			b.t.Errorf("%v", err)
		}
	})
	calls := filepath.Join(dir, "calls")
	if err := syscall.Mkfifo(calls, 0o600); err != nil {
		b.t.Fatal(err)
	}
	quoted := "'" + strings.ReplaceAll(calls, "'", `'\''`) + "'"
	if err := os.WriteFile(filepath.Join(dir, "xdg-open"), []byte(script+quoted+"\n"), 0o700); err != nil {
		b.t.Fatal(err)
	}
	// Its own end for writing keeps the pipe open between the calls.
	pipe, err := os.OpenFile(calls, os.O_RDWR, 0)
	if err != nil {
		b.t.Fatal(err)
	}
	b.follow(pipe)
	return dir
}

// follow opens what is written into a pipe, line by line, until the test ends.
func (b *Browser) follow(pipe *os.File) {
	ctx, cancel := context.WithCancel(context.Background())
	var following sync.WaitGroup
	following.Go(func() {
		lines := bufio.NewScanner(pipe)
		for lines.Scan() {
			if err := b.Open(ctx, lines.Text()); err != nil && ctx.Err() == nil {
				b.t.Errorf("open a page: %v", err)
			}
		}
		if err := lines.Err(); err != nil && !errors.Is(err, os.ErrClosed) {
			b.t.Errorf("read what to open: %v", err)
		}
	})
	b.t.Cleanup(func() {
		cancel()
		if err := pipe.Close(); err != nil {
			b.t.Errorf("%v", err)
		}
		following.Wait()
	})
}
