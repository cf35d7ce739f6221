package breach

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"math/bits"
)

// maxSegment is the longest segment that the builder makes.
const maxSegment = 1 << 18

// shard is one filter of a list. One without entries has no bytes.
type shard struct {
	fuse
	entries uint64
	// offset is where it begins behind the header, size how long it is.
	offset, size uint64
	sum          [sha256.Size]byte
}

// sound tells whether no place of a key can lie outside.
func (s *shard) sound() bool {
	if s.entries == 0 {
		return s.size == 0
	}
	return bits.OnesCount32(s.segmentLength) == 1 && s.segmentLength <= maxSegment && s.segmentCount >= 1 &&
		s.entries <= s.fingerprints() && s.size == blocks(2*s.fingerprints())*blockSize
}

// blocks is how many blocks hold so many bytes.
func blocks(size uint64) uint64 { return (size + blockSize - 1) / blockSize }

// index is what the shards are and how they are checked.
type index struct {
	shards []shard
	// checks are the checksums of all blocks, CRC-32C.
	checks []uint32
}

// castagnoli is the polynomial that processors know.
func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

// encode writes the index.
func (x *index) encode() []byte {
	le := binary.LittleEndian
	b := make([]byte, 0, len(x.shards)*entrySize+4*len(x.checks))
	for i := range x.shards {
		s := &x.shards[i]
		b = le.AppendUint64(b, s.size)
		b = le.AppendUint64(b, s.entries)
		b = le.AppendUint64(b, s.seed)
		b = le.AppendUint32(b, s.segmentLength)
		b = le.AppendUint32(b, s.segmentCount)
		b = append(b, s.sum[:]...)
	}
	for _, check := range x.checks {
		b = le.AppendUint32(b, check)
	}
	return b
}

// readIndex reads the index that the header speaks of.
func readIndex(r io.ReaderAt, h *header) (*index, error) {
	count := uint64(1) << h.shardBits
	// The length is compared before memory is taken for it.
	if want := count*entrySize + 4*blocks(h.indexOffset-headerSize); h.indexSize != want {
		return nil, fmt.Errorf("%w: the index has the wrong length", ErrDamaged)
	}
	b := make([]byte, h.indexSize)
	if _, err := io.ReadFull(io.NewSectionReader(r, int64(h.indexOffset), int64(h.indexSize)), b); err != nil {
		return nil, fmt.Errorf("breach: read the index: %w", err)
	}
	if sum := sha256.Sum256(b); !bytes.Equal(sum[:], h.indexSum[:]) {
		return nil, fmt.Errorf("%w: the checksum of the index differs", ErrDamaged)
	}
	x := decodeIndex(b, count)
	var end, entries uint64
	for i := range x.shards {
		s := &x.shards[i]
		if !s.sound() {
			return nil, fmt.Errorf("%w: shard %d contradicts itself", ErrDamaged, i)
		}
		s.offset = end
		end += s.size
		entries += s.entries
	}
	if headerSize+end != h.indexOffset || entries != h.info.Entries || entries == 0 {
		return nil, fmt.Errorf("%w: header and index contradict one another", ErrDamaged)
	}
	return x, nil
}

// decodeIndex reads an index of the right length.
func decodeIndex(b []byte, count uint64) *index {
	le := binary.LittleEndian
	x := &index{shards: make([]shard, count)}
	for i := range x.shards {
		e := b[i*entrySize:]
		x.shards[i] = shard{
			size: le.Uint64(e), entries: le.Uint64(e[8:]),
			fuse: fuse{seed: le.Uint64(e[16:]), segmentLength: le.Uint32(e[24:]), segmentCount: le.Uint32(e[28:])},
			sum:  [sha256.Size]byte(e[32:]),
		}
	}
	table := b[count*entrySize:]
	x.checks = make([]uint32, len(table)/4)
	for i := range x.checks {
		x.checks[i] = le.Uint32(table[4*i:])
	}
	return x
}
