package screenlock

import (
	"os"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
)

// Sessions of the pretended logind.
const (
	ourSession   = loginPath + "/session/_32"
	otherSession = loginPath + "/session/_33"
)

// keeper plays logind.
type keeper struct {
	t    *testing.T
	conn *dbus.Conn

	mu sync.Mutex
	// ids are the sessions by name, pid is that of the program, and shown that of the user;
	// "" for none.
	ids            map[string]dbus.ObjectPath
	pid, shown     dbus.ObjectPath
	active, locked any
	// asker is who asked last.
	asker string
	// meanwhile is done before it is told what Active was, once.
	meanwhile func()
}

// newKeeper plays logind on a bus, with a session that is found by its name.
func newKeeper(t *testing.T, d *daemon) *keeper {
	t.Helper()
	k := &keeper{t: t, ids: map[string]dbus.ObjectPath{"2": ourSession}, active: true, locked: false}
	k.plays(d)
	return k
}

// plays takes the name, also on a bus that was started again.
func (k *keeper) plays(d *daemon) {
	k.t.Helper()
	k.conn = d.joins(k.t)
	must(k.t, k.conn.Export(managerOf{k}, loginPath, loginManager))
	for _, path := range []dbus.ObjectPath{ourSession, otherSession, loginPath + "/user/self"} {
		must(k.t, k.conn.Export(propertiesOf{k}, path, busProperties))
	}
	_, err := k.conn.RequestName(loginName, dbus.NameFlagDoNotQueue)
	must(k.t, err)
}

// managerOf has the methods of the manager.
type managerOf struct{ k *keeper }

func noSuch() *dbus.Error { return dbus.NewError("org.freedesktop.login1.NoSuchSession", nil) }

// GetSession is called over the bus.
func (m managerOf) GetSession(from dbus.Sender, id string) (dbus.ObjectPath, *dbus.Error) {
	m.k.mu.Lock()
	defer m.k.mu.Unlock()
	m.k.asker = string(from)
	if path := m.k.ids[id]; path != "" {
		return path, nil
	}
	return "/", noSuch()
}

// GetSessionByPID is called over the bus.
func (m managerOf) GetSessionByPID(pid uint32) (dbus.ObjectPath, *dbus.Error) {
	m.k.mu.Lock()
	defer m.k.mu.Unlock()
	if m.k.pid == "" || pid != uint32(os.Getpid()) {
		return "/", noSuch()
	}
	return m.k.pid, nil
}

// propertiesOf has the properties of every object.
type propertiesOf struct{ k *keeper }

// Get is called over the bus.
func (p propertiesOf) Get(of, name string) (dbus.Variant, *dbus.Error) {
	value, meanwhile := p.k.answer(of, name)
	if meanwhile != nil {
		meanwhile()
	}
	if value == nil {
		return dbus.MakeVariant(""), dbus.NewError("org.freedesktop.DBus.Error.UnknownProperty", nil)
	}
	return dbus.MakeVariant(value), nil
}

// answer gives the value of a property, nil for none, and what is done before it is told.
func (k *keeper) answer(of, name string) (value any, meanwhile func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case of == loginUser && name == "Display" && k.shown != "":
		return struct {
			ID   string
			Path dbus.ObjectPath
		}{"2", k.shown}, nil
	case of == loginSession && name == propActive:
		meanwhile, k.meanwhile = k.meanwhile, nil
		return k.active, meanwhile
	case of == loginSession && name == propLocked:
		return k.locked, nil
	}
	return nil, nil
}

// stands sets the properties of all sessions, and what is done before they are told next.
func (k *keeper) stands(active, locked any, meanwhile func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.active, k.locked, k.meanwhile = active, locked, meanwhile
}

// found sets what is found beside the names.
func (k *keeper) found(pid, shown dbus.ObjectPath) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.pid, k.shown = pid, shown
}

// change changes a property of a session and tells of it.
func (k *keeper) change(path dbus.ObjectPath, name string, value bool) {
	k.t.Helper()
	k.properties(path, loginSession, map[string]dbus.Variant{name: dbus.MakeVariant(value)}, []string{})
}

func (k *keeper) properties(path dbus.ObjectPath, body ...any) {
	k.t.Helper()
	sends(k.t, k.conn, "", path, busProperties+".PropertiesChanged", body...)
}

// sleeps tells of the sleep that comes: the barrier behind what must not be told.
func (k *keeper) sleeps(to string) {
	k.t.Helper()
	sends(k.t, k.conn, to, loginPath, loginManager+".PrepareForSleep", true)
}
