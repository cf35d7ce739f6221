package network_test

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gatehouse/core/network"
)

// place makes a place of ranges in text.
func place(name string, texts ...string) network.Place {
	p := network.Place{Name: name}
	for _, text := range texts {
		p.Ranges = append(p.Ranges, netip.MustParsePrefix(text))
	}
	return p
}

func TestLookup(t *testing.T) {
	places, err := network.NewPlaces([]network.Place{
		place("Site", "10.0.0.0/8", "2001:db8::/32"),
		place("Workshop", "10.1.0.0/16", "2001:db8:1::/48"),
		place("Printer", "10.1.0.0/32", "10.1.255.255/32"),
		place("Top", "255.255.255.255/32", "ffff::/16"),
		place("Bottom", "0.0.0.0/32"),
		place("Nobody"),
		place("Größe"),
	})
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]string{
		"9.255.255.255": "", "10.0.0.0": "Site", "10.0.255.255": "Site", "10.1.0.0": "Printer", "10.1.0.1": "Workshop",
		"10.1.255.254": "Workshop", "10.1.255.255": "Printer", "10.2.0.0": "Site", "10.255.255.255": "Site", "11.0.0.0": "",
		"::ffff:10.1.0.1": "Workshop", "255.255.255.255": "Top", "255.255.255.254": "", "0.0.0.0": "Bottom", "0.0.0.1": "",
		"::": "", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff": "", "2001:db8::": "Site", "2001:db8:1::1": "Workshop",
		"2001:db8:2::": "Site", "2001:db9::": "", "ffff::": "Top", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff": "Top",
		"2001:db8:1::1%eth0": "Workshop",
	}
	for text, want := range tests {
		if got, ok := places.Lookup(netip.MustParseAddr(text)); got != want || ok != (want != "") {
			t.Errorf("%s is in %q, %v; want %q", text, got, ok, want)
		}
	}
	if name, ok := places.Lookup(netip.Addr{}); ok {
		t.Errorf("no address is in %q", name)
	}
	for name, want := range map[string]bool{"Workshop": true, "WORKSHOP": true, "Nobody": true, "Works": false, "": false, "Größe": true, "GRÖSSE": true, "gro\u0308ße": true} {
		if places.Known(name) != want {
			t.Errorf("%q is known: %v", name, !want)
		}
	}
	var none *network.Places
	if name, ok := none.Lookup(netip.MustParseAddr("10.0.0.1")); ok || none.Known("Site") {
		t.Errorf("without places, 10.0.0.1 is in %q", name)
	}
}

func TestNewPlacesRefuses(t *testing.T) {
	many := make([]network.Place, network.MaxPlaces+1)
	wide := network.Place{Name: "Wide"}
	for i := range network.MaxRanges + 1 {
		wide.Ranges = append(wide.Ranges, nth(i))
	}
	tests := []struct {
		name   string
		places []network.Place
		reason network.Reason
		names  []string // what the sentence names
	}{
		{"too many places", many, network.ReasonManyPlaces, []string{"1000"}},
		{"too many ranges", []network.Place{wide}, network.ReasonManyRanges, []string{"10000"}},
		{"no name", []network.Place{{}}, network.ReasonNameEmpty, nil},
		{"long name", []network.Place{place(strings.Repeat("ä", 65))}, network.ReasonNameLong, []string{"64"}},
		{"very long name", []network.Place{place(strings.Repeat("ä", 1<<20))}, network.ReasonNameLong, nil},
		{"new line", []network.Place{place("A\nB")}, network.ReasonNameCharacter, nil},
		{"escape", []network.Place{place("A\x1b[31m")}, network.ReasonNameCharacter, nil},
		{"direction", []network.Place{place("A\u202eB")}, network.ReasonNameCharacter, nil},
		{"no text", []network.Place{place("A\xff")}, network.ReasonNameCharacter, nil},
		{"replaced text", []network.Place{place("A\ufffd")}, network.ReasonNameCharacter, nil},
		{"only a space", []network.Place{place(" ")}, network.ReasonNameCharacter, nil},
		{"space behind", []network.Place{place("A ")}, network.ReasonNameCharacter, nil},
		{"same name", []network.Place{place("Straße"), place("STRASSE")}, network.ReasonNameTwice, []string{"Straße", "STRASSE"}},
		{"same name decomposed", []network.Place{place("\u00e9"), place("e\u0301")}, network.ReasonNameTwice, nil},
		{
			"same range",
			[]network.Place{place("A", "10.0.0.0/8"), place("B", "10.0.0.0/16", "10.0.0.0/8")},
			network.ReasonRangeTwice,
			[]string{"10.0.0.0/8", `"A"`, `"B"`},
		},
		{"same range in one", []network.Place{place("A", "::/0", "::/0")}, network.ReasonRangeTwice, []string{"::/0"}},
		{"host bits", []network.Place{place("A", "10.0.0.1/8")}, network.ReasonRangeWrong, []string{"10.0.0.1/8"}},
		{"mapped", []network.Place{place("A", "::ffff:10.0.0.0/104")}, network.ReasonRangeWrong, nil},
		{"no range", []network.Place{{Name: "A", Ranges: []netip.Prefix{{}}}}, network.ReasonRangeWrong, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := network.NewPlaces(test.places)
			if reason := reasonOf(t, err); reason != test.reason {
				t.Fatalf("refused with %q (%v), want %q", reason, err, test.reason)
			}
			for _, name := range test.names {
				if !strings.Contains(err.Error(), name) {
					t.Errorf("%v does not name %s", err, name)
				}
			}
		})
	}
	full := network.Place{Name: strings.Repeat("ä", 64), Ranges: wide.Ranges[1:]}
	if _, err := network.NewPlaces([]network.Place{full}); err != nil {
		t.Errorf("as many as allowed: %v", err)
	}
}

// nth makes different ranges, of which some lie within others.
func nth(i int) netip.Prefix {
	a := netip.AddrFrom4([4]byte{byte(10 + i%3), byte(i >> 8), byte(i), byte(i * 4)})
	return netip.PrefixFrom(a, 32-i%3).Masked()
}

// TestLookupFindsTheMostSpecific compares with a search through all ranges.
func TestLookupFindsTheMostSpecific(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// Few leading bits, so that ranges lie within each other.
		near := rapid.Custom(func(t *rapid.T) netip.Prefix {
			first := rapid.SampledFrom([]string{"10.0.0.0", "255.255.255.255", "0.0.0.0", "2001:db8::", "ffff:ffff::", "::"}).Draw(t, "near")
			a := within(t, netip.PrefixFrom(netip.MustParseAddr(first), netip.MustParseAddr(first).BitLen()-rapid.IntRange(0, 8).Draw(t, "free")))
			return netip.PrefixFrom(a, a.BitLen()-rapid.IntRange(0, 9).Draw(t, "bits")).Masked()
		})
		all := rapid.SliceOfNDistinct(rapid.OneOf(near, ranges()), 1, 40, rapid.ID[netip.Prefix]).Draw(t, "ranges")
		list := []network.Place{{Name: "0"}, {Name: "1"}, {Name: "2"}}
		owner := map[netip.Prefix]string{}
		for i, r := range all {
			list[i%3].Ranges = append(list[i%3].Ranges, r)
			owner[r] = list[i%3].Name
		}
		places, err := network.NewPlaces(list)
		if err != nil {
			t.Fatal(err)
		}
		a := within(t, rapid.SampledFrom(all).Draw(t, "asked"))
		if rapid.Bool().Draw(t, "next") && a.Next().IsValid() {
			a = a.Next()
		}
		best := netip.Prefix{}
		for _, r := range all {
			if r.Contains(a) && (!best.IsValid() || r.Bits() > best.Bits()) {
				best = r
			}
		}
		if got, _ := places.Lookup(a); got != owner[best] {
			t.Fatalf("%v is in %q, want %q by %v", a, got, owner[best], best)
		}
	})
}

// manyPlaces are as many places and ranges as allowed.
func manyPlaces(t testing.TB) *network.Places {
	t.Helper()
	list := make([]network.Place, network.MaxPlaces)
	for i := range list {
		list[i].Name = fmt.Sprintf("Place %d", i)
	}
	for i := range network.MaxRanges {
		p := &list[i%len(list)]
		p.Ranges = append(p.Ranges, nth(i))
	}
	places, err := network.NewPlaces(list)
	if err != nil {
		t.Fatal(err)
	}
	return places
}

func TestLookupAllocatesNothing(t *testing.T) {
	places := manyPlaces(t)
	known, mapped := nth(4711).Addr(), netip.MustParseAddr("::ffff:10.1.2.3")
	if _, ok := places.Lookup(known); !ok {
		t.Fatalf("%v is in no place", known)
	}
	allocations := testing.AllocsPerRun(100, func() {
		places.Lookup(known)
		places.Lookup(mapped)
	})
	if allocations != 0 {
		t.Errorf("%v allocations", allocations)
	}
}

func BenchmarkLookup(b *testing.B) {
	places := manyPlaces(b)
	asked := make([]netip.Addr, 1024)
	for i := range asked {
		asked[i] = nth(i * 7919 % network.MaxRanges).Addr()
	}
	for i := 0; b.Loop(); i++ {
		places.Lookup(asked[i%len(asked)])
	}
}

func BenchmarkNewPlaces(b *testing.B) {
	for b.Loop() {
		manyPlaces(b)
	}
}

func TestProblemsAreErrors(t *testing.T) {
	cause := errors.New("why")
	if problem := (&network.Problem{Reason: network.ReasonUnreadable, Cause: cause}); !errors.Is(problem, cause) {
		t.Error("the cause is lost")
	}
}
