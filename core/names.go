package core

import (
	"errors"

	"gatehouse/core/username"
)

// nameProblem words why a name, full name or mail address cannot be taken. What
// is no username.Problem is a fault of the program's own table, and is worded
// as such.
func nameProblem(field string, err error) *Error {
	p, ok := errors.AsType[*username.Problem](err)
	if !ok {
		return &Error{Code: CodeFault, Field: field, Cause: err, Text: say("This could not be checked, so it was not taken.")}
	}
	if field == FieldMail && p.Reason != username.ReasonTooLong && p.Reason != username.ReasonInvisible {
		return problem(field, say("Write it like name@example.org, or leave it empty."))
	}
	return problem(field, nameText(p))
}

// nameText words one reason.
func nameText(p *username.Problem) Text {
	switch p.Reason {
	case username.ReasonEmpty:
		return say("This is still empty.")
	case username.ReasonTooLong:
		return say("Shorten this to {{.Max}} characters.", "Max", p.Limit)
	case username.ReasonEdgeSpace, username.ReasonSpace:
		return say("An account name has no spaces. A dot or a hyphen can stand between its parts.")
	case username.ReasonInvisible, username.ReasonUnassigned, username.ReasonNotUTF8:
		return say("There is an invisible or control character in it ({{.Character}}). Type it again by hand.", "Character", p.Character())
	case username.ReasonForbidden:
		return say("Leave out {{.Character}}: it has no place here.", "Character", p.Character())
	case username.ReasonMixedScripts:
		return say("It mixes {{.A}} and {{.B}} letters, which can look alike. Use letters of one script.", "A", p.ScriptA, "B", p.ScriptB)
	case username.ReasonLookAlike:
		return say("In {{.A}} letters it looks like a name in Latin ones. Choose one that cannot be mistaken.", "A", p.ScriptA)
	default:
		return nameTextByForm(p)
	}
}

// nameTextByForm words the rarer reasons.
func nameTextByForm(p *username.Problem) Text {
	switch p.Reason {
	case username.ReasonStart:
		return say("Begin with a letter or a digit.")
	case username.ReasonNoLetter:
		return say("Use at least one letter or digit.")
	case username.ReasonMarks:
		return say("There are too many accents on one letter.")
	case username.ReasonMixedDigits:
		return say("It mixes digits of two kinds. Use 0 to 9.")
	case username.ReasonDirection:
		return say("It mixes letters written from left and from right, so that their order is unclear.")
	default:
		return say("This cannot be used here. Choose something else.")
	}
}
