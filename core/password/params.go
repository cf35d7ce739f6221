package password

import (
	"errors"
	"fmt"
)

// Bounds of the parameters of any hash this package computes, its own or a
// stored one. They bound what a hand-edited store can cost.
const (
	// MaxMemoryKiB is 1 GiB.
	MaxMemoryKiB = 1 << 20
	// MaxTime is the largest number of passes.
	MaxTime = 64
)

// Errors about parameters.
var (
	// ErrWeakParams: parameters below Floor.
	ErrWeakParams = errors.New("password: hash parameters below the floor")
	// ErrParams: parameters that argon2 does not define or that cost too much.
	ErrParams = errors.New("password: hash parameters out of bounds")
)

// Params is the cost of one argon2id hash (RFC 9106, section 3.1).
type Params struct {
	// MemoryKiB is the memory in KiB.
	MemoryKiB uint32
	// Time is the number of passes over the memory.
	Time uint32
	// Threads is the number of lanes.
	Threads uint8
}

// Floor returns the least cost a site may choose: 19 MiB, two passes, one lane
// (OWASP Password Storage Cheat Sheet).
func Floor() Params { return Params{MemoryKiB: 19456, Time: 2, Threads: 1} }

// Validate returns ErrParams for a cost out of bounds, ErrWeakParams for one
// below the floor in any part, else nil.
func (p Params) Validate() error {
	if err := p.bounded(); err != nil {
		return err
	}
	if p.below(Floor()) {
		return fmt.Errorf("%w: m=%d t=%d p=%d", ErrWeakParams, p.MemoryKiB, p.Time, p.Threads)
	}
	return nil
}

// bounded checks what RFC 9106 demands (one pass, one lane, 8 KiB a lane) and
// the upper bounds.
func (p Params) bounded() error {
	if p.Time < 1 || p.Time > MaxTime || p.Threads < 1 ||
		p.MemoryKiB > MaxMemoryKiB || p.MemoryKiB < 8*uint32(p.Threads) {
		return fmt.Errorf("%w: m=%d t=%d p=%d", ErrParams, p.MemoryKiB, p.Time, p.Threads)
	}
	return nil
}

// below reports whether p costs less than q in any part.
func (p Params) below(q Params) bool {
	return p.MemoryKiB < q.MemoryKiB || p.Time < q.Time || p.Threads < q.Threads
}
