package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"gatehouse/core"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Options are what a store takes from outside. The zero value is right for a
// program.
type Options struct {
	// Clock gives the time of transactions; nil is the system's.
	Clock func() time.Time
	// files replaces the embedded migrations.
	files fs.FS
}

// now is the time as it is stored.
func (o Options) now() time.Time {
	if o.Clock != nil {
		return o.Clock().UTC().Truncate(time.Millisecond)
	}
	return time.Now().UTC().Truncate(time.Millisecond)
}

// steps reads the migrations.
func (o Options) steps() ([]migration, error) {
	if o.files != nil {
		return migrationsOf(o.files)
	}
	files, err := fs.Sub(embedded, "migrations")
	if err != nil {
		return nil, fmt.Errorf("list the migrations: %w", err)
	}
	return migrationsOf(files)
}

// Open opens the store in the data folder dir, and brings it up to date after
// a backup. Nothing is made where there is no store, and a file that is not a
// store of this program, or of a newer one, is left as it is.
//
// Errors are *core.Error with CodeStoreAbsent, CodeStoreEmpty,
// CodeStoreForeign, CodeStoreNewer, CodeStoreDamaged, CodeStoreReadOnly,
// CodeStoreFull or CodeStoreBusy. A folder that has a write-ahead log or
// backups but no store is damaged, not absent: no first site is made there.
func Open(ctx context.Context, dir string, o Options) (*Store, error) {
	p, err := placeOf(dir)
	if err != nil {
		return nil, err
	}
	steps, err := o.steps()
	if err != nil {
		return nil, err
	}
	if err := lockPerDescriptor(); err != nil {
		return nil, err
	}
	found, err := p.identify(ctx, len(steps))
	if err != nil {
		return nil, err
	}
	if found.schema < len(steps) {
		if err := p.update(ctx, steps, o); err != nil {
			return nil, p.fault(ctx, err)
		}
	}
	s, err := openStore(ctx, p, o)
	if err != nil {
		return nil, err
	}
	if err := s.probe(ctx, len(steps)); err != nil {
		return nil, join(err, s.Close())
	}
	if err := p.cleanUpIfAlone(); err != nil {
		return nil, join(p.fileFault(err), s.Close())
	}
	return s, nil
}

// identify tells what is at the place without changing it.
func (p place) identify(ctx context.Context, newest int) (stamp, error) {
	if err := p.exists(); err != nil {
		return stamp{}, err
	}
	found, err := peek(ctx, p.store(), accessPeek)
	if isCode(err, sqlite3.SQLITE_CORRUPT) {
		// Pages may still be in the write-ahead log, after a crash or while
		// another program writes. Looked at with locks and log, it is whole.
		found, err = peek(ctx, p.store(), accessRead)
	}
	if isCode(err, sqlite3.SQLITE_NOTADB) {
		return stamp{}, p.foreign(err)
	}
	if err != nil {
		return stamp{}, p.fault(ctx, err)
	}
	return found, p.accept(found, newest)
}

// accept decides on the stamp of a file.
func (p place) accept(found stamp, newest int) error {
	switch {
	case found.application != applicationID:
		return p.foreign(nil)
	case found.schema > newest:
		return p.newer()
	case found.schema < 1:
		return p.damaged(errors.New("storage: a store without a schema"))
	}
	return nil
}

// exists refuses what cannot be a store by its size or kind.
func (p place) exists() error {
	info, err := os.Stat(p.store())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		remains, looked := p.hasRemains()
		if looked != nil {
			return p.fileFault(looked)
		}
		if remains {
			return p.missing(err)
		}
		return p.absent(err)
	case err != nil:
		return p.fileFault(err)
	case !info.Mode().IsRegular():
		return p.foreign(nil)
	case info.Size() == 0:
		return p.empty()
	}
	return nil
}

// peek reads the stamp of a file.
func peek(ctx context.Context, file string, a access) (found stamp, err error) {
	db, err := sql.Open("sqlite", dsn(file, a))
	if err != nil {
		return stamp{}, fmt.Errorf("open the store: %w", err)
	}
	db.SetMaxOpenConns(1)
	defer func() { err = join(err, db.Close()) }()
	return readStamp(ctx, db)
}

// isCode tells whether err is of a kind of SQLite's result codes.
func isCode(err error, code int) bool {
	e, ok := errors.AsType[*sqlite.Error](err)
	return ok && e.Code()&0xff == code
}

// update migrates an existing store, after a backup that stays. Of two programs
// that start at once the second finds the work done.
func (p place) update(ctx context.Context, steps []migration, o Options) error {
	return p.locked(ctx, func() error {
		found, err := p.identify(ctx, len(steps))
		if err != nil || found.schema == len(steps) {
			return err
		}
		return p.migrate(ctx, steps[found.schema:], o)
	})
}

func (p place) migrate(ctx context.Context, steps []migration, o Options) error {
	name := fmt.Sprintf("before-schema-%d-%s.db", steps[0].number, o.now().Format("20060102T150405.000Z"))
	if err := p.backUp(ctx, name); err != nil {
		return fmt.Errorf("back up before a migration: %w", err)
	}
	return migrate(ctx, p.store(), steps, o.now)
}

// probe makes sure that the open store can be written and is not evidently
// damaged, before anybody is let in.
func (s *Store) probe(ctx context.Context, newest int) error {
	c, err := s.writer.take(ctx)
	if err != nil {
		return s.place.fault(ctx, err)
	}
	defer s.writer.give(c)
	// The log may hold a newer stamp than the file.
	found, err := readStamp(ctx, c.conn)
	if err != nil {
		return s.place.fault(ctx, err)
	}
	if err := s.place.accept(found, newest); err != nil {
		return err
	}
	if err := s.quickLook(ctx, c); err != nil {
		return s.place.fault(ctx, err)
	}
	// Without a write SQLite would begin even where it may only read.
	for _, text := range []string{beginWrite, "DELETE FROM throttles WHERE subject = ''", "ROLLBACK"} {
		if _, err := c.exec(ctx, text); err != nil {
			return s.place.fault(ctx, err)
		}
	}
	return nil
}

var _ core.Store = (*Store)(nil)
