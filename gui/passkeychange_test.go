package gui

import (
	"crypto/rand"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/passkey/software"
	"gatehouse/core/policy"
)

// added adds a passkey of another authenticator.
func (h *hand) added(k *keyring, name string) {
	h.Helper()
	settings := k.Settings()
	k.Authenticator = software.New(rand.Reader)
	k.Change(func(s *software.Settings) { *s = settings })
	h.toChooser()
	h.key(fyne.KeyReturn)
	h.wantText("Passkey saved")
	h.type1(name)
	h.key(fyne.KeyReturn)
	h.noDialog()
	h.pass(time.Second) // they stand in the order in which they were made
}

// moreFor opens the menu of a passkey and chooses an entry, by keyboard.
func (h *hand) moreFor(name string, downs int) {
	h.Helper()
	h.tap("More for " + name)
	for range downs {
		h.key(fyne.KeyDown)
	}
	h.key(fyne.KeyReturn)
}

// rowOf is the row of the passkey of a name.
func (h *hand) rowOf(name string) *passkeyRow {
	h.Helper()
	for _, r := range h.security().keys.rows {
		if r.key.Name == name {
			return r
		}
	}
	h.Fatalf("there is no row of %q", name)
	return nil
}

// A passkey gets another name, which no other one has.
func TestPasskeyRenamed(t *testing.T) {
	signedIn(t, func(h *hand) {
		k := h.passkeys()
		h.keysShown(h.ownNow().Passkeys)
		h.added(k, "First")
		h.added(k, "Second")
		h.moreFor("First", 1)
		h.wantText("Rename this passkey")
		h.golden("passkey-rename", wideWindow)
		h.type1("SECOND")
		h.key(fyne.KeyReturn)
		h.wantText("You have a passkey of this name. Choose another name.")
		h.picture("passkey-rename-taken", wideWindow)
		h.type1("")
		h.fill(h.inForm("Name"), "")
		h.key(fyne.KeyReturn)
		h.wantText("Rename this passkey")
		h.fill(h.inForm("Name"), "Third")
		h.key(fyne.KeyReturn)
		h.noDialog()
		h.wantText("Third", "Second")
		h.wantNoText("First")
		h.focusedOn("its row", h.rowOf("Third").more)
	})
}

// A passkey goes with the password, and with it, on wish, the other devices.
func TestPasskeyRemoved(t *testing.T) {
	signedIn(t, func(h *hand) {
		k := h.passkeys()
		other := h.in(h.app.site, "a.okafor", rootPassword)
		h.security().load()
		h.settle()
		h.added(k, "First")
		h.added(k, "Second")
		h.moreFor("First", 2)
		h.wantText("Remove “First”?", "It does not sign you in any more. Your other passkeys stay.", "Sign out of all other devices")
		h.golden("passkey-remove", wideWindow)
		h.picture("passkey-remove-900x600", leastWindow)
		h.app.window.Resize(wideWindow)
		h.type1("wrong")
		h.tap("Remove passkey")
		h.wantText("This is not your password.")
		h.key(fyne.KeyEscape)
		h.moreFor("First", 2)
		h.type1(rootPassword)
		h.tap("Sign out of all other devices")
		h.tap("Remove passkey")
		h.noDialog()
		h.wantText("“First” is removed.", "1 other device is signed out.")
		if keys := h.ownKeys(); len(keys) != 1 || keys[0].Name != "Second" {
			t.Errorf("left is %+v", keys)
		}
		if err := h.app.site.Alive(h.Context(), other); core.ErrorCode(err) != core.CodeSession {
			t.Errorf("the other device: %v", err)
		}
		h.focusedOn("the next row", h.rowOf("Second").more)
		h.moreFor("Second", 2)
		h.wantText("It is the only one that works. You sign in with your password then.")
		h.wantNoText("Sign out of all other devices")
		h.picture("passkey-remove-last", wideWindow)
		h.type1(rootPassword)
		h.tap("Remove passkey")
		h.wantText("“Second” is removed.", "No passkey yet")
		h.focusedOn("the button", h.security().keys.add)
	})
}

// What the rules ask for stays, with the reason.
func TestPasskeyStays(t *testing.T) {
	signedIn(t, func(h *hand) {
		k := h.passkeys()
		h.keysShown(h.ownNow().Passkeys)
		h.added(k, "First")
		h.byRoot(func(core.Token) {})
		h.rule(func(p *policy.Policy) { p.SignIn.Passkeys = policy.PasskeysRequired })
		h.security().load()
		h.settle()
		h.moreFor("First", 2)
		h.noDialog()
		h.wantText("This passkey stays. Your rules ask for a passkey. Add the new one first, then remove this one.")
		// The page may not know yet: then core says it.
		h.security().own.Passkeys.Required = false
		h.security().keys.askRemove(h.ownKeys()[0])
		h.type1(rootPassword)
		h.tap("Remove passkey")
		h.wantText("Your rules ask for a passkey, so one stays.")
		h.picture("passkey-remove-refused", wideWindow)
		h.key(fyne.KeyEscape)
		if len(h.ownKeys()) != 1 {
			t.Error("it is gone")
		}
	})
}

// With two passkeys the password signs in no more where the rules say so, which is said
// with the second one and before one of the two goes.
func TestPasskeysOnly(t *testing.T) {
	signedIn(t, func(h *hand) {
		k := h.passkeys()
		h.rule(func(p *policy.Policy) { p.SignIn.PasskeyOnly = true })
		h.security().load()
		h.settle()
		h.added(k, "First")
		h.wantNoText("It is the second one")
		h.added(k, "Second")
		h.wantText("It is the second one, so your password does not sign you in any more.", "You have two passkeys")
		h.moreFor("Second", 2)
		h.wantText("One passkey is left then, and your password signs you in again.")
		h.type1(rootPassword)
		h.tap("Remove passkey")
		h.wantText("“Second” is removed.", "As soon as you have two")
	})
}
