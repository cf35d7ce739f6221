package generate

import (
	"fmt"

	"gatehouse/core/policy"
)

// EnoughBits is the entropy that a passphrase needs to be offered first: beyond
// any attack on argon2id.
const EnoughBits = 64

// Fitting makes a generator with options that fit the policy: words where
// passphrases of enough entropy comply, else single characters. There is one
// whenever any password complies; its error is that of policy.NewRecipe.
func Fitting(r Rules) (*Generator, error) {
	if g := FittingWords(r); g != nil {
		return g, nil
	}
	return FittingCharacters(r)
}

// FittingWords makes a generator of passphrases of enough entropy, nil where none
// comply.
func FittingWords(r Rules) *Generator {
	if r.List == nil {
		r.List = Large()
	}
	o := Usual()
	o.Length = max(o.Length, r.least())
	for _, o.Separator = range []string{"-", ".", " "} {
		if o.fitsSeparator(r.Policy) == nil {
			break
		}
	}
	for _, o.Words = range []int{5, 6, 7, 8, 10, 12} {
		if most := r.Policy.MaxLength; most != nil && o.shortest(r.List) > *most {
			break
		}
		// Too many cases to count are no reason to refuse: there are characters. Of
		// more words there are no fewer cases.
		g, err := nearestWords(r, o)
		if err != nil {
			break
		}
		if g != nil && g.Bits() >= EnoughBits {
			return g
		}
	}
	return nil
}

// FittingCharacters makes a generator of single characters. There is one whenever
// any password complies.
func FittingCharacters(r Rules) (*Generator, error) {
	recipe, err := policy.NewRecipe(policy.Policy{Complexity: r.Policy}, r.TwoStep)
	if err != nil {
		return nil, fmt.Errorf("generate: %w", err)
	}
	o := Usual()
	o.Kind = Characters
	var last error
	for _, length := range lengths(r, recipe.Length) {
		o.Length = length
		for _, ease := range []struct{ noLookAlikes, rare bool }{{true, false}, {false, false}, {false, true}} {
			o.NoLookAlikes, o.Rare = ease.noLookAlikes, ease.rare
			g, err := New(r, o)
			if err == nil {
				return g, nil
			}
			last = err
		}
	}
	return nil, last
}

// lengths lists the lengths to try: the one that recipes have first, then those
// near to it. Only limits on runs, over next to no characters, make the first ones
// fail.
func lengths(r Rules, first int) []int {
	const near = 16
	list := []int{first}
	for by := 1; by <= near; by++ {
		if most := r.Policy.MaxLength; most == nil || first+by <= *most {
			list = append(list, min(first+by, MaxLength))
		}
		if first-by >= r.least() {
			list = append(list, first-by)
		}
	}
	return list
}
