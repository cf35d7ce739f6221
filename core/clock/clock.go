//go:build !testclock

// Package clock gives the time of the system. Programs built for tests, with
// the build tag testclock, take it from their environment instead, so that
// whole-program tests can move time; a release has no such way in.
package clock

import "time"

// Now is the time of the system.
func Now() time.Time { return time.Now() }
