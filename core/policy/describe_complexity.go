package policy

import "slices"

// sayComplexity says what a password looks like.
func sayComplexity(c Complexity) []Sentence {
	s := &sentences{group: GroupComplexity}
	s.lengths(c)
	s.classes(c)
	s.characters(c)
	s.contents(c)
	s.limits(c)
	if len(s.all) == 0 {
		s.add(say("Any password is accepted."), "min_length")
	}
	if c.RequireSecurityQuestion {
		s.add(say("A security question is set at the next sign-in and asked at every one that follows."), "require_security_question")
	}
	return s.all
}

func (s *sentences) lengths(c Complexity) {
	switch {
	case c.MinLength != nil && c.MinLengthWithTwoStep != nil:
		s.add(say("Passwords have at least {{.Characters}}, or {{.TwoStep}} when two-step verification is on.",
			"Characters", charactersText(*c.MinLength), "TwoStep", *c.MinLengthWithTwoStep), "min_length", "min_length_with_two_step")
	case c.MinLength != nil:
		s.add(say("Passwords have at least {{.Characters}}.", "Characters", charactersText(*c.MinLength)), "min_length")
	case c.MinLengthWithTwoStep != nil:
		s.add(say("Passwords have at least {{.Characters}} when two-step verification is on.",
			"Characters", charactersText(*c.MinLengthWithTwoStep)), "min_length_with_two_step")
	}
	if c.MaxLength != nil {
		s.add(say("Passwords have at most {{.Characters}}.", "Characters", charactersText(*c.MaxLength)), "max_length")
	}
}

// classes says the class minimums in one sentence.
func (s *sentences) classes(c Complexity) {
	var parts []Text
	var fields []string
	add := func(n *int, words func(int) Text, field string) {
		if n != nil {
			parts, fields = append(parts, words(*n)), append(fields, field)
		}
	}
	add(c.MinLetters, lettersText, "min_letters")
	add(c.MinUpper, upperText, "min_upper")
	add(c.MinLower, lowerText, "min_lower")
	add(c.MinDigits, digitsText, "min_digits")
	add(c.MinSpecial, specialText, "min_special")
	add(c.MinOther, otherText, "min_other")
	overlap := c.MinOther != nil || c.MinLetters != nil && (c.MinUpper != nil || c.MinLower != nil)
	switch {
	case len(parts) > 1 && overlap:
		s.add(say("Passwords contain at least {{.List}}. One character may count for several of these.", "List", listText(parts)), fields...)
	case len(parts) > 0:
		s.add(say("Passwords contain at least {{.List}}.", "List", listText(parts)), fields...)
	}
	if c.MinKinds != nil {
		s.add(say("Passwords mix at least {{.K}} of these kinds: {{.Kinds}}.", "K", c.MinKinds.K, "Kinds", kindList(*c.MinKinds)), "min_kinds")
	}
}

func lettersText(n int) Text {
	if n == 1 {
		return say("1 letter")
	}
	return say("{{.N}} letters", "N", n)
}

func upperText(n int) Text {
	if n == 1 {
		return say("1 upper-case letter")
	}
	return say("{{.N}} upper-case letters", "N", n)
}

func lowerText(n int) Text {
	if n == 1 {
		return say("1 lower-case letter")
	}
	return say("{{.N}} lower-case letters", "N", n)
}

func digitsText(n int) Text {
	if n == 1 {
		return say("1 digit")
	}
	return say("{{.N}} digits", "N", n)
}

func specialText(n int) Text {
	if n == 1 {
		return say("1 special character")
	}
	return say("{{.N}} special characters", "N", n)
}

func otherText(n int) Text {
	if n == 1 {
		return say("1 character that is neither an English letter nor a digit")
	}
	return say("{{.N}} characters that are neither English letters nor digits", "N", n)
}

// characters says what letters, digits and special characters are, where that
// matters, and which characters are not allowed.
func (s *sentences) characters(c Complexity) {
	special := c.MinSpecial != nil || c.MinKinds != nil && slices.Contains(c.MinKinds.Of, KindSpecial)
	letters := c.MinLetters != nil || c.MinUpper != nil || c.MinLower != nil || c.MinDigits != nil || c.MinKinds != nil
	if letters || special && c.SpecialSet == nil {
		text := say("Letters and digits of every language count.")
		if c.Alphabet == AlphabetASCII {
			text = say("Only A–Z and a–z count as letters, and 0–9 as digits.")
		}
		s.add(text, "alphabet")
	}
	if special {
		text := say("All that is neither letter nor digit counts as special, the space too.")
		if c.SpecialSet != nil {
			text = say("Special characters are {{.Characters}}.", "Characters", charsText(*c.SpecialSet))
		}
		s.add(text, "special_set")
	}
	switch c.ForbiddenChars {
	case "":
	case " ":
		s.add(say("The space is not allowed."), "forbidden_chars")
	default:
		s.add(say("Not allowed are {{.Characters}}.", "Characters", charsText(c.ForbiddenChars)), "forbidden_chars")
	}
}

// contents says what a password may not be or contain.
func (s *sentences) contents(c Complexity) {
	switch {
	case c.ForbidUsername && c.ForbidPersonal:
		s.add(say("Passwords do not contain the account name, a part of the person's name or of the mail address."), "forbid_username", "forbid_personal")
	case c.ForbidUsername:
		s.add(say("Passwords do not contain the account name."), "forbid_username")
	case c.ForbidPersonal:
		s.add(say("Passwords do not contain a part of the person's name or of the mail address."), "forbid_personal")
	}
	if n := len(c.Banned); n > 0 {
		s.add(say("Banned passwords are refused ({{.Entries}}). Compared: {{.How}}.", "Entries", entriesText(n), "How", matchClause(c.BannedMatch)),
			"banned", "banned_match")
	}
	switch c.Breached {
	case BreachedRefuse:
		s.add(say("Common and leaked passwords are refused. Whoever has one chooses another at the next sign-in."), "breached")
	case BreachedAudit:
		s.add(say("Common and leaked passwords are allowed, noted in the log and told to who has one."), "breached")
	}
}

func matchClause(m Match) Text {
	switch m {
	case MatchFolded:
		return say("the whole password, in whatever case")
	case MatchFuzzy:
		return say("in whatever case, with look-alikes, one typing difference and longer passwords that contain them")
	}
	return say("the whole password, letter by letter")
}

// limits says what bounds the pattern of a password.
func (s *sentences) limits(c Complexity) {
	if orZero(c.MinStrength) > 0 {
		s.add(say("The strength meter calls passwords “{{.Strength}}” at least.", "Strength", strengthText(c.MinStrength)), "min_strength")
	}
	if c.MaxRepeat != nil {
		text := say("No character stands more than {{.N}} times in a row.", "N", *c.MaxRepeat)
		if *c.MaxRepeat == 1 {
			text = say("No character stands twice in a row.")
		}
		s.add(text, "max_repeat")
	}
	if c.MaxSequence != nil {
		s.add(say("Sequences such as “abc”, “321” or “qwe” have at most {{.Characters}}.", "Characters", charactersText(*c.MaxSequence)), "max_sequence")
	}
}
