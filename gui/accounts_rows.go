package gui

import (
	"maps"
	"slices"
	"time"

	"gatehouse/core"
)

const (
	// accountsPageRows is how many rows are fetched at once.
	accountsPageRows = 100
	// accountsPagesKept is how many such pages stay in memory.
	accountsPagesKept = 8
)

// accountRows are the rows of the list that were fetched, by page. The others
// are known to exist and nothing more.
type accountRows struct {
	pages map[int][]core.AccountRow
	total int
	// more: there are more than total.
	more bool
}

// row is the row at a place from 0, unless it was not fetched.
func (r *accountRows) row(i int) (core.AccountRow, bool) {
	page, at := r.pages[i/accountsPageRows], i%accountsPageRows
	if i < 0 || at >= len(page) {
		return core.AccountRow{}, false
	}
	return page[at], true
}

// indexOf finds an account among the rows that were fetched.
func (r *accountRows) indexOf(id core.AccountID) (int, bool) {
	for n, page := range r.pages {
		for i, row := range page {
			if row.ID == id {
				return n*accountsPageRows + i, true
			}
		}
	}
	return 0, false
}

// put replaces a row that was fetched.
func (r *accountRows) put(i int, row core.AccountRow) {
	r.pages[i/accountsPageRows][i%accountsPageRows] = row
}

// rowOf is an account that was opened as the list shows it.
func rowOf(v core.AccountView) core.AccountRow {
	row := core.AccountRow{
		ID: v.ID, Name: v.Name, FullName: v.FullName, Mail: v.Mail, Role: v.Role, State: v.State,
		LastSignInAt: v.LastSignInAt, Failures: v.Failures, MustChange: v.MustChange,
		TwoStep: len(v.TwoStep.Apps) > 0, Passkeys: len(v.Passkeys.Keys),
	}
	if v.Lock != nil {
		row.LockedUntil, row.UntilUnlocked = v.Lock.Until, v.Lock.UntilUnlocked
		row.LockedSince, row.Inactive = v.Lock.Since, v.Lock.Inactive
	}
	return row
}

// sameRow tells whether two rows show the same.
func sameRow(a, b core.AccountRow) bool {
	sameEnd := closed(a) && closed(b) || a.LockedUntil.Equal(b.LockedUntil)
	same := sameEnd && a.LastSignInAt.Equal(b.LastSignInAt) && a.LockedSince.Equal(b.LockedSince)
	for _, row := range []*core.AccountRow{&a, &b} {
		row.UntilUnlocked = closed(*row)
		row.LockedUntil, row.LastSignInAt, row.LockedSince = time.Time{}, time.Time{}, time.Time{}
	}
	return same && a == b
}

// pagesOf are the pages that hold the rows from first to last, at least one.
func pagesOf(first, last int) []int {
	var pages []int
	for n := max(0, first) / accountsPageRows; n <= max(0, last)/accountsPageRows; n++ {
		pages = append(pages, n)
	}
	return pages
}

// missing are the pages that were not fetched of those that hold the rows from
// first to last.
func (r *accountRows) missing(first, last int) []int {
	if r.total == 0 {
		return nil
	}
	return slices.DeleteFunc(pagesOf(first, min(last, r.total-1)), func(n int) bool {
		_, known := r.pages[n]
		return known
	})
}

// forget drops the rows, but not that they exist.
func (r *accountRows) forget() { r.pages = nil }

// take takes fetched pages in. Fresh ones replace all that was known, and so do
// those that show that accounts have come or gone.
func (r *accountRows) take(fetched map[int]core.AccountList, fresh bool) {
	for _, list := range fetched {
		if fresh || list.Total != r.total || list.More != r.more {
			r.pages = nil
		}
		r.total, r.more = list.Total, list.More
		fresh = false
	}
	if r.pages == nil {
		r.pages = map[int][]core.AccountRow{}
	}
	for n, list := range fetched {
		r.pages[n] = list.Rows
	}
}

// keepNear drops the pages that are farthest from the rows in view.
func (r *accountRows) keepNear(first int) {
	near := first / accountsPageRows
	distance := func(n int) int { return max(n-near, near-n) }
	held := slices.SortedFunc(maps.Keys(r.pages), func(a, b int) int { return distance(a) - distance(b) })
	for _, n := range held[min(len(held), accountsPagesKept):] {
		delete(r.pages, n)
	}
}
