package breach

import (
	"bytes"
	"context"
	"crypto/sha1" // the published lists have SHA-1 hashes
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"
)

// memoryLimit is the longest list that is read into memory, in bytes.
const memoryLimit = 64 << 20

// List is an open list. It is safe for concurrent use.
type List struct {
	info      Info
	index     *index
	shardBits uint32
	// shards are the bytes of all shards in memory, nil when mapped is used.
	shards []byte
	mapped *mapping
	closed atomic.Bool
}

// Open opens a list file and checks it: a list of at most 64 MiB wholly, a
// longer one's header and index, and the rest as it is read. The errors are
// ErrEmpty, ErrForeign, ErrNewer, ErrTruncated, ErrDamaged, ErrTooLarge and
// those of the file system. Close it when it is not needed any more.
func Open(path string) (*List, error) { return open(path, memoryLimit) }

// open reads lists up to a limit, in bytes, into memory and maps longer ones.
func open(path string, limit int64) (*List, error) {
	file, size, err := openRegular(path, ErrForeign)
	if err != nil {
		return nil, err
	}
	l, err := read(file, size, limit)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	if l.mapped == nil {
		if err := file.Close(); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// openRegular opens a file and tells its length. What is no ordinary file, and
// might never end or never answer, is not opened: that is other.
func openRegular(path string, other error) (*os.File, int64, error) {
	stat, err := os.Stat(path)
	if err != nil {
		return nil, 0, err
	}
	if !stat.Mode().IsRegular() {
		return nil, 0, fmt.Errorf("%w: not an ordinary file", other)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	if stat, err = file.Stat(); err != nil {
		return nil, 0, errors.Join(err, file.Close())
	}
	return file, stat.Size(), nil
}

// read makes a list of an open file. A list that is mapped owns the file.
func read(file *os.File, size, limit int64) (*List, error) {
	h, err := readHeader(file, size)
	if err != nil {
		return nil, err
	}
	x, err := readIndex(file, h)
	if err != nil {
		return nil, err
	}
	l := &List{info: h.info, index: x, shardBits: h.shardBits}
	if size > limit {
		l.mapped, err = newMapping(file, size)
		return l, err
	}
	l.shards = make([]byte, h.indexOffset-headerSize)
	if _, err := io.ReadFull(io.NewSectionReader(file, headerSize, int64(len(l.shards))), l.shards); err != nil {
		return nil, fmt.Errorf("breach: read the list: %w", err)
	}
	return l, l.Verify(context.Background())
}

// Info tells what the list says of itself.
func (l *List) Info() Info { return l.info }

// Close ends the use of the file. Look-ups that are under way are waited for,
// later ones get ErrClosed.
func (l *List) Close() error {
	if l.closed.Swap(true) || l.mapped == nil {
		return nil
	}
	return l.mapped.close()
}

// Contains tells whether a password is on the list; it is given in NFC, as
// UTF-8. Of 65,536 passwords that are not, one is taken for one that is. Errors
// are ErrDamaged and ErrClosed: then nothing is known about the password.
func (l *List) Contains(password []byte) (bool, error) {
	return l.ContainsHash(sha1.Sum(password))
}

// ContainsHash tells the same of the SHA-1 hash of a password.
func (l *List) ContainsHash(sum [sha1.Size]byte) (bool, error) {
	key := keyOf(sum)
	s := &l.index.shards[key>>(64-l.shardBits)]
	switch {
	case l.closed.Load():
		return false, ErrClosed
	case s.entries == 0:
		return false, nil
	case l.mapped != nil:
		return l.mapped.contains(s, l.index.checks, key)
	}
	first, second, third, fingerprint := s.places(key)
	b := l.shards[s.offset : s.offset+s.size]
	return at(b, first)^at(b, second)^at(b, third) == fingerprint, nil
}

// Verify reads the whole list, past any mapping, and compares its checksums. It
// gives ErrDamaged, ErrTruncated, the error of ctx, or that of the file system.
func (l *List) Verify(ctx context.Context) error { return l.verify(ctx, io.Discard) }

// verify is Verify; told gets all that is read.
func (l *List) verify(ctx context.Context, told io.Writer) error {
	var shards io.ReaderAt = bytes.NewReader(l.shards)
	if l.mapped != nil {
		release, err := l.mapped.hold()
		if err != nil {
			return err
		}
		defer release()
		if err := l.sameHeader(); err != nil {
			return err
		}
		shards = io.NewSectionReader(l.mapped.file, headerSize, l.info.Bytes-headerSize)
	}
	piece := make([]byte, 1<<20)
	for i := range l.index.shards {
		s := &l.index.shards[i]
		digest := sha256.New()
		rest := io.NewSectionReader(shards, int64(s.offset), int64(s.size))
		if err := pour(ctx, io.MultiWriter(digest, told), rest, piece); err != nil {
			return fmt.Errorf("breach: shard %d: %w", i, err)
		}
		if !bytes.Equal(digest.Sum(nil), s.sum[:]) {
			return fmt.Errorf("%w: the checksum of shard %d differs", ErrDamaged, i)
		}
	}
	return nil
}

// sameHeader looks whether the file still begins, and ends, as when it was
// opened.
func (l *List) sameHeader() error {
	stat, err := l.mapped.file.Stat()
	if err != nil {
		return err
	}
	h, err := readHeader(l.mapped.file, stat.Size())
	if err != nil {
		return err
	}
	if h.info.ID != l.info.ID {
		return fmt.Errorf("%w: it was written over", ErrDamaged)
	}
	_, err = readIndex(l.mapped.file, h)
	return err
}

// pour copies a piece at a time until the end or until ctx is done.
func pour(ctx context.Context, to io.Writer, from io.Reader, piece []byte) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := from.Read(piece)
		if _, err := to.Write(piece[:n]); err != nil {
			return err
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
