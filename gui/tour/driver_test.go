package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"gatehouse/gui/probe/screen"
)

// window answers on a socket with one screen after the other, and with the last one for ever.
type window struct {
	t       *testing.T
	mu      sync.Mutex
	screens []screen.Screen
}

// driven gives a driver of a window that shows these screens.
func driven(t *testing.T, screens ...screen.Screen) *driver {
	t.Helper()
	socket := filepath.Join(t.TempDir(), "probe")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	w := &window{t: t, screens: screens}
	var serving sync.WaitGroup
	serving.Go(func() { w.serve(listener) })
	t.Cleanup(func() {
		if err := listener.Close(); err != nil {
			t.Error(err)
		}
		serving.Wait()
	})
	return &driver{ctx: t.Context(), env: os.Environ(), socket: socket, alive: func() bool { return true }}
}

func (w *window) serve(listener net.Listener) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		if err := json.NewEncoder(connection).Encode(w.next()); err != nil {
			w.t.Error(err)
		}
		if err := connection.Close(); err != nil {
			w.t.Error(err)
		}
	}
}

func (w *window) next() screen.Screen {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.screens[0]
	if len(w.screens) > 1 {
		w.screens = w.screens[1:]
	}
	return now
}

func TestDriverWaits(t *testing.T) {
	empty := screen.Screen{Title: "Gatehouse"}
	d := driven(t, empty, empty, form())
	d.waitFor(on("First"), on("Second"))
	if d.err != nil || d.shown.Title != "Workshop" {
		t.Errorf("%v, showing %q", d.err, d.shown.Title)
	}
	d.waitNote("New password", "Add*")
	if got := d.textOf(on("Add*")); got != "Add 7 more characters" || d.err != nil {
		t.Errorf("%q, %v", got, d.err)
	}
	gone := driven(t, form(), form(), empty)
	gone.waitGone(on("First"))
	if gone.err != nil || gone.has(on("Second")) {
		t.Error(gone.err)
	}
}

func TestDriverKeepsTheFirstError(t *testing.T) {
	d := driven(t, form())
	d.check(true, "this is so")
	d.check(1 > 2, "%d is not more than %d", 1, 2)
	first := d.err
	d.fail(errEnded)
	d.waitFor(on("Nowhere"))
	d.click(on("Remove"))
	d.typeInto("New password", "x")
	d.key("Return")
	d.attach()
	if first == nil || !errors.Is(d.err, first) || d.err.Error() != "1 is not more than 2" {
		t.Errorf("%v", d.err)
	}
	if d.clipboard() != "" || d.textOf(on("First")) != "" {
		t.Error("something was done after an error")
	}
}

func TestDriverSeesThatTheProgramEnded(t *testing.T) {
	d := driven(t, form())
	d.socket = filepath.Join(t.TempDir(), "none")
	d.alive = func() bool { return false }
	d.waitFor(on("First"))
	if !errors.Is(d.err, errEnded) {
		t.Errorf("%v", d.err)
	}
}

func TestAnEntryOfTheFieldIsPressedInItsMiddle(t *testing.T) {
	d := driven(t, form())
	rests := d.bring("the button", func(s screen.Screen) int { return find(s, on("Remove").next("Second")) })
	if x, y := rests.View.Centre(); d.err != nil || x != 340 || y != 95 {
		t.Errorf("%d,%d: %v", x, y, d.err)
	}
}

func TestSteady(t *testing.T) {
	pictures := []string{"a", "b", "b", "c"}
	taken := 0
	err := steady(func() ([]byte, error) {
		taken++
		return []byte(pictures[taken-1]), nil
	})
	if err != nil || taken != 3 {
		t.Errorf("%d pictures, %v", taken, err)
	}
	taken = 0
	if err := steady(func() ([]byte, error) { taken++; return []byte{byte(taken)}, nil }); err != nil || taken != mostPictures {
		t.Errorf("of a window that never rests, %d pictures, %v", taken, err)
	}
	if err := steady(func() ([]byte, error) { return nil, errEnded }); !errors.Is(err, errEnded) {
		t.Error(err)
	}
}

func TestBothProgramsAreLookedAt(t *testing.T) {
	folder := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	plain, probed := write("plain", "program"), write("probed", "pro GATEHOUSE_PROBE gram")
	for name, c := range map[string]struct {
		program, released string
		want              error
	}{
		"right":            {probed, plain, nil},
		"probe released":   {probed, probed, errProbeReleased},
		"no probe":         {plain, plain, errNoProbe},
		"no program":       {filepath.Join(folder, "none"), plain, os.ErrNotExist},
		"nothing released": {probed, filepath.Join(folder, "none"), os.ErrNotExist},
	} {
		if err := checkPrograms(options{program: c.program, released: c.released}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAFailedStepIsReported(t *testing.T) {
	var report bytes.Buffer
	d := driven(t, form())
	tour := &tour{driver: d, options: options{out: t.TempDir(), report: &report}}
	d.env = nil // without a display no picture can be taken
	d.look()
	tour.step("first", func() { d.check(false, "the gate is shut") })
	tour.step("second", func() { t.Error("a step after a failure") })
	for _, want := range []string{"FAIL  01 first: the gate is shut", `"New password"`, "No picture"} {
		if !strings.Contains(report.String(), want) {
			t.Errorf("%q is not in\n%s", want, report.String())
		}
	}
	if d.err == nil || d.err.Error() != "the gate is shut" || tour.number != 1 {
		t.Errorf("%v after %d steps", d.err, tour.number)
	}
}
