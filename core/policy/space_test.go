package policy

import (
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// allTexts lists every text of a length over an alphabet.
func allTexts(alphabet []rune, length int) []string {
	texts := []string{""}
	for range length {
		var longer []string
		for _, text := range texts {
			for _, r := range alphabet {
				longer = append(longer, text+string(r))
			}
		}
		texts = longer
	}
	return texts
}

// smallAlphabet has characters that overlap in classes, and that follow one another
// in the alphabet and on the keyboard.
const smallAlphabet = "abBC12!? é"

// drawSmall draws rules for short passwords over some of the small alphabet.
func drawSmall(t *rapid.T) (Complexity, []rune, int) {
	c := drawComplexity(t, 3)
	c.MaxRepeat = drawMaybe(t, "max_repeat", 1, 3)
	c.MaxSequence = drawMaybe(t, "max_sequence", 1, 3)
	if c.ForbiddenChars != "" {
		c.ForbiddenChars = drawSubset(t, "some forbidden", smallAlphabet)
	}
	alphabet := []rune(drawSubset(t, "alphabet", smallAlphabet))
	longest := 4
	if len(alphabet) > 6 {
		longest = 3 // so that all can be tried
	}
	return c, alphabet, rapid.IntRange(1, longest).Draw(t, "length")
}

// The count is that of all passwords that comply by the definitions, and the
// numbers below it give each of them once.
func TestSpaceIsAllThatComply(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, alphabet, length := drawSmall(t)
		twoStep := rapid.Bool().Draw(t, "two-step")
		want := map[string]bool{}
		for _, text := range allTexts(alphabet, length) {
			if oracleMeets(c, twoStep, text) {
				want[text] = true
			}
		}
		s, err := NewSpace(c, twoStep, alphabet, length)
		if err != nil || len(s.Uncounted()) > 0 {
			t.Fatalf("NewSpace: %v, without %v", err, s.Uncounted())
		}
		if s.Count().Cmp(big.NewInt(int64(len(want)))) != 0 {
			t.Fatalf("%v passwords, want %d", s.Count(), len(want))
		}
		for n := range len(want) {
			text := s.At(big.NewInt(int64(n)))
			if !want[text] {
				t.Fatalf("number %d is %q, which does not comply or came before", n, text)
			}
			delete(want, text)
		}
	})
}

// longComplexity draws rules for passwords of a common length.
func longComplexity(t *rapid.T) Complexity {
	c := drawComplexity(t, 4)
	c.MinLength, c.MaxLength, c.MinLengthWithTwoStep = nil, nil, nil
	c.MaxRepeat = drawMaybe(t, "max_repeat", 1, 3)
	c.MaxSequence = drawMaybe(t, "max_sequence", 1, 4)
	return c
}

// Whatever is drawn of a counted set complies by the definitions, and by Check.
func TestSpaceIsWithinThePolicy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := longComplexity(t)
		length := rapid.IntRange(1, 24).Draw(t, "length")
		s, err := NewSpace(c, false, Characters(c), length)
		if err != nil {
			t.Fatal(err)
		}
		if s.Count().Sign() == 0 || len(s.Uncounted()) > 0 {
			return
		}
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		for _, number := range []*big.Int{new(big.Int), new(big.Int).Sub(s.Count(), big.NewInt(1)), randomBelow(random, s.Count())} {
			text := s.At(number)
			if !oracleMeets(c, false, text) || !Check(Policy{Complexity: c}, Subject{}, text).OK {
				t.Fatalf("number %v is %q, which does not comply", number, text)
			}
		}
	})
}

// randomBelow is a repeatable number below n, uniform enough for tests.
func randomBelow(random *rand.Rand, n *big.Int) *big.Int {
	wide := new(big.Int)
	for range n.BitLen()/64 + 2 {
		wide.Lsh(wide, 64).Or(wide, new(big.Int).SetUint64(random.Uint64()))
	}
	return wide.Mod(wide, n)
}

// Counts that are known in closed form.
func TestSpaceCounts(t *testing.T) {
	ascii := func(from, to rune) (all []rune) {
		for r := from; r <= to; r++ {
			all = append(all, r)
		}
		return all
	}
	power := func(base, exponent int64) *big.Int {
		return new(big.Int).Exp(big.NewInt(base), big.NewInt(exponent), nil)
	}
	minus := func(a, b *big.Int) *big.Int { return new(big.Int).Sub(a, b) }
	tests := map[string]struct {
		c      Complexity
		chars  []rune
		length int
		want   *big.Int
	}{
		"no rules":            {Complexity{}, ascii('!', '~'), 20, power(94, 20)},
		"the greatest length": {Complexity{}, ascii('!', '~'), MaxLengthLimit, power(94, MaxLengthLimit)},
		"one digit at least":  {Complexity{MinDigits: new(1)}, ascii('!', '~'), 20, minus(power(94, 20), power(84, 20))},
		"no blank password":   {Complexity{}, []rune(" a"), 9, minus(power(2, 9), power(1, 9))},
		"never twice":         {Complexity{MaxRepeat: new(1)}, ascii('!', '/'), 30, new(big.Int).Mul(big.NewInt(15), power(14, 29))},
		"beyond the maximum":  {Complexity{MaxLength: new(8)}, ascii('a', 'z'), 9, new(big.Int)},
		"below the minimum":   {Complexity{MinLength: new(8)}, ascii('a', 'z'), 7, new(big.Int)},
		"no characters":       {Complexity{}, nil, 7, new(big.Int)},
		"all forbidden":       {Complexity{ForbiddenChars: "ab"}, []rune("ab"), 7, new(big.Int)},
		"twice in the list":   {Complexity{}, []rune("abab"), 3, power(2, 3)},
	}
	for name, tt := range tests {
		s, err := NewSpace(tt.c, false, tt.chars, tt.length)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if s.Count().Cmp(tt.want) != 0 {
			t.Errorf("%s: %v, want %v", name, s.Count(), tt.want)
		}
	}
}

// Two-step verification takes its own minimum.
func TestSpaceBesideTwoStep(t *testing.T) {
	c := Complexity{MinLength: new(15), MinLengthWithTwoStep: new(8)}
	for twoStep, want := range map[bool]int{false: 0, true: 1} {
		s, err := NewSpace(c, twoStep, []rune("ab"), 8)
		if err != nil || s.Count().Sign() != want {
			t.Errorf("two-step %v: %v, %v", twoStep, s.Count(), err)
		}
	}
}

// The worst policies are refused or counted in part, never worked at without end.
func TestSpaceIsBounded(t *testing.T) {
	many := Complexity{MinUpper: new(200), MinLower: new(200), MinDigits: new(200), MinSpecial: new(200)}
	if _, err := NewSpace(many, false, Characters(many), MaxLengthLimit); !errors.Is(err, ErrTooLarge) {
		t.Errorf("many minimums: %v", err)
	}
	some := Complexity{MinUpper: new(5), MinLower: new(5), MinDigits: new(5), MinSpecial: new(5), MaxSequence: new(3), MaxRepeat: new(2)}
	s, err := NewSpace(some, false, Characters(some), 30)
	if err != nil || len(s.Uncounted()) != 1 || s.Uncounted()[0] != "max_sequence" {
		t.Fatalf("some minimums with sequences: %v", err)
	}
	long := Complexity{MaxSequence: new(1), MaxRepeat: new(1)}
	if _, err := NewSpace(long, false, Characters(long), MaxLengthLimit); !errors.Is(err, ErrTooLarge) {
		t.Errorf("sequences in the longest password: %v", err)
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

// Uniform numbers give uniform passwords, under rules that make some beginnings
// far more likely than others.
func TestSpaceIsEven(t *testing.T) {
	c := Complexity{MinUpper: new(1), MinDigits: new(1), MaxRepeat: new(1), MaxSequence: new(2)}
	s, err := NewSpace(c, false, []rune("aBC12"), 4)
	if err != nil {
		t.Fatal(err)
	}
	kinds := int(s.Count().Int64())
	random, counts := rand.New(rand.NewPCG(7, 7)), map[string]int{}
	for range 200 * kinds {
		counts[s.At(randomBelow(random, s.Count()))]++
	}
	even(t, counts, kinds, 200*kinds)
}

func BenchmarkSpace(b *testing.B) {
	for name, c := range map[string]Complexity{
		"none":    {},
		"classes": {MinUpper: new(1), MinLower: new(1), MinDigits: new(1), MinSpecial: new(1)},
		"runs":    {MinUpper: new(1), MinDigits: new(1), MaxRepeat: new(2)},
		"all":     {MinUpper: new(1), MinLower: new(1), MinDigits: new(1), MinSpecial: new(1), MaxRepeat: new(2), MaxSequence: new(3)},
		"most":    {MinUpper: new(4), MinLower: new(4), MinDigits: new(4), MinSpecial: new(4), MaxRepeat: new(2), MaxSequence: new(3)},
	} {
		chars := Characters(c)
		b.Run("count/"+name, func(b *testing.B) {
			for b.Loop() {
				if _, err := NewSpace(c, false, chars, 20); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("draw/"+name, func(b *testing.B) {
			s, err := NewSpace(c, false, chars, 20)
			if err != nil {
				b.Fatal(err)
			}
			random := rand.New(rand.NewPCG(1, 1))
			for b.Loop() {
				s.At(randomBelow(random, s.Count()))
			}
		})
	}
}
