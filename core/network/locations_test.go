package network_test

import (
	"bytes"
	"cmp"
	"maps"
	"math"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/maxmind/mmdbwriter"
	"github.com/maxmind/mmdbwriter/mmdbtype"

	"gatehouse/core/network"
)

// built is when the files of these tests were made.
const built = 1_700_000_000

// names makes the names of a country or city.
func names(pairs ...string) mmdbtype.Map {
	m := mmdbtype.Map{}
	for i := 0; i < len(pairs); i += 2 {
		m[mmdbtype.String(pairs[i])] = mmdbtype.String(pairs[i+1])
	}
	return mmdbtype.Map{"names": m}
}

// country makes an entry of a country.
func country(code string, pairs ...string) mmdbtype.Map {
	c := names(pairs...)
	c["iso_code"] = mmdbtype.String(code)
	return mmdbtype.Map{"country": c}
}

// locationFile makes a file of the entries.
func locationFile(t testing.TB, options mmdbwriter.Options, entries map[string]mmdbtype.DataType) []byte {
	t.Helper()
	if options.BuildEpoch == 0 {
		options.BuildEpoch = built
	}
	if options.Description == nil {
		options.Description = map[string]string{"en": "Made by a test"}
	}
	options.IncludeReservedNetworks = true
	tree, err := mmdbwriter.New(options)
	if err != nil {
		t.Fatal(err)
	}
	// What comes later replaces, so that a range comes before those within it.
	sorted := slices.SortedFunc(maps.Keys(entries), func(a, b string) int {
		return cmp.Or(netip.MustParsePrefix(a).Bits()-netip.MustParsePrefix(b).Bits(), strings.Compare(a, b))
	})
	for _, text := range sorted {
		_, addresses, err := net.ParseCIDR(text)
		if err != nil {
			t.Fatal(err)
		}
		if err := tree.Insert(addresses, entries[text]); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if _, err := tree.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// cityFile is a file of a few cities.
func cityFile(t testing.TB) []byte {
	t.Helper()
	berlin := country("DE", "en", "Germany", "de", "Deutschland")
	berlin["city"] = names("en", "Berlin", "ru", "Берлин")
	strange := country("de", "en", "Ger\x1b[31mmany\u202e", "de", " ")
	strange["city"] = names("en", strings.Repeat("ä", 5000))
	return locationFile(t, mmdbwriter.Options{DatabaseType: "GeoLite2-City", Languages: []string{"en", "de", "ru"}}, map[string]mmdbtype.DataType{
		"81.2.69.0/24":    berlin,
		"81.2.70.0/24":    country("US", "en", "United States"),
		"81.2.71.0/24":    mmdbtype.Map{"continent": mmdbtype.Map{"code": mmdbtype.String("EU")}},
		"81.2.72.0/24":    strange,
		"2a00:1450::/32":  berlin,
		"81.2.69.200/32":  country("FR", "en", "France"),
		"2a00:1451::1/64": country("FR", "en", "France"),
	})
}

// kept writes a file for one test.
func kept(t testing.TB, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "locations.mmdb")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLocations(t *testing.T) {
	data := cityFile(t)
	path := kept(t, data)
	locations, err := network.OpenLocations(path)
	if err != nil {
		t.Fatal(err)
	}
	// What becomes of the file is of no matter.
	if err := os.Truncate(path, 0); err != nil {
		t.Fatal(err)
	}
	info := locations.Info()
	if info.Type != "GeoLite2-City" || !info.Built.Equal(time.Unix(built, 0)) || info.Built.Location() != time.UTC ||
		!slices.Equal(info.Languages, []string{"en", "de", "ru"}) || info.Bytes != len(data) {
		t.Errorf("info is %+v", info)
	}
	germany := network.Location{Country: "DE", CountryName: "Germany", City: "Berlin"}
	tests := []struct {
		address, language string
		want              network.Location
	}{
		{"81.2.69.0", "en", germany},
		{"81.2.69.255", "", germany},
		{"81.2.69.1", "fr", germany},
		{"81.2.69.1", "de", network.Location{Country: "DE", CountryName: "Deutschland", City: "Berlin"}},
		{"81.2.69.1", "ru", network.Location{Country: "DE", CountryName: "Germany", City: "Берлин"}},
		{"::ffff:81.2.69.1", "en", germany},
		{"2a00:1450::1", "en", germany},
		{"81.2.69.200", "de", network.Location{Country: "FR", CountryName: "France"}},
		{"81.2.70.1", "en", network.Location{Country: "US", CountryName: "United States"}},
		{"81.2.71.1", "en", network.Location{}},
		{"81.2.72.1", "de", network.Location{CountryName: "Ger[31mmany", City: strings.Repeat("ä", 100)}},
		{"81.2.68.255", "en", network.Location{}},
		{"10.0.0.1", "en", network.Location{}},
		{"::1", "en", network.Location{}},
	}
	for _, test := range tests {
		got, ok, err := locations.Lookup(netip.MustParseAddr(test.address), test.language)
		if err != nil || got != test.want || ok != (test.want != network.Location{}) {
			t.Errorf("%s in %q: %+v, %v, %v; want %+v", test.address, test.language, got, ok, err, test.want)
		}
	}
	if got, ok, err := locations.Lookup(netip.Addr{}, "en"); ok || err != nil {
		t.Errorf("no address: %+v, %v", got, err)
	}
}

func TestLocationsOfIPv4Only(t *testing.T) {
	data := locationFile(t, mmdbwriter.Options{DatabaseType: "DBIP-Country-Lite", IPVersion: 4, RecordSize: 24}, map[string]mmdbtype.DataType{
		"81.2.69.0/24": country("DE", "en", "Germany"),
	})
	locations, err := network.OpenLocations(kept(t, data))
	if err != nil {
		t.Fatal(err)
	}
	if got, ok, err := locations.Lookup(netip.MustParseAddr("2a00::1"), "en"); ok || err != nil {
		t.Errorf("an IPv6 address: %+v, %v", got, err)
	}
	if got, ok, err := locations.Lookup(netip.MustParseAddr("::ffff:81.2.69.1"), "en"); !ok || err != nil || got.Country != "DE" {
		t.Errorf("a mapped address: %+v, %v, %v", got, ok, err)
	}
}

func TestOpenLocationsRefuses(t *testing.T) {
	city := cityFile(t)
	marker := bytes.LastIndex(city, []byte("\xab\xcd\xefMaxMind.com"))
	large := kept(t, city)
	if err := os.Truncate(large, network.MaxLocationBytes+1); err != nil {
		t.Fatal(err)
	}
	of := func(databaseType string, entry mmdbtype.DataType) string {
		return kept(t, locationFile(t, mmdbwriter.Options{DatabaseType: databaseType}, map[string]mmdbtype.DataType{"81.2.69.0/24": entry}))
	}
	flat := mmdbtype.Map{"country": mmdbtype.String("DE")}
	tests := []struct {
		name, path string
		reason     network.Reason
	}{
		{"no file", filepath.Join(t.TempDir(), "none"), network.ReasonNoFile},
		{"a folder", t.TempDir(), network.ReasonUnreadable},
		{"too large", large, network.ReasonFileLarge},
		{"empty", kept(t, nil), network.ReasonForeign},
		{"a text", kept(t, []byte("Hello")), network.ReasonForeign},
		{"cut in the tree", kept(t, city[:marker/4]), network.ReasonForeign},
		{"cut in the metadata", kept(t, city[:marker+40]), network.ReasonDamaged},
		{"only metadata", kept(t, city[marker:]), network.ReasonDamaged},
		{"only a marker", kept(t, city[marker:marker+14]), network.ReasonDamaged},
		{"tree cut", kept(t, city[64:]), network.ReasonDamaged},
		{"another type", of("GeoLite2-ASN", mmdbtype.Map{"autonomous_system_number": mmdbtype.Uint32(1)}), network.ReasonOtherType},
		{"another structure", of("ipinfo country", flat), network.ReasonOtherType},
		{"no country", of("GeoLite2-City", mmdbtype.Map{"city": mmdbtype.Map{}}), network.ReasonOtherType},
		{"no type", of("-", country("DE")), network.ReasonOtherType},
		{
			"of a time that is none",
			kept(t, locationFile(t, mmdbwriter.Options{DatabaseType: "GeoLite2-City", BuildEpoch: math.MaxInt64},
				map[string]mmdbtype.DataType{"81.2.69.0/24": country("DE")})),
			network.ReasonDamaged,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			locations, err := network.OpenLocations(test.path)
			if reason := reasonOf(t, err); reason != test.reason || locations != nil {
				t.Errorf("refused with %q (%v), want %q", reason, err, test.reason)
			}
			if err != nil && strings.Contains(err.Error(), filepath.Dir(test.path)) {
				t.Errorf("%v tells the path", err)
			}
		})
	}
}

// TestOpenLocationsIsBounded opens a small file that names one long text many
// times: read out, it would fill the memory.
func TestOpenLocationsIsBounded(t *testing.T) {
	long := mmdbtype.String(strings.Repeat("ä", 16<<10))
	list := make(mmdbtype.Slice, 400)
	for i := range list {
		list[i] = long
	}
	entry := country("DE", "en", string(long))
	entry["list"] = list
	data := locationFile(t, mmdbwriter.Options{DatabaseType: "GeoLite2-City"}, map[string]mmdbtype.DataType{"81.2.69.0/24": entry})
	path := kept(t, data)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := network.OpenLocations(path)
	runtime.ReadMemStats(&after)
	if reason := reasonOf(t, err); reason != network.ReasonDamaged {
		t.Errorf("refused with %q (%v)", reason, err)
	}
	if used := after.TotalAlloc - before.TotalAlloc; len(data) > 256<<10 || used > 8<<20 {
		t.Errorf("a file of %d bytes took %d", len(data), used)
	}
}

// FuzzLocations: a file in which bytes were altered is refused with a reason, or
// answers every question without an error, in bounds.
func FuzzLocations(f *testing.F) {
	city := cityFile(f)
	f.Add(uint32(0), byte(0), uint32(0), byte(0), uint32(0))
	f.Add(uint32(3), byte(0xff), uint32(len(city)-20), byte(1), uint32(5))
	f.Fuzz(func(t *testing.T, first uint32, one byte, second uint32, other byte, cut uint32) {
		data := bytes.Clone(city)
		data[int(first)%len(data)] ^= one
		data[int(second)%len(data)] ^= other
		data = data[:len(data)-int(cut)%len(data)]
		checkLocations(t, data)
	})
}

// FuzzLocationFile does the same with whole files.
func FuzzLocationFile(f *testing.F) {
	f.Add(cityFile(f))
	f.Add([]byte("\xab\xcd\xefMaxMind.com"))
	f.Fuzz(func(t *testing.T, data []byte) { checkLocations(t, data) })
}

func checkLocations(t *testing.T, data []byte) {
	t.Helper()
	locations, err := network.OpenLocations(kept(t, data))
	reasonOf(t, err)
	if err != nil {
		return
	}
	for _, text := range []string{"81.2.69.1", "81.2.70.1", "81.2.72.1", "2a00:1450::1", "::", "255.255.255.255"} {
		got, _, err := locations.Lookup(netip.MustParseAddr(text), "de")
		reasonOf(t, err)
		if len(got.Country) > 2 || len(got.City) > 400 || len(got.CountryName) > 400 {
			t.Errorf("%s: %+v", text, got)
		}
	}
}

func BenchmarkOpenLocations(b *testing.B) {
	entries := map[string]mmdbtype.DataType{}
	for i := range 50_000 {
		entries[netip.PrefixFrom(netip.AddrFrom4([4]byte{byte(20 + i>>16), byte(i >> 8), byte(i), 0}), 24).String()] = country("DE", "en", "Germany "+string(rune('A'+i%26)), "de", "Deutschland")
	}
	data := locationFile(b, mmdbwriter.Options{DatabaseType: "GeoLite2-City"}, entries)
	path := kept(b, data)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := network.OpenLocations(path); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLocationsLookup(b *testing.B) {
	locations, err := network.OpenLocations(kept(b, cityFile(b)))
	if err != nil {
		b.Fatal(err)
	}
	a := netip.MustParseAddr("81.2.69.1")
	for b.Loop() {
		if _, ok, err := locations.Lookup(a, "de"); !ok || err != nil {
			b.Fatal(err)
		}
	}
}
