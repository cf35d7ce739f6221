package gui

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"gatehouse/gui/kit"
)

// openingApp notes what is opened in the system's programs.
type openingApp struct {
	fyne.App
	opened []string
	fail   error
}

// OpenURL is called in place of the system.
func (a *openingApp) OpenURL(u *url.URL) error {
	a.opened = append(a.opened, u.String())
	return a.fail
}

// atPaper runs a test at the step of the recovery key.
func atPaper(t *testing.T, do func(h *hand, s *paperStep, folder string)) {
	t.Helper()
	folder := t.TempDir()
	inSetUp(t, nil, func(h *hand, w *wizard) {
		h.toKey()
		h.choosePhrase(w.key.form)
		h.tap("Next")
		do(h, w.paper, folder)
	})
}

// retype replaces the text of the field that has the keyboard.
func (h *hand) retype(text string) {
	h.Helper()
	focused := h.app.window.Canvas().Focused()
	field, ok := focused.(interface{ SetText(string) })
	if !ok {
		h.Fatalf("the keyboard is on %T", focused)
	}
	field.SetText("")
	for _, r := range text {
		focused.TypedRune(r)
	}
	h.settle()
}

// The file holds the key, for its owner alone; another is never replaced, and
// none is made in the data folder.
func TestPaperSavedToAFile(t *testing.T) {
	atPaper(t, func(h *hand, s *paperStep, folder string) {
		path := filepath.Join(folder, "key.txt")
		h.tap("Save to a file…")
		h.retype(filepath.Join(h.app.program.DataDir, "key.txt"))
		h.tap("Save")
		h.wantText("apart from the data folder")
		h.retype(filepath.Join(folder, "none", "key.txt"))
		h.tap("Save")
		h.wantText("The file could not be written there. Choose another place.")
		h.retype(path)
		h.key(fyne.KeyReturn)
		h.wantText("The key is in " + path)
		text, err := os.ReadFile(path)
		h.must(err)
		for _, part := range []string{"Recovery key and code for emergencies of Northfield Depot", "2026-11-21", s.key.Reveal(), s.emergency.Shown(), "Use the recovery key…", "Use another way"} {
			if !strings.Contains(string(text), part) {
				t.Errorf("%q is not in\n%s", part, text)
			}
		}
		info, err := os.Stat(path)
		h.must(err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v", info.Mode())
		}
		h.tap("Save to a file…")
		h.retype(path)
		h.tap("Save")
		h.wantText("There is a file of this name.")
		h.tap("Cancel")
		if again, err := os.ReadFile(path); err != nil || string(again) != string(text) {
			t.Errorf("the file was changed, %v", err)
		}
		if s.saved.Checked() {
			t.Error("saving ticked the check: that is the person's word")
		}
	})
}

// A page is saved where the person says, opened, and said to be deleted.
func TestPaperPrinted(t *testing.T) {
	atPaper(t, func(h *hand, s *paperStep, folder string) {
		system := &openingApp{App: h.app.fyne}
		h.app.fyne = system
		s.wizard.site.title.SetText("Depot <b>& Sons")
		path := filepath.Join(folder, "key page.html")
		h.tap("Print…")
		h.wantText("printers keep copies too")
		h.retype(path)
		h.tap("Save and open")
		h.wantText("Delete it when it is printed.")
		page, err := os.ReadFile(path)
		h.must(err)
		if !strings.Contains(string(page), "Depot &lt;b&gt;&amp; Sons") || !strings.Contains(string(page), s.key.Reveal()) {
			t.Errorf("the page is\n%s", page)
		}
		if len(system.opened) != 1 || !strings.HasSuffix(system.opened[0], "/key%20page.html") {
			t.Errorf("opened %q", system.opened)
		}
		system.fail = os.ErrNotExist
		h.tap("Print…")
		h.retype(path + ".2.html")
		h.tap("Save and open")
		h.wantText("Open it yourself, print it, then delete it.")
	})
}

// A copy leaves the clipboard by itself.
func TestPaperCopied(t *testing.T) {
	atPaper(t, func(h *hand, s *paperStep, _ string) {
		h.tap("Copy")
		clip := h.app.fyne.Clipboard()
		if clip.Content() != s.key.Reveal() {
			t.Errorf("the clipboard holds %q", clip.Content())
		}
		h.tap("Copy code")
		if clip.Content() != s.emergency.Shown() {
			t.Errorf("the clipboard holds %q", clip.Content())
		}
		h.wantText("Copied. Leaves the clipboard in 20 s")
		h.pass(21 * time.Second)
		if clip.Content() != "" {
			t.Error("the key stays in the clipboard")
		}
		h.wantNoText("Copied.")
	})
}

// The question for a folder gives the file its place and keeps its name; Escape
// leaves everything as it was.
func TestPlaceFieldChoosesAFolder(t *testing.T) {
	folder := t.TempDir()
	inSetUp(t, nil, func(h *hand, _ *wizard) {
		p := newPlaceField(h.app, placeSpec{name: "depot.key", field: kit.FieldSpec{Label: "Key file"}})
		h.app.window.SetContent(p.object)
		p.SetText(filepath.Join(folder, "depot.key"))
		p.ask()
		h.key(fyne.KeyEscape)
		if p.Text() != filepath.Join(folder, "depot.key") || !p.Focused() || h.app.window.Canvas().Overlays().Top() != nil {
			t.Errorf("field %q, focused %v", p.Text(), p.Focused())
		}
		for _, text := range []string{"", filepath.Join(folder, "none", "depot.key")} {
			p.SetText(text)
			lister, err := storage.ListerForURI(storage.NewFileURI(folder))
			h.must(err)
			p.openedFolder(lister, nil)
			if p.Text() != filepath.Join(folder, "depot.key") {
				t.Errorf("%q became %q", text, p.Text())
			}
		}
		p.openedFolder(nil, os.ErrPermission)
		if p.Problem() == "" {
			t.Error("a folder that cannot be opened is not said")
		}
		p.openedFile(nil, os.ErrPermission)
		if p.Problem() == "" {
			t.Error("a file that cannot be opened is not said")
		}
		there := filepath.Join(folder, "there.key")
		h.must(os.WriteFile(there, nil, 0o600))
		reader, err := storage.Reader(storage.NewFileURI(there))
		h.must(err)
		p.openedFile(reader, nil)
		if p.Text() != there || p.Problem() != "" {
			t.Errorf("field %q, problem %q", p.Text(), p.Problem())
		}
	})
}

func TestFileNameOf(t *testing.T) {
	for site, want := range map[string]string{
		"Northfield Depot": "northfield-depot", "  A/B: \\c ": "ab-c", "Größe 2": "größe-2", "../..": "site", "": "site",
	} {
		if got := fileNameOf(site); got != want {
			t.Errorf("%q gives %q, want %q", site, got, want)
		}
	}
}
