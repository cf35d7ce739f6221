package core

import (
	"crypto/hmac"
	"encoding/binary"
	"fmt"
	"time"

	"gatehouse/core/seal"
)

// verifySummaries checks the chain of summaries, puts into the report what it finds,
// and gives the newest one.
func (s *Site) verifySummaries(tx Tx, report *LogReport) (PurgeRecord, error) {
	const batch = 500
	chain := newSummaryChecker(s)
	for {
		summaries, err := tx.Purges(chain.last.Number+1, batch)
		if err != nil {
			return PurgeRecord{}, fmt.Errorf("read the summaries of the log: %w", err)
		}
		for _, p := range summaries {
			if !chain.check(p) {
				report.BadSummary, report.Fault = chain.last.Number+1, FaultSummary
				return chain.last, nil
			}
			report.Summaries, report.Purged = p.Number, report.Purged+p.lines()
		}
		if len(summaries) < batch {
			return chain.last, nil
		}
	}
}

// summaryChecker checks summaries one after the other.
type summaryChecker struct {
	linker   *seal.Linker
	previous [seal.MACSize]byte
	last     PurgeRecord
}

func newSummaryChecker(s *Site) *summaryChecker {
	return &summaryChecker{linker: s.keys.chain.SummaryLinker()}
}

// check tells whether a summary follows those before it.
func (c *summaryChecker) check(p PurgeRecord) bool {
	mac := c.linker.Link(&c.previous, p.encoded())
	if p.Number != c.last.Number+1 || p.First != c.last.Last+1 || p.Last < p.First || !hmac.Equal(mac[:], p.MAC) {
		return false
	}
	c.previous, c.last = mac, p
	return true
}

// lineChecker checks lines one after the other, without allocating. It is for one
// goroutine.
type lineChecker struct {
	linker *seal.Linker
	buffer []byte
	// next is the number of the line that comes next, previous the link that it
	// follows, and newest the time of the one before.
	next     int64
	previous [seal.MACSize]byte
	newest   time.Time
}

func newLineChecker(s *Site) *lineChecker { return &lineChecker{linker: s.keys.chain.Linker()} }

// expect makes a line the one that comes next.
func (c *lineChecker) expect(line int64, previous [seal.MACSize]byte) {
	c.next, c.previous = line, previous
}

// check goes on with lines, and tells what is wrong with the first that is not the one
// that comes next, "" for nothing.
func (c *lineChecker) check(lines []Event) LogFault {
	for i := range lines {
		e := &lines[i]
		switch {
		case e.Seq > c.next:
			return FaultMissing
		case e.Seq < c.next:
			return FaultOrder
		case e.Seq == 1 && e.Kind != EventSiteCreated:
			return FaultBeginning
		}
		c.buffer = e.appendLine(c.buffer[:0])
		mac := c.linker.Link(&c.previous, c.buffer)
		if !hmac.Equal(mac[:], e.MAC) {
			return FaultChanged
		}
		c.previous, c.newest = mac, e.At
		c.next++
	}
	return ""
}

// appendLine appends the unambiguous form of an event that its MAC covers: every field
// with its length before it.
func (e *Event) appendLine(b []byte) []byte {
	b = binary.BigEndian.AppendUint64(b, uint64(e.Seq))
	b = binary.BigEndian.AppendUint64(b, uint64(e.At.UnixMilli()))
	b = appendText(b, string(e.Kind))
	b = binary.BigEndian.AppendUint64(b, uint64(e.ActorID))
	b = appendText(b, e.ActorName)
	b = binary.BigEndian.AppendUint64(b, uint64(e.TargetID))
	b = appendText(b, e.TargetName)
	b = binary.BigEndian.AppendUint64(b, uint64(e.SessionID))
	for _, text := range [...]string{string(e.Device.Client), e.Device.Host, e.Device.System, e.Device.Address, e.Detail} {
		b = appendText(b, text)
	}
	return b
}

// appendText appends a text behind its length.
func appendText(b []byte, text string) []byte {
	b = binary.BigEndian.AppendUint64(b, uint64(len(text)))
	return append(b, text...)
}
