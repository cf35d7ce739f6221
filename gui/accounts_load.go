package gui

import (
	"context"
	"time"

	"gatehouse/core"
)

// slowAfter is how long an answer may take before the rows of the question
// before are taken away.
const slowAfter = 300 * time.Millisecond

// accountsAsk is one question of the list.
type accountsAsk struct {
	search string
	filter core.AccountFilter
	pages  []int
	// fresh: the answer replaces all that was known.
	fresh bool
}

// sameList tells whether two questions are about the same list.
func (k accountsAsk) sameList(other accountsAsk) bool {
	return k.search == other.search && k.filter == other.filter
}

// accountsLoader fetches rows, one question at a time: when a newer one comes
// the one on its way is cancelled, and of those that wait only the newest is
// asked. So typing never piles up work.
type accountsLoader struct {
	app  *App
	site accountsService
	// answered shows an answer to the newest question.
	answered func(k accountsAsk, fetched map[int]core.AccountList, err error)
	// slow is called when an answer takes long.
	slow    func(accountsAsk)
	waiting *accountsAsk
	// cancel ends the question on its way, nil when there is none.
	cancel context.CancelFunc
}

// busy tells whether an answer is on its way.
func (l *accountsLoader) busy() bool { return l.cancel != nil }

// ask asks for rows.
func (l *accountsLoader) ask(k accountsAsk) {
	l.waiting = &k
	if l.busy() {
		l.cancel()
		return
	}
	l.start()
}

// start asks what waits.
func (l *accountsLoader) start() {
	k := *l.waiting
	l.waiting = nil
	token := l.app.session.token
	ctx, cancel := context.WithCancel(l.app.back.ctx)
	l.cancel = cancel
	late := l.app.back.after(slowAfter, func() {
		if ctx.Err() == nil {
			l.slow(k)
		}
	})
	l.app.back.run(func(context.Context) func() {
		fetched, err := l.fetch(ctx, token, k)
		return func() {
			late()
			cancel()
			l.cancel = nil
			if l.waiting != nil {
				l.start()
				return
			}
			l.answered(k, fetched, err)
		}
	})
}

// fetch asks core, off the window's goroutine.
func (l *accountsLoader) fetch(ctx context.Context, token core.Token, k accountsAsk) (map[int]core.AccountList, error) {
	fetched := make(map[int]core.AccountList, len(k.pages))
	for _, n := range k.pages {
		list, err := l.site.Accounts(ctx, token, core.AccountQuery{
			Search: k.search, Filter: k.filter, Offset: n * accountsPageRows, Limit: accountsPageRows,
		})
		if err != nil {
			return nil, err
		}
		fetched[n] = list
	}
	return fetched, nil
}

// stop forgets what waits and cancels what is on its way. Its answer still
// comes, to nobody.
func (l *accountsLoader) stop() {
	l.waiting = nil
	if l.cancel != nil {
		l.cancel()
	}
}

// after does something on the window's goroutine once, after a while, unless
// the function that it returns was called before. That has to be called in the
// end either way.
func (b *background) after(wait time.Duration, do func()) (stop func()) {
	done := false
	return b.every(wait, func() {
		if !done {
			done = true
			do()
		}
	})
}

// freshen shows an account in its row as it was read a moment ago. In a list of
// some accounts it may not belong there any more: that list is read anew.
func (p *accountsPage) freshen(row core.AccountRow) {
	i, known := p.rows.indexOf(row.ID)
	if !known {
		return
	}
	was, _ := p.rows.row(i)
	switch {
	case sameRow(was, row):
	case p.want.filter != core.FilterAll:
		p.refresh()
	default:
		p.rows.put(i, row)
		p.list.Reload()
	}
}
