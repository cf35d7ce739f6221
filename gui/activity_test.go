package gui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
)

// wantSeqs fails unless the list shows these lines; that of the root account's own
// sign-in, which the test begins with, is left out.
func (h *hand) wantSeqs(p *activityPage, what string, want ...int64) {
	h.Helper()
	got := slices.DeleteFunc(p.seqs(), func(seq int64) bool { return seq < 11 })
	if !slices.Equal(got, want) {
		h.Errorf("%s shows %v, want %v", what, got, want)
	}
}

// searchFor types into the search above the page.
func (h *hand) searchFor(text string) {
	h.Helper()
	h.app.screen.(*shell).top.search.SetText(text)
	h.pass(activitySearchPause + time.Millisecond)
}

func TestActivityList(t *testing.T) {
	inActivity(t, mixedLines, func(h *hand, p *activityPage) {
		h.wantText("Activity", "Rows 1 to 7 of 12", "Newest first", "3 signed in, above the line", "5 wrong or refused, below it", "By day, in the time of Europe/London")
		h.wantSeqs(p, "the page", 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13)
		h.focusedOn("the list", p.list)
	})
}

func TestActivityFilters(t *testing.T) {
	inActivity(t, mixedLines, func(h *hand, p *activityPage) {
		for chip, want := range map[string][]int64{
			"Signed in": {23, 20, 13}, "Wrong or refused": {22, 21, 19, 17, 16}, "Locked": {18}, "Suspicious": {21, 20},
		} {
			h.tap(chip)
			h.wantSeqs(p, chip, want...)
		}
		h.tap("All")
		h.wantSeqs(p, "All", 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13)
	})
}

func TestActivityPeriods(t *testing.T) {
	inActivity(t, mixedLines, func(h *hand, p *activityPage) {
		for period, want := range map[activityPeriod]struct {
			oldest int64
			bars   int
		}{periodDay: {21, 24}, periodWeek: {13, 7}, periodMonth: {12, 30}, periodYear: {11, 365}} {
			p.setPeriod(period)
			h.settle()
			seqs := p.seqs()
			if got := seqs[len(seqs)-1]; got != want.oldest || len(p.chart.bars) != want.bars {
				t.Errorf("%s goes back to line %d in %d bars, want %d in %d", period, got, len(p.chart.bars), want.oldest, want.bars)
			}
		}
	})
}

// The chart is used by keyboard: arrows tell of a day, Return shows it alone, and
// Escape, its chip or the same key all again.
func TestActivityChart(t *testing.T) {
	inActivity(t, mixedLines, func(h *hand, p *activityPage) {
		p.chart.chart.Focus(h.app.window.Canvas())
		h.key(fyne.KeyLeft)
		h.key(fyne.KeyLeft)
		h.wantText("Thursday 19 November: 0 signed in, 3 wrong or refused")
		for name, undo := range map[string]func(){
			"the chip":   func() { h.tap("Thursday 19 November") },
			"Escape":     func() { h.key(fyne.KeyEscape) },
			"Return":     func() { h.key(fyne.KeyReturn) },
			"everything": p.showAll,
		} {
			p.chart.chart.Focus(h.app.window.Canvas())
			h.key(fyne.KeyReturn)
			h.wantSeqs(p, "the 19th", 19, 18, 17, 16)
			undo()
			h.settle()
			if len(p.seqs()) != 12 || p.only.Visible() {
				t.Errorf("after %s it shows %v", name, p.seqs())
			}
		}
		p.chart.chart.Focus(h.app.window.Canvas())
		h.key(fyne.KeyReturn)
		h.tap("Locked")
		h.wantSeqs(p, "Locked on the 19th", 18)
		p.setPeriod(periodDay)
		h.settle()
		h.wantText("No account was locked")
	})
}

// A bar of an hour has its hour in the site's time zone.
func TestActivityChartByHour(t *testing.T) {
	inActivity(t, mixedLines, func(h *hand, p *activityPage) {
		p.setPeriod(periodDay)
		h.settle()
		h.wantText("By hour, in the time of Europe/London")
		p.chart.chart.Focus(h.app.window.Canvas())
		for range 3 {
			h.key(fyne.KeyLeft)
		}
		h.wantText("Saturday 21 November, 05:00 to 06:00: 0 signed in, 1 wrong or refused")
		h.key(fyne.KeyReturn)
		h.wantSeqs(p, "the hour", 21)
	})
}

// Whole names, computers and addresses are found, once nobody types.
func TestActivitySearch(t *testing.T) {
	inActivity(t, mixedLines, func(h *hand, p *activityPage) {
		for text, want := range map[string][]int64{
			"administrator": {21}, "H.Petrov": {23}, "kiosk-dock-3": {22, 21, 15, 14, 13}, "10.20.4.31": {23}, "relay-02": {20, 19, 18, 17, 16},
		} {
			h.searchFor(text)
			h.wantSeqs(p, text, want...)
		}
		h.searchFor("relay")
		h.wantText("No line has “relay”", "Names, computers and addresses are looked for whole")
		h.tap("Show all lines")
		if len(p.seqs()) != 12 || h.app.screen.(*shell).top.search.Text() != "" {
			t.Errorf("afterwards it shows %v", p.seqs())
		}
		h.focusedOn("the list", p.list)
		h.searchFor(strings.Repeat("x", 300))
		h.wantText("Search for something shorter.")
		h.searchFor("")
		h.wantSeqs(p, "afterwards", 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13)
	})
}

// While somebody types nothing is asked, and then one question.
func TestActivitySearchWaits(t *testing.T) {
	inActivity(t, mixedLines, func(h *hand, _ *activityPage) {
		g := &activityGate{activityService: h.app.site}
		p := h.reopenActivity(g)
		g.asked = nil
		s := h.app.screen.(*shell)
		s.top.focusSearch()
		h.type1("administrator")
		if len(g.asked) != 0 {
			t.Errorf("%d questions while typing", len(g.asked))
		}
		h.pass(activitySearchPause + time.Millisecond)
		if len(g.asked) != 1 || g.asked[0].Search != "administrator" {
			t.Errorf("asked %v", g.asked)
		}
		h.wantSeqs(p, "the search", 21)
		if !s.top.search.Focused() {
			t.Error("the search has lost the keyboard")
		}
	})
}

// Each page has its own search, and the field above shows the one of its page.
func TestActivitySearchIsItsOwn(t *testing.T) {
	inActivity(t, mixedLines, func(h *hand, p *activityPage) {
		s := h.app.screen.(*shell)
		h.searchFor("relay-02")
		h.tap("Accounts")
		accounts := s.pages["accounts"].(*accountsPage)
		if s.top.search.Text() != "" || accounts.want.search != "" {
			t.Errorf("Accounts searches %q, the field has %q", accounts.want.search, s.top.search.Text())
		}
		s.top.search.SetText("hana")
		h.settle()
		h.tap("Activity")
		if s.top.search.Text() != "relay-02" || p.want.search != "relay-02" || accounts.want.search != "hana" {
			t.Errorf("the field has %q, Activity %q, Accounts %q", s.top.search.Text(), p.want.search, accounts.want.search)
		}
		h.tap("Security")
		if s.top.search.Text() != "" || accounts.want.search != "hana" {
			t.Errorf("on Security the field has %q, Accounts %q", s.top.search.Text(), accounts.want.search)
		}
		s.top.search.SetText("lena")
		h.settle()
		if s.current != "accounts" || accounts.want.search != "lena" {
			t.Errorf("from Security it went to %s, which searches %q", s.current, accounts.want.search)
		}
	})
}

// Pages come as the list is scrolled, each line once and in order, and only what is in
// view is drawn.
func TestActivityScroll(t *testing.T) {
	inActivity(t, func(now time.Time) []core.HistoryLine { return manyLines(now, 3000) }, func(h *hand, p *activityPage) {
		if got := len(p.lines.known); got != activityPageLines {
			t.Errorf("%d lines were fetched at first", got)
		}
		for range 60 {
			h.key(fyne.KeyEnd)
		}
		if p.lines.more || len(p.lines.known) != 3001 {
			t.Errorf("%d lines, more: %v", len(p.lines.known), p.lines.more)
		}
		for i := 1; i < len(p.lines.known); i++ {
			if a, b := p.lines.known[i-1], p.lines.known[i]; a.ID == b.ID || a.At.Before(b.At) {
				t.Fatalf("line %d is %d at %v after %d at %v", i, b.ID, b.At, a.ID, a.At)
			}
		}
		h.wantText("to 3,001 of 3,001")
	})
}

// The list takes no more than it can hold, and says what to do then.
func TestActivityFull(t *testing.T) {
	lines := activityLines{known: make([]core.HistoryLine, activityMostLines), more: true}
	if lines.total() != activityMostLines || lines.wants(activityMostLines-1) {
		t.Errorf("a full list has %d rows and wants more: %v", lines.total(), lines.wants(activityMostLines-1))
	}
	inActivity(t, mixedLines, func(h *hand, p *activityPage) {
		p.lines.known, p.lines.more = slices.Repeat(p.lines.known, activityMostLines/12+1), true
		p.list.Reload()
		p.paintFoot()
		h.wantText("For older ones, choose a day or search")
	})
}

func TestActivityRights(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.app.signOut()
		h.settle()
		h.admit("d.admin", core.RoleAdmin)
		h.tap("Activity")
		h.wantText("Newest first", "Export…")
		h.wantNoText("How long this is kept")
		h.app.signOut()
		h.settle()
		h.admit("m.member", core.RoleMember)
		h.wantNoText("Activity", "Search")
		if _, is := h.app.screen.(*shell).keys[fyne.Key2]; is {
			t.Error("a member has a second page")
		}
	})
}

// To look for new lines is no use of the window: it locks all the same.
func TestActivityLocksWhenIdle(t *testing.T) {
	idling(t, 5, func(h *hand) {
		h.tap("Activity")
		h.pass(5*time.Minute + 2*time.Second)
		h.wantLocked()
	})
}
