package policy

// The sentences of the checklist. One and many are separate keys, because a
// language may need more than another ending.

func minText(limit, actual int) Text {
	switch {
	case actual == 0 && limit == 1:
		return say("At least 1 character")
	case actual == 0:
		return say("At least {{.Min}} characters", "Min", limit)
	case limit == 1:
		return say("At least 1 character, you have {{.Have}}", "Have", actual)
	}
	return say("At least {{.Min}} characters, you have {{.Have}}", "Min", limit, "Have", actual)
}

func maxText(limit, actual int) Text {
	switch {
	case actual == 0 && limit == 1:
		return say("At most 1 character")
	case actual == 0:
		return say("At most {{.Max}} characters", "Max", limit)
	case limit == 1:
		return say("At most 1 character, you have {{.Have}}", "Have", actual)
	}
	return say("At most {{.Max}} characters, you have {{.Have}}", "Max", limit, "Have", actual)
}

func addText(missing int) Text {
	if missing == 1 {
		return say("Add 1 more character")
	}
	return say("Add {{.Missing}} more characters", "Missing", missing)
}

func cutText(excess int) Text {
	if excess == 1 {
		return say("Leave out 1 character")
	}
	return say("Leave out {{.Excess}} characters", "Excess", excess)
}

// leaveOutText names what was found in its folded form, which is the account's
// own and tells nothing of how the password writes it.
func leaveOutText(n needle) Text {
	switch n.kind {
	case accountName:
		return say("Leave out “{{.Part}}”: it is your account name", "Part", n.folded)
	case mailLocalPart:
		return say("Leave out “{{.Part}}”: it is part of your mail address", "Part", n.folded)
	}
	return say("Leave out “{{.Part}}”: it is part of your name", "Part", n.folded)
}
