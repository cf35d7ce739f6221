package policy

import (
	"errors"
	"strings"
)

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

// BareFields names the fields of some errors as [Lint] does, without their groups.
// A name keeps its group where the bare one would be taken for another field: it
// belongs to another group, or two groups have it here.
func BareFields(faults []*FieldError) []string {
	groups := map[string]string{}
	shared := map[string]bool{}
	for _, fault := range faults {
		if group, bare, dotted := strings.Cut(fault.Field, "."); dotted {
			known, seen := groups[bare]
			shared[bare] = shared[bare] || seen && known != group
			groups[bare] = group
		}
	}
	names := make([]string, len(faults))
	for i, fault := range faults {
		names[i] = fault.Field
		group, bare, dotted := strings.Cut(fault.Field, ".")
		if !dotted || shared[bare] {
			continue
		}
		if own := GroupOf(bare); own == "" || own == group {
			names[i] = bare
		}
	}
	return names
}
