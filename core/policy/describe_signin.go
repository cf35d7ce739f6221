package policy

// twoStep says who needs a second step, and how long they may do without it.
func (s *sentences) twoStep(i SignIn) {
	roles := namesText(i.TwoStepRoles, roleText, noneText())
	days := daysText(orZero(i.TwoStepGraceDays))
	switch {
	case !i.TwoStep.Demanded():
		s.add(say("Two-step verification is up to each person."), "two_step")
	case i.TwoStep == TwoStepRequired && i.TwoStepGraceDays == nil:
		s.add(say("Everybody needs two-step verification."), "two_step")
	case i.TwoStep == TwoStepRequired:
		s.add(say("Everybody needs two-step verification, within {{.Days}} of the first sign-in that asks for it.", "Days", days),
			"two_step", "two_step_grace_days")
	case i.TwoStepGraceDays == nil:
		s.add(say("Two-step verification is needed by {{.Roles}}.", "Roles", roles), "two_step", "two_step_roles")
	default:
		s.add(say("Two-step verification is needed by {{.Roles}}, within {{.Days}} of the first sign-in that asks for it.",
			"Roles", roles, "Days", days), "two_step", "two_step_roles", "two_step_grace_days")
	}
}

func saySignIn(i SignIn) []Sentence {
	s := &sentences{group: GroupSignIn}
	s.twoStep(i)
	if len(i.TwoStepMethods) > 0 {
		s.add(say("Allowed for the second step: {{.Methods}}.", "Methods", namesText(i.TwoStepMethods, methodText, noneText())),
			"two_step_methods")
	}
	s.passkeys(i)
	if i.IdleMinutes != nil {
		s.add(say("After {{.Time}} without use the window locks until the person types the password.", "Time", spanText(*i.IdleMinutes)), "idle_minutes")
	}
	if i.SessionHours != nil {
		s.add(say("After {{.Time}} people sign in again in any case.", "Time", hoursText(*i.SessionHours)), "session_hours")
	}
	if i.MaxSessions != nil {
		s.add(sessionsText(*i.MaxSessions), "max_sessions")
	}
	return s.all
}

func sessionsText(most int) Text {
	if most == 1 {
		return say("An account is signed in with one window at a time; a further one signs it out.")
	}
	return say("An account is signed in with at most {{.N}} windows at once; a further one signs out the one that was not used for the longest.", "N", most)
}

// passkeys says who may have a passkey, who has to and within what time, and what
// having them changes. What would act only with passkeys is left out without them.
func (s *sentences) passkeys(i SignIn) {
	roles := namesText(i.PasskeyRoles, roleText, noneText())
	days := daysText(orZero(i.TwoStepGraceDays))
	switch {
	case !i.Passkeys.Allowed():
		s.add(say("Passkeys are not allowed."), "passkeys")
		return
	case !i.Passkeys.Demanded():
		s.add(say("Passkeys are up to each person."), "passkeys")
	case i.Passkeys == PasskeysRequired && i.TwoStepGraceDays == nil:
		s.add(say("Everybody needs a passkey."), "passkeys")
	case i.Passkeys == PasskeysRequired:
		s.add(say("Everybody needs a passkey, within {{.Days}} of the first sign-in that asks for it.", "Days", days),
			"passkeys", "two_step_grace_days")
	case i.TwoStepGraceDays == nil:
		s.add(say("A passkey is needed by {{.Roles}}.", "Roles", roles), "passkeys", "passkey_roles")
	default:
		s.add(say("A passkey is needed by {{.Roles}}, within {{.Days}} of the first sign-in that asks for it.",
			"Roles", roles, "Days", days), "passkeys", "passkey_roles", "two_step_grace_days")
	}
	if i.PasskeyOnly {
		s.add(say("Once an account has two passkeys, its password no longer signs in."), "passkey_only")
	}
	if len(i.PasskeyKinds) > 0 {
		s.add(say("Kinds of passkeys that are allowed: {{.Kinds}}.", "Kinds", namesText(i.PasskeyKinds, passkeyKindText, noneText())),
			"passkey_kinds")
	}
}
