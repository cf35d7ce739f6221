package storage

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gatehouse/core"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// The search index holds every three characters in a row. So that it also
// finds the beginnings of words, which may be one or two characters long, the
// text has two marks before each word: "ada" is found by "ada", and by
// mark-mark-a and mark-a-d as well. A word is what stands between spaces. An
// end after each field keeps a search from reaching from one into the next.
const (
	mark     = "\n"
	wordMark = mark + mark
	fieldEnd = "\r"

	// shortest is the least number of code points that is looked for anywhere.
	shortest = 3
)

// fold makes upper and lower case, and the ways to write an accent, one.
func fold(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	return norm.NFC.String(cases.Fold().String(norm.NFC.String(s)))
}

// words splits folded text where people see a gap. Marks and NUL are gaps too.
func words(s string) []string {
	return strings.FieldsFunc(fold(s), func(r rune) bool { return r == 0 || unicode.IsSpace(r) })
}

// searchText is the stored form of what an account is found by. A deleted one
// is found by nothing.
func searchText(a *core.Account) string {
	if a.State == core.StateDeleted {
		return ""
	}
	var b strings.Builder
	for _, field := range []string{a.Key, a.FullName, a.MailKey} {
		for _, word := range words(field) {
			b.WriteString(wordMark + word)
		}
		b.WriteString(fieldEnd)
	}
	return b.String()
}

// search is what a person looks for.
type search struct {
	// prefix is its form at the beginning of a name, needle the one in the
	// search text.
	prefix, needle string
}

// newSearch reads what was typed; nothing but spaces is no search.
func newSearch(typed string) (search, bool) {
	parts := words(typed)
	prefix := strings.Join(parts, " ")
	s := search{prefix: prefix, needle: strings.Join(parts, wordMark)}
	switch n := utf8.RuneCountInString(prefix); {
	case n == 0:
		return search{}, false
	case n < shortest:
		marks := wordMark + prefix
		s.needle = string([]rune(marks)[len([]rune(marks))-max(shortest, n+1):])
	}
	return s, true
}

// after is the end of the range of keys that begin with prefix.
func (s search) after() string { return s.prefix + string(unicode.MaxRune) }

// sparse is from how many code points on a needle is looked for by some of its
// trigrams. A phrase walks the places of all of them; for two frequent words
// that is a dozen long lists. Some of them without their places find a few rows
// more, and the text itself tells which.
const sparse = 7

// matches is the index's form of the needle, and whether what it finds has to be
// looked at once more. A quoted phrase has no operators.
func (s search) matches() (phrase string, exact bool) {
	letters := []rune(s.needle)
	if len(letters) < sparse {
		return quoted(s.needle), true
	}
	var parts []string
	for at := 0; at < len(letters)-shortest; at += shortest {
		parts = append(parts, quoted(string(letters[at:at+shortest])))
	}
	parts = append(parts, quoted(string(letters[len(letters)-shortest:])))
	return strings.Join(parts, " AND "), false
}

// quoted is a text as the index reads it whole.
func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// hits gives what the index finds for a search, as a JSON array of numbers in no
// order, and how many they are: at most one more than is counted. It reads no
// further, so that a frequent term costs no more than a rare one.
func (t *tx) hits(s search) (ids string, count int, err error) {
	phrase, exact := s.matches()
	looked := ""
	values := args{phrase, int64(t.limit) + 1}
	if !exact {
		looked = " AND " + containing("$3")
		values = append(values, s.needle)
	}
	text := `
SELECT json_group_array(hit), count(*)
FROM (SELECT rowid AS hit FROM account_search WHERE account_search MATCH $1` + looked + ` LIMIT $2)`
	err = t.row(text, values, &ids, &count)
	return ids, count, err
}

// among is the source of the accounts whose numbers are in $1, a JSON array;
// conditions may follow with AND.
const among = "(SELECT value AS hit FROM json_each($1)) CROSS JOIN accounts WHERE id = hit"

// active are the active accounts, by number, without their wide rows. Nothing but
// a name makes the planner prefer an index to the table that it is as good as.
const active = "accounts INDEXED BY accounts_used"

// listed are the numbers of a JSON array, as a set.
func listed(placeholder string) string { return "(SELECT value FROM json_each(" + placeholder + "))" }

// numberList is the JSON array of numbers.
func numberList[N number](numbers []N) string {
	list := []byte{'['}
	for i, n := range numbers {
		if i > 0 {
			list = append(list, ',')
		}
		list = strconv.AppendInt(list, int64(n), 10)
	}
	return string(append(list, ']'))
}

// textList is the JSON array of texts that need no escapes.
func textList[T ~string](texts []T) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = strconv.Quote(string(text))
	}
	return "[" + strings.Join(quoted, ",") + "]"
}

// containing is the condition that the search text of a row has the needle.
func containing(placeholder string) string { return "instr(search_text, " + placeholder + ") > 0" }
