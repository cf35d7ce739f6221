package gui

import (
	"context"
	"fmt"
	"testing"
	"time"

	"gatehouse/core"
)

// writePast puts lines into the history past the use cases, the oldest first, and gives them
// back as they are to be seen: the newest first.
func (h *hand) writePast(lines ...core.HistoryLine) {
	h.Helper()
	h.must(h.app.store.Update(h.Context(), func(tx core.Tx) error {
		for i, line := range lines {
			if err := tx.AddHistoryLine(line); err != nil {
				return fmt.Errorf("line %d: %w", i, err)
			}
		}
		return nil
	}))
}

// deskDevice is a computer that lines come from.
func deskDevice(host, address string) core.Device {
	return core.Device{Client: core.ClientWindow, Host: host, System: "Windows 11", Address: address}
}

// mixedLines are lines of every kind, at times before now.
func mixedLines(now time.Time) []core.HistoryLine {
	yard, kiosk := deskDevice("YARD-PC-02", "10.20.4.31"), deskDevice("KIOSK-DOCK-3", "10.20.9.7")
	relay := core.Device{Client: core.ClientCommand, Host: "relay-02", System: "Debian 13", Address: "10.99.0.6"}
	at := func(ago time.Duration) time.Time { return now.Add(-ago) }
	day := 24 * time.Hour
	return []core.HistoryLine{
		{Seq: 11, At: at(300 * day), AccountID: 2, Name: "h.petrov", Outcome: core.OutcomeSignedIn, Method: "password", SessionID: 3, Device: yard, Place: "Yard"},
		{Seq: 12, At: at(20 * day), AccountID: 2, Name: "h.petrov", Outcome: core.OutcomeSignedIn, Method: "passkey", SessionID: 4, Device: yard, Place: "Yard"},
		{Seq: 13, At: at(6 * day), AccountID: 3, Name: "j.moreau", Outcome: core.OutcomeSignedIn, Method: "password and code", SessionID: 5, Device: kiosk},
		{Seq: 14, At: at(6*day - time.Hour), AccountID: 3, Name: "j.moreau", Outcome: core.OutcomeSignedOut, Reason: string(core.EndExpired), SessionID: 5, Device: kiosk},
		{Seq: 15, At: at(3 * day), AccountID: 3, Name: "j.moreau", Outcome: core.OutcomeHalfWay, Reason: string(core.StepTwoStep), Method: "password", Device: kiosk},
		{Seq: 16, At: at(2*day + 2*time.Minute), AccountID: 3, Name: "j.moreau", Outcome: core.OutcomeWrong, Method: "signin", Failures: 4, Device: relay, Place: "VPN"},
		{Seq: 17, At: at(2*day + time.Minute), AccountID: 3, Name: "j.moreau", Outcome: core.OutcomeWrong, Method: "signin", Failures: 5, Device: relay, Place: "VPN"},
		{Seq: 18, At: at(2*day + time.Minute), AccountID: 3, Name: "j.moreau", Outcome: core.OutcomeLocked, Reason: at(2*day - 14*time.Minute).Format(time.RFC3339), Failures: 5, Device: relay, Place: "VPN"},
		{Seq: 19, At: at(2 * day), AccountID: 3, Name: "j.moreau", Outcome: core.OutcomeRefused, Method: "signin", Reason: "locked", Device: relay, Place: "VPN"},
		{
			Seq: 20, At: at(day + time.Hour), AccountID: 3, Name: "j.moreau", Outcome: core.OutcomeSignedIn, Method: "password and recovery code", SessionID: 6, Device: relay, Place: "VPN",
			Marks: core.Marks{core.MarkNewDevice, core.MarkNewPlace, core.MarkAfterFailures, core.MarkRecoveryCode}, Answer: core.AnswerNotMe, AnsweredAt: at(day),
		},
		{Seq: 21, At: at(3 * time.Hour), Name: "administrator", Outcome: core.OutcomeWrong, Method: "signin", Failures: 1, Device: kiosk, Marks: core.Marks{core.MarkManyNames}},
		{Seq: 22, At: at(2 * time.Hour), Outcome: core.OutcomeWrong, Method: "signin", Failures: 1, Device: kiosk},
		{Seq: 23, At: at(time.Hour), AccountID: 2, Name: "h.petrov", Outcome: core.OutcomeLetIn, Method: "password", SessionID: 7, Device: yard, Place: "Yard"},
	}
}

// manyLines are lines without anything particular, one a minute up to now.
func manyLines(now time.Time, n int) []core.HistoryLine {
	lines := make([]core.HistoryLine, 0, n)
	for i := range n {
		line := core.HistoryLine{
			Seq: int64(1000 + i), At: now.Add(-time.Duration(n-i) * time.Minute), AccountID: core.AccountID(2 + i%10), Name: fmt.Sprintf("person-%03d", i%10),
			Outcome: core.OutcomeSignedIn, Method: "password", SessionID: core.SessionID(100 + i), Device: deskDevice(fmt.Sprintf("PC-%02d", i%17), fmt.Sprintf("10.20.4.%d", i%200)),
		}
		if i%7 == 3 {
			line.Outcome, line.Method, line.SessionID, line.Failures = core.OutcomeWrong, "signin", 0, 1
		}
		lines = append(lines, line)
	}
	return lines
}

// inActivity runs a test on the Activity page of the root account, with these lines
// beside those of its own sign-in.
func inActivity(t *testing.T, lines func(now time.Time) []core.HistoryLine, do func(h *hand, p *activityPage)) {
	t.Helper()
	signedIn(t, func(h *hand) {
		h.insert(crew()...)
		if lines != nil {
			h.writePast(lines(h.now())...)
		}
		do(h, h.openActivity(h.app.site))
	})
}

// openActivity goes to the Activity page, over this service.
func (h *hand) openActivity(site activityService) *activityPage {
	h.Helper()
	s := h.app.screen.(*shell)
	p := newActivityPageOf(h.app, site)
	p.resized(s.class)
	s.pages["activity"] = p
	s.open("activity")
	h.settle()
	return p
}

// seqs are the lines of the log that the list shows, from top to bottom.
func (p *activityPage) seqs() []int64 {
	var seqs []int64
	for _, line := range p.lines.known {
		seqs = append(seqs, line.Seq)
	}
	return seqs
}

// openLine opens a line by keyboard.
func (h *hand) openLine(p *activityPage, seq int64) {
	h.Helper()
	for i, line := range p.lines.known {
		if line.Seq == seq {
			h.app.window.Canvas().Focus(p.list)
			p.list.SetCursor(i)
			h.settle()
			h.key("Return")
			return
		}
	}
	h.Fatalf("line %d is not in the list: %v", seq, p.seqs())
}

// activityGate stands before the site, to spoil answers or to hold them back.
type activityGate struct {
	activityService
	err    error
	closed chan struct{}
	asked  []core.HistoryQuery
}

// History answers through the gate.
func (g *activityGate) History(ctx context.Context, token core.Token, q core.HistoryQuery) (core.HistoryPage, error) {
	g.asked = append(g.asked, q)
	if g.closed != nil {
		select {
		case <-g.closed:
		case <-ctx.Done():
			return core.HistoryPage{}, ctx.Err()
		}
	}
	if g.err != nil {
		return core.HistoryPage{}, g.err
	}
	return g.activityService.History(ctx, token, q)
}

// reopenActivity is openActivity for a shell that shows the page already.
func (h *hand) reopenActivity(site activityService) *activityPage {
	h.Helper()
	s := h.app.screen.(*shell)
	s.open("security")
	h.settle()
	s.middle.Remove(s.pages["activity"].object())
	return h.openActivity(site)
}
