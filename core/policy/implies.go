package policy

import "slices"

// Implies reports whether every password that met the older rules surely meets
// the newer ones, so that nobody's password has to be judged again. In doubt it
// says no.
//
// It holds for one account whose names, two-step verification and strength
// estimate are the same at both times, with the same list of leaked passwords.
// The security question is no rule on the password and not looked at.
func Implies(older, newer Complexity) bool {
	return impliesLengths(older, newer) &&
		impliesClasses(older, newer) &&
		impliesKinds(older, newer) &&
		impliesContents(older, newer) &&
		impliesBanned(older, newer)
}

// atLeast reports whether an old minimum is no lower than a new one.
func atLeast(older, newer *int) bool { return orZero(older) >= orZero(newer) }

// atMost reports whether an old maximum is no higher than a new one.
func atMost(older, newer *int) bool {
	return newer == nil || older != nil && *older <= *newer
}

func impliesLengths(older, newer Complexity) bool {
	return atLeast(older.MinLength, newer.MinLength) &&
		atLeast(minBesideTwoStep(older), minBesideTwoStep(newer)) &&
		atMost(older.MaxLength, newer.MaxLength) &&
		atMost(older.MaxRepeat, newer.MaxRepeat) &&
		atMost(older.MaxSequence, newer.MaxSequence)
}

// minBesideTwoStep is the minimum of an account with two-step verification.
func minBesideTwoStep(c Complexity) *int {
	if c.MinLengthWithTwoStep != nil {
		return c.MinLengthWithTwoStep
	}
	return c.MinLength
}

// impliesClasses compares the class minimums.
func impliesClasses(older, newer Complexity) bool {
	letters := max(orZero(older.MinLetters), orZero(older.MinUpper)+orZero(older.MinLower))
	enough := letters >= orZero(newer.MinLetters) && atLeast(older.MinUpper, newer.MinUpper) &&
		atLeast(older.MinLower, newer.MinLower) && atLeast(older.MinDigits, newer.MinDigits) &&
		atLeast(older.MinSpecial, newer.MinSpecial) && atLeast(older.MinOther, newer.MinOther)
	if !enough {
		return false
	}
	counts := orZero(newer.MinLetters) + orZero(newer.MinUpper) + orZero(newer.MinLower) + orZero(newer.MinDigits)
	return (counts == 0 || alphabetGrows(older, newer)) &&
		(orZero(newer.MinSpecial) == 0 || specialGrows(older, newer))
}

// alphabetGrows reports whether what counted as a letter or a digit still does.
func alphabetGrows(older, newer Complexity) bool {
	return older.Alphabet == AlphabetASCII || newer.Alphabet != AlphabetASCII
}

// specialGrows reports whether what counted as special still does.
func specialGrows(older, newer Complexity) bool {
	switch {
	case older.SpecialSet == nil && newer.SpecialSet == nil:
		return older.Alphabet != AlphabetASCII || newer.Alphabet == AlphabetASCII
	case older.SpecialSet == nil:
		return false
	}
	was, is := newClassifier(older), newClassifier(newer)
	for r := range was.special {
		if is.of(r)&isSpecial == 0 {
			return false
		}
	}
	return true
}

// impliesKinds compares the numbers of kinds. A password with k kinds of the
// older list has at least as many of the newer one, less those that the newer
// one lacks; and each class that the older rules asked for is there.
func impliesKinds(older, newer Complexity) bool {
	if newer.MinKinds == nil || newer.MinKinds.K <= 0 {
		return true
	}
	wanted := newer.MinKinds.Of
	if !alphabetGrows(older, newer) || slices.Contains(wanted, KindSpecial) && !specialGrows(older, newer) {
		return false
	}
	byMinimum := 0
	for _, kind := range wanted {
		if hasKind(older, kind) {
			byMinimum++
		}
	}
	byKinds := 0
	if older.MinKinds != nil {
		byKinds = older.MinKinds.K
		for _, kind := range older.MinKinds.Of {
			if !slices.Contains(wanted, kind) {
				byKinds--
			}
		}
	}
	return max(byMinimum, byKinds) >= newer.MinKinds.K
}

// hasKind reports whether the class minimums ask for a kind.
func hasKind(c Complexity, kind Kind) bool {
	switch kind {
	case KindLetter:
		return orZero(c.MinLetters)+orZero(c.MinUpper)+orZero(c.MinLower) > 0
	case KindUpper:
		return orZero(c.MinUpper) > 0
	case KindLower:
		return orZero(c.MinLower) > 0
	case KindDigit:
		return orZero(c.MinDigits) > 0
	case KindSpecial:
		return orZero(c.MinSpecial) > 0
	}
	return false
}

// impliesContents compares what a password may not be or contain, but for the
// banned list.
func impliesContents(older, newer Complexity) bool {
	was := newCharSet(older.ForbiddenChars)
	for r := range newCharSet(newer.ForbiddenChars) {
		if !was[r] {
			return false
		}
	}
	return (older.ForbidUsername || !newer.ForbidUsername) &&
		(older.ForbidPersonal || !newer.ForbidPersonal) &&
		(older.Breached == BreachedRefuse || newer.Breached != BreachedRefuse) &&
		atLeast(older.MinStrength, newer.MinStrength)
}

// impliesBanned reports whether all that is banned now was banned before: each
// way to compare refuses all that the one before it refuses.
func impliesBanned(older, newer Complexity) bool {
	if len(newer.Banned) == 0 {
		return true
	}
	return matchRank(older.BannedMatch) >= matchRank(newer.BannedMatch) && missingFrom(older.Banned, newer.Banned) == 0
}

// matchRank orders the ways to compare by how much they refuse.
func matchRank(m Match) int {
	switch m {
	case MatchFolded:
		return 1
	case MatchFuzzy:
		return 2
	}
	return 0
}
