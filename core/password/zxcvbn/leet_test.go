package zxcvbn

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// tables are all tables by which the reference reads a text, made as its
// description has it: letter by letter, each takes one of its look-alikes in the
// text; one that was taken before stays with its letter in one table and goes to
// the new one in another.
func tables(text string) []map[byte]byte {
	all := []map[byte]byte{{}}
	for _, l := range leetLetters {
		var next []map[byte]byte
		for i := range len(l.chars) {
			c := l.chars[i]
			if strings.IndexByte(text, c) < 0 {
				continue
			}
			for _, table := range all {
				if _, taken := table[c]; taken {
					next = append(next, table)
				}
				with := maps.Clone(table)
				with[c] = l.letter
				next = append(next, with)
			}
		}
		if next != nil {
			all = next
		}
	}
	return all
}

// readings are the words of a length that tables make of a text from a place on.
func readings(text string, start, length int) map[string]bool {
	words := map[string]bool{}
	for _, table := range tables(text) {
		word := []byte(text[start : start+length])
		for i, c := range word {
			if letter, ok := table[c]; ok {
				word[i] = letter
			}
		}
		words[string(word)] = true
	}
	return words
}

// oneWord is a tree with one word, the first of the passwords.
func oneWord(word string) *tree {
	t := &tree{letter: append([]byte{0}, word...), rank: make([]uint16, len(word)+1), list: make([]List, len(word)+1)}
	for n := range len(word) + 1 {
		t.first = append(t.first, uint32(n+1))
	}
	t.first = append(t.first, uint32(len(word)+1))
	t.rank[len(word)] = 1
	return t
}

// A word is found with look-alikes exactly if one of the tables makes it, in the
// lists and among the user inputs.
func TestLeetReadsWhatTablesRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		few := rapid.SliceOfNDistinct(rapid.SampledFrom([]byte(leetChars+"ailt")), 1, 5, rapid.ID).Draw(t, "characters")
		text := string(rapid.SliceOfN(rapid.SampledFrom(few), 2, 8).Draw(t, "text"))
		start := rapid.IntRange(0, len(text)-2).Draw(t, "start")
		length := rapid.IntRange(2, len(text)-start).Draw(t, "length")
		made := readings(text, start, length)
		// Words that no table makes are got by changing single characters.
		words := slices.Sorted(maps.Keys(made))
		for _, word := range words {
			at := rapid.IntRange(0, length-1).Draw(t, "at")
			other := rapid.SampledFrom([]byte(text+"abcegilostxz")).Draw(t, "other")
			words = append(words, word[:at]+string(other)+word[at+1:])
		}
		for _, word := range words {
			a := analysis{owner: &Estimator{words: oneWord(word)}, inputs: &inputWords{}, units: appendUnits(nil, text, MaxUnits)}
			a.lower = appendLower(nil, a.units)
			a.inputs.add([]string{word})
			a.leet()
			want := made[word] && word != text[start:start+length]
			for _, list := range []List{Passwords, UserInputs} {
				found := slices.ContainsFunc(a.matches, func(m Match) bool { return m.Start == start && m.Len() == length && m.List == list })
				if found != want {
					t.Fatalf("%q from %d on is read as %q of list %d: %v, by the tables: %v", text, start, word, list, found, want)
				}
			}
		}
	})
}
