package access_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gatehouse/core/access"
	"gatehouse/core/network"
)

func TestProblems(t *testing.T) {
	never := func(rule, by int) access.Problem {
		return access.Problem{Rule: rule, Kind: access.ProblemNever, By: by}
	}
	tests := []struct {
		rules []string
		want  []access.Problem
	}{
		{nil, nil},
		{[]string{"allow from desk", "deny"}, nil},
		{[]string{"deny", "allow from desk"}, []access.Problem{never(2, 1)}},
		{[]string{"deny", "deny", "deny"}, []access.Problem{never(2, 1), never(3, 1)}},
		{[]string{"deny from 10.0.0.0/8", "allow from 10.1.0.0/16"}, []access.Problem{never(2, 1)}},
		{[]string{"deny from 10.1.0.0/16", "allow from 10.0.0.0/8"}, nil},
		{[]string{"deny from 10.0.0.0/8", "allow from 11.0.0.0/8"}, nil},
		{[]string{"deny from 0.0.0.0/0", "allow from ::/0"}, nil},
		{[]string{"deny from 0.0.0.0/0, ::/0, desk", "allow"}, nil}, // several together are not found
		{[]string{"deny from private", "allow from 10.0.0.0/8"}, []access.Problem{never(2, 1)}},
		{[]string{"deny from private", "allow from 10.0.0.0/7"}, nil},
		{[]string{"deny from 10.0.0.0/8", "allow from private"}, nil},
		{[]string{"deny from private", "allow from private, 192.168.0.0/24"}, []access.Problem{never(2, 1)}},
		{[]string{"deny from private", "allow from private, desk"}, nil},
		{[]string{"deny from place:Workshop", "allow from place:WORKSHOP"}, []access.Problem{never(2, 1)}},
		{[]string{"deny from desk, 10.0.0.0/8", "allow from 10.0.0.1, desk"}, []access.Problem{never(2, 1)}},
		{[]string{"deny hours mon-fri", "allow hours mon 08:00-17:00"}, []access.Problem{never(2, 1)}},
		{[]string{"deny hours mon 08:00-17:00", "allow hours mon-fri"}, nil},
		{[]string{"deny hours mon-fri", "allow"}, nil},
		{[]string{"deny hours mon-sun", "allow"}, []access.Problem{never(2, 1)}},
		{[]string{"deny hours mon 22:00-06:00", "allow hours tue 00:00-06:00"}, []access.Problem{never(2, 1)}},
		{[]string{"deny hours sun 22:00-06:00", "allow hours mon 00:00-06:00"}, []access.Problem{never(2, 1)}},
		{[]string{"deny hours mon 22:00-06:00", "allow hours tue 00:00-06:01"}, nil},
		{[]string{"deny hours mon", "allow hours mon 22:00-06:00"}, nil},
		{[]string{"deny from 10.0.0.0/8 hours mon", "allow from 10.0.0.1"}, nil},
		{[]string{"deny from 10.0.0.0/8 hours mon", "allow from 10.0.0.1 hours mon 08:00-09:00"}, []access.Problem{never(2, 1)}},
		{[]string{"deny from place:Nowhere", "allow from place:Workshop, place:Gone"}, []access.Problem{
			{Rule: 1, Kind: access.ProblemPlace, Place: "Nowhere"}, {Rule: 2, Kind: access.ProblemPlace, Place: "Gone"},
		}},
	}
	known := func(name string) bool { return network.PlaceKey(name) == "workshop" }
	for _, test := range tests {
		if got := access.Problems(rules(t, test.rules...), known); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%q: %+v, want %+v", test.rules, got, test.want)
		}
	}
}

// TestNeverDecides shows that a rule of which this is said never decides.
func TestNeverDecides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := drawRules().Draw(t, "rules")
		never := map[int]bool{}
		for _, problem := range access.Problems(list, func(string) bool { return true }) {
			if problem.Kind != access.ProblemNever || problem.By >= problem.Rule {
				t.Fatalf("%+v", problem)
			}
			never[problem.Rule] = true
		}
		// In Samoa a date was left out, after which hours ran on that end in it.
		at := drawPoint().Filter(func(p access.Point) bool { return p.Zone.String() != "Pacific/Apia" }).Draw(t, "at")
		if got := access.Decide([]access.List{{Rules: list}}, at); never[got.Number] {
			t.Fatalf("%+v decides at %+v", got, at)
		}
	})
}

// BenchmarkProblems looks through a list that is as long as allowed.
func BenchmarkProblems(b *testing.B) {
	list := make([]string, access.MaxRules)
	for i := range list {
		var sources []string
		for k := range 17 {
			sources = append(sources, fmt.Sprintf("place:%d-%d", k, i))
		}
		list[i] = "deny from " + strings.Join(sources, ",")
	}
	all := rules(b, list...)
	for b.Loop() {
		access.Problems(all, func(string) bool { return true })
	}
}
