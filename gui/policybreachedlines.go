package gui

import (
	"gatehouse/core"
	"gatehouse/gui/kit"
)

// listLines tell which lists are in use.
func listLines(a *App, v core.BreachedView) []impactLine {
	lines := []impactLine{{
		tone: kit.ToneGood, icon: kit.IconCheckCircle, lead: tr("Built-in list of common passwords"),
		text: trn("{{.Count}} passwords", v.Common, "Count", numberWords(v.Common)),
	}}
	switch {
	case !v.Installed:
		return append(lines, impactLine{
			tone: kit.ToneNeutral, icon: kit.IconInfo, lead: tr("No other list"),
			text: tr("With a list of passwords that leaked elsewhere many more are found. Bring one on a disk; nothing is sent anywhere."),
		})
	case v.Fault.Key != "":
		lines = append(lines, impactLine{
			tone: kit.ToneDanger, icon: kit.IconAlertOctagon, lead: tr("The list of this site cannot be used"),
			text: words(v.Fault) + " " + tr("Until then no new password is taken where leaked ones are refused."),
		})
	case !v.FaultAt.IsZero():
		lines = append(lines, impactLine{
			tone: kit.ToneAttention, icon: kit.IconAlertTriangle, lead: tr("The list of this site could not be read once"),
			text: trf("That was on {{.Date}}. Choose the list again.", "Date", a.dateWords(v.FaultAt)),
		})
	}
	if v.ID == "" {
		return lines
	}
	tone, icon := kit.ToneGood, kit.IconCheckCircle
	if v.Fault.Key != "" {
		tone, icon = kit.ToneNeutral, kit.IconInfo
	}
	return append(lines, impactLine{tone: tone, icon: icon, lead: kit.Shown(v.Source), text: trn(
		"{{.Count}} passwords, of {{.Date}}, in use since {{.Since}} by {{.Who}}", int(v.Entries), "Count", numberWords(int(v.Entries)),
		"Date", a.dateWords(v.SourceAt), "Since", a.dateWords(v.Since), "Who", kit.Shown(v.By))})
}

// countLines tell what the lists have found.
func countLines(n core.BreachedCounts) []impactLine {
	if n.Policies == 0 {
		return []impactLine{{
			tone: kit.ToneNeutral, icon: kit.IconInfo, lead: tr("Nothing looked up yet"),
			text: tr("No saved policy looks for leaked passwords."),
		}}
	}
	var lines []impactLine
	add := func(n int, tone kit.Tone, icon kit.IconName, text string) {
		if n > 0 {
			lines = append(lines, impactLine{tone: tone, icon: icon, lead: trn("{{.Count}} accounts", n, "Count", numberWords(n)), text: text})
		}
	}
	add(n.Leaked, kit.ToneAttention, kit.IconAlertTriangle, tr("with a common or leaked password"))
	add(n.Seen-n.Leaked, kit.ToneGood, kit.IconCheckCircle, tr("looked up, on no list"))
	add(n.Unseen, kit.ToneNeutral, kit.IconHelp, tr("not looked up yet: that happens at the next sign-in"))
	return lines
}
