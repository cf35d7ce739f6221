package core_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/core"
)

// wanted is what a query of the log should find, by going through all lines.
func wanted(all []core.Event, q core.AuditQuery) []int64 {
	var found []int64
	for _, e := range all {
		named := strings.ToLower(e.ActorName + "\n" + e.TargetName + "\n" + string(e.Kind))
		if strings.HasPrefix(string(e.Kind), q.Kind) && strings.Contains(named, strings.ToLower(q.Text)) &&
			(q.Account == 0 || e.ActorID == q.Account || e.TargetID == q.Account) && inTime(e, q) {
			found = append(found, e.Seq)
		}
	}
	if !q.Oldest {
		slices.Reverse(found)
	}
	return found
}

// inTime tells whether a line is from the time of a query, and not before where it
// begins.
func inTime(e core.Event, q core.AuditQuery) bool {
	if !q.Since.IsZero() && e.At.Before(q.Since) || !q.Until.IsZero() && !e.At.Before(q.Until) {
		return false
	}
	return q.From == 0 || q.Oldest && e.Seq >= q.From || !q.Oldest && e.Seq <= q.From
}

// auditAll goes through the pages of a query.
func (b *bed) auditAll(token core.Token, q core.AuditQuery) []int64 {
	b.t.Helper()
	var found []int64
	for {
		page, err := b.site.AuditLines(b.t.Context(), token, q)
		must(b.t, err)
		if len(page.Lines) > q.Limit {
			b.t.Fatalf("%d lines on a page of %d", len(page.Lines), q.Limit)
		}
		for _, e := range page.Lines {
			found = append(found, e.Seq)
		}
		if page.Next == 0 {
			return found
		}
		q.From = page.Next
	}
}

// mixedLog fills the log with lines of several kinds, accounts and times, over a clock
// that is confirmed to have gone back.
func mixedLog(t *testing.T) (*bed, core.Token) {
	b := newBed(t)
	token := b.root()
	b.add(token, "ben", core.RoleAdmin)
	b.add(token, "cleo", core.RoleMember)
	kinds := []core.EventKind{"a.one", "a.two", "ab.three", "b.one", core.EventSignedIn}
	fill := func() {
		for range 12 {
			b.clock.jump(time.Hour)
			must(t, b.site.Record(t.Context(), 25, func(int) (core.Event, map[string]string) {
				return core.Event{
					Kind: kinds[rand.IntN(len(kinds))], ActorID: core.AccountID(rand.IntN(4)), ActorName: []string{"", "Ada", "Ünal"}[rand.IntN(3)],
					TargetID: core.AccountID(rand.IntN(4)), TargetName: []string{"", "ben", "x\x1fy"}[rand.IntN(3)],
				}, nil
			}))
		}
	}
	fill()
	b.clock.jump(-30 * 24 * time.Hour)
	token = b.in("ada", rootPassword)
	view, err := b.site.Clock(t.Context())
	must(t, err)
	must(t, b.site.ConfirmClock(t.Context(), token, core.ClockConfirmation{Password: rootPassword, Reason: "the calendar", Machine: view.Machine}))
	fill()
	return b, b.in("ada", rootPassword)
}

// Every query finds what a look at each line would find, page by page, in order.
func TestAuditLines(t *testing.T) {
	b, token := mixedLog(t)
	all := b.events(1)
	first, last := all[0].At.Add(-31*24*time.Hour), all[len(all)-1].At
	for range 400 {
		q := core.AuditQuery{Oldest: rand.IntN(2) == 0, Limit: 1 + rand.IntN(60)}
		if rand.IntN(2) == 0 {
			q.Kind = []string{"a", "a.", "a.two", "b", "none", "signin."}[rand.IntN(6)]
		}
		if rand.IntN(2) == 0 {
			q.Account = core.AccountID(1 + rand.IntN(4))
		}
		if rand.IntN(3) == 0 {
			q.Since = first.Add(time.Duration(rand.Int64N(int64(32 * 24 * time.Hour))))
		}
		if rand.IntN(3) == 0 {
			q.Until = last.Add(-time.Duration(rand.Int64N(int64(32 * 24 * time.Hour))))
		}
		if rand.IntN(3) == 0 {
			q.Text = []string{"ADA", "ünal", "en", "\x1f", "nobody"}[rand.IntN(5)]
		}
		if rand.IntN(3) == 0 {
			q.From = 1 + rand.Int64N(int64(len(all)+50))
		}
		got, want := b.auditAll(token, q), wanted(all, q)
		if !slices.Equal(got, want) {
			t.Fatalf("%+v finds\n%v, want\n%v", q, got, want)
		}
	}
}

// One query looks at so many lines and no more, and goes on from there.
func TestAuditLinesInParts(t *testing.T) {
	b := newBed(t)
	token := b.root()
	must(t, b.site.Record(t.Context(), core.AuditScan+500, func(int) (core.Event, map[string]string) { return core.Event{Kind: "x"}, nil }))
	page, err := b.site.AuditLines(t.Context(), token, core.AuditQuery{Limit: 10, Text: "site.created"})
	must(t, err)
	if len(page.Lines) != 0 || page.Next == 0 || page.Next > 1000 {
		t.Fatalf("%d lines, next %d", len(page.Lines), page.Next)
	}
	if got := b.auditAll(token, core.AuditQuery{Limit: 10, Text: "site.created"}); !slices.Equal(got, []int64{1}) {
		t.Errorf("found %v", got)
	}
}

// Who may what: to read is for administrators, everything else for root accounts, and
// a refusal is recorded.
func TestAuditRights(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.add(root, "an.admin", core.RoleAdmin)
	b.add(root, "a.member", core.RoleMember)
	acts := map[string]func(core.Token) error{
		"list": func(k core.Token) error {
			_, err := b.site.AuditLines(t.Context(), k, core.AuditQuery{Limit: 1})
			return err
		},
		"alarm":   func(k core.Token) error { _, err := b.site.AuditAlarm(t.Context(), k); return err },
		"keeping": func(k core.Token) error { _, err := b.site.LogKeeping(t.Context(), k); return err },
		"export": func(k core.Token) error {
			_, err := b.site.ExportLog(t.Context(), k, core.LogExport{Form: core.LogLines}, nowhere{})
			return err
		},
		"keep":   func(k core.Token) error { return b.site.KeepLog(t.Context(), k, 90, "a reason") },
		"accept": func(k core.Token) error { return b.site.AcceptLog(t.Context(), k, "a reason") },
	}
	reads := []string{"list", "alarm", "keeping"}
	refused := 0
	for who, token := range map[core.Role]core.Token{
		core.RoleRoot: root, core.RoleAdmin: b.in("an.admin", memberPassword), core.RoleMember: b.in("a.member", memberPassword),
	} {
		for name, act := range acts {
			forbidden := core.ErrorCode(act(token)) == core.CodeForbidden
			may := who == core.RoleRoot || who == core.RoleAdmin && slices.Contains(reads, name)
			if forbidden == may {
				t.Errorf("%s by %s: forbidden %v", name, who, forbidden)
			}
			if forbidden {
				refused++
			}
		}
	}
	if n := b.count(core.EventForbidden); n != refused {
		t.Errorf("%d refusals are recorded, %d were made", n, refused)
	}
	for _, q := range []core.AuditQuery{{}, {Limit: 501}, {Limit: 1, From: -1}} {
		_, err := b.site.AuditLines(t.Context(), root, q)
		wantCode(t, err, core.CodeUsage)
	}
}

// A log of many parts is verified as one chain: at the borders of the parts, too, the
// first bad line is named, and why; and progress is told up to the end.
func TestVerifyLogInParts(t *testing.T) {
	b := newBed(t)
	must(t, b.site.Record(t.Context(), 10_000, func(n int) (core.Event, map[string]string) {
		return core.Event{Kind: "x", ActorName: fmt.Sprint(n)}, map[string]string{"n": fmt.Sprint(n)}
	}))
	var done, total int64
	report, err := b.site.VerifyLogTelling(t.Context(), func(d, n int64) { done, total = max(done, d), n })
	must(t, err)
	last := report.Last
	if !report.Whole() || report.Lines != last || done != last || total != last || report.Lines < 10_000 {
		t.Fatalf("%+v, told %d of %d", report, done, total)
	}
	head, err := b.site.Head(t.Context())
	must(t, err)
	if report.Head != head {
		t.Errorf("the head is %v, the report says %v", head, report.Head)
	}
	for _, line := range []int64{1, 2, 4095, 4096, 4097, 4098, 8192, 8193, last - 1, last} {
		wantNamed(t, b, line)
	}
	ctx, stop := context.WithCancel(t.Context())
	_, err = b.site.VerifyLogTelling(ctx, func(int64, int64) { stop() })
	if err == nil {
		t.Error("a verification that was stopped has an outcome")
	}
}

// wantNamed changes a line, takes it out and changes its link.
func wantNamed(t *testing.T, b *bed, line int64) {
	t.Helper()
	changed := verifyEdited(t, b, func(e core.Event) *core.Event {
		if e.Seq >= line && e.Seq%3 == line%3 { // others after it, too
			e.ActorName += "x"
		}
		return &e
	})
	missing := verifyEdited(t, b, func(e core.Event) *core.Event {
		if e.Seq == line {
			return nil
		}
		return &e
	})
	relinked := verifyEdited(t, b, func(e core.Event) *core.Event {
		if e.Seq == line {
			e.MAC = slices.Concat(e.MAC[:31], []byte{e.MAC[31] ^ 1})
		}
		return &e
	})
	if changed.BadLine != line || changed.Fault != core.FaultChanged || changed.Lines != line-1 {
		t.Errorf("line %d changed: %+v", line, changed)
	}
	if missing.BadLine != line || missing.Fault != core.FaultMissing {
		t.Errorf("line %d missing: %+v", line, missing)
	}
	if relinked.BadLine != line || relinked.Fault != core.FaultChanged {
		t.Errorf("link of line %d changed: %+v", line, relinked)
	}
}

// A log that was written anew under another key, moved lines and repeated ones are
// found at the first of them (CVE-2023-31437, -31438, -31439 of journald).
func TestResealedLog(t *testing.T) {
	b := newBed(t)
	b.root()
	other := newBed(t)
	other.root()
	mine, theirs := b.events(1), other.events(1)
	report := verifyEdited(t, b, func(e core.Event) *core.Event {
		if e.Seq <= int64(len(theirs)) {
			return &theirs[e.Seq-1]
		}
		return &e
	})
	if report.BadLine != 1 || report.Fault != core.FaultChanged {
		t.Errorf("sealed by another key: %+v", report)
	}
	report = verifyEdited(t, b, func(e core.Event) *core.Event {
		if e.Seq == 2 || e.Seq == 3 { // each with the content of the other
			moved := mine[4-e.Seq]
			moved.Seq = e.Seq
			return &moved
		}
		return &e
	})
	if report.BadLine != 2 {
		t.Errorf("moved: %+v", report)
	}
	report = verifyEdited(t, b, func(e core.Event) *core.Event {
		if e.Seq == 3 {
			return &mine[1]
		}
		return &e
	})
	if report.BadLine != 3 || report.Fault != core.FaultOrder {
		t.Errorf("repeated: %+v", report)
	}
}
