package policy

// ValueText words what a policy has in a field ("min_length" or
// "complexity.min_length"): "15 characters", "No limit". It is zero for a name
// that is no field.
func ValueText(field string, p Policy) Text {
	f, known := describedNamed(field)
	if !known {
		return Text{}
	}
	return f.value(p)
}
