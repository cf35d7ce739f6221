package storetest

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"gatehouse/core"
)

// fill writes lines from 1 to n: of two kinds in turn, by an account or nobody, on
// another one.
func fill(t *testing.T, s core.Store, n int64, by, on core.AccountID) []core.Event {
	t.Helper()
	var all []core.Event
	update(t, s, func(tx core.Tx) error {
		for seq := int64(1); seq <= n; seq++ {
			e := line(seq, 0)
			e.Kind = []core.EventKind{"a.even", "a.odd"}[seq%2]
			if seq%3 == 0 {
				e.ActorID, e.TargetID = by, on
			}
			if seq%5 == 0 {
				e.TargetID = by
			}
			all = append(all, e)
			if err := tx.AppendEvent(e); err != nil {
				return err
			}
		}
		return nil
	})
	return all
}

// lineNumbers are those of lines.
func lineNumbers(lines []core.Event) string {
	text := ""
	for _, e := range lines {
		text += fmt.Sprint(e.Seq, " ")
	}
	return text
}

func testEventsOf(t *testing.T, s core.Store) {
	a, b := add(t, s, named("ada")), add(t, s, named("bob"))
	fill(t, s, 12, a.ID, b.ID)
	view(t, s, func(tx core.Tx) error {
		for _, c := range []struct {
			chosen core.EventSelection
			want   string
		}{
			{core.EventSelection{From: 99, Limit: 3}, "12 11 10 "},
			{core.EventSelection{From: 2, Limit: 3, Oldest: true}, "2 3 4 "},
			{core.EventSelection{From: 99, Limit: 2, Kind: "a.odd"}, "11 9 "},
			{core.EventSelection{From: 4, Limit: 9, Kind: "a.odd", Oldest: true}, "5 7 9 11 "},
			{core.EventSelection{From: 99, Limit: 9, Kind: "a"}, ""},
			{core.EventSelection{From: 99, Limit: 9, Account: a.ID}, "12 10 9 6 5 3 "},
			{core.EventSelection{From: 9, Limit: 2, Account: a.ID}, "9 6 "},
			{core.EventSelection{From: 4, Limit: 9, Account: b.ID, Oldest: true}, "6 9 12 "},
			{core.EventSelection{From: 1, Limit: 9, Account: 99, Oldest: true}, ""},
		} {
			found, err := tx.EventsOf(c.chosen)
			if err != nil {
				return err
			}
			if err := same(fmt.Sprintf("lines of %+v", c.chosen), lineNumbers(found), c.want); err != nil {
				return err
			}
		}
		for prefix, want := range map[string]string{"": "[a.even a.odd]", "a.o": "[a.odd]", "a.even": "[a.even]", "b": "[]", "a%": "[]"} {
			kinds, err := tx.EventKinds(prefix)
			if err != nil {
				return err
			}
			if err := same("kinds from "+prefix, fmt.Sprint(kinds), want); err != nil {
				return err
			}
		}
		return nil
	})
}

// testOddEvents: whatever stands in a text, a line is read as it was written.
func testOddEvents(t *testing.T, s core.Store) {
	texts := []string{"", "\x1f", "a\x1fb", "\x1f\x1f\x1f", "\x00", "a\x00b", "\r\n", "ü", "\u202e", "'", "0"}
	var all []core.Event
	update(t, s, func(tx core.Tx) error {
		for i, text := range texts {
			e := line(int64(i+1), 0)
			e.ActorName, e.TargetName = text, text
			e.Device = core.Device{Client: core.Client(text), Host: text, System: text, Address: text}
			e.MAC = bytes.Repeat([]byte{0x1f}, 32)
			all = append(all, e)
			if err := tx.AppendEvent(e); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, s, func(tx core.Tx) error {
		for from := int64(1); from <= int64(len(texts)); from++ {
			for limit := 1; limit <= len(texts); limit++ {
				found, err := tx.Events(from, limit)
				if err != nil {
					return err
				}
				want := all[from-1 : min(int(from)-1+limit, len(all))]
				if err := same("lines", fmt.Sprintf("%+v", found), fmt.Sprintf("%+v", want)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// purge is the nth summary.
func purge(n, first, last int64) core.PurgeRecord {
	return core.PurgeRecord{
		Number: n, At: noon, First: first, Last: last, From: noon, To: noon.Add(time.Hour),
		LastMAC: bytes.Repeat([]byte{7}, 32), Kinds: `{"a.odd":1}`, MAC: bytes.Repeat([]byte{8}, 32),
	}
}

func testPurges(t *testing.T, s core.Store) {
	a, b := add(t, s, named("ada")), add(t, s, named("bob"))
	fill(t, s, 12, a.ID, b.ID)
	update(t, s, func(tx core.Tx) error {
		if err := tx.AddNotice(core.Notice{AccountID: a.ID, At: noon, Kind: core.NoticeLocked, EventSeq: 3}); err != nil {
			return err
		}
		gone, err := tx.DropPurged()
		if err != nil {
			return err
		}
		if err := same("lines that went without a summary", gone, int64(0)); err != nil {
			return err
		}
		none, err := tx.LastPurge()
		if err != nil {
			return err
		}
		if err := same("newest summary of none", fmt.Sprint(none), fmt.Sprint(core.PurgeRecord{})); err != nil {
			return err
		}
		for _, n := range []int64{0, 2} {
			if err := want(tx.AppendPurge(purge(n, 1, 3)), core.ErrConflict); err != nil {
				return err
			}
		}
		return tx.AppendPurge(purge(1, 1, 3))
	})
	update(t, s, func(tx core.Tx) error {
		gone, err := tx.DropPurged()
		if err != nil {
			return err
		}
		if err := same("lines that went", gone, int64(3)); err != nil {
			return err
		}
		first, err := tx.FirstEvent()
		if err != nil {
			return err
		}
		if err := same("first line", first, int64(4)); err != nil {
			return err
		}
		return nil
	})
	view(t, s, func(tx core.Tx) error {
		told, err := tx.Notices(a.ID, 10)
		if err != nil {
			return err
		}
		return same("notices about a line that went", fmt.Sprint(len(told), told[0].EventSeq), "1 0")
	})
	testSummaries(t, s)
}

// testSummaries adds a summary to the one that is there, and reads both.
func testSummaries(t *testing.T, s core.Store) {
	update(t, s, func(tx core.Tx) error {
		if err := tx.AppendPurge(purge(2, 4, 4)); err != nil {
			return err
		}
		all, err := tx.Purges(1, 10)
		if err != nil {
			return err
		}
		if err := same("summaries", fmt.Sprintf("%+v", all), fmt.Sprintf("%+v", []core.PurgeRecord{purge(1, 1, 3), purge(2, 4, 4)})); err != nil {
			return err
		}
		newest, err := tx.LastPurge()
		if err != nil {
			return err
		}
		return same("newest summary", fmt.Sprintf("%+v", newest), fmt.Sprintf("%+v", purge(2, 4, 4)))
	})
}

func testLogKeeping(t *testing.T, s core.Store) {
	update(t, s, func(tx core.Tx) error {
		r, err := tx.LogKeeping()
		if err != nil {
			return err
		}
		if err := same("days without a choice", fmt.Sprint(r.Days, r.MAC), "0 []"); err != nil {
			return err
		}
		for _, days := range []int{90, 0, 30} {
			if err := tx.PutLogKeeping(core.LogKeepingRecord{Days: days, MAC: bytes.Repeat([]byte{1}, 32)}); err != nil {
				return err
			}
			if r, err = tx.LogKeeping(); err != nil {
				return err
			}
			if err := same("days", r.Days, days); err != nil {
				return err
			}
		}
		return nil
	})
	if s.Update(t.Context(), func(tx core.Tx) error {
		return tx.PutLogKeeping(core.LogKeepingRecord{Days: 29, MAC: bytes.Repeat([]byte{1}, 32)})
	}) == nil {
		t.Error("29 days were stored")
	}
}
