package network_test

import (
	"net/netip"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"gatehouse/core/network"
)

func TestKindOf(t *testing.T) {
	tests := map[network.Kind][]string{
		network.KindLoopback: {"127.0.0.0", "127.255.255.255", "::1", "::ffff:127.0.0.1"},
		network.KindPrivate: {
			"10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.0", "192.168.255.255", "::ffff:10.0.0.1",
			"fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
		},
		network.KindLinkLocal: {"169.254.0.0", "169.254.255.255", "fe80::", "febf:ffff::", "fe80::1%eth0"},
		network.KindShared:    {"100.64.0.0", "100.127.255.255"},
		network.KindReserved: {
			"0.0.0.0", "0.255.255.255", "192.0.2.0", "192.0.2.255", "198.51.100.7", "203.0.113.7", "198.18.0.0", "198.19.255.255",
			"192.0.0.8", "240.0.0.0", "255.255.255.255", "::", "::a00:1", "2001:db8::", "2001:db8:ffff::", "3fff::1", "3fff:fff:ffff::",
			"100::1", "2001:1::1", "2001:1ff::1", "64:ff9b:1::1", "5f00::1", "fec0::1", "4000::", "fbff::", "fe00::",
		},
		network.KindMulticast: {"224.0.0.0", "239.255.255.255", "ff00::", "ffff::"},
		network.KindPublic: {
			"1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
			"169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0", "198.17.255.255",
			"198.20.0.0", "223.255.255.255", "192.0.0.9", "192.0.0.10", "192.0.1.0", "192.0.3.0",
			"2000::", "3ffe:ffff::", "2001::1", "2001:20::1", "2001:200::", "2001:db7:ffff::", "2001:db9::", "3fff:1000::", "64:ff9b::808:808",
		},
	}
	for kind, texts := range tests {
		for _, text := range texts {
			if got := network.KindOf(netip.MustParseAddr(text)); got != kind {
				t.Errorf("%s is %q, want %q", text, got, kind)
			}
		}
	}
	if got := network.KindOf(netip.Addr{}); got != network.KindNone {
		t.Errorf("no address is %q", got)
	}
}

func TestKindOfRange(t *testing.T) {
	tests := []struct {
		text string
		kind network.Kind
		one  bool
	}{
		{"10.0.0.0/8", network.KindPrivate, true},
		{"10.1.0.0/16", network.KindPrivate, true},
		{"10.0.0.0/7", "", false},
		{"172.16.0.0/11", "", false},
		{"0.0.0.0/0", "", false},
		{"192.0.0.0/24", "", false}, // two addresses in it are public
		{"192.0.0.8/32", network.KindReserved, true},
		{"192.0.0.8/31", "", false},
		{"8.8.8.0/24", network.KindPublic, true},
		{"2001::/32", network.KindPublic, true},
		{"2001::/24", "", false},
		{"2001::/23", "", false},
		{"2001:db8::/48", network.KindReserved, true},
		{"2001:db8::/31", "", false},
		{"::1/128", network.KindLoopback, true},
		{"::/127", "", false},
		{"fd00::/8", network.KindPrivate, true},
	}
	for _, test := range tests {
		kind, one := network.KindOfRange(netip.MustParsePrefix(test.text))
		if kind != test.kind || one != test.one {
			t.Errorf("%s is %q, %v; want %q, %v", test.text, kind, one, test.kind, test.one)
		}
	}
	if _, one := network.KindOfRange(netip.Prefix{}); one {
		t.Error("no range has a kind")
	}
}

func TestKindOfRangeFitsItsAddresses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := ranges().Draw(t, "range")
		kind, one := network.KindOfRange(r)
		if one && !slices.Contains(network.Kinds(), kind) {
			t.Fatalf("%v is %q", r, kind)
		}
		a := within(t, r)
		if one && network.KindOf(a) != kind {
			t.Fatalf("%v is %q, %v in it %q", r, kind, a, network.KindOf(a))
		}
	})
}

// within draws an address of a range.
func within(t *rapid.T, r netip.Prefix) netip.Addr {
	bytes := r.Addr().AsSlice()
	for bit := r.Bits(); bit < r.Addr().BitLen(); bit++ {
		if rapid.Bool().Draw(t, "bit") {
			bytes[bit/8] |= 0x80 >> (bit % 8)
		}
	}
	a, _ := netip.AddrFromSlice(bytes)
	return a
}
