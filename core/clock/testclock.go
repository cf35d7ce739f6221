//go:build testclock

// Package clock gives the time that GATEHOUSE_NOW sets (RFC 3339), for
// whole-program tests. It is never part of a release.
package clock

import (
	"os"
	"time"
)

// Now is the time that GATEHOUSE_NOW sets, and the system's where it sets none
// or one that cannot be read.
func Now() time.Time {
	set, err := time.Parse(time.RFC3339, os.Getenv("GATEHOUSE_NOW"))
	if err != nil {
		return time.Now()
	}
	return set
}
