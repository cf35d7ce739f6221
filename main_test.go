package main_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
)

// released is the program as it is released, moved the one whose clock can be
// set. Both are built once.
var released, moved string

func TestMain(m *testing.M) {
	os.Exit(build(m))
}

// build makes both programs, runs the tests and takes the programs away.
func build(m *testing.M) (status int) {
	dir, err := os.MkdirTemp("", "gatehouse")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() {
		if err := os.RemoveAll(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			status = 1
		}
	}()
	released, moved = filepath.Join(dir, "gatehouse.exe"), filepath.Join(dir, "moved.exe")
	const tags = "migrated_fynedo,no_animations"
	for path, tags := range map[string]string{released: tags, moved: tags + ",testclock"} {
		args := append([]string{"build", raceFlag(), "-tags", tags, "-ldflags", "-X main.version=0.0.1-test", "-o", path}, compilerFlags()...)
		out, err := exec.Command("go", append(args, ".")...).CombinedOutput()
		if err != nil {
			fmt.Fprintf(os.Stderr, "go build -tags %s: %v\n%s", tags, err, out)
			return 1
		}
	}
	return m.Run()
}

// raceFlag builds the program as the tests are built, so that the compiler's
// work is shared.
func raceFlag() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "-race=false"
	}
	for _, s := range info.Settings {
		if s.Key == "-race" {
			return "-race=" + s.Value
		}
	}
	return "-race=false"
}

// compilerFlags are those that "make test" compiles the tests with, one a line. With
// others the whole toolkit and the store's engine would be compiled anew.
func compilerFlags() []string {
	return strings.FieldsFunc(os.Getenv("GATEHOUSE_TEST_COMPILER"), func(r rune) bool { return r == '\n' })
}

// site is a folder of its own for a program.
type site struct {
	t       *testing.T
	program string
	dir     string
	env     []string
}

// run gives standard output and the exit status.
func (s *site) run(input string, args ...string) (string, int) {
	s.t.Helper()
	cmd := exec.CommandContext(s.t.Context(), s.program, args...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), append([]string{"GATEHOUSE_DATA=" + filepath.Join(s.dir, "D")}, s.env...)...)
	cmd.Stdin = strings.NewReader(input)
	out, err := cmd.Output()
	if _, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
		s.t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

const rightPassword = "correct horse battery staple\n"

// TestProgram runs the built program: everything is wired to everything.
func TestProgram(t *testing.T) {
	s := &site{t: t, program: released, dir: t.TempDir()}
	steps := []struct {
		input  string
		args   []string
		want   string
		status int
	}{
		{rightPassword, []string{"init", "--site", "Workshop", "--root", "ada", "--key-file", "D.key"}, "The site Workshop is set up", 0},
		{rightPassword, []string{"signin", "--user", "ada", "--json"}, `{"ok":true,"next":"done",`, 0},
		{"wrong\n", []string{"signin", "--user", "ada", "--json"}, `{"ok":false,"code":"sign_in",`, 1},
		{"", []string{"version"}, "gatehouse 0.0.1-test (", 0},
		{"", []string{"nonsense"}, "", 2},
	}
	for _, step := range steps {
		out, status := s.run(step.input, step.args...)
		if status != step.status || !strings.HasPrefix(out, step.want) {
			t.Errorf("%q: status %d, %s", step.args, status, out)
		}
	}
	if _, err := os.Stat(filepath.Join(s.dir, "D", "logs", "gatehouse.log")); err != nil {
		t.Error(err)
	}
}

// TestReleaseHasNoTestClock: nothing can set the clock of a released program.
// The other program shows that the text would be found.
func TestReleaseHasNoTestClock(t *testing.T) {
	for path, want := range map[string]bool{released: false, moved: true} {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := bytes.Contains(content, []byte("GATEHOUSE_NOW")); got != want {
			t.Errorf("%s: %v, want %v", filepath.Base(path), got, want)
		}
	}
}

// TestMovedClock: five failures lock for 15 minutes of the program's clock.
func TestMovedClock(t *testing.T) {
	s := &site{t: t, program: moved, dir: t.TempDir(), env: []string{"GATEHOUSE_NOW=2026-11-23T09:30:00Z"}}
	if out, status := s.run(rightPassword, "init", "--site", "Workshop", "--root", "ada", "--key-file", "D.key"); status != 0 {
		t.Fatal(out)
	}
	for n := range 5 { // the same one again would count once
		s.run(fmt.Sprintf("wrong %d\n", n), "signin", "--user", "ada")
	}
	for _, at := range []struct {
		now    string
		status int
	}{{"2026-11-23T09:44:59Z", 1}, {"2026-11-23T09:45:00Z", 0}} {
		s.env = []string{"GATEHOUSE_NOW=" + at.now}
		if out, status := s.run(rightPassword, "signin", "--user", "ada"); status != at.status {
			t.Errorf("%s: status %d, %s", at.now, status, out)
		}
	}
	s.env = []string{"GATEHOUSE_NOW=soon"}
	if _, status := s.run(rightPassword, "signin", "--user", "ada"); status != 2 {
		t.Errorf("status %d with no time", status)
	}
}
