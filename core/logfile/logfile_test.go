package logfile_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"gatehouse/core/logfile"
)

// lines reads the log, each line as a JSON object.
func lines(t *testing.T, dir string) []map[string]any {
	t.Helper()
	text, err := os.ReadFile(logfile.Path(dir))
	if err != nil {
		t.Fatal(err)
	}
	var all []map[string]any
	for line := range bytes.Lines(text) {
		var one map[string]any
		if err := json.Unmarshal(line, &one); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		all = append(all, one)
	}
	return all
}

func closeLog(t *testing.T, log io.Closer) {
	t.Helper()
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestOpenMakesNothingBeforeTheFirstLine(t *testing.T) {
	dir := t.TempDir()
	_, file := logfile.Open(dir)
	closeLog(t, file)
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 0 {
		t.Errorf("%v, %v in the data folder", entries, err)
	}
}

func TestLogDoesNotMakeTheDataFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	log, file := logfile.Open(dir)
	log.Error("fault")
	closeLog(t, file)
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the data folder: %v", err)
	}
}

func TestOpenExistingWritesOnlyWhereALogIs(t *testing.T) {
	dir := t.TempDir()
	log, file := logfile.OpenExisting(dir)
	log.Error("lost")
	closeLog(t, file)
	if _, err := os.Stat(filepath.Dir(logfile.Path(dir))); !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("the folder of the log: %v", err)
	}
	log, file = logfile.Open(dir)
	log.Info("first")
	closeLog(t, file)
	log, file = logfile.OpenExisting(dir)
	log.Error("second")
	closeLog(t, file)
	all := lines(t, dir)
	if len(all) != 2 || all[0]["msg"] != "first" || all[1]["msg"] != "second" || all[1]["level"] != "ERROR" {
		t.Errorf("%v", all)
	}
}

func TestLogIsForItsOwnerAlone(t *testing.T) {
	dir := t.TempDir()
	log, file := logfile.Open(dir)
	log.Info("line")
	closeLog(t, file)
	if runtime.GOOS == "windows" {
		return // permissions come from the folder there
	}
	for path, want := range map[string]os.FileMode{
		filepath.Dir(logfile.Path(dir)): 0o700 | os.ModeDir,
		logfile.Path(dir):               0o600,
	} {
		info, err := os.Stat(path)
		if err != nil || info.Mode() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}

// TestLogCannotBeForged writes what a person could type to imitate another line
// or to turn the text around, as value, error, group and structure.
func TestLogCannotBeForged(t *testing.T) {
	const nasty = "ada\n{\"msg\":\"forged\"}\x1b[31m\u202egnp\u200b\u0085end"
	dir := t.TempDir()
	log, file := logfile.Open(dir)
	log.WithGroup("who").Error("fault", "name", nasty, "cause", errors.New(nasty), "all", []string{nasty})
	closeLog(t, file)
	text, err := os.ReadFile(logfile.Path(dir))
	if err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(strings.TrimSuffix(string(text), "\n"), "\n\x1b\u202e\u200b\u0085") {
		t.Errorf("a character that cannot be seen in %q", text)
	}
	all := lines(t, dir)
	if len(all) != 1 {
		t.Fatalf("%d lines", len(all))
	}
	who, ok := all[0]["who"].(map[string]any)
	name, _ := who["name"].(string)
	if !ok || !strings.Contains(name, "‹U+202E›gnp‹U+200B›") || who["cause"] != name {
		t.Errorf("%v", all[0])
	}
}

// TestLogTurnsOver fills more than one file.
func TestLogTurnsOver(t *testing.T) {
	dir := t.TempDir()
	log, file := logfile.Open(dir)
	filler := strings.Repeat("x", 1<<20)
	for range 6 {
		log.Info("filler", "text", filler)
	}
	closeLog(t, file)
	entries, err := os.ReadDir(filepath.Dir(logfile.Path(dir)))
	if err != nil || len(entries) != 2 {
		t.Fatalf("%d files, %v", len(entries), err)
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || info.Size() > 5<<20 {
			t.Errorf("%s: %d bytes, %v", entry.Name(), info.Size(), err)
		}
		if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v", entry.Name(), info.Mode())
		}
	}
}
