package username

import (
	"fmt"
	"strconv"
	"unicode"
)

// Reason tells why a text was refused. A front end maps it to a translated
// sentence.
type Reason string

// The reasons. Behind each stand the fields of Problem that it fills.
const (
	// ReasonEmpty: nothing was typed, or only spaces.
	ReasonEmpty Reason = "empty"
	// ReasonTooLong: longer than Limit; code points for names and full names,
	// bytes for a mail address.
	ReasonTooLong Reason = "too_long"
	// ReasonNotUTF8: the bytes are no text. At.
	ReasonNotUTF8 Reason = "not_utf8"
	// ReasonEdgeSpace: a space at the beginning or the end of a name.
	ReasonEdgeSpace Reason = "edge_space"
	// ReasonSpace: a space inside. At, Rune.
	ReasonSpace Reason = "space"
	// ReasonInvisible: a control, format, direction or zero-width character.
	// At, Rune.
	ReasonInvisible Reason = "invisible"
	// ReasonUnassigned: a private-use or unassigned code point. At, Rune.
	ReasonUnassigned Reason = "unassigned"
	// ReasonForbidden: a character that has no place there. At, Rune.
	ReasonForbidden Reason = "forbidden"
	// ReasonStart: a name begins with a dot, hyphen, plus or mark. At, Rune.
	ReasonStart Reason = "start"
	// ReasonNoLetter: a name has neither letter nor digit.
	ReasonNoLetter Reason = "no_letter"
	// ReasonMarks: more than Limit accents on one letter, or one of them twice
	// in a row.
	ReasonMarks Reason = "marks"
	// ReasonMixedScripts: letters of ScriptA and ScriptB in one name. At, Rune
	// show the first of ScriptB.
	ReasonMixedScripts Reason = "mixed_scripts"
	// ReasonMixedDigits: digits of two numbering systems. At, Rune show the
	// first of the second one.
	ReasonMixedDigits Reason = "mixed_digits"
	// ReasonLookAlike: a name of ScriptA that looks like one in plain Latin
	// letters.
	ReasonLookAlike Reason = "look_alike"
	// ReasonDirection: left-to-right and right-to-left characters stand in an
	// order that does not show clearly which comes first (RFC 5893).
	ReasonDirection Reason = "direction"
	// ReasonMailAt: a mail address has no @, or several.
	ReasonMailAt Reason = "mail_at"
	// ReasonMailName: the part before the @ is empty, too long or has a dot too many.
	ReasonMailName Reason = "mail_name"
	// ReasonMailDomain: the part after the @ is not a domain name.
	ReasonMailDomain Reason = "mail_domain"
)

// Problem is the error of every parser here.
type Problem struct {
	Reason Reason
	// Limit is the number that was exceeded, 0 if none.
	Limit int
	// At is the place of Rune, counted in code points from 1 in the normalised
	// text, 0 if it is not about one character.
	At   int
	Rune rune
	// ScriptA and ScriptB are Unicode's English names of scripts ("Latin").
	ScriptA, ScriptB string
}

// Error is one or two plain English sentences without control characters.
func (p *Problem) Error() string {
	switch p.Reason {
	case ReasonTooLong, ReasonMarks:
		return fmt.Sprintf(templates[p.Reason], p.Limit)
	case ReasonNotUTF8:
		return fmt.Sprintf(templates[p.Reason], p.At)
	case ReasonSpace:
		return fmt.Sprintf(templates[p.Reason], p.At)
	case ReasonInvisible, ReasonUnassigned, ReasonForbidden, ReasonMixedDigits:
		return fmt.Sprintf(templates[p.Reason], p.Character(), p.At)
	case ReasonStart:
		return fmt.Sprintf(templates[p.Reason], p.Character())
	case ReasonMixedScripts:
		return fmt.Sprintf(templates[p.Reason], p.ScriptA, p.ScriptB)
	case ReasonLookAlike:
		return fmt.Sprintf(templates[p.Reason], p.ScriptA)
	}
	if text, ok := templates[p.Reason]; ok {
		return text
	}
	return "Refused: " + strconv.Quote(string(p.Reason))
}

// templates holds the English sentence of every reason.
var templates = map[Reason]string{
	ReasonEmpty:        "Nothing is typed here. Type something.",
	ReasonTooLong:      "This is too long. Use at most %d characters.",
	ReasonNotUTF8:      "This is not readable text from character %d on. Save it as UTF-8 or type it anew.",
	ReasonEdgeSpace:    "There is a space at the beginning or end. Remove it.",
	ReasonSpace:        "Character %d is a space. Use a dot, hyphen or underscore instead.",
	ReasonInvisible:    "There is an invisible character, %s, at place %d. Remove it.",
	ReasonUnassigned:   "%s at place %d is not a known character. Remove it.",
	ReasonForbidden:    "%s at place %d has no place here. Remove it.",
	ReasonStart:        "%s cannot come first. Start with a letter or digit.",
	ReasonNoLetter:     "There is no letter or digit. Add one.",
	ReasonMarks:        "There are too many accents on one letter. Use at most %d different ones.",
	ReasonMixedScripts: "%s and %s letters are mixed. Use letters of one kind.",
	ReasonMixedDigits:  "%s at place %d is a digit of another kind than those before it. Use digits of one kind.",
	ReasonLookAlike:    "This looks like Latin letters but is written in %s ones. Write it in Latin letters, or choose another name.",
	ReasonDirection:    "Letters from right to left are mixed with others in an unclear order. Use one direction only.",
	ReasonMailAt:       "A mail address has one @ between name and domain. Check what is typed.",
	ReasonMailName:     "The part before the @ is not complete. Check what is typed.",
	ReasonMailDomain:   "The part after the @ is not a domain name. Check what is typed.",
}

// Character is Rune as it can be shown safely: “@” if it is visible on its
// own, else its number, such as U+202E.
func (p *Problem) Character() string {
	if unicode.In(p.Rune, unicode.L, unicode.N, unicode.P, unicode.S) && !isHidden(p.Rune) {
		return "“" + string(p.Rune) + "”"
	}
	return fmt.Sprintf("U+%04X", p.Rune)
}

// at makes a Problem about the character with the given index from 0.
func at(reason Reason, index int, r rune) *Problem {
	return &Problem{Reason: reason, At: index + 1, Rune: r}
}
