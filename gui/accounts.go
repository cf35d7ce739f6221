package gui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// accountsService is what the Accounts page needs of core.
type accountsService interface {
	Accounts(ctx context.Context, token core.Token, q core.AccountQuery) (core.AccountList, error)
	Account(ctx context.Context, token core.Token, id core.AccountID) (core.AccountView, error)
	AddAccount(ctx context.Context, token core.Token, n core.NewAccount) (core.Added, error)
	EditAccount(ctx context.Context, token core.Token, id core.AccountID, edit core.AccountEdit) error
	DisableAccount(ctx context.Context, token core.Token, id core.AccountID) error
	EnableAccount(ctx context.Context, token core.Token, id core.AccountID) error
	UnlockAccount(ctx context.Context, token core.Token, id core.AccountID, reason string) error
	UnlockAccounts(ctx context.Context, token core.Token, ids []core.AccountID, reason string) error
	LockedAccounts(ctx context.Context, token core.Token, search string) ([]core.AccountName, error)
	UnlockMany(ctx context.Context, token core.Token, ids []core.AccountID, reason string, progress func(done, total int)) (core.Unlocked, error)
	ResetPassword(ctx context.Context, token core.Token, id core.AccountID) (core.Added, error)
	ResetQuestion(ctx context.Context, token core.Token, id core.AccountID, reason string) error
	ResetTwoStep(ctx context.Context, token core.Token, id core.AccountID, app core.AppID, reason string) error
	ResetPasskeys(ctx context.Context, token core.Token, id core.AccountID, which core.PasskeyID, reason string) error
	EndSessionsOf(ctx context.Context, token core.Token, id core.AccountID, only core.SessionID, reason string) error
	DeleteAccount(ctx context.Context, token core.Token, id core.AccountID, confirm string) error
	ForceChange(ctx context.Context, token core.Token, id core.AccountID) error
	MoveExpiry(ctx context.Context, token core.Token, id core.AccountID, date time.Time) error
	Policies(ctx context.Context, token core.Token) ([]core.PolicySummary, error)
	AssignPolicy(ctx context.Context, token core.Token, account core.AccountID, id core.PolicyID) error
	ExpiryCalendar(ctx context.Context, token core.Token, days int) ([]core.ExpiryDay, error)
	StaggerExpiry(ctx context.Context, token core.Token, day time.Time, over int) (int, error)
}

var _ accountsService = (*core.Site)(nil)

// accountsRepaint is how often the minutes left of locks are written anew; on the
// board of the locked accounts their seconds are.
const accountsRepaint = 10 * time.Second

// accountsPage lists the site's accounts; one of them may be open in a drawer.
type accountsPage struct {
	app    *App
	site   accountsService
	host   *kit.DrawerHost
	drawer *accountDrawer
	// The head of the list.
	count  *kit.Text
	filter *kit.SearchBox
	chips  []accountsChip
	// calendar opens the expiry calendar, nil for who may not see it.
	calendar *kit.Button
	// above holds them; it is laid out anew when the numbers come.
	above []fyne.CanvasObject
	// body shows the list, or what stands in its place.
	body *fyne.Container
	// list is the one in use: all, or the board of the locked accounts.
	list   *kit.List
	all    *kit.List
	board  *accountsBoard
	main   *fyne.Container
	rows   accountRows
	loader *accountsLoader
	// want is the question in force, had the one whose rows are shown.
	want, had accountsAsk
	loaded    bool
	// first and last are the rows in view.
	first, last int
	// inView: the page is on the screen. What comes in later is not shown.
	inView bool
	// wantsFocus: the list gets the keyboard when it is there.
	wantsFocus bool
	// afterLoad is done once when the next answer is there.
	afterLoad      func()
	stopRepainting func()
}

// accountsChip is a filter above the list.
type accountsChip struct {
	filter core.AccountFilter
	chip   *kit.Chip
	count  func(core.AccountCounts) int
}

// newAccountsPage builds the page for the account that is signed in.
func newAccountsPage(a *App) page { return newAccountsPageOf(a, a.site) }

// newAccountsPageOf builds the page over a service.
func newAccountsPageOf(a *App, site accountsService) *accountsPage {
	p := &accountsPage{app: a, site: site, stopRepainting: func() {}}
	p.loader = &accountsLoader{app: a, site: site, answered: p.answered, slow: p.slow}
	p.all = p.newList()
	p.list = p.all
	p.board = newAccountsBoard(p)
	p.body = container.NewStack()
	// The head comes first for the Tab key too.
	above := kit.VBox(kit.Gap12, p.head(), p.chipLine(), p.board.bar, kit.Gap(0, 0))
	p.main = container.New(layout.NewBorderLayout(above, nil, nil, nil), above, p.body)
	p.drawer = newAccountDrawer(p)
	p.host = kit.NewDrawerHost(kit.Inset(kit.Gap16, kit.Gap16, kit.Gap16, kit.Gap24, p.main), p.drawer.close)
	p.showBody(kit.NewSkeleton())
	return p
}

// head is the title with what belongs beside it.
func (p *accountsPage) head() fyne.CanvasObject {
	p.count = kit.CaptionText("")
	p.filter = kit.NewSearchBox(kit.SearchSpec{
		Placeholder: tr("Filter this list"), Icon: kit.IconFilter, Words: controlWords(),
		OnChanged: p.setSearch, OnSubmitted: func(string) { p.focusList() },
	})
	add := kit.NewButton(kit.ButtonSpec{Text: tr("New account"), Icon: kit.IconPlus, Kind: kit.Primary, Act: p.showAdd})
	line := kit.HBox(kit.Gap8, kit.TitleText(tr("Accounts")), kit.Inset(kit.Gap4, 0, 0, 0, p.count), layout.NewSpacer(),
		kit.FixedWidth(170, p.filter), add)
	p.above = append(p.above, line)
	return line
}

// chipLine is the line of filters. It scrolls sideways where there is no room.
func (p *accountsPage) chipLine() fyne.CanvasObject {
	add := func(filter core.AccountFilter, text string, icon kit.IconName, count func(core.AccountCounts) int) {
		chip := kit.NewChip(kit.ChipSpec{Text: text, Icon: icon, Selected: filter == core.FilterAll, Act: func() { p.setFilter(filter) }})
		p.chips = append(p.chips, accountsChip{filter: filter, chip: chip, count: count})
	}
	add(core.FilterAll, tr("All"), "", func(c core.AccountCounts) int { return c.All })
	add(core.FilterLocked, tr("Locked"), kit.IconLock, func(c core.AccountCounts) int { return c.Locked })
	add(core.FilterNever, tr("Never signed in"), kit.IconAccountClock, func(c core.AccountCounts) int { return c.Never })
	add(core.FilterDisabled, tr("Switched off"), kit.IconAccountOff, func(c core.AccountCounts) int { return c.Disabled })
	line := kit.HBox(kit.Gap8)
	for _, c := range p.chips {
		line.Add(c.chip)
	}
	// The scroller would cut the ring of a chip that has the keyboard.
	const ring = kit.RingGap + kit.RingWidth
	scroll := container.NewHScroll(kit.Inset(ring, ring, ring, ring, line))
	p.above = append(p.above, scroll, line)
	chips := kit.Inset(-ring, 0, -ring, -ring, scroll)
	if !p.app.session.own.Role.Can(core.RightPolicy) {
		return chips
	}
	p.calendar = kit.NewButton(kit.ButtonSpec{Text: tr("Expiry calendar"), Icon: kit.IconCalendarClock, Kind: kit.Low, Row: true, Act: p.showCalendar})
	icon := kit.NewButton(kit.ButtonSpec{Text: tr("Expiry calendar"), Icon: kit.IconCalendarClock, Kind: kit.IconOnly, Row: true, Act: p.showCalendar})
	return newRoomy(chips, line, p.calendar, icon)
}

func (p *accountsPage) object() fyne.CanvasObject { return p.host }

// load asks for the rows, and the open account, anew; what is shown stays until
// they come.
func (p *accountsPage) load() {
	p.inView = true
	p.stopRepainting()
	stopList, stopBoard := p.app.back.every(accountsRepaint, p.repaint), p.app.back.every(time.Second, p.board.tick)
	p.stopRepainting = func() { stopList(); stopBoard() }
	p.changed()
}

// escape closes the drawer.
func (p *accountsPage) escape() { p.host.Close() }

// shown puts the keyboard into the list.
func (p *accountsPage) shown(fyne.Canvas) {
	p.wantsFocus = true
	p.focusWanted()
}

// leave drops what is on its way.
func (p *accountsPage) leave() {
	p.inView, p.wantsFocus, p.afterLoad = false, false, nil
	p.stopRepainting()
	p.loader.stop()
	p.drawer.leave()
}

// resized puts the drawer beside the list or over it.
func (p *accountsPage) resized(class kit.WidthClass) { p.host.SetClass(class) }

// search filters the list by a text that was typed elsewhere.
func (p *accountsPage) search(text string) { p.filter.SetText(text) }

// searched is the text that the list is filtered by.
func (p *accountsPage) searched() string { return p.want.search }

// searchHint says what the search above the page looks for.
func (p *accountsPage) searchHint() string { return tr("Search accounts") }

// setSearch filters the list by what was typed.
func (p *accountsPage) setSearch(text string) {
	if text == p.want.search {
		return
	}
	p.want.search = text
	p.query()
}

// setFilter shows some of the accounts.
func (p *accountsPage) setFilter(filter core.AccountFilter) {
	if filter == p.want.filter {
		return
	}
	p.want.filter = filter
	p.markChips()
	p.query()
}

// showAll takes search and filter away.
func (p *accountsPage) showAll() {
	p.app.window.Canvas().Unfocus()
	p.wantsFocus = true
	p.want = accountsAsk{}
	p.markChips()
	p.app.clearSearch()
	p.filter.SetText("")
	p.query()
}

// markChips marks the filter in use.
func (p *accountsPage) markChips() {
	for _, c := range p.chips {
		c.chip.SetSelected(c.filter == p.want.filter)
	}
}

// query asks for the first page of another list.
func (p *accountsPage) query() {
	p.board.clear()
	k := p.want
	k.pages, k.fresh = []int{0}, true
	p.loader.ask(k)
}

// refresh asks for the rows in view again.
func (p *accountsPage) refresh() {
	if !p.want.sameList(p.had) {
		p.query()
		return
	}
	k := p.want
	k.pages, k.fresh = pagesOf(p.first, p.last), true
	p.loader.ask(k)
}

// refreshThen refreshes and does something when the answer is there, whichever
// it is.
func (p *accountsPage) refreshThen(do func()) {
	p.afterLoad = do
	p.refresh()
}

// repaint writes anew what changes with time alone.
func (p *accountsPage) repaint() {
	p.list.Reload()
	p.drawer.repaint()
}

// focusList puts the keyboard into the list, if it is to be seen.
func (p *accountsPage) focusList() {
	if p.listShown() {
		p.list.FocusQuietly(p.app.window.Canvas())
	}
}

// focusWanted gives the list the keyboard that it was promised, unless
// somebody else has taken it in between.
func (p *accountsPage) focusWanted() {
	if !p.wantsFocus || !p.inView || !p.listShown() {
		return
	}
	p.wantsFocus = false
	if p.app.window.Canvas().Focused() == nil {
		p.focusList()
	}
}
