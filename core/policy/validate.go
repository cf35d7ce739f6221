package policy

// Validate reports the first field that is out of bounds or contradicts another
// as a *FieldError, and nil when the policy can be applied as it stands.
func (p Policy) Validate() error {
	for _, l := range []struct {
		field string
		value *int
	}{{"complexity.min_length", p.Complexity.MinLength}, {"complexity.max_length", p.Complexity.MaxLength}} {
		if l.value != nil && (*l.value < 1 || *l.value > MaxLengthLimit) {
			return &FieldError{l.field, say("Choose a length from 1 to {{.Max}}", "Max", MaxLengthLimit)}
		}
	}
	return nil
}
