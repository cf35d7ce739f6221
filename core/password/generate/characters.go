package generate

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"gatehouse/core/policy"
)

// lookAlikes are characters that people mistake for one another on paper.
const lookAlikes = "0O1lI|"

// alphabet lists the characters that options and policy leave.
func (o Options) alphabet(c policy.Complexity) []rune {
	return slices.DeleteFunc(policy.Characters(c), func(r rune) bool { return !o.chosen(c, r) })
}

// chosen reports whether the options take a character.
func (o Options) chosen(c policy.Complexity, r rune) bool {
	if strings.ContainsRune(o.Exclude, r) || o.NoLookAlikes && strings.ContainsRune(lookAlikes, r) {
		return false
	}
	switch {
	case 'A' <= r && r <= 'Z':
		return o.Upper
	case 'a' <= r && r <= 'z':
		return o.Lower
	case '0' <= r && r <= '9':
		return o.Digits
	case unicode.IsSpace(r):
		return o.Rare
	case r <= unicode.MaxASCII, c.SpecialSet != nil && strings.ContainsRune(*c.SpecialSet, r):
		return o.Special
	}
	return o.Rare
}

// newCharacters makes a generator of single characters.
func newCharacters(r Rules, o Options) (*Generator, error) {
	if err := o.fitsLength(r); err != nil {
		return nil, err
	}
	chars := o.alphabet(r.Policy)
	if err := o.fitsClasses(r.Policy, chars); err != nil {
		return nil, err
	}
	s, err := policy.NewSpace(r.Policy, r.TwoStep, chars, o.Length)
	if errors.Is(err, policy.ErrTooLarge) {
		return newRecipe(r, o, chars)
	}
	if err != nil {
		return nil, fmt.Errorf("generate: count passwords: %w", err)
	}
	if s.Count().Sign() == 0 {
		return nil, o.noCharacters(r)
	}
	return counted(r, o, s), nil
}

// fitsLength compares the length with the policy's.
func (o Options) fitsLength(r Rules) error {
	if least := r.least(); o.Length < least {
		return refuse("min_length", OptionLength, say("At least {{.Min}} characters: a length of {{.Length}} is too short",
			"Min", least, "Length", o.Length))
	}
	if most := r.Policy.MaxLength; most != nil && o.Length > *most {
		return refuse("max_length", OptionLength, say("At most {{.Max}} characters: a length of {{.Length}} is too long",
			"Max", *most, "Length", o.Length))
	}
	return nil
}

// fitsClasses looks whether the characters that are asked for are among those that
// are left.
func (o Options) fitsClasses(c policy.Complexity, chars []rune) error {
	if len(chars) == 0 {
		return refuse("", OptionCharacters, say("No character is left. Choose more kinds, or leave out fewer characters"))
	}
	for _, field := range policy.MinimumFields() {
		if wanted, counting := policy.Minimum(c, field, chars); wanted > 0 && len(counting) == 0 {
			return refuse(field, OptionCharacters, neededClass(field))
		}
	}
	return nil
}

// neededClass says that a class is asked for that the options leave out.
func neededClass(field string) policy.Text {
	switch field {
	case "min_letters":
		return say("The rules ask for letters. Switch letters on, or leave out fewer of them")
	case "min_upper":
		return say("The rules ask for upper-case letters. Switch them on, or leave out fewer of them")
	case "min_lower":
		return say("The rules ask for lower-case letters. Switch them on, or leave out fewer of them")
	case "min_digits":
		return say("The rules ask for digits. Switch digits on, or leave out fewer of them")
	}
	return say("The rules ask for special characters. Switch them on, or leave out fewer of them")
}

// noCharacters says why there is no password: the rule without which there would
// be one.
func (o Options) noCharacters(r Rules) *Error {
	for _, f := range r.relaxed() {
		if f.field == "min_length" || f.field == "max_length" || !o.possible(f.rules) {
			continue
		}
		switch f.field {
		case "min_kinds":
			return refuse(f.field, OptionCharacters, say("The rules ask for {{.K}} kinds of characters. Switch more kinds on, or choose a greater length",
				"K", r.Policy.MinKinds.K))
		case "max_repeat", "max_sequence":
			return refuse(f.field, OptionCharacters, tooFewForRuns())
		case "forbidden_chars":
			return refuse(f.field, OptionCharacters, say("The rules forbid too many of these characters. Switch more kinds on"))
		}
		return refuse(f.field, OptionLength, say("The rules ask for more characters of certain kinds than {{.Length}} can have. Choose a greater length",
			"Length", o.Length))
	}
	return o.noCharactersTogether(r)
}

func tooFewForRuns() policy.Text {
	return say("With so few characters, the limit on runs and sequences leaves no password of this length. Switch more kinds on, or choose another length")
}

// noCharactersTogether says so where no rule alone is the reason.
func (o Options) noCharactersTogether(r Rules) *Error {
	c := r.Policy
	c.MaxRepeat, c.MaxSequence = nil, nil
	if o.possible(Rules{Policy: c, TwoStep: r.TwoStep}) {
		return refuse("max_repeat", OptionCharacters, tooFewForRuns())
	}
	return refuse("max_length", OptionLength, say("All the rules together need more than {{.Length}} characters. Choose a greater length", "Length", o.Length))
}

// possible reports whether there is a password under other rules.
func (o Options) possible(r Rules) bool {
	s, err := policy.NewSpace(r.Policy, r.TwoStep, o.alphabet(r.Policy), o.Length)
	return err == nil && s.Count().Sign() > 0
}
