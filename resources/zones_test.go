package resources

import (
	"slices"
	"testing"
	"time"
	_ "time/tzdata" // the names must be known on a computer without zone files
)

func TestZonesAreKnownAndSorted(t *testing.T) {
	names := Zones()
	if len(names) < 300 || !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) != len(names) {
		t.Errorf("%d names, sorted %v", len(names), slices.IsSorted(names))
	}
	for _, name := range names {
		if _, err := time.LoadLocation(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, name := range []string{"UTC", "Europe/London", "America/New_York", "Asia/Kolkata"} {
		if !slices.Contains(names, name) {
			t.Errorf("%q is missing", name)
		}
	}
}
