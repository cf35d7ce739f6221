package generate

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"gatehouse/core/policy"
)

// separators are tried, in this order, where the rules ask for one that counts as
// special.
const separators = "-_.+=*:,;/!?#~@%&$^"

// numberDigits is the length of a number where the rules do not ask for more,
// maxNumber the longest.
const (
	numberDigits = 2
	maxNumber    = 12
)

// newWords makes a generator of passphrases, with the options nearest to those
// given that the rules allow.
func newWords(r Rules, o Options) (*Generator, error) {
	if r.List == nil {
		r.List = Large() // once for all that is counted
	}
	if err := o.fitsSeparator(r.Policy); err != nil {
		return nil, err
	}
	if most := r.Policy.MaxLength; most != nil && o.shortest(r.List) > *most {
		return nil, o.tooShortFor(*most)
	}
	g, err := nearestWords(r, o)
	switch {
	case err != nil:
		return nil, refuse("", OptionKind, say("There are too many cases to count with these words. Choose fewer words, or characters"))
	case g == nil:
		return nil, o.noWords(r)
	}
	return g, nil
}

// nearestWords makes the generator of the nearest options, nil where there is no
// passphrase. Its error is that of a count too large. That ends the search: the
// other options have as many words, and each count would take as long again.
func nearestWords(r Rules, o Options) (*Generator, error) {
	for _, near := range o.nearest(r.Policy) {
		s, err := near.phrases(r)
		if err != nil {
			return nil, err
		}
		if s.Count().Sign() > 0 {
			return counted(r, near, s), nil
		}
	}
	return nil, nil
}

// shortest is the length of the shortest passphrase that there could be, without
// what rules may add.
func (o Options) shortest(l *List) int {
	word, separator := l.shortest(), utf8.RuneCountInString(o.Separator)
	length := o.Words*word + (o.Words-1)*separator
	if o.Number {
		length += separator + numberDigits
	}
	return length
}

// tooShortFor says that the words do not fit.
func (o Options) tooShortFor(most int) *Error {
	return refuse("max_length", OptionWords, oneOrMany(o.Words,
		say("At most {{.Max}} characters: that is too short for one word", "Max", most),
		say("At most {{.Max}} characters: that is too short for {{.Words}} words", "Max", most, "Words", o.Words)))
}

// phrases counts the passphrases of the options.
func (o Options) phrases(r Rules) (*policy.PhraseSpace, error) {
	shape := policy.Phrase{Words: r.words(), Count: o.Words, Separator: o.Separator, Capitals: o.Capitals}
	if o.Number {
		wanted, _ := policy.Minimum(r.Policy, "min_digits", nil)
		shape.Digits = min(max(numberDigits, wanted), maxNumber)
	}
	s, err := policy.NewPhraseSpace(r.Policy, r.TwoStep, shape)
	if err != nil {
		return nil, fmt.Errorf("generate: count passphrases: %w", err)
	}
	return s, nil
}

// fitsSeparator looks whether the separator is allowed.
func (o Options) fitsSeparator(c policy.Complexity) error {
	run, last := 0, rune(-1)
	for _, r := range o.Separator {
		if strings.ContainsRune(c.ForbiddenChars, r) {
			return refuse("forbidden_chars", OptionSeparator, say("The rules forbid “{{.Character}}”. Choose another separator", "Character", string(r)))
		}
		if r != last {
			run, last = 0, r
		}
		run++
	}
	if c.MaxRepeat != nil && run > *c.MaxRepeat {
		return refuse("max_repeat", OptionSeparator, oneOrMany(*c.MaxRepeat,
			say("The rules allow no character twice in a row. Choose a shorter separator"),
			say("The rules allow a character at most {{.Max}} times in a row. Choose a shorter separator", "Max", *c.MaxRepeat)))
	}
	return nil
}

// nearest lists the options as they are, then with what rules on characters may
// need: a number, capitals, another separator; what changes least comes first.
func (o Options) nearest(c policy.Complexity) []Options {
	list := []Options{o}
	if !asksForClasses(c) {
		return list
	}
	numbers := []bool{o.Number}
	if !o.Number {
		numbers = append(numbers, true)
	}
	capitals := []policy.Capitals{o.Capitals}
	for _, more := range []policy.Capitals{policy.CapitalsOne, policy.CapitalsFirst} {
		if o.Capitals == policy.CapitalsNone || o.Capitals == policy.CapitalsOne && more == policy.CapitalsFirst {
			capitals = append(capitals, more)
		}
	}
	for _, separator := range o.separatorsFor(c) {
		for _, capital := range capitals {
			for _, number := range numbers {
				near := o
				near.Separator, near.Capitals, near.Number = separator, capital, number
				if near != o {
					list = append(list, near)
				}
			}
		}
	}
	return list
}

// asksForClasses reports whether rules on the kinds of characters may need what
// words do not have.
func asksForClasses(c policy.Complexity) bool {
	for _, field := range policy.MinimumFields() {
		if wanted, _ := policy.Minimum(c, field, nil); wanted > 0 {
			return true
		}
	}
	return c.MinKinds != nil
}

// separatorsFor are the separator and, where it counts for less than another one,
// that one.
func (o Options) separatorsFor(c policy.Complexity) []string {
	list := []string{o.Separator}
	_, special := policy.Minimum(withSpecial(c), "min_special", []rune(separators))
	if slices.ContainsFunc(special, func(r rune) bool { return strings.ContainsRune(o.Separator, r) }) {
		return list
	}
	for _, r := range special {
		if !strings.ContainsRune(c.ForbiddenChars, r) {
			return append(list, string(r))
		}
	}
	return list
}

// withSpecial is the policy with a minimum of special characters, so that it says
// which those are.
func withSpecial(c policy.Complexity) policy.Complexity {
	c.MinSpecial = new(1)
	return c
}

// noWords says why there is no passphrase: the rule without which there would be
// one.
func (o Options) noWords(r Rules) *Error {
	for _, f := range r.relaxed() {
		if !o.anyPhrase(f.rules) {
			continue
		}
		switch f.field {
		case "max_length":
			return o.tooShortFor(*r.Policy.MaxLength)
		case "min_length":
			return refuse(f.field, OptionWords, oneOrMany(o.Words,
				say("At least {{.Min}} characters: that is too long for one word", "Min", r.least()),
				say("At least {{.Min}} characters: that is too long for {{.Words}} words", "Min", r.least(), "Words", o.Words)))
		case "forbidden_chars":
			return refuse(f.field, OptionList, say("The rules forbid characters that these words need. Choose single characters"))
		case "max_repeat", "max_sequence":
			return refuse(f.field, OptionKind, say("The rules on runs and sequences leave no such words. Choose single characters"))
		}
		return refuse(f.field, OptionKind, say("The rules ask for characters that these words do not have. Choose more words, or single characters"))
	}
	return refuse("", OptionKind, say("No passphrase meets all the rules together. Choose single characters"))
}

// oneOrMany chooses between one and many.
func oneOrMany(n int, one, many policy.Text) policy.Text {
	if n == 1 {
		return one
	}
	return many
}

// anyPhrase reports whether there is a passphrase near to the options, as far as
// that can be counted.
func (o Options) anyPhrase(r Rules) bool {
	for _, near := range o.nearest(r.Policy) {
		s, err := near.phrases(r)
		if err != nil {
			return false
		}
		if s.Count().Sign() > 0 {
			return true
		}
	}
	return false
}
