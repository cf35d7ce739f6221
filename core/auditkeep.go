package core

import (
	"context"
	"crypto/hmac"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"
)

// lastLine is a number after every line.
const lastLine = math.MaxInt64

// keepingDomain keeps these MACs apart from other digests.
const keepingDomain = "keeping of the log"

const (
	// purgeBatch is how many lines one transaction purges: about a fifth of a second,
	// in which nobody else can write.
	purgeBatch = 10_000
	// purgeBatches is how many of them one sweep does at most; commands begin with one.
	purgeBatches = 5
	// purgeEvery is how long a purge of less than a batch waits after the one before,
	// so that there is not a summary for every few lines.
	purgeEvery = 24 * time.Hour
)

// LogKeeping is for how long the lines of the log are kept.
type LogKeeping struct {
	// Days that a line is kept at least, 0 for ever. Altered: what was chosen is not as
	// the program wrote it, so that lines are kept for ever.
	Days    int
	Altered bool
	// First and Last are the numbers of the oldest and the newest line, and Since is
	// the time of the oldest.
	First, Last int64
	Since       time.Time
	// Purged is how many lines went, PurgedAt when the newest of them did.
	Purged   int64
	PurgedAt time.Time
}

// keepingMAC vouches for what was chosen.
func (s *Site) keepingMAC(days int) []byte {
	var e encoding
	e.number(int64(days))
	sum := s.keys.digester.Digest(keepingDomain, e.Bytes())
	return sum[:]
}

// keptDays reads for how many days lines are kept, and tells whether that is as it was
// written.
func (s *Site) keptDays(tx Tx) (days int, sound bool, err error) {
	r, err := tx.LogKeeping()
	if err != nil {
		return 0, false, fmt.Errorf("read for how long the log is kept: %w", err)
	}
	if r.MAC == nil {
		return 0, true, nil
	}
	if !hmac.Equal(r.MAC, s.keepingMAC(r.Days)) || r.Days != 0 && (r.Days < MinKeepDays || r.Days > MaxKeepDays) {
		return 0, false, nil
	}
	return r.Days, true, nil
}

// LogKeeping tells for how long lines are kept. It needs RightAudit.
func (s *Site) LogKeeping(ctx context.Context, token Token) (LogKeeping, error) {
	var k LogKeeping
	err := s.look(ctx, token, RightAudit, func(tx Tx, _ caller) error {
		var err error
		k, err = s.logKeeping(tx)
		return err
	})
	return k, err
}

// CheckLogKeeping does so for somebody who has the site's key, and no account.
func (s *Site) CheckLogKeeping(ctx context.Context) (LogKeeping, error) {
	var k LogKeeping
	err := s.store.View(ctx, func(tx Tx) error {
		var err error
		k, err = s.logKeeping(tx)
		return err
	})
	return k, s.plain(ctx, err)
}

// logKeeping is LogKeeping within a transaction.
func (s *Site) logKeeping(tx Tx) (LogKeeping, error) {
	var k LogKeeping
	days, sound, err := s.keptDays(tx)
	if err != nil {
		return k, err
	}
	k.Days, k.Altered = days, !sound
	newest, err := tx.LastPurge()
	if err != nil {
		return k, fmt.Errorf("read the summaries of the log: %w", err)
	}
	k.Purged, k.PurgedAt = newest.Last, newest.At
	if k.Last, _, err = tx.LastEvent(); err != nil {
		return k, fmt.Errorf("read the end of the log: %w", err)
	}
	oldest, err := tx.Events(newest.Last+1, 1)
	if err != nil {
		return k, fmt.Errorf("read the log: %w", err)
	}
	if len(oldest) > 0 {
		k.First, k.Since = oldest[0].Seq, oldest[0].At
	}
	return k, nil
}

// KeepLog says for how many days lines of the log are kept: MinKeepDays to
// MaxKeepDays, or 0 for ever. Older ones go by the sweeps that follow, and a sealed
// summary of them stays. The reason stands in the log, and administrators are told. It
// needs RightAuditKeep. Errors: CodeInput for days and reason.
func (s *Site) KeepLog(ctx context.Context, token Token, days int, reason string) error {
	var f form
	if days != 0 && (days < MinKeepDays || days > MaxKeepDays) {
		f.note(problem(FieldKeepDays, say("Keep the log for {{.Min}} to {{.Max}} days, or for ever.", "Min", MinKeepDays, "Max", MaxKeepDays)))
	}
	reason = f.line(FieldReason, reason, maxReason, true)
	if err := f.problems.orNil(); err != nil {
		return err
	}
	return s.act(ctx, token, RightAuditKeep, func(tx Tx, c caller) error {
		former, sound, err := s.keptDays(tx)
		if err != nil {
			return err
		}
		d := detail{"from": strconv.Itoa(former), "to": strconv.Itoa(days), "reason": reason}
		if !sound {
			d["from"] = "altered"
		}
		if err := tx.PutLogKeeping(LogKeepingRecord{Days: days, MAC: s.keepingMAC(days)}); err != nil {
			return fmt.Errorf("store for how long the log is kept: %w", err)
		}
		seq, err := s.record(tx, c.did(EventAuditKeeping, Account{}), d)
		if err != nil {
			return err
		}
		return s.notifyAdministrators(tx, NoticeAuditKeeping, seq)
	})
}

// errLogBroken: lines that are to be purged are not as they were written.
var errLogBroken = errors.New("core: the log is not whole, so nothing of it is purged")

// purgeLog purges lines that have been kept for long enough, in batches, and tells how
// many. A log that is not whole is left as it is: it is evidence.
func (s *Site) purgeLog(ctx context.Context) (int64, error) {
	var all int64
	for range purgeBatches {
		var gone int64
		err := s.store.Update(ctx, func(tx Tx) error {
			var err error
			gone, err = s.purgeSome(tx)
			return err
		})
		if errors.Is(err, errLogBroken) {
			s.log.ErrorContext(ctx, "old lines of the log are kept, since the log is not whole")
			return all, nil
		}
		all += gone
		if err != nil || gone < purgeBatch {
			return all, err
		}
	}
	return all, nil
}

// purgeSome purges one batch: the summary, the lines and the line that tells of it go
// together or not at all. While the machine's clock is not believed nothing goes.
func (s *Site) purgeSome(tx Tx) (int64, error) {
	days, _, err := s.keptDays(tx)
	if err != nil || days == 0 {
		return 0, err
	}
	clock, err := clockView(tx)
	if err != nil || clock.Held {
		return 0, err
	}
	former, err := tx.LastPurge()
	if err != nil {
		return 0, fmt.Errorf("read the summaries of the log: %w", err)
	}
	lines, err := s.purgeable(tx, former, tx.Now().AddDate(0, 0, -days))
	if err != nil || len(lines) == 0 {
		return 0, err
	}
	if len(lines) < purgeBatch && former.Number > 0 && tx.Now().Sub(former.At) < purgeEvery {
		return 0, nil
	}
	summary, err := s.summarise(tx, former, lines)
	if err != nil {
		return 0, err
	}
	if err := tx.AppendPurge(summary); err != nil {
		return 0, fmt.Errorf("store a summary of the log: %w", err)
	}
	gone, err := tx.DropPurged()
	if err != nil {
		return 0, fmt.Errorf("purge the log: %w", err)
	}
	if gone != summary.lines() {
		return 0, fmt.Errorf("core: %d lines of the log went, and not %d", gone, summary.lines())
	}
	_, err = s.record(tx, Event{Kind: EventAuditPurged}, detail{
		"summary": strconv.FormatInt(summary.Number, 10), "first": strconv.FormatInt(summary.First, 10),
		"last": strconv.FormatInt(summary.Last, 10), "days": strconv.Itoa(days),
	})
	return gone, err
}

// purgeable gives the oldest lines, at most a batch, that are from before a time and
// as they were written. The newest two always stay: the log goes on from them.
func (s *Site) purgeable(tx Tx, former PurgeRecord, before time.Time) ([]Event, error) {
	first, err := tx.FirstEvent()
	if err != nil {
		return nil, fmt.Errorf("read the beginning of the log: %w", err)
	}
	if first != former.Last+1 {
		return nil, errLogBroken
	}
	lines, err := tx.Events(former.Last+1, purgeBatch+2)
	if err != nil {
		return nil, fmt.Errorf("read the log: %w", err)
	}
	n := 0
	for n < len(lines)-2 && lines[n].At.Before(before) {
		n++
	}
	if n == 0 {
		return nil, nil
	}
	checker := newLineChecker(s)
	checker.expect(former.Last+1, link(former.LastMAC))
	if checker.check(lines[:n]) != "" {
		return nil, errLogBroken
	}
	return lines[:n], nil
}

// summarise makes the summary of lines that follow a former one, whose chain has to be
// whole.
func (s *Site) summarise(tx Tx, former PurgeRecord, lines []Event) (PurgeRecord, error) {
	var report LogReport
	if _, err := s.verifySummaries(tx, &report); err != nil {
		return PurgeRecord{}, err
	}
	if report.BadSummary != 0 {
		return PurgeRecord{}, errLogBroken
	}
	kinds := map[EventKind]int{}
	for _, e := range lines {
		kinds[e.Kind]++
	}
	counted, err := json.Marshal(kinds) // keys are sorted
	if err != nil {
		return PurgeRecord{}, fmt.Errorf("count the kinds of the log: %w", err)
	}
	first, last := lines[0], lines[len(lines)-1]
	p := PurgeRecord{
		Number: former.Number + 1, At: tx.Now(), First: first.Seq, Last: last.Seq, From: first.At, To: last.At,
		LastMAC: last.MAC, Kinds: string(counted),
	}
	previous := link(former.MAC)
	mac := s.keys.chain.SummaryLinker().Link(&previous, p.encoded())
	p.MAC = mac[:]
	return p, nil
}
