// Gatehouse keeps the accounts of one site. Without a command it opens its
// window.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"
	_ "time/tzdata" // a site keeps its time zone on computers without data of their own

	"gatehouse/core"
	"gatehouse/core/clock"
	"gatehouse/core/command"
	"gatehouse/core/logfile"
	"gatehouse/core/seal"
	"gatehouse/gui"
	"gatehouse/gui/screenlock"
	"gatehouse/storage"
)

// version is set by the linker for a release: -X main.version=1.0.0.
var version string

// Limits of the keyring: the window may wait while a person unlocks it.
const (
	keyringOfCommand = 10 * time.Second
	keyringOfWindow  = 60 * time.Second
)

func main() { os.Exit(run(os.Args[1:])) }

// run does what the arguments ask for and gives the exit status.
func run(args []string) int {
	if place, window := command.Window(args); window {
		return openWindow(place)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return command.Run(ctx, command.Program{
		Args: args, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Env: os.Getenv,
		OpenStore: openStore, CreateStore: createStore, Keyring: keyring(keyringOfCommand), Log: openLog,
		Display: display, Passkeys: passkeysOfCommand, Device: core.LocalDevice(core.ClientCommand, programVersion()), Now: clock.Now, Version: programVersion(),
	})
}

// openWindow shows the window until it is closed.
func openWindow(place command.Place) int {
	dir, err := place.Dir(os.Getenv)
	if err == nil {
		if err := checkPasskeyProvider(dir, place); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return core.CodeUsage.Exit()
		}
		err = gui.ReachDisplay(os.Getenv)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return core.CodeFault.Exit()
	}
	log, closer := logfile.Open(dir)
	if err := leaveConsole(); err != nil {
		log.Warn("the console stays open", "cause", err.Error())
	}
	err = gui.Run(gui.Program{
		Version: programVersion(), DataDir: dir, KeyFile: place.KeyFile, Log: log, Now: clock.Now,
		OpenStore: openStore, CreateStore: createStore, Keyring: keyring(keyringOfWindow),
		Passkeys: passkeysOfWindow(dir, log), PasskeyProvider: place.Provider(os.Getenv),
		Device: core.LocalDevice(core.ClientWindow, programVersion()), ScreenLock: screenlock.New(log, os.Getenv).Run,
	})
	if err := errors.Join(err, closer.Close()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return core.CodeFault.Exit()
	}
	return 0
}

func openStore(ctx context.Context, dir string) (core.Store, error) {
	store, err := storage.Open(ctx, dir, storage.Options{Clock: clock.Now})
	if err != nil {
		return nil, err // a nil *Store in the interface would look like a store
	}
	return store, nil
}

func createStore(ctx context.Context, dir string, fill func(core.Store) error) error {
	return storage.Create(ctx, dir, storage.Options{Clock: clock.Now}, fill)
}

func keyring(limit time.Duration) func() seal.Keyring {
	return func() seal.Keyring { return seal.WithDeadline(seal.SystemKeyring(), limit) }
}

func openLog(dir string, site bool) (*slog.Logger, io.Closer) {
	if site {
		return logfile.Open(dir)
	}
	return logfile.OpenExisting(dir)
}

func display(context.Context) (bool, string) {
	if err := gui.CheckDisplay(os.Getenv); err != nil {
		return false, err.Error()
	}
	return true, "A window can be opened here."
}

// programVersion is the linker's, else that of the module.
func programVersion() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(unknown)"
	}
	return info.Main.Version
}
