package core_test

import (
	"errors"
	"strings"
	"testing"

	"gatehouse/core"
	"gatehouse/core/seal"
)

// An old copy of the store that is put back is noticed at the next opening, whether it
// has gone on or not; it is recorded and told once, and stays an alarm until somebody
// answers for it.
func TestOldCopyIsNoticed(t *testing.T) {
	b, ring := ringBed(t)
	b.program(ring, func() { b.root() })
	b.copyStore("gatehouse.db", "old")
	b.program(ring, func() { b.root(); b.root() })
	b.copyStore("old", "gatehouse.db")
	b.program(ring, func() {
		if found := b.kept(); found.Finding != core.AnchorCut || !found.Alarm() {
			t.Errorf("an old copy says %+v", found)
		}
		if b.count(core.EventAnchorMissed) != 1 || b.told(firstID, core.NoticeAnchorMissed) != 1 {
			t.Error("it is not told once")
		}
		_, err := b.site.Sweep(t.Context())
		must(t, err)
	})
	b.program(ring, func() {
		token := b.root()
		b.root() // now there is another line of the number that the anchor has
		if found, err := b.site.AuditAlarm(t.Context(), token); err != nil || found.Finding != core.AnchorDiffers {
			t.Errorf("an old copy that has gone on says %+v %v", found, err)
		}
		if n := b.count(core.EventAnchorMissed); n != 1 {
			t.Errorf("it is recorded %d times", n)
		}
		wantFields(t, b.site.AcceptLog(t.Context(), token, " "), core.FieldReason)
		must(t, b.site.AcceptLog(t.Context(), token, "the backup of Monday"))
		if found := b.kept(); found.Finding != core.AnchorHolds {
			t.Errorf("after it was accepted: %+v", found)
		}
		wantCode(t, b.site.AcceptLog(t.Context(), token, "again"), core.CodeRefused)
	})
	b.program(ring, func() {
		if b.kept().Alarm() || b.count(core.EventAnchorAccepted) != 1 || b.told(firstID, core.NoticeAnchorAccepted) != 1 {
			t.Error("accepting it is not told")
		}
	})
}

// Lines that were cut off at the end leave a chain that is whole, and are noticed by
// the anchor.
func TestCutLogIsNoticed(t *testing.T) {
	b, ring := ringBed(t)
	var last int64
	b.program(ring, func() {
		b.root()
		last = int64(len(b.events(1)))
	})
	b.byHand(`DROP TRIGGER events_stay`, `DELETE FROM notices`, `DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)`)
	b.program(ring, func() {
		report, err := b.site.VerifyLog(t.Context())
		must(t, err)
		if !report.Whole() {
			t.Errorf("the chain itself is not whole: %+v", report)
		}
		if !b.kept().Alarm() || b.count(core.EventAnchorMissed) != 1 {
			t.Errorf("not noticed: %+v", b.kept())
		}
		if b.kept().Anchor.Line != last {
			t.Errorf("the anchor is of line %d, want %d", b.kept().Anchor.Line, last)
		}
	})
}

// The whole store, edited while the program runs, is noticed by it as well.
func TestCutWhileRunning(t *testing.T) {
	b, ring := ringBed(t)
	b.program(ring, func() {
		token := b.root()
		_, err := b.site.Sweep(t.Context())
		must(t, err)
		b.byHand(`DROP TRIGGER events_stay`, `DELETE FROM notices`, `DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)`)
		found, err := b.site.AuditAlarm(t.Context(), token)
		must(t, err)
		if found.Finding != core.AnchorCut {
			t.Errorf("%+v", found)
		}
	})
}

// A keyring that fails stops nothing and raises no false alarm; one that has another
// thing in place of the anchor raises one.
func TestAnchorKeyringFails(t *testing.T) {
	b, ring := ringBed(t)
	b.program(ring, func() { b.root() })
	for _, fault := range []error{seal.ErrKeyringAbsent, seal.ErrKeyringLocked, seal.ErrKeyringTimeout, errors.New("odd")} {
		ring.fail = fault
		b.program(ring, func() {
			token := b.root()
			if found := b.kept(); !found.InUse || found.Read || found.Alarm() {
				t.Errorf("%v: %+v", fault, found)
			}
			wantCode(t, b.site.AcceptLog(t.Context(), token, "why not"), core.CodeRefused)
		})
	}
	ring.fail = nil
	b.program(ring, func() {
		if found := b.kept(); !found.Read || found.Finding != core.AnchorHolds {
			t.Errorf("back again: %+v", found)
		}
		ring.put(b.site, "nonsense")
	})
	ring.put(b.site, "nonsense")
	b.program(ring, func() {
		token := b.root()
		if found := b.kept(); found.Finding != core.AnchorUnreadable || b.count(core.EventAnchorMissed) != 1 {
			t.Errorf("nonsense: %+v", found)
		}
		ring.fail = seal.ErrKeyringLocked
		wantCode(t, b.site.AcceptLog(t.Context(), token, "the keyring was restored"), core.CodeKey)
		if !b.kept().Alarm() {
			t.Error("the alarm has ended though the keyring did not take the anchor")
		}
		ring.fail = nil
		must(t, b.site.AcceptLog(t.Context(), token, "the keyring was restored"))
	})
}

// The keyring is written when a program begins and ends and by sweeps, and not by
// every line.
func TestAnchorIsCheap(t *testing.T) {
	b, ring := ringBed(t)
	b.program(ring, func() {
		before := ring.sets
		for range 5 {
			b.root()
		}
		if ring.sets != before {
			t.Errorf("written %d times by sign-ins", ring.sets-before)
		}
		for range 3 {
			_, err := b.site.Sweep(t.Context())
			must(t, err)
		}
		if ring.sets != before+1 {
			t.Errorf("written %d times by three sweeps without a line between them", ring.sets-before)
		}
	})
	head := ring.sets
	b.program(ring, func() {})
	if ring.sets != head {
		t.Error("written by a program that wrote no line")
	}
}

// A site whose key is elsewhere has no anchor in a keyring.
func TestNoKeyringNoAnchor(t *testing.T) {
	b := newBed(t)
	if found := b.kept(); found.InUse || found.Alarm() {
		t.Errorf("%+v", found)
	}
}

func TestParseAnchor(t *testing.T) {
	b := newBed(t)
	head, err := b.site.Head(t.Context())
	must(t, err)
	back, err := core.ParseAnchor(" " + head.String() + "\n")
	must(t, err)
	if back != head || head.Zero() || !strings.HasPrefix(head.Hex(), strings.ReplaceAll(head.Short(), " ", "")) {
		t.Errorf("%v became %v, short %q", head, back, head.Short())
	}
	link := strings.Repeat("0", 64)
	for _, text := range []string{
		"", "gatehouse-anchor-1", "gatehouse-anchor-2:s:1:" + link + ":0", "gatehouse-anchor-1::1:" + link + ":0",
		"gatehouse-anchor-1:s:0:" + link + ":0", "gatehouse-anchor-1:s:-1:" + link + ":0", "gatehouse-anchor-1:s:1:00:0",
		"gatehouse-anchor-1:s:1:" + link + ":", "gatehouse-anchor-1:s:1:" + link + ":0:0", "gatehouse-anchor-1:s:x:" + link + ":0",
	} {
		_, err := core.ParseAnchor(text)
		wantCode(t, err, core.CodeInput)
	}
	found := func(change func(*core.Anchor)) core.AnchorFinding {
		a := head
		change(&a)
		f, err := b.site.CheckAnchor(t.Context(), a)
		must(t, err)
		return f
	}
	for want, got := range map[core.AnchorFinding]core.AnchorFinding{
		core.AnchorHolds:     found(func(*core.Anchor) {}),
		core.AnchorCut:       found(func(a *core.Anchor) { a.Line++ }),
		core.AnchorDiffers:   found(func(a *core.Anchor) { a.Link[0]++ }),
		core.AnchorOtherSite: found(func(a *core.Anchor) { a.Site = "x" }),
	} {
		if got != want {
			t.Errorf("found %s, want %s", got, want)
		}
	}
}

func FuzzParseAnchor(f *testing.F) {
	f.Add("gatehouse-anchor-1:s:1:" + strings.Repeat("0", 64) + ":0")
	f.Fuzz(func(t *testing.T, text string) {
		a, err := core.ParseAnchor(text)
		if err != nil {
			return
		}
		back, err := core.ParseAnchor(a.String())
		if err != nil || back != a {
			t.Errorf("%q became %v and %v", text, a, back)
		}
	})
}
