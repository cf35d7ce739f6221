package username

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/secure/bidirule"
	"golang.org/x/text/secure/precis"
	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

// MaxName is the longest name, in code points of its NFC form and of its key.
const MaxName = 64

// maxNameBytes is what Parse looks at: 64 code points are at most 256 bytes,
// and up to three times that when typed decomposed.
const maxNameBytes = 1024

// namePunctuation are the characters of a name that are neither letter, mark
// nor digit.
const namePunctuation = ".-_+'"

// Name is an account's name.
type Name struct {
	// Typed is for display: as typed, in NFC.
	Typed string
	// Key is what the name is stored and looked up under.
	Key string
	// Skeleton is how the key looks; no two accounts of a site share it. It is
	// for comparing only, never for display.
	Skeleton string
}

// Parse reads an account's name. Errors are a *Problem, save when the built-in
// table of look-alikes cannot be read. Rules: RFC 8265 UsernameCaseMapped, UTS
// 39 highly restrictive, and those of the package comment.
func Parse(typed string) (Name, error) {
	text, p := normalise(typed, maxNameBytes, &Problem{Reason: ReasonTooLong, Limit: MaxName})
	if p != nil {
		return Name{}, p
	}
	// Narrow first: a full-width @ or dot is judged as the @ or dot it becomes.
	narrow := norm.NFC.String(width.Fold.String(text))
	if p := checkName(text, narrow); p != nil {
		return Name{}, p
	}
	key, p := mapCase(narrow)
	if p != nil {
		return Name{}, p
	}
	looks, err := skeleton(key)
	if err != nil {
		return Name{}, fmt.Errorf("compare names: %w", err)
	}
	if p := checkLookAlike(key, looks); p != nil {
		return Name{}, p
	}
	return Name{Typed: text, Key: key, Skeleton: looks}, nil
}

// checkName checks all that does not need the key.
func checkName(text, narrow string) *Problem {
	trimmed := strings.TrimFunc(narrow, isSpace)
	switch {
	case trimmed == "":
		return &Problem{Reason: ReasonEmpty}
	case max(utf8.RuneCountInString(text), utf8.RuneCountInString(narrow)) > MaxName:
		return &Problem{Reason: ReasonTooLong, Limit: MaxName}
	case trimmed != narrow:
		return &Problem{Reason: ReasonEdgeSpace}
	}
	runes := []rune(narrow)
	for _, check := range []func([]rune) *Problem{checkCharacters, checkStart, checkScripts, checkDigits} {
		if p := check(runes); p != nil {
			return p
		}
	}
	return checkMarks(narrow)
}

// checkCharacters checks each character by itself.
func checkCharacters(runes []rune) *Problem {
	filled := false
	for i, r := range runes {
		switch {
		case isInvisible(r):
			return at(ReasonInvisible, i, r)
		case isSpace(r):
			return at(ReasonSpace, i, r)
		case isUnassigned(r):
			return at(ReasonUnassigned, i, r)
		case !isNameCharacter(r):
			return at(ReasonForbidden, i, r)
		}
		filled = filled || unicode.In(r, unicode.L, unicode.Nd)
	}
	if !filled {
		return &Problem{Reason: ReasonNoLetter}
	}
	return nil
}

func isNameCharacter(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return unicode.In(r, unicode.L, unicode.Nd) || strings.ContainsRune(namePunctuation, r)
	case unicode.Is(unicode.Me, r), !unicode.In(r, unicode.L, unicode.M, unicode.Nd):
		return false
	case unicode.In(r, unicode.Common, unicode.Inherited) && !unicode.Is(unicode.Nd, r):
		return unicode.Is(sharedCharacters, r)
	}
	return true
}

// sharedCharacters are the letters and marks of no single script that names
// are written with (after UTS 39, Identifier_Status Allowed): accents, the
// ʻokina and apostrophe letters, vowel signs of Arabic, stress signs of the
// Vedas, voicing, length and closing marks of Japanese. The others are
// phonetic, musical and mathematical notation.
var sharedCharacters = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x02BB, Hi: 0x02BC, Stride: 1},
	{Lo: 0x0300, Hi: 0x036F, Stride: 1},
	{Lo: 0x064B, Hi: 0x0655, Stride: 1},
	{Lo: 0x0670, Hi: 0x0670, Stride: 1},
	{Lo: 0x0951, Hi: 0x0952, Stride: 1},
	{Lo: 0x3006, Hi: 0x3006, Stride: 1},
	{Lo: 0x3099, Hi: 0x309A, Stride: 1},
	{Lo: 0x30FC, Hi: 0x30FC, Stride: 1},
}}

// checkStart refuses a first character that a command line would take for an
// option, a system for a hidden file, or that has nothing to stand on.
func checkStart(runes []rune) *Problem {
	if strings.ContainsRune(".-+", runes[0]) {
		return at(ReasonStart, 0, runes[0])
	}
	return checkFirstMark(runes)
}

// mapCase makes the key of a narrow name.
func mapCase(narrow string) (string, *Problem) {
	key, err := precis.UsernameCaseMapped.String(narrow)
	if errors.Is(err, bidirule.ErrInvalid) {
		return "", &Problem{Reason: ReasonDirection}
	}
	if err != nil {
		return "", refusedByProfile(narrow)
	}
	key = norm.NFC.String(strings.ReplaceAll(key, "ς", "σ"))
	if utf8.RuneCountInString(key) > MaxName {
		return "", &Problem{Reason: ReasonTooLong, Limit: MaxName}
	}
	return key, nil
}

// refusedByProfile names the first character that RFC 8265 does not allow, such
// as ligatures and superscripts.
func refusedByProfile(narrow string) *Problem {
	for i, r := range []rune(narrow) {
		if _, err := precis.UsernameCasePreserved.String(string(r)); err != nil && !errors.Is(err, bidirule.ErrInvalid) {
			return at(ReasonForbidden, i, r)
		}
	}
	return at(ReasonForbidden, 0, []rune(narrow)[0])
}

// checkLookAlike refuses a name of another script that looks like plain ASCII.
func checkLookAlike(key, looks string) *Problem {
	if isASCII(key) || !isASCII(looks) {
		return nil
	}
	script := ""
	for _, r := range key {
		s := scriptOf(r)
		if s == "Latin" || isRightToLeft(r) {
			return nil
		}
		if script == "" {
			script = s
		}
	}
	return &Problem{Reason: ReasonLookAlike, ScriptA: script}
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}

func isRightToLeft(r rune) bool {
	properties, _ := bidi.LookupRune(r)
	class := properties.Class()
	return class == bidi.R || class == bidi.AL || class == bidi.AN
}
