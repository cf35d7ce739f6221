package core

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"sync"

	"gatehouse/core/password"
	"gatehouse/core/policy"
)

// Judge says what the rules and the estimate say of a new password while it is
// typed. It stores nothing and asks nobody.
type Judge struct {
	site   string
	policy policy.Policy
	// estimator builds its tables at the first call: most programs judge nothing.
	estimator func() password.Estimator
	rand      io.Reader
}

// NewJudge makes the judge of a site, "" before it has a name.
func NewJudge(site string) *Judge {
	estimator := sync.OnceValue(func() password.Estimator { return password.NewSimple() })
	return &Judge{site: site, policy: policy.Default(), estimator: estimator, rand: rand.Reader}
}

// Judgement is what is said of one password.
type Judgement struct {
	Verdict  policy.Verdict
	Strength password.Strength
	// CrackTime is how long the guesses take an attacker with a copy of the
	// store.
	CrackTime password.Span
}

// New judges a new password for an account with these names. What only the
// store knows stays policy.OnSave. The first call takes some milliseconds more:
// it builds the estimator's tables.
func (j *Judge) New(typed string, who policy.Subject) Judgement {
	strength := j.estimator().Estimate(typed, []string{who.Name, who.FullName, who.Mail, j.site, "gatehouse"})
	return Judgement{
		Verdict:   policy.Check(j.policy, who, typed),
		Strength:  strength,
		CrackTime: password.CrackTime(strength.Log10Guesses),
	}
}

// draws bounds how often Generate draws: a word that is part of a name comes
// up once in thousands, so this many in a row are a fault.
const draws = 100

// Generate draws a password that the rules take for an account with these
// names.
func (j *Judge) Generate(who policy.Subject) (string, error) {
	never := false
	who.SameAsCurrent = &never
	for range draws {
		typed, err := password.Generate(j.rand)
		if err != nil {
			return "", fmt.Errorf("draw a password: %w", err)
		}
		if policy.Check(j.policy, who, typed).OK {
			return typed, nil
		}
	}
	return "", errors.New("core: no drawn password fits the rules")
}

// Rules words what holds for the passwords of an account, for people to read
// before they type.
func (j *Judge) Rules() []Text {
	var rules []Text
	for _, rule := range policy.Check(j.policy, policy.Subject{}, "").Rules {
		rules = append(rules, rule.Text())
	}
	lock := j.policy.Lockout
	if lock.FirstLockAt == nil {
		return rules
	}
	if first, locks := policy.LockAfter(lock, *lock.FirstLockAt); locks {
		rules = append(rules, say("{{.Failures}} wrong passwords in a row lock the account for {{.Minutes}} minutes",
			"Failures", *lock.FirstLockAt, "Minutes", int(first.For.Minutes())))
	}
	return rules
}
