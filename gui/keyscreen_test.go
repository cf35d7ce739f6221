package gui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/seal"
)

// lockedSite is a site whose key is kept in some way, before the window starts.
type lockedSite struct {
	keyring  *memoryKeyring
	recovery string
	keyFile  string
}

// overSite runs a test in a window over a site with a key of a kind. prepare,
// which may be nil, is called between making the site and opening the window.
func overSite(t *testing.T, kind seal.Kind, prepare func(h *hand, s *lockedSite), do func(h *hand, s *lockedSite)) {
	t.Helper()
	t.Setenv("HOME", "/home/ada")
	s := &lockedSite{keyring: newMemoryKeyring(), keyFile: filepath.Join(t.TempDir(), "depot.key")}
	withoutSite(t, func(h *hand) {
		p := &h.app.program
		p.KeyFile, p.Keyring = "", func() seal.Keyring { return s.keyring }
		key, err := seal.NewRecoveryKey(p.random())
		h.must(err)
		s.recovery = key.Reveal()
		made, err := p.makeSite(h.Context(), core.NewSite{
			Name: "Northfield Depot", TimeZone: "Europe/London",
			Root: core.NewRoot{Name: "root", Password: setUpPassword, Confirm: setUpPassword},
			Key: core.KeyChoice{
				Kind: kind, KeyFile: s.keyFile, Keyring: s.keyring, Passphrase: sitePhrase, PassphraseRepeat: sitePhrase,
			},
			RecoveryKey: key,
		})
		h.must(err)
		h.must(made.site.Close())
		if prepare != nil {
			prepare(h, s)
		}
		h.app.start()
		h.settle()
		do(h, s)
	})
}

// keyScreen is the key screen, which must be shown.
func (h *hand) keyScreen() *keyScreen {
	h.Helper()
	s, ok := h.app.screen.(*keyScreen)
	if !ok {
		h.Fatalf("the screen is %T, not that of the key; it says:\n%s", h.app.screen, h.says())
	}
	return s
}

// wantOpen fails unless the site is open and lets root in.
func (h *hand) wantOpen() {
	h.Helper()
	h.wantText("Sign in to Gatehouse", "Northfield Depot · Europe/London")
	h.signIn("root", setUpPassword)
	if _, ok := h.app.screen.(*shell); !ok {
		h.Fatalf("the screen is %T, not the shell", h.app.screen)
	}
}

func TestKeyPassphrase(t *testing.T) {
	overSite(t, seal.KindPassphrase, nil, func(h *hand, _ *lockedSite) {
		s := h.keyScreen()
		h.wantText("Type the site’s passphrase", "Northfield Depot · Europe/London")
		h.wantFocus(s.phrase.Input(), "the passphrase")
		h.golden("key-passphrase", smallWindow)
		h.tap("Open the site")
		if s.phrase.Problem() == "" {
			t.Error("no passphrase opens the site")
		}
		h.write(s.phrase, "not this one at all")
		if s.phrase.Problem() != "" {
			t.Error("the problem stays while it is mended")
		}
		h.key(fyne.KeyReturn)
		if !strings.Contains(s.phrase.Problem(), "not the passphrase") || s.phrase.Text() != "" || !s.phrase.Focused() {
			t.Errorf("problem %q, the field holds %q", s.phrase.Problem(), s.phrase.Text())
		}
		h.golden("key-passphrase-wrong", smallWindow)
		h.write(s.phrase, sitePhrase)
		h.key(fyne.KeyReturn)
		if s.phrase.Text() != "" {
			t.Error("the passphrase is still there")
		}
		h.wantOpen()
		if h.app.keyKind != seal.KindPassphrase {
			t.Errorf("the key is said to be in %q", h.app.keyKind)
		}
	})
}

// A keyring that fails is explained; once it works, Try again opens the site.
func TestKeyKeyring(t *testing.T) {
	fail := func(_ *hand, s *lockedSite) { s.keyring.fail = seal.ErrKeyringLocked }
	overSite(t, seal.KindKeyring, fail, func(h *hand, site *lockedSite) {
		s := h.keyScreen()
		h.wantText("The site’s key is out of reach", "The keyring is locked. Unlock it and try again.")
		h.wantFocus(s.button, "Try again")
		h.golden("key-keyring", smallWindow)
		h.tap("Try again")
		h.wantText("The keyring is locked.")
		site.keyring.fail = seal.ErrKeyringTimeout
		h.tap("Try again")
		h.wantText("The keyring does not answer.")
		site.keyring.fail = nil
		h.tap("Try again")
		h.wantOpen()
	})
}

// A key file that was moved is named anew.
func TestKeyFileMoved(t *testing.T) {
	elsewhere := filepath.Join(t.TempDir(), "moved.key")
	move := func(h *hand, s *lockedSite) { h.must(os.Rename(s.keyFile, elsewhere)) }
	overSite(t, seal.KindKeyFile, move, func(h *hand, site *lockedSite) {
		s := h.keyScreen()
		if s.file.Text() != site.keyFile || !strings.Contains(s.file.Problem(), "is not there") || !s.file.Focused() {
			t.Errorf("field %q, problem %q", s.file.Text(), s.file.Problem())
		}
		h.tap("Open the site")
		if s.file.Problem() == "" {
			t.Error("the site is open without its key file")
		}
		s.file.SetText(elsewhere)
		h.tap("Open the site")
		h.wantOpen()
	})
}

func TestKeyFileLooks(t *testing.T) {
	inSetUp(t, pictured(nil), func(h *hand, _ *wizard) {
		door := core.Door{SiteName: "Northfield Depot", TimeZone: "Europe/London", Kind: seal.KindKeyFile, Hint: "/media/key/depot.key"}
		h.app.show(newKeyScreen(h.app, door, &core.Error{Code: core.CodeKey, Field: core.FieldKeyFile, Text: core.Text{
			Key: "The key file {{.Path}} is not there. Put its disk in or name its new place.", Args: map[string]any{"Path": door.Hint},
		}}))
		h.golden("key-file", smallWindow)
		h.tap("Use the recovery key…")
		h.golden("key-recovery", fyne.Size{})
		h.tap("Open the site")
		h.golden("key-recovery-low", fyne.NewSize(600, 560))
	})
}

// The recovery key opens a site whose passphrase is lost, and the key has a new
// place from then on.
func TestKeyRecovery(t *testing.T) {
	overSite(t, seal.KindPassphrase, nil, func(h *hand, site *lockedSite) {
		h.tap("Use the recovery key…")
		s := h.app.screen.(*rehouseScreen)
		h.wantFocus(s.recovery.Input(), "the recovery key")
		h.tap("Open the site")
		if s.recovery.Problem() == "" {
			t.Error("no recovery key opens the site")
		}
		h.write(s.recovery, "4TQK-9MWD")
		h.tap("Open the site")
		h.wantText("Choose where the key is kept.")
		h.chooseKey(s.form, seal.KindKeyring)
		h.tap("Open the site")
		if !strings.Contains(s.recovery.Problem(), "32 letters and digits") || !s.recovery.Focused() {
			t.Errorf("problem %q", s.recovery.Problem())
		}
		s.recovery.SetText(strings.Repeat("4TQK", 8))
		h.tap("Open the site")
		if !strings.Contains(s.recovery.Problem(), "not the recovery key of this site") {
			t.Errorf("problem %q", s.recovery.Problem())
		}
		s.recovery.SetText(strings.ToLower(strings.ReplaceAll(site.recovery, "-", " ")))
		h.tap("Open the site")
		if s.recovery.Text() != "" || h.app.keyKind != seal.KindKeyring || len(site.keyring.items) != 2 { // the key, and the anchor of the log
			t.Errorf("field %q, kind %q, %d items in the keyring", s.recovery.Text(), h.app.keyKind, len(site.keyring.items))
		}
		h.wantOpen()
	})
}

// Back from the recovery key asks for the everyday key again.
func TestKeyRecoveryBack(t *testing.T) {
	overSite(t, seal.KindPassphrase, nil, func(h *hand, _ *lockedSite) {
		h.tap("Use the recovery key…")
		h.tap("Back")
		h.write(h.keyScreen().phrase, sitePhrase)
		h.tap("Open the site")
		h.wantOpen()
	})
}

// A key that is refused by the new place leaves the site as it was.
func TestKeyRecoveryToABadPlace(t *testing.T) {
	overSite(t, seal.KindPassphrase, nil, func(h *hand, site *lockedSite) {
		h.tap("Use the recovery key…")
		s := h.app.screen.(*rehouseScreen)
		h.write(s.recovery, site.recovery)
		h.chooseKey(s.form, seal.KindKeyFile)
		s.form.file.SetText(filepath.Join(h.app.program.DataDir, "site.key"))
		h.tap("Open the site")
		if !strings.Contains(s.form.file.Problem(), "apart from the data folder") || !s.form.file.Focused() {
			t.Errorf("problem %q", s.form.file.Problem())
		}
		s.form.file.SetText(filepath.Join(filepath.Dir(site.keyFile), "none", "new.key"))
		h.tap("Open the site")
		if !strings.Contains(s.form.file.Problem(), "folder of this file is not there") || s.recovery.Text() == "" {
			t.Errorf("problem %q", s.form.file.Problem())
		}
		h.tap("Back")
		h.write(h.keyScreen().phrase, sitePhrase)
		h.tap("Open the site")
		h.wantOpen()
	})
}

// A store whose keys are damaged is no matter of the key.
func TestKeyScreenLeavesDamageToTheStoreScreen(t *testing.T) {
	overSite(t, seal.KindPassphrase, nil, func(h *hand, _ *lockedSite) {
		s := h.keyScreen()
		s.refused(&core.Error{Code: core.CodeStoreDamaged, Text: core.Text{Key: "The keys in the store are not whole."}})
		h.wantText("The store is damaged", "The keys in the store are not whole.")
	})
}
