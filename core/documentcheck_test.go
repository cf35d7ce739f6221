package core_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"gatehouse/core"
)

// What a site has set for itself is read as a whole, and what was altered by hand is
// named; places that were are none until they are written again.
func TestCheckDocuments(t *testing.T) {
	b := newBed(t)
	root := b.root()
	report, err := b.site.CheckDocuments(t.Context())
	must(t, err)
	before := report.Read
	must(t, b.site.SetPlaces(t.Context(), root, []core.PlaceRanges{{Name: "Yard", Ranges: []string{"10.0.0.0/8"}}}, 0))
	must(t, b.rules(root, core.AccessOf{Role: core.RoleMember}, "deny from place:Yard"))
	report, err = b.site.CheckDocuments(t.Context())
	must(t, err)
	if report.Read != before+2 || report.Altered != nil {
		t.Errorf("what was not altered: %+v", report)
	}
	b.byHand(`UPDATE site_documents SET document = '{"places":[]}' WHERE name = 'places'`)
	report, err = b.site.CheckDocuments(t.Context())
	must(t, err)
	if !slices.Equal(report.Altered, []string{"places"}) {
		t.Errorf("altered are %q", report.Altered)
	}
	seen, err := b.site.Places(t.Context(), root)
	must(t, err)
	if !seen.Altered || len(seen.Places) != 0 || seen.Revision != 1 {
		t.Errorf("the places are %+v", seen)
	}
	must(t, b.site.SetPlaces(t.Context(), root, nil, 1))
	seen, err = b.site.Places(t.Context(), root)
	must(t, err)
	if seen.Altered {
		t.Errorf("places that were written again are %+v", seen)
	}
}

// Blocked sources are counted without an account, until their blocks end.
func TestCountBlockedSources(t *testing.T) {
	b := newBed(t)
	b.sourceLimit(5)
	count := func() int {
		t.Helper()
		n, more, err := b.site.CountBlockedSources(t.Context())
		must(t, err)
		if more {
			t.Error("there are more than are listed")
		}
		return n
	}
	if n := count(); n != 0 {
		t.Errorf("%d are blocked before anything", n)
	}
	for i := range 5 {
		wantCode(t, b.tryFrom(from("192.0.2.66"), fmt.Sprintf("nobody%d", i), "Sommer2026!"), core.CodeSignIn)
		b.clock.advance(time.Minute)
	}
	if n := count(); n != 2 {
		t.Errorf("%d are blocked, not an address and a computer", n)
	}
	b.clock.advance(15 * time.Minute)
	if n := count(); n != 0 {
		t.Errorf("%d are blocked after the time", n)
	}
}
