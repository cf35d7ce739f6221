package password

import (
	"math"
	"strings"
	"unicode"

	"github.com/sethvargo/go-diceware/diceware"
)

const (
	// maxContext and maxContextRunes bound the context: that many texts, of that
	// many code points.
	maxContext, maxContextRunes = 16, 32
	// dicewareSize is the number of words in the EFF's large list.
	dicewareSize = 6 * 6 * 6 * 6 * 6
	// variation is what one habit (a reversed word, letters written as digits)
	// costs: as much as trying twice as often.
	variation = 0.30103
)

// keyboardRows are walked in both directions. They are those of the QWERTY,
// QWERTZ and AZERTY layouts, the columns beneath the digits, and the keypad.
var keyboardRows = []string{
	"1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm",
	"wxcvbn", "!@#$%^&*()", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "qazwsxedcrfvtgbyhnujm", "147258369", "789456123",
}

// leet maps a character to the letter it stands for. The second map has the
// other reading where there are two.
var leet = [2]map[rune]rune{
	{'4': 'a', '@': 'a', '8': 'b', '(': 'c', '3': 'e', '6': 'g', '9': 'g', '1': 'i', '!': 'i', '|': 'i', '0': 'o', '$': 's', '5': 's', '7': 't', '+': 't', '2': 'z'},
	{'4': 'a', '@': 'a', '8': 'b', '(': 'c', '3': 'e', '6': 'g', '9': 'g', '1': 'l', '!': 'l', '|': 'l', '0': 'o', '$': 's', '5': 's', '7': 'l', '+': 't', '2': 'z'},
}

// dicewareWords is the list that Generate draws from, hyphenated words included.
func dicewareWords() map[string]struct{} {
	list := diceware.WordListEffLarge()
	words := make(map[string]struct{}, dicewareSize)
	for n := range dicewareSize {
		// A word's index is its five dice written as a decimal number.
		roll, rest := 0, n
		for scale := 1; scale <= 10_000; scale *= 10 {
			roll += (rest%6 + 1) * scale
			rest /= 6
		}
		words[list.WordAt(roll)] = struct{}{}
	}
	return words
}

// keyRows returns the keyboard rows in both directions.
func keyRows() [][]rune {
	var rows [][]rune
	for _, row := range keyboardRows {
		keys := []rune(row)
		rows = append(rows, keys, reversed(keys))
	}
	return rows
}

// contextWords splits the context into words, lower-cased, each whole text
// included.
func contextWords(context []string) map[string]struct{} {
	words := map[string]struct{}{}
	for _, text := range context[:min(len(context), maxContext)] {
		text = strings.ToLower(string(firstRunes(text, maxContextRunes)))
		parts := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		for _, word := range append(parts, text) {
			if len([]rune(word)) >= minPattern {
				words[word] = struct{}{}
			}
		}
	}
	return words
}

// patterns lists the parts that begin at i, repeats excepted.
func (m *matcher) patterns(i int) []part {
	var parts []part
	for end := i + minPattern; end <= min(len(m.text), i+m.longest); end++ {
		if p, ok := m.word(i, end); ok {
			parts = append(parts, p)
		}
	}
	parts = append(parts, m.sequences(i)...)
	return append(parts, m.dates(i)...)
}

// form is one reading of a lower-cased text: as it stands, reversed, or with
// letters for look-alikes. It has the text's code points one for one.
type form struct {
	text string
	// at[i] is where code point i begins in text, and at[n] its end.
	at []int
	// changed[i] is how many of the first i code points were changed.
	changed  []int
	reversed bool
}

func forms(lower []rune) []form {
	list := []form{newForm(lower, nil), newForm(reversed(lower), nil)}
	list[1].reversed = true
	for _, reading := range leet {
		list = append(list, newForm(lower, reading))
	}
	return list
}

func newForm(runes []rune, reading map[rune]rune) form {
	f := form{at: make([]int, 1, len(runes)+1), changed: make([]int, 1, len(runes)+1)}
	var b strings.Builder
	changed := 0
	for _, r := range runes {
		if letter, ok := reading[r]; ok {
			r, changed = letter, changed+1
		}
		b.WriteRune(r)
		f.at, f.changed = append(f.at, b.Len()), append(f.changed, changed)
	}
	f.text = b.String()
	return f
}

// piece returns what code points i to end of the text read, and what it costs
// to think of reading them so.
func (f form) piece(i, end int) (string, float64) {
	if f.reversed {
		n := len(f.at) - 1
		return f.text[f.at[n-end]:f.at[n-i]], variation
	}
	return f.text[f.at[i]:f.at[end]], float64(f.changed[end]-f.changed[i]) * variation
}

// word looks text[i:end] up in every form.
func (m *matcher) word(i, end int) (part, bool) {
	best := part{start: i, end: end, cost: math.Inf(1)}
	for _, f := range m.forms {
		piece, extra := f.piece(i, end)
		if cost, kind, ok := m.lookUp(piece); ok && cost+extra < best.cost {
			best.cost, best.kind = cost+extra, kind
		}
	}
	if math.IsInf(best.cost, 1) {
		return part{}, false
	}
	best.cost += upperCost(m.text[i:end])
	return best, true
}

// lookUp returns the cost of a lower-case word.
func (m *matcher) lookUp(word string) (float64, Warning, bool) {
	if _, ok := m.context[word]; ok {
		return variation, WarnContext, true
	}
	if rank, ok := m.tables.common[word]; ok {
		return math.Log10(float64(rank)) + variation, WarnCommon, true
	}
	if _, ok := m.tables.words[word]; ok {
		return math.Log10(float64(len(m.tables.words))), WarnWord, true
	}
	return 0, "", false
}

func reversed(runes []rune) []rune {
	out := make([]rune, len(runes))
	for i, r := range runes {
		out[len(runes)-1-i] = r
	}
	return out
}

// upperCost is the logarithm of the ways to set that many capitals: one more
// guess for the usual ones (the first, the last, all), else all choices.
func upperCost(runes []rune) float64 {
	upper, letters := 0, 0
	for _, r := range runes {
		if unicode.IsUpper(r) {
			upper++
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	switch {
	case upper == 0:
		return 0
	case upper == letters, upper == 1 && (unicode.IsUpper(runes[0]) || unicode.IsUpper(runes[len(runes)-1])):
		return variation
	}
	ways := 0.0
	for k := 1; k <= min(upper, letters-upper); k++ {
		ways += binomial(letters, k)
	}
	return math.Log10(max(ways, 2))
}

func binomial(n, k int) float64 {
	result := 1.0
	for i := 1; i <= k; i++ {
		result = result * float64(n-k+i) / float64(i)
	}
	return result
}

// sequences lists the runs from i on that step by one through the alphabet or
// the digits, or along a keyboard row. Each length of a run is a part, as the
// next one may claim its end.
func (m *matcher) sequences(i int) []part {
	end := max(m.stepRun(i, 1), m.stepRun(i, -1))
	for _, keys := range m.tables.rows {
		end = max(end, m.rowRun(i, keys))
	}
	var parts []part
	for j := i + minPattern; j <= end; j++ {
		cost := math.Log10(startGuesses(m.lower[i])*float64(j-i)) + upperCost(m.text[i:j])
		parts = append(parts, part{i, j, cost, WarnSequence})
	}
	return parts
}

// stepRun returns where the run with the given step of code points ends.
func (m *matcher) stepRun(i int, step rune) int {
	if !unicode.IsLetter(m.lower[i]) && !unicode.IsDigit(m.lower[i]) {
		return i
	}
	end := i + 1
	for end < len(m.lower) && m.lower[end] == m.lower[end-1]+step {
		end++
	}
	return end
}

// rowRun returns where the run along a row of distinct keys ends.
func (m *matcher) rowRun(i int, keys []rune) int {
	for k := range keys {
		if keys[k] != m.lower[i] {
			continue
		}
		end := i
		for end < len(m.lower) && k < len(keys) && m.lower[end] == keys[k] {
			end, k = end+1, k+1
		}
		return end
	}
	return i
}

// startGuesses is how many places a sequence may begin at, the obvious ones
// first.
func startGuesses(first rune) float64 {
	switch {
	case strings.ContainsRune("a1z90qm", first):
		return 4
	case unicode.IsDigit(first):
		return 10
	}
	return 26
}
