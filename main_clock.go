//go:build !testclock

package main

import "time"

// now is the time of everything that the program does.
func now() time.Time { return time.Now() }
