package policy

import "slices"

// The groups of the published model.
const (
	GroupComplexity = "complexity"
	GroupChange     = "change"
	GroupExpiration = "expiration"
	GroupLockout    = "lockout"
	GroupRecovery   = "recovery"
	GroupSignIn     = "sign_in"
)

// describedField is what people are told of one field.
type describedField struct {
	group, name string
	// label names it, as near to the reference texts as plain words allow.
	label Text
	// help says in one sentence what it does.
	help Text
	// value words what a policy has there.
	value func(Policy) Text
}

// describedFields are all fields, in the order of the published model.
func describedFields() []describedField {
	return slices.Concat(describedLengths, describedClasses, describedContents, describedChange,
		describedExpiration, describedLockout, describedRecovery, describedSignIn)
}

// describedNamed finds a field by its bare name or with its group.
func describedNamed(field string) (describedField, bool) {
	for _, f := range describedFields() {
		if f.name == field || f.group+"."+f.name == field {
			return f, true
		}
	}
	return describedField{}, false
}

// GroupOf returns the group of a field, "" for a name that is none.
func GroupOf(field string) string {
	f, _ := describedNamed(field)
	return f.group
}

// Label names a field ("min_length" or "complexity.min_length") for people, and
// is zero for a name that is none.
func Label(field string) Text {
	f, _ := describedNamed(field)
	return f.label
}

// Help says in one sentence what a field does, and is zero for a name that is
// none.
func Help(field string) Text {
	f, _ := describedNamed(field)
	return f.help
}

// GroupLabel names a group for people, and is zero for a name that is none.
func GroupLabel(group string) Text {
	switch group {
	case GroupComplexity:
		return say("Complexity")
	case GroupChange:
		return say("Change")
	case GroupExpiration:
		return say("Expiration")
	case GroupLockout:
		return say("Lockout")
	case GroupRecovery:
		return say("Recovery")
	case GroupSignIn:
		return say("Sign-in")
	}
	return Text{}
}
