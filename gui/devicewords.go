package gui

import (
	"strings"
	"time"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// activeWithin is how long after its last use a device still counts as in use.
const activeWithin = 5 * time.Minute

// deviceIcon is the icon of a device: by its program, then by its system.
func deviceIcon(d core.Device) kit.IconName {
	switch {
	case d.Client == core.ClientCommand:
		return kit.IconConsole
	case strings.HasPrefix(d.System, "macOS"):
		return kit.IconLaptop
	}
	return kit.IconMonitor
}

// hostWords is the name of a computer.
func hostWords(d core.Device) string {
	if d.Host == "" {
		return tr("Unknown device")
	}
	return kit.Shown(d.Host)
}

// programWords names the program that is signed in, with its version where it is known.
func programWords(d core.Device) string {
	switch {
	case d.Client == core.ClientCommand:
		return tr("command line")
	case d.Version != "":
		return trf("Gatehouse {{.Version}}", "Version", kit.Shown(d.Version))
	case d.Client == core.ClientWindow:
		return tr("Gatehouse")
	}
	return kit.Shown(string(d.Client))
}

// fromWords is where a device is: its place and its address, as far as they are known.
func fromWords(place, address string) string {
	switch {
	case place == "":
		return kit.Shown(address)
	case address == "":
		return kit.Shown(place)
	}
	return trf("{{.Place}}, {{.Address}}", "Place", kit.Shown(place), "Address", kit.Shown(address))
}

// dotted puts what there is to say beside each other.
func dotted(parts ...string) string {
	said := ""
	for _, part := range parts {
		switch {
		case part == "":
		case said == "":
			said = part
		default:
			said = trf("{{.First}} · {{.Second}}", "First", said, "Second", part)
		}
	}
	return said
}

// sessionWords says what a device runs and where it is.
func sessionWords(v core.SessionView) string {
	return dotted(kit.Shown(v.Device.System), programWords(v.Device), fromWords(v.Place, v.Device.Address))
}

// sinceShort says since when a session goes on.
func (a *App) sinceShort(at time.Time) string {
	switch a.dayAgo(at) {
	case dayToday:
		return trf("since {{.Time}} today", "Time", a.clock(at))
	case dayYesterday:
		return trf("since {{.Time}} yesterday", "Time", a.clock(at))
	}
	return trf("since {{.Date}}", "Date", a.dateWords(at))
}

// sessionState says how it stands with a session: in use, locked, or when it was used
// last.
func (a *App) sessionState(v core.SessionView) deviceState {
	switch {
	case !v.LockedAt.IsZero():
		return deviceState{tone: kit.ToneNeutral, icon: kit.IconLock, word: tr("Locked")}
	case v.This || a.now().Sub(v.LastActiveAt) < activeWithin:
		return deviceState{tone: kit.ToneGood, icon: kit.IconCheckCircle, word: tr("Active now")}
	}
	return deviceState{word: a.momentWords(v.LastActiveAt)}
}

// deviceState is a state line, or without an icon plain words.
type deviceState struct {
	tone kit.Tone
	icon kit.IconName
	word string
}
