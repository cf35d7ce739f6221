package gui

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// markAll ticks every locked account that the filter finds, also those that were
// not fetched: core tells which they are.
func (b *accountsBoard) markAll() {
	rows := &b.page.rows
	if !rows.more && len(rows.missing(0, rows.total-1)) == 0 {
		b.markRows(0, rows.total-1, false)
		b.list.Reload()
		return
	}
	session, search := b.page.app.session, b.page.had.search
	token := session.token
	b.every.SetWorking(tr("Selecting"))
	b.page.app.back.latest(&b.selecting, func(ctx context.Context) func() {
		names, err := b.page.site.LockedAccounts(ctx, token, search)
		return func() {
			b.every.SetIdle()
			if b.page.app.session != session || !b.shown() {
				return
			}
			if err != nil {
				b.page.app.failed(tr("The accounts were not selected"), err)
				return
			}
			for _, n := range names {
				b.marks[n.ID] = n.Name
			}
			b.list.Reload()
			b.paint()
		}
	})
}

// forgetSelecting drops a selection that is on its way.
func (b *accountsBoard) forgetSelecting() {
	b.selecting.forget()
	b.every.SetIdle()
}

// marked are numbers and names of those that are ticked, the names in their order.
func (b *accountsBoard) marked() (ids []core.AccountID, names []string) {
	for id, name := range b.marks {
		ids, names = append(ids, id), append(names, name)
	}
	slices.Sort(names)
	return ids, names
}

// unlocking is the dialog that asks why accounts are unlocked, and what follows.
type unlocking struct {
	board  *accountsBoard
	marks  map[core.AccountID]string
	ids    []core.AccountID
	names  []string
	dialog *kit.Dialog
	reason *kit.Field
	// stop ends the work, nil before it began, and under is the dialog that shows
	// how far it is, nil where it takes no time.
	stop  context.CancelFunc
	under *kit.Dialog
	said  *kit.Text
}

// ask asks why the accounts are unlocked.
func (b *accountsBoard) ask() {
	u := &unlocking{board: b, marks: maps.Clone(b.marks)}
	u.ids, u.names = b.marked()
	u.reason = kit.NewField(kit.FieldSpec{
		Label: tr("Reason to unlock"), Placeholder: tr("For example: called from the gate"), Help: tr("Kept in the log"),
	})
	u.reason.SetOnChanged(func(string) { mended(u.dialog, u.reason) })
	u.show()
}

// show shows the dialog over the board.
func (u *unlocking) show() {
	n := len(u.ids)
	title := trn("Unlock {{.Count}} accounts?", n, "Count", numberWords(n))
	label := trn("Unlock {{.Count}} accounts", n, "Count", numberWords(n))
	if n == 1 {
		title, label = trf("Unlock {{.Name}}?", "Name", kit.Shown(u.names[0])), tr("Unlock")
	}
	page := u.board.page
	page.app.typingIn(u, core.RightSeeAccounts)
	u.under = nil
	u.dialog = kit.ShowDialog(page.app.window, kit.DialogSpec{
		Title: title, Sentence: listWords(u.names), Body: u.reason, First: u.reason.Input(), Cancel: tr("Cancel"),
		OnCancel: page.changed, OnClosed: u.end,
		Do: kit.DialogDo{Label: label, Kind: kit.Primary, Working: tr("Unlocking"), Act: u.act},
	})
}

// dirty tells whether a reason was typed.
func (u *unlocking) dirty() bool { return u.reason.Text() != "" }

// resume shows the dialog over the board as it is built now, with the same accounts
// ticked.
func (u *unlocking) resume() {
	s := u.board.page.app.screen.(*shell)
	s.open("accounts")
	p := s.pages["accounts"].(*accountsPage)
	p.setFilter(core.FilterLocked)
	u.board = p.board
	maps.Copy(u.board.marks, u.marks)
	u.board.paint()
	u.show()
}

// close takes the dialog away without a question.
func (u *unlocking) close() { u.dialog.Close() }

// end stops what is under way when the dialog goes, also when the window locks.
func (u *unlocking) end() {
	u.board.page.app.typingEnded(u)
	if u.stop != nil {
		u.stop()
	}
}

// act unlocks them: as many as go in one step all or none, more of them in
// several.
func (u *unlocking) act() {
	page, why := u.board.page, u.reason.Text()
	ended := page.app.saving(u)
	if len(u.ids) <= core.MaxUnlockAtOnce {
		page.asked(u.dialog, func(ctx context.Context, token core.Token) error {
			return ended(page.site.UnlockAccounts(ctx, token, u.ids, why))
		}, u.board.unlocked, u.beside)
		return
	}
	u.dialog.SetBusy(true)
	u.dialog.SetProblem("")
	ctx, stop := context.WithCancel(page.app.back.ctx)
	u.stop = stop
	var did core.Unlocked
	page.act(func(_ context.Context, token core.Token) error {
		defer stop()
		var err error
		did, err = page.site.UnlockMany(ctx, token, u.ids, why, u.progress(ctx))
		return ended(err)
	}, func(err error) { u.came(did, err) })
}

// beside shows a problem of the reason beside its field.
func (u *unlocking) beside(e *core.Error) bool {
	return besideReason(e, u.reason, u.board.page.app.window.Canvas())
}

// progress passes on how far the work is, not too often. It is called by the work
// alone.
func (u *unlocking) progress(ctx context.Context) func(done, total int) {
	var last time.Time
	return func(done, total int) {
		if now := time.Now(); now.Sub(last) >= impactTold {
			last = now
			u.board.page.app.back.post(func() {
				if ctx.Err() == nil && !u.dialog.Closed() {
					u.tell(done, total)
				}
			})
		}
	}
}

// tell shows how far the work is, with a button that stops it.
func (u *unlocking) tell(done, total int) {
	text := trf("{{.Done}} of {{.All}} accounts looked at", "Done", numberWords(done), "All", numberWords(total))
	if u.under != nil {
		u.said.SetText(text)
		return
	}
	u.said = kit.BodyText(text).Shrinking()
	u.under = kit.ShowDialog(u.board.page.app.window, kit.DialogSpec{
		Title:    trn("Unlocking {{.Count}} accounts", total, "Count", numberWords(total)),
		Sentence: tr("Those that are unlocked already stay so when you stop."),
		Body:     u.said, Cancel: tr("Stop"),
		Ask: func(func()) {
			u.stop()
			u.said.SetText(tr("Stopping…"))
		},
	})
}

// came shows what came of it. What was done is said also when the rest failed.
func (u *unlocking) came(did core.Unlocked, err error) {
	page := u.board.page
	u.stop = nil
	if u.under != nil {
		u.under.Close()
		u.under = nil
	}
	u.dialog.SetBusy(false)
	if page.app.sessionEnded(err) {
		return
	}
	if err == nil {
		u.dialog.Close()
		u.board.unlocked()
		return
	}
	if did.Done > 0 {
		u.dialog.Close()
		u.board.unlocked()
		page.app.failed(trf("{{.Done}} of {{.All}} accounts are unlocked", "Done", numberWords(did.Done), "All", numberWords(len(u.ids))), err)
		return
	}
	rest := ""
	for _, e := range core.ProblemsOf(err) {
		if !u.beside(e) && rest == "" {
			rest = words(e.Text)
		}
	}
	if rest == "" && u.reason.Problem() == "" {
		rest = problemWords(err)
	}
	u.dialog.SetProblem(rest)
}

// unlocked goes on with those that are still locked.
func (b *accountsBoard) unlocked() {
	b.clear()
	b.page.changed()
	b.page.app.window.Canvas().Unfocus()
	b.page.wantsFocus = true
	b.page.focusWanted()
}

// listWords lists names as they are stored; of many it counts the rest.
func listWords(names []string) string {
	const most = 8
	shown := make([]string, 0, most)
	for _, name := range names[:min(most, len(names))] {
		shown = append(shown, kit.Shown(name))
	}
	list := strings.Join(shown, ", ")
	if more := len(names) - most; more > 0 {
		return trf("{{.Names}} and {{.N}} more", "Names", list, "N", numberWords(more))
	}
	return list
}
