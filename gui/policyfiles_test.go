package gui

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// A long list of banned passwords is shown, not edited as a text.
func TestPolicyBanned(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.tap("Edit list…")
		h.focusedOn("the list", e.banned.text.Input())
		h.type1("northfield")
		h.key(fyne.KeyReturn)
		h.type1("depot 2026")
		h.wantText("2 entries")
		if got := e.draft.Complexity.Banned; !slices.Equal(got, []string{"northfield", "depot 2026"}) {
			t.Errorf("banned are %q", got)
		}
		h.golden("policy-banned", fyne.Size{})
		path := filepath.Join(t.TempDir(), "words.txt")
		var words strings.Builder
		for i := range 50000 {
			words.WriteString(numberWords(i) + "\n")
		}
		h.must(os.WriteFile(path, []byte(words.String()+"northfield\n\n"), 0o600))
		e.dropped([]fyne.URI{storage.NewFileURI(path)})
		h.settle()
		h.wantText("A list of this length is changed by files.")
		if got := len(e.draft.Complexity.Banned); got != 50002 {
			t.Errorf("there are %d", got)
		}
		h.picture("policy-banned-long", fyne.Size{})
		h.tap("Remove all")
		h.tap("Remove all")
		if got := len(e.draft.Complexity.Banned); got != 0 {
			t.Errorf("there are %d after all were removed", got)
		}
		h.wantText("One password on each line")
	})
}

// A dropped file is opened; one that is no policy says why beside its path, and
// changes nothing.
func TestPolicyDrop(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		dir := t.TempDir()
		write := func(name, text string) []fyne.URI {
			path := filepath.Join(dir, name)
			h.must(os.WriteFile(path, []byte(text), 0o600))
			return []fyne.URI{storage.NewFileURI(path)}
		}
		e.dropped(write("broken.json", `{"complexity":{"min_lenght":8}}`))
		h.settle()
		h.wantText("Open a policy file", "complexity.min_lenght", "min_length")
		h.key(fyne.KeyEscape)
		if len(policy.Diff(e.base, e.draft)) > 0 {
			t.Error("a broken file changes the draft")
		}
		e.dropped(write("policy.json", `{"complexity":{"min_length":9},"lockout":{"enabled":false}}`))
		h.settle()
		if got := e.draft.Complexity.MinLength; got == nil || *got != 9 || e.draft.Lockout.Enabled {
			t.Errorf("the draft is %+v", e.draft)
		}
		h.wantText("Own settings")
		h.tap("Cancel")
		e.dropped(write("policy.json", `{}`))
		h.settle()
		h.wantText("Leave without saving?")
	})
}

// A policy goes into a file and comes back; in another's form what it cannot
// say is named before it is written.
func TestPolicyFiles(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		e.view.chosePreset("formflow")
		h.settle()
		path := filepath.Join(t.TempDir(), "policy.json")
		e.askExport()
		h.settle()
		h.inForm("File").SetText(path)
		h.tap("Save")
		h.wantText("Password settings")
		e.undo()
		e.askImport("")
		h.settle()
		h.inForm("File").SetText(path)
		h.key(fyne.KeyReturn)
		formflow, _ := policy.PresetNamed("formflow")
		if changes := policy.Diff(formflow, e.draft); len(changes) > 0 {
			t.Errorf("the file changes %v", changes)
		}
		e.askExport()
		h.settle()
		h.inForm("File").SetText(path)
		h.tap("Save")
		h.wantText("The file could not be written there.")
		h.key(fyne.KeyEscape)
		e.undo()
		h.settle()
		e.askExport()
		h.settle()
		other := path + ".te"
		h.inForm("File").SetText(other)
		h.chooseFormat("te")
		h.tap("Save")
		h.wantText("What would differ there:", "Save anyway")
		h.inForm("File").SetText("policy.txt")
		h.golden("policy-export-loss", fyne.Size{})
		h.inForm("File").SetText(other)
		if _, err := os.Stat(other); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the file is there already: %v", err)
		}
		h.tap("Save anyway")
		if _, err := os.Stat(other); err != nil {
			t.Error(err)
		}
	})
}

// chooseFormat moves the choice of the topmost dialog's format.
func (h *hand) chooseFormat(id string) {
	h.Helper()
	for _, object := range h.visible() {
		if format, is := object.(*kit.Select); is {
			format.Focus(h.app.window.Canvas())
			for range 20 {
				if format.Selected() == id {
					return
				}
				h.key(fyne.KeyDown)
			}
		}
	}
	h.Fatalf("the format %s cannot be chosen", id)
}
