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
func fold(s string) string { return cases.Fold().String(norm.NFC.String(s)) }

// needle is a folded name to look for in a folded password, and what it is to
// the account.
type needle struct {
	folded string
	kind   needleKind
}

type needleKind int

const (
	accountName needleKind = iota
	fullNamePart
	mailLocalPart
)

// needles lists what a password of s may not contain under c: the account name,
// then the words of the full name, then the local part of the mail address.
func needles(c Complexity, s Subject) []needle {
	var list []needle
	add := func(text string, kind needleKind) {
		if utf8.RuneCountInString(norm.NFC.String(text)) >= minNeedle {
			list = append(list, needle{fold(text), kind})
		}
	}
	if c.ForbidUsername {
		add(strings.TrimSpace(s.Name), accountName)
	}
	if c.ForbidPersonal {
		for _, word := range nameWords(s.FullName) {
			add(word, fullNamePart)
		}
		add(mailLocal(s.Mail), mailLocalPart)
	}
	return list
}

// nameWords splits a full name at white space, and each part again at whatever
// is no letter, mark or digit: "Anne-Marie O'Brien" is looked for as a whole
// word and as Anne, Marie and Brien.
func nameWords(fullName string) []string {
	var words []string
	for _, word := range strings.Fields(fullName) {
		words = append(words, word)
		parts := strings.FieldsFunc(word, func(r rune) bool {
			return !unicode.In(r, unicode.L, unicode.M, unicode.N)
		})
		if len(parts) != 1 || parts[0] != word {
			words = append(words, parts...)
		}
	}
	return words
}

// mailLocal returns the part of an address before its last @, or the whole text
// when there is none.
func mailLocal(mail string) string {
	mail = strings.TrimSpace(mail)
	if at := strings.LastIndexByte(mail, '@'); at >= 0 {
		return mail[:at]
	}
	return mail
}

// found returns the first needle that the password contains.
func found(list []needle, password string) (needle, bool) {
	haystack := fold(password)
	for _, n := range list {
		if strings.Contains(haystack, n.folded) {
			return n, true
		}
	}
	return needle{}, false
}
