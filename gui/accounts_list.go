package gui

import (
	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// newList makes the list of accounts.
func (p *accountsPage) newList() *kit.List {
	return kit.NewList(kit.ListSpec[core.AccountRow]{
		Columns: []kit.ListColumn[core.AccountRow]{
			{ID: "account", Label: tr("Account"), Show: func(row core.AccountRow, c *kit.Cell) { c.Name(row.Name, row.FullName) }},
			{ID: "role", Label: tr("Role"), Width: 62, Show: func(row core.AccountRow, c *kit.Cell) { c.Caption(roleWord(row.Role)) }},
			{ID: "state", Label: tr("State"), Width: 162, Show: p.showState},
			{ID: "seen", Label: tr("Last sign-in"), Width: 108, Show: func(row core.AccountRow, c *kit.Cell) { c.Caption(p.app.whenWords(row.LastSignInAt)) }},
		},
		Len:      func() int { return p.rows.total },
		Row:      p.rows.row,
		Selected: func(row core.AccountRow) bool { return row.ID == p.drawer.id },
		OnOpen:   func(_ int, row core.AccountRow) { p.drawer.open(row) },
		OnRange:  p.ranged,
	})
}

// showState fills the State column.
func (p *accountsPage) showState(row core.AccountRow, c *kit.Cell) {
	state := p.app.accountState(row)
	c.State(state.tone, state.icon, state.word)
	if state.tone == kit.ToneDanger {
		c.Below(lockedFor(row))
		return
	}
	c.Below(provedBy(row))
}

// ranged is told which rows are in view.
func (p *accountsPage) ranged(first, last int) {
	p.first, p.last = first, last
	p.paintFoot()
	p.fill()
}

// fill asks for rows that are in view and were not fetched yet. While another
// answer is on its way it waits for that: answered calls it again.
func (p *accountsPage) fill() {
	if !p.inView || p.loader.busy() || !p.loaded {
		return
	}
	if missing := p.rows.missing(p.first, p.last); len(missing) > 0 {
		k := p.had
		k.pages, k.fresh = missing, false
		p.loader.ask(k)
	}
}

// slow takes the rows of another question away when its answer takes long: the
// list then shows pale ones.
func (p *accountsPage) slow(k accountsAsk) {
	if p.loaded && k.fresh && !k.sameList(p.had) && p.listShown() {
		p.rows.forget()
		p.list.Reload()
	}
}

// answered shows the answer to the newest question.
func (p *accountsPage) answered(k accountsAsk, fetched map[int]core.AccountList, err error) {
	if !p.inView || p.app.sessionEnded(err) {
		return
	}
	then := p.afterLoad
	p.afterLoad = nil
	if err != nil {
		p.notLoaded(err)
	} else {
		p.take(k, fetched)
	}
	if then != nil {
		then()
	}
	p.fill()
}

// take shows rows that were fetched.
func (p *accountsPage) take(k accountsAsk, fetched map[int]core.AccountList) {
	p.rows.take(fetched, k.fresh)
	p.rows.keepNear(p.first)
	for _, list := range fetched {
		p.paintCounts(list.Counts)
		break
	}
	another := !p.loaded || !k.sameList(p.had)
	p.had, p.loaded = k, true
	p.useList()
	p.board.prune()
	p.paintList(another)
}

// useList chooses the list for the filter in use. The keyboard goes along.
func (p *accountsPage) useList() {
	next := p.all
	if p.had.filter == core.FilterLocked {
		next = p.board.list
	}
	if next != p.list && p.bodyFocused() {
		p.app.window.Canvas().Unfocus()
		p.wantsFocus = true
	}
	p.list = next
}

// paintList shows the rows, from the top when it is another list than before.
func (p *accountsPage) paintList(another bool) {
	if p.rows.total == 0 {
		p.showBody(p.empty())
		return
	}
	p.showBody(p.list)
	p.list.Reload()
	if another {
		p.list.ToTop()
	}
	p.paintFoot()
	p.focusWanted()
}

// paintCounts writes the numbers beside title and filters.
func (p *accountsPage) paintCounts(counts core.AccountCounts) {
	p.count.SetText(numberWords(counts.All))
	for _, c := range p.chips[1:] {
		n := c.count(counts)
		c.chip.SetCount(n, numberWords(n))
	}
	for _, line := range p.above {
		line.Refresh()
	}
}

// paintFoot says which rows are in view and how they are sorted.
func (p *accountsPage) paintFoot() {
	sorted := tr("Sorted by name")
	if p.had.search != "" {
		sorted = tr("Names that begin with it first")
	}
	p.list.SetFoot(p.rowsWords(), sorted)
}

// rowsWords says which rows are in view.
func (p *accountsPage) rowsWords() string {
	first, last := min(p.first, p.rows.total-1)+1, min(p.last, p.rows.total-1)+1
	values := []any{"First", numberWords(first), "Last", numberWords(last), "All", numberWords(p.rows.total)}
	switch {
	case p.rows.more:
		return trf("Rows {{.First}} to {{.Last}} of more than {{.All}}", values...)
	case first == last:
		return trf("Row {{.First}} of {{.All}}", values[0], values[1], values[4], values[5])
	}
	return trf("Rows {{.First}} to {{.Last}} of {{.All}}", values...)
}

// showBody shows the list or what stands in its place. The keyboard does not
// stay on what is gone.
func (p *accountsPage) showBody(object fyne.CanvasObject) {
	if len(p.body.Objects) == 1 && p.body.Objects[0] == object {
		return
	}
	gone := p.bodyFocused()
	if object != fyne.CanvasObject(p.list) {
		object = kit.VBox(0, object)
	}
	p.body.Objects = []fyne.CanvasObject{object}
	p.body.Refresh()
	p.board.paint()
	if gone {
		p.app.window.Canvas().Unfocus()
		p.wantsFocus = true
		if !p.listShown() {
			p.filter.Focus(p.app.window.Canvas())
		}
	}
}

// bodyFocused tells whether the keyboard is in the list.
func (p *accountsPage) bodyFocused() bool {
	return p.listShown() && p.inView && p.app.window.Canvas().Focused() == fyne.Focusable(p.list)
}

// listShown tells whether the list is to be seen.
func (p *accountsPage) listShown() bool {
	return len(p.body.Objects) == 1 && p.body.Objects[0] == fyne.CanvasObject(p.list)
}

// empty stands in place of a list without rows.
func (p *accountsPage) empty() fyne.CanvasObject {
	spec := kit.EmptySpec{Icon: kit.IconAccounts, Title: tr("No accounts yet"), Caption: tr("Each person who works here gets one.")}
	switch {
	case p.had.search != "":
		spec = kit.EmptySpec{
			Icon: kit.IconSearch, Title: trf("No account fits “{{.Text}}”", "Text", p.had.search),
			Caption: tr("A part of the name, the full name or the mail address finds it."),
		}
	case p.had.filter == core.FilterLocked:
		spec = kit.EmptySpec{Icon: kit.IconAccountCheck, Title: tr("No locked accounts"), Caption: tr("Too many wrong passwords in a row lock an account for a while.")}
	case p.had.filter == core.FilterNever:
		spec = kit.EmptySpec{Icon: kit.IconAccountCheck, Title: tr("Everybody has signed in"), Caption: tr("A new account is here until its first sign-in.")}
	case p.had.filter == core.FilterDisabled:
		spec = kit.EmptySpec{Icon: kit.IconAccountCheck, Title: tr("No account is switched off"), Caption: tr("An account that is not needed for now can be switched off, and on again.")}
	}
	if p.had.search != "" || p.had.filter != core.FilterAll {
		spec.Action = kit.NewButton(kit.ButtonSpec{Text: tr("Show all accounts"), Row: true, Act: p.showAll})
	}
	return kit.NewEmpty(spec)
}

// notLoaded says in place of the list why it is not there.
func (p *accountsPage) notLoaded(err error) {
	p.loaded = false
	if core.ErrorCode(err) == core.CodeInput {
		p.showBody(kit.NewEmpty(kit.EmptySpec{
			Icon: kit.IconSearch, Title: problemWords(err), Action: kit.NewButton(kit.ButtonSpec{Text: tr("Show all accounts"), Row: true, Act: p.showAll}),
		}))
		return
	}
	p.showBody(kit.NewFailed(kit.FailedSpec{
		Title: tr("The accounts could not be read"), Caption: problemWords(err),
		Retry: tr("Try again"), OnRetry: p.retry,
	}))
}

// retry asks once more after a failure.
func (p *accountsPage) retry() {
	p.app.window.Canvas().Unfocus()
	p.wantsFocus = true
	p.showBody(kit.NewSkeleton())
	p.query()
}
