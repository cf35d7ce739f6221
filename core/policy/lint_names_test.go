package policy

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A bare name stands for one field of the whole model, so that it is never
// ambiguous.
func TestBareNamesAreUnique(t *testing.T) {
	groups := map[string]string{}
	for _, f := range Fields() {
		if other, taken := groups[f.Name]; taken {
			t.Errorf("%s is in %s and in %s", f.Name, other, f.Group)
		}
		groups[f.Name] = f.Group
	}
}

// faulter is what fails a test, or one of rapid's draws.
type faulter interface {
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// Whatever Lint finds, problem or advice, names its fields without their groups,
// and each is one of the model.
func TestLintNamesFieldsBare(t *testing.T) {
	seen := map[string]bool{}
	bare := func(t faulter, fields []string) {
		if len(fields) == 0 {
			t.Fatal("no field is named")
		}
		for _, name := range fields {
			f, err := FieldNamed(name)
			if err != nil || f.Name != name {
				t.Fatalf("%q is no bare name of a field: %v", name, err)
			}
			seen[name] = true
		}
	}
	named := func(t faulter, p Policy) {
		report := Lint(p)
		for _, one := range report.Problems {
			bare(t, one.Fields)
		}
		for _, one := range report.Advice {
			bare(t, one.Fields)
		}
	}
	// What is drawn may leave one of the names out that are wanted below: these bring each of them.
	for _, p := range []Policy{
		{Complexity: Complexity{MinLength: new(9), MaxLength: new(8)}},
		{Complexity: Complexity{MinKinds: &Kinds{K: 0, Of: []Kind{KindLetter}}}},
		{Complexity: Complexity{Banned: []string{strings.Repeat("x", MaxBannedBytes+1)}}},
		{Expiration: Expiration{MaxAgeDays: new(4), WarnDays: new(5)}},
		{Lockout: Lockout{Enabled: true}},
	} {
		named(t, p)
	}
	rapid.Check(t, func(t *rapid.T) {
		p := formPolicy(t)
		if rapid.Bool().Draw(t, "out of bounds") {
			beyondBounds(t, &p)
		}
		named(t, p)
	})
	for _, name := range []string{"min_length", "max_length", "min_kinds", "warn_days", "max_age_days", "durations", "banned", "enabled"} {
		if !seen[name] {
			t.Errorf("nothing was found about %s", name)
		}
	}
}

// beyondBounds puts into one number of a policy what no file can hold.
func beyondBounds(t *rapid.T, p *Policy) {
	var numbers []Field
	for _, f := range Fields() {
		if f.Kind == FieldNumber {
			numbers = append(numbers, f)
		}
	}
	rapid.SampledFrom(numbers).Draw(t, "field").put(p, -1)
}

func TestBareFields(t *testing.T) {
	for name, tt := range map[string]struct{ fields, want []string }{
		"none":                     {nil, []string{}},
		"of a group":               {[]string{"complexity.min_length"}, []string{"min_length"}},
		"bare already":             {[]string{"min_length", "file"}, []string{"min_length", "file"}},
		"unknown":                  {[]string{"complexity.min_lenght"}, []string{"min_lenght"}},
		"in another group":         {[]string{"change.min_length"}, []string{"change.min_length"}},
		"the same in two groups":   {[]string{"complexity.x", "change.x", "change.y"}, []string{"complexity.x", "change.x", "y"}},
		"twice in one group":       {[]string{"change.x", "change.x"}, []string{"x", "x"}},
		"a group":                  {[]string{"complexty"}, []string{"complexty"}},
		"right and in a wrong one": {[]string{"complexity.min_length", "change.min_length"}, []string{"complexity.min_length", "change.min_length"}},
	} {
		var faults []*FieldError
		for _, field := range tt.fields {
			faults = append(faults, &FieldError{Field: field})
		}
		if got := BareFields(faults); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
