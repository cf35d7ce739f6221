package breach

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"testing"
)

// Variables of the environment that make this program a build which is killed.
const (
	killSource = "TEST_KILL_SOURCE"
	killOut    = "TEST_KILL_OUT"
	killStep   = "TEST_KILL_STEP"
)

func TestMain(m *testing.M) {
	if os.Getenv(killSource) != "" {
		buildAndDie()
	}
	os.Exit(m.Run())
}

// buildAndDie kills this program at a step of the build, without any cleaning
// up.
func buildAndDie() {
	step, err := strconv.Atoi(os.Getenv(killStep))
	if err != nil {
		panic(err)
	}
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		panic(err)
	}
	o, seen := stepped(), 0
	o.Progress = func(Progress) {
		if seen++; seen < step {
			return
		}
		if err := self.Kill(); err != nil {
			panic(err)
		}
		select {} // until it arrives
	}
	_, err = Build(context.Background(), os.Getenv(killSource), os.Getenv(killOut), o)
	panic(err)
}

// TestKilledBuildGoesOn: a build whose program was killed, again and again,
// comes to the same list.
func TestKilledBuildGoesOn(t *testing.T) {
	r := newResumable(t)
	for _, step := range []int{2, 7, 6, 4} {
		child := exec.CommandContext(t.Context(), os.Args[0])
		child.Env = append(os.Environ(), killSource+"="+r.source, killOut+"="+r.out, killStep+"="+strconv.Itoa(step))
		output, err := child.CombinedOutput()
		if failed, ok := errors.AsType[*exec.ExitError](err); !ok || failed.ExitCode() > 0 && len(output) > 0 {
			t.Fatalf("the build was not killed at step %d: %v\n%s", step, err, output)
		}
		if _, err := os.Stat(r.out); !errors.Is(err, os.ErrNotExist) {
			t.Fatalf("killed at step %d: there is a list", step)
		}
	}
	if report, _ := r.goOn(t); !report.Resumed {
		t.Errorf("%+v", report)
	}
}
