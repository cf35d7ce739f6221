package policy

import (
	"hash/maphash"
	"math/bits"
)

// The index of banned passwords hashes texts as polynomials over their code
// points modulo a prime: the hash of any part of a text, and of a text without
// one of its characters, then follows from the hashes of its beginnings.

// modulus is the Mersenne prime 2⁶¹ − 1.
const modulus = 1<<61 - 1

// mul is a·b modulo the prime.
func mul(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return reduce(lo&modulus + (lo>>61 | hi<<3))
}

// reduce brings a sum of two residues below the prime.
func reduce(n uint64) uint64 {
	if n >= modulus {
		n -= modulus
	}
	return n
}

// newBase draws the point at which the polynomials are evaluated, so that
// nobody can make a list whose hashes collide.
func newBase() uint64 {
	var h maphash.Hash
	h.SetSeed(maphash.MakeSeed())
	return h.Sum64()%(modulus-1<<32) + 1<<32
}

// extend is the hash of a text with one more character.
func extend(hash, base uint64, r rune) uint64 {
	return reduce(mul(hash, base) + uint64(r) + 1)
}

// hashOf is the hash of a text.
func hashOf(text string, base uint64) uint64 {
	hash := uint64(0)
	for _, r := range text {
		hash = extend(hash, base, r)
	}
	return hash
}

// prefixes holds what the hashes of all parts of a text follow from.
type prefixes struct {
	// hash[i] is the hash of the first i characters, at[i] their bytes, power[i]
	// the i-th power of the base.
	hash, power []uint64
	at          []int32
}

// read fills p with a text, and keeps its room.
func (p *prefixes) read(text string, base uint64) {
	p.hash, p.at = append(p.hash[:0], 0), append(p.at[:0], 0)
	if len(p.power) == 0 {
		p.power = append(p.power, 1)
	}
	for i, r := range text {
		n := len(p.hash)
		p.at[n-1] = int32(i)
		p.hash, p.at = append(p.hash, extend(p.hash[n-1], base, r)), append(p.at, int32(len(text)))
		if len(p.power) == n {
			p.power = append(p.power, mul(p.power[n-1], base))
		}
	}
}

// len is the number of characters.
func (p *prefixes) len() int { return len(p.hash) - 1 }

// part is the hash of the characters from i to before j.
func (p *prefixes) part(i, j int) uint64 {
	return reduce(p.hash[j] + modulus - mul(p.hash[i], p.power[j-i]))
}

// without is the hash of the text without its i-th character, from 0.
func (p *prefixes) without(i int) uint64 {
	n := p.len()
	return reduce(mul(p.hash[i], p.power[n-i-1]) + p.part(i+1, n))
}

// buckets finds numbers by a hash. All numbers stand in one array, bucket after
// bucket, so that no list, however many hashes in it are equal, takes more than
// two passes to build.
type buckets struct {
	start, items []uint32
}

// newBuckets makes so many buckets, one at least, for the items that each
// yields; it is called twice and yields the same.
func newBuckets(count int, each func(yield func(hash uint64, item uint32))) buckets {
	b := buckets{start: make([]uint32, max(count, 1)+1)}
	b.inBatches(each, func(some []placed) {
		for _, p := range some {
			b.start[p.place]++
		}
	})
	end := uint32(0)
	for i := range b.start {
		end += b.start[i]
		b.start[i] = end
	}
	b.items = make([]uint32, end)
	b.inBatches(each, func(some []placed) {
		for _, p := range some {
			b.start[p.place]--
			b.items[b.start[p.place]] = p.item
		}
	})
	return b
}

// placed is an item and its bucket.
type placed struct{ place, item uint32 }

// inBatches gives what each yields, some at a time: buckets lie far apart in
// memory, and a processor fetches several at once only when there is nothing else
// to do between them.
func (b *buckets) inBatches(each func(yield func(hash uint64, item uint32)), do func([]placed)) {
	batch := make([]placed, 0, 1024)
	each(func(hash uint64, item uint32) {
		batch = append(batch, placed{uint32(b.place(hash)), item})
		if len(batch) == cap(batch) {
			do(batch)
			batch = batch[:0]
		}
	})
	do(batch)
}

// place is the bucket of a hash. The last element of start only ends the last
// bucket.
func (b *buckets) place(hash uint64) int { return spread(hash, len(b.start)-1) }

// of returns the items that may have the hash.
func (b *buckets) of(hash uint64) []uint32 {
	place := b.place(hash)
	return b.items[b.start[place]:b.start[place+1]]
}

// spread brings a hash to a place below n. Hashes of short texts are close to
// each other, hence the factor (Knuth, The Art of Computer Programming, 6.4).
func spread(hash uint64, n int) int {
	const golden = 0x9e3779b97f4a7c15
	high, _ := bits.Mul64(hash*golden, uint64(n))
	return int(high)
}

// sieve tells of most hashes that they were never added.
type sieve []uint64

// newSieve makes room for n hashes, eight bits each.
func newSieve(n int) sieve { return make(sieve, n/8+1) }

func (s sieve) add(hash uint64) {
	place := spread(hash, len(s)*64)
	s[place/64] |= 1 << (place % 64)
}

func (s sieve) mayHave(hash uint64) bool {
	place := spread(hash, len(s)*64)
	return s[place/64]>>(place%64)&1 == 1
}
