package policy

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxJudged is the number of bytes beyond which a text is no password and is
// not even normalised.
const maxJudged = 4096

// Checker is a policy made ready to judge many passwords: its limits, the class
// of each character and an index of its banned passwords. It does not change
// with the policy it was made from, and may be used by several goroutines.
type Checker struct {
	minLength, minLengthTwoStep, maxLength Number
	// minimums are the counts of classes that are asked for, in their order.
	minimums  []minimum
	classes   classifier
	forbidden string
	minKinds  Number
	kinds     kindSet

	forbidUsername, forbidPersonal bool

	banned        *bannedList
	refuseLeaked  bool
	minStrength   Number
	maxRepeat     Number
	maxSequence   Number
	differs       bool
	historyDepth  Number
	expectedRules int
}

// minimum asks for a number of characters of a class.
type minimum struct {
	field string
	class class
	limit Number
	set   string
}

// NewChecker prepares a policy that Validate accepts. Its cost is that of
// reading the list of banned passwords, with fuzzy each of their characters.
func NewChecker(p Policy) *Checker {
	c := p.Complexity
	checker := &Checker{
		minLength: numberOf(c.MinLength), minLengthTwoStep: numberOf(c.MinLengthWithTwoStep), maxLength: numberOf(c.MaxLength),
		minimums: minimums(c), classes: newClassifier(c), forbidden: c.ForbiddenChars,
		forbidUsername: c.ForbidUsername, forbidPersonal: c.ForbidPersonal,
		banned: newBannedList(c.Banned, c.BannedMatch), refuseLeaked: c.Breached == BreachedRefuse,
		minStrength: numberOf(c.MinStrength), maxRepeat: numberOf(c.MaxRepeat), maxSequence: numberOf(c.MaxSequence),
		differs: p.Change.DiffersFromCurrent, historyDepth: numberOf(p.Change.HistoryDepth),
	}
	if c.MinKinds != nil {
		checker.minKinds, checker.kinds = number(c.MinKinds.K), newKindSet(c.MinKinds.Of)
	}
	rules, _ := checker.AppendRules(nil, Subject{}, "")
	checker.expectedRules = len(rules)
	return checker
}

// minimums lists the classes of which a policy asks for a number.
func minimums(c Complexity) []minimum {
	special := ""
	if c.SpecialSet != nil {
		special = *c.SpecialSet
	}
	all := []minimum{
		{"min_letters", classLetter, numberOf(c.MinLetters), ""},
		{"min_upper", classUpper, numberOf(c.MinUpper), ""},
		{"min_lower", classLower, numberOf(c.MinLower), ""},
		{"min_digits", classDigit, numberOf(c.MinDigits), ""},
		{"min_special", classSpecial, numberOf(c.MinSpecial), special},
		{"min_other", classOther, numberOf(c.MinOther), ""},
	}
	return slices.DeleteFunc(all, func(m minimum) bool { return !m.limit.Known })
}

// Check judges a password for an account. All rules are answered, never only
// the first that fails, in the order of the published model: lengths, classes,
// characters, kinds, names, lists, strength, runs, former passwords. An account
// without two-step verification has no rule of min_length_with_two_step alone.
//
// A text that is no password (empty, only white space, not UTF-8, more than 4
// KiB) is refused and leaves its rules at NotYet.
func (c *Checker) Check(s Subject, password string) Verdict {
	rules, ok := c.AppendRules(make([]Rule, 0, c.expectedRules+1), s, password)
	return Verdict{OK: ok, Rules: rules}
}

// AppendRules appends the rules of Check to dst and returns it with what would
// be the verdict's OK. With room in dst, an ASCII password, ASCII names and an
// exact list, or none, it allocates nothing.
func (c *Checker) AppendRules(dst []Rule, s Subject, password string) ([]Rule, bool) {
	j := judging{checker: c, rules: dst, judged: judgeable(password)}
	j.ok = j.judged
	if j.judged {
		j.text = norm.NFC.String(password)
		j.ascii = isASCII(j.text)
		j.tally = c.classes.tally(j.text)
	}
	j.lengths(s)
	j.characters()
	j.names(s)
	j.lists(s)
	j.strength(s)
	j.runs()
	j.former(s)
	return j.rules, j.ok
}

// judgeable reports whether a text can be a password at all.
func judgeable(password string) bool {
	return len(password) <= maxJudged && utf8.ValidString(password) && strings.TrimSpace(password) != ""
}
