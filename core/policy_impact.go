package core

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"

	"gatehouse/core/policy"
)

// Impact is what a policy would do to the accounts it holds for.
type Impact struct {
	ImpactCounts
	// Names has the first accounts of each kind but Comply, by name.
	Names map[ImpactKind][]AccountName
}

const (
	// maxImpactNames is how many names an Impact has of each kind.
	maxImpactNames = 200
	// impactFirst is among how many accounts by name the names are looked for
	// first: a kind that is frequent is found there already.
	impactFirst = 10 * maxImpactNames
	// impactSlice is how many account numbers one transaction looks at, so that it
	// ends soon when it is not wanted any more.
	impactSlice AccountID = 50_000
	// impactRevisions and impactBytes bound what is read of former revisions. Who
	// was judged by an older one stays unknown.
	impactRevisions = 50
	impactBytes     = 64 << 20
)

// PolicyImpact tells what a policy with these rules would do to the accounts
// that it holds for; for a policy that is not saved yet (id 0) to those of the
// default. progress is told, in one call after the other, how many accounts were
// looked at, of how many, by their numbers; it may be nil. It ends early with ctx.
//
// A password is not there to be judged: who complied with rules that imply the
// new ones complies, who failed rules that the new ones imply fails, and of
// everybody else it is not known before the next sign-in.
func (s *Site) PolicyImpact(ctx context.Context, token Token, id PolicyID, p policy.Policy, progress func(done, total int)) (Impact, error) {
	var f form
	f.rules(policy.Lint(p))
	if err := f.problems.orNil(); err != nil {
		return Impact{}, err
	}
	q, last, err := s.impactQuery(ctx, token, id, p)
	if err != nil {
		return Impact{}, err
	}
	if err := s.addJudged(ctx, token, &q, p.Complexity); err != nil {
		return Impact{}, err
	}
	impact := Impact{Names: map[ImpactKind][]AccountName{}}
	q.To = last
	if q.List, err = s.frequent(ctx, token, q, impact.Names); err != nil {
		return Impact{}, err
	}
	sum := impactSum{Impact: impact, last: last, progress: progress}
	if err := s.addSlices(ctx, token, q, &sum); err != nil {
		return Impact{}, err
	}
	err = s.spareLastRoot(ctx, token, q, p.Expiration, &sum.Impact)
	return sum.Impact, err
}

// impactSum is what the slices that were counted come to.
type impactSum struct {
	mu sync.Mutex
	Impact
	// last is the greatest number, done how many numbers were looked at.
	last, done AccountID
	progress   func(done, total int)
}

// impactWorkers is how many slices are counted at a time: half of what may read the
// store at once.
const impactWorkers = 2

// addSlices counts all slices. Each is a transaction of its own, so it does not
// matter which of them comes first.
func (s *Site) addSlices(ctx context.Context, token Token, q ImpactQuery, sum *impactSum) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	starts := make(chan AccountID)
	var workers sync.WaitGroup
	for range impactWorkers {
		workers.Go(func() {
			defer passPanic(stop)
			for after := range starts {
				one := q
				one.After, one.To = after, min(after+impactSlice, sum.last)
				if err := s.addSlice(ctx, token, one, sum); err != nil {
					stop(err)
				}
			}
		})
	}
	for after := AccountID(0); after < sum.last && ctx.Err() == nil; after += impactSlice {
		select {
		case starts <- after:
		case <-ctx.Done(): // perhaps nobody is there any more who would take it
		}
	}
	close(starts)
	workers.Wait()
	if met, ok := errors.AsType[*workerPanic](context.Cause(ctx)); ok {
		panic(met)
	}
	if ctx.Err() != nil {
		return s.plain(ctx, context.Cause(ctx))
	}
	return nil
}

// workerPanic is a panic on its way to the goroutine that waits for a worker. Only
// there can the caller catch it; in the worker it would end the program.
type workerPanic struct {
	cause any
	stack []byte
}

// Error implements error with the cause and where it came up.
func (p *workerPanic) Error() string { return fmt.Sprintf("%v\n%s", p.cause, p.stack) }

// passPanic is deferred by a worker, and stops the others with its panic.
func passPanic(stop context.CancelCauseFunc) {
	if cause := recover(); cause != nil {
		stop(&workerPanic{cause: cause, stack: debug.Stack()})
	}
}

// impactQuery starts the question with what the clock says, and tells the
// greatest number of an account.
func (s *Site) impactQuery(ctx context.Context, token Token, id PolicyID, p policy.Policy) (q ImpactQuery, last AccountID, err error) {
	if id == 0 {
		id = DefaultPolicy
	}
	err = s.look(ctx, token, RightPolicy, func(tx Tx, _ caller) error {
		if _, err := policyInUse(tx, id); err != nil {
			return err
		}
		q = today(tx.Now(), s.zone).impact(p.Expiration)
		q.Policy, q.Question = id, p.Complexity.RequireSecurityQuestion
		q.signIn(p.SignIn)
		used, err := s.listInUse(tx)
		if err != nil {
			return err
		}
		q.lookFor(p.Complexity, used.Number)
		if last, err = tx.LastAccount(); err != nil {
			return fmt.Errorf("find the last account: %w", err)
		}
		return nil
	})
	return q, last, err
}

// addJudged finds the revisions of all policies that tell what the rules would
// say, each in a transaction of its own: they may be large.
func (s *Site) addJudged(ctx context.Context, token Token, q *ImpactQuery, rules policy.Complexity) error {
	ids, err := s.newestRevisions(ctx, token)
	if err != nil {
		return err
	}
	left := impactBytes
	for _, id := range ids {
		err := s.look(ctx, token, RightPolicy, func(tx Tx, _ caller) error {
			old, size, err := s.judgedBy(tx, id)
			left -= size
			if err != nil || old == nil || left < 0 {
				return err
			}
			if policy.Implies(*old, rules) {
				q.Comply = append(q.Comply, id)
			}
			if policy.Implies(rules, *old) {
				q.Fail = append(q.Fail, id)
			}
			return nil
		})
		if err != nil || left < 0 {
			return err
		}
	}
	return nil
}

// newestRevisions lists the newest revisions of all policies, the newest first.
func (s *Site) newestRevisions(ctx context.Context, token Token) ([]RevisionID, error) {
	var ids []RevisionID
	err := s.look(ctx, token, RightPolicy, func(tx Tx, _ caller) error {
		records, err := allPolicies(tx)
		if err != nil {
			return err
		}
		for _, record := range records {
			rows, err := revisionsOf(tx, record.ID, 0, impactRevisions)
			if err != nil {
				return err
			}
			for _, row := range rows {
				ids = append(ids, row.ID)
			}
		}
		return nil
	})
	slices.Sort(ids)
	slices.Reverse(ids)
	return ids[:min(len(ids), impactRevisions)], err
}

// judgedBy gives the rules of a revision that passwords were judged by, and the
// bytes that were read for it; nil for one that is not as it was written.
func (s *Site) judgedBy(tx Tx, id RevisionID) (*policy.Complexity, int, error) {
	if kept := s.rulings.get(id); kept != nil {
		return &kept.Complexity, 0, nil
	}
	stored, err := tx.RevisionByID(id)
	if err != nil {
		return nil, 0, fmt.Errorf("read a revision of a policy: %w", err)
	}
	p, err := s.readRevision(stored)
	if err != nil {
		s.log.Error("a revision of a policy cannot be used", "revision", id, "cause", err.Error())
		return nil, len(stored.Document), nil
	}
	return &p.Complexity, len(stored.Document), nil
}

// frequent adds the names of the kinds that are frequent enough to be found
// among the first accounts, and gives the other kinds.
func (s *Site) frequent(ctx context.Context, token Token, q ImpactQuery, names map[ImpactKind][]AccountName) (rare []ImpactKind, err error) {
	q.List = []ImpactKind{ImpactFail, ImpactUnknown, ImpactExpire, ImpactLock, ImpactQuestion}
	if q.Leaks != 0 {
		q.List = append(q.List, ImpactLeaked, ImpactUnseen)
	}
	q.List = append(q.List, q.OfSignIn()...)
	err = s.look(ctx, token, RightPolicy, func(tx Tx, _ caller) error {
		found, err := tx.ImpactNames(q, impactFirst)
		if err != nil {
			return fmt.Errorf("list what a policy would do: %w", err)
		}
		for _, kind := range q.List {
			if list := found[kind]; len(list) >= maxImpactNames {
				names[kind] = list[:maxImpactNames]
			} else {
				rare = append(rare, kind)
			}
		}
		return nil
	})
	return rare, err
}

// addSlice counts one slice, and puts its accounts of the kinds in q.List among
// the names.
func (s *Site) addSlice(ctx context.Context, token Token, q ImpactQuery, sum *impactSum) error {
	return s.look(ctx, token, RightPolicy, func(tx Tx, _ caller) error {
		n, found, err := tx.Impact(q)
		if err != nil {
			return fmt.Errorf("count what a policy would do: %w", err)
		}
		sum.mu.Lock()
		defer sum.mu.Unlock()
		if err := ctx.Err(); err != nil {
			return err // it was stopped by what was told of another slice
		}
		sum.Total += n.Total
		sum.Comply += n.Comply
		sum.Fail += n.Fail
		sum.Unknown += n.Unknown
		sum.Expire += n.Expire
		sum.Lock += n.Lock
		sum.Question += n.Question
		sum.Leaked += n.Leaked
		sum.Unseen += n.Unseen
		sum.TwoStep += n.TwoStep
		sum.Passkey += n.Passkey
		sum.PasskeyLost += n.PasskeyLost
		sum.PasswordOff += n.PasswordOff
		for kind, ids := range found {
			if len(ids) == 0 {
				continue
			}
			for _, known := range sum.Names[kind] {
				ids = append(ids, known.ID)
			}
			if sum.Names[kind], err = tx.FirstNames(ids, maxImpactNames); err != nil {
				return fmt.Errorf("list what a policy would do: %w", err)
			}
		}
		sum.done += q.To - q.After
		if sum.progress != nil {
			sum.progress(int(sum.done), int(sum.last))
		}
		return nil
	})
}
