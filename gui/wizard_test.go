package gui

import (
	"context"
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"gatehouse/core/policy"
	"gatehouse/core/seal"
)

// memoryKeyring is a keyring that keeps its items in memory, and fails when
// told to.
type memoryKeyring struct {
	items map[string]string
	fail  error
}

func newMemoryKeyring() *memoryKeyring { return &memoryKeyring{items: map[string]string{}} }

func (k *memoryKeyring) Get(_ context.Context, item string) (string, error) {
	if k.fail != nil {
		return "", k.fail
	}
	secret, there := k.items[item]
	if !there {
		return "", seal.ErrKeyMissing
	}
	return secret, nil
}

func (k *memoryKeyring) Set(_ context.Context, item, secret string) error {
	if k.fail == nil {
		k.items[item] = secret
	}
	return k.fail
}

func (k *memoryKeyring) Delete(_ context.Context, item string) error {
	if k.fail != nil {
		return k.fail
	}
	if _, there := k.items[item]; !there {
		return seal.ErrKeyMissing
	}
	delete(k.items, item)
	return nil
}

// What people type into the set-up in tests.
const (
	setUpPassword = "ferry-Quilt-88-marble"
	sitePhrase    = "seven quiet herons wade"
)

// inSetUp runs a test in the set-up of a new site. prepare, which may be nil,
// changes the program before the window starts.
func inSetUp(t *testing.T, prepare func(p *Program), do func(h *hand, w *wizard)) {
	t.Helper()
	t.Setenv("TZ", "Europe/London")
	t.Setenv("HOME", "/home/ada")
	withoutSite(t, func(h *hand) {
		h.app.program.KeyFile = ""
		if prepare != nil {
			prepare(&h.app.program)
		}
		h.app.start()
		h.settle()
		do(h, h.wizard())
	})
}

// wizard is the set-up, which must be on the screen.
func (h *hand) wizard() *wizard {
	h.Helper()
	w, ok := h.app.screen.(*wizard)
	if !ok {
		h.Fatalf("the screen is %T, not the set-up; it says:\n%s", h.app.screen, h.says())
	}
	return w
}

// write types a text into a control.
func (h *hand) write(into target, text string) {
	h.Helper()
	canvas := h.app.window.Canvas()
	into.Focus(canvas)
	h.settle()
	focused := canvas.Focused()
	if focused == nil {
		h.Fatalf("nothing takes %q", text)
	}
	for _, r := range text {
		focused.TypedRune(r)
	}
	h.settle()
}

// fillSite types the first step.
func (h *hand) fillSite() {
	h.Helper()
	s := h.wizard().site
	h.write(s.title, "Northfield Depot")
	h.write(s.fullName, "Site owner")
	h.write(s.password.fresh, setUpPassword)
	h.write(s.password.confirm, setUpPassword)
}

// toRules goes to the second step.
func (h *hand) toRules() {
	h.Helper()
	h.fillSite()
	h.tap("Next")
	h.wantText("Choose the password rules")
}

// toKey goes to the third step, with the rules that are proposed.
func (h *hand) toKey() {
	h.Helper()
	h.toRules()
	h.tap("Next")
	h.wantText("Choose where the key lives")
}

// choosePreset chooses a preset with the arrows.
func (h *hand) choosePreset(name string) {
	h.Helper()
	s := h.wizard().rules
	s.group.Focus(h.app.window.Canvas())
	for range policy.Presets() {
		if s.preset() == name {
			return
		}
		h.key(fyne.KeyDown)
	}
	h.Fatalf("%s cannot be chosen", name)
}

// chooseKey chooses a kind of key with the arrows.
func (h *hand) chooseKey(f *keyForm, kind seal.Kind) {
	h.Helper()
	f.group.Focus(h.app.window.Canvas())
	for range 4 {
		if f.group.Selected() == string(kind) {
			return
		}
		h.key(fyne.KeyDown)
	}
	h.Fatalf("%s cannot be chosen", kind)
}

// choosePhrase chooses and types a passphrase.
func (h *hand) choosePhrase(f *keyForm) {
	h.Helper()
	h.chooseKey(f, seal.KindPassphrase)
	h.write(f.phrase, sitePhrase)
	h.write(f.repeat, sitePhrase)
}

// toFinish goes on from the third step to the last.
func (h *hand) toFinish() {
	h.Helper()
	h.tap("Next")
	h.wantText("Print the recovery key")
	h.tap("I have saved the key and the code")
	h.tap("Next")
	h.wantText("This is what will be made.")
}

// wantSignIn fails unless the sign-in of a ready site is shown, and signs in.
func (h *hand) wantSignIn() {
	h.Helper()
	h.wantText("Sign in to Gatehouse", "The site is ready. Sign in as root.", "Northfield Depot · Europe/London")
	h.signIn("root", setUpPassword)
	if _, ok := h.app.screen.(*shell); !ok {
		h.Fatalf("the screen is %T, not the shell; it says:\n%s", h.app.screen, h.says())
	}
}

// wantFocus fails unless a control has the keyboard.
func (h *hand) wantFocus(on fyne.Focusable, name string) {
	h.Helper()
	if focused := h.app.window.Canvas().Focused(); focused != on {
		h.Errorf("the keyboard is on %T, not on %s", focused, name)
	}
}

// The whole set-up, with a passphrase. The site opens without asking for it
// again, and asks at the next start.
func TestSetUpWithPassphrase(t *testing.T) {
	inSetUp(t, nil, func(h *hand, w *wizard) {
		h.toKey()
		h.choosePhrase(w.key.form)
		h.toFinish()
		h.wantText("Northfield Depot", "Europe/London", h.app.program.DataDir, "root, Site owner", "NIST SP 800-63B-4", "Under a passphrase that is asked at each start")
		h.tap("Make the site")
		if w.site.password.fresh.Text() != "" || w.key.form.phrase.Text() != "" || w.paper.key.Reveal() != "" {
			t.Error("a secret is still there")
		}
		h.wantSignIn()
		if h.app.keyKind != seal.KindPassphrase {
			t.Errorf("the key is said to be in %q", h.app.keyKind)
		}
	})
}

func TestSetUpWithKeyring(t *testing.T) {
	keyring := newMemoryKeyring()
	prepare := func(p *Program) { p.Keyring = func() seal.Keyring { return keyring } }
	inSetUp(t, prepare, func(h *hand, w *wizard) {
		h.toKey()
		if len(keyring.items) != 0 || w.key.form.group.Selected() != "" {
			t.Errorf("the trial left %v, %q is chosen", keyring.items, w.key.form.group.Selected())
		}
		h.key(fyne.KeySpace)
		h.toFinish()
		h.wantText("In this computer’s keyring")
		h.tap("Make the site")
		h.wantSignIn()
		if len(keyring.items) != 2 { // the key, and the anchor of the log
			t.Errorf("the keyring holds %d items", len(keyring.items))
		}
	})
}

func TestSetUpWithKeyFile(t *testing.T) {
	path := t.TempDir() + "/depot.key"
	inSetUp(t, nil, func(h *hand, w *wizard) {
		h.toKey()
		f := w.key.form
		h.chooseKey(f, seal.KindKeyFile)
		if f.file.Text() != "/home/ada/gatehouse-northfield-depot.key" {
			t.Errorf("proposed %q", f.file.Text())
		}
		h.tap("Back")
		h.tap("Back")
		h.write(w.site.title, " 2")
		h.tap("Next")
		h.tap("Next")
		if f.file.Text() != "/home/ada/gatehouse-northfield-depot-2.key" {
			t.Errorf("proposed %q after the name was changed", f.file.Text())
		}
		f.file.SetText(h.app.program.DataDir + "/site.key")
		h.tap("Next")
		if !strings.Contains(f.file.Problem(), "apart from the data folder") || !f.file.Focused() {
			t.Errorf("problem %q", f.file.Problem())
		}
		f.file.SetText(path)
		h.tap("Back")
		h.tap("Back")
		w.site.title.SetText("Northfield Depot")
		h.tap("Next")
		h.tap("Next")
		if f.file.Text() != path {
			t.Errorf("the typed path became %q", f.file.Text())
		}
		h.toFinish()
		h.wantText("In the key file " + path)
		h.tap("Make the site")
		h.wantSignIn()
	})
}

// What was typed is there after Back and Next, and the recovery key is the same.
func TestSetUpKeepsWhatWasTyped(t *testing.T) {
	inSetUp(t, nil, func(h *hand, w *wizard) {
		h.toKey()
		h.choosePhrase(w.key.form)
		h.tap("Next")
		key := w.paper.key.Reveal()
		h.wantText(strings.Split(key, "-")...)
		h.tap("Back")
		h.tap("Back")
		h.tap("Back")
		s := w.site
		if s.title.Text() != "Northfield Depot" || s.name.Text() != "root" || s.password.fresh.Text() != setUpPassword || s.password.confirm.Text() != setUpPassword {
			t.Errorf("the first step holds %+v", s.form())
		}
		h.tap("Next")
		h.tap("Next")
		if w.key.form.phrase.Text() != sitePhrase || w.key.form.repeat.Text() != sitePhrase {
			t.Error("the passphrase is gone")
		}
		h.tap("Next")
		if w.paper.key.Reveal() != key || len(key) != 39 {
			t.Errorf("the key %q became %q", key, w.paper.key.Reveal())
		}
	})
}

func TestSetUpFirstStepProblems(t *testing.T) {
	inSetUp(t, nil, func(h *hand, w *wizard) {
		s := w.site
		s.zone.SetSelected("")
		h.tap("Next")
		if s.title.Problem() == "" || s.password.fresh.Problem() == "" || s.zoneProblem.text.Text() == "" {
			t.Errorf("problems %q, %q, %q", s.title.Problem(), s.password.fresh.Problem(), s.zoneProblem.text.Text())
		}
		h.wantFocus(s.title.Input(), "the site's name")
		s.zone.SetSelected("Europe/London")
		h.fillSite()
		if s.title.Problem() != "" {
			t.Error("the problem stays while it is mended")
		}
		for _, wrong := range []struct {
			field target
			text  string
			clear func()
		}{
			{s.name, " a", func() { s.name.SetText("root") }},
			{s.mail, "nowhere", func() { s.mail.SetText("") }},
			{s.password.confirm, "x", func() { s.password.confirm.SetText(setUpPassword) }},
			{s.title, strings.Repeat("long ", 20), func() { s.title.SetText("Northfield Depot") }},
		} {
			h.write(wrong.field, wrong.text)
			h.tap("Next")
			field, ok := wrong.field.(interface {
				Problem() string
				Focused() bool
			})
			if !ok || field.Problem() == "" || !field.Focused() || w.at != 0 {
				t.Errorf("%q is taken", wrong.text)
			}
			wrong.clear()
		}
		h.tap("Next")
		h.wantText("Step 2 of 5")
	})
}

// The rules know the names that were typed.
func TestSetUpJudgesWithTheNames(t *testing.T) {
	inSetUp(t, nil, func(h *hand, w *wizard) {
		s := w.site
		h.write(s.password.fresh, "northfield-harbour-lights")
		before := s.password.judge.New(s.password.fresh.Text(), s.subject())
		h.write(s.title, "Northfield harbour lights")
		h.write(s.fullName, "Harbour Lights")
		after := s.password.judge.New(s.password.fresh.Text(), s.subject())
		if after.Strength.Log10Guesses >= before.Strength.Log10Guesses {
			t.Errorf("the site's name does not weaken it: %v, then %v", before.Strength.Log10Guesses, after.Strength.Log10Guesses)
		}
		h.wantText("Not met")
		h.tap("Generate password")
		if text := s.password.fresh.Text(); text == "" || text != s.password.confirm.Text() {
			t.Errorf("generated %q and %q", text, s.password.confirm.Text())
		}
	})
}

func TestSetUpKeyProblems(t *testing.T) {
	keyring := newMemoryKeyring()
	keyring.fail = seal.ErrKeyringLocked
	prepare := func(p *Program) { p.Keyring = func() seal.Keyring { return keyring } }
	inSetUp(t, prepare, func(h *hand, w *wizard) {
		h.toKey()
		f := w.key.form
		h.wantText("The keyring is locked. Unlock it, then look again.")
		h.tap("Next")
		h.wantText("Choose where the key is kept.")
		h.wantFocus(f.group, "the cards")
		h.golden("wizard-key-locked", wideWindow)
		h.chooseKey(f, seal.KindPassphrase)
		h.wantNoText("Choose where the key is kept.")
		h.write(f.phrase, "too short")
		h.tap("Next")
		if !strings.Contains(f.phrase.Problem(), "at least 15") || f.repeat.Problem() == "" || !f.phrase.Focused() {
			t.Errorf("problems %q, %q", f.phrase.Problem(), f.repeat.Problem())
		}
		keyring.fail = nil
		h.tap("Look for the keyring again")
		h.wantNoText("The keyring is locked", "Look for the keyring again")
		h.chooseKey(f, seal.KindKeyring)
		h.tap("Next")
		h.wantText("Step 4 of 5")
	})
}

func TestSetUpSaysWhyThereIsNoKeyring(t *testing.T) {
	for _, c := range []struct {
		err  error
		said string
	}{
		{seal.ErrKeyringAbsent, "no keyring that can be reached"},
		{seal.ErrKeyringTimeout, "does not answer"},
		{errors.New("something else"), "did not keep"},
	} {
		keyring := newMemoryKeyring()
		keyring.fail = c.err
		prepare := func(p *Program) { p.Keyring = func() seal.Keyring { return keyring } }
		inSetUp(t, prepare, func(h *hand, _ *wizard) {
			h.toKey()
			h.wantText(c.said)
		})
	}
}

func TestSetUpWantsTheRecoveryKeySaved(t *testing.T) {
	inSetUp(t, nil, func(h *hand, w *wizard) {
		h.toKey()
		h.choosePhrase(w.key.form)
		h.tap("Next")
		h.tap("Next")
		h.wantText("Save or print both, then tick this.", "Step 4 of 5")
		h.wantFocus(w.paper.saved, "the check")
		h.key(fyne.KeySpace)
		h.wantNoText("Save or print both")
		h.tap("Next")
		h.wantText("Step 5 of 5")
	})
}

// Every control that takes the keyboard at the smallest window is in view.
func TestSetUpFollowsTheKeyboard(t *testing.T) {
	inSetUp(t, nil, func(h *hand, w *wizard) {
		h.app.window.Resize(leastWindow)
		s, frame := w.site, w.frame
		for _, field := range []target{s.password.confirm, s.title, s.password.fresh} {
			h.write(field, "x")
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(field)
			if at.Y < 0 || at.Y+field.Size().Height > frame.scroll.Size().Height {
				t.Errorf("a field with the keyboard is at %v to %v of %v", at.Y, at.Y+field.Size().Height, frame.scroll.Size().Height)
			}
		}
	})
}

func TestSetUpButtonsInTheSystemsOrder(t *testing.T) {
	inSetUp(t, nil, func(_ *hand, w *wizard) {
		windows, linux := w.frame.buttons("windows"), w.frame.buttons("linux")
		if windows[0] != fyne.CanvasObject(w.frame.next) || linux[2] != fyne.CanvasObject(w.frame.next) {
			t.Error("Next is at the wrong end")
		}
	})
}

// Leaving asks only when something would be lost; Escape loses nothing.
func TestSetUpLeave(t *testing.T) {
	inSetUp(t, nil, func(h *hand, w *wizard) {
		closed := 0
		h.app.window.SetOnClosed(func() { closed++ })
		h.write(w.site.title, "Depot")
		h.key(fyne.KeyEscape)
		if w.site.title.Text() != "Depot" {
			t.Error("Escape took what was typed")
		}
		h.tap("Leave set-up")
		h.wantText("Leave set-up?", "No site was made yet.")
		h.tap("Go on with set-up")
		if closed != 0 || w.site.title.Text() != "Depot" {
			t.Error("going on lost something")
		}
		w.site.title.SetText("")
		h.tap("Leave set-up")
		if closed != 1 {
			t.Errorf("closed %d times", closed)
		}
	})
}
