package policy

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// class is a class of characters that is counted. A character may be in
// several.
type class uint8

const (
	classLetter class = iota
	classUpper
	classLower
	classDigit
	classSpecial
	// classOther is what is neither A–Z, a–z nor 0–9, whatever the alphabet.
	classOther
	classForbidden
	classCount
)

// classSet is a set of classes, a bit each.
type classSet uint8

func bit(c class) classSet { return 1 << c }

// classifier tells the classes of a character.
type classifier struct {
	unicode            bool
	special, forbidden charSet
	// allSpecial: all that is neither letter nor digit is special.
	allSpecial bool
	// ascii has the answers for the first 128.
	ascii [asciiCount]classSet
}

// asciiCount is the number of ASCII characters.
const asciiCount = unicode.MaxASCII + 1

// newClassifier reads alphabet, special_set and forbidden_chars.
func newClassifier(c Complexity) classifier {
	k := classifier{unicode: c.Alphabet != AlphabetASCII, forbidden: newCharSet(c.ForbiddenChars)}
	if c.SpecialSet != nil {
		k.special = newCharSet(*c.SpecialSet)
	} else {
		k.allSpecial = true
	}
	for r := range rune(asciiCount) {
		k.ascii[r] = k.work(r)
	}
	return k
}

// of returns the classes of a character.
func (k *classifier) of(r rune) classSet {
	if r < asciiCount {
		return k.ascii[r]
	}
	return k.work(r)
}

// work finds the classes of a character.
func (k *classifier) work(r rune) classSet {
	english := r < asciiCount && unicode.IsLetter(r)
	arabic := '0' <= r && r <= '9'
	set := classSet(0)
	if k.unicode {
		set = unicodeClasses(r)
	} else if english {
		set = bit(classLetter) | englishCase(r)
	} else if arabic {
		set = bit(classDigit)
	}
	letterOrDigit := set != 0
	if !english && !arabic {
		set |= bit(classOther)
	}
	if k.special[r] || (k.allSpecial && !letterOrDigit) {
		set |= bit(classSpecial)
	}
	if k.forbidden[r] {
		set |= bit(classForbidden)
	}
	return set
}

// unicodeClasses goes by the general category: L*, Lu, Ll, Nd. A title-case
// letter (Lt) is neither upper nor lower.
func unicodeClasses(r rune) classSet {
	switch {
	case unicode.IsDigit(r):
		return bit(classDigit)
	case !unicode.IsLetter(r):
		return 0
	case unicode.Is(unicode.Lu, r):
		return bit(classLetter) | bit(classUpper)
	case unicode.Is(unicode.Ll, r):
		return bit(classLetter) | bit(classLower)
	}
	return bit(classLetter)
}

// englishCase tells A–Z from a–z.
func englishCase(r rune) classSet {
	if r <= 'Z' {
		return bit(classUpper)
	}
	return bit(classLower)
}

// charSet is a literal set of characters.
type charSet map[rune]bool

// newCharSet reads a set as it stands in a policy. It is brought to the NFC
// form of the passwords, or an "é" typed as two code points would never match.
func newCharSet(text string) charSet {
	set := charSet{}
	for _, r := range norm.NFC.String(text) {
		set[r] = true
	}
	return set
}

// tally is what is counted in a password.
type tally struct {
	length   int
	of       [classCount]int
	repeat   repeats
	alphabet steps
	keyboard steps
}

// tally counts in an NFC text.
func (k *classifier) tally(text string) tally {
	var t tally
	for _, r := range text {
		t.length++
		set := k.of(r)
		for c := range classCount {
			t.of[c] += int(set >> c & 1)
		}
		t.repeat.next(r)
		t.alphabet.next(placeIn(&alphabetPlaces, r))
		t.keyboard.next(placeIn(&keyboardPlaces, r))
	}
	return t
}

// sequence is the longest sequence of either sort.
func (t *tally) sequence() int { return max(t.alphabet.longest, t.keyboard.longest) }

// kindSet is a set of kinds, by the class each of them is.
type kindSet struct {
	classes classSet
	// unknown counts kinds that no character is of.
	unknown int
}

// newKindSet reads the kinds of min_kinds. A kind named twice is one.
func newKindSet(of []Kind) kindSet {
	var set kindSet
	for _, kind := range of {
		switch kind {
		case KindLetter:
			set.classes |= bit(classLetter)
		case KindUpper:
			set.classes |= bit(classUpper)
		case KindLower:
			set.classes |= bit(classLower)
		case KindDigit:
			set.classes |= bit(classDigit)
		case KindSpecial:
			set.classes |= bit(classSpecial)
		default:
			set.unknown++
		}
	}
	return set
}

// has reports whether the class is a kind of the set.
func (s kindSet) has(c class) bool { return s.classes&bit(c) != 0 }

// len is the number of kinds.
func (s kindSet) len() int {
	n := s.unknown
	for c := range classCount {
		n += int(s.classes >> c & 1)
	}
	return n
}

// kinds counts the kinds of which there is at least one character.
func (t *tally) kinds(set kindSet) int {
	n := 0
	for c := range classCount {
		if set.has(c) && t.of[c] > 0 {
			n++
		}
	}
	return n
}

// isASCII reports whether a text is all ASCII.
func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= asciiCount }) < 0
}
