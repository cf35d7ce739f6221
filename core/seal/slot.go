package seal

import (
	"encoding/base64"
	"fmt"
	"io"
	"strings"
)

// Kind names the way to a slot's KEK.
type Kind string

// The kinds of slots.
const (
	KindKeyring    Kind = "keyring"    // an item of the system's keyring
	KindPassphrase Kind = "passphrase" // a passphrase someone types
	KindKeyFile    Kind = "keyfile"    // a file kept apart from the store
	KindRecovery   Kind = "recovery"   // the printed recovery key
)

// Slot is what the store keeps of one way to the site key. Nothing in it is
// secret by itself. A slot is made by New…Slot and opened by Open…Slot of its
// kind; opening a slot of another kind is ErrFormat.
type Slot struct {
	Kind    Kind
	Wrapped []byte // the site key, wrapped by the slot's KEK
	Params  string // what is needed, besides the secret, to find the KEK
	Hint    string // for people: where the secret is; empty or a file's absolute path
}

const (
	// saltSize is the length of salts in bytes (RFC 9106, section 3.1).
	saltSize = 16

	// siteKeyID is the number all slots wrap the site key under: there is one.
	siteKeyID = 1
)

// newSlot wraps the site key by kek.
func newSlot(kind Kind, params string, kek, site Key, rand io.Reader) (Slot, error) {
	wrapped, err := Wrap(kek, PurposeSite, siteKeyID, site, rand)
	if err != nil {
		return Slot{}, err
	}
	return Slot{Kind: kind, Wrapped: wrapped, Params: params}, nil
}

// open unwraps the site key.
func (s Slot) open(kek Key) (Key, error) {
	return Unwrap(kek, PurposeSite, siteKeyID, s.Wrapped)
}

// rewrap puts another site key into the slot, once kek is proven to be its KEK.
func (s Slot) rewrap(kek, site Key, rand io.Reader) (Slot, error) {
	old, err := s.open(kek)
	if err != nil {
		return Slot{}, err
	}
	old.Wipe()
	next, err := newSlot(s.Kind, s.Params, kek, site, rand)
	next.Hint = s.Hint
	return next, err
}

// is refuses a slot of another kind.
func (s Slot) is(kind Kind) error {
	if s.Kind != kind {
		return fmt.Errorf("%w: slot of kind %q, not %q", ErrFormat, string(s.Kind), string(kind))
	}
	return nil
}

// newSalt draws a salt and its text form.
func newSalt(rand io.Reader) ([]byte, error) {
	salt := make([]byte, saltSize)
	return salt, random(rand, salt)
}

// parseSalt reads a salt in unpadded standard base64, the form of PHC strings.
func parseSalt(text string) ([]byte, error) {
	salt, err := base64.RawStdEncoding.Strict().DecodeString(text)
	if err != nil || len(salt) != saltSize || strings.ContainsAny(text, "\r\n") {
		return nil, fmt.Errorf("%w: salt", ErrFormat)
	}
	return salt, nil
}
