package gui

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
)

// lockedMany are so many people who are all locked.
func lockedMany(n int) []*person {
	people := many(n)
	for _, p := range people {
		p.locked = time.Hour
	}
	return people
}

// paused is a service that does something after each batch of accounts that it
// unlocked, and then waits until it is let go on or stopped.
type paused struct {
	accountsService
	after func()
	goOn  chan struct{}
}

func (s paused) UnlockMany(ctx context.Context, token core.Token, ids []core.AccountID, reason string, progress func(done, total int)) (core.Unlocked, error) {
	return s.accountsService.UnlockMany(ctx, token, ids, reason, func(done, total int) {
		progress(done, total)
		s.after()
		select {
		case <-s.goOn:
		case <-ctx.Done():
		}
	})
}

// unlockEvents counts the lines of the log that tell of an unlocking for a reason.
func (h *hand) unlockEvents(reason string) int {
	h.Helper()
	n := 0
	h.must(h.app.store.View(h.Context(), func(tx core.Tx) error {
		last, _, err := tx.LastEvent()
		if err != nil {
			return err
		}
		events, err := tx.Events(1, int(last))
		for _, e := range events {
			if e.Kind == core.EventAccountUnlocked && strings.Contains(e.Detail, reason) {
				n++
			}
		}
		return err
	}))
	return n
}

// onBigBoard runs a test on the board of 900 locked accounts, all of them ticked,
// of which a hundred rows were fetched.
func onBigBoard(t *testing.T, wrap func(h *hand, s accountsService) accountsService, do func(h *hand, p *accountsPage)) {
	t.Helper()
	signedIn(t, func(h *hand) {
		h.insert(lockedMany(900)...)
		p := h.openAccounts(wrap(h, unaltered{h.app.site}))
		p.setFilter(core.FilterLocked)
		h.settle()
		if got := len(p.names()); got >= 900 {
			t.Fatalf("%d rows were fetched", got)
		}
		h.tap("Select all")
		h.wantText("900 selected")
		do(h, p)
	})
}

// asIs leaves a service as it is.
func asIs(_ *hand, s accountsService) accountsService { return s }

// "Select all" means all that are locked, not the rows that were fetched. The
// number is said before they are unlocked, and each has its line in the log.
func TestAccountsBoardUnlocksMany(t *testing.T) {
	onBigBoard(t, asIs, func(h *hand, p *accountsPage) {
		h.app.window.Canvas().Focus(p.list)
		h.key(fyne.KeySpace) // one of them stays
		h.wantText("899 selected")
		h.tap("Unlock…")
		h.wantText("Unlock 899 accounts?", "Unlock 899 accounts", "person-000001, person-000002", "and 891 more")
		h.golden("accounts-board-many", wideWindow)
		h.key(fyne.KeyReturn)
		if reason := h.inForm("Reason to unlock"); reason.Problem() != "This is still empty." {
			t.Errorf("without a reason the field says %q", reason.Problem())
		}
		h.type1("fire drill")
		h.key(fyne.KeyReturn)
		h.noDialog()
		if got := p.names(); len(got) != 1 || got[0] != "person-000000" {
			t.Errorf("left are %v", got)
		}
		if n := h.unlockEvents("fire drill"); n != 899 {
			t.Errorf("%d lines in the log", n)
		}
		h.focusedOn("the board", p.list)
	})
}

// A search narrows "Select all" as it narrows the list.
func TestAccountsBoardSelectsWhatFits(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.insert(lockedMany(900)...)
		p := h.openAccounts(unaltered{h.app.site})
		p.setFilter(core.FilterLocked)
		p.filter.SetText("0008")
		h.settle()
		h.tap("Select all")
		h.wantText("111 selected") // 000800 to 000899, 000080 to 000089, and 000008
		p.filter.SetText("000")
		h.settle()
		h.wantNoText("selected")
		h.app.window.Canvas().Focus(p.list)
		p.list.TypedShortcut(&fyne.ShortcutSelectAll{})
		h.settle()
		h.wantText("900 selected")
	})
}

// The work shows how far it is. Who stops it is told how many are unlocked, and
// those and no others are.
func TestAccountsBoardUnlockStopped(t *testing.T) {
	wait := func(_ *hand, s accountsService) accountsService {
		return paused{accountsService: s, after: func() {}, goOn: make(chan struct{})}
	}
	onBigBoard(t, wait, func(h *hand, p *accountsPage) {
		h.tap("Unlock…")
		h.type1("fire drill")
		h.key(fyne.KeyReturn)
		h.wantText("Unlocking 900 accounts", "200 of 900 accounts looked at", "Stop")
		h.golden("accounts-board-unlocking", wideWindow)
		h.key(fyne.KeyEscape)
		h.wantText("200 of 900 accounts are unlocked", "What was done stays.")
		h.wantNoText("nothing was changed", "Nothing was changed")
		h.golden("accounts-board-stopped", leastWindow)
		h.tap("Close")
		h.noDialog()
		if n := h.unlockEvents("fire drill"); n != 200 || p.rows.total != 700 {
			t.Errorf("%d lines in the log, %d rows", n, p.rows.total)
		}
		h.wantText("Tick the accounts to unlock")
	})
}

// Where a right is lost half way, what was done is said as well.
func TestAccountsBoardUnlockHalfWay(t *testing.T) {
	lose := func(h *hand, s accountsService) accountsService {
		gone := make(chan struct{})
		close(gone)
		return paused{accountsService: s, after: h.demote, goOn: gone}
	}
	onBigBoard(t, lose, func(h *hand, _ *accountsPage) {
		h.tap("Unlock…")
		h.type1("fire drill")
		h.key(fyne.KeyReturn)
		h.wantText("200 of 900 accounts are unlocked", "Your account has no right to do this.")
		if n := h.unlockEvents("fire drill"); n != 200 {
			t.Errorf("%d lines in the log", n)
		}
	})
}

// When the window locks, the work ends, and nothing of it is shown over the lock.
func TestAccountsBoardUnlockLockedWindow(t *testing.T) {
	wait := func(_ *hand, s accountsService) accountsService {
		return paused{accountsService: s, after: func() {}, goOn: make(chan struct{})}
	}
	onBigBoard(t, wait, func(h *hand, _ *accountsPage) {
		h.tap("Unlock…")
		h.type1("fire drill")
		h.key(fyne.KeyReturn)
		h.wantText("Unlocking 900 accounts")
		h.app.lock()
		h.settle()
		h.noDialog()
		h.wantNoText("accounts are unlocked")
		if n := h.unlockEvents("fire drill"); n != 200 {
			t.Errorf("%d lines in the log", n)
		}
	})
}
