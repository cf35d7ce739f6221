package core

import (
	"encoding/hex"
	"time"
)

// LogForm is the form of an exported log.
type LogForm string

// The forms.
const (
	// LogLines is JSON Lines: one object a line.
	LogLines LogForm = "jsonl"
	// LogTable is CSV as in RFC 4180, with a row of names on top.
	LogTable LogForm = "csv"
)

// exportForm is the number of the form of an export. It is written into it.
const exportForm = 1

// exportHeader is the first record of an export.
type exportHeader struct {
	GatehouseLog int     `json:"gatehouse_log"`
	Form         LogForm `json:"form"`
	Site         string  `json:"site"`
	SiteName     string  `json:"site_name"`
	TimeZone     string  `json:"time_zone"`
	Version      string  `json:"version"`
	ExportedAt   string  `json:"exported_at"`
	// First and Last are the numbers of the lines that follow, and Follows is the link
	// that the first of them follows.
	First   int64  `json:"first"`
	Last    int64  `json:"last"`
	Follows string `json:"follows"`
}

// exportSummary is a summary of purged lines in an export.
type exportSummary struct {
	Summary  int64  `json:"summary"`
	At       string `json:"at"`
	First    int64  `json:"first"`
	Last     int64  `json:"last"`
	From     string `json:"from"`
	To       string `json:"to"`
	LastLink string `json:"last_link"`
	// Kinds is a JSON object as a text, since every byte of it counts.
	Kinds string `json:"kinds"`
	Link  string `json:"link"`
}

// exportLine is a line of the log in an export. Everything that its link covers is in
// it; detail is a text, since every byte of it counts.
type exportLine struct {
	Line    int64        `json:"line"`
	At      string       `json:"at"`
	Kind    EventKind    `json:"kind"`
	Actor   exportPerson `json:"actor"`
	Target  exportPerson `json:"target"`
	Session SessionID    `json:"session"`
	Client  Client       `json:"client"`
	Host    string       `json:"host"`
	System  string       `json:"system"`
	Address string       `json:"address"`
	Detail  string       `json:"detail"`
	Link    string       `json:"link"`
}

// exportPerson is an account in a line, by number and the name it had.
type exportPerson struct {
	ID   AccountID `json:"id"`
	Name string    `json:"name"`
}

// exportAnchor is the last record of an export.
type exportAnchor struct {
	Anchor string `json:"anchor"`
	Line   int64  `json:"line"`
	Link   string `json:"link"`
	At     string `json:"at"`
}

// exportTime is a time in an export: RFC 3339, UTC, milliseconds, as exact as it is
// stored.
const exportTime = "2006-01-02T15:04:05.000Z07:00"

// exported is an event as it is exported.
func exported(e Event) exportLine {
	return exportLine{
		Line: e.Seq, At: e.At.UTC().Format(exportTime), Kind: e.Kind,
		Actor: exportPerson{e.ActorID, e.ActorName}, Target: exportPerson{e.TargetID, e.TargetName},
		Session: e.SessionID, Client: e.Device.Client, Host: e.Device.Host, System: e.Device.System,
		Address: e.Device.Address, Detail: e.Detail, Link: hex.EncodeToString(e.MAC),
	}
}

// event is the event that was exported. The error tells that it was none, or is written
// in another way than exported does.
func (l exportLine) event() (Event, error) {
	at, err := time.Parse(exportTime, l.At)
	if err != nil {
		return Event{}, errExport
	}
	mac, err := hex.DecodeString(l.Link)
	if err != nil {
		return Event{}, errExport
	}
	e := Event{
		Seq: l.Line, At: at.UTC(), Kind: l.Kind, ActorID: l.Actor.ID, ActorName: l.Actor.Name,
		TargetID: l.Target.ID, TargetName: l.Target.Name, SessionID: l.Session,
		Device: Device{Client: l.Client, Host: l.Host, System: l.System, Address: l.Address},
		Detail: l.Detail, MAC: mac,
	}
	if exported(e) != l {
		return Event{}, errExport
	}
	return e, nil
}

// exportedSummary is a summary as it is exported.
func exportedSummary(p PurgeRecord) exportSummary {
	return exportSummary{
		Summary: p.Number, At: p.At.UTC().Format(exportTime), First: p.First, Last: p.Last,
		From: p.From.UTC().Format(exportTime), To: p.To.UTC().Format(exportTime),
		LastLink: hex.EncodeToString(p.LastMAC), Kinds: p.Kinds, Link: hex.EncodeToString(p.MAC),
	}
}

// record is the summary that was exported.
func (x exportSummary) record() (PurgeRecord, error) {
	p := PurgeRecord{Number: x.Summary, First: x.First, Last: x.Last, Kinds: x.Kinds}
	var err error
	for i, into := range []*time.Time{&p.At, &p.From, &p.To} {
		if *into, err = time.Parse(exportTime, []string{x.At, x.From, x.To}[i]); err != nil {
			return PurgeRecord{}, errExport
		}
	}
	if p.LastMAC, err = hex.DecodeString(x.LastLink); err != nil {
		return PurgeRecord{}, errExport
	}
	if p.MAC, err = hex.DecodeString(x.Link); err != nil || exportedSummary(p) != x {
		return PurgeRecord{}, errExport
	}
	return p, nil
}

// exportedAnchor is an anchor as it is exported.
func exportedAnchor(a Anchor) exportAnchor {
	return exportAnchor{Anchor: a.String(), Line: a.Line, Link: a.Hex(), At: a.At.UTC().Format(exportTime)}
}
