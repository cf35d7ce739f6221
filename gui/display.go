package gui

import (
	"bytes"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"github.com/go-gl/glfw/v3.4/glfw"

	"gatehouse/core/policy"
)

// ErrNoDisplay is why no window can be opened: there is no display, or none
// with OpenGL 2.1. Its text is for people.
type ErrNoDisplay struct {
	Text  policy.Text
	Cause error
}

// Error gives the English sentence.
func (e *ErrNoDisplay) Error() string { return e.Text.String() }

// Unwrap gives the technical reason.
func (e *ErrNoDisplay) Unwrap() error { return e.Cause }

// ReachDisplay tells whether there is a display, before the toolkit tries:
// without one it would end the program with lines of its own that help nobody.
// What it sets up stays for the toolkit, which begins with the same. It must be
// called on the main goroutine, before Run. Env gives a variable of the
// environment.
func ReachDisplay(env func(string) string) error {
	if runtime.GOOS == "linux" && env("DISPLAY") == "" && env("WAYLAND_DISPLAY") == "" {
		return noDisplay(errors.New("neither DISPLAY nor WAYLAND_DISPLAY is set"))
	}
	if err := begin(); err != nil {
		return noDisplay(err)
	}
	// Between two systems of windows the toolkit chooses itself, before it begins.
	if env("WAYLAND_DISPLAY") != "" || env("FYNE_PLATFORM") != "" {
		glfw.Terminate()
	}
	return nil
}

// CheckDisplay tells whether a window can be opened here, by opening one that
// is never seen. It takes as long as opening the real one, which tells the same
// (see Run). It must be called on the main goroutine, and not with Run.
func CheckDisplay(env func(string) string) error {
	if err := ReachDisplay(env); err != nil {
		return err
	}
	if err := tryWindow(); err != nil {
		return noOpenGL(err)
	}
	return nil
}

func noDisplay(cause error) error {
	return &ErrNoDisplay{Cause: cause, Text: policy.Say(
		"There is no display here, so no window can be opened. Start Gatehouse from a desktop, or use its commands: gatehouse --help")}
}

func noOpenGL(cause error) error {
	return &ErrNoDisplay{Cause: cause, Text: policy.Say(
		"This display offers no OpenGL 2.1, which the window needs. Install the graphics driver or its software form (Mesa), or use the commands: gatehouse --help")}
}

// begin makes the toolkit's library ready. An error of the system itself, as in
// a session of Windows that has no desktop, is not among those that the library
// returns: it writes it to the standard log, and is not ready.
func begin() error {
	var err error
	words := heard(func() { err = glfw.Init() })
	if err == nil {
		err = ready()
	}
	if err != nil {
		return fmt.Errorf("reach the display: %w %s", err, words)
	}
	return nil
}

// ready tells whether the library can be used. One that is not panics at every
// call, so that it is asked by one that changes nothing.
func ready() (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("%v", cause)
		}
	}()
	glfw.GetTime()
	return nil
}

// heard does something and gives what was written to the standard log meanwhile,
// on one line.
func heard(do func()) string {
	var told bytes.Buffer
	before := log.Writer()
	log.SetOutput(&told)
	do()
	log.SetOutput(before)
	return strings.Join(strings.Fields(told.String()), " ")
}

// tryWindow opens an invisible window as the toolkit will, and closes it.
func tryWindow() error {
	if err := begin(); err != nil {
		return err
	}
	defer glfw.Terminate()
	glfw.WindowHint(glfw.Visible, glfw.False)
	glfw.WindowHint(glfw.ContextVersionMajor, 2)
	glfw.WindowHint(glfw.ContextVersionMinor, 1)
	window, err := glfw.CreateWindow(64, 64, "Gatehouse", nil, nil)
	if err != nil {
		return fmt.Errorf("open a window: %w", err)
	}
	window.Destroy()
	return nil
}

// shown shows a window by what is given. The toolkit tells nobody when it
// cannot open one: it writes to the standard log and goes on without. What it
// wrote goes to the given log and is the cause of the error.
func shown(w fyne.Window, to *slog.Logger, show func()) error {
	words := heard(show)
	if words != "" {
		to.Error("show the window", "cause", words)
	}
	if !isOpen(w) {
		return noOpenGL(errors.New(words))
	}
	return nil
}

// isOpen tells whether the system has a window: without one its handle is zero.
// The windows of tests are none of the system's and always open.
func isOpen(w fyne.Window) bool {
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return true
	}
	open := true
	native.RunNative(func(context any) {
		switch context {
		case driver.X11WindowContext{}, driver.WaylandWindowContext{}, driver.WindowsWindowContext{}, driver.MacWindowContext{}:
			open = false
		}
	})
	return open
}
