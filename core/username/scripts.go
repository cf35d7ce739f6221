package username

import (
	"slices"
	"sync"
	"unicode"
)

// script is one of Unicode's scripts that letters belong to.
type script struct {
	name  string
	table *unicode.RangeTable
}

// scripts lists them by name, without Common and Inherited.
var scripts = sync.OnceValue(func() []script {
	var list []script
	for name, table := range unicode.Scripts {
		if name != "Common" && name != "Inherited" {
			list = append(list, script{name, table})
		}
	}
	slices.SortFunc(list, func(a, b script) int {
		if a.name < b.name {
			return -1
		}
		return 1
	})
	return list
})

// together are the scripts that one name may have side by side (UTS 39,
// section 5.2, "highly restrictive"): those that Japanese, Chinese and Korean
// are written in.
var together = [][]string{
	{"Latin", "Han", "Hiragana", "Katakana"},
	{"Latin", "Han", "Bopomofo"},
	{"Latin", "Han", "Hangul"},
}

// scriptOf is the script of a character, "" if it goes with any. Unicode has a
// few characters as Common or Inherited that its ScriptExtensions.txt ties to
// one script (or to Japanese): they are taken for that one here.
func scriptOf(r rune) string {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z':
		return "Latin"
	case r < 0x80, unicode.Is(unicode.Inherited, r) && r < 0x0483:
		return ""
	case 0x0660 <= r && r <= 0x0669, 0x064B <= r && r <= 0x0655, r == 0x0670:
		return "Arabic"
	case r == 0x30FC, r == 0x3006, r == 0x3099, r == 0x309A:
		return "Katakana"
	}
	for _, s := range scripts() {
		if unicode.Is(s.table, r) {
			return s.name
		}
	}
	return ""
}

// checkScripts refuses a mixture of scripts that no language has.
func checkScripts(runes []rune) *Problem {
	var seen []string
	for i, r := range runes {
		s := scriptOf(r)
		if s == "" || slices.Contains(seen, s) {
			continue
		}
		if len(seen) > 0 && !goTogether(append(seen, s)) {
			p := at(ReasonMixedScripts, i, r)
			p.ScriptA, p.ScriptB = stranger(seen, s), s
			return p
		}
		seen = append(seen, s)
	}
	return nil
}

// goTogether tells whether one of the allowed sets holds them all.
func goTogether(names []string) bool {
	return slices.ContainsFunc(together, func(set []string) bool {
		return !slices.ContainsFunc(names, func(n string) bool { return !slices.Contains(set, n) })
	})
}

// stranger is the script among seen that s does not go with.
func stranger(seen []string, s string) string {
	for _, other := range seen {
		if !goTogether([]string{other, s}) {
			return other
		}
	}
	return seen[0]
}

// checkDigits refuses digits of two numbering systems (UTS 39, section 5.3).
func checkDigits(runes []rune) *Problem {
	first := rune(-1)
	for i, r := range runes {
		zero, ok := zeroOf(r)
		if !ok {
			continue
		}
		if first >= 0 && zero != first {
			return at(ReasonMixedDigits, i, r)
		}
		first = zero
	}
	return nil
}

// zeroOf is the zero of the numbering system of a decimal digit. Unicode keeps
// the ten digits of a system together and in order (UAX 44, Nd).
func zeroOf(r rune) (zero rune, ok bool) {
	for _, span := range unicode.Nd.R16 {
		if rune(span.Lo) <= r && r <= rune(span.Hi) {
			return r - (r-rune(span.Lo))%10, true
		}
	}
	for _, span := range unicode.Nd.R32 {
		if rune(span.Lo) <= r && r <= rune(span.Hi) {
			return r - (r-rune(span.Lo))%10, true
		}
	}
	return 0, false
}
