package core

import (
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"

	"gatehouse/core/password"
	"gatehouse/core/policy"
)

// Bounds of Generate. A drawn password breaks a rule because a part of it is
// part of a name, which is rare, or because such passwords never fit; then more
// draws do not help.
const (
	wordDraws   = 8
	recipeDraws = 100
)

// errNoDraw: the policy asks for what no drawn password has.
var errNoDraw = errors.New("core: no drawn password fits the rules")

// Generate draws a password that the rules take for an account with these
// names: of words where the policy takes those, else of single characters.
func (j *Judge) Generate(who policy.Subject) (string, error) {
	never := false
	who.SameAsCurrent, who.InHistory = &never, &never
	typed, err := j.drawFit(who, wordDraws, func() (string, error) { return password.Generate(j.rand) })
	if !errors.Is(err, errNoDraw) {
		return typed, err
	}
	recipe, err := policy.NewRecipe(j.policy, who.TwoStep)
	if err != nil {
		return "", fmt.Errorf("core: no password fits the policy: %w", err)
	}
	return j.drawFit(who, recipeDraws, func() (string, error) { return recipe.Draw(j.pick) })
}

// drawFit draws until the rules take what was drawn.
func (j *Judge) drawFit(who policy.Subject, draws int, draw func() (string, error)) (string, error) {
	for range draws {
		typed, err := draw()
		if err != nil {
			return "", fmt.Errorf("draw a password: %w", err)
		}
		if j.verdict(typed, who).OK {
			return typed, nil
		}
	}
	return "", errNoDraw
}

// pick draws a uniform number from 0 to n−1.
func (j *Judge) pick(n int) (int, error) {
	drawn, err := rand.Int(j.rand, big.NewInt(int64(n)))
	if err != nil {
		return 0, fmt.Errorf("draw a number: %w", err)
	}
	return int(drawn.Int64()), nil
}
