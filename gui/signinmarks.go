package gui

import "gatehouse/core"

// markShort is a mark in the few words of a row.
func markShort(m core.Mark) string {
	switch m {
	case core.MarkNewDevice:
		return tr("new device")
	case core.MarkNewPlace:
		return tr("new place")
	case core.MarkAfterFailures:
		return tr("after wrong tries")
	case core.MarkOddHour:
		return tr("unusual hour")
	case core.MarkManyNames:
		return tr("many names tried")
	case core.MarkRecoveryCode:
		return tr("recovery code")
	case core.MarkBreakGlass:
		return tr("code for emergencies")
	case core.MarkCloned:
		return tr("copied passkey")
	case core.MarkClock:
		return tr("clock in doubt")
	}
	return string(m)
}

// markSentence says in plain words what is suspicious.
func markSentence(m core.Mark) string {
	switch m {
	case core.MarkNewDevice:
		return tr("You have not signed in from this computer before.")
	case core.MarkNewPlace:
		return tr("You have not signed in from this place before.")
	case core.MarkAfterFailures:
		return tr("Several tries had failed just before.")
	case core.MarkOddHour:
		return tr("You never sign in at this time of the day.")
	case core.MarkManyNames:
		return tr("Many names were tried from there within an hour.")
	case core.MarkRecoveryCode:
		return tr("A recovery code was used in the place of your phone.")
	case core.MarkBreakGlass:
		return tr("The site’s code for emergencies was used.")
	case core.MarkCloned:
		return tr("There may be a second copy of your passkey.")
	case core.MarkClock:
		return tr("The computer’s clock was wrong then, so the time may be, too.")
	}
	return string(m)
}

// markSentences are those of all marks of a line.
func markSentences(marks core.Marks) string {
	said := ""
	for _, m := range marks {
		said = joined(said, markSentence(m))
	}
	return said
}
