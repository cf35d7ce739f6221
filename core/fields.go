package core

import (
	"errors"
	"strings"
	"unicode/utf8"

	"gatehouse/core/password"
	"gatehouse/core/policy"
	"gatehouse/core/username"
)

// The names of the fields that an Error may point to. Both front ends use
// them.
const (
	FieldSiteName          = "site_name"
	FieldTimeZone          = "time_zone"
	FieldName              = "name"
	FieldFullName          = "full_name"
	FieldMail              = "mail"
	FieldRole              = "role"
	FieldPassword          = "password"
	FieldCurrent           = "current"
	FieldNew               = "new"
	FieldConfirm           = "confirm"
	FieldReason            = "reason"
	FieldAnchor            = "anchor"
	FieldKeepDays          = "days"
	FieldExport            = "export"
	FieldPreset            = "preset"
	FieldKeyKind           = "key_kind"
	FieldKeyFile           = "key_file"
	FieldPassphrase        = "passphrase"
	FieldPassphraseConfirm = "passphrase_confirm"
	FieldRecovery          = "recovery_key"
	FieldQuestion          = "question"
	FieldAnswer            = "answer"
	FieldCode              = "code"
	FieldAppName           = "app_name"
	FieldPasskeyName       = "passkey_name"
	FieldAlgorithm         = "algorithm"
)

// The longest texts, in code points, that the free fields take.
const (
	maxSiteName = 80
	maxReason   = 200
)

// form collects the problems of the fields of one form.
type form struct{ problems Problems }

// note adds the problem of a field; a nil problem is none.
func (f *form) note(e *Error) {
	if e != nil {
		f.problems = append(f.problems, e)
	}
}

// name reads an account's name.
func (f *form) name(typed string) username.Name {
	name, err := username.Parse(typed)
	if err != nil {
		f.note(nameProblem(FieldName, err))
	}
	return name
}

// fullName reads a full name, which may be empty.
func (f *form) fullName(typed string) string {
	full, err := username.ParseFullName(typed)
	if err != nil {
		f.note(nameProblem(FieldFullName, err))
	}
	return full
}

// mail reads a mail address, which may be empty.
func (f *form) mail(typed string) username.Mail {
	mail, err := username.ParseMail(typed)
	if err != nil {
		f.note(nameProblem(FieldMail, err))
	}
	return mail
}

// line reads one free line of text of a limited length.
func (f *form) line(field, typed string, limit int, needed bool) string {
	text := strings.TrimSpace(typed)
	switch {
	case text == "" && needed:
		f.note(problem(field, say("This is still empty.")))
	case len(text) > limit*utf8.UTFMax || utf8.RuneCountInString(text) > limit:
		f.note(problem(field, say("Shorten this to {{.Max}} characters; it has {{.Length}}.", "Max", limit, "Length", utf8.RuneCountInString(text))))
	case username.Visible(text) != text:
		f.note(problem(field, say("There is an invisible or control character in it. Type it again by hand.")))
	}
	return text
}

// newSecret reads a new password; nil stands for what cannot be one.
func (f *form) newSecret(field, typed string) *password.Password {
	secret, err := password.New(typed)
	if err != nil {
		f.note(passwordProblem(field, err))
		return nil
	}
	return &secret
}

// judged notes the first rule that a new password does not meet.
func (f *form) judged(field string, secret password.Password, j *Judge, who policy.Subject) {
	for _, rule := range j.verdict(secret.Text(), who).Rules {
		if rule.State == policy.NotMet {
			f.note(problem(field, rule.Advice()))
			return
		}
	}
}

// newPassword reads a new password and judges it.
func (f *form) newPassword(field, typed string, j *Judge, who policy.Subject) password.Password {
	secret := f.newSecret(field, typed)
	if secret == nil {
		return password.Password{}
	}
	f.judged(field, *secret, j, who)
	return *secret
}

// confirm compares the second typing of a secret with the first.
func (f *form) confirm(field, first, second string) {
	switch {
	case second == "" && first != "":
		f.note(problem(field, say("Type it here once more.")))
	case !sameSecret(first, second):
		f.note(problem(field, say("Not the same as the one above.")))
	}
}

// sameSecret compares two typings: one password may arrive in two forms of
// Unicode.
func sameSecret(a, b string) bool {
	if a == b {
		return true
	}
	one, err1 := password.New(a)
	two, err2 := password.New(b)
	return err1 == nil && err2 == nil && one.Equal(two)
}

// passwordProblem words why a text cannot be a password.
func passwordProblem(field string, err error) *Error {
	switch {
	case errors.Is(err, password.ErrEmpty):
		return problem(field, say("Type a password."))
	case errors.Is(err, password.ErrBlank):
		return problem(field, say("There are only spaces in it. Add other characters."))
	case errors.Is(err, password.ErrTooLong):
		return problem(field, say("Shorten it to 1,024 characters."))
	default:
		return problem(field, say("There is something in it that is no text. Type it again by hand."))
	}
}
