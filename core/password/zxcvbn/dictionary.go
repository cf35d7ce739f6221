package zxcvbn

import "slices"

// found is where a word was found and what it is.
type found struct {
	start, end int
	list       List
	rank       int
}

// IsPassword tells whether a text in lower case is, as a whole, in the list of
// common passwords. That list has no word which is more common in another one.
func (e *Estimator) IsPassword(lower []byte) bool {
	node := uint32(0)
	for _, letter := range lower {
		if node = e.words.child(node, uint16(letter)); node == 0 {
			return false
		}
	}
	return e.words.rank[node] > 0 && e.words.list[node] == Passwords
}

// dictionary adds all words of the lists and the user inputs. The text is in
// lower case, and perhaps reversed.
func (a *analysis) dictionary(text []uint16, reversed bool) {
	for start := range text {
		node := uint32(0)
		for end := start + 1; end <= len(text); end++ {
			a.steps++
			node = a.owner.words.child(node, text[end-1])
			if node == 0 {
				break
			}
			if rank := a.owner.words.rank[node]; rank > 0 {
				a.addWord(found{start, end, a.owner.words.list[node], int(rank)}, reversed)
			}
		}
		for _, word := range a.inputs.words {
			a.steps++
			units := a.inputs.text(word)
			if end := start + len(units); end <= len(text) && slices.Equal(units, text[start:end]) {
				a.addWord(found{start, end, UserInputs, word.rank}, reversed)
			}
		}
	}
}

// addWord adds a word as it stands or reversed.
func (a *analysis) addWord(f found, reversed bool) {
	ways := 1.0
	if reversed {
		f.start, f.end = len(a.units)-f.end, len(a.units)-f.start
		ways = 2
	}
	m := a.word(f)
	m.Reversed = reversed
	m.Guesses *= ways
	a.add(m)
}

// word is the match of a word; it costs its rank times the ways to write its
// capitals.
func (a *analysis) word(f found) Match {
	capitals, ways := capitalsOf(a.units[f.start:f.end])
	return Match{
		Pattern: Dictionary, Start: f.start, End: f.end,
		List: f.list, Rank: f.rank, Capitals: capitals, Guesses: float64(f.rank) * ways,
	}
}

// capitalsOf tells how a word is written, and how many ways there are to write
// it with as many capitals or fewer, or as many small letters when those are
// fewer. The usual ways only double the guesses.
func capitalsOf(units []uint16) (Capitals, float64) {
	upper, lower := 0, 0
	for _, u := range units {
		switch {
		case isUpper(u):
			upper++
		case isLower(u):
			lower++
		}
	}
	switch last := len(units) - 1; {
	case upper == 0:
		return Lower, 1
	case upper == 1 && last > 0 && isUpper(units[0]):
		return StartUpper, 2
	case upper == 1 && last > 0 && isUpper(units[last]):
		return EndUpper, 2
	case lower == 0:
		return AllUpper, 2
	}
	return OtherCapitals, choices(upper, lower)
}
