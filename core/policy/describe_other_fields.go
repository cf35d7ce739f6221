package policy

// What people are told of the fields beside complexity.

var describedChange = []describedField{
	{
		GroupChange, "changes_per_day", say("Number of times a day a user can change their password"),
		say("Counts a person's own changes in any 24 hours. A change that was asked for does not count."),
		func(p Policy) Text { return numberOrNoLimit(p.Change.ChangesPerDay) },
	},
	{
		GroupChange, "min_age", say("Wait between changes"),
		say("How long a person waits between own changes."),
		func(p Policy) Text { return durationOrNone(p.Change.MinAge) },
	},
	{
		GroupChange, "history_depth", say("Password uniqueness"),
		say("How many former passwords cannot be used again. Lowering it forgets the older ones at once."),
		func(p Policy) Text { return historyText(p.Change.HistoryDepth) },
	},
	{
		GroupChange, "differs_from_current", say("Not the current password again"),
		say("Refuses a new password that is the one the account has."),
		func(p Policy) Text { return onOff(p.Change.DiffersFromCurrent) },
	},
	{
		GroupChange, "require_current", say("Ask for the current password"),
		say("When a person who changes their password types the current one."),
		func(p Policy) Text { return requireCurrentText(p.Change.RequireCurrent) },
	},
	{
		GroupChange, "fresh_seconds", say("A sign-in is fresh for"),
		say("For how long after a sign-in the current password is not asked for."),
		func(p Policy) Text { return secondsOrNone(p.Change.FreshSeconds) },
	},
	{
		GroupChange, "change_on_first_sign_in", say("New users change their password at the first sign-in"),
		say("Holds for accounts that are added while it is on. Otherwise the password that was made for them stays. A reset always asks for a new one."),
		func(p Policy) Text { return onOff(p.Change.ChangeOnFirstSignIn) },
	},
	{
		GroupChange, "recheck", say("Force a password change at the next sign-in"),
		say("When a password that is in use is judged again. It happens at a sign-in, the only time it can be read."),
		func(p Policy) Text { return recheckText(p.Change.Recheck) },
	},
	{
		GroupChange, "recheck_scope", say("Who changes then"),
		say("Whose password change is asked for when passwords are judged again."),
		func(p Policy) Text { return recheckScopeText(p.Change.RecheckScope) },
	},
}

var describedExpiration = []describedField{
	{
		GroupExpiration, "max_age_days", say("Password validity"),
		say("How many days a password lasts. Each change starts them anew."),
		func(p Policy) Text { return daysOrNoLimit(p.Expiration.MaxAgeDays) },
	},
	{
		GroupExpiration, "warn_days", say("Notice before the expiration date"),
		say("From this many days before the date, people are told of it after they signed in."),
		func(p Policy) Text { return daysOrNone(p.Expiration.WarnDays) },
	},
	{
		GroupExpiration, "after_expiry", say("Sign-in after expiration"),
		say("What a person can do with an expired password."),
		func(p Policy) Text { return afterExpiryText(p.Expiration.AfterExpiry) },
	},
	{
		GroupExpiration, "grace_sign_ins", say("Number of sign-ins after expiration"),
		say("How often an expired password still signs in, to change it and nothing else."),
		func(p Policy) Text { return numberOrOne(p.Expiration.GraceSignIns) },
	},
	{
		GroupExpiration, "inactivity_days", say("Number of inactivity days before a user account is locked"),
		say("The account locks at the end of the last of these days, and an administrator unlocks it."),
		func(p Policy) Text { return daysOrNoLimit(p.Expiration.InactivityDays) },
	},
}

var describedLockout = []describedField{
	{
		GroupLockout, "enabled", say("Lock accounts after wrong passwords"),
		say("While it is off, only 100 wrong passwords in a row lock an account."),
		func(p Policy) Text { return onOff(p.Lockout.Enabled) },
	},
	{
		GroupLockout, "first_lock_at", say("Wrong password in a row that locks first"),
		say("5 means that the fifth wrong password in a row locks the account."),
		func(p Policy) Text { return numberOrNotSet(p.Lockout.FirstLockAt) },
	},
	{
		GroupLockout, "durations", say("Temporary lock durations"),
		say("How long locks last, one after the other, such as 1M;5M;2H;1D: M is minutes, H hours, D days. " +
			"The word until_admin in their place locks until an administrator unlocks the account."),
		func(p Policy) Text { return scheduleText(p.Lockout.Durations) },
	},
	{
		GroupLockout, "index_base", say("Lock durations follow"),
		say("Whether the second lock lasts as long as the second entry says, or the second wrong password."),
		func(p Policy) Text { return indexBaseText(p.Lockout.IndexBase) },
	},
	{
		GroupLockout, "failures_per_next_lock", say("Wrong passwords until the next lock"),
		say("How many wrong passwords after a lock cause the next one."),
		func(p Policy) Text { return numberOrOne(p.Lockout.FailuresPerNextLock) },
	},
	{
		GroupLockout, "when_exhausted", say("After the last lock duration"),
		say("What follows when all the lock durations were used."),
		func(p Policy) Text { return exhaustedText(p.Lockout.WhenExhausted) },
	},
	{
		GroupLockout, "reset_after", say("Forget wrong passwords after"),
		say("After this long without a wrong password the count begins anew. A sign-in always clears it."),
		func(p Policy) Text { return durationOrNever(p.Lockout.ResetAfter) },
	},
	{
		GroupLockout, "source_failures", say("Wrong tries that stop a computer or address"),
		say("Whatever names were tried. It acts in the site's own policy only, and also where accounts are not locked."),
		func(p Policy) Text { return numberOrOff(p.Lockout.SourceFailures) },
	},
	{
		GroupLockout, "source_window_minutes", say("Wrong tries of a computer or address count for"),
		say("Those within this time are added up."),
		func(p Policy) Text { return minutesOr(p.Lockout.SourceWindowMinutes, DefaultSourceWindow) },
	},
	{
		GroupLockout, "source_block_minutes", say("A computer or address is stopped for"),
		say("For this long nobody can try to sign in from there."),
		func(p Policy) Text { return minutesOr(p.Lockout.SourceBlockMinutes, DefaultSourceBlock) },
	},
}

var describedRecovery = []describedField{
	{
		GroupRecovery, "recovery_by_mail", say("Password recovery by mail"),
		say("Shows “Lost your password?” at sign-in. It needs a mail server that has been tested."),
		func(p Policy) Text { return onOff(p.Recovery.RecoveryByMail) },
	},
	{
		GroupRecovery, "recovery_code_minutes", say("A recovery code lasts"),
		say("How long the code of a recovery mail can be used, 10 minutes at most."),
		func(p Policy) Text { return minutesOrMost(p.Recovery.RecoveryCodeMinutes) },
	},
}

var describedSignIn = []describedField{
	{
		GroupSignIn, "two_step", say("Two-step verification"),
		say("Who needs a second step beside the password."),
		func(p Policy) Text { return twoStepText(p.SignIn.TwoStep) },
	},
	{
		GroupSignIn, "two_step_roles", say("Roles that need two-step verification"),
		say("Acts when two-step verification is set by role."),
		func(p Policy) Text { return namesText(p.SignIn.TwoStepRoles, roleText, noneText()) },
	},
	{
		GroupSignIn, "two_step_grace_days", say("Time to set up what is required"),
		say("How long people still sign in without two-step verification or a passkey, once asked for it."),
		func(p Policy) Text { return daysOrAtOnce(p.SignIn.TwoStepGraceDays) },
	},
	{
		GroupSignIn, "two_step_methods", say("Methods of two-step verification"),
		say("What can be used as the second step. None named means all."),
		func(p Policy) Text { return namesText(p.SignIn.TwoStepMethods, methodText, say("All methods")) },
	},
	{
		GroupSignIn, "passkeys", say("Passkeys"),
		say("Who may have a passkey, and who has to."),
		func(p Policy) Text { return passkeysText(p.SignIn.Passkeys) },
	},
	{
		GroupSignIn, "passkey_roles", say("Roles that need a passkey"),
		say("Acts when passkeys are set by role."),
		func(p Policy) Text { return namesText(p.SignIn.PasskeyRoles, roleText, noneText()) },
	},
	{
		GroupSignIn, "passkey_only", say("Passkeys only"),
		say("An account with two passkeys no longer signs in by password. Have two root accounts with passkeys, and keep the recovery key."),
		func(p Policy) Text { return onOff(p.SignIn.PasskeyOnly) },
	},
	{
		GroupSignIn, "passkey_kinds", say("Kinds of passkeys"),
		say("What can be added and signs in. None named means all. It is what the browser says, and no proof."),
		func(p Policy) Text { return namesText(p.SignIn.PasskeyKinds, passkeyKindText, say("All kinds")) },
	},
	{
		GroupSignIn, "idle_minutes", say("Lock the window when idle for"),
		say("After this long without use the person types the password to go on."),
		func(p Policy) Text { return minutesOrNoLimit(p.SignIn.IdleMinutes) },
	},
	{
		GroupSignIn, "session_hours", say("Sign out in any case after"),
		say("This long after a sign-in a person signs in again, used or not."),
		func(p Policy) Text { return hoursOrNoLimit(p.SignIn.SessionHours) },
	},
	{
		GroupSignIn, "max_sessions", say("Devices signed in at once"),
		say("Each window of an account counts. One more signs out the one that was not used for the longest."),
		func(p Policy) Text { return numberOrNoLimit(p.SignIn.MaxSessions) },
	},
}
