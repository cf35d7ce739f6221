package gui

import (
	"errors"
	"fmt"
	"runtime"

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

// CheckDisplay tells whether a window can be opened here, before the toolkit
// tries: without a display it would end the program with a line of its own, and
// that line helps nobody. It must be called on the main goroutine, before Run.
// Env gives a variable of the environment.
func CheckDisplay(env func(string) string) error {
	if runtime.GOOS == "linux" && env("DISPLAY") == "" && env("WAYLAND_DISPLAY") == "" {
		return &ErrNoDisplay{Cause: errors.New("neither DISPLAY nor WAYLAND_DISPLAY is set"), Text: policy.Say(
			"There is no display here, so no window can be opened. Start Gatehouse from a desktop, or use its commands: gatehouse --help")}
	}
	if err := tryWindow(); err != nil {
		return &ErrNoDisplay{Cause: err, Text: policy.Say(
			"This display offers no OpenGL 2.1, which the window needs. Install the graphics driver or its software form (Mesa), or use the commands: gatehouse --help")}
	}
	return nil
}

// tryWindow opens an invisible window as the toolkit will, and closes it.
func tryWindow() error {
	if err := glfw.Init(); err != nil {
		return fmt.Errorf("reach the display: %w", err)
	}
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
