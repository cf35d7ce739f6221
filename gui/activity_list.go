package gui

import (
	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// newList makes the list of lines.
func (p *activityPage) newList() *kit.List {
	return kit.NewList(kit.ListSpec[core.HistoryLine]{
		Columns: []kit.ListColumn[core.HistoryLine]{
			{ID: "outcome", Label: tr("What happened"), Show: showOutcome},
			{ID: "who", Label: tr("Account"), Width: 120, Show: func(l core.HistoryLine, c *kit.Cell) { c.Name(whoWords(l), "") }},
			{ID: "how", Label: tr("How"), Width: 150, From: 760, Show: func(l core.HistoryLine, c *kit.Cell) { c.Caption(p.app.howWords(l)) }},
			{ID: "when", Label: tr("When"), Width: 124, Show: func(l core.HistoryLine, c *kit.Cell) { c.Caption(p.app.lineWhen(l.At)) }},
			{ID: "where", Label: tr("Computer"), Width: 124, From: 540, Show: showWhere},
		},
		Len:      p.lines.total,
		Row:      p.lines.row,
		Selected: func(l core.HistoryLine) bool { return l.ID == p.drawer.line.ID },
		OnOpen:   func(_ int, l core.HistoryLine) { p.drawer.open(l) },
		OnRange:  p.ranged,
	})
}

// showOutcome says what came of a line, and below it what is suspicious.
func showOutcome(l core.HistoryLine, c *kit.Cell) {
	tone, icon, strong := outcomeLook(l)
	if len(l.Marks) > 0 {
		icon, strong = kit.IconShieldAlert, true
		if tone == kit.ToneGood {
			tone = kit.ToneAttention
		}
	}
	c.Outcome(tone, icon, outcomeWords(l), strong)
	if l.Answer == core.AnswerNotMe {
		c.Below(tr("Its owner said: not me"))
		return
	}
	c.Below(marksShort(l.Marks))
}

// showWhere is the computer, with its place or address below.
func showWhere(l core.HistoryLine, c *kit.Cell) {
	c.Caption(l.Device.Host)
	if l.Device.Host == "" {
		c.Caption(tr("Unknown device"))
	}
	c.Below(whereWords(l))
}

// ranged is told which lines are in view.
func (p *activityPage) ranged(first, last int) {
	p.first, p.last = first, last
	if first == 0 {
		p.unseen = 0
		p.paintFresh()
	}
	p.paintFoot()
	p.more()
}

// slow takes the lines of another question away when its answer takes long.
func (p *activityPage) slow(k activityAsk) {
	if p.loaded && !k.sameList(p.had) && p.listShown() {
		p.lines.take(core.HistoryPage{More: true})
		p.loaded = false
		p.setExport(false)
		p.list.Reload()
	}
}

// answered shows the chart and the first lines.
func (p *activityPage) answered(a activityAnswer) {
	if a.err != nil {
		p.notLoaded(a.err)
		return
	}
	p.had, p.want.since, p.loaded = a.since, a.since.since, true
	p.loader.looks = 0
	p.chart.set(a.bars, p.had)
	p.lines.take(a.page)
	p.paintLines(true)
}

// paintLines shows the lines, from the top when they are others than before.
func (p *activityPage) paintLines(another bool) {
	p.setExport(len(p.lines.known) > 0)
	if len(p.lines.known) == 0 {
		p.showBody(p.empty())
		return
	}
	p.showBody(p.list)
	p.list.Reload()
	if another {
		p.unseen = 0
		p.list.ToTop()
	}
	p.paintFoot()
	p.paintFresh()
	p.focusWanted()
	p.more()
}

// setExport lets the lines be written to a file when there are any.
func (p *activityPage) setExport(some bool) {
	if some {
		p.export.Enable()
	} else {
		p.export.Disable()
	}
}

// paintFoot says which lines are in view and how they are sorted.
func (p *activityPage) paintFoot() {
	sorted := tr("Newest first")
	if p.lines.more && p.lines.full() {
		sorted = tr("For older ones, choose a day or search")
	}
	p.list.SetFoot(p.rowsWords(), sorted)
}

// rowsWords says which lines are in view.
func (p *activityPage) rowsWords() string {
	total := len(p.lines.known)
	if total == 0 {
		return ""
	}
	first, last := min(p.first, total-1)+1, min(p.last, total-1)+1
	values := []any{"First", numberWords(first), "Last", numberWords(last), "All", numberWords(total)}
	switch {
	case p.lines.more:
		return trf("Rows {{.First}} to {{.Last}} of more than {{.All}}", values...)
	case first == last:
		return trf("Row {{.First}} of {{.All}}", values[0], values[1], values[4], values[5])
	}
	return trf("Rows {{.First}} to {{.Last}} of {{.All}}", values...)
}

// paintFresh says how many lines came above those in view.
func (p *activityPage) paintFresh() {
	shown := p.unseen > 0 && p.listShown()
	if shown {
		p.fresh.SetText(trn("{{.Count}} new lines", p.unseen, "Count", numberWords(p.unseen)))
	}
	if shown != p.fresh.Visible() {
		if !shown && p.inView && p.app.window.Canvas().Focused() == fyne.Focusable(p.fresh) {
			p.focusList()
		}
		setShown(p.fresh, shown)
	}
	p.above[0].Refresh()
}

// toTop shows the newest lines.
func (p *activityPage) toTop() {
	p.list.ToTop()
	p.focusList()
}

// showBody shows the list or what stands in its place. The keyboard does not stay on what
// is gone.
func (p *activityPage) showBody(object fyne.CanvasObject) {
	if len(p.body.Objects) == 1 && p.body.Objects[0] == object {
		return
	}
	gone := p.listShown() && p.inView && p.app.window.Canvas().Focused() == fyne.Focusable(p.list)
	if object != fyne.CanvasObject(p.list) {
		object = kit.VBox(0, object)
	}
	p.body.Objects = []fyne.CanvasObject{object}
	p.body.Refresh()
	if gone {
		p.app.window.Canvas().Unfocus()
		p.wantsFocus = true
	}
}

// listShown tells whether the list is to be seen.
func (p *activityPage) listShown() bool {
	return len(p.body.Objects) == 1 && p.body.Objects[0] == fyne.CanvasObject(p.list)
}

// empty stands in place of a list without lines.
func (p *activityPage) empty() fyne.CanvasObject {
	spec := kit.EmptySpec{
		Icon: kit.IconHistory, Title: tr("Nobody has tried to sign in"),
		Caption: tr("Every sign-in is here, and every try that failed. Choose a longer time to see older ones."),
	}
	switch {
	case p.had.search != "":
		spec = kit.EmptySpec{
			Icon: kit.IconSearch, Title: trf("No line has “{{.Text}}”", "Text", p.had.search),
			Caption: tr("Names, computers and addresses are looked for whole: type all of it, such as 10.20.4.31. A longer time may have it."),
		}
	case p.had.filter == filterMarked:
		spec = kit.EmptySpec{
			Icon: kit.IconShieldCheck, Title: tr("Nothing suspicious"),
			Caption: tr("A sign-in from a new device or place, at an unusual hour or after many failures is marked."),
		}
	case p.had.filter == filterLocked:
		spec = kit.EmptySpec{Icon: kit.IconAccountCheck, Title: tr("No account was locked"), Caption: tr("Too many wrong passwords in a row lock an account for a while.")}
	case p.had.narrow():
		spec = kit.EmptySpec{Icon: kit.IconHistory, Title: tr("There are no such lines in this time"), Caption: tr("Choose a longer time to see older ones.")}
	}
	if p.had.narrow() {
		spec.Action = kit.NewButton(kit.ButtonSpec{Text: tr("Show all lines"), Row: true, Act: p.showAll})
	}
	return kit.NewEmpty(spec)
}

// notLoaded says in place of the list why it is not there.
func (p *activityPage) notLoaded(err error) {
	p.loaded = false
	p.setExport(false)
	if core.ErrorCode(err) == core.CodeInput {
		p.showBody(kit.NewEmpty(kit.EmptySpec{
			Icon: kit.IconSearch, Title: problemWords(err), Action: kit.NewButton(kit.ButtonSpec{Text: tr("Show all lines"), Row: true, Act: p.showAll}),
		}))
		return
	}
	p.showBody(kit.NewFailed(kit.FailedSpec{
		Title: tr("The sign-in history could not be read"), Caption: problemWords(err),
		Retry: tr("Try again"), OnRetry: p.retry,
	}))
}

// retry asks once more after a failure.
func (p *activityPage) retry() {
	p.app.window.Canvas().Unfocus()
	p.wantsFocus = true
	p.showBody(kit.NewSkeleton())
	p.query()
}
