package access

import (
	"fmt"
	"strings"
	"unicode"
)

// Reason tells why rules were refused. A front end maps it to a translated
// sentence.
type Reason string

// The reasons. Behind each stand the fields of Error that it fills, besides Rule.
const (
	// ReasonLarge: the written form has more than Limit bytes.
	ReasonLarge Reason = "large"
	// ReasonNotText: the bytes are no text in UTF-8, or have a control character.
	ReasonNotText Reason = "not_text"
	// ReasonManyRules: there are more than Limit rules.
	ReasonManyRules Reason = "many_rules"
	// ReasonAction: the rule does not begin with allow or deny. Word.
	ReasonAction Reason = "action"
	// ReasonWord: a word that has no place there. Word.
	ReasonWord Reason = "word"
	// ReasonQuote: a quotation mark has no other, or a backslash stands before
	// something else than a quotation mark or a backslash.
	ReasonQuote Reason = "quote"

	// ReasonNoSource: "from" is followed by no source.
	ReasonNoSource Reason = "no_source"
	// ReasonSource: no range, place, kind or desk. Word; Cause is the
	// *network.Problem of a range or of a place's name.
	ReasonSource Reason = "source"
	// ReasonSourceTwice: the source stands there twice. Word.
	ReasonSourceTwice Reason = "source_twice"
	// ReasonManySources: the rule has more than Limit sources.
	ReasonManySources Reason = "many_sources"

	// ReasonHours: "hours" is followed by neither days nor times, or the hours of
	// a program are beyond a day.
	ReasonHours Reason = "hours"
	// ReasonDays: no days. Word.
	ReasonDays Reason = "days"
	// ReasonDayTwice: a day stands there twice. Word.
	ReasonDayTwice Reason = "day_twice"
	// ReasonTime: no time of day. Word.
	ReasonTime Reason = "time"

	// ReasonNote: the note is empty, begins or ends with a space, or has a
	// character in it that cannot be seen.
	ReasonNote Reason = "note"
	// ReasonNoteLong: the note has more than Limit code points.
	ReasonNoteLong Reason = "note_long"

	// ReasonNotJSON: the text is no JSON.
	ReasonNotJSON Reason = "not_json"
	// ReasonType: the value of the name Word, or the list itself, is of another type.
	ReasonType Reason = "type"
	// ReasonName: there is no such name in a rule. Word.
	ReasonName Reason = "name"
	// ReasonNameTwice: a name stands there twice. Word.
	ReasonNameTwice Reason = "name_twice"
)

// Error is what the parsers here return.
type Error struct {
	Reason Reason
	// Rule is the number of the rule from 1, 0 if it is about none.
	Rule int
	// Word is the word that it is about, shortened, without invisible characters.
	Word string
	// Limit is the number that was exceeded, 0 if none.
	Limit int
	// Cause is what exactly is wrong with a source.
	Cause error
}

// Unwrap gives what is wrong with a source.
func (e *Error) Unwrap() error { return e.Cause }

// Error is one or two plain English sentences, with the number of the rule where
// there is one.
func (e *Error) Error() string {
	text := templates()[e.Reason]
	switch e.Reason {
	case ReasonLarge, ReasonManyRules, ReasonManySources, ReasonNoteLong:
		text = fmt.Sprintf(text, e.Limit)
	case ReasonAction, ReasonWord, ReasonSource, ReasonSourceTwice, ReasonDays, ReasonDayTwice, ReasonTime,
		ReasonType, ReasonName, ReasonNameTwice:
		text = fmt.Sprintf(text, e.Word)
	}
	if e.Cause != nil {
		text += " " + e.Cause.Error()
	}
	if e.Rule > 0 {
		text = fmt.Sprintf("Rule %d: %s", e.Rule, text)
	}
	return text
}

// templates holds the English sentence of every reason.
func templates() map[Reason]string {
	return map[Reason]string{
		ReasonLarge:       "The rules are too long. At most %d bytes are read.",
		ReasonNotText:     "This is not readable text. Save it as UTF-8 or type it anew.",
		ReasonManyRules:   "There are too many rules. Keep at most %d.",
		ReasonAction:      "A rule begins with allow or deny, not with “%s”.",
		ReasonWord:        "“%s” has no place here. Write allow or deny, then from, hours and note, each at most once.",
		ReasonQuote:       "A quotation mark is missing, or a backslash is too many.",
		ReasonNoSource:    "There is no source behind from. Name one, or leave from out.",
		ReasonSource:      "“%s” is no source. Write a range, place: and a name, a kind such as private, or desk.",
		ReasonSourceTwice: "“%s” stands here twice. Keep one of them.",
		ReasonManySources: "The rule has too many sources. Keep at most %d.",
		ReasonHours:       "There are no hours. Write days such as mon-fri, times such as 08:00-17:30, or both.",
		ReasonDays:        "“%s” are no days. Write them as mon, tue, wed, thu, fri, sat, sun, or mon-fri.",
		ReasonDayTwice:    "“%s” names a day that stands here already. Name each day once.",
		ReasonTime:        "“%s” is no time of day. Write two digits for the hour and two for the minute, such as 08:00.",
		ReasonNote:        "The note is empty or has a character in it that cannot be seen. Type it anew.",
		ReasonNoteLong:    "The note is too long. Use at most %d characters.",
		ReasonNotJSON:     "This cannot be read as JSON.",
		ReasonType:        "“%s” has a value of another type.",
		ReasonName:        "There is no “%s” in a rule.",
		ReasonNameTwice:   "“%s” stands here twice. Keep one of them.",
	}
}

// longestWord is how much of a word an error repeats, in bytes.
const longestWord = 40

// shown makes a word fit to be repeated: short, and without what a terminal or
// a window would act upon.
func shown(word string) string {
	end := ""
	if len(word) > longestWord {
		word, end = strings.ToValidUTF8(word[:longestWord], ""), "…"
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, word) + end
}
