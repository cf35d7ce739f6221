package access_test

import (
	"net/netip"
	"testing"

	"gatehouse/core/access"
)

// from makes a point of an address at noon, "" for the desk.
func from(t testing.TB, address, place string) access.Point {
	t.Helper()
	p := access.Point{Place: place, At: when(t, "2026-06-10T12:00:00Z")} // a Wednesday
	if address != "" {
		p.Addr = netip.MustParseAddr(address)
	}
	return p
}

func TestDecideBySource(t *testing.T) {
	tests := []struct {
		source, address, place string
		matches                bool
	}{
		{"10.0.0.0/8", "10.0.0.0", "", true},
		{"10.0.0.0/8", "10.255.255.255", "", true},
		{"10.0.0.0/8", "9.255.255.255", "", false},
		{"10.0.0.0/8", "11.0.0.0", "", false},
		{"10.0.0.0/8", "::ffff:10.0.0.1", "", true},
		{"10.0.0.0/8", "::a00:1", "", false},
		{"10.0.0.0/8", "", "", false},
		{"0.0.0.0/0", "255.255.255.255", "", true},
		{"0.0.0.0/0", "", "", false},
		{"::/0", "10.0.0.1", "", false},
		{"::/0", "::ffff:10.0.0.1", "", false},
		{"::/0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", true},
		{"fe80::/10", "fe80::1%eth0", "", true},
		{"2001:db8::/33", "2001:db8:7fff:ffff:ffff:ffff:ffff:ffff", "", true},
		{"2001:db8::/33", "2001:db8:8000::", "", false},
		{"10.0.0.7", "10.0.0.7", "", true},
		{"10.0.0.7", "10.0.0.8", "", false},
		{"place:Workshop", "10.0.0.1", "Workshop", true},
		{"place:Workshop", "10.0.0.1", "WORKSHOP", true},
		{"place:Workshop", "10.0.0.1", "Works", false},
		{"place:Workshop", "10.0.0.1", "", false},
		{"place:Workshop", "", "Workshop", false}, // without an address there is no place
		{"private", "10.0.0.1", "", true},
		{"private", "::ffff:10.0.0.1", "", true},
		{"private", "fd00::1", "", true},
		{"private", "8.8.8.8", "", false},
		{"private", "", "", false},
		{"public", "8.8.8.8", "", true},
		{"public", "", "", false},
		{"loopback", "127.0.0.1", "", true},
		{"loopback", "", "", false},
		{"link-local", "fe80::1%eth0", "", true},
		{"desk", "", "", true},
		{"desk", "", "Workshop", true},
		{"desk", "127.0.0.1", "", false},
		{"8.8.8.8, desk", "", "", true},
		{"8.8.8.8, desk", "8.8.8.8", "", true},
		{"8.8.8.8, desk", "8.8.8.9", "", false},
	}
	for _, test := range tests {
		list := []access.List{{Scope: access.ScopeSite, Rules: rules(t, "deny from "+test.source)}}
		got := access.Decide(list, from(t, test.address, test.place))
		want := access.Decision{Allowed: true}
		if test.matches {
			want = access.Decision{Scope: access.ScopeSite, Number: 1}
		}
		if got != want {
			t.Errorf("%q from %q at %q: %+v", test.source, test.address, test.place, got)
		}
	}
}

func TestDecideByOrder(t *testing.T) {
	account := access.List{Scope: access.ScopeAccount, Rules: rules(t, "allow from 10.0.0.1", "deny from 10.0.0.0/24")}
	role := access.List{Scope: access.ScopeRole, Rules: rules(t, "deny from desk", "allow from 10.1.0.0/16")}
	site := access.List{Scope: access.ScopeSite, Rules: rules(t, "allow from 10.0.0.0/8 hours 08:00-12:00", "deny")}
	lists := []access.List{account, role, site}
	tests := []struct {
		address string
		want    access.Decision
	}{
		{"10.0.0.1", access.Decision{Allowed: true, Scope: access.ScopeAccount, Number: 1}},
		{"10.0.0.2", access.Decision{Scope: access.ScopeAccount, Number: 2}},
		{"", access.Decision{Scope: access.ScopeRole, Number: 1}},
		{"10.1.0.1", access.Decision{Allowed: true, Scope: access.ScopeRole, Number: 2}},
		{"10.2.0.1", access.Decision{Scope: access.ScopeSite, Number: 2}}, // it is 12:00
		{"8.8.8.8", access.Decision{Scope: access.ScopeSite, Number: 2}},
	}
	for _, test := range tests {
		if got := access.Decide(lists, from(t, test.address, "")); got != test.want {
			t.Errorf("%q: %+v, want %+v", test.address, got, test.want)
		}
	}
	if got := access.Decide(nil, from(t, "", "")); got != (access.Decision{Allowed: true}) {
		t.Errorf("no lists: %+v", got)
	}
	if got := access.Decide([]access.List{{Scope: access.ScopeSite}}, from(t, "", "")); got != (access.Decision{Allowed: true}) {
		t.Errorf("no rules: %+v", got)
	}
}

// TestDecideByHours names instants in UTC and the hours that hold then.
func TestDecideByHours(t *testing.T) {
	tests := []struct {
		zone, at, hours string
		holds           bool
	}{
		// The edges of an ordinary day: 10 June 2026 is a Wednesday.
		{"UTC", "2026-06-10T07:59:59Z", "08:00-17:00", false},
		{"UTC", "2026-06-10T08:00:00Z", "08:00-17:00", true},
		{"UTC", "2026-06-10T16:59:59Z", "08:00-17:00", true},
		{"UTC", "2026-06-10T17:00:00Z", "08:00-17:00", false},
		{"UTC", "2026-06-10T12:00:00Z", "wed", true},
		{"UTC", "2026-06-10T12:00:00Z", "mon,tue,thu-sun", false},
		{"UTC", "2026-06-10T00:00:00Z", "wed", true},
		{"UTC", "2026-06-10T23:59:59Z", "wed", true},
		{"UTC", "2026-06-11T00:00:00Z", "wed", false},
		{"UTC", "2026-06-10T03:00:00Z", "wed 08:00-08:00", true}, // the whole day
		{"UTC", "2026-06-11T03:00:00Z", "wed 08:00-08:00", false},
		// Over midnight: the day is that of the beginning.
		{"UTC", "2026-06-10T21:59:59Z", "wed 22:00-06:00", false},
		{"UTC", "2026-06-10T22:00:00Z", "wed 22:00-06:00", true},
		{"UTC", "2026-06-11T05:59:59Z", "wed 22:00-06:00", true},
		{"UTC", "2026-06-11T06:00:00Z", "wed 22:00-06:00", false},
		{"UTC", "2026-06-10T05:00:00Z", "wed 22:00-06:00", false},
		{"UTC", "2026-06-11T22:00:00Z", "wed 22:00-06:00", false},
		{"UTC", "2026-06-14T23:00:00Z", "sun 22:00-06:00", true},
		{"UTC", "2026-06-15T05:00:00Z", "sun 22:00-06:00", true}, // Sunday into Monday
		{"UTC", "2026-06-13T05:00:00Z", "fri 22:00-06:00", true}, // Friday into Saturday
		{"UTC", "2026-06-10T23:59:59Z", "wed 22:00-24:00", true},
		{"UTC", "2026-06-11T00:00:00Z", "wed 22:00-24:00", false},
		// The zone decides what day it is.
		{"Asia/Kathmandu", "2026-06-10T18:14:59Z", "wed", true},
		{"Asia/Kathmandu", "2026-06-10T18:15:00Z", "wed", false},
		// Berlin, 29 March 2026: 02:00 is 03:00.
		{"Europe/Berlin", "2026-03-29T00:59:59Z", "02:00-03:00", false},
		{"Europe/Berlin", "2026-03-29T01:00:00Z", "02:00-03:00", false},
		{"Europe/Berlin", "2026-03-29T00:59:59Z", "01:30-02:30", true},
		{"Europe/Berlin", "2026-03-29T01:00:00Z", "01:30-02:30", false},
		{"Europe/Berlin", "2026-03-29T00:59:59Z", "02:30-06:00", false},
		{"Europe/Berlin", "2026-03-29T01:00:00Z", "02:30-06:00", true},
		{"Europe/Berlin", "2026-03-29T03:59:59Z", "sat 22:00-06:00", true},
		{"Europe/Berlin", "2026-03-29T04:00:00Z", "sat 22:00-06:00", false},
		// Berlin, 25 October 2026: 03:00 is 02:00.
		{"Europe/Berlin", "2026-10-25T00:00:00Z", "02:00-03:00", true},
		{"Europe/Berlin", "2026-10-25T00:59:59Z", "02:00-03:00", true},
		{"Europe/Berlin", "2026-10-25T01:00:00Z", "02:00-03:00", true},
		{"Europe/Berlin", "2026-10-25T01:59:59Z", "02:00-03:00", true},
		{"Europe/Berlin", "2026-10-25T02:00:00Z", "02:00-03:00", false},
		{"Europe/Berlin", "2026-10-25T00:45:00Z", "22:00-02:30", false},
		{"Europe/Berlin", "2026-10-25T01:15:00Z", "22:00-02:30", true}, // again
		{"Europe/Berlin", "2026-10-25T04:59:59Z", "sat 22:00-06:00", true},
		{"Europe/Berlin", "2026-10-25T05:00:00Z", "sat 22:00-06:00", false},
		// New York, 8 March and 1 November 2026.
		{"America/New_York", "2026-03-08T06:59:59Z", "sun 02:00-03:00", false},
		{"America/New_York", "2026-03-08T07:00:00Z", "sun 02:00-03:00", false},
		{"America/New_York", "2026-03-08T07:00:00Z", "sun 03:00-04:00", true},
		{"America/New_York", "2026-11-01T05:30:00Z", "sun 01:00-02:00", true},
		{"America/New_York", "2026-11-01T06:30:00Z", "sun 01:00-02:00", true},
		{"America/New_York", "2026-11-01T07:00:00Z", "sun 01:00-02:00", false},
		// São Paulo, 4 November 2018: the Sunday begins at 01:00.
		{"America/Sao_Paulo", "2018-11-04T02:59:59Z", "sat 22:00-00:30", true},
		{"America/Sao_Paulo", "2018-11-04T03:00:00Z", "sat 22:00-00:30", false},
		{"America/Sao_Paulo", "2018-11-04T03:00:00Z", "sun 00:00-01:00", false},
		{"America/Sao_Paulo", "2018-11-04T02:59:59Z", "sun", false},
		{"America/Sao_Paulo", "2018-11-04T03:00:00Z", "sun", true},
		{"America/Sao_Paulo", "2018-11-04T03:00:00Z", "sat 22:00-06:00", true},
		// São Paulo, 18 February 2018: 23:00 of Saturday comes twice.
		{"America/Sao_Paulo", "2018-02-18T01:30:00Z", "sat 23:00-23:45", true},
		{"America/Sao_Paulo", "2018-02-18T02:30:00Z", "sat 23:00-23:45", true},
		{"America/Sao_Paulo", "2018-02-18T02:30:00Z", "sun", false},
		{"America/Sao_Paulo", "2018-02-18T03:00:00Z", "sun", true},
		// Beirut, 29 March 2026: the Sunday begins at 01:00.
		{"Asia/Beirut", "2026-03-28T21:59:59Z", "sat 23:00-00:30", true},
		{"Asia/Beirut", "2026-03-28T22:00:00Z", "sat 23:00-00:30", false},
		{"Asia/Beirut", "2026-03-28T22:00:00Z", "sun 00:00-01:00", false},
		{"Asia/Beirut", "2026-03-28T22:00:00Z", "sun", true},
		// Samoa: the Friday of 30 December 2011 did not exist.
		{"Pacific/Apia", "2011-12-30T09:59:59Z", "thu 22:00-06:00", true},
		{"Pacific/Apia", "2011-12-30T10:00:00Z", "thu 22:00-06:00", true}, // Saturday
		{"Pacific/Apia", "2011-12-30T10:00:00Z", "fri 22:00-06:00", false},
		{"Pacific/Apia", "2011-12-30T10:00:00Z", "fri", false},
		{"Pacific/Apia", "2011-12-30T10:00:00Z", "sat", true},
	}
	for _, test := range tests {
		list := []access.List{{Scope: access.ScopeSite, Rules: rules(t, "deny hours "+test.hours)}}
		got := access.Decide(list, access.Point{At: when(t, test.at), Zone: zone(t, test.zone)})
		if got.Allowed == test.holds {
			t.Errorf("%q at %s in %s: %+v", test.hours, test.at, test.zone, got)
		}
	}
	if got := access.Decide([]access.List{{Rules: rules(t, "deny hours wed")}}, access.Point{At: when(t, "2026-06-10T00:00:00+02:00")}); !got.Allowed {
		t.Errorf("without a zone it is not judged by UTC: %+v", got)
	}
}

// BenchmarkDecide asks three full lists of which no rule matches.
func BenchmarkDecide(b *testing.B) {
	var lists []access.List
	for _, scope := range []access.Scope{access.ScopeAccount, access.ScopeRole, access.ScopeSite} {
		list := make(access.Rules, access.MaxRules)
		for i := range list {
			list[i] = rule(b, "deny from 10.0.0.0/8, 2001:db8::/32, place:Workshop, loopback hours mon-fri 22:00-06:00")
		}
		lists = append(lists, access.List{Scope: scope, Rules: list})
	}
	at := access.Point{
		Addr: netip.MustParseAddr("8.8.8.8"), Place: "Office", At: when(b, "2026-06-10T12:00:00Z"), Zone: zone(b, "Europe/Berlin"),
	}
	for b.Loop() {
		if !access.Decide(lists, at).Allowed {
			b.Fatal("denied")
		}
	}
}
