package core

import (
	"context"
	"crypto/rand"
	"io"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"gatehouse/core/clock"
	"gatehouse/core/password"
	"gatehouse/core/policy"
)

// Judge says what the rules and the estimate say of a new password while it is
// typed. It stores nothing and asks nobody.
type Judge struct {
	site      string
	policy    policy.Policy
	checker   *policy.Checker
	estimator *estimator
	// leaks is the site's list of leaked passwords; nil has none.
	leaks *openList
	// prepare opens that list; nil needs nothing.
	prepare func()
	rand    io.Reader
	// generators draws for Generate and GenerateWith.
	generators *generators
}

// NewJudge makes the judge of a new site, "" before it has a name. Its account has
// no password yet, see firstJudge.
func NewJudge(site string) *Judge { return firstJudge(site, policy.Default()) }

// firstJudge judges the first password of an account: there is none before it that
// it could repeat, so the rules on former passwords are not told.
func firstJudge(site string, p policy.Policy) *Judge {
	p.Change.DiffersFromCurrent, p.Change.HistoryDepth = false, nil
	return NewPolicyJudge(site, p)
}

// NewPolicyJudge makes the judge of a policy that is no site's yet.
func NewPolicyJudge(site string, p policy.Policy) *Judge {
	return &Judge{
		site: site, policy: p, checker: policy.NewChecker(p), estimator: newEstimator(), rand: rand.Reader, generators: &generators{},
	}
}

// Sharing is the same judge with the lists of another, so that they are not
// unpacked again for each name of a site while it is typed; and with its generators
// where both have the same rules.
func (j *Judge) Sharing(lists *Judge) *Judge {
	same := *j
	same.estimator = lists.estimator
	if reflect.DeepEqual(same.policy.Complexity, lists.policy.Complexity) {
		same.generators = lists.generators
	}
	return &same
}

// estimator is the estimate of strengths, and the built-in list of common passwords.
// Its lists are unpacked at the first use, which takes some milliseconds: most programs
// judge nothing.
type estimator struct {
	lists    func() *password.Zxcvbn
	prepared atomic.Bool
}

// newEstimator makes an estimator whose lists are still packed.
func newEstimator() *estimator {
	return estimatorOf(func() *password.Zxcvbn { return password.NewZxcvbn(clock.Now) })
}

// estimatorOf makes an estimator that unpacks its lists so.
func estimatorOf(unpack func() *password.Zxcvbn) *estimator {
	e := &estimator{}
	e.lists = sync.OnceValue(func() *password.Zxcvbn {
		lists := unpack()
		e.prepared.Store(true)
		return lists
	})
	return e
}

// JudgeOf makes the judge of a policy that may not be saved yet.
func (s *Site) JudgeOf(p policy.Policy) *Judge {
	return s.judge(ruling{compiled: compile(p, 0)})
}

// judge makes the judge of a policy of the site.
func (s *Site) judge(r ruling) *Judge {
	j := &Judge{
		site: s.settings.Name, policy: r.Policy, checker: r.checker, estimator: s.estimator, leaks: &s.leaks, rand: s.rand,
		generators: &generators{},
	}
	if r.Complexity.Breached == policy.BreachedRefuse {
		j.prepare = s.openLeaks
	}
	return j
}

// OwnJudge gives the judge of the policy that holds for the caller.
func (s *Site) OwnJudge(ctx context.Context, token Token) (*Judge, error) {
	var judge *Judge
	err := s.look(ctx, token, RightOwn, func(tx Tx, c caller) error {
		held, err := s.rulingOf(tx, c.account.ID)
		if err != nil {
			return err
		}
		judge = s.judge(held)
		return nil
	})
	return judge, err
}

// Judgement is what is said of one password.
type Judgement struct {
	Verdict  policy.Verdict
	Strength password.Strength
	// CrackTime is how long the guesses take an attacker with a copy of the
	// store.
	CrackTime password.Span
}

// Prepare does what makes the first judgement take some milliseconds more: it
// unpacks the lists of the estimate, and opens the site's list of leaked passwords.
// It may run beside all other methods.
func (j *Judge) Prepare() {
	j.estimator.lists()
	if j.prepare != nil {
		j.prepare()
	}
}

// Prepared tells whether the lists of the estimate are unpacked.
func (j *Judge) Prepared() bool { return j.estimator.prepared.Load() }

// New judges a new password for an account with these names. What only the
// store knows stays policy.OnSave, and so does whether it has leaked until the site's
// list is open. No text at all needs no lists, see Prepare.
func (j *Judge) New(typed string, who policy.Subject) Judgement {
	strength := j.estimate(typed, who)
	who.Strength, who.Breached = &strength.Score, j.leaked(typed, who)
	return Judgement{
		Verdict:   j.checker.Check(who, typed),
		Strength:  strength,
		CrackTime: password.SpanOf(strength.CrackTimes.OfflineSlow),
	}
}

// estimate is the strength of a password for an account with these names.
func (j *Judge) estimate(typed string, who policy.Subject) password.Strength {
	if typed == "" {
		return password.Strength{}
	}
	return j.estimator.lists().Estimate(typed, []string{who.Name, who.FullName, who.Mail, j.site, "gatehouse"})
}

// estimates tells whether a rule asks for the estimate.
func (j *Judge) estimates() bool { return j.policy.Complexity.MinStrength != nil }

// leaked tells whether a text is on a list of leaked passwords: on the built-in one,
// on that of the site, or on one that the caller has asked; nil where that is not
// known, and where no rule asks for it.
func (j *Judge) leaked(typed string, who policy.Subject) *bool {
	if j.policy.Complexity.Breached != policy.BreachedRefuse || who.Breached != nil && *who.Breached {
		return who.Breached
	}
	secret, err := password.New(typed)
	if err != nil {
		return who.Breached // it is refused anyway
	}
	defer secret.Wipe()
	switch {
	case isCommon(j.estimator.lists(), secret):
		return new(true)
	case who.Breached != nil:
		return who.Breached
	case j.leaks == nil:
		return new(false)
	}
	text := []byte(secret.Text())
	defer clear(text)
	return j.leaks.peek(text)
}

// verdict is the verdict of New, without an estimate that no rule asks for.
func (j *Judge) verdict(typed string, who policy.Subject) policy.Verdict {
	who.Breached = j.leaked(typed, who)
	return j.verdictOf(typed, who)
}

// verdictOf is verdict where the caller knows whether the password has leaked.
func (j *Judge) verdictOf(typed string, who policy.Subject) policy.Verdict {
	if j.estimates() {
		score := j.estimate(typed, who).Score
		who.Strength = &score
	}
	return j.checker.Check(who, typed)
}

// Rules words what holds for the passwords of an account, for people to read
// before they type.
func (j *Judge) Rules() []Text {
	var rules []Text
	for _, rule := range j.checker.Check(policy.Subject{}, "").Rules {
		rules = append(rules, rule.Text())
	}
	if lock, locks := lockRule(j.policy.Lockout); locks {
		rules = append(rules, lock)
	}
	return rules
}

// lockRule words what the first lock of a policy is.
func lockRule(l policy.Lockout) (Text, bool) {
	first := 1
	if l.FirstLockAt != nil {
		first = max(first, *l.FirstLockAt)
	}
	lock, locks := policy.LockAfter(l, first)
	switch {
	case !locks:
		return Text{}, false
	case lock.UntilAdmin && first == 1:
		return say("One wrong password locks the account until an administrator unlocks it"), true
	case lock.UntilAdmin:
		return say("{{.Failures}} wrong passwords in a row lock the account until an administrator unlocks it", "Failures", first), true
	}
	return timedLockRule(first, lock.For), true
}

// timedLockRule words a first lock that ends by itself.
func timedLockRule(first int, length time.Duration) Text {
	const day = 24 * time.Hour
	switch {
	case first == 1 && length%day == 0:
		return say("One wrong password locks the account; the first time for {{.Days}} d", "Days", int(length/day))
	case first == 1 && length%time.Hour == 0:
		return say("One wrong password locks the account; the first time for {{.Hours}} h", "Hours", int(length/time.Hour))
	case first == 1:
		return say("One wrong password locks the account; the first time for {{.Minutes}} min", "Minutes", int(length/time.Minute))
	case length%day == 0:
		return say("{{.Failures}} wrong passwords in a row lock the account for {{.Days}} d", "Failures", first, "Days", int(length/day))
	case length%time.Hour == 0:
		return say("{{.Failures}} wrong passwords in a row lock the account for {{.Hours}} h", "Failures", first, "Hours", int(length/time.Hour))
	case length == time.Minute:
		return say("{{.Failures}} wrong passwords in a row lock the account for 1 minute", "Failures", first)
	}
	return say("{{.Failures}} wrong passwords in a row lock the account for {{.Minutes}} minutes",
		"Failures", first, "Minutes", int(length/time.Minute))
}
