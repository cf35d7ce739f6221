package storage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"gatehouse/core"

	sqlite3 "modernc.org/sqlite/lib"
)

const (
	// lockWait is how long a creation waits for another one.
	lockWait = 10 * time.Second
	lockPoll = 20 * time.Millisecond
)

// Create makes the store of a new site in the data folder dir, which is made
// when it is not there, and fills it by fill. The store appears with all its
// content at once: killed at any moment, there is a whole site or none, and
// what fill began is removed by the next call. fill must not keep the store.
//
// Errors: those of fill, unchanged; CodeRefused when there is a site already;
// the code that Open gives for anything else that is in the way. A file of the
// store's name is never replaced.
func Create(ctx context.Context, dir string, o Options, fill func(core.Store) error) error {
	p, err := placeOf(dir)
	if err != nil {
		return err
	}
	steps, err := o.steps()
	if err != nil {
		return err
	}
	if err := lockPerDescriptor(); err != nil {
		return err
	}
	// Looked at before as well, so that a folder with something else in it does
	// not even get a lock file.
	if err := p.vacant(ctx, len(steps)); err != nil {
		return err
	}
	if err := os.MkdirAll(p.folder, folderMode); err != nil {
		return p.fileFault(err)
	}
	return p.locked(ctx, func() error {
		if err := p.vacant(ctx, len(steps)); err != nil {
			return err
		}
		if err := p.cleanUp(); err != nil {
			return p.fileFault(err)
		}
		return p.build(ctx, steps, o, fill)
	})
}

// vacant makes sure that a site can be made here.
func (p place) vacant(ctx context.Context, newest int) error {
	_, err := p.identify(ctx, newest)
	if err == nil {
		return p.taken()
	}
	if core.ErrorCode(err) == core.CodeStoreAbsent {
		return nil
	}
	return err
}

// locked runs do while no other creation runs in the folder. The lock file
// stays: removing it would let two programs lock two files of one name.
func (p place) locked(ctx context.Context, do func() error) (err error) {
	lock := p.lock()
	waiting, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	held, err := lock.TryLockContext(waiting, lockPoll)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, context.DeadlineExceeded):
		return p.coded(sqlite3.SQLITE_BUSY, err)
	case err != nil:
		return p.fileFault(err)
	case !held:
		return p.coded(sqlite3.SQLITE_BUSY, nil)
	}
	defer func() { err = join(err, lock.Close()) }()
	return do()
}

// build makes the store under another name and puts it in place.
func (p place) build(ctx context.Context, steps []migration, o Options, fill func(core.Store) error) (err error) {
	draft, err := newDraft(p.folder)
	if err != nil {
		return p.fileFault(err)
	}
	at := place{folder: p.folder, file: filepath.Base(draft)}
	defer func() {
		for _, end := range []string{"", "-wal", "-shm", "-journal"} {
			// What cannot be removed now goes when the store is opened: a store
			// that has its name is never called a failure.
			if left := removeIfThere(draft + end); err != nil {
				err = join(err, left)
			}
		}
	}()
	if err := migrate(ctx, draft, steps, o.now); err != nil {
		return p.fault(ctx, err)
	}
	if err := fillDraft(ctx, at, o, fill); err != nil {
		return err
	}
	if _, err := os.Lstat(at.log()); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("storage: the new store still has a log: %w", err)
	}
	err = putInPlace(draft, p.store(), syncFolder)
	if errors.Is(err, fs.ErrExist) {
		return p.taken()
	}
	if err != nil {
		return p.fileFault(err)
	}
	return nil
}

// fillDraft lends the new store to fill, and closes it so that the file alone
// is the store. A fill that panics leaves no open file behind.
func fillDraft(ctx context.Context, at place, o Options, fill func(core.Store) error) (err error) {
	s, err := openStore(ctx, at, o)
	if err != nil {
		return err
	}
	defer func() { err = join(err, s.Close()) }()
	if err := fill(s); err != nil {
		return err
	}
	c, err := s.writer.take(ctx)
	if err != nil {
		return at.fault(ctx, err)
	}
	defer s.writer.give(c)
	return at.fault(ctx, emptyLog(ctx, c.conn))
}
