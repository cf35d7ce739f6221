package policy

import "strings"

// The sentences of the rules that count characters of a class.

func ruleLettersText(r Rule) Text {
	return limited(r, "Min", say("At least 1 letter"), say("At least 1 letter, you have {{.Have}}"),
		say("At least {{.Min}} letters"), say("At least {{.Min}} letters, you have {{.Have}}"))
}

func lettersAdvice(r Rule) Text {
	return missing(r, say("Add 1 more letter"), say("Add {{.Missing}} more letters"))
}

func ruleUpperText(r Rule) Text {
	return limited(r, "Min", say("At least 1 upper-case letter"), say("At least 1 upper-case letter, you have {{.Have}}"),
		say("At least {{.Min}} upper-case letters"), say("At least {{.Min}} upper-case letters, you have {{.Have}}"))
}

func upperAdvice(r Rule) Text {
	return missing(r, say("Add 1 more upper-case letter"), say("Add {{.Missing}} more upper-case letters"))
}

func ruleLowerText(r Rule) Text {
	return limited(r, "Min", say("At least 1 lower-case letter"), say("At least 1 lower-case letter, you have {{.Have}}"),
		say("At least {{.Min}} lower-case letters"), say("At least {{.Min}} lower-case letters, you have {{.Have}}"))
}

func lowerAdvice(r Rule) Text {
	return missing(r, say("Add 1 more lower-case letter"), say("Add {{.Missing}} more lower-case letters"))
}

func ruleDigitsText(r Rule) Text {
	return limited(r, "Min", say("At least 1 digit"), say("At least 1 digit, you have {{.Have}}"),
		say("At least {{.Min}} digits"), say("At least {{.Min}} digits, you have {{.Have}}"))
}

func digitsAdvice(r Rule) Text {
	return missing(r, say("Add 1 more digit"), say("Add {{.Missing}} more digits"))
}

func ruleSpecialText(r Rule) Text {
	return limited(r, "Min", say("At least 1 special character"), say("At least 1 special character, you have {{.Have}}"),
		say("At least {{.Min}} special characters"), say("At least {{.Min}} special characters, you have {{.Have}}"))
}

// specialAdvice lists the characters that count, where not all do.
func specialAdvice(r Rule) Text {
	if r.set == "" {
		return missing(r, say("Add 1 more special character"), say("Add {{.Missing}} more special characters"))
	}
	return missing(r, say("Add 1 more of these: {{.Set}}"), say("Add {{.Missing}} more of these: {{.Set}}")).with("Set", r.set)
}

func ruleOtherText(r Rule) Text {
	return limited(r, "Min",
		say("At least 1 character that is no English letter and no digit"),
		say("At least 1 character that is no English letter and no digit, you have {{.Have}}"),
		say("At least {{.Min}} characters that are no English letters and no digits"),
		say("At least {{.Min}} characters that are no English letters and no digits, you have {{.Have}}"))
}

func otherAdvice(r Rule) Text {
	return missing(r, say("Add 1 more character that is no English letter and no digit"),
		say("Add {{.Missing}} more characters that are no English letters and no digits"))
}

// ruleForbiddenText names the space, which nobody sees in a list.
func ruleForbiddenText(r Rule) Text {
	space, others := withoutSpace(r.set)
	switch {
	case !space:
		return say("None of these characters: {{.Set}}", "Set", others)
	case others == "":
		return say("No spaces")
	}
	return say("No spaces and none of these characters: {{.Set}}", "Set", others)
}

func forbiddenAdvice(r Rule) Text {
	space, others := withoutSpace(r.set)
	switch {
	case !space:
		return say("Leave out these characters: {{.Set}}", "Set", others)
	case others == "":
		return say("Leave out the spaces")
	}
	return say("Leave out spaces and these characters: {{.Set}}", "Set", others)
}

// withoutSpace takes the space out of a set.
func withoutSpace(set string) (space bool, others string) {
	others = strings.ReplaceAll(set, " ", "")
	return others != set, others
}

// ruleKindsText lists the kinds that count.
func ruleKindsText(r Rule) Text {
	return say("At least {{.Min}} of {{.Kinds}} kinds"+
		"{{if .Letter}} · letters{{end}}{{if .Upper}} · upper-case letters{{end}}{{if .Lower}} · lower-case letters{{end}}"+
		"{{if .Digit}} · digits{{end}}{{if .Special}} · special characters{{end}}",
		"Min", r.Limit.N, "Kinds", r.kinds.len(), "Letter", r.kinds.has(classLetter), "Upper", r.kinds.has(classUpper),
		"Lower", r.kinds.has(classLower), "Digit", r.kinds.has(classDigit), "Special", r.kinds.has(classSpecial))
}

func kindsAdvice(r Rule) Text {
	return missing(r, say("Add characters of 1 more kind"), say("Add characters of {{.Missing}} more kinds"))
}
