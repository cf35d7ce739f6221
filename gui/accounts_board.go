package gui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// accountsBoard lists the locked accounts: why, since when, and until when,
// counted down. Several of them can be unlocked at once.
type accountsBoard struct {
	page *accountsPage
	list *kit.List
	// bar stands above the list while that is shown.
	bar   *fyne.Container
	count *kit.Text
	marks map[core.AccountID]string // names of those that are ticked
	// unlock, every and none act on them.
	unlock, every, none *kit.Button
	selecting           sequence
}

// newAccountsBoard makes the board of a page. It is not to be seen yet.
func newAccountsBoard(p *accountsPage) *accountsBoard {
	b := &accountsBoard{page: p, marks: map[core.AccountID]string{}, count: kit.BoldText("")}
	b.list = kit.NewList(kit.ListSpec[core.AccountRow]{
		Columns: []kit.ListColumn[core.AccountRow]{
			{ID: "account", Label: tr("Account"), Show: func(row core.AccountRow, c *kit.Cell) { c.Name(row.Name, row.FullName) }},
			{ID: "why", Label: tr("Why"), Width: 150, Show: func(row core.AccountRow, c *kit.Cell) { c.Caption(lockedFor(row)) }},
			{ID: "since", Label: tr("Since"), Width: 108, From: 560, Show: func(row core.AccountRow, c *kit.Cell) { c.Caption(p.app.whenWords(row.LockedSince)) }},
			{ID: "until", Label: tr("Until"), Width: 148, Show: b.showUntil},
		},
		Len:      func() int { return p.rows.total },
		Row:      p.rows.row,
		Selected: func(row core.AccountRow) bool { return row.ID == p.drawer.id },
		OnOpen:   func(_ int, row core.AccountRow) { p.drawer.open(row) },
		OnRange:  p.ranged,
		Marked:   func(row core.AccountRow) bool { return b.marks[row.ID] != "" },
		OnMark:   b.mark,
	})
	b.unlock = kit.NewButton(kit.ButtonSpec{Text: tr("Unlock…"), Icon: kit.IconUnlock, Kind: kit.Low, Row: true, Act: b.ask})
	b.every = kit.NewButton(kit.ButtonSpec{Text: tr("Select all"), Kind: kit.Low, Row: true, Act: b.markAll})
	b.none = kit.NewButton(kit.ButtonSpec{Text: tr("Select none"), Icon: kit.IconClose, Kind: kit.IconOnly, Row: true, Act: b.clearKeepingFocus})
	line := kit.HBox(kit.Gap8, b.count, b.unlock, kit.Grow(kit.Gap(0, 0)), b.every, b.none)
	ground := kit.NewGround(kit.GroundSpec{Fill: kit.ColorAccentSoft, Radius: kit.RadiusBox})
	b.bar = kit.Layered(ground, kit.Inset(0, kit.Gap8, 0, kit.Gap12, kit.MinHeight(kit.HeightRailItem, line)))
	b.bar.Hide()
	return b
}

// showUntil fills the column that counts down.
func (b *accountsBoard) showUntil(row core.AccountRow, c *kit.Cell) {
	left := row.LockedUntil.Sub(b.page.app.now())
	switch {
	case closed(row):
		c.State(kit.ToneDanger, kit.IconLock, tr("Until unlocked"))
	case left > 0:
		c.State(kit.ToneDanger, kit.IconTimer, trf("{{.Time}} left", "Time", durationWords(left)))
		c.Below(trf("until {{.Time}}", "Time", b.page.app.untilWords(row.LockedUntil)))
	default:
		c.State(kit.ToneGood, "", tr("Over"))
	}
}

// untilWords is a time of today, or of another day with its date.
func (a *App) untilWords(at time.Time) string {
	if a.dayAgo(at) == dayToday {
		return a.clock(at)
	}
	return trf("{{.Date}}, {{.Time}}", "Date", a.dateWords(at), "Time", a.clock(at))
}

// shown tells whether the board is to be seen.
func (b *accountsBoard) shown() bool { return b.page.list == b.list && b.page.listShown() }

// tick counts down. When a lock is over, the list is read anew.
func (b *accountsBoard) tick() {
	if !b.shown() || !b.page.inView {
		return
	}
	now := b.page.app.now()
	for i := b.page.first; i <= b.page.last; i++ {
		row, known := b.page.rows.row(i)
		if known && !closed(row) && !row.LockedUntil.After(now) {
			b.page.changed()
			return
		}
	}
	b.list.Reload()
}

// mayUnlock tells whether the caller's role reaches to the account of a row.
func (b *accountsBoard) mayUnlock(row core.AccountRow) bool {
	return slices.Contains(b.page.app.session.own.Role.GivableRoles(), row.Role)
}

// mark presses the box of a row, or ticks those of several. All rows are all
// accounts that they stand for.
func (b *accountsBoard) mark(first, last int, toggle bool) {
	if !toggle && first == 0 && last == b.page.rows.total-1 {
		b.markAll()
		return
	}
	b.markRows(first, last, toggle)
}

// markRows does so for the rows that were fetched.
func (b *accountsBoard) markRows(first, last int, toggle bool) {
	for i := first; i <= last; i++ {
		row, known := b.page.rows.row(i)
		switch {
		case !known || !b.mayUnlock(row):
		case toggle && b.marks[row.ID] != "":
			delete(b.marks, row.ID)
		default:
			b.marks[row.ID] = row.Name
		}
	}
	b.paint()
}

// clear takes all ticks away.
func (b *accountsBoard) clear() {
	b.forgetSelecting()
	clear(b.marks)
	b.list.Reload()
	b.paint()
}

// clearKeepingFocus takes all ticks away by a button that goes with them.
func (b *accountsBoard) clearKeepingFocus() {
	b.page.app.window.Canvas().Unfocus()
	b.clear()
	b.page.focusList()
}

// prune forgets ticks of accounts that are not locked any more.
func (b *accountsBoard) prune() {
	rows := &b.page.rows
	if rows.more || len(rows.missing(0, rows.total-1)) > 0 {
		return // those that are not known may be among the others
	}
	for id := range b.marks {
		if _, locked := rows.indexOf(id); !locked {
			delete(b.marks, id)
		}
	}
	b.paint()
}

// paint shows the bar in its state.
func (b *accountsBoard) paint() {
	some := len(b.marks) > 0
	for _, o := range []*kit.Button{b.unlock, b.none} {
		if some {
			o.Show()
		} else {
			o.Hide()
		}
	}
	b.count.SetText(tr("Tick the accounts to unlock"))
	if some {
		b.count.SetText(trf("{{.N}} selected", "N", numberWords(len(b.marks))))
	}
	if b.shown() {
		b.bar.Show()
	} else {
		b.bar.Hide()
	}
	b.bar.Refresh()
	if b.page.main != nil {
		b.page.main.Refresh()
	}
}
