package gui

import "gatehouse/core/policy"

// What the window adds to a field of the published model: in what unit its
// number is counted, and when it is shown. What it is called, what it may hold
// and what its values mean is core's.

// unitWord is the word behind a number, "" for a plain count.
func unitWord(name string) string {
	switch name {
	case "max_age_days", "warn_days", "inactivity_days", "two_step_grace_days":
		return tr("days")
	case "session_hours":
		return tr("hours")
	case "idle_minutes", "recovery_code_minutes", "source_window_minutes", "source_block_minutes":
		return tr("minutes")
	case "fresh_seconds":
		return tr("seconds")
	default:
		return ""
	}
}

// acts tells whether a field does anything in a policy: what belongs to a
// choice that is not made, or to something switched off, is left out.
func acts(f policy.Field, p policy.Policy) bool {
	switch f.Name {
	case "banned_match":
		return len(p.Complexity.Banned) > 0
	case "fresh_seconds":
		return p.Change.RequireCurrent == policy.CurrentUnlessFresh
	case "recheck_scope":
		return p.Change.Recheck != "" && p.Change.Recheck != policy.RecheckOff
	case "warn_days", "after_expiry":
		return p.Expiration.MaxAgeDays != nil
	case "grace_sign_ins":
		return p.Expiration.AfterExpiry == policy.AfterGrace
	case "two_step_roles":
		return p.SignIn.TwoStep == policy.TwoStepByRole
	case "two_step_grace_days":
		return p.SignIn.TwoStep.Demanded() || p.SignIn.Passkeys.Demanded()
	case "passkey_roles":
		return p.SignIn.Passkeys == policy.PasskeysByRole
	case "passkey_only", "passkey_kinds":
		return p.SignIn.Passkeys.Allowed()
	case "enabled", "source_failures":
		return true
	case "source_window_minutes", "source_block_minutes":
		return p.Lockout.SourceFailures != nil
	}
	return f.Group != policy.GroupLockout || p.Lockout.Enabled
}

// valueWords is what a policy has in a field, in words.
func valueWords(f policy.Field, p policy.Policy) string {
	return words(policy.ValueText(f.Path(), p))
}

// absentWords is what a field means that has nothing in it.
func absentWords(f policy.Field) string { return valueWords(f, policy.Policy{}) }

// choiceWords is a choice of a field in words.
func choiceWords(f policy.Field, choice any) string {
	var p policy.Policy
	if err := f.SetValue(&p, choice); err != nil {
		return ""
	}
	return valueWords(f, p)
}

// kindWord names a kind of characters.
func kindWord(k policy.Kind) string {
	switch k {
	case policy.KindLetter:
		return tr("Letters")
	case policy.KindUpper:
		return tr("Upper-case")
	case policy.KindLower:
		return tr("Lower-case")
	case policy.KindDigit:
		return tr("Digits")
	default:
		return tr("Special")
	}
}
