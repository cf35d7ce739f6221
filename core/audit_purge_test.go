package core_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"

	"gatehouse/core"
)

const keptDay = 24 * time.Hour

// summaries lists all summaries of purged lines.
func (b *bed) summaries() []core.PurgeRecord {
	b.t.Helper()
	var all []core.PurgeRecord
	must(b.t, b.store.View(b.t.Context(), func(tx core.Tx) error {
		var err error
		all, err = tx.Purges(1, 10_000)
		return err
	}))
	return all
}

// wantGapless wants every number from 1 to the newest line in a summary or in the
// log, once, and a log that verifies.
func (b *bed) wantGapless() core.LogReport {
	b.t.Helper()
	next := int64(1)
	for _, p := range b.summaries() {
		if p.First != next || p.Last < p.First {
			b.t.Fatalf("summary %d is of lines %d to %d, and line %d comes next", p.Number, p.First, p.Last, next)
		}
		kinds, lines := map[string]int64{}, int64(0)
		must(b.t, json.Unmarshal([]byte(p.Kinds), &kinds))
		for _, n := range kinds {
			lines += n
		}
		if lines != p.Last-p.First+1 {
			b.t.Fatalf("summary %d counts %d lines of %d", p.Number, lines, p.Last-p.First+1)
		}
		next = p.Last + 1
	}
	for lines := b.events(next); len(lines) > 0; lines = b.events(next) {
		for _, e := range lines {
			if e.Seq != next {
				b.t.Fatalf("line %d stands where line %d comes next", e.Seq, next)
			}
			next++
		}
	}
	report, err := b.site.VerifyLog(b.t.Context())
	must(b.t, err)
	if !report.Whole() || report.Last != next-1 || report.Purged+report.Lines != next-1 {
		b.t.Fatalf("after line %d: %+v", next-1, report)
	}
	return report
}

// sweep sweeps once.
func (b *bed) sweep() core.Swept {
	b.t.Helper()
	swept, err := b.site.Sweep(b.t.Context())
	must(b.t, err)
	return swept
}

// days lets days go by in which somebody signs in.
func (b *bed) daysOfWork(days int) {
	b.t.Helper()
	for range days {
		b.clock.jump(keptDay)
		b.root()
	}
}

// Lines go when they are older than what was chosen, and not before; what is left
// verifies, and no number is lost, whenever sweeps come. After the newest purge another
// one waits for a day.
func TestPurgeProperty(t *testing.T) {
	for range 4 {
		b := newBed(t)
		keep := 30 + rand.IntN(10)
		must(t, b.site.KeepLog(t.Context(), b.root(), keep, "the works council asks for it"))
		for range 12 {
			b.daysOfWork(4 + rand.IntN(9)) // 48 in all at least
			b.sweep()
			b.sweep()
			b.wantGapless()
			oldest := b.events(1)[0]
			if age := b.clock.Now().Sub(oldest.At); age > time.Duration(keep+1)*keptDay {
				t.Fatalf("the oldest line is %v old, %d days are kept", age, keep)
			}
			for _, p := range b.summaries() {
				if p.At.Sub(p.To) < time.Duration(keep)*keptDay-time.Hour {
					t.Fatalf("summary %d has a line of %v, purged at %v", p.Number, p.To, p.At)
				}
			}
		}
		if len(b.summaries()) == 0 || b.count(core.EventAuditPurged) == 0 {
			t.Fatal("nothing was purged")
		}
	}
}

// A long log goes in batches, so many in one sweep, each with a summary of its own,
// and notices about lines that went stay.
func TestPurgeInBatches(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ben := b.add(root, "ben", core.RoleMember)
	must(t, b.site.ForceChange(t.Context(), root, ben))
	must(t, b.site.Record(t.Context(), 2*core.PurgeBatch+100, func(int) (core.Event, map[string]string) { return core.Event{Kind: "x"}, nil }))
	told := b.told(ben, core.NoticeChangeDemanded)
	b.daysOfWork(31)
	must(t, b.site.KeepLog(t.Context(), b.root(), 30, "less to keep"))
	if swept := b.sweep(); swept.Purged < 2*core.PurgeBatch || len(b.summaries()) < 2 {
		t.Fatalf("%d lines went in %d batches", swept.Purged, len(b.summaries()))
	}
	b.wantGapless()
	if told == 0 || b.told(ben, core.NoticeChangeDemanded) != told {
		t.Error("a notice went with its line")
	}
	must(t, b.site.CheckStore(t.Context()))
}

// What is kept by default goes never, and choices out of bounds are refused.
func TestKeepLogBounds(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.add(root, "second", core.RoleAdmin)
	for _, days := range []int{-1, 1, 29, 36501} {
		wantFields(t, b.site.KeepLog(t.Context(), root, days, "a reason"), core.FieldKeepDays)
	}
	wantFields(t, b.site.KeepLog(t.Context(), root, 30, ""), core.FieldReason)
	b.daysOfWork(400)
	if swept := b.sweep(); swept.Purged != 0 {
		t.Errorf("%d lines went though nothing was chosen", swept.Purged)
	}
	must(t, b.site.KeepLog(t.Context(), b.root(), 36500, "a hundred years"))
	must(t, b.site.KeepLog(t.Context(), b.root(), 0, "for ever"))
	kept, err := b.site.LogKeeping(t.Context(), b.root())
	must(t, err)
	if kept.Days != 0 || kept.First != 1 || b.count(core.EventAuditKeeping) != 2 || b.told(2, core.NoticeAuditKeeping) != 2 {
		t.Errorf("%+v, recorded %d times, told %d times", kept, b.count(core.EventAuditKeeping), b.told(2, core.NoticeAuditKeeping))
	}
}

// A clock that is ten years ahead purges nothing before a root account has confirmed
// its date, and neither does one that was set back.
func TestHeldClockPurgesNothing(t *testing.T) {
	b := newBed(t)
	must(t, b.site.KeepLog(t.Context(), b.root(), 30, "less to keep"))
	b.daysOfWork(3)
	for _, jump := range []time.Duration{3650 * keptDay, -7300 * keptDay} {
		b.clock.jump(jump)
		for range 3 {
			if swept := b.sweep(); swept.Purged != 0 {
				t.Fatalf("%d lines went by a clock that nobody believes", swept.Purged)
			}
		}
		b.wantGapless()
	}
	b.clock.jump(7300 * keptDay) // ten years ahead again
	token := b.root()
	view, err := b.site.Clock(t.Context())
	must(t, err)
	must(t, b.site.ConfirmClock(t.Context(), token, core.ClockConfirmation{Password: rootPassword, Reason: "back from leave", Machine: view.Machine}))
	if swept := b.sweep(); swept.Purged == 0 {
		t.Error("nothing goes after the date was confirmed")
	}
	b.wantGapless()
}

// Whoever edits summaries, or the choice of days, or deletes lines himself, is found
// out; and a log that is not whole is not purged: it is evidence.
func TestPurgesEditedByHand(t *testing.T) {
	edited := func(t *testing.T) *bed {
		b := newBed(t)
		must(t, b.site.KeepLog(t.Context(), b.root(), 30, "less to keep"))
		b.daysOfWork(32)
		b.sweep()
		b.daysOfWork(3)
		b.sweep()
		if len(b.summaries()) != 2 {
			t.Fatalf("%d summaries", len(b.summaries()))
		}
		b.wantGapless()
		b.byHand("DROP TRIGGER events_stay", "DROP TRIGGER events_keep", "DROP TRIGGER event_purges_keep", "DROP TRIGGER event_purges_stay", "DELETE FROM notices")
		return b
	}
	for name, edit := range map[string]string{
		"counts":       "UPDATE event_purges SET kinds = '{}' WHERE number = 1",
		"time":         "UPDATE event_purges SET to_at = to_at + 1 WHERE number = 2",
		"link":         "UPDATE event_purges SET last_mac = zeroblob(32) WHERE number = 2",
		"more lines":   "UPDATE event_purges SET last_seq = last_seq + 1, lines = lines + 1 WHERE number = 2; DELETE FROM events WHERE seq = (SELECT min(seq) FROM events)",
		"first gone":   "DELETE FROM event_purges WHERE number = 1",
		"second gone":  "DELETE FROM event_purges WHERE number = 2",
		"all gone":     "DELETE FROM event_purges",
		"renumbered":   "DELETE FROM event_purges WHERE number = 1; UPDATE event_purges SET number = 1",
		"line gone":    "DELETE FROM events WHERE seq = (SELECT min(seq) FROM events)",
		"line changed": "UPDATE events SET actor_name = 'eve' WHERE seq = (SELECT min(seq) FROM events)",
		"line back":    "INSERT INTO events SELECT 1, at, kind, actor_id, actor_name, target_id, target_name, session_id, client, host, system, address, detail, mac FROM events ORDER BY seq LIMIT 1",
	} {
		t.Run(name, func(t *testing.T) {
			b := edited(t)
			b.byHand(edit)
			report, err := b.site.VerifyLog(t.Context())
			must(t, err)
			if report.Whole() {
				t.Fatalf("nobody noticed: %+v", report)
			}
			before := len(b.summaries())
			b.daysOfWork(31)
			if swept := b.sweep(); swept.Purged != 0 || len(b.summaries()) != before {
				t.Errorf("%d lines of a broken log went", swept.Purged)
			}
		})
	}
	t.Run("days", func(t *testing.T) {
		b := newBed(t)
		must(t, b.site.KeepLog(t.Context(), b.root(), 3000, "for long"))
		b.daysOfWork(40)
		b.byHand("UPDATE log_keeping SET days = 30")
		if swept := b.sweep(); swept.Purged != 0 {
			t.Errorf("%d lines went by days that somebody else chose", swept.Purged)
		}
		kept, err := b.site.CheckLogKeeping(t.Context())
		must(t, err)
		if !kept.Altered || kept.Days != 0 {
			t.Errorf("%+v", kept)
		}
	})
}

// The store itself keeps every line that no summary stands for.
func TestStoreKeepsLines(t *testing.T) {
	b := newBed(t)
	b.root()
	err := b.store.Update(t.Context(), func(tx core.Tx) error {
		gone, err := tx.DropPurged()
		if gone != 0 {
			t.Errorf("%d lines went", gone)
		}
		return err
	})
	must(t, err)
	b.wantGapless()
}
