package screenlock

import (
	"context"

	"github.com/godbus/dbus/v5"
)

// savers are the screen savers of a session. The signal of each has its name for an
// interface; where its object is differs, and does not matter.
type savers struct{ tell func(Reason) }

func newSavers(tell func(Reason)) *savers { return &savers{tell: tell} }

func (*savers) source() Source { return ScreenSaver }

func (*savers) names() []string {
	return []string{
		"org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.mate.ScreenSaver",
		"org.cinnamon.ScreenSaver", "org.xfce.ScreenSaver",
	}
}

func (*savers) rules(name string) [][]dbus.MatchOption {
	return [][]dbus.MatchOption{{
		dbus.WithMatchSender(name), dbus.WithMatchInterface(name), dbus.WithMatchMember("ActiveChanged"),
	}}
}

// look has nothing to ask.
func (*savers) look(context.Context, *dbus.Conn) error { return nil }

func (s *savers) heard(name string, signal *dbus.Signal) bool {
	if signal.Name != name+".ActiveChanged" {
		return false
	}
	if active, ok := flag(signal.Body); ok && active {
		s.tell(Locked)
	}
	return false
}
