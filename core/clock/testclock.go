//go:build testclock

// Package clock gives the time that GATEHOUSE_NOW sets (RFC 3339), for
// whole-program tests. It is never part of a release.
package clock

import (
	"fmt"
	"os"
	"time"
)

// Now is the time that GATEHOUSE_NOW sets, else the system's. A time that
// cannot be read ends the program: a test must not run at another time than it
// says.
func Now() time.Time {
	text := os.Getenv("GATEHOUSE_NOW")
	if text == "" {
		return time.Now()
	}
	set, err := time.Parse(time.RFC3339, text)
	if err != nil {
		fmt.Fprintln(os.Stderr, "GATEHOUSE_NOW is not a time of RFC 3339.")
		os.Exit(2)
	}
	return set
}
