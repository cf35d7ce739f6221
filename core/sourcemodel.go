package core

import (
	"net/netip"
	"strings"
	"time"
)

// A source is where tries come from: an address, and a computer by its name. The count
// of an account stops whoever tries many passwords for one name; that of a source stops
// one password for many names.

// SourceRecord is the count of one source.
type SourceRecord struct {
	// Key is "address:10.1.2.3", "address:2001:db8::/64" or "device:" and the folded
	// name of a computer.
	Key string
	// Failures within the window that began at Since, and when the last was.
	Failures      int
	Since, LastAt time.Time
	// BlockedAt is when it was blocked last, and BlockedUntil when that ends or ended.
	BlockedAt, BlockedUntil time.Time
}

// blocked tells whether the source may not try now.
func (r SourceRecord) blocked(now time.Time) bool { return r.BlockedUntil.After(now) }

// SourceTx keeps the counts of sources.
type SourceTx interface {
	// Source gives the zero count for a source that has none.
	Source(key string) (SourceRecord, error)
	PutSource(SourceRecord) error
	DeleteSource(key string) error
	// BlockedSources lists those that may not try now, the newest block first.
	BlockedSources(limit int) ([]SourceRecord, error)
	// SweepSources forgets at most limit sources that may try and last failed before a
	// time.
	SweepSources(before time.Time, limit int) error
}

const (
	sourceAddress = "address:"
	sourceDevice  = "device:"
	// sharedBits is how much of an IPv6 address one subscriber has at least to choose
	// from (RFC 6177): all of them are one source.
	sharedBits = 64
)

// sourcesOf are the sources that a device is.
func sourcesOf(d Device) []string {
	var keys []string
	if addr, err := netip.ParseAddr(d.Address); err == nil {
		keys = append(keys, sourceAddress+addressSource(addr.Unmap()))
	}
	if d.Host != "" {
		keys = append(keys, sourceDevice+strings.ToLower(d.Host))
	}
	return keys
}

// addressSource is an address as a source: IPv6 by its network.
func addressSource(addr netip.Addr) string {
	if addr.Is4() {
		return addr.String()
	}
	near, err := addr.WithZone("").Prefix(sharedBits)
	if err != nil {
		return addr.String()
	}
	return near.String()
}
