package policy

import (
	"slices"
	"time"
)

// changeSpan is the rolling span in which changes_per_day counts: 24 hours, on
// days with a change of the clocks too.
const changeSpan = 24 * time.Hour

// NextChange returns the first instant at which a person may change the own
// password again, and the zero time when now is allowed.
//
// own are the times of the successful changes that the person chose to make, in
// any order; changes that were demanded and those of an administrator are not
// among them. A demanded change is exempt from both limits, or the account
// would be stuck, so its caller does not ask. Of three changes a day the fourth
// is allowed 24 hours after the first. A time in the future, written while the
// clock was wrong, counts.
func NextChange(c Change, own []time.Time, now time.Time) time.Time {
	latest := slices.SortedFunc(slices.Values(own), func(a, b time.Time) int { return b.Compare(a) })
	var next time.Time
	if c.ChangesPerDay != nil {
		if limit := atLeastOne(c.ChangesPerDay); len(latest) >= limit {
			next = latest[limit-1].Add(changeSpan)
		}
	}
	if c.MinAge != nil && len(latest) > 0 {
		if aged := latest[0].Add(c.MinAge.Length()); aged.After(next) {
			next = aged
		}
	}
	if !next.After(now) {
		return time.Time{}
	}
	return next
}
