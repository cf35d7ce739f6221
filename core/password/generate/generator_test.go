package generate

import (
	"bytes"
	"errors"
	"math"
	"math/big"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"gatehouse/core/policy"

	"pgregory.net/rapid"
)

// Whatever is drawn, with any options under any rules that can be met, complies,
// and has the options that the generator tells.
func TestGeneratedIsWithinThePolicy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, o := drawRules(t, 40, 3), drawOptions(t, 40)
		if !policy.Lint(policy.Policy{Complexity: r.Policy}).OK() {
			return
		}
		g, err := New(r, o)
		if err != nil {
			var fault *Error
			if !errors.As(err, &fault) || fault.Text.IsZero() || fault.Option == "" {
				t.Fatalf("New: %v", err)
			}
			return
		}
		text, err := g.Draw(seeded(rapid.Uint64().Draw(t, "seed")))
		if err != nil {
			t.Fatalf("Draw: %v", err)
		}
		if len(g.Unjudged()) == 0 && !complies(r, text) {
			t.Fatalf("%q does not comply", text)
		}
		got := g.Options()
		if got.Kind == Characters {
			wantCharacters(t, r, got, text)
		} else if n := len(strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(got.Separator, c) })); got.Separator != "" && n < got.Words {
			t.Fatalf("%q has %d parts, want %d words", text, n, got.Words)
		}
	})
}

func wantCharacters(t *rapid.T, r Rules, o Options, text string) {
	if n := utf8.RuneCountInString(text); n != o.Length {
		t.Fatalf("%q has %d characters, want %d", text, n, o.Length)
	}
	for _, c := range text {
		if !o.chosen(r.Policy, c) {
			t.Fatalf("%q has %q, which is not chosen", text, c)
		}
	}
}

// There are options that fit whenever there is any password, with and without
// two-step verification, which is what Lint finds out in another way; and what they
// draw complies.
func TestFittingFitsWhateverLintLetsThrough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRules(t, rapid.SampledFrom([]int{3, 12, 40}).Draw(t, "most"), 4)
		fits := 0
		for _, r.TwoStep = range []bool{false, true} {
			g, err := Fitting(r)
			if err != nil {
				continue
			}
			fits++
			text, err := g.Draw(seeded(1))
			if err != nil || len(g.Unjudged()) == 0 && !complies(r, text) {
				t.Fatalf("%q does not comply, %v", text, err)
			}
			if g.Options().Kind == Words && g.Bits() < EnoughBits {
				t.Fatalf("words of %.1f bits", g.Bits())
			}
		}
		if possible := policy.Lint(policy.Policy{Complexity: r.Policy}).OK(); possible != (fits == 2) {
			t.Fatalf("Lint lets it through: %v; %d of 2 fit", possible, fits)
		}
	})
}

// Every preset, with and without two-step verification, has options that fit; and
// an ordinary one has words.
func TestFittingForEveryPreset(t *testing.T) {
	for _, preset := range policy.Presets() {
		for _, twoStep := range []bool{false, true} {
			r := Rules{Policy: preset.Policy().Complexity, TwoStep: twoStep}
			g, err := Fitting(r)
			if err != nil {
				t.Errorf("%s: %v", preset.Name, err)
				continue
			}
			if kind := g.Options().Kind; (kind == Words) != (preset.Name != "te") {
				t.Errorf("%s: %s", preset.Name, kind)
			}
			if g.Bits() < EnoughBits || !g.Exact() {
				t.Errorf("%s: %.1f bits, exact %v", preset.Name, g.Bits(), g.Exact())
			}
			if _, err := FittingCharacters(r); err != nil {
				t.Errorf("%s, characters: %v", preset.Name, err)
			}
		}
	}
}

// A policy of one arrangement gives it.
func TestTheOnlyPassword(t *testing.T) {
	g, err := Fitting(Rules{Policy: policy.Complexity{MaxLength: new(1), MinSpecial: new(1), SpecialSet: new("é")}})
	if err != nil {
		t.Fatal(err)
	}
	if text, err := g.Draw(nil); text != "é" || err != nil || g.Bits() != 0 {
		t.Errorf("%q, %v, %.1f bits", text, err, g.Bits())
	}
}

// Options are refused exactly when no password of theirs complies: all of a few
// characters are tried.
func TestRefusedWhenThereIsNone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRules(t, 3, 3)
		o := Usual()
		o.Kind, o.NoLookAlikes, o.Length = Characters, false, rapid.IntRange(1, 3).Draw(t, "length")
		o.Upper, o.Lower, o.Special = rapid.Bool().Draw(t, "upper"), rapid.Bool().Draw(t, "lower"), rapid.Bool().Draw(t, "special")
		for c := '!'; c <= '~'; c++ {
			if !strings.ContainsRune("abBC12!-", c) {
				o.Exclude += string(c)
			}
		}
		chars, possible := o.alphabet(r.Policy), 0
		var try func(text string, left int)
		try = func(text string, left int) {
			if left == 0 {
				if complies(r, text) {
					possible++
				}
				return
			}
			for _, c := range chars {
				try(text+string(c), left-1)
			}
		}
		try("", o.Length)
		g, err := New(r, o)
		if (possible > 0) != (err == nil) {
			t.Fatalf("%d passwords comply; New: %v", possible, err)
		}
		if err == nil && math.Abs(g.Bits()-math.Log2(float64(possible))) > 1e-9 {
			t.Fatalf("%.3f bits for %d passwords", g.Bits(), possible)
		}
	})
}

// What is drawn is even, of both kinds, among all that comply.
func TestDrawsAreEven(t *testing.T) {
	list, err := ReadList(strings.NewReader("ab\ncat\nstem\nzoo\n"))
	if err != nil {
		t.Fatal(err)
	}
	c := policy.Complexity{MinLength: new(5), MaxLength: new(8), MinUpper: new(1), MaxRepeat: new(1)}
	words := Usual()
	words.Words, words.Number = 2, false
	chars := Usual()
	chars.Kind, chars.Length, chars.Special, chars.Exclude = Characters, 5, false, "cdefghijklmnopqrstuvwxyzCDEFGHIJKLMNOPQRSTUVWXYZ3456789"
	for name, o := range map[string]Options{"words": words, "characters": chars} {
		t.Run(name, func(t *testing.T) {
			g, err := New(Rules{Policy: c, List: list}, o)
			if err != nil {
				t.Fatal(err)
			}
			kinds := int(math.Round(math.Exp2(g.Bits())))
			random, counts := seeded(3), map[string]int{}
			for range 50 * kinds {
				text, err := g.Draw(random)
				if err != nil {
					t.Fatal(err)
				}
				counts[text]++
			}
			even(t, counts, kinds, 50*kinds)
		})
	}
}

// Numbers of any size are drawn without bias.
func TestBelowIsEven(t *testing.T) {
	const n, draws = 257, 257 * 400
	random, counts := seeded(4), map[string]int{}
	for range draws {
		drawn, err := below(random, big.NewInt(n))
		if err != nil {
			t.Fatal(err)
		}
		counts[drawn.String()]++
	}
	even(t, counts, n, draws)
}

// Without randomness there is no password, wherever it runs dry.
func TestDrawRefusesWithoutRandomness(t *testing.T) {
	many := policy.Complexity{MinUpper: new(200), MinLower: new(200), MinDigits: new(200), MinSpecial: new(200)}
	for name, c := range map[string]policy.Complexity{"words": {}, "characters": {MaxLength: new(12)}, "a recipe": many} {
		g, err := Fitting(Rules{Policy: c})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		broken := errors.New("broken")
		if text, err := g.Draw(iotest.ErrReader(broken)); !errors.Is(err, broken) || text != "" {
			t.Errorf("%s: Draw = %q, %v", name, text, err)
		}
		if text, err := g.Draw(bytes.NewReader([]byte{1})); err == nil {
			t.Errorf("%s: with one byte: %q", name, text)
		}
	}
}

// Many draws side by side, each with a generator of its own, have nothing in common.
func TestParallelDraws(t *testing.T) {
	const programs, each = 8, 200
	drawn := make(chan string, programs*each)
	for n := range programs {
		t.Run("program", func(t *testing.T) {
			t.Parallel()
			c := policy.Complexity{MaxLength: new(40 + n)}
			g, err := Fitting(Rules{Policy: c})
			if err != nil {
				t.Fatal(err)
			}
			for range each {
				text, err := g.Draw(nil)
				if err != nil || !complies(Rules{Policy: c}, text) {
					t.Fatalf("%q, %v", text, err)
				}
				drawn <- text
			}
		})
	}
	t.Cleanup(func() {
		close(drawn)
		seen := map[string]bool{}
		for text := range drawn {
			if seen[text] {
				t.Errorf("%q was drawn twice", text)
			}
			seen[text] = true
		}
	})
}

// The default is what it was: five words of the large list, a capital, a number.
func TestUsualEntropy(t *testing.T) {
	g, err := Fitting(Rules{Policy: policy.Default().Complexity})
	if err != nil {
		t.Fatal(err)
	}
	want := 5*math.Log2(7772) + math.Log2(5) + math.Log2(100) + math.Log2(5)
	if g.Options() != Usual() || math.Abs(g.Bits()-want) > 1e-9 {
		t.Errorf("%+v of %.3f bits, want %.3f", g.Options(), g.Bits(), want)
	}
}

// A policy of too many cases is drawn for by a recipe, with the characters that
// are chosen.
func TestBeyondCounting(t *testing.T) {
	r := Rules{Policy: policy.Complexity{MinUpper: new(60), MinLower: new(60), MinDigits: new(60), MinSpecial: new(60), MaxRepeat: new(2)}}
	g, err := FittingCharacters(r)
	if err != nil {
		t.Fatal(err)
	}
	if g.Exact() || g.Bits() < 1000 || g.Limit().Rule != "" {
		t.Errorf("exact %v, %.0f bits, %+v", g.Exact(), g.Bits(), g.Limit())
	}
	o := g.Options()
	o.Exclude = "ABCDEFGHJKMN0123456"
	if g, err = New(r, o); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		text, err := g.Draw(nil)
		if err != nil || !complies(r, text) || strings.ContainsAny(text, o.Exclude) || len(g.Unjudged()) > 0 {
			t.Errorf("%q, %v", text, err)
		}
	}
	o.Digits = false
	if _, err := New(r, o); err == nil {
		t.Error("digits are off, and asked for")
	}
}

func BenchmarkFitting(b *testing.B) {
	for _, preset := range policy.Presets() {
		r := Rules{Policy: preset.Policy().Complexity}
		b.Run("make/"+preset.Name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Fitting(r); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("draw/"+preset.Name, func(b *testing.B) {
			g, err := Fitting(r)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := g.Draw(nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// The worst policies, by what they cost.
func BenchmarkWorst(b *testing.B) {
	few := func(n int) policy.Complexity {
		return policy.Complexity{
			MinLength: new(64), MinUpper: &n, MinLower: &n, MinDigits: &n, MinSpecial: &n, MinOther: &n,
			MaxRepeat: new(2), MaxSequence: new(3),
		}
	}
	for name, c := range map[string]policy.Complexity{
		"sequences": few(1), "minimums": few(5), "many": few(12), "longest": {MinLength: new(MaxLength), MinKinds: &policy.Kinds{K: 1, Of: []policy.Kind{policy.KindDigit}}},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := FittingCharacters(Rules{Policy: c}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
