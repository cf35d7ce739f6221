package gui

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"pgregory.net/rapid"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// gate stands before a service, to hold answers back or to spoil them.
type gate struct {
	accountsService
	// closed holds every answer back until it is closed; nil holds none.
	closed chan struct{}
	// stubborn goes on although the question was cancelled.
	stubborn bool
	err      error
	asked    []core.AccountQuery
	// now is how many questions are under way, most how many were at once.
	mu        sync.Mutex
	now, most int
}

// count notes that a question begins or ends.
func (g *gate) count(by int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.now += by
	g.most = max(g.most, g.now)
}

// enter waits before the gate.
func (g *gate) enter(ctx context.Context) error {
	g.count(1)
	defer g.count(-1)
	done := ctx.Done()
	if g.stubborn {
		done = nil
	}
	if g.closed != nil {
		select {
		case <-g.closed:
		case <-done:
			return ctx.Err()
		}
	}
	return g.err
}

func (g *gate) Accounts(ctx context.Context, token core.Token, q core.AccountQuery) (core.AccountList, error) {
	g.asked = append(g.asked, q)
	if err := g.enter(ctx); err != nil {
		return core.AccountList{}, err
	}
	return g.accountsService.Accounts(ctx, token, q)
}

func (g *gate) Account(ctx context.Context, token core.Token, id core.AccountID) (core.AccountView, error) {
	if err := g.enter(ctx); err != nil {
		return core.AccountView{}, err
	}
	return g.accountsService.Account(ctx, token, id)
}

func (g *gate) AddAccount(ctx context.Context, token core.Token, n core.NewAccount) (core.Added, error) {
	if err := g.enter(ctx); err != nil {
		return core.Added{}, err
	}
	return g.accountsService.AddAccount(ctx, token, n)
}

// gated runs a test on the Accounts page behind a gate.
func gated(t *testing.T, prepare func(*gate), do func(h *hand, p *accountsPage, g *gate)) {
	t.Helper()
	signedIn(t, func(h *hand) {
		h.insert(crew()...)
		g := &gate{accountsService: h.app.site}
		prepare(g)
		do(h, h.openAccounts(g), g)
	})
}

// open lets all answers through.
func (g *gate) open() {
	close(g.closed)
	g.closed = nil
}

// errBroken is what a store says that is not there any more.
var errBroken = errors.New("the disk is gone")

// A first answer that takes long leaves room for what comes; head and actions
// are there from the start.
func TestAccountsFirstLoadIsSlow(t *testing.T) {
	gated(t, func(g *gate) { g.closed = make(chan struct{}) }, func(h *hand, p *accountsPage, g *gate) {
		h.wantText("Accounts", "New account", "Never signed in")
		h.pass(time.Second)
		if p.listShown() || !p.bodyHas(func(o fyne.CanvasObject) bool { _, is := o.(*kit.Skeleton); return is }) {
			t.Error("there is no skeleton")
		}
		g.open()
		h.settle()
		h.wantText("Rows 1 to 11 of 13")
		h.focusedOn("the list", p.list)
	})
}

// bodyHas tells whether something is shown in place of the list.
func (p *accountsPage) bodyHas(is func(fyne.CanvasObject) bool) bool {
	return slices.ContainsFunc(shownIn(p.body), is)
}

// The rows of the question before stay for as long as nobody would notice.
func TestAccountsSearchIsSlow(t *testing.T) {
	gated(t, func(*gate) {}, func(h *hand, p *accountsPage, g *gate) {
		g.closed = make(chan struct{})
		p.search("hana")
		h.pass(slowAfter - time.Millisecond)
		if len(p.names()) != 13 {
			t.Errorf("the rows went too early: %v", p.names())
		}
		h.pass(2 * time.Millisecond)
		if len(p.names()) != 0 || !p.listShown() {
			t.Errorf("the rows of another question are still shown: %v", p.names())
		}
		g.open()
		h.settle()
		if got := p.names(); !slices.Equal(got, []string{"h.petrov"}) {
			t.Errorf("found %v", got)
		}
	})
}

// Each key asks, what it asks ends what was asked before, and never is more
// than one question under way.
func TestAccountsKeysDoNotPileUp(t *testing.T) {
	gated(t, func(*gate) {}, func(h *hand, p *accountsPage, g *gate) {
		g.closed = make(chan struct{})
		g.asked = nil
		p.filter.Focus(h.app.window.Canvas())
		const typed = "hana petrov from the yard"
		h.type1(typed)
		if len(g.asked) != len(typed) || g.most != 1 || g.now != 1 {
			t.Errorf("%d keys asked %d times, %d at once at most, %d are under way", len(typed), len(g.asked), g.most, g.now)
		}
		g.open()
		h.settle()
		if p.had.search != typed {
			t.Errorf("shown is the answer for %q", p.had.search)
		}
		h.wantText("No account fits")
	})
}

// An answer that comes although nobody wants it any more is dropped.
func TestAccountsStaleAnswer(t *testing.T) {
	gated(t, func(g *gate) { g.stubborn = true }, func(h *hand, p *accountsPage, g *gate) {
		g.closed = make(chan struct{})
		g.asked = nil
		p.search("hana")
		h.settle()
		p.search("len")
		h.settle()
		p.search("lena")
		h.settle()
		if len(g.asked) != 1 || len(p.names()) != 13 {
			t.Errorf("asked %v, shown %v", g.asked, p.names())
		}
		g.open()
		h.settle()
		if got := p.names(); !slices.Equal(got, []string{"l.nyberg"}) {
			t.Errorf("shown is %v", got)
		}
		if len(g.asked) != 2 || g.asked[1].Search != "lena" {
			t.Errorf("asked %v; what was overtaken while it waited need not be asked", g.asked)
		}
	})
}

func TestAccountsNotRead(t *testing.T) {
	gated(t, func(g *gate) { g.err = errBroken }, func(h *hand, p *accountsPage, g *gate) {
		h.wantText("The accounts could not be read", "Try again", "New account")
		h.wantNoText("disk is gone")
		h.golden("accounts-failed", wideWindow)
		h.tap("Try again")
		h.wantText("The accounts could not be read")
		g.err = nil
		h.tap("Try again")
		h.wantText("Rows 1 to 11 of 13")
		h.focusedOn("the list", p.list)
		g.err = errBroken
		h.tap("Never signed in, 1")
		h.wantText("The accounts could not be read")
		g.err = nil
		h.tap("Try again")
		if got := p.names(); !slices.Equal(got, []string{"l.nyberg"}) {
			t.Errorf("the filter was forgotten: %v", got)
		}
	})
}

func TestAccountsDrawerIsSlow(t *testing.T) {
	gated(t, func(*gate) {}, func(h *hand, p *accountsPage, g *gate) {
		g.closed = make(chan struct{})
		h.openRow(p, "h.petrov")
		if p.host.IsOpen() {
			t.Error("the drawer is open before anything is known")
		}
		h.pass(slowAfter + time.Millisecond)
		h.wantText("Hana Petrov · Member")
		h.wantNoText("Reset password…")
		g.open()
		h.settle()
		h.wantText("Hana Petrov · Member", "Reset password…")
		g.err = errBroken
		h.openRow(p, "k.haddad")
		h.wantText("The account could not be read", "Karim Haddad · Admin")
		h.wantNoText("Delete…")
		g.err = nil
		h.tap("Try again")
		h.wantText("Delete…")
	})
}

// An account that is opened while another one is still being read wins.
func TestAccountsDrawerOvertaken(t *testing.T) {
	gated(t, func(g *gate) { g.stubborn = true }, func(h *hand, p *accountsPage, g *gate) {
		g.closed = make(chan struct{})
		h.openRow(p, "h.petrov")
		h.openRow(p, "k.haddad")
		g.open()
		h.settle()
		h.wantText("Karim Haddad · Admin")
		h.wantNoText("Hana Petrov · Member")
	})
}

// An account that is gone says so, and the list does not show it any more.
func TestAccountsGone(t *testing.T) {
	people := crew()
	inAccounts(t, people, func(h *hand, p *accountsPage) {
		h.openRow(p, "i.castro")
		h.must(h.app.site.DeleteAccount(h.Context(), h.app.session.token, people[0].id, people[0].name))
		h.openRow(p, "h.petrov")
		h.wantText("The account is not there any more")
		h.tap("Close")
		h.noDialog()
		if p.host.IsOpen() || slices.Contains(p.names(), "h.petrov") {
			t.Errorf("drawer open %v, the list has %v", p.host.IsOpen(), p.names())
		}
		h.focusedOn("the list", p.list)
	})
}

// The rows that are kept are those that were answered last, whatever came in
// whichever order.
func TestAccountRowsProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := accountRows{}
		world := rapid.IntRange(0, 2500).Draw(t, "accounts")
		list := func(page int) core.AccountList {
			answer := core.AccountList{AccountPage: core.AccountPage{Total: world}}
			for i := page * accountsPageRows; i < min(world, (page+1)*accountsPageRows); i++ {
				answer.Rows = append(answer.Rows, core.AccountRow{ID: core.AccountID(1000*world + i)})
			}
			return answer
		}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			if rapid.IntRange(0, 9).Draw(t, "kind") == 0 {
				world = rapid.IntRange(0, 2500).Draw(t, "accounts")
			}
			first := rapid.IntRange(0, 2500).Draw(t, "first")
			last := first + rapid.IntRange(0, 40).Draw(t, "rows")
			fetched := map[int]core.AccountList{}
			for _, n := range pagesOf(first, last) {
				fetched[n] = list(n)
			}
			rows.take(fetched, rapid.Bool().Draw(t, "fresh"))
			rows.keepNear(first)
			if rows.total != world || len(rows.pages) > accountsPagesKept {
				t.Fatalf("%d rows in %d pages, want %d", rows.total, len(rows.pages), world)
			}
			if missing := rows.missing(first, last); len(missing) > 0 {
				t.Fatalf("rows %d to %d of %d were fetched, but pages %v are missing", first, last, world, missing)
			}
			for i := range 2600 {
				row, known := rows.row(i)
				if known && (i >= world || row.ID != core.AccountID(1000*world+i)) {
					t.Fatalf("row %d is %d", i, row.ID)
				}
				if at, found := rows.indexOf(row.ID); known && (!found || at != i) {
					t.Fatalf("row %d is found at %d, %v", i, at, found)
				}
			}
		}
	})
}
