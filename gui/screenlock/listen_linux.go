package screenlock

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"
)

// Pauses before a bus that is gone, or does not answer, is tried again: the first, and the
// longest of those that follow, each twice the one before.
const (
	firstPause   = time.Second
	longestPause = 5 * time.Minute
)

// patience is how long a bus may take to answer what it is asked at the beginning.
const patience = 10 * time.Second

// systemBus is where the D-Bus specification ("Well-known Message Bus Instances") has the
// system's, if the environment says nothing else.
const systemBus = "unix:path=/run/dbus/system_bus_socket"

// errNoBus is why nothing is tried.
var errNoBus = errors.New("screenlock: the environment names no session bus")

// listen hears both buses until ctx ends.
func (w *Watcher) listen(ctx context.Context, tell func(Reason)) error {
	var all sync.WaitGroup
	for _, f := range []followed{newLogind(w.env, tell), newSavers(tell)} {
		all.Go(func() { w.follow(ctx, f) })
	}
	all.Wait()
	return nil
}

// address is that of the bus that a source is on, "" for none.
func (w *Watcher) address(s Source) string {
	if s == Logind {
		if named := w.env("DBUS_SYSTEM_BUS_ADDRESS"); named != "" {
			return named
		}
		return systemBus
	}
	// "autolaunch:" would start a bus that nobody else is on.
	if named := w.env("DBUS_SESSION_BUS_ADDRESS"); named != "" && named != "autolaunch:" {
		return named
	}
	if dir := w.env("XDG_RUNTIME_DIR"); dir != "" {
		return "unix:path=" + dbus.EscapeBusAddressValue(dir+"/bus")
	}
	return ""
}

// follow hears a source until ctx ends, and looks for it again when it is lost.
func (w *Watcher) follow(ctx context.Context, f followed) {
	defer w.ends(f.source())
	pause := firstPause
	for ctx.Err() == nil {
		heard, err := w.once(ctx, f)
		if ctx.Err() != nil {
			return
		}
		w.misses(f.source(), err)
		if heard {
			pause = firstPause
		}
		again := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			again.Stop()
		case <-again.C:
		}
		pause = min(2*pause, longestPause)
	}
}

// once hears a source as long as its bus is there, and tells whether that could be reached.
func (w *Watcher) once(ctx context.Context, f followed) (bool, error) {
	address := w.address(f.source())
	if address == "" {
		return false, errNoBus
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	late := time.AfterFunc(patience, cancel)
	b := newBus(f)
	conn, err := dbus.Connect(address, dbus.WithContext(ctx), dbus.WithSignalHandler(b), dbus.WithHandler(noObjects{}))
	if err != nil {
		late.Stop()
		return false, err
	}
	// It was closed already where its context or the bus has ended.
	defer func() { _ = conn.Close() }()
	if err := b.subscribe(ctx, conn); err != nil {
		late.Stop()
		return false, err
	}
	late.Stop()
	for {
		if err := w.look(ctx, conn, b); err != nil {
			w.misses(f.source(), err)
		} else {
			w.hears(f.source())
		}
		select {
		case <-conn.Context().Done():
			return true, dbus.ErrClosed
		case <-b.changed:
		}
	}
}

// look finds out how things stand, before the first signal and after a service came or
// went.
func (w *Watcher) look(ctx context.Context, conn *dbus.Conn, b *bus) error {
	if !b.anybody() {
		return errNobody
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return b.followed.look(ctx, conn)
}
