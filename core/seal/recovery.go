package seal

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"unicode"
)

const (
	recoveryBytes = 20 // 160 bits
	recoveryChars = 32
	recoveryGroup = 4

	// maxRecoveryText bounds what is looked at; a typed key has about 40 bytes.
	maxRecoveryText = 1 << 10

	// crockford is the alphabet of Crockford's base32: no I, L, O, U.
	crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

	recoveryInfo   = "gatehouse recovery key 1"
	recoveryPrefix = "$hkdf-sha256$v=1$"
)

// RecoveryKey is the secret that is printed at set-up and opens the site when all
// other ways are lost. As with Key, copies share their bytes; only Reveal shows
// them.
type RecoveryKey struct{ concealed }

// NewRecoveryKey draws 160 bits from rand. The error is ErrRandom.
func NewRecoveryKey(rand io.Reader) (RecoveryKey, error) {
	key := RecoveryKey{conceal(recoveryBytes)}
	if err := random(rand, key.raw()); err != nil {
		return RecoveryKey{}, err
	}
	return key, nil
}

// RecoveryKeyError says what about a typed recovery key is wrong, without the
// text. It wraps ErrFormat.
type RecoveryKeyError struct {
	// Position is that of the first character that a recovery key cannot
	// contain, counted from 1 in code points of the text as typed; 0 when all
	// characters can be.
	Position int

	// Length is the number of characters without spaces and dashes, where it
	// is not 32; else 0. It is 0 too when the text was too long to look at.
	Length int
}

// Error tells the position or the length.
func (e *RecoveryKeyError) Error() string {
	switch {
	case e.Position > 0:
		return fmt.Sprintf("seal: recovery key: character %d cannot be part of one", e.Position)
	case e.Length > 0:
		return fmt.Sprintf("seal: recovery key: %d characters instead of %d", e.Length, recoveryChars)
	}
	return "seal: recovery key: no key, or far too long"
}

// Unwrap returns ErrFormat.
func (e *RecoveryKeyError) Unwrap() error { return ErrFormat }

// ParseRecoveryKey reads a typed recovery key. Case, white space and dashes do not
// matter; O is read as 0, I and L as 1. The error is a *RecoveryKeyError.
func ParseRecoveryKey(text string) (RecoveryKey, error) {
	if len(text) > maxRecoveryText {
		return RecoveryKey{}, &RecoveryKeyError{}
	}
	chars := make([]byte, 0, recoveryChars)
	defer func() { clear(chars[:cap(chars)]) }()
	length, position := 0, 0
	for _, r := range text {
		position++
		if isSeparator(r) {
			continue
		}
		c, ok := crockfordChar(r)
		if !ok {
			return RecoveryKey{}, &RecoveryKeyError{Position: position}
		}
		if length++; length <= recoveryChars {
			chars = append(chars, c)
		}
	}
	if length != recoveryChars {
		return RecoveryKey{}, &RecoveryKeyError{Length: length}
	}
	return decodeRecovery(chars)
}

func decodeRecovery(chars []byte) (RecoveryKey, error) {
	key := RecoveryKey{conceal(recoveryBytes)}
	if _, err := recoveryEncoding().Decode(key.raw(), chars); err != nil {
		return RecoveryKey{}, &RecoveryKeyError{}
	}
	if !key.usable() {
		return RecoveryKey{}, &RecoveryKeyError{}
	}
	return key, nil
}

func recoveryEncoding() *base32.Encoding {
	return base32.NewEncoding(crockford).WithPadding(base32.NoPadding)
}

// isSeparator accepts every kind of space and dash: printed and copied text may
// carry typographic ones.
func isSeparator(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || r == '\u2212'
}

// crockfordChar returns the alphabet's character for a typed one.
func crockfordChar(r rune) (byte, bool) {
	if r > unicode.MaxASCII {
		return 0, false
	}
	c := byte(r)
	if 'a' <= c && c <= 'z' {
		c -= 'a' - 'A'
	}
	switch c {
	case 'O':
		c = '0'
	case 'I', 'L':
		c = '1'
	}
	return c, strings.IndexByte(crockford, c) >= 0
}

// Reveal returns the key as it is printed: 8 groups of 4 characters of Crockford's
// base32 with dashes between them; empty for a key that holds nothing.
func (k RecoveryKey) Reveal() string {
	if !k.usable() {
		return ""
	}
	chars := make([]byte, recoveryChars)
	defer clear(chars)
	recoveryEncoding().Encode(chars, k.raw())
	var b strings.Builder
	for i := 0; i < recoveryChars; i += recoveryGroup {
		if i > 0 {
			b.WriteByte('-')
		}
		b.Write(chars[i : i+recoveryGroup])
	}
	return b.String()
}

// NewRecoverySlot makes a slot whose KEK is HKDF-SHA256 (RFC 5869) over the
// recovery key and a fresh salt. Errors: ErrNoKey, ErrRandom.
func NewRecoverySlot(key RecoveryKey, site Key, rand io.Reader) (Slot, error) {
	salt, err := newSalt(rand)
	if err != nil {
		return Slot{}, err
	}
	kek, err := recoveryKEK(key, salt)
	if err != nil {
		return Slot{}, err
	}
	defer kek.Wipe()
	return newSlot(KindRecovery, recoveryParams(salt), kek, site, rand)
}

// OpenRecoverySlot returns the site key. Errors: ErrWrongKey for another recovery
// key, ErrFormat, ErrNoKey.
func OpenRecoverySlot(s Slot, key RecoveryKey) (Key, error) {
	if err := s.is(KindRecovery); err != nil {
		return Key{}, err
	}
	salt, err := parseRecoveryParams(s.Params)
	if err != nil {
		return Key{}, err
	}
	kek, err := recoveryKEK(key, salt)
	if err != nil {
		return Key{}, err
	}
	defer kek.Wipe()
	return s.open(kek)
}

func recoveryParams(salt []byte) string {
	return recoveryPrefix + base64.RawStdEncoding.EncodeToString(salt)
}

func parseRecoveryParams(params string) ([]byte, error) {
	text, ok := strings.CutPrefix(params, recoveryPrefix)
	if !ok {
		return nil, fmt.Errorf("%w: recovery parameters", ErrFormat)
	}
	return parseSalt(text)
}

// recoveryKEK needs no slow hash: 160 random bits cannot be guessed.
func recoveryKEK(key RecoveryKey, salt []byte) (Key, error) {
	if !key.usable() {
		return Key{}, ErrNoKey
	}
	kek, err := hkdf.Key(sha256.New, key.raw(), salt, recoveryInfo, KeySize)
	if err != nil {
		return Key{}, fmt.Errorf("seal: %w", err)
	}
	defer clear(kek)
	return keyFrom(kek)
}
