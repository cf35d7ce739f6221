package generate

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sethvargo/go-diceware/diceware"
	"golang.org/x/text/unicode/norm"

	"gatehouse/core/policy"
)

// Bounds of a list of words.
const (
	// MaxListBytes and MaxListWords bound a list, MaxWordLength a word in code
	// points.
	MaxListBytes  = 8 << 20
	MaxListWords  = 200_000
	MaxWordLength = 40
	// MinListWords is how many different words a list has at least.
	MinListWords = 2
)

// List is a list of words.
type List struct{ words []string }

// Len is the number of words.
func (l *List) Len() int { return len(l.words) }

// shortest is the length of the shortest word.
func (l *List) shortest() int {
	least := MaxWordLength
	for _, word := range l.words {
		least = min(least, utf8.RuneCountInString(word))
	}
	return least
}

// Large is the EFF's large list of 7,776 words (Joseph Bonneau, 2016; CC BY 3.0 US).
func Large() *List {
	list := diceware.WordListEffLarge()
	const rolls = 6 * 6 * 6 * 6 * 6
	all := &List{words: make([]string, 0, rolls)}
	for n := range rolls {
		roll := 0 // five dice, "11111" to "66666"
		for place, rest := 1, n; place <= 10_000; place, rest = place*10, rest/6 {
			roll += (rest%6 + 1) * place
		}
		if word := list.WordAt(roll); word != "" {
			all.words = append(all.words, word)
		}
	}
	return all
}

// ListError says what is wrong with a list of words.
type ListError struct {
	// Line is counted from 1; 0 is the list as a whole.
	Line int
	Text policy.Text
}

// Error implements error with the line and the English sentence.
func (e *ListError) Error() string {
	if e.Line == 0 {
		return e.Text.String()
	}
	return fmt.Sprintf("line %d: %s", e.Line, e.Text)
}

// ReadList reads a list: UTF-8, a word a line, or a throw of dice, white space and
// a word ("11111 abacus"). Empty lines and those that begin with # are passed over.
// Words are brought to lower case and NFC, and each stands in the list once. Its
// error is a *ListError, or that of the reader.
func ReadList(r io.Reader) (*List, error) {
	limited := &io.LimitedReader{R: r, N: MaxListBytes + 1}
	lines := bufio.NewScanner(limited)
	lines.Buffer(make([]byte, 0, 4096), 4096)
	list, seen, number := &List{}, map[string]bool{}, 0
	for lines.Scan() {
		number++
		word, err := readWord(lines.Text(), number)
		if err != nil {
			return nil, err
		}
		if word == "" || seen[word] {
			continue
		}
		if len(list.words) == MaxListWords {
			return nil, &ListError{number, say("A list has at most {{.Max}} words", "Max", MaxListWords)}
		}
		seen[word] = true
		list.words = append(list.words, word)
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return nil, &ListError{number + 1, say("This line is too long for a word")}
	case err != nil:
		return nil, fmt.Errorf("read a list of words: %w", err)
	case limited.N == 0:
		return nil, &ListError{Text: say("This list is too long. It may have {{.Max}} MB", "Max", MaxListBytes>>20)}
	case len(list.words) < MinListWords:
		return nil, &ListError{Text: say("A list needs at least {{.Min}} different words", "Min", MinListWords)}
	}
	return list, nil
}

// readWord reads the word of a line, "" for none.
func readWord(line string, number int) (string, error) {
	if number == 1 {
		line = strings.TrimPrefix(line, "\uFEFF")
	}
	if !utf8.ValidString(line) {
		return "", &ListError{number, say("This line is no UTF-8 text")}
	}
	fields := strings.Fields(line)
	if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
		return "", nil
	}
	if len(fields) == 2 && strings.Trim(fields[0], "123456") == "" {
		fields = fields[1:]
	}
	if len(fields) > 1 {
		return "", &ListError{number, say("Write one word a line")}
	}
	word := norm.NFC.String(strings.ToLower(norm.NFC.String(fields[0])))
	if utf8.RuneCountInString(word) > MaxWordLength {
		return "", &ListError{number, say("A word has at most {{.Max}} characters", "Max", MaxWordLength)}
	}
	for _, r := range word {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("-'’.", r) {
			return "", &ListError{number, say("A word has letters, digits, hyphens and apostrophes only")}
		}
	}
	return word, nil
}
