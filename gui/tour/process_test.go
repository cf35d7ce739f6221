package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestChildEndsWhenAsked(t *testing.T) {
	sleeper, err := startChild("sleep", os.Environ(), nil, "sleep", "600")
	if err != nil {
		t.Fatal(err)
	}
	if !sleeper.running() {
		t.Error("it does not run")
	}
	if err := sleeper.stop(); err != nil {
		t.Error(err)
	}
	if sleeper.running() {
		t.Error("it still runs")
	}
	if err := sleeper.stop(); err != nil {
		t.Errorf("stopping it twice: %v", err)
	}
	if err := sleeper.kill(); err != nil {
		t.Errorf("killing what has ended: %v", err)
	}
}

func TestChildIsKilled(t *testing.T) {
	stubborn, err := startChild("sh", os.Environ(), nil, "sh", "-c", "echo said; trap '' TERM; echo ready; while :; do sleep 1; done")
	if err != nil {
		t.Fatal(err)
	}
	if err := stubborn.kill(); err != nil {
		t.Error(err)
	}
	var exit *exec.ExitError
	if !errors.As(stubborn.err, &exit) || stubborn.running() {
		t.Errorf("ended with %v", stubborn.err)
	}
}

func TestChildThatIsNotThere(t *testing.T) {
	if _, err := startChild("none", nil, nil, filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("it was started")
	}
}

func TestChildOutput(t *testing.T) {
	c, err := startChild("sh", os.Environ(), nil, "sh", "-c", "echo here; echo there >&2; exit 3")
	if err != nil {
		t.Fatal(err)
	}
	if got := c.tail(); got != "here\nthere" {
		t.Errorf("it wrote %q", got)
	}
	long, err := startChild("sh", os.Environ(), nil, "sh", "-c", "seq 100000")
	if err != nil {
		t.Fatal(err)
	}
	if got := long.tail(); len(got) > 2100 || !strings.HasSuffix(got, "100000") {
		t.Errorf("the end of much is %d bytes: %q", len(got), got)
	}
}

func TestTool(t *testing.T) {
	got, err := tool(t.Context(), os.Environ(), "given", "sh", "-c", "cat; echo wrong >&2; exit 4")
	if err != nil || got.out != "given" || got.problems != "wrong\n" || got.status != 4 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := tool(t.Context(), nil, "", filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a command that is not there has run")
	}
}

func TestDisplayNumber(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := write.WriteString("42\n"); err != nil {
		t.Fatal(err)
	}
	if number, err := displayNumber(read); err != nil || number != "42" {
		t.Errorf("read %q, %v", number, err)
	}
	if err := write.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := displayNumber(read); !errors.Is(err, errNoDisplay) {
		t.Errorf("a server that ends gives %v", err)
	}
	if err := read.Close(); err != nil {
		t.Error(err)
	}
}

func TestPollEnds(t *testing.T) {
	asked := 0
	if err := poll(t.Context(), time.Minute, func() (bool, error) { asked++; return asked == 3, nil }); err != nil || asked != 3 {
		t.Errorf("asked %d times: %v", asked, err)
	}
	if err := poll(t.Context(), time.Millisecond, func() (bool, error) { return false, nil }); !errors.Is(err, errTooLong) {
		t.Errorf("after the deadline: %v", err)
	}
	if err := poll(t.Context(), time.Minute, func() (bool, error) { return false, errEnded }); !errors.Is(err, errEnded) {
		t.Errorf("after a failure: %v", err)
	}
}
