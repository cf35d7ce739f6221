package gui

import (
	"testing"
	"time"
)

func TestDates(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	utc := func(text string) time.Time {
		parsed, err := time.Parse("2006-01-02 15:04:05", text)
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	// The site is in London: summer time ended on 25 October 2026 at 01:00 UTC.
	cases := []struct {
		now, then  string
		date, when string
	}{
		{"2026-11-21 08:12:00", "2026-11-21 07:58:00", "21 November", "Today 07:58"},
		{"2026-11-21 08:12:00", "2026-11-21 00:00:00", "21 November", "Today 00:00"},
		{"2026-11-21 08:12:00", "2026-11-20 23:59:59", "20 November", "Yesterday 23:59"},
		{"2026-11-21 08:12:00", "2026-11-20 00:00:00", "20 November", "Yesterday 00:00"},
		{"2026-11-21 08:12:00", "2026-11-19 23:59:59", "19 November", "19 November"},
		{"2026-11-21 08:12:00", "2026-01-01 00:00:00", "1 January", "1 January"},
		{"2026-11-21 08:12:00", "2025-12-31 23:59:59", "31 December 2025", "31 December 2025"},
		{"2026-11-21 08:12:00", "2026-11-21 23:00:00", "21 November", "Today 23:00"},
		{"2026-11-21 08:12:00", "2026-11-22 00:00:00", "22 November", "22 November"},
		{"2026-01-01 00:00:00", "2025-12-31 12:00:00", "31 December 2025", "Yesterday 12:00"},
		// In summer the day begins an hour earlier than it does in UTC.
		{"2026-07-10 12:00:00", "2026-07-09 23:00:00", "10 July", "Today 00:00"},
		{"2026-07-10 12:00:00", "2026-07-08 22:59:00", "8 July", "8 July"},
		// Days around the change of the clock have 25 and 23 hours.
		{"2026-10-26 00:30:00", "2026-10-24 23:00:00", "25 October", "Yesterday 00:00"},
		{"2026-03-30 00:30:00", "2026-03-29 00:00:00", "29 March", "Yesterday 00:00"},
		{"2026-11-21 08:12:00", "0001-01-01 00:00:00", "–", "–"},
	}
	inWindow(t, func(h *hand) {
		for _, c := range cases {
			h.app.now = func() time.Time { return utc(c.now) }
			then := utc(c.then).In(berlin)
			if got := h.app.dateWords(then); got != c.date {
				t.Errorf("at %s the day of %s is %q, want %q", c.now, c.then, got, c.date)
			}
			if got := h.app.whenWords(then); got != c.when {
				t.Errorf("at %s the moment %s is %q, want %q", c.now, c.then, got, c.when)
			}
		}
	})
}

func TestDayAndMonth(t *testing.T) {
	for month := time.January; month <= time.December; month++ {
		if got, want := dayAndMonth(month, 7), "7 "+month.String(); got != want {
			t.Errorf("month %d is %q, want %q", month, got, want)
		}
	}
}
