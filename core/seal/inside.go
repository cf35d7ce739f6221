package seal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Inside tells whether path is dir or lies below it, with symbolic links followed
// in both. Neither needs to exist. Folders are compared as the system knows them,
// so that other spellings on a file system that ignores case, and the same folder
// mounted twice, count as the same. Errors are those of the system, and of a link
// that leads nowhere: where such a path lies is not known.
func Inside(dir, path string) (bool, error) {
	dir, err := resolve(dir)
	if err != nil {
		return false, err
	}
	path, err = resolve(path)
	if err != nil {
		return false, err
	}
	folder, err := statIfThere(dir)
	if err != nil {
		return false, err
	}
	for {
		if path == dir {
			return true, nil
		}
		info, err := statIfThere(path)
		if err != nil {
			return false, err
		}
		if folder != nil && info != nil && os.SameFile(folder, info) {
			return true, nil
		}
		parent := filepath.Dir(path)
		if parent == path {
			return false, nil
		}
		path = parent
	}
}

// resolve makes a path absolute and follows the links in the part that exists.
func resolve(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("seal: %w", err)
	}
	rest := ""
	for {
		real, err := filepath.EvalSymlinks(path)
		if err == nil {
			return filepath.Join(real, rest), nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("seal: %w", err)
		}
		if _, lerr := os.Lstat(path); lerr == nil {
			return "", fmt.Errorf("seal: a link that leads nowhere: %w", err)
		}
		parent := filepath.Dir(path)
		if parent == path {
			return "", fmt.Errorf("seal: %w", err)
		}
		rest = filepath.Join(filepath.Base(path), rest)
		path = parent
	}
}

// statIfThere returns nil for a path that does not exist.
func statIfThere(path string) (fs.FileInfo, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("seal: %w", err)
	}
	return info, nil
}
