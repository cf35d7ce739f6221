//go:build windows

package secretclip

import (
	"errors"
	"os"
	"runtime"
	"strings"
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"
)

const secret = "tally-Orbit-43-plinth-ß"

func opened(t *testing.T) *board {
	t.Helper()
	c, err := Open(os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	return c.(*board)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// text gives the text on the clipboard, and for each of the formats that ask
// whether it is there with a number of 0.
func (w *board) read(t *testing.T) (text string, asks int) {
	t.Helper()
	must(t, w.within(func() error {
		if units := w.units(formatText); units != nil {
			text = windows.UTF16ToString(units)
		}
		for _, format := range w.marks {
			if units := w.units(format); len(units) >= 2 && units[0] == 0 && units[1] == 0 {
				asks++
			}
		}
		return nil
	}))
	return text, asks
}

// units gives what a format has, nil for nothing.
func (w *board) units(format uintptr) []uint16 {
	memory, err := call(w.calls.get, format)
	if err != nil {
		return nil
	}
	size, _, _ := w.calls.size.Call(memory)
	place, _, _ := w.calls.lock.Call(memory)
	units := make([]uint16, size/2)
	_, _, _ = w.calls.move.Call(uintptr(unsafe.Pointer(&units[0])), place, size)
	_, _, _ = w.calls.unlock.Call(memory)
	return units
}

// another copies a text as another program does.
func (w *board) another(t *testing.T, text string) {
	t.Helper()
	units, err := windows.UTF16FromString(text)
	must(t, err)
	must(t, w.within(func() error {
		if _, err := call(w.calls.empty); err != nil {
			return err
		}
		return w.putOne(formatText, units)
	}))
}

func TestCopyAsksHistories(t *testing.T) {
	w := opened(t)
	must(t, w.Copy(secret))
	if text, asks := w.read(t); text != secret || asks != 3 {
		t.Errorf("%q with %d formats that ask", text, asks)
	}
	if !w.Holds() {
		t.Error("it is not held")
	}
	must(t, w.Clear())
	if text, asks := w.read(t); text != "" || asks != 0 || w.Holds() || w.ours != nil {
		t.Errorf("%q with %d formats that ask is left", text, asks)
	}
	must(t, w.Close())
}

func TestAnotherProgramsCopyStays(t *testing.T) {
	w := opened(t)
	must(t, w.Copy(secret))
	w.another(t, "a note")
	if w.Holds() {
		t.Error("what another program copied is taken for ours")
	}
	must(t, w.Clear())
	if text, _ := w.read(t); text != "a note" || w.ours != nil {
		t.Errorf("the clipboard holds %q", text)
	}
	must(t, w.Copy(secret))
	w.another(t, secret)
	if !w.Holds() {
		t.Error("what another program keeps for us is not ours any more")
	}
	must(t, w.Clear())
	if text, _ := w.read(t); text != "" {
		t.Errorf("the clipboard holds %q", text)
	}
}

func TestUnfitTexts(t *testing.T) {
	w := opened(t)
	for _, text := range []string{"", "a\x00b", strings.Repeat("a", longest+1)} {
		if err := w.Copy(text); !errors.Is(err, ErrUnfit) {
			t.Errorf("%d bytes: %v", len(text), err)
		}
	}
}

// A program that does not let go of the clipboard is waited for, and not for ever.
func TestAnotherProgramHoldsTheClipboard(t *testing.T) {
	w, other := opened(t), opened(t)
	must(t, w.Copy(secret))
	held, release, ended := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		ended <- other.within(func() error {
			close(held)
			<-release
			return nil
		})
	}()
	<-held
	if err := w.Clear(); !errors.Is(err, ErrBusy) {
		t.Errorf("clear: %v", err)
	}
	if !w.Holds() {
		t.Error("what could not be cleared is forgotten")
	}
	close(release)
	must(t, <-ended)
	must(t, w.Clear())
	if text, _ := w.read(t); text != "" {
		t.Errorf("the clipboard holds %q", text)
	}
}
