package username

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// maxMarks is how many nonspacing marks may follow each other (UTS 39,
// section 5.4). Vietnamese needs two, pointed Hebrew and Arabic three.
const maxMarks = 4

// normalise gives the NFC form of a text of at most limit bytes. limit is at
// least three times what is allowed after it, because a composed text takes up
// to three times its bytes when it is typed decomposed (UAX 15).
func normalise(typed string, limit int, tooLong *Problem) (string, *Problem) {
	if len(typed) > limit {
		return "", tooLong
	}
	if !utf8.ValidString(typed) {
		return "", &Problem{Reason: ReasonNotUTF8, At: firstBadByte(typed)}
	}
	return norm.NFC.String(typed), nil
}

// firstBadByte is the place of the first byte that is not UTF-8, in code
// points from 1.
func firstBadByte(s string) int {
	place := 1
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if r == utf8.RuneError && size == 1 {
			break
		}
		s = s[size:]
		place++
	}
	return place
}

// foldCase is full case folding, without a locale. cases.Fold turns capital
// Cherokee letters small and small ones capital, so they are made small first.
func foldCase(s string) string {
	return cases.Fold().String(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cherokee, r) {
			return unicode.ToLower(r)
		}
		return r
	}, s))
}

// checkKnown refuses invisible, private-use and unassigned characters, save
// joiners that do honest work.
func checkKnown(runes []rune) *Problem {
	for i, r := range runes {
		switch {
		case joinsHere(runes, i):
		case isInvisible(r):
			return at(ReasonInvisible, i, r)
		case isUnassigned(r):
			return at(ReasonUnassigned, i, r)
		}
	}
	return nil
}

// checkMarks refuses stacks of marks that would paint over the lines around.
func checkMarks(s string) *Problem {
	count, previous := 0, rune(-1)
	for _, r := range norm.NFD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			count, previous = 0, -1
			continue
		}
		count++
		if count > maxMarks || r == previous {
			return &Problem{Reason: ReasonMarks, Limit: maxMarks}
		}
		previous = r
	}
	return nil
}

// checkFirstMark refuses a mark with nothing to stand on: it would be drawn
// over whatever is shown before the text.
func checkFirstMark(runes []rune) *Problem {
	if len(runes) > 0 && unicode.Is(unicode.M, runes[0]) {
		return at(ReasonStart, 0, runes[0])
	}
	return nil
}

// isSpace tells spaces of every width, tabs and line ends.
func isSpace(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Zs, r) }

// isInvisible tells characters that show nothing or change how others show:
// controls, formats (direction, joiners, soft hyphen, tags), line and paragraph
// separators, variation selectors, fillers.
func isInvisible(r rune) bool {
	const brailleBlank = 0x2800
	return r == brailleBlank || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp,
		unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// isUnassigned tells code points that mean nothing here: unassigned,
// private-use, and halves of surrogate pairs.
func isUnassigned(r rune) bool { return unicode.In(r, unicode.Co, unicode.Cs) || !isAssigned(r) }

func isAssigned(r rune) bool {
	return unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cc, unicode.Cf)
}

// isHidden tells what must be written as a number to be seen.
func isHidden(r rune) bool { return isInvisible(r) || isUnassigned(r) }

// joiningScripts are those whose words need ZWNJ or ZWJ: Arabic (Persian,
// Urdu) and the scripts of India and its neighbours.
var joiningScripts = []string{
	"Arabic", "Bengali", "Devanagari", "Gujarati", "Gurmukhi", "Kannada",
	"Malayalam", "Oriya", "Sinhala", "Syriac", "Tamil", "Telugu",
}

// joinsHere tells whether the invisible character at i does honest work: a
// joiner or non-joiner between two letters of a script that needs it, or a
// variation selector behind a Han letter, which picks the form that a family
// writes its name with.
func joinsHere(runes []rune, i int) bool {
	const zeroWidthNonJoiner, zeroWidthJoiner = 0x200C, 0x200D
	if i == 0 {
		return false
	}
	before := runes[i-1]
	if unicode.Is(unicode.Variation_Selector, runes[i]) {
		return unicode.Is(unicode.Han, before)
	}
	if runes[i] != zeroWidthNonJoiner && runes[i] != zeroWidthJoiner {
		return false
	}
	return i+1 < len(runes) && takesJoiner(before) && takesJoiner(runes[i+1])
}

func takesJoiner(r rune) bool {
	if !unicode.In(r, unicode.L, unicode.M) {
		return false
	}
	script := scriptOf(r)
	for _, s := range joiningScripts {
		if s == script {
			return true
		}
	}
	return false
}

// Visible writes what cannot be seen as its number, ‹U+202E›, and bytes that
// are not UTF-8 as ‹0xFF›, for windows and logs. Other text is unchanged, and
// so is the result of Visible.
func Visible(s string) string {
	if !needsEscape(s) {
		return s
	}
	var b strings.Builder
	for i, size := 0, 0; i < len(s); i += size {
		var r rune
		r, size = utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			b.WriteString("‹0x" + hex(uint32(s[i]), 2) + "›")
		case isHidden(r) && !joinsAt(s, i, size):
			b.WriteString("‹U+" + hex(uint32(r), 4) + "›")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func needsEscape(s string) bool {
	for _, r := range s {
		if r == utf8.RuneError || isHidden(r) {
			return true
		}
	}
	return false
}

// joinsAt is joinsHere for the character of the given size at byte i.
func joinsAt(s string, i, size int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	r, _ := utf8.DecodeRuneInString(s[i:])
	runes := []rune{before, r}
	if after := s[i+size:]; after != "" {
		next, _ := utf8.DecodeRuneInString(after)
		runes = append(runes, next)
	}
	return joinsHere(runes, 1)
}

// hex is n in upper-case hexadecimal with at least so many digits.
func hex(n uint32, digits int) string {
	const digitSet = "0123456789ABCDEF"
	out := ""
	for n > 0 || len(out) < digits {
		out = string(digitSet[n&15]) + out
		n >>= 4
	}
	return out
}
