package command_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"time"

	"gatehouse/core"
	"gatehouse/storage"

	"github.com/rogpeppe/go-internal/testscript"
)

// window NAME PASSWORD HOST [ADDRESS] signs in as the window of a computer does, and
// leaves its session open. The site is D with the key file D.key.
func window(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 || len(args) > 4 {
		ts.Fatalf("usage: window NAME PASSWORD HOST [ADDRESS]")
	}
	now, err := time.Parse(time.RFC3339, ts.Getenv("TEST_NOW"))
	ts.Check(err)
	device := core.Device{Client: core.ClientWindow, Host: args[2], System: "test"}
	if len(args) == 4 {
		device.Address = args[3]
	}
	ts.Check(signInAt(ts, now, device, args[0], args[1]))
}

// signInAt opens the site, signs in and closes it.
func signInAt(ts *testscript.TestScript, now time.Time, from core.Device, name, password string) error {
	ctx := context.Background() // a testscript has none
	store, err := storage.Open(ctx, ts.MkAbs(filepath.Join(ts.Getenv("WORK"), "D")), storage.Options{Clock: func() time.Time { return now }})
	if err != nil {
		return err
	}
	unlock := core.Unlock{KeyFile: ts.MkAbs(filepath.Join(ts.Getenv("WORK"), "D.key"))}
	site, err := core.Open(ctx, store, unlock, core.Config{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return errors.Join(err, store.Close())
	}
	_, err = site.StartSignIn(from).Password(ctx, name, password)
	return errors.Join(err, site.Close())
}
