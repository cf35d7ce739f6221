package policy

import (
	"testing"
	"time"
)

// Failures that another policy counted without a lock are no credit: the next one
// locks, and the schedule goes on from there. One lock of any policy ends that.
func TestOverdueLock(t *testing.T) {
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	l := Lockout{Enabled: true, FirstLockAt: new(3), FailuresPerNextLock: new(50), Durations: readSchedule(t, "1M;5M;1H")}
	raw := l
	raw.IndexBase = IndexRawFailure
	off := l
	off.Enabled = false
	locked := Failures{Count: 6, Run: 6, Last: at}.LockedBy(Lock{For: time.Minute}, at.Add(-time.Hour))
	for name, test := range map[string]struct {
		l     Lockout
		f     Failures
		wants Lock
		locks bool
	}{
		"before the first":     {l, Failures{Count: 1, Run: 1, Last: at}, Lock{}, false},
		"the first":            {l, Failures{Count: 2, Run: 2, Last: at}, Lock{For: time.Minute}, true},
		"overdue":              {l, Failures{Count: 6, Run: 6, Last: at}, Lock{For: time.Minute}, true},
		"overdue, by failures": {raw, Failures{Count: 3, Run: 3, Last: at}, Lock{For: time.Hour}, true},
		"locked before":        {l, locked, Lock{}, false},
		"off":                  {off, Failures{Count: 6, Run: 6, Last: at}, Lock{}, false},
	} {
		after, lock, locks := test.l.Fail(test.f, at)
		if lock != test.wants || locks != test.locks || locks && after.LockedAt != at {
			t.Errorf("%s: %+v, %v", name, lock, locks)
		}
	}
}
