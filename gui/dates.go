package gui

import "time"

// dayAgo tells how a moment is named from now.
type dayAgo int

const (
	// dayOther is named by its date.
	dayOther dayAgo = iota
	dayToday
	dayYesterday
)

// dayAgo places a moment against the days of the site's zone. A moment that is
// still to come is named by its date, unless it is later today.
func (a *App) dayAgo(t time.Time) dayAgo {
	now := a.now().In(a.site.Zone())
	switch dateOf(t.In(a.site.Zone())) {
	case dateOf(now):
		return dayToday
	case dateOf(now.AddDate(0, 0, -1)):
		return dayYesterday
	}
	return dayOther
}

// calendarDate is a day of a calendar.
type calendarDate struct {
	year  int
	month time.Month
	day   int
}

// dateOf is the day of a moment in the moment's own zone.
func dateOf(t time.Time) calendarDate {
	year, month, day := t.Date()
	return calendarDate{year: year, month: month, day: day}
}

// dateWords is the day of a moment in the site's zone, such as "23 November",
// with a year when it is not this one. A zero moment is a dash.
func (a *App) dateWords(t time.Time) string {
	if t.IsZero() {
		return noDate
	}
	local := t.In(a.site.Zone())
	words := dayAndMonth(local.Month(), local.Day())
	if local.Year() == a.now().In(a.site.Zone()).Year() {
		return words
	}
	return trf("{{.Date}} {{.Year}}", "Date", words, "Year", local.Year())
}

// whenWords is dateWords, but today and yesterday come with the time: "Today
// 07:58".
func (a *App) whenWords(t time.Time) string {
	if t.IsZero() {
		return noDate
	}
	switch a.dayAgo(t) {
	case dayToday:
		return trf("Today {{.Time}}", "Time", a.clock(t))
	case dayYesterday:
		return trf("Yesterday {{.Time}}", "Time", a.clock(t))
	}
	return a.dateWords(t)
}

// daysUntil counts the dates from now to the one of a moment: 0 is today, 1 is
// tomorrow, less than 0 is over.
func (a *App) daysUntil(t time.Time) int {
	number := func(t time.Time) int {
		d := dateOf(t.In(a.site.Zone()))
		return int(time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
	}
	return number(t) - number(a.now())
}

// readDate reads a date that was typed as 2027-03-01, and no other way.
func (a *App) readDate(typed string) (time.Time, bool) { return a.site.ReadDate(typed) }

// dateTyped writes a date as readDate reads it.
func (a *App) dateTyped(t time.Time) string { return t.In(a.site.Zone()).Format(time.DateOnly) }

// expiryWords says when a password expires.
func (a *App) expiryWords(at time.Time) string {
	if at.IsZero() {
		return tr("It does not expire")
	}
	date := a.dateWords(at)
	if !at.After(a.now()) {
		return trf("Expired on {{.Date}}", "Date", date)
	}
	switch days := a.daysUntil(at); days {
	case 0:
		return tr("Expires today")
	case 1:
		return trf("Expires tomorrow, on {{.Date}}", "Date", date)
	default:
		return trn("Expires on {{.Date}}, in {{.N}} days", days, "Date", date)
	}
}

// noDate stands where something has never been.
const noDate = "–"

// dayAndMonth is a day of the year. Each month is a text of its own, because
// languages bend the month, or put it first.
func dayAndMonth(month time.Month, day int) string {
	switch month {
	case time.January:
		return trf("{{.Day}} January", "Day", day)
	case time.February:
		return trf("{{.Day}} February", "Day", day)
	case time.March:
		return trf("{{.Day}} March", "Day", day)
	case time.April:
		return trf("{{.Day}} April", "Day", day)
	case time.May:
		return trf("{{.Day}} May", "Day", day)
	case time.June:
		return trf("{{.Day}} June", "Day", day)
	case time.July:
		return trf("{{.Day}} July", "Day", day)
	case time.August:
		return trf("{{.Day}} August", "Day", day)
	case time.September:
		return trf("{{.Day}} September", "Day", day)
	case time.October:
		return trf("{{.Day}} October", "Day", day)
	case time.November:
		return trf("{{.Day}} November", "Day", day)
	default:
		return trf("{{.Day}} December", "Day", day)
	}
}
