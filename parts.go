package main

import (
	"context"
	"io"
	"log/slog"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"gatehouse/core"
	"gatehouse/core/command"
	"gatehouse/core/logfile"
	"gatehouse/core/seal"
	"gatehouse/storage"
)

// keyringLimit is how long the system's keyring may take to answer.
const keyringLimit = 5 * time.Second

// version is set by the linker: -X main.version=1.0.0.
var version string

// newProgram is the command line with everything that it takes from outside.
func newProgram(args []string) command.Program {
	return command.Program{
		Args: args, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Env: os.Getenv,
		OpenStore: openStore, CreateStore: createStore, Keyring: keyring, Log: openLog,
		Device: device(core.ClientCommand), Now: now, Version: programVersion(),
	}
}

// openStore opens the store of a site.
func openStore(ctx context.Context, dir string) (core.Store, error) {
	store, err := storage.Open(ctx, dir, storage.Options{Clock: now})
	if err != nil {
		return nil, err // a nil *storage.Store in a core.Store would not be nil
	}
	return store, nil
}

// createStore makes the store of a new site.
func createStore(ctx context.Context, dir string, fill func(core.Store) error) error {
	return storage.Create(ctx, dir, storage.Options{Clock: now}, fill)
}

// keyring is the system's, with a deadline.
func keyring() seal.Keyring { return seal.WithDeadline(seal.SystemKeyring(), keyringLimit) }

// openLog gives the log of a data folder, which is made for a site only.
func openLog(dir string, site bool) (*slog.Logger, io.Closer) {
	if site {
		return logfile.Open(dir)
	}
	return logfile.OpenExisting(dir)
}

// device is this computer as a sign-in from it is recorded.
func device(client core.Client) core.Device {
	host, err := os.Hostname()
	if err != nil {
		host = "" // shown as unknown; no right depends on it
	}
	systems := map[string]string{"linux": "Linux", "darwin": "macOS", "windows": "Windows"}
	system, ok := systems[runtime.GOOS]
	if !ok {
		system = runtime.GOOS
	}
	return core.Device{Client: client, Host: host, System: system}
}

// programVersion is the linker's, else that of the module, else the commit.
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
