package storage

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"sync"
	"time"

	"gatehouse/core"
)

// readers is how many transactions may read at a time.
const readers = 4

// Store is a site's store in a SQLite file. Its methods may be called from any
// goroutine; Update inside an Update waits for itself, for ever.
type Store struct {
	place  place
	now    func() time.Time
	writer *pool
	reader *pool
	limit  int
	once   sync.Once
}

// openStore makes the pools of a store that is known to be one.
func openStore(ctx context.Context, p place, o Options) (*Store, error) {
	writer, err := newPool(dsn(p.store(), accessWrite), 1)
	if err != nil {
		return nil, err
	}
	reader, err := newPool(dsn(p.store(), accessRead), readers)
	if err != nil {
		return nil, errors.Join(err, writer.close())
	}
	s := &Store{place: p, now: o.now, writer: writer, reader: reader, limit: countLimit}
	// The writer opens first: it brings the log in order after a crash, which
	// a reader may not.
	c, err := writer.take(ctx)
	if err != nil {
		return nil, errors.Join(p.fault(ctx, err), s.Close())
	}
	writer.give(c)
	return s, nil
}

// View runs do in a transaction that reads one moment of the store.
func (s *Store) View(ctx context.Context, do func(core.Tx) error) error {
	return s.run(ctx, s.reader, beginRead, do)
}

// Update runs do in a transaction that alone may write.
func (s *Store) Update(ctx context.Context, do func(core.Tx) error) error {
	return s.run(ctx, s.writer, beginWrite, do)
}

// Info tells path, schema and size, the write-ahead log included.
func (s *Store) Info(ctx context.Context) (core.StoreInfo, error) {
	info := core.StoreInfo{Path: s.place.store(), Folder: s.place.folder}
	for _, path := range []string{s.place.store(), s.place.log()} {
		file, err := os.Stat(path)
		if errors.Is(err, fs.ErrNotExist) && path == s.place.log() {
			continue
		}
		if err != nil {
			return core.StoreInfo{}, s.place.readOnly(err)
		}
		info.Bytes += file.Size()
	}
	c, err := s.reader.take(ctx)
	if err != nil {
		return core.StoreInfo{}, s.place.fault(ctx, err)
	}
	defer s.reader.give(c)
	found, err := readStamp(ctx, c.conn)
	info.Schema = found.schema
	return info, s.place.fault(ctx, err)
}

// Close waits for running transactions and closes the files. The last program
// to close a store writes its log into the file. Closing again does nothing.
//
// No statistics are kept for the planner: those of a site with one account
// would stay while a hundred thousand are added, and plans made for one row take
// seconds then. The queries are written so that they need none.
func (s *Store) Close() error {
	var err error
	s.once.Do(func() {
		err = join(s.reader.close(), s.writer.close())
	})
	return s.place.fault(context.Background(), err)
}
