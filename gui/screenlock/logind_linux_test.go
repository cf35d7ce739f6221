package screenlock

import (
	"testing"

	"github.com/godbus/dbus/v5"
)

// hearing is an ear that hears a pretended logind.
func hearing(t *testing.T) (*ear, *keeper, *daemon) {
	t.Helper()
	d := newDaemon(t)
	k := newKeeper(t, d)
	e := newEar(t, map[string]string{"DBUS_SYSTEM_BUS_ADDRESS": d.address, "XDG_SESSION_ID": "2"})
	e.follow(newLogind(e.watcher.env, e.tell))
	e.says("tells when the screen is locked source=logind")
	return e, k, d
}

// Each signal of the own session is told; its opposite is not.
func TestLogindTells(t *testing.T) {
	e, k, _ := hearing(t)
	sends(t, k.conn, "", ourSession, loginSession+".Unlock")
	sends(t, k.conn, "", ourSession, loginSession+".Lock")
	e.wants(Locked)
	k.change(ourSession, propLocked, true)
	e.wants(Locked)
	k.change(ourSession, propLocked, true)
	k.change(ourSession, propLocked, false)
	k.change(ourSession, propActive, true)
	k.change(ourSession, propActive, false)
	e.wants(Switched)
	k.change(ourSession, propActive, false)
	sends(t, k.conn, "", loginPath, loginManager+".PrepareForSleep", false)
	k.sleeps("")
	e.wants(Sleep)
	k.change(ourSession, propLocked, true)
	e.wants(Locked)
	if heard := e.watcher.Heard(); len(heard) != 1 || heard[0] != Logind {
		t.Errorf("heard: %v", heard)
	}
	e.end()
	if heard := e.watcher.Heard(); len(heard) != 0 || len(e.told) != 0 {
		t.Errorf("heard at the end: %v, %d told", heard, len(e.told))
	}
}

// Other sessions, other senders and bodies that are none tell nothing, also when they come
// past the rules.
func TestLogindIsNotFooled(t *testing.T) {
	e, k, d := hearing(t)
	liar := d.joins(t)
	changed := map[string]dbus.Variant{propLocked: dbus.MakeVariant(true), propActive: dbus.MakeVariant(false)}
	k.mu.Lock()
	us := k.asker
	k.mu.Unlock()
	for _, to := range []string{"", us} {
		for _, from := range []*dbus.Conn{liar, k.conn} {
			path := ourSession
			if from == k.conn {
				path = otherSession
			} else {
				sends(t, from, to, loginPath, loginManager+".PrepareForSleep", true)
				sends(t, from, to, "/org/freedesktop/DBus", busName+".NameOwnerChanged", loginName, "", from.Names()[0])
			}
			sends(t, from, to, path, loginSession+".Lock")
			sends(t, from, to, path, busProperties+".PropertiesChanged", loginSession, changed, []string{propActive})
		}
		for _, body := range [][]any{
			{},
			{loginSession},
			{loginSession, changed},
			{loginManager, changed, []string{}},
			{changed, loginSession, []string{}},
			{loginSession, changed, "none"},
			{loginSession, []string{propLocked}, []string{}},
			{loginSession, map[string]string{propLocked: "true"}, []string{}},
			{loginSession, map[string]dbus.Variant{propLocked: dbus.MakeVariant("true"), propActive: dbus.MakeVariant(0)}, []string{}},
			{loginSession, map[string]dbus.Variant{"IdleHint": dbus.MakeVariant(true)}, []string{"IdleHint"}},
			{loginSession, changed, []string{}, "more"},
		} {
			sends(t, k.conn, to, ourSession, busProperties+".PropertiesChanged", body...)
		}
		for _, body := range [][]any{{}, {"true"}, {uint32(1)}, {true, true}, {false}, {dbus.MakeVariant(true)}} {
			sends(t, k.conn, to, loginPath, loginManager+".PrepareForSleep", body...)
		}
		sends(t, k.conn, to, ourSession, loginManager+".PrepareForSleep", true)
		sends(t, k.conn, to, ourSession, "org.example.Session.Lock")
		// What the liar sent was on its way before the liar is answered.
		must(t, liar.BusObject().Call(busName+".GetId", 0).Err)
		k.sleeps(to)
		e.wants(Sleep)
	}
	if len(e.told) != 0 {
		t.Errorf("%d more are told", len(e.told))
	}
}

// The session is found by its name, by the process, or by what its user has on the screen.
func TestOwnSession(t *testing.T) {
	for name, tt := range map[string]struct {
		id    string
		pid   dbus.ObjectPath
		shown dbus.ObjectPath
		want  dbus.ObjectPath
	}{
		"by name":             {id: "2", pid: otherSession, shown: otherSession, want: ourSession},
		"by a name of no use": {id: "9", pid: ourSession, shown: otherSession, want: ourSession},
		"by process":          {pid: ourSession, shown: otherSession, want: ourSession},
		"by user":             {shown: otherSession, want: otherSession},
		"not at all":          {},
		"none is shown":       {shown: "/"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDaemon(t)
			k := newKeeper(t, d)
			k.found(tt.pid, tt.shown)
			e := newEar(t, map[string]string{"DBUS_SYSTEM_BUS_ADDRESS": d.address, "XDG_SESSION_ID": tt.id})
			e.follow(newLogind(e.watcher.env, e.tell))
			if tt.want == "" {
				e.says(errNoSession.Error())
				k.change(ourSession, propLocked, true)
				k.sleeps("")
				e.wants(Sleep) // that concerns every session
				return
			}
			e.says("source=logind")
			k.change(tt.want, propLocked, true)
			e.wants(Locked)
		})
	}
}

// What changed without its value is asked for; an answer that something was told after is
// asked for again.
func TestLogindIsAskedAgain(t *testing.T) {
	e, k, _ := hearing(t)
	ask := func() {
		k.properties(ourSession, loginSession, map[string]dbus.Variant{}, []string{propLocked})
	}
	k.stands(true, true, nil)
	ask()
	e.wants(Locked)
	k.stands(false, true, func() { // it is answered that the session is not active
		k.stands(true, true, nil)
		k.change(ourSession, propActive, false)
		k.change(ourSession, propActive, true)
	})
	ask()
	e.wants(Switched)
	k.stands(true, true, func() { k.sleeps("") })
	ask()
	e.wants(Sleep)
}

// An elogind without LockedHint tells what it has, and a session that was locked before the
// program began is no news.
func TestLogindOfAnotherKind(t *testing.T) {
	d := newDaemon(t)
	k := newKeeper(t, d)
	k.stands(true, nil, nil)
	e := newEar(t, map[string]string{"DBUS_SYSTEM_BUS_ADDRESS": d.address, "XDG_SESSION_ID": "2"})
	e.follow(newLogind(e.watcher.env, e.tell))
	e.says("source=logind")
	k.change(ourSession, propActive, false)
	e.wants(Switched)
}

// A bus that goes is looked for again; what came meanwhile is told, and a logind that is
// started again is heard.
func TestLogindComesBack(t *testing.T) {
	e, k, d := hearing(t)
	d.kill()
	e.says("does not tell when the screen is locked source=logind")
	if heard := e.watcher.Heard(); len(heard) != 0 {
		t.Errorf("heard: %v", heard)
	}
	k.stands(true, true, nil)
	d.start(t)
	k.plays(d)
	e.says("tells when the screen is locked source=logind")
	e.wants(Locked)
	must(t, k.conn.Close())
	e.says(errNobody.Error())
	k.stands(true, false, nil)
	k.plays(d)
	e.says("tells when the screen is locked source=logind")
	k.change(ourSession, propLocked, true)
	e.wants(Locked)
}
