package policy

// Validate reports the first problem that [Lint] finds as a *FieldError whose
// Field carries its group ("complexity.min_length"), and nil when the policy can
// be applied as it stands.
func (p Policy) Validate() error {
	problems := lintProblems(p)
	if len(problems) == 0 {
		return nil
	}
	return &FieldError{Field: problems[0].Paths()[0], Text: problems[0].Text}
}
