package gui

import (
	"time"

	"gatehouse/core"
)

// momentWords is a moment with its time: "Today 07:58", "Yesterday 17:40", "14 November
// 22:05". A zero moment is a dash.
func (a *App) momentWords(t time.Time) string {
	if t.IsZero() || a.dayAgo(t) != dayOther {
		return a.whenWords(t)
	}
	return trf("{{.Date}} {{.Time}}", "Date", a.dateWords(t), "Time", a.clock(t))
}

// shortMoment is momentWords in a narrow column: "18 Nov 02:44", and without the time
// when it was not this year.
func (a *App) shortMoment(t time.Time) string {
	if t.IsZero() || a.dayAgo(t) != dayOther {
		return a.whenWords(t)
	}
	local := t.In(a.site.Zone())
	day := shortDay(local.Month(), local.Day())
	if local.Year() != a.now().In(a.site.Zone()).Year() {
		return trf("{{.Date}} {{.Year}}", "Date", day, "Year", local.Year())
	}
	return trf("{{.Date}} {{.Time}}", "Date", day, "Time", a.clock(t))
}

// shortDay is a day of the year with its month cut short.
func shortDay(month time.Month, day int) string {
	switch month {
	case time.January:
		return trf("{{.Day}} Jan", "Day", day)
	case time.February:
		return trf("{{.Day}} Feb", "Day", day)
	case time.March:
		return trf("{{.Day}} Mar", "Day", day)
	case time.April:
		return trf("{{.Day}} Apr", "Day", day)
	case time.May:
		return trf("{{.Day}} May", "Day", day)
	case time.June:
		return trf("{{.Day}} Jun", "Day", day)
	case time.July:
		return trf("{{.Day}} Jul", "Day", day)
	case time.August:
		return trf("{{.Day}} Aug", "Day", day)
	case time.September:
		return trf("{{.Day}} Sep", "Day", day)
	case time.October:
		return trf("{{.Day}} Oct", "Day", day)
	case time.November:
		return trf("{{.Day}} Nov", "Day", day)
	default:
		return trf("{{.Day}} Dec", "Day", day)
	}
}

// ownEnd says why one of the own sessions ended.
func ownEnd(why core.EndReason) string {
	switch why {
	case core.EndSignedOut:
		return tr("You signed out there")
	case core.EndElsewhere:
		return tr("You signed out from another device")
	case core.EndExpired:
		return tr("Its time was over")
	case core.EndReplaced:
		return tr("It went on as a new one")
	case core.EndPasswordChanged:
		return tr("Your password was changed")
	case core.EndQuestionChanged:
		return tr("Your security question was changed")
	case core.EndTwoStepChanged:
		return tr("Your two-step verification was changed")
	case core.EndPasskeysChanged:
		return tr("Your passkeys were changed")
	case core.EndPasskeyCloned:
		return tr("A passkey may have been copied")
	case core.EndChangeDue:
		return tr("A new password was due")
	}
	return endByOthers(why)
}

// endByOthers is ownEnd for what others, the site or its rules have ended. A reason that
// a newer program has written is not known here.
func endByOthers(why core.EndReason) string {
	switch why {
	case core.EndByAdministrator:
		return tr("An administrator signed you out")
	case core.EndIncident:
		return tr("An administrator signed you out after an incident")
	case core.EndPasswordReset:
		return tr("An administrator reset your password")
	case core.EndDisabled:
		return tr("Your account was switched off")
	case core.EndDeleted:
		return tr("Your account was deleted")
	case core.EndInactive:
		return tr("Your account was not used for too long")
	case core.EndClockConfirmed:
		return tr("The date of the site was confirmed")
	case core.EndTooMany:
		return tr("You signed in on too many devices")
	case core.EndAccessRule:
		return tr("A rule lets nobody in from there, or then")
	}
	return tr("It ended")
}
