package breach

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	// retired ends the name of a list that nobody begins to use any more.
	retired = ".old"
	// abandoned is after how long nobody works at a copy that is not whole.
	abandoned = 24 * time.Hour
)

// Unused lists the names of the lists in a folder that Install has made, but for
// one of them, which may be "".
func Unused(folder, keep string) ([]string, error) {
	return named(folder, func(entry fs.DirEntry, rest string) (bool, error) {
		return rest == "" && entry.Name() != keep, nil
	})
}

// Retire takes a list its name, so that nobody begins to use it. It is quick, unlike
// removing a large file. Where another program has the list open, Windows refuses
// it; then it is for a later time. A list that is gone is no error.
func Retire(folder, name string) error {
	path := filepath.Join(folder, name)
	return ignore(os.Rename(path, path+retired), os.ErrNotExist)
}

// Clear removes the lists that were retired, and the copies that Install has begun
// and nobody works at any more at this time. The errors are those of the files that
// stay, and of the folder.
func Clear(folder string, now time.Time) error {
	names, err := named(folder, func(entry fs.DirEntry, rest string) (bool, error) {
		if rest == retired || !strings.HasSuffix(rest, unfinished) {
			return rest == retired, nil
		}
		stat, err := entry.Info()
		if err != nil {
			return false, ignore(err, os.ErrNotExist)
		}
		return now.Sub(stat.ModTime()) > abandoned, nil
	})
	failed := []error{err}
	for _, name := range names {
		failed = append(failed, ignore(os.Remove(filepath.Join(folder, name)), os.ErrNotExist))
	}
	return errors.Join(failed...)
}

// named lists the ordinary files whose names begin as those of installed lists, and
// that are wanted by what follows that.
func named(folder string, wanted func(entry fs.DirEntry, rest string) (bool, error)) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		digits, ours := strings.CutPrefix(entry.Name(), installedPrefix)
		digits, rest, cut := strings.Cut(digits, installedSuffix)
		if !ours || !cut || len(digits) != installedDigits || strings.Trim(digits, "0123456789abcdef") != "" || !entry.Type().IsRegular() {
			continue
		}
		take, err := wanted(entry, rest)
		if err != nil {
			return nil, err
		}
		if take {
			names = append(names, entry.Name())
		}
	}
	return names, nil
}
