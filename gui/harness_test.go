package gui

import (
	"context"
	"crypto/rand"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"gatehouse/core"
	"gatehouse/core/password"
	"gatehouse/core/seal"
	"gatehouse/storage"
)

// Passwords of the accounts in tests.
const (
	rootPassword   = "correct horse battery staple"
	memberPassword = "some quite different words"
)

// testDay is the time that tests begin at.
func testDay() time.Time { return time.Date(2026, 11, 21, 8, 12, 0, 0, time.UTC) }

// hand is a window over a real site in a temporary folder, and the hand that
// uses it. It lives in a synctest bubble: settle waits until nothing moves.
type hand struct {
	*testing.T
	app    *App
	thread *uiThread
	// ahead is how far the clock was moved.
	ahead time.Duration
	start time.Time
}

// now is the time in the bubble, from testDay on.
func (h *hand) now() time.Time { return testDay().Add(time.Since(h.start) + h.ahead) }

// inWindow runs a test in a window over a site whose root account is ada.
func inWindow(t *testing.T, do func(h *hand)) {
	t.Helper()
	withoutSite(t, func(h *hand) {
		h.makeSite()
		h.app.start()
		h.settle()
		do(h)
	})
}

// withoutSite runs a test with a window that was not started, over an empty
// folder.
func withoutSite(t *testing.T, do func(h *hand)) {
	t.Helper()
	top := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		h := &hand{T: t, start: time.Now()}
		a := newThreadedApp(t)
		h.thread = a.thread
		h.app = newApp(h.program(top), a)
		defer h.app.end()
		do(h)
		h.settle()
	})
}

// program is what main would pass.
func (h *hand) program(top string) Program {
	hasher, err := password.NewHasher(password.HasherConfig{
		Params: password.Params{MemoryKiB: 64, Time: 1, Threads: 1}, AllowWeak: true,
	})
	h.must(err)
	options := storage.Options{Clock: h.now}
	return Program{
		Version: "0.1.0", DataDir: filepath.Join(top, "data"), KeyFile: filepath.Join(top, "site.key"),
		OpenStore: func(ctx context.Context, dir string) (core.Store, error) {
			store, err := storage.Open(ctx, dir, options)
			if err != nil {
				return nil, err
			}
			return store, nil
		},
		CreateStore: func(ctx context.Context, dir string, fill func(core.Store) error) error {
			return storage.Create(ctx, dir, options, fill)
		},
		Keyring: func() seal.Keyring { return nil },
		Log:     slog.New(slog.DiscardHandler),
		Device:  core.Device{Client: core.ClientWindow, Host: "DEPOT-PC-14", System: "Debian 13"},
		Now:     h.now,
		Config:  core.Config{Hasher: hasher, PassphraseCost: seal.FloorCost()},
	}
}

// makeSite fills the folder with a site.
func (h *hand) makeSite() {
	h.Helper()
	h.makeSiteOf("Northfield Depot", "a.okafor")
}

// makeSiteOf is makeSite with other names of the site and of its root account.
func (h *hand) makeSiteOf(site, root string) {
	h.Helper()
	p := h.app.program
	recovery, err := seal.NewRecoveryKey(rand.Reader)
	h.must(err)
	h.must(core.Create(h.Context(), p.CreateStore, p.DataDir, core.NewSite{
		Name: site, TimeZone: "Europe/London",
		Root:        core.NewRoot{Name: root, FullName: "Ada Okafor", Password: rootPassword, Confirm: rootPassword},
		Key:         core.KeyChoice{Kind: seal.KindKeyFile, KeyFile: p.KeyFile},
		RecoveryKey: recovery,
	}, p.config()))
}

// must fails the test on an error.
func (h *hand) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// settle waits until everything that was started has ended or waits for time,
// and shows what came of it.
func (h *hand) settle() {
	for synctest.Wait(); h.thread.runAll(); synctest.Wait() {
	}
}

// pass lets time go by.
func (h *hand) pass(d time.Duration) {
	const step = 250 * time.Millisecond
	for ; d > 0; d -= step {
		<-time.After(min(d, step)) // time of the bubble: nothing waits
		h.settle()
	}
}

// signIn signs in through the window.
func (h *hand) signIn(name, secret string) {
	h.Helper()
	s, ok := h.app.screen.(*signInScreen)
	if !ok {
		h.Fatalf("the screen is %T, not the sign-in", h.app.screen)
	}
	s.name.SetText(name)
	s.password.SetText(secret)
	s.submit()
	h.settle()
}

// signedIn runs a test in the shell of the root account.
func signedIn(t *testing.T, do func(h *hand)) {
	t.Helper()
	inWindow(t, func(h *hand) {
		h.signIn("a.okafor", rootPassword)
		if _, ok := h.app.screen.(*shell); !ok {
			h.Fatalf("the screen is %T, not the shell", h.app.screen)
		}
		do(h)
	})
}

// key presses a key on what is focused, or on the window.
func (h *hand) key(name fyne.KeyName) {
	canvas := h.app.window.Canvas()
	event := &fyne.KeyEvent{Name: name}
	if focused := canvas.Focused(); focused != nil {
		focused.TypedKey(event)
	} else if typed := canvas.OnTypedKey(); typed != nil {
		typed(event)
	}
	h.settle()
}

// tap presses the button of this text on the topmost layer of the window.
func (h *hand) tap(text string) {
	h.Helper()
	for _, object := range h.visible() {
		tappable, can := object.(fyne.Tappable)
		label, named := object.(interface{ AccessibilityLabel() string })
		if can && named && label.AccessibilityLabel() == text {
			tappable.Tapped(&fyne.PointEvent{})
			h.settle()
			return
		}
	}
	h.Fatalf("there is nothing to press named %q; the window says:\n%s", text, h.says())
}

// says is all text that the window shows.
func (h *hand) says() string {
	var lines []string
	for _, object := range h.visible() {
		if named, ok := object.(interface{ AccessibilityLabel() string }); ok {
			lines = append(lines, named.AccessibilityLabel())
		}
	}
	return strings.Join(lines, "\n")
}

// wantText fails unless the window shows each text, as a whole or in part.
func (h *hand) wantText(texts ...string) {
	h.Helper()
	all := h.says()
	for _, text := range texts {
		if !strings.Contains(all, text) {
			h.Errorf("the window does not say %q; it says:\n%s", text, all)
		}
	}
}

// wantNoText fails if the window shows one of the texts.
func (h *hand) wantNoText(texts ...string) {
	h.Helper()
	all := h.says()
	for _, text := range texts {
		if strings.Contains(all, text) {
			h.Errorf("the window says %q", text)
		}
	}
}

// visible lists what is shown, the topmost dialog only if there is one.
func (h *hand) visible() []fyne.CanvasObject {
	canvas := h.app.window.Canvas()
	root := canvas.Content()
	if top := canvas.Overlays().Top(); top != nil {
		root = top
	}
	return shownIn(root)
}

// shownIn walks through what an object shows.
func shownIn(root fyne.CanvasObject) []fyne.CanvasObject {
	if root == nil || !root.Visible() {
		return nil
	}
	found := []fyne.CanvasObject{root}
	var children []fyne.CanvasObject
	switch o := root.(type) {
	case *fyne.Container:
		children = o.Objects
	case fyne.Widget:
		children = test.WidgetRenderer(o).Objects()
	}
	for _, child := range children {
		found = append(found, shownIn(child)...)
	}
	return found
}

// compare compares the window with one picture. Painting in software takes the
// race detector many seconds a picture and has no goroutines of ours: it is left
// to the run without it, which make test does as well.
func (h *hand) compare(file string) {
	h.Helper()
	if !raced {
		test.AssertImageMatches(h.T, file, h.app.window.Canvas().Capture())
	}
}

// golden compares the window with pictures in both themes. A size of zero
// leaves the window as it is. Where nothing is compared the theme stays as well:
// each change of it has every widget drawn anew, for nobody to see.
func (h *hand) golden(name string, size fyne.Size) {
	h.Helper()
	if !size.IsZero() {
		h.app.window.Resize(size)
	}
	if raced {
		h.settle()
		return
	}
	for _, look := range []string{"light", "dark"} {
		h.app.setLooks(looks{theme: look})
		h.settle()
		h.compare(name + "-" + look + ".png")
	}
	h.app.setLooks(looks{theme: "light"})
	h.settle()
}
