package policy

import (
	"fmt"
	"strings"
	"time"
	"unicode"
)

// Values in words. One and many are separate keys, because a language may need
// more than another ending.

func noLimitText() Text { return say("No limit") }
func noneText() Text    { return say("None") }

func onOff(on bool) Text {
	if on {
		return say("On")
	}
	return say("Off")
}

func charactersText(n int) Text {
	if n == 1 {
		return say("1 character")
	}
	return say("{{.N}} characters", "N", n)
}

func daysText(n int) Text {
	if n == 1 {
		return say("1 day")
	}
	return say("{{.N}} days", "N", n)
}

func hoursText(n int) Text {
	if n == 1 {
		return say("1 hour")
	}
	return say("{{.N}} hours", "N", n)
}

func minutesText(n int) Text {
	if n == 1 {
		return say("1 minute")
	}
	return say("{{.N}} minutes", "N", n)
}

func secondsText(n int) Text {
	if n == 1 {
		return say("1 second")
	}
	return say("{{.N}} seconds", "N", n)
}

func entriesText(n int) Text {
	switch n {
	case 0:
		return noneText()
	case 1:
		return say("1 entry")
	}
	return say("{{.N}} entries", "N", n)
}

// asIs shows a value that no language changes.
func asIs(value any) Text { return say("{{.Value}}", "Value", value) }

func plainNumber(n int) Text { return asIs(n) }

// orText words a number that may be absent.
func orText(n *int, words func(int) Text, absent Text) Text {
	if n == nil {
		return absent
	}
	return words(*n)
}

func charactersOrNoLimit(n *int) Text { return orText(n, charactersText, noLimitText()) }
func charactersOrSame(n *int) Text    { return orText(n, charactersText, say("As without it")) }
func numberOrNoLimit(n *int) Text     { return orText(n, plainNumber, noLimitText()) }
func numberOrNotSet(n *int) Text      { return orText(n, plainNumber, say("Not set")) }
func numberOrOff(n *int) Text         { return orText(n, plainNumber, onOff(false)) }
func numberOrOne(n *int) Text         { return orText(n, plainNumber, plainNumber(1)) }
func daysOrNoLimit(n *int) Text       { return orText(n, daysText, noLimitText()) }
func daysOrNone(n *int) Text          { return orText(n, daysText, noneText()) }
func daysOrAtOnce(n *int) Text        { return orText(n, daysText, say("At once")) }
func secondsOrNone(n *int) Text       { return orText(n, secondsText, noneText()) }
func hoursOrNoLimit(n *int) Text      { return orText(n, hoursText, noLimitText()) }
func minutesOrNoLimit(n *int) Text {
	return orText(n, spanText, noLimitText())
}

// minutesOr reads an absent number as another one.
func minutesOr(n *int, absent int) Text { return orText(n, spanText, spanText(absent)) }

// minutesOrMost reads an absent number as the most there can be.
func minutesOrMost(n *int) Text { return orText(n, minutesText, minutesText(MaxRecoveryMinutes)) }

func historyText(n *int) Text {
	return orText(n, func(n int) Text {
		if n == 1 {
			return say("1 former password")
		}
		return say("{{.N}} former passwords", "N", n)
	}, noneText())
}

// durationText words a duration in days, hours and minutes: "1 hour 30 minutes".
func durationText(d Duration) Text { return timeText(d.Length()) }

// timeText words a length of whole minutes.
func timeText(length time.Duration) Text { return spanText(int(length.Minutes())) }

// spanText words a number of minutes.
func spanText(minutes int) Text {
	var parts []Text
	if days := minutes / (24 * 60); days > 0 {
		parts = append(parts, daysText(days))
	}
	if hours := minutes / 60 % 24; hours > 0 {
		parts = append(parts, hoursText(hours))
	}
	if rest := minutes % 60; rest > 0 || minutes == 0 {
		parts = append(parts, minutesText(rest))
	}
	all := parts[0]
	for _, part := range parts[1:] {
		all = say("{{.Longer}} {{.Shorter}}", "Longer", all, "Shorter", part)
	}
	return all
}

func durationOrNone(d *Duration) Text {
	if d == nil {
		return noneText()
	}
	return durationText(*d)
}

func durationOrNever(d *Duration) Text {
	if d == nil {
		return say("Never")
	}
	return durationText(*d)
}

func scheduleText(s *Schedule) Text {
	switch {
	case s == nil || !s.UntilAdmin && len(s.Durations) == 0:
		return say("Not set")
	case s.UntilAdmin:
		return say("Until an administrator unlocks it")
	}
	all := durationText(s.Durations[0])
	for _, d := range s.Durations[1:] {
		all = say("{{.List}}, {{.Next}}", "List", all, "Next", durationText(d))
	}
	return all
}

// listText joins texts: "A, B and C".
func listText(parts []Text) Text {
	switch len(parts) {
	case 0:
		return Text{}
	case 1:
		return parts[0]
	}
	all := parts[0]
	for _, part := range parts[1 : len(parts)-1] {
		all = say("{{.List}}, {{.Next}}", "List", all, "Next", part)
	}
	return say("{{.List}} and {{.Last}}", "List", all, "Last", parts[len(parts)-1])
}

// namesText lists names in words.
func namesText(names []string, words func(string) Text, absent Text) Text {
	if len(names) == 0 {
		return absent
	}
	parts := make([]Text, len(names))
	for i, name := range names {
		parts[i] = words(name)
	}
	return listText(parts)
}

// charsText shows a literal set of characters, those without a shape by name.
func charsText(set string) Text {
	if set == "" {
		return noneText()
	}
	var shapes strings.Builder
	var parts []Text
	for _, r := range set {
		switch {
		case r == ' ':
			parts = append(parts, say("space"))
		case !unicode.IsGraphic(r) || unicode.IsSpace(r) || unicode.IsMark(r):
			parts = append(parts, asIs(fmt.Sprintf("U+%04X", r)))
		default:
			shapes.WriteRune(r)
		}
	}
	if shapes.Len() > 0 {
		parts = append([]Text{say("“{{.Characters}}”", "Characters", shapes.String())}, parts...)
	}
	return listText(parts)
}

func specialSetText(set *string) Text {
	if set == nil {
		return say("All that is neither letter nor digit")
	}
	return charsText(*set)
}
