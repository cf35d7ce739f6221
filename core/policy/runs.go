package policy

import "unicode"

// repeats finds the longest run of one code point, case-sensitive.
type repeats struct {
	last             rune
	current, longest int
}

func (r *repeats) next(char rune) {
	if r.current > 0 && char == r.last {
		r.current++
	} else {
		r.current = 1
	}
	r.last = char
	r.longest = max(r.longest, r.current)
}

// places gives each ASCII character, of either case, its place in the rows that
// belong together, 0 for none. Rows lie two places apart, so that none goes on into the next.
type places [asciiCount]int8

// The rows along which max_sequence looks (the published model). They are made
// once and never changed.
var (
	alphabetPlaces = newPlaces("abcdefghijklmnopqrstuvwxyz", "0123456789")
	keyboardPlaces = newPlaces("qwertyuiop", "asdfghjkl", "zxcvbnm")
)

func newPlaces(rows ...string) places {
	var p places
	place := int8(1)
	for _, row := range rows {
		for _, r := range row {
			p[r], p[unicode.ToUpper(r)] = place, place
			place++
		}
		place++
	}
	return p
}

// placeIn is the place of a lower-cased character.
func placeIn(p *places, r rune) int8 {
	if r >= asciiCount {
		r = unicode.ToLower(r)
	}
	if r >= asciiCount {
		return 0
	}
	return p[r]
}

// steps finds the longest run from place to next place, upwards or downwards. A
// single character is a run of one.
type steps struct {
	last              int8
	up, down, longest int
}

func (s *steps) next(place int8) {
	up, down := 1, 1
	if place != 0 && s.last != 0 {
		switch place - s.last {
		case 1:
			up = s.up + 1
		case -1:
			down = s.down + 1
		}
	}
	s.last, s.up, s.down = place, up, down
	s.longest = max(s.longest, up, down)
}
