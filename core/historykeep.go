package core

import (
	"fmt"
	"slices"
	"strconv"
)

// keepHistory writes what a line of the log tells of a sign-in into the history, in the
// transaction of the line: neither is there without the other.
func (s *Site) keepHistory(tx Tx, e Event, d detail) error {
	line, ok := historyOf(e, d)
	if !ok {
		return nil
	}
	var err error
	if line.Place, err = s.placeOf(tx, e.Device); err != nil {
		return err
	}
	if d["from"] == "" {
		if line.Marks, err = s.marksOf(tx, line); err != nil {
			return err
		}
	}
	if err := tx.AddHistoryLine(line); err != nil {
		return fmt.Errorf("write the history of sign-ins: %w", err)
	}
	if !line.odd() {
		return nil
	}
	return notify(tx, line.AccountID, NoticeOddSignIn, e.Seq)
}

// odd tells whether a line is of somebody who came in, and has a mark that no other
// notice tells of.
func (l HistoryLine) odd() bool {
	if l.AccountID == 0 || l.Outcome != OutcomeSignedIn && l.Outcome != OutcomeLetIn {
		return false
	}
	told := func(m Mark) bool { return m == MarkRecoveryCode || m == MarkBreakGlass }
	return slices.ContainsFunc(l.Marks, func(m Mark) bool { return !told(m) })
}

// historyOf is the line of the history that a line of the log is, if it is one.
func historyOf(e Event, d detail) (HistoryLine, bool) {
	line := HistoryLine{
		Seq: e.Seq, At: e.At, AccountID: e.ActorID, Name: e.ActorName, SessionID: e.SessionID, Device: e.Device,
		Method: d["method"], Reason: d["why"],
	}
	if line.Method == "" {
		line.Method = d["for"]
	}
	switch e.Kind {
	case EventSignedIn:
		line.Outcome = OutcomeLetIn
		if d["scope"] == string(ScopeFull) {
			line.Outcome = OutcomeSignedIn
		}
		// A session that takes the place of a full one is no sign-in.
		return line, d["from"] != string(ScopeFull)
	case EventPasswordRight:
		line.Outcome, line.Reason = OutcomeHalfWay, d["next"]
		if line.Method = d["proved"]; line.Method == "" {
			line.Method = methodPassword
		}
	case EventSignInFailed:
		line.Outcome, line.Failures = OutcomeWrong, numberOf(d["failure"])
	case EventPasskeyRefused:
		line.Outcome, line.Method = OutcomeWrong, methodPasskey
	case EventPasskeyCloned:
		line.Outcome, line.Method, line.Reason = OutcomeRefused, methodPasskey, reasonCloned
	case EventSignInLocked:
		line.Outcome = OutcomeRefused
		if line.Reason == "" {
			line.Reason = reasonLocked
		}
	case EventSignInShut:
		line.Outcome, line.Reason = OutcomeRefused, reasonAccess
	case EventAccountLocked:
		line.Outcome, line.Reason, line.Failures = OutcomeLocked, d["until"], numberOf(d["failures"])
	case EventSignedOut:
		line.Outcome, line.AccountID, line.Name = OutcomeSignedOut, e.TargetID, e.TargetName
		line.SessionID = SessionID(numberOf(d["session"]))
	default:
		return HistoryLine{}, false
	}
	return line, true
}

// The reasons of a refusal that the log has a kind of its own for.
const (
	reasonLocked = "locked"
	reasonCloned = "cloned"
	reasonAccess = "access_rule"
	reasonSource = "source_blocked"
)

// numberOf reads a number of a detail, 0 for none.
func numberOf(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}
