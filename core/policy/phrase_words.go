package policy

import (
	"strings"
	"unicode"
)

// wordGroup are words that pay the same.
type wordGroup struct {
	gain  gain
	words []string
}

// pieceGain is what a piece of a password pays, and whether it breaks no rule.
func pieceGain(c Complexity, set *classifier, text string) (gain, bool) {
	t := set.tally(text)
	g := gain{length: int16(t.length)}
	for _, r := range text {
		g.all |= solidTraits(set, r)
	}
	for class := range countedClasses {
		g.of[class] = int16(t.of[class])
	}
	return g, t.of[classForbidden] == 0 &&
		(c.MaxRepeat == nil || t.repeat.longest <= *c.MaxRepeat) &&
		(c.MaxSequence == nil || t.sequence() <= *c.MaxSequence)
}

// groupWords sorts the words that fit by what they pay.
func (s *PhraseSpace) groupWords(c Complexity, set *classifier) {
	var plain, capital wordGroups
	for _, word := range s.shape.Words {
		if !s.fits(word) {
			continue
		}
		used := false
		if s.shape.Capitals != CapitalsFirst {
			used = plain.add(c, set, word)
		}
		if raised := Capitalised(word); s.shape.Capitals != CapitalsNone && raised != word {
			used = capital.add(c, set, raised) || used
		}
		if used {
			s.usable++
		}
	}
	s.plain, s.capital = plain.list, capital.list
	if s.shape.Capitals == CapitalsFirst {
		s.plain, s.capital = s.capital, nil
	}
}

// wordGroups collects words.
type wordGroups struct {
	list  []wordGroup
	index map[gain]int
}

// add adds a word unless it breaks a rule by itself.
func (w *wordGroups) add(c Complexity, set *classifier, word string) bool {
	g, ok := pieceGain(c, set, word)
	if !ok {
		return false
	}
	if w.index == nil {
		w.index = map[gain]int{}
	}
	at, ok := w.index[g]
	if !ok {
		at = len(w.list)
		w.index[g] = at
		w.list = append(w.list, wordGroup{gain: g})
	}
	w.list[at].words = append(w.list[at].words, word)
	return true
}

// fits reports whether a word can be told from what stands beside it.
func (s *PhraseSpace) fits(word string) bool {
	if word == "" || s.shape.Separator != "" && strings.ContainsAny(word, s.shape.Separator) {
		return false
	}
	for _, r := range word {
		if !standsAlone(r) ||
			s.shape.Digits > 0 && unicode.IsDigit(r) ||
			s.shape.Separator == "" && !unicode.IsLower(r) {
			return false
		}
	}
	return true
}

// Capitalised is a word with its first character as a capital, or the word itself
// where that character has none that leads back to it.
func Capitalised(word string) string {
	for i, r := range word {
		if i > 0 {
			break
		}
		large := unicode.ToUpper(r)
		raised := string(large) + word[len(string(r)):]
		if large != r && unicode.ToLower(large) == r && standsAlone(large) {
			return raised
		}
	}
	return word
}
