package gui

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// fails is a sign-in with a wrong name from another program on the same store.
func (h *hand) fails(name string) {
	h.Helper()
	_, err := h.app.site.StartSignIn(deviceOf("KIOSK-DOCK-3")).Password(h.Context(), name, "not the password")
	if core.ErrorCode(err) != core.CodeSignIn {
		h.Fatalf("a wrong name leads to %v", err)
	}
}

// deviceOf is a computer with this name.
func deviceOf(host string) core.Device {
	return core.Device{Client: core.ClientCommand, Host: host, System: "Debian 13", Address: "10.20.9.7"}
}

// What happens while the page is open is there within seconds, in the list and in the
// chart; the line that is open stays open.
func TestActivityNewLines(t *testing.T) {
	inActivity(t, mixedLines, func(h *hand, p *activityPage) {
		h.openLine(p, 21)
		cursor := p.list.Cursor()
		h.fails("somebody")
		h.pass(activityPeek + time.Second)
		if len(p.seqs()) != 13 || p.lines.known[0].Name != "somebody" {
			t.Fatalf("the page shows %v", p.seqs())
		}
		if p.drawer.line.Seq != 21 || p.list.Cursor() != cursor+1 {
			t.Errorf("line %d is open, the keyboard is on row %d, was %d", p.drawer.line.Seq, p.list.Cursor(), cursor)
		}
		h.wantText("6 wrong or refused, below it")
		if p.fresh.Visible() {
			t.Error("at the top nobody has to ask for new lines")
		}
	})
}

// A list that was scrolled keeps its place, and says how many lines came above it.
func TestActivityNewLinesAbove(t *testing.T) {
	inActivity(t, func(now time.Time) []core.HistoryLine { return manyLines(now, 500) }, func(h *hand, p *activityPage) {
		for range 12 {
			h.key(fyne.KeyPageDown)
		}
		at, _ := p.lines.row(p.first)
		h.fails("somebody")
		h.fails("somebody.else")
		h.pass(activityPeek + time.Second)
		if now, _ := p.lines.row(p.first); now.ID != at.ID {
			t.Errorf("the list begins at line %d, was %d", now.Seq, at.Seq)
		}
		h.wantText("2 new lines")
		h.picture("activity-new-lines", wideWindow)
		h.tap("2 new lines")
		if line, _ := p.lines.row(p.first); line.Name != "somebody.else" || p.fresh.Visible() {
			t.Errorf("the first line is of %q, the button is shown: %v", line.Name, p.fresh.Visible())
		}
		h.focusedOn("the list", p.list)
	})
}

// When more came than one look reads, the list begins anew.
func TestActivityFlood(t *testing.T) {
	inActivity(t, mixedLines, func(h *hand, p *activityPage) {
		h.writePast(manyLines(h.now().Add(11*time.Hour), 600)...)
		h.pass(activityPeek + time.Second)
		if len(p.lines.known) != 500 || !p.lines.more {
			t.Fatalf("%d lines, more: %v", len(p.lines.known), p.lines.more)
		}
		for range 5 {
			h.key(fyne.KeyEnd)
		}
		seen := map[core.HistoryID]bool{}
		for _, line := range p.lines.known {
			seen[line.ID] = true
		}
		if len(seen) != 612 || len(p.lines.known) != 612 {
			t.Errorf("%d lines, %d different ones, want 612", len(p.lines.known), len(seen))
		}
	})
}

// The chart goes on with the hours, and what the owner says meanwhile is shown.
func TestActivityTimeGoesBy(t *testing.T) {
	inActivity(t, mixedLines, func(h *hand, p *activityPage) {
		p.setPeriod(periodDay)
		h.settle()
		h.openLine(p, 21)
		last := p.chart.bars[len(p.chart.bars)-1].At
		id := p.drawer.line.ID
		h.must(h.app.store.Update(h.Context(), func(tx core.Tx) error { return tx.AnswerHistory(id, core.AnswerNotMe, tx.Now()) }))
		h.ahead += time.Hour
		h.pass(activityPeek + time.Second)
		if got := p.chart.bars[len(p.chart.bars)-1].At; !got.Equal(last.Add(time.Hour)) {
			t.Errorf("the last bar begins at %v, was %v", got, last)
		}
		h.wantText("Its owner said that it was not them")
	})
}

// A merge gives what one query would have given.
func TestActivityMerge(t *testing.T) {
	line := func(id int) core.HistoryLine { return core.HistoryLine{ID: core.HistoryID(id), Seq: int64(id)} }
	span := func(from, to int) (lines []core.HistoryLine) {
		for id := from; id >= to; id-- {
			lines = append(lines, line(id))
		}
		return lines
	}
	for _, c := range []struct {
		known, page, want []core.HistoryLine
		more              bool
		moved             int
		joined            bool
	}{
		{nil, span(3, 1), span(3, 1), false, 3, true},
		{span(3, 1), span(3, 1), span(3, 1), false, 0, true},
		{span(9, 1), span(11, 6), span(11, 1), true, 2, true},
		{span(9, 7), span(11, 7), span(11, 7), true, 2, true},
		{span(9, 7), span(11, 3), span(11, 3), true, 2, true},
		{span(9, 7), span(20, 10), span(9, 7), true, 0, false},
		{span(9, 7), nil, nil, false, -3, true},
	} {
		h := activityLines{known: slices.Clone(c.known)}
		moved, joined := h.merge(core.HistoryPage{Lines: c.page, More: c.more})
		same := slices.EqualFunc(h.known, c.want, func(a, b core.HistoryLine) bool { return a.ID == b.ID })
		if moved != c.moved || joined != c.joined || !same {
			t.Errorf("%v after %v: moved %d, joined %v, %v", c.page, c.known, moved, joined, h.known)
		}
	}
}

func TestActivityNotRead(t *testing.T) {
	inActivity(t, mixedLines, func(h *hand, _ *activityPage) {
		g := &activityGate{activityService: h.app.site, err: errBroken}
		p := h.reopenActivity(g)
		h.wantText("The sign-in history could not be read", "Try again")
		h.wantNoText("disk is gone")
		h.golden("activity-failed", wideWindow)
		h.tap("Try again")
		h.wantText("The sign-in history could not be read")
		g.err = nil
		h.tap("Try again")
		h.wantText("Rows 1 to 7 of 12")
		h.focusedOn("the list", p.list)
		g.err = errBroken
		h.pass(activityPeek + time.Second)
		h.wantText("Not up to date: the store could not be read")
		if len(p.seqs()) != 12 {
			t.Errorf("the lines are gone: %v", p.seqs())
		}
		g.err = nil
		h.pass(activityPeek)
		h.wantText("Newest first")
		g.err = errBroken
		h.tap("Locked")
		h.wantText("The sign-in history could not be read")
		g.err = nil
		h.tap("Try again")
		h.wantSeqs(p, "Locked", 18)
	})
}

// A first answer that takes long leaves room for what comes; head and filters are there
// from the start. One of another question that takes long shows pale lines.
func TestActivitySlow(t *testing.T) {
	inActivity(t, mixedLines, func(h *hand, _ *activityPage) {
		g := &activityGate{activityService: h.app.site, closed: make(chan struct{})}
		p := h.reopenActivity(g)
		h.wantText("Export…", "Suspicious")
		h.pass(time.Second)
		if p.listShown() || !slices.ContainsFunc(shownIn(p.body), func(o fyne.CanvasObject) bool { _, is := o.(*kit.Skeleton); return is }) {
			t.Error("there is no skeleton")
		}
		h.picture("activity-loading", wideWindow)
		close(g.closed)
		h.settle()
		h.focusedOn("the list", p.list)
		g.closed = make(chan struct{})
		h.tap("Locked")
		h.pass(slowAfter - time.Millisecond)
		if len(p.seqs()) != 12 {
			t.Errorf("the lines went too early: %v", p.seqs())
		}
		h.pass(2 * time.Millisecond)
		if p.lines.total() != 1 || len(p.lines.known) != 0 {
			t.Errorf("lines of another question are still shown: %v", p.seqs())
		}
		close(g.closed)
		h.settle()
		h.wantSeqs(p, "Locked", 18)
	})
}

// What comes in after the page was left is not shown, and a session that has ended leads
// to the sign-in.
func TestActivityLeft(t *testing.T) {
	inActivity(t, mixedLines, func(h *hand, _ *activityPage) {
		g := &activityGate{activityService: h.app.site, closed: make(chan struct{})}
		p := h.reopenActivity(g)
		h.tap("Security")
		close(g.closed)
		h.settle()
		if p.loaded {
			t.Error("what came after the page was left is shown")
		}
		h.tap("Activity")
		h.wantText("Rows 1 to 7 of 12")
		h.must(h.app.site.SignOut(h.Context(), h.app.session.token))
		h.pass(activityPeek + time.Second)
		if _, ok := h.app.screen.(*signInScreen); !ok {
			t.Errorf("the screen is %T", h.app.screen)
		}
		h.noDialog()
	})
}

// The drawer has everything, in words; it goes to the account, and Escape closes it.
func TestActivityDrawer(t *testing.T) {
	inActivity(t, mixedLines, func(h *hand, p *activityPage) {
		for seq, want := range map[int64][]string{
			23: {"Let in for a set-up", "h.petrov · Today 07:12", "Who it is was proved", "Password", "Saturday 21 November, 07:12:00", "YARD-PC-02", "Windows 11", "Gatehouse window", "10.20.4.31", "Yard"},
			22: {"Unknown name", "The name that was typed is not kept, since it may be a password."},
			21: {"Name tried", "administrator", "Many different names were tried from the same place within an hour."},
			20: {"Its owner said that it was not them", "Yesterday 08:12", "Nobody has signed in to this account from this computer before.", "A recovery code took the place of the phone.", "Password and recovery code"},
			19: {"Refused", "The account was locked, so that nothing was checked."},
			18: {"Locked after 5 wrong tries in a row. It was locked until 19 November, 08:26.", "Failures in a row", "Command line"},
			15: {"Half way in", "a code was asked for"},
			14: {"Signed out", "It was not used for too long, or its time was over.", "Number of the sign-in", "Not known"},
		} {
			h.openLine(p, seq)
			h.wantText(append(want, "Line of the log", fmt.Sprint(seq))...)
		}
		h.key(fyne.KeyEscape)
		if p.host.IsOpen() || p.drawer.line.ID != 0 {
			t.Error("Escape leaves the drawer open")
		}
		h.focusedOn("the list", p.list)
		h.openLine(p, 22)
		h.wantNoText("Open account")
		h.openLine(p, 20)
		h.tap("Open account")
		s := h.app.screen.(*shell)
		if accounts := s.pages["accounts"].(*accountsPage); s.current != "accounts" || accounts.drawer.id != 3 {
			t.Errorf("the page is %s with account %d open", s.current, accounts.drawer.id)
		}
		h.wantText("Ines Castro")
	})
}

// A drawer that does not fit scrolls by keyboard.
func TestActivityDrawerByKeyboard(t *testing.T) {
	inActivity(t, mixedLines, func(h *hand, p *activityPage) {
		h.app.window.Resize(leastWindow)
		h.openLine(p, 20)
		canvas := h.app.window.Canvas()
		for range 30 {
			if label, named := canvas.Focused().(interface{ AccessibilityLabel() string }); named && label.AccessibilityLabel() == "Signed in" {
				if _, chip := canvas.Focused().(*kit.Chip); !chip {
					h.key(fyne.KeyEnd)
					h.picture("activity-line-end-900x600", fyne.Size{})
					h.key(fyne.KeyEscape)
					if p.host.IsOpen() {
						t.Error("Escape inside the drawer leaves it open")
					}
					return
				}
			}
			canvas.FocusNext()
			h.settle()
		}
		t.Error("Tab does not lead into the drawer")
	})
}
