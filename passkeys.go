package main

import (
	"log/slog"
	"os"
	"path/filepath"
	"runtime"

	"gatehouse/core/command"
	"gatehouse/core/passkey"
	"gatehouse/core/passkey/browser"
	"gatehouse/core/passkey/windows"
)

// passkeyFolder is the folder for redirect files in the data folder.
const passkeyFolder = "passkey"

// passkeyProviders are the ways to authenticators of this computer, what it prefers
// first. window is of a dialog that belongs to one.
func passkeyProviders(dir string, log *slog.Logger, words browser.Words, window func() uintptr) []passkey.Provider {
	var all []passkey.Provider
	bySystem, err := windows.New(windows.Config{Window: window})
	switch {
	case err == nil:
		all = append(all, bySystem)
	case runtime.GOOS == "windows":
		log.Warn("passkeys cannot be reached by the dialog of Windows", "cause", err.Error())
	}
	home, err := os.UserHomeDir()
	if err != nil {
		home = "" // a browser that is a snap is left to the link
	}
	byBrowser, err := browser.NewProvider(browser.ProviderConfig{
		Words: words, Dir: filepath.Join(dir, passkeyFolder), Home: home, Open: browser.OpenInBrowser, Log: log,
	})
	if err != nil {
		log.Error("passkeys cannot be reached by the browser", "cause", err.Error())
		return all
	}
	return append(all, byBrowser)
}

// passkeysOfCommand are those of the command line, which speaks English and has no
// window.
func passkeysOfCommand(dir string, log *slog.Logger) []passkey.Provider {
	return passkeyProviders(dir, log, browser.English(), nil)
}

// passkeysOfWindow gives those of the window.
func passkeysOfWindow(dir string, log *slog.Logger) func(browser.Words, func() uintptr) []passkey.Provider {
	return func(words browser.Words, window func() uintptr) []passkey.Provider {
		return passkeyProviders(dir, log, words, window)
	}
}

// checkPasskeyProvider refuses a window that is to use a way which is not there. Having
// none at all is for the window to say, where somebody asks for one.
func checkPasskeyProvider(dir string, place command.Place) error {
	chosen := place.Provider(os.Getenv)
	if chosen == passkey.Automatic {
		return nil
	}
	_, err := command.ChooseProvider(passkeysOfCommand(dir, slog.New(slog.DiscardHandler)), chosen)
	return err
}
