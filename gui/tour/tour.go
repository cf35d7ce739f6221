package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gatehouse/core/passkey/chromiumtest"
)

// options are what the tour takes from its arguments.
type options struct {
	// program is built with the tag tour, released without.
	program, released string
	// out is the folder of the pictures.
	out string
	// pictures is the folder that gets some of them for the documents, "" for none.
	pictures string
	// report is where the tour says what it does.
	report io.Writer
}

// tour is one run, with all that it has started and made.
type tour struct {
	*driver
	options
	// folder is temporary and holds everything else.
	folder  string
	display *child
	program *child
	number  int
	// root is the root account's password now, first the member's first one.
	root, first string
	started     time.Time
	// browser is what the program's links open in, and bench what ends it.
	browser *chromiumtest.Browser
	bench   *bench
}

// newTour makes folders and starts the virtual display. End gives both back.
func newTour(ctx context.Context, o options) (*tour, error) {
	folder, err := os.MkdirTemp("", "gatehouse-tour-")
	if err != nil {
		return nil, fmt.Errorf("make a folder: %w", err)
	}
	t := &tour{options: o, folder: folder, started: time.Now(), driver: &driver{ctx: ctx, socket: filepath.Join(folder, "probe")}}
	t.alive = func() bool { return t.program != nil && t.program.running() }
	if err := t.prepare(); err != nil {
		return nil, errors.Join(err, t.end())
	}
	return t, nil
}

// prepare empties the folder of the pictures, makes a home and starts the display.
func (t *tour) prepare() error {
	former, err := filepath.Glob(filepath.Join(t.out, "[0-9][0-9]-*.png"))
	if err != nil {
		return fmt.Errorf("look for pictures: %w", err)
	}
	for _, picture := range former {
		if err := os.Remove(picture); err != nil {
			return fmt.Errorf("remove a picture: %w", err)
		}
	}
	for _, folder := range []string{t.out, t.path("home"), t.path("run")} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return fmt.Errorf("make a folder: %w", err)
		}
	}
	t.env = environment(t.folder)
	display, name, err := startDisplay(t.env)
	if err != nil {
		return err
	}
	t.display = display
	t.env = append(t.env, "DISPLAY="+name)
	return nil
}

// path is a path in the temporary folder.
func (t *tour) path(parts ...string) string {
	return filepath.Join(append([]string{t.folder}, parts...)...)
}

// environment is the same on every machine: no settings, no keyring and no language but our own.
func environment(folder string) []string {
	in := func(part string) string { return filepath.Join(folder, part) }
	return []string{
		"PATH=" + os.Getenv("PATH"),
		"HOME=" + in("home"), "TMPDIR=" + folder,
		"XDG_CONFIG_HOME=" + in("home/.config"), "XDG_DATA_HOME=" + in("home/.local/share"),
		"XDG_CACHE_HOME=" + in("home/.cache"), "XDG_RUNTIME_DIR=" + in("run"),
		"DBUS_SESSION_BUS_ADDRESS=unix:path=" + in("no-bus"),
		"LANG=C.UTF-8", "TZ=Europe/London", "FYNE_THEME=light", "LIBGL_ALWAYS_SOFTWARE=1",
		"GATEHOUSE_PROBE=" + in("probe"), "GATEHOUSE_DATA=" + in("data"),
	}
}

// end stops what runs and removes the temporary folder.
func (t *tour) end() error {
	var errs []error
	if t.bench != nil {
		t.bench.end()
		errs = append(errs, t.err)
	}
	for _, c := range []*child{t.program, t.display} {
		if c != nil {
			errs = append(errs, c.stop())
		}
	}
	return errors.Join(append(errs, os.RemoveAll(t.folder))...)
}

// open starts the program and finds its window.
func (t *tour) open() {
	if t.err != nil {
		return
	}
	if err := os.Remove(t.socket); err != nil && !errors.Is(err, os.ErrNotExist) {
		t.fail(err)
		return
	}
	program, err := startChild("gatehouse", t.env, nil, t.options.program)
	if err != nil {
		t.fail(err)
		return
	}
	t.program = program
	t.attach()
}

// quit asks the program to end, as the system does, and looks how it ended.
func (t *tour) quit() {
	if t.err != nil {
		return
	}
	t.fail(t.program.stop())
	if t.err == nil && t.program.err != nil {
		t.fail(fmt.Errorf("the program ended with %w: %s", t.program.err, t.program.tail()))
	}
}

// crash ends the program as a power cut would.
func (t *tour) crash() {
	if t.err == nil {
		t.fail(t.program.kill())
	}
}

// step does a part of the tour, and takes a picture of what it led to.
func (t *tour) step(name string, do func()) {
	if t.err != nil {
		return
	}
	t.number++
	began := time.Now()
	do()
	if t.err != nil {
		t.failed(name)
		return
	}
	t.shoot(fmt.Sprintf("%02d-%s.png", t.number, name))
	if t.err != nil {
		t.failed(name)
		return
	}
	t.say("ok    %02d %-28s %5.1f s\n", t.number, name, time.Since(began).Seconds())
}

// say writes to the report.
func (t *tour) say(format string, arguments ...any) {
	if _, err := fmt.Fprintf(t.report, format, arguments...); err != nil {
		t.fail(err)
	}
}

// failed reports a step, with a picture and a list of what was in the window.
func (t *tour) failed(name string) {
	problem := t.err
	t.err = nil
	picture := fmt.Sprintf("%02d-%s-FAILED.png", t.number, name)
	t.say("FAIL  %02d %s: %v\n\n", t.number, name, problem)
	if !t.alive() && t.program != nil {
		t.say("The program has ended. It wrote:\n%s\n", t.program.tail())
	}
	// The window may not answer any more; the picture of the display is there in any case.
	before := t.shown
	now, err := ask(t.ctx, t.socket)
	if err != nil {
		now = before
		t.say("The window does not tell what it shows (%v). Before, it showed:\n", err)
	}
	t.say("%s\n", summary(now))
	if err := capture(t.ctx, t.env, "root", filepath.Join(t.out, picture)); err != nil {
		t.say("No picture could be taken: %v\n", err)
	} else {
		t.say("Picture: %s\n", filepath.Join(t.out, picture))
	}
	t.err = problem
}

// command runs the released program's command line on the same site and gives how it ended.
func (t *tour) command(input string, arguments ...string) outcome {
	if t.err != nil {
		return outcome{}
	}
	got, err := tool(t.ctx, t.env, input, t.released, arguments...)
	t.fail(err)
	return got
}

// commandSays runs the command line, and fails unless status and a part of the answer are as expected.
func (t *tour) commandSays(status int, part, input string, arguments ...string) {
	got := t.command(input, arguments...)
	t.check(got.status == status && strings.Contains(got.out+got.problems, part),
		"gatehouse %s: status %d and %q, want %d and %q", strings.Join(arguments, " "), got.status, got.out+got.problems, status, part)
}

// examined is what doctor says with --json.
type examined struct {
	OK     bool `json:"ok"`
	Checks []struct {
		Check, Verdict, Message string
	} `json:"checks"`
}

// doctor fails unless the site is sound.
func (t *tour) doctor() {
	got := t.command("", "doctor", "--json")
	if t.err != nil {
		return
	}
	var found examined
	if err := json.Unmarshal([]byte(got.out), &found); err != nil {
		t.fail(fmt.Errorf("doctor says %q: %w", got.out, err))
		return
	}
	sound := map[string]bool{}
	for _, c := range found.Checks {
		sound[c.Check] = c.Verdict == "ok"
	}
	for _, check := range []string{"folder", "store", "key", "log", "clock"} {
		t.check(found.OK && got.status == 0 && sound[check], "doctor on %s: status %d, %s", check, got.status, got.out)
	}
}
