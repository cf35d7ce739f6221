package breach

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sort"
)

// keySize is the length of a key in a run, in bytes.
const keySize = 8

// run is a sorted part of the keys, without duplicates, in a file: the keys one
// after the other, little-endian.
type run struct {
	Name string `json:"name"`
	Keys int64  `json:"keys"`
	// Sum is the SHA-256 of the file, in hexadecimal.
	Sum string `json:"sum"`
	// End is where the source was when the run was written.
	End place `json:"end"`
}

// place is how far a source was read, and what was found up to there.
type place struct {
	File   int   `json:"file"`
	Offset int64 `json:"offset"`
	Line   int64 `json:"line"`
	// Bytes are those of all files up to here, Taken the lines with a password,
	// Bad those that cannot be read, of which Named are the first.
	Bytes int64     `json:"bytes"`
	Taken int64     `json:"taken"`
	Bad   int64     `json:"bad"`
	Named []BadLine `json:"named"`
}

// writeRun sorts keys and writes them. It changes them.
func writeRun(dir, name string, keys []uint64, end place) (run, error) {
	slices.Sort(keys)
	keys = slices.Compact(keys)
	digest := sha256.New()
	err := writeDurable(filepath.Join(dir, name), func(w io.Writer) error {
		piece := make([]byte, 0, 64<<10)
		for part := range slices.Chunk(keys, cap(piece)/keySize) {
			piece = piece[:0]
			for _, key := range part {
				piece = binary.LittleEndian.AppendUint64(piece, key)
			}
			if _, err := io.MultiWriter(w, digest).Write(piece); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return run{}, fmt.Errorf("breach: write a part: %w", err)
	}
	end.Named = slices.Clone(end.Named)
	return run{Name: name, Keys: int64(len(keys)), Sum: hex.EncodeToString(digest.Sum(nil)), End: end}, nil
}

// whole tells whether the run's file is as it was written.
func (r run) whole(ctx context.Context, dir string) (bool, error) {
	file, size, err := openRegular(filepath.Join(dir, r.Name), ErrDamaged)
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, ErrDamaged) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	digest := sha256.New()
	err = pour(ctx, digest, file, make([]byte, 1<<20))
	if err := errors.Join(err, file.Close()); err != nil {
		return false, err
	}
	want, err := hex.DecodeString(r.Sum)
	return err == nil && size == r.Keys*keySize && bytes.Equal(want, digest.Sum(nil)), nil
}

// below is how many keys of the open run are less than limit.
func (r run) below(file io.ReaderAt, limit uint64) (int64, error) {
	var failed error
	var key [keySize]byte
	found := sort.Search(int(r.Keys), func(i int) bool {
		if failed != nil {
			return true
		}
		_, failed = file.ReadAt(key[:], int64(i)*keySize)
		return binary.LittleEndian.Uint64(key[:]) >= limit
	})
	return int64(found), failed
}

// cut are the borders of the shards in a run: shard i has the keys from
// borders[i] to borders[i+1].
func (r run) cut(dir string, shardBits uint32) (borders []int64, err error) {
	file, err := os.Open(filepath.Join(dir, r.Name))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	count := uint64(1) << shardBits
	for i := range count {
		border, err := r.below(file, i<<(64-shardBits))
		if err != nil {
			return nil, fmt.Errorf("breach: read a part: %w", err)
		}
		borders = append(borders, border)
	}
	return append(borders, r.Keys), nil
}

// appendKeys reads a part of the run.
func (r run) appendKeys(dir string, keys []uint64, from, to int64) (_ []uint64, err error) {
	file, err := os.Open(filepath.Join(dir, r.Name))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	part := io.NewSectionReader(file, from*keySize, (to-from)*keySize)
	piece := make([]byte, 64<<10)
	for left := to - from; left > 0; {
		n := min(left, int64(len(piece)/keySize))
		if _, err := io.ReadFull(part, piece[:n*keySize]); err != nil {
			return nil, fmt.Errorf("breach: read a part: %w", err)
		}
		for i := range n {
			keys = append(keys, binary.LittleEndian.Uint64(piece[i*keySize:]))
		}
		left -= n
	}
	return keys, nil
}
