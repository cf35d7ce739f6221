package core

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"

	"gatehouse/core/seal"
)

// LogFault says what is wrong with a log.
type LogFault string

// The faults.
const (
	// FaultChanged: the line is not as it was written, or the one before it is not.
	FaultChanged LogFault = "changed"
	// FaultMissing: the line is not there, but later ones are.
	FaultMissing LogFault = "missing"
	// FaultOrder: another line stands in its place.
	FaultOrder LogFault = "order"
	// FaultBeginning: the log does not begin with the making of the site, nor where a
	// summary ends.
	FaultBeginning LogFault = "beginning"
	// FaultSummary: a summary of purged lines was changed, or is missing.
	FaultSummary LogFault = "summary"
)

// LogReport is the outcome of VerifyLog.
type LogReport struct {
	// Lines that were read and are as they were written.
	Lines int64
	// First is the number of the oldest line that is kept, and Last that of the last
	// good one.
	First, Last int64
	// BadLine is the number of the first line that is not, 0 when all are, and Fault
	// says why.
	BadLine int64
	Fault   LogFault
	// BadSummary is the number of the first summary that is not, 0 when all are.
	BadSummary int64
	// Summaries of purged lines, and for how many lines they stand.
	Summaries, Purged int64
	// Newest is the time of the last good line.
	Newest time.Time
	// Head is the anchor of the last good line.
	Head Anchor
}

// Whole tells whether nothing is wrong.
func (r LogReport) Whole() bool { return r.BadLine == 0 }

const (
	// verifyChunk is how many lines are read at a time.
	verifyChunk = 4096
	// verifiers is how many chunks are read at once at most: the store has four
	// readers, and one is left for everybody else.
	verifiers = 3
)

// VerifyLog reads the whole log and checks number and MAC of every line, from the
// making of the site, or from the summary of purged lines, whose own chain is
// checked before. Lines that are missing at the end are not noticed: an anchor
// tells of those, see CheckAnchor.
func (s *Site) VerifyLog(ctx context.Context) (LogReport, error) {
	return s.VerifyLogTelling(ctx, func(int64, int64) {})
}

// VerifyLogTelling is VerifyLog that tells of its progress: how many lines of how many
// were read. It may be told from several goroutines, one at a time.
//
// The MAC of a line covers the one of the line before it as it is stored, so that
// every part of the log can be checked by itself, and all parts together prove the
// chain. Lines that are added meanwhile are left out.
func (s *Site) VerifyLogTelling(ctx context.Context, progress func(done, total int64)) (LogReport, error) {
	v := &verification{site: s, told: progress}
	err := s.store.View(ctx, v.begin)
	if err == nil && v.report.Whole() {
		err = v.parallel(ctx)
	}
	if err == nil && v.worst != 0 {
		// Lines may have been purged meanwhile. What is bad is looked at within one
		// moment of the store.
		v = &verification{site: s, told: func(int64, int64) {}}
		err = s.store.View(ctx, v.serial)
	}
	if err != nil {
		return LogReport{}, s.plain(ctx, err)
	}
	return v.report, nil
}

// verification is one run of VerifyLog.
type verification struct {
	site   *Site
	report LogReport
	// first and last are the lines that are checked, start is the link that the first
	// one follows.
	first, last int64
	start       [seal.MACSize]byte

	mu sync.Mutex
	// next is the line that the next chunk begins with, done how many were checked,
	// worst the first line that is bad, 0 for none.
	next, done, worst int64
	told              func(done, total int64)
}

// begin checks the summaries and finds the ends of the log.
func (v *verification) begin(tx Tx) error {
	newest, err := v.site.verifySummaries(tx, &v.report)
	if err != nil {
		return err
	}
	if v.first, err = tx.FirstEvent(); err != nil {
		return fmt.Errorf("read the beginning of the log: %w", err)
	}
	if v.last, _, err = tx.LastEvent(); err != nil {
		return fmt.Errorf("read the end of the log: %w", err)
	}
	v.start, v.next = link(newest.LastMAC), v.first
	v.report.First, v.report.Last = v.first, newest.Last
	switch {
	case v.report.BadSummary != 0:
		v.report.BadLine = max(v.first, 1)
	case v.first != newest.Last+1:
		v.report.BadLine, v.report.Fault = newest.Last+1, FaultMissing
	}
	return nil
}

// parallel checks all chunks, and reads the last line for the report.
func (v *verification) parallel(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var all sync.WaitGroup
	for range min(verifiers, runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			checker := newLineChecker(v.site)
			for {
				from, ok := v.claim()
				if !ok {
					return
				}
				if err := v.site.store.View(ctx, func(tx Tx) error { return v.chunk(tx, checker, from) }); err != nil {
					stop(err)
					return
				}
			}
		})
	}
	all.Wait()
	if err := context.Cause(ctx); err != nil {
		return err
	}
	return nil
}

// claim gives the first line of the next chunk. After a bad line no later chunk
// matters.
func (v *verification) claim() (int64, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	from := v.next
	if from > v.last || v.worst != 0 && from > v.worst {
		return 0, false
	}
	v.next += verifyChunk
	return from, true
}

// chunk checks the lines of one chunk. It begins with the line before, for its MAC.
func (v *verification) chunk(tx Tx, checker *lineChecker, from int64) error {
	to := min(from+verifyChunk-1, v.last)
	checker.expect(from, v.start)
	read := from
	if from > v.first {
		read--
	}
	lines, err := tx.Events(read, int(to-read+1))
	if err != nil {
		return fmt.Errorf("read the log: %w", err)
	}
	if read < from {
		if len(lines) == 0 || lines[0].Seq != read {
			v.checked(0, from, lineChecker{})
			return nil
		}
		checker.expect(from, link(lines[0].MAC))
		lines = lines[1:]
	}
	fault := checker.check(lines)
	if fault == "" && checker.next <= to {
		fault = FaultMissing
	}
	bad := int64(0)
	if fault != "" {
		bad = checker.next
	}
	v.checked(to-from+1, bad, *checker)
	return nil
}

// checked notes the outcome of a chunk.
func (v *verification) checked(lines, bad int64, c lineChecker) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if bad != 0 {
		if v.worst == 0 || bad < v.worst {
			v.worst = bad
		}
		return
	}
	v.done += lines
	if c.next > v.last {
		v.report.good(v.site.ID(), &c)
	}
	v.report.Lines = v.done
	v.told(v.done, v.last-v.first+1)
}

// good takes the last good line from a checker.
func (r *LogReport) good(site string, c *lineChecker) {
	r.Last, r.Newest = c.next-1, c.newest
	r.Head = Anchor{Site: site, Line: r.Last, Link: c.previous, At: c.newest}
}

// serial checks everything within one transaction, up to the first line that is bad.
func (v *verification) serial(tx Tx) error {
	if err := v.begin(tx); err != nil || !v.report.Whole() {
		return err
	}
	checker := newLineChecker(v.site)
	checker.expect(v.first, v.start)
	for checker.next <= v.last {
		lines, err := tx.Events(checker.next, verifyChunk)
		if err != nil {
			return fmt.Errorf("read the log: %w", err)
		}
		fault := checker.check(lines)
		if fault == "" && len(lines) == 0 {
			fault = FaultMissing
		}
		if fault != "" {
			v.report.BadLine, v.report.Fault = checker.next, fault
			break
		}
	}
	v.report.Lines = checker.next - v.first
	if v.report.Lines > 0 {
		v.report.good(v.site.ID(), checker)
	}
	return nil
}
