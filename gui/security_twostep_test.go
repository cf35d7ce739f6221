package gui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/twostep"
	"gatehouse/gui/kit"
)

// While it is off the section says so, until when it is asked for where it is, and has
// the way to it.
func TestSecurityTwoStepOff(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.wantText("Two-step verification", "+ two-step verification", "After the password you type a 6-digit code from your phone", "Off")
		h.requires(14)
		h.app.signOut()
		h.settle()
		h.signIn("a.okafor", rootPassword)
		h.wantText("Your rules ask for it: set it up before 5 December")
		h.golden("twostep-required", wideWindow)
		p := h.security()
		p.own.TwoStep.Until = h.now().Add(2 * time.Hour)
		p.paint()
		h.wantText("set it up today, before 10:12")
		p.own.TwoStep.Until = h.now().Add(24 * time.Hour)
		p.paint()
		h.wantText("before tomorrow at 08:12")
		p.own.TwoStep.Until = time.Time{}
		p.paint()
		h.wantText("set it up now, or at your next sign-in")
		h.picture("twostep-required-900x600", leastWindow)
	})
}

// The whole set-up by keyboard, with a phone that sees nothing but the window.
func TestTwoStepSetUp(t *testing.T) {
	steady(t, func(h *hand) {
		h.tap("+ two-step verification")
		h.wantText("Current password", "Options", "SHA-1, 6 digits")
		h.golden("twostep-password", wideWindow)
		h.key(fyne.KeyReturn)
		h.wantText("Type a password.")
		h.type1("wrong")
		h.key(fyne.KeyReturn)
		h.wantText("This is not your password.")
		h.picture("twostep-password-wrong", wideWindow)
		h.key(fyne.KeyEscape)
		p := h.toPicture()
		h.focusedOn("the code", h.codeField().Input())
		h.wantText(
			"Open an authenticator app on your phone", "The app then shows “Northfield Depot: a.okafor”", "Type the 6-digit code it shows",
			"30 seconds until the next code", "This computer says 08:12:00, Saturday 21 November.", "Nothing changes until you choose Continue",
		)
		h.wantNoText("Sign out of all other devices")
		h.golden("twostep-setup", wideWindow)
		h.golden("twostep-setup-900x600", leastWindow)
		h.app.window.Resize(wideWindow)
		h.pass(12 * time.Second)
		h.wantText("18 seconds until the next code", "This computer says 08:12:12")
		if len(h.ownNow().TwoStep.Apps) != 0 {
			t.Error("something is stored before Continue")
		}
		h.type1(p.code(0))
		h.golden("twostep-setup-typed", wideWindow)
		h.key(fyne.KeyReturn)
		h.wantText("Save your recovery codes", "Two-step verification is on. Your next sign-in asks for a code.")
		own := h.ownNow().TwoStep
		if len(own.Apps) != 1 || own.Codes.Left != 10 {
			t.Errorf("there are %d apps and %d codes", len(own.Apps), own.Codes.Left)
		}
		h.tap("I have saved these codes")
		h.tap("Done")
		h.noDialog()
		h.wantText("Authenticator app", "Added today at 08:12 · not used yet", "Remove…", "Recovery codes", "10 of 10 left · made today at 08:12", "New codes…")
		h.golden("twostep-on", wideWindow)
		h.golden("twostep-on-900x600", leastWindow)
	})
}

// A code that is wrong is said beside its field and may be replaced at once; a phone
// whose clock is wrong is told apart from it.
func TestTwoStepWrongCode(t *testing.T) {
	steady(t, func(h *hand) {
		p := h.toPicture()
		h.key(fyne.KeyReturn)
		h.wantText("Type the 6 digits that the app shows.")
		wrong := p.wrong()
		h.type1(wrong)
		h.wantNoText("Type the 6 digits that the app shows.")
		h.key(fyne.KeyReturn)
		h.wantText("This is not the code of this app.")
		field := h.codeField()
		h.focusedOn("the code", field.Input())
		if field.Text() != wrong {
			t.Errorf("the field holds %q", field.Text())
		}
		h.golden("twostep-setup-wrong", wideWindow)
		h.picture("twostep-setup-wrong-900x600", leastWindow)
		h.type1(p.code(4 * time.Minute)) // over the wrong one, which is selected
		h.key(fyne.KeyReturn)
		h.wantText("The clock of the phone is about 4 minutes ahead of this computer.")
		h.picture("twostep-setup-drift", wideWindow)
		h.type1(p.code(-30 * time.Second)) // a moment too late is right
		h.key(fyne.KeyReturn)
		h.wantText("Two-step verification is on.")
	})
}

// The key takes the place of the picture for an app that cannot scan, and is copied as
// a secret.
func TestTwoStepKey(t *testing.T) {
	steady(t, func(h *hand) {
		p := h.toPicture()
		h.tap("Can't scan QR code?")
		h.wantText("Type the key into it", "Northfield Depot", "a.okafor", "SHA-1", "every 30 seconds", "Time-based", "Show the QR code")
		h.wantNoText("Scan the QR code with it")
		clip := h.app.fyne.Clipboard()
		h.tap("Copy the key")
		if got := clip.Content(); got != p.key.Base32() {
			t.Error("the key is not in the clipboard")
		}
		h.wantText(p.key.Groups(), "Copied. Leaves the clipboard in 20 s")
		h.golden("twostep-key", wideWindow)
		h.picture("twostep-key-900x600", leastWindow)
		h.tap("Clear now")
		if clip.Content() != "" {
			t.Error("the key stays in the clipboard")
		}
		h.tap("Show the QR code")
		h.wantText("Can't scan QR code?", "Scan the QR code with it")
		if again := h.scan(); again.key.Base32() != p.key.Base32() {
			t.Error("it is another key")
		}
	})
}

// Options give the app a name, another algorithm and more digits.
func TestTwoStepOptions(t *testing.T) {
	steady(t, func(h *hand) {
		h.tap("+ two-step verification")
		h.type1(rootPassword)
		h.tap("Options")
		h.fill(h.inForm("Name of the app"), "Work phone")
		for _, object := range h.visible() {
			if choice, ok := object.(*kit.Select); ok {
				choice.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
			}
		}
		h.settle()
		h.golden("twostep-options", wideWindow)
		h.picture("twostep-options-900x600", leastWindow)
		h.app.window.Resize(wideWindow)
		h.key(fyne.KeyReturn)
		h.wantText("Type the 8-digit code it shows")
		p := h.scan()
		if p.key.Params.Algorithm != twostep.SHA512 || p.key.Params.Digits != 8 {
			t.Errorf("the phone sees %+v", p.key.Params)
		}
		h.golden("twostep-setup-large", wideWindow)
		h.picture("twostep-setup-large-900x600", leastWindow)
		h.app.window.Resize(wideWindow)
		h.tap("Can't scan QR code?")
		h.picture("twostep-key-large", leastWindow)
		h.app.window.Resize(wideWindow)
		h.codeField().Focus(h.app.window.Canvas())
		h.type1(p.code(0))
		h.key(fyne.KeyReturn)
		h.tap("I have saved these codes")
		h.key(fyne.KeyReturn)
		h.wantText("Work phone")
		h.tap("+ two-step verification")
		h.type1(rootPassword)
		h.tap("Options")
		h.fill(h.inForm("Name of the app"), "work PHONE")
		h.key(fyne.KeyReturn)
		h.wantText("You have an app of this name. Choose another name.")
		h.focusedOn("the name", h.inForm("Name of the app").Input())
		h.picture("twostep-options-taken", wideWindow)
	})
}

// Whatever way the set-up is left, nothing of it is left: no app, no secret, and the
// time stands still.
func TestTwoStepLeft(t *testing.T) {
	steady(t, func(h *hand) {
		for name, leave := range map[string]func(){
			"cancel": func() { h.tap("Cancel") }, "escape": func() { h.key(fyne.KeyEscape) }, "cross": func() { h.tap("Close") },
			"lock": func() {
				h.app.lock()
				h.settle()
				h.wantNoText("QR code")
				h.unlock()
			},
		} {
			p := h.toPicture()
			field := h.codeField()
			h.type1("12")
			leave()
			h.noDialog()
			if field.Text() != "" || h.ownNow().TwoStep.On() {
				t.Errorf("%s: something is left", name)
			}
			p.pass(2 * time.Second)
			h.wantNoText("until the next code")
		}
		h.tap("+ two-step verification")
		h.type1(rootPassword)
		h.key(fyne.KeyEscape)
		h.noDialog()
		h.focusedOn("the button", h.security().steps.add)
	})
}

// Whatever a site and an account may be called, the phone reads it from the window, and
// shows it as it is; names beyond what a code takes have the key at once.
func TestTwoStepNames(t *testing.T) {
	for _, name := range [][2]string{
		{"診療所 北", "田中.太郎"},
		{"A:B 50 % & more?#/+", "a.okafor"},
		{"Größe Ärzte-Haus Øst", "jörg.ßauer"},
		{"Northfield Community Health and Rehabilitation Centre", "bartholomew.vanderberghollingsworth"},
	} {
		t.Run(name[1], func(t *testing.T) {
			withoutSite(t, func(h *hand) {
				h.makeSiteOf(name[0], name[1])
				h.app.start()
				h.settle()
				h.signIn(name[1], rootPassword)
				p := h.toPicture()
				if want := "/" + name[0] + ":" + name[1]; p.uri.Path != want || p.uri.Query().Get("issuer") != name[0] {
					t.Errorf("the phone shows %q of %q", p.uri.Path, p.uri.Query().Get("issuer"))
				}
				h.wantText("The app then shows “" + name[0] + ": " + name[1] + "”")
				h.type1(p.code(0))
				h.key(fyne.KeyReturn)
				h.wantText("Save your recovery codes")
				if !h.ownNow().TwoStep.On() {
					t.Error("it is off")
				}
			})
		})
	}
	withoutSite(t, func(h *hand) {
		h.drawsSteadily()
		h.makeSiteOf(strings.Repeat("診療所", 20), strings.Repeat("田", 60))
		h.app.start()
		h.settle()
		h.signIn(strings.Repeat("田", 60), rootPassword)
		h.tap("+ two-step verification")
		h.type1(rootPassword)
		h.tap("Options")
		for _, object := range h.visible() {
			if choice, ok := object.(*kit.Select); ok {
				choice.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
			}
		}
		h.tap("Continue")
		h.wantText("The names are too long for a QR code. Type the key into the app.", "Type the key into it", "Copy the key")
		h.wantNoText("Can't scan QR code?", "Show the QR code")
		h.focusedOn("the code", h.codeField().Input())
		h.golden("twostep-long-names", wideWindow)
		h.picture("twostep-long-names-900x600", leastWindow)
		h.inside()
	})
}

// Tab reaches everything in the dialog, and stays inside.
func TestTwoStepByKeyboard(t *testing.T) {
	steady(t, func(h *hand) {
		h.in(h.app.site, "a.okafor", rootPassword)
		h.security().load()
		h.settle()
		h.toPicture()
		h.tap("Can't scan QR code?")
		c := h.app.window.Canvas()
		h.codeField().Focus(c)
		reached := map[string]bool{}
		for range 12 {
			c.FocusNext()
			if named, ok := c.Focused().(interface{ AccessibilityLabel() string }); ok {
				reached[named.AccessibilityLabel()] = true
			}
		}
		for _, name := range []string{"Copy the key", "Show the QR code", "Sign out of all other devices", "Close", "Cancel", "Continue"} {
			if !reached[name] {
				t.Errorf("Tab does not reach %q", name)
			}
		}
		if len(reached) != 6 {
			t.Errorf("Tab reaches %v", reached)
		}
	})
}

// A set-up that Confirm still uses is wiped after that.
func TestTwoStepWipedAfterUse(t *testing.T) {
	signedIn(t, func(h *hand) {
		set, err := h.app.site.Enrol(h.Context(), h.app.session.token, core.NewApp{Current: rootPassword})
		h.must(err)
		secret := set.Secret()
		held := &enrolling{set: set, busy: true}
		held.discard()
		if set.Secret() != secret {
			t.Error("it is wiped while it is used")
		}
		held.idle()
		if set.Secret() == secret {
			t.Error("it is not wiped")
		}
	})
}
