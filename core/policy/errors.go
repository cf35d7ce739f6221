package policy

import "errors"

// FieldErrorsOf returns every problem of a field in an error of this package,
// none for another error.
func FieldErrorsOf(err error) []*FieldError {
	if all, ok := errors.AsType[FieldErrors](err); ok {
		return all
	}
	if one, ok := errors.AsType[*FieldError](err); ok {
		return []*FieldError{one}
	}
	return nil
}
