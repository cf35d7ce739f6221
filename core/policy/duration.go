package policy

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Unit is the unit in which a duration was typed.
type Unit byte

// The units. A day is 24 hours.
const (
	Minutes Unit = 'M'
	Hours   Unit = 'H'
	Days    Unit = 'D'
)

// length is one unit's duration, 0 for none.
func (u Unit) length() time.Duration {
	switch u {
	case Minutes:
		return time.Minute
	case Hours:
		return time.Hour
	case Days:
		return 24 * time.Hour
	}
	return 0
}

// Duration is a number of units, kept as it was typed: "90M" is not printed as
// "1H30M".
type Duration struct {
	Count int
	Unit  Unit
}

// longest is the largest count of the unit within [MaxLockDuration], 0 for what
// is no unit. Counts are compared with it and not multiplied first: 106,752 days
// would overflow into the past.
func (u Unit) longest() int {
	if u.length() == 0 {
		return 0
	}
	return int(MaxLockDuration / u.length())
}

// Length is the exact duration, and 0 for one that ParseDuration would refuse.
func (d Duration) Length() time.Duration {
	if d.Count < 1 || d.Count > d.Unit.longest() {
		return 0
	}
	return time.Duration(d.Count) * d.Unit.length()
}

// String is the written form: "30M".
func (d Duration) String() string { return strconv.Itoa(d.Count) + string(rune(d.Unit)) }

// MarshalText gives the written form. A duration that ParseDuration would refuse
// has none: the error is a *DurationError.
func (d Duration) MarshalText() ([]byte, error) {
	if d.Length() == 0 {
		return nil, notWritable(d.String(), 0)
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what ParseDuration reads.
func (d *Duration) UnmarshalText(text []byte) error {
	read, err := ParseDuration(string(text))
	if err != nil {
		return err
	}
	*d = read
	return nil
}

// Schedule is a list of lock durations, or a lock that only an administrator
// ends.
type Schedule struct {
	// UntilAdmin: every lock lasts until an administrator ends it, whatever
	// Durations says.
	UntilAdmin bool
	Durations  []Duration
}

// untilAdmin is the written form of a lock that only an administrator ends.
const untilAdmin = "until_admin"

// String is the written form: "1M;5M;1D", or "until_admin".
func (s Schedule) String() string {
	if s.UntilAdmin {
		return untilAdmin
	}
	parts := make([]string, len(s.Durations))
	for i, d := range s.Durations {
		parts[i] = d.String()
	}
	return strings.Join(parts, ";")
}

// MarshalText gives the written form. A schedule that ParseSchedule would refuse
// has none: the error is a *DurationError.
func (s Schedule) MarshalText() ([]byte, error) {
	written := s.String()
	if s.UntilAdmin {
		return []byte(written), nil
	}
	for i, d := range s.Durations {
		if d.Length() == 0 {
			return nil, notWritable(d.String(), i+1)
		}
	}
	if len(s.Durations) == 0 || len(s.Durations) > maxDurations {
		_, err := ParseSchedule(written)
		return nil, err
	}
	return []byte(written), nil
}

// UnmarshalText reads what ParseSchedule reads.
func (s *Schedule) UnmarshalText(text []byte) error {
	read, err := ParseSchedule(string(text))
	if err != nil {
		return err
	}
	*s = read
	return nil
}

// DurationError is an entry of a schedule, or a duration, that cannot be read.
type DurationError struct {
	// Entry is what was written, Position its place in the schedule from 1, 0 for
	// a duration that stands alone.
	Entry    string
	Position int
	// Text says what is wrong.
	Text Text
}

// Error implements error with the English sentence.
func (e *DurationError) Error() string { return "policy: " + e.Text.String() }

// longestEntry is how much of an entry an error repeats.
const longestEntry = 24

// short cuts what an error repeats, and shows what a terminal or a window would
// act upon as a replacement character.
func short(entry string) string { return shortened(entry, longestEntry) }

// shortened is short for another length, in bytes.
func shortened(entry string, longest int) string {
	end := ""
	if len(entry) > longest {
		entry, end = strings.ToValidUTF8(entry[:longest], ""), "…"
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, entry) + end
}

// notWritable is the error of a duration made by a program and not by the
// parser: what parsing its written form says.
func notWritable(written string, position int) error {
	_, err := parseEntry(written, position)
	if err == nil {
		err = misread(written, position)
	}
	return err
}

// entryError is the error of an entry: listed says it of one at a position of a
// list, alone of one outside.
func entryError(entry string, position int, listed, alone Text) *DurationError {
	e := &DurationError{Entry: entry, Position: position, Text: listed}
	if position == 0 {
		e.Text = alone
	}
	return e
}

// misread is the error of what is no number and unit.
func misread(entry string, position int) *DurationError {
	return entryError(entry, position,
		say("Entry {{.Position}}, “{{.Entry}}”, is no duration. Write a number and M, H or D, such as 30M",
			"Entry", short(entry), "Position", position),
		say("“{{.Entry}}” is no duration. Write a number and M, H or D, such as 30M", "Entry", short(entry)))
}

// zeroLong is the error of a duration of nothing.
func zeroLong(entry string, position int) *DurationError {
	return entryError(entry, position,
		say("Entry {{.Position}}, “{{.Entry}}”, is no time at all. Choose at least 1M",
			"Entry", short(entry), "Position", position),
		say("“{{.Entry}}” is no time at all. Choose at least 1M", "Entry", short(entry)))
}

// outOfBounds is the error of a duration beyond ten years.
func outOfBounds(entry string, position int) *DurationError {
	return entryError(entry, position,
		say("Entry {{.Position}}, “{{.Entry}}”, is longer than {{.Days}} days",
			"Entry", short(entry), "Position", position, "Days", MaxDays),
		say("“{{.Entry}}” is longer than {{.Days}} days", "Entry", short(entry), "Days", MaxDays))
}

// ParseDuration reads one duration: an integer followed by M (minutes), H
// (hours) or D (days of 24 hours), lower case accepted. Spaces, signs, zero and
// more than 3,650 days are refused with a *DurationError.
func ParseDuration(s string) (Duration, error) { return parseEntry(s, 0) }

// ParseSchedule reads a list of at most 100 durations separated by semicolons,
// or "until_admin". Its error is a *DurationError that names the first entry that
// cannot be read.
func ParseSchedule(s string) (Schedule, error) {
	if s == untilAdmin {
		return Schedule{UntilAdmin: true}, nil
	}
	var all Schedule
	for entry := range strings.SplitSeq(s, ";") {
		position := len(all.Durations) + 1
		d, err := parseEntry(entry, position)
		if err != nil {
			return Schedule{}, err
		}
		if position > maxDurations {
			return Schedule{}, &DurationError{
				Entry: entry, Position: position,
				Text: say("Name at most {{.Max}} lock times", "Max", maxDurations),
			}
		}
		all.Durations = append(all.Durations, d)
	}
	return all, nil
}

// parseEntry reads one duration at a position of a list, 0 outside one.
func parseEntry(entry string, position int) (Duration, error) {
	digits := strings.TrimRight(entry, "MHDmhd")
	if len(entry)-len(digits) != 1 || digits == "" || strings.Trim(digits, "0123456789") != "" {
		return Duration{}, misread(entry, position)
	}
	d := Duration{Unit: Unit(strings.ToUpper(entry[len(digits):])[0])}
	count, err := strconv.ParseInt(digits, 10, 32)
	d.Count = int(count)
	switch {
	case err != nil || d.Count > d.Unit.longest():
		return Duration{}, outOfBounds(entry, position)
	case count == 0:
		return Duration{}, zeroLong(entry, position)
	}
	return d, nil
}
