package policy

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxJudged is the number of bytes beyond which a text is no password and is
// not even normalised.
const maxJudged = 4096

// Subject is the account a password is judged for. Empty fields are unknown and
// forbid nothing.
type Subject struct {
	// Name is the account name, FullName the person's, Mail the mail address.
	Name, FullName, Mail string
	// SameAsCurrent tells whether the password is the one the account has. Nil is
	// unknown, as it is while a person types; an account without a password sets
	// false.
	SameAsCurrent *bool
}

// State is how a password stands to one rule.
type State string

// The states of a rule.
const (
	// Met: the password complies.
	Met State = "met"
	// NotMet: the password does not comply.
	NotMet State = "not_met"
	// NotYet: there is no password to judge.
	NotYet State = "not_yet"
	// OnSave: only the store knows; the rule is decided when the password is saved.
	OnSave State = "on_save"
)

// Rule is one line of the checklist.
type Rule struct {
	// Name is the field of the policy that the rule applies.
	Name string
	// Limit and Actual are what the field says and what the password has, in code
	// points. Nil where the rule has no number, or where nothing was judged.
	Limit, Actual *int
	State         State
	// Text says the rule, as a state of the password: "At least 15 characters".
	Text Text
	// Advice says what to do, and is zero unless the state is NotMet.
	Advice Text
}

// Verdict is the answer to Check.
type Verdict struct {
	// OK: no rule that could be judged refuses the password.
	OK bool
	// Rules has every rule of the policy, in an order that does not depend on the
	// password.
	Rules []Rule
}

// Final reports whether no rule waits for the store. Only a verdict that is OK
// and final lets a password be saved.
func (v Verdict) Final() bool {
	for _, r := range v.Rules {
		if r.State == OnSave {
			return false
		}
	}
	return true
}

// Count returns how many rules are met, of how many that can be judged now.
func (v Verdict) Count() (met, judged int) {
	for _, r := range v.Rules {
		if r.State == Met {
			met++
		}
		if r.State != OnSave {
			judged++
		}
	}
	return met, judged
}

// Check judges a password for an account by a policy. All rules are answered,
// never only the first that fails.
//
// A text that is no password (empty, only white space, not UTF-8, more than 4
// KiB) is refused and leaves its rules at NotYet. The order is: min_length,
// max_length, the names, differs_from_current. When forbid_username and
// forbid_personal are both on they make one rule, named forbid_personal.
func Check(p Policy, s Subject, password string) Verdict {
	judged := judgeable(password)
	text := ""
	if judged {
		text = norm.NFC.String(password)
	}
	var rules []Rule
	rules = append(rules, lengthRules(p.Complexity, text)...)
	rules = append(rules, nameRules(p.Complexity, s, text)...)
	rules = append(rules, changeRules(p.Change, s)...)

	v := Verdict{OK: judged, Rules: rules}
	for i := range rules {
		r := &rules[i]
		if !judged {
			r.State, r.Actual, r.Advice = NotYet, nil, Text{}
		}
		if r.State == NotMet {
			v.OK = false
		}
	}
	return v
}

// judgeable reports whether a text can be a password at all.
func judgeable(password string) bool {
	return len(password) <= maxJudged && utf8.ValidString(password) && strings.TrimSpace(password) != ""
}

func lengthRules(c Complexity, text string) []Rule {
	n := utf8.RuneCountInString(text)
	var rules []Rule
	if c.MinLength != nil {
		rules = append(rules, judge(n >= *c.MinLength, Rule{
			Name: "min_length", Limit: new(*c.MinLength), Actual: new(n),
			Text: minText(*c.MinLength, n), Advice: addText(*c.MinLength - n),
		}))
	}
	if c.MaxLength != nil {
		rules = append(rules, judge(n <= *c.MaxLength, Rule{
			Name: "max_length", Limit: new(*c.MaxLength), Actual: new(n),
			Text: maxText(*c.MaxLength, n), Advice: cutText(n - *c.MaxLength),
		}))
	}
	return rules
}

// nameRules finds the account's own names in the password.
func nameRules(c Complexity, s Subject, text string) []Rule {
	rule := Rule{Name: "forbid_personal"}
	switch {
	case c.ForbidUsername && c.ForbidPersonal:
		rule.Text = say("Your name or account name is not in it")
	case c.ForbidPersonal:
		rule.Text = say("Your name is not in it")
	case c.ForbidUsername:
		rule.Name, rule.Text = "forbid_username", say("The account name is not in it")
	default:
		return nil
	}
	hit, contains := found(needles(c, s), text)
	if contains {
		rule.Advice = leaveOutText(hit)
	}
	return []Rule{judge(!contains, rule)}
}

func changeRules(c Change, s Subject) []Rule {
	if !c.DiffersFromCurrent {
		return nil
	}
	rule := Rule{Name: "differs_from_current", Text: say("Not the password you have now")}
	if s.SameAsCurrent == nil {
		rule.State = OnSave
		return []Rule{rule}
	}
	rule.Advice = say("This is the password you have now. Choose another one")
	return []Rule{judge(!*s.SameAsCurrent, rule)}
}

// judge sets the state of a rule, and takes the advice back where it is met.
func judge(met bool, r Rule) Rule {
	r.State = NotMet
	if met {
		r.State, r.Advice = Met, Text{}
	}
	return r
}
