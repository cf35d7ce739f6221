package policy

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// single lists policies that have one field of p each, in the order of the
// rules; they share what an alphabet and a special set mean.
func single(p Policy) []Policy {
	c := p.Complexity
	fields := []Complexity{
		{MinLength: c.MinLength, MinLengthWithTwoStep: c.MinLengthWithTwoStep},
		{MaxLength: c.MaxLength},
		{MinLetters: c.MinLetters},
		{MinUpper: c.MinUpper},
		{MinLower: c.MinLower},
		{MinDigits: c.MinDigits},
		{MinSpecial: c.MinSpecial},
		{MinOther: c.MinOther},
		{ForbiddenChars: c.ForbiddenChars},
		{MinKinds: c.MinKinds},
		{ForbidUsername: c.ForbidUsername},
		{ForbidPersonal: c.ForbidPersonal},
		{Banned: c.Banned, BannedMatch: c.BannedMatch},
		{Breached: c.Breached},
		{MinStrength: c.MinStrength},
		{MaxRepeat: c.MaxRepeat},
		{MaxSequence: c.MaxSequence},
	}
	var all []Policy
	for _, f := range fields {
		f.Alphabet, f.SpecialSet = c.Alphabet, c.SpecialSet
		all = append(all, Policy{Complexity: f})
	}
	return append(all, Policy{Change: Change{DiffersFromCurrent: p.Change.DiffersFromCurrent}}, Policy{Change: Change{HistoryDepth: p.Change.HistoryDepth}})
}

// A rule says the same alone and among others, in whatever order they are
// asked; the policy refuses when one of them does.
func TestVerdictIsIndependentOfRuleOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, s := policies().Draw(t, "policy"), subjects().Draw(t, "subject")
		password := passwords().Draw(t, "password")
		whole := Check(p, s, password)
		var rules []Rule
		ok := true
		for _, i := range rapid.Permutation(indexes(19)).Draw(t, "order") {
			one := Check(single(p)[i], s, password)
			rules, ok = append(rules, one.Rules...), ok && one.OK
		}
		if ok != whole.OK || len(rules) != len(whole.Rules) {
			t.Fatalf("one by one %v, together %v:\n%s", ok, whole.OK, describe(whole))
		}
		for _, r := range whole.Rules {
			if !slices.Contains(rules, r) {
				t.Fatalf("%s is another rule alone", r.Name)
			}
		}
	})
}

// indexes are the numbers below n.
func indexes(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// The order of the banned passwords, and of the kinds, does not matter.
func TestVerdictIsIndependentOfListOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, s := policies().Draw(t, "policy"), subjects().Draw(t, "subject")
		password := passwords().Draw(t, "password")
		other := p
		if len(p.Complexity.Banned) > 0 {
			other.Complexity.Banned = rapid.Permutation(p.Complexity.Banned).Draw(t, "banned")
		}
		if kinds := p.Complexity.MinKinds; kinds != nil {
			other.Complexity.MinKinds = &Kinds{K: kinds.K, Of: rapid.Permutation(kinds.Of).Draw(t, "kinds")}
		}
		if a, b := describe(Check(p, s, password)), describe(Check(other, s, password)); a != b {
			t.Fatalf("first\n%sthen\n%s", a, b)
		}
	})
}

// A password that a policy refuses is refused by every policy with a higher
// minimum, and with a lower maximum.
func TestRaisingAMinimumAcceptsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lax, s := policies().Draw(t, "policy"), subjects().Draw(t, "subject")
		password := passwords().Draw(t, "password")
		strict := lax
		c, more := &strict.Complexity, rapid.IntRange(1, 9).Draw(t, "more")
		minimums := []**int{&c.MinLength, &c.MinLetters, &c.MinUpper, &c.MinLower, &c.MinDigits, &c.MinSpecial, &c.MinOther, &c.MinStrength}
		if c.MinLengthWithTwoStep != nil {
			minimums = append(minimums, &c.MinLengthWithTwoStep)
		}
		field := rapid.SampledFrom(minimums).Draw(t, "field")
		*field = raised(*field, more)
		if c.MinKinds != nil && rapid.Bool().Draw(t, "kinds too") {
			c.MinKinds = &Kinds{K: c.MinKinds.K + more, Of: c.MinKinds.Of}
		}
		if c.MaxLength != nil {
			c.MaxLength = new(*c.MaxLength - more)
		}
		if !Check(lax, s, password).OK && Check(strict, s, password).OK {
			t.Fatalf("%q is refused by\n%sand taken by\n%s", password, describe(Check(lax, s, password)), describe(Check(strict, s, password)))
		}
	})
}

// raised is a limit higher by n; one that was absent becomes n.
func raised(limit *int, n int) *int {
	if limit == nil {
		return &n
	}
	return new(*limit + n)
}

// Composed and decomposed, names and lists as well as the password, are one.
func TestNormalFormsAreOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, s := policies().Draw(t, "policy"), subjects().Draw(t, "subject")
		password := passwords().Draw(t, "password")
		in := func(form norm.Form) string {
			q, of := p, s
			of.Name, of.FullName, of.Mail = form.String(s.Name), form.String(s.FullName), form.String(s.Mail)
			q.Complexity.ForbiddenChars = form.String(p.Complexity.ForbiddenChars)
			q.Complexity.Banned = nil
			for _, entry := range p.Complexity.Banned {
				q.Complexity.Banned = append(q.Complexity.Banned, form.String(entry))
			}
			if set := p.Complexity.SpecialSet; set != nil {
				q.Complexity.SpecialSet = new(form.String(*set))
			}
			var lines []string
			for _, r := range Check(q, of, form.String(password)).Rules {
				lines = append(lines, r.Name, string(r.State), r.Limit.String(), r.Actual.String())
			}
			return strings.Join(lines, " ")
		}
		if nfc, nfd := in(norm.NFC), in(norm.NFD); nfc != nfd {
			t.Fatalf("NFC:\n%s\nNFD:\n%s", nfc, nfd)
		}
	})
}

// naiveRepeat and naiveSequence try every part of a text.
func naiveRepeat(text string) int {
	return longestPart(text, func(part []rune) bool {
		return !slices.ContainsFunc(part, func(r rune) bool { return r != part[0] })
	})
}

func naiveSequence(text string) int {
	rows := []string{"abcdefghijklmnopqrstuvwxyz", "0123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm"}
	return longestPart(strings.ToLower(text), func(part []rune) bool {
		back := slices.Clone(part)
		slices.Reverse(back)
		return len(part) == 1 || slices.ContainsFunc(rows, func(row string) bool {
			return strings.Contains(row, string(part)) || strings.Contains(row, string(back))
		})
	})
}

func longestPart(text string, is func(part []rune) bool) int {
	chars, longest := []rune(text), 0
	for i := range chars {
		for k := i + 1; k <= len(chars); k++ {
			if is(chars[i:k]) {
				longest = max(longest, k-i)
			}
		}
	}
	return longest
}

func TestRunsAreTheDefinition(t *testing.T) {
	p := Policy{Complexity: Complexity{MaxRepeat: new(1), MaxSequence: new(1)}}
	rows := rapid.StringOfN(rapid.RuneFrom([]rune("abcdefgABCxyz0129876qwertYUIOPlkjmnbvßж-")), 1, 20, -1)
	piece := rapid.SampledFrom([]string{"abcd", "DCBA", "0123", "987", "qwerty", "poi", "asdf", "mnb", "XYZ0", "opa", "aaa", "--", "ß", "fghi", "ghj"})
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rows, passwords()).Draw(t, "text") + strings.Join(rapid.SliceOfN(piece, 0, 5).Draw(t, "pieces"), "")
		if !judgeable(text) {
			return
		}
		v, nfc := Check(p, Subject{}, text), norm.NFC.String(text)
		if got, want := v.Rules[0].Actual.N, naiveRepeat(nfc); got != want {
			t.Fatalf("%q repeats %d times, want %d", text, got, want)
		}
		if got, want := v.Rules[1].Actual.N, naiveSequence(nfc); got != want {
			t.Fatalf("%q has a sequence of %d, want %d", text, got, want)
		}
	})
}

// One checker serves many at once.
func TestCheckerConcurrently(t *testing.T) {
	p := fullPolicy()
	p.Complexity.Banned, p.Complexity.BannedMatch = likely(500), MatchFuzzy
	c := NewChecker(p)
	want := describe(c.Check(ada(), "tally-Ørbit-43"))
	done := make(chan string)
	const many = 8
	for range many {
		go func() { done <- describe(c.Check(ada(), "tally-Ørbit-43")) }()
	}
	for range many {
		if got := <-done; got != want {
			t.Errorf("at the same time:\n%sinstead of\n%s", got, want)
		}
	}
}
