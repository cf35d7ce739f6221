package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Backup writes a copy of the store to path, which must not exist, and reads
// it back. Others may go on writing meanwhile; the copy is of one moment. The
// file gets its name only when it is whole.
func (s *Store) Backup(ctx context.Context, path string) error {
	return s.place.fault(ctx, copyTo(ctx, s.place.store(), path))
}

// backUp writes a backup of that name into the folder of backups.
func (p place) backUp(ctx context.Context, name string) error {
	if err := os.MkdirAll(p.backups(), folderMode); err != nil {
		return p.fileFault(err)
	}
	return copyTo(ctx, p.store(), filepath.Join(p.backups(), name))
}

// copyTo makes a verified copy of the store in file.
func copyTo(ctx context.Context, file, path string) (err error) {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return &fs.PathError{Op: "backup", Path: path, Err: fs.ErrExist}
	}
	draft, err := newDraft(filepath.Dir(path))
	if err != nil {
		return err
	}
	// After success the draft is gone.
	defer func() { err = join(err, removeIfThere(draft)) }()
	if err := vacuumInto(ctx, file, draft); err != nil {
		return err
	}
	if err := verify(ctx, draft); err != nil {
		return err
	}
	return putInPlace(draft, path, syncFolder)
}

// newDraft makes an empty file that only the owner can read.
func newDraft(dir string) (string, error) {
	file, err := os.CreateTemp(dir, unfinished+"*.db")
	if err != nil {
		return "", err
	}
	return file.Name(), file.Close()
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove an unfinished file: %w", err)
	}
	return nil
}

// vacuumInto copies a live store, its log included, into an empty file. It has
// a connection of its own and reads only, so writers go on.
func vacuumInto(ctx context.Context, file, draft string) (err error) {
	db, err := sql.Open("sqlite", dsn(file, accessWrite))
	if err != nil {
		return fmt.Errorf("open the store: %w", err)
	}
	db.SetMaxOpenConns(1)
	defer func() { err = join(err, db.Close()) }()
	if _, err := db.ExecContext(ctx, "VACUUM INTO $1", draft); err != nil {
		return fmt.Errorf("copy the store: %w", err)
	}
	return nil
}

// verify reads a copy as a whole.
func verify(ctx context.Context, file string) (err error) {
	db, err := sql.Open("sqlite", dsn(file, accessPeek))
	if err != nil {
		return fmt.Errorf("open the copy: %w", err)
	}
	db.SetMaxOpenConns(1)
	defer func() { err = join(err, db.Close()) }()
	if err := soundness(ctx, db, "quick_check"); err != nil {
		return fmt.Errorf("verify the copy: %w", err)
	}
	found, err := readStamp(ctx, db)
	if err != nil {
		return fmt.Errorf("verify the copy: %w", err)
	}
	if found.application != applicationID || found.schema < 1 {
		return fmt.Errorf("%w: the copy is not a store", errUnsound)
	}
	return nil
}
