package policy

import (
	"errors"
	"slices"
	"strings"
)

// ErrNoDraw is returned by Draw when no arrangement was found in many tries.
// Only a policy of a handful of characters with the strictest limits on runs can
// come to it.
var ErrNoDraw = errors.New("policy: no password could be drawn")

// drawTries is how often Draw begins anew. A password of a common policy is done
// at the first try.
const drawTries = 200

// Draw makes a password from the recipe. Pick returns a uniform random number
// from 0 to n−1, or an error that Draw passes on; it is crypto/rand outside
// tests. The caller still asks Check, and draws again when the password happens
// to contain a name or to be banned.
func (r Recipe) Draw(pick func(n int) (int, error)) (string, error) {
	for range drawTries {
		chars, err := r.ingredients(pick)
		if err != nil {
			return "", err
		}
		text, ok := r.arrange(chars)
		if ok && strings.TrimSpace(text) != "" && Check(Policy{Complexity: r.rules}, Subject{}, text).OK {
			return text, nil
		}
	}
	return "", ErrNoDraw
}

// ingredients draws the characters, in random order.
func (r Recipe) ingredients(pick func(n int) (int, error)) ([]rune, error) {
	chars := make([]rune, 0, r.Length)
	take := func(count int, from string) error {
		set := []rune(from)
		for range count {
			i, err := pick(len(set))
			if err != nil {
				return err
			}
			chars = append(chars, set[i])
		}
		return nil
	}
	for _, need := range r.Needs {
		if err := take(need.Count, need.From); err != nil {
			return nil, err
		}
	}
	if err := take(r.Length-len(chars), r.Any); err != nil {
		return nil, err
	}
	for i := len(chars) - 1; i > 0; i-- {
		j, err := pick(i + 1)
		if err != nil {
			return nil, err
		}
		chars[i], chars[j] = chars[j], chars[i]
	}
	return chars, nil
}

// arrange keeps the random order where it meets the limits on runs and
// sequences. Where the next character would break one, the most frequent
// character among those left that does not is put first.
func (r Recipe) arrange(chars []rune) (string, bool) {
	left := slices.Clone(chars)
	placed := make([]rune, 0, len(chars))
	var so tail
	for len(left) > 0 {
		i := 0
		if r.breaks(so, left[0]) || r.crowded(left) {
			if i = r.bestNext(so, left); i < 0 {
				return "", false
			}
		}
		so = so.with(left[i])
		placed = append(placed, left[i])
		left = slices.Delete(left, i, i+1)
	}
	return string(placed), true
}

// tail is what the characters placed so far mean for the limits.
type tail struct {
	repeat             repeats
	alphabet, keyboard steps
}

// with is the tail after one more character.
func (t tail) with(next rune) tail {
	t.repeat.next(next)
	t.alphabet.next(placeIn(&alphabetPlaces, next))
	t.keyboard.next(placeIn(&keyboardPlaces, next))
	return t
}

// crowded reports whether one character is so frequent among those left that
// the rest hardly parts it.
func (r Recipe) crowded(left []rune) bool {
	if r.rules.MaxRepeat == nil {
		return false
	}
	_, n := mostFrequent(left, func(rune) bool { return true })
	return n >= *r.rules.MaxRepeat*(len(left)-n)
}

// bestNext is the place of the most frequent character that breaks no limit, -1
// for none.
func (r Recipe) bestNext(so tail, left []rune) int {
	best, n := mostFrequent(left, func(c rune) bool { return !r.breaks(so, c) })
	if n == 0 {
		return -1
	}
	return slices.Index(left, best)
}

// mostFrequent counts the characters that are allowed; the first one wins.
func mostFrequent(left []rune, allowed func(rune) bool) (best rune, n int) {
	counts := map[rune]int{}
	for _, c := range left {
		counts[c]++
	}
	for _, c := range left {
		if counts[c] > n && allowed(c) {
			best, n = c, counts[c]
		}
	}
	return best, n
}

// breaks reports whether one more character makes a run or a sequence too long.
func (r Recipe) breaks(so tail, next rune) bool {
	then := so.with(next)
	repeat, sequence := r.rules.MaxRepeat, r.rules.MaxSequence
	return repeat != nil && then.repeat.longest > *repeat ||
		sequence != nil && max(then.alphabet.longest, then.keyboard.longest) > *sequence
}
