package policy

import (
	"errors"
	"math"
	"math/big"
)

// ErrTooLarge is returned where a count would take more memory than any password
// is worth: by minimums of dozens of characters each, in long passwords.
var ErrTooLarge = errors.New("policy: too many cases to count")

// Space is the set of all passwords of one length over one alphabet that meet
// the rules of a policy on characters: the lengths, the minimums, the kinds, the
// forbidden characters, the longest run and the longest sequence. It is counted
// exactly, and each of its passwords has a number, so that a uniform number draws
// a uniform password.
type Space struct {
	length    int
	uncounted []string
	runs      *runs
	debts     []debt
	// after is the number of the debt that follows, by debt and group.
	after [][]int
	// table has the number of endings, by their length, state and debt, each of
	// width words, the lowest first.
	table []uint64
	width int
	count *big.Int
}

// Bounds of a count, in debts and in words of 64 bits of its table: 32 MiB; and
// the longest password whose sequences may be left to chance.
const (
	maxDebts    = 6_000
	maxTable    = 4 << 20
	maxByChance = 64
)

// NewSpace counts the passwords of a length over an alphabet, for an account with
// or without two-step verification, under rules within their bounds (see Lint).
// Characters that are forbidden, or that do not stand alone in NFC, are left out.
// Where the limit on sequences would make the table too large it is not counted, see
// Uncounted. Its error is ErrTooLarge.
func NewSpace(c Complexity, twoStep bool, alphabet []rune, length int) (*Space, error) {
	if twoStep && c.MinLengthWithTwoStep != nil {
		c.MinLength = c.MinLengthWithTwoStep
	}
	if length < max(1, orZero(c.MinLength)) || length > longestOf(c) {
		return &Space{length: length, count: new(big.Int)}, nil
	}
	repeat, sequence := limitWithin(c.MaxRepeat, length), limitWithin(c.MaxSequence, min(length, len("abcdefghijklmnopqrstuvwxyz")))
	s := &Space{length: length}
	if s.prepare(c, alphabet, repeat, sequence) {
		s.fill()
		return s, nil
	}
	// Of passwords that are not too long, enough have no sequence by chance.
	s = &Space{length: length, uncounted: []string{"max_sequence"}}
	if sequence == 0 || length > maxByChance || !s.prepare(c, alphabet, repeat, 0) {
		return nil, ErrTooLarge
	}
	s.fill()
	return s, nil
}

// limitWithin is a limit that can act on so many characters, 0 for none.
func limitWithin(limit *int, length int) int {
	if limit == nil || *limit >= length {
		return 0
	}
	return *limit
}

// Count is the number of passwords. The caller may keep and change it.
func (s *Space) Count() *big.Int { return new(big.Int).Set(s.count) }

// Uncounted names the rules that the count leaves out, so that what is drawn has
// to be checked: max_sequence, or none.
func (s *Space) Uncounted() []string { return s.uncounted }

// prepare finds the cases; false when there are too many.
func (s *Space) prepare(c Complexity, alphabet []rune, repeat, sequence int) bool {
	set := newClassifier(c)
	groups := groupChars(&set, alphabet, sequence > 0)
	size := 0
	for _, g := range groups {
		size += len(g.chars)
	}
	var ok bool
	if s.runs, ok = newRuns(groups, repeat, sequence); !ok || !s.findDebts(c) {
		return false
	}
	// A sum is at most twice what all passwords are, before something is taken off.
	const spare = 8
	s.width = (int(math.Ceil(float64(s.length)*math.Log2(float64(max(2, size)))))+spare)/64 + 1
	return s.words(s.length+1) <= maxTable
}

// words is the size of the table for so many lengths. The parts are bounded, so
// that nothing overflows.
func (s *Space) words(lengths int) int {
	return lengths * len(s.runs.states) * len(s.debts) * s.width
}

// findDebts lists the debts that can be owed, the first one the start.
func (s *Space) findDebts(c Complexity) bool {
	rules, start := newDebts(c)
	index := map[debt]int{start: 0}
	s.debts = []debt{start}
	for at := 0; at < len(s.debts); at++ {
		row := make([]int, len(s.runs.groups))
		for g, group := range s.runs.groups {
			next := rules.after(s.debts[at], gainOf(group.traits))
			i, ok := index[next]
			if !ok {
				if i = len(s.debts); i == maxDebts {
					return false
				}
				index[next] = i
				s.debts = append(s.debts, next)
			}
			row[g] = i
		}
		s.after = append(s.after, row)
	}
	return true
}

// fill counts the endings, from the shortest on.
func (s *Space) fill() {
	s.table = make([]uint64, s.words(s.length+1))
	for d, debt := range s.debts {
		if debt.settled() {
			for q := range s.runs.states {
				s.at(0, q, d)[0] = 1
			}
		}
	}
	usual := make([]uint64, s.width)
	for length := 1; length <= s.length; length++ {
		for d := range s.debts {
			clear(usual)
			for g, group := range s.runs.groups {
				addTimes(usual, s.at(length-1, s.runs.fresh[g], s.after[d][g]), uint64(len(group.chars)))
			}
			for q := range s.runs.states {
				s.fillOne(usual, length, q, d)
			}
		}
	}
	s.count = numberFrom(s.at(s.length, 0, 0))
}

// fillOne counts the endings from one state: the usual ones, where a group that
// has moves of its own goes by those.
func (s *Space) fillOne(usual []uint64, length, q, d int) {
	into := s.at(length, q, d)
	copy(into, usual)
	moves := s.runs.moves[q]
	for _, m := range moves {
		addTimes(into, s.at(length-1, m.next, s.after[d][m.group]), uint64(m.ways))
	}
	for i, m := range moves {
		if i == 0 || moves[i-1].group != m.group {
			takeTimes(into, s.at(length-1, s.runs.fresh[m.group], s.after[d][m.group]), uint64(len(s.runs.groups[m.group].chars)))
		}
	}
}

// at is the place of a number in the table.
func (s *Space) at(length, q, d int) []uint64 {
	from := ((length*len(s.runs.states)+q)*len(s.debts) + d) * s.width
	return s.table[from : from+s.width]
}

// At is the password of a number from 0 to Count−1.
func (s *Space) At(number *big.Int) string {
	rest := new(big.Int).Set(number)
	text := make([]rune, 0, s.length)
	q, d := 0, 0
	for left := s.length - 1; left >= 0; left-- {
		var char rune
		char, q, d = s.step(rest, left, q, d, text)
		text = append(text, char)
	}
	return string(text)
}

// step finds the next character, and takes off the number what stands before it.
func (s *Space) step(rest *big.Int, left, q, d int, before []rune) (char rune, nextQ, nextD int) {
	moves := s.runs.moves[q]
	for g, group := range s.runs.groups {
		usual := []move{{group: g, ways: len(group.chars), next: s.runs.fresh[g]}}
		own := 0
		for own < len(moves) && moves[own].group == g {
			own++
		}
		if own > 0 {
			usual, moves = moves[:own], moves[own:]
		}
		for _, m := range usual {
			each := numberFrom(s.at(left, m.next, s.after[d][g]))
			all := new(big.Int).Mul(each, big.NewInt(int64(m.ways)))
			if rest.Cmp(all) >= 0 {
				rest.Sub(rest, all)
				continue
			}
			which := new(big.Int)
			which.QuoRem(rest, each, rest)
			return s.charOf(m, int(which.Int64()), before, own > 1), m.next, s.after[d][g]
		}
	}
	panic("policy: a number beyond the count")
}

// charOf is the character of a move: the last one again, or the n-th of the
// group, where others is set without the last one.
func (s *Space) charOf(m move, n int, before []rune, others bool) rune {
	if m.same {
		return before[len(before)-1]
	}
	chars := s.runs.groups[m.group].chars
	if others && chars[n] >= before[len(before)-1] {
		n++ // the characters of a group are in order
	}
	return chars[n]
}
