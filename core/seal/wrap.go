package seal

import (
	"encoding/binary"
	"fmt"
	"io"
)

// Purpose says what a wrapped key is for. A key wrapped for one purpose does not
// unwrap for another.
type Purpose string

// The purposes of wrapped keys.
const (
	PurposeSite   Purpose = "site"   // wraps all others; itself wrapped by a slot's KEK
	PurposeSeal   Purpose = "seal"   // data key of a Ring
	PurposeAudit  Purpose = "audit"  // key of a Chain
	PurposeDigest Purpose = "digest" // key of a Digester
)

// known tells whether the purpose is one of the constants.
func (p Purpose) known() bool {
	switch p {
	case PurposeSite, PurposeSeal, PurposeAudit, PurposeDigest:
		return true
	}
	return false
}

// additional binds a wrapped key to its purpose and number.
func (p Purpose) additional(id uint32) ([]byte, error) {
	if !p.known() {
		return nil, fmt.Errorf("%w: %q", ErrPurpose, string(p))
	}
	ad := appendParts([]byte{formatWrapped}, domainWrapped, string(p))
	return binary.BigEndian.AppendUint32(ad, id), nil
}

// Wrap encrypts key under kek, for one purpose and number. The result has 73
// bytes. Errors: ErrNoKey, ErrPurpose, ErrRandom.
func Wrap(kek Key, purpose Purpose, id uint32, key Key, rand io.Reader) ([]byte, error) {
	additional, err := purpose.additional(id)
	if err != nil {
		return nil, err
	}
	if !key.usable() || !kek.usable() {
		return nil, ErrNoKey
	}
	nonce := make([]byte, nonceSize)
	if err := random(rand, nonce); err != nil {
		return nil, err
	}
	return encrypt(kek, []byte{formatWrapped}, nonce, key.raw(), additional)
}

// Unwrap decrypts what Wrap made with the same kek, purpose and number. Errors:
// ErrFormat when wrapped is no wrapped key, ErrWrongKey when it does not open,
// ErrNoKey, ErrPurpose.
func Unwrap(kek Key, purpose Purpose, id uint32, wrapped []byte) (Key, error) {
	additional, err := purpose.additional(id)
	if err != nil {
		return Key{}, err
	}
	switch {
	case len(wrapped) != 1+nonceSize+KeySize+tagSize:
		return Key{}, fmt.Errorf("%w: a wrapped key of %d bytes", ErrFormat, len(wrapped))
	case wrapped[0] != formatWrapped:
		return Key{}, fmt.Errorf("%w: wrapped key of format %d", ErrFormat, wrapped[0])
	}
	plain, err := decrypt(kek, wrapped[1:], additional, ErrWrongKey)
	if err != nil {
		return Key{}, err
	}
	defer clear(plain)
	return keyFrom(plain)
}

// Rewrap moves a wrapped key from one KEK to another, as when the site key is
// replaced. Errors are those of Unwrap and Wrap; what was given stays valid.
func Rewrap(from, to Key, purpose Purpose, id uint32, wrapped []byte, rand io.Reader) ([]byte, error) {
	key, err := Unwrap(from, purpose, id, wrapped)
	if err != nil {
		return nil, err
	}
	defer key.Wipe()
	return Wrap(to, purpose, id, key, rand)
}
