package policy

import (
	"math/big"
	"strings"
	"unicode"
)

// Capitals says which words of a passphrase begin with a capital.
type Capitals string

// The choices.
const (
	CapitalsNone Capitals = "none"
	// CapitalsFirst: every word.
	CapitalsFirst Capitals = "first"
	// CapitalsOne: one of the words, any of them.
	CapitalsOne Capitals = "one"
)

// Phrase is the shape of passphrases: "tally-Orbit-43-plinth".
type Phrase struct {
	// Words are the list, in lower case and NFC, each once. Those that do not fit
	// are left out, see Usable.
	Words []string
	// Count is how many of them there are, at least 1.
	Count int
	// Separator stands between words. It has neither letters nor digits, and no
	// word with one of its characters is used; so a passphrase can be read in one
	// way only. It is empty only where every word begins with a capital.
	Separator string
	Capitals  Capitals
	// Digits is the length of a number after one of the words, 0 for none.
	Digits int
}

// PhraseSpace is the set of all passphrases of one shape that meet the rules of a
// policy on characters, counted exactly; like Space.
type PhraseSpace struct {
	shape     Phrase
	rules     debts
	least     int
	most      int
	usable    int
	uncounted []string
	// plain and capital are the words as they stand, and with a capital, by what
	// they pay.
	plain, capital []wordGroup
	number         *Space
	start          phraseState
	// endings counts from a state on; work is what that has taken.
	endings map[phraseState]*big.Int
	work    int
	count   *big.Int
}

// phraseState is a beginning of a passphrase, the separators and the number paid
// in advance.
type phraseState struct {
	words, length int16
	// capital: the one capital is there, or none is wanted.
	capital bool
	debt    debt
}

// maxPhraseWork bounds the steps of a count.
const maxPhraseWork = 4 << 20

// NewPhraseSpace counts the passphrases of a shape. Its errors are ErrTooLarge and
// that of NewSpace for the number.
func NewPhraseSpace(c Complexity, twoStep bool, shape Phrase) (*PhraseSpace, error) {
	if twoStep && c.MinLengthWithTwoStep != nil {
		c.MinLength = c.MinLengthWithTwoStep
	}
	s := &PhraseSpace{shape: shape, least: orZero(c.MinLength), most: longestOf(c), endings: map[phraseState]*big.Int{}, count: new(big.Int)}
	set := newClassifier(c)
	var start debt
	s.rules, start = newDebts(c)
	fixed, ok, err := s.fixed(c, &set)
	if err != nil || !ok {
		return s, err
	}
	s.groupWords(c, &set)
	s.start = phraseState{length: fixed.length, capital: shape.Capitals != CapitalsOne, debt: s.rules.after(start, fixed)}
	counted, ok := s.from(s.start)
	if !ok {
		return nil, ErrTooLarge
	}
	s.count.Mul(counted, s.numbers())
	return s, nil
}

// Count is the number of passphrases. The caller may keep and change it.
func (s *PhraseSpace) Count() *big.Int { return new(big.Int).Set(s.count) }

// Uncounted names the rules that the count leaves out: max_sequence, where words
// without a separator touch.
func (s *PhraseSpace) Uncounted() []string { return s.uncounted }

// Usable is how many words of the list fit.
func (s *PhraseSpace) Usable() int { return s.usable }

// fixed is what the separators and the number pay; false where they break a rule.
func (s *PhraseSpace) fixed(c Complexity, set *classifier) (gain, bool, error) {
	var all gain
	parts := s.shape.Count
	if s.shape.Digits > 0 {
		digits := alikeDigits(set)
		// Of the rules only those on runs look at the number alone.
		number, err := NewSpace(Complexity{MaxRepeat: c.MaxRepeat, MaxSequence: c.MaxSequence}, false, digits, s.shape.Digits)
		if err != nil || number.count.Sign() == 0 {
			return gain{}, false, err
		}
		s.number = number
		s.uncounted = number.uncounted
		for range s.shape.Digits {
			all = all.plus(gainOf(solidTraits(set, digits[0])))
		}
		parts++
	}
	if parts == 1 {
		return all, true, nil // nothing to separate
	}
	separator, ok := s.separator(c, set)
	for range parts - 1 {
		all = all.plus(separator)
	}
	return all, ok, nil
}

// alikeDigits are the digits 0 to 9 that are allowed and count for the same, the
// most there are.
func alikeDigits(set *classifier) []rune {
	var best []rune
	for _, group := range groupChars(set, []rune("0123456789"), false) {
		if len(group.chars) > len(best) {
			best = group.chars
		}
	}
	return best
}

// separator is what one separator pays; false where it breaks a rule, or could be
// taken for a part of a word.
func (s *PhraseSpace) separator(c Complexity, set *classifier) (gain, bool) {
	if s.shape.Separator == "" {
		if c.MaxSequence != nil {
			s.uncounted = []string{"max_sequence"}
		}
		return gain{}, s.shape.Capitals == CapitalsFirst
	}
	for _, r := range s.shape.Separator {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || !standsAlone(r) {
			return gain{}, false
		}
	}
	return pieceGain(c, set, s.shape.Separator)
}

// numbers is how many numbers there are, times their places.
func (s *PhraseSpace) numbers() *big.Int {
	if s.number == nil {
		return big.NewInt(1)
	}
	return new(big.Int).Mul(s.number.count, big.NewInt(int64(s.shape.Count)))
}

// from counts the endings from a state; false when that is too much work.
func (s *PhraseSpace) from(state phraseState) (*big.Int, bool) {
	if int(state.words) == s.shape.Count {
		if state.capital && state.debt.settled() && int(state.length) >= s.least {
			return big.NewInt(1), true
		}
		return new(big.Int), true
	}
	if known, ok := s.endings[state]; ok {
		return known, true
	}
	sum := new(big.Int)
	for _, choice := range s.choices(state) {
		if s.work++; s.work > maxPhraseWork {
			return nil, false
		}
		next, ok := s.next(state, choice)
		if !ok {
			continue
		}
		each, ok := s.from(next)
		if !ok {
			return nil, false
		}
		sum.Add(sum, new(big.Int).Mul(each, big.NewInt(int64(len(choice.group.words)))))
	}
	s.endings[state] = sum
	return sum, true
}

// wordChoice is a group that the next word may come from, and whether that is
// the one with the capital.
type wordChoice struct {
	group   *wordGroup
	capital bool
}

// choices lists what the next word may be.
func (s *PhraseSpace) choices(state phraseState) []wordChoice {
	list := make([]wordChoice, 0, len(s.plain)+len(s.capital))
	for i := range s.plain {
		list = append(list, wordChoice{group: &s.plain[i]})
	}
	if !state.capital {
		for i := range s.capital {
			list = append(list, wordChoice{group: &s.capital[i], capital: true})
		}
	}
	return list
}

// next is the state after one more word; false when it is too long.
func (s *PhraseSpace) next(state phraseState, choice wordChoice) (phraseState, bool) {
	length := int(state.length) + int(choice.group.gain.length)
	if length > s.most {
		return phraseState{}, false
	}
	return phraseState{
		words: state.words + 1, length: int16(length), capital: state.capital || choice.capital,
		debt: s.rules.after(state.debt, choice.group.gain),
	}, true
}

// At is the passphrase of a number from 0 to Count−1.
func (s *PhraseSpace) At(number *big.Int) string {
	rest := new(big.Int).Set(number)
	value, place := "", -1
	if s.number != nil {
		value = s.number.At(takeBelow(rest, s.number.count))
		place = int(takeBelow(rest, big.NewInt(int64(s.shape.Count))).Int64())
	}
	var text strings.Builder
	for i, state := 0, s.start; i < s.shape.Count; i++ {
		if i > 0 {
			text.WriteString(s.shape.Separator)
		}
		var word string
		word, state = s.step(rest, state)
		text.WriteString(word)
		if i == place {
			text.WriteString(s.shape.Separator + value)
		}
	}
	return text.String()
}

// takeBelow takes a number below n off a number, which goes on without it.
func takeBelow(rest, n *big.Int) *big.Int {
	taken := new(big.Int)
	rest.QuoRem(rest, n, taken)
	return taken
}

// step finds the next word, and takes off the number what stands before it.
func (s *PhraseSpace) step(rest *big.Int, state phraseState) (string, phraseState) {
	for _, choice := range s.choices(state) {
		next, ok := s.next(state, choice)
		if !ok {
			continue
		}
		each, _ := s.from(next) // counted before
		all := new(big.Int).Mul(each, big.NewInt(int64(len(choice.group.words))))
		if rest.Cmp(all) >= 0 {
			rest.Sub(rest, all)
			continue
		}
		which := new(big.Int)
		which.QuoRem(rest, each, rest)
		return choice.group.words[which.Int64()], next
	}
	panic("policy: a number beyond the count")
}
