package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"gatehouse/core"
)

// dice gives the same numbers each time (Knuth's linear congruential generator).
type dice struct{ state uint64 }

// IntN is a number below n.
func (d *dice) IntN(n int) int {
	d.state = d.state*6364136223846793005 + 1442695040888963407
	return int(d.state >> 33 % uint64(n))
}

// entry is a line of the history in which everything depends on a few numbers.
func entry(r *dice, seq int64, who []core.AccountID) core.HistoryLine {
	l := core.HistoryLine{
		ID: core.HistoryID(seq), Seq: seq, At: noon.Add(time.Duration(r.IntN(40)) * 10 * time.Minute),
		Outcome: core.Outcomes()[r.IntN(len(core.Outcomes()))], Method: "password", Reason: "why",
		Failures: r.IntN(4), SessionID: core.SessionID(r.IntN(3)),
		Device: core.Device{Client: core.ClientWindow, Host: []string{"Desk", "LAPTOP"}[r.IntN(2)], System: "macOS"},
		Place:  []string{"", "Workshop"}[r.IntN(2)],
	}
	if r.IntN(3) == 0 {
		l.Device.Address = "10.0.0.7"
	}
	if n := r.IntN(len(who) + 1); n < len(who) {
		l.AccountID, l.Name = who[n], fmt.Sprint("name", n)
	} else {
		l.Name = []string{"", "Nobody"}[r.IntN(2)]
	}
	if r.IntN(5) == 0 {
		l.Marks = core.Marks{core.MarkNewDevice, core.MarkOddHour}
	}
	return l
}

// fits is what a query asks, said plainly.
func fits(l core.HistoryLine, q core.HistoryQuery) bool {
	return within(l, q) && matches(l, q.Search) && (q.Account == 0 || l.AccountID == q.Account) &&
		(len(q.Outcomes) == 0 || slices.Contains(q.Outcomes, l.Outcome)) && (!q.Marked || len(l.Marks) > 0)
}

// within tells whether a line is of the time that is asked for.
func within(l core.HistoryLine, q core.HistoryQuery) bool {
	before := q.Before == (core.HistoryPlace{}) || l.At.Before(q.Before.At) || l.At.Equal(q.Before.At) && l.ID < q.Before.ID
	return before && (q.From.IsZero() || !l.At.Before(q.From)) && (q.To.IsZero() || l.At.Before(q.To))
}

// matches tells whether a search finds a line.
func matches(l core.HistoryLine, search string) bool {
	return search == "" || l.AccountID == 0 && fold(l.Name) == search || fold(l.Device.Host) == search || l.Device.Address == search
}

// fold is enough for the names of the test.
func fold(s string) string {
	lower := []rune(s)
	for i, r := range lower {
		if r >= 'A' && r <= 'Z' {
			lower[i] = r + 'a' - 'A'
		}
	}
	return string(lower)
}

// asked is a query by chance.
func asked(r *dice, lines []core.HistoryLine, who []core.AccountID) core.HistoryQuery {
	q := core.HistoryQuery{Limit: 1 + r.IntN(30)}
	if r.IntN(2) == 0 {
		q.Account = who[r.IntN(len(who))]
	}
	for range r.IntN(3) {
		q.Outcomes = append(q.Outcomes, core.Outcomes()[r.IntN(len(core.Outcomes()))])
	}
	q.Marked = r.IntN(4) == 0
	q.Search = []string{"", "", "", "desk", "10.0.0.7", "nobody", "none such"}[r.IntN(7)]
	if r.IntN(2) == 0 {
		q.From = noon.Add(time.Duration(r.IntN(400)) * time.Minute)
	}
	if r.IntN(2) == 0 {
		q.To = noon.Add(time.Duration(r.IntN(400)) * time.Minute)
	}
	if r.IntN(2) == 0 {
		at := lines[r.IntN(len(lines))]
		q.Before = core.HistoryPlace{At: at.At, ID: at.ID}
	}
	return q
}

// Whatever is asked of the history, the answer is the newest lines that fit.
func testHistoryQueries(t *testing.T, s core.Store) {
	who := []core.AccountID{add(t, s, named("ada")).ID, add(t, s, named("ben")).ID}
	r := &dice{7}
	var lines []core.HistoryLine
	update(t, s, func(tx core.Tx) error {
		for seq := range int64(300) {
			l := entry(r, seq+1, who)
			lines = append(lines, l)
			if err := tx.AddHistoryLine(l); err != nil {
				return err
			}
		}
		return nil
	})
	slices.SortFunc(lines, func(a, b core.HistoryLine) int {
		if order := b.At.Compare(a.At); order != 0 {
			return order
		}
		return int(b.ID - a.ID)
	})
	view(t, s, func(tx core.Tx) error {
		for range 600 {
			q := asked(r, lines, who)
			var wanted []core.HistoryLine
			for _, l := range lines {
				if fits(l, q) && len(wanted) < q.Limit {
					wanted = append(wanted, l)
				}
			}
			page, err := tx.HistoryLines(q)
			if err != nil {
				return err
			}
			if fmt.Sprint(page) != fmt.Sprint(wanted) {
				return fmt.Errorf("asked %+v, found\n%v, want\n%v", q, page, wanted)
			}
		}
		return nil
	})
	testHistoryCounts(t, s, lines, who)
}

// testHistoryCounts compares the counts with the lines.
func testHistoryCounts(t *testing.T, s core.Store, lines []core.HistoryLine, who []core.AccountID) {
	t.Helper()
	view(t, s, func(tx core.Tx) error {
		for _, id := range append([]core.AccountID{0}, who...) {
			var good, bad, countGood, countBad int64
			for _, l := range lines {
				if id != 0 && l.AccountID != id {
					continue
				}
				if l.Outcome.Good() {
					good++
				}
				if l.Outcome.Bad() {
					bad++
				}
			}
			counts, err := tx.HistoryCounts(id, noon, noon.Add(24*time.Hour))
			if err != nil {
				return err
			}
			for _, c := range counts {
				countGood, countBad = countGood+c.Good, countBad+c.Bad
			}
			if good != countGood || bad != countBad {
				return fmt.Errorf("account %d: counted %d and %d, are %d and %d", id, countGood, countBad, good, bad)
			}
		}
		return nil
	})
}

// Answers, habits and purging.
func testHistoryRest(t *testing.T, s core.Store) {
	a := add(t, s, named("ada"))
	wrong := func(seq int64, name string) core.HistoryLine {
		return core.HistoryLine{
			Seq: seq, At: noon.Add(time.Duration(seq) * time.Hour), AccountID: a.ID, Name: name, Outcome: core.OutcomeWrong,
			Device: core.Device{Client: core.ClientWindow, Host: "Desk"},
		}
	}
	update(t, s, func(tx core.Tx) error {
		in, nobody := wrong(1, "ada"), wrong(4, "nobody")
		in.Outcome, nobody.AccountID = core.OutcomeSignedIn, 0
		for _, l := range []core.HistoryLine{in, wrong(2, "ada"), wrong(3, "ada"), nobody} {
			if err := tx.AddHistoryLine(l); err != nil {
				return err
			}
		}
		if err := tx.AnswerHistory(2, core.AnswerNotMe, noon); err != nil {
			return err
		}
		if err := want(tx.AnswerHistory(9, core.AnswerMe, noon), core.ErrNotFound); err != nil {
			return err
		}
		if err := tx.PutHabits(a.ID, `{"days":1}`); err != nil {
			return err
		}
		return want(tx.PutHabits(99, "{}"), core.ErrNotFound)
	})
	view(t, s, func(tx core.Tx) error { return wantHistoryRest(tx, a.ID) })
	update(t, s, func(tx core.Tx) error {
		count, err := tx.PurgeHistory(noon.Add(3*time.Hour), 10)
		if err != nil {
			return err
		}
		if err := same("purged", count, 2); err != nil {
			return err
		}
		_, err = tx.HistoryLineByID(2)
		return want(err, core.ErrNotFound)
	})
}

// wantHistoryRest wants what testHistoryRest has written.
func wantHistoryRest(tx core.Tx, id core.AccountID) error {
	failures, err := tx.FailuresSinceSuccess(id, 10)
	if err != nil || failures != 2 {
		return fmt.Errorf("%d failures: %w", failures, err)
	}
	names, err := tx.NamesTried(core.Device{Host: "desk"}, noon, 10)
	if err != nil || names != 2 {
		return fmt.Errorf("%d names: %w", names, err)
	}
	l, err := tx.HistoryLineByID(2)
	if err != nil || l.Answer != core.AnswerNotMe || !l.AnsweredAt.Equal(noon) {
		return fmt.Errorf("the line is %+v: %w", l, err)
	}
	h, err := tx.Habits(id)
	if err != nil || h != `{"days":1}` {
		return fmt.Errorf("the habits are %q: %w", h, err)
	}
	return nil
}

// Documents have a revision each, and one name begins another.
func testDocuments(t *testing.T, s core.Store) {
	a := add(t, s, named("ada"))
	doc := func(name string, revision int64) core.DocumentRecord {
		return core.DocumentRecord{
			Name: name, Document: []byte(`{"n":1}`), Revision: revision, At: noon, By: a.ID, ByName: "ada", MAC: make([]byte, 32),
		}
	}
	update(t, s, func(tx core.Tx) error {
		for _, one := range []core.DocumentRecord{doc("access/site", 1), doc("access/role", 1), doc("places", 1), doc("places", 2)} {
			if err := tx.PutDocument(one); err != nil {
				return err
			}
		}
		for _, one := range []core.DocumentRecord{doc("places", 1), doc("places", 2), doc("places", 4), doc("none", 2)} {
			if err := want(tx.PutDocument(one), core.ErrConflict); err != nil {
				return fmt.Errorf("%s %d: %w", one.Name, one.Revision, err)
			}
		}
		return nil
	})
	view(t, s, func(tx core.Tx) error {
		found, err := tx.Document("places")
		if err != nil || fmt.Sprint(found) != fmt.Sprint(doc("places", 2)) {
			return fmt.Errorf("found %v: %w", found, err)
		}
		all, err := tx.Documents("access/")
		if err != nil || len(all) != 2 || all[0].Name != "access/role" {
			return fmt.Errorf("found %v: %w", all, err)
		}
		_, err = tx.Document("none")
		return want(err, core.ErrNotFound)
	})
}
