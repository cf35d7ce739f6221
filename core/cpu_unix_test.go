//go:build unix

package core_test

import (
	"time"

	"golang.org/x/sys/unix"
)

// processorTime is what this process has used so far.
func processorTime() time.Duration {
	var use unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &use); err != nil {
		return 0
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}
