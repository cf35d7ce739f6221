package password

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// Bands of the score for texts everybody would judge alike, and what is blamed.
func TestEstimateBands(t *testing.T) {
	context := []string{"a.okafor", "Ada Okafor", "Northfield Depot"}
	tests := []struct {
		text    string
		lo, hi  int
		warning Warning
	}{
		{"", 0, 0, ""},
		{"a", 0, 0, ""},
		{"password", 0, 0, WarnCommon},
		{"123456", 0, 0, WarnCommon},
		{"qwerty", 0, 0, WarnCommon},
		{"PassWord", 0, 0, WarnCommon},
		{"P@ssw0rd", 0, 0, WarnCommon},
		{"drowssap", 0, 0, WarnCommon},
		{"passwordpassword", 0, 0, WarnRepeat},
		{"password1", 0, 0, WarnCommon},
		{"password17", 0, 1, WarnCommon},
		{"correct horse battery staple", 0, 0, WarnCommon},
		{"aaaaaaaaaaaaaaaaaaaa", 0, 0, WarnRepeat},
		{"abababababababab", 0, 0, WarnRepeat},
		{"abcdefghijklmnop", 0, 0, WarnSequence},
		{"ponmlkjihgfedcba", 0, 0, WarnSequence},
		{"98765432", 0, 0, WarnSequence},
		{"asdfghjklpoiuytrewq", 0, 1, ""},
		{"1qaz2wsx3edc", 0, 1, WarnSequence},
		{"аbвгдеёжз", 1, 3, ""},
		{"21031987", 0, 1, WarnDate},
		{"21.3.1987", 0, 1, WarnDate},
		{"1987-03-21", 0, 1, WarnDate},
		{"1987", 0, 0, WarnDate},
		{"abdomen", 1, 1, WarnWord},
		{"okafor", 0, 0, WarnContext},
		{"Okafor1987", 0, 1, WarnContext},
		{"northfielddepot", 0, 0, WarnContext},
		{"ab12!x", 1, 2, ""},
		{"k7#Qz!m2", 2, 3, ""},
		{"k7#Qz!m2Wp", 4, 4, ""},
		{"tally-Orbit-43-plinth", 4, 4, ""},
		{"abdomen-plinth", 3, 4, ""},
		{"k7#Qz!m2Wp$v9Lr&x", 4, 4, ""},
		{"пароль на двери склада", 4, 4, ""},
	}
	s := NewSimple()
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			got := s.Estimate(tt.text, context)
			if got.Score < tt.lo || got.Score > tt.hi || tt.warning != "" && got.Warning != tt.warning {
				t.Errorf("%+v, want score %d to %d, warning %q", got, tt.lo, tt.hi, tt.warning)
			}
		})
	}
}

// A passphrase is worth the choice of its words, not its length: four words of
// a list of 7,776 are 15.6 figures, and no more than a few above for the rest.
func TestPassphrasesAreNotOverrated(t *testing.T) {
	s := NewSimple()
	for _, text := range []string{"abdomen account acclaim abstract", "abdomenaccountacclaimabstract", "Abdomen-Account-Acclaim-Abstract"} {
		if got := s.Estimate(text, nil).Log10Guesses; got < 14 || got > 20 {
			t.Errorf("%q is worth 10^%.1f", text, got)
		}
	}
	if got := s.Estimate("abdomen abdomen abdomen abdomen", nil).Log10Guesses; got > 7 {
		t.Errorf("one word four times is worth 10^%.1f", got)
	}
}

func TestScoreBounds(t *testing.T) {
	for guesses, want := range map[float64]int{0: 0, 2.99: 0, 3: 1, 5.99: 1, 6: 2, 7.99: 2, 8: 3, 9.99: 3, 10: 4, 99: 4} {
		if got := score(guesses); got != want {
			t.Errorf("score(%v) = %d, want %d", guesses, got, want)
		}
	}
}

// texts draws what people type: words, repeats, dates, symbols, any Unicode.
func texts() *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.SampledFrom(commonPasswords), rapid.SampledFrom(keyboardRows),
		rapid.SampledFrom([]string{"okafor", "21.3.1987", "19870321", "aaaa", "ababab", "P@$$w0rd", "abdomen", "-", " ", "🦉"}),
		rapid.StringN(0, 8, -1), rapid.StringMatching(`[ -~]{0,8}`),
	)
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(t, "pieces"), "")
	})
}

// An estimate is finite, not negative, repeatable, at most what brute force
// takes, and its score follows from its guesses.
func TestEstimateIsBounded(t *testing.T) {
	s := NewSimple()
	rapid.Check(t, func(t *rapid.T) {
		text := texts().Draw(t, "text")
		context := rapid.SliceOfN(rapid.String(), 0, 4).Draw(t, "context")
		got := s.Estimate(text, context)
		limit := float64(min(utf8.RuneCountInString(text), maxEstimated)) * bruteForce
		if math.IsNaN(got.Log10Guesses) || got.Log10Guesses < 0 || got.Log10Guesses > limit+1e-9 {
			t.Fatalf("%q: %+v beyond %v", text, got, limit)
		}
		if got.Score != score(got.Log10Guesses) || got.Score >= 3 && got.Warning != "" {
			t.Fatalf("%q: %+v", text, got)
		}
		if again := s.Estimate(text, context); again != got {
			t.Fatalf("%q: %+v, then %+v", text, got, again)
		}
	})
}

// A character that belongs to no pattern adds exactly its own guesses, so a
// longer password is never worth less for it.
func TestAnotherCharacterNeverLowers(t *testing.T) {
	s := NewSimple()
	rapid.Check(t, func(t *rapid.T) {
		text := texts().Draw(t, "text")
		more := rapid.SampledFrom([]string{"~", "^", "<", "→", "»"}).Draw(t, "more")
		if strings.Contains(text, more) || utf8.RuneCountInString(text) >= maxEstimated {
			t.Skip("the character would repeat or not be looked at")
		}
		before, after := s.Estimate(text, nil).Log10Guesses, s.Estimate(text+more, nil).Log10Guesses
		if math.Abs(after-before-bruteForce) > 1e-9 {
			t.Fatalf("%q: %v, with %q: %v", text, before, more, after)
		}
	})
}

// Even a character that completes a pattern cannot make the whole worth less
// than the same text without what the pattern spans.
func TestEstimateNeverBelowItsPrefix(t *testing.T) {
	s := NewSimple()
	rapid.Check(t, func(t *rapid.T) {
		random := rapid.StringMatching(`[~^<>]([A-Z][~^<>]){4}`).Draw(t, "random")
		tail := texts().Draw(t, "tail")
		if strings.ContainsAny(tail, "~^<>") {
			t.Skip("the tail would repeat the random part")
		}
		if whole, part := s.Estimate(random+tail, nil).Log10Guesses, s.Estimate(random, nil).Log10Guesses; whole < part-2 {
			t.Fatalf("%q: %v, %q alone: %v", random+tail, whole, random, part)
		}
	})
}

// Knowing the account's names never makes a password look stronger.
func TestContextNeverRaises(t *testing.T) {
	s := NewSimple()
	rapid.Check(t, func(t *rapid.T) {
		text, word := texts().Draw(t, "text"), rapid.StringN(0, 12, -1).Draw(t, "word")
		without, with := s.Estimate(text+word, nil), s.Estimate(text+word, []string{word})
		if with.Log10Guesses > without.Log10Guesses+1e-9 {
			t.Fatalf("%q: %v, knowing %q: %v", text+word, without.Log10Guesses, word, with.Log10Guesses)
		}
	})
}

func TestEstimateLongTexts(t *testing.T) {
	s := NewSimple()
	for name, text := range map[string]string{
		"repeats": strings.Repeat("a", 1<<20), "two": strings.Repeat("ab", 1<<19), "words": strings.Repeat("password ", 1<<17),
		"bytes that are no text": strings.Repeat("\xff\xfe", 1<<19), "digits": strings.Repeat("19870321", 1<<17),
	} {
		t.Run(name, func(t *testing.T) {
			work := testing.AllocsPerRun(1, func() { s.Estimate(text, []string{text, text}) })
			if work > 100_000 {
				t.Errorf("%v allocations", work)
			}
			if got := s.Estimate(text, nil); got.Score > 1 {
				t.Errorf("%+v", got)
			}
		})
	}
}

func FuzzEstimate(f *testing.F) {
	f.Add("P@ssw0rd1987", "okafor")
	f.Add("21.3.1987-21.3", "\xff")
	s := NewSimple()
	f.Fuzz(func(t *testing.T, text, context string) {
		got := s.Estimate(text, []string{context})
		if got.Score < 0 || got.Score > 4 || !(got.Log10Guesses >= 0 && got.Log10Guesses <= maxEstimated) {
			t.Errorf("%q: %+v", text, got)
		}
	})
}

func TestCrackTime(t *testing.T) {
	at := func(seconds float64) float64 { return math.Log10(seconds * guessesPerSecond) }
	const day, year = 86400.0, 365.25 * 86400
	tests := []struct {
		log10 float64
		want  Span
	}{
		{math.Inf(-1), Span{AtOnce, 0}},
		{math.NaN(), Span{AtOnce, 0}},
		{0, Span{AtOnce, 0}},
		{3.99, Span{AtOnce, 0}},
		{4, Span{Seconds, 1}},
		{at(34), Span{Seconds, 30}},
		{at(54), Span{Seconds, 50}},
		{at(59), Span{Minutes, 1}},
		{at(200), Span{Minutes, 3}},
		{at(59 * 60), Span{Hours, 1}},
		{at(5 * 3600), Span{Hours, 5}},
		{at(23.9 * 3600), Span{Hours, 20}},
		{at(3.2 * day), Span{Days, 3}},
		{at(29 * day), Span{Months, 1}},
		{at(0.5 * year), Span{Months, 6}},
		{at(0.99 * year), Span{Months, 10}},
		{at(1.2 * year), Span{Years, 1}},
		{at(30 * year), Span{Years, 30}},
		{at(94 * year), Span{Years, 90}},
		{at(96 * year), Span{Centuries, 0}},
		{at(1e6 * year), Span{Centuries, 0}},
		{400, Span{Centuries, 0}},
		{math.Inf(1), Span{Centuries, 0}},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.log10), func(t *testing.T) {
			if got := CrackTime(tt.log10); got != tt.want {
				t.Errorf("CrackTime = %v, want %v", got, tt.want)
			}
		})
	}
}

// More guesses never take less time.
func TestCrackTimeIsMonotone(t *testing.T) {
	order := map[Unit]int{AtOnce: 0, Seconds: 1, Minutes: 2, Hours: 3, Days: 4, Months: 5, Years: 6, Centuries: 7}
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-1, 20).Draw(t, "x")
		a, b := CrackTime(x), CrackTime(x+rapid.Float64Range(0, 2).Draw(t, "more"))
		if order[a.Unit] > order[b.Unit] || a.Unit == b.Unit && a.Count > b.Count {
			t.Fatalf("%v, then %v", a, b)
		}
	})
}

func BenchmarkEstimate(b *testing.B) {
	s := NewSimple()
	for name, text := range map[string]string{
		"typical": "tally-Orbit-43-plinth", "longest": strings.Repeat("Tally-0rbit", 10), "repeats": strings.Repeat("a", 100),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				s.Estimate(text, []string{"a.okafor", "Ada Okafor"})
			}
		})
	}
}

func BenchmarkNewSimple(b *testing.B) {
	for b.Loop() {
		NewSimple()
	}
}
