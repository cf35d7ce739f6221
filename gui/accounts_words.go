package gui

import (
	"strconv"
	"strings"
	"time"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// accountState is what the list says of an account, the most pressing first.
type accountState struct {
	tone kit.Tone
	icon kit.IconName
	word string
}

// accountState says how it stands with the account of a row.
func (a *App) accountState(row core.AccountRow) accountState {
	left := row.LockedUntil.Sub(a.now())
	switch {
	case row.State == core.StateDisabled:
		return accountState{kit.ToneOff, kit.IconAccountOff, tr("Switched off")}
	case row.Inactive:
		return accountState{kit.ToneDanger, kit.IconSleep, tr("Locked, not used")}
	case row.UntilUnlocked:
		return accountState{kit.ToneDanger, kit.IconLock, tr("Locked until unlocked")}
	case left > 0:
		return accountState{kit.ToneDanger, kit.IconLock, lockedWords(left)}
	case row.LastSignInAt.IsZero():
		return accountState{kit.ToneNeutral, kit.IconAccountClock, tr("Never signed in")}
	case row.MustChange:
		return accountState{kit.ToneAttention, kit.IconKeyOutline, tr("New password due")}
	}
	return accountState{kit.ToneGood, "", tr("Active")}
}

// lockedWords says how much of a lock is left. What has begun counts as a
// whole, so that a lock that is on never has 0 left.
func lockedWords(left time.Duration) string {
	if left > time.Hour {
		return trf("Locked, {{.H}} h left", "H", begun(left, time.Hour))
	}
	return trf("Locked, {{.M}} min left", "M", begun(left, time.Minute))
}

// lockedLead is lockedWords as the first words of a notice.
func (a *App) lockedLead(lock core.Lock) string {
	if lock.UntilUnlocked {
		return tr("Locked until somebody unlocks it")
	}
	left := lock.Until.Sub(a.now())
	until := a.untilWords(lock.Until)
	if left > time.Hour {
		return trn("Locked until {{.Time}}, {{.N}} hours left", begun(left, time.Hour), "Time", until)
	}
	return trn("Locked until {{.Time}}, {{.N}} minutes left", begun(left, time.Minute), "Time", until)
}

// lockedText says what a lock is for, below lockedLead.
func (a *App) lockedText(lock core.Lock) string {
	if lock.Inactive {
		return trf("Not used for a long time, so it is locked since {{.Date}}", "Date", a.dateWords(lock.Since))
	}
	if lock.Answers {
		return trn("{{.N}} wrong passwords, codes or answers in a row", lock.Failures)
	}
	return trn("{{.N}} wrong passwords in a row", lock.Failures)
}

// closed tells whether only an administrator ends the lock of a row.
func closed(row core.AccountRow) bool { return row.UntilUnlocked || row.Inactive }

// lockedFor says what the lock of a row is for.
func lockedFor(row core.AccountRow) string {
	if row.Inactive {
		return tr("Not used for a long time")
	}
	return trn("{{.N}} wrong passwords", row.Failures)
}

// provedBy says what the account of a row signs in with beside or in place of its
// password, "" for nothing.
func provedBy(row core.AccountRow) string {
	switch {
	case row.TwoStep && row.Passkeys > 0:
		return trn("Two-step · {{.N}} passkeys", row.Passkeys)
	case row.TwoStep:
		return tr("Two-step on")
	case row.Passkeys > 0:
		return trn("{{.N}} passkeys", row.Passkeys)
	}
	return ""
}

// demandWords says why a new password is asked for at the next sign-in, "" when
// none is or when it is said already.
func demandWords(v core.AccountView) string {
	switch v.Why {
	case core.ReasonWeak:
		return tr("A new one is asked for at the next sign-in, because this one does not meet the rules.")
	case core.ReasonLeaked:
		return tr("A new one is asked for at the next sign-in, because this one is common or has leaked.")
	case core.ReasonAsked:
		return tr("A new one is asked for at the next sign-in, by an administrator.")
	case core.ReasonPolicy:
		return tr("A new one is asked for at the next sign-in, by the rules for everybody.")
	}
	return ""
}

// begun counts the units of a length of time, a begun one as whole.
func begun(d, unit time.Duration) int { return int((d + unit - 1) / unit) }

// roleCaption says in a few words what a role may do.
func roleCaption(r core.Role) string {
	switch r {
	case core.RoleRoot:
		return tr("Everything, the accounts of administrators too")
	case core.RoleAdmin:
		return tr("Also sees all accounts and looks after those of members")
	default:
		return tr("Sees the own Security page only")
	}
}

// passwordWords says since when an account has its password.
func (a *App) passwordWords(v core.AccountView) string {
	if v.PasswordSetAt.IsZero() {
		return tr("No password is set")
	}
	byOther := v.MustChange && demandWords(v) == ""
	switch a.dayAgo(v.PasswordSetAt) {
	case dayToday:
		if byOther {
			return trf("First password, set today at {{.Time}}. It is to be changed at the next sign-in.", "Time", a.clock(v.PasswordSetAt))
		}
		return trf("Set today at {{.Time}}", "Time", a.clock(v.PasswordSetAt))
	case dayYesterday:
		if byOther {
			return trf("First password, set yesterday at {{.Time}}. It is to be changed at the next sign-in.", "Time", a.clock(v.PasswordSetAt))
		}
		return trf("Set yesterday at {{.Time}}", "Time", a.clock(v.PasswordSetAt))
	}
	if byOther {
		return trf("First password, set on {{.Date}}. It is to be changed at the next sign-in.", "Date", a.dateWords(v.PasswordSetAt))
	}
	return trf("Set on {{.Date}}", "Date", a.dateWords(v.PasswordSetAt))
}

// seenWords says that somebody else has set a password that stays, "" where it is
// the person's own or has to be changed.
func seenWords(v core.AccountView) string {
	if !v.SetByOther || v.MustChange {
		return ""
	}
	return tr("It is the first password still, which whoever added the account has seen. The policy lets it stay.")
}

// numberWords writes a whole number with its thousands apart, the way the
// language in use does: what stands between 1 and 000 in its word for a
// thousand stands between all of them.
func numberWords(n int) string {
	between := strings.TrimSuffix(strings.TrimPrefix(tr("1,000"), "1"), "000")
	digits := strconv.Itoa(n)
	for at := len(digits) - 3; at > 0 && digits[at-1] != '-'; at -= 3 {
		digits = digits[:at] + between + digits[at:]
	}
	return digits
}
