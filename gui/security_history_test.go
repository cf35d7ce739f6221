package gui

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// historyShows shows lines that are nowhere but in the window.
func (h *hand) historyShows(lines []core.HistoryLine, more bool) *securityPage {
	h.Helper()
	p := h.security()
	p.loaded.forget()
	p.history.take(core.HistoryPage{Lines: lines, More: more}, nil)
	p.scroll.Refresh()
	h.settle()
	return p
}

// atHistory scrolls the page to the history.
func (h *hand) atHistory() {
	p := h.security()
	p.show(p.history.object, p.history.all)
	h.app.window.Canvas().Unfocus()
	h.settle()
}

// somePast are the lines of the design's picture, and more below them.
func (h *hand) somePast() []core.HistoryLine {
	place := func(l core.HistoryLine, place string) core.HistoryLine {
		l.Place = place
		return l
	}
	p := &past{now: h.now()}
	p.add(0, place(from("DEPOT-PC-14", core.OutcomeSignedIn, "passkey", ""), "Workshop"))
	p.add(14*time.Hour, place(from("okafor-mbp", core.OutcomeSignedIn, "password and code", ""), "Office"))
	locked := place(from("kiosk", core.OutcomeLocked, "", h.now().Add(-62*time.Hour+15*time.Minute).Format(time.RFC3339)), "VPN")
	locked.Failures = 5
	p.add(48*time.Hour, locked)
	for range 5 {
		p.add(40*time.Second, place(from("kiosk", core.OutcomeWrong, "signin", ""), "VPN"))
	}
	p.add(9*time.Hour, place(from("okafor-mbp", core.OutcomeSignedOut, "", string(core.EndElsewhere)), "Office"))
	p.add(time.Hour, from("relay-02", core.OutcomeHalfWay, "password", string(core.StepTwoStep)))
	p.add(400*24*time.Hour, from("relay-02", core.OutcomeSignedIn, "password", ""))
	return p.lines
}

func TestHistoryOnThePage(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.app.window.Resize(wideWindow)
		p := h.historyShows(h.somePast(), true)
		h.wantText(
			"Sign-in history", "Signed in", "Passkey", "Today 08:12", "Workshop", "Password and code", "Yesterday 18:12",
			"Locked 15 minutes", "After 5 wrong tries", "18 Nov 18:12", "Wrong password", "5 tries in 3 minutes", "Signed out",
			"Stopped half way", "Show all", "Export…",
		)
		h.wantNoText("17 Oct 2025")
		h.atHistory()
		h.golden("history", fyne.Size{})
		h.app.window.Resize(leastWindow)
		h.settle()
		h.atHistory()
		h.picture("history-900x600", fyne.Size{})
		h.inside()
		p.history.rows[3].Focus().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		h.settle()
		h.wantText("Wrong password", "5 tries in 3 minutes", "Last try", "First try", "kiosk", "10.20.4.17", "Line in the log")
		h.picture("history-details-900x600", fyne.Size{})
		h.key(fyne.KeyEscape)
		h.historyShows(nil, false)
		h.wantText("Nothing yet", "Each sign-in and each try is listed here.")
		h.atHistory()
		h.picture("history-none", wideWindow)
	})
}

// Arrows walk the lines, and a line that was changed below the keyboard keeps it.
func TestHistoryKeyboard(t *testing.T) {
	signedIn(t, func(h *hand) {
		p := h.historyShows(h.somePast(), false)
		p.history.rows[0].Focus().FocusGained()
		h.app.window.Canvas().Focus(p.history.rows[0].Focus())
		h.key(fyne.KeyDown)
		h.focusedOn("the second line", p.history.rows[1].Focus())
		h.historyShows(h.somePast()[1:], false)
		h.focusedOn("the second line", p.history.rows[1].Focus())
		h.key(fyne.KeyReturn)
		h.wantText("Locked 15 minutes")
		h.key(fyne.KeyEscape)
		h.focusedOn("the second line", p.history.rows[1].Focus())
	})
}

// wrote puts lines into the store, as if the account had a long past.
func (h *hand) wrote(lines []core.HistoryLine) {
	h.Helper()
	h.must(h.app.store.Update(h.Context(), func(tx core.Tx) error {
		for i := len(lines) - 1; i >= 0; i-- {
			lines[i].AccountID, lines[i].Name = h.app.session.own.ID, "a.okafor"
			if err := tx.AddHistoryLine(lines[i]); err != nil {
				return err
			}
		}
		return nil
	}))
}

// longPast is a line an hour, from two computers in turn.
func (h *hand) longPast(n int) []core.HistoryLine {
	p := &past{now: h.now().Add(-time.Hour)}
	for i := range n {
		line := from("YARD-PC-02", core.OutcomeSignedIn, "password", "")
		if i%5 == 4 {
			line = from("kiosk", core.OutcomeWrong, "signin", "")
		}
		p.add(61*time.Minute, line)
	}
	return p.lines
}

// historyList is the list of the dialog.
func (h *hand) historyList() *kit.List {
	h.Helper()
	for _, object := range h.visible() {
		if list, ok := object.(*kit.List); ok {
			return list
		}
	}
	h.Fatalf("there is no list; the window says:\n%s", h.says())
	return nil
}

// The whole history is read as far as somebody scrolls.
func TestWholeHistory(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.app.window.Resize(wideWindow)
		h.wrote(h.longPast(450))
		h.security().load()
		h.settle()
		h.security().history.all.Focus(h.app.window.Canvas())
		h.key(fyne.KeySpace)
		list := h.historyList()
		h.focusedOn("the list", list)
		h.wantText("All that is kept of your account, the newest first", "The newest 200; more come as you scroll")
		h.golden("history-all", fyne.Size{})
		h.key(fyne.KeyEnd)
		h.wantText("The newest 400; more come as you scroll")
		h.key(fyne.KeyEnd)
		h.wantText("451 lines\n", "The newest first")
		h.key(fyne.KeyEnd)
		if list.Cursor() != 450 {
			t.Errorf("the keyboard is on row %d", list.Cursor())
		}
		h.picture("history-all-end-900x600", leastWindow)
		h.inside()
		h.key(fyne.KeyReturn)
		h.wantText("Line in the log", "kiosk")
		h.key(fyne.KeyEscape)
		h.key(fyne.KeyEscape)
		h.noDialog()
		h.focusedOn("the button", h.security().history.all)
	})
}

// The chips ask for a part of it.
func TestHistoryFilters(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.app.window.Resize(wideWindow)
		h.wrote(h.longPast(20))
		h.app.showHistory(h.security())
		h.settle()
		h.wantText("21 lines\n")
		h.tap("Wrong or refused")
		h.wantText("4 lines\n")
		if said := strings.Join(h.historyList().Said(), "\n"); strings.Contains(said, "Signed in") || !strings.Contains(said, "Wrong password") {
			t.Errorf("the list says %s", said)
		}
		h.picture("history-all-wrong", fyne.Size{})
		h.tap("Signed in")
		h.wantText("17 lines\n")
		h.tap("Marked")
		h.wantText("Nothing of this kind", "Show the whole history")
		h.picture("history-all-none", fyne.Size{})
		h.tap("Show the whole history")
		h.wantText("21 lines\n")
	})
}

// failingHistory cannot read the history, from a page on.
type failingHistory struct {
	ownService
	first bool
}

func (f *failingHistory) OwnHistory(ctx context.Context, token core.Token, q core.HistoryQuery) (core.HistoryPage, error) {
	if f.first || q.Before.ID != 0 {
		return core.HistoryPage{}, fault()
	}
	return f.ownService.OwnHistory(ctx, token, q)
}

// What could not be read is said, and can be tried again; what was read stays.
func TestHistoryFails(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.app.window.Resize(wideWindow)
		h.wrote(h.longPast(450))
		p := h.security()
		good := p.site
		p.site = &failingHistory{ownService: good, first: true}
		p.load()
		h.settle()
		h.wantText("The sign-in history could not be read", "E-4F21AB", "Last changed today", "DEPOT-PC-14")
		h.atHistory()
		h.picture("history-failed", fyne.Size{})
		p.site = &failingHistory{ownService: good}
		h.tap("Try again")
		h.wantText("Show all")
		h.app.showHistory(p)
		h.settle()
		h.key(fyne.KeyEnd)
		h.wantText("The sign-in history could not be read.", "E-4F21AB", "The newest 200")
		h.picture("history-all-failed", fyne.Size{})
		p.site = good
		h.tap("Try again")
		h.wantText("The newest 400")
		h.wantNoText("E-4F21AB")
	})
}

// exports opens the question for a file of the history.
func (h *hand) exports(format string) (file string) {
	h.Helper()
	file = filepath.Join(h.TempDir(), "history."+format)
	h.security().app.askHistoryExport(h.security().site, core.HistoryQuery{})
	h.settle()
	field := h.inForm("File")
	field.SetText(strings.TrimSuffix(file, format) + "csv")
	if format == "json" {
		h.chooseFormat("json")
	}
	if field.Text() != file {
		h.Errorf("the file is %q, want %q", field.Text(), file)
	}
	return file
}

// The history goes into a new file that nobody else can read.
func TestHistoryExport(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.app.window.Resize(wideWindow)
		h.wrote(h.longPast(20))
		for _, format := range []string{"csv", "json"} {
			file := h.exports(format)
			h.tap("Save")
			h.wantText("The file is written", "21 lines are in", file)
			h.key(fyne.KeyEscape)
			h.noDialog()
			data, err := os.ReadFile(file)
			h.must(err)
			want := 21
			if format == "csv" {
				want++ // the names of the columns
			}
			if got := strings.Count(string(data), "\n"); got != want || !strings.Contains(string(data), "YARD-PC-02") {
				t.Errorf("%s has %d lines, want %d", format, got, want)
			}
			about, err := os.Stat(file)
			h.must(err)
			if runtime.GOOS != "windows" && about.Mode().Perm() != 0o600 {
				t.Errorf("its mode is %v", about.Mode())
			}
		}
	})
}

// A file is never replaced, and none is left that was not written to its end.
func TestHistoryExportRefused(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.app.window.Resize(wideWindow)
		file := h.exports("csv")
		h.must(os.WriteFile(file, []byte("mine"), 0o600))
		h.key(fyne.KeyReturn)
		h.wantText("There is a file of this name already. Choose another name.")
		h.focusedOn("the file", h.inForm("File").Input())
		if data, err := os.ReadFile(file); err != nil || string(data) != "mine" {
			t.Errorf("it has %q, %v", data, err)
		}
		h.fill(h.inForm("File"), "")
		h.key(fyne.KeyReturn)
		h.wantText("Choose a file.")
		h.fill(h.inForm("File"), filepath.Join(file, "below"))
		h.key(fyne.KeyReturn)
		h.wantText("The file could not be written there. Choose another place, or another name.")
		fresh := filepath.Join(h.TempDir(), "half.csv")
		if err := writeNewFile(fresh, func(to io.Writer) error {
			_, err := to.Write([]byte("half"))
			h.must(err)
			return fault()
		}); core.ErrorCode(err) != core.CodeFault {
			t.Errorf("half of it: %v", err)
		}
		if _, err := os.Stat(fresh); !os.IsNotExist(err) {
			t.Errorf("half of it is left: %v", err)
		}
	})
}

// The question for a file of the history, as people see it.
func TestHistoryExportLook(t *testing.T) {
	signedIn(t, func(h *hand) {
		t.Setenv("HOME", "/home/ada")
		h.app.askHistoryExport(h.security().site, core.HistoryQuery{Marked: true})
		h.settle()
		h.wantText("The lines that the filter finds, as they are now. Only you can read the file.")
		h.golden("history-export", wideWindow)
	})
}
