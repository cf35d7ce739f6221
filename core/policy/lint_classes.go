package policy

import (
	"maps"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// traits are what one character counts for, under one policy: its classes, and
// whether it is more than white space.
type traits = classSet

const (
	isLetter  = traits(1) << classLetter
	isUpper   = traits(1) << classUpper
	isLower   = traits(1) << classLower
	isDigit   = traits(1) << classDigit
	isSpecial = traits(1) << classSpecial
	isOther   = traits(1) << classOther
	// isSolid: not white space, of which no password consists alone.
	isSolid = traits(1) << classCount
)

// samplesPerClass is how many characters outside ASCII stand for all of their
// class. More would make a generated password no safer.
const samplesPerClass = 12

// charset is what a password under a policy can be made of: characters that can
// be typed, stand alone in NFC and are not forbidden, by what they count for. It
// holds every ASCII character, every one of the special set, and samples of the
// classes outside ASCII.
type charset struct {
	c       Complexity
	rules   classifier
	classes map[traits][]rune
}

func newCharset(c Complexity) charset {
	set := charset{c: c, rules: newClassifier(c), classes: map[traits][]rune{}}
	seen := maps.Clone(set.rules.forbidden)
	add := func(r rune) bool {
		if seen[r] || !standsAlone(r) {
			return false
		}
		seen[r] = true
		t := solidTraits(&set.rules, r)
		set.classes[t] = append(set.classes[t], r)
		return true
	}
	for r := ' '; r <= '~'; r++ {
		add(r)
	}
	for r := range set.rules.special {
		add(r)
	}
	for _, table := range []*unicode.RangeTable{unicode.Lu, unicode.Ll, unicode.Lo, unicode.Nd, unicode.P, unicode.S} {
		addSamples(table, add)
	}
	return set
}

// addSamples offers the characters of a table outside ASCII until enough are
// taken. Only so many can be forbidden, so the walk is short.
func addSamples(table *unicode.RangeTable, add func(rune) bool) {
	taken := 0
	walk := func(lo, hi, stride rune) {
		for r := lo; r <= hi && taken < samplesPerClass; r += stride {
			if r > unicode.MaxASCII && add(r) {
				taken++
			}
		}
	}
	for _, span := range table.R16 {
		walk(rune(span.Lo), rune(span.Hi), rune(span.Stride))
	}
	for _, span := range table.R32 {
		walk(rune(span.Lo), rune(span.Hi), rune(span.Stride))
	}
}

// standsAlone reports whether a character can be typed and stays as it is in
// NFC whatever stands beside it.
func standsAlone(r rune) bool {
	if ' ' <= r && r <= '~' {
		return true
	}
	text := string(r)
	return unicode.IsGraphic(r) && r != unicode.ReplacementChar &&
		norm.NFC.IsNormalString(text) && norm.NFC.PropertiesString(text).BoundaryBefore()
}

// solidTraits says what a character counts for.
func solidTraits(rules *classifier, r rune) traits {
	t := rules.of(r)
	if !unicode.IsSpace(r) {
		t |= isSolid
	}
	return t
}

// has reports whether some character has all of the traits.
func (s charset) has(wanted traits) bool {
	for t := range s.classes {
		if t&wanted == wanted {
			return true
		}
	}
	return false
}

// with lists the characters that have all of the traits, in ascending order
// within ASCII and outside it.
func (s charset) with(wanted traits) []rune {
	var all []rune
	for t, runes := range s.classes {
		if t&wanted == wanted {
			all = append(all, runes...)
		}
	}
	return sortedRunes(all)
}
