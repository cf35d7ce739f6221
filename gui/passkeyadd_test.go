package gui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/core/passkey/software"
	"gatehouse/gui/kit"
)

// toChooser goes as far as the chooser, by keyboard.
func (h *hand) toChooser() {
	h.Helper()
	h.tap("+ Add a passkey")
	h.type1(rootPassword)
	h.key(fyne.KeyReturn)
	h.wantText("Choose where to save this passkey")
}

// The whole way by keyboard, and what each step shows.
func TestPasskeyAdded(t *testing.T) {
	signedIn(t, func(h *hand) {
		k := h.passkeys()
		k.held, k.link = true, "http://localhost:49152/go/secret"
		h.security().load()
		h.settle()
		h.tap("+ Add a passkey")
		h.golden("passkey-password", wideWindow)
		h.key(fyne.KeyReturn)
		h.wantText("Type a password.")
		h.type1("wrong")
		h.key(fyne.KeyReturn)
		h.wantText("This is not your password.")
		h.key(fyne.KeyEscape)
		h.toChooser()
		h.wantText(
			"For a.okafor at Northfield Depot", "Security key", "A key you plug in or tap, for example a YubiKey", "This device", "DEPOT-PC-14",
			"iPhone, iPad, or Android device", "You scan a code with its camera", "Needs Bluetooth and internet",
			"Your browser takes over for a moment and asks for the key and its PIN.",
		)
		h.golden("passkey-chooser", wideWindow)
		h.picture("passkey-chooser-900x600", leastWindow)
		h.app.window.Resize(wideWindow)
		h.key(fyne.KeyUp)
		h.wantText("shows the code to scan")
		h.key(fyne.KeyDown)
		before := h.app.session.token
		h.key(fyne.KeyReturn)
		h.wantText("Go on in your browser", "Copy link")
		h.pass(2 * time.Second)
		if h.app.session.token != before || h.app.stopWatch == nil || len(h.ownKeys()) != 0 {
			t.Error("the session is not watched while the browser asks, or something is stored")
		}
		h.goOn(k)
		h.wantText("Passkey saved", "Security key", "Discard it if you did not make it yourself just now, or if the page said")
		h.golden("passkey-made", wideWindow)
		h.picture("passkey-made-900x600", leastWindow)
		h.app.window.Resize(wideWindow)
		if h.app.session.token != before || len(h.ownKeys()) != 1 {
			t.Error("the passkey is not stored, or the session has another token")
		}
		h.key(fyne.KeyEscape)
		h.wantText("Passkey saved")
		h.type1("Key on my key ring")
		h.key(fyne.KeyReturn)
		h.noDialog()
		h.wantText("The passkey is saved. “Key on my key ring” signs you in from now on.", "Security key · added today at 08:12 · not used yet")
		h.focusedOn("the button", h.security().keys.add)
		h.golden("passkey-added", wideWindow)
		if keys := h.ownKeys(); len(keys) != 1 || keys[0].Name != "Key on my key ring" || keys[0].Kind != passkey.SecurityKey {
			t.Errorf("there is %+v", keys)
		}
		h.must(h.app.site.Alive(h.Context(), h.app.session.token))
	})
}

// A key that tells its model is called by it.
func TestPasskeyModel(t *testing.T) {
	signedIn(t, func(h *hand) {
		k := h.passkeys()
		k.name = "windows"
		k.Change(func(s *software.Settings) {
			s.AAGUID = passkey.AAGUID{0xcb, 0x69, 0x48, 0x1e, 0x8f, 0xf7, 0x40, 0x39, 0x93, 0xec, 0x0a, 0x27, 0x29, 0xa1, 0x54, 0xa8}
		})
		h.keysShown(h.ownNow().Passkeys)
		h.toChooser()
		h.wantText("Windows takes over for a moment and asks for the key and its PIN.")
		h.picture("passkey-chooser-windows", wideWindow)
		h.key(fyne.KeyReturn)
		h.wantText("Passkey saved", "YubiKey 5", "Security key")
		h.wantNoText("or if the page said")
		h.picture("passkey-made-model", wideWindow)
		h.key(fyne.KeyReturn)
		h.wantText("“YubiKey 5” signs you in from now on.")
	})
}

// Nothing is left of a passkey that was given up at whatever step.
func TestPasskeyLeft(t *testing.T) {
	signedIn(t, func(h *hand) {
		k := h.passkeys()
		k.held = true
		h.keysShown(h.ownNow().Passkeys)
		token := h.app.session.token
		for name, leave := range map[string]func(){
			"password": func() {
				h.tap("+ Add a passkey")
				h.key(fyne.KeyEscape)
			},
			"chooser, escape": func() {
				h.toChooser()
				h.key(fyne.KeyEscape)
			},
			"chooser, cancel": func() {
				h.toChooser()
				h.tap("Cancel")
			},
			"chooser, cross": func() {
				h.toChooser()
				h.tap("Close")
			},
			"wait, then chooser": func() {
				h.toChooser()
				h.key(fyne.KeyReturn)
				h.wantText("Go on in your browser")
				h.key(fyne.KeyEscape)
				h.wantText("Choose where to save this passkey")
				h.wantNoText("No passkey was saved")
				h.key(fyne.KeyEscape)
			},
		} {
			leave()
			h.noDialog()
			h.focusedOn(name, h.security().keys.add)
			if len(h.ownKeys()) != 0 || len(k.Passkeys()) != 0 || k.alive.Load() != 0 || h.app.session.token != token {
				t.Errorf("%s: something is left", name)
			}
		}
	})
}

// What went wrong is said in the chooser, and another place may be chosen at once.
func TestPasskeyProblems(t *testing.T) {
	signedIn(t, func(h *hand) {
		k := h.passkeys()
		h.keysShown(h.ownNow().Passkeys)
		k.Change(func(s *software.Settings) { s.Cancel = true })
		h.toChooser()
		h.key(fyne.KeyReturn)
		h.wantText("No passkey was saved: it was cancelled, or no answer came. Try again, or choose another place. Did the page say that its link was used already?")
		h.golden("passkey-chooser-cancelled", wideWindow)
		h.picture("passkey-chooser-cancelled-900x600", leastWindow)
		h.app.window.Resize(wideWindow)
		h.key(fyne.KeyDown)
		h.wantNoText("No passkey was saved")
		k.Change(func(s *software.Settings) { s.Cancel, s.Unverified = false, true })
		h.key(fyne.KeyReturn)
		h.wantText("The answer was not the one that was asked for, so it was not taken.")
		k.Change(func(s *software.Settings) { s.Unverified = false })
		k.held = true
		h.key(fyne.KeyReturn)
		h.ahead += passkey.Lifetime
		h.goOn(k)
		h.wantText("No passkey was saved: the time is up. Try again.")
		k.held = false
		h.key(fyne.KeyReturn)
		h.key(fyne.KeyReturn)
		h.wantText("The passkey is saved.")
		h.toChooser()
		h.key(fyne.KeyReturn)
		h.wantText("There is a passkey of this account on it already. Choose another place for the new one.")
		if len(h.ownKeys()) != 1 {
			t.Error("there is a second one")
		}
		h.picture("passkey-chooser-registered", wideWindow)
		h.ahead += core.EnrolWithin
		h.app.touched()
		h.key(fyne.KeyReturn)
		h.wantText("No passkey was saved")
		h.tap("Close")
		h.noDialog()
	})
}

// A passkey that its owner did not make is gone again, without another password.
func TestPasskeyDiscarded(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.passkeys()
		h.keysShown(h.ownNow().Passkeys)
		h.toChooser()
		h.key(fyne.KeyReturn)
		h.wantText("Passkey saved")
		h.tap("Discard it")
		h.noDialog()
		h.wantText("The passkey is discarded.", "No passkey yet")
		if len(h.ownKeys()) != 0 {
			t.Error("it is still there")
		}
		h.must(h.app.site.Alive(h.Context(), h.app.session.token))
	})
}

// What this device is called by follows its system.
func TestThisDeviceWords(t *testing.T) {
	for system, want := range map[string]string{
		"windows": "Windows Hello on DEPOT-PC-14: your face, finger or PIN",
		"darwin":  "Touch ID on DEPOT-PC-14: your finger or the password of this Mac",
		"linux":   "DEPOT-PC-14: what you unlock it with",
	} {
		if got := thisDeviceWords(system, "DEPOT-PC-14"); got != want {
			t.Errorf("%s: %q", system, got)
		}
	}
}

// Tab reaches everything in the chooser and in the result, and stays inside.
func TestPasskeyByTab(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.passkeys()
		h.keysShown(h.ownNow().Passkeys)
		reached := func() string {
			c := h.app.window.Canvas()
			var names []string
			first := c.Focused()
			for c.FocusNext(); c.Focused() != first && len(names) < 20; c.FocusNext() {
				if _, group := c.Focused().(*kit.OptionGroup); group {
					names = append(names, "places")
				} else if named, ok := c.Focused().(interface{ AccessibilityLabel() string }); ok {
					names = append(names, named.AccessibilityLabel())
				}
			}
			return strings.Join(names, ", ")
		}
		h.toChooser()
		if got := reached(); got != "Close, Cancel, Next" {
			t.Errorf("beside the places Tab reaches %s", got)
		}
		h.key(fyne.KeyReturn)
		if got := reached(); got != "Discard it, Save" {
			t.Errorf("beside the name Tab reaches %s", got)
		}
	})
}
