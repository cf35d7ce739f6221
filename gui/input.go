package gui

import (
	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// watchInput calls used for every key, button, turn of the wheel and move of the
// pointer in a window, whatever they are for, and tells whether it can. The
// toolkit tells of them only the object that they are for, so the window system
// is listened to before it. It is called on the window's goroutine, and calls
// used there.
func watchInput(w fyne.Window, used func()) bool {
	owner, ok := w.(interface{ RunWithContext(func()) })
	if !ok {
		return false
	}
	found := false
	owner.RunWithContext(func() {
		if window := glfw.GetCurrentContext(); window != nil {
			listenTo(window, used)
			found = true
		}
	})
	return found
}

// listenTo puts used before the toolkit's own receivers.
func listenTo(window *glfw.Window, used func()) {
	keys := window.SetKeyCallback(nil)
	window.SetKeyCallback(func(w *glfw.Window, key glfw.Key, code int, action glfw.Action, with glfw.ModifierKey) {
		used()
		keys(w, key, code, action, with)
	})
	buttons := window.SetMouseButtonCallback(nil)
	window.SetMouseButtonCallback(func(w *glfw.Window, button glfw.MouseButton, action glfw.Action, with glfw.ModifierKey) {
		used()
		buttons(w, button, action, with)
	})
	wheel := window.SetScrollCallback(nil)
	window.SetScrollCallback(func(w *glfw.Window, x, y float64) {
		used()
		wheel(w, x, y)
	})
	var lastX, lastY float64
	pointer := window.SetCursorPosCallback(nil)
	window.SetCursorPosCallback(func(w *glfw.Window, x, y float64) {
		// The system tells the place of a pointer that rests, too, for instance when a
		// window above this one goes.
		if x != lastX || y != lastY {
			lastX, lastY = x, y
			used()
		}
		pointer(w, x, y)
	})
}
