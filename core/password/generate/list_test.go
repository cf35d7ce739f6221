package generate

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"gatehouse/core/policy"
)

func TestReadList(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"a word a line":        {"abacus\nzoom\n", "abacus zoom"},
		"no last line end":     {"abacus\nzoom", "abacus zoom"},
		"CR LF":                {"abacus\r\nzoom\r\n", "abacus zoom"},
		"dice":                 {"11111\tabacus\n11112\tabdomen\n", "abacus abdomen"},
		"dice with spaces":     {"1111   abacus\n1112   zoom\n", "abacus zoom"},
		"remarks":              {"# words\n\n  abacus \n\nzoom\n", "abacus zoom"},
		"doubles and capitals": {"Zoom\nzoom\nABACUS\n", "zoom abacus"},
		"byte order mark":      {"\uFEFFabacus\nzoom\n", "abacus zoom"},
		"composed":             {"cafe\u0301\nzoom\n", "café zoom"},
		"hyphens":              {"x-ray\nit's\n", "x-ray it's"},
		"digits alone":         {"11111\n22222\n", "11111 22222"},
	}
	for name, tt := range tests {
		list, err := ReadList(strings.NewReader(tt.text))
		if err != nil || strings.Join(list.words, " ") != tt.want {
			t.Errorf("%s: %v, %v", name, list, err)
		}
	}
}

// What is wrong is said with its line.
func TestReadListNamesTheLine(t *testing.T) {
	tests := map[string]struct {
		text string
		line int
		want string
	}{
		"two words":   {"abacus\nzoom in\n", 2, "Write one word a line"},
		"three words": {"abacus\n11112 zoom in\n", 2, "Write one word a line"},
		"signs":       {"abacus\n\nzo$m\n", 3, "A word has letters, digits, hyphens and apostrophes only"},
		"no UTF-8":    {"abacus\nz\xffom\n", 2, "This line is no UTF-8 text"},
		"long word":   {"abacus\n" + strings.Repeat("z", 41) + "\n", 2, "A word has at most 40 characters"},
		"long line":   {"abacus\n" + strings.Repeat("z", 5000) + "\n", 2, "This line is too long for a word"},
		"one word":    {"abacus\nAbacus\n", 0, "A list needs at least 2 different words"},
		"nothing":     {"", 0, "A list needs at least 2 different words"},
		"long list":   {strings.Repeat("abacus zoom"[:6]+"\n", MaxListBytes/7+10), 0, "This list is too long. It may have 8 MB"},
	}
	for name, tt := range tests {
		list, err := ReadList(strings.NewReader(tt.text))
		var fault *ListError
		if !errors.As(err, &fault) || fault.Line != tt.line || fault.Text.String() != tt.want {
			t.Errorf("%s: %v, %v", name, list, err)
		}
	}
	broken := errors.New("broken")
	if _, err := ReadList(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("a broken reader: %v", err)
	}
}

// A list that is read has words that the space of passphrases can take.
func FuzzReadList(f *testing.F) {
	f.Add("11111\tabacus\n# no word\nZOOM\r\nx-ray\ncafe\u0301\n")
	f.Add("\uFEFFa\n\xff")
	f.Add("İ\nß\nﬁ\n")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := ReadList(strings.NewReader(text))
		if err != nil {
			return
		}
		if list.Len() < MinListWords || list.Len() > MaxListWords {
			t.Fatalf("%d words", list.Len())
		}
		sorted := slices.Clone(list.words)
		slices.Sort(sorted)
		if len(slices.Compact(sorted)) != list.Len() {
			t.Fatal("a word stands there twice")
		}
		for _, word := range list.words {
			if word == "" || !utf8.ValidString(word) || !norm.NFC.IsNormalString(word) || strings.ToLower(word) != word && norm.NFC.String(strings.ToLower(word)) != word {
				t.Fatalf("the list has %q", word)
			}
		}
	})
}

// The large list is the published one.
func TestLarge(t *testing.T) {
	list := Large()
	if list.Len() != 7776 || list.words[0] != "abacus" || list.words[7775] != "zoom" || list.shortest() != 3 {
		t.Errorf("%d words from %q to %q", list.Len(), list.words[0], list.words[len(list.words)-1])
	}
}

// A list of words that are all unlike makes too many cases to count. That is found
// out once, not for each number of words and each choice of capitals and numbers.
func TestUnlikeWordsAreCountedOnce(t *testing.T) {
	var text strings.Builder
	for n := range 10_000 {
		letters, digits, marks, others := n%10, n/10%10, n/100%10, n/1000
		if letters+digits+marks+others > 1 {
			text.WriteString(strings.Repeat("a", letters) + strings.Repeat("7", digits) + strings.Repeat("'", marks) + strings.Repeat("京", others) + "\n")
		}
	}
	list, err := ReadList(strings.NewReader(text.String()))
	if err != nil {
		t.Fatal(err)
	}
	r := Rules{List: list, Policy: policy.Complexity{
		MinLength: new(60), MinLower: new(12), MinDigits: new(12), MinSpecial: new(12), MinOther: new(6),
	}}
	begun := time.Now()
	if _, err := Usual().phrases(r); !errors.Is(err, policy.ErrTooLarge) {
		t.Fatalf("the count ends with %v", err)
	}
	once := time.Since(begun)
	begun = time.Now()
	if FittingWords(r) != nil {
		t.Error("passphrases that cannot be counted")
	}
	if took := time.Since(begun); took > 5*once {
		t.Errorf("it takes %v, and one count %v", took, once)
	}
}
