package network

import (
	"net/netip"
	"strings"
)

// The longest texts: an IPv6 address that ends in an IPv4 one (RFC 4291, 2.2),
// and behind it a slash and three digits.
const (
	longestAddress = len("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255")
	longestRange   = longestAddress + len("/128")
)

// Bits of addresses (RFC 791, RFC 4291), and of what precedes an IPv4 address
// that is written as an IPv6 one.
const (
	bits4      = 32
	bits6      = 128
	bitsMapped = bits6 - bits4
)

// ParseAddress reads one address. It refuses with a *Problem what is not exactly
// one: leading zeros, numbers of another base, fewer than four numbers, a port,
// brackets, spaces and zones. A mapped IPv4 address comes back unmapped.
func ParseAddress(text string) (netip.Addr, error) {
	a, err := parseAddress(text)
	if err != nil {
		return netip.Addr{}, err
	}
	return a.Unmap(), nil
}

// parseAddress is ParseAddress that leaves mapped addresses as they are.
func parseAddress(text string) (netip.Addr, error) {
	switch {
	case text == "":
		return netip.Addr{}, &Problem{Reason: ReasonEmpty}
	case strings.Contains(text, "%"):
		return netip.Addr{}, &Problem{Reason: ReasonZone}
	case len(text) > longestAddress:
		return netip.Addr{}, &Problem{Reason: ReasonNotAddress}
	}
	a, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Addr{}, &Problem{Reason: ReasonNotAddress} // its text would repeat what was typed
	}
	return a, nil
}

// ParseRange reads a range in CIDR notation, or one address, which is a range of
// its own. An address with bits beyond its range is refused with a *Problem that
// names the range: 10.0.0.1/8 is an oversight for 10.0.0.0/8, or for 10.0.0.1. A
// mapped range of at least 96 bits comes back unmapped, a shorter one is refused.
func ParseRange(text string) (netip.Prefix, error) {
	address, _, hasBits := strings.Cut(text, "/")
	a, err := parseAddress(address)
	if err != nil {
		return netip.Prefix{}, err
	}
	if !hasBits {
		a = a.Unmap()
		return netip.PrefixFrom(a, a.BitLen()), nil
	}
	r, err := netip.ParsePrefix(text)
	if err != nil || len(text) > longestRange {
		return netip.Prefix{}, &Problem{Reason: ReasonNotRange, Limit: a.BitLen()}
	}
	if a.Is4In6() {
		if r.Bits() < bitsMapped {
			return netip.Prefix{}, &Problem{Reason: ReasonMappedRange}
		}
		r = netip.PrefixFrom(a.Unmap(), r.Bits()-bitsMapped)
	}
	if r != r.Masked() {
		return netip.Prefix{}, &Problem{Reason: ReasonHostBits, Range: r.Masked()}
	}
	return r, nil
}

// FormatRange writes a range as ParseRange reads it: one address without its
// number of bits.
func FormatRange(r netip.Prefix) string {
	if r.IsSingleIP() {
		return r.Addr().String()
	}
	return r.String()
}

// isRange reports whether ParseRange could have returned r.
func isRange(r netip.Prefix) bool {
	return r.IsValid() && !r.Addr().Is4In6() && r == r.Masked()
}

// Plain returns the address that is asked for: unmapped and without a zone.
func Plain(a netip.Addr) netip.Addr { return a.Unmap().WithZone("") }
