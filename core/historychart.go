package core

import (
	"context"
	"fmt"
	"time"

	"gatehouse/core/policy"
)

// ChartUnit is what one bar of a chart stands for.
type ChartUnit string

// The units.
const (
	ByHour ChartUnit = "hour"
	ByDay  ChartUnit = "day"
)

// longest is how long the time of a chart may be.
func (u ChartUnit) longest() time.Duration {
	if u == ByHour {
		return 31 * 24 * time.Hour
	}
	return 366 * 24 * time.Hour
}

// begin is when the hour or the day of a time begins in a time zone.
func (u ChartUnit) begin(at time.Time, zone *time.Location) time.Time {
	local := at.In(zone)
	if u == ByDay {
		year, month, day := local.Date()
		return policy.StartOfDate(year, month, day, zone)
	}
	into := time.Duration(local.Minute())*time.Minute + time.Duration(local.Second())*time.Second
	return at.Truncate(time.Second).Add(-into).UTC()
}

// next is when the hour or the day after the one that begins then begins. A date may
// not exist, and an hour be shorter.
func (u ChartUnit) next(begin time.Time, zone *time.Location) time.Time {
	if u == ByHour {
		if at := u.begin(begin.Add(time.Hour), zone); at.After(begin) {
			return at
		}
		return begin.Add(time.Hour)
	}
	year, month, day := begin.In(zone).Date()
	for after := 1; ; after++ {
		if at := policy.StartOfDate(year, month, day+after, zone); at.After(begin) {
			return at
		}
	}
}

// HistoryBar counts one hour or day of the site's time zone.
type HistoryBar struct {
	// At is when it begins.
	At        time.Time
	Good, Bad int64
}

// HistoryChart counts, for an account or with 0 for the site, how often people signed in
// and did not, in each hour or day from the one of from on and before to, also where
// there was nothing.
func (s *Site) HistoryChart(ctx context.Context, token Token, id AccountID, from, to time.Time, unit ChartUnit) ([]HistoryBar, error) {
	if unit != ByHour && unit != ByDay || to.Before(from) || to.Sub(from) > unit.longest()+24*time.Hour {
		return nil, &Error{Code: CodeUsage, Text: say("This is too long a time for one chart.")}
	}
	bars := emptyBars(from, to, unit, s.zone)
	var counts []HistoryCount
	err := s.look(ctx, token, RightOwn, func(tx Tx, c caller) error {
		if id != c.account.ID {
			if err := c.may(RightHistory); err != nil {
				return err
			}
		}
		var err error
		if counts, err = tx.HistoryCounts(id, bars[0].At, to); err != nil {
			return fmt.Errorf("count the history: %w", err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	fillBars(bars, counts)
	return bars, nil
}

// emptyBars are the hours or days of a time, one at least.
func emptyBars(from, to time.Time, unit ChartUnit, zone *time.Location) []HistoryBar {
	bars := []HistoryBar{{At: unit.begin(from, zone)}}
	for at := unit.next(bars[0].At, zone); at.Before(to); at = unit.next(at, zone) {
		bars = append(bars, HistoryBar{At: at})
	}
	return bars
}

// fillBars counts each quarter of an hour to the bar that it begins in.
func fillBars(bars []HistoryBar, counts []HistoryCount) {
	at := 0
	for _, count := range counts {
		for at+1 < len(bars) && !bars[at+1].At.After(count.At) {
			at++
		}
		if bars[at].At.After(count.At) {
			continue // of the quarter that the first bar begins within
		}
		bars[at].Good += count.Good
		bars[at].Bad += count.Bad
	}
}
