package twostep

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// RecoveryCodes is how many codes there are in a set.
const RecoveryCodes = 10

// Each code has 16 characters of 5 bits: 80 bits, of which NIST SP 800-63B-4, 3.1.2.2
// asks for 64 where nothing slows guessing.
const (
	codeLength = 16
	codeBytes  = codeLength * 5 / 8
)

// alphabet is Crockford's base 32: without I, L, O and U, which are read as others.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// ErrRecoveryCode reports a text that is no recovery code.
var ErrRecoveryCode = errors.New("twostep: no recovery code")

// RecoveryCode is one code, in the form that is compared: 16 characters. It shows
// itself in no message but by Shown.
type RecoveryCode struct{ at **string }

// codeOf is the code with this text, behind two pointers like a Secret.
func codeOf(text string) RecoveryCode {
	at := &text
	return RecoveryCode{&at}
}

// drawsOfCodes bounds how often a code is drawn: a source that gives the same again and
// again is none.
const drawsOfCodes = 2 * RecoveryCodes

var errNotRandom = errors.New("twostep: the source of randomness repeats itself")

// NewRecoveryCodes draws a set of codes, no two alike. Its error is that of the source,
// or says that the source repeats itself.
func NewRecoveryCodes(rand io.Reader) ([]RecoveryCode, error) {
	codes := make([]RecoveryCode, 0, RecoveryCodes)
	seen := map[string]bool{}
	for range drawsOfCodes {
		code, err := NewRecoveryCode(rand)
		if err != nil {
			return nil, err
		}
		if !seen[code.Text()] {
			seen[code.Text()] = true
			codes = append(codes, code)
		}
		if len(codes) == RecoveryCodes {
			return codes, nil
		}
	}
	return nil, errNotRandom
}

// NewRecoveryCode draws one code. Its error is that of the source.
func NewRecoveryCode(rand io.Reader) (RecoveryCode, error) {
	drawn := make([]byte, codeBytes)
	defer clear(drawn)
	if _, err := io.ReadFull(rand, drawn); err != nil {
		return RecoveryCode{}, fmt.Errorf("twostep: no randomness for a recovery code: %w", err)
	}
	var b strings.Builder
	bits, held := 0, uint(0)
	for _, next := range drawn {
		held, bits = held<<8|uint(next), bits+8
		for bits >= 5 {
			bits -= 5
			b.WriteByte(alphabet[held>>bits&31])
		}
	}
	return codeOf(b.String()), nil
}

// longestTyped is where a typed code stops being looked at, in bytes.
const longestTyped = 64

// ParseRecoveryCode reads a code as a person copies it from paper: in any case, with
// hyphens and spaces wherever they stand, and with O, I and L for the digits that they
// look like. It returns ErrRecoveryCode.
func ParseRecoveryCode(typed string) (RecoveryCode, error) {
	if len(typed) > longestTyped {
		return RecoveryCode{}, ErrRecoveryCode
	}
	var b strings.Builder
	for i := range len(typed) {
		c := typed[i]
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		switch c {
		case ' ', '-':
			continue
		case 'O':
			c = '0'
		case 'I', 'L':
			c = '1'
		}
		if strings.IndexByte(alphabet, c) < 0 {
			return RecoveryCode{}, ErrRecoveryCode
		}
		b.WriteByte(c)
	}
	if b.Len() != codeLength {
		return RecoveryCode{}, ErrRecoveryCode
	}
	return codeOf(b.String()), nil
}

// Shown is the code in groups of four, for the person whose it is.
func (c RecoveryCode) Shown() string { return grouped(c.Text(), "-") }

// Text is the form that is compared, for hashing; "" for the zero code.
func (c RecoveryCode) Text() string {
	if c.at == nil {
		return ""
	}
	return **c.at
}

// String shows nothing of the code.
func (c RecoveryCode) String() string { return hidden }

// Format shows nothing of the code, whatever it is asked for.
func (c RecoveryCode) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// LogValue shows nothing of the code.
func (c RecoveryCode) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText shows nothing of the code.
func (c RecoveryCode) MarshalText() ([]byte, error) { return []byte(hidden), nil }
