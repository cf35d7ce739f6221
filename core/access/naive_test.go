package access_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"gatehouse/core/access"
	"gatehouse/core/network"
)

// naiveHolds judges hours by what the clock and the calendar write.
func naiveHolds(h *access.Hours, at time.Time, zone *time.Location) bool {
	if h == nil {
		return true
	}
	local := at.In(zone)
	date, minute := local.Format("2006-01-02"), local.Hour()*60+local.Minute()
	// The last quarter of an hour that has an earlier date.
	before := at
	for before.In(zone).Format("2006-01-02") >= date {
		before = before.Add(-time.Minute)
	}
	begins := func(day time.Time) bool {
		name := day.In(zone).Weekday()
		return h.Days == 0 || int(h.Days)>>int(name)&1 == 1
	}
	if h.From == h.To {
		return begins(at)
	}
	end := h.To
	if end < h.From {
		end += 1440
	}
	return begins(at) && minute >= h.From && minute < end || begins(before) && minute+1440 >= h.From && minute+1440 < end
}

// naiveMatches judges a source by the words of the rules.
func naiveMatches(s access.Source, at access.Point) bool {
	a := at.Addr.Unmap().WithZone("")
	switch {
	case !a.IsValid():
		return s == access.FromDesk()
	case s.Desk:
		return false
	case s.Kind != "":
		return s.Kind == network.KindOf(a)
	case s.Place != "":
		return at.Place != "" && network.PlaceKey(s.Place) == network.PlaceKey(at.Place)
	}
	first, bits := s.Range.Addr().AsSlice(), s.Range.Bits()
	own := a.AsSlice()
	if len(own) != len(first) {
		return false
	}
	for bit := range bits {
		if (own[bit/8]^first[bit/8])>>(7-bit%8)&1 != 0 {
			return false
		}
	}
	return true
}

func naiveDecide(lists []access.List, at access.Point) access.Decision {
	for _, list := range lists {
		for i, r := range list.Rules {
			matches := func(s access.Source) bool { return naiveMatches(s, at) }
			if (len(r.From) == 0 || slices.ContainsFunc(r.From, matches)) && naiveHolds(r.Hours, at.At, at.Zone) {
				return access.Decision{Allowed: r.Allow, Scope: list.Scope, Number: i + 1}
			}
		}
	}
	return access.Decision{Allowed: true}
}

// drawLists draws the lists of the three scopes.
func drawLists() *rapid.Generator[[]access.List] {
	return rapid.Custom(func(t *rapid.T) []access.List {
		return []access.List{
			{Scope: access.ScopeAccount, Rules: drawRules().Draw(t, "account")},
			{Scope: access.ScopeRole, Rules: drawRules().Draw(t, "role")},
			{Scope: access.ScopeSite, Rules: drawRules().Draw(t, "site")},
		}
	})
}

// drawPoint draws from where and when somebody comes.
func drawPoint() *rapid.Generator[access.Point] {
	return rapid.Custom(func(t *rapid.T) access.Point {
		return access.Point{
			Addr:  drawAddress().Draw(t, "address"),
			Place: rapid.SampledFrom([]string{"", "Workshop", "workshop", "Work shop", "desk"}).Draw(t, "place"),
			At:    drawTime().Draw(t, "at"), Zone: drawZone().Draw(t, "zone"),
		}
	})
}

func TestFirstMatchDecides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lists, at := drawLists().Draw(t, "lists"), drawPoint().Draw(t, "at")
		if got, want := access.Decide(lists, at), naiveDecide(lists, at); got != want {
			t.Fatalf("%+v, want %+v", got, want)
		}
	})
}

func TestHoursProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h, at, z := drawHours().Draw(t, "hours"), drawTime().Draw(t, "at"), drawZone().Draw(t, "zone")
		list := []access.List{{Rules: access.Rules{{Hours: h}}}}
		got := !access.Decide(list, access.Point{At: at, Zone: z}).Allowed
		if want := naiveHolds(h, at, z); got != want {
			t.Fatalf("%v holds at %v: %v", h, at.In(z), got)
		}
	})
}
