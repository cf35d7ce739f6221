package gui

import (
	"strings"
	"time"

	"gatehouse/core"
)

// markText is what is said of a mark: in the few words of a row, in a sentence, and what
// to do about it.
type markText struct{ short, sentence, advice string }

// markWords are the words of a mark.
func markWords(m core.Mark) markText {
	switch m {
	case core.MarkNewDevice:
		return markText{
			tr("New device"), tr("Nobody has signed in to this account from this computer before."),
			tr("Ask its owner whether it was them. If not, reset the password, which signs out all devices."),
		}
	case core.MarkNewPlace:
		return markText{
			tr("New place"), tr("Nobody has signed in to this account from this place before."),
			tr("Ask its owner whether they were there. If not, reset the password, which signs out all devices."),
		}
	case core.MarkAfterFailures:
		return markText{
			tr("After failures"), tr("It is the first success after several failures."),
			tr("Somebody may have guessed the password. Ask its owner; if they did not mistype it, reset it."),
		}
	case core.MarkOddHour:
		return markText{
			tr("Unusual hour"), tr("The account is never used at this time of the day."),
			tr("Ask its owner whether they worked at that hour."),
		}
	case core.MarkManyNames:
		return markText{
			tr("Many names"), tr("Many different names were tried from the same place within an hour."),
			tr("Somebody is looking for an account with a weak password. Look who was at that computer or address, and see whether one of the tries went well."),
		}
	}
	return rareMark(m)
}

// rareMark are the words of the marks that are seldom seen.
func rareMark(m core.Mark) markText {
	switch m {
	case core.MarkRecoveryCode:
		return markText{
			tr("Recovery code"), tr("A recovery code took the place of the phone."),
			tr("Ask its owner whether the phone is lost. If so, remove its app and set up the new one."),
		}
	case core.MarkBreakGlass:
		return markText{
			tr("Code for emergencies"), tr("The site’s code for emergencies was used."),
			tr("Find out who used it and why, then make a new one: “Code for emergencies…” in the menu of a root account."),
		}
	case core.MarkCloned:
		return markText{
			tr("Copied passkey"), tr("There may be a second copy of the passkey."),
			tr("Remove the passkey from the account and let its owner add a new one. Find out who had the key."),
		}
	case core.MarkClock:
		return markText{
			tr("Clock in doubt"), tr("The computer’s clock was not to be believed then, so that the time may be wrong."),
			tr("Set the clock right, and confirm the date as a root account."),
		}
	}
	return markText{short: string(m), sentence: unknownReason(string(m))}
}

// marksShort are the marks of a line in the few words of a row, "" for none.
func marksShort(marks core.Marks) string {
	list := ""
	for _, m := range marks {
		word := markWords(m).short
		if list == "" {
			list = word
			continue
		}
		list = trf("{{.First}} · {{.Second}}", "First", list, "Second", word)
	}
	return list
}

// howWords is what a row says of the way: what was proved or tried, else why.
func (a *App) howWords(l core.HistoryLine) string {
	switch l.Outcome {
	case core.OutcomeSignedOut:
		return endShort(core.EndReason(l.Reason))
	case core.OutcomeLocked:
		return trn("After {{.N}} wrong tries", l.Failures)
	case core.OutcomeHalfWay:
		if core.Step(l.Reason) == core.StepAnswer {
			return tr("Asked the question")
		}
		return tr("Asked for a code")
	}
	if l.Outcome == core.OutcomeRefused {
		switch l.Reason {
		case "locked":
			return tr("Was locked")
		case string(core.ReasonExpired):
			return tr("Password expired")
		case string(core.EndAccessRule):
			return tr("By a rule")
		case "source_blocked":
			return tr("Too many tries from there")
		}
	}
	how := methodWords(l)
	// A row has room for what is rare in it.
	for _, rare := range []string{"recovery code", "code for emergencies"} {
		if strings.HasSuffix(l.Method, " and "+rare) {
			how = provedFirst(rare)
		}
	}
	if l.Outcome == core.OutcomeWrong && l.Failures > 1 {
		return trf("{{.How}}, {{.N}} in a row", "How", how, "N", numberWords(l.Failures))
	}
	return how
}

// lineWhen is when a line was written, with the time of the day.
func (a *App) lineWhen(at time.Time) string {
	if a.dayAgo(at) != dayOther {
		return a.whenWords(at)
	}
	return trf("{{.Date}}, {{.Time}}", "Date", a.dateWords(at), "Time", a.clock(at))
}

// whereWords is where a line came from: the place and the address, "" for neither.
func whereWords(l core.HistoryLine) string {
	switch {
	case l.Place == "":
		return l.Device.Address
	case l.Device.Address == "":
		return l.Place
	}
	return trf("{{.Place}}, {{.Address}}", "Place", l.Place, "Address", l.Device.Address)
}

// clientWords names the program that a device uses.
func clientWords(c core.Client) string {
	switch c {
	case core.ClientWindow:
		return tr("Gatehouse window")
	case core.ClientCommand:
		return tr("Command line")
	}
	return string(c)
}

// whoWords is the account of a line, or the name that was tried.
func whoWords(l core.HistoryLine) string {
	if l.Name == "" {
		return tr("Name not kept")
	}
	return l.Name
}
