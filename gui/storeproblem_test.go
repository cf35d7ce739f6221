package gui

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse/core"
	"gatehouse/core/seal"
)

// overFile runs a test in a window over a data folder whose store is a file
// with this content.
func overFile(t *testing.T, content string, do func(h *hand, file string)) {
	t.Helper()
	withoutSite(t, func(h *hand) {
		file := filepath.Join(h.app.program.DataDir, "gatehouse.db")
		h.must(os.MkdirAll(h.app.program.DataDir, 0o700))
		h.must(os.WriteFile(file, []byte(content), 0o600))
		h.app.start()
		h.settle()
		if _, ok := h.app.screen.(*storeProblem); !ok {
			h.Fatalf("the screen is %T, not that of the store", h.app.screen)
		}
		do(h, file)
	})
}

// What is in the way is named and left as it is, and no set-up is offered.
func TestStoreProblems(t *testing.T) {
	for _, c := range []struct{ content, title string }{
		{"", "The store is empty"},
		{strings.Repeat("not a database, but somebody's file. ", 100), "This file is not a Gatehouse store"},
	} {
		overFile(t, c.content, func(h *hand, file string) {
			h.wantText(c.title, "Try again", "Close", h.app.program.DataDir)
			h.wantNoText("set-up", "Next", "Site name")
			h.wantFocus(h.app.screen.(*storeProblem).again, "Try again")
			h.tap("Try again")
			h.wantText(c.title)
			if left, err := os.ReadFile(file); err != nil || string(left) != c.content {
				t.Errorf("the file was touched: %v", err)
			}
		})
	}
}

// Once the cause is gone, Try again goes on.
func TestStoreProblemMended(t *testing.T) {
	overFile(t, "", func(h *hand, file string) {
		h.must(os.Remove(file))
		h.tap("Try again")
		h.wizard()
	})
}

func TestStoreProblemClose(t *testing.T) {
	overFile(t, "", func(h *hand, _ string) {
		closed := false
		h.app.window.SetOnClosed(func() { closed = true })
		h.tap("Close")
		if !closed {
			t.Error("the window is still open")
		}
	})
}

// Every code of a store has a title of its own.
func TestStoreTitles(t *testing.T) {
	inSetUp(t, nil, func(h *hand, _ *wizard) {
		seen := map[string]core.Code{}
		for _, code := range []core.Code{
			core.CodeStoreEmpty, core.CodeStoreForeign, core.CodeStoreNewer, core.CodeStoreDamaged,
			core.CodeStoreReadOnly, core.CodeStoreFull, core.CodeStoreBusy,
		} {
			title := storeTitle(code)
			if before, twice := seen[title]; twice || title == "" {
				t.Errorf("%s has the title %q, as %s", code, title, before)
			}
			seen[title] = code
			h.app.show(newStoreProblem(h.app, &core.Error{Code: code, Text: core.Text{Key: "What is, then what to do."}}))
			h.wantText(title, "What is, then what to do.")
		}
		h.app.show(newStoreProblem(h.app, context.DeadlineExceeded))
		h.wantText("The store could not be opened", "Something unexpected happened")
	})
}

func TestStoreProblemLooks(t *testing.T) {
	inSetUp(t, pictured(nil), func(h *hand, _ *wizard) {
		text := core.Text{
			Key:  "The store in {{.Folder}} is damaged. Close Gatehouse everywhere, move every file whose name starts with gatehouse.db somewhere else, and copy {{.Backup}} there as gatehouse.db.",
			Args: map[string]any{"Folder": "/var/lib/gatehouse", "Backup": "/var/lib/gatehouse/backups/2026-11-20.db"},
		}
		h.app.show(newStoreProblem(h.app, &core.Error{Code: core.CodeStoreDamaged, Text: text}))
		h.golden("store-damaged", smallWindow)
		h.app.show(newStoreProblem(h.app, &core.Error{Code: core.CodeStoreFull, Text: core.Text{
			Key: "The disk is full, so nothing was saved. Free some space, then try again.",
		}}))
		h.golden("store-full", smallWindow)
	})
}

// A set-up that finds a site at its end leaves it alone and offers to open it.
func TestSetUpFindsASite(t *testing.T) {
	inSetUp(t, nil, func(h *hand, w *wizard) {
		h.toKey()
		h.choosePhrase(w.key.form)
		h.toFinish()
		p := h.app.program
		key, err := seal.NewRecoveryKey(p.random())
		h.must(err)
		other := w.newSite()
		other.Name, other.RecoveryKey = "Another site", key
		made, err := p.makeSite(h.Context(), other)
		h.must(err)
		h.must(made.site.Close())
		h.tap("Make the site")
		h.wantText("There is a site already", "already holds a site")
		h.tap("Try again")
		h.wantText("Type the site’s passphrase", "Another site")
	})
}

// A store that cannot be made is said above the summary, and nothing is lost.
func TestSetUpCannotWrite(t *testing.T) {
	var fail error
	prepare := func(p *Program) {
		create := p.CreateStore
		p.CreateStore = func(ctx context.Context, dir string, fill func(core.Store) error) error {
			if fail != nil {
				return fail
			}
			return create(ctx, dir, fill)
		}
	}
	inSetUp(t, prepare, func(h *hand, w *wizard) {
		h.toKey()
		h.choosePhrase(w.key.form)
		h.toFinish()
		for _, c := range []struct {
			err  error
			said string
		}{
			{&core.Error{Code: core.CodeStoreFull, Text: core.Text{Key: "The disk is full, so nothing was saved."}}, "The disk is full, so nothing was saved."},
			{os.ErrPermission, "Something unexpected happened and nothing was changed."},
		} {
			fail = c.err
			h.tap("Make the site")
			h.wantText("The site was not made.", c.said, "Step 5 of 5")
		}
		fail = &core.Error{Code: core.CodeKey, Field: core.FieldPassphrase, Text: core.Text{Key: "The passphrase could not be used."}}
		h.tap("Make the site")
		h.wantText("Step 3 of 5", "The passphrase could not be used.")
		h.wantFocus(w.key.form.phrase.Input(), "the passphrase")
		if w.key.form.phrase.Text() != sitePhrase {
			t.Error("the passphrase is gone")
		}
		fail = nil
		h.tap("Next")
		h.tap("Next")
		h.wantNoText("The site was not made.")
		h.tap("Make the site")
		h.wantSignIn()
	})
}
