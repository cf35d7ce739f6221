package logfile

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"gatehouse/core/username"

	"gopkg.in/natefinch/lumberjack.v2"
)

const (
	folderName = "logs"
	fileName   = "gatehouse.log"
	folderMode = 0o700

	// megabytes is the size at which a file is turned over, backups how many
	// old ones are kept.
	megabytes = 5
	backups   = 5
)

// Path is where the log of a data folder is.
func Path(dataDir string) string { return filepath.Join(dataDir, folderName, fileName) }

// Open gives the log of a site. The folder logs is made with the first line;
// the data folder has to be there. Close it when the program ends.
func Open(dataDir string) (*slog.Logger, io.Closer) {
	w := &writer{file: &lumberjack.Logger{Filename: Path(dataDir), MaxSize: megabytes, MaxBackups: backups}}
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: slog.LevelInfo})), w
}

// OpenExisting is Open for a folder that may hold no site: only where there is
// a log already is something written to it.
func OpenExisting(dataDir string) (*slog.Logger, io.Closer) {
	info, err := os.Stat(filepath.Dir(Path(dataDir)))
	if err != nil || !info.IsDir() {
		return slog.New(slog.DiscardHandler), io.NopCloser(nil)
	}
	return Open(dataDir)
}

// writer takes one line of JSON with each Write.
type writer struct {
	mu   sync.Mutex
	file *lumberjack.Logger
	made bool
}

// Write makes the line's invisible characters visible and appends it. Inside
// JSON these stand in strings only, so the line stays JSON.
func (w *writer) Write(line []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.prepare(); err != nil {
		return 0, err
	}
	text := username.Visible(strings.TrimSuffix(string(line), "\n")) + "\n"
	if _, err := io.WriteString(w.file, text); err != nil {
		return 0, fmt.Errorf("write the log: %w", err)
	}
	return len(line), nil
}

// prepare makes the folder, which the library would open to everybody.
func (w *writer) prepare() error {
	if w.made {
		return nil
	}
	err := os.Mkdir(filepath.Dir(w.file.Filename), folderMode)
	if err != nil && !errors.Is(err, os.ErrExist) {
		return fmt.Errorf("make the folder of the log: %w", err)
	}
	w.made = true
	return nil
}

// Close closes the file.
func (w *writer) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.file.Close(); err != nil {
		return fmt.Errorf("close the log: %w", err)
	}
	return nil
}
