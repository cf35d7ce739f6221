package policy

import (
	"slices"
	"unicode/utf8"
)

// maxSetChars bounds the literal sets of characters.
const maxSetChars = 4096

// lintBounds finds values that no policy can have, whatever else it says. They
// come from policies made in code; the reader of policy files refuses them.
func lintBounds(p Policy) []Problem {
	var found []Problem
	for _, f := range fieldTable {
		value := f.get(&p)
		switch f.Kind {
		case FieldNumber, FieldChoice, FieldList:
			if value == nil {
				continue
			}
			if fault := f.judge(value); !fault.IsZero() {
				found = append(found, problem(fault, f.Name))
			}
		}
	}
	found = append(found, lintKinds(p.Complexity.MinKinds)...)
	found = append(found, lintSets(p.Complexity)...)
	return append(found, lintDurations(p)...)
}

func lintKinds(k *Kinds) []Problem {
	if k == nil {
		return nil
	}
	var found []Problem
	if !allKnownOnce(k.Of, KindLetter, KindUpper, KindLower, KindDigit, KindSpecial) {
		found = append(found, problem(
			say("Name each kind of characters once: letters, upper-case or lower-case letters, digits, special characters"), "min_kinds"))
	}
	switch {
	case k.K < 1:
		found = append(found, problem(say("Ask for at least 1 kind of characters, or for none"), "min_kinds"))
	case k.K > len(k.Of):
		found = append(found, problem(say("{{.Wanted}} kinds are asked for, but only {{.Kinds}} can be chosen from",
			"Wanted", k.K, "Kinds", len(k.Of)), "min_kinds"))
	}
	return found
}

// allKnownOnce reports whether every value is one of the list, and none twice.
func allKnownOnce[T ~string](values []T, list ...T) bool {
	for i, value := range values {
		if !slices.Contains(list, value) || slices.Contains(values[:i], value) {
			return false
		}
	}
	return true
}

func lintSets(c Complexity) []Problem {
	var found []Problem
	check := func(set, field string) {
		if !utf8.ValidString(set) || utf8.RuneCountInString(set) > maxSetChars {
			found = append(found, problem(say("Name at most {{.Max}} characters", "Max", maxSetChars), field))
		}
	}
	if c.SpecialSet != nil {
		check(*c.SpecialSet, "special_set")
	}
	check(c.ForbiddenChars, "forbidden_chars")
	return found
}

func lintDurations(p Policy) []Problem {
	var found []Problem
	check := func(d *Duration, field string) {
		if d != nil && !d.withinBounds() {
			found = append(found, problem(say("Choose a time from 1 minute to {{.Days}} days", "Days", MaxDays), field))
		}
	}
	check(p.Change.MinAge, "min_age")
	check(p.Lockout.ResetAfter, "reset_after")
	s := p.Lockout.Durations
	switch {
	case s == nil:
	case s.UntilAdmin && len(s.Durations) > 0:
		found = append(found, problem(say("A lock either has lengths or lasts until an administrator ends it"), "durations"))
	case len(s.Durations) > maxDurations:
		found = append(found, problem(say("Name at most {{.Max}} lock times", "Max", maxDurations), "durations"))
	default:
		for i, d := range s.Durations {
			if !d.withinBounds() {
				found = append(found, problem(say("Lock time {{.Position}}: choose a time from 1 minute to {{.Days}} days",
					"Position", i+1, "Days", MaxDays), "durations"))
			}
		}
	}
	return found
}

// withinBounds reports whether a duration can have been parsed. The count is
// compared before it is multiplied, so that it cannot overflow.
func (d Duration) withinBounds() bool {
	unit := d.Unit.length()
	return unit > 0 && d.Count >= 1 && d.Count <= int(MaxLockDuration/unit)
}
