package main_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// keyWord is one of the strings of a key's report, as key show prints it.
func (d *days) keyWord(list string, n int, word string) string {
	d.t.Helper()
	all, ok := d.ok("", "key", "show")[list].([]any)
	if !ok || n >= len(all) {
		d.t.Fatalf("%s has no entry %d: %v", list, n, all)
	}
	entry, ok := all[n].(map[string]any)
	if !ok {
		d.t.Fatalf("%v", all[n])
	}
	return fmt.Sprint(entry[word])
}

// keyCount is how many keys the site has.
func (d *days) keyCount() int {
	d.t.Helper()
	all, _ := d.ok("", "key", "show")["keys"].([]any)
	return len(all)
}

// killAfter starts a command and kills it after a time, as kill -9 does. It tells
// whether the command had ended by itself.
func (d *days) killAfter(after time.Duration, args ...string) (ended bool) {
	d.t.Helper()
	cmd := exec.CommandContext(d.t.Context(), d.program, args...)
	cmd.Dir = d.dir
	cmd.Env = append(os.Environ(), append([]string{"GATEHOUSE_DATA=" + filepath.Join(d.dir, "D")}, d.env...)...)
	cmd.Stdin = strings.NewReader(rightPassword)
	if err := cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() {
		if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			d.t.Error(err)
		}
	})
	defer timer.Stop()
	err := cmd.Wait()
	if status, ok := errors.AsType[*exec.ExitError](err); ok && status.Exited() {
		d.t.Fatalf("%q ended with status %d", args, status.ExitCode())
	}
	return err == nil
}

// takes is how long a command takes here, once.
func (d *days) takes(args ...string) time.Duration {
	d.t.Helper()
	begun := time.Now()
	d.ok(rightPassword, args...)
	return time.Since(begun)
}

// whole opens the site, signs in and has the whole store and its log checked.
func (d *days) whole() {
	d.t.Helper()
	d.ok(rightPassword, "signin", "--user", "ada")
	d.ok("", "doctor")
}

// killMoment is when to kill a command that usually takes so long: it first opens the
// site and signs in, so that the keys are made in the second half.
func killMoment(usual time.Duration) time.Duration { return usual/3 + rand.N(usual*3/4) }

// kills is how often each command is killed.
const kills = 12

// TestKilledRotation kills the program at random moments of a rotation. The store
// has the former keys or one more, opens and is whole, and goes on to be rotated.
func TestKilledRotation(t *testing.T) {
	d := newKeys(t)
	args := []string{"key", "rotate", "--as", "ada"}
	usual := d.takes(args...)
	for range kills {
		before := d.keyCount()
		ended := d.killAfter(killMoment(usual), args...)
		after := d.keyCount()
		t.Logf("ended %v, renewed %v", ended, after > before)
		if after != before+1 && (ended || after != before) {
			t.Fatalf("ended %v: %d keys, then %d", ended, before, after)
		}
		d.whole()
	}
	d.takes(args...)
}

// TestKilledRecovery kills the program while it makes a new recovery key, and with
// it a new site key. What opens the site every day does so, and of both recovery
// keys exactly the one that the report names.
func TestKilledRecovery(t *testing.T) {
	d := newKeys(t)
	args := func(n int) []string {
		return []string{"key", "recovery", "--as", "ada", "--recovery-file", fmt.Sprintf("recovery-%d", n)}
	}
	now := 0 // the number of the recovery key that holds
	usual := d.takes(args(now)...)
	for n := 1; n <= kills; n++ {
		since := d.keyWord("places", 1, "created_at")
		d.at(d.now.Add(time.Minute))
		ended := d.killAfter(killMoment(usual), args(n)...)
		renewed := d.keyWord("places", 1, "created_at") != since
		t.Logf("ended %v, renewed %v", ended, renewed)
		if renewed {
			now = n
		} else if ended {
			t.Fatal("the command ended and left the former key")
		}
		d.whole()
	}
	for n := range kills + 1 {
		key, err := os.ReadFile(filepath.Join(d.dir, fmt.Sprintf("recovery-%d", n)))
		lines := strings.Split(string(key), "\n")
		if n == now && (err != nil || len(lines) < 2) {
			t.Fatalf("the recovery key that holds is lost: %v", err)
		}
		if n == now || err != nil || len(lines) < 2 {
			continue
		}
		if _, status := d.ask(lines[1]+"\n", "recover", "--key-file", fmt.Sprintf("former-%d.key", n)); status == 0 {
			t.Errorf("recovery key %d opens the site; key %d should", n, now)
		}
	}
	key, err := os.ReadFile(filepath.Join(d.dir, fmt.Sprintf("recovery-%d", now)))
	if err != nil {
		t.Fatal(err)
	}
	d.ok(strings.Split(string(key), "\n")[1]+"\n", "recover", "--key-file", "new.key")
	d.whole()
}

// newKeys makes a site of a program that is told the time.
func newKeys(t *testing.T) *days {
	t.Helper()
	d := &days{site: &site{t: t, program: moved, dir: t.TempDir()}, root: strings.TrimSpace(rightPassword)}
	d.at(time.Date(2026, time.November, 23, 9, 30, 0, 0, time.UTC))
	d.ok(rightPassword, "init", "--site", "Workshop", "--root", "ada", "--time-zone", "UTC", "--key-file", "D.key")
	return d
}
