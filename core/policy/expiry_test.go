package policy

import (
	"testing"
	"time"
	_ "time/tzdata" // the zones must be known on a computer without zone files

	"pgregory.net/rapid"
)

// atZone loads a zone.
func atZone(t interface{ Fatal(args ...any) }, name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// readInstant reads a time.
func readInstant(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// The instants are those of the zone database: days without a midnight, days
// that do not exist, and days that begin twice.
func TestStartOfDate(t *testing.T) {
	tests := []struct{ zone, date, want, why string }{
		{"UTC", "2026-01-01", "2026-01-01T00:00:00Z", "plain"},
		{"Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", "a day of 23 hours"},
		{"Europe/Berlin", "2026-03-30", "2026-03-29T22:00:00Z", "the day after it"},
		{"Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", "a day of 25 hours"},
		{"Europe/Berlin", "2026-10-26", "2026-10-25T23:00:00Z", "the day after it"},
		{"Asia/Kathmandu", "2026-01-01", "2025-12-31T18:15:00Z", "5:45 ahead"},
		{"Asia/Kathmandu", "1986-01-01", "1985-12-31T18:30:00Z", "00:00 became 00:15"},
		{"America/Sao_Paulo", "2017-10-15", "2017-10-15T03:00:00Z", "00:00 became 01:00"},
		{"America/Sao_Paulo", "2018-02-18", "2018-02-18T03:00:00Z", "00:00 became 23:00 of the day before"},
		{"America/Sao_Paulo", "2018-02-17", "2018-02-17T02:00:00Z", "a day of 25 hours"},
		{"America/Havana", "2017-11-05", "2017-11-05T04:00:00Z", "two midnights: the first"},
		{"America/Havana", "2018-03-11", "2018-03-11T05:00:00Z", "00:00 became 01:00"},
		{"Atlantic/Azores", "2023-10-29", "2023-10-29T00:00:00Z", "two midnights: the first"},
		{"Atlantic/Azores", "2023-03-26", "2023-03-26T01:00:00Z", "00:00 became 01:00"},
		{"Asia/Beirut", "2022-10-30", "2022-10-29T22:00:00Z", "00:00 became 23:00 of the day before"},
		{"America/St_Johns", "2010-11-07", "2010-11-07T02:30:00Z", "begins, stops after a minute and begins again: the first"},
		{"Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00Z", "before the skipped day"},
		{"Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", "a day that does not exist"},
		{"Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", "the day after it"},
		{"Pacific/Kwajalein", "1993-08-21", "1993-08-21T12:00:00Z", "a day that does not exist"},
		{"Pacific/Kwajalein", "1993-08-22", "1993-08-21T12:00:00Z", "the day after it"},
		{"America/Juneau", "1867-10-18", "1867-10-17T08:57:41Z", "a day that was there twice: the first"},
		{"Africa/Monrovia", "1972-01-07", "1972-01-07T00:44:30Z", "an offset with seconds"},
		{"Europe/Berlin", "2052-12-31", "2052-12-30T23:00:00Z", "the last day of a leap year beyond the table"},
		{"Europe/Berlin", "9999-12-31", "9999-12-30T23:00:00Z", "the last year"},
		{"Europe/Berlin", "2400-07-01", "2400-06-30T22:00:00Z", "a summer beyond the table"},
	}
	for _, tt := range tests {
		t.Run(tt.zone+" "+tt.date, func(t *testing.T) {
			date, err := time.Parse(time.DateOnly, tt.date)
			if err != nil {
				t.Fatal(err)
			}
			zone := atZone(t, tt.zone)
			got := StartOfDate(date.Year(), date.Month(), date.Day(), zone)
			if !got.Equal(readInstant(t, tt.want)) || got.Location() != time.UTC {
				t.Errorf("%s: %v, want %s", tt.why, got, tt.want)
			}
			if scanned := scanStart(date, zone); !got.Equal(scanned) {
				t.Errorf("%s: %v, but a scan finds %v", tt.why, got, scanned)
			}
		})
	}
}

// scanStart finds the first instant of a date by looking at every minute
// since no zone can have reached it, and then at every second of one.
func scanStart(date time.Time, zone *time.Location) time.Time {
	wanted := date.Unix() / 86400
	reached := func(t time.Time) bool {
		y, m, d := t.In(zone).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()/86400 >= wanted
	}
	at := date.Add(-27 * time.Hour)
	for !reached(at) {
		at = at.Add(time.Minute)
	}
	for reached(at.Add(-time.Second)) {
		at = at.Add(-time.Second)
	}
	return at
}

// oddZones have midnights that are hard to find.
var oddZones = []string{
	"Africa/Cairo", "Africa/Casablanca", "Africa/Monrovia", "America/Asuncion", "America/Havana", "America/Juneau",
	"America/Nuuk", "America/Santiago", "America/Sao_Paulo", "America/Scoresbysund", "America/St_Johns", "Antarctica/Casey",
	"Antarctica/Troll", "Asia/Amman", "Asia/Beirut", "Asia/Damascus", "Asia/Gaza", "Asia/Kathmandu", "Asia/Manila",
	"Asia/Pyongyang", "Asia/Tehran", "Atlantic/Azores", "Australia/Lord_Howe", "Europe/Berlin", "Europe/Dublin",
	"Europe/Moscow", "Pacific/Apia", "Pacific/Chatham", "Pacific/Enderbury", "Pacific/Kiritimati", "Pacific/Kwajalein", "UTC",
}

// Around every change of the offset since 1960 the start of the date is what a
// scan finds.
func TestStartOfDateAtEveryChange(t *testing.T) {
	for _, name := range oddZones {
		zone := atZone(t, name)
		last := time.Date(2045, 1, 1, 0, 0, 0, 0, time.UTC)
		for at := time.Date(1960, 1, 1, 0, 0, 0, 0, time.UTC); at.Before(last); {
			_, end := at.In(zone).ZoneBounds()
			if end.IsZero() {
				break
			}
			if !end.After(at) {
				end = at.Add(24 * time.Hour)
			}
			at = end
			if hour := at.Add(-time.Second).In(zone).Hour(); hour > 1 && hour < 22 && at.In(zone).Hour() > 1 {
				continue // far from a midnight
			}
			for day := -1; day <= 1; day++ {
				y, m, d := at.In(zone).Date()
				date := time.Date(y, m, d+day, 0, 0, 0, 0, time.UTC)
				if got, want := StartOfDate(y, m, d+day, zone), scanStart(date, zone); !got.Equal(want) {
					t.Errorf("%s %s: %v, want %v", name, date.Format(time.DateOnly), got, want)
				}
			}
		}
	}
}

func TestStartOfDateAnywhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := atZone(t, rapid.SampledFrom(oddZones).Draw(t, "zone"))
		if rapid.Bool().Draw(t, "fixed") {
			zone = time.FixedZone("", rapid.IntRange(-25*3600, 26*3600).Draw(t, "offset"))
		}
		y := rapid.IntRange(1850, 10010).Draw(t, "year")
		m := time.Month(rapid.IntRange(1, 12).Draw(t, "month"))
		d := rapid.IntRange(1, 31).Draw(t, "day")
		if got, want := StartOfDate(y, m, d, zone), scanStart(time.Date(y, m, d, 0, 0, 0, 0, time.UTC), zone); !got.Equal(want) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}

func TestLockedFrom(t *testing.T) {
	tests := []struct {
		zone, last string
		days       int
		want       string
	}{
		// 2026-01-01 and 91 days is 2026-04-02.
		{"Europe/Berlin", "2026-01-01T08:00:00+01:00", 90, "2026-04-02T00:00:00+02:00"},
		{"Europe/Berlin", "2026-01-01T00:00:00+01:00", 90, "2026-04-02T00:00:00+02:00"},
		{"Europe/Berlin", "2026-01-01T23:59:59.999999999+01:00", 90, "2026-04-02T00:00:00+02:00"},
		{"Europe/Berlin", "2025-12-31T23:30:00Z", 90, "2026-04-02T00:00:00+02:00"},
		{"Europe/Berlin", "2026-08-01T12:00:00+02:00", 90, "2026-10-31T00:00:00+01:00"},
		{"Europe/Berlin", "2026-03-28T12:00:00+01:00", 1, "2026-03-30T00:00:00+02:00"},
		{"Asia/Kathmandu", "2026-01-01T18:14:59Z", 90, "2026-04-02T00:00:00+05:45"},
		{"Asia/Kathmandu", "2026-01-01T18:15:00Z", 90, "2026-04-03T00:00:00+05:45"},
		{"America/Sao_Paulo", "2017-07-16T12:00:00-03:00", 90, "2017-10-15T01:00:00-02:00"},
		{"Pacific/Apia", "2011-09-30T12:00:00-10:00", 90, "2011-12-31T00:00:00+14:00"},
		{"UTC", "9999-12-31T23:59:59Z", MaxDays, ""},
	}
	for _, tt := range tests {
		t.Run(tt.zone+" "+tt.last, func(t *testing.T) {
			got := LockedFrom(readInstant(t, tt.last), tt.days, atZone(t, tt.zone))
			want := time.Date(9999, 12, 31+MaxDays+1, 0, 0, 0, 0, time.UTC)
			if tt.want != "" {
				want = readInstant(t, tt.want)
			}
			if !got.Equal(want) {
				t.Errorf("LockedFrom = %v, want %v", got, want)
			}
		})
	}
}

func TestExpiresAndWarns(t *testing.T) {
	tests := []struct {
		zone, changed       string
		age, warn           int
		expires, warnedFrom string
	}{
		{"Europe/Berlin", "2026-03-01T23:59:00+01:00", 30, 5, "2026-03-31T00:00:00+02:00", "2026-03-26T00:00:00+01:00"},
		{"Europe/Berlin", "2026-10-01T00:00:00+02:00", 30, 5, "2026-10-31T00:00:00+01:00", "2026-10-26T00:00:00+01:00"},
		{"Europe/Berlin", "2026-10-01T00:00:00+02:00", 25, 1, "2026-10-26T00:00:00+01:00", "2026-10-25T00:00:00+02:00"},
		{"Asia/Kathmandu", "2026-01-31T18:15:00Z", 1, 1, "2026-02-02T00:00:00+05:45", "2026-02-01T00:00:00+05:45"},
		{"America/Sao_Paulo", "2017-10-10T12:00:00-03:00", 10, 5, "2017-10-20T00:00:00-02:00", "2017-10-15T01:00:00-02:00"},
		{"Pacific/Apia", "2011-12-20T12:00:00-10:00", 10, 1, "2011-12-31T00:00:00+14:00", "2011-12-31T00:00:00+14:00"},
		{"Europe/Berlin", "2026-01-01T12:00:00+01:00", 1024, 5, "2028-10-21T00:00:00+02:00", "2028-10-16T00:00:00+02:00"},
		{"UTC", "2024-02-28T12:00:00Z", 1, 1, "2024-02-29T00:00:00Z", "2024-02-28T00:00:00Z"},
		{"UTC", "2026-01-01T12:00:00Z", 0, 0, "2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z"},
		{"UTC", "2026-01-01T12:00:00Z", 1 << 62, 1 << 62, "2035-12-30T00:00:00Z", "2026-01-01T00:00:00Z"},
	}
	for _, tt := range tests {
		t.Run(tt.zone+" "+tt.changed, func(t *testing.T) {
			zone := atZone(t, tt.zone)
			expires := Expires(readInstant(t, tt.changed), tt.age, zone)
			if !expires.Equal(readInstant(t, tt.expires)) {
				t.Errorf("Expires = %v, want %s", expires, tt.expires)
			}
			if got := WarnsFrom(expires, tt.warn, zone); !got.Equal(readInstant(t, tt.warnedFrom)) {
				t.Errorf("WarnsFrom = %v, want %s", got, tt.warnedFrom)
			}
		})
	}
}

func TestDaysLeft(t *testing.T) {
	tests := []struct {
		zone, expires, now string
		want               int
	}{
		{"Europe/Berlin", "2026-03-31T00:00:00+02:00", "2026-03-26T00:00:00+01:00", 5},
		{"Europe/Berlin", "2026-03-31T00:00:00+02:00", "2026-03-25T23:59:59+01:00", 6},
		{"Europe/Berlin", "2026-03-31T00:00:00+02:00", "2026-03-30T23:59:59+02:00", 1},
		{"Europe/Berlin", "2026-03-31T00:00:00+02:00", "2026-03-31T00:00:00+02:00", 0},
		{"Europe/Berlin", "2026-03-31T00:00:00+02:00", "2026-04-02T12:00:00+02:00", -2},
		{"Asia/Kathmandu", "2026-02-01T18:15:00Z", "2026-02-01T18:14:59Z", 1},
		{"UTC", "2026-03-31T15:00:00Z", "2026-03-31T09:00:00Z", 0}, // an administrator moved the date to an afternoon
		{"America/St_Johns", "2010-11-07T02:30:00Z", "2010-11-07T03:00:00Z", 0},
		{"UTC", "9999-12-31T00:00:00Z", "1970-01-01T00:00:00Z", 2932896},
	}
	for _, tt := range tests {
		t.Run(tt.zone+" "+tt.now, func(t *testing.T) {
			if got := DaysLeft(readInstant(t, tt.expires), readInstant(t, tt.now), atZone(t, tt.zone)); got != tt.want {
				t.Errorf("DaysLeft = %d, want %d", got, tt.want)
			}
		})
	}
}

// The activity's own date never locks, whatever the zone: at least the whole
// days are left, and the lock is the first instant of its date.
func TestLockedFromLeavesWholeDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := atZone(t, rapid.SampledFrom(oddZones).Draw(t, "zone"))
		last := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "last"), 0)
		days := rapid.IntRange(1, MaxDays).Draw(t, "days")
		locked := LockedFrom(last, days, zone)
		if got := dateNumber(locked.In(zone)) - dateNumber(last.In(zone)); got < days+1 || got > days+2 {
			t.Fatalf("locked %d dates later, want %d", got, days+1)
		}
		if before := dateNumber(locked.Add(-1).In(zone)) - dateNumber(last.In(zone)); before > days {
			t.Fatalf("%v is not the first instant", locked)
		}
		if expires := Expires(last, days+1, zone); days < MaxDays && !expires.Equal(locked) {
			t.Fatalf("a password of %d days expires at %v, not at %v", days+1, expires, locked)
		}
	})
}
