package policy

import (
	"math/big"
	"math/bits"
)

// Numbers of a fixed width, the lowest word first. A table of them is one piece
// of memory, which makes counting some ten times as fast as with big.Int.

// addTimes adds x·times to into. The width is chosen so that nothing is carried
// out of it.
func addTimes(into, x []uint64, times uint64) {
	if times == 0 {
		return
	}
	carry := uint64(0)
	for i, word := range x {
		high, low := bits.Mul64(word, times)
		low, c := bits.Add64(low, carry, 0)
		high += c
		into[i], c = bits.Add64(into[i], low, 0)
		carry = high + c
	}
}

// takeTimes takes x·times, which is no more, off into.
func takeTimes(into, x []uint64, times uint64) {
	borrow := uint64(0)
	for i, word := range x {
		high, low := bits.Mul64(word, times)
		low, c := bits.Add64(low, borrow, 0)
		high += c
		into[i], c = bits.Sub64(into[i], low, 0)
		borrow = high + c
	}
}

// numberFrom makes a big number.
func numberFrom(x []uint64) *big.Int {
	buf := make([]byte, 8*len(x))
	for i, word := range x {
		for b := range 8 {
			buf[len(buf)-1-8*i-b] = byte(word >> (8 * b))
		}
	}
	return new(big.Int).SetBytes(buf)
}
