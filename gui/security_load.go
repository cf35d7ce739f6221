package gui

import (
	"context"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// ownRead is what the page reads of devices and sign-ins beside the account. One part
// may fail without the others.
type ownRead struct {
	devices              core.Devices
	history, marked      core.HistoryPage
	noDevices, noHistory error
}

// readOwn reads it, off the window's goroutine.
func (p *securityPage) readOwn(ctx context.Context, token core.Token) ownRead {
	var r ownRead
	r.devices, r.noDevices = p.site.OwnDevices(ctx, token)
	if r.history, r.noHistory = p.site.OwnHistory(ctx, token, core.HistoryQuery{Limit: historyRead}); r.noHistory == nil {
		r.marked, r.noHistory = p.site.OwnHistory(ctx, token, core.HistoryQuery{Marked: true, Limit: markedRead})
	}
	return r
}

// load fetches the account anew. All of it is one answer, so that nobody asks with a
// token that was replaced meanwhile.
func (p *securityPage) load() {
	token := p.app.session.token
	p.app.back.latest(&p.loaded, func(ctx context.Context) func() {
		own, err := p.site.Me(ctx, token)
		var judge *core.Judge
		if err == nil {
			judge, err = p.app.site.OwnJudge(ctx, token)
		}
		var read ownRead
		if err == nil {
			read = p.readOwn(ctx, token)
		}
		return func() {
			if err != nil {
				p.failed(err)
				return
			}
			p.own = own
			p.app.session.own, p.app.session.judge = own, judge
			p.take(read)
		}
	})
}

// take shows what was read.
func (p *securityPage) take(r ownRead) {
	for _, err := range []error{r.noDevices, r.noHistory} {
		if p.app.sessionEnded(err) {
			return
		}
	}
	p.devices.take(r.devices, r.noDevices)
	p.history.take(r.history, r.noHistory)
	if r.noHistory == nil {
		p.question.take(r.marked.Lines)
		p.guide.take(r.marked.Lines)
	}
	p.paint()
}

// failed says in the page that it could not be loaded.
func (p *securityPage) failed(err error) {
	if p.app.sessionEnded(err) {
		return
	}
	p.dropPanel()
	p.section.Objects = []fyne.CanvasObject{kit.NewFailed(kit.FailedSpec{
		Title: tr("Your account could not be read"), Caption: problemWords(err), Retry: tr("Try again"), OnRetry: p.load,
	})}
	p.section.Refresh()
}

// act does something with the token of the session, when nothing replaces it, and then
// done, unless the page or the session is not there any more. What was asked for before
// may tell of what is not any more, and is dropped.
func (p *securityPage) act(work func(context.Context, core.Token) error, done func(error)) {
	a := p.app
	a.settled(func() {
		session := a.session
		token := session.token
		p.loaded.forget()
		a.back.run(func(ctx context.Context) func() {
			err := work(ctx, token)
			return func() {
				if s, ok := a.screen.(*shell); !ok || a.session != session || s.pages["security"] != page(p) {
					return
				}
				done(err)
				if err != nil && a.session == session {
					p.load()
				}
			}
		})
	})
}

// look shows what is in view of the page now.
func (p *securityPage) look() {
	p.inView(p.keys.long)
	p.inView(p.devices.long)
}

// inView tells rows of the page which of them are seen.
func (p *securityPage) inView(rows *kit.LongRows) {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject
	// The scroller tells of its offset before it moves what is in it.
	top := p.scroll.Offset.Y - (at(rows).Y - at(p.scroll.Content).Y)
	rows.InView(top, top+p.scroll.Size().Height)
}

// show scrolls to a section, and puts the keyboard on its button where it has one.
func (p *securityPage) show(section fyne.CanvasObject, button *kit.Button) {
	if button.Visible() && !button.Disabled() {
		p.focusIn(button)
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject
	p.scroll.ScrollToOffset(fyne.NewPos(0, max(0, at(section).Y-at(p.scroll.Content).Y-kit.Gap16)))
	p.look()
}
