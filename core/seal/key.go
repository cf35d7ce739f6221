package seal

import (
	"crypto/subtle"
	"fmt"
	"io"
)

// KeySize is the length of every key in bytes.
const KeySize = 32

// Key is a secret key of KeySize bytes. Copies of a Key share the same bytes:
// Wipe erases all of them. It prints, logs and marshals as a fixed text. The zero
// Key holds nothing; every use of it, or of a wiped Key, is ErrNoKey.
type Key struct{ concealed }

// NewKey draws a key from rand, which should be crypto/rand.Reader. The error is
// ErrRandom.
func NewKey(rand io.Reader) (Key, error) {
	key := Key{conceal(KeySize)}
	if err := random(rand, key.raw()); err != nil {
		return Key{}, err
	}
	return key, nil
}

// keyFrom copies b, which must have KeySize bytes, into a Key.
func keyFrom(b []byte) (Key, error) {
	if len(b) != KeySize {
		return Key{}, fmt.Errorf("%w: a key of %d bytes", ErrFormat, len(b))
	}
	key := Key{conceal(KeySize)}
	copy(key.raw(), b)
	if !key.usable() {
		return Key{}, fmt.Errorf("%w: an empty key", ErrFormat)
	}
	return key, nil
}

// clone copies the key, so that the copy outlives a Wipe of the original.
func (k Key) clone() (Key, error) {
	if !k.usable() {
		return Key{}, ErrNoKey
	}
	return keyFrom(k.raw())
}

// Equal compares two keys in constant time. Keys that hold nothing equal none.
func (k Key) Equal(other Key) bool {
	return k.usable() && other.usable() &&
		subtle.ConstantTimeCompare(k.raw(), other.raw()) == 1
}

// random fills b from rand. Only zeros are taken for a broken source: at the 16
// bytes and more that are drawn here a sound one never yields them.
func random(rand io.Reader, b []byte) error {
	if rand == nil {
		return ErrRandom
	}
	if _, err := io.ReadFull(rand, b); err != nil {
		clear(b)
		return fmt.Errorf("%w: %w", ErrRandom, err)
	}
	if allZero(b) {
		return fmt.Errorf("%w: only zeros", ErrRandom)
	}
	return nil
}
