package access

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// minutesPerDay is the length of the day on the dial.
const minutesPerDay = 24 * 60

// Days is a set of days of the week. The zero value stands for all of them.
type Days uint8

// allDays is the set that names every day.
const allDays Days = 1<<7 - 1

// DaysOf makes a set of days.
func DaysOf(days ...time.Weekday) Days {
	var set Days
	for _, day := range days {
		set |= 1 << day
	}
	return set
}

// Has reports whether the set has a day; the zero value has all.
func (d Days) Has(day time.Weekday) bool { return d == 0 || d&(1<<day) != 0 }

// week lists the days as they are written, Monday first (ISO 8601).
func week() []string { return []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} }

// inWeek makes the set of the day at a place of week.
func inWeek(place int) Days { return 1 << ((place + 1) % 7) }

// names lists the days of the set.
func (d Days) names() []string {
	var names []string
	for place, name := range week() {
		if d&inWeek(place) != 0 {
			names = append(names, name)
		}
	}
	return names
}

// String writes the set as ParseDays reads it, three days and more in a row as
// mon-wed; "" for the zero value.
func (d Days) String() string {
	var parts []string
	names := week()
	for first := 0; first < len(names); first++ {
		end := first
		for end < len(names) && d&inWeek(end) != 0 {
			end++
		}
		switch {
		case end-first >= 3:
			parts = append(parts, names[first]+"-"+names[end-1])
		case end > first:
			parts = append(parts, names[first:end]...)
		}
		first = end
	}
	return strings.Join(parts, ",")
}

// ParseDays reads days such as "mon-fri,sun", each named once. A span may run
// over the end of the week: "fri-mon". The error is an *Error.
func ParseDays(text string) (Days, error) {
	set, err := parseDays(strings.Split(text, ","))
	if err != nil {
		return 0, err
	}
	return set, nil
}

// parseDays reads days and spans of days.
func parseDays(parts []string) (Days, *Error) {
	var set Days
	for _, part := range parts {
		days := span(part)
		switch {
		case days == 0:
			return 0, &Error{Reason: ReasonDays, Word: shown(part)}
		case set&days != 0:
			return 0, &Error{Reason: ReasonDayTwice, Word: shown(part)}
		}
		set |= days
	}
	return set, nil
}

// span reads "mon" or "mon-fri", 0 for what is neither.
func span(text string) Days {
	from, to, isSpan := strings.Cut(text, "-")
	first := slices.Index(week(), from)
	end := first
	if isSpan {
		end = slices.Index(week(), to)
	}
	if first < 0 || end < 0 || isSpan && first == end {
		return 0
	}
	set := inWeek(first)
	for place := first; place != end; {
		place = (place + 1) % 7
		set |= inWeek(place)
	}
	return set
}

// Hours are hours of some days, by the clock on the wall.
type Hours struct {
	// Days are those on which the hours begin.
	Days Days
	// From and To are minutes of the day, 0 to 1,439. To is the first that is not
	// among them. Where it is before From, the hours run over midnight into the
	// next day. Where both are the same, they are the whole day, from midnight to
	// midnight.
	From, To int
}

// isValid reports whether the hours have a written form.
func (h Hours) isValid() bool {
	return h.Days <= allDays && h.From >= 0 && h.From < minutesPerDay && h.To >= 0 && h.To < minutesPerDay
}

// hasTimes reports whether the times are written: without them it is the whole
// day, and with neither days nor times nothing would be written.
func (h Hours) hasTimes() bool { return h.From != 0 || h.To != 0 || h.Days == 0 }

// String writes the hours as a rule has them: "mon-fri 22:00-06:00".
func (h Hours) String() string {
	text := h.Days.String()
	if !h.hasTimes() {
		return text
	}
	if text != "" {
		text += " "
	}
	return text + clock(h.From) + "-" + clock(h.To)
}

// clock writes a minute of the day.
func clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// parseClock reads a time of day: two digits, a colon, two digits.
func parseClock(text string) (int, *Error) {
	wrong := &Error{Reason: ReasonTime, Word: shown(text)}
	if len(text) != 5 || text[2] != ':' {
		return 0, wrong
	}
	minute := 0
	for i, unit := range []int{10 * 60, 60, 0, 10, 1} {
		if i == 2 {
			continue
		}
		digit := int(text[i]) - '0'
		if digit < 0 || digit > 9 || i == 3 && digit > 5 {
			return 0, wrong
		}
		minute += digit * unit
	}
	if minute >= minutesPerDay {
		return 0, wrong
	}
	return minute, nil
}

// parseEnd is parseClock that also knows 24:00, the midnight at the end of a day.
func parseEnd(text string) (int, *Error) {
	if text == "24:00" {
		return 0, nil
	}
	return parseClock(text)
}

// wall is what clock and calendar on the wall show.
type wall struct {
	minute        int
	today, before time.Weekday
}

// wallAt looks at the wall at an instant. The day before is the last date that
// there was: a zone that moved over the date line has lost one.
func wallAt(at time.Time, zone *time.Location) wall {
	if zone == nil {
		zone = time.UTC
	}
	local := at.In(zone)
	year, month, day := local.Date()
	before := local.Weekday() + 6
	// No zone has changed its clock so much that a date that exists has no noon.
	if noon := time.Date(year, month, day-1, 12, 0, 0, 0, zone); noon.Weekday() != before%7 {
		before--
	}
	return wall{local.Hour()*60 + local.Minute(), local.Weekday(), before % 7}
}

// hold reports whether it is now one of the hours; nil is at any time.
func (h *Hours) hold(now wall) bool {
	switch {
	case h == nil:
		return true
	case h.From == h.To:
		return h.Days.Has(now.today)
	case h.From < h.To:
		return h.Days.Has(now.today) && now.minute >= h.From && now.minute < h.To
	}
	return h.Days.Has(now.today) && now.minute >= h.From || h.Days.Has(now.before) && now.minute < h.To
}

// minutes are a set of minutes of the week.
type minutes [7*minutesPerDay/64 + 1]uint64

// inTheWeek lists all minutes at which the hours hold, in a week in which the
// clock is not changed.
func (h *Hours) inTheWeek() *minutes {
	var set minutes
	for i := range 7 * minutesPerDay {
		today := time.Weekday(i / minutesPerDay)
		if h.hold(wall{i % minutesPerDay, today, (today + 6) % 7}) {
			set[i/64] |= 1 << (i % 64)
		}
	}
	return &set
}

// covers reports whether the set has all of another one.
func (m *minutes) covers(other *minutes) bool {
	for i := range other {
		if other[i]&^m[i] != 0 {
			return false
		}
	}
	return true
}
