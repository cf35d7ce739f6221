package username

import (
	"strings"
	"testing"
	"unicode"
)

func TestParseFullNameTakes(t *testing.T) {
	for typed, want := range map[string]string{
		"":                             "",
		" \t\n ":                       "",
		"Ada Lovelace":                 "Ada Lovelace",
		"  Ada \u00a0\u3000 Lovelace ": "Ada Lovelace",
		"Ada Lovelace\r\n":             "Ada Lovelace",
		"Jose\u0301":                   "Jos\u00e9",
		"O’Neil, Ada (Site) & Co.":     "O’Neil, Ada (Site) & Co.",
		"Дмитрий Ada 山田":               "Дмитрий Ada 山田",
		"דוד כהן":                      "דוד כהן",
		"می\u200cخواهم":                "می\u200cخواهم",
		"क\u094d\u200dष":               "क\u094d\u200dष",
		"葛\U000e0100城":                 "葛\U000e0100城",
		"Ada 👍":                        "Ada 👍",
		strings.Repeat("é", 200):       strings.Repeat("é", 200),
		strings.Repeat("e\u0301", 200): strings.Repeat("é", 200),
	} {
		got, err := ParseFullName(typed)
		if err != nil || got != want {
			t.Errorf("ParseFullName(%+q) = %+q, %v; want %+q", typed, got, err, want)
		}
	}
}

func TestParseFullNameRefuses(t *testing.T) {
	for typed, want := range map[string]Reason{
		strings.Repeat("a", 201):           ReasonTooLong,
		strings.Repeat("a ", 9000):         ReasonTooLong,
		"Ada\xc3":                          ReasonNotUTF8,
		"Ada\x00Lovelace":                  ReasonInvisible,
		"Ada\tLovelace":                    ReasonInvisible,
		"Ada\nLovelace":                    ReasonInvisible,
		"Ada\u202eecalevoL":                ReasonInvisible,
		"Ada\u200f":                        ReasonInvisible,
		"Ada\u2067x\u2069":                 ReasonInvisible,
		"A\u200bda":                        ReasonInvisible,
		"A\u200dda":                        ReasonInvisible,
		"\u200dمی":                         ReasonInvisible,
		"می\u200c":                         ReasonInvisible,
		"می\u200c\u200cخ":                  ReasonInvisible,
		"می \u200cخ":                       ReasonInvisible,
		"A\ufe0f":                          ReasonInvisible,
		"葛\ufe00\ufe00":                    ReasonInvisible,
		"Ada\U000e0041":                    ReasonInvisible,
		"Ada\u2800":                        ReasonInvisible,
		"Ada\ue000":                        ReasonUnassigned,
		"Ada\uffff":                        ReasonUnassigned,
		"\u0301Ada":                        ReasonStart,
		"Z\u0300\u0301\u0302\u0303\u0304a": ReasonMarks,
	} {
		got, err := ParseFullName(typed)
		if reason := reasonOf(t, err); reason != want || got != "" {
			t.Errorf("ParseFullName(%+.60q) = %+q, reason %q (%v), not %q", typed, got, reason, err, want)
		}
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"":                   "",
		"Ada Lovelace é 山田":  "Ada Lovelace é 山田",
		"דוד":                "דוד",
		"😀\ufffd":            "😀\ufffd",
		"a\u202eb":           "a‹U+202E›b",
		"a\u200fb":           "a‹U+200F›b",
		"a\u200bb":           "a‹U+200B›b",
		"a\u200db":           "a‹U+200D›b",
		"می\u200cخواهم":      "می\u200cخواهم",
		"می\u200c":           "می‹U+200C›",
		"\u200c":             "‹U+200C›",
		"葛\U000e0100":        "葛\U000e0100",
		"a\U000e0100":        "a‹U+E0100›",
		"a\r\nb\tc\x00\x7f":  "a‹U+000D›‹U+000A›b‹U+0009›c‹U+0000›‹U+007F›",
		"\x1b[31m":           "‹U+001B›[31m",
		"a\xffb\xc3":         "a‹0xFF›b‹0xC3›",
		"\ue000\u0378":       "‹U+E000›‹U+0378›",
		"\u2028\ufeff\u00ad": "‹U+2028›‹U+FEFF›‹U+00AD›",
		"‹U+202E›":           "‹U+202E›",
		"\u3164\u2800":       "‹U+3164›‹U+2800›",
	} {
		if got := Visible(in); got != want {
			t.Errorf("Visible(%+q) = %+q, not %+q", in, got, want)
		}
	}
}

func TestCharacter(t *testing.T) {
	for r, want := range map[rune]string{
		'@': "“@”", 'д': "“д”", '😀': "“😀”",
		0x202e: "U+202E", 0x301: "U+0301", 0: "U+0000", ' ': "U+0020", 0xe000: "U+E000", 0x3164: "U+3164", 0x10ffff: "U+10FFFF",
	} {
		if got := (&Problem{Rune: r}).Character(); got != want {
			t.Errorf("%U is shown as %q, not %q", r, got, want)
		}
	}
}

func TestEveryReasonHasASentence(t *testing.T) {
	for reason := range templates {
		p := &Problem{Reason: reason, Limit: 7, At: 3, Rune: 0x202e, ScriptA: "Latin", ScriptB: "Greek"}
		if got := reasonOf(t, p); got != reason {
			t.Errorf("%q turned into %q", reason, got)
		}
	}
	if got := (&Problem{Reason: "a\x00"}).Error(); got != `Refused: "a\x00"` {
		t.Errorf("an unknown reason reads %q", got)
	}
}

func TestFoldCaseIsStable(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.S) || unicode.In(r, unicode.Han, unicode.Hangul) {
			continue
		}
		once := foldCase(string(r))
		if twice := foldCase(once); twice != once {
			t.Errorf("%U folds to %+q, and that to %+q", r, once, twice)
		}
		for _, other := range []rune{unicode.ToUpper(r), unicode.ToLower(r)} {
			if unicode.SimpleFold(r) != r && unicode.ToLower(unicode.ToUpper(r)) == r && foldCase(string(other)) != once {
				t.Errorf("%U and %U fold to %+q and %+q", r, other, once, foldCase(string(other)))
			}
		}
	}
}
