package policy

import "strings"

// judging is one password on its way through the rules.
type judging struct {
	checker *Checker
	rules   []Rule
	// judged: there is a password; ok: none of the rules so far refuses it.
	judged, ok bool
	// text is the NFC form, ascii whether it is all ASCII.
	text  string
	ascii bool
	tally tally
	// folded is the folded text, "" until it is asked for.
	folded string
}

// add answers a rule.
func (j *judging) add(r Rule, met bool) {
	switch {
	case !j.judged:
		r.State, r.Actual = NotYet, Number{}
	case met:
		r.State = Met
	default:
		r.State, j.ok = NotMet, false
	}
	j.rules = append(j.rules, r)
}

// wait leaves a rule to the moment of saving.
func (j *judging) wait(r Rule) {
	r.State = OnSave
	if !j.judged {
		r.State = NotYet
	}
	j.rules = append(j.rules, r)
}

// refuseIf answers a rule that refuses what is true of the password.
func (j *judging) refuseIf(fact *bool, r Rule) {
	if fact == nil {
		j.wait(r)
		return
	}
	j.add(r, !*fact)
}

// atLeast and atMost answer a rule of a number, when there is a limit.
func (j *judging) atLeast(name string, limit Number, actual int) {
	if limit.Known {
		j.add(Rule{Name: name, Limit: limit, Actual: number(actual)}, actual >= limit.N)
	}
}

func (j *judging) atMost(name string, limit Number, actual int) {
	if limit.Known {
		j.add(Rule{Name: name, Limit: limit, Actual: number(actual)}, actual <= limit.N)
	}
}

func (j *judging) lengths(s Subject) {
	least := j.checker.minLength
	if s.TwoStep && j.checker.minLengthTwoStep.Known {
		least = j.checker.minLengthTwoStep
	}
	j.atLeast("min_length", least, j.tally.length)
	j.atMost("max_length", j.checker.maxLength, j.tally.length)
}

// characters judges how many characters of which class there are.
func (j *judging) characters() {
	for _, m := range j.checker.minimums {
		actual := j.tally.of[m.class]
		j.add(Rule{Name: m.field, Limit: m.limit, Actual: number(actual), set: m.set}, actual >= m.limit.N)
	}
	if j.checker.forbidden != "" {
		j.add(Rule{Name: "forbidden_chars", set: j.checker.forbidden}, j.tally.of[classForbidden] == 0)
	}
	if least := j.checker.minKinds; least.Known {
		actual := j.tally.kinds(j.checker.kinds)
		j.add(Rule{Name: "min_kinds", Limit: least, Actual: number(actual), kinds: j.checker.kinds}, actual >= least.N)
	}
}

// names finds the account's own names in the password.
func (j *judging) names(s Subject) {
	if j.checker.forbidUsername {
		r := Rule{Name: "forbid_username"}
		if part := strings.TrimSpace(s.Name); j.contains(part) {
			r.part, r.owner = part, accountName
		}
		j.add(r, r.part == "")
	}
	if j.checker.forbidPersonal {
		r := Rule{Name: "forbid_personal"}
		r.part, r.owner = j.personalPart(s)
		j.add(r, r.part == "")
	}
}

// lists looks the password up among the banned and the leaked ones.
func (j *judging) lists(s Subject) {
	if banned := j.checker.banned; banned != nil {
		j.add(Rule{Name: "banned"}, !j.judged || !banned.refuses(j))
	}
	if j.checker.refuseLeaked {
		j.refuseIf(s.Breached, Rule{Name: "breached"})
	}
}

func (j *judging) strength(s Subject) {
	least := j.checker.minStrength
	if least.Known && s.Strength == nil {
		j.wait(Rule{Name: "min_strength", Limit: least})
	} else if least.Known {
		j.atLeast("min_strength", least, *s.Strength)
	}
}

func (j *judging) runs() {
	j.atMost("max_repeat", j.checker.maxRepeat, j.tally.repeat.longest)
	j.atMost("max_sequence", j.checker.maxSequence, j.tally.sequence())
}

// former compares with the passwords the account has and had. A history that
// remembers none has no rule.
func (j *judging) former(s Subject) {
	if j.checker.differs {
		j.refuseIf(s.SameAsCurrent, Rule{Name: "differs_from_current"})
	}
	if depth := j.checker.historyDepth; depth.Known && depth.N > 0 {
		j.refuseIf(s.InHistory, Rule{Name: "history_depth", Limit: depth})
	}
}
