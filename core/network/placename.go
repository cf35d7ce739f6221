package network

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// MaxPlaceName bounds the name of a place, in code points.
const MaxPlaceName = 64

// ParsePlaceName reads the name of a place: 1 to 64 code points, all visible but
// for spaces between them. It comes back in Unicode normalisation form C.
// The error is a *Problem.
func ParsePlaceName(text string) (string, error) {
	if len(text) > 3*utf8.UTFMax*MaxPlaceName {
		return "", &Problem{Reason: ReasonNameLong, Limit: MaxPlaceName}
	}
	name := norm.NFC.String(text)
	switch {
	case text == "":
		return "", &Problem{Reason: ReasonNameEmpty}
	case !utf8.ValidString(text) || strings.TrimSpace(name) != name || strings.ContainsFunc(name, isHidden):
		return "", &Problem{Reason: ReasonNameCharacter}
	case utf8.RuneCountInString(name) > MaxPlaceName:
		return "", &Problem{Reason: ReasonNameLong, Limit: MaxPlaceName}
	}
	return name, nil
}

// isHidden reports whether a character is none that a person sees: a control, a
// format or direction character, a space other than the usual one, one that no
// alphabet has, or the sign for text that could not be read.
func isHidden(r rune) bool { return !unicode.IsPrint(r) || r == unicode.ReplacementChar }

// PlaceKey is what two names of the same place have in common: "Workshop" and
// "WORKSHOP" are one. It folds case and not what looks alike.
func PlaceKey(name string) string {
	if strings.IndexFunc(name, func(r rune) bool { return r > unicode.MaxASCII }) < 0 {
		return strings.ToLower(name)
	}
	return cases.Fold().String(norm.NFC.String(name))
}

// visible makes a text of a stranger fit to be shown: without what cannot be
// seen, and at most so many code points.
func visible(text string, longest int) string {
	var b strings.Builder
	for _, r := range text {
		if isHidden(r) {
			continue
		}
		if longest--; longest < 0 {
			break
		}
		b.WriteRune(r)
	}
	return strings.TrimSpace(b.String())
}
