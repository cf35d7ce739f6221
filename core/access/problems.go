package access

import "slices"

// ProblemKind is what is wrong with a rule that can be read.
type ProblemKind string

// The kinds.
const (
	// ProblemPlace: the rule names a place that there is not, and which nobody
	// comes from.
	ProblemPlace ProblemKind = "place"
	// ProblemNever: the rule never decides, as an earlier one of the list always
	// does before it.
	ProblemNever ProblemKind = "never"
)

// Problem is something about a rule that an administrator hardly means.
type Problem struct {
	// Rule is its number from 1.
	Rule int
	Kind ProblemKind
	// Place is the name of the place, for ProblemPlace.
	Place string
	// By is the number of the earlier rule, for ProblemNever.
	By int
}

// Problems looks through a list in the order of its rules. placesKnown tells
// whether there is a place of a name.
//
// A rule is said never to decide only when one earlier rule alone covers all its
// sources and all its hours. What several do together, and what lies within a
// place, is not found. What is said holds where no date is left out of a week.
func Problems(rules Rules, placesKnown func(name string) bool) []Problem {
	var found []Problem
	hours, folded := make([]*minutes, len(rules)), make([][]Source, len(rules))
	for i, rule := range rules {
		for _, source := range rule.From {
			if source.Place != "" && !placesKnown(source.Place) {
				found = append(found, Problem{Rule: i + 1, Kind: ProblemPlace, Place: source.Place})
			}
		}
		hours[i], folded[i] = rule.Hours.inTheWeek(), foldedSources(rule.From)
		for by := range i {
			if hours[by].covers(hours[i]) && coverSources(folded[by], folded[i]) {
				found = append(found, Problem{Rule: i + 1, Kind: ProblemNever, By: by + 1})
				break
			}
		}
	}
	return found
}

func foldedSources(sources []Source) []Source {
	all := make([]Source, len(sources))
	for i, source := range sources {
		all[i] = source.folded()
	}
	return all
}

// coverSources reports whether all that come from some sources come from others,
// both folded.
func coverSources(wide, narrow []Source) bool {
	if len(wide) == 0 || len(narrow) == 0 {
		return len(wide) == 0 // none is from anywhere
	}
	for _, source := range narrow {
		if !slices.ContainsFunc(wide, func(w Source) bool { return w.covers(source) }) {
			return false
		}
	}
	return true
}
