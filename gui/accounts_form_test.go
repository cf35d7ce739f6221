package gui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// inForm finds the field with this label in the topmost dialog.
func (h *hand) inForm(label string) *kit.Field {
	h.Helper()
	for _, object := range h.visible() {
		field, is := object.(*kit.Field)
		if is && slices.ContainsFunc(shownIn(field), func(o fyne.CanvasObject) bool {
			text, is := o.(*kit.Text)
			return is && text.Text() == label
		}) {
			return field
		}
	}
	h.Fatalf("there is no field %q:\n%s", label, h.says())
	return nil
}

// choose moves the choice of the topmost dialog's options to this role.
func (h *hand) choose(role core.Role) {
	h.Helper()
	for _, object := range h.visible() {
		if group, is := object.(*kit.OptionGroup); is {
			h.app.window.Canvas().Focus(group)
			for range 4 {
				if group.Selected() == string(role) {
					return
				}
				h.key(fyne.KeyDown)
			}
		}
	}
	h.Fatalf("the role %s cannot be chosen", role)
}

func TestAccountsAdd(t *testing.T) {
	inAccounts(t, crew(), func(h *hand, p *accountsPage) {
		h.tap("New account")
		h.focusedOn("the name", h.inForm("Account name").Input())
		h.golden("accounts-new", leastWindow)
		h.type1("e.nowak")
		h.fill(h.inForm("Full name"), "Ewa Nowak")
		h.fill(h.inForm("Mail address"), "ewa@depot.test")
		h.choose(core.RoleAdmin)
		h.key(fyne.KeyReturn)
		h.wantText("First password of e.nowak")
		first := h.onceShown()
		h.tap("I have passed it on")
		h.tap("Done")
		h.noDialog()
		h.wantText("Ewa Nowak · Admin", "ewa@depot.test", "14", "Never signed in, 2")
		if !slices.Contains(p.names(), "e.nowak") {
			t.Errorf("the list has %v", p.names())
		}
		h.signsIn("e.nowak", first)
		h.key(fyne.KeyEscape)
		if p.host.IsOpen() {
			t.Error("Escape leaves the drawer open")
		}
	})
}

// Where the policy lets first passwords stay, the dialog, the drawer and the
// Security page say so, and none says that it has to be changed.
func TestAccountsAddStays(t *testing.T) {
	inAccounts(t, crew(), func(h *hand, p *accountsPage) {
		h.rule(func(p *policy.Policy) { p.Change.ChangeOnFirstSignIn = false })
		h.tap("New account")
		h.type1("e.nowak")
		h.key(fyne.KeyReturn)
		h.wantText("First password of e.nowak", "The policy lets it stay, so ask the person to change it: you have seen it.")
		h.wantNoText("to be changed")
		first := h.onceShown()
		h.tap("I have passed it on")
		h.tap("Done")
		h.wantText("Set today at", "It is the first password still")
		h.wantNoText("to be changed")
		h.golden("accounts-stays", wideWindow)
		h.app.signOut()
		h.settle()
		h.signIn("e.nowak", first)
		h.wantText("Set by an administrator today at", "Choose your own")
		h.golden("security-stays", wideWindow)
		h.picture("security-stays-900x600", leastWindow)
		n := h.panel()
		n.fill(first, memberPassword, memberPassword)
		h.tap("Save")
		h.wantText("Saved.", "Last changed today at")
		h.wantNoText("Set by an administrator", "Choose your own")
	})
}

// Problems are shown beside their fields, all at once; nothing that was typed
// is lost, and a problem goes while it is mended.
func TestAccountsAddProblems(t *testing.T) {
	inAccounts(t, crew(), func(h *hand, p *accountsPage) {
		h.tap("New account")
		name, full, mail := h.inForm("Account name"), h.inForm("Full name"), h.inForm("Mail address")
		long := strings.Repeat("x", 300)
		name.SetText(long)
		full.SetText("Evil \u202e name")
		mail.SetText("no address")
		h.choose(core.RoleRoot)
		h.tap("Add account")
		for field, typed := range map[*kit.Field]string{name: long, full: "Evil \u202e name", mail: "no address"} {
			if field.Problem() == "" || field.Text() != typed {
				t.Errorf("the field with %q holds %q and says %q", typed, field.Text(), field.Problem())
			}
		}
		h.focusedOn("the first field at fault", name.Input())
		h.golden("accounts-new-problems", leastWindow)
		h.fill(name, "j.moreau")
		if name.Problem() != "" || full.Problem() == "" {
			t.Errorf("while the name is mended it says %q, the full name %q", name.Problem(), full.Problem())
		}
		full.SetText("")
		mail.SetText("")
		h.key(fyne.KeyReturn)
		if got := name.Problem(); got != "There is an account of this name. Choose another one." {
			t.Errorf("a taken name says %q", got)
		}
		h.fill(name, "jules@depot.test")
		h.key(fyne.KeyReturn)
		if name.Problem() == "" {
			t.Error("another's mail address is taken as a name")
		}
		h.key(fyne.KeyEscape)
		h.noDialog()
		if h.app.window.Canvas().Focused() == nil {
			t.Error("nothing has the keyboard")
		}
		if len(p.names()) != 13 {
			t.Errorf("the list has %v", p.names())
		}
	})
}

// A failure keeps what was typed, and can be tried again.
func TestAccountsAddFails(t *testing.T) {
	gated(t, func(*gate) {}, func(h *hand, p *accountsPage, g *gate) {
		h.tap("New account")
		h.type1("e.nowak")
		g.err = errBroken
		h.tap("Add account")
		h.wantText("Something unexpected happened and nothing was changed.")
		if got := h.inForm("Account name").Text(); got != "e.nowak" {
			t.Errorf("the name is now %q", got)
		}
		g.err = nil
		h.tap("Add account")
		h.wantText("First password of e.nowak")
	})
}

// A first password that comes after the window was locked is shown to nobody.
func TestAccountsAddedAfterLock(t *testing.T) {
	gated(t, func(g *gate) { g.stubborn = true }, func(h *hand, p *accountsPage, g *gate) {
		h.tap("New account")
		h.type1("e.nowak")
		g.closed = make(chan struct{})
		h.key(fyne.KeyReturn)
		h.key(fyne.KeyEscape)
		h.wantText("New account")
		h.app.lock()
		h.settle()
		g.open()
		h.settle()
		h.noDialog()
		h.wantText("The window is locked")
	})
}

// An administrator has one role to give, and so nothing to choose.
func TestAccountsAddByAdmin(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.app.signOut()
		h.settle()
		h.admit("d.admin", core.RoleAdmin)
		h.openAccounts(h.app.site)
		h.tap("New account")
		h.wantText("Member: Sees the own Security page only")
		h.wantNoText("Root", "Admin")
		h.type1("e.nowak")
		h.key(fyne.KeyReturn)
		h.wantText("First password of e.nowak")
	})
}

func TestAccountsEdit(t *testing.T) {
	people := crew()
	petrov := people[0]
	inAccounts(t, people, func(h *hand, p *accountsPage) {
		h.openRow(p, petrov.name)
		h.tap("Edit…")
		h.golden("accounts-edit", leastWindow)
		before := h.view(petrov.id).Revision
		h.tap("Save")
		h.noDialog()
		if got := h.view(petrov.id).Revision; got != before {
			t.Errorf("saving what was not changed makes revision %d of %d", got, before)
		}
		h.focusedOn("the button", p.drawer.edit)
		h.tap("Edit…")
		h.fill(h.inForm("Full name"), "Hana Petrova")
		h.choose(core.RoleAdmin)
		h.key(fyne.KeyReturn)
		h.noDialog()
		h.wantText("Hana Petrova · Admin")
		if row, _ := p.rows.row(1); row.FullName != "Hana Petrova" || row.Role != core.RoleAdmin {
			t.Errorf("the row is %+v", row)
		}
	})
}

// A form that was overtaken says so, keeps what was typed, and offers to show
// what is there now.
func TestAccountsEditConflict(t *testing.T) {
	people := crew()
	petrov := people[0]
	inAccounts(t, people, func(h *hand, p *accountsPage) {
		h.openRow(p, petrov.name)
		h.tap("Edit…")
		h.fill(h.inForm("Full name"), "Hana Petrova")
		v := h.view(petrov.id)
		h.must(h.app.site.EditAccount(h.Context(), h.app.session.token, petrov.id, core.AccountEdit{
			Revision: v.Revision, NewAccount: core.NewAccount{Name: v.Name, FullName: "Johanna Petrov", Role: v.Role},
		}))
		h.tap("Save")
		h.wantText("This was changed from another window in between.", "Show the present values")
		if got := h.inForm("Full name").Text(); got != "Hana Petrova" {
			t.Errorf("the full name is now %q", got)
		}
		h.golden("accounts-edit-conflict", leastWindow)
		h.tap("Show the present values")
		if got := h.inForm("Full name").Text(); got != "Johanna Petrov" {
			t.Errorf("the present full name is %q", got)
		}
		h.wantNoText("This was changed from another window", "Show the present values")
		h.fill(h.inForm("Full name"), "Johanna Petrova")
		h.tap("Save")
		h.noDialog()
		h.wantText("Johanna Petrova · Member")
	})
}

// The own role and the name of the first root account stay as they are.
func TestAccountsEditOwn(t *testing.T) {
	inAccounts(t, nil, func(h *hand, p *accountsPage) {
		h.openRow(p, "a.okafor")
		h.wantNoText("Switch off…", "Delete…", "Reset password…")
		h.tap("Edit…")
		h.wantText("The first root account keeps its name", "Your own role can be changed by another root account only.")
		if !h.inForm("Account name").Disabled() {
			t.Error("the name can be edited")
		}
		h.focusedOn("the full name", h.inForm("Full name").Input())
		h.picture("accounts-edit-own", leastWindow)
		h.fill(h.inForm("Full name"), "Ada B. Okafor")
		h.key(fyne.KeyReturn)
		h.noDialog()
		h.wantText("Ada B. Okafor · Root")
	})
}
