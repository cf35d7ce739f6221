package password

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"gatehouse/core/password/zxcvbn"
)

// Bands of the score for texts everybody would judge alike, and what is blamed.
func TestEstimateBands(t *testing.T) {
	context := []string{"a.okafor", "Ada Okafor", "ada.okafor@northfield.example", "Northfield Depot", "gatehouse"}
	tests := []struct {
		text    string
		lo, hi  int
		warning Warning
	}{
		{"", 0, 0, ""},
		{"password", 0, 0, WarnTop10},
		{"letmein", 0, 0, WarnTop100},
		{"geekboy", 1, 1, WarnCommon},
		{"PassWord", 0, 0, WarnTop10},
		{"P@ssw0rd", 0, 0, WarnSimilar},
		{"drowssap", 0, 0, WarnSimilar},
		{"passwordpassword", 0, 0, WarnRepeatGroup},
		{"password17", 0, 1, WarnSimilar},
		{"aaaaaaaaaaaaaaaaaaaa", 0, 0, WarnRepeat},
		{"abababababababab", 0, 0, WarnRepeatGroup},
		{"abcdefghijklmnop", 0, 0, WarnSequence},
		{"ponmlkjihgfedcba", 0, 0, WarnSequence},
		{"lkjhgfd", 0, 1, WarnRow},
		{"ertghnbv", 1, 2, WarnKeys},
		{"31031987", 0, 1, WarnDate},
		{"21.3.1987", 0, 1, WarnDate},
		{"1987", 0, 0, WarnYear},
		{"evaporator", 1, 1, WarnWord},
		{"bonnette", 1, 1, WarnName},
		{"bonnette!", 1, 2, WarnNames},
		{"okafor", 0, 0, WarnContext},
		{"Okafor1987", 0, 1, WarnContext},
		{"0kaf0r", 0, 0, WarnContext},
		{"rofako", 0, 0, WarnContext},
		{"okaforada", 0, 0, WarnContext},
		{"AOkafor", 0, 0, WarnContext},
		{"northfielddepot", 0, 0, WarnContext},
		{"Gatehouse2026", 0, 1, WarnContext},
		{"ab12!x", 1, 2, ""},
		{"k7#Qz!m2", 2, 3, ""},
		{"k7#Qz!m2Wp$v9Lr&x", 4, 4, ""},
		{"tally-Orbit-43-plinth", 4, 4, ""},
		{"пароль на двери склада", 4, 4, ""},
	}
	s := newEstimator()
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			got := s.Estimate(tt.text, context)
			if got.Score < tt.lo || got.Score > tt.hi || got.Warning != tt.warning {
				t.Errorf("%+v, want score %d to %d, warning %q", got, tt.lo, tt.hi, tt.warning)
			}
		})
	}
}

// newEstimator is an estimator of 2026, the year of the vectors.
func newEstimator() *Zxcvbn {
	return NewZxcvbn(func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) })
}

// The texts of the reference that the codes stand for.
var (
	referenceWarnings = map[string]Warning{
		"":                                  "",
		"This is a top-10 common password":  WarnTop10,
		"This is a top-100 common password": WarnTop100,
		"This is a very common password":    WarnCommon,
		"This is similar to a commonly used password":                           WarnSimilar,
		"A word by itself is easy to guess":                                     WarnWord,
		"Names and surnames by themselves are easy to guess":                    WarnName,
		"Common names and surnames are easy to guess":                           WarnNames,
		"Straight rows of keys are easy to guess":                               WarnRow,
		"Short keyboard patterns are easy to guess":                             WarnKeys,
		`Repeats like "aaa" are easy to guess`:                                  WarnRepeat,
		`Repeats like "abcabcabc" are only slightly harder to guess than "abc"`: WarnRepeatGroup,
		"Sequences like abc or 6543 are easy to guess":                          WarnSequence,
		"Recent years are easy to guess":                                        WarnYear,
		"Dates are often easy to guess":                                         WarnDate,
	}
	referenceSuggestions = map[string]Suggestion{
		"Use a few words, avoid common phrases":                                  SuggestWords,
		"No need for symbols, digits, or uppercase letters":                      SuggestNoSymbols,
		"Add another word or two. Uncommon words are better.":                    SuggestMoreWords,
		"Use a longer keyboard pattern with more turns":                          SuggestMoreTurns,
		"Avoid repeated words and characters":                                    SuggestNoRepeats,
		"Avoid sequences":                                                        SuggestNoSequences,
		"Avoid recent years":                                                     SuggestNoYears,
		"Avoid years that are associated with you":                               SuggestNoOwnYears,
		"Avoid dates and years that are associated with you":                     SuggestNoOwnDates,
		"Capitalization doesn't help very much":                                  SuggestCapital,
		"All-uppercase is almost as easy to guess as all-lowercase":              SuggestAllCapitals,
		"Reversed words aren't much harder to guess":                             SuggestBackwards,
		"Predictable substitutions like '@' instead of 'a' don't help very much": SuggestLookAlikes,
	}
)

// Warnings and suggestions are the reference's, for all vectors without user
// inputs, of which it says nothing. Every one of them occurs, but those two that
// are said of no text at all, and of that alone.
func TestFeedbackVectors(t *testing.T) {
	s := newEstimator()
	warnings, suggestions := map[Warning]int{}, map[Suggestion]int{}
	for _, name := range []string{"development", "held"} {
		all, wrong := 0, 0
		for _, v := range readVectors(t, "zxcvbn/testdata/"+name+".jsonl.gz") {
			if len(v.Inputs) > 0 || !norm.NFC.IsNormalString(v.Password) {
				continue
			}
			warning, suggested := v.feedback(t)
			warnings[warning]++
			for _, suggestion := range suggested {
				suggestions[suggestion]++
			}
			all++
			if got := s.Estimate(v.Password, nil); got.Warning != warning || !slices.Equal(got.Suggestions, suggested) {
				wrong++
				t.Logf("%q: %q, %q; the reference: %+v", v.Password, got.Warning, got.Suggestions, v)
			}
		}
		if t.Logf("%s: %d of %d differ", name, wrong, all); all < 2000 || float64(wrong) > 0.005*float64(all) {
			t.Errorf("%s: %d of %d differ", name, wrong, all)
		}
	}
	if got := s.Estimate("", nil); got.Warning != "" || !slices.Equal(got.Suggestions, []Suggestion{SuggestWords, SuggestNoSymbols}) {
		t.Errorf("without a text: %+v", got)
	}
	if len(warnings) != len(referenceWarnings) || len(suggestions) < len(referenceSuggestions)-2 {
		t.Errorf("of the warnings only %v occur, of the suggestions %v", warnings, suggestions)
	}
}

// feedback is what the reference says of a vector, in our codes.
func (v vector) feedback(t *testing.T) (Warning, []Suggestion) {
	t.Helper()
	warning, known := referenceWarnings[v.Warning]
	if !known {
		t.Fatalf("the reference warns %q", v.Warning)
	}
	var suggestions []Suggestion
	for _, text := range v.Suggestions {
		suggestion, known := referenceSuggestions[text]
		if !known {
			t.Fatalf("the reference suggests %q", text)
		}
		suggestions = append(suggestions, suggestion)
	}
	return warning, suggestions
}

// vector is a line of the files that zxcvbn/testdata/vectors.js makes.
type vector struct {
	Password    string   `json:"p"`
	Inputs      []string `json:"u"`
	Warning     string   `json:"w"`
	Suggestions []string `json:"f"`
}

func readVectors(t *testing.T, path string) []vector {
	t.Helper()
	packed, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	var vectors []vector
	for lines := json.NewDecoder(plain); ; {
		var v vector
		if err := lines.Decode(&v); errors.Is(err, io.EOF) {
			return vectors
		} else if err != nil {
			t.Fatal(err)
		}
		vectors = append(vectors, v)
	}
}

// texts draws what people type: words, repeats, dates, symbols, any Unicode.
func texts() *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{"password", "letmein", "qwertyuiop", "asdfghjkl", "1q2w3e4r", "michael", "evaporator"}),
		rapid.SampledFrom([]string{"okafor", "21.3.1987", "19870321", "aaaa", "ababab", "P@$$w0rd", "abdomen", "-", " ", "🦉"}),
		rapid.StringN(0, 8, -1), rapid.StringMatching(`[ -~]{0,8}`),
	)
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(t, "pieces"), "")
	})
}

// An estimate is finite, not negative, repeatable, and its warnings go with its
// score.
func TestEstimateIsSound(t *testing.T) {
	s := newEstimator()
	rapid.Check(t, func(t *rapid.T) {
		text := texts().Draw(t, "text")
		context := rapid.SliceOfN(rapid.String(), 0, 4).Draw(t, "context")
		got := s.Estimate(text, context)
		checkStrength(t, text, got)
		if again := s.Estimate(text, context); !reflect.DeepEqual(again, got) {
			t.Fatalf("%q: %+v, then %+v", text, got, again)
		}
	})
}

func checkStrength(t interface{ Errorf(string, ...any) }, text string, got Strength) {
	if got.Score < 0 || got.Score > 4 || !(got.Log10Guesses >= 0 && got.Log10Guesses <= zxcvbn.MaxUnits+1) {
		t.Errorf("%q: %+v", text, got)
	}
	if weak := got.Score < 3; weak != (len(got.Suggestions) > 0) || !weak && got.Warning != "" {
		t.Errorf("%q: %+v", text, got)
	}
	c, guesses := got.CrackTimes, math.Pow(10, got.Log10Guesses)
	if c.OnlineThrottled < c.Online || c.Online < c.OfflineSlow || c.OfflineSlow < c.OfflineFast || math.Abs(c.OfflineSlow*1e4/guesses-1) > 1e-9 {
		t.Errorf("%q: %+v", text, got)
	}
}

// A text that is a name of the account is worth less than a hundred guesses,
// however it is written.
func TestContextIsTriedFirst(t *testing.T) {
	s := newEstimator()
	for _, account := range []struct{ names, texts []string }{
		{
			[]string{"a.okafor", "Ada Okafor", "ada@northfield.example", "Northfield Depot", "gatehouse"},
			[]string{
				"okafor", "Okafor", "OKAFOR", "okafoR", "0kafor", "rofako", "adaokafor", "OKAFORADA", "aokafor", "adao", "a.okafor", "ada okafor",
				"ada@northfield.example", "northfield.example", "northfielddepot", "gatehouse",
			},
		},
		{
			[]string{"zoe7", "Zoë Brontë-Łuk", "", "NorthStar7"},
			[]string{"zoë", "zoe", "bronte", "zoebronte", "zoebrontełuk", "zbł", "northstar", "star", "northstar7"},
		},
		{
			[]string{"李明", "Ó Briain", "İbrahim Çelik"},
			[]string{"李明", "briain", "óbriain", "obriain", "ibrahim", "celik", "ibrahimcelik"},
		},
	} {
		for _, text := range account.texts {
			if got := s.Estimate(text, account.names); got.Log10Guesses > 2.2 || got.Warning != WarnContext {
				t.Errorf("%q: %+v", text, got)
			}
		}
	}
}

func TestContextWords(t *testing.T) {
	for text, want := range map[string][]string{
		"":                          nil,
		"x":                         nil,
		"ada":                       {"ada"},
		"Ada Okafor":                {"Ada Okafor", "Ada", "Okafor", "AdaOkafor", "OkaforAda", "AOkafor", "AdaO"},
		"ada.o@north-field.example": {"ada.o@north-field.example", "ada.o", "north-field.example", "ada", "north", "field", "example", "adaonorthfield", "adao", "onorth", "northfield", "adafield", "fieldada", "afield", "adaf", "aonf"},
		"NorthStar7":                {"NorthStar7", "North", "Star", "NorthStar", "Star7", "North7", "7North", "N7", "NS7"},
		"Zoë  Łuk":                  {"Zoë  Łuk", "Zoe  Łuk", "Zoë", "Zoe", "Łuk", "ZoëŁuk", "ZoeŁuk", "ŁukZoë", "ŁukZoe", "ZŁuk", "ZoëŁ", "ZoeŁ"},
		"\xff\xfeab\xff":            {"\xff\xfeab\xff", "ab"},
	} {
		if got := contextWords([]string{text}); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	var many []string
	for n := range 100 {
		many = append(many, strings.Repeat(fmt.Sprintf("Ab%dç ", n), 1000))
	}
	if got := contextWords(many); len(got) != zxcvbn.MaxInputs {
		t.Errorf("%d words, want %d", len(got), zxcvbn.MaxInputs)
	}
}

// The two forms of a text in Unicode are the same password.
func TestEstimateNormalises(t *testing.T) {
	s := newEstimator()
	if a, b := s.Estimate("Zoë Brontë", nil), s.Estimate(norm.NFD.String("Zoë Brontë"), nil); !reflect.DeepEqual(a, b) {
		t.Errorf("%+v, decomposed %+v", a, b)
	}
}

func FuzzEstimate(f *testing.F) {
	f.Add("P@ssw0rd1987", "okafor")
	f.Add("21.3.1987-21.3", "\xff")
	f.Add(strings.Repeat("a\u0301", 3000), "a.b@c.d")
	s := newEstimator()
	f.Fuzz(func(t *testing.T, text, context string) {
		checkStrength(t, text, s.Estimate(text, []string{context, context + text}))
	})
}

func TestSpanOf(t *testing.T) {
	const day, year = 86400.0, 365.25 * 86400
	tests := []struct {
		seconds float64
		want    Span
	}{
		{math.Inf(-1), Span{AtOnce, 0}},
		{math.NaN(), Span{AtOnce, 0}},
		{0, Span{AtOnce, 0}},
		{0.99, Span{AtOnce, 0}},
		{1, Span{Seconds, 1}},
		{34, Span{Seconds, 30}},
		{54, Span{Seconds, 50}},
		{59, Span{Minutes, 1}},
		{200, Span{Minutes, 3}},
		{59 * 60, Span{Hours, 1}},
		{5 * 3600, Span{Hours, 5}},
		{23.9 * 3600, Span{Hours, 20}},
		{3.2 * day, Span{Days, 3}},
		{29 * day, Span{Months, 1}},
		{0.5 * year, Span{Months, 6}},
		{0.99 * year, Span{Months, 10}},
		{1.2 * year, Span{Years, 1}},
		{30 * year, Span{Years, 30}},
		{94 * year, Span{Years, 90}},
		{96 * year, Span{Centuries, 0}},
		{1e6 * year, Span{Centuries, 0}},
		{1e300, Span{Centuries, 0}},
		{math.Inf(1), Span{Centuries, 0}},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.seconds), func(t *testing.T) {
			if got := SpanOf(tt.seconds); got != tt.want {
				t.Errorf("SpanOf = %v, want %v", got, tt.want)
			}
		})
	}
}

// More time is never told as less.
func TestSpanIsMonotone(t *testing.T) {
	order := map[Unit]int{AtOnce: 0, Seconds: 1, Minutes: 2, Hours: 3, Days: 4, Months: 5, Years: 6, Centuries: 7}
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-5, 16).Draw(t, "x")
		a, b := SpanOf(math.Pow(10, x)), SpanOf(math.Pow(10, x+rapid.Float64Range(0, 2).Draw(t, "more")))
		if order[a.Unit] > order[b.Unit] || a.Unit == b.Unit && a.Count > b.Count {
			t.Fatalf("%v, then %v", a, b)
		}
	})
}

// BenchmarkEstimate is what a key typed into a new password costs.
func BenchmarkEstimate(b *testing.B) {
	s := newEstimator()
	context := []string{"a.okafor", "Ada Okafor", "ada.okafor@northfield.example", "Northfield Depot", "gatehouse"}
	hostile := slices.Repeat([]string{strings.Repeat("áA1", 100)}, 100)
	for name, in := range map[string]struct {
		text    string
		context []string
	}{
		"typical": {"Tally0rbit-1987", context}, "passphrase": {"tally-Orbit-43-plinth-ferry-moss", context},
		"hostile": {strings.Repeat("áA1", 1<<20), hostile},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.Estimate(in.text, in.context)
			}
		})
	}
}
