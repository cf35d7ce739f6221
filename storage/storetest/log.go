package storetest

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"gatehouse/core"
)

// line is the nth line of a log, with something in every field.
func line(n int64, who core.AccountID) core.Event {
	return core.Event{
		Seq: n, At: noon.Add(time.Duration(n) * time.Second), Kind: core.EventSignedIn,
		ActorID: who, ActorName: "Ada", TargetID: who, TargetName: "Ada", SessionID: 7,
		Device: core.Device{Client: core.ClientWindow, Host: "desk", System: "macOS", Address: "::1"},
		Detail: `{"method":"password"}`, MAC: bytes.Repeat([]byte{byte(n)}, 32),
	}
}

func testEvents(t *testing.T, s core.Store) {
	a := add(t, s, named("ada"))
	bare := core.Event{Seq: 2, At: noon, Kind: core.EventSignInFailed, Detail: "{}", MAC: make([]byte, 32)}
	lines := []core.Event{line(1, a.ID), bare, line(3, a.ID)}
	update(t, s, func(tx core.Tx) error {
		seq, mac, err := tx.LastEvent()
		if err != nil || seq != 0 || mac != nil {
			return fmt.Errorf("an empty log ends with %d %v %v", seq, mac, err)
		}
		for _, e := range lines {
			if err := tx.AppendEvent(e); err != nil {
				return err
			}
		}
		for _, seq := range []int64{0, 1, 3, 5} {
			if err := want(tx.AppendEvent(line(seq, a.ID)), core.ErrConflict); err != nil {
				return fmt.Errorf("line %d after 3: %w", seq, err)
			}
		}
		return nil
	})
	view(t, s, func(tx core.Tx) error {
		seq, mac, err := tx.LastEvent()
		if err != nil || seq != 3 || !bytes.Equal(mac, lines[2].MAC) {
			return fmt.Errorf("the log ends with %d %v %v", seq, mac, err)
		}
		for _, page := range []struct {
			from  int64
			limit int
			lines []core.Event
		}{{1, 10, lines}, {2, 1, lines[1:2]}, {0, 2, lines[:2]}, {4, 10, nil}} {
			found, err := tx.Events(page.from, page.limit)
			if err != nil {
				return err
			}
			if fmt.Sprintf("%+v", found) != fmt.Sprintf("%+v", page.lines) {
				return fmt.Errorf("lines from %d are\n%+v, want\n%+v", page.from, found, page.lines)
			}
		}
		return nil
	})
}

func testWrongEvents(t *testing.T, s core.Store) {
	a := add(t, s, named("ada"))
	for what, spoil := range map[string]func(*core.Event){
		"detail": func(e *core.Event) { e.Detail = "{" }, "MAC": func(e *core.Event) { e.MAC = nil },
		"time": func(e *core.Event) { e.At = time.Time{} }, "actor": func(e *core.Event) { e.ActorID = 99 },
		"number": func(e *core.Event) { e.Seq = 2 },
	} {
		wrong := line(1, a.ID)
		spoil(&wrong)
		if s.Update(t.Context(), func(tx core.Tx) error { return tx.AppendEvent(wrong) }) == nil {
			t.Errorf("a line with a wrong %s was stored", what)
		}
	}
}

func testNotices(t *testing.T, s core.Store) {
	a, b := add(t, s, named("ada")), add(t, s, named("bob"))
	update(t, s, func(tx core.Tx) error {
		if err := tx.AppendEvent(line(1, a.ID)); err != nil {
			return err
		}
		for _, n := range []core.Notice{
			{AccountID: a.ID, At: noon, Kind: core.NoticeLocked, EventSeq: 1},
			{AccountID: a.ID, At: noon.Add(time.Hour), Kind: core.NoticeUnlocked, SeenAt: noon.Add(2 * time.Hour)},
			{AccountID: a.ID, At: noon, Kind: core.NoticeMailChanged, EventSeq: 1},
			{AccountID: b.ID, At: noon, Kind: core.NoticeSignedIn},
		} {
			if err := tx.AddNotice(n); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, s, func(tx core.Tx) error {
		found, err := tx.Notices(a.ID, 10)
		if err != nil {
			return err
		}
		kinds := ""
		for _, n := range found {
			kinds += string(n.Kind) + " "
			if n.ID < 1 || n.AccountID != a.ID {
				return fmt.Errorf("notice %+v", n)
			}
		}
		if err := same("newest first", kinds, "account_unlocked mail_changed account_locked "); err != nil {
			return err
		}
		if !found[0].SeenAt.Equal(noon.Add(2*time.Hour)) || found[0].EventSeq != 0 || found[2].EventSeq != 1 || !found[2].SeenAt.IsZero() {
			return fmt.Errorf("notices are %+v", found)
		}
		found, err = tx.Notices(a.ID, 1)
		if err != nil {
			return err
		}
		return same("notices with a limit", len(found), 1)
	})
	stray := core.Notice{AccountID: a.ID, At: noon, Kind: core.NoticeLocked, EventSeq: 2}
	if s.Update(t.Context(), func(tx core.Tx) error { return tx.AddNotice(stray) }) == nil {
		t.Fatal("a notice about no event was stored")
	}
}
