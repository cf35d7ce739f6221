package core_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/core"
)

// past lists the outcomes of an account's history, the oldest first.
func (b *bed) past(token core.Token, q core.HistoryQuery) []core.HistoryLine {
	b.t.Helper()
	q.Limit = 500
	page, err := b.site.History(b.t.Context(), token, q)
	must(b.t, err)
	slices.Reverse(page.Lines)
	return page.Lines
}

// outcomes are those of some lines.
func outcomes(lines []core.HistoryLine) string {
	var words []string
	for _, line := range lines {
		words = append(words, string(line.Outcome))
	}
	return strings.Join(words, " ")
}

// The history tells of every way in and out, in the words of the log.
func TestSignInHistory(t *testing.T) {
	b := newBed(t)
	root := b.root()
	id := b.add(root, "ben", core.RoleMember)
	b.clock.advance(time.Hour)
	for range 5 {
		_, _, _ = b.try("ben", wrong())
	}
	_, _, err := b.try("ben", memberPassword)
	wantCode(t, err, core.CodeLocked)
	_, _, err = b.try("nobody", wrong())
	wantCode(t, err, core.CodeSignIn)
	must(t, b.site.UnlockAccount(t.Context(), root, id, ""))
	ben := b.in("ben", memberPassword)
	must(t, b.site.Lock(t.Context(), ben))
	ben, err = b.site.Unlock(t.Context(), ben, memberPassword)
	must(t, err)
	must(t, b.site.SignOut(t.Context(), ben))
	want := "let_in signed_in signed_out wrong wrong wrong wrong wrong locked refused signed_in signed_out"
	got := b.past(root, core.HistoryQuery{Account: id})
	if outcomes(got) != want {
		t.Fatalf("the history is\n%s, want\n%s", outcomes(got), want)
	}
	if locked := got[8]; locked.Failures != 5 || locked.Reason == "" || got[7].Failures != 5 || got[9].Reason != "locked" {
		t.Errorf("the lock is %+v", locked)
	}
	if in := got[10]; in.Method != "password" || in.Device != (core.Device{Client: desk.Client, Host: desk.Host, System: desk.System}) {
		t.Errorf("the sign-in is %+v", in)
	}
	if in := got[10]; !slices.Equal(in.Marks, core.Marks{core.MarkAfterFailures}) {
		t.Errorf("the first success after failures is marked %v", in.Marks)
	}
	all := b.past(root, core.HistoryQuery{})
	if len(all) != len(got)+2 {
		t.Errorf("the site has %d lines, ben %d", len(all), len(got))
	}
	if found := b.past(root, core.HistoryQuery{Search: "nobody"}); len(found) != 1 || found[0].AccountID != 0 {
		t.Errorf("who tried nobody: %+v", found)
	}
	if found := b.past(root, core.HistoryQuery{Search: "Ben"}); len(found) != len(got) {
		t.Errorf("a search for ben finds %d lines, want %d", len(found), len(got))
	}
	if found := b.past(root, core.HistoryQuery{Search: "DESK"}); len(found) != len(all) {
		t.Errorf("a search for the computer finds %d lines, want %d", len(found), len(all))
	}
}

// Pages follow each other without a gap or a line twice, whatever the filter.
func TestHistoryPages(t *testing.T) {
	b := newBed(t)
	root := b.root()
	id := b.add(root, "ben", core.RoleMember)
	for range 7 {
		must(t, b.site.SignOut(t.Context(), b.in("ben", memberPassword)))
		_, _, _ = b.try("ben", wrong())
	}
	for name, q := range map[string]core.HistoryQuery{
		"site": {}, "account": {Account: id},
		"outcome":         {Outcomes: []core.Outcome{core.OutcomeWrong}},
		"outcomes of one": {Account: id, Outcomes: []core.Outcome{core.OutcomeWrong, core.OutcomeSignedOut}},
		"host":            {Search: "desk"}, "name": {Search: "ben"},
	} {
		t.Run(name, func(t *testing.T) {
			whole := b.past(root, q)
			var paged []core.HistoryLine
			q.Limit = 2
			for more := true; more; {
				page, err := b.site.History(t.Context(), root, q)
				must(t, err)
				paged, q.Before, more = append(paged, page.Lines...), page.Next, page.More
			}
			slices.Reverse(paged)
			if outcomes(paged) != outcomes(whole) || len(whole) == 0 {
				t.Errorf("paged\n%s, whole\n%s", outcomes(paged), outcomes(whole))
			}
		})
	}
}

// A member sees the own history and that of nobody else.
func TestHistoryRights(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.add(root, "ben", core.RoleMember)
	ben := b.in("ben", memberPassword)
	_, err := b.site.History(t.Context(), ben, core.HistoryQuery{Limit: 1})
	wantCode(t, err, core.CodeForbidden)
	page, err := b.site.OwnHistory(t.Context(), ben, core.HistoryQuery{Account: 1, Limit: 100})
	must(t, err)
	for _, line := range page.Lines {
		if line.Name != "ben" {
			t.Errorf("ben sees %+v", line)
		}
	}
	_, err = b.site.HistoryChart(t.Context(), ben, 1, b.clock.Now().Add(-time.Hour), b.clock.Now(), core.ByHour)
	wantCode(t, err, core.CodeForbidden)
	_, err = b.site.ExportHistory(t.Context(), ben, core.HistoryQuery{}, core.ExportCSV, &bytes.Buffer{})
	wantCode(t, err, core.CodeForbidden)
	_, err = b.site.History(t.Context(), root, core.HistoryQuery{Limit: 0})
	wantCode(t, err, core.CodeUsage)
}

// A spray over many names from one computer is marked, one over few is not, and a
// success from a new place or device, too.
func TestSuspicious(t *testing.T) {
	b := newBed(t)
	root := b.root()
	id := b.add(root, "ben", core.RoleMember)
	far := core.Device{Client: core.ClientWindow, Host: "kiosk", System: "Windows", Address: "192.0.2.7"}
	for i, name := range []string{"a.one", "b.two", "c.three", "d.four", "e.five", "f.six"} {
		_, err := b.site.StartSignIn(far).Password(t.Context(), name, wrong())
		wantCode(t, err, core.CodeSignIn)
		lines := b.past(root, core.HistoryQuery{Search: "192.0.2.7"})
		marked := len(lines[len(lines)-1].Marks) > 0
		if marked != (i >= 5) {
			t.Errorf("try %d for another name is marked: %v", i+1, marked)
		}
	}
	b.inFrom(far, "ben", memberPassword)
	lines := b.past(root, core.HistoryQuery{Account: id, Marked: true})
	if len(lines) != 1 || !slices.Contains(lines[0].Marks, core.MarkNewDevice) {
		t.Fatalf("marked lines are %+v", lines)
	}
	own, err := b.site.Me(t.Context(), b.inFrom(far, "ben", memberPassword))
	must(t, err)
	if told := own.Notices[0]; told.Kind != core.NoticeOddSignIn || told.EventSeq != lines[0].Seq {
		t.Errorf("the account is told %+v", told)
	}
	if again := b.past(root, core.HistoryQuery{Account: id, Marked: true}); len(again) != 1 {
		t.Errorf("the second time from there is marked as well: %+v", again)
	}
}

// An hour that is far from all others is odd when enough is known, over midnight too.
func TestOddHour(t *testing.T) {
	b := newBed(t)
	root := b.root()
	id := b.add(root, "ben", core.RoleMember)
	use := func() []core.HistoryLine {
		must(t, b.site.SignOut(t.Context(), b.in("ben", memberPassword)))
		return b.past(b.root(), core.HistoryQuery{Account: id, Marked: true})
	}
	for range 12 {
		use()
		if marked := use(); len(marked) != 0 {
			t.Fatalf("marked in usual hours: %+v", marked)
		}
		b.clock.advance(24 * time.Hour)
	}
	b.clock.advance(2 * time.Hour)
	if marked := use(); len(marked) != 0 {
		t.Errorf("two hours later is odd: %+v", marked)
	}
	b.clock.advance(15 * time.Hour)
	if marked := use(); len(marked) != 1 || marked[0].Marks[0] != core.MarkOddHour {
		t.Errorf("three in the morning is marked %+v", marked)
	}
}

// The owner says whether it was them, once or again; nobody else can, and nothing that
// is not marked takes an answer.
func TestAnswerSignIn(t *testing.T) {
	b := newBed(t)
	root := b.root()
	id := b.add(root, "ben", core.RoleMember)
	ben := b.inFrom(core.Device{Client: core.ClientWindow, Host: "kiosk"}, "ben", memberPassword)
	line := b.past(root, core.HistoryQuery{Account: id, Marked: true})[0]
	wantCode(t, b.site.AnswerSignIn(t.Context(), root, line.ID, core.AnswerMe), core.CodeNotFound)
	wantCode(t, b.site.AnswerSignIn(t.Context(), ben, line.ID-1, core.AnswerMe), core.CodeNotFound)
	wantCode(t, b.site.AnswerSignIn(t.Context(), ben, line.ID, "perhaps"), core.CodeUsage)
	must(t, b.site.AnswerSignIn(t.Context(), ben, line.ID, core.AnswerMe))
	must(t, b.site.AnswerSignIn(t.Context(), ben, line.ID, core.AnswerNotMe))
	if line = b.past(root, core.HistoryQuery{Account: id, Marked: true})[0]; line.Answer != core.AnswerNotMe || line.AnsweredAt.IsZero() {
		t.Errorf("the answer is %+v", line)
	}
	if n := b.count(core.EventSignInAnswered); n != 2 {
		t.Errorf("%d lines of the log tell of answers", n)
	}
}

// An export is whole, in the order of the pages, and no spreadsheet runs what a host or
// a name begins with (ASVS 1.2.10).
func TestExportHistory(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.inFrom(core.Device{Client: core.ClientWindow, Host: "=cmd|' /C calc'!A0", System: "a,\"b\"\nc"}, "ada", rootPassword)
	var text bytes.Buffer
	count, err := b.site.ExportHistory(t.Context(), root, core.HistoryQuery{}, core.ExportCSV, &text)
	must(t, err)
	rows, err := csv.NewReader(&text).ReadAll()
	must(t, err)
	if count != 2 || len(rows) != 3 || rows[1][9] != "'=cmd|' /C calc'!A0" || rows[1][10] != "a,\"b\"\nc" {
		t.Errorf("%d lines: %q", count, rows)
	}
	count, err = b.site.ExportOwnHistory(t.Context(), root, core.HistoryQuery{}, core.ExportJSON, &text)
	must(t, err)
	if count != 2 || strings.Count(text.String(), "\n") != 2 || !strings.Contains(text.String(), `"computer":"=cmd|' /C calc'!A0"`) {
		t.Errorf("%d lines: %s", count, text.String())
	}
}

// The bars of a chart are the hours and days of the site's time zone, also where one
// comes twice or not at all, and count everything once.
func TestHistoryChart(t *testing.T) {
	b := newBed(t) // in Berlin
	root := b.root()
	start := b.clock.Now()
	for range 50 {
		b.clock.advance(11 * time.Hour)
		b.root()
		_, _, _ = b.try("ada", wrong())
		root = b.root()
	}
	for _, unit := range []core.ChartUnit{core.ByHour, core.ByDay} {
		bars, err := b.site.HistoryChart(t.Context(), root, 0, start, b.clock.Now().Add(time.Hour), unit)
		must(t, err)
		var good, bad int64
		for i, bar := range bars {
			good, bad = good+bar.Good, bad+bar.Bad
			if i > 0 && !bars[i-1].At.Before(bar.At) {
				t.Fatalf("bars at %v and %v", bars[i-1].At, bar.At)
			}
		}
		if good != 101 || bad != 50 {
			t.Errorf("by %s there are %d and %d", unit, good, bad)
		}
	}
	winter, err := b.site.HistoryChart(t.Context(), root, 0,
		time.Date(2026, 10, 24, 22, 0, 0, 0, time.UTC), time.Date(2026, 10, 25, 23, 0, 0, 0, time.UTC), core.ByHour)
	must(t, err)
	if len(winter) != 25 {
		t.Errorf("the day on which the clock goes back has %d hours", len(winter))
	}
	_, err = b.site.HistoryChart(t.Context(), root, 0, start.AddDate(-2, 0, 0), start, core.ByDay)
	wantCode(t, err, core.CodeUsage)
}

// A recovery code in the place of the phone is marked, since it was given after a password.
func TestRecoveryCodeIsMarked(t *testing.T) {
	b, root, ben, p := secured(t)
	made, err := b.site.RenewRecoveryCodes(t.Context(), b.withCode("ben", memberPassword, p.next()), memberPassword)
	must(t, err)
	step, err := b.toCode("ben", memberPassword).RecoveryCode(t.Context(), made.Codes[0].Shown())
	must(t, err)
	if step != core.StepDone {
		t.Fatalf("the sign-in stands at %s", step)
	}
	lines := b.past(root, core.HistoryQuery{Account: ben, Marked: true})
	if len(lines) != 1 || !slices.Equal(lines[0].Marks, core.Marks{core.MarkRecoveryCode}) {
		t.Errorf("marked are %+v", lines)
	}
}
