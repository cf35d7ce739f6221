package policy

import "time"

// offsetBound is more than any zone differs from UTC: RFC 8536, 3.2 keeps
// offsets within −25 and +26 hours.
const offsetBound = 48 * time.Hour

// secondsPerDay is the length of a date of UTC.
const secondsPerDay = 24 * 60 * 60

// StartOfDate returns, in UTC, the first instant whose local date in the zone is
// the given one or a later one. A date beyond the end of its month is one of the
// next month, as in time.Date.
//
// It is not the midnight that time.Date builds: some dates begin at 01:00, some
// do not exist, and where the clock goes back over midnight a date begins,
// stops and begins again; its first beginning counts.
func StartOfDate(year int, month time.Month, day int, zone *time.Location) time.Time {
	// Between two changes the local time is UTC plus an offset, so that midnight
	// is at one known instant. The first stretch of time that reaches it has it.
	midnight := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	for from := midnight.Add(-offsetBound); ; {
		local := from.In(zone)
		_, offset := local.Zone()
		start := midnight.Add(-time.Duration(offset) * time.Second)
		if start.Before(from) {
			start = from
		}
		_, end := local.ZoneBounds()
		if !end.IsZero() && !end.After(from) {
			// Beyond the zone's table package time ends each year after 365 days: this
			// is the last day of a leap year, without another change.
			end = from.Truncate(24 * time.Hour).Add(24 * time.Hour)
		}
		if end.IsZero() || start.Before(end) {
			return start
		}
		from = end.UTC()
	}
}

// afterDays is the first instant of the local date so many days after that of t.
func afterDays(t time.Time, days int, zone *time.Location) time.Time {
	year, month, day := t.In(zone).Date()
	return StartOfDate(year, month, day+days, zone)
}

// boundedDays keeps a number of days in bounds: a policy that Validate would
// refuse is applied with the nearest that it would not.
func boundedDays(days int) int { return min(max(days, 1), MaxDays) }

// LockedFrom returns, in UTC, the first instant at which an account without
// activity is locked: when the last of its days ends, that is the first instant
// whose local date is the date of the last activity and the days and one, or
// later. The activity is the latest of the last sign-in, the creation and the
// last unlock.
func LockedFrom(lastActivity time.Time, inactivityDays int, zone *time.Location) time.Time {
	return afterDays(lastActivity, boundedDays(inactivityDays)+1, zone)
}

// Expires returns, in UTC, the first instant at which a password is expired:
// the first whose local date is the date of its change and the days, or later.
// That date is the expiration date before which the password is to be changed.
func Expires(changed time.Time, maxAgeDays int, zone *time.Location) time.Time {
	return afterDays(changed, boundedDays(maxAgeDays), zone)
}

// WarnsFrom returns, in UTC, the first instant of the local date so many days
// before the date on which a password expires.
func WarnsFrom(expires time.Time, warnDays int, zone *time.Location) time.Time {
	return afterDays(expires, -boundedDays(warnDays), zone)
}

// DaysLeft counts the dates from now to the one on which a password expires, in
// local dates: 1 the day before, 0 on that date, less after it. A password that
// has expired never has a day left.
func DaysLeft(expires, now time.Time, zone *time.Location) int {
	days := dateNumber(expires.In(zone)) - dateNumber(now.In(zone))
	if !now.Before(expires) {
		return min(days, 0)
	}
	return max(days, 0)
}

// dateNumber numbers the dates.
func dateNumber(t time.Time) int {
	year, month, day := t.Date()
	// Seconds, as a time.Duration holds no more than 292 years.
	return int(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}
