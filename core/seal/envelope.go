package seal

import (
	"encoding/binary"
	"fmt"

	"golang.org/x/crypto/chacha20poly1305"
)

// The first byte of everything encrypted here names its layout.
const (
	formatSealed  = 0x01
	formatWrapped = 0x02
)

// The additional data of each layout begins with its own name.
const (
	domainSealed  = "gatehouse sealed value 1"
	domainWrapped = "gatehouse wrapped key 1"
)

const (
	nonceSize  = chacha20poly1305.NonceSizeX
	tagSize    = chacha20poly1305.Overhead
	headerSize = 1 + 4
)

// Location says where in the store a sealed value belongs. Table, Row and Column
// must not be empty. Row is the row's unchanging id as text; Version counts
// layouts of the plaintext, so that an old one is not read as a new one.
type Location struct {
	Table, Row, Column string
	Version            int
}

// additional encodes the location behind the envelope's header. Every part is
// preceded by its length, so that no two locations share an encoding.
func (at Location) additional(header []byte) ([]byte, error) {
	if at.Table == "" || at.Row == "" || at.Column == "" {
		return nil, ErrLocation
	}
	ad := appendParts(nil, domainSealed, string(header), at.Table, at.Row, at.Column)
	return binary.BigEndian.AppendUint64(ad, uint64(at.Version)), nil
}

// appendParts appends each part with its length, 8 bytes big-endian, before it.
func appendParts(b []byte, parts ...string) []byte {
	for _, part := range parts {
		b = binary.BigEndian.AppendUint64(b, uint64(len(part)))
		b = append(b, part...)
	}
	return b
}

// sealedKey reads the number of the key from a sealed value's header and checks
// the header's shape, but proves nothing.
func sealedKey(sealed []byte) (uint32, error) {
	switch {
	case len(sealed) < headerSize+nonceSize+tagSize:
		return 0, fmt.Errorf("%w: a sealed value of %d bytes", ErrFormat, len(sealed))
	case sealed[0] != formatSealed:
		return 0, fmt.Errorf("%w: sealed value of format %d", ErrFormat, sealed[0])
	}
	return binary.BigEndian.Uint32(sealed[1:headerSize]), nil
}

// encrypt appends the ciphertext of plaintext to prefix+nonce.
func encrypt(key Key, prefix, nonce, plaintext, additional []byte) ([]byte, error) {
	if !key.usable() {
		return nil, ErrNoKey
	}
	aead, err := chacha20poly1305.NewX(key.raw())
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	out := make([]byte, 0, len(prefix)+len(nonce)+len(plaintext)+tagSize)
	out = append(append(out, prefix...), nonce...)
	return aead.Seal(out, nonce, plaintext, additional), nil
}

// decrypt opens nonce+ciphertext. Its only error besides ErrNoKey is refused.
func decrypt(key Key, box, additional []byte, refused error) ([]byte, error) {
	if !key.usable() {
		return nil, ErrNoKey
	}
	aead, err := chacha20poly1305.NewX(key.raw())
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	if len(box) < nonceSize+tagSize {
		return nil, ErrFormat
	}
	plaintext, err := aead.Open(nil, box[:nonceSize], box[nonceSize:], additional)
	if err != nil {
		return nil, refused
	}
	return plaintext, nil
}
