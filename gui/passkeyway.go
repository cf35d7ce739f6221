package gui

import (
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"

	"gatehouse/core/passkey"
	"gatehouse/core/passkey/browser"
)

// passkeyWay is how this computer reaches passkeys.
type passkeyWay struct {
	provider passkey.Provider
	// err is passkey.ErrNoProvider where there is none.
	err error
	// window is the handle of the window that asks, for the system to ask over.
	window atomic.Uintptr
}

// passkeyProvider gives the provider of this computer, or passkey.ErrNoProvider. It is
// called on the window's goroutine.
func (a *App) passkeyProvider() (passkey.Provider, error) {
	way := a.passkeyWay()
	return way.provider, way.err
}

// passkeyWay finds the way the first time it is wanted.
func (a *App) passkeyWay() *passkeyWay {
	if a.passkeys == nil {
		way := &passkeyWay{}
		var all []passkey.Provider
		if a.program.Passkeys != nil {
			all = a.program.Passkeys(passkeyPageWords(), way.window.Load)
		}
		way.provider, way.err = passkey.Choose(all, a.program.PasskeyProvider)
		a.passkeys = way
	}
	return a.passkeys
}

// windowHandle is the system's handle of a window on Windows, 0 elsewhere. It is called
// on the window's goroutine.
func windowHandle(w fyne.Window) uintptr {
	native, can := w.(driver.NativeWindow)
	if !can {
		return 0
	}
	var handle uintptr
	native.RunNative(func(context any) {
		if on, windows := context.(driver.WindowsWindowContext); windows {
			handle = on.HWND
		}
	})
	return handle
}

// passkeyPageWords are the texts of the page in the browser, in the window's language.
func passkeyPageWords() browser.Words {
	return browser.Words{
		// The translation of this one is the tag of its language, such as "de".
		Language:          tr("en"),
		CreateHeading:     tr("Add a passkey"),
		CreateExplain:     tr("Your browser asks where to keep the passkey for Gatehouse, and whether it is you."),
		CreateStart:       tr("Continue"),
		GetHeading:        tr("Sign in with a passkey"),
		GetExplain:        tr("Your browser asks which passkey for Gatehouse to use, and whether it is you."),
		GetStart:          tr("Continue"),
		Retry:             tr("Try again"),
		Cancel:            tr("Cancel"),
		Asking:            tr("Follow what your browser asks."),
		Checking:          tr("Gatehouse checks the answer."),
		CreateNothing:     tr("No passkey was saved. Try again, or cancel."),
		GetNothing:        tr("No passkey was used. Try again, or cancel."),
		Saved:             tr("The passkey is saved. Close this page and go back to Gatehouse."),
		SignedIn:          tr("You are signed in. Close this page and go back to Gatehouse."),
		AlreadyRegistered: tr("There is a passkey for this account on it already. Close this page and go back to Gatehouse."),
		Cancelled:         tr("Cancelled. Close this page and go back to Gatehouse."),
		TimedOut:          tr("The time is up. Close this page and start again in Gatehouse."),
		NotRight:          tr("Gatehouse could not take this passkey. Close this page and go back to Gatehouse."),
		Unsupported:       tr("This browser cannot do it. Close this page and choose another way in Gatehouse."),
		Ended:             tr("Gatehouse does not wait for this page any more. Close it and look in Gatehouse what became of it."),
		Used: tr("This link has been used. If you did not open it yourself, remove the new passkey in Gatehouse; " +
			"else close this page and start again there."),
		NoScript: tr("This page needs scripts. Allow them for localhost, and start again in Gatehouse."),
		Open:     tr("Go on to Gatehouse"),
	}
}
