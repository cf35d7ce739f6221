package access_test

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"gatehouse/core/access"
	"gatehouse/core/network"
)

// reasonOf is the reason of an error, "" for none.
func reasonOf(t testing.TB, err error) access.Reason {
	t.Helper()
	if err == nil {
		return ""
	}
	refused, ok := errors.AsType[*access.Error](err)
	if !ok {
		t.Fatalf("%v is no *Error", err)
	}
	if text := refused.Error(); text == "" || strings.Contains(text, "%!") || strings.ContainsAny(text, "\n\x1b\u202e") {
		t.Errorf("%s says %q", refused.Reason, text)
	}
	return refused.Reason
}

// rule reads a rule.
func rule(t testing.TB, text string) access.Rule {
	t.Helper()
	r, err := access.ParseRule(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return r
}

// rules reads rules, each a text of its own.
func rules(t testing.TB, texts ...string) access.Rules {
	t.Helper()
	r, err := access.Parse(strings.Join(texts, "\n"))
	if err != nil {
		t.Fatalf("%q: %v", texts, err)
	}
	return r
}

// zone loads a time zone.
func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// when reads an instant.
func when(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// drawAddress draws addresses near those of drawSource, and now and then none.
func drawAddress() *rapid.Generator[netip.Addr] {
	return rapid.Custom(func(t *rapid.T) netip.Addr {
		text := rapid.SampledFrom([]string{
			"", "10.0.0.0", "10.0.0.1", "10.255.255.255", "11.0.0.0", "9.255.255.255", "127.0.0.1", "192.168.1.1", "8.8.8.8",
			"::ffff:10.0.0.1", "2001:db8::1", "fd00::1", "fe80::1%eth0", "::1", "2a00::1", "100.64.0.1", "224.0.0.1",
		}).Draw(t, "address")
		if text == "" {
			return netip.Addr{}
		}
		return netip.MustParseAddr(text)
	})
}

// drawSource draws sources of all sorts.
func drawSource() *rapid.Generator[access.Source] {
	return rapid.OneOf(
		rapid.Custom(func(t *rapid.T) access.Source {
			a := drawAddress().Filter(netip.Addr.IsValid).Draw(t, "in")
			a = network.Plain(a)
			return access.FromRange(netip.PrefixFrom(a, rapid.IntRange(0, a.BitLen()).Draw(t, "bits")).Masked())
		}),
		rapid.Map(rapid.SampledFrom([]string{
			"Workshop", "WORKSHOP", "Work shop", `A "B", C`, `back\slash`, "desk", "private", "10.0.0.0/8", "from", "Größe", "日本", "a:b", "place:x",
		}), access.FromPlace),
		rapid.Map(rapid.SampledFrom(network.Kinds()), access.FromKind),
		rapid.Just(access.FromDesk()),
	)
}

// drawHours draws hours, and now and then none.
func drawHours() *rapid.Generator[*access.Hours] {
	return rapid.Custom(func(t *rapid.T) *access.Hours {
		if rapid.IntRange(0, 3).Draw(t, "always") == 0 {
			return nil
		}
		minute := rapid.OneOf(rapid.SampledFrom([]int{0, 1, 30, 60, 120, 150, 180, 1320, 1439}), rapid.IntRange(0, 1439))
		return &access.Hours{
			Days: access.Days(rapid.OneOf(rapid.Just(0), rapid.IntRange(0, 127)).Draw(t, "days")),
			From: minute.Draw(t, "from"), To: minute.Draw(t, "to"),
		}
	})
}

// folded tells sources apart as a rule does.
func folded(s access.Source) access.Source {
	if s.Place != "" {
		s.Place = network.PlaceKey(s.Place)
	}
	return s
}

// drawRule draws rules that can be written.
func drawRule() *rapid.Generator[access.Rule] {
	return rapid.Custom(func(t *rapid.T) access.Rule {
		r := access.Rule{
			Allow: rapid.Bool().Draw(t, "allow"),
			Hours: drawHours().Draw(t, "hours"),
			Note: rapid.SampledFrom([]string{
				"", "At night", `say "no", \ and <go>`, "hours", "für alle", strings.Repeat("ä", access.MaxNote),
			}).Draw(t, "note"),
		}
		if from := rapid.SliceOfNDistinct(drawSource(), 0, 5, folded).Draw(t, "from"); len(from) > 0 {
			r.From = from
		}
		return r
	})
}

// drawRules draws lists that can be written, nil for an empty one.
func drawRules() *rapid.Generator[access.Rules] {
	return rapid.Custom(func(t *rapid.T) access.Rules {
		if list := rapid.SliceOfN(drawRule(), 0, 6).Draw(t, "rules"); len(list) > 0 {
			return list
		}
		return nil
	})
}

// drawTime draws instants around changes of the clock in several zones.
func drawTime() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		around := rapid.SampledFrom([]string{
			"2026-03-29T01:00:00Z", // Europe/Berlin to summer
			"2026-10-25T01:00:00Z", // and back
			"2026-03-08T07:00:00Z", // America/New_York to summer
			"2026-11-01T06:00:00Z", // and back
			"2018-11-04T03:00:00Z", // America/Sao_Paulo has no midnight
			"2018-02-18T02:00:00Z", // and has 23:00 twice
			"2026-03-28T22:00:00Z", // Asia/Beirut has no midnight
			"2011-12-30T10:00:00Z", // Pacific/Apia has no 30 December
			"2006-10-29T02:31:00Z", // America/St_Johns goes back over midnight
			"2040-12-31T12:00:00Z", // beyond the tables
		}).Draw(t, "around")
		at, err := time.Parse(time.RFC3339, around)
		if err != nil {
			t.Fatal(err)
		}
		return at.Add(time.Duration(rapid.Int64Range(-3*86400, 3*86400).Draw(t, "seconds")) * time.Second)
	})
}

// zoneNames are those of drawTime.
func zoneNames() []string {
	return []string{
		"UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Beirut", "Pacific/Apia", "America/St_Johns",
		"Australia/Lord_Howe", "Asia/Kathmandu",
	}
}

// drawZone draws one of them.
func drawZone() *rapid.Generator[*time.Location] {
	return rapid.Custom(func(t *rapid.T) *time.Location {
		z, err := time.LoadLocation(rapid.SampledFrom(zoneNames()).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		return z
	})
}
