package policy

// Choices in words. The empty choice is the first one.

func alphabetText(a Alphabet) Text {
	if a == AlphabetASCII {
		return say("English only: A–Z, a–z, 0–9")
	}
	return say("Of every language")
}

func kindText(k Kind) Text {
	switch k {
	case KindLetter:
		return say("letters")
	case KindUpper:
		return say("upper-case letters")
	case KindLower:
		return say("lower-case letters")
	case KindDigit:
		return say("digits")
	case KindSpecial:
		return say("special characters")
	}
	return asIs(string(k))
}

func kindsText(k *Kinds) Text {
	if k == nil {
		return noLimitText()
	}
	return say("{{.K}} of {{.Kinds}}", "K", k.K, "Kinds", kindList(*k))
}

func kindList(k Kinds) Text {
	parts := make([]Text, len(k.Of))
	for i, kind := range k.Of {
		parts[i] = kindText(kind)
	}
	return listText(parts)
}

func matchText(m Match) Text {
	switch m {
	case MatchFolded:
		return say("In whatever case")
	case MatchFuzzy:
		return say("With look-alikes and one typing difference, too")
	}
	return say("Letter by letter")
}

func breachedText(b Breached) Text {
	switch b {
	case BreachedAudit:
		return say("Allow and note in the log")
	case BreachedRefuse:
		return say("Refuse")
	}
	return say("Not looked for")
}

func strengthText(n *int) Text {
	if n == nil {
		return noLimitText()
	}
	switch *n {
	case 0:
		return say("Very weak")
	case 1:
		return say("Weak")
	case 2:
		return say("Fair")
	case 3:
		return say("Good")
	}
	return say("Strong")
}

func requireCurrentText(r RequireCurrent) Text {
	switch r {
	case CurrentUnlessFresh:
		return say("Unless the sign-in is fresh")
	case CurrentNever:
		return say("Never")
	}
	return say("Always")
}

func recheckText(r Recheck) Text {
	switch r {
	case RecheckOncePerRevision:
		return say("Once after each saved change of these settings")
	case RecheckAlways:
		return say("At each sign-in")
	}
	return onOff(false)
}

func recheckScopeText(s RecheckScope) Text {
	switch s {
	case ScopeWeak:
		return say("Whose password is weak or breaks a rule")
	case ScopeAll:
		return say("Everybody")
	}
	return say("Whose password breaks a rule")
}

func afterExpiryText(a AfterExpiry) Text {
	switch a {
	case AfterGrace:
		return say("A number of times, only to change the password")
	case AfterBlocked:
		return say("Off: a root account resets the password")
	}
	return say("Only to change the password")
}

func indexBaseText(b IndexBase) Text {
	if b == IndexRawFailure {
		return say("The number of wrong passwords")
	}
	return say("The number of locks")
}

func exhaustedText(w WhenExhausted) Text {
	if w == ExhaustedUntilAdmin {
		return say("Until an administrator unlocks it")
	}
	return say("Repeat the last one")
}

func twoStepText(t TwoStep) Text {
	switch t {
	case TwoStepRequired:
		return say("Required of everybody")
	case TwoStepByRole:
		return say("Required by role")
	}
	return say("As each person likes")
}

func roleText(role string) Text {
	switch role {
	case "root":
		return say("root")
	case "admin":
		return say("administrators")
	case "member":
		return say("members")
	}
	return asIs(role)
}

func methodText(method string) Text {
	switch method {
	case "totp":
		return say("codes from an app")
	case "passkey":
		return say("passkeys")
	case "recovery_code":
		return say("recovery codes")
	}
	return asIs(method)
}

func passkeysText(p Passkeys) Text {
	switch p {
	case PasskeysOff:
		return say("Not allowed")
	case PasskeysRequired:
		return say("Required of everybody")
	case PasskeysByRole:
		return say("Required by role")
	}
	return say("As each person likes")
}

func passkeyKindText(kind string) Text {
	switch kind {
	case PasskeyPhone:
		return say("phones and tablets")
	case PasskeySecurityKey:
		return say("security keys")
	case PasskeyThisDevice:
		return say("this device")
	}
	return asIs(kind)
}
