package core

import (
	"context"
	"crypto/hmac"
	"encoding/json"
	"fmt"
	"time"
)

// detail holds the values of an event that have no column of their own.
type detail map[string]string

// record appends an event to the log within tx and returns its number. The
// line's MAC covers the MAC of the line before it, so that no line can be
// changed, taken out or put in without the audit key.
func (s *Site) record(tx Tx, e Event, d detail) (int64, error) {
	seq, previous, err := tx.LastEvent()
	if err != nil {
		return 0, fmt.Errorf("read the end of the log: %w", err)
	}
	encoded, err := json.Marshal(d)
	if err != nil {
		return 0, fmt.Errorf("write the detail of an event: %w", err)
	}
	if d == nil {
		encoded = []byte("{}")
	}
	e.Seq, e.At, e.Detail = seq+1, tx.Now(), string(encoded)
	mac := s.keys.chain.Link(link(previous), e.line())
	e.MAC = mac[:]
	if err := tx.AppendEvent(e); err != nil {
		return 0, fmt.Errorf("write the log: %w", err)
	}
	return e.Seq, s.keepHistory(tx, e, d)
}

// link turns a stored MAC into the start of the next; the first line follows
// 32 zero bytes.
func link(mac []byte) [32]byte {
	var previous [32]byte
	copy(previous[:], mac)
	return previous
}

// line is the unambiguous form of an event that its MAC covers: every field
// with its length before it.
func (e Event) line() []byte {
	var b encoding
	b.number(e.Seq)
	b.number(e.At.UnixMilli())
	b.text(string(e.Kind))
	b.number(int64(e.ActorID))
	b.text(e.ActorName)
	b.number(int64(e.TargetID))
	b.text(e.TargetName)
	b.number(int64(e.SessionID))
	b.text(string(e.Device.Client))
	b.text(e.Device.Host)
	b.text(e.Device.System)
	b.text(e.Device.Address)
	b.text(e.Detail)
	return b.Bytes()
}

// by makes the event of something that the caller did.
func (c caller) did(kind EventKind, target Account) Event {
	return Event{
		Kind:    kind,
		ActorID: c.account.ID, ActorName: c.account.Name,
		TargetID: target.ID, TargetName: target.Name,
		SessionID: c.session.ID, Device: c.session.Device,
	}
}

// notify tells an account what an event means for it.
func notify(tx Tx, account AccountID, kind NoticeKind, seq int64) error {
	err := tx.AddNotice(Notice{AccountID: account, At: tx.Now(), Kind: kind, EventSeq: seq})
	if err != nil {
		return fmt.Errorf("write a notice: %w", err)
	}
	return nil
}

// LogReport is the outcome of VerifyLog.
type LogReport struct {
	// Lines that were read and are as they were written.
	Lines int64
	// BadLine is the number of the first line that is not, 0 when all are.
	BadLine int64
	// Newest is the time of the last good line.
	Newest time.Time
}

// verifyBatch is how many lines VerifyLog holds in memory at a time.
const verifyBatch = 2000

// VerifyLog reads the whole log and checks number and MAC of every line. The
// first one tells of the site's making: a log that was emptied and goes on is not
// whole. Lines that are missing at the end are not noticed.
func (s *Site) VerifyLog(ctx context.Context) (LogReport, error) {
	var report LogReport
	err := s.store.View(ctx, func(tx Tx) error {
		var previous [32]byte
		for report.BadLine == 0 {
			lines, err := tx.Events(report.Lines+1, verifyBatch)
			if err != nil {
				return err
			}
			if len(lines) == 0 && report.Lines > 0 {
				return nil
			}
			previous = s.verifyLines(&report, previous, lines)
		}
		return nil
	})
	if err != nil {
		return LogReport{}, s.plain(ctx, err)
	}
	return report, nil
}

// verifyLines checks the lines that follow those of the report, and gives the
// link of the last good one. None at all are no log.
func (s *Site) verifyLines(report *LogReport, previous [32]byte, lines []Event) [32]byte {
	for _, e := range lines {
		mac := s.keys.chain.Link(previous, e.line())
		begins := e.Seq > 1 || e.Kind == EventSiteCreated
		if e.Seq != report.Lines+1 || !begins || !hmac.Equal(mac[:], e.MAC) {
			report.BadLine = report.Lines + 1
			return previous
		}
		previous, report.Lines, report.Newest = mac, e.Seq, e.At
	}
	if len(lines) == 0 {
		report.BadLine = report.Lines + 1
	}
	return previous
}
