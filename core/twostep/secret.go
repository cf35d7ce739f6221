package twostep

import (
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// ErrSecret reports bytes or a text that are no secret.
var ErrSecret = errors.New("twostep: no secret")

// Secret is what an app and Gatehouse share. It shows itself in no message: whoever
// has it can make every code. Copies share the bytes, so that Wipe erases all of them.
//
// The bytes stand behind two pointers: fmt calls no method of an unexported field, but
// prints a pointer in it as an address.
type Secret struct{ at **[]byte }

// holding is the secret with these bytes.
func holding(b []byte) Secret {
	at := &b
	return Secret{&at}
}

// raw gives the bytes themselves, nil when there are none.
func (s Secret) raw() []byte {
	if s.at == nil {
		return nil
	}
	return **s.at
}

// usable tells a secret from one that was never made or was wiped.
func (s Secret) usable() bool {
	b := s.raw()
	if len(b) < leastSecret || len(b) > mostSecret {
		return false
	}
	return subtle.ConstantTimeCompare(b, make([]byte, len(b))) == 0
}

// hidden stands for what is not shown.
const hidden = "(hidden)"

// NewSecret draws a secret of the length that the algorithm asks for.
func NewSecret(rand io.Reader, p Params) (Secret, error) {
	if err := p.Validate(); err != nil {
		return Secret{}, err
	}
	drawn := make([]byte, p.secretSize())
	if _, err := io.ReadFull(rand, drawn); err != nil {
		return Secret{}, fmt.Errorf("twostep: no randomness for a secret: %w", err)
	}
	return SecretOf(drawn)
}

// leastSecret and mostSecret bound a secret in bytes (RFC 4226, R6: 128 bits).
const (
	leastSecret = 16
	mostSecret  = 64
)

// SecretOf is the secret with these bytes, which it takes over. It returns ErrSecret
// for fewer than 16, more than 64, and zeros alone.
func SecretOf(b []byte) (Secret, error) {
	s := holding(b)
	if !s.usable() {
		return Secret{}, ErrSecret
	}
	return s, nil
}

// Bytes are those of the secret, for sealing. They are not a copy.
func (s Secret) Bytes() []byte { return s.raw() }

// Base32 is the secret as apps take it: upper case, without padding.
func (s Secret) Base32() string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(s.raw())
}

// groupSize is how many characters stand together where a person copies a text.
const groupSize = 4

// Groups is Base32 in groups of four, with a space between them.
func (s Secret) Groups() string { return grouped(s.Base32(), " ") }

// Wipe overwrites the secret with zeros here and in all copies. It makes no codes then.
func (s Secret) Wipe() { clear(s.raw()) }

// String shows nothing of the secret.
func (s Secret) String() string { return hidden }

// Format shows nothing of the secret, whatever it is asked for.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// LogValue shows nothing of the secret.
func (s Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText shows nothing of the secret.
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// grouped puts a mark after every fourth character.
func grouped(text, mark string) string {
	var b strings.Builder
	for i, r := range text {
		if i > 0 && i%groupSize == 0 {
			b.WriteString(mark)
		}
		b.WriteRune(r)
	}
	return b.String()
}
