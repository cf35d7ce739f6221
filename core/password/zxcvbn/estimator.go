package zxcvbn

import (
	"fmt"
	"math"
	"slices"
	"sync"
)

const (
	// MaxUnits is the length, in UTF-16 units, of what is looked at of a text.
	MaxUnits = 100
	// MaxInputs is how many user inputs are looked at.
	MaxInputs = 64
)

// Result is what a text costs to guess.
type Result struct {
	// Score is 0 to 4: below 10^3, 10^6, 10^8, 10^10 guesses, or not.
	Score int
	// Guesses is 1 or more.
	Guesses float64
	// Matches are the parts of the text, without gaps, in the way of guessing
	// that needs the fewest guesses.
	Matches []Match
}

// Log10 is the decimal logarithm of the guesses.
func (r Result) Log10() float64 { return math.Log10(r.Guesses) }

// Estimator estimates texts. It is safe for concurrent use and its lists take
// about two megabytes.
type Estimator struct {
	words *tree
	// idle has analyses between uses. They hold no text then.
	idle sync.Pool
}

// New unpacks the ranked lists, in some milliseconds. It panics when they are
// damaged, which only a wrong build can bring about.
func New() *Estimator {
	words, err := unpackLists(packedLists)
	if err != nil {
		panic(fmt.Sprintf("zxcvbn: %v", err))
	}
	return &Estimator{words: words}
}

// Estimate estimates what the first MaxUnits units of a text cost to guess.
// Inputs are words that an attacker tries first, the likeliest first; those
// after MaxInputs, and those longer than MaxUnits, are left out. Year is the
// current year.
func (e *Estimator) Estimate(text string, inputs []string, year int) Result {
	result, _ := e.estimate(text, inputs, year)
	return result
}

// estimate also counts the steps, for the test that bounds them.
func (e *Estimator) estimate(text string, inputs []string, year int) (Result, int) {
	var words inputWords
	words.add(inputs)
	a := e.take()
	a.units = appendUnits(a.units, text, MaxUnits)
	result := a.run(year, &words)
	steps := a.steps
	e.give(a)
	return result, steps
}

// score is the score of a number of guesses; the bounds are the reference's.
func score(guesses float64) int {
	const slack = 5
	for n, bound := range []float64{1e3, 1e6, 1e8, 1e10} {
		if guesses < bound+slack {
			return n
		}
	}
	return 4
}

// analysis is the work on one text. Its slices are used again and again.
type analysis struct {
	owner *Estimator
	year  int
	// inputs are those of the call.
	inputs *inputWords
	units  []uint16
	// lower and backwards are the lower-case forms of the text and of its reverse,
	// as long as the text.
	lower, backwards []uint16
	reversed         []uint16
	matches          []Match
	search           search
	// steps counts what takes time.
	steps int
}

func (e *Estimator) take() *analysis {
	if a, ok := e.idle.Get().(*analysis); ok {
		return a
	}
	return &analysis{owner: e}
}

// give clears what an analysis knows of a text and keeps it for another.
func (e *Estimator) give(a *analysis) {
	for _, units := range []*[]uint16{&a.units, &a.lower, &a.backwards, &a.reversed} {
		clear((*units)[:cap(*units)])
		*units = (*units)[:0]
	}
	clear(a.matches)
	a.matches, a.inputs, a.steps = a.matches[:0], nil, 0
	e.idle.Put(a)
}

// run estimates the units of an analysis that has nothing else yet.
func (a *analysis) run(year int, inputs *inputWords) Result {
	a.year, a.inputs = year, inputs
	n := len(a.units)
	if n == 0 {
		return Result{Guesses: 1}
	}
	a.lower = appendLower(a.lower, a.units)[:n]
	a.reversed = appendReversed(a.reversed, a.units)
	a.backwards = appendLower(a.backwards, a.reversed)[:n]

	a.dictionary(a.lower, false)
	a.dictionary(a.backwards, true)
	a.leet()
	a.spatial()
	a.repeats()
	a.sequences()
	a.years()
	a.dates()

	guesses, parts := a.cheapest()
	return Result{Score: score(guesses), Guesses: guesses, Matches: parts}
}

// add keeps a match. A part of a text costs at least as much as choosing among
// the shortest matches.
func (a *analysis) add(m Match) {
	switch {
	case m.Len() == len(a.units):
		m.Guesses = max(m.Guesses, 1)
	case m.Len() == 1:
		m.Guesses = max(m.Guesses, minSingle)
	default:
		m.Guesses = max(m.Guesses, minMulti)
	}
	a.matches = append(a.matches, m)
}

// inputWords are the user inputs in lower case.
type inputWords struct {
	units []uint16
	words []inputWord
}

// inputWord is units[start:end] of its inputWords.
type inputWord struct{ start, end, rank int }

// add takes words with their place in the list as rank. Of two equal words the
// later one counts.
func (w *inputWords) add(inputs []string) {
	var typed []uint16
	for i, input := range inputs[:min(len(inputs), MaxInputs)] {
		typed = appendUnits(typed[:0], input, MaxUnits+1)
		start := len(w.units)
		w.units = appendLower(w.units, typed)
		word := w.units[start:]
		if len(word) == 0 || len(word) > MaxUnits {
			w.units = w.units[:start]
			continue
		}
		same := slices.IndexFunc(w.words, func(o inputWord) bool { return slices.Equal(w.units[o.start:o.end], word) })
		if same >= 0 {
			w.words[same].rank = i + 1
			w.units = w.units[:start]
			continue
		}
		w.words = append(w.words, inputWord{start, len(w.units), i + 1})
	}
}

// text is the lower-case form of one word.
func (w *inputWords) text(word inputWord) []uint16 { return w.units[word.start:word.end] }
