package password

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"gatehouse/core/password/zxcvbn"
)

const (
	// maxContext and maxContextBytes bound the context: that many texts, of that
	// many bytes.
	maxContext, maxContextBytes = 12, 256
	// maxParts is how many parts of one text are joined.
	maxParts = 4
)

// contextWords gives the words to try first. What people make of "Ada Okafor"
// is, in this order: the whole; "Ada" and "Okafor"; "AdaOkafor", "OkaforAda",
// "AOkafor", "AdaO". Of more parts those side by side are joined too. An address is also taken apart at its "@". Of each word with
// accents there is one without. Parts of one character are left out.
func contextWords(context []string) []string {
	texts := make([]string, 0, maxContext)
	for _, text := range context[:min(len(context), maxContext)] {
		texts = append(texts, firstBytes(text, maxContextBytes))
	}
	var w wordList
	for _, text := range texts {
		w.add(text)
	}
	parts := make([][]string, len(texts))
	for i, text := range texts {
		for half := range strings.SplitSeq(text, "@") {
			w.add(half)
		}
		parts[i] = nameParts(text)
		for _, part := range parts[i] {
			w.add(part)
		}
	}
	for _, of := range parts {
		w.addJoined(of[:min(len(of), maxParts)])
	}
	return w.words
}

// nameParts splits a text where a character is no letter or digit, where digits
// begin or end, and before a capital that follows a small letter.
func nameParts(text string) []string {
	var parts []string
	start, last := 0, rune(0) // last is 0 between parts
	cut := func(end int) {
		if last != 0 {
			parts = append(parts, text[start:end])
		}
		start = end
	}
	for at, r := range text {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r):
			cut(at)
			last = 0
			continue
		case last == 0:
			start = at
		case unicode.IsDigit(r) != unicode.IsDigit(last), unicode.IsUpper(r) && unicode.IsLower(last):
			cut(at)
		}
		last = r
	}
	cut(len(text))
	return parts
}

// wordList is a list of words without doubles; capitals make no difference. It
// takes as many as are looked at.
type wordList struct{ words []string }

// add adds a word, and without accents if it has any.
func (w *wordList) add(word string) {
	word = strings.TrimSpace(word)
	for _, form := range [...]string{word, withoutMarks(word)} {
		if len(w.words) == zxcvbn.MaxInputs {
			return
		}
		known := func(other string) bool { return strings.EqualFold(form, other) }
		if utf8.RuneCountInString(form) > 1 && !slices.ContainsFunc(w.words, known) {
			w.words = append(w.words, form)
		}
	}
}

// addJoined adds what the parts of one name are joined to.
func (w *wordList) addJoined(parts []string) {
	if len(parts) < 2 {
		return
	}
	first, last := parts[0], parts[len(parts)-1]
	w.add(strings.Join(parts, ""))
	for i := range parts[1:] {
		w.add(parts[i] + parts[i+1])
	}
	w.add(first + last)
	w.add(last + first)
	w.add(initial(first) + last)
	w.add(first + initial(last))
	if len(parts) > 2 {
		var initials strings.Builder
		for _, part := range parts {
			initials.WriteString(initial(part))
		}
		w.add(initials.String())
	}
}

// initial is the first character of a part.
func initial(part string) string {
	_, size := utf8.DecodeRuneInString(part)
	return part[:size]
}

// withoutMarks takes accents off the letters of a word.
func withoutMarks(word string) string {
	if isASCII(word) {
		return word
	}
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(word))
	return norm.NFC.String(plain)
}

func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf })
}
