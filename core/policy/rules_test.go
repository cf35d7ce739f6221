package policy

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// ruleOf returns the rule of a field, and fails when the policy has none.
func ruleOf(t *testing.T, v Verdict, field string) Rule {
	t.Helper()
	for _, r := range v.Rules {
		if r.Name == field {
			return r
		}
	}
	t.Fatalf("no rule %s in\n%s", field, describe(v))
	return Rule{}
}

// named returns the names of rules.
func named(rules []Rule) []string {
	var names []string
	for _, r := range rules {
		names = append(names, r.Name)
	}
	return names
}

// fullPolicy has every field that makes a rule.
func fullPolicy() Policy {
	return Policy{
		Complexity: Complexity{
			MinLength: new(8), MaxLength: new(64), MinLengthWithTwoStep: new(6), MinLetters: new(2), MinUpper: new(1),
			MinLower: new(1), MinDigits: new(1), MinSpecial: new(1), MinOther: new(1), ForbiddenChars: " ",
			MinKinds: &Kinds{K: 2, Of: []Kind{KindLetter, KindDigit, KindSpecial}}, ForbidUsername: true, ForbidPersonal: true,
			Banned: []string{"hunter2"}, Breached: BreachedRefuse, MinStrength: new(2), MaxRepeat: new(2), MaxSequence: new(3),
		},
		Change: Change{DiffersFromCurrent: true, HistoryDepth: new(3)},
	}
}

func TestEveryFieldIsARuleInOrder(t *testing.T) {
	want := []string{
		"min_length", "max_length", "min_letters", "min_upper", "min_lower", "min_digits", "min_special", "min_other",
		"forbidden_chars", "min_kinds", "forbid_username", "forbid_personal", "banned", "breached", "min_strength",
		"max_repeat", "max_sequence", "differs_from_current", "history_depth",
	}
	for _, password := range []string{"", "x", "tally-Orbit-43-plinth"} {
		if got := named(Check(fullPolicy(), ada(), password).Rules); !slices.Equal(got, want) {
			t.Errorf("%q: rules %v, want %v", password, got, want)
		}
	}
	if len(wordings) != len(want) {
		t.Errorf("%d rules have sentences, %d are known", len(wordings), len(want))
	}
}

// All that a password breaks is named at once.
func TestViolationsNamesAllOfThem(t *testing.T) {
	s := ada()
	s.SameAsCurrent, s.InHistory, s.Breached, s.Strength = new(true), new(true), new(true), new(0)
	p := fullPolicy()
	p.Complexity.MaxLength, p.Complexity.Banned = new(5), []string{"   aaa abcd"}
	p.Complexity.MinLetters, p.Complexity.MinLength, p.Complexity.MinKinds.K = new(8), new(20), 3
	p.Complexity.MinOther = new(5)
	v := Check(p, s, "   aaa abcd")
	want := []string{
		"min_length", "max_length", "min_letters", "min_upper", "min_digits", "min_other", "forbidden_chars", "min_kinds",
		"banned", "breached", "min_strength", "max_repeat", "max_sequence", "differs_from_current", "history_depth",
	}
	if got := named(v.Violations()); v.OK || !slices.Equal(got, want) {
		t.Errorf("ok %v, violations\n%v, want\n%v\n%s", v.OK, got, want, describe(v))
	}
	if v := Check(p, s, ""); v.OK || v.Violations() != nil {
		t.Errorf("nothing typed breaks %v", named(v.Violations()))
	}
}

// numbered rules with the actual value that each password has.
func TestNumbersOfRules(t *testing.T) {
	ascii := func(c Complexity) Complexity { c.Alphabet = AlphabetASCII; return c }
	tests := []struct {
		field      string
		complexity Complexity
		password   string
		actual     int
	}{
		{"min_letters", Complexity{MinLetters: new(3)}, "aB3", 2},
		{"min_letters", Complexity{MinLetters: new(3)}, "aBé", 3},
		{"min_letters", ascii(Complexity{MinLetters: new(3)}), "aBé", 2},
		{"min_letters", Complexity{MinLetters: new(4)}, "漢ªжǅ", 4},
		{"min_upper", Complexity{MinUpper: new(1)}, "éж漢", 0},
		{"min_upper", Complexity{MinUpper: new(2)}, "ÉЖ", 2},
		{"min_upper", ascii(Complexity{MinUpper: new(1)}), "ÉЖZ", 1},
		{"min_upper", Complexity{MinUpper: new(1)}, "ǅ", 0}, // title case
		{"min_lower", Complexity{MinLower: new(1)}, "ǅ", 0},
		{"min_lower", Complexity{MinLower: new(1)}, "ß", 1},
		{"min_lower", ascii(Complexity{MinLower: new(1)}), "ßaZ", 1},
		{"min_digits", Complexity{MinDigits: new(2)}, "٣4", 2}, // Arabic-Indic three
		{"min_digits", ascii(Complexity{MinDigits: new(2)}), "٣4", 1},
		{"min_digits", Complexity{MinDigits: new(1)}, "²½Ⅷ", 0}, // numbers, but no decimal digits
		{"min_special", Complexity{MinSpecial: new(3)}, "a #\u00a0", 3},
		{"min_special", Complexity{MinSpecial: new(1)}, "é٣", 0},
		{"min_special", ascii(Complexity{MinSpecial: new(2)}), "é٣", 2},
		{"min_special", Complexity{MinSpecial: new(2), SpecialSet: new("!#")}, "! #_~", 2},
		{"min_special", Complexity{MinSpecial: new(1), SpecialSet: new("")}, "!#", 0},
		{"min_special", Complexity{MinSpecial: new(1), SpecialSet: new(" ")}, "a\u00a0b", 0}, // literal
		{"min_special", Complexity{MinSpecial: new(2), SpecialSet: new("é3")}, "e\u03013", 2},
		{"min_other", Complexity{MinOther: new(5)}, "aZ0 é#٣\u00a0", 5},
		{"min_other", ascii(Complexity{MinOther: new(5)}), "aZ0 é#٣\u00a0", 5},
		{"min_kinds", Complexity{MinKinds: &Kinds{2, []Kind{KindLetter, KindDigit, KindSpecial}}}, "abcDEF", 1},
		{"min_kinds", Complexity{MinKinds: &Kinds{3, []Kind{KindLetter, KindDigit, KindSpecial}}}, "a1 ", 3},
		{"min_kinds", Complexity{MinKinds: &Kinds{2, []Kind{KindUpper, KindLower}}}, "aB", 2},
		{"min_kinds", Complexity{MinKinds: &Kinds{2, []Kind{KindLetter, KindSpecial}}, SpecialSet: new("!")}, "a#", 1},
		{"min_kinds", ascii(Complexity{MinKinds: &Kinds{2, []Kind{KindLetter, KindDigit}}}), "é٣", 0},
		{"min_kinds", Complexity{MinKinds: &Kinds{2, []Kind{KindDigit, KindDigit}}}, "1a", 1},
		{"min_kinds", Complexity{MinKinds: &Kinds{1, []Kind{"runes"}}}, "aA1!", 0},
		{"max_repeat", Complexity{MaxRepeat: new(2)}, "aabbaa", 2},
		{"max_repeat", Complexity{MaxRepeat: new(2)}, "xaaab", 3},
		{"max_repeat", Complexity{MaxRepeat: new(2)}, "aAaA", 1},
		{"max_repeat", Complexity{MaxRepeat: new(2)}, "🦉🦉🦉", 3},
		{"max_repeat", Complexity{MaxRepeat: new(1)}, "e\u0301\u00e9", 2},
		{"max_sequence", Complexity{MaxSequence: new(3)}, "xxabcxx", 3},
		{"max_sequence", Complexity{MaxSequence: new(3)}, "xxaBcDxx", 4},
		{"max_sequence", Complexity{MaxSequence: new(3)}, "9876", 4},
		{"max_sequence", Complexity{MaxSequence: new(3)}, "890", 2}, // the row of digits begins with 0
		{"max_sequence", Complexity{MaxSequence: new(3)}, "yz01", 2},
		{"max_sequence", Complexity{MaxSequence: new(3)}, "QWERtz", 5},
		{"max_sequence", Complexity{MaxSequence: new(3)}, "poiu", 4},
		{"max_sequence", Complexity{MaxSequence: new(3)}, "pas", 2}, // the end of a row is no neighbour of the next row
		{"max_sequence", Complexity{MaxSequence: new(3)}, "abcba", 3},
		{"max_sequence", Complexity{MaxSequence: new(3)}, "aabbcc", 2},
		{"max_sequence", Complexity{MaxSequence: new(3)}, "acegik", 1},
		{"max_sequence", Complexity{MaxSequence: new(3)}, "fghi", 4}, // fgh is in both; i follows in the alphabet alone
		{"max_sequence", Complexity{MaxSequence: new(3)}, "бвгд", 1},
	}
	for _, tt := range tests {
		t.Run(tt.field+" "+tt.password, func(t *testing.T) {
			v := Check(Policy{Complexity: tt.complexity}, Subject{}, tt.password)
			r := ruleOf(t, v, tt.field)
			met := r.Actual.N >= r.Limit.N
			if strings.HasPrefix(tt.field, "max") {
				met = r.Actual.N <= r.Limit.N
			}
			if r.Actual != number(tt.actual) || !r.Limit.Known || v.OK != met || (r.State == Met) != met {
				t.Errorf("actual %v, want %d:\n%s", r.Actual, tt.actual, describe(v))
			}
		})
	}
}

// "forbidden_chars and special_set are literal: a no-break space is not the
// space."
func TestForbiddenCharacters(t *testing.T) {
	tests := []struct {
		set, password string
		ok            bool
	}{
		{" ", "a b", false},
		{" ", "a\u00a0b", true},
		{" ", "ab ", false},
		{"\u00a0", "a b", true},
		{"<>&", "a&b", false},
		{"<>&", "a+b", true},
		{"a", "A", true},
		{"é", "e\u0301", false},
		{"e\u0301", "é", false},
		{"é", "e", true},
		{"\u037e", ";", false}, // the Greek question mark is the semicolon in NFC
	}
	for _, tt := range tests {
		v := Check(Policy{Complexity: Complexity{ForbiddenChars: tt.set}}, Subject{}, tt.password)
		if r := v.Rules[0]; v.OK != tt.ok || r.Limit.Known || r.Actual.Known {
			t.Errorf("%q in %q: %s", tt.set, tt.password, describe(v))
		}
	}
}

// "min_length_with_two_step replaces min_length for an account whose two-step
// is on."
func TestMinLengthWithTwoStep(t *testing.T) {
	tests := []struct {
		alone, with *int
		twoStep     bool
		limit       int // 0 for no rule
	}{
		{new(15), new(8), false, 15},
		{new(15), new(8), true, 8},
		{new(15), nil, true, 15},
		{nil, new(8), true, 8},
		{nil, new(8), false, 0},
		{nil, nil, true, 0},
		{new(4), new(8), true, 8},
	}
	for _, tt := range tests {
		v := Check(Policy{Complexity: Complexity{MinLength: tt.alone, MinLengthWithTwoStep: tt.with}}, Subject{TwoStep: tt.twoStep}, "abcdefghijkl")
		if tt.limit == 0 && len(v.Rules) == 0 && v.OK {
			continue
		}
		if r := ruleOf(t, v, "min_length"); r.Limit.N != tt.limit || v.OK != (tt.limit <= 12) {
			t.Errorf("%+v: %s", tt, describe(v))
		}
	}
}

// What the caller does not know stays open, and what it knows decides.
func TestFactsOfTheStore(t *testing.T) {
	complexity := func(c Complexity) Policy { return Policy{Complexity: c} }
	change := func(c Change) Policy { return Policy{Change: c} }
	tests := []struct {
		field   string
		policy  Policy
		subject Subject
		state   State
	}{
		{"breached", complexity(Complexity{Breached: BreachedRefuse}), Subject{}, OnSave},
		{"breached", complexity(Complexity{Breached: BreachedRefuse}), Subject{Breached: new(true)}, NotMet},
		{"breached", complexity(Complexity{Breached: BreachedRefuse}), Subject{Breached: new(false)}, Met},
		{"", complexity(Complexity{Breached: BreachedAudit}), Subject{Breached: new(true)}, ""},
		{"", complexity(Complexity{Breached: BreachedOff}), Subject{Breached: new(true)}, ""},
		{"min_strength", complexity(Complexity{MinStrength: new(2)}), Subject{}, OnSave},
		{"min_strength", complexity(Complexity{MinStrength: new(2)}), Subject{Strength: new(1)}, NotMet},
		{"min_strength", complexity(Complexity{MinStrength: new(2)}), Subject{Strength: new(2)}, Met},
		{"min_strength", complexity(Complexity{MinStrength: new(0)}), Subject{Strength: new(0)}, Met},
		{"differs_from_current", change(Change{DiffersFromCurrent: true}), Subject{SameAsCurrent: new(true)}, NotMet},
		{"", change(Change{}), Subject{SameAsCurrent: new(true), InHistory: new(true)}, ""},
		{"history_depth", change(Change{HistoryDepth: new(3)}), Subject{}, OnSave},
		{"history_depth", change(Change{HistoryDepth: new(3)}), Subject{InHistory: new(true)}, NotMet},
		{"history_depth", change(Change{HistoryDepth: new(3)}), Subject{InHistory: new(false)}, Met},
		{"history_depth", change(Change{HistoryDepth: new(3)}), Subject{SameAsCurrent: new(true)}, OnSave},
		{"", change(Change{HistoryDepth: new(0)}), Subject{InHistory: new(true)}, ""},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.field, tt.state), func(t *testing.T) {
			v := Check(tt.policy, tt.subject, "plinth")
			if tt.field == "" {
				if len(v.Rules) != 0 || !v.OK {
					t.Errorf("there are rules:\n%s", describe(v))
				}
				return
			}
			if r := ruleOf(t, v, tt.field); r.State != tt.state || v.OK != (tt.state != NotMet) || v.Final() != (tt.state != OnSave) {
				t.Errorf("%s", describe(v))
			}
			if r := ruleOf(t, Check(tt.policy, tt.subject, " "), tt.field); r.State != NotYet {
				t.Errorf("a blank password is %s", r.State)
			}
		})
	}
}

// The sentences of the rules that are not in the default policy.
func TestRuleWords(t *testing.T) {
	s := Subject{Breached: new(true), Strength: new(0), InHistory: new(true)}
	p := fullPolicy()
	p.Complexity.MinLength, p.Complexity.MaxLength, p.Complexity.ForbidUsername, p.Complexity.ForbidPersonal = nil, nil, false, false
	p.Complexity.SpecialSet, p.Complexity.Banned, p.Change.DiffersFromCurrent = new("!#"), []string{"   aabcd"}, false
	p.Complexity.MinUpper, p.Complexity.MinLetters, p.Complexity.MinOther = new(2), new(6), new(9)
	p.Complexity.MaxRepeat = new(1)
	want := strings.ReplaceAll(`ok=false
		min_letters not_met: At least 6 letters, you have 5 (Add 1 more letter)
		min_upper not_met: At least 2 upper-case letters, you have 0 (Add 2 more upper-case letters)
		min_lower met: At least 1 lower-case letter, you have 5
		min_digits not_met: At least 1 digit, you have 0 (Add 1 more digit)
		min_special not_met: At least 1 special character, you have 0 (Add 1 more of these: !#)
		min_other not_met: At least 9 characters that are no English letters and no digits, you have 3 (Add 6 more characters that are no English letters and no digits)
		forbidden_chars not_met: No spaces (Leave out the spaces)
		min_kinds not_met: At least 2 of 3 kinds · letters · digits · special characters (Add characters of 1 more kind)
		banned not_met: Not on the list of banned passwords (This password, or one like it, is banned here. Choose another one)
		breached not_met: Not a common or leaked password (This password is common or has leaked. Choose another one)
		min_strength not_met: Strength “fair” or better (Make it longer, or use less common words)
		max_repeat not_met: No character twice in a row (Use the same character fewer times in a row)
		max_sequence not_met: No sequence such as abc, 321 or qwe of more than 3 characters (Break up sequences such as abc, 321 or qwe)
		history_depth not_met: Not one of your last 3 passwords (You have used this password before. Choose another one)
	`, "\t", "")
	if got := describe(Check(p, s, "   aabcd")); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestNumberPtr(t *testing.T) {
	if (Number{N: 3}).Ptr() != nil || *number(3).Ptr() != 3 || numberOf(nil).Known || numberOf(new(0)) != number(0) {
		t.Error("a number is not told from none")
	}
}

func TestRuleThatNobodyMade(t *testing.T) {
	r := Rule{Name: "no such field", State: NotMet}
	if !r.Text().IsZero() || !r.Advice().IsZero() {
		t.Error("an unknown rule says something")
	}
}
