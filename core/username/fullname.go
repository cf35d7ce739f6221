package username

import (
	"strings"
	"unicode/utf8"
)

// MaxFullName is the longest full name, in code points of its NFC form.
const MaxFullName = 200

// maxFullNameBytes is what ParseFullName looks at: 200 code points are at most
// 800 bytes, and up to three times that when typed decomposed.
const maxFullNameBytes = 4096

// ParseFullName gives a person's full name as it is kept: NFC, without spaces
// around, runs of spaces made one. It may be empty. Any script and mixture is
// taken, but no control or direction character; joiners only where Arabic and
// Indic scripts need them. Errors are a *Problem.
func ParseFullName(typed string) (string, error) {
	tooLong := &Problem{Reason: ReasonTooLong, Limit: MaxFullName}
	text, p := normalise(typed, maxFullNameBytes, tooLong)
	if p != nil {
		return "", p
	}
	text = strings.TrimFunc(text, isSpace)
	runes := []rune(text)
	if p := checkFirstMark(runes); p != nil {
		return "", p
	}
	if p := checkKnown(runes); p != nil {
		return "", p
	}
	text = strings.Join(strings.FieldsFunc(text, isSpace), " ")
	if utf8.RuneCountInString(text) > MaxFullName {
		return "", tooLong
	}
	if p := checkMarks(text); p != nil {
		return "", p
	}
	return text, nil
}
