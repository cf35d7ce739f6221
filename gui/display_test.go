package gui

import (
	"bytes"
	"errors"
	"log"
	"log/slog"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"fyne.io/fyne/v2/test"
)

// nativeWindow is a window of a system.
type nativeWindow struct {
	fyne.Window
	context any
}

func (w *nativeWindow) RunNative(f func(any)) { f(w.context) }

func TestNoDisplayIsSaid(t *testing.T) {
	for name, check := range map[string]func(func(string) string) error{"reach": ReachDisplay, "check": CheckDisplay} {
		var none *ErrNoDisplay
		err := check(func(string) string { return "" })
		if !errors.As(err, &none) || !strings.HasPrefix(err.Error(), "There is no display here") || none.Cause == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The library says that it is ready only when it is, although its Init may return
// no error.
func TestALibraryThatIsNotReadyIsSaid(t *testing.T) {
	if err := ready(); err == nil || !strings.Contains(err.Error(), "not initialized") {
		t.Errorf("%v", err)
	}
}

func TestAWindowThatTheSystemDidNotOpenIsSaid(t *testing.T) {
	a := test.NewTempApp(t)
	for _, given := range []struct {
		context any
		open    bool
	}{
		{driver.X11WindowContext{WindowHandle: 7}, true},
		{driver.X11WindowContext{}, false},
		{driver.WaylandWindowContext{WaylandSurface: 7}, true},
		{driver.WaylandWindowContext{}, false},
		{driver.WindowsWindowContext{HWND: 7}, true},
		{driver.WindowsWindowContext{}, false},
		{driver.MacWindowContext{NSWindow: 7}, true},
		{driver.MacWindowContext{}, false},
	} {
		var kept bytes.Buffer
		w := &nativeWindow{Window: a.NewWindow("Gatehouse"), context: given.context}
		err := shown(w, slog.New(slog.NewTextHandler(&kept, nil)), func() { log.Print("the toolkit says\n why") })
		if !strings.Contains(kept.String(), "the toolkit says why") {
			t.Errorf("%#v: the log has %q", given.context, &kept)
		}
		var none *ErrNoDisplay
		switch {
		case given.open && err != nil:
			t.Errorf("%#v: %v", given.context, err)
		case !given.open && (!errors.As(err, &none) || !strings.Contains(err.Error(), "OpenGL") || !strings.Contains(none.Cause.Error(), "why")):
			t.Errorf("%#v: %v", given.context, err)
		}
	}
}

func TestTheStandardLogIsGivenBack(t *testing.T) {
	before := log.Writer()
	if err := shown(test.NewTempApp(t).NewWindow("Gatehouse"), slog.New(slog.DiscardHandler), func() {}); err != nil {
		t.Error(err)
	}
	if log.Writer() != before {
		t.Error("the standard log goes elsewhere")
	}
}
