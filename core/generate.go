package core

import (
	"errors"
	"fmt"

	"gatehouse/core/password/generate"
	"gatehouse/core/policy"
)

// draws bounds how often a generator draws anew. A drawn password breaks a rule
// because a part of it is part of a name, or is banned, which is rare; or because
// such passwords never fit, and then more draws do not help.
const draws = 100

// Generator draws passwords for accounts by one policy, all with the same options.
type Generator struct {
	judge *Judge
	made  *generate.Generator
}

// Generator makes a generator with these options; list has the words of passphrases,
// and nil is the EFF's large one. The error of options that do not go with the policy
// is a CodeInput whose Field is the generate.Option at fault.
func (j *Judge) Generator(o generate.Options, list *generate.List, twoStep bool) (*Generator, error) {
	made, err := generate.New(j.generatorRules(list, twoStep), o)
	if err != nil {
		return nil, generatorError(err)
	}
	return &Generator{judge: j, made: made}, nil
}

// FittingGenerator makes a generator whose options fit the policy: words where
// those are enough, else single characters. There is one whenever any password
// complies.
func (j *Judge) FittingGenerator(list *generate.List, twoStep bool) (*Generator, error) {
	made, err := generate.Fitting(j.generatorRules(list, twoStep))
	if err != nil {
		return nil, generatorError(err)
	}
	return &Generator{judge: j, made: made}, nil
}

// FittingCharacters is FittingGenerator, of single characters.
func (j *Judge) FittingCharacters(twoStep bool) (*Generator, error) {
	made, err := generate.FittingCharacters(j.generatorRules(nil, twoStep))
	if err != nil {
		return nil, generatorError(err)
	}
	return &Generator{judge: j, made: made}, nil
}

func (j *Judge) generatorRules(list *generate.List, twoStep bool) generate.Rules {
	return generate.Rules{Policy: j.policy.Complexity, TwoStep: twoStep, List: list}
}

// generatorError makes the error of a use case of what the generator says.
func generatorError(err error) error {
	if fault, ok := errors.AsType[*generate.Error](err); ok {
		return &Error{Code: CodeInput, Field: string(fault.Option), Text: fault.Text, Cause: err}
	}
	if field, ok := errors.AsType[*policy.FieldError](err); ok {
		return &Error{Code: CodeRefused, Text: field.Text, Cause: err}
	}
	return fmt.Errorf("core: make a generator: %w", err)
}

// Options are those that it draws with: the ones it was made with, and what the
// policy needs beside them.
func (g *Generator) Options() generate.Options { return g.made.Options() }

// Bits is the entropy of what it draws, before the judge takes out what has a name
// in it or is banned.
func (g *Generator) Bits() float64 { return g.made.Bits() }

// Limit is the rule that narrows what it draws most.
func (g *Generator) Limit() generate.Limit { return g.made.Limit() }

// Judged tells whether what is drawn has to pass rules that cannot be counted, so
// that its entropy is a little less than Bits.
func (g *Generator) Judged() bool {
	c := g.judge.policy.Complexity
	return len(g.made.Unjudged()) > 0 || c.ForbidUsername || c.ForbidPersonal || len(c.Banned) > 0 ||
		c.Breached == policy.BreachedRefuse || c.MinStrength != nil
}

// Draw draws a password that the rules take for an account with these names. What
// only the store knows, as whether it was used before, no drawn password is. Its
// error is a CodeRefused when so many in a row were refused; Field names the rule.
func (g *Generator) Draw(who policy.Subject) (string, error) {
	never := false
	who.SameAsCurrent, who.InHistory = &never, &never
	refused := map[string]int{}
	var last policy.Rule
	for range draws {
		typed, err := g.made.Draw(g.judge.rand)
		if err != nil && !errors.Is(err, policy.ErrNoDraw) {
			return "", fmt.Errorf("draw a password: %w", err)
		}
		if err != nil {
			continue
		}
		verdict := g.judge.verdict(typed, who)
		if verdict.OK {
			return typed, nil
		}
		for _, broken := range verdict.Violations() {
			if refused[broken.Name]++; refused[broken.Name] >= refused[last.Name] {
				last = broken
			}
		}
	}
	return "", tooOftenRefused(last)
}

// tooOftenRefused says which rule refused what was drawn.
func tooOftenRefused(rule policy.Rule) *Error {
	text := say("{{.Draws}} passwords in a row did not meet the rules. Choose other options", "Draws", draws)
	switch rule.Name {
	case "forbid_username", "forbid_personal":
		text = say("{{.Draws}} passwords in a row had a name of the account in them. Choose other options", "Draws", draws)
	case "banned":
		text = say("{{.Draws}} passwords in a row were banned. Choose other options", "Draws", draws)
	case "breached":
		text = say("{{.Draws}} passwords in a row were on the list of leaked ones. Choose other options", "Draws", draws)
	case "min_strength":
		text = say("{{.Draws}} passwords in a row were too easy to guess. Choose more words or characters", "Draws", draws)
	}
	return &Error{Code: CodeRefused, Field: rule.Name, Text: text}
}
