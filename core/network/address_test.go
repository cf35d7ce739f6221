package network_test

import (
	"errors"
	"net/netip"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gatehouse/core/network"
)

// reasonOf is the reason of an error, "" for none.
func reasonOf(t testing.TB, err error) network.Reason {
	t.Helper()
	if err == nil {
		return ""
	}
	problem, ok := errors.AsType[*network.Problem](err)
	if !ok {
		t.Fatalf("%v is no *Problem", err)
	}
	if text := problem.Error(); text == "" || strings.Contains(text, "%!") {
		t.Errorf("%s says %q", problem.Reason, text)
	}
	return problem.Reason
}

func TestParseAddress(t *testing.T) {
	tests := []struct {
		text, want string
		reason     network.Reason
	}{
		{"10.0.0.1", "10.0.0.1", ""},
		{"0.0.0.0", "0.0.0.0", ""},
		{"255.255.255.255", "255.255.255.255", ""},
		{"2001:DB8::0020", "2001:db8::20", ""},
		{"::", "::", ""},
		{"::ffff:10.0.0.1", "10.0.0.1", ""},
		{"::FFFF:0a00:0001", "10.0.0.1", ""},
		{"0:0:0:0:0:ffff:10.0.0.1", "10.0.0.1", ""},
		{"0000:0000:0000:0000:0000:ffff:255.255.255.255", "255.255.255.255", ""},
		{"::10.0.0.1", "::a00:1", ""}, // compatible (RFC 4291, 2.5.5.1), which is not mapped
		{"", "", network.ReasonEmpty},
		{"010.0.0.1", "", network.ReasonNotAddress},
		{"10.0.0.01", "", network.ReasonNotAddress},
		{"10.0.0.00", "", network.ReasonNotAddress},
		{"::ffff:010.0.0.1", "", network.ReasonNotAddress},
		{"0x0a.0.0.1", "", network.ReasonNotAddress},
		{"0xa000001", "", network.ReasonNotAddress},
		{"167772161", "", network.ReasonNotAddress},
		{"10.1", "", network.ReasonNotAddress},
		{"10.0.0.256", "", network.ReasonNotAddress},
		{"10.0.0.1.", "", network.ReasonNotAddress},
		{"10.0.0.-1", "", network.ReasonNotAddress},
		{"10.0.0.1:80", "", network.ReasonNotAddress},
		{"[::1]", "", network.ReasonNotAddress},
		{"[::1]:80", "", network.ReasonNotAddress},
		{" 10.0.0.1", "", network.ReasonNotAddress},
		{"10.0.0.1 ", "", network.ReasonNotAddress},
		{"10.0.0.1\n", "", network.ReasonNotAddress},
		{"10.0.0.1\x00", "", network.ReasonNotAddress},
		{"10.0.0.1/32", "", network.ReasonNotAddress},
		{"١٠.0.0.1", "", network.ReasonNotAddress},
		{"10。0.0.1", "", network.ReasonNotAddress},
		{"1::2::3", "", network.ReasonNotAddress},
		{"12345::", "", network.ReasonNotAddress},
		{"00001::", "", network.ReasonNotAddress},
		{"localhost", "", network.ReasonNotAddress},
		{"fe80::1%eth0", "", network.ReasonZone},
		{"fe80::1%25eth0", "", network.ReasonZone},
		{"::ffff:10.0.0.1%eth0", "", network.ReasonZone},
		{strings.Repeat("0", 5000) + "::1", "", network.ReasonNotAddress},
	}
	for _, test := range tests {
		got, err := network.ParseAddress(test.text)
		if reason := reasonOf(t, err); reason != test.reason || err == nil && got.String() != test.want {
			t.Errorf("%.60q gives %v, %q; want %q, %q", test.text, got, reason, test.want, test.reason)
		}
	}
}

func TestParseRange(t *testing.T) {
	tests := []struct {
		text, want string // of a refused one, the range that is named
		reason     network.Reason
	}{
		{"10.0.0.0/8", "10.0.0.0/8", ""},
		{"0.0.0.0/0", "0.0.0.0/0", ""},
		{"10.0.0.1", "10.0.0.1/32", ""},
		{"10.0.0.1/32", "10.0.0.1/32", ""},
		{"2001:db8::1", "2001:db8::1/128", ""},
		{"2001:db8::/32", "2001:db8::/32", ""},
		{"::/0", "::/0", ""},
		{"::ffff:10.0.0.1", "10.0.0.1/32", ""},
		{"::ffff:10.0.0.0/104", "10.0.0.0/8", ""},
		{"::ffff:0:0/96", "0.0.0.0/0", ""},
		{"10.0.0.1/8", "10.0.0.0/8", network.ReasonHostBits},
		{"10.0.0.1/31", "10.0.0.0/31", network.ReasonHostBits},
		{"10.0.0.1/0", "0.0.0.0/0", network.ReasonHostBits},
		{"2001:db8::1/64", "2001:db8::/64", network.ReasonHostBits},
		{"::ffff:10.0.0.1/104", "10.0.0.0/8", network.ReasonHostBits},
		{"::ffff:10.0.0.0/95", "", network.ReasonMappedRange},
		{"::ffff:0:0/80", "", network.ReasonMappedRange},
		{"::ffff:0:0/0", "", network.ReasonMappedRange},
		{"10.0.0.0/33", "", network.ReasonNotRange},
		{"2001:db8::/129", "", network.ReasonNotRange},
		{"10.0.0.0/08", "", network.ReasonNotRange},
		{"10.0.0.0/+8", "", network.ReasonNotRange},
		{"10.0.0.0/-8", "", network.ReasonNotRange},
		{"10.0.0.0/", "", network.ReasonNotRange},
		{"10.0.0.0/8/8", "", network.ReasonNotRange},
		{"10.0.0.0/ 8", "", network.ReasonNotRange},
		{"10.0.0.0/255.0.0.0", "", network.ReasonNotRange},
		{"10.0.0.0/99999999999999999999", "", network.ReasonNotRange},
		{"010.0.0.0/8", "", network.ReasonNotAddress},
		{"10/8", "", network.ReasonNotAddress},
		{"10.0.0.0-10.0.0.9", "", network.ReasonNotAddress},
		{"fe80::%eth0/64", "", network.ReasonZone},
		{"fe80::/64%eth0", "", network.ReasonNotRange},
		{"", "", network.ReasonEmpty},
		{"/8", "", network.ReasonEmpty},
	}
	for _, test := range tests {
		got, err := network.ParseRange(test.text)
		if reason := reasonOf(t, err); reason != test.reason {
			t.Errorf("%q is refused with %q, want %q", test.text, reason, test.reason)
		}
		if problem, refused := errors.AsType[*network.Problem](err); refused {
			got = problem.Range
			if test.want != "" && !strings.Contains(problem.Error(), test.want) {
				t.Errorf("%q: %v does not name %s", test.text, problem, test.want)
			}
		}
		if (test.want != "" || got.IsValid()) && got.String() != test.want {
			t.Errorf("%q gives %v, want %q", test.text, got, test.want)
		}
	}
}

// addresses draws addresses of both families, many near the ends.
func addresses() *rapid.Generator[netip.Addr] {
	return rapid.Custom(func(t *rapid.T) netip.Addr {
		part := rapid.OneOf(rapid.Byte(), rapid.SampledFrom([]byte{0, 1, 10, 127, 254, 255}))
		if rapid.Bool().Draw(t, "four") {
			return netip.AddrFrom4([4]byte(rapid.SliceOfN(part, 4, 4).Draw(t, "bytes")))
		}
		return netip.AddrFrom16([16]byte(rapid.SliceOfN(part, 16, 16).Draw(t, "bytes"))).Unmap()
	})
}

// ranges draws ranges of both families.
func ranges() *rapid.Generator[netip.Prefix] {
	return rapid.Custom(func(t *rapid.T) netip.Prefix {
		a := addresses().Draw(t, "address")
		return netip.PrefixFrom(a, rapid.IntRange(0, a.BitLen()).Draw(t, "bits")).Masked()
	})
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := addresses().Draw(t, "address")
		for _, text := range []string{a.String(), a.StringExpanded(), netip.AddrFrom16(a.As16()).String()} {
			if got, err := network.ParseAddress(text); err != nil || got != a {
				t.Fatalf("%q gives %v, %v; want %v", text, got, err, a)
			}
		}
		r := ranges().Draw(t, "range")
		for _, text := range []string{r.String(), network.FormatRange(r)} {
			if got, err := network.ParseRange(text); err != nil || got != r {
				t.Fatalf("%q gives %v, %v; want %v", text, got, err, r)
			}
		}
	})
}

// FuzzParse: what is accepted as an address of IPv4 is written as it is read,
// unless it is mapped, and nothing that is accepted is mapped or has a zone or
// bits beyond its range.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"10.0.0.1", "010.0.0.1", "::ffff:10.0.0.1", "fe80::1%eth0", "10.0.0.1/8", "::ffff:10.0.0.0/104", "::/0",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := network.ParseAddress(text)
		reasonOf(t, err)
		if err == nil {
			if a.Is4In6() || a.Zone() != "" || a != network.Plain(a) {
				t.Errorf("%q gives %v", text, a)
			}
			if !strings.Contains(text, ":") && a.String() != text {
				t.Errorf("%q is read as %v", text, a)
			}
		}
		r, err := network.ParseRange(text)
		reasonOf(t, err)
		if err != nil {
			return
		}
		if r.Addr().Is4In6() || r != r.Masked() || r.Addr().Zone() != "" {
			t.Errorf("%q gives %v", text, r)
		}
		if again, err := network.ParseRange(network.FormatRange(r)); err != nil || again != r {
			t.Errorf("%q gives %v, and that %v, %v", text, r, again, err)
		}
	})
}
