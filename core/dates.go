package core

import (
	"strings"
	"time"

	"gatehouse/core/policy"
)

// date is a local date that days are counted from.
type date struct {
	year  int
	month time.Month
	day   int
	zone  *time.Location
}

// today is the local date of an instant.
func today(now time.Time, zone *time.Location) date {
	year, month, day := now.In(zone).Date()
	return date{year, month, day, zone}
}

// ReadDate reads a date of the site that was typed as 2027-03-01, and no other
// way: 1/3 is a day in January to some and one in March to others. The moment is
// the noon of the day, which every day has.
func (s *Site) ReadDate(typed string) (time.Time, bool) {
	day, err := time.Parse(time.DateOnly, strings.TrimSpace(typed))
	if err != nil {
		return time.Time{}, false
	}
	noon := time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, s.zone)
	return noon, !noon.IsZero() // which stands for no date
}

// start is the first instant of the date so many days later, or of the next one
// when that date does not exist.
func (d date) start(days int) time.Time {
	return policy.StartOfDate(d.year, d.month, d.day+days, d.zone)
}

// impact says which passwords will have expired by the end of the day, and which
// accounts will be locked at that moment for want of use. A date that an
// administrator has set holds whatever the policy says.
//
// A password set on a date expires at the start of the date so many days later,
// so those set before the start of tomorrow less these days will have. An account
// last used on a date is locked from the start of the date one day after so many
// days; where tomorrow does not exist, tonight ends two dates.
func (d date) impact(e policy.Expiration) ImpactQuery {
	var q ImpactQuery
	tonight := d.start(1)
	q.ExpiresBy = tonight.Add(-time.Millisecond)
	if e.MaxAgeDays != nil {
		q.SetBefore = d.start(1 - *e.MaxAgeDays)
	}
	if e.InactivityDays != nil {
		first := 1
		for !d.start(first + 1).After(tonight) {
			first++
		}
		q.IdleBefore = d.start(first - *e.InactivityDays)
	}
	return q
}
