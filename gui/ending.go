package gui

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"

	"gatehouse/core"
)

// A person closes the window, and quit does what is to be done. When the system
// ends the program instead (SIGINT, SIGTERM), the toolkit hears of it by itself and
// has ended before anybody here is asked; the same is then done afterwards.

// hearHangUp ends the program like its window when its terminal goes, of which the
// toolkit hears nothing. A program that was started to outlive its terminal goes on.
func (a *App) hearHangUp() {
	if signal.Ignored(syscall.SIGHUP) {
		return
	}
	heard := make(chan os.Signal, 1)
	signal.Notify(heard, syscall.SIGHUP)
	a.back.upon(heard, a.quit)
}

// ended does what a window that was closed has done already: the toolkit has ended
// without it. A second signal ends the program at once.
func (a *App) ended() {
	signal.Reset(os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	a.takeBack(glfw.Init, glfw.Terminate)
}

// takeBack takes a secret of ours from the clipboard after the toolkit has ended.
// The toolkit's clipboard is reached by opening the display once more; what shows the
// seconds left is not there any more.
func (a *App) takeBack(open func() error, shut func()) {
	a.clip.show = func(int, int) {}
	if !a.clip.holds {
		return
	}
	if a.clip.used.apart() {
		a.clip.clear() // end waits for it
		return
	}
	if err := open(); err != nil {
		a.logged("take a secret from the clipboard", err)
		return
	}
	a.clip.clear()
	shut()
}

// signOutQuietly ends the session when the program ends: a token does not
// outlive its window.
func (a *App) signOutQuietly() {
	token, held := a.heldToken()
	if !held {
		return
	}
	a.session = nil
	a.logged("sign out", a.site.SignOut(context.Background(), token))
}

// heldToken is that of the session, or of a sign-in that waits for something to be set.
func (a *App) heldToken() (core.Token, bool) {
	if a.session != nil {
		return a.session.token, true
	}
	if s, waits := a.screen.(interface{ heldToken() core.Token }); waits {
		return s.heldToken(), true
	}
	return core.Token{}, false
}

// takeFinish takes from the toolkit what it does last, which is to save its
// settings, and returns it. The toolkit (v2.8.1) hands it to another goroutine
// while it closes the queue that this one answers through: now and then the
// program hangs there or panics.
func takeFinish(a fyne.App) func() {
	lifecycle, ok := a.Lifecycle().(interface {
		OnStopped() func()
		SetOnStoppedHookExecuted(func())
	})
	if !ok {
		return func() {}
	}
	finish := lifecycle.OnStopped()
	if finish == nil {
		return func() {}
	}
	lifecycle.SetOnStoppedHookExecuted(nil)
	return finish
}
