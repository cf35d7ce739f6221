package username

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Limits of a mail address in bytes (RFC 5321, section 4.5.3.1, RFC 1035).
const (
	MaxMail      = 254
	maxMailName  = 64
	maxMailLabel = 63
	maxMailBytes = 1024
)

// Mail is a mail address; its zero value is no address.
type Mail struct {
	// Typed is where mail goes: as typed, in NFC.
	Typed string
	// Key is the folded address, for comparing and looking up only. A message
	// goes to the Typed of the stored account.
	Key string
}

// ParseMail reads a mail address: one @, before it a dot-atom of RFC 5322 or
// letters and digits of any script (RFC 6531), after it a domain of letters,
// digits and hyphens. Spaces around are dropped; nothing left is no address.
// Quoted names, display names and addresses in brackets are refused. Whether
// the domain exists is not asked. Errors are a *Problem.
func ParseMail(typed string) (Mail, error) {
	tooLong := &Problem{Reason: ReasonTooLong, Limit: MaxMail}
	text, p := normalise(typed, maxMailBytes, tooLong)
	if p != nil {
		return Mail{}, p
	}
	text = strings.TrimFunc(text, isSpace)
	if text == "" {
		return Mail{}, nil
	}
	if p := checkMail(text); p != nil {
		return Mail{}, p
	}
	key := norm.NFC.String(foldCase(norm.NFD.String(text)))
	// Folding can lengthen a text (ß is ss), so the key is held to the same rules.
	if p := checkMail(key); p != nil {
		return Mail{}, p
	}
	return Mail{Typed: text, Key: key}, nil
}

func checkMail(text string) *Problem {
	if len(text) > MaxMail {
		return &Problem{Reason: ReasonTooLong, Limit: MaxMail}
	}
	runes := []rune(text)
	if p := checkFirstMark(runes); p != nil {
		return p
	}
	for i, r := range runes {
		switch {
		case isInvisible(r):
			return at(ReasonInvisible, i, r)
		case isSpace(r):
			return at(ReasonSpace, i, r)
		case isUnassigned(r):
			return at(ReasonUnassigned, i, r)
		}
	}
	name, domain, found := strings.Cut(text, "@")
	if !found || strings.Contains(domain, "@") {
		return &Problem{Reason: ReasonMailAt}
	}
	if p := checkMailName(name); p != nil {
		return p
	}
	if p := checkMarks(text); p != nil {
		return p
	}
	return checkDomain(domain)
}

func checkMailName(name string) *Problem {
	for i, r := range []rune(name) {
		if r != '.' && !isAtom(r) {
			return at(ReasonForbidden, i, r)
		}
	}
	if len(name) > maxMailName || hasEmptyPart(name) {
		return &Problem{Reason: ReasonMailName}
	}
	return nil
}

func checkDomain(domain string) *Problem {
	bad := &Problem{Reason: ReasonMailDomain}
	if hasEmptyPart(domain) {
		return bad
	}
	for label := range strings.SplitSeq(domain, ".") {
		if len(label) > maxMailLabel || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return bad
		}
		first, _ := utf8.DecodeRuneInString(label)
		if unicode.Is(unicode.M, first) || strings.ContainsFunc(label, func(r rune) bool { return r != '-' && !isWordCharacter(r) }) {
			return bad
		}
	}
	return nil
}

// hasEmptyPart tells a dot at either end, two in a row, or no text at all.
func hasEmptyPart(s string) bool {
	return strings.Contains("."+s+".", "..")
}

// isAtom tells the characters of an atom (RFC 5322, atext; RFC 6531).
func isAtom(r rune) bool {
	return isWordCharacter(r) || strings.ContainsRune("!#$%&'*+-/=?^_`{|}~", r)
}

func isWordCharacter(r rune) bool { return unicode.In(r, unicode.L, unicode.M, unicode.Nd) }
