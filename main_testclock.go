//go:build testclock

package main

import (
	"fmt"
	"os"
	"time"
)

// now is the time that GATEHOUSE_NOW (RFC 3339) sets, else the system's. Tests
// of the whole program move time by it; a released program has no such thing.
func now() time.Time {
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
