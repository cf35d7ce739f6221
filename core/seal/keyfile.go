package seal

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

const (
	// keyFileHeader is the first line of a key file, for programs and people.
	keyFileHeader = "Gatehouse key file 1. Keep it secret, and apart from the data folder."

	// maxKeyFile is the greatest size in bytes that is read.
	maxKeyFile = 1 << 10
)

// WriteKeyFile writes kek to a new file that only its owner may read and write,
// makes it durable, and reads it back: some file systems cannot keep others out,
// and such a file would be refused later. On failure the new file is removed. A
// file that is already there is never touched. On Windows the file has the
// permissions of its folder; choose one that only the administrator may open.
//
// Errors: ErrKeyFileExists, ErrKeyFileAbsent when the folder is missing,
// ErrKeyFilePermissions, ErrNoKey, and those of the system.
func WriteKeyFile(path string, kek Key) error {
	if !kek.usable() {
		return ErrNoKey
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return keyFileError(err)
	}
	return finishKeyFile(f, kek)
}

// finishKeyFile fills the new file, or removes it.
func finishKeyFile(f *os.File, kek Key) error {
	if err := fillKeyFile(f, kek); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

func fillKeyFile(f *os.File, kek Key) error {
	text := formatKeyFile(kek)
	defer clear(text)
	_, err := f.Write(text)
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("seal: write key file: %w", err)
	}
	if err := syncFolder(filepath.Dir(f.Name())); err != nil {
		return fmt.Errorf("seal: write key file: %w", err)
	}
	back, err := ReadKeyFile(f.Name())
	if err != nil {
		return err
	}
	defer back.Wipe()
	if !back.Equal(kek) {
		return fmt.Errorf("%w: it came back changed", ErrNotKeyFile)
	}
	return nil
}

// ReadKeyFile reads what WriteKeyFile wrote. On Unix a file that group or others
// may use in any way is refused; on Windows permissions are not checked. Errors:
// ErrKeyFileAbsent, ErrKeyFilePermissions, ErrNotKeyFile, and those of the system.
func ReadKeyFile(path string) (Key, error) {
	// Without blocking, so that a pipe is refused rather than waited for.
	f, err := os.OpenFile(path, os.O_RDONLY|nonBlocking, 0)
	if err != nil {
		return Key{}, keyFileError(err)
	}
	text, err := readKeyFile(f)
	defer clear(text)
	if err = errors.Join(err, f.Close()); err != nil {
		return Key{}, err
	}
	return parseKeyFile(text)
}

func readKeyFile(f *os.File) ([]byte, error) {
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, keyFileError(err)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%w: not a regular file", ErrNotKeyFile)
	case checksPermissions && info.Mode().Perm()&0o077 != 0:
		return nil, fmt.Errorf("%w: mode %04o instead of 0600", ErrKeyFilePermissions, info.Mode().Perm())
	}
	text := make([]byte, maxKeyFile+1)
	n, err := io.ReadFull(f, text)
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return text[:n], nil
	case err != nil:
		return text, fmt.Errorf("seal: read key file: %w", err)
	}
	return text, fmt.Errorf("%w: larger than %d bytes", ErrNotKeyFile, maxKeyFile)
}

func formatKeyFile(kek Key) []byte {
	text := make([]byte, 0, maxKeyFile)
	text = append(text, keyFileHeader+"\n"...)
	text = base64.StdEncoding.AppendEncode(text, kek.raw())
	return append(text, '\n')
}

// parseKeyFile accepts the two lines with either line ending, and without the
// last one: files pass through editors and other systems.
func parseKeyFile(text []byte) (Key, error) {
	header, rest, _ := bytes.Cut(text, []byte("\n"))
	if string(bytes.TrimSuffix(header, []byte("\r"))) != keyFileHeader {
		return Key{}, fmt.Errorf("%w: another first line", ErrNotKeyFile)
	}
	rest = bytes.TrimSuffix(bytes.TrimSuffix(rest, []byte("\n")), []byte("\r"))
	key, err := decodeKey(string(rest))
	if err != nil {
		return Key{}, fmt.Errorf("%w: damaged: %w", ErrNotKeyFile, err)
	}
	return key, nil
}

// keyFileError gives an error of the system its type and keeps its text.
func keyFileError(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w: %w", ErrKeyFileAbsent, err)
	case errors.Is(err, fs.ErrExist):
		return fmt.Errorf("%w: %w", ErrKeyFileExists, err)
	}
	return fmt.Errorf("seal: key file: %w", err)
}

// NewKeyFileSlot makes a slot whose KEK is a new key file at path; the slot's Hint
// is the absolute path. Ask Inside first whether path lies in the data folder: a
// key copied along with the store protects nothing. Errors are those of
// WriteKeyFile and ErrRandom.
func NewKeyFileSlot(path string, site Key, rand io.Reader) (Slot, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return Slot{}, fmt.Errorf("seal: key file: %w", err)
	}
	kek, err := NewKey(rand)
	if err != nil {
		return Slot{}, err
	}
	defer kek.Wipe()
	slot, err := newSlot(KindKeyFile, "", kek, site, rand)
	if err != nil {
		return Slot{}, err
	}
	slot.Hint = path
	if err := WriteKeyFile(path, kek); err != nil {
		return Slot{}, err
	}
	return slot, nil
}

// OpenKeyFileSlot returns the site key. path is where the key file is now; when
// empty, the slot's Hint is used. Errors are those of ReadKeyFile, ErrWrongKey
// for another key file, and ErrFormat.
func OpenKeyFileSlot(s Slot, path string) (Key, error) {
	kek, err := keyFileKEK(s, path)
	if err != nil {
		return Key{}, err
	}
	defer kek.Wipe()
	return s.open(kek)
}

// RewrapKeyFileSlot returns the slot with another site key under the same KEK.
// The key file is only read. Errors are those of OpenKeyFileSlot and ErrRandom.
func RewrapKeyFileSlot(s Slot, path string, site Key, rand io.Reader) (Slot, error) {
	kek, err := keyFileKEK(s, path)
	if err != nil {
		return Slot{}, err
	}
	defer kek.Wipe()
	return s.rewrap(kek, site, rand)
}

func keyFileKEK(s Slot, path string) (Key, error) {
	if err := s.is(KindKeyFile); err != nil {
		return Key{}, err
	}
	if s.Params != "" {
		return Key{}, fmt.Errorf("%w: parameters of a key file", ErrFormat)
	}
	if path == "" {
		path = s.Hint
	}
	if path == "" {
		return Key{}, fmt.Errorf("%w: no path known", ErrKeyFileAbsent)
	}
	return ReadKeyFile(path)
}
