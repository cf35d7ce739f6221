package generate

import (
	"io"
	"math"
	"math/rand/v2"
	"testing"

	"gatehouse/core/policy"

	"pgregory.net/rapid"
)

// seeded is a repeatable source of random bytes.
func seeded(n uint64) io.Reader {
	var seed [32]byte
	for i := range 8 {
		seed[i] = byte(n >> (8 * i))
	}
	return rand.NewChaCha8(seed)
}

// complies asks policy.Check, which knows nothing of generators.
func complies(r Rules, text string) bool {
	return policy.Check(policy.Policy{Complexity: r.Policy}, policy.Subject{TwoStep: r.TwoStep}, text).OK
}

// maybe draws a limit, or none.
func maybe(t *rapid.T, name string, low, high int) *int {
	if !rapid.Bool().Draw(t, "has "+name) {
		return nil
	}
	return new(rapid.IntRange(low, high).Draw(t, name))
}

// drawRules draws rules on characters, of lengths up to most and minimums up to few.
func drawRules(t *rapid.T, most, few int) Rules {
	c := policy.Complexity{
		MinLength: maybe(t, "min_length", 1, most), MaxLength: maybe(t, "max_length", 1, most),
		MinLengthWithTwoStep: maybe(t, "two-step", 1, most),
		MinLetters:           maybe(t, "letters", 1, few), MinUpper: maybe(t, "upper", 1, few), MinLower: maybe(t, "lower", 1, few),
		MinDigits: maybe(t, "digits", 1, few), MinSpecial: maybe(t, "special", 1, few), MinOther: maybe(t, "other", 1, few),
		MaxRepeat: maybe(t, "max_repeat", 1, 3), MaxSequence: maybe(t, "max_sequence", 1, 4),
		Alphabet:       rapid.SampledFrom([]policy.Alphabet{policy.AlphabetASCII, policy.AlphabetUnicode}).Draw(t, "alphabet"),
		ForbiddenChars: rapid.SampledFrom([]string{"", " ", "-", "-_.", "0123456789", "aeiou", "ABC xyz é"}).Draw(t, "forbidden"),
	}
	if rapid.Bool().Draw(t, "has special set") {
		c.SpecialSet = new(rapid.SampledFrom([]string{"!?", "-", "a!", "1é-", " ", "é"}).Draw(t, "special set"))
	}
	if rapid.Bool().Draw(t, "has kinds") {
		of := []policy.Kind{policy.KindUpper, policy.KindLower, policy.KindDigit, policy.KindSpecial}
		c.MinKinds = &policy.Kinds{K: rapid.IntRange(1, len(of)).Draw(t, "k"), Of: of}
	}
	return Rules{Policy: c, TwoStep: rapid.Bool().Draw(t, "two-step on")}
}

// drawOptions draws options of either kind.
func drawOptions(t *rapid.T, most int) Options {
	flag := func(name string) bool { return rapid.Bool().Draw(t, name) }
	return Options{
		Kind:  rapid.SampledFrom([]Kind{Words, Characters}).Draw(t, "kind"),
		Words: rapid.IntRange(1, 6).Draw(t, "word count"), Separator: rapid.SampledFrom([]string{"-", " ", "..", "é", ""}).Draw(t, "separator"),
		Capitals: rapid.SampledFrom([]policy.Capitals{policy.CapitalsNone, policy.CapitalsOne, policy.CapitalsFirst}).Draw(t, "capitals"),
		Number:   flag("number"), Length: rapid.IntRange(1, most).Draw(t, "length"),
		Upper: flag("upper on"), Lower: flag("lower on"), Digits: flag("digits on"), Special: flag("special on"),
		Rare: flag("rare"), NoLookAlikes: flag("no look-alikes"), Exclude: rapid.SampledFrom([]string{"", "abc", "ABCDEFGH", "02468"}).Draw(t, "exclude"),
	}
}

// even is Pearson's chi-squared against the same chance for each of the kinds; the
// limit is five standard deviations above the mean.
func even(t *testing.T, counts map[string]int, kinds, draws int) {
	t.Helper()
	if len(counts) != kinds {
		t.Errorf("%d different ones, want %d", len(counts), kinds)
	}
	expected, chi := float64(draws)/float64(kinds), 0.0
	for _, n := range counts {
		chi += (float64(n) - expected) * (float64(n) - expected) / expected
	}
	freedom := float64(kinds - 1)
	if limit := freedom + 5*math.Sqrt(2*freedom); chi > limit {
		t.Errorf("chi-squared %.1f, at most %.1f", chi, limit)
	}
}
