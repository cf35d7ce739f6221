package policy

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// minNeedle is the number of code points below which a name is too short to be
// looked for: two letters are in most passwords by chance.
const minNeedle = 3

// fold returns the full case folding of the NFC form (so that ß equals ss),
// without width folding and without a locale.
func fold(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	return cases.Fold().String(norm.NFC.String(s))
}

// foldedText folds the password once, for all rules that ask.
func (j *judging) foldedText() string {
	if j.folded == "" {
		j.folded = fold(j.text)
	}
	return j.folded
}

// nameKind is what a name is to the account.
type nameKind uint8

const (
	accountName nameKind = iota
	fullNamePart
	mailLocalPart
)

// contains reports whether the password contains a name that is long enough to
// be looked for, both folded.
func (j *judging) contains(name string) bool {
	if !j.judged {
		return false
	}
	if j.ascii && isASCII(name) {
		return len(name) >= minNeedle && containsFoldedASCII(j.text, name)
	}
	if utf8.RuneCountInString(norm.NFC.String(name)) < minNeedle {
		return false
	}
	return strings.Contains(j.foldedText(), fold(name))
}

// containsFoldedASCII is strings.Contains without case, for an ASCII text and
// an ASCII name that is not empty.
func containsFoldedASCII(text, name string) bool {
	first := lowered(name[0])
	for i := range len(text) - len(name) + 1 {
		if lowered(text[i]) == first && strings.EqualFold(text[i:i+len(name)], name) {
			return true
		}
	}
	return false
}

// lowered is a lower-cased ASCII character.
func lowered(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

// personalPart returns the first word of the full name, or the local part of
// the mail address, that the password contains, "" when it contains none.
//
// A word ends at white space and is taken without the punctuation around it:
// the comma of "Okafor, Ada" is no part of the name. What stands within it
// stays, so "Anne-Marie" is one word.
func (j *judging) personalPart(s Subject) (string, nameKind) {
	for field := range strings.FieldsSeq(s.FullName) {
		if word := strings.TrimFunc(field, punctuation); j.contains(word) {
			return word, fullNamePart
		}
	}
	if local := mailLocal(s.Mail); j.contains(local) {
		return local, mailLocalPart
	}
	return "", accountName
}

// punctuation is whatever is no letter, mark or number.
func punctuation(r rune) bool { return !unicode.In(r, unicode.L, unicode.M, unicode.N) }

// mailLocal returns the part of an address before its last @, or the whole text
// when there is none.
func mailLocal(mail string) string {
	mail = strings.TrimSpace(mail)
	if at := strings.LastIndexByte(mail, '@'); at >= 0 {
		return mail[:at]
	}
	return mail
}
