package core

import (
	"errors"

	"gatehouse/core/access"
	"gatehouse/core/network"
)

// accessText says what is wrong with rules.
func accessText(err error) Text {
	e, ok := errors.AsType[*access.Error](err)
	if !ok {
		return say("These rules cannot be read.")
	}
	if e.Rule > 0 {
		return say("Rule {{.Number}}: {{.Why}}", "Number", e.Rule, "Why", accessReason(e))
	}
	return accessReason(e)
}

// accessReason says it without the number of the rule.
func accessReason(e *access.Error) Text {
	if _, ok := errors.AsType[*network.Problem](e.Cause); ok {
		return networkText(e.Cause, e.Word)
	}
	if text, ok := accessFormText(e); ok {
		return text
	}
	switch e.Reason {
	case access.ReasonAction:
		return say("A rule begins with allow or deny, not with “{{.Word}}”.", "Word", e.Word)
	case access.ReasonWord:
		return say("“{{.Word}}” has no place here. Write allow or deny, then from, hours and note, each at most once.", "Word", e.Word)
	case access.ReasonNoSource:
		return say("There is nothing behind “from”. Name from where, or leave the word out.")
	case access.ReasonSource:
		return say("“{{.Word}}” is no range, place or kind of address. Write 10.0.0.0/8, place:Workshop, private or desk.", "Word", e.Word)
	case access.ReasonSourceTwice:
		return say("“{{.Word}}” stands in the rule twice. Keep one of them.", "Word", e.Word)
	case access.ReasonHours:
		return say("There are no hours. Write days such as mon-fri, times such as 08:00-17:30, or both.")
	case access.ReasonDays:
		return say("“{{.Word}}” are no days. Write them as mon, tue, wed, thu, fri, sat, sun, or mon-fri.", "Word", e.Word)
	case access.ReasonDayTwice:
		return say("“{{.Word}}” names a day twice. Name each day once.", "Word", e.Word)
	case access.ReasonTime:
		return say("“{{.Word}}” is no time of day. Write two digits for the hour and two for the minute, such as 08:00.", "Word", e.Word)
	case access.ReasonNote:
		return say("The note is empty or has a character in it that cannot be seen. Type it again by hand.")
	}
	return say("These rules cannot be read.")
}

// accessFormText says what is wrong with the form of rules as a whole.
func accessFormText(e *access.Error) (Text, bool) {
	switch e.Reason {
	case access.ReasonLarge:
		return say("The rules are too long: at most {{.Max}} bytes are read.", "Max", e.Limit), true
	case access.ReasonManyRules:
		return say("There are too many rules. Keep at most {{.Max}}.", "Max", e.Limit), true
	case access.ReasonManySources:
		return say("A rule names too many sources. Keep at most {{.Max}}.", "Max", e.Limit), true
	case access.ReasonNoteLong:
		return say("The note is too long. Use at most {{.Max}} characters.", "Max", e.Limit), true
	case access.ReasonQuote:
		return say("A quotation mark is missing, or a backslash is too many."), true
	}
	return Text{}, false
}
