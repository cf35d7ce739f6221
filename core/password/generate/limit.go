package generate

import "gatehouse/core/policy"

// Limit is the rule that narrows the passwords most.
type Limit struct {
	// Rule is the field of the policy, "" when none narrows them.
	Rule string
	Text policy.Text
	// Bits is how much more entropy there would be without it; 0 where it is the
	// length that could be greater.
	Bits float64
}

// leastLimit is the loss, in bits, below which a rule is not worth a word.
const leastLimit = 0.1

// relaxation is a policy without one of its rules.
type relaxation struct {
	field string
	rules Rules
}

// relaxed lists the policies without one of the rules on characters each.
func (r Rules) relaxed() []relaxation {
	var list []relaxation
	without := func(field string, acts bool, change func(*policy.Complexity)) {
		if acts {
			c := r.Policy
			change(&c)
			list = append(list, relaxation{field, Rules{Policy: c, TwoStep: r.TwoStep, List: r.List}})
		}
	}
	c := r.Policy
	without("max_length", c.MaxLength != nil, func(c *policy.Complexity) { c.MaxLength = nil })
	without("min_length", r.least() > 1, func(c *policy.Complexity) { c.MinLength, c.MinLengthWithTwoStep = nil, nil })
	without("forbidden_chars", c.ForbiddenChars != "", func(c *policy.Complexity) { c.ForbiddenChars = "" })
	without("min_letters", c.MinLetters != nil, func(c *policy.Complexity) { c.MinLetters = nil })
	without("min_upper", c.MinUpper != nil, func(c *policy.Complexity) { c.MinUpper = nil })
	without("min_lower", c.MinLower != nil, func(c *policy.Complexity) { c.MinLower = nil })
	without("min_digits", c.MinDigits != nil, func(c *policy.Complexity) { c.MinDigits = nil })
	without("min_special", c.MinSpecial != nil, func(c *policy.Complexity) { c.MinSpecial = nil })
	without("min_other", c.MinOther != nil, func(c *policy.Complexity) { c.MinOther = nil })
	without("min_kinds", c.MinKinds != nil, func(c *policy.Complexity) { c.MinKinds = nil })
	without("max_repeat", c.MaxRepeat != nil, func(c *policy.Complexity) { c.MaxRepeat = nil })
	without("max_sequence", c.MaxSequence != nil, func(c *policy.Complexity) { c.MaxSequence = nil })
	return list
}

// Limit finds the rule that narrows the passwords most, with the options as they
// are: without it there would be more of them than without any other. Single
// characters that are as many as the policy allows are narrowed by max_length.
func (g *Generator) Limit() Limit {
	c := g.rules.Policy
	if g.options.Kind == Characters && c.MaxLength != nil && g.options.Length == *c.MaxLength {
		return Limit{Rule: "max_length", Text: limitText("max_length", g.rules)}
	}
	if g.recipe != nil {
		return Limit{}
	}
	var most Limit
	for _, f := range g.rules.relaxed() {
		more, ok := g.bitsUnder(f.rules)
		if gained := more - g.bits; ok && gained >= leastLimit && gained > most.Bits {
			most = Limit{Rule: f.field, Text: limitText(f.field, g.rules), Bits: gained}
		}
	}
	return most
}

// bitsUnder is the entropy under other rules, with the same options.
func (g *Generator) bitsUnder(r Rules) (float64, bool) {
	var s space
	var err error
	if g.options.Kind == Words {
		s, err = g.options.phrases(r)
	} else {
		s, err = policy.NewSpace(r.Policy, r.TwoStep, g.options.alphabet(r.Policy), g.options.Length)
	}
	if err != nil {
		return 0, false
	}
	return bits(s.Count()), true
}

// limitText words what a rule does.
func limitText(field string, r Rules) policy.Text {
	switch field {
	case "max_length":
		return say("The rules allow at most {{.Max}} characters", "Max", *r.Policy.MaxLength)
	case "min_length":
		return say("The rules ask for at least {{.Min}} characters", "Min", r.least())
	case "forbidden_chars":
		return say("The rules forbid some characters")
	case "max_repeat":
		return oneOrMany(*r.Policy.MaxRepeat, say("The rules allow no character twice in a row"),
			say("The rules allow a character at most {{.Max}} times in a row", "Max", *r.Policy.MaxRepeat))
	case "max_sequence":
		return oneOrMany(*r.Policy.MaxSequence, say("The rules allow no sequences, such as “ab”"),
			say("The rules allow sequences of at most {{.Max}} characters", "Max", *r.Policy.MaxSequence))
	case "min_kinds":
		return say("The rules ask for {{.K}} kinds of characters", "K", r.Policy.MinKinds.K)
	}
	return say("The rules ask for certain kinds of characters")
}
