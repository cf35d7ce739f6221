package gui

import (
	"context"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// policyService is what the policy editor needs of core.
type policyService interface {
	Policies(ctx context.Context, token core.Token) ([]core.PolicySummary, error)
	Policy(ctx context.Context, token core.Token, id core.PolicyID) (core.PolicyView, error)
	PolicyRevisions(ctx context.Context, token core.Token, q core.RevisionQuery) (core.RevisionPage, error)
	LintPolicy(p policy.Policy) policy.Report
	JudgeOf(p policy.Policy) *core.Judge
	SavePolicy(ctx context.Context, token core.Token, draft core.PolicyDraft) (core.PolicyView, error)
	RestorePolicy(ctx context.Context, token core.Token, id core.PolicyID, number int64, reason string) (core.PolicyView, error)
	RemovePolicy(ctx context.Context, token core.Token, id core.PolicyID, reason string) error
	Groups(ctx context.Context, token core.Token) ([]core.GroupView, error)
	SaveGroup(ctx context.Context, token core.Token, edit core.GroupEdit) (core.GroupView, error)
	RemoveGroup(ctx context.Context, token core.Token, id core.GroupID) error
	PolicyImpact(ctx context.Context, token core.Token, id core.PolicyID, p policy.Policy, progress func(done, total int)) (core.Impact, error)
	Breached(ctx context.Context, token core.Token) (core.BreachedView, error)
	CountBreached(ctx context.Context, token core.Token) (core.BreachedCounts, error)
	InstallBreached(ctx context.Context, token core.Token, path string, progress func(done, total int64)) (core.BreachedView, error)
	RemoveBreached(ctx context.Context, token core.Token) error
}

var _ policyService = (*core.Site)(nil)

// later is work that begins after a pause and gives way to what is asked for
// after it: the former is cancelled, and what it would show is dropped.
type later struct {
	asked sequence
	stop  context.CancelFunc
}

// run begins work in a while; work may tell what it has come to so far. It is
// called on the window's goroutine, and so is whatever work gives it to show.
func (l *later) run(b *background, pause time.Duration, work func(ctx context.Context, tell func(show func())) func()) {
	l.cancel()
	ctx, cancel := context.WithCancel(b.ctx)
	l.stop = cancel
	mine := l.asked.newest + 1
	tell := func(show func()) {
		b.post(func() {
			if l.asked.newest == mine {
				show()
			}
		})
	}
	b.latest(&l.asked, func(context.Context) func() {
		defer cancel()
		if !waited(ctx, pause) {
			return nil
		}
		return work(ctx, tell)
	})
}

// cancel ends what is under way; nothing of it is shown.
func (l *later) cancel() {
	l.asked.forget()
	if l.stop != nil {
		l.stop()
		l.stop = nil
	}
}

// waited lets a pause go by, and tells whether it ended by itself.
func waited(ctx context.Context, pause time.Duration) bool {
	if pause == 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
