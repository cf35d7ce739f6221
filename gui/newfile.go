package gui

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// placeError says that a new file cannot be made at a place.
type placeError struct{ cause error }

// Error is for the log.
func (e *placeError) Error() string { return fmt.Sprintf("make a file: %v", e.cause) }

// Unwrap gives the system's error.
func (e *placeError) Unwrap() error { return e.cause }

// errNoName is the cause where no file was named.
var errNoName = errors.New("gui: no file was named")

// words says what to do about it.
func (e *placeError) words() string {
	if errors.Is(e.cause, errNoName) {
		return tr("Choose a file.")
	}
	if errors.Is(e.cause, fs.ErrExist) {
		return tr("There is a file of this name already. Choose another name.")
	}
	return tr("The file could not be written there. Choose another place, or another name.")
}

// writeNewFile writes a new file that only its owner may read. It never replaces one, and
// what could not be written whole is removed again.
func writeNewFile(path string, write func(io.Writer) error) error {
	if path == "" {
		return &placeError{cause: errNoName}
	}
	file, err := os.OpenFile(filepath.Clean(path), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return &placeError{cause: err}
	}
	out := bufio.NewWriterSize(file, 1<<16)
	if err = write(out); err == nil {
		err = out.Flush()
	}
	if err != nil {
		return errors.Join(err, file.Close(), os.Remove(path))
	}
	if err = errors.Join(file.Sync(), file.Close()); err != nil {
		return &placeError{cause: errors.Join(err, os.Remove(path))}
	}
	return nil
}
