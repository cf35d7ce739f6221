package policy

import "strconv"

// Subject is the account a password is judged for. Empty fields are unknown and
// forbid nothing. A nil pointer is what the caller does not know here; the rule
// that needs it stays OnSave.
type Subject struct {
	// Name is the account name, FullName the person's, Mail the mail address.
	Name, FullName, Mail string
	// TwoStep: the account's two-step verification is on, so that
	// min_length_with_two_step takes the place of min_length.
	TwoStep bool
	// SameAsCurrent tells whether the password is the one the account has. Nil is
	// unknown, as it is while a person types; an account without a password sets
	// false.
	SameAsCurrent *bool
	// InHistory tells whether it is one of the remembered former passwords,
	// Breached whether it is on the list of leaked ones.
	InHistory, Breached *bool
	// Strength is the score of the strength estimate, 0 to 4.
	Strength *int
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

// Number is a number that a rule may have. N means nothing unless Known.
type Number struct {
	N     int
	Known bool
}

// number is a known Number.
func number(n int) Number { return Number{N: n, Known: true} }

// numberOf reads a limit of a policy.
func numberOf(n *int) Number {
	if n == nil {
		return Number{}
	}
	return number(*n)
}

// Ptr returns the number, nil when there is none.
func (n Number) Ptr() *int {
	if !n.Known {
		return nil
	}
	return new(n.N)
}

// String writes the number, "none" when there is none.
func (n Number) String() string {
	if !n.Known {
		return "none"
	}
	return strconv.Itoa(n.N)
}

// Rule is one line of the checklist. It holds no part of the password but
// counts of its characters.
type Rule struct {
	// Name is the field of the policy that the rule applies; min_length also where
	// min_length_with_two_step stands in for it.
	Name string
	// Limit and Actual are what the field says and what the password has: code
	// points, kinds, or a score. Not known where the rule has no number, or where
	// nothing was judged.
	Limit, Actual Number
	State         State
	// part is the account's own name found in the password, as the account writes
	// it, and owner what it is to the account.
	part  string
	owner nameKind
	// set is the characters, kinds the kinds that the policy lists.
	set   string
	kinds kindSet
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
	for i := range v.Rules {
		if v.Rules[i].State == OnSave {
			return false
		}
	}
	return true
}

// Count returns how many rules are met, of how many that can be judged now.
func (v Verdict) Count() (met, judged int) {
	for i := range v.Rules {
		if v.Rules[i].State == Met {
			met++
		}
		if v.Rules[i].State != OnSave {
			judged++
		}
	}
	return met, judged
}

// Violations returns the rules that the password breaks, in their order.
func (v Verdict) Violations() []Rule {
	var broken []Rule
	for _, r := range v.Rules {
		if r.State == NotMet {
			broken = append(broken, r)
		}
	}
	return broken
}

// Check judges one password for an account by a policy. It is NewChecker(p).Check
// and reads the whole list of banned passwords each time: whoever judges more
// than one password keeps a [Checker].
func Check(p Policy, s Subject, password string) Verdict {
	return NewChecker(p).Check(s, password)
}
