package storage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gatehouse/core"
)

// names lists a folder.
func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, entry := range entries {
		all = append(all, entry.Name())
	}
	return all
}

// whole tests that the site in dir is all that fillSite makes.
func whole(t *testing.T, dir string) {
	t.Helper()
	s := opened(t, dir, Options{})
	view(t, s, func(tx core.Tx) error {
		counts, err := tx.AccountCounts()
		if err != nil {
			return err
		}
		if counts.All != siteSize {
			t.Errorf("the site has %d of %d accounts", counts.All, siteSize)
		}
		_, err = tx.Site()
		return err
	})
	if err := join(s.Check(t.Context()), s.Close()); err != nil {
		t.Fatal(err)
	}
	if got := names(t, dir); !slices.Equal(got, []string{storeFile, lockFile}) {
		t.Errorf("the folder holds %v", got)
	}
}

func TestCreate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data", "site")
	if err := Create(t.Context(), dir, Options{}, fillSite); err != nil {
		t.Fatal(err)
	}
	whole(t, dir)
	before := bytesOf(t, dir)
	err := Create(t.Context(), dir, Options{}, fillSite)
	wantCode(t, err, core.CodeRefused)
	if string(bytesOf(t, dir)) != string(before) {
		t.Error("the refused creation changed the site")
	}
}

// A creation that does not end leaves a folder without a site.
func TestFailedCreationLeavesNone(t *testing.T) {
	refusal := &core.Error{Code: core.CodeInput}
	ended, cancel := context.WithCancel(t.Context())
	for what, try := range map[string]func(dir string) error{
		"refused": func(dir string) error {
			return Create(t.Context(), dir, Options{}, func(s core.Store) error { return join(fillSite(s), refusal) })
		},
		"cancelled": func(dir string) error {
			return Create(ended, dir, Options{}, func(core.Store) error {
				cancel()
				return nil
			})
		},
		"panic": func(dir string) (err error) {
			defer func() { err = fmt.Errorf("%v", recover()) }()
			return Create(t.Context(), dir, Options{}, func(core.Store) error { panic("boom") })
		},
		"migration": func(dir string) error {
			return Create(t.Context(), dir, extended(t, "no SQL"), fillSite)
		},
	} {
		dir := t.TempDir()
		err := try(dir)
		if err == nil {
			t.Errorf("%s: went through", what)
		}
		if what == "refused" && err != error(refusal) {
			t.Errorf("the refusal came back as %v", err)
		}
		if got := names(t, dir); !slices.Equal(got, []string{lockFile}) {
			t.Errorf("%s: the folder holds %v", what, got)
		}
		_, err = Open(t.Context(), dir, Options{})
		wantCode(t, err, core.CodeStoreAbsent)
		if err := Create(t.Context(), dir, Options{}, fillSite); err != nil {
			t.Errorf("%s: the next creation: %v", what, err)
			continue
		}
		whole(t, dir)
	}
}

// Of several creations at once one makes the site.
func TestOneCreationWins(t *testing.T) {
	dir := t.TempDir()
	results := make(chan error)
	for range 4 {
		go func() { results <- Create(t.Context(), dir, Options{}, fillSite) }()
	}
	made := 0
	for range 4 {
		switch err := <-results; {
		case err == nil:
			made++
		case core.ErrorCode(err) != core.CodeRefused:
			t.Error(err)
		}
	}
	if made != 1 {
		t.Errorf("%d creations made the site", made)
	}
	whole(t, dir)
}

// A file that appears meanwhile is not replaced.
func TestCreationReplacesNothing(t *testing.T) {
	dir := t.TempDir()
	err := Create(t.Context(), dir, Options{}, func(core.Store) error {
		write(t, file(dir), []byte("mine"))
		return nil
	})
	wantCode(t, err, core.CodeRefused)
	if got := string(bytesOf(t, dir)); got != "mine" {
		t.Errorf("the file holds %q", got)
	}
}

// Killed at any of its steps, a creation leaves no site, and the next one
// succeeds.
func TestCreationKilledAtEachStep(t *testing.T) {
	for stop := 1; ; stop++ {
		dir := t.TempDir()
		cmd := child(t, self(t), fmt.Sprint("create:", stop), dir)
		lines := started(t, cmd)
		last := ""
		for lines.Scan() {
			if last = lines.Text(); last == fmt.Sprint("step ", stop) {
				break
			}
		}
		if last != fmt.Sprint("step ", stop) {
			if err := cmd.Wait(); err != nil {
				t.Fatal(err)
			}
			if stop < siteSize+3 {
				t.Fatalf("the creation has only %d steps", stop-1)
			}
			whole(t, dir)
			return
		}
		killed(t, cmd)
		_, err := Open(t.Context(), dir, Options{})
		wantCode(t, err, core.CodeStoreAbsent)
		if err := Create(t.Context(), dir, Options{}, fillSite); err != nil {
			t.Fatal(err)
		}
		whole(t, dir)
	}
}

// Killed a little later each time, a creation leaves a whole site or none.
func TestCreationKilledAnyTime(t *testing.T) {
	none, some := 0, 0
	for try := range 8 {
		dir := t.TempDir()
		cmd := child(t, self(t), "create:0", dir)
		lines := started(t, cmd)
		// The last step is just before the store gets its name.
		for steps := siteSize + 3; steps > 0 && lines.Scan(); steps-- {
			continue
		}
		for range try * 150 {
			names(t, dir)
		}
		killed(t, cmd)
		_, err := os.Lstat(file(dir))
		switch {
		case err == nil:
			some++
		case errors.Is(err, os.ErrNotExist):
			none++
			_, err := Open(t.Context(), dir, Options{})
			wantCode(t, err, core.CodeStoreAbsent)
			if err := Create(t.Context(), dir, Options{}, fillSite); err != nil {
				t.Fatal(err)
			}
		default:
			t.Fatal(err)
		}
		whole(t, dir)
	}
	t.Logf("killed before the site was there: %d times, after: %d times", none, some)
}

// A program killed between giving the site its name and taking the other one
// away leaves a second name, which the next start takes away.
func TestSecondNameIsTakenAway(t *testing.T) {
	dir := t.TempDir()
	if err := Create(t.Context(), dir, Options{}, fillSite); err != nil {
		t.Fatal(err)
	}
	second := filepath.Join(dir, unfinished+"1.db")
	if err := os.Link(file(dir), second); err != nil {
		t.Fatal(err)
	}
	lock := place{folder: dir}.lock()
	if held, err := lock.TryLock(); err != nil || !held {
		t.Fatal(held, err)
	}
	// While somebody builds, nothing is taken away.
	if err := tryAll(dir); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(names(t, dir), " "); !strings.Contains(got, unfinished) {
		t.Errorf("the folder holds %v", got)
	}
	if err := lock.Close(); err != nil {
		t.Fatal(err)
	}
	whole(t, dir)
}
