package gui

import (
	"slices"
	"time"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// activityFilter is what a chip above the list shows.
type activityFilter int

const (
	filterAll activityFilter = iota
	filterIn
	filterBad
	filterLocked
	filterMarked
)

// activityPeriod is a time up to now.
type activityPeriod string

const (
	periodDay   activityPeriod = "day"
	periodWeek  activityPeriod = "week"
	periodMonth activityPeriod = "month"
	periodYear  activityPeriod = "year"
)

// periodChoices are the times to choose from.
func periodChoices() []kit.Choice {
	return []kit.Choice{
		{ID: string(periodDay), Text: tr("Last 24 hours")},
		{ID: string(periodWeek), Text: tr("Last 7 days")},
		{ID: string(periodMonth), Text: tr("Last 30 days")},
		{ID: string(periodYear), Text: tr("Last year")},
	}
}

// begin is a moment in the first hour or day of a time, and unit what a bar of its chart
// is.
func (p activityPeriod) begin(now time.Time) (from time.Time, unit core.ChartUnit) {
	switch p {
	case periodDay:
		return now.Add(-23 * time.Hour), core.ByHour
	case periodMonth:
		return now.AddDate(0, 0, -29), core.ByDay
	case periodYear:
		return now.AddDate(-1, 0, 1), core.ByDay
	default:
		return now.AddDate(0, 0, -6), core.ByDay
	}
}

// activityAsk is one question of the page.
type activityAsk struct {
	search string
	filter activityFilter
	period activityPeriod
	// from and to bound the hour or day that was chosen in the chart, zero for none.
	from, to time.Time
	// since is when the first bar of the chart begins: the whole time.
	since time.Time
}

// sameList tells whether two questions are about the same lines, but for the time that
// goes by.
func (k activityAsk) sameList(other activityAsk) bool {
	return k.search == other.search && k.filter == other.filter && k.period == other.period &&
		k.from.Equal(other.from) && k.to.Equal(other.to)
}

// narrow tells whether less than the whole time is shown.
func (k activityAsk) narrow() bool {
	return k.search != "" || k.filter != filterAll || !k.from.IsZero()
}

// query is the question as core takes it.
func (k activityAsk) query(before core.HistoryPlace, limit int) core.HistoryQuery {
	q := core.HistoryQuery{From: k.since, Search: k.search, Before: before, Limit: limit}
	if !k.from.IsZero() {
		q.From, q.To = k.from, k.to
	}
	switch k.filter {
	case filterIn:
		q.Outcomes = []core.Outcome{core.OutcomeSignedIn, core.OutcomeLetIn}
	case filterBad:
		q.Outcomes = []core.Outcome{core.OutcomeWrong, core.OutcomeRefused}
	case filterLocked:
		q.Outcomes = []core.Outcome{core.OutcomeLocked}
	case filterMarked:
		q.Marked = true
	}
	return q
}

const (
	// activityPageLines is how many lines are fetched at once, and activityMostLines how
	// many the list holds.
	activityPageLines = 100
	activityMostLines = 20_000
	// activityAhead is how near the end of what was fetched the next page is asked for.
	activityAhead = 50
)

// activityLines are the lines of the list that were fetched, the newest first.
type activityLines struct {
	known []core.HistoryLine
	next  core.HistoryPlace
	// more: there are others after them.
	more bool
}

// total counts the rows of the list: while there is more, one for what comes.
func (h *activityLines) total() int {
	if h.more && !h.full() {
		return len(h.known) + 1
	}
	return len(h.known)
}

// full tells whether the list takes no more.
func (h *activityLines) full() bool { return len(h.known) >= activityMostLines }

// row is the line at a place from 0, unless it was not fetched.
func (h *activityLines) row(i int) (core.HistoryLine, bool) {
	if i < 0 || i >= len(h.known) {
		return core.HistoryLine{}, false
	}
	return h.known[i], true
}

// wants tells whether the next page is wanted for the rows up to last.
func (h *activityLines) wants(last int) bool {
	return h.more && !h.full() && last+activityAhead >= len(h.known)
}

// take replaces all lines.
func (h *activityLines) take(page core.HistoryPage) {
	h.known, h.next, h.more = page.Lines, page.Next, page.More
}

// add puts the next page after those that are there.
func (h *activityLines) add(page core.HistoryPage) {
	h.known, h.next, h.more = append(h.known, page.Lines...), page.Next, page.More
}

// placeOf finds a line among others, -1 for none.
func placeOf(lines []core.HistoryLine, id core.HistoryID) int {
	return slices.IndexFunc(lines, func(line core.HistoryLine) bool { return line.ID == id })
}

// merge puts the newest lines in place of those that it had of them, and tells by how
// many rows the others moved. It tells false where nothing joins what was there.
func (h *activityLines) merge(page core.HistoryPage) (moved int, joined bool) {
	if len(h.known) == 0 || !page.More {
		moved = len(page.Lines) - len(h.known)
		h.take(page)
		return moved, true
	}
	first := placeOf(page.Lines, h.known[0].ID)
	if first < 0 {
		return 0, false
	}
	last := placeOf(h.known, page.Lines[len(page.Lines)-1].ID)
	if last < 0 || last+1 == len(h.known) {
		h.take(page)
		return first, true
	}
	h.known = append(slices.Clip(page.Lines), h.known[last+1:]...)
	return first, true
}
