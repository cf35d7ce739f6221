package gui

import (
	"testing"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/core/policy"
	"gatehouse/core/twostep"
	"gatehouse/gui/kit"
)

// An administrator sees the passkeys of an account, and removes one of them or all, with
// a reason.
func TestAccountsPasskeys(t *testing.T) {
	inWindow(t, func(h *hand) {
		token := h.memberIn("ben", h.addAccount("ben", core.RoleMember))
		h.signIn("a.okafor", rootPassword)
		p := h.openAccounts(h.app.site)
		h.app.window.Resize(wideWindow)
		h.openRow(p, "ben")
		h.wantText("Passkeys\nNone")
		h.wantNoText("Remove")
		key, phone := newKey(), newPhone()
		first := h.addPasskey(&token, memberPassword, "YubiKey 5 of the workshop", key, passkey.SecurityKey)
		h.addPasskey(&token, memberPassword, "", phone, passkey.Phone)
		_, err := h.usesPasskey(key)
		h.must(err)
		h.must(key.SetCount(key.Passkeys()[0].ID, 1))
		_, err = h.usesPasskey(key)
		if core.ErrorCode(err) != core.CodeSignIn {
			t.Fatalf("a copied passkey gave %v", err)
		}
		p.changed()
		h.settle()
		h.wantText("YubiKey 5 of the workshop", "Security key · last used today at 08:12", "May have been copied",
			"Phone\nPhone or tablet · not used yet", "Remove all…", "2 passkeys")
		if got := provedBy(mustRow(t, p, "ben")); got != "2 passkeys" {
			t.Errorf("the list says %q", got)
		}
		h.golden("accounts-passkeys", wideWindow)
		h.golden("accounts-passkeys-least", leastWindow)
		h.enlarged(1.5)
		h.golden("accounts-passkeys-150", fyne.Size{})
		h.enlarged(1)
		h.app.window.Resize(wideWindow)

		h.app.window.Canvas().Focus(p.drawer.passkeys.remove[first.ID])
		h.key(fyne.KeySpace)
		h.wantText("Remove the passkey “YubiKey 5 of the workshop” of ben?", "This passkey signs in no more; what else is set up stays.", "Kept in the log")
		h.golden("accounts-passkeys-remove", wideWindow)
		h.key(fyne.KeyReturn)
		h.wantText("This is still empty.")
		h.type1("lost the key")
		h.key(fyne.KeyReturn)
		h.noDialog()
		h.wantText("1 passkey")
		h.wantNoText("YubiKey", "Remove all…")
		if b, ok := h.app.window.Canvas().Focused().(*kit.Button); !ok || b.Text() != "Remove…" || !b.Visible() {
			t.Errorf("the keyboard is on %v", h.app.window.Canvas().Focused())
		}
		if e := h.lastEvent(); e.Kind != core.EventPasskeysReset {
			t.Errorf("the log ends with %v", e)
		}
		if _, err := h.usesPasskey(key); core.ErrorCode(err) != core.CodeSignIn {
			t.Errorf("a removed passkey gave %v", err)
		}

		h.key(fyne.KeySpace)
		h.wantText("From then on it signs in with its password.")
		h.type1("lost the phone, too")
		h.tap("Remove passkey")
		h.noDialog()
		h.wantText("Passkeys\nNone")
		h.focusedOn("the list", p.list)
		if v := h.view(p.drawer.id); len(v.Passkeys.Keys) != 0 {
			t.Errorf("there is still %v", v.Passkeys)
		}
	})
}

// mustRow is the row of an account.
func mustRow(t *testing.T, p *accountsPage, name string) core.AccountRow {
	t.Helper()
	for i := range p.rows.total {
		if row, known := p.rows.row(i); known && row.Name == name {
			return row
		}
	}
	t.Fatalf("%s is not in the list", name)
	return core.AccountRow{}
}

// All at once, where the rules ask for a passkey and the password is off.
func TestAccountsPasskeysAskedFor(t *testing.T) {
	inWindow(t, func(h *hand) {
		token := h.memberIn("ben", h.addAccount("ben", core.RoleMember))
		h.memberIn("eve", h.addAccount("eve", core.RoleMember))
		h.addPasskey(&token, memberPassword, "Key of the workshop", newKey(), passkey.SecurityKey)
		h.addPasskey(&token, memberPassword, "", newPhone(), passkey.Phone)
		h.asRoot(func(own *core.Token) {
			h.changeRules(*own, func(p *policy.Policy) {
				p.SignIn.Passkeys, p.SignIn.PasskeyRoles = policy.PasskeysByRole, []string{"member"}
				p.SignIn.PasskeyOnly = true
			})
		})
		h.signIn("a.okafor", rootPassword)
		p := h.openAccounts(h.app.site)
		h.app.window.Resize(wideWindow)
		h.openRow(p, "eve")
		h.wantText("None that signs in. Its rules ask for one at the next sign-in.")
		h.openRow(p, "ben")
		h.wantText("2 passkeys. Its password does not sign in beside them.")
		h.tap("Remove all…")
		h.wantText("Remove all passkeys of ben?", "Its next sign-in asks for the password and then for a new passkey, because its rules ask for one.")
		h.golden("accounts-passkeys-remove-all", leastWindow)
		h.key(fyne.KeyEscape)
		h.focusedOn("the button", p.drawer.passkeys.all)
		h.app.window.Resize(wideWindow)
		h.tap("Remove…")
		h.wantText("From then on its password signs in again, beside the passkey that stays.")
		h.key(fyne.KeyEscape)
		h.tap("Remove all…")
		h.type1("the bag was stolen")
		h.tap("Remove all")
		h.noDialog()
		h.wantText("None that signs in. Its rules ask for one at the next sign-in.")
		h.focusedOn("the list", p.list)
		flow := h.app.site.StartSignIn(core.Device{Client: core.ClientCommand})
		step, err := flow.Password(h.Context(), "ben", memberPassword)
		if err != nil || step != core.StepAddPasskey {
			t.Errorf("the password leads to %s, %v", step, err)
		}
	})
}

// Where the rules allow none, that is said of those that are there, and a passkey that
// stands for the second step is told apart from an app.
func TestAccountsPasskeysNotAllowed(t *testing.T) {
	inWindow(t, func(h *hand) {
		token := h.memberIn("ben", h.addAccount("ben", core.RoleMember))
		h.memberIn("eve", h.addAccount("eve", core.RoleMember))
		h.addPasskey(&token, memberPassword, "", newKey(), passkey.SecurityKey)
		h.addPasskey(&token, memberPassword, "", newPhone(), passkey.Phone)
		h.asRoot(func(own *core.Token) {
			h.changeRules(*own, func(p *policy.Policy) {
				p.SignIn.TwoStep, p.SignIn.TwoStepRoles = policy.TwoStepByRole, []string{"member"}
				p.SignIn.PasskeyKinds = []string{string(passkey.SecurityKey)}
			})
		})
		h.signIn("a.okafor", rootPassword)
		p := h.openAccounts(h.app.site)
		h.app.window.Resize(wideWindow)
		h.openRow(p, "ben")
		h.wantText("On: a passkey after the password. There is no authenticator app.", "Its rules do not allow this kind")
		h.wantNoText("Reset…")
		h.tap("Remove all…")
		h.wantText("Its next sign-in asks for the password and then sets two-step verification up anew, because its rules ask for it.")
		h.key(fyne.KeyEscape)
		h.byRoot(func(own core.Token) {
			h.changeRules(own, func(p *policy.Policy) {
				p.SignIn.Passkeys, p.SignIn.PasskeyKinds = policy.PasskeysOff, nil
			})
		})
		h.openRow(p, "eve")
		h.wantNoText("Passkeys")
		h.openRow(p, "ben")
		h.wantText("Its rules do not allow passkeys, so none signs in.", "Remove all…")
		h.wantNoText("this kind")
		h.golden("accounts-passkeys-off", wideWindow)
	})
}

// A passkey that is gone when it is removed is said in the dialog, and a window that
// locks meanwhile shows nothing of it.
func TestAccountsPasskeysMeanwhile(t *testing.T) {
	inWindow(t, func(h *hand) {
		token := h.memberIn("ben", h.addAccount("ben", core.RoleMember))
		only := h.addPasskey(&token, memberPassword, "", newKey(), passkey.SecurityKey)
		h.signIn("a.okafor", rootPassword)
		p := h.openAccounts(h.app.site)
		h.openRow(p, "ben")
		h.tap("Remove…")
		_, err := h.app.site.RemovePasskey(h.Context(), token, only.ID, memberPassword, false)
		h.must(err)
		h.type1("lost")
		h.key(fyne.KeyReturn)
		h.wantText("ben has no passkey.")
		h.app.lock()
		h.settle()
		h.noDialog()
		h.wantText("The window is locked")
	})
}

// An app and a passkey stand side by side: both are said, and what is left when the app
// is reset.
func TestAccountsPasskeyBesideApp(t *testing.T) {
	inWindow(t, func(h *hand) {
		token := h.memberIn("ben", h.addAccount("ben", core.RoleMember))
		h.addPasskey(&token, memberPassword, "", newKey(), passkey.SecurityKey)
		h.addApp(&token, memberPassword, "Phone", twostep.Params{})
		h.asRoot(func(own *core.Token) {
			h.changeRules(*own, func(p *policy.Policy) {
				p.SignIn.TwoStep, p.SignIn.TwoStepRoles = policy.TwoStepByRole, []string{"member"}
			})
		})
		h.signIn("a.okafor", rootPassword)
		p := h.openAccounts(h.app.site)
		h.app.window.Resize(wideWindow)
		if got := provedBy(mustRow(t, p, "ben")); got != "Two-step · 1 passkey" {
			t.Errorf("the list says %q", got)
		}
		h.openRow(p, "ben")
		h.wantText("On: Phone, passkey. 10 of 10 recovery codes left.")
		h.golden("accounts-passkey-app", wideWindow)
		h.tap("Reset…")
		h.wantText("From then on its sign-in asks for a passkey after the password.")
		h.type1("lost the phone")
		h.key(fyne.KeyReturn)
		h.noDialog()
		h.wantText("On: a passkey after the password. There is no authenticator app.")
		h.wantNoText("Reset…")
		flow := h.app.site.StartSignIn(core.Device{Client: core.ClientCommand})
		step, err := flow.Password(h.Context(), "ben", memberPassword)
		if err != nil || step != core.StepTwoStep || flow.SecondWays()[0].Way != core.WayPasskey {
			t.Errorf("the password leads to %s, %v", step, err)
		}
	})
}

// A reset says how many passkeys sign in as before.
func TestFirstPasswordTellsOfPasskeys(t *testing.T) {
	inAccounts(t, nil, func(h *hand, p *accountsPage) {
		p.showOnce(core.Added{ID: 1, Name: "j.moreau", FirstPassword: "Kd7-plover-Ru5t-4421", MustChange: true, Passkeys: 1}, func() {})
		h.wantText("1 passkey signs in as before. If somebody else may have come in, remove them in the account, too.")
		h.golden("once-passkeys", wideWindow)
	})
}
