package gui

import (
	"testing"

	"fyne.io/fyne/v2/test"
)

// TestTheToolkitLeavesItsLastWorkToUs: what it would do at its end is done by
// us, once, and a program without such work has none.
func TestTheToolkitLeavesItsLastWorkToUs(t *testing.T) {
	a := test.NewTempApp(t)
	lifecycle, ok := a.Lifecycle().(interface {
		OnStopped() func()
		SetOnStoppedHookExecuted(func())
	})
	if !ok {
		t.Fatal("the toolkit's lifecycle is another now: look whether Run still ends cleanly")
	}
	saved := 0
	lifecycle.SetOnStoppedHookExecuted(func() { saved++ })
	finish := takeFinish(a)
	if lifecycle.OnStopped() != nil || saved != 0 {
		t.Error("the toolkit still does it")
	}
	finish()
	if saved != 1 {
		t.Errorf("done %d times", saved)
	}
	takeFinish(a)()
}

// TestASecretLeavesTheClipboardBeforeTheWindowDoes: afterwards there is no
// clipboard any more.
func TestASecretLeavesTheClipboardBeforeTheWindowDoes(t *testing.T) {
	inWindow(t, func(h *hand) {
		closed := false
		h.app.clip.copy("a secret", func(int, int) {})
		h.app.window.SetOnClosed(func() {
			closed = true
			if left := h.app.fyne.Clipboard().Content(); left != "" {
				h.Errorf("the clipboard has %q when the window closes", left)
			}
		})
		h.app.close()
		if !closed {
			h.Error("the window stays")
		}
	})
}

// TestRestComesOnceAfterTheOpening is about what gives memory back.
func TestRestComesOnceAfterTheOpening(t *testing.T) {
	withoutSite(t, func(h *hand) {
		h.makeSite()
		times := 0
		h.app.rested = func() { times++ }
		h.app.start()
		h.settle()
		if times != 0 {
			t.Error("at once, while the first frames are painted")
		}
		for range 3 {
			h.pass(restAfter)
		}
		h.app.retryOpen()
		h.settle()
		h.pass(2 * restAfter)
		if times != 1 {
			t.Errorf("%d times", times)
		}
	})
}
