package policy

// lintComplexity finds rules on the text of a password that exclude each other.
func lintComplexity(c Complexity) []Problem {
	var found []Problem
	if c.MaxLength != nil {
		for _, least := range []struct {
			field string
			value *int
		}{{"min_length", c.MinLength}, {"min_length_with_two_step", c.MinLengthWithTwoStep}} {
			if least.value != nil && *least.value > *c.MaxLength {
				found = append(found, problem(
					say("The minimum of {{.Min}} is above the maximum of {{.Max}}. Lower the one or raise the other",
						"Min", *least.value, "Max", *c.MaxLength), least.field, "max_length"))
			}
		}
	}
	if swallowed := lintSwallowed(c, newCharset(c)); len(swallowed) > 0 || len(found) > 0 {
		return append(found, swallowed...)
	}
	recipe, refused := newRecipe(c, false)
	if refused != nil {
		return append(found, *refused)
	}
	return append(found, lintRuns(recipe)...)
}

// lintRuns tries whether passwords can be drawn within the limits on runs and
// sequences. These exclude all passwords only where next to no characters are
// left, so a few hundred tries tell.
func lintRuns(r Recipe) []Problem {
	var fields []string
	if r.rules.MaxRepeat != nil {
		fields = append(fields, "max_repeat")
	}
	if r.rules.MaxSequence != nil {
		fields = append(fields, "max_sequence")
	}
	if len(fields) == 0 {
		return nil
	}
	// A fixed source: the same policy always gets the same answer, and nothing that
	// is drawn here is ever used.
	var fixed sameDraws
	if _, err := r.Draw(func(n int) (int, error) { return fixed.below(n), nil }); err != nil {
		return []Problem{problem(say("No password can be made with runs and sequences this short. Allow longer ones, or more characters"),
			append(fields, classFields(r.rules)...)...)}
	}
	return nil
}

// sameDraws gives the same numbers each time (SplitMix64, Steele and others,
// OOPSLA 2014). They are no secret and make none.
type sameDraws uint64

// below gives the next number below n.
func (d *sameDraws) below(n int) int {
	*d += 0x9e3779b97f4a7c15
	z := uint64(*d)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return int((z ^ z>>31) % uint64(n))
}

// lintSwallowed finds classes that are asked for and have no character left.
func lintSwallowed(c Complexity, set charset) []Problem {
	var found []Problem
	for _, class := range []struct {
		field string
		value *int
		need  traits
	}{
		{"min_letters", c.MinLetters, isLetter},
		{"min_upper", c.MinUpper, isUpper},
		{"min_lower", c.MinLower, isLower},
		{"min_digits", c.MinDigits, isDigit},
		{"min_special", c.MinSpecial, isSpecial},
		{"min_other", c.MinOther, isOther},
	} {
		if class.value == nil || set.has(class.need) {
			continue
		}
		found = append(found, swallowed(c, class.field))
	}
	return found
}

// swallowed words a class without characters: by what is forbidden, or because
// the set of special characters has none to begin with.
func swallowed(c Complexity, field string) Problem {
	free := c
	free.ForbiddenChars = ""
	if field == "min_special" && !newCharset(free).has(isSpecial) {
		return problem(say("The set of special characters is empty. Add one, or ask for none"), field, "special_set")
	}
	fields := []string{field, "forbidden_chars"}
	if field == "min_special" && c.SpecialSet != nil {
		fields = append(fields, "special_set")
	}
	return problem(say("All characters that this minimum asks for are forbidden. Allow one of them, or ask for none"), fields...)
}

// unmeetable words a policy that no password of any length meets although each
// class has a character: the kinds.
func unmeetable(c Complexity, set charset) Problem {
	if swallowed := lintSwallowed(c, set); len(swallowed) > 0 {
		return swallowed[0]
	}
	fields := []string{"min_kinds"}
	if c.ForbiddenChars != "" {
		fields = append(fields, "forbidden_chars")
	}
	if c.SpecialSet != nil {
		fields = append(fields, "special_set")
	}
	return problem(say("Too few of these kinds have a character that is allowed. Ask for fewer kinds, or allow more characters"), fields...)
}

// tooLong words minimums that do not fit below the maximum together.
func tooLong(c Complexity, need int) Problem {
	return problem(say("A password that meets these minimums has at least {{.Need}} characters, but may have at most {{.Max}}. Lower a minimum or raise the maximum",
		"Need", need, "Max", longestOf(c)), append(classFields(c), "max_length")...)
}

// longestOf is the greatest length a password may have.
func longestOf(c Complexity) int {
	if c.MaxLength == nil {
		return MaxLengthLimit
	}
	return *c.MaxLength
}

// classFields names the fields that ask for classes of characters.
func classFields(c Complexity) []string {
	var fields []string
	for _, f := range []struct {
		name string
		set  bool
	}{
		{"min_letters", c.MinLetters != nil},
		{"min_upper", c.MinUpper != nil},
		{"min_lower", c.MinLower != nil},
		{"min_digits", c.MinDigits != nil},
		{"min_special", c.MinSpecial != nil},
		{"min_other", c.MinOther != nil},
		{"min_kinds", c.MinKinds != nil},
	} {
		if f.set {
			fields = append(fields, f.name)
		}
	}
	return fields
}
