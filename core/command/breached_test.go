package command_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gatehouse/core/command"
)

// TestStoppedBuildGoesOn: a build that is stopped says how it goes on, makes no
// list, and the same command does it.
func TestStoppedBuildGoesOn(t *testing.T) {
	dir := t.TempDir()
	source, out := filepath.Join(dir, "words.txt"), filepath.Join(dir, "out.list")
	if err := os.WriteFile(source, []byte("summer\nwinter\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	build := func(ctx context.Context, now func() time.Time) (int, string, string) {
		var stdout, stderr strings.Builder
		p := program(now, folderKeyring{})
		p.Args, p.Stdin, p.Stdout, p.Stderr = []string{"breached", "build", source, "--out", out}, strings.NewReader(""), &stdout, &stderr
		status := command.Run(ctx, p)
		return status, stdout.String(), stderr.String()
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	status, stdout, stderr := build(ctx, func() time.Time { stop(); return time.Now() }) // it is asked when the build begins
	if status != 4 || stdout != "" || stderr != "Stopped before it was done. Give the same command again to go on from there.\n" {
		t.Errorf("%d, %q, %q", status, stdout, stderr)
	}
	if _, err := os.Stat(out); !os.IsNotExist(err) {
		t.Errorf("there is a list: %v", err)
	}
	if status, stdout, stderr = build(t.Context(), time.Now); status != 0 || stderr != "" || !strings.Contains(stdout, "2 passwords from 2 lines") {
		t.Errorf("%d, %q, %q", status, stdout, stderr)
	}
}

// TestNoPasswordOfAListIsShown: neither the one that is looked up nor those of a
// source get into any output.
func TestNoPasswordOfAListIsShown(t *testing.T) {
	d := newDesk(t)
	dir := t.TempDir()
	source, out := filepath.Join(dir, "words.txt"), filepath.Join(dir, "out.list")
	if err := os.WriteFile(source, []byte("kumquat\nloquat\xff\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.run("", "breached", "build", source, "--out", out)
	d.must("", "breached", "build", source, "--out", out, "--max-bad", "1")
	d.run("kumquat", "breached", "check", "--file", out)
	d.run("kumquat", "breached", "check", "--file", out, "--json")
	d.run("kumquat\xff", "breached", "check", "--file", out)
	d.run("kumquat", "breached", "check", "--file", source)
	for _, word := range []string{"kumquat", "loquat"} {
		if strings.Contains(d.stdout.String()+d.stderr.String(), word) {
			t.Errorf("%s was shown:\n%s%s", word, d.stdout.String(), d.stderr.String())
		}
	}
}
