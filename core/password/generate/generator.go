package generate

import (
	"io"
	"math/big"

	"gatehouse/core/policy"
)

// space is a counted set of passwords.
type space interface {
	Count() *big.Int
	At(number *big.Int) string
	Uncounted() []string
}

// Rules are what a generator takes of a policy and an account.
type Rules struct {
	Policy policy.Complexity
	// TwoStep: the account's two-step verification is on.
	TwoStep bool
	// List has the words of passphrases; nil is the large one.
	List *List
}

// least is the shortest password, 1 where nothing is asked.
func (r Rules) least() int {
	least := r.Policy.MinLength
	if r.TwoStep && r.Policy.MinLengthWithTwoStep != nil {
		least = r.Policy.MinLengthWithTwoStep
	}
	if least == nil {
		return 1
	}
	return max(1, *least)
}

// words are those of the list.
func (r Rules) words() []string {
	if r.List == nil {
		return Large().words
	}
	return r.List.words
}

// Generator draws passwords of one policy and one set of options.
type Generator struct {
	rules   Rules
	options Options
	space   space
	// recipe draws where there is no space.
	recipe *recipeSpace
	bits   float64
}

// New makes a generator. Options that a rule needs otherwise are changed: a number,
// capitals and the separator of passphrases; Options tells. Its error is an *Error.
// The policy must be one that policy.Lint lets pass.
func New(r Rules, o Options) (*Generator, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	if o.Kind == Words {
		return newWords(r, o)
	}
	return newCharacters(r, o)
}

// counted makes the generator of a space that is not empty.
func counted(r Rules, o Options, s space) *Generator {
	return &Generator{rules: r, options: o, space: s, bits: bits(s.Count())}
}

// Options are those that the generator draws with.
func (g *Generator) Options() Options { return g.options }

// Bits is the entropy of a password: the binary logarithm of how many there are.
func (g *Generator) Bits() float64 { return g.bits }

// Exact reports whether Bits is the logarithm of an exact count; else it is a lower
// bound.
func (g *Generator) Exact() bool { return g.recipe == nil }

// Unjudged names the rules on characters that a drawn password may break, so that
// it has to be judged and drawn again: max_sequence, or none.
func (g *Generator) Unjudged() []string {
	if g.recipe != nil {
		return nil
	}
	return g.space.Uncounted()
}

// Draw gives a password, drawn with random; nil means crypto/rand. Its error is
// that of random, or policy.ErrNoDraw where the count is not exact.
func (g *Generator) Draw(random io.Reader) (string, error) {
	if g.recipe != nil {
		return g.recipe.draw(random)
	}
	number, err := below(random, g.space.Count())
	if err != nil {
		return "", err
	}
	return g.space.At(number), nil
}
