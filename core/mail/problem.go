package mail

import "fmt"

// Field is a part of the settings or of a message.
type Field string

// The fields of Settings.
const (
	FieldHost     Field = "host"
	FieldPort     Field = "port"
	FieldSecurity Field = "security"
	FieldUsername Field = "username"
	FieldPassword Field = "password"
	FieldFrom     Field = "from"
	FieldName     Field = "name"
	FieldCA       Field = "ca"
	FieldTimeout  Field = "timeout"
)

// The fields of Message.
const (
	FieldID      Field = "id"
	FieldTo      Field = "to"
	FieldSubject Field = "subject"
	FieldText    Field = "text"
	FieldDate    Field = "date"
)

// Reason is why a field cannot be taken.
type Reason string

const (
	// ReasonMissing: it is empty and must not be.
	ReasonMissing Reason = "missing"
	// ReasonTooLong: it is longer than is allowed.
	ReasonTooLong Reason = "too_long"
	// ReasonCharacter: a character in it is not allowed, for instance the end of a line.
	ReasonCharacter Reason = "character"
	// ReasonForm: it is not of the form that is asked for.
	ReasonForm Reason = "form"
	// ReasonRange: the number is out of range.
	ReasonRange Reason = "range"
	// ReasonUnencrypted: a password would go over the network as it is.
	ReasonUnencrypted Reason = "unencrypted"
	// ReasonPrivateKey: there is a private key where certificates belong.
	ReasonPrivateKey Reason = "private_key"
)

// Problem is what is wrong with one field. It holds nothing of what the field holds.
type Problem struct {
	Field  Field
	Reason Reason
}

// Error names the field and the reason.
func (p Problem) Error() string { return fmt.Sprintf("mail: %s: %s", p.Field, p.Reason) }

// problems gathers them in the order of the fields.
type problems []Problem

// note adds the reason, unless it is "".
func (p *problems) note(field Field, reason Reason) {
	if reason != "" {
		*p = append(*p, Problem{field, reason})
	}
}
