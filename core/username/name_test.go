package username

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// reasonOf is the reason of a refusal, "" for none. It fails the test if the
// error is no Problem or its sentence is not fit to be shown.
func reasonOf(t testing.TB, err error) Reason {
	t.Helper()
	if err == nil {
		return ""
	}
	var p *Problem
	if !errors.As(err, &p) {
		t.Fatalf("error %v is a %T, not a *Problem", err, err)
	}
	text := err.Error()
	if text != Visible(text) || !utf8.ValidString(text) || strings.Contains(text, "%!") || !strings.HasSuffix(text, ".") {
		t.Fatalf("sentence of %q is not fit to be shown: %q", p.Reason, text)
	}
	return p.Reason
}

func TestParseTakes(t *testing.T) {
	for _, c := range []struct{ about, typed, key, skeleton string }{
		{"plain", "ada", "ada", "ada"},
		{"upper case", "Ada", "ada", "ada"},
		{"punctuation", "o'neil.a-b_c+d", "o'neil.a-b_c+d", "o'neil.a-b_c+d"},
		{"leading underscore", "_svc", "_svc", "_svc"},
		{"leading digit", "1ada", "1ada", "lada"},
		{"digits only", "2024", "2024", "2o24"},
		{"one letter", "x", "x", "x"},
		{"64 letters", strings.Repeat("A", 64), strings.Repeat("a", 64), strings.Repeat("a", 64)},
		{"full-width", "ａｄａ", "ada", "ada"},
		{"full-width upper case", "ＡＤＡ＿１", "ada_1", "ada_l"},
		{"half-width katakana", "ｶﾞ", "ガ", ""},
		{"composed", "andr\u00e9", "andr\u00e9", ""},
		{"decomposed", "andre\u0301", "andr\u00e9", ""},
		{"ohm sign", "\u2126λ", "ωλ", ""},
		{"kelvin sign", "\u212Aim", "kim", "kim"},
		{"sharp s", "Straße", "straße", "strasse"},
		{"capital sharp s", "STRAẞE", "straße", "strasse"},
		{"dotless i", "ışık", "ışık", ""},
		{"dotted capital I", "İlker", "i\u0307lker", "ilker"},
		{"final sigma", "οδος", "οδοσ", ""},
		{"capital sigma", "ΟΔΟΣ", "οδοσ", ""},
		{"vietnamese", "Nguyễn.Thế", "nguyễn.thế", ""},
		{"cyrillic", "Дмитрий", "дмитрий", ""},
		{"cyrillic with ascii digits", "Дмитрий2", "дмитрий2", ""},
		{"ukrainian apostrophe letter", "Дар\u02bcя", "дар\u02bcя", ""},
		{"hawaiian", "\u02bbokina", "\u02bbokina", "'okina"},
		{"hebrew", "דוד", "דוד", ""},
		{"hebrew with dot", "דוד.כהן", "דוד.כהן", ""},
		{"hebrew of letters like o, l and '", "סיון", "סיון", "o'll"},
		{"hebrew with points", "דָּוִד", "", ""},
		{"arabic", "محمد", "محمد", ""},
		{"arabic with its digits", "محمد٥", "محمد٥", ""},
		{"arabic of letters like o and l", "اه", "اه", "lo"},
		{"persian", "علی۵", "علی۵", ""},
		{"devanagari", "राम", "राम", ""},
		{"thai", "สมชาย", "สมชาย", ""},
		{"georgian capitals", "ᲒᲘᲝᲠᲒᲘ", "გიორგი", ""},
		{"cherokee", "ᏱᎱ", "", ""},
		{"han", "山田太郎", "山田太郎", ""},
		{"japanese", "山田たろうタローabc", "山田たろうタローabc", ""},
		{"bopomofo", "王ㄅㄆa", "王ㄅㄆa", ""},
		{"hangul syllables", "김철수", "김철수", ""},
		{"conjoining jamo make a syllable", "\u1100\u1175\u11b7", "김", ""},
		{"hangul and han", "김哲a", "김哲a", ""},
		{"zero is O", "b0b", "b0b", "bob"},
		{"one is l", "m1ke", "m1ke", "mlke"},
		{"m is not rn", "mama", "mama", "mama"},
		{"rn is not m", "marna", "marna", "marna"},
		{"hook m", "ɱa", "ɱa", "m\u0326a"},
	} {
		t.Run(c.about, func(t *testing.T) {
			got, err := Parse(c.typed)
			if err != nil {
				t.Fatalf("Parse(%+q): %v", c.typed, err)
			}
			if got.Typed != norm.NFC.String(c.typed) {
				t.Errorf("Typed is %+q", got.Typed)
			}
			if c.key != "" && got.Key != c.key {
				t.Errorf("Key is %+q, not %+q", got.Key, c.key)
			}
			if c.skeleton != "" && got.Skeleton != c.skeleton {
				t.Errorf("Skeleton is %+q, not %+q", got.Skeleton, c.skeleton)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct {
		about, typed string
		reason       Reason
		at           int
		r            rune
	}{
		{"nothing", "", ReasonEmpty, 0, 0},
		{"only spaces", " \t\u3000", ReasonEmpty, 0, 0},
		{"65 letters", strings.Repeat("a", 65), ReasonTooLong, 0, 0},
		{"300 letters", strings.Repeat("é", 300), ReasonTooLong, 0, 0},
		{"a megabyte", strings.Repeat("a\u0301", 1<<19), ReasonTooLong, 0, 0},
		{"a key that is longer", strings.Repeat("İ", 64), ReasonTooLong, 0, 0},
		{"no UTF-8", "ad\xffa", ReasonNotUTF8, 3, 0},
		{"half a surrogate pair", "a\xed\xa0\x80", ReasonNotUTF8, 2, 0},
		{"cut off", "a\xc3", ReasonNotUTF8, 2, 0},
		{"space before", " ada", ReasonEdgeSpace, 0, 0},
		{"space behind", "ada ", ReasonEdgeSpace, 0, 0},
		{"line end behind", "ada\r\n", ReasonEdgeSpace, 0, 0},
		{"no-break space behind", "ada\u00a0", ReasonEdgeSpace, 0, 0},
		{"space inside", "ada lovelace", ReasonSpace, 4, ' '},
		{"wide space inside", "山\u3000田", ReasonSpace, 2, ' '},
		{"NUL", "ad\x00a", ReasonInvisible, 3, 0},
		{"tab", "a\tb", ReasonInvisible, 2, '\t'},
		{"escape", "a\x1b[2J", ReasonInvisible, 2, 0x1b},
		{"delete", "a\x7f", ReasonInvisible, 2, 0x7f},
		{"C1 control", "a\u0085b", ReasonInvisible, 2, 0x85},
		{"right-to-left override", "ad\u202ea", ReasonInvisible, 3, 0x202e},
		{"right-to-left mark", "דוד\u200f", ReasonInvisible, 4, 0x200f},
		{"left-to-right isolate", "\u2066ada", ReasonInvisible, 1, 0x2066},
		{"zero-width space", "a\u200bda", ReasonInvisible, 2, 0x200b},
		{"zero-width joiner", "a\u200dda", ReasonInvisible, 2, 0x200d},
		{"zero-width non-joiner in Persian", "می\u200cخواهم", ReasonInvisible, 3, 0x200c},
		{"word joiner", "a\u2060b", ReasonInvisible, 2, 0x2060},
		{"byte order mark", "\ufeffada", ReasonInvisible, 1, 0xfeff},
		{"soft hyphen", "a\u00adda", ReasonInvisible, 2, 0xad},
		{"grapheme joiner", "a\u034fda", ReasonInvisible, 2, 0x34f},
		{"variation selector", "a\ufe0fda", ReasonInvisible, 2, 0xfe0f},
		{"tag letter", "a\U000e0061", ReasonInvisible, 2, 0xe0061},
		{"hangul filler", "a\u3164", ReasonInvisible, 2, 0x3164},
		{"half-width hangul filler", "a\uffa0", ReasonInvisible, 2, 0x3164},
		{"line separator", "a\u2028b", ReasonInvisible, 2, 0x2028},
		{"private use", "a\ue000", ReasonUnassigned, 2, 0xe000},
		{"unassigned", "a\u0378", ReasonUnassigned, 2, 0x378},
		{"no character", "a\ufffe", ReasonUnassigned, 2, 0xfffe},
		{"at", "ada@example", ReasonForbidden, 4, '@'},
		{"full-width at", "ada＠example", ReasonForbidden, 4, '@'},
		{"replacement character", "a\ufffd", ReasonForbidden, 2, 0xfffd},
		{"emoji", "ada😀", ReasonForbidden, 4, 0x1f600},
		{"ligature", "ﬁona", ReasonForbidden, 1, 0xfb01},
		{"superscript", "a²", ReasonForbidden, 2, 0xb2},
		{"roman numeral", "ⅷ", ReasonForbidden, 1, 0x2177},
		{"mathematical letter", "a𝐦", ReasonForbidden, 2, 0x1d426},
		{"conjoining jamo alone", "ᄀ", ReasonForbidden, 1, 0x1100},
		{"compatibility jamo", "ㄱ", ReasonForbidden, 1, 0x3131},
		{"kashida", "محـمد", ReasonForbidden, 3, 0x640},
		{"middle dot", "col·la", ReasonForbidden, 4, 0xb7},
		{"typographic apostrophe", "o’neil", ReasonForbidden, 2, 0x2019},
		{"enclosing circle", "a\u20dd", ReasonForbidden, 2, 0x20dd},
		{"musical mark", "a\U0001d165", ReasonForbidden, 2, 0x1d165},
		{"modifier letter", "a\u02d0", ReasonForbidden, 2, 0x2d0},
		{"leading dot", ".ada", ReasonStart, 1, '.'},
		{"leading full-width dot", "．ada", ReasonStart, 1, '.'},
		{"leading hyphen", "-rf", ReasonStart, 1, '-'},
		{"leading plus", "+ada", ReasonStart, 1, '+'},
		{"leading mark", "\u0301ada", ReasonStart, 1, 0x301},
		{"leading mark after folding", "ﾞa", ReasonStart, 1, 0x3099},
		{"punctuation only", "_.-", ReasonNoLetter, 0, 0},
		{"five marks", "a\u0300\u0301\u0302\u0303\u0304", ReasonMarks, 0, 0},
		{"a mark twice", "x\u0301\u0301", ReasonMarks, 0, 0},
		{"a composed mark twice", "\u00e1\u0301", ReasonMarks, 0, 0},
		{"latin and cyrillic", "mіke", ReasonMixedScripts, 2, 0x456},
		{"latin and greek", "aλ", ReasonMixedScripts, 2, 0x3bb},
		{"latin and hebrew", "aא", ReasonMixedScripts, 2, 0x5d0},
		{"latin and arabic digit", "ada٥", ReasonMixedScripts, 4, 0x665},
		{"hangul and kana", "김た", ReasonMixedScripts, 2, 0x305f},
		{"bopomofo and kana", "ㄅた", ReasonMixedScripts, 2, 0x305f},
		{"han and cyrillic", "山д", ReasonMixedScripts, 2, 0x434},
		{"arabic and extended arabic digits", "م٥۵", ReasonMixedDigits, 3, 0x6f5},
		{"devanagari and ascii digits", "रा१1", ReasonMixedDigits, 4, '1'},
		{"cyrillic like ascii", "аса", ReasonLookAlike, 0, 0},
		{"cyrillic capitals like ascii", "АСА", ReasonLookAlike, 0, 0},
		{"cyrillic like ascii with digit", "оса.1", ReasonLookAlike, 0, 0},
		{"greek like ascii", "ονο", ReasonLookAlike, 0, 0},
		{"cherokee like ascii", "ᎪᎬ", ReasonLookAlike, 0, 0},
		{"thai digits like ascii", "๐๐", ReasonLookAlike, 0, 0},
		{"hebrew that starts with a digit", "1אב", ReasonDirection, 0, 0},
		{"hebrew that ends with a hyphen", "עבד-", ReasonDirection, 0, 0},
	} {
		t.Run(c.about, func(t *testing.T) {
			got, err := Parse(c.typed)
			if reason := reasonOf(t, err); reason != c.reason {
				t.Fatalf("Parse(%+.80q) gave %+v and reason %q (%v), not %q", c.typed, got, reason, err, c.reason)
			}
			var p *Problem
			if errors.As(err, &p) && (p.At != c.at || p.Rune != c.r) {
				t.Errorf("place %d, %U, not %d, %U", p.At, p.Rune, c.at, c.r)
			}
			if got != (Name{}) {
				t.Errorf("a refused name is given all the same: %+v", got)
			}
		})
	}
}

func TestParseRefusesEveryOtherASCII(t *testing.T) {
	for r := rune('!'); r < 0x7f; r++ {
		_, err := Parse("a" + string(r) + "b")
		taken := unicode.In(r, unicode.L, unicode.Nd) || strings.ContainsRune(".-_+'", r)
		want := ReasonForbidden
		if taken {
			want = ""
		}
		if got := reasonOf(t, err); got != want {
			t.Errorf("%q: reason %q, not %q", r, got, want)
		}
	}
}

func TestScriptsAreNamed(t *testing.T) {
	for typed, want := range map[string][2]string{
		"mіke": {"Latin", "Cyrillic"},
		"a山김た": {"Hangul", "Hiragana"},
		"дλ":   {"Cyrillic", "Greek"},
		"аса":  {"Cyrillic", ""},
		"ονο":  {"Greek", ""},
	} {
		_, err := Parse(typed)
		var p *Problem
		if !errors.As(err, &p) {
			t.Fatalf("%q: %v", typed, err)
		}
		if got := [2]string{p.ScriptA, p.ScriptB}; got != want {
			t.Errorf("%q: scripts %q, not %q", typed, got, want)
		}
	}
}

// Every character alone, behind and before a letter: keys are stable, so that
// an account that could be made can also be looked up by its key.
func TestEveryCharacterHasAStableKey(t *testing.T) {
	step := rune(1)
	for r := rune(0); r <= unicode.MaxRune; r += step {
		step = 1
		if unicode.In(r, unicode.Han, unicode.Hangul, unicode.Tangut) || r > 0x20000 {
			step = 97 // one like the other, and they are many
		}
		if !unicode.In(r, unicode.L, unicode.M, unicode.Nd) {
			continue
		}
		for _, typed := range []string{string(r), "a" + string(r), string(r) + "я"} {
			if name, err := Parse(typed); err == nil {
				checkStable(t, typed, name)
			}
		}
	}
}

// checkStable checks what holds for every name that was taken.
func checkStable(t fataler, typed string, name Name) {
	again, err := Parse(name.Key)
	if err != nil {
		t.Fatalf("%+q has the key %+q, which is refused: %v", typed, name.Key, err)
	}
	if again.Key != name.Key || again.Skeleton != name.Skeleton {
		t.Fatalf("%+q: key %+q, skeleton %+q; parsed again %+q, %+q", typed, name.Key, name.Skeleton, again.Key, again.Skeleton)
	}
	if !norm.NFC.IsNormalString(name.Key) || !norm.NFC.IsNormalString(name.Typed) {
		t.Fatalf("%+q: not in NFC: %+v", typed, name)
	}
	if n := utf8.RuneCountInString(name.Key); n == 0 || n > MaxName || name.Skeleton == "" {
		t.Fatalf("%+q: key of %d characters, skeleton %+q", typed, n, name.Skeleton)
	}
	if name.Key != Visible(name.Key) || name.Typed != Visible(name.Typed) || strings.Contains(name.Key, "@") {
		t.Fatalf("%+q: hidden characters or @ in %+v", typed, name)
	}
}

func TestParallel(t *testing.T) {
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				if name, err := Parse("ΟΔΟΣＡé"); err == nil {
					t.Errorf("mixed scripts are taken: %+v", name)
				}
				if name, err := Parse("Дмитрий"); err != nil || name.Key != "дмитрий" {
					t.Errorf("%+v, %v", name, err)
				}
			}
		})
	}
	wg.Wait()
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := Parse("ada.lovelace"); err != nil {
			b.Fatal(err)
		}
	}
}

// The slowest text that is not refused for its length.
func BenchmarkParseLongest(b *testing.B) {
	typed := strings.Repeat("\u1100\u1175\u11b7", 64)
	for b.Loop() {
		if _, err := Parse(typed); err != nil {
			b.Fatal(err)
		}
	}
}
