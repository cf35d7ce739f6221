package policy

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestImplies(t *testing.T) {
	kinds := func(k int, of ...Kind) Complexity { return Complexity{MinKinds: &Kinds{k, of}} }
	tests := []struct {
		name         string
		older, newer Complexity
		want         bool
	}{
		{"nothing from nothing", Complexity{}, Complexity{}, true},
		{"the default from itself", Default().Complexity, Default().Complexity, true},
		{"longer minimum", Complexity{MinLength: new(8)}, Complexity{MinLength: new(9)}, false},
		{"shorter minimum", Complexity{MinLength: new(9)}, Complexity{MinLength: new(8)}, true},
		{"two-step minimum dropped", Complexity{MinLength: new(9), MinLengthWithTwoStep: new(8)}, Complexity{MinLength: new(9)}, false},
		{"two-step minimum added", Complexity{MinLength: new(9)}, Complexity{MinLength: new(9), MinLengthWithTwoStep: new(8)}, true},
		{"new maximum", Complexity{}, Complexity{MaxLength: new(64)}, false},
		{"maximum raised", Complexity{MaxLength: new(20)}, Complexity{MaxLength: new(64)}, true},
		{"letters from cases", Complexity{MinUpper: new(1), MinLower: new(2)}, Complexity{MinLetters: new(3)}, true},
		{"cases from letters", Complexity{MinLetters: new(3)}, Complexity{MinUpper: new(1)}, false},
		{"ascii to unicode", Complexity{MinUpper: new(1), Alphabet: AlphabetASCII}, Complexity{MinUpper: new(1)}, true},
		{"unicode to ascii", Complexity{MinUpper: new(1)}, Complexity{MinUpper: new(1), Alphabet: AlphabetASCII}, false},
		{"alphabet that does not act", Complexity{MinLength: new(8)}, Complexity{MinLength: new(8), Alphabet: AlphabetASCII}, true},
		{"more specials", Complexity{MinSpecial: new(1), SpecialSet: new("!")}, Complexity{MinSpecial: new(1), SpecialSet: new("?!")}, true},
		{"fewer specials", Complexity{MinSpecial: new(1), SpecialSet: new("?!")}, Complexity{MinSpecial: new(1), SpecialSet: new("!")}, false},
		{"specials to all", Complexity{MinSpecial: new(1), SpecialSet: new("!?")}, Complexity{MinSpecial: new(1)}, true},
		{"letters among the specials", Complexity{MinSpecial: new(1), SpecialSet: new("!A")}, Complexity{MinSpecial: new(1)}, false},
		{"all specials, unicode to ascii", Complexity{MinSpecial: new(1)}, Complexity{MinSpecial: new(1), Alphabet: AlphabetASCII}, true},
		{"all specials, ascii to unicode", Complexity{MinSpecial: new(1), Alphabet: AlphabetASCII}, Complexity{MinSpecial: new(1)}, false},
		{"kinds from fewer of", kinds(2, KindLetter, KindDigit), kinds(2, KindLetter, KindDigit, KindSpecial), true},
		{"kinds from more of", kinds(2, KindLetter, KindDigit, KindSpecial), kinds(1, KindLetter, KindDigit), true},
		{"as many kinds from more of", kinds(2, KindLetter, KindDigit, KindSpecial), kinds(2, KindLetter, KindDigit), false},
		{"kinds from minimums", Complexity{MinUpper: new(1), MinDigits: new(1)}, kinds(2, KindLetter, KindDigit, KindSpecial), true},
		{"newly forbidden", Complexity{}, Complexity{ForbiddenChars: " "}, false},
		{"forbidden no more", Complexity{ForbiddenChars: " <"}, Complexity{ForbiddenChars: "<"}, true},
		{"names", Complexity{ForbidUsername: true}, Complexity{ForbidUsername: true, ForbidPersonal: true}, false},
		{"names allowed", Complexity{ForbidUsername: true, ForbidPersonal: true}, Complexity{ForbidUsername: true}, true},
		{"leaked refused", Complexity{Breached: BreachedAudit}, Complexity{Breached: BreachedRefuse}, false},
		{"leaked noted", Complexity{Breached: BreachedRefuse}, Complexity{Breached: BreachedAudit}, true},
		{"stronger", Complexity{MinStrength: new(2)}, Complexity{MinStrength: new(3)}, false},
		{"strength 0 is none", Complexity{}, Complexity{MinStrength: new(0)}, true},
		{"one more banned", Complexity{Banned: []string{"a"}}, Complexity{Banned: []string{"a", "b"}}, false},
		{"one less banned", Complexity{Banned: []string{"b", "a"}}, Complexity{Banned: []string{"a"}}, true},
		{"compared more strictly", Complexity{Banned: []string{"a"}}, Complexity{Banned: []string{"a"}, BannedMatch: MatchFolded}, false},
		{"compared less strictly", Complexity{Banned: []string{"a"}, BannedMatch: MatchFuzzy}, Complexity{Banned: []string{"a"}, BannedMatch: MatchFolded}, true},
		{"shorter runs", Complexity{MaxRepeat: new(3)}, Complexity{MaxRepeat: new(2)}, false},
		{"longer sequences", Complexity{MaxSequence: new(3)}, Complexity{MaxSequence: new(4)}, true},
		{"the question is no rule", Complexity{}, Complexity{RequireSecurityQuestion: true}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Implies(tt.older, tt.newer); got != tt.want {
				t.Errorf("Implies = %v, want %v", got, tt.want)
			}
		})
	}
}

// What Implies promises holds for passwords drawn at random, with and without
// two-step verification.
func TestImpliesKeepsItsPromise(t *testing.T) {
	chars := []rune(oracleChars)
	rapid.Check(t, func(t *rapid.T) {
		older := drawComplexity(t, 4)
		older.MaxRepeat, older.MaxSequence = drawMaybe(t, "repeat", 1, 3), drawMaybe(t, "sequence", 1, 3)
		newer := older
		for range rapid.IntRange(1, 3).Draw(t, "changes") {
			other := drawComplexity(t, 4)
			switch rapid.IntRange(0, 6).Draw(t, "which") {
			case 0:
				newer.MinLength, newer.MinLengthWithTwoStep, newer.MaxLength = other.MinLength, other.MinLengthWithTwoStep, other.MaxLength
			case 1:
				newer.MinLetters, newer.MinUpper, newer.MinLower = other.MinLetters, other.MinUpper, other.MinLower
			case 2:
				newer.MinDigits, newer.MinSpecial, newer.MinOther = other.MinDigits, other.MinSpecial, other.MinOther
			case 3:
				newer.Alphabet = other.Alphabet
			case 4:
				newer.SpecialSet = other.SpecialSet
			case 5:
				newer.MinKinds = other.MinKinds
			case 6:
				newer.ForbiddenChars = other.ForbiddenChars
			}
		}
		if !Implies(older, older) {
			t.Fatal("a policy does not imply itself")
		}
		if !Implies(older, newer) {
			return
		}
		twoStep := rapid.Bool().Draw(t, "two-step")
		pick := seededPick(rapid.Uint64().Draw(t, "seed"))
		for range 200 {
			if p := impliesSample(older, twoStep, chars, pick); oracleMeets(older, twoStep, p) && !oracleMeets(newer, twoStep, p) {
				t.Fatalf("%q met the older rules and not the newer", p)
			}
		}
	})
}

// impliesSample is a random short password, or one that keeps the rules and is
// as short as they allow.
func impliesSample(c Complexity, twoStep bool, chars []rune, pick func(int) (int, error)) string {
	if coin, _ := pick(2); coin == 1 {
		if recipe, problem := newRecipe(c, twoStep); problem == nil {
			recipe.Length = max(orZero(recipe.rules.MinLength), coverSize(recipe))
			if p, err := recipe.Draw(pick); err == nil {
				return p
			}
		}
	}
	var b strings.Builder
	length, _ := pick(6)
	for range length + 1 {
		i, _ := pick(len(chars))
		b.WriteRune(chars[i])
	}
	return b.String()
}

// coverSize is the number of characters that a recipe asks for, at least 1.
func coverSize(r Recipe) int {
	n := 0
	for _, need := range r.Needs {
		n += need.Count
	}
	return max(n, 1)
}
