package gui

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

func TestAccountsList(t *testing.T) {
	inAccounts(t, crew(), func(h *hand, p *accountsPage) {
		h.wantText("Accounts", "13", "Rows 1 to 11 of 13", "Sorted by name")
		want := []string{"a.okafor"}
		for _, one := range crew() {
			want = append(want, one.name)
		}
		if got := p.names(); !slices.Equal(got, want) {
			t.Errorf("the list has %v, want %v", got, want)
		}
		h.focusedOn("the list", p.list)
	})
}

func TestAccountsFilters(t *testing.T) {
	inAccounts(t, crew(), func(h *hand, p *accountsPage) {
		for _, c := range []struct {
			chip string
			want []string
		}{
			{"Locked, 2", []string{"j.moreau", "kiosk-dock-3"}},
			{"Never signed in, 1", []string{"l.nyberg"}},
			{"Switched off, 1", []string{"o.lindahl"}},
		} {
			h.tap(c.chip)
			if got := p.names(); !slices.Equal(got, c.want) {
				t.Errorf("%s shows %v, want %v", c.chip, got, c.want)
			}
		}
		h.tap("All")
		if got := len(p.names()); got != 13 {
			t.Errorf("All shows %d accounts", got)
		}
	})
}

// Every key asks; both the field above the list and the search in the top bar
// do the same.
func TestAccountsSearch(t *testing.T) {
	inAccounts(t, crew(), func(h *hand, p *accountsPage) {
		p.filter.Focus(h.app.window.Canvas())
		h.type1("h")
		if got := p.names(); !slices.Contains(got, "h.petrov") || slices.Contains(got, "o.lindahl") {
			t.Errorf("h finds %v", got)
		}
		h.type1("ana")
		if got := p.names(); !slices.Equal(got, []string{"h.petrov"}) {
			t.Errorf("hana finds %v", got)
		}
		h.wantText("Row 1 of 1", "Names that begin with it first")
		h.focusedOn("the filter", p.filter.Input())
		h.key(fyne.KeyReturn)
		h.focusedOn("the list", p.list)
		h.app.screen.(*shell).search("lena")
		h.settle()
		if got := p.names(); !slices.Equal(got, []string{"l.nyberg"}) || p.filter.Text() != "lena" {
			t.Errorf("the top bar finds %v, the field above the list holds %q", got, p.filter.Text())
		}
	})
}

func TestAccountsSearchWithoutHits(t *testing.T) {
	inAccounts(t, crew(), func(h *hand, p *accountsPage) {
		h.tap("Locked, 2")
		h.fill(p.filter, "petrov")
		h.wantText("No account fits “petrov”", "Show all accounts")
		h.wantNoText("Sorted by name")
		h.tap("Show all accounts")
		if got := len(p.names()); got != 13 || p.filter.Text() != "" || !p.chips[0].chip.Selected() {
			t.Errorf("%d accounts are shown, the field holds %q", got, p.filter.Text())
		}
		h.focusedOn("the list", p.list)
	})
}

func TestAccountsEmptyFilters(t *testing.T) {
	inAccounts(t, nil, func(h *hand, p *accountsPage) {
		for chip, says := range map[string]string{
			"Locked, 0": "No locked accounts", "Never signed in, 0": "Everybody has signed in", "Switched off, 0": "No account is switched off",
		} {
			h.tap(chip)
			h.wantText(says, "Show all accounts")
		}
	})
}

// A text that core does not search for is not an error of the store: the page
// says what to do and goes on when it is shorter.
func TestAccountsSearchTooLong(t *testing.T) {
	inAccounts(t, crew(), func(h *hand, p *accountsPage) {
		p.search(string(slices.Repeat([]byte{'x'}, 300)))
		h.settle()
		h.wantText("Search for something shorter.")
		p.search("hana")
		h.settle()
		if got := p.names(); !slices.Equal(got, []string{"h.petrov"}) {
			t.Errorf("afterwards it finds %v", got)
		}
	})
}

func TestAccountsKeyboard(t *testing.T) {
	people := crew()
	inAccounts(t, people, func(h *hand, p *accountsPage) {
		h.key(fyne.KeyDown)
		h.key(fyne.KeyDown)
		h.key(fyne.KeyReturn)
		h.wantText("Ines Castro · Member")
		h.focusedOn("the list", p.list)
		h.key(fyne.KeyEnd)
		h.key(fyne.KeyReturn)
		h.wantText("q.ito")
		h.key(fyne.KeyHome)
		h.key(fyne.KeyReturn)
		h.wantText("Ada Okafor · Root")
		h.key(fyne.KeyEscape)
		if p.host.IsOpen() || p.drawer.id != 0 {
			t.Error("Escape leaves the drawer open")
		}
		h.focusedOn("the list", p.list)
		h.openRow(p, "h.petrov")
		p.drawer.edit.Focus(p.app.window.Canvas())
		h.key(fyne.KeyEscape)
		if p.host.IsOpen() {
			t.Error("Escape inside the drawer leaves it open")
		}
		h.focusedOn("the list", p.list)
	})
}

// In a narrow window the drawer lies over the list, which keeps its place.
func TestAccountsDrawerOverTheList(t *testing.T) {
	inAccounts(t, many(60), func(h *hand, p *accountsPage) {
		h.app.window.Resize(leastWindow)
		h.key(fyne.KeyEnd)
		first := p.first
		h.key(fyne.KeyReturn)
		h.wantText("Person 59 · Member")
		if p.first != first || p.list.Size().Width < 700 {
			t.Errorf("the list begins at row %d (was %d) and is %v wide", p.first, first, p.list.Size().Width)
		}
		h.key(fyne.KeyEscape)
		if p.host.IsOpen() || p.list.Cursor() != 60 {
			t.Errorf("drawer open %v, the keyboard is on row %d", p.host.IsOpen(), p.list.Cursor())
		}
	})
}

// Only the pages in view are fetched, and few are kept.
func TestAccountsScroll(t *testing.T) {
	inAccounts(t, many(2999), func(h *hand, p *accountsPage) {
		if got := len(p.names()); got != accountsPageRows {
			t.Errorf("%d rows were fetched at first", got)
		}
		h.key(fyne.KeyEnd)
		if row, known := p.rows.row(2999); !known || row.Name != "person-002998" {
			t.Errorf("the last row is %v, %v", row.Name, known)
		}
		for range 300 {
			h.key(fyne.KeyPageUp)
		}
		if row, known := p.rows.row(0); !known || row.Name != "a.okafor" {
			t.Errorf("the first row is %v, %v", row.Name, known)
		}
		if got := len(p.rows.pages); got > accountsPagesKept {
			t.Errorf("%d pages are kept", got)
		}
		h.wantText("Rows 1 to 11 of 3,000")
	})
}

// The minutes of a lock go by, and its end is seen without a key.
func TestAccountsLockRunsOut(t *testing.T) {
	people := crew()
	inAccounts(t, people, func(h *hand, p *accountsPage) {
		h.openRow(p, "kiosk-dock-3")
		h.wantText("Locked until 08:16, 4 minutes left")
		h.pass(90 * time.Second)
		h.wantText("Locked until 08:16, 3 minutes left")
		h.pass(3 * time.Minute)
		h.wantNoText("Locked until 08:16", "Unlock now")
		h.wantText("Locked, 1")
	})
}

// A lock without an end says so, and counts nothing down.
func TestAccountsClosed(t *testing.T) {
	inAccounts(t, []*person{{name: "r.roe", full: "Richard Roe", seen: time.Hour, failures: 100, locked: 876000 * time.Hour}}, func(h *hand, p *accountsPage) {
		if got := h.stateOf(p, 2); got != "Locked until unlocked" {
			t.Errorf("the row says %q", got)
		}
		h.openRow(p, "r.roe")
		h.wantText("Locked until somebody unlocks it", "100 wrong passwords in a row")
		h.pass(time.Minute)
		h.wantText("Locked until somebody unlocks it")
		h.tap("Unlock now")
		h.wantNoText("Locked until somebody unlocks it")
		if got := h.stateOf(p, 2); got != "Active" {
			t.Errorf("the row says %q", got)
		}
	})
}

// A session that has ended elsewhere leads to the sign-in, and nothing is said
// over it.
func TestAccountsSessionEnds(t *testing.T) {
	inAccounts(t, crew(), func(h *hand, p *accountsPage) {
		h.must(h.app.site.SignOut(h.Context(), h.app.session.token))
		p.search("hana")
		h.settle()
		if _, ok := h.app.screen.(*signInScreen); !ok {
			t.Errorf("the screen is %T", h.app.screen)
		}
		h.noDialog()
	})
}

// What comes in after the page was left is not shown.
func TestAccountsLeft(t *testing.T) {
	inAccounts(t, crew(), func(h *hand, p *accountsPage) {
		h.tap("Security")
		h.wantText("Password")
		p.search("hana")
		h.settle()
		h.wantNoText("Hana Petrov")
		h.tap("Accounts")
		if got := p.names(); !slices.Equal(got, []string{"h.petrov"}) {
			t.Errorf("afterwards it shows %v", got)
		}
		h.focusedOn("the list", p.list)
	})
}

func TestAccountState(t *testing.T) {
	signedIn(t, func(h *hand) {
		now := h.now()
		seen := now.Add(-time.Hour)
		for _, c := range []struct {
			row  core.AccountRow
			tone kit.Tone
			word string
		}{
			{core.AccountRow{State: core.StateActive, LastSignInAt: seen}, kit.ToneGood, "Active"},
			{core.AccountRow{State: core.StateActive}, kit.ToneNeutral, "Never signed in"},
			{core.AccountRow{State: core.StateActive, MustChange: true}, kit.ToneNeutral, "Never signed in"},
			{core.AccountRow{State: core.StateActive, LastSignInAt: seen, MustChange: true}, kit.ToneAttention, "New password due"},
			{core.AccountRow{State: core.StateActive, LastSignInAt: seen, LockedUntil: now.Add(time.Second)}, kit.ToneDanger, "Locked, 1 min left"},
			{core.AccountRow{State: core.StateActive, LastSignInAt: seen, LockedUntil: now.Add(time.Hour)}, kit.ToneDanger, "Locked, 60 min left"},
			{core.AccountRow{State: core.StateActive, LockedUntil: now.Add(25 * time.Hour)}, kit.ToneDanger, "Locked, 25 h left"},
			{core.AccountRow{State: core.StateActive, LastSignInAt: seen, LockedUntil: now}, kit.ToneGood, "Active"},
			{core.AccountRow{State: core.StateActive, UntilUnlocked: true, LockedUntil: now.Add(876000 * time.Hour)}, kit.ToneDanger, "Locked until unlocked"},
			{core.AccountRow{State: core.StateActive, Inactive: true}, kit.ToneDanger, "Locked, not used"},
			{core.AccountRow{State: core.StateDisabled, LockedUntil: now.Add(time.Hour)}, kit.ToneOff, "Switched off"},
		} {
			if got := h.app.accountState(c.row); got.tone != c.tone || got.word != c.word {
				t.Errorf("%+v is %q (%d), want %q (%d)", c.row, got.word, got.tone, c.word, c.tone)
			}
		}
	})
}

func TestNumberWords(t *testing.T) {
	for n, want := range map[int]string{
		0: "0", 7: "7", 999: "999", 1000: "1,000", 100412: "100,412", 12345678: "12,345,678", -1: "-1", -999: "-999", -1000: "-1,000",
	} {
		if got := numberWords(n); got != want {
			t.Errorf("%s is written %q, want %q", fmt.Sprint(n), got, want)
		}
	}
}
