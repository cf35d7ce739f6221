package gui

import (
	"context"
	"io"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// activityService is what the Activity page needs of core.
type activityService interface {
	History(ctx context.Context, token core.Token, q core.HistoryQuery) (core.HistoryPage, error)
	HistoryChart(ctx context.Context, token core.Token, id core.AccountID, from, to time.Time, unit core.ChartUnit) ([]core.HistoryBar, error)
	ExportHistory(ctx context.Context, token core.Token, q core.HistoryQuery, form core.ExportForm, to io.Writer) (int, error)
	KeepingNow(ctx context.Context, token core.Token) (core.Keeping, error)
	SetKeeping(ctx context.Context, token core.Token, k core.Keeping) error
}

var _ activityService = (*core.Site)(nil)

const (
	// activityPeek is how often the page looks for new lines.
	activityPeek = 5 * time.Second
	// activityChartEvery is after how many looks the chart is counted anew in any case:
	// a filtered list does not show all that it counts.
	activityChartEvery = 6
	// activitySearchPause is how long nobody types before a search is made: the history
	// is searched for whole names, so that what is typed half finds nothing.
	activitySearchPause = 400 * time.Millisecond
)

// activityPage shows the sign-in history of the site: a chart above a list of lines, one
// of which may be open in a drawer.
type activityPage struct {
	app    *App
	site   activityService
	host   *kit.DrawerHost
	drawer *lineDrawer
	// The head, the chart and the filters.
	period *kit.Select
	fresh  *kit.Button
	export *kit.Button
	chart  *activityChart
	chips  []activityChip
	// only is the chip of the hour or day that was chosen in the chart.
	only  *kit.Chip
	above []fyne.CanvasObject
	// body shows the list, or what stands in its place.
	body  *fyne.Container
	list  *kit.List
	main  *fyne.Container
	lines activityLines
	// want is the question in force, had the one whose lines are shown.
	want, had activityAsk
	loaded    bool
	loader    activityLoader
	// first and last are the lines in view.
	first, last int
	// unseen is how many lines came above those in view.
	unseen int
	// inView: the page is on the screen. What comes in later is not shown.
	inView bool
	// wantsFocus: the list gets the keyboard when it is there.
	wantsFocus bool
	stopTimer  func()
	stopPause  func()
	exporting  sequence
}

// activityChip is a filter above the list.
type activityChip struct {
	filter activityFilter
	chip   *kit.Chip
}

// newActivityPage builds the page for the account that is signed in.
func newActivityPage(a *App) page { return newActivityPageOf(a, a.site) }

// newActivityPageOf builds the page over a service.
func newActivityPageOf(a *App, site activityService) *activityPage {
	p := &activityPage{app: a, site: site, stopTimer: func() {}, stopPause: func() {}}
	p.want.period = periodWeek
	p.loader.page = p
	p.list = p.newList()
	p.chart = newActivityChart(p)
	p.body = container.NewStack()
	// The head comes first for the Tab key too.
	above := kit.VBox(kit.Gap12, p.head(), p.chart.chart, p.chipLine(), kit.Gap(0, 0))
	p.main = container.New(layout.NewBorderLayout(above, nil, nil, nil), above, p.body)
	p.drawer = newLineDrawer(p)
	p.host = kit.NewDrawerHost(kit.Inset(kit.Gap16, kit.Gap16, kit.Gap16, kit.Gap24, p.main), p.drawer.closed)
	p.showBody(kit.NewSkeleton())
	p.setExport(false)
	return p
}

// head is the title with what belongs beside it.
func (p *activityPage) head() fyne.CanvasObject {
	p.fresh = kit.NewButton(kit.ButtonSpec{Text: tr("New lines"), Icon: kit.IconRefresh, Kind: kit.Low, Row: true, Act: p.toTop})
	p.fresh.Hide()
	p.period = kit.NewSelect(kit.SelectSpec{
		Name: tr("Time"), Options: periodChoices(), Selected: string(p.want.period),
		Act: func(id string) { p.setPeriod(activityPeriod(id)) },
	})
	p.export = kit.NewButton(kit.ButtonSpec{Text: tr("Export…"), Icon: kit.IconSave, Act: p.askExport})
	line := kit.HBox(kit.Gap8, kit.TitleText(tr("Activity")), p.fresh, layout.NewSpacer(), kit.FixedWidth(164, p.period), p.export)
	if p.app.session.own.Role.Can(core.RightSite) {
		line.Add(kit.NewButton(kit.ButtonSpec{Text: tr("How long this is kept"), Icon: kit.IconTimer, Kind: kit.IconOnly, Act: p.askKeeping}))
	}
	p.above = append(p.above, line)
	return line
}

// chipLine is the line of filters. It scrolls sideways where there is no room.
func (p *activityPage) chipLine() fyne.CanvasObject {
	line := kit.HBox(kit.Gap8)
	add := func(filter activityFilter, text string, icon kit.IconName) {
		chip := kit.NewChip(kit.ChipSpec{Text: text, Icon: icon, Selected: filter == filterAll, Act: func() { p.setFilter(filter) }})
		p.chips = append(p.chips, activityChip{filter: filter, chip: chip})
		line.Add(chip)
	}
	add(filterAll, tr("All"), "")
	add(filterIn, tr("Signed in"), kit.IconCheckCircle)
	add(filterBad, tr("Wrong or refused"), kit.IconCloseCircle)
	add(filterLocked, tr("Locked"), kit.IconLock)
	add(filterMarked, tr("Suspicious"), kit.IconShieldAlert)
	p.only = kit.NewChip(kit.ChipSpec{Selected: true, Act: func() { p.choose(-1) }})
	p.only.Hide()
	line.Add(p.only)
	// The scroller would cut the ring of a chip that has the keyboard.
	const ring = kit.RingGap + kit.RingWidth
	scroll := container.NewHScroll(kit.Inset(ring, ring, ring, ring, line))
	p.above = append(p.above, scroll, line)
	return kit.Inset(-ring, 0, -ring, -ring, scroll)
}

func (p *activityPage) object() fyne.CanvasObject { return p.host }

// load asks for what is new, and at first for everything; what is shown stays until it
// comes.
func (p *activityPage) load() {
	p.inView = true
	p.stopTimer()
	p.stopTimer = p.app.back.every(activityPeek, p.peek)
	p.refresh()
}

// escape closes the drawer, else it gives up the hour or day that was chosen.
func (p *activityPage) escape() {
	if !p.host.Close() && !p.want.from.IsZero() {
		p.choose(-1)
	}
}

// shown puts the keyboard into the list.
func (p *activityPage) shown(fyne.Canvas) {
	p.wantsFocus = true
	p.focusWanted()
}

// leave drops what is on its way.
func (p *activityPage) leave() {
	p.inView, p.wantsFocus = false, false
	p.stopTimer()
	p.stopPause()
	p.loader.stop()
	p.exporting.forget()
}

// resized puts the drawer beside the list or over it.
func (p *activityPage) resized(class kit.WidthClass) { p.host.SetClass(class) }

// search looks for a text, once nothing more is typed for a moment.
func (p *activityPage) search(text string) {
	p.stopPause()
	p.stopPause = func() {}
	if text == p.want.search {
		return
	}
	if text == "" || !p.inView {
		p.setSearch(text)
		return
	}
	p.stopPause = p.app.back.after(activitySearchPause, func() { p.setSearch(text) })
}

// searched is the text that is looked for.
func (p *activityPage) searched() string { return p.want.search }

// searchHint says what the search above the page looks for.
func (p *activityPage) searchHint() string { return tr("Search a name, a computer or an address") }

// setSearch looks for a text now.
func (p *activityPage) setSearch(text string) {
	p.stopPause()
	p.want.search = text
	p.refresh()
}

// setFilter shows some of the lines.
func (p *activityPage) setFilter(filter activityFilter) {
	if filter == p.want.filter {
		return
	}
	p.want.filter = filter
	p.paintFilters()
	p.refresh()
}

// setPeriod shows another time.
func (p *activityPage) setPeriod(period activityPeriod) {
	if period == p.want.period {
		return
	}
	p.want.period, p.want.from, p.want.to = period, time.Time{}, time.Time{}
	p.period.SetSelected(string(period))
	p.paintFilters()
	p.refresh()
}

// showAll takes search and filters away, but not the time.
func (p *activityPage) showAll() {
	p.app.window.Canvas().Unfocus()
	p.wantsFocus = true
	p.want = activityAsk{period: p.want.period}
	p.app.clearSearch()
	p.paintFilters()
	p.refresh()
}

// paintFilters marks the filters in use.
func (p *activityPage) paintFilters() {
	for _, c := range p.chips {
		c.chip.SetSelected(c.filter == p.want.filter)
	}
	p.chart.paintChosen()
	for _, line := range p.above {
		line.Refresh()
	}
}

// focusList puts the keyboard into the list, if it is to be seen.
func (p *activityPage) focusList() {
	if p.listShown() {
		p.list.FocusQuietly(p.app.window.Canvas())
	}
}

// focusWanted gives the list the keyboard that it was promised, unless somebody else has
// taken it in between.
func (p *activityPage) focusWanted() {
	if !p.wantsFocus || !p.inView || !p.listShown() {
		return
	}
	p.wantsFocus = false
	if p.app.window.Canvas().Focused() == nil {
		p.focusList()
	}
}
