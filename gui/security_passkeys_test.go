package gui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/core/passkey/software"
	"gatehouse/gui/kit"
)

// keysShown shows passkeys that are nowhere but in the window.
func (h *hand) keysShown(has core.Passkeys) *securityPage {
	h.Helper()
	p := h.security()
	p.loaded.forget()
	p.own.Passkeys = has
	p.paint()
	h.settle()
	return p
}

// someKeys are passkeys of every sort.
func (h *hand) someKeys() []core.Passkey {
	spring := time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)
	return []core.Passkey{
		{ID: "1", Name: "YubiKey 5", Kind: passkey.SecurityKey, CreatedAt: spring, UsedAt: h.now(), Works: true},
		{ID: "2", Name: "Apple Passwords", Kind: passkey.Phone, Syncable: true, Synced: true, CreatedAt: spring.AddDate(-1, 0, 0), UsedAt: h.now().AddDate(0, 0, -1), Works: true},
		{ID: "3", Name: "Windows Hello", Kind: passkey.ThisDevice, CreatedAt: h.now(), Works: true},
		{ID: "4", Name: "Old key", Kind: passkey.SecurityKey, CreatedAt: spring, ClonedAt: h.now()},
		{ID: "5", Name: "Phone of the depot", Kind: passkey.Phone, Syncable: true, CreatedAt: h.now().AddDate(0, 0, -1)},
	}
}

// Without a passkey the section says what one is for; what the rules say of it; and why
// none can be added where that is so.
func TestPasskeysNone(t *testing.T) {
	signedIn(t, func(h *hand) {
		p := h.security()
		h.wantText("Passkeys", "None can be added here: this computer has no way to reach a passkey", "No passkey yet")
		if !p.keys.add.Disabled() {
			t.Error("a passkey can be added without a way to it")
		}
		h.golden("passkeys-noway", wideWindow)
		k := h.passkeys()
		h.keysShown(core.Passkeys{Allowed: true})
		h.wantText("Sign in with a key, your face or a PIN instead of the password", "+ Add a passkey", "None")
		if p.keys.add.Disabled() {
			t.Error("no passkey can be added")
		}
		h.golden("passkeys-none", wideWindow)
		h.keysShown(core.Passkeys{Allowed: true, Required: true, Until: h.now().AddDate(0, 0, 14)})
		h.wantText("Your rules ask for it: set it up before 5 December")
		h.picture("passkeys-required-900x600", leastWindow)
		h.keysShown(core.Passkeys{})
		h.wantText("Your rules do not allow passkeys", "Passkeys are not used")
		h.wantNoText("+ Add a passkey")
		h.golden("passkeys-off", wideWindow)
		k.Change(func(s *software.Settings) { s.Kinds = []passkey.Kind{passkey.Phone} })
		h.keysShown(core.Passkeys{Allowed: true, Kinds: []passkey.Kind{passkey.SecurityKey}})
		h.wantText("this computer does not reach the kinds that your rules allow")
		full := make([]core.Passkey, passkey.MostPasskeys)
		for i := range full {
			full[i] = core.Passkey{ID: core.PasskeyID(strings.Repeat("x", i+1)), Name: "Key", Kind: passkey.Phone, CreatedAt: h.now(), Works: true}
		}
		h.keysShown(core.Passkeys{Allowed: true, Keys: full})
		h.wantText("None can be added: you have 64. Remove one first")
		if !p.keys.add.Disabled() {
			t.Error("a 65th can be added")
		}
	})
}

// Each passkey says where it is kept, whether it is on other devices too, and when it was
// made and used; one that was copied or is not allowed is marked.
func TestPasskeysShown(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.passkeys()
		keys := h.someKeys()
		h.keysShown(core.Passkeys{Allowed: true, Keys: keys[:1]})
		h.wantText("YubiKey 5", "Security key · added 3 March · last used today at 08:12")
		h.golden("passkeys-one", wideWindow)
		p := h.keysShown(core.Passkeys{Allowed: true, Keys: keys})
		h.wantText(
			"Phone or tablet, synced · added 3 March 2025 · last used yesterday at 08:12",
			"Computer, on one device only · added today at 08:12 · not used yet",
			"May have been copied – signs in no more. Remove it", "Refused",
			"Your rules do not allow this kind: it does not sign you in", "Not allowed",
		)
		h.golden("passkeys-many", fyne.NewSize(1180, 900))
		h.picture("passkeys-many-900x600", leastWindow)
		h.inside()
		h.app.window.Resize(wideWindow)
		h.keysShown(core.Passkeys{Allowed: true, Only: true, Keys: keys[:1]})
		h.wantText("As soon as you have two, your password does not sign you in any more.")
		h.keysShown(core.Passkeys{Allowed: true, Only: true, PasswordOff: true, Keys: keys[:3]})
		h.wantText("Your password does not sign you in any more.")
		h.golden("passkeys-only", wideWindow)
		h.keysShown(core.Passkeys{Keys: keys[:1]})
		h.wantText("Your rules do not allow passkeys: it does not sign you in")
		h.enlarged(1.5)
		h.keysShown(core.Passkeys{Allowed: true, Keys: keys})
		h.picture("passkeys-many-150", wideWindow)
		row := p.keys.rows["2"]
		h.keysShown(core.Passkeys{Allowed: true, Keys: keys[1:]})
		if p.keys.rows["2"] != row || p.keys.rows["1"] != nil {
			t.Error("rows are made anew, or stay when their passkey is gone")
		}
	})
}

// The names of passkeys come from people and makers: they cannot turn the line around
// or push what stands beside them out.
func TestPasskeysHostileNames(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.passkeys()
		keys := h.someKeys()[:3]
		keys[0].Name, keys[1].Name, keys[2].Name = "a\u202egnp.exe", strings.Repeat("long ", 12), "b\u0007c"
		h.keysShown(core.Passkeys{Allowed: true, Keys: keys})
		h.picture("passkeys-hostile-900x600", leastWindow)
		h.inside()
	})
}

// Of a hundred passkeys those in view have a row; the others come with the scroller, and
// with the Tab key.
func TestPasskeysHundred(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.passkeys()
		keys := make([]core.Passkey, 100)
		for i := range keys {
			keys[i] = core.Passkey{
				ID: core.PasskeyID(fmt.Sprint(i)), Name: fmt.Sprintf("Key of box %d", i), Kind: passkey.SecurityKey, CreatedAt: h.now(), Works: true,
			}
		}
		h.app.window.Resize(wideWindow)
		p := h.keysShown(core.Passkeys{Allowed: true, Keys: keys})
		h.wantText("Key of box 0", "Key of box 9")
		h.wantNoText("Key of box 20")
		if n := len(p.keys.rows); n > 20 {
			t.Errorf("%d rows are there", n)
		}
		h.golden("passkeys-hundred", wideWindow)
		p.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -50*kit.HeightRow)})
		h.wantText("Key of box 50")
		h.wantNoText("Key of box 20", "Key of box 80")
		h.picture("passkeys-hundred-middle", fyne.Size{})
		h.app.window.Resize(fyne.NewSize(1180, 1400))
		h.settle()
		h.wantText("Key of box 66")
		h.app.window.Resize(leastWindow)
		p.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 100*kit.HeightRow)})
		c := h.app.window.Canvas()
		p.keys.rows[keys[0].ID].more.Focus(c)
		for i := 1; i < len(keys); i++ {
			c.FocusNext()
			r := p.keys.rows[keys[i].ID]
			if r == nil || c.Focused() != fyne.Focusable(r.more) {
				t.Fatalf("Tab goes to %v in place of %s, scrolled to %v", c.Focused(), keys[i].Name, p.scroll.Offset)
			}
		}
		h.picture("passkeys-hundred-end-900x600", fyne.Size{})
	})
}

// Where the rules ask for a passkey one that was copied is none; and a passkey that stands
// for the second step is named there.
func TestPasskeysAndRules(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.passkeys()
		p := h.keysShown(core.Passkeys{Allowed: true, Required: true, Keys: h.someKeys()[3:]})
		h.wantText("None of these signs you in. Your rules ask for it: set it up now, or at your next sign-in")
		p.own.TwoStep = core.TwoStep{Required: true, ByPasskey: true}
		h.keysShown(core.Passkeys{Allowed: true, Required: true, Keys: h.someKeys()[:1]})
		h.wantNoText("None of these signs you in.")
		h.wantText("Your passkey", "After the password you use your passkey, as your rules ask for")
		h.picture("passkeys-second-step", wideWindow)
		p.own.TwoStep.Apps = []core.App{{ID: "1", Name: "Work phone", CreatedAt: h.now()}}
		p.paint()
		h.tap("Remove…")
		h.wantText("A sign-in asks for your passkey in its place then, and your recovery codes end.")
	})
}

// An administrator who took passkeys away is told of, until a new one is there.
func TestPasskeysReset(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.passkeys()
		p := h.security()
		p.loaded.forget()
		p.own.Notices = append([]core.Notice{{Kind: core.NoticePasskeysReset, At: h.now()}}, p.own.Notices...)
		h.keysShown(core.Passkeys{Allowed: true})
		h.wantText("An administrator has taken passkeys away. That was on 21 November at 08:12.")
		h.picture("passkeys-reset", wideWindow)
		h.keysShown(core.Passkeys{Allowed: true, Keys: []core.Passkey{{ID: "1", Name: "New", CreatedAt: h.now().Add(time.Minute), Works: true}}})
		h.wantNoText("An administrator has taken passkeys away.")
	})
}

// Where no passkey would sign in, none can be added, and it says why.
func TestPasskeysBesideACode(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.passkeys()
		p := h.keysShown(core.Passkeys{Allowed: true, CodeAsked: true, Keys: h.someKeys()[:1]})
		h.wantText("None can be added: your rules ask for a code, so a passkey would not sign you in")
		if !p.keys.add.Disabled() {
			t.Error("one can be added")
		}
	})
}
