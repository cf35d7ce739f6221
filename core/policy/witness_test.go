package policy

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// seededPick is a pick of Draw that repeats itself.
func seededPick(seed uint64) func(n int) (int, error) {
	random := rand.New(rand.NewPCG(seed, 1))
	return func(n int) (int, error) { return random.IntN(n), nil }
}

// Whatever Lint lets through, a password can be drawn for; it meets the rules by
// their definitions.
func TestDrawnPasswordsComply(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawComplexity(t, rapid.SampledFrom([]int{3, 12, 40}).Draw(t, "most"))
		c.MaxRepeat = drawMaybe(t, "max_repeat", 1, 3)
		c.MaxSequence = drawMaybe(t, "max_sequence", 2, 4)
		p := Policy{Complexity: c}
		if !Lint(p).OK() {
			t.Skip("cannot be met")
		}
		twoStep := rapid.Bool().Draw(t, "two-step")
		recipe, err := NewRecipe(p, twoStep)
		if err != nil {
			t.Fatalf("NewRecipe: %v", err)
		}
		got, err := recipe.Draw(seededPick(rapid.Uint64().Draw(t, "seed")))
		if err != nil {
			t.Fatalf("Draw from %+v: %v", recipe, err)
		}
		if !oracleMeets(c, twoStep, got) {
			t.Fatalf("%q does not comply", got)
		}
		longest := MaxLengthLimit
		if c.MaxLength != nil {
			longest = *c.MaxLength
		}
		if n := utf8.RuneCountInString(got); n < min(15, longest) {
			t.Fatalf("%q has %d characters", got, n)
		}
	})
}

// Lint refuses exactly what no password can meet, as far as all passwords of
// three characters tell.
func TestLintAgreesWithAllShortPasswords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawComplexity(t, 3)
		if c.MaxLength == nil {
			c.MaxLength = new(3)
		}
		report := Lint(Policy{Complexity: c})
		if found, possible := anyMeets(c, *c.MaxLength); possible != report.OK() {
			t.Fatalf("password %q; Lint says %v", found, report.Problems)
		}
	})
}

// The same with the limits on runs and sequences. Where Lint finds a way, it is
// walked: the oracle's few characters may not be enough for one.
func TestLintAgreesWithAllShortPasswordsInRuns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawComplexity(t, 3)
		c.MaxLength = new(3)
		c.MaxRepeat = new(rapid.IntRange(1, 2).Draw(t, "max_repeat"))
		c.MaxSequence = drawMaybe(t, "max_sequence", 1, 2)
		report := Lint(Policy{Complexity: c})
		if !report.OK() {
			if found, possible := anyMeets(c, 3); possible {
				t.Fatalf("password %q; Lint says %v", found, report.Problems)
			}
			return
		}
		recipe, err := NewRecipe(Policy{Complexity: c}, false)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := recipe.Draw(seededPick(1)); err != nil || !oracleMeets(c, false, got) {
			t.Fatalf("Draw = %q, %v", got, err)
		}
	})
}

func TestRecipes(t *testing.T) {
	tests := []struct {
		name    string
		c       Complexity
		twoStep bool
		length  int
	}{
		{"no rules", Complexity{}, false, 15},
		{"the default", Default().Complexity, false, 15},
		{"the default beside two-step", Default().Complexity, true, 15},
		{"the maximum is the length", Complexity{MaxLength: new(6)}, false, 6},
		{"the minimum is the length", Complexity{MinLength: new(40)}, false, 40},
		{"the shorter minimum counts", Complexity{MinLength: new(40), MinLengthWithTwoStep: new(8)}, true, 15},
		{"the greatest length", Complexity{MinLength: new(MaxLengthLimit)}, false, MaxLengthLimit},
		{"003", Complexity{
			MinLength: new(8), MaxLength: new(20), Alphabet: AlphabetASCII, ForbiddenChars: " ",
			MinKinds: &Kinds{2, []Kind{KindLetter, KindDigit, KindSpecial}},
		}, false, 15},
		{"one special character, parted", Complexity{MinSpecial: new(10), SpecialSet: new("!"), MaxRepeat: new(1)}, false, 19},
		{"digits alone", Complexity{MinDigits: new(12), MaxLength: new(12), MaxSequence: new(2), MaxRepeat: new(1)}, false, 12},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			recipe, err := NewRecipe(Policy{Complexity: tt.c}, tt.twoStep)
			if err != nil {
				t.Fatal(err)
			}
			if recipe.Length != tt.length {
				t.Errorf("length %d, want %d", recipe.Length, tt.length)
			}
			for seed := range uint64(20) {
				got, err := recipe.Draw(seededPick(seed))
				if err != nil || !oracleMeets(tt.c, tt.twoStep, got) {
					t.Fatalf("Draw = %q, %v", got, err)
				}
				if !Check(Policy{Complexity: tt.c}, Subject{TwoStep: tt.twoStep}, got).OK {
					t.Errorf("Check refuses %q", got)
				}
			}
		})
	}
}

// Every preset can be met; what is drawn for it passes its own check, names and
// banned lists included.
func TestEveryPresetHasARecipe(t *testing.T) {
	for _, preset := range Presets() {
		p, _ := PresetNamed(preset.Name)
		if report := Lint(p); !report.OK() {
			t.Errorf("%s: %v", preset.Name, report.Problems)
		}
		for _, twoStep := range []bool{false, true} {
			recipe, err := NewRecipe(p, twoStep)
			if err != nil {
				t.Errorf("%s: %v", preset.Name, err)
				continue
			}
			subject := ada()
			subject.TwoStep = twoStep
			for seed := range uint64(10) {
				got, err := recipe.Draw(seededPick(seed))
				if verdict := Check(p, subject, got); err != nil || !verdict.OK {
					t.Errorf("%s: %q, %v\n%s", preset.Name, got, err, describe(verdict))
				}
			}
		}
	}
}

func TestRecipeIsPleasantToType(t *testing.T) {
	recipe, err := NewRecipe(Policy{Complexity: Complexity{MinSpecial: new(2), MinUpper: new(2), MinDigits: new(2)}}, false)
	if err != nil {
		t.Fatal(err)
	}
	sets := recipe.Any
	for _, need := range recipe.Needs {
		sets += need.From
	}
	if strings.ContainsAny(sets, " 0O1lI|") || strings.Trim(sets, "!\"#$%&'()*+,-./23456789:;<=>?@ABCDEFGHJKLMNPQRSTUVWXYZ[\\]^_`abcdefghijkmnopqrstuvwxyz{}~") != "" {
		t.Errorf("draws from %q", sets)
	}
}

func TestRecipeRefusesWhatLintRefuses(t *testing.T) {
	_, err := NewRecipe(Policy{Complexity: Complexity{MinLength: new(9), MaxLength: new(8)}}, false)
	var field *FieldError
	if !errors.As(err, &field) || field.Field != "complexity.min_length" {
		t.Errorf("NewRecipe = %v", err)
	}
}

func TestDrawPassesOnItsSource(t *testing.T) {
	recipe, err := NewRecipe(Default(), false)
	if err != nil {
		t.Fatal(err)
	}
	dry := errors.New("no randomness")
	for after := range 30 {
		left := after
		_, err := recipe.Draw(func(int) (int, error) {
			if left--; left < 0 {
				return 0, dry
			}
			return 0, nil
		})
		if !errors.Is(err, dry) && after < 15 {
			t.Errorf("Draw after %d picks = %v", after, err)
		}
	}
}

// A source that is stuck on its first answer still gives a password, or none at
// all, but never one that breaks a rule.
func TestDrawWithAStuckSource(t *testing.T) {
	c := Complexity{MaxRepeat: new(2), MinDigits: new(1)}
	recipe, err := NewRecipe(Policy{Complexity: c}, false)
	if err != nil {
		t.Fatal(err)
	}
	got, err := recipe.Draw(func(int) (int, error) { return 0, nil })
	if !errors.Is(err, ErrNoDraw) {
		t.Errorf("Draw = %q, %v", got, err)
	}
}
