package screenlock

import (
	"context"
	"net"
	"path/filepath"
	"slices"
	"testing"

	"github.com/godbus/dbus/v5"
)

// fence is a name that tells Sleep: the barrier behind what must not be told.
const fence = "org.example.Fence"

// fenced are the savers and the fence.
type fenced struct{ *savers }

func (f fenced) names() []string { return append(f.savers.names(), fence) }

func (f fenced) heard(name string, s *dbus.Signal) bool {
	if name == fence {
		f.tell(Sleep)
		return false
	}
	return f.savers.heard(name, s)
}

// Each screen saver is heard, whether it is there before or comes later; nobody else is.
func TestScreenSaversTell(t *testing.T) {
	for _, early := range []bool{true, false} {
		d := newDaemon(t)
		barrier := d.owns(t, fence)
		e := newEar(t, map[string]string{"DBUS_SESSION_BUS_ADDRESS": d.address})
		all := map[string]*dbus.Conn{}
		names := newSavers(e.tell).names()
		if early {
			for _, name := range names {
				all[name] = d.owns(t, name)
			}
		}
		e.follow(fenced{newSavers(e.tell)})
		e.says("tells when the screen is locked source=screen saver")
		for i, name := range names {
			if !early {
				all[name] = d.owns(t, name)
			}
			from := all[name]
			other := names[(i+1)%len(names)]
			sends(t, from, "", "/x", name+".ActiveChanged", false)
			sends(t, from, "", "/x", other+".ActiveChanged", true)
			sends(t, from, "", "/x", name+".WakeUpScreen", true)
			for _, body := range [][]any{{}, {"true"}, {int32(1)}, {true, false}, {dbus.MakeVariant(true)}} {
				sends(t, from, "", "/x", name+".ActiveChanged", body...)
			}
			liar := d.joins(t)
			sends(t, liar, "", "/x", name+".ActiveChanged", true)
			must(t, liar.BusObject().Call(busName+".GetId", 0).Err)
			must(t, from.BusObject().Call(busName+".GetId", 0).Err)
			sends(t, barrier, "", "/x", fence+".ActiveChanged", true)
			e.wants(Sleep)
			sends(t, from, "", "/x", name+".ActiveChanged", true)
			e.wants(Locked)
		}
		// Who gave a name away is believed no more, whoever else has it.
		former, name := all[names[0]], names[0]
		_, err := former.ReleaseName(name)
		must(t, err)
		next := d.owns(t, name)
		sends(t, former, "", "/x", name+".ActiveChanged", true)
		must(t, former.BusObject().Call(busName+".GetId", 0).Err)
		sends(t, barrier, "", "/x", fence+".ActiveChanged", true)
		e.wants(Sleep)
		sends(t, next, "", "/x", name+".ActiveChanged", true)
		e.wants(Locked)
	}
}

// Run hears both buses, one without the other, and says which is silent. A flood keeps
// nobody waiting.
func TestRunHearsBoth(t *testing.T) {
	system, session := newDaemon(t), newDaemon(t)
	k := newKeeper(t, system)
	saver := session.owns(t, "org.gnome.ScreenSaver")
	for name, tt := range map[string]struct {
		env    map[string]string
		heard  []Source
		silent string
	}{
		"both": {
			env:   map[string]string{"DBUS_SYSTEM_BUS_ADDRESS": system.address, "DBUS_SESSION_BUS_ADDRESS": session.address, "XDG_SESSION_ID": "2"},
			heard: []Source{Logind, ScreenSaver},
		},
		"no session bus": {
			env:   map[string]string{"DBUS_SYSTEM_BUS_ADDRESS": system.address, "XDG_SESSION_ID": "2", "DBUS_SESSION_BUS_ADDRESS": "autolaunch:"},
			heard: []Source{Logind}, silent: errNoBus.Error(),
		},
		"no system bus": {
			env: map[string]string{
				"DBUS_SYSTEM_BUS_ADDRESS":  "unix:path=" + filepath.Join(t.TempDir(), "none"),
				"DBUS_SESSION_BUS_ADDRESS": session.address,
			},
			heard: []Source{ScreenSaver}, silent: "source=logind",
		},
		"neither": {
			env:    map[string]string{"DBUS_SYSTEM_BUS_ADDRESS": "nonsense", "XDG_RUNTIME_DIR": t.TempDir()},
			silent: "source=screen saver",
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEar(t, tt.env)
			e.begin(func(ctx context.Context) { must(t, e.watcher.Run(ctx, e.tell)) })
			if tt.silent != "" {
				e.says(tt.silent)
			}
			for !slices.Equal(e.watcher.Heard(), tt.heard) {
				e.says("") // each change is in the log
			}
			if slices.Contains(tt.heard, Logind) {
				k.sleeps("")
				e.wants(Sleep)
			}
			if slices.Contains(tt.heard, ScreenSaver) {
				for range 5000 {
					sends(t, saver, "", "/", "org.gnome.ScreenSaver.ActiveChanged", true)
				}
				e.wants(Locked)
			}
		})
	}
}

// A bus that takes the connection and says nothing does not outlive the context.
func TestSilentBus(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bus")
	listener, err := net.Listen("unix", path)
	must(t, err)
	defer listener.Close()
	e := newEar(t, map[string]string{"DBUS_SESSION_BUS_ADDRESS": "unix:path=" + path})
	e.follow(newSavers(e.tell))
	conn, err := listener.Accept()
	must(t, err)
	e.end()
	must(t, conn.Close())
}
