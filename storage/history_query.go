package storage

import (
	"fmt"
	"slices"
	"strings"

	"gatehouse/core"
)

// A page of the history is read from the ends of several indexes, one for each choice
// that an index begins with, and the newest of what they give are the page: no choice
// reads more lines than a page has for each of them.

// historyQuery is a query in the making.
type historyQuery struct {
	values args
	// common are the conditions that every part has.
	common []string
}

// value puts a value in, and gives its placeholder.
func (q *historyQuery) value(v any) string {
	q.values = append(q.values, v)
	return fmt.Sprintf("$%d", len(q.values))
}

// HistoryLines gives a page of the history, the newest first.
func (t *tx) HistoryLines(asked core.HistoryQuery) ([]core.HistoryLine, error) {
	if asked.Limit < 1 || asked.Limit > longestPage {
		return nil, fmt.Errorf("storage: a page of %d lines of the history", asked.Limit)
	}
	q := &historyQuery{}
	q.bound(asked)
	text := q.text(q.parts(asked), asked.Limit)
	return list(t, readHistory, text, q.values...)
}

// bound adds the conditions of time and place.
func (q *historyQuery) bound(asked core.HistoryQuery) {
	if !asked.From.IsZero() {
		q.common = append(q.common, "at >= "+q.value(millis(asked.From)))
	}
	if !asked.To.IsZero() {
		q.common = append(q.common, "at < "+q.value(millis(asked.To)))
	}
	if b := asked.Before; b != (core.HistoryPlace{}) {
		when, id := q.value(millis(b.At)), q.value(int64(b.ID))
		q.common = append(q.common, "at <= "+when, "(at, id) < ("+when+", "+id+")")
	}
}

// parts are the conditions that an index begins with, one for each part.
func (q *historyQuery) parts(asked core.HistoryQuery) []string {
	var one []string
	if asked.Account != 0 {
		one = append(one, "account_id = "+q.value(int64(asked.Account)))
	}
	if asked.Marked {
		one = append(one, "marks <> ''")
	}
	outcomes := asked.Outcomes
	if asked.Search != "" {
		if len(outcomes) > 0 {
			one = append(one, "outcome IN ("+q.outcomes(outcomes)+")")
		}
		key := q.value(strings.ToLower(asked.Search))
		return allOf(one, []string{
			"account_id IS NULL AND name_key = " + key, "host_key = " + key, "address = " + key + " AND address <> ''",
		})
	}
	if asked.Marked || asked.Account == 0 && len(outcomes) == 0 {
		if len(outcomes) > 0 {
			one = append(one, "outcome IN ("+q.outcomes(outcomes)+")")
		}
		return []string{strings.Join(one, " AND ")}
	}
	if len(outcomes) == 0 {
		outcomes = core.Outcomes()
	}
	var each []string
	for _, outcome := range slices.Compact(slices.Sorted(slices.Values(outcomes))) {
		each = append(each, "outcome = "+q.value(string(outcome)))
	}
	return allOf(one, each)
}

// outcomes lists the placeholders of some outcomes.
func (q *historyQuery) outcomes(all []core.Outcome) string {
	var places []string
	for _, one := range all {
		places = append(places, q.value(string(one)))
	}
	return strings.Join(places, ", ")
}

// allOf puts conditions before each of several.
func allOf(before, each []string) []string {
	var parts []string
	for _, one := range each {
		parts = append(parts, strings.Join(append(slices.Clone(before), one), " AND "))
	}
	return parts
}

// text is the whole statement. A line that two parts find is there once.
func (q *historyQuery) text(parts []string, limit int) string {
	rows := q.value(int64(limit))
	const newest = " ORDER BY at DESC, id DESC LIMIT "
	var all []string
	for _, part := range parts {
		conditions := slices.Clone(q.common)
		if part != "" {
			conditions = append([]string{part}, conditions...)
		}
		where := ""
		if len(conditions) > 0 {
			where = "WHERE " + strings.Join(conditions, " AND ")
		}
		all = append(all, "SELECT * FROM ("+selectHistory+where+newest+rows+") AS part")
	}
	return strings.Join(all, " UNION ") + newest + rows
}
