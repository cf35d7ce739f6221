package gui

import (
	"fmt"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// past makes lines of a history, the newest first, each some time before the one above.
type past struct {
	now   time.Time
	lines []core.HistoryLine
}

// add adds an older line.
func (p *past) add(before time.Duration, line core.HistoryLine) *past {
	p.now = p.now.Add(-before)
	line.ID, line.Seq, line.At, line.AccountID = core.HistoryID(1000-len(p.lines)), int64(4000-len(p.lines)), p.now, 1
	p.lines = append(p.lines, line)
	return p
}

// from is a line from a computer.
func from(host string, outcome core.Outcome, method, reason string) core.HistoryLine {
	return core.HistoryLine{
		Outcome: outcome, Method: method, Reason: reason,
		Device: core.Device{Client: core.ClientWindow, Host: host, System: "Windows 11", Address: "10.20.4.17"},
	}
}

// Every outcome has its words, whatever came with it.
func TestSignInWords(t *testing.T) {
	signedIn(t, func(h *hand) {
		at := h.now()
		locked := at.Add(15 * time.Minute).Format(time.RFC3339)
		for _, c := range []struct {
			line      core.HistoryLine
			what, how string
			tone      kit.Tone
			bold      bool
		}{
			{from("a", core.OutcomeSignedIn, "password", ""), "Signed in", "Password", kit.ToneGood, false},
			{from("a", core.OutcomeSignedIn, "passkey", ""), "Signed in", "Passkey", kit.ToneGood, false},
			{from("a", core.OutcomeSignedIn, "password and code", ""), "Signed in", "Password and code", kit.ToneGood, false},
			{from("a", core.OutcomeSignedIn, "password and code and security question", ""), "Signed in", "Password, code and security question", kit.ToneGood, false},
			{from("a", core.OutcomeSignedIn, "password and recovery code", ""), "Signed in", "Password and recovery code", kit.ToneGood, false},
			{from("a", core.OutcomeSignedIn, "password and code for emergencies", ""), "Signed in", "Password and code for emergencies", kit.ToneGood, false},
			{from("a", core.OutcomeSignedIn, "password change", ""), "Signed in", "New password set", kit.ToneGood, false},
			{from("a", core.OutcomeSignedIn, "two-step verification", ""), "Signed in", "Two-step verification set up", kit.ToneGood, false},
			{from("a", core.OutcomeSignedIn, "something newer", ""), "Signed in", "something newer", kit.ToneGood, false},
			{from("a", core.OutcomeLetIn, "password", ""), "Let in", "Password; something was to be set up first", kit.ToneGood, false},
			{from("a", core.OutcomeHalfWay, "password", string(core.StepTwoStep)), "Stopped half way", "Right password, then no code", kit.ToneAttention, true},
			{from("a", core.OutcomeHalfWay, "password", string(core.StepAnswer)), "Stopped half way", "Right so far, then no answer", kit.ToneAttention, true},
			{from("a", core.OutcomeWrong, "signin", ""), "Wrong password", "1 try", kit.ToneDanger, true},
			{from("a", core.OutcomeWrong, "signin", "passkeys only"), "Wrong password", "Only passkeys sign you in", kit.ToneDanger, true},
			{from("a", core.OutcomeWrong, "code", ""), "Wrong code", "After the right password", kit.ToneDanger, true},
			{from("a", core.OutcomeWrong, "answer", ""), "Wrong answer", "After the right password", kit.ToneDanger, true},
			{from("a", core.OutcomeWrong, "passkey", "too late"), "Passkey not taken", "1 try", kit.ToneDanger, true},
			{from("a", core.OutcomeWrong, "unlock", ""), "Wrong password", "To unlock the window", kit.ToneDanger, true},
			{from("a", core.OutcomeWrong, "change", ""), "Wrong password", "To change the password", kit.ToneDanger, true},
			{from("a", core.OutcomeRefused, "signin", "locked"), "Refused", "While your account was locked", kit.ToneDanger, true},
			{from("a", core.OutcomeRefused, "passkey", "cloned"), "Refused", "The passkey may have been copied", kit.ToneDanger, true},
			{from("a", core.OutcomeRefused, "signin", "expired"), "Refused", "The password had expired", kit.ToneDanger, true},
			{from("a", core.OutcomeLocked, "", locked), "Locked 15 minutes", "After 5 wrong tries", kit.ToneDanger, true},
			{from("a", core.OutcomeLocked, "", "unlocked"), "Locked until unlocked", "After 5 wrong tries", kit.ToneDanger, true},
			{from("a", core.OutcomeSignedOut, "", string(core.EndElsewhere)), "Signed out", "You signed out from another device", kit.ToneNeutral, false},
			{from("a", "newer", "", ""), "newer", "", kit.ToneNeutral, false},
		} {
			c.line.At, c.line.Failures = at, 5
			got := h.app.signInLook(signInGroup{lines: []core.HistoryLine{c.line}})
			if got.what != c.what || got.how != c.how || got.tone != c.tone || got.bold != c.bold || got.icon == "" {
				t.Errorf("%s %s %s: %+v", c.line.Outcome, c.line.Method, c.line.Reason, got)
			}
		}
	})
}

// Each mark has its own words.
func TestMarkWords(t *testing.T) {
	signedIn(t, func(*hand) {
		said := map[string]bool{}
		for _, m := range allMarks() {
			for _, words := range []string{markShort(m), markSentence(m)} {
				if words == string(m) || said[words] {
					t.Errorf("%s is told as %q", m, words)
				}
				said[words] = true
			}
		}
	})
}

// allMarks are all marks that there are.
func allMarks() core.Marks {
	return core.Marks{
		core.MarkNewDevice, core.MarkNewPlace, core.MarkAfterFailures, core.MarkOddHour, core.MarkManyNames, core.MarkRecoveryCode,
		core.MarkBreakGlass, core.MarkCloned, core.MarkClock,
	}
}

// told is what the rows of some lines say, from top to bottom.
func (h *hand) told(groups []signInGroup) []string {
	var told []string
	for _, g := range groups {
		look := h.app.signInLook(g)
		told = append(told, fmt.Sprintf("%s: %s", look.what, look.how))
	}
	return told
}

// wantTold fails unless the rows say this.
func (h *hand) wantTold(groups []signInGroup, want ...string) {
	h.Helper()
	if got := h.told(groups); fmt.Sprint(got) != fmt.Sprint(want) {
		h.Errorf("the rows say\n%q, want\n%q", got, want)
	}
}

// Tries that fail one after another within an hour, in the same way and from the same
// source, are one row; others are rows of their own.
func TestTriesAreOneRow(t *testing.T) {
	signedIn(t, func(h *hand) {
		wrong := from("kiosk", core.OutcomeWrong, "signin", "")
		p := (&past{now: h.now()}).add(0, wrong).add(time.Minute, wrong).add(80*time.Second, wrong).
			add(time.Minute, from("other", core.OutcomeWrong, "signin", "")).
			add(time.Second, from("other", core.OutcomeWrong, "signin", "")).
			add(time.Second, from("other", core.OutcomeWrong, "code", "")).
			add(time.Hour, wrong).add(59*time.Minute, wrong).add(2*time.Minute, wrong).
			add(time.Minute, from("kiosk", core.OutcomeRefused, "signin", "locked")).
			add(time.Second, from("kiosk", core.OutcomeRefused, "signin", "locked"))
		marked := wrong
		marked.Marks = core.Marks{core.MarkManyNames}
		p.add(time.Second, marked).add(time.Second, marked)
		want := []string{
			"Wrong password: 3 tries in 3 minutes", "Wrong password: 2 tries within a minute", "Wrong code: After the right password",
			"Wrong password: 2 tries in 59 minutes", "Wrong password: 1 try", "Refused: 2 tries within a minute",
			"Wrong password: 2 tries within a minute · many names tried",
		}
		h.wantTold(groupSignIns(nil, p.lines, false), want...)
		// However the lines come, the rows are the same.
		for at := range p.lines {
			h.wantTold(groupSignIns(groupSignIns(nil, p.lines[:at], true), p.lines[at:], false), want...)
		}
		if first := groupSignIns(nil, p.lines[:2], true); h.told(first)[0] != "Wrong password: 2 or more tries in 1 minute" {
			t.Errorf("half of them: %q", h.told(first))
		}
	})
}

// The first half of a sign-in is told with the second one; without one it is told by
// itself, for then somebody knew the password.
func TestHalfWayIsToldOnce(t *testing.T) {
	signedIn(t, func(h *hand) {
		half := from("desk", core.OutcomeHalfWay, "password", string(core.StepTwoStep))
		stopped := "Stopped half way: Right password, then no code"
		p := (&past{now: h.now()}).add(0, from("desk", core.OutcomeSignedIn, "password and code", "")).add(20*time.Second, half).
			add(time.Hour, from("desk", core.OutcomeSignedOut, "", "signed_out")).add(time.Minute, half). // nobody went on
			add(time.Hour, from("desk", core.OutcomeSignedIn, "password and code", "")).
			add(5*time.Second, from("desk", core.OutcomeWrong, "code", "")).add(5*time.Second, half).add(time.Minute, half). // the second one is another's
			add(time.Hour, from("desk", core.OutcomeSignedIn, "password and code", "")).
			add(time.Second, from("far", core.OutcomeHalfWay, "password", string(core.StepTwoStep)))
		want := []string{
			"Signed in: Password and code", "Signed out: You signed out there", stopped,
			"Signed in: Password and code", "Wrong code: After the right password", stopped, "Signed in: Password and code", stopped,
		}
		h.wantTold(groupSignIns(nil, p.lines, false), want...)
	})
}
