package seal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
)

// Ring holds the site's data keys by number. The current one seals; all of them
// open. A Ring may be used from several goroutines at once.
type Ring struct {
	mu      sync.Mutex
	rand    io.Reader
	keys    map[uint32]Key
	current uint32 // 0: none
}

// NewRing makes an empty ring that draws its nonces from rand, which should be
// crypto/rand.Reader; calls to it are never concurrent. Add a key and make it
// current before sealing.
func NewRing(rand io.Reader) *Ring {
	return &Ring{rand: rand, keys: map[uint32]Key{}}
}

// Add puts a copy of key into the ring under id, which is above zero and is never
// given to another key, not even after Remove. The key that is first added does
// not become current by itself. Errors: ErrKeyNumber, ErrNoKey.
func (r *Ring) Add(id uint32, key Key) error {
	own, err := key.clone()
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, taken := r.keys[id]; id == 0 || taken {
		own.Wipe()
		return fmt.Errorf("%w: %d", ErrKeyNumber, id)
	}
	r.keys[id] = own
	return nil
}

// SetCurrent makes the key of that number the one that seals. The error is
// ErrUnknownKey.
func (r *Ring) SetCurrent(id uint32) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.keys[id]; !ok {
		return fmt.Errorf("%w: %d", ErrUnknownKey, id)
	}
	r.current = id
	return nil
}

// Current returns the number of the key that seals, or 0 when none was set.
func (r *Ring) Current() uint32 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.current
}

// IDs returns the numbers of all keys in the ring, ascending.
func (r *Ring) IDs() []uint32 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Sorted(maps.Keys(r.keys))
}

// Remove wipes a key and takes it from the ring. What it sealed no longer opens:
// reseal everything first. Errors: ErrUnknownKey, ErrKeyInUse for the current key.
func (r *Ring) Remove(id uint32) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	key, ok := r.keys[id]
	switch {
	case !ok:
		return fmt.Errorf("%w: %d", ErrUnknownKey, id)
	case id == r.current:
		return fmt.Errorf("%w: %d", ErrKeyInUse, id)
	}
	key.Wipe()
	delete(r.keys, id)
	return nil
}

// Adopt takes over, as copies, the keys of another ring that this one lacks, and makes
// the other's current key the current one. The error is ErrUnknownKey when the other
// ring has none.
func (r *Ring) Adopt(other *Ring) error {
	for _, id := range other.IDs() {
		key, err := other.key(id)
		if err != nil {
			return err
		}
		if err := r.Add(id, key); err != nil && !errors.Is(err, ErrKeyNumber) {
			key.Wipe()
			return err
		}
		key.Wipe()
	}
	return r.SetCurrent(other.Current())
}

// Wipe wipes all keys and empties the ring.
func (r *Ring) Wipe() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, key := range r.keys {
		key.Wipe()
	}
	clear(r.keys)
	r.current = 0
}

// Seal encrypts plaintext for a location under the current key. The result is 45
// bytes longer than plaintext and differs at every call. Errors: ErrLocation,
// ErrUnknownKey when no key is current, ErrRandom.
func (r *Ring) Seal(at Location, plaintext []byte) ([]byte, error) {
	id, key, nonce, err := r.prepare()
	if err != nil {
		return nil, err
	}
	defer key.Wipe()
	header := binary.BigEndian.AppendUint32([]byte{formatSealed}, id)
	additional, err := at.additional(header)
	if err != nil {
		return nil, err
	}
	return encrypt(key, header, nonce, plaintext, additional)
}

// Open decrypts what Seal made for the same location. Errors: ErrFormat when
// sealed is no sealed value, ErrUnknownKey when the ring lacks its key, ErrAltered
// when it was changed or belongs elsewhere, ErrLocation.
func (r *Ring) Open(at Location, sealed []byte) ([]byte, error) {
	id, err := sealedKey(sealed)
	if err != nil {
		return nil, err
	}
	additional, err := at.additional(sealed[:headerSize])
	if err != nil {
		return nil, err
	}
	key, err := r.key(id)
	if err != nil {
		return nil, err
	}
	defer key.Wipe()
	return decrypt(key, sealed[headerSize:], additional, ErrAltered)
}

// NeedsReseal tells whether a sealed value names another key than the current
// one. It reads only the header and does not prove the value. The error is
// ErrFormat.
func (r *Ring) NeedsReseal(sealed []byte) (bool, error) {
	id, err := sealedKey(sealed)
	if err != nil {
		return false, err
	}
	return id != r.Current(), nil
}

// Reseal opens a sealed value and seals it again under the current key. Errors
// are those of Open and Seal; the value given stays valid.
func (r *Ring) Reseal(at Location, sealed []byte) ([]byte, error) {
	plaintext, err := r.Open(at, sealed)
	if err != nil {
		return nil, err
	}
	defer clear(plaintext)
	return r.Seal(at, plaintext)
}

// prepare returns a copy of the current key and a fresh nonce.
func (r *Ring) prepare() (uint32, Key, []byte, error) {
	nonce := make([]byte, nonceSize)
	r.mu.Lock()
	defer r.mu.Unlock()
	key, ok := r.keys[r.current]
	if !ok {
		return 0, Key{}, nil, fmt.Errorf("%w: no current key", ErrUnknownKey)
	}
	if err := random(r.rand, nonce); err != nil {
		return 0, Key{}, nil, err
	}
	own, err := key.clone()
	return r.current, own, nonce, err
}

// key returns a copy, so that a Remove or Wipe at the same time cannot take the
// bytes away under a running encryption.
func (r *Ring) key(id uint32) (Key, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	key, ok := r.keys[id]
	if !ok {
		return Key{}, fmt.Errorf("%w: %d", ErrUnknownKey, id)
	}
	return key.clone()
}
