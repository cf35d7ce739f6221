package gui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"gatehouse/core"
)

// held are people whose accounts are locked for every reason there is.
func held() []*person {
	return append(crew(),
		&person{name: "r.roe", full: "Richard Roe", seen: 5 * time.Hour, failures: 100, locked: 876000 * time.Hour},
		&person{name: "s.tanaka", full: "Sora Tanaka", seen: 120 * 24 * time.Hour, unused: 29 * 24 * time.Hour},
		&person{name: "t.weiss", full: "Tom Weiss", role: core.RoleRoot, seen: time.Hour, locked: 14 * time.Minute},
	)
}

// onBoard runs a test on the board of the locked accounts.
func onBoard(t *testing.T, do func(h *hand, p *accountsPage)) {
	t.Helper()
	inAccounts(t, held(), func(h *hand, p *accountsPage) {
		p.setFilter(core.FilterLocked)
		h.settle()
		h.app.window.Canvas().Focus(p.list)
		do(h, p)
	})
}

// The board says why, since when and until when, and counts down; who is free
// again leaves it without a key.
func TestAccountsBoard(t *testing.T) {
	onBoard(t, func(h *hand, p *accountsPage) {
		want := []string{"j.moreau", "kiosk-dock-3", "r.roe", "s.tanaka", "t.weiss"}
		if got := p.names(); !slices.Equal(got, want) {
			t.Fatalf("the board has %v, want %v", got, want)
		}
		h.wantText("Tick the accounts to unlock", "Select all")
		h.wantNoText("Unlock…")
		h.golden("accounts-board", wideWindow)
		if rows := h.painted(p); !strings.Contains(rows, "4 min 0 s left") || !strings.Contains(rows, "Not used for a long time") {
			t.Errorf("the board says %s", rows)
		}
		h.pass(3 * time.Second)
		if rows := h.painted(p); !strings.Contains(rows, "3 min 57 s left") {
			t.Errorf("after 3 seconds the board says %s", rows)
		}
		h.ahead += 4 * time.Minute
		h.pass(2 * time.Second)
		if got := p.names(); slices.Contains(got, "kiosk-dock-3") || len(got) != 4 {
			t.Errorf("after the lock the board has %v", got)
		}
		p.setFilter(core.FilterAll)
		h.settle()
		h.wantNoText("Tick the accounts to unlock")
		h.focusedOn("the list of all", p.all)
	})
}

// painted is what the rows of the list say.
func (h *hand) painted(p *accountsPage) string {
	h.Helper()
	var said []string
	for _, o := range h.visible() {
		if text, is := o.(interface{ AccessibilityLabel() string }); is {
			said = append(said, text.AccessibilityLabel())
		}
	}
	return strings.Join(append(said, p.list.Said()...), "\n")
}

// Several accounts are ticked by keyboard and unlocked at once, for a reason
// that is asked for beside its field.
func TestAccountsBoardUnlocks(t *testing.T) {
	onBoard(t, func(h *hand, p *accountsPage) {
		h.key(fyne.KeySpace)
		p.list.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		h.key(fyne.KeyDown)
		h.key(fyne.KeyDown)
		p.list.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		h.key(fyne.KeyDown)
		h.key(fyne.KeySpace)
		h.key(fyne.KeySpace)
		h.wantText("3 selected", "Unlock…")
		h.golden("accounts-board-selected", wideWindow)
		h.picture("accounts-board-900x600", leastWindow)
		h.tap("Unlock…")
		h.wantText("Unlock 3 accounts?", "j.moreau, kiosk-dock-3, r.roe")
		reason := h.inForm("Reason to unlock")
		h.focusedOn("the reason", reason.Input())
		h.key(fyne.KeyReturn)
		if reason.Problem() != "This is still empty." {
			t.Errorf("without a reason the field says %q", reason.Problem())
		}
		h.golden("accounts-board-unlock", leastWindow)
		h.type1("all called from the gate")
		h.key(fyne.KeyReturn)
		h.noDialog()
		if got := p.names(); !slices.Equal(got, []string{"s.tanaka", "t.weiss"}) {
			t.Errorf("the board has %v", got)
		}
		h.wantText("Tick the accounts to unlock")
		h.focusedOn("the board", p.list)
		if e := h.lastEvent(); e.Kind != core.EventAccountUnlocked || !strings.Contains(e.Detail, "all called from the gate") {
			t.Errorf("the log ends with %s %s", e.Kind, e.Detail)
		}
	})
}

// Ctrl+A and the button tick all, and what is not locked any more leaves the
// selection.
func TestAccountsBoardAll(t *testing.T) {
	onBoard(t, func(h *hand, p *accountsPage) {
		p.list.TypedShortcut(&fyne.ShortcutSelectAll{})
		h.wantText("5 selected")
		h.tap("Select none")
		h.wantNoText("selected")
		h.focusedOn("the board", p.list)
		h.tap("Select all")
		h.wantText("5 selected")
		i, _ := p.rows.indexOf(p.rows.pages[0][3].ID)
		h.must(h.app.site.UnlockAccount(h.Context(), h.app.session.token, p.rows.pages[0][i].ID, ""))
		h.tap("Unlock…")
		h.type1("fire drill")
		h.key(fyne.KeyReturn)
		h.wantText("The account s.tanaka is not locked.")
		h.key(fyne.KeyEscape)
		h.wantText("4 selected")
		h.tap("Unlock…")
		h.type1("fire drill")
		h.key(fyne.KeyReturn)
		h.wantText("No locked accounts")
		h.wantNoText("Tick the accounts")
	})
}

// An administrator cannot tick accounts that the role does not reach to.
func TestAccountsBoardByAdmin(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.insert(held()...)
		h.app.signOut()
		h.settle()
		h.admit("d.admin", core.RoleAdmin)
		p := h.openAccounts(unaltered{h.app.site})
		p.setFilter(core.FilterLocked)
		h.settle()
		h.tap("Select all")
		h.wantText("4 selected")
		h.tap("Unlock…")
		h.wantNoText("t.weiss")
	})
}
