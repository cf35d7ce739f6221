package generate

import (
	"errors"
	"strings"
	"testing"

	"gatehouse/core/policy"
)

// Each option that cannot stand is refused by its own name, with the rule that it
// does not go with.
func TestErrorsNameRuleAndOption(t *testing.T) {
	set := func(kind Kind, change func(*Options)) Options {
		o := Usual()
		o.Kind = kind
		change(&o)
		return o
	}
	keep := func(*Options) {}
	tests := map[string]struct {
		c      policy.Complexity
		o      Options
		rule   string
		option Option
		text   string
	}{
		"too short for the words": {
			policy.Complexity{MaxLength: new(20)},
			set(Words, keep),
			"max_length", OptionWords, "At most 20 characters: that is too short for 5 words",
		},
		"one word": {
			policy.Complexity{MaxLength: new(2)},
			set(Words, func(o *Options) { o.Words, o.Number = 1, false }),
			"max_length", OptionWords, "At most 2 characters: that is too short for one word",
		},
		"too long for the words": {
			policy.Complexity{MinLength: new(40)},
			set(Words, func(o *Options) { o.Words = 3 }),
			"min_length", OptionWords, "At least 40 characters: that is too long for 3 words",
		},
		"separator forbidden": {
			policy.Complexity{ForbiddenChars: "-"},
			set(Words, keep),
			"forbidden_chars", OptionSeparator, "The rules forbid “-”. Choose another separator",
		},
		"separator too long": {
			policy.Complexity{MaxRepeat: new(2)},
			set(Words, func(o *Options) { o.Separator = "---" }),
			"max_repeat", OptionSeparator, "The rules allow a character at most 2 times in a row. Choose a shorter separator",
		},
		"vowels forbidden": {
			policy.Complexity{ForbiddenChars: "aeiouy"},
			set(Words, keep),
			"forbidden_chars", OptionList, "The rules forbid characters that these words need. Choose single characters",
		},
		"more digits than a number has": {
			policy.Complexity{MinDigits: new(13)},
			set(Words, keep),
			"min_digits", OptionKind, "The rules ask for characters that these words do not have. Choose more words, or single characters",
		},
		"no sequences": {
			policy.Complexity{MaxSequence: new(1), ForbiddenChars: "acegikmoqsuwy"},
			set(Words, keep),
			"forbidden_chars", OptionList, "The rules forbid characters that these words need. Choose single characters",
		},
		"length too short": {
			policy.Complexity{MinLength: new(16)},
			set(Characters, keep),
			"min_length", OptionLength, "At least 16 characters: a length of 15 is too short",
		},
		"length too long": {
			policy.Complexity{MaxLength: new(8)},
			set(Characters, keep),
			"max_length", OptionLength, "At most 8 characters: a length of 15 is too long",
		},
		"digits off": {
			policy.Complexity{MinDigits: new(1)},
			set(Characters, func(o *Options) { o.Digits = false }),
			"min_digits", OptionCharacters, "The rules ask for digits. Switch digits on, or leave out fewer of them",
		},
		"capitals left out": {
			policy.Complexity{MinUpper: new(1)},
			set(Characters, func(o *Options) { o.Exclude = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" }),
			"min_upper", OptionCharacters, "The rules ask for upper-case letters. Switch them on, or leave out fewer of them",
		},
		"nothing on": {
			policy.Complexity{},
			set(Characters, func(o *Options) { o.Upper, o.Lower, o.Digits, o.Special = false, false, false, false }),
			"", OptionCharacters, "No character is left. Choose more kinds, or leave out fewer characters",
		},
		"minimums beyond the length": {
			policy.Complexity{MinUpper: new(5), MinDigits: new(5)},
			set(Characters, func(o *Options) { o.Length = 9 }),
			"min_upper", OptionLength, "The rules ask for more characters of certain kinds than 9 can have. Choose a greater length",
		},
		"kinds": {
			policy.Complexity{MinKinds: &policy.Kinds{K: 2, Of: []policy.Kind{policy.KindLetter, policy.KindDigit}}},
			set(Characters, func(o *Options) { o.Digits = false }),
			"min_kinds", OptionCharacters, "The rules ask for 2 kinds of characters. Switch more kinds on, or choose a greater length",
		},
		"runs": {
			policy.Complexity{MaxRepeat: new(1)},
			set(Characters, func(o *Options) {
				o.Upper, o.Lower, o.Special, o.Exclude = false, false, false, "02345678"
				o.Length, o.NoLookAlikes = 3, true
			}),
			"max_repeat", OptionCharacters, "With so few characters, the limit on runs and sequences leaves no password of this length. Switch more kinds on, or choose another length",
		},
		"too many words":   {policy.Complexity{}, set(Words, func(o *Options) { o.Words = 25 }), "", OptionWords, "Choose from 1 to 24 words"},
		"no length":        {policy.Complexity{}, set(Characters, func(o *Options) { o.Length = 0 }), "", OptionLength, "Choose a length from 1 to 1024 characters"},
		"a letter between": {policy.Complexity{}, set(Words, func(o *Options) { o.Separator = "x" }), "", OptionSeparator, "Choose a separator without letters and digits, such as “-”"},
		"a long separator": {policy.Complexity{}, set(Words, func(o *Options) { o.Separator = "-_-_" }), "", OptionSeparator, "Choose a separator of at most 3 characters"},
		"nothing between":  {policy.Complexity{}, set(Words, func(o *Options) { o.Separator = "" }), "", OptionSeparator, "Without a separator, let every word begin with a capital"},
		"unknown capitals": {policy.Complexity{}, set(Words, func(o *Options) { o.Capitals = "all" }), "", OptionCapitals, "Choose no capitals, one of the words, or every word"},
		"unknown kind":     {policy.Complexity{}, set("syllables", keep), "", OptionKind, "Choose words or characters"},
		"much left out":    {policy.Complexity{}, set(Characters, func(o *Options) { o.Exclude = strings.Repeat("a", 129) }), "", OptionExclude, "Leave out at most 128 characters"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			g, err := New(Rules{Policy: tt.c}, tt.o)
			var fault *Error
			if !errors.As(err, &fault) {
				t.Fatalf("New = %v, %v", g, err)
			}
			if fault.Rule != tt.rule || fault.Option != tt.option || fault.Error() != tt.text {
				t.Errorf("%q, %q, %q", fault.Rule, fault.Option, fault.Error())
			}
		})
	}
}

// What the rules need of passphrases is switched on, and no more.
func TestWordsTurnOnWhatIsNeeded(t *testing.T) {
	plain := Usual()
	plain.Capitals, plain.Number, plain.Separator = policy.CapitalsNone, false, " "
	tests := map[string]struct {
		c         policy.Complexity
		capitals  policy.Capitals
		number    bool
		separator string
	}{
		"nothing":        {policy.Complexity{MinLength: new(15)}, policy.CapitalsNone, false, " "},
		"letters":        {policy.Complexity{MinLetters: new(8)}, policy.CapitalsNone, false, " "},
		"a digit":        {policy.Complexity{MinDigits: new(1)}, policy.CapitalsNone, true, " "},
		"six digits":     {policy.Complexity{MinDigits: new(6)}, policy.CapitalsNone, true, " "},
		"a capital":      {policy.Complexity{MinUpper: new(1)}, policy.CapitalsOne, false, " "},
		"capitals":       {policy.Complexity{MinUpper: new(2)}, policy.CapitalsFirst, false, " "},
		"special":        {policy.Complexity{MinSpecial: new(1), SpecialSet: new("!+")}, policy.CapitalsNone, false, "+"},
		"the space does": {policy.Complexity{MinSpecial: new(1)}, policy.CapitalsNone, false, " "},
		"everything": {
			policy.Complexity{MinSpecial: new(1), SpecialSet: new("!"), MinDigits: new(1), MinUpper: new(1)},
			policy.CapitalsOne, true, "!",
		},
	}
	for name, tt := range tests {
		g, err := New(Rules{Policy: tt.c}, plain)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if o := g.Options(); o.Capitals != tt.capitals || o.Number != tt.number || o.Separator != tt.separator {
			t.Errorf("%s: %+v", name, o)
		}
		if text, err := g.Draw(nil); err != nil || !complies(Rules{Policy: tt.c}, text) {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
}

// The rule that narrows the passwords most is told, and by how much.
func TestLimits(t *testing.T) {
	chars := Usual()
	chars.Kind = Characters
	twenty := chars
	twenty.Length = 20
	tests := map[string]struct {
		c    policy.Complexity
		o    Options
		want string
		text string
	}{
		"none":             {policy.Complexity{MinLength: new(15)}, chars, "", ""},
		"the length":       {policy.Complexity{MaxLength: new(20), MinDigits: new(3)}, twenty, "max_length", "The rules allow at most 20 characters"},
		"forbidden":        {policy.Complexity{ForbiddenChars: "abcdefgh", MinDigits: new(1)}, chars, "forbidden_chars", "The rules forbid some characters"},
		"a minimum":        {policy.Complexity{MinDigits: new(6), MaxRepeat: new(2)}, chars, "min_digits", "The rules ask for certain kinds of characters"},
		"repeats":          {policy.Complexity{MaxRepeat: new(1)}, chars, "max_repeat", "The rules allow no character twice in a row"},
		"sequences":        {policy.Complexity{MaxSequence: new(1)}, chars, "max_sequence", "The rules allow no sequences, such as “ab”"},
		"words, too long":  {policy.Complexity{MaxLength: new(30)}, Usual(), "max_length", "The rules allow at most 30 characters"},
		"words, too short": {policy.Complexity{MinLength: new(48)}, Usual(), "min_length", "The rules ask for at least 48 characters"},
		"kinds": {
			policy.Complexity{MinKinds: &policy.Kinds{K: 4, Of: []policy.Kind{policy.KindUpper, policy.KindLower, policy.KindDigit, policy.KindSpecial}}},
			chars, "min_kinds", "The rules ask for 4 kinds of characters",
		},
	}
	for name, tt := range tests {
		g, err := New(Rules{Policy: tt.c}, tt.o)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := g.Limit(); got.Rule != tt.want || got.Text.String() != tt.text {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
