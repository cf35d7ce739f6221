package policy

// What people are told of the fields of complexity.

var describedLengths = []describedField{
	{
		GroupComplexity, "min_length", say("Minimum length"),
		say("The least number of characters of a password."),
		func(p Policy) Text { return charactersOrNoLimit(p.Complexity.MinLength) },
	},
	{
		GroupComplexity, "max_length", say("Maximum length"),
		say("The greatest number of characters of a password. Nothing is ever cut off."),
		func(p Policy) Text { return charactersOrNoLimit(p.Complexity.MaxLength) },
	},
	{
		GroupComplexity, "min_length_with_two_step", say("Minimum length with two-step verification"),
		say("Takes the place of the minimum length for an account whose two-step verification is on."),
		func(p Policy) Text { return charactersOrSame(p.Complexity.MinLengthWithTwoStep) },
	},
}

var describedClasses = []describedField{
	{
		GroupComplexity, "min_letters", say("Minimum number of letters"),
		say("Counts upper-case and lower-case letters together."),
		func(p Policy) Text { return numberOrNoLimit(p.Complexity.MinLetters) },
	},
	{
		GroupComplexity, "min_upper", say("Minimum number of upper-case letters"),
		say("Each of them counts as a letter, too."),
		func(p Policy) Text { return numberOrNoLimit(p.Complexity.MinUpper) },
	},
	{
		GroupComplexity, "min_lower", say("Minimum number of lower-case letters"),
		say("Each of them counts as a letter, too."),
		func(p Policy) Text { return numberOrNoLimit(p.Complexity.MinLower) },
	},
	{
		GroupComplexity, "min_digits", say("Minimum number of digits"),
		say("How many digits a password has at least."),
		func(p Policy) Text { return numberOrNoLimit(p.Complexity.MinDigits) },
	},
	{
		GroupComplexity, "min_special", say("Minimum number of special characters"),
		say("Counts the characters of the set of special characters."),
		func(p Policy) Text { return numberOrNoLimit(p.Complexity.MinSpecial) },
	},
	{
		GroupComplexity, "min_other", say("Minimum number of other characters"),
		say("Counts all that is neither an English letter nor a digit 0 to 9, special characters and “é” included."),
		func(p Policy) Text { return numberOrNoLimit(p.Complexity.MinOther) },
	},
	{
		GroupComplexity, "alphabet", say("Letters and digits"),
		say("What counts as a letter and as a digit: those of English only, or of every language."),
		func(p Policy) Text { return alphabetText(p.Complexity.Alphabet) },
	},
	{
		GroupComplexity, "special_set", say("Special characters"),
		say("The characters that count as special. Others are allowed and do not count."),
		func(p Policy) Text { return specialSetText(p.Complexity.SpecialSet) },
	},
	{
		GroupComplexity, "forbidden_chars", say("Characters that are not allowed"),
		say("A password with one of these characters is refused."),
		func(p Policy) Text { return charsText(p.Complexity.ForbiddenChars) },
	},
	{
		GroupComplexity, "min_kinds", say("Kinds of characters"),
		say("How many of these kinds a password has at least one character of."),
		func(p Policy) Text { return kindsText(p.Complexity.MinKinds) },
	},
}

var describedContents = []describedField{
	{
		GroupComplexity, "forbid_username", say("No account name in the password"),
		say("Refuses a password that contains the account name, in whatever case. Names of 1 or 2 characters are not looked for."),
		func(p Policy) Text { return onOff(p.Complexity.ForbidUsername) },
	},
	{
		GroupComplexity, "forbid_personal", say("No full name or mail address in the password"),
		say("Refuses a password that contains a part of the person's name, or of the mail address before the @."),
		func(p Policy) Text { return onOff(p.Complexity.ForbidPersonal) },
	},
	{
		GroupComplexity, "banned", say("List of banned passwords"),
		say("Passwords that nobody may use here."),
		func(p Policy) Text { return entriesText(len(p.Complexity.Banned)) },
	},
	{
		GroupComplexity, "banned_match", say("How banned passwords are compared"),
		say("Letter by letter, in whatever case, or with look-alikes and one typing difference, too."),
		func(p Policy) Text { return matchText(p.Complexity.BannedMatch) },
	},
	{
		GroupComplexity, "breached", say("Common and leaked passwords"),
		say("Compares passwords with the built-in list of common ones, and with a list of leaked ones that is kept here. Nothing is sent anywhere."),
		func(p Policy) Text { return breachedText(p.Complexity.Breached) },
	},
	{
		GroupComplexity, "min_strength", say("Minimum strength"),
		say("The least result of the estimate of how hard a password is to guess."),
		func(p Policy) Text { return strengthText(p.Complexity.MinStrength) },
	},
	{
		GroupComplexity, "max_repeat", say("Longest run of one character"),
		say("“aaa” is a run of 3."),
		func(p Policy) Text { return charactersOrNoLimit(p.Complexity.MaxRepeat) },
	},
	{
		GroupComplexity, "max_sequence", say("Longest sequence"),
		say("“abcd”, “4321” and “qwer” are sequences of 4, along the alphabet, the digits or a row of keys."),
		func(p Policy) Text { return charactersOrNoLimit(p.Complexity.MaxSequence) },
	},
	{
		GroupComplexity, "require_security_question", say("Require a security question"),
		say("It is set at the next sign-in and asked at every one that follows, after the password. It never counts as two-step verification: others can find answers out or guess them, so NIST SP 800-63B-4 does not accept them."),
		func(p Policy) Text { return onOff(p.Complexity.RequireSecurityQuestion) },
	},
}
