package policy

// wording is what a rule says.
type wording struct{ text, advice func(Rule) Text }

// wordings has the sentences of each rule by its name. One and many are
// separate keys, because a language may need more than another ending.
var wordings = map[string]wording{
	"min_length":           {minText, addText},
	"max_length":           {maxText, cutText},
	"min_letters":          {ruleLettersText, lettersAdvice},
	"min_upper":            {ruleUpperText, upperAdvice},
	"min_lower":            {ruleLowerText, lowerAdvice},
	"min_digits":           {ruleDigitsText, digitsAdvice},
	"min_special":          {ruleSpecialText, specialAdvice},
	"min_other":            {ruleOtherText, otherAdvice},
	"forbidden_chars":      {ruleForbiddenText, forbiddenAdvice},
	"min_kinds":            {ruleKindsText, kindsAdvice},
	"forbid_username":      {always(say("The account name is not in it")), leaveOutText},
	"forbid_personal":      {always(say("Your name is not in it")), leaveOutText},
	"banned":               {always(say("Not on the list of banned passwords")), always(say("This password, or one like it, is banned here. Choose another one"))},
	"breached":             {always(say("Not a common or leaked password")), always(say("This password is common or has leaked. Choose another one"))},
	"min_strength":         {ruleStrengthText, always(say("Make it longer, or use less common words"))},
	"max_repeat":           {repeatText, always(say("Use the same character fewer times in a row"))},
	"max_sequence":         {sequenceText, always(say("Break up sequences such as abc, 321 or qwe"))},
	"differs_from_current": {always(say("Not the password you have now")), always(say("This is the password you have now. Choose another one"))},
	"history_depth":        {ruleHistoryText, always(say("You have used this password before. Choose another one"))},
}

// always is a sentence without numbers.
func always(t Text) func(Rule) Text { return func(Rule) Text { return t } }

// Text says the rule, as a state of the password: "At least 15 characters". It
// is zero for a Rule that Check did not make.
func (r Rule) Text() Text {
	if w, ok := wordings[r.Name]; ok {
		return w.text(r)
	}
	return Text{}
}

// Advice says what to do, and is zero unless the state is NotMet.
func (r Rule) Advice() Text {
	if w, ok := wordings[r.Name]; ok && r.State == NotMet {
		return w.advice(r)
	}
	return Text{}
}

// limited chooses the sentence of a limit, with what the password has once it
// was judged. The sentences call the limit by the name.
func limited(r Rule, name string, one, oneHave, many, manyHave Text) Text {
	switch {
	case r.Limit.N == 1 && !r.Actual.Known:
		return one
	case r.Limit.N == 1:
		return oneHave.with("Have", r.Actual.N)
	case !r.Actual.Known:
		return many.with(name, r.Limit.N)
	}
	return manyHave.with(name, r.Limit.N).with("Have", r.Actual.N)
}

// missing chooses the sentence of what is missing.
func missing(r Rule, one, many Text) Text {
	if n := r.Limit.N - r.Actual.N; n != 1 {
		return many.with("Missing", n)
	}
	return one
}

// with adds a value to a Text.
func (t Text) with(name string, value any) Text {
	args := map[string]any{name: value}
	for k, v := range t.Args {
		args[k] = v
	}
	return Text{Key: t.Key, Args: args}
}

func minText(r Rule) Text {
	return limited(r, "Min", say("At least 1 character"), say("At least 1 character, you have {{.Have}}"),
		say("At least {{.Min}} characters"), say("At least {{.Min}} characters, you have {{.Have}}"))
}

func addText(r Rule) Text {
	return missing(r, say("Add 1 more character"), say("Add {{.Missing}} more characters"))
}

func maxText(r Rule) Text {
	return limited(r, "Max", say("At most 1 character"), say("At most 1 character, you have {{.Have}}"),
		say("At most {{.Max}} characters"), say("At most {{.Max}} characters, you have {{.Have}}"))
}

func cutText(r Rule) Text {
	excess := r.Actual.N - r.Limit.N
	if excess == 1 {
		return say("Leave out 1 character")
	}
	return say("Leave out {{.Excess}} characters", "Excess", excess)
}

// leaveOutText names what was found in its folded form, which is the account's
// own and tells nothing of how the password writes it.
func leaveOutText(r Rule) Text {
	part := fold(r.part)
	switch r.owner {
	case accountName:
		return say("Leave out “{{.Part}}”: it is your account name", "Part", part)
	case mailLocalPart:
		return say("Leave out “{{.Part}}”: it is part of your mail address", "Part", part)
	}
	return say("Leave out “{{.Part}}”: it is part of your name", "Part", part)
}

// ruleStrengthText names the least score in the words of the strength meter.
func ruleStrengthText(r Rule) Text {
	switch r.Limit.N {
	case 1:
		return say("Strength “weak” or better")
	case 2:
		return say("Strength “fair” or better")
	case 3:
		return say("Strength “good” or better")
	case 4:
		return say("Strength “strong”")
	}
	return say("Any strength")
}

func repeatText(r Rule) Text {
	if r.Limit.N == 1 {
		return say("No character twice in a row")
	}
	return say("No character more than {{.Max}} times in a row", "Max", r.Limit.N)
}

func sequenceText(r Rule) Text {
	if r.Limit.N == 1 {
		return say("No neighbours of the alphabet or the keyboard side by side")
	}
	return say("No sequence such as abc, 321 or qwe of more than {{.Max}} characters", "Max", r.Limit.N)
}

func ruleHistoryText(r Rule) Text {
	if r.Limit.N == 1 {
		return say("Not the password you had before")
	}
	return say("Not one of your last {{.Depth}} passwords", "Depth", r.Limit.N)
}
