package breach

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/FastFilter/xorfilter"
)

// assembly is the second phase: from the runs to the list.
type assembly struct {
	*workplace
	o         Options
	shardBits uint32
	// borders are those of each run, counts how many keys each shard has at most.
	borders [][]int64
	counts  []int64
	part    *os.File
	index   index
	// end is where the next shard begins in part.
	end int64
	// keys and builder are memory that every shard uses again.
	keys    []uint64
	builder xorfilter.BinaryFuseBuilder
}

// newAssembly cuts the runs into shards and takes up those that are done.
func (w *workplace) newAssembly(ctx context.Context, o Options) (*assembly, error) {
	a := &assembly{workplace: w, o: o, end: headerSize}
	total := int64(0)
	for _, r := range w.state.Runs {
		total += r.Keys
	}
	for a.shardBits < maxShardBits && total>>a.shardBits > int64(o.shardKeys) {
		a.shardBits++
	}
	a.counts = make([]int64, 1<<a.shardBits)
	for _, r := range w.state.Runs {
		borders, err := r.cut(w.dir, a.shardBits)
		if err != nil {
			return nil, err
		}
		a.borders = append(a.borders, borders)
		for i := range a.counts {
			a.counts[i] += borders[i+1] - borders[i]
		}
	}
	largest := slices.Max(a.counts)
	if largest > int64(o.maxShardKeys) {
		return nil, ErrTooMany
	}
	a.keys = make([]uint64, 0, largest)
	a.builder = xorfilter.MakeBinaryFuseBuilder[uint16](int(largest))
	var err error
	if a.part, err = os.OpenFile(filepath.Join(w.dir, partName), os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return nil, err
	}
	if err := a.takeUp(ctx); err != nil {
		return nil, errors.Join(err, a.part.Close())
	}
	return a, nil
}

// takeUp keeps the finished shards that are whole.
func (a *assembly) takeUp(ctx context.Context) error {
	done := a.state.Shards
	a.state.Shards = nil
	for _, d := range done[:min(len(done), len(a.counts))] {
		if err := ctx.Err(); err != nil {
			return err
		}
		s, ok := d.shard()
		if !ok || !s.sound() {
			break
		}
		b := make([]byte, s.size)
		if _, err := a.part.ReadAt(b, a.end); err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("breach: read a shard: %w", err)
		}
		if sha256.Sum256(b) != s.sum {
			break
		}
		a.add(s, b)
		a.state.Shards = append(a.state.Shards, d)
	}
	return nil
}

// shard reads a finished shard from the state.
func (d doneShard) shard() (shard, bool) {
	sum, err := hex.DecodeString(d.Sum)
	if err != nil || len(sum) != sha256.Size || d.Entries > maxShardKeys {
		return shard{}, false
	}
	return shard{
		fuse:    fuse{seed: d.Seed, segmentLength: d.SegmentLength, segmentCount: d.SegmentCount},
		entries: d.Entries, size: d.Size, sum: [sha256.Size]byte(sum),
	}, true
}

// add puts a shard into the index.
func (a *assembly) add(s shard, b []byte) {
	s.offset = uint64(a.end - headerSize)
	a.index.shards = append(a.index.shards, s)
	for block := range slices.Chunk(b, blockSize) {
		a.index.checks = append(a.index.checks, crc32.Checksum(block, castagnoli()))
	}
	a.end += int64(len(b))
}

// finish makes the shards that are missing, and then index and header.
func (a *assembly) finish(ctx context.Context, s *source) (Info, error) {
	for i := len(a.index.shards); i < len(a.counts); i++ {
		if err := ctx.Err(); err != nil {
			return Info{}, err
		}
		a.o.Progress(Progress{Phase: PhaseShards, Done: int64(i), Total: int64(len(a.counts)), Taken: a.state.End.Taken})
		if err := a.makeShard(i); err != nil {
			return Info{}, err
		}
	}
	a.o.Progress(Progress{
		Phase: PhaseShards, Done: int64(len(a.counts)), Total: int64(len(a.counts)), Taken: a.state.End.Taken,
	})
	return a.seal(s)
}

// makeShard makes one filter and writes it behind the ones before.
func (a *assembly) makeShard(number int) error {
	s, b, err := a.filter(number)
	if err != nil {
		return err
	}
	if _, err := a.part.WriteAt(b, a.end); err != nil {
		return fmt.Errorf("breach: write a shard: %w", err)
	}
	if err := a.part.Sync(); err != nil {
		return fmt.Errorf("breach: write a shard: %w", err)
	}
	a.add(s, b)
	a.state.Shards = append(a.state.Shards, doneShard{
		Seed: s.seed, SegmentLength: s.segmentLength, SegmentCount: s.segmentCount,
		Entries: s.entries, Size: s.size, Sum: hex.EncodeToString(s.sum[:]),
	})
	return a.save()
}

// filter makes a filter of the keys that all runs have for a shard.
func (a *assembly) filter(number int) (shard, []byte, error) {
	keys := a.keys[:0]
	for i, r := range a.state.Runs {
		var err error
		if keys, err = r.appendKeys(a.dir, keys, a.borders[i][number], a.borders[i][number+1]); err != nil {
			return shard{}, nil, err
		}
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	if len(keys) == 0 {
		return shard{sum: sha256.Sum256(nil)}, nil, nil
	}
	built, err := xorfilter.BuildBinaryFuse[uint16](&a.builder, keys)
	if err != nil {
		return shard{}, nil, fmt.Errorf("breach: make a filter: %w", err)
	}
	s := shard{
		fuse:    fuse{seed: built.Seed, segmentLength: built.SegmentLength, segmentCount: built.SegmentCount},
		entries: uint64(len(keys)), size: blocks(2*uint64(len(built.Fingerprints))) * blockSize,
	}
	b := make([]byte, s.size)
	for i, fingerprint := range built.Fingerprints {
		binary.LittleEndian.PutUint16(b[2*i:], fingerprint)
	}
	s.sum = sha256.Sum256(b)
	return s, b, proven(&s, b, keys)
}

// proven looks every key up again before the shard is written: a password that
// the list lost would be let through for as long as it is used.
func proven(s *shard, b []byte, keys []uint64) error {
	if !s.sound() {
		return errors.New("breach: a filter of unknown form")
	}
	for _, key := range keys {
		first, second, third, fingerprint := s.places(key)
		if at(b, first)^at(b, second)^at(b, third) != fingerprint {
			return errors.New("breach: a filter lost a key")
		}
	}
	return nil
}

// seal writes index and header, and closes the file.
func (a *assembly) seal(s *source) (Info, error) {
	encoded := a.index.encode()
	h := &header{
		shardBits: a.shardBits, indexOffset: uint64(a.end), indexSize: uint64(len(encoded)), indexSum: sha256.Sum256(encoded),
		info: Info{Source: a.o.Name, SourceTime: s.newest, Made: a.o.Now, Bytes: a.end + int64(len(encoded))},
	}
	for i := range a.index.shards {
		h.info.Entries += a.index.shards[i].entries
	}
	begin, id := h.encode()
	if _, err := a.part.WriteAt(encoded, a.end); err != nil {
		return Info{}, fmt.Errorf("breach: write the index: %w", err)
	}
	if _, err := a.part.WriteAt(begin, 0); err != nil {
		return Info{}, fmt.Errorf("breach: write the header: %w", err)
	}
	// A build that was stopped may have left more behind the end.
	err := errors.Join(a.part.Truncate(h.info.Bytes), a.part.Sync())
	if err != nil {
		return Info{}, errors.Join(err, a.part.Close())
	}
	known, err := decodeHeader(begin, id, uint64(h.info.Bytes))
	if err := errors.Join(err, a.part.Close()); err != nil {
		return Info{}, err
	}
	return known.info, nil
}
