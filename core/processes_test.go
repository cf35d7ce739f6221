package core_test

import (
	"bufio"
	"context"
	"errors"
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
	// childAnswers makes the guesses answers, of sign-ins whose password was right.
	childAnswers = "GATEHOUSE_TEST_ANSWERS"
	// childStop makes the child stop between the count of a guess and its hash.
	childStop = "GATEHOUSE_TEST_STOP"
)

// TestMain lets the test binary be the second program.
func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		act := guessAsChild
		if os.Getenv(childEnrols) != "" {
			act = enrolAsChild
		}
		if os.Getenv(childAddsKey) != "" {
			act = addKeyAsChild
		}
		if os.Getenv(childPurges) != "" {
			act = purgeAsChild
		}
		if err := act(dir); err != nil {
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
	answers := os.Getenv(childAnswers) != ""
	kept := &halted{Store: store, on: os.Getenv(childStop) != "" && !answers}
	site, err := core.Open(ctx, kept, core.Unlock{}, core.Config{})
	if err != nil {
		return err
	}
	if answers {
		return errors.Join(answerAsChild(ctx, site, kept, guesses), site.Close())
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

// answerAsChild brings sign-ins up to the question, one after the other, and when it
// is told to, answers all of them wrongly at once.
func answerAsChild(ctx context.Context, site *core.Site, kept *halted, guesses int) error {
	flows := make([]*core.SignIn, guesses)
	for i := range flows {
		flows[i] = site.StartSignIn(desk)
		if step, err := flows[i].Password(ctx, "ben", memberPassword); err != nil || step != core.StepAnswer {
			return fmt.Errorf("sign-in %d stands at %s: %w", i, step, err)
		}
	}
	fmt.Println("half way")
	if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err != nil {
		return err
	}
	kept.on = os.Getenv(childStop) != ""
	var wait sync.WaitGroup
	failed := make(chan error, guesses)
	for _, flow := range flows {
		wait.Go(func() {
			_, err := flow.Answer(ctx, wrong())
			if code := core.ErrorCode(err); code != core.CodeSignIn && code != core.CodeLocked {
				failed <- fmt.Errorf("an answer ended in %w", err)
			}
		})
	}
	wait.Wait()
	close(failed)
	return <-failed
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
