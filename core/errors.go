package core

import (
	"errors"

	"gatehouse/core/policy"
)

// Text is a text for people: an English template, which is also the key of its
// translation, and the values that fill it.
type Text = policy.Text

// say makes a Text. The pairs are the names and values of the template.
func say(key string, pairs ...any) Text { return policy.Say(key, pairs...) }

// Code tells what a front end does with an error: the window where to show
// it, the command line which exit status to give.
type Code string

// The codes of errors.
const (
	// CodeInput: the value of a field cannot be taken; Field names it.
	CodeInput Code = "input"
	// CodeRefused: a rule of the site says no.
	CodeRefused Code = "refused"
	// CodeSignIn: name and password do not fit together.
	CodeSignIn Code = "sign_in"
	// CodeLocked: too many wrong passwords; Until tells when it ends.
	CodeLocked Code = "locked"
	// CodeNotFound: what was asked for is not there.
	CodeNotFound Code = "not_found"
	// CodeConflict: it was changed by somebody else in between.
	CodeConflict Code = "conflict"
	// CodeUsage: the call itself is wrong, for instance a step out of order.
	CodeUsage Code = "usage"
	// CodeForbidden: the account has no right to it.
	CodeForbidden Code = "forbidden"
	// CodeSession: the session has ended.
	CodeSession Code = "session"
	// CodeWindowLocked: the window of the session is locked, by hand or because it
	// was not used. Unlock opens it.
	CodeWindowLocked Code = "window_locked"
	// CodeKey: the site key is not available, or not the right one.
	CodeKey Code = "key"
	// CodeFault: something unexpected; Reference leads to the log.
	CodeFault Code = "fault"

	// CodeStoreAbsent: the folder holds no site yet.
	CodeStoreAbsent Code = "store_absent"
	// CodeStoreEmpty: there is a store, but with nothing in it.
	CodeStoreEmpty Code = "store_empty"
	// CodeStoreForeign: the file is not a Gatehouse store.
	CodeStoreForeign Code = "store_foreign"
	// CodeStoreNewer: a newer Gatehouse has written it.
	CodeStoreNewer Code = "store_newer"
	// CodeStoreDamaged: the file is not whole.
	CodeStoreDamaged Code = "store_damaged"
	// CodeStoreReadOnly: the store or its folder cannot be written.
	CodeStoreReadOnly Code = "store_read_only"
	// CodeStoreFull: the disk is full.
	CodeStoreFull Code = "store_full"
	// CodeStoreBusy: another program holds the store for too long.
	CodeStoreBusy Code = "store_busy"
)

// exits holds the exit status of every code that is not a fault.
var exits = map[Code]int{
	CodeInput: 1, CodeRefused: 1, CodeSignIn: 1, CodeLocked: 1, CodeNotFound: 1, CodeConflict: 1,
	CodeUsage: 2, CodeForbidden: 3, CodeSession: 3, CodeWindowLocked: 3,
}

// Exit is the exit status of a command that ended with this code: 1 refused by
// a rule, 2 wrong use, 3 not allowed, 4 store or system fault.
func (c Code) Exit() int {
	if status, ok := exits[c]; ok {
		return status
	}
	return 4
}

// Error is what every use case returns when it does not do what was asked.
type Error struct {
	// Code decides what the front end does.
	Code Code
	// Field is the input beside which the text is shown, or "".
	Field string
	// Text says what is, then what to do.
	Text Text
	// Reference is the line of the log with the detail, for CodeFault.
	Reference string
	// Lock tells more about CodeLocked, nil otherwise.
	Lock *Lock
	// Cause is the technical reason. It is for the log, never for the window.
	Cause error
}

// Error gives the English sentence, never the cause.
func (e *Error) Error() string { return e.Text.String() }

// Unwrap gives the technical reason.
func (e *Error) Unwrap() error { return e.Cause }

// ErrorCode is the code of err: "" for nil, CodeFault for what is not an Error.
func ErrorCode(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return CodeFault
}

// ErrNotFound is what a Tx returns for a row that is not there.
var ErrNotFound = errors.New("core: no such row")

// ErrConflict is what a Tx returns when a row has another revision than the
// one that was read, or when a unique value is taken.
var ErrConflict = errors.New("core: the row has changed or its value is taken")

// problem makes the error of one field.
func problem(field string, text Text) *Error {
	return &Error{Code: CodeInput, Field: field, Text: text}
}

// refuse makes the error of a rule that says no.
func refuse(text Text) *Error { return &Error{Code: CodeRefused, Text: text} }

// Problems are the errors of several fields at once, in the order of the form.
type Problems []*Error

// Error gives the first sentence.
func (p Problems) Error() string { return p[0].Error() }

// Unwrap gives all of them.
func (p Problems) Unwrap() []error {
	all := make([]error, len(p))
	for i, e := range p {
		all[i] = e
	}
	return all
}

// orNil is nil when there are none: a nil error, not a nil slice in one.
func (p Problems) orNil() error {
	if len(p) == 0 {
		return nil
	}
	return p
}

// ProblemsOf lists what an error says about fields, in the order of the form.
// An error that is about no field is its only one; nil has none.
func ProblemsOf(err error) []*Error {
	var several Problems
	if errors.As(err, &several) {
		return several
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return []*Error{e}
	}
	return nil
}

// gather makes one error of the problems of several parts of a form.
func gather(errs ...error) error {
	var all Problems
	for _, err := range errs {
		all = append(all, ProblemsOf(err)...)
	}
	return all.orNil()
}
