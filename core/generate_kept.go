package core

import (
	"slices"
	"sync"

	"gatehouse/core/password/generate"
	"gatehouse/core/policy"
)

// wish is what a generator is wanted for. The zero options are those that fit the
// policy, of single characters alone where characters is set.
type wish struct {
	options    generate.Options
	characters bool
	twoStep    bool
}

// kept is what came of a wish: a generator, or why there is none.
type kept struct {
	made *generate.Generator
	err  error
}

// maxKept bounds the generators that are kept. One account has three wishes: its own
// options, those that fit, and single characters.
const maxKept = 6

// generators are the generators of one policy. Counting what they draw from takes
// milliseconds, so it is done once and not at each press. They count on as they draw,
// which is why mu is held for each draw.
type generators struct {
	mu   sync.Mutex
	kept map[wish]kept
}

// Generate draws a password that the rules take for an account with these names,
// with the options that fit the policy: of words, or of single characters where no
// words are taken.
func (j *Judge) Generate(who policy.Subject) (string, error) {
	return j.drawFirst(who, fittingWishes(who.TwoStep))
}

// GenerateWith is Generate with options of one's own, as far as they go with the
// policy, which may have changed since they were chosen.
func (j *Judge) GenerateWith(o generate.Options, who policy.Subject) (string, error) {
	own := wish{options: o, twoStep: who.TwoStep}
	return j.drawFirst(who, append([]wish{own}, fittingWishes(who.TwoStep)...))
}

// PrepareGenerator does what makes the first draw of Generate take some milliseconds
// more, or that of GenerateWith where there are options. It may run beside all other
// methods. What cannot be generated is told by them.
func (j *Judge) PrepareGenerator(o *generate.Options, twoStep bool) {
	wishes := fittingWishes(twoStep)[:1]
	if o != nil {
		wishes = append([]wish{{options: *o, twoStep: twoStep}}, wishes...)
	}
	j.generators.mu.Lock()
	defer j.generators.mu.Unlock()
	for _, w := range wishes {
		if _, err := j.keptFor(w); err == nil {
			return
		}
	}
}

// fittingWishes are the options that fit the policy, and single characters after them.
func fittingWishes(twoStep bool) []wish {
	return []wish{{twoStep: twoStep}, {characters: true, twoStep: twoStep}}
}

// drawFirst draws with the first of several wishes that the rules let draw.
func (j *Judge) drawFirst(who policy.Subject, wishes []wish) (string, error) {
	j.generators.mu.Lock()
	defer j.generators.mu.Unlock()
	var last error
	for _, w := range wishes {
		g, err := j.keptFor(w)
		if err != nil {
			last = err
		} else {
			var typed string
			if typed, last = g.Draw(who); last == nil {
				return typed, nil
			}
		}
		if !slices.Contains([]Code{CodeRefused, CodeInput}, ErrorCode(last)) {
			break
		}
	}
	return "", last
}

// keptFor gives the generator of a wish, made at its first use. The caller holds mu.
func (j *Judge) keptFor(w wish) (*Generator, error) {
	found, known := j.generators.kept[w]
	if !known {
		if found.made, found.err = j.make(w); len(j.generators.kept) >= maxKept || j.generators.kept == nil {
			j.generators.kept = map[wish]kept{}
		}
		j.generators.kept[w] = found
	}
	if found.err != nil {
		return nil, generatorError(found.err)
	}
	return &Generator{judge: j, made: found.made}, nil
}

// make makes the generator of a wish.
func (j *Judge) make(w wish) (*generate.Generator, error) {
	rules := j.generatorRules(nil, w.twoStep)
	switch {
	case w.characters:
		return generate.FittingCharacters(rules)
	case w.options == generate.Options{}:
		return generate.Fitting(rules)
	}
	return generate.New(rules, w.options)
}
