package policy

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Need is a number of characters to draw from a set.
type Need struct {
	Count int
	From  string
}

// Recipe says how to draw a password that meets every rule of a policy on its
// characters: draw each need, fill up to Length code points from Any, shuffle.
// The rules on what a password may not be or contain (names, banned and breached
// passwords, strength) are judged by [Check] afterwards; a random password of
// fifteen characters hardly ever breaks one.
type Recipe struct {
	// Length is at least 15, unless the policy allows fewer.
	Length int
	Needs  []Need
	// Any has the characters to fill up with.
	Any string

	rules Complexity
}

// recipeLength is the length of a drawn password where the policy does not ask
// for another one: 15 of 80 characters are 94 bits.
const recipeLength = 15

// lookAlikes are characters that people mistake for one another on paper.
const lookAlikes = "0O1lI|"

// NewRecipe makes the recipe of a policy, for an account with or without
// two-step verification. Its error is the *FieldError of the problem that keeps
// any password from complying.
func NewRecipe(p Policy, twoStep bool) (Recipe, error) {
	if err := p.Validate(); err != nil {
		return Recipe{}, err
	}
	r, problem := newRecipe(p.Complexity, twoStep)
	if problem != nil {
		return Recipe{}, &FieldError{Field: problem.Paths()[0], Text: problem.Text}
	}
	return r, nil
}

// newRecipe makes the recipe of a policy whose values are within their bounds.
func newRecipe(c Complexity, twoStep bool) (Recipe, *Problem) {
	if twoStep && c.MinLengthWithTwoStep != nil {
		c.MinLength = c.MinLengthWithTwoStep
	}
	c.MinLengthWithTwoStep, c.Banned, c.Breached, c.MinStrength = nil, nil, BreachedOff, nil
	set := newCharset(c)
	places, ok := coverOf(set)
	if !ok {
		return Recipe{}, new(unmeetable(c, set))
	}
	longest := longestOf(c)
	if places.size() > longest {
		return Recipe{}, new(tooLong(c, places.size()))
	}
	r := Recipe{rules: c, Any: string(set.pleasant(0))}
	for _, place := range places {
		r.Needs = append(r.Needs, Need{place.count, string(set.pleasant(place.need))})
	}
	r.Any = r.withoutSingles()
	least := max(orZero(c.MinLength), places.size(), r.leastForRepeat())
	r.Length = min(max(recipeLength, least), longest)
	if least > longest {
		return Recipe{}, new(problem(
			say("With the longest run that is allowed, a password needs at least {{.Need}} characters, but may have at most {{.Max}}",
				"Need", least, "Max", longest),
			append([]string{"max_repeat", "max_length"}, classFields(c)...)...))
	}
	return r, nil
}

// pleasant lists the characters with the traits that are good to type and read:
// ASCII, no space, none that looks like another, as long as enough are left.
func (s charset) pleasant(wanted traits) []rune {
	enough := 1
	if s.c.MaxRepeat != nil || s.c.MaxSequence != nil {
		enough = 4
	}
	all := s.with(wanted)
	all = keepSome(all, enough, func(r rune) bool { return !unicode.IsSpace(r) })
	all = keepSome(all, enough, func(r rune) bool { return r <= unicode.MaxASCII })
	return keepSome(all, 4, func(r rune) bool { return !strings.ContainsRune(lookAlikes, r) })
}

// keepSome keeps what is good when enough is, else all.
func keepSome(all []rune, enough int, good func(rune) bool) []rune {
	kept := slices.DeleteFunc(slices.Clone(all), func(r rune) bool { return !good(r) })
	if len(kept) < enough {
		return all
	}
	return kept
}

func sortedRunes(all []rune) []rune {
	slices.Sort(all)
	return all
}

// withoutSingles is Any without the characters that a need depends on, where
// runs are limited: the filling is there to part them.
func (r Recipe) withoutSingles() string {
	if r.rules.MaxRepeat == nil {
		return r.Any
	}
	singles := ""
	for _, need := range r.Needs {
		if utf8.RuneCountInString(need.From) == 1 {
			singles += need.From
		}
	}
	left := keepSome([]rune(r.Any), 1, func(c rune) bool { return !strings.ContainsRune(singles, c) })
	return string(left)
}

// leastForRepeat is the least length in which the needs that only one character
// can meet do not stand beside one another too often: n of them take up
// n + ⌈n/max_repeat⌉ − 1 places.
func (r Recipe) leastForRepeat() int {
	if r.rules.MaxRepeat == nil {
		return 0
	}
	single := map[string]int{}
	least := 0
	for _, need := range r.Needs {
		if utf8.RuneCountInString(need.From) == 1 {
			single[need.From] += need.Count
			n, run := single[need.From], *r.rules.MaxRepeat
			least = max(least, n+(n+run-1)/run-1)
		}
	}
	return least
}
