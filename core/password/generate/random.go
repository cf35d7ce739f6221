package generate

import (
	"crypto/rand"
	"fmt"
	"io"
	"math"
	"math/big"
)

// below draws a uniform number from 0 to n−1; nil means crypto/rand. Numbers that
// would make some more likely than others are thrown away (rand.Int).
func below(random io.Reader, n *big.Int) (*big.Int, error) {
	if random == nil {
		random = rand.Reader
	}
	drawn, err := rand.Int(random, n)
	if err != nil {
		return nil, fmt.Errorf("generate: no randomness: %w", err)
	}
	return drawn, nil
}

// bits is the binary logarithm of a count, 0 for none and for one.
func bits(count *big.Int) float64 {
	if count.Sign() <= 0 {
		return 0
	}
	mantissa := new(big.Float)
	exponent := new(big.Float).SetInt(count).MantExp(mantissa)
	part, _ := mantissa.Float64()
	return float64(exponent) + math.Log2(part)
}
