package gui

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
)

// person is an account to be put into the store.
type person struct {
	name, full, mail string
	role             core.Role
	off              bool
	// seen is how long ago the last sign-in was, 0 for never.
	seen time.Duration
	// locked is how long a lock still lasts, 0 for none.
	locked time.Duration
	// failures led to it, 0 for five.
	failures int
	first    bool
	// unused is how long ago a lock for want of use began, 0 for none.
	unused time.Duration
	hosts  []core.Device
	id     core.AccountID
}

// crew are the people of the design's picture.
func crew() []*person {
	ago := func(d time.Duration) time.Duration { return d }
	const day = 24 * time.Hour
	return []*person{
		{name: "h.petrov", full: "Hana Petrov", mail: "h.petrov@depot.test", seen: 14 * time.Minute},
		{name: "i.castro", full: "Ines Castro", seen: ago(3 * time.Hour), first: true},
		{name: "j.moreau", full: "Jules Moreau", mail: "jules@depot.test", seen: 16 * time.Hour, locked: 11 * time.Minute, hosts: []core.Device{
			{Client: core.ClientWindow, Host: "YARD-PC-02", System: "Windows 11"}, {Client: core.ClientCommand, Host: "relay-02", System: "Debian 13"},
		}},
		{name: "k.haddad", full: "Karim Haddad", role: core.RoleAdmin, seen: time.Hour},
		{name: "kiosk-dock-3", full: "Loading dock terminal 3", seen: 2 * time.Hour, locked: 4 * time.Minute},
		{name: "l.nyberg", full: "Lena Nyberg", first: true},
		{name: "m.brandt", full: "Mika Brandt", seen: 101 * day},
		{name: "m.silva", full: "Marta Silva", role: core.RoleRoot, seen: 50 * time.Minute},
		{name: "n.adeyemi", full: "Noah Adeyemi", seen: 86 * day},
		{name: "o.lindahl", full: "Olle Lindahl", seen: 202 * day, off: true},
		{name: "p.vanderberg-hollingsworth", full: "Pia van der Berg-Hollingsworth-Featherstonehaugh", seen: 38 * time.Hour},
		{name: "q.ito", seen: 400 * day},
	}
}

// insert puts people into the store as they are, past the use cases: those
// would take days of the clock, and refuse names that older programs may have
// let in.
func (h *hand) insert(people ...*person) {
	h.Helper()
	h.must(h.app.store.Update(h.Context(), func(tx core.Tx) error {
		for _, p := range people {
			if err := h.insertOne(tx, p); err != nil {
				return fmt.Errorf("%s: %w", p.name, err)
			}
		}
		return nil
	}))
}

// insertOne puts one person into the store.
func (h *hand) insertOne(tx core.Tx, p *person) error {
	now := tx.Now()
	a := core.Account{
		Name: p.name, Key: p.name, Skeleton: p.name, FullName: p.full, Mail: p.mail, MailKey: p.mail,
		Role: p.role, State: core.StateActive, CreatedAt: now.AddDate(-2, -1, 0), UpdatedAt: now,
	}
	if p.role == "" {
		a.Role = core.RoleMember
	}
	if p.off {
		a.State = core.StateDisabled
	}
	if p.seen > 0 {
		a.LastSignInAt = now.Add(-p.seen)
	}
	if err := tx.InsertAccount(&a); err != nil {
		return err
	}
	p.id = a.ID
	stored := core.PasswordRecord{AccountID: a.ID, PHC: "$argon2id$none", SetAt: now.AddDate(0, -1, -19), SetBy: a.ID, MustChange: p.first}
	if p.first {
		stored.SetAt, stored.SetBy = now.Add(-20*time.Minute), 1
	}
	if err := tx.PutPassword(stored); err != nil {
		return err
	}
	for i, device := range p.hosts {
		session := core.Session{
			AccountID: a.ID, TokenHash: []byte(strings.Repeat(fmt.Sprintf("%016d", a.ID*100+core.AccountID(i)), 2)), Scope: core.ScopeFull, Device: device,
			StartedAt: now.Add(-time.Duration(1+9*i) * time.Hour), LastActiveAt: now, ExpiresAt: now.Add(time.Hour),
		}
		if err := tx.InsertSession(&session); err != nil {
			return err
		}
	}
	if p.unused > 0 {
		if err := tx.PutTerms(core.Terms{AccountID: a.ID, InactiveFrom: now.Add(-p.unused)}); err != nil {
			return err
		}
	}
	if p.locked == 0 {
		return nil
	}
	const whole = 15 * time.Minute
	return tx.PutThrottle(core.Throttle{
		Subject: fmt.Sprintf("account:%d", a.ID), AccountID: a.ID, Failures: cmp.Or(p.failures, 5), UpdatedAt: now,
		LockedUntil: now.Add(p.locked), LockedAt: now.Add(min(0, p.locked-whole)),
	})
}

// many are accounts without anything particular.
func many(n int) []*person {
	people := make([]*person, 0, n)
	for i := range n {
		people = append(people, &person{name: fmt.Sprintf("person-%06d", i), full: fmt.Sprintf("Person %d", i), seen: time.Hour})
	}
	return people
}

// inAccounts runs a test on the Accounts page of the root account a.okafor,
// with these people beside it.
func inAccounts(t *testing.T, people []*person, do func(h *hand, p *accountsPage)) {
	t.Helper()
	signedIn(t, func(h *hand) {
		h.insert(people...)
		do(h, h.openAccounts(unaltered{h.app.site}))
	})
}

// unaltered is the site, but for what it says of accounts that insert has put
// into the store past it: rightly, that they were edited there.
type unaltered struct{ *core.Site }

// Account reads an account as one that the site has made itself.
func (u unaltered) Account(ctx context.Context, token core.Token, id core.AccountID) (core.AccountView, error) {
	view, err := u.Site.Account(ctx, token, id)
	view.Altered = false
	return view, err
}

// openAccounts goes to the Accounts page, over this service.
func (h *hand) openAccounts(site accountsService) *accountsPage {
	h.Helper()
	s := h.app.screen.(*shell)
	p := newAccountsPageOf(h.app, site)
	p.resized(s.class)
	s.pages["accounts"] = p
	s.open("accounts")
	h.settle()
	return p
}

// names are the accounts that the list shows, from top to bottom, as far as
// they are loaded.
func (p *accountsPage) names() []string {
	var names []string
	for i := range p.rows.total {
		if row, known := p.rows.row(i); known {
			names = append(names, row.Name)
		}
	}
	return names
}

// type1 types a text into what has the keyboard, and waits after each key.
func (h *hand) type1(text string) {
	h.Helper()
	for _, r := range text {
		focused := h.app.window.Canvas().Focused()
		if focused == nil {
			h.Fatalf("nothing has the keyboard for %q", text)
		}
		focused.TypedRune(r)
		h.settle()
	}
}

// openRow opens an account by keyboard.
func (h *hand) openRow(p *accountsPage, name string) {
	h.Helper()
	for i := range p.rows.total {
		if row, known := p.rows.row(i); known && row.Name == name {
			h.app.window.Canvas().Focus(p.list)
			p.list.SetCursor(i)
			h.settle()
			h.key(fyne.KeyReturn)
			return
		}
	}
	h.Fatalf("%s is not in the list", name)
}

// field finds the field with this label on the topmost layer, and types a text
// in place of what it holds.
func (h *hand) fill(f interface {
	Focus(fyne.Canvas)
	SetText(string)
}, text string,
) {
	h.Helper()
	f.Focus(h.app.window.Canvas())
	f.SetText("")
	h.settle()
	h.type1(text)
}

// focusedOn fails unless the object has the keyboard.
func (h *hand) focusedOn(what string, object fyne.Focusable) {
	h.Helper()
	if got := h.app.window.Canvas().Focused(); got != object {
		h.Errorf("the keyboard is on %T (%v), not on %s", got, got, what)
	}
}

// noDialog fails when a dialog is open.
func (h *hand) noDialog() {
	h.Helper()
	if h.app.window.Canvas().Overlays().Top() != nil {
		h.Errorf("a dialog is open:\n%s", h.says())
	}
}

// picture compares the window in the light theme only: for what does not
// differ from another picture in colour.
func (h *hand) picture(name string, size fyne.Size) {
	h.Helper()
	if !size.IsZero() {
		h.app.window.Resize(size)
	}
	h.settle()
	h.compare(name + ".png")
}

// view reads an account from the store.
func (h *hand) view(id core.AccountID) core.AccountView {
	h.Helper()
	v, err := h.app.site.Account(context.Background(), h.app.session.token, id)
	h.must(err)
	return v
}
