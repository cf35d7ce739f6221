package policy

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// naiveFold and the functions below say the published model word by word, and
// go through the whole list.
func naiveFold(s string) string { return cases.Fold().String(norm.NFC.String(s)) }

func naiveLookAlike(s string) string {
	return strings.NewReplacer("0", "o", "1", "l", "$", "s", "@", "a").Replace(naiveFold(s))
}

func naiveBanned(entries []string, match Match, password string) bool {
	return slices.ContainsFunc(entries, func(entry string) bool {
		switch {
		case entry == "" || !utf8.ValidString(entry):
			return false
		case match == MatchFuzzy:
			e, p := naiveLookAlike(entry), naiveLookAlike(password)
			return levenshtein(e, p) <= 1 || (utf8.RuneCountInString(e) >= 4 && strings.Contains(p, e))
		case match == MatchFolded:
			return naiveFold(entry) == naiveFold(password)
		}
		return norm.NFC.String(entry) == norm.NFC.String(password)
	})
}

// levenshtein is the distance as its definition has it.
func levenshtein(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(y)]
}

// isBanned asks Check.
func isBanned(entries []string, match Match, password string) bool {
	p := Policy{Complexity: Complexity{Banned: entries, BannedMatch: match}}
	return !Check(p, Subject{}, password).OK
}

func TestBanned(t *testing.T) {
	tests := []struct {
		name     string
		match    Match
		entry    string
		password string
		refused  bool
	}{
		{"exact", MatchExact, "Hunter2", "Hunter2", true},
		{"exact is what nothing said means", "", "Hunter2", "hunter2", false},
		{"exact tells case apart", MatchExact, "Hunter2", "hunter2", false},
		{"exact keeps spaces", MatchExact, " Hunter2", "Hunter2", false},
		{"exact with its spaces", MatchExact, " Hunter2", " Hunter2", true},
		{"exact is of the whole", MatchExact, "Hunter2", "Hunter22", false},
		{"exact compares NFC", MatchExact, "cafe\u0301", "caf\u00e9", true},
		{"folded", MatchFolded, "Hunter2", "hUNTER2", true},
		{"folded ß", MatchFolded, "Straße", "STRASSE", true},
		{"folded knows no look-alikes", MatchFolded, "password", "passw0rd", false},
		{"folded is of the whole", MatchFolded, "hunter", "hunter2", false},
		{"fuzzy look-alikes", MatchFuzzy, "passwords", "P@$$w0rd5", true},
		{"fuzzy look-alikes in the list", MatchFuzzy, "P@ssw0rd", "password", true},
		{"fuzzy 1 is l", MatchFuzzy, "hello", "he11o", true},
		{"fuzzy 1 is not i", MatchFuzzy, "kitti", "k1tt1", false},
		{"fuzzy replaced", MatchFuzzy, "hunter", "hunten", true},
		{"fuzzy added", MatchFuzzy, "hun", "h-un", true},
		{"fuzzy left out", MatchFuzzy, "hunter", "huntr", true},
		{"fuzzy two edits", MatchFuzzy, "hunter", "hunne", false},
		{"fuzzy transposition is two", MatchFuzzy, "hunter", "hunetr", false},
		{"fuzzy edit at the beginning", MatchFuzzy, "hunter", "bunter", true},
		{"fuzzy edit of a long character", MatchFuzzy, "h🦉nter", "h漢nter", true},
		{"fuzzy characters with a common byte", MatchFuzzy, "ж漢", "з漢", true},
		{"fuzzy characters with a common first byte", MatchFuzzy, "ab木", "ab海", true},
		{"fuzzy characters with a common last byte", MatchFuzzy, "木ab", "☨ab", true},
		{"fuzzy part", MatchFuzzy, "word", "my-w0rd-is", true},
		{"fuzzy part of four code points", MatchFuzzy, "жыть", "xxЖЫТЬxx", true},
		{"fuzzy part of three", MatchFuzzy, "wor", "my-wor-is", false},
		{"fuzzy part with an edit", MatchFuzzy, "hunter", "my-hunten-is", false},
		{"fuzzy ß makes four", MatchFuzzy, "aßb", "xxASSBxx", true},
		{"fuzzy one character", MatchFuzzy, "x", "y", true},
		{"fuzzy one character of two", MatchFuzzy, "x", "yx", true},
		{"fuzzy one character of three", MatchFuzzy, "x", "yxy", false},
		{"empty entries ban nothing", MatchFuzzy, "", "x", false},
		{"what is no text bans nothing", MatchFuzzy, "\xff", "\ufffd", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := isBanned([]string{tt.entry}, tt.match, tt.password); got != tt.refused {
				t.Errorf("%q in the list, %q: refused %v", tt.entry, tt.password, got)
			}
			if got := naiveBanned([]string{tt.entry}, tt.match, tt.password); got != tt.refused {
				t.Errorf("the definition says %v", got)
			}
		})
	}
}

// A list of which nothing is left is no rule.
func TestBannedListOfNothing(t *testing.T) {
	for _, entries := range [][]string{nil, {}, {""}, {"", "\xff"}} {
		if v := Check(Policy{Complexity: Complexity{Banned: entries, BannedMatch: MatchFuzzy}}, Subject{}, "x"); len(v.Rules) != 0 || !v.OK {
			t.Errorf("%q: %s", entries, describe(v))
		}
	}
}

// The index answers as the definition, for passwords that are near an entry as
// for those that are not, in whatever order and however often entries stand.
func TestBannedIndexIsTheDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries := rapid.SliceOfN(passwords(), 1, 30).Draw(t, "entries")
		match := matches().Draw(t, "match")
		password := nearby(t, entries)
		if !judgeable(password) {
			return
		}
		want := naiveBanned(entries, match, password)
		if got := isBanned(entries, match, password); got != want {
			t.Fatalf("%q among %q (%s): %v, want %v", password, entries, match, got, want)
		}
		mixed := append(rapid.Permutation(entries).Draw(t, "mixed"), entries[0])
		if got := isBanned(mixed, match, password); got != want {
			t.Fatalf("%q among %q in another order: %v, want %v", password, mixed, got, want)
		}
	})
}

// nearby draws a password that is none of the entries, or one of them after a
// few edits.
func nearby(t *rapid.T, entries []string) string {
	text := []rune(passwords().Draw(t, "password"))
	if rapid.Bool().Draw(t, "near") {
		text = []rune(rapid.SampledFrom(entries).Draw(t, "entry"))
	}
	few := rapid.RuneFrom([]rune(letters))
	for range rapid.IntRange(0, 3).Draw(t, "edits") {
		at := rapid.IntRange(0, len(text)).Draw(t, "at")
		switch {
		case at == len(text) || rapid.Bool().Draw(t, "add"):
			text = slices.Insert(text, at, few.Draw(t, "added"))
		case rapid.Bool().Draw(t, "replace"):
			text[at] = few.Draw(t, "put")
		default:
			text = slices.Delete(text, at, at+1)
		}
	}
	return string(text)
}

// In a list as long as its index is made for, where neighbours in a bucket do
// not find each other by chance, every entry is found: whole, after each edit at
// each place, and as the beginning, the middle and the end of a password.
func TestBannedAmongMany(t *testing.T) {
	list := append(likely(5000), "жыть", "w漢rd", "aa", "aaaabbbb", "木木木木木木")
	c := NewChecker(Policy{Complexity: Complexity{Banned: list, BannedMatch: MatchFuzzy}})
	refused := func(password, how, entry string) {
		if c.Check(Subject{}, password).OK {
			t.Errorf("%q, which is %q %s, is taken", password, entry, how)
		}
	}
	for _, entry := range append(list[:40:40], list[5000:]...) {
		chars := []rune(entry)
		refused(entry, "itself", entry)
		for i := range len(chars) + 1 {
			refused(string(chars[:i])+"ж"+string(chars[i:]), "with a letter added", entry)
			if i < len(chars) {
				refused(string(chars[:i])+"ж"+string(chars[i+1:]), "with a letter replaced", entry)
			}
			if i < len(chars) {
				refused(string(chars[:i])+string(chars[i+1:]), "without a letter", entry)
			}
		}
		if len(chars) >= 4 {
			refused(entry+"яяя", "at the beginning", entry)
			refused("яяя"+entry, "at the end", entry)
			refused("яяя"+entry+"яяя", "in the middle", entry)
		}
	}
}

// Entries and passwords longer than what has its place on the stack.
func TestBannedLong(t *testing.T) {
	long := strings.Repeat("tally🦉Orbit", 90)
	for password, want := range map[string]bool{
		long: true, long + "x": true, "x" + long + "y": true, long[1:]: true, long[2:]: false, "xy" + long[1:]: false,
	} {
		if got := isBanned([]string{long, "unrelated"}, MatchFuzzy, password); got != want {
			t.Errorf("%d bytes from %q: refused %v", len(password), password[:3], got)
		}
	}
}

func TestWithinOneEditIsLevenshtein(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("abжзЖ漢木海☨🦉🐢\u0301")), 0, 5, -1)
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		if got, want := withinOneEdit(a, b), levenshtein(a, b) <= 1; got != want {
			t.Fatalf("%q and %q: %v, want %v", a, b, got, want)
		}
	})
}

// The hashes of parts are those of the parts alone.
func TestHashesOfParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := []rune(rapid.StringN(1, 40, -1).Draw(t, "text"))
		base := newBase()
		var p prefixes
		p.read(rapid.StringN(0, 60, -1).Draw(t, "before"), base) // its room is used again
		p.read(string(text), base)
		i := rapid.IntRange(0, len(text)-1).Draw(t, "from")
		k := rapid.IntRange(i, len(text)).Draw(t, "to")
		if p.len() != len(text) || p.part(i, k) != hashOf(string(text[i:k]), base) {
			t.Fatalf("the hash of %d to %d is another", i, k)
		}
		if without := string(slices.Delete(slices.Clone(text), i, i+1)); p.without(i) != hashOf(without, base) {
			t.Fatalf("the hash without %d is another", i)
		}
	})
}

// A list is read as FormFlow writes it, split at commas, in all ways to
// compare.
func FuzzBanned(f *testing.F) {
	f.Add("password,Hunter2,P@ss", "passw0rd")
	f.Add(",,ß,cafe\u0301, x", "CAF\u00c9")
	f.Add("\xff,aaaa,aaaaa", "xaaaax")
	f.Fuzz(func(t *testing.T, list, password string) {
		if !judgeable(password) || len(list) > 4096 || len(password) > 256 {
			return
		}
		entries := strings.Split(list, ",")
		for _, match := range []Match{MatchExact, MatchFolded, MatchFuzzy} {
			if got, want := isBanned(entries, match, password), naiveBanned(entries, match, password); got != want {
				t.Errorf("%s: %q among %q: %v, want %v", match, password, entries, got, want)
			}
		}
	})
}
