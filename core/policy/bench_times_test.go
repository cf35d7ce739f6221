package policy

import (
	"testing"
	"time"
)

// A sweep asks for the lock instant of every account.
func BenchmarkLockedFrom(b *testing.B) {
	zone := atZone(b, "Europe/Berlin")
	for name, last := range map[string]time.Time{
		"table":     time.Date(2026, 7, 1, 12, 0, 0, 0, zone),
		"rule":      time.Date(2060, 1, 1, 12, 0, 0, 0, zone),
		"rule_leap": time.Date(2060, 10, 2, 12, 0, 0, 0, zone),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				LockedFrom(last, 90, zone)
			}
		})
	}
}

func BenchmarkFail(b *testing.B) {
	l := Default().Lockout
	f := Failures{Count: 3, Last: firstTry}
	b.ReportAllocs()
	for b.Loop() {
		l.Fail(f, firstTry)
	}
}
