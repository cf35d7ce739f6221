package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

const (
	storeFile    = "gatehouse.db"
	lockFile     = "gatehouse.lock"
	backupFolder = "backups"
	// unfinished begins the names of stores and backups in the making.
	unfinished = "unfinished-"

	fileMode   = 0o600
	folderMode = 0o700
)

// place is where a store is: its folder, and the name of its file there.
type place struct {
	folder, file string
}

// placeOf gives the place of the store in a data folder.
func placeOf(dir string) (place, error) {
	folder, err := filepath.Abs(dir)
	if err != nil {
		return place{}, fmt.Errorf("find the data folder: %w", err)
	}
	return place{folder: folder, file: storeFile}, nil
}

// store is the path of the file.
func (p place) store() string { return filepath.Join(p.folder, p.file) }

// log is the path of the write-ahead log.
func (p place) log() string { return p.store() + "-wal" }

// backups is the path of the folder with the backups.
func (p place) backups() string { return filepath.Join(p.folder, backupFolder) }

// newestBackup is the path of the backup that was written last, or "". It is
// asked while something else has gone wrong, so a folder that cannot be read
// has no backup to name.
func (p place) newestBackup() string {
	entries, err := os.ReadDir(p.backups())
	if err != nil {
		return ""
	}
	newest, when := "", int64(0)
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || !info.Mode().IsRegular() || filepath.Ext(entry.Name()) != ".db" ||
			strings.HasPrefix(entry.Name(), unfinished) {
			continue
		}
		if at := info.ModTime().UnixNano(); newest == "" || at > when {
			newest, when = filepath.Join(p.backups(), entry.Name()), at
		}
	}
	return newest
}

// hasRemains tells whether parts of a site are there without its store: a link
// to it, its log, or backups.
func (p place) hasRemains() (bool, error) {
	for _, path := range []string{p.store(), p.log()} {
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			return err == nil, err
		}
	}
	entries, err := os.ReadDir(p.backups())
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return len(entries) > 0, err
}

// lock is held while a site is made or its schema changes.
func (p place) lock() *flock.Flock {
	return flock.New(filepath.Join(p.folder, lockFile), flock.SetPermissions(fileMode))
}

// drafts lists what creations in this folder have begun and not ended.
func (p place) drafts() ([]string, error) {
	entries, err := os.ReadDir(p.folder)
	if err != nil {
		return nil, fmt.Errorf("look for unfinished files: %w", err)
	}
	var all []string
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), unfinished) {
			all = append(all, filepath.Join(p.folder, entry.Name()))
		}
	}
	return all, nil
}

// cleanUp removes what a creation that was killed has left. The caller holds
// the lock, so nobody is building now.
func (p place) cleanUp() error {
	left, err := p.drafts()
	for _, path := range left {
		err = join(err, removeIfThere(path))
	}
	return err
}

// cleanUpIfAlone is cleanUp unless a creation runs now. A program that was
// killed right after its site had its name leaves the other name behind.
func (p place) cleanUpIfAlone() (err error) {
	left, err := p.drafts()
	if err != nil || len(left) == 0 {
		return err
	}
	lock := p.lock()
	held, err := lock.TryLock()
	if err != nil || !held {
		return err
	}
	defer func() { err = join(err, lock.Close()) }()
	return p.cleanUp()
}

// putInPlace gives a finished file its name, and never takes the name of
// another. A link fails where the name is taken; where the file system has no
// links the caller's lock stands in for it. With an error the name is not there:
// the caller will take back what belongs to the file. The caller removes from.
func putInPlace(from, to string, sync func(folder string) error) error {
	err := os.Link(from, to)
	if errors.Is(err, fs.ErrExist) {
		return err
	}
	if err != nil {
		if _, gone := os.Lstat(to); !errors.Is(gone, fs.ErrNotExist) {
			return &fs.PathError{Op: "rename", Path: to, Err: fs.ErrExist}
		}
		if err := os.Rename(from, to); err != nil {
			return err
		}
	}
	if err := sync(filepath.Dir(to)); err != nil {
		return errors.Join(err, os.Remove(to))
	}
	return nil
}
