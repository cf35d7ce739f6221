package breach

import (
	"crypto/sha1" // the published lists have SHA-1 hashes
	"encoding/binary"
	"math/bits"
)

// keyOf is the key of a SHA-1 hash.
func keyOf(sum [sha1.Size]byte) uint64 {
	return binary.BigEndian.Uint64(sum[sha1.Size-8:])
}

// fuse are the parameters of one binary fuse filter. The fingerprints lie in
// segments; a key has one in each of three neighbouring ones.
type fuse struct {
	seed uint64
	// segmentLength is a power of two, segmentCount the number of segments where
	// the first fingerprint of a key may lie. There are two more behind.
	segmentLength, segmentCount uint32
}

// fingerprints is how many there are.
func (f fuse) fingerprints() uint64 {
	return (uint64(f.segmentCount) + 2) * uint64(f.segmentLength)
}

// places tells where the three fingerprints of a key lie, and what they give
// when they are xored.
func (f fuse) places(key uint64) (first, second, third uint64, fingerprint uint16) {
	h := mix(key + f.seed)
	length := uint64(f.segmentLength)
	mask := length - 1
	first, _ = bits.Mul64(h, uint64(f.segmentCount)*length)
	second = (first + length) ^ (h >> 18 & mask)
	third = (first + 2*length) ^ (h & mask)
	return first, second, third, uint16(h ^ h>>32)
}

// mix spreads every bit over all others: the last steps of MurmurHash3, which
// are those of the filter's builder too.
func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// at reads one fingerprint of a shard's bytes.
func at(shard []byte, place uint64) uint16 {
	return binary.LittleEndian.Uint16(shard[2*place:])
}
