package core

import (
	"sync/atomic"
	"time"
)

// pace lets something be done from time to time by whoever comes along. The zero
// value is ready.
type pace struct {
	// last is when it was due last, in Unix milliseconds, 0 for never.
	last atomic.Int64
}

// due tells whether it is due now, to one caller in each span of time. Time that
// went back makes it due.
func (p *pace) due(now time.Time, every time.Duration) bool {
	last, at := p.last.Load(), now.UnixMilli()
	if last != 0 && at >= last && at-last < every.Milliseconds() {
		return false
	}
	return p.last.CompareAndSwap(last, at)
}
