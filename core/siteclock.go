package core

import (
	"crypto/hmac"
	"errors"
	"fmt"
	"sync"
	"time"
)

// The site's time is the machine's clock plus a shift, which is 0 while that
// clock can be believed. What it is measured against is the mark: the newest time
// that the site is known to have seen, which is that of the newest line of the log,
// of the mark that a sweep writes once a day, and of what this program has
// already told.

const (
	// standStill is how far a clock may go back without a question. Programs that
	// set clocks by the network take as much back when a computer has run fast; the
	// site's time stands until the clock has caught up.
	standStill = 10 * time.Minute
	// leap is how far a clock may go forward without a question. A month covers
	// holidays and a computer in repair; a site that was closed for longer is asked
	// once, and a clock without a battery or with a mistyped year is caught.
	leap = 31 * 24 * time.Hour
	// markEvery is how often a sweep writes the mark, so that a site without events
	// is not taken for one that was closed.
	markEvery = 24 * time.Hour
)

// ClockRecord is what a site keeps of its clock.
type ClockRecord struct {
	// Shift is what is added to the machine's clock, in milliseconds; 0 while it is
	// believed.
	Shift int64
	// HeldAt is the time from which the site went on when the shift was set, zero
	// without one.
	HeldAt time.Time
	// Mark is a time that the site has seen.
	Mark time.Time
	// Confirmed is the number of the line of the log by which somebody last
	// confirmed the date, 0 for never. What a program saw before is void after it.
	Confirmed int64
	// MAC vouches for all of the above.
	MAC []byte
}

// clockDomain keeps these MACs apart from other digests.
const clockDomain = "clock"

// clockMAC is what vouches for what is kept of the clock.
func (s *Site) clockMAC(r ClockRecord) []byte {
	var e encoding
	for _, n := range []int64{r.Shift, unixMilli(r.HeldAt), unixMilli(r.Mark), r.Confirmed} {
		e.number(n)
	}
	sum := s.keys.digester.Digest(clockDomain, e.Bytes())
	return sum[:]
}

// unixMilli is 0 for the zero time.
func unixMilli(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// timeSpan is the machine's clock beside what is known, all in milliseconds: a
// Duration is too short for the years that a clock may show. A mark of 0 is none.
type timeSpan struct{ machine, mark, shift int64 }

// settled is the shift that the site has from now on. Of the machine's clock as it
// is and as it was shifted so far, the one that is nearer to the mark counts: a
// clock that was put right is back where the mark is. It is believed when it went
// on from there; else time goes on from the mark. The other one is not: a clock that
// is put right in two steps, the day and then the hour, would leap by all of the
// shift in between.
func (t timeSpan) settled() int64 {
	if t.mark == 0 {
		return 0
	}
	asItIs, shifted := t.machine-t.mark, t.machine+t.shift-t.mark
	near, shift := asItIs, int64(0)
	if distance(shifted) < distance(asItIs) {
		near, shift = shifted, t.shift
	}
	if goesOn(near) {
		return shift
	}
	return -asItIs
}

// goesOn tells whether a clock that went so far from the mark is believed.
func goesOn(gone int64) bool {
	return gone >= -standStill.Milliseconds() && gone <= leap.Milliseconds()
}

// distance is how far a time is from the mark.
func distance(gone int64) int64 { return max(gone, -gone) }

// at is the site's time with a shift: never before the mark.
func (t timeSpan) at(shift int64) time.Time {
	return time.UnixMilli(max(t.machine+shift, t.mark)).UTC()
}

// clockMemory is what a program knows of time from the transactions it has begun.
type clockMemory struct {
	mu sync.Mutex
	// confirmed and shift are as the record had them, told is the newest time.
	confirmed, shift int64
	told             time.Time
}

// since is the newest time told since the date was confirmed by a line of the log,
// zero for none.
func (m *clockMemory) since(confirmed int64) time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	if confirmed > m.confirmed {
		return time.Time{}
	}
	return m.told
}

// tell keeps a time that a transaction was given. One that began before the date
// was confirmed comes too late.
func (m *clockMemory) tell(confirmed, shift int64, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if confirmed < m.confirmed {
		return
	}
	if confirmed > m.confirmed || m.told.Before(now) {
		m.told = now
	}
	m.confirmed, m.shift = confirmed, shift
}

// lastConfirmed is the newest confirmation that the program knows of.
func (m *clockMemory) lastConfirmed() int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.confirmed
}

// Now is the site's time when the machine's clock shows machine, by what this
// program knows since its last use of the store: for what a front end counts down.
// A clock that has jumped since is settled in the store by the next use of it.
func (s *Site) Now(machine time.Time) time.Time {
	s.clock.mu.Lock()
	defer s.clock.mu.Unlock()
	span := timeSpan{machine: machine.UnixMilli(), mark: unixMilli(s.clock.told), shift: s.clock.shift}
	s.clock.shift = span.settled()
	s.clock.told = span.at(s.clock.shift)
	return s.clock.told
}

// clockKnown is what a transaction knows of time.
type clockKnown struct {
	record ClockRecord
	timeSpan
	// altered: what was kept is not as the program wrote it, and counts as nothing.
	altered bool
}

// knowClock reads what is known of time. A newest line of the log that would move
// time by its date is only believed when it is as it was written.
func (s *Site) knowClock(tx Tx) (clockKnown, error) {
	record, newest, err := tx.Clock()
	if err != nil {
		return clockKnown{}, fmt.Errorf("read the site's clock: %w", err)
	}
	known := clockKnown{record: record}
	if !hmac.Equal(record.MAC, s.clockMAC(record)) {
		known.record, known.altered = ClockRecord{Confirmed: s.clock.lastConfirmed()}, record.MAC != nil
	}
	marked := max(unixMilli(known.record.Mark), unixMilli(s.clock.since(known.record.Confirmed)))
	known.timeSpan = timeSpan{machine: tx.Machine().UnixMilli(), mark: max(marked, unixMilli(newest)), shift: known.record.Shift}
	if known.mark == marked || known.settled() == known.shift {
		return known, nil
	}
	sound, err := s.newestSound(tx)
	if err == nil && !sound {
		s.log.Error("the newest line of the log was changed outside the program, and its time does not count")
		known.mark = marked
	}
	return known, err
}

// newestSound tells whether the newest line of the log is as it was written.
func (s *Site) newestSound(tx Tx) (bool, error) {
	seq, _, err := tx.LastEvent()
	if err != nil {
		return false, fmt.Errorf("read the end of the log: %w", err)
	}
	lines, err := tx.Events(max(seq-1, 1), 2)
	if err != nil {
		return false, fmt.Errorf("read the end of the log: %w", err)
	}
	if len(lines) == 0 || lines[len(lines)-1].Seq != seq {
		return false, nil
	}
	var previous []byte
	if len(lines) == 2 {
		previous = lines[0].MAC
	}
	last := lines[len(lines)-1]
	mac := s.keys.chain.Link(link(previous), last.line())
	return hmac.Equal(mac[:], last.MAC), nil
}

// errClockMoved ends a transaction whose clock has moved so that this has to be
// written down before anything else happens.
var errClockMoved = errors.New("core: the machine's clock has moved")

// tellTime gives a transaction the site's time.
func (s *Site) tellTime(tx Tx) error {
	known, err := s.knowClock(tx)
	if err != nil {
		return err
	}
	if known.altered || known.settled() != known.shift {
		return errClockMoved
	}
	now := known.at(known.shift)
	tx.SetNow(now)
	s.clock.tell(known.record.Confirmed, known.shift, now)
	return nil
}

// settleClock writes down that the machine's clock is not followed any more, or
// is followed again. Another program may have done so before.
func (s *Site) settleClock(tx Tx) error {
	known, err := s.knowClock(tx)
	if err != nil {
		return err
	}
	shift := known.settled()
	if !known.altered && shift == known.shift {
		return nil
	}
	tx.SetNow(known.at(shift))
	next := ClockRecord{Shift: shift, Mark: tx.Now(), Confirmed: known.record.Confirmed}
	if shift != 0 {
		next.HeldAt = tx.Now()
	}
	if err := s.putClock(tx, next); err != nil {
		return err
	}
	return s.recordSettled(tx, known, shift)
}

// recordSettled writes the lines of settleClock.
func (s *Site) recordSettled(tx Tx, known clockKnown, shift int64) error {
	d := detail{"clock": stamp(tx.Machine())}
	if known.altered {
		if _, err := s.record(tx, Event{Kind: EventClockAltered}, d); err != nil {
			return err
		}
	}
	kind := EventClockFollowed
	switch {
	case shift == known.shift:
		return nil
	case shift < 0:
		kind, d["why"] = EventClockHeld, "ahead"
	case shift > 0:
		kind, d["why"] = EventClockHeld, "behind"
	}
	_, err := s.record(tx, Event{Kind: kind}, d)
	return err
}

// putClock writes what is kept of the clock, with what vouches for it.
func (s *Site) putClock(tx Tx, r ClockRecord) error {
	r.MAC = s.clockMAC(r)
	if err := tx.PutClock(r); err != nil {
		return fmt.Errorf("store the site's clock: %w", err)
	}
	return nil
}

// markClock writes, at most once a day, which time it is.
func (s *Site) markClock(tx Tx) error {
	known, err := s.knowClock(tx)
	if err != nil {
		return err
	}
	_, newest, err := tx.Clock()
	if err != nil {
		return fmt.Errorf("read the site's clock: %w", err)
	}
	record := known.record
	if tx.Now().Sub(newest) < markEvery || tx.Now().Sub(record.Mark) < markEvery {
		return nil
	}
	record.Mark = tx.Now()
	return s.putClock(tx, record)
}
