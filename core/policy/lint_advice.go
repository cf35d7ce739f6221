package policy

import "unicode"

// Paragraphs of NIST SP 800-63B-4 (August 2025). Section 3.1.1.1 is on password
// authenticators, 3.1.1.2 on password verifiers, 3.2.2 on rate limiting.
const (
	sourceComplexity = "SP 800-63B-4, 3.1.1.1"
	sourceVerifiers  = "SP 800-63B-4, 3.1.1.2"
	sourceThrottling = "SP 800-63B-4, 3.2.2"
)

// The numbers of SP 800-63B-4, 3.1.1.2.
const (
	leastAlone       = 15
	leastWithTwoStep = 8
	leastMaximum     = 64
)

// lintAdvice finds departures from the standard. What is off or absent departs
// from nothing, except where the standard demands it.
func lintAdvice(p Policy) []Advice {
	found := adviseLength(p)
	found = append(found, adviseComposition(p.Complexity)...)
	found = append(found, adviseContents(p.Complexity)...)
	found = append(found, adviseRotation(p)...)
	return append(found, adviseLockout(p.Lockout)...)
}

func adviseLength(p Policy) []Advice {
	c := p.Complexity
	var found []Advice
	alone, beside := orZero(c.MinLength), orZero(c.MinLength)
	field := "min_length"
	if c.MinLengthWithTwoStep != nil {
		beside, field = *c.MinLengthWithTwoStep, "min_length_with_two_step"
	}
	// Until the time to set up the second step is over, the password is alone, too.
	aloneAtTimes := p.SignIn.TwoStep != TwoStepRequired || p.SignIn.TwoStepGraceDays != nil
	aloneIsShort := aloneAtTimes && alone < leastAlone
	if aloneIsShort {
		found = append(found, Advice{
			[]string{"min_length"},
			say("Ask for at least {{.Least}} characters where the password is all that protects an account: length is what makes it hard to guess", "Least", leastAlone),
			sourceVerifiers,
		})
	}
	if beside < leastWithTwoStep && (!aloneIsShort || field != "min_length") {
		found = append(found, Advice{
			[]string{field},
			say("Ask for at least {{.Least}} characters beside two-step verification: shorter ones are guessed too soon", "Least", leastWithTwoStep),
			sourceVerifiers,
		})
	}
	if c.MaxLength != nil && *c.MaxLength < leastMaximum {
		found = append(found, Advice{
			[]string{"max_length"},
			say("Allow at least {{.Least}} characters: a short maximum keeps people from long sentences and from what password managers make", "Least", leastMaximum),
			sourceVerifiers,
		})
	}
	return found
}

func adviseComposition(c Complexity) []Advice {
	var found []Advice
	if fields := classFields(c); len(fields) > 0 {
		found = append(found, Advice{
			fields,
			say("Ask for length and not for kinds of characters: people meet such rules in ways that are easy to foresee, and passwords get weaker"),
			sourceVerifiers,
		})
	}
	var runs []string
	for _, limit := range []struct {
		field string
		set   bool
	}{
		{"min_strength", orZero(c.MinStrength) > 0}, {"max_repeat", c.MaxRepeat != nil}, {"max_sequence", c.MaxSequence != nil},
	} {
		if limit.set {
			runs = append(runs, limit.field)
		}
	}
	if len(runs) > 0 {
		found = append(found, Advice{
			runs,
			say("Refuse what is on a list of common and leaked passwords, and leave further demands out: they are hard to foresee for the person who chooses"),
			sourceComplexity,
		})
	}
	return found
}

func adviseContents(c Complexity) []Advice {
	var found []Advice
	if text, ok := forbiddenText(c.ForbiddenChars); ok {
		found = append(found, Advice{[]string{"forbidden_chars"}, text, sourceVerifiers})
	}
	if len(c.Banned) == 0 && c.Breached != BreachedRefuse {
		found = append(found, Advice{
			[]string{"banned", "breached"},
			say("Refuse common and leaked passwords: they are what is tried first"), sourceVerifiers,
		})
	}
	if len(c.Banned) > 0 && c.BannedMatch == MatchFuzzy {
		found = append(found, Advice{
			[]string{"banned_match"},
			say("Compare the whole password with the list: refusing a part of it also refuses long passwords that are hard to guess"),
			sourceVerifiers,
		})
	}
	if c.RequireSecurityQuestion {
		found = append(found, Advice{
			[]string{"require_security_question"},
			say("Leave security questions out: others can find the answers or guess them"), sourceVerifiers,
		})
	}
	return found
}

// forbiddenText words what the standard says of the forbidden characters; the
// space has a sentence of its own. Characters that cannot be seen may be
// forbidden.
func forbiddenText(set string) (Text, bool) {
	space, other := false, false
	for _, r := range set {
		space = space || r == ' '
		other = other || unicode.IsGraphic(r) && r != ' '
	}
	switch {
	case other:
		return say("Allow all characters that can be typed, the space too: whatever is forbidden makes passwords easier to guess and managers of passwords stumble"), true
	case space:
		return say("Allow the space: a sentence of several words is long and easy to remember"), true
	}
	return Text{}, false
}

func adviseRotation(p Policy) []Advice {
	var found []Advice
	if p.Change.Recheck != "" && p.Change.Recheck != RecheckOff && p.Change.RecheckScope == ScopeAll {
		found = append(found, Advice{
			[]string{"recheck", "recheck_scope"},
			say("Ask for a new password where there is a sign that the old one leaked or breaks a rule, and not of everybody"),
			sourceVerifiers,
		})
	}
	if p.Expiration.MaxAgeDays != nil {
		found = append(found, Advice{
			[]string{"max_age_days"},
			say("Ask for a new password only when one has leaked: people who change it by the calendar choose weaker ones that follow from the last"),
			sourceVerifiers,
		})
	}
	return found
}

func adviseLockout(l Lockout) []Advice {
	if !l.Enabled {
		return []Advice{{
			[]string{"enabled"},
			say("Lock accounts after wrong passwords in a row: until the {{.Most}}th, which always locks, they can be tried without a pause", "Most", MaxConsecutiveFailures),
			sourceThrottling,
		}}
	}
	return nil
}
