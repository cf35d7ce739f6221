package gui

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// exportTo opens the export and types a path.
func (h *hand) exportTo(path string) {
	h.Helper()
	h.tap("Export…")
	h.app.window.Canvas().Focused().(interface{ SetText(string) }).SetText(path)
	h.settle()
}

func TestActivityExport(t *testing.T) {
	t.Setenv("HOME", "/home/ada")
	folder := t.TempDir()
	inActivity(t, mixedLines, func(h *hand, _ *activityPage) {
		h.tap("Export…")
		h.wantText("Export the sign-in history", "All lines of the time that is chosen.")
		h.golden("activity-export", wideWindow)
		h.key(fyne.KeyEscape)
		path := filepath.Join(folder, "all.csv")
		h.exportTo(path)
		h.tap("Export")
		h.noDialog()
		file, err := os.Open(path)
		h.must(err)
		rows, err := csv.NewReader(file).ReadAll()
		h.must(err)
		h.must(file.Close())
		if len(rows) != 13 || rows[0][0] != "line" || rows[2][0] != "23" || rows[12][0] != "13" {
			t.Errorf("the file has %d rows: %v", len(rows), rows)
		}
		about, err := os.Stat(path)
		h.must(err)
		if runtime.GOOS != "windows" && about.Mode().Perm() != 0o600 {
			t.Errorf("the file may be read by others: %v", about.Mode())
		}
	})
}

// JSON of what a filter finds.
func TestActivityExportFiltered(t *testing.T) {
	folder := t.TempDir()
	inActivity(t, mixedLines, func(h *hand, _ *activityPage) {
		h.tap("Suspicious")
		h.tap("Export…")
		h.wantText("The lines that the search and the filters find.")
		h.key(fyne.KeyEscape)
		h.exportTo(filepath.Join(folder, "marked.csv"))
		for _, object := range h.visible() {
			if choice, is := object.(*kit.Select); is {
				h.app.window.Canvas().Focus(choice)
				h.key(fyne.KeyDown)
			}
		}
		h.tap("Export")
		h.noDialog()
		file, err := os.Open(filepath.Join(folder, "marked.json"))
		h.must(err)
		defer func() { h.must(file.Close()) }()
		var seqs []string
		for lines := bufio.NewScanner(file); lines.Scan(); {
			var line map[string]string
			h.must(json.Unmarshal(lines.Bytes(), &line))
			seqs = append(seqs, line["line"])
		}
		if len(seqs) != 2 || seqs[0] != "21" || seqs[1] != "20" {
			t.Errorf("the file has %v", seqs)
		}
	})
}

// A file that is there is never replaced, and a place that cannot be written says so
// beside the field.
func TestActivityExportRefused(t *testing.T) {
	folder := t.TempDir()
	there := filepath.Join(folder, "there.csv")
	if err := os.WriteFile(there, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	inActivity(t, mixedLines, func(h *hand, _ *activityPage) {
		h.exportTo(there)
		h.tap("Export")
		h.wantText("There is a file of this name already. Choose another name.")
		if data, err := os.ReadFile(there); err != nil || string(data) != "mine" {
			t.Errorf("the file has %q, %v", data, err)
		}
		h.key(fyne.KeyEscape)
		h.exportTo(filepath.Join(folder, "nowhere", "new.csv"))
		h.tap("Export")
		h.wantText("The file could not be written there.")
		h.key(fyne.KeyEscape)
		h.noDialog()
	})
}

// stuckExport writes some lines and then waits until it is stopped.
type stuckExport struct {
	activityService
	err   error
	lines int
}

// ExportHistory writes lines, and waits or fails.
func (s *stuckExport) ExportHistory(ctx context.Context, _ core.Token, _ core.HistoryQuery, _ core.ExportForm, to io.Writer) (int, error) {
	for range s.lines {
		if _, err := io.WriteString(to, "a line\n"); err != nil {
			return 0, err
		}
		<-time.After(100 * time.Millisecond) // time of the bubble
	}
	if s.err != nil {
		return 0, s.err
	}
	<-ctx.Done()
	return 0, ctx.Err()
}

// A long export tells how far it is. Stopped, or failed, it leaves no file.
func TestActivityExportStopped(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "long.csv")
	inActivity(t, mixedLines, func(h *hand, _ *activityPage) {
		stuck := &stuckExport{activityService: h.app.site, lines: 20}
		h.reopenActivity(stuck)
		h.exportTo(path)
		h.tap("Export")
		h.pass(2100 * time.Millisecond)
		h.wantText("Exporting the sign-in history", "lines written")
		h.golden("activity-exporting", wideWindow)
		h.tap("Stop")
		h.settle()
		h.wantText("The export was stopped. No file was left.")
		if _, err := os.Stat(path); !os.IsNotExist(err) {
			t.Errorf("the file is there: %v", err)
		}
		stuck.err, stuck.lines = errBroken, 1
		h.tap("Export")
		h.pass(time.Second)
		h.wantText("Something unexpected happened and nothing was changed.")
		h.wantNoText("disk is gone")
		if _, err := os.Stat(path); !os.IsNotExist(err) {
			t.Errorf("the file is there: %v", err)
		}
	})
}

// A lock during an export stops it.
func TestActivityExportLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "long.csv")
	inActivity(t, mixedLines, func(h *hand, _ *activityPage) {
		h.reopenActivity(&stuckExport{activityService: h.app.site, lines: 1})
		h.exportTo(path)
		h.tap("Export")
		h.pass(time.Second)
		h.app.lock()
		h.settle()
		if _, err := os.Stat(path); !os.IsNotExist(err) {
			t.Errorf("the file is there: %v", err)
		}
		h.noDialog()
	})
}

// atFault finds the row of a setting that has a problem, nil for none.
func (h *hand) atFault() *kit.Setting {
	h.Helper()
	for _, object := range h.visible() {
		if s, is := object.(*kit.Setting); is && s.Problem() != "" {
			return s
		}
	}
	return nil
}

func TestActivityKeeping(t *testing.T) {
	inActivity(t, mixedLines, func(h *hand, p *activityPage) {
		h.tap("How long this is kept")
		h.wantText("Devices that were signed out", "Sign-in history", "No limit")
		h.golden("activity-keeping", wideWindow)
		input := func() interface{ SetText(string) } {
			return h.app.window.Canvas().Focused().(interface{ SetText(string) })
		}
		input().SetText("0")
		h.tap("Save")
		h.wantText("Choose 1 to 3650 days.")
		input().SetText("x")
		h.tap("Save")
		h.wantText("Write a whole number in figures.")
		h.golden("activity-keeping-refused", fyne.Size{})
		input().SetText("30")
		if h.atFault() != nil {
			t.Error("the problem stays although the number is another")
		}
		h.tap("No limit")
		h.tap("Save")
		h.noDialog()
		kept, err := h.app.site.KeepingNow(h.Context(), h.app.session.token)
		h.must(err)
		if kept != (core.Keeping{EndedDays: 30, HistoryDays: 365}) {
			t.Errorf("kept are %+v", kept)
		}
		h.tap("How long this is kept")
		h.tap("No limit")
		h.tap("Save")
		kept, err = h.app.site.KeepingNow(h.Context(), h.app.session.token)
		h.must(err)
		if kept != (core.Keeping{EndedDays: 30}) {
			t.Errorf("kept are %+v", kept)
		}
		if !p.loaded {
			t.Error("the page is not loaded any more")
		}
	})
}
