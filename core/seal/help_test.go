package seal

import (
	"crypto/rand"
	"errors"
	"io"
	"testing"
)

// mustKey draws a key or ends the test.
func mustKey(t testing.TB) Key {
	t.Helper()
	key, err := NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// mustRing makes a ring with one current key of that number.
func mustRing(t testing.TB, id uint32, key Key) *Ring {
	t.Helper()
	ring := NewRing(rand.Reader)
	if err := errors.Join(ring.Add(id, key), ring.SetCurrent(id)); err != nil {
		t.Fatal(err)
	}
	return ring
}

// want fails the test unless err is target; target nil means no error.
func want(t testing.TB, err, target error) {
	t.Helper()
	if !errors.Is(err, target) {
		t.Fatalf("error %v, want %v", err, target)
	}
}

var errSource = errors.New("the source broke")

// brokenRand fails after it delivered that many bytes.
type brokenRand int

func (b *brokenRand) Read(p []byte) (int, error) {
	n := min(len(p), int(*b))
	*b -= brokenRand(n)
	if n < len(p) {
		for i := range n {
			p[i] = 0xA5
		}
		return n, errSource
	}
	for i := range p {
		p[i] = 0xA5
	}
	return n, nil
}

// zeroRand is a source that is stuck.
type zeroRand struct{}

func (zeroRand) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// badSources are the ways randomness can fail. good is how many bytes one of them
// delivers before it breaks.
func badSources(good int) map[string]io.Reader {
	broken := brokenRand(good)
	return map[string]io.Reader{
		"none": nil, "zeros": zeroRand{}, "breaks": &broken,
	}
}
