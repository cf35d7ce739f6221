package network

import (
	"net/netip"
	"slices"
)

// Kind is what an address is kept for.
type Kind string

// The kinds.
const (
	// KindNone: there is no address.
	KindNone Kind = ""
	// KindLoopback: this computer (RFC 1122, 3.2.1.3; RFC 4291, 2.5.3).
	KindLoopback Kind = "loopback"
	// KindPrivate: networks of a house or a firm (RFC 1918, RFC 4193).
	KindPrivate Kind = "private"
	// KindLinkLocal: the cable or the wireless cell alone (RFC 3927; RFC 4291,
	// 2.5.6).
	KindLinkLocal Kind = "link-local"
	// KindShared: between a provider and its customers (RFC 6598).
	KindShared Kind = "shared"
	// KindReserved: for documentation, measurements, the unspecified address, and
	// what is not given out.
	KindReserved Kind = "reserved"
	// KindMulticast: groups of computers (RFC 5771; RFC 4291, 2.7).
	KindMulticast Kind = "multicast"
	// KindPublic: the rest, which the whole Internet reaches.
	KindPublic Kind = "public"
)

// Kinds lists the kinds that an address can be of.
func Kinds() []Kind {
	return []Kind{KindLoopback, KindPrivate, KindLinkLocal, KindShared, KindReserved, KindMulticast, KindPublic}
}

// special is a range and its kind.
type special struct {
	addresses netip.Prefix
	kind      Kind
}

// specials4 are the IPv4 Special-Purpose Address Registry of IANA and the classes
// D and E. The longest range decides; what is in none is public.
var specials4 = specialRanges(KindPublic, map[Kind][]string{
	KindLoopback:  {"127.0.0.0/8"},
	KindPrivate:   {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"},
	KindLinkLocal: {"169.254.0.0/16"},
	KindShared:    {"100.64.0.0/10"},
	KindReserved: {
		"0.0.0.0/8",       // RFC 791, 3.2: this network
		"192.0.0.0/24",    // RFC 6890: protocol assignments
		"192.0.2.0/24",    // RFC 5737: documentation
		"192.88.99.0/24",  // RFC 7526: relays of 6to4, withdrawn
		"198.18.0.0/15",   // RFC 2544: measurements
		"198.51.100.0/24", // RFC 5737
		"203.0.113.0/24",  // RFC 5737
		"240.0.0.0/4",     // RFC 1112, 4, with the broadcast address of RFC 919
	},
	KindMulticast: {"224.0.0.0/4"},
	KindPublic:    {"192.0.0.9/32", "192.0.0.10/32"}, // RFC 7723, RFC 8155
})

// specials6 are the IPv6 Special-Purpose Address Registry of IANA. Only 2000::/3
// is given out (RFC 4291, 2.4, and the registry of the IPv6 address space); the
// rest is reserved.
var specials6 = specialRanges(KindReserved, map[Kind][]string{
	KindLoopback:  {"::1/128"},
	KindPrivate:   {"fc00::/7"},
	KindLinkLocal: {"fe80::/10"},
	KindReserved: {
		"2001::/23",     // RFC 2928: protocol assignments
		"2001:db8::/32", // RFC 3849: documentation
		"3fff::/20",     // RFC 9637: documentation
	},
	KindMulticast: {"ff00::/8"},
	KindPublic: {
		"2000::/3",
		"64:ff9b::/96", // RFC 6052: IPv4 addresses behind a translator
		"2001::/32",    // RFC 4380: tunnels of Teredo
		"2001:20::/28", // RFC 7343: hashes of keys
		"2001:30::/28", // RFC 9374: drones
	},
})

// specialRanges makes a table whose longest range comes first and whose last has
// all addresses.
func specialRanges(rest Kind, texts map[Kind][]string) []special {
	var table []special
	for kind, ranges := range texts {
		for _, text := range ranges {
			table = append(table, special{netip.MustParsePrefix(text), kind})
		}
	}
	slices.SortFunc(table, func(a, b special) int { return b.addresses.Bits() - a.addresses.Bits() })
	whole := netip.PrefixFrom(netip.IPv6Unspecified(), 0)
	if table[0].addresses.Addr().Is4() {
		whole = netip.PrefixFrom(netip.IPv4Unspecified(), 0)
	}
	return append(table, special{whole, rest})
}

// specialsOf is the table in which an address stands.
func specialsOf(a netip.Addr) []special {
	if a.Is4() {
		return specials4
	}
	return specials6
}

// KindOf tells the kind of an address, KindNone for the zero Addr. A mapped
// address has the kind of its IPv4 address.
func KindOf(a netip.Addr) Kind {
	a = Plain(a)
	if !a.IsValid() {
		return KindNone
	}
	table := specialsOf(a)
	return table[slices.IndexFunc(table, func(s special) bool { return s.addresses.Contains(a) })].kind
}

// KindOfRange tells the kind that all addresses of a range have, and false when
// they are of several kinds or r is no range that ParseRange returns.
func KindOfRange(r netip.Prefix) (Kind, bool) {
	if !isRange(r) {
		return KindNone, false
	}
	table := specialsOf(r.Addr())
	whole := slices.IndexFunc(table, func(s special) bool {
		return s.addresses.Bits() <= r.Bits() && s.addresses.Contains(r.Addr())
	})
	kind := table[whole].kind
	for _, s := range table[:whole] {
		if s.kind != kind && r.Overlaps(s.addresses) {
			return KindNone, false
		}
	}
	return kind, true
}
