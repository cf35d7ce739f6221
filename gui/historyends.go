package gui

import "gatehouse/core"

// endWords says in a sentence why a session ended.
func endWords(why core.EndReason) string {
	switch why {
	case core.EndSignedOut:
		return tr("Its owner signed out.")
	case core.EndReplaced:
		return tr("Another sign-in took its place, on the same device.")
	case core.EndExpired:
		return tr("It was not used for too long, or its time was over.")
	case core.EndPasswordChanged:
		return tr("The password was changed, and the other devices were signed out.")
	case core.EndPasswordReset:
		return tr("An administrator reset the password.")
	case core.EndDisabled:
		return tr("The account was switched off.")
	case core.EndDeleted:
		return tr("The account was deleted.")
	case core.EndInactive:
		return tr("The account was locked, since it had not been used for a long time.")
	case core.EndChangeDue:
		return tr("A new password had to be set.")
	case core.EndClockConfirmed:
		return tr("The date of the computer was confirmed, which signs out everybody.")
	case core.EndQuestionChanged:
		return tr("The security question was changed, and the other devices were signed out.")
	case core.EndTwoStepChanged:
		return tr("Two-step verification was changed, and the other devices were signed out.")
	case core.EndPasskeysChanged:
		return tr("The passkeys were changed, and the other devices were signed out.")
	case core.EndPasskeyCloned:
		return tr("A passkey of the account may have been copied.")
	}
	return endedWords(why)
}

// endedWords says so for sessions that somebody or a rule has ended.
func endedWords(why core.EndReason) string {
	switch why {
	case core.EndElsewhere:
		return tr("Its owner ended it from another device.")
	case core.EndByAdministrator:
		return tr("An administrator ended it.")
	case core.EndIncident:
		return tr("An administrator ended it after an incident.")
	case core.EndTooMany:
		return tr("The account signed in on more devices than the policy allows at once; this was the oldest.")
	case core.EndAccessRule:
		return tr("A rule of the site lets nobody in from there, or at this time.")
	}
	return unknownReason(string(why))
}

// endShort says why a session ended in the few words of a row.
func endShort(why core.EndReason) string {
	switch why {
	case core.EndSignedOut:
		return tr("By its owner")
	case core.EndReplaced:
		return tr("Replaced by another")
	case core.EndExpired:
		return tr("Not used, or over")
	case core.EndPasswordChanged, core.EndPasswordReset, core.EndChangeDue:
		return tr("New password")
	case core.EndDisabled, core.EndDeleted, core.EndInactive:
		return tr("Account closed")
	case core.EndQuestionChanged, core.EndTwoStepChanged, core.EndPasskeysChanged, core.EndPasskeyCloned:
		return tr("Other ways to sign in")
	case core.EndElsewhere:
		return tr("From another device")
	case core.EndByAdministrator, core.EndIncident:
		return tr("By an administrator")
	case core.EndClockConfirmed:
		return tr("Date confirmed")
	case core.EndTooMany:
		return tr("Too many devices")
	case core.EndAccessRule:
		return tr("By a rule")
	}
	return string(why)
}
