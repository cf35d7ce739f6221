package gui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// historyPageLines is how many lines of the history are read at once.
const historyPageLines = 200

// historyFilter is one of the questions that the history can be asked.
type historyFilter struct {
	word  string
	icon  kit.IconName
	query core.HistoryQuery
	chip  *kit.Chip
}

// historyFilters are those of the own history, the widest first.
func historyFilters() []*historyFilter {
	return []*historyFilter{
		{word: tr("All")},
		{word: tr("Signed in"), icon: kit.IconCheckCircle, query: core.HistoryQuery{Outcomes: []core.Outcome{core.OutcomeSignedIn, core.OutcomeLetIn}}},
		{word: tr("Wrong or refused"), icon: kit.IconCloseCircle, query: core.HistoryQuery{
			Outcomes: []core.Outcome{core.OutcomeWrong, core.OutcomeRefused, core.OutcomeLocked},
		}},
		{word: tr("Marked"), icon: kit.IconAlertTriangle, query: core.HistoryQuery{Marked: true}},
	}
}

// historyDialog shows the whole own history. It is read page by page, as far as somebody
// scrolls.
type historyDialog struct {
	page    *securityPage
	app     *App
	dialog  *kit.Dialog
	filters []*historyFilter
	chosen  *historyFilter
	list    *kit.List
	body    *fyne.Container
	again   *kit.Button
	groups  []signInGroup
	next    core.HistoryPlace
	more    bool
	loading bool
	// last is the last row in view.
	last int
	// opened: the list has had the keyboard, as it has when the dialog opens.
	opened bool
	asked  sequence
}

// showHistory opens the dialog.
func (a *App) showHistory(p *securityPage) {
	d := &historyDialog{page: p, app: a, filters: historyFilters(), body: container.NewStack()}
	d.list = d.newList()
	chips := kit.HBox(kit.Gap8)
	for _, f := range d.filters {
		f.chip = kit.NewChip(kit.ChipSpec{Text: f.word, Icon: f.icon, Act: func() { d.choose(f) }})
		chips.Add(f.chip)
	}
	d.again = kit.NewButton(kit.ButtonSpec{Text: tr("Try again"), Act: d.read})
	d.again.Hide()
	export := kit.NewButton(kit.ButtonSpec{Text: tr("Export…"), Kind: kit.Low, Act: func() { a.askHistoryExport(p.site, d.chosen.query) }})
	top := kit.Inset(0, kit.Gap24, kit.Gap8, kit.Gap24-kit.Gap4, container.NewHScroll(kit.Inset(kit.Gap4, kit.Gap4, kit.Gap4, kit.Gap4, chips)))
	d.dialog = kit.ShowDialog(a.window, kit.DialogSpec{
		Title: tr("Sign-in history"), Sentence: tr("All that is kept of your account, the newest first"),
		Fill: framed(frame{top: top, middle: d.body}), Height: 640, Width: 860, Cancel: tr("Close"), First: d.filters[0].chip,
		Foot: kit.HBox(kit.Gap8, export, d.again), OnClosed: d.asked.forget,
	})
	d.choose(d.filters[0])
}

// newList makes the list.
func (d *historyDialog) newList() *kit.List {
	return kit.NewList(kit.ListSpec[signInGroup]{
		Columns: []kit.ListColumn[signInGroup]{
			{ID: "what", Label: tr("What"), Width: 190, Show: func(g signInGroup, c *kit.Cell) {
				look := d.app.signInLook(g)
				c.Outcome(look.tone, look.icon, look.what, look.bold)
			}},
			{ID: "how", Label: tr("How"), Show: func(g signInGroup, c *kit.Cell) { c.Caption(d.app.signInLook(g).how) }},
			{ID: "when", Label: tr("When"), Width: 124, Show: func(g signInGroup, c *kit.Cell) { c.Caption(d.app.shortMoment(g.newest().At)) }},
			{ID: "where", Label: tr("Where"), Width: 128, Show: func(g signInGroup, c *kit.Cell) { c.Caption(signInWhere(g.newest())) }},
		},
		Len:     d.rows,
		Row:     d.row,
		OnOpen:  func(_ int, g signInGroup) { d.app.showSignInLine(d.page, g, d.list.Reload) },
		OnRange: func(_, last int) { d.last = last; d.fill() },
		Height:  kit.HeightCompactRow,
	})
}

// rows counts the rows: a pale one stands for those that are not read yet.
func (d *historyDialog) rows() int {
	if d.more {
		return len(d.groups) + 1
	}
	return len(d.groups)
}

// row gives a row that was read.
func (d *historyDialog) row(i int) (signInGroup, bool) {
	if i >= len(d.groups) {
		return signInGroup{}, false
	}
	return d.groups[i], true
}

// choose asks another question.
func (d *historyDialog) choose(f *historyFilter) {
	d.chosen = f
	for _, other := range d.filters {
		other.chip.SetSelected(other == f)
	}
	d.asked.forget()
	d.groups, d.next, d.more, d.loading, d.last = nil, core.HistoryPlace{}, false, false, 0
	d.put(kit.NewSkeleton())
	d.read()
}

// fill reads on when the end of what was read comes into view.
func (d *historyDialog) fill() {
	if d.more && !d.loading && d.last >= len(d.groups)-1 && !d.again.Visible() {
		d.read()
	}
}

// read reads the next page.
func (d *historyDialog) read() {
	a := d.app
	d.loading = true
	if canvas := d.app.window.Canvas(); canvas.Focused() == fyne.Focusable(d.again) {
		d.chosen.chip.Focus(canvas)
	}
	d.again.Hide()
	d.dialog.SetProblem("")
	query := d.chosen.query
	query.Before, query.Limit = d.next, historyPageLines
	a.settled(func() {
		token := a.session.token
		a.back.latest(&d.asked, func(ctx context.Context) func() {
			page, err := d.page.site.OwnHistory(ctx, token, query)
			return func() { d.take(page, err) }
		})
	})
}

// take shows what was read.
func (d *historyDialog) take(page core.HistoryPage, err error) {
	d.loading = false
	if d.dialog.Closed() || d.app.sessionEnded(err) {
		return
	}
	if err != nil {
		d.dialog.SetProblem(joined(tr("The sign-in history could not be read."), problemWords(err)))
		d.again.Show()
		d.dialog.Refresh()
		return
	}
	first := len(d.groups) == 0
	d.groups = groupSignIns(d.groups, page.Lines, page.More)
	d.next, d.more = page.Next, page.More
	if len(d.groups) == 0 {
		d.put(d.empty())
		return
	}
	d.put(d.list)
	d.list.Reload()
	if first {
		d.list.ToTop()
	}
	d.list.SetFoot(d.countWords(), tr("The newest first"))
	if !d.opened && d.dialog.OnTop() {
		d.opened = true
		d.dialog.Focus(d.list)
	}
	d.fill()
}

// countWords say how many rows there are, as far as they were read.
func (d *historyDialog) countWords() string {
	n := len(d.groups)
	if d.more {
		return trf("The newest {{.Count}}; more come as you scroll", "Count", numberWords(n))
	}
	return trn("{{.Count}} lines", n, "Count", numberWords(n))
}

// put shows the list or what stands in its place. The keyboard does not stay on a list
// that is gone.
func (d *historyDialog) put(object fyne.CanvasObject) {
	canvas := d.app.window.Canvas()
	if object != fyne.CanvasObject(d.list) {
		if canvas.Focused() == fyne.Focusable(d.list) {
			d.chosen.chip.Focus(canvas)
		}
		object = kit.Inset(0, kit.Gap24, 0, kit.Gap24, kit.VBox(0, object))
	}
	d.body.Objects = []fyne.CanvasObject{object}
	d.body.Refresh()
}

// empty stands in place of a list without rows.
func (d *historyDialog) empty() fyne.CanvasObject {
	spec := kit.EmptySpec{Icon: kit.IconHistory, Title: tr("Nothing of this kind"), Caption: tr("Your history has no such line.")}
	if d.chosen == d.filters[0] {
		spec.Title, spec.Caption = tr("Nothing yet"), tr("Each sign-in and each try is listed here.")
	} else {
		spec.Action = kit.NewButton(kit.ButtonSpec{Text: tr("Show the whole history"), Row: true, Act: func() {
			d.filters[0].chip.Focus(d.app.window.Canvas())
			d.choose(d.filters[0])
		}})
	}
	return kit.NewEmpty(spec)
}
