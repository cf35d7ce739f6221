package access_test

import (
	"net/netip"
	"testing"
	"time"

	"pgregory.net/rapid"

	"gatehouse/core/access"
)

func TestNextChange(t *testing.T) {
	tests := []struct {
		zone, at string
		rules    []string
		want     string // "" for none
	}{
		{"UTC", "2026-06-10T12:00:00Z", nil, ""},
		{"UTC", "2026-06-10T12:00:00Z", []string{"deny"}, ""},
		{"UTC", "2026-06-10T12:00:00Z", []string{"deny hours 08:00-17:00"}, "2026-06-10T17:00:00Z"},
		{"UTC", "2026-06-10T17:00:00Z", []string{"deny hours 08:00-17:00"}, "2026-06-11T08:00:00Z"},
		{"UTC", "2026-06-10T16:59:59.999999999Z", []string{"deny hours 08:00-17:00"}, "2026-06-10T17:00:00Z"},
		{"UTC", "2026-06-10T12:00:00Z", []string{"deny hours wed"}, "2026-06-11T00:00:00Z"},
		{"UTC", "2026-06-11T00:00:00Z", []string{"deny hours wed"}, "2026-06-17T00:00:00Z"},
		{"UTC", "2026-06-10T12:00:00Z", []string{"deny hours 00:00-00:00"}, ""},
		{"UTC", "2026-06-10T23:00:00Z", []string{"deny hours wed 22:00-06:00"}, "2026-06-11T06:00:00Z"},
		// What comes before, or from elsewhere, is of no matter.
		{"UTC", "2026-06-10T12:00:00Z", []string{"allow", "deny hours 08:00-17:00"}, ""},
		{"UTC", "2026-06-10T12:00:00Z", []string{"deny from 10.0.0.0/8 hours 08:00-17:00"}, ""},
		{"UTC", "2026-06-10T12:00:00Z", []string{"deny from desk hours 08:00-17:00"}, "2026-06-10T17:00:00Z"},
		{"UTC", "2026-06-10T12:00:00Z", []string{"allow hours 11:00-13:00", "allow hours 10:00-14:00"}, "2026-06-10T13:00:00Z"},
		// The clock is changed.
		{"Europe/Berlin", "2026-03-29T00:30:00Z", []string{"deny hours 02:30-06:00"}, "2026-03-29T01:00:00Z"},
		{"Europe/Berlin", "2026-03-28T12:00:00Z", []string{"deny hours sun 02:00-03:00"}, "2026-04-05T00:00:00Z"},
		{"Europe/Berlin", "2026-10-25T00:15:00Z", []string{"deny hours 02:00-02:30"}, "2026-10-25T00:30:00Z"},
		{"Europe/Berlin", "2026-10-25T00:45:00Z", []string{"deny hours 02:00-02:30"}, "2026-10-25T01:00:00Z"},
		{"America/Sao_Paulo", "2018-11-03T12:00:00Z", []string{"deny hours sun"}, "2018-11-04T03:00:00Z"},
		{"Pacific/Apia", "2011-12-30T00:00:00Z", []string{"deny hours sat"}, "2011-12-30T10:00:00Z"},
		{"Pacific/Apia", "2011-12-29T12:00:00Z", []string{"deny hours fri"}, "2012-01-05T10:00:00Z"},
	}
	for _, test := range tests {
		lists := []access.List{{Scope: access.ScopeSite, Rules: rules(t, test.rules...)}}
		got, ok := access.NextChange(lists, access.Point{At: when(t, test.at), Zone: zone(t, test.zone)})
		if ok != (test.want != "") || ok && (!got.Equal(when(t, test.want)) || got.Location() != time.UTC) {
			t.Errorf("%q after %s in %s: %v, %v; want %q", test.rules, test.at, test.zone, got, ok, test.want)
		}
	}
}

// TestNextChangeIsTheFirst compares with a look at every minute.
func TestNextChangeIsTheFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lists, at := drawLists().Draw(t, "lists"), drawPoint().Draw(t, "at")
		got, ok := access.NextChange(lists, at)
		now := access.Decide(lists, at)
		decide := func(t time.Time) access.Decision {
			later := at
			later.At = t
			return access.Decide(lists, later)
		}
		end := at.At.Add(access.Ahead)
		if ok {
			end = got
			if decide(got) == now || !got.After(at.At) {
				t.Fatalf("at %v, after %v, nothing changes", got, at.At)
			}
		}
		for minute := at.At; minute.Before(end); minute = minute.Add(time.Minute) {
			if decide(minute) != now {
				t.Fatalf("%v changes before %v, %v", minute.In(at.Zone), got, ok)
			}
		}
		if ok && decide(got.Add(-1)) != now {
			t.Fatalf("it changed before %v", got)
		}
	})
}

func BenchmarkNextChange(b *testing.B) {
	list := make(access.Rules, access.MaxRules)
	for i := range list {
		list[i] = rule(b, "deny")
		list[i].Hours = &access.Hours{Days: access.DaysOf(time.Tuesday), From: 7 * i, To: 7*i + 5}
	}
	at := access.Point{Addr: netip.MustParseAddr("8.8.8.8"), At: when(b, "2026-06-10T12:00:00Z"), Zone: zone(b, "Europe/Berlin")}
	for b.Loop() {
		if _, ok := access.NextChange([]access.List{{Rules: list}}, at); !ok {
			b.Fatal("no change")
		}
	}
}
