package password

import (
	"math"
	"unicode"
	"unicode/utf8"
)

const (
	// maxEstimated is the number of code points an estimate looks at. What comes
	// after them can only add guesses, and they suffice for the highest score.
	maxEstimated = 100
	// bruteForce is the logarithm of the guesses for a character that belongs to no
	// pattern. Ten is far below the size of an alphabet: what no matcher here knows
	// may still be a word to an attacker (zxcvbn takes the same figure).
	bruteForce = 1.0
	// minPattern is the least length of a repeat, a sequence and a context word.
	minPattern = 3
)

// Simple is a first Estimator. It splits a text into parts in the way that costs
// an attacker least: common passwords, words, context words, repeats,
// sequences, dates, and single characters for the rest; the guesses of the
// parts multiply. An estimate takes time proportional to the cube of at most
// 100 code points. The zero value is not usable.
type Simple struct {
	// common maps a common password to its rank, from 1.
	common map[string]int
	// words has the dictionary words of a passphrase.
	words map[string]struct{}
	// rows has the keyboard rows in both directions.
	rows [][]rune
	// longest is the length of the longest common password or word.
	longest int
}

// NewSimple builds the tables of a Simple estimator, in about a millisecond.
func NewSimple() *Simple {
	s := &Simple{common: make(map[string]int, len(commonPasswords)), words: dicewareWords(), rows: keyRows()}
	for i, word := range commonPasswords {
		s.common[word] = i + 1
		s.longest = max(s.longest, len(word))
	}
	for word := range s.words {
		s.longest = max(s.longest, len(word))
	}
	return s
}

// part is one piece of a text and what it costs to guess.
type part struct {
	start, end int
	cost       float64
	kind       Warning
}

// Estimate implements Estimator.
func (s *Simple) Estimate(text string, context []string) Strength {
	runes := firstRunes(text, maxEstimated)
	if len(runes) == 0 {
		return Strength{}
	}
	m := newMatcher(s, runes, context)
	cost, parts := m.cheapest()
	result := Strength{Score: score(cost), Log10Guesses: cost}
	if result.Score < 3 {
		result.Warning = worst(parts)
	}
	return result
}

// score applies the bounds of zxcvbn.
func score(log10Guesses float64) int {
	n := 0
	for _, bound := range []float64{3, 6, 8, 10} {
		if log10Guesses >= bound {
			n++
		}
	}
	return n
}

// worst returns the kind of the longest part that is a pattern.
func worst(parts []part) Warning {
	var kind Warning
	longest := 0
	for _, p := range parts {
		if n := p.end - p.start; p.kind != "" && n > longest {
			kind, longest = p.kind, n
		}
	}
	return kind
}

// firstRunes returns at most n code points of a text without reading the rest.
func firstRunes(text string, n int) []rune {
	runes := make([]rune, 0, min(n, len(text)))
	for _, r := range text {
		if len(runes) == n {
			break
		}
		runes = append(runes, r)
	}
	return runes
}

// matcher holds one text while it is estimated.
type matcher struct {
	tables  *Simple
	text    []rune
	lower   []rune
	context map[string]struct{}
	// forms are the readings of the text that are looked up.
	forms []form
	// longest is the length of the longest entry of all tables and the context, in
	// code points.
	longest int
	// cost[i][j] is the least cost of text[i:j].
	cost [][]float64
}

func newMatcher(s *Simple, text []rune, context []string) *matcher {
	m := &matcher{
		tables: s, text: text, lower: make([]rune, len(text)),
		context: contextWords(context), longest: s.longest,
	}
	for word := range m.context {
		m.longest = max(m.longest, utf8.RuneCountInString(word))
	}
	for i, r := range text {
		m.lower[i] = unicode.ToLower(r)
	}
	m.forms = forms(m.lower)
	n := len(text)
	m.cost = make([][]float64, n+1)
	for i := range m.cost {
		m.cost[i] = make([]float64, n+1)
	}
	return m
}

// cheapest returns the least cost of the whole text, and the parts of it.
//
// It goes from the end of the text to its start, because the cost of a repeat
// needs the cost of its unit, which begins at the same place or later.
func (m *matcher) cheapest() (float64, []part) {
	n := len(m.text)
	// ending[j] lists the parts that end at j, from all starts seen so far.
	ending := make([][]part, n+1)
	// last[j] is the last part of the cheapest split of text[i:j].
	last := make([]part, n+1)
	for i := n - 1; i >= 0; i-- {
		for _, p := range m.patterns(i) {
			ending[p.end] = append(ending[p.end], p)
		}
		for j := i + 1; j <= n; j++ {
			best := part{start: j - 1, end: j, cost: bruteForce}
			total := m.cost[i][j-1] + best.cost
			for _, p := range ending[j] {
				if sum := m.cost[i][p.start] + p.cost; sum < total {
					total, best = sum, p
				}
			}
			m.cost[i][j], last[j] = total, best
			if best.start == i && best.kind == WarnRepeat {
				continue // its unit has been repeated already, further than this
			}
			for _, p := range m.repeats(i, j) {
				ending[p.end] = append(ending[p.end], p)
			}
		}
	}
	var parts []part
	for j := n; j > 0; j = last[j].start {
		parts = append(parts, last[j])
	}
	return m.cost[0][n], parts
}

// repeats lists the parts that say text[i:j] two or more times, the last time
// perhaps not to its end ("tally tally tally"). They end after j, so they are
// known before the search comes there. One character counts from three on.
func (m *matcher) repeats(i, j int) []part {
	size := j - i
	end := j
	for end < len(m.lower) && m.lower[end] == m.lower[end-size] {
		end++
	}
	var parts []part
	add := func(to int) {
		count := math.Ceil(float64(to-i) / float64(size))
		parts = append(parts, part{i, to, m.cost[i][j] + math.Log10(count), WarnRepeat})
	}
	for to := i + 2*size; to <= end; to += size {
		if to-i >= minPattern {
			add(to)
		}
	}
	if end >= i+2*size && (end-i)%size != 0 {
		add(end)
	}
	return parts
}
