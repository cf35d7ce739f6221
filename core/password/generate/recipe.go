package generate

import (
	"io"
	"math"
	"math/big"
	"slices"
	"strings"
	"unicode/utf8"

	"gatehouse/core/policy"
)

// recipeSpace draws by a recipe what has too many cases to be counted.
type recipeSpace struct{ recipe policy.Recipe }

// newRecipe makes the generator of a policy that cannot be counted: of so many
// characters, of those that are chosen.
func newRecipe(r Rules, o Options, chars []rune) (*Generator, error) {
	c := r.Policy
	c.MinLength, c.MaxLength, c.MinLengthWithTwoStep = &o.Length, &o.Length, nil
	for _, char := range policy.Characters(c) {
		if !slices.Contains(chars, char) {
			c.ForbiddenChars += string(char)
		}
	}
	recipe, err := policy.NewRecipe(policy.Policy{Complexity: c}, false)
	if err != nil || !keepChosen(&recipe, chars) {
		return nil, o.noCharacters(r)
	}
	return &Generator{rules: r, options: o, recipe: &recipeSpace{recipe}, bits: recipeBits(recipe)}, nil
}

// keepChosen takes the characters that were not chosen out of a recipe; false when
// none are left for a need.
func keepChosen(r *policy.Recipe, chars []rune) bool {
	kept := func(from string) string {
		return strings.Map(func(c rune) rune {
			if slices.Contains(chars, c) {
				return c
			}
			return -1
		}, from)
	}
	whole := true
	for i := range r.Needs {
		r.Needs[i].From = kept(r.Needs[i].From)
		whole = whole && r.Needs[i].From != ""
	}
	r.Any = kept(r.Any)
	return whole && r.Any != ""
}

// recipeBits is a lower bound of the entropy: of the characters, were their places
// known.
func recipeBits(r policy.Recipe) float64 {
	sum, left := 0.0, r.Length
	for _, need := range r.Needs {
		sum += float64(need.Count) * math.Log2(float64(max(1, utf8.RuneCountInString(need.From))))
		left -= need.Count
	}
	return sum + float64(left)*math.Log2(float64(max(1, utf8.RuneCountInString(r.Any))))
}

// draw draws by the recipe.
func (s *recipeSpace) draw(random io.Reader) (string, error) {
	return s.recipe.Draw(func(n int) (int, error) {
		drawn, err := below(random, big.NewInt(int64(n)))
		if err != nil {
			return 0, err
		}
		return int(drawn.Int64()), nil
	})
}
