package main_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// begun is a program that has signed in and waits for a line of its input.
type begun struct {
	cmd   *exec.Cmd
	input io.WriteCloser
	out   bytes.Buffer
}

// begin starts a command and gives it the first lines of its input.
func (s *site) begin(input string, args ...string) *begun {
	s.t.Helper()
	w := &begun{cmd: exec.CommandContext(s.t.Context(), s.program, args...)}
	w.cmd.Dir = s.dir
	w.cmd.Env = append(os.Environ(), "GATEHOUSE_DATA="+filepath.Join(s.dir, "D"))
	w.cmd.Stdout = &w.out
	var err error
	if w.input, err = w.cmd.StdinPipe(); err != nil {
		s.t.Fatal(err)
	}
	if err := w.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	if _, err := io.WriteString(w.input, input); err != nil {
		s.t.Fatal(err)
	}
	return w
}

// finish gives the last lines of the input, and what came of the command.
func (w *begun) finish(t *testing.T, input string) (string, int) {
	t.Helper()
	if _, err := io.WriteString(w.input, input); err != nil {
		t.Error(err)
	}
	if err := w.input.Close(); err != nil {
		t.Error(err)
	}
	_ = w.cmd.Wait() // its status tells
	return w.out.String(), w.cmd.ProcessState.ExitCode()
}

// A session that one program has is ended by another one, and does nothing more: two
// processes, one store.
func TestSessionEndedByAnotherProcess(t *testing.T) {
	s := &site{t: t, program: released, dir: t.TempDir()}
	if out, status := s.run(rightPassword, "init", "--site", "Workshop", "--root", "ada", "--key-file", "D.key"); status != 0 {
		t.Fatal(out)
	}
	first := s.begin(rightPassword, "password", "change", "--as", "ada", "--json")
	others := func() int {
		t.Helper()
		out, status := s.run(rightPassword, "session", "list", "--as", "ada", "--json")
		var listed struct {
			Sessions []struct{ This bool }
		}
		if err := json.Unmarshal([]byte(out), &listed); err != nil || status != 0 {
			t.Fatal(status, err, out)
		}
		count := 0
		for _, one := range listed.Sessions {
			if !one.This {
				count++
			}
		}
		return count
	}
	for deadline := time.Now().Add(time.Minute); others() == 0; {
		if time.Now().After(deadline) {
			t.Fatal("the first program has no session after a minute")
		}
	}
	if out, status := s.run(rightPassword, "session", "end", "--others", "--as", "ada", "--json"); status != 0 || !strings.Contains(out, `"ended":1`) {
		t.Fatal(status, out)
	}
	out, status := first.finish(t, "plinth orbit tally forty\n")
	if status != 3 || !strings.Contains(out, `"code":"session"`) {
		t.Errorf("the first program: status %d, %s", status, out)
	}
	if n := others(); n != 0 {
		t.Errorf("%d sessions are left", n)
	}
	for password, want := range map[string]int{rightPassword: 0, "plinth orbit tally forty\n": 1} {
		if out, status := s.run(password, "signin", "--user", "ada"); status != want {
			t.Errorf("%q: status %d, %s", password, status, out)
		}
	}
}
