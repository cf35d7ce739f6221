package screenlock

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/godbus/dbus/v5"
)

// Names of the D-Bus specification.
const (
	busName       = "org.freedesktop.DBus"
	busProperties = "org.freedesktop.DBus.Properties"
)

// errNobody is why a bus that is there tells nothing.
var errNobody = errors.New("screenlock: nobody on the bus has a name of those who tell")

// followed is who tells on a bus. Its methods must not wait for the bus, but look.
type followed interface {
	source() Source
	// names are the well-known names of the services, and rules what is asked of each.
	names() []string
	rules(name string) [][]dbus.MatchOption
	// look asks how things stand.
	look(ctx context.Context, conn *dbus.Conn) error
	// heard takes a signal of the owner of a name, in the order of the bus. It tells whether
	// to look again.
	heard(name string, s *dbus.Signal) bool
}

// bus is one connection to a bus. It believes the owners of the names alone.
type bus struct {
	followed
	// changed: look again.
	changed chan struct{}

	mu sync.Mutex
	// owners are the unique names behind the well-known ones, "" for nobody.
	owners map[string]string
}

func newBus(f followed) *bus {
	return &bus{followed: f, changed: make(chan struct{}, 1), owners: map[string]string{}}
}

// subscribe asks for signals, and for who owns the names.
func (b *bus) subscribe(ctx context.Context, conn *dbus.Conn) error {
	for _, name := range b.names() {
		rules := append([][]dbus.MatchOption{{
			dbus.WithMatchSender(busName), dbus.WithMatchInterface(busName),
			dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, name),
		}}, b.rules(name)...)
		for _, rule := range rules {
			if err := conn.AddMatchSignalContext(ctx, rule...); err != nil {
				return fmt.Errorf("screenlock: ask for signals of %s: %w", name, err)
			}
		}
		owner, err := ownerOf(ctx, conn, name)
		if err != nil {
			return err
		}
		b.owned(name, owner, false)
	}
	return nil
}

// ownerOf gives the unique name behind a well-known one, "" for nobody.
func ownerOf(ctx context.Context, conn *dbus.Conn, name string) (string, error) {
	var owner string
	err := conn.BusObject().CallWithContext(ctx, busName+".GetNameOwner", 0, name).Store(&owner)
	var refused dbus.Error
	if errors.As(err, &refused) && refused.Name == busName+".Error.NameHasNoOwner" {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("screenlock: ask for the owner of %s: %w", name, err)
	}
	return owner, nil
}

// owned notes who owns a name. What the bus told by a signal is newer than an answer to a
// question, which was asked after the signals were.
func (b *bus) owned(name, owner string, told bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, known := b.owners[name]; told || !known {
		b.owners[name] = owner
	}
}

// anybody tells whether one of the names has an owner.
func (b *bus) anybody() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, owner := range b.owners {
		if owner != "" {
			return true
		}
	}
	return false
}

// ownedBy lists the well-known names of a sender.
func (b *bus) ownedBy(sender string) []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []string
	for name, owner := range b.owners {
		if owner == sender && owner != "" {
			all = append(all, name)
		}
	}
	return all
}

// DeliverSignal is called by the connection for each signal, one after the other. The bus
// stamps the sender on it.
func (b *bus) DeliverSignal(_, _ string, s *dbus.Signal) {
	again := false
	if s.Sender == busName {
		again = b.told(s)
	}
	for _, name := range b.ownedBy(s.Sender) {
		again = b.heard(name, s) || again
	}
	if !again {
		return
	}
	select {
	case b.changed <- struct{}{}:
	default:
	}
}

// told takes what the bus itself tells: who owns a name now.
func (b *bus) told(s *dbus.Signal) bool {
	if s.Name != busName+".NameOwnerChanged" || len(s.Body) != 3 {
		return false
	}
	name, named := s.Body[0].(string)
	owner, whose := s.Body[2].(string)
	if !named || !whose {
		return false
	}
	for _, ours := range b.names() {
		if ours == name {
			b.owned(name, owner, true)
			return true
		}
	}
	return false
}

// noObjects has nothing that others could call.
type noObjects struct{}

// LookupObject is called by the connection.
func (noObjects) LookupObject(dbus.ObjectPath) (dbus.ServerObject, bool) { return nil, false }

// flag gives the only value of a body, if that is a truth value.
func flag(body []any) (value, ok bool) {
	if len(body) != 1 {
		return false, false
	}
	value, ok = body[0].(bool)
	return value, ok
}
