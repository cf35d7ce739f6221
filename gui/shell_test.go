package gui

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// shortcut presses Ctrl (Cmd on macOS) and a key, past the toolkit: its test
// window has no keyboard shortcuts.
func (h *hand) shortcut(key fyne.KeyName) {
	if do := h.app.screen.(*shell).keys[key]; do != nil {
		do()
	}
	h.settle()
}

func TestLockAndUnlock(t *testing.T) {
	signedIn(t, func(h *hand) {
		token := h.app.session.token
		n := h.panel()
		n.fill(rootPassword, memberPassword, memberPassword)
		h.shortcut(fyne.KeyL)
		s, ok := h.app.screen.(*lockedScreen)
		if !ok {
			t.Fatalf("the screen is %T", h.app.screen)
		}
		if n.current.Text()+n.fresh.fresh.Text() != "" {
			t.Error("the form under the lock holds secrets")
		}
		if core.ErrorCode(h.app.site.Alive(h.Context(), token)) != core.CodeWindowLocked {
			t.Error("the session is not locked in the store")
		}
		h.wantText("The window is locked", "Signed in as a.okafor")
		h.golden("locked", wideWindow)
		s.password.SetText("wrong")
		h.tap("Unlock")
		if s.password.Problem() == "" || s.password.Text() != "" {
			t.Errorf("problem %q, text %q", s.password.Problem(), s.password.Text())
		}
		s.password.SetText(rootPassword)
		h.tap("Unlock")
		if _, ok := h.app.screen.(*shell); !ok {
			t.Fatalf("the screen is %T", h.app.screen)
		}
		if h.app.session.token == token {
			t.Error("the token is the old one")
		}
	})
}

// Five wrong passwords at the lock pause it, and sign-out is still there.
func TestLockedPause(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.shortcut(fyne.KeyL)
		s := h.app.screen.(*lockedScreen)
		for i := range 5 {
			s.password.SetText(fmt.Sprint("wrong ", i))
			h.tap("Unlock")
		}
		h.wantText("This account is locked for now")
		h.golden("locked-pause", wideWindow)
		h.pass(15 * time.Minute)
		s.password.SetText(rootPassword)
		h.tap("Unlock")
		if _, ok := h.app.screen.(*shell); !ok {
			t.Fatalf("the screen is %T", h.app.screen)
		}
		h.shortcut(fyne.KeyL)
		h.tap("Sign out")
		if _, ok := h.app.screen.(*signInScreen); !ok {
			t.Errorf("the screen is %T", h.app.screen)
		}
	})
}

// F6 goes from region to region and comes round.
func TestRegions(t *testing.T) {
	signedIn(t, func(h *hand) {
		s := h.app.screen.(*shell)
		canvas := h.app.window.Canvas()
		for round := range 2 {
			h.key(fyne.KeyF6)
			if !s.top.search.Focused() {
				t.Fatalf("round %d: the search has no focus but %T", round, canvas.Focused())
			}
			h.key(fyne.KeyF6)
			if item, ok := canvas.Focused().(*kit.RailItem); !ok || item.ID() != "security" {
				t.Fatalf("round %d: the rail has no focus but %T", round, canvas.Focused())
			}
			h.key(fyne.KeyF6)
			if s.regionNow() != regionPage || canvas.Focused() != fyne.Focusable(h.security().change) {
				t.Fatalf("round %d: the page has no focus but %T", round, canvas.Focused())
			}
		}
	})
}

// What is typed into the search above arrives on the Accounts page, and the
// keyboard stays in the search.
func TestSearchFromAnyPage(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.addAccount("lena", core.RoleMember)
		s := h.app.screen.(*shell)
		s.top.focusSearch()
		for _, r := range "lena" {
			h.app.window.Canvas().Focused().TypedRune(r)
			h.settle()
		}
		if got := s.top.search.Text(); got != "lena" || s.current != "accounts" || !s.top.search.Focused() {
			t.Errorf("search holds %q on %s, focus %v", got, s.current, s.top.search.Focused())
		}
		if got := s.pages["accounts"].(*accountsPage).want.search; got != "lena" {
			t.Errorf("the list was asked for %q", got)
		}
		h.wantText("Row 1 of 1")
	})
}

// A session that was ended elsewhere is gone from the screen within two
// seconds.
func TestEndedElsewhere(t *testing.T) {
	signedIn(t, func(h *hand) {
		token := h.app.session.token
		h.must(h.app.site.SignOut(h.Context(), token))
		h.pass(2 * time.Second)
		if _, ok := h.app.screen.(*signInScreen); !ok {
			t.Fatalf("the screen is %T", h.app.screen)
		}
		h.wantText("You are signed out. Sign in again to go on.")
	})
}

// A panic in a callback is logged, and the window locks.
func TestPanicLocks(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.app.back.post(func() { panic("a fault of the test") })
		h.settle()
		if _, ok := h.app.screen.(*lockedScreen); !ok {
			t.Errorf("the screen is %T", h.app.screen)
		}
	})
}

// A member sees the own page only.
func TestMemberSeesOwnPage(t *testing.T) {
	inWindow(t, func(h *hand) {
		first := h.addAccount("ben", core.RoleMember)
		h.signIn("ben", first)
		s := h.app.screen.(*firstPassword)
		s.fresh.fresh.SetText(memberPassword)
		s.fresh.confirm.SetText(memberPassword)
		h.tap("Save and go on")
		h.wantText("Security")
		h.wantNoText("Accounts", "Search")
		h.shortcut(fyne.KeyK)
		h.shortcut(fyne.Key2)
		if got := h.app.screen.(*shell).current; got != "security" {
			t.Errorf("the page is %q", got)
		}
	})
}

// Size and theme act at once and are kept.
func TestLooks(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.app.showAppearance()
		h.settle()
		h.golden("appearance", wideWindow)
		h.tap("Close")
		h.app.setLooks(looks{theme: "dark", scale: 150})
		if got := looksOf(h.app.fyne.Preferences()); got != (looks{theme: "dark", scale: 150}) {
			t.Errorf("kept %+v", got)
		}
		h.app.setLooks(looks{theme: "light", scale: 100})
		h.app.showAbout()
		h.settle()
		h.wantText("Northfield Depot", "Version 0.1.0")
		h.tap("Close")
	})
}

func TestInitials(t *testing.T) {
	for _, tt := range []struct{ full, name, want string }{
		{"Ada Okafor", "a.okafor", "AO"},
		{"Pia van der Berg", "pia", "PB"},
		{"", "a.okafor", "AO"},
		{"Ada", "x", "A"},
		{"", "", "?"},
		{"", "...", "?"},
		{"élan", "x", "É"},
	} {
		if got := initials(tt.full, tt.name); got != tt.want {
			t.Errorf("initials of %q, %q are %q, want %q", tt.full, tt.name, got, tt.want)
		}
	}
}

// A page that is out of sight follows a change of the theme: the toolkit repaints
// what is in the window only.
func TestPageOutOfSightFollowsTheTheme(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.shortcut(fyne.Key2)
		h.shortcut(fyne.Key1)
		s := h.app.screen.(*shell)
		hidden := s.pages["accounts"].object()
		if hidden.Visible() || !s.pages["security"].object().Visible() {
			t.Error("the wrong page is shown")
		}
		if !slices.Contains(s.middle.Objects, hidden) {
			t.Error("the Accounts page is not in the window")
		}
	})
}
