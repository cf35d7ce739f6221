package policy

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// oracleMeets judges a password by the rules of the text, straight from their
// definitions and without any code of the package.
func oracleMeets(c Complexity, twoStep bool, password string) bool {
	text := []rune(norm.NFC.String(password))
	if strings.TrimSpace(password) == "" {
		return false
	}
	least := c.MinLength
	if twoStep && c.MinLengthWithTwoStep != nil {
		least = c.MinLengthWithTwoStep
	}
	if least != nil && len(text) < *least || c.MaxLength != nil && len(text) > *c.MaxLength {
		return false
	}
	if !oracleCounts(c, text) {
		return false
	}
	return (c.MaxRepeat == nil || oracleRun(text) <= *c.MaxRepeat) &&
		(c.MaxSequence == nil || oracleSequence(text) <= *c.MaxSequence)
}

// oracleCounts judges the minimums, the kinds and the forbidden characters.
func oracleCounts(c Complexity, text []rune) bool {
	n := map[string]int{}
	for _, r := range text {
		if strings.ContainsRune(c.ForbiddenChars, r) {
			return false
		}
		for _, class := range oracleClasses(c, r) {
			n[class]++
		}
	}
	for class, limit := range map[string]*int{
		"letter": c.MinLetters, "upper": c.MinUpper, "lower": c.MinLower,
		"digit": c.MinDigits, "special": c.MinSpecial, "other": c.MinOther,
	} {
		if limit != nil && n[class] < *limit {
			return false
		}
	}
	if c.MinKinds == nil {
		return true
	}
	kinds := 0
	for _, kind := range c.MinKinds.Of {
		if n[string(kind)] > 0 {
			kinds++
		}
	}
	return kinds >= c.MinKinds.K
}

// oracleClasses are the classes of one character.
func oracleClasses(c Complexity, r rune) []string {
	const upper, lower, digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", "0123456789"
	var classes []string
	add := func(class string, holds bool) bool {
		if holds {
			classes = append(classes, class)
		}
		return holds
	}
	var letter, digit bool
	if c.Alphabet == AlphabetASCII {
		letter = add("letter", strings.ContainsRune(upper+lower, r))
		add("upper", strings.ContainsRune(upper, r))
		add("lower", strings.ContainsRune(lower, r))
		digit = add("digit", strings.ContainsRune(digits, r))
	} else {
		letter = add("letter", unicode.In(r, unicode.L))
		add("upper", unicode.In(r, unicode.Lu))
		add("lower", unicode.In(r, unicode.Ll))
		digit = add("digit", unicode.In(r, unicode.Nd))
	}
	if c.SpecialSet == nil {
		add("special", !letter && !digit)
	} else {
		add("special", strings.ContainsRune(*c.SpecialSet, r))
	}
	add("other", !strings.ContainsRune(upper+lower+digits, r))
	return classes
}

// oracleRun is the longest run of one character.
func oracleRun(text []rune) int {
	best := 0
	for i := range text {
		for j := i; j < len(text) && text[j] == text[i]; j++ {
			best = max(best, j-i+1)
		}
	}
	return best
}

// oracleSequence is the longest piece of a row, read either way.
func oracleSequence(text []rune) int {
	best := 0
	lower := []rune(strings.ToLower(string(text)))
	for _, row := range []string{"abcdefghijklmnopqrstuvwxyz", "0123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm"} {
		back := []rune(row)
		for i, j := 0, len(back)-1; i < j; i, j = i+1, j-1 {
			back[i], back[j] = back[j], back[i]
		}
		for i := range lower {
			for j := i; j < len(lower); j++ {
				piece := string(lower[i : j+1])
				if strings.Contains(row, piece) || strings.Contains(string(back), piece) {
					best = max(best, j-i+1)
				}
			}
		}
	}
	return best
}

// oracleChars has three characters of each class outside ASCII, so that two are
// left when one is forbidden or special.
const oracleChars = "ABab12!? ÉÀÙéèù٣٤٥ªºא¿¡§"

// drawMaybe draws a limit, or none.
func drawMaybe(t *rapid.T, name string, low, high int) *int {
	if !rapid.Bool().Draw(t, "has "+name) {
		return nil
	}
	return new(rapid.IntRange(low, high).Draw(t, name))
}

// drawSubset draws a literal set of the first n of the characters.
func drawSubset(t *rapid.T, name, chars string) string {
	var b strings.Builder
	for _, r := range chars {
		if rapid.Bool().Draw(t, name) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// drawComplexity draws rules on characters with lengths and counts up to most.
func drawComplexity(t *rapid.T, most int) Complexity {
	c := Complexity{
		MinLength: drawMaybe(t, "min_length", 1, most), MaxLength: drawMaybe(t, "max_length", 1, most),
		MinLengthWithTwoStep: drawMaybe(t, "two-step", 1, most),
		MinLetters:           drawMaybe(t, "letters", 1, most), MinUpper: drawMaybe(t, "upper", 1, most), MinLower: drawMaybe(t, "lower", 1, most),
		MinDigits: drawMaybe(t, "digits", 1, most), MinSpecial: drawMaybe(t, "special", 1, most), MinOther: drawMaybe(t, "other", 1, most),
		Alphabet: rapid.SampledFrom([]Alphabet{"", AlphabetASCII, AlphabetUnicode}).Draw(t, "alphabet"),
	}
	if rapid.Bool().Draw(t, "has special set") {
		c.SpecialSet = new(drawSubset(t, "special set", "AéÉ1٣!? ª¿"))
	}
	if rapid.Bool().Draw(t, "forbids") {
		for r := ' '; r <= '~'; r++ {
			if !strings.ContainsRune(oracleChars, r) {
				c.ForbiddenChars += string(r)
			}
		}
		c.ForbiddenChars += drawSubset(t, "forbidden", "ABab12!? É٣")
	}
	if rapid.Bool().Draw(t, "has kinds") {
		of := rapid.SampledFrom([][]Kind{
			{KindLetter, KindDigit, KindSpecial},
			{KindUpper, KindLower, KindDigit, KindSpecial},
			{KindSpecial},
		}).Draw(t, "of")
		c.MinKinds = &Kinds{K: rapid.IntRange(1, len(of)).Draw(t, "k"), Of: of}
	}
	return c
}

// anyMeets tries all passwords of the oracle's characters up to a length, with
// the greater one of the two minimums. Where order does not matter it tries one
// order only.
func anyMeets(c Complexity, longest int) (string, bool) {
	if c.MinLengthWithTwoStep != nil && (c.MinLength == nil || *c.MinLengthWithTwoStep > *c.MinLength) {
		c.MinLength = c.MinLengthWithTwoStep
	}
	ordered := c.MaxRepeat != nil || c.MaxSequence != nil
	var chars []rune
	for _, r := range oracleChars {
		if !strings.ContainsRune(c.ForbiddenChars, r) {
			chars = append(chars, r)
		}
	}
	var try func(prefix []rune, from int) (string, bool)
	try = func(prefix []rune, from int) (string, bool) {
		if len(prefix) > 0 && oracleMeets(c, false, string(prefix)) {
			return string(prefix), true
		}
		if len(prefix) == longest {
			return "", false
		}
		for i := from; i < len(chars); i++ {
			next := i
			if ordered {
				next = 0
			}
			if found, ok := try(append(prefix[:len(prefix):len(prefix)], chars[i]), next); ok {
				return found, true
			}
		}
		return "", false
	}
	return try(nil, 0)
}
