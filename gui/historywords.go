package gui

import (
	"time"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// The words of the sign-in history. What a later version has written and this one does
// not know is shown as it stands in the log.

// outcomeWords says in a few words what came of a line.
func outcomeWords(l core.HistoryLine) string {
	switch l.Outcome {
	case core.OutcomeSignedIn:
		return tr("Signed in")
	case core.OutcomeLetIn:
		return tr("Let in for a set-up")
	case core.OutcomeHalfWay:
		return tr("Half way in")
	case core.OutcomeWrong:
		return wrongWords(l)
	case core.OutcomeRefused:
		return tr("Refused")
	case core.OutcomeLocked:
		return tr("Locked")
	case core.OutcomeSignedOut:
		return tr("Signed out")
	}
	return string(l.Outcome)
}

// wrongWords says what was not right.
func wrongWords(l core.HistoryLine) string {
	switch l.Method {
	case "code":
		return tr("Wrong code")
	case "answer":
		return tr("Wrong answer")
	case "passkey":
		return tr("Passkey not taken")
	}
	if l.AccountID == 0 {
		return tr("Unknown name")
	}
	return tr("Wrong password")
}

// outcomeLook is the icon of a line and its tone, and whether its words are bold:
// something went wrong.
func outcomeLook(l core.HistoryLine) (tone kit.Tone, icon kit.IconName, strong bool) {
	switch l.Outcome {
	case core.OutcomeSignedIn, core.OutcomeLetIn:
		return kit.ToneGood, kit.IconCheckCircle, false
	case core.OutcomeHalfWay:
		return kit.ToneNeutral, kit.IconClock, false
	case core.OutcomeSignedOut:
		return kit.ToneNeutral, kit.IconSignOut, false
	case core.OutcomeLocked:
		return kit.ToneDanger, kit.IconLock, true
	case core.OutcomeRefused:
		return kit.ToneDanger, kit.IconMinusCircle, true
	}
	return kit.ToneDanger, kit.IconCloseCircle, true
}

// methodWords says what was proved, or what was tried, "" for nothing: a session that
// ends has no method.
func methodWords(l core.HistoryLine) string {
	if l.Outcome == core.OutcomeWrong || l.Outcome == core.OutcomeRefused || l.Outcome == core.OutcomeLocked {
		return triedWords(l.Method)
	}
	return provedWords(l.Method)
}

// triedWords says what a try that failed was for.
func triedWords(purpose string) string {
	switch purpose {
	case "signin", "password":
		return tr("Password")
	case "code":
		return tr("Code, after the password")
	case "answer":
		return tr("Security answer")
	case "passkey":
		return tr("Passkey")
	case "unlock":
		return tr("To unlock the window")
	case "change":
		return tr("To change the password")
	case "question":
		return tr("To change the security question")
	case "passkey change":
		return tr("To change passkeys")
	case "two-step set-up", "two-step change":
		return tr("To change two-step verification")
	case "code for emergencies":
		return tr("To renew the code for emergencies")
	case "clock":
		return tr("To confirm the clock")
	}
	return purpose
}

// reasonWords says in a sentence why, or what follows, "" where the outcome says it all.
func (a *App) reasonWords(l core.HistoryLine) string {
	switch l.Outcome {
	case core.OutcomeLetIn:
		return tr("Who it is was proved, but something had to be set up before anything else, such as a new password.")
	case core.OutcomeHalfWay:
		return nextWords(l.Reason)
	case core.OutcomeWrong:
		return wrongReason(l)
	case core.OutcomeRefused:
		return refusedReason(l.Reason)
	case core.OutcomeLocked:
		return a.lockReason(l)
	case core.OutcomeSignedOut:
		return endWords(core.EndReason(l.Reason))
	}
	return unknownReason(l.Reason)
}

// unknownReason shows a reason that has no words here as it is, "" for none.
func unknownReason(reason string) string {
	if reason == "" {
		return ""
	}
	return trf("The log calls it “{{.Reason}}”.", "Reason", kit.Shown(reason))
}

// nextWords says which step a sign-in that is half way goes on with.
func nextWords(step string) string {
	switch core.Step(step) {
	case core.StepTwoStep:
		return tr("The password was right, and a code was asked for. Without another line after this one nobody came in.")
	case core.StepAnswer:
		return tr("The password was right, and the security question was asked. Without another line after this one nobody came in.")
	}
	return unknownReason(step)
}

// wrongReason says what was wrong.
func wrongReason(l core.HistoryLine) string {
	switch {
	case l.Reason != "":
		return passkeyReason(l.Reason)
	case l.AccountID == 0:
		return tr("No account has this name. It was told the same as for a wrong password.")
	case l.Method == "code":
		return tr("The code was not right, too late, or used already.")
	case l.Method == "answer":
		return tr("It was not the answer that was set.")
	}
	return tr("The password was not right.")
}

// passkeyReason says why a passkey, or what was given in its place, was not taken.
func passkeyReason(reason string) string {
	switch reason {
	case "passkeys only":
		return tr("The account signs in with passkeys alone, so that no password opens it.")
	case "unknown passkey":
		return tr("No account has this passkey. It may have been removed.")
	case "may have been copied":
		return tr("There may be a second copy of the passkey, so that it opens nothing.")
	case "too late":
		return tr("The passkey was used after the time for it was over.")
	case "answered twice":
		return tr("The same answer of a passkey came a second time.")
	case "registered before":
		return tr("This passkey was added before.")
	case "not readable", "not a key that was asked for", "not the answer that was asked for", "not found without a name":
		return tr("The answer of the passkey was not the one that was asked for.")
	case "account was changed outside the program":
		return tr("Somebody has edited the account in the store, past the program, so that nobody can sign in with it.")
	case "another account's, or switched off":
		return tr("The passkey is another account’s, or its account is switched off.")
	case "locked":
		return tr("The account was locked, so that nothing opened it.")
	case "refused by a rule":
		return tr("A rule of the policy does not allow it.")
	}
	return unknownReason(reason)
}

// refusedReason says why nothing that was given would have been enough.
func refusedReason(reason string) string {
	switch reason {
	case "locked":
		return tr("The account was locked, so that nothing was checked. Whether it was right is not known.")
	case "cloned":
		return tr("There may be a second copy of the passkey, so that it opens nothing. Its owner and the administrators are told.")
	case string(core.ReasonExpired):
		return tr("The password was right, but has expired, and the policy lets nobody in with such a one.")
	case string(core.EndAccessRule):
		return tr("A rule of the site lets nobody in from there, or at this time.")
	case "source_blocked":
		return tr("Too many wrong tries had come from this address or computer, so that nothing was checked. Whether it was right is not known.")
	}
	return unknownReason(reason)
}

// lockReason says what locked an account, and until when.
func (a *App) lockReason(l core.HistoryLine) string {
	until := ""
	if l.Reason == "unlocked" {
		until = tr("It stays locked until somebody unlocks it.")
	} else if at, err := time.Parse(time.RFC3339, l.Reason); err == nil {
		until = trf("It was locked until {{.Time}}.", "Time", a.untilWords(at))
	} else {
		until = unknownReason(l.Reason)
	}
	if l.Failures == 0 {
		return until
	}
	return joined(trn("Locked after {{.N}} wrong tries in a row.", l.Failures), until)
}
