package gui

import (
	"context"
	"time"

	"gatehouse/core"
)

// activityLoad is what is on its way.
type activityLoad int

const (
	loadNothing activityLoad = iota
	// loadAll is the chart and the first page, loadMore the next page, and loadNew what
	// has come since.
	loadAll
	loadMore
	loadNew
)

// activityLoader fetches, one question at a time: a newer one cancels the one that is on
// its way.
type activityLoader struct {
	page   *activityPage
	asked  sequence
	under  activityLoad
	cancel context.CancelFunc
	// looks counts the looks for new lines since the chart was counted.
	looks int
}

// activityAnswer is what came.
type activityAnswer struct {
	bars  []core.HistoryBar
	page  core.HistoryPage
	since activityAsk
	err   error
}

// run asks off the window's goroutine, and shows what came if nothing newer was asked.
// slow is called when it takes long.
func (l *activityLoader) run(what activityLoad, slow func(), ask func(context.Context, core.Token) activityAnswer, show func(activityAnswer)) {
	l.stop()
	back := l.page.app.back
	token := l.page.app.session.token
	ctx, cancel := context.WithCancel(back.ctx)
	late := back.after(slowAfter, slow)
	l.under, l.cancel = what, func() { late(); cancel() }
	back.latest(&l.asked, func(context.Context) func() {
		answer := ask(ctx, token)
		return func() {
			l.cancel()
			l.under, l.cancel = loadNothing, nil
			if l.page.inView && !l.page.app.sessionEnded(answer.err) {
				show(answer)
			}
		}
	})
}

// stop forgets what is on its way.
func (l *activityLoader) stop() {
	if l.cancel != nil {
		l.cancel()
	}
	l.asked.forget()
	l.under, l.cancel = loadNothing, nil
}

// chartOf counts the bars of a question up to now, and gives it with the begin of the
// first.
func (p *activityPage) chartOf(ctx context.Context, token core.Token, k activityAsk, now time.Time) ([]core.HistoryBar, activityAsk, error) {
	from, unit := k.period.begin(now)
	bars, err := p.site.HistoryChart(ctx, token, 0, from, now.Add(1), unit)
	if err == nil {
		k.since = bars[0].At
	}
	return bars, k, err
}

// refresh asks for the question in force: what is new of the same list, or the first page
// of another one.
func (p *activityPage) refresh() {
	if !p.inView {
		return
	}
	if p.loaded && p.want.sameList(p.had) {
		p.loader.looks = activityChartEvery
		p.peekNow()
		return
	}
	p.query()
}

// query asks for another list.
func (p *activityPage) query() {
	want, now := p.want, p.app.now()
	p.loader.run(loadAll, func() { p.slow(want) }, func(ctx context.Context, token core.Token) (a activityAnswer) {
		if a.bars, a.since, a.err = p.chartOf(ctx, token, want, now); a.err != nil {
			return a
		}
		a.page, a.err = p.site.History(ctx, token, a.since.query(core.HistoryPlace{}, activityPageLines))
		return a
	}, p.answered)
}

// patient has nothing to do when an answer takes long.
func patient() {}

// more asks for the next page.
func (p *activityPage) more() {
	if !p.inView || !p.loaded || p.loader.under == loadMore || p.loader.under == loadAll || !p.lines.wants(p.last) {
		return
	}
	had, next := p.had, p.lines.next
	p.loader.run(loadMore, patient, func(ctx context.Context, token core.Token) (a activityAnswer) {
		a.page, a.err = p.site.History(ctx, token, had.query(next, activityPageLines))
		return a
	}, func(a activityAnswer) {
		if a.err != nil {
			p.notLoaded(a.err)
			return
		}
		p.lines.add(a.page)
		p.list.Reload()
		p.paintFoot()
		p.more()
	})
}

// peek looks for new lines, unless something else is on its way.
func (p *activityPage) peek() {
	if p.loaded && p.loader.under == loadNothing && p.want.sameList(p.had) {
		p.peekNow()
	}
}

// peekNow looks for new lines, and counts the chart when it is due or something came.
func (p *activityPage) peekNow() {
	had, now := p.had, p.app.now()
	newest, _ := p.lines.row(0)
	p.loader.looks++
	due := p.loader.looks >= activityChartEvery || p.chart.over(now)
	p.loader.run(loadNew, patient, func(ctx context.Context, token core.Token) (a activityAnswer) {
		a.page, a.err = p.newest(ctx, token, had, newest.ID)
		came := len(a.page.Lines) > 0 && a.page.Lines[0].ID != newest.ID
		if a.err != nil || !due && !came {
			return a
		}
		a.bars, a.since, a.err = p.chartOf(ctx, token, had, now)
		return a
	}, p.peeked)
}

// newest reads the newest lines: as many as a page has, and more where none of them is
// known.
func (p *activityPage) newest(ctx context.Context, token core.Token, had activityAsk, known core.HistoryID) (core.HistoryPage, error) {
	const most = 500
	page, err := p.site.History(ctx, token, had.query(core.HistoryPlace{}, activityPageLines))
	if err != nil || !page.More || placeOf(page.Lines, known) >= 0 {
		return page, err
	}
	return p.site.History(ctx, token, had.query(core.HistoryPlace{}, most))
}

// peeked shows what has come since. What is shown stays when it could not be read.
func (p *activityPage) peeked(a activityAnswer) {
	if a.err != nil {
		p.app.logged("look for new lines of the history", a.err)
		p.list.SetFoot(p.rowsWords(), tr("Not up to date: the store could not be read"))
		return
	}
	if a.bars != nil {
		p.loader.looks = 0
		p.had.since, p.want.since = a.since.since, a.since.since
		p.chart.set(a.bars, p.had)
	}
	p.drawer.freshen(a.page.Lines)
	top, was := p.first == 0, len(p.lines.known)
	moved, joined := p.lines.merge(a.page)
	if !joined { // too much has come: the list begins anew
		p.lines.take(a.page)
		p.paintLines(true)
		return
	}
	if was == 0 || len(p.lines.known) == 0 {
		p.paintLines(false)
		return
	}
	if moved != 0 {
		p.list.Grown(moved)
	} else {
		p.list.Reload()
	}
	if !top && moved > 0 {
		p.unseen += moved
	}
	p.paintFoot()
	p.paintFresh()
	p.more()
}
