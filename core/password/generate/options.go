package generate

import (
	"unicode"
	"unicode/utf8"

	"gatehouse/core/policy"
)

// Kind says what a password is made of.
type Kind string

// The kinds.
const (
	Words      Kind = "words"
	Characters Kind = "characters"
)

// Bounds of the options.
const (
	// MaxWords and MaxLength bound the number of words and of characters.
	MaxWords  = 24
	MaxLength = policy.MaxLengthLimit
	// MaxSeparator and MaxExclude bound texts, in code points.
	MaxSeparator = 3
	MaxExclude   = 128
)

// Options say how passwords are made. Those of the other kind are kept, so that
// a person who tries both loses nothing.
type Options struct {
	Kind Kind `json:"kind"`

	// Words is how many there are, Separator what stands between them: no letters
	// and no digits; nothing only where each word begins with a capital.
	Words     int             `json:"words"`
	Separator string          `json:"separator"`
	Capitals  policy.Capitals `json:"capitals"`
	// Number: there is a number after one of the words.
	Number bool `json:"number"`

	// Length is the number of characters.
	Length int `json:"length"`
	// Upper, Lower and Digits are the characters of ASCII, Special all others of it
	// but the space, and what the policy names as special.
	Upper   bool `json:"upper"`
	Lower   bool `json:"lower"`
	Digits  bool `json:"digits"`
	Special bool `json:"special"`
	// Rare: the space and characters outside ASCII, which few passwords need.
	Rare bool `json:"rare,omitempty"`
	// NoLookAlikes leaves out 0 O 1 l I |, Exclude whatever is in it.
	NoLookAlikes bool   `json:"no_look_alikes"`
	Exclude      string `json:"exclude"`
}

// Option names an option that is at fault.
type Option string

// The options.
const (
	OptionKind       Option = "kind"
	OptionWords      Option = "words"
	OptionSeparator  Option = "separator"
	OptionCapitals   Option = "capitals"
	OptionNumber     Option = "number"
	OptionLength     Option = "length"
	OptionCharacters Option = "characters"
	OptionExclude    Option = "exclude"
	OptionList       Option = "list"
)

// Error says which option cannot stand, and beside which rule of the policy.
type Error struct {
	// Rule is the field of the policy, "" where the option is at fault by itself.
	Rule   string
	Option Option
	Text   policy.Text
}

// Error implements error.
func (e *Error) Error() string { return e.Text.String() }

// say is policy.Say under the name by which the translation test finds keys.
func say(key string, kv ...any) policy.Text { return policy.Say(key, kv...) }

func refuse(rule string, option Option, text policy.Text) *Error {
	return &Error{Rule: rule, Option: option, Text: text}
}

// Usual are the options of a policy without rules: five words with a capital and
// a number, or fifteen characters that are not mistaken for one another.
func Usual() Options {
	return Options{
		Kind: Words, Words: 5, Separator: "-", Capitals: policy.CapitalsOne, Number: true,
		Length: 15, Upper: true, Lower: true, Digits: true, Special: true, NoLookAlikes: true,
	}
}

// Validate reports the first option that is out of its bounds, as an *Error.
func (o Options) Validate() error {
	if o.Kind != Words && o.Kind != Characters {
		return refuse("", OptionKind, say("Choose words or characters"))
	}
	if o.Words < 1 || o.Words > MaxWords {
		return refuse("", OptionWords, say("Choose from 1 to {{.Max}} words", "Max", MaxWords))
	}
	if o.Length < 1 || o.Length > MaxLength {
		return refuse("", OptionLength, say("Choose a length from 1 to {{.Max}} characters", "Max", MaxLength))
	}
	switch o.Capitals {
	case policy.CapitalsNone, policy.CapitalsFirst, policy.CapitalsOne:
	default:
		return refuse("", OptionCapitals, say("Choose no capitals, one of the words, or every word"))
	}
	if !utf8.ValidString(o.Exclude) || utf8.RuneCountInString(o.Exclude) > MaxExclude {
		return refuse("", OptionExclude, say("Leave out at most {{.Max}} characters", "Max", MaxExclude))
	}
	return o.validateSeparator()
}

func (o Options) validateSeparator() error {
	if !utf8.ValidString(o.Separator) || utf8.RuneCountInString(o.Separator) > MaxSeparator {
		return refuse("", OptionSeparator, say("Choose a separator of at most {{.Max}} characters", "Max", MaxSeparator))
	}
	for _, r := range o.Separator {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || !unicode.IsGraphic(r) || unicode.IsMark(r) {
			return refuse("", OptionSeparator, say("Choose a separator without letters and digits, such as “-”"))
		}
	}
	if o.Separator == "" && o.Kind == Words && o.Capitals != policy.CapitalsFirst {
		return refuse("", OptionSeparator, say("Without a separator, let every word begin with a capital"))
	}
	return nil
}
