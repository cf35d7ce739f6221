package command

import (
	"slices"
	"strings"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// historyOf is whose history it is.
type historyOf struct {
	Account string `placeholder:"NAME" help:"The history of one account; without it, that of the site."`
	Own     bool   `help:"Your own history, which needs no right."`
}

// askedHistory is a history that was found, with what is looked for in it.
type askedHistory struct {
	owner
	query core.HistoryQuery
}

// find finds whose history it is: the zero owner is the site.
func (h historyOf) find(c *console, site *core.Site, token core.Token) (owner, error) {
	if h.Own && h.Account != "" {
		return owner{}, wrongUse("", "Give --account or --own, not both.")
	}
	if h.Own || h.Account != "" {
		return whom{Account: h.Account}.find(c, site, token)
	}
	return owner{}, nil
}

// historyTime bounds the time of a history.
type historyTime struct {
	From string `placeholder:"WHEN" help:"From then on: a day of the site such as 2026-11-22, or a time such as 2026-11-22T09:30:00Z."`
	To   string `placeholder:"WHEN" help:"Until then: a day, which is included, or a time, which is not."`
}

// read reads both bounds, zero for one that is not given.
func (h historyTime) read(site *core.Site) (from, to time.Time, err error) {
	if from, err = whenOf(site, fieldFrom, h.From, false); err != nil {
		return time.Time{}, time.Time{}, err
	}
	if to, err = whenOf(site, fieldTo, h.To, true); err != nil {
		return time.Time{}, time.Time{}, err
	}
	if !from.IsZero() && !to.IsZero() && !from.Before(to) {
		return time.Time{}, time.Time{}, wrongUse(fieldTo, "This is not after --from.")
	}
	return from, to, nil
}

// whenOf reads a day or a time. after is the end of the day in place of its beginning.
func whenOf(site *core.Site, field, typed string, after bool) (time.Time, error) {
	if typed == "" {
		return time.Time{}, nil
	}
	if day, ok := site.ReadDate(typed); ok {
		year, month, date := day.Date()
		return policy.StartOfDate(year, month, either(after, date+1, date), site.Zone()), nil
	}
	t, err := time.Parse(time.RFC3339, typed)
	if err != nil || t.Year() < firstYear || t.Year() > lastYear {
		return time.Time{}, wrongUse(field, "This is no day and no time. Write it as 2026-11-22, or as 2026-11-22T09:30:00Z.")
	}
	return t, nil
}

// historyQuery is what is looked for in a history.
type historyQuery struct {
	historyOf
	Outcome []string `placeholder:"OUTCOME" help:"Only these: signed_in, let_in, half_way, wrong, refused, locked or signed_out. May be repeated."`
	Marked  bool     `help:"Only lines with a mark: a new device or place, an odd hour, a success after failures and others."`
	Search  string   `placeholder:"TEXT" help:"Only lines with this name, computer or address, as a whole."`
	historyTime
}

// read finds whose history it is, and what is looked for.
func (h historyQuery) read(c *console, site *core.Site, token core.Token) (askedHistory, error) {
	q := core.HistoryQuery{Marked: h.Marked, Search: h.Search}
	for _, typed := range h.Outcome {
		outcome := core.Outcome(strings.ReplaceAll(typed, "-", "_"))
		if !slices.Contains(core.Outcomes(), outcome) {
			return askedHistory{}, wrongUse(fieldOutcome, "Give signed_in, let_in, half_way, wrong, refused, locked or signed_out.")
		}
		q.Outcomes = append(q.Outcomes, outcome)
	}
	var err error
	if q.From, q.To, err = h.historyTime.read(site); err != nil {
		return askedHistory{}, err
	}
	of, err := h.find(c, site, token)
	q.Account = of.id
	return askedHistory{owner: of, query: q}, err
}
