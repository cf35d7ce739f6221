package core_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"

	"gatehouse/core"
	"gatehouse/storage"
)

// The environment of a child process of TestParallelGuessesOfTwoPrograms.
const (
	childDir     = "GATEHOUSE_TEST_GUESS_DIR"
	childGuesses = "GATEHOUSE_TEST_GUESSES"
	// childStop makes the child stop between the count of a guess and its hash.
	childStop = "GATEHOUSE_TEST_STOP"
)

// TestMain lets the test binary be the second program.
func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		if err := guessAsChild(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// guessAsChild makes wrong guesses in parallel, as a program of its own, with
// hashes at their real cost.
func guessAsChild(dir string) error {
	ctx := context.Background()
	guesses, err := strconv.Atoi(os.Getenv(childGuesses))
	if err != nil {
		return err
	}
	store, err := storage.Open(ctx, dir, storage.Options{})
	if err != nil {
		return err
	}
	var kept core.Store = store
	if os.Getenv(childStop) != "" {
		kept = halted{store}
	}
	site, err := core.Open(ctx, kept, core.Unlock{}, core.Config{})
	if err != nil {
		return err
	}
	var wait sync.WaitGroup
	failed := make(chan error, guesses)
	for range guesses {
		wait.Go(func() {
			_, _, err := tryOn(ctx, site, "ada", wrong())
			if code := core.ErrorCode(err); code != core.CodeSignIn && code != core.CodeLocked {
				failed <- fmt.Errorf("a guess ended in %w", err)
			}
		})
	}
	wait.Wait()
	close(failed)
	for err := range failed {
		return err
	}
	return site.Close()
}

// 50 parallel guesses of two programs verify exactly five: CVE-2024-4629,
// GHSA-7h8m-vrxx-vr4m.
func TestParallelGuessesOfTwoPrograms(t *testing.T) {
	b := newBedOf(t, core.Config{})
	var wait sync.WaitGroup
	for range 2 {
		child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
		child.Env = append(os.Environ(), childDir+"="+b.dir, childGuesses+"=25")
		wait.Go(func() {
			if out, err := child.CombinedOutput(); err != nil {
				t.Errorf("the second program: %v: %s", err, out)
			}
		})
	}
	wait.Wait()
	verified, refused := b.count(core.EventSignInFailed), b.count(core.EventSignInLocked)
	if verified != 5 || refused != 45 {
		t.Errorf("%d verified and %d refused, want 5 and 45", verified, refused)
	}
	report, err := b.site.VerifyLog(t.Context())
	must(t, err)
	if report.BadLine != 0 {
		t.Errorf("line %d of the log is broken", report.BadLine)
	}
}
