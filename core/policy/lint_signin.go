package policy

import "slices"

func lintSignIn(s SignIn) []Problem { return append(lintTwoStep(s), lintPasskeys(s)...) }

func lintTwoStep(s SignIn) []Problem {
	var found []Problem
	if s.TwoStep == TwoStepByRole && len(s.TwoStepRoles) == 0 {
		found = append(found, problem(say("Name the roles that need two-step verification"),
			"two_step", "two_step_roles"))
	}
	if s.TwoStepGraceDays != nil && !s.TwoStep.Demanded() && !s.Passkeys.Demanded() {
		found = append(found, problem(
			say("A time to set up two-step verification or a passkey acts only where one is required. Require one, or leave the time out"),
			"two_step_grace_days", "two_step", "passkeys"))
	}
	if len(s.TwoStepMethods) == 1 && s.TwoStepMethods[0] == MethodRecoveryCode {
		found = append(found, problem(
			say("Recovery codes stand in for another method and cannot be the only one. Allow codes from an app or passkeys, too"),
			"two_step_methods"))
	}
	if s.TwoStep.Demanded() && !s.Passkeys.Allowed() && onlyPasskeys(s.TwoStepMethods) {
		found = append(found, problem(
			say("Nothing could be the second step, as passkeys are not allowed. Allow passkeys, or codes from an app, too"),
			"two_step_methods", "passkeys"))
	}
	return found
}

// onlyPasskeys tells whether passkeys are the only method of the second step that
// can be set up. None named are all.
func onlyPasskeys(methods []string) bool {
	return slices.Contains(methods, MethodPasskey) && !slices.Contains(methods, MethodTOTP)
}

func lintPasskeys(s SignIn) []Problem {
	var found []Problem
	if s.Passkeys == PasskeysByRole && len(s.PasskeyRoles) == 0 {
		found = append(found, problem(say("Name the roles that need a passkey"), "passkeys", "passkey_roles"))
	}
	if s.Passkeys.Allowed() {
		return append(found, lintUselessPasskeys(s)...)
	}
	if s.PasskeyOnly {
		found = append(found, problem(
			say("Passkeys cannot take the place of passwords where they are not allowed. Allow passkeys, or switch this off"),
			"passkey_only", "passkeys"))
	}
	if len(s.PasskeyKinds) > 0 {
		found = append(found, problem(
			say("Kinds of passkeys act only where passkeys are allowed. Allow passkeys, or name no kind"),
			"passkey_kinds", "passkeys"))
	}
	return found
}

// lintUselessPasskeys finds passkeys that are asked for, or take the place of passwords,
// though the second step that is required of everybody leaves them out, so that none
// signs in. Where roles decide, it may be meant for the others.
func lintUselessPasskeys(s SignIn) []Problem {
	if s.TwoStep != TwoStepRequired || len(s.TwoStepMethods) == 0 || slices.Contains(s.TwoStepMethods, MethodPasskey) {
		return nil
	}
	var found []Problem
	if s.PasskeyOnly {
		found = append(found, problem(
			say("Passkeys cannot take the place of passwords where a code is demanded beside the password. Allow passkeys for two-step verification, or switch this off"),
			"passkey_only", "two_step_methods"))
	}
	if s.Passkeys.Demanded() {
		found = append(found, problem(
			say("A passkey would be required that signs nobody in, as two-step verification leaves passkeys out. Allow them there, or require none"),
			"passkeys", "two_step_methods"))
	}
	return found
}
