package username

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// names draws texts that are mostly near a name: letters of a few scripts,
// marks, digits, and now and then what has no place in one.
func names() *rapid.Generator[string] {
	alphabets := []*rapid.Generator[rune]{
		rapid.RuneFrom([]rune("abcdefiIlLmnorsSzZ01.-_+'ßẞıİéñ")),
		rapid.RuneFrom([]rune("абвгосрєіАСХ")),
		rapid.RuneFrom([]rune("αβςσΣονΰΐ")),
		rapid.RuneFrom([]rune("אבגדהוסןי12")),
		rapid.RuneFrom([]rune("ابجدهولی٠٥۵\u064b\u0651")),
		rapid.RuneFrom([]rune("山田たろうタロｶﾞー김철ㄅ가\u1100\u1161\u11a8")),
		rapid.RuneFrom([]rune("ａＡｚ０＿＠　Ꭺꭺᏸ\u0301\u0307\u0345")),
		rapid.RuneFrom(nil, unicode.L, unicode.M, unicode.Nd),
		rapid.Rune(),
	}
	return rapid.Custom(func(t *rapid.T) string {
		alphabet := rapid.SampledFrom(alphabets).Draw(t, "alphabet")
		if rapid.IntRange(0, 3).Draw(t, "mixed") == 0 {
			alphabet = rapid.OneOf(alphabets...)
		}
		return rapid.StringOfN(alphabet, 0, 70, -1).Draw(t, "name")
	})
}

func TestParseProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typed := names().Draw(t, "typed")
		name, err := Parse(typed)
		for _, form := range []norm.Form{norm.NFC, norm.NFD} {
			other, otherErr := Parse(form.String(typed))
			if (err == nil) != (otherErr == nil) || other != name {
				t.Fatalf("%+q gives %+v, %v; normalised %+v, %v", typed, name, err, other, otherErr)
			}
		}
		if err == nil {
			checkStable(t, typed, name)
			checkCaseVariants(t, typed, name)
		}
	})
}

// checkCaseVariants checks that a name in capitals is the same name. Dotless
// and dotted i are the exception: their other case is that of the plain i.
func checkCaseVariants(t *rapid.T, typed string, name Name) {
	if strings.ContainsAny(norm.NFC.String(typed), "ıİ") {
		return
	}
	for _, variant := range []string{simpleUpper(typed), strings.ToLower(typed)} {
		other, err := Parse(variant)
		if err == nil && other.Key != name.Key {
			t.Fatalf("%+q has the key %+q, %+q the key %+q", typed, name.Key, variant, other.Key)
		}
		if err != nil {
			t.Fatalf("%+q is taken, %+q is not: %v", typed, variant, err)
		}
	}
}

// simpleUpper is the text in capitals, of letters that have one capital that
// leads back to them.
func simpleUpper(s string) string {
	return strings.Map(func(r rune) rune {
		if upper := unicode.ToUpper(r); r == 'ς' || unicode.ToLower(upper) == r {
			return upper
		}
		return r
	}, s)
}

func TestOtherProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), names()).Draw(t, "text")
		checkFullName(t, text)
		checkMailOf(t, text)
		checkMailOf(t, text+"@"+names().Draw(t, "domain"))
		checkVisible(t, text)
	})
}

// fataler is what the checks need of a test.
type fataler interface {
	Fatalf(format string, args ...any)
}

func checkFullName(t fataler, typed string) {
	full, err := ParseFullName(typed)
	if err != nil {
		return
	}
	again, err := ParseFullName(full)
	if err != nil || again != full {
		t.Fatalf("full name %+q gives %+q, and that %+q, %v", typed, full, again, err)
	}
	if full != Visible(full) || !norm.NFC.IsNormalString(full) || strings.Contains(full, "  ") {
		t.Fatalf("full name %+q is %+q", typed, full)
	}
}

func checkMailOf(t fataler, typed string) {
	mail, err := ParseMail(typed)
	if err != nil || mail == (Mail{}) {
		return
	}
	for _, text := range []string{mail.Typed, mail.Key} {
		again, err := ParseMail(text)
		if err != nil || again.Key != mail.Key || again.Typed != text {
			t.Fatalf("mail %+q gives %+q, and %+q gives %+q, %v", typed, mail, text, again, err)
		}
	}
	if strings.Count(mail.Key, "@") != 1 || len(mail.Key) > MaxMail || mail.Typed != Visible(mail.Typed) {
		t.Fatalf("mail %+q is %+q", typed, mail)
	}
}

func checkVisible(t fataler, s string) {
	shown := Visible(s)
	if Visible(shown) != shown {
		t.Fatalf("%+q is shown as %+q, and that as %+q", s, shown, Visible(shown))
	}
	runes := []rune(shown)
	for i, r := range runes {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || isHidden(r) && !joinsHere(runes, i) {
			t.Fatalf("%+q is shown as %+q with %U", s, shown, r)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"ada", "ａｄａ", "аса", "İı", "οδος", "דוד1", "م٥۵", "\u1100\u1161", "a\u202eb", "\xff", "ﾞ", "Ꭺ", strings.Repeat("é", 300)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		name, err := Parse(typed)
		reasonOf(t, err)
		if composed, composedErr := Parse(norm.NFC.String(typed)); len(typed) <= maxNameBytes && reasonOf(t, err) != ReasonNotUTF8 &&
			((err == nil) != (composedErr == nil) || composed != name) {
			t.Fatalf("%+q gives %+v, %v; composed %+v, %v", typed, name, err, composed, composedErr)
		}
		if err == nil {
			checkStable(t, typed, name)
		}
		checkFullName(t, typed)
		checkMailOf(t, typed)
		checkVisible(t, typed)
		_, err = ParseFullName(typed)
		reasonOf(t, err)
		_, err = ParseMail(typed)
		reasonOf(t, err)
	})
}
