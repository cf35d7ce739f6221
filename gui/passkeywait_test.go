package gui

import (
	"context"
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/core/passkey/browser"
)

// told is what a wait has told of its end.
type told struct {
	ended, late []error
	wait        *passkeyWait
}

// waits shows the wait for a sign-in with a passkey.
func (h *hand) waits(k *keyring) *told {
	h.Helper()
	got := &told{}
	site, device := h.app.site, h.app.program.Device
	got.wait = h.app.waitForPasskey(passkeyAsk{
		by: k,
		run: func(ctx context.Context, opened core.Opened) error {
			_, err := site.StartSignIn(device).Passkey(ctx, k, opened)
			return err
		},
		ended: func(err error) { got.ended = append(got.ended, err) },
		late:  func(err error) { got.late = append(got.late, err) },
	})
	h.settle()
	return got
}

// The wait says what to do by the way that passkeys are reached, and counts down. The
// link of a page is offered, and copied as a secret.
func TestPasskeyWait(t *testing.T) {
	signedIn(t, func(h *hand) {
		k := h.passkeys()
		k.held, k.link = true, "http://localhost:49152/go/secret"
		got := h.waits(k)
		h.wantText("Go on in your browser", "Your browser shows a page of Gatehouse.", "3 min 0 s left to answer", "The page did not open?", "Copy link")
		h.golden("passkey-wait", wideWindow)
		h.pass(12 * time.Second)
		h.wantText("2 min 48 s left to answer", "168")
		clip := h.app.fyne.Clipboard()
		h.tap("Copy link")
		h.wantText("Copied. Leaves the clipboard in 20 s")
		if clip.Content() != k.link {
			t.Errorf("the clipboard has %q", clip.Content())
		}
		h.picture("passkey-wait-copied-900x600", leastWindow)
		h.pass(21 * time.Second)
		if clip.Content() != "" {
			t.Error("the link stays in the clipboard")
		}
		h.key(fyne.KeyEscape)
		h.noDialog()
		if len(got.ended) != 1 || !errors.Is(got.ended[0], passkey.ErrCancelled) || len(got.late) != 0 {
			t.Errorf("told %v, late %v", got.ended, got.late)
		}
		if k.alive.Load() != 0 {
			t.Error("the ceremony goes on")
		}
	})
}

// Windows asks in a window of its own, and there is no link; another way has its own words.
func TestPasskeyWaitWords(t *testing.T) {
	signedIn(t, func(h *hand) {
		k := h.passkeys()
		k.held, k.name = true, "windows"
		h.waits(k)
		h.wantText("Windows asks you", "Windows asks in a window of its own.")
		h.wantNoText("The page did not open?", "Copy link", "browser")
		h.golden("passkey-wait-windows", wideWindow)
		h.tap("Cancel")
		h.noDialog()
		k.name = "something else"
		h.waits(k)
		h.wantText("Your passkey is asked for")
		h.tap("Cancel")
		if h.app.passkeyWay().window.Load() != 0 {
			t.Error("the test's window has a handle")
		}
	})
}

// Where no browser was started the link is the way on, and has the keyboard.
func TestPasskeyWaitWithoutBrowser(t *testing.T) {
	signedIn(t, func(h *hand) {
		k := h.passkeys()
		k.held, k.link, k.failed = true, "http://localhost:49152/go/secret", browser.ErrNoBrowser
		got := h.waits(k)
		h.wantText("No browser could be started.", "Copy the link and open it in a browser on this computer.")
		h.wantNoText("The page did not open?")
		h.focusedOn("the link", got.wait.copyLoud)
		h.golden("passkey-wait-nobrowser", wideWindow)
		h.key(fyne.KeyReturn)
		h.wantText("Copied.")
		h.picture("passkey-wait-nobrowser-900x600", leastWindow)
		h.inside()
		h.tap("Cancel")
		h.noDialog()
	})
}

// Whatever takes the dialog away ends the ceremony, and nobody is told but late.
func TestPasskeyWaitGone(t *testing.T) {
	for name, leave := range map[string]func(h *hand){
		"lock":     func(h *hand) { h.app.lock() },
		"sign out": func(h *hand) { h.app.signOut() },
		"ended":    func(h *hand) { h.app.sessionEnded(&core.Error{Code: core.CodeSession}) },
	} {
		t.Run(name, func(t *testing.T) {
			signedIn(t, func(h *hand) {
				k := h.passkeys()
				k.held, k.link = true, "http://localhost:49152/go/secret"
				got := h.waits(k)
				h.tap("Copy link")
				leave(h)
				h.settle()
				h.noDialog()
				if len(got.ended) != 0 || len(got.late) != 1 || k.alive.Load() != 0 {
					t.Errorf("told %v, late %v, %d alive", got.ended, got.late, k.alive.Load())
				}
				shown := got.wait.left.Text()
				h.pass(3 * time.Second)
				if got.wait.left.Text() != shown {
					t.Error("the time goes on")
				}
				if clip := h.app.fyne.Clipboard(); clip.Content() != "" {
					t.Error("the link stays in the clipboard")
				}
			})
		})
	}
}

// The end of the window ends the ceremony, and waits for it.
func TestPasskeyWaitClosing(t *testing.T) {
	signedIn(t, func(h *hand) {
		k := h.passkeys()
		k.held = true
		got := h.waits(k)
		h.app.quit()
		h.app.end()
		if k.alive.Load() != 0 {
			t.Error("the ceremony outlives the window")
		}
		if len(got.ended)+len(got.late) != 0 {
			t.Error("somebody was told in a window that is gone")
		}
	})
}

// The page in the browser has all its words.
func TestPasskeyPageWords(t *testing.T) {
	signedIn(t, func(h *hand) {
		k := h.passkeys()
		if _, err := h.app.passkeyProvider(); err != nil {
			t.Fatal(err)
		}
		if k.words != browser.English() {
			t.Errorf("the page says %+v", k.words)
		}
		h.app.program.PasskeyProvider, h.app.passkeys = "elsewhere", nil
		if _, err := h.app.passkeyProvider(); !errors.Is(err, passkey.ErrNoProvider) {
			t.Errorf("a provider that is not there: %v", err)
		}
	})
}
