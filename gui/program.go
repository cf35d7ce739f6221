package gui

import (
	"context"
	"log/slog"
	"os"
	"runtime/debug"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/core/passkey/browser"
	"gatehouse/core/seal"
	"gatehouse/gui/probe"
	"gatehouse/gui/screenlock"
	"gatehouse/gui/secretclip"
)

// appID names the program to the desktop and to its own settings.
const appID = "org.gatehouse.Gatehouse"

// Program is what the window takes from outside.
type Program struct {
	Version string
	// DataDir is the folder of the site, KeyFile where its key file is now, ""
	// for where it was.
	DataDir, KeyFile string
	OpenStore        func(ctx context.Context, dir string) (core.Store, error)
	CreateStore      func(ctx context.Context, dir string, fill func(core.Store) error) error
	// Keyring is the system's, with a deadline.
	Keyring func() seal.Keyring
	// Passkeys gives the ways to authenticators that this computer has, what it
	// prefers first: words are what the page in the browser says, window gives the
	// handle of the system's window that a dialog of the system belongs to. Nil is none.
	Passkeys func(words browser.Words, window func() uintptr) []passkey.Provider
	// PasskeyProvider is the name of the one that was chosen, for passkey.Choose.
	PasskeyProvider string
	// ScreenLock calls left whenever nobody is before the screen any more, until ctx ends,
	// as the Run of a screenlock.Watcher does. Nil is never.
	ScreenLock func(ctx context.Context, left func(screenlock.Reason)) error
	Log        *slog.Logger
	Device     core.Device
	// Now is what the computer's clock shows; it is that of the store.
	Now func() time.Time
	// Config is passed to core.
	Config core.Config
}

// Run opens the window and returns when it is closed. The error is
// *ErrNoDisplay when the system has no window for it. ReachDisplay comes first.
func Run(p Program) error {
	a := app.NewWithID(appID)
	w := newApp(p, a)
	probe.Install(w.window)
	// The start leaves as much garbage as it leaves data, most of it from reading
	// fonts. A program that then waits for hours collects it late and keeps the room
	// for it: some 4 MB of 155, measured beside a bare window (package bench).
	w.rested = debug.FreeOSMemory
	if secretclip.Asks(os.Getenv) {
		w.clip.useOwn(func() (secretclip.Clipboard, error) { return secretclip.Open(os.Getenv) })
	}
	finish := takeFinish(a)
	err := shown(w.window, p.Log, w.start)
	if err == nil && !watchInput(w.window, w.touched) {
		p.Log.Error("watch for keys and pointer: a session with a limit of idle time locks although it is used")
	}
	if err == nil {
		w.hearHangUp()
		a.Run()
		finish()
		w.ended()
	}
	w.end()
	return err
}

// newApp puts the window together. It loads nothing yet.
func newApp(p Program, a fyne.App) *App {
	loadTranslations()
	w := a.NewWindow("Gatehouse")
	g := &App{
		program: p, fyne: a, window: w,
		back: newBackground(p.Log), looks: looksOf(a.Preferences()),
	}
	g.now = g.siteTime
	g.clip = newClipboard(g.back, a.Clipboard(), g.logged)
	g.clip.seconds = clipSecondsOf(a.Preferences())
	g.back.alarm = g.lock
	g.applyLooks()
	w.SetPadded(false)
	w.SetMaster()
	w.SetCloseIntercept(g.close)
	return g
}
