package core_test

import (
	"testing"
	"time"

	"gatehouse/core"
)

// While the clock is not believed, somebody edits by hand what is kept of it, or
// the newest line of the log: neither in the program that runs nor in a new one
// does time go on from another moment, and everybody gets in as before.
func TestEditedRowsOfTheClock(t *testing.T) {
	const newest = " WHERE seq = (SELECT max(seq) FROM events)"
	for name, edit := range map[string]string{
		"no row":            "DELETE FROM site_clock",
		"no shift":          "UPDATE site_clock SET shift = 0",
		"greatest shift":    "UPDATE site_clock SET shift = 9223372036854775807",
		"least shift":       "UPDATE site_clock SET shift = -9223372036854775808",
		"greatest mark":     "UPDATE site_clock SET mark = 9223372036854775807",
		"least mark":        "UPDATE site_clock SET mark = -9223372036854775808",
		"another word":      "UPDATE site_clock SET confirmed = 9223372036854775807",
		"greatest line":     "UPDATE events SET at = 9223372036854775807" + newest,
		"least line":        "UPDATE events SET at = -9223372036854775808" + newest,
		"line of 1970":      "UPDATE events SET at = 0" + newest,
		"line is cut off":   "DELETE FROM events" + newest,
		"line of next week": "UPDATE events SET at = at + 604800000" + newest,
	} {
		t.Run(name, func(t *testing.T) {
			for _, jump := range []time.Duration{40 * day, -40 * day} {
				b := newBed(t)
				b.root()
				b.clock.jump(jump)
				b.root()
				b.fail("nobody", 1)
				want := b.clockView()
				b.byHand("DROP TRIGGER events_keep", "DROP TRIGGER events_stay", edit)
				_, fresh := b.open(nil)
				for _, site := range []*core.Site{b.site, fresh} {
					view, err := site.Clock(t.Context())
					must(t, err)
					if !view.Site.Equal(want.Site) || !view.Held {
						t.Errorf("moved from %+v to %+v", want, view)
					}
					_, _, err = tryOn(t.Context(), site, "ada", rootPassword)
					must(t, err)
				}
			}
		})
	}
}
