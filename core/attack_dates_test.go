package core_test

import (
	"testing"
	"time"

	"gatehouse/core"
)

// A date of long ago is no word for "by the policy", wherever the site is: the noon
// of the first day of the first year is the zero time in one zone.
func TestNoDateIsTheZeroTime(t *testing.T) {
	b := bedIn(t, core.Config{Hasher: cheap(t, 64)}, "Etc/GMT-12", time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC))
	b.store, b.site = b.open(nil)
	if day, ok := b.site.ReadDate("0001-01-01"); ok && day.IsZero() {
		t.Error("a date is none")
	}
	if _, ok := b.site.ReadDate("2027-03-01"); !ok {
		t.Error("a date is not read")
	}
}
