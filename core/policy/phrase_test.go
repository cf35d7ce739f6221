package policy

import (
	"errors"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// phrasesOf lists every passphrase of a shape, straight from its definition.
func phrasesOf(shape Phrase) map[string]bool {
	numbers := []string{""}
	for range shape.Digits {
		var longer []string
		for _, n := range numbers {
			for _, d := range "0123456789" {
				longer = append(longer, n+string(d))
			}
		}
		numbers = longer
	}
	all := map[string]bool{}
	var walk func(words []string)
	walk = func(words []string) {
		if len(words) == shape.Count {
			for _, text := range withNumber(shape, words, numbers) {
				all[text] = true
			}
			return
		}
		for _, word := range shape.Words {
			walk(append(words[:len(words):len(words)], word))
		}
	}
	walk(nil)
	return all
}

// withNumber gives the texts of some words: with each choice of the capital, of
// the number and of its place.
func withNumber(shape Phrase, words, numbers []string) []string {
	var raised [][]string
	title := func(word string) string { return strings.ToUpper(word[:1]) + word[1:] }
	switch shape.Capitals {
	case CapitalsNone:
		raised = [][]string{words}
	case CapitalsFirst:
		var every []string
		for _, word := range words {
			every = append(every, title(word))
		}
		raised = [][]string{every}
	case CapitalsOne:
		for i := range words {
			one := append([]string{}, words...)
			one[i] = title(one[i])
			raised = append(raised, one)
		}
	}
	var texts []string
	for _, parts := range raised {
		if shape.Digits == 0 {
			texts = append(texts, strings.Join(parts, shape.Separator))
			continue
		}
		for _, number := range numbers {
			for place := 1; place <= len(parts); place++ {
				all := append(append(append([]string{}, parts[:place]...), number), parts[place:]...)
				texts = append(texts, strings.Join(all, shape.Separator))
			}
		}
	}
	return texts
}

var shortWords = []string{"ab", "cat", "aab", "deer", "zoo"}

// drawPhrase draws a shape and rules for it.
func drawPhrase(t *rapid.T) (Complexity, Phrase) {
	c := drawComplexity(t, 4)
	c.MinLength, c.MaxLength = drawMaybe(t, "least", 1, 16), drawMaybe(t, "most", 4, 18)
	c.MaxRepeat = drawMaybe(t, "max_repeat", 1, 3)
	c.MaxSequence = drawMaybe(t, "max_sequence", 1, 4)
	if c.ForbiddenChars != "" {
		c.ForbiddenChars = drawSubset(t, "some forbidden", "az-1 ")
	}
	// Digits that count for different things are counted for those of one sort.
	if c.SpecialSet != nil {
		c.SpecialSet = new(strings.ReplaceAll(*c.SpecialSet, "1", "-"))
	}
	count := rapid.IntRange(1, 3).Draw(t, "count")
	return c, Phrase{
		Words: shortWords[:rapid.IntRange(2, len(shortWords)).Draw(t, "words")], Count: count,
		Separator: rapid.SampledFrom([]string{"-", " ", "--", "_."}).Draw(t, "separator"),
		Capitals:  rapid.SampledFrom([]Capitals{CapitalsNone, CapitalsFirst, CapitalsOne}).Draw(t, "capitals"),
		Digits:    rapid.IntRange(0, min(2, 4-count)).Draw(t, "digits"), // so that all can be listed
	}
}

// The count is that of all passphrases of the shape that comply by the
// definitions, and the numbers below it give each of them once.
func TestPhraseSpaceIsAllThatComply(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, shape := drawPhrase(t)
		want := phrasesOf(shape)
		for text := range want {
			if !oracleMeets(c, false, text) {
				delete(want, text)
			}
		}
		s, err := NewPhraseSpace(c, false, shape)
		if err != nil || len(s.Uncounted()) > 0 {
			t.Fatalf("NewPhraseSpace: %v, without %v", err, s.Uncounted())
		}
		if s.Count().Cmp(big.NewInt(int64(len(want)))) != 0 {
			t.Fatalf("%v passphrases, want %d", s.Count(), len(want))
		}
		// All of a few, some of many.
		step := max(1, len(want)/500)
		for n := 0; n < int(s.Count().Int64()); n += step {
			text := s.At(big.NewInt(int64(n)))
			if !want[text] {
				t.Fatalf("number %d is %q, which does not comply or came before", n, text)
			}
			delete(want, text)
		}
	})
}

// Without a separator each word begins with a capital, and can be told by it.
func TestPhrasesWithoutASeparator(t *testing.T) {
	shape := Phrase{Words: append([]string{"x-ray", "it's"}, shortWords...), Count: 2, Capitals: CapitalsFirst, Digits: 1}
	s, err := NewPhraseSpace(Complexity{MaxSequence: new(3)}, false, shape)
	if err != nil {
		t.Fatal(err)
	}
	if want := big.NewInt(5 * 5 * 10 * 2); s.Count().Cmp(want) != 0 || s.Usable() != 5 {
		t.Errorf("%v passphrases of %d words, want %v", s.Count(), s.Usable(), want)
	}
	if got := s.Uncounted(); len(got) != 1 || got[0] != "max_sequence" {
		t.Errorf("not counted: %v", got)
	}
	shape.Capitals = CapitalsOne
	if s, err := NewPhraseSpace(Complexity{}, false, shape); err != nil || s.Count().Sign() != 0 {
		t.Errorf("with one capital: %v, %v", s.Count(), err)
	}
}

// Words that could be taken for something else are not used.
func TestUsableWords(t *testing.T) {
	tests := map[string]struct {
		word  string
		shape Phrase
		want  int
	}{
		"plain":              {"cat", Phrase{Separator: "-", Capitals: CapitalsOne}, 1},
		"with the separator": {"x-ray", Phrase{Separator: "-", Capitals: CapitalsNone}, 0},
		"with another":       {"x-ray", Phrase{Separator: ".", Capitals: CapitalsNone}, 1},
		"a digit":            {"2nd", Phrase{Separator: "-", Capitals: CapitalsNone}, 1},
		"a digit, a number":  {"2nd", Phrase{Separator: "-", Capitals: CapitalsNone, Digits: 2}, 0},
		"no capital":         {"2nd", Phrase{Separator: "-", Capitals: CapitalsFirst}, 0},
		"not the one":        {"2nd", Phrase{Separator: "-", Capitals: CapitalsOne}, 1},
		"sharp s":            {"ßa", Phrase{Separator: "-", Capitals: CapitalsFirst}, 0},
		"beyond English":     {"éa", Phrase{Separator: "-", Capitals: CapitalsFirst}, 1},
		"a letter between":   {"cat", Phrase{Separator: "x", Capitals: CapitalsNone}, 0},
		"a digit between":    {"cat", Phrase{Separator: "1", Capitals: CapitalsNone}, 0},
		"a mark between":     {"cat", Phrase{Separator: "\u0301", Capitals: CapitalsNone}, 0},
	}
	for name, tt := range tests {
		tt.shape.Words, tt.shape.Count = []string{tt.word}, 2
		s, err := NewPhraseSpace(Complexity{}, false, tt.shape)
		if err != nil || s.Usable() != tt.want {
			t.Errorf("%s: %d words, %v", name, s.Usable(), err)
		}
	}
}

// Uniform numbers give uniform passphrases, where the lengths leave some words
// more room than others.
func TestPhraseSpaceIsEven(t *testing.T) {
	c := Complexity{MinLength: new(10), MaxLength: new(13), MaxRepeat: new(1)}
	s, err := NewPhraseSpace(c, false, Phrase{Words: shortWords, Count: 3, Separator: "-", Capitals: CapitalsOne})
	if err != nil {
		t.Fatal(err)
	}
	kinds := int(s.Count().Int64())
	random, counts := rand.New(rand.NewPCG(8, 8)), map[string]int{}
	for range 200 * kinds {
		counts[s.At(randomBelow(random, s.Count()))]++
	}
	even(t, counts, kinds, 200*kinds)
}

// So many sorts of words and rules that a count would not end are refused.
func TestPhraseSpaceIsBounded(t *testing.T) {
	var words []string
	for n := 1; n <= 40; n++ {
		for m := range 20 {
			words = append(words, strings.Repeat("a", n)+strings.Repeat("é", m))
		}
	}
	c := Complexity{MinLetters: new(900), MinLower: new(700), MinOther: new(300), SpecialSet: new("a"), MinSpecial: new(400)}
	shape := Phrase{Words: words, Count: 24, Separator: "-", Capitals: CapitalsNone}
	if _, err := NewPhraseSpace(c, false, shape); !errors.Is(err, ErrTooLarge) {
		t.Errorf("NewPhraseSpace = %v", err)
	}
}
