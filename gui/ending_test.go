package gui

import (
	"errors"
	"os"
	"syscall"
	"testing"
	"testing/synctest"

	"gatehouse/core"
)

// errNoDisplay is what opening the display says that is not there any more.
var errNoDisplay = errors.New("the display is gone")

// When the toolkit has ended by itself, the session ends all the same.
func TestEndSignsOut(t *testing.T) {
	signedIn(t, func(h *hand) {
		token := h.app.session.token
		h.app.end()
		h.elsewhere(func(site *core.Site) {
			if code := core.ErrorCode(site.Alive(h.Context(), token)); code != core.CodeSession {
				t.Errorf("the session is %q", code)
			}
		})
	})
}

// Who has only come to the new password is signed out as well.
func TestEndSignsOutOfASignInUnderWay(t *testing.T) {
	inWindow(t, func(h *hand) {
		h.signIn("ben", h.addAccount("ben", core.RoleMember))
		token := h.app.screen.(*firstPassword).flow.Token()
		h.app.end()
		h.elsewhere(func(site *core.Site) {
			if code := core.ErrorCode(site.Alive(h.Context(), token)); code != core.CodeSession {
				t.Errorf("the session is %q", code)
			}
		})
	})
}

// What is left of a secret when the toolkit has ended is taken back by opening the
// display once more, and nothing else is.
func TestTakeBack(t *testing.T) {
	for _, tt := range []struct {
		name, copied, holds string
		gone                error
		want                string
		opened              int
	}{
		{name: "ours", copied: "a secret", holds: "a secret", want: "", opened: 1},
		{name: "of somebody else", copied: "a secret", holds: "a note", want: "a note", opened: 1},
		{name: "nothing copied", holds: "a note", want: "a note"},
		{name: "no display", copied: "a secret", holds: "a secret", gone: errNoDisplay, want: "a secret", opened: 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			signedIn(t, func(h *hand) {
				shown := 0
				if tt.copied != "" {
					h.app.clip.copy(tt.copied, func(int, int) { shown++ })
				}
				h.app.fyne.Clipboard().SetContent(tt.holds)
				before := shown
				opened, shut := 0, 0
				h.app.takeBack(func() error { opened++; return tt.gone }, func() { shut++ })
				if got := h.app.fyne.Clipboard().Content(); got != tt.want {
					t.Errorf("the clipboard holds %q, want %q", got, tt.want)
				}
				if opened != tt.opened || tt.gone == nil && shut != opened || tt.gone != nil && shut != 0 || shown != before {
					t.Errorf("opened %d times, shut %d; shown %d times more", opened, shut, shown-before)
				}
			})
		})
	}
}

// A terminal that goes closes the window without a question.
func TestHangUp(t *testing.T) {
	signedIn(t, func(h *hand) {
		heard := make(chan os.Signal, 1)
		h.app.back.upon(heard, h.app.quit)
		token := h.app.session.token
		heard <- syscall.SIGHUP
		synctest.Wait()
		h.settle()
		if h.app.back.ctx.Err() == nil || core.ErrorCode(h.app.site.Alive(h.Context(), token)) != core.CodeSession {
			t.Error("the window is still open")
		}
	})
}
