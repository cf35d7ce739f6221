package zxcvbn

import (
	"math"
	"slices"
)

// search finds the parts of a text, without gaps, that cost the fewest guesses.
//
// The cost of l parts is l! times the product of their guesses, for the order
// an attacker does not know, plus growth^(l-1), for the texts of fewer parts that
// are tried before. The best way of each number of parts is kept for each prefix
// of the text. A way is not kept if one of as many or fewer parts is as good.
//
// A way once kept stays, even if a later one of fewer parts is better, and
// longer prefixes go on from both: the reference does so, and because of the
// sums it may pay.
type search struct {
	// order has the numbers of the matches by their end, and by their start for one
	// end; byStart only by their start.
	order, byStart []int
	// ways are the ways for all prefixes, the shortest first; those for the prefix
	// of k+1 units are ways[rows[k]:rows[k+1]], by their number of parts.
	ways []way
	rows []int
	// current are the ways for the prefix that is looked at, by number of parts;
	// least[l] is the least cost of at most l parts. most is the largest number of
	// parts so far.
	current []way
	least   []float64
	most    int
}

// way is a way to guess a prefix.
type way struct {
	// parts is the number of parts, 0 for no way.
	parts int
	// product is the product of their guesses, cost the whole cost.
	product, cost float64
	// last is the last part; match is its number, or bruteForced.
	start, match int
}

const bruteForced = -1

// cheapest returns the guesses for the whole text, and its parts.
func (a *analysis) cheapest() (float64, []Match) {
	s, n := &a.search, len(a.units)
	s.begin(a.matches, n)
	for k, at := 0, 0; k < n; k++ {
		s.clearRow()
		for ; at < len(s.order) && a.matches[s.order[at]].End == k+1; at++ {
			m := &a.matches[s.order[at]]
			a.steps += s.extend(m.Start, s.order[at], m.Guesses)
		}
		a.steps += s.bruteForce(k)
		s.endRow()
	}
	best := way{cost: math.Inf(1)}
	for _, w := range s.row(n - 1) {
		if w.cost < best.cost {
			best = w
		}
	}
	return best.cost, a.parts(best)
}

// begin makes room for a text of n units.
func (s *search) begin(matches []Match, n int) {
	s.sort(matches)
	s.ways, s.rows = s.ways[:0], append(s.rows[:0], 0)
	s.current = slices.Grow(s.current[:0], n+2)[:n+2]
	s.least = slices.Grow(s.least[:0], n+2)[:n+2]
	s.most = n + 1
}

// sort puts the matches in order. Those of one place stay as they came.
func (s *search) sort(matches []Match) {
	s.byStart = slices.Grow(s.byStart[:0], len(matches))[:len(matches)]
	s.order = slices.Grow(s.order[:0], len(matches))[:len(matches)]
	// next[p] is where the next match that starts or ends at p goes.
	var next [MaxUnits + 2]int
	for i := range matches {
		next[matches[i].Start+1]++
	}
	for p := 1; p < len(next); p++ {
		next[p] += next[p-1]
	}
	for i := range matches {
		start := matches[i].Start
		s.byStart[next[start]] = i
		next[start]++
	}
	clear(next[:])
	for i := range matches {
		next[matches[i].End+1]++
	}
	for p := 1; p < len(next); p++ {
		next[p] += next[p-1]
	}
	for _, i := range s.byStart {
		end := matches[i].End
		s.order[next[end]] = i
		next[end]++
	}
}

// clearRow forgets the ways for the last prefix.
func (s *search) clearRow() {
	clear(s.current[:s.most+1])
	for l := range s.least {
		s.least[l] = math.Inf(1)
	}
	s.most = 0
}

// endRow keeps the ways for the current prefix.
func (s *search) endRow() {
	for _, w := range s.current[:s.most+1] {
		if w.parts > 0 {
			s.ways = append(s.ways, w)
		}
	}
	s.rows = append(s.rows, len(s.ways))
}

// row has the ways for the prefix of k+1 units.
func (s *search) row(k int) []way { return s.ways[s.rows[k]:s.rows[k+1]] }

// extend tries a match after all ways for the prefix before it. It returns the
// number of ways.
func (s *search) extend(start, match int, guesses float64) int {
	if start == 0 {
		s.offer(way{parts: 1, product: guesses, start: 0, match: match})
		return 1
	}
	before := s.row(start - 1)
	for _, w := range before {
		s.offer(way{parts: w.parts + 1, product: guesses * w.product, start: start, match: match})
	}
	return len(before)
}

// bruteForce tries characters of no pattern at the end of the prefix of k+1
// units. They never follow others: one part of both costs less.
func (s *search) bruteForce(k int) int {
	s.offer(way{parts: 1, product: bruteForceGuesses(k + 1), start: 0, match: bruteForced})
	tried := 1
	for start := 1; start <= k; start++ {
		guesses := bruteForceGuesses(k + 1 - start)
		for _, w := range s.row(start - 1) {
			tried++
			if w.match != bruteForced {
				s.offer(way{parts: w.parts + 1, product: guesses * w.product, start: start, match: bruteForced})
			}
		}
	}
	return tried
}

// offer keeps a way if it is better than all of as many or fewer parts.
func (s *search) offer(w way) {
	w.cost = factorials[w.parts]*w.product + powersOfGrowth[w.parts-1]
	if s.least[w.parts] <= w.cost {
		return
	}
	s.current[w.parts] = w
	s.most = max(s.most, w.parts)
	for l := w.parts; l < len(s.least) && s.least[l] > w.cost; l++ {
		s.least[l] = w.cost
	}
}

// parts lists the parts of a way for the whole text.
func (a *analysis) parts(last way) []Match {
	parts := make([]Match, last.parts)
	end := len(a.units)
	for w := last; ; {
		l := w.parts
		if w.match == bruteForced {
			parts[l-1] = Match{Pattern: BruteForce, Start: w.start, End: end, Guesses: bruteForceGuesses(end - w.start)}
		} else {
			parts[l-1] = a.matches[w.match]
		}
		if w.start == 0 {
			return parts
		}
		end = w.start
		for _, before := range a.search.row(end - 1) {
			if before.parts == l-1 {
				w = before
			}
		}
	}
}
