package password

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	// MaxBytes is the longest text New looks at, in bytes of UTF-8 as typed.
	MaxBytes = 4096
	// MaxLength is the longest password, in code points of the NFC form.
	MaxLength = 1024
	// redacted is what every printer shows of a password.
	redacted = "[password]"
)

// Errors of New.
var (
	// ErrEmpty: there is no text.
	ErrEmpty = errors.New("password: empty")
	// ErrBlank: there is only white space.
	ErrBlank = errors.New("password: only white space")
	// ErrTooLong: more than MaxBytes bytes, or more than MaxLength code points.
	ErrTooLong = errors.New("password: too long")
	// ErrNotText: the text is not UTF-8 or contains a NUL.
	ErrNotText = errors.New("password: not text")
)

// Password is a normalised password in memory. The zero value holds none and is
// refused by the Hasher. Copies share one secret: wiping one wipes all.
type Password struct {
	// Comparing with == would compare addresses, so it does not compile.
	_ [0]func()
	// ref is a pointer to a pointer, because fmt does not call the methods of a
	// value in another's unexported field and follows one pointer there; of two it
	// prints an address.
	ref **secret
}

type secret struct {
	text   []byte
	length int
}

// New normalises text to NFC, so that a password is the same on every keyboard
// (NIST SP 800-63B-4, 3.1.1.2). It returns ErrEmpty, ErrBlank, ErrTooLong or
// ErrNotText. The length in bytes is checked before all else.
func New(text string) (Password, error) {
	switch {
	case len(text) > MaxBytes:
		return Password{}, ErrTooLong
	case text == "":
		return Password{}, ErrEmpty
	case !utf8.ValidString(text) || strings.IndexByte(text, 0) >= 0:
		return Password{}, ErrNotText
	case strings.TrimSpace(text) == "":
		return Password{}, ErrBlank
	}
	// NFC triples a text at most (UAX #15), so the buffer is never moved and no
	// second copy stays behind.
	nfc := norm.NFC.AppendString(make([]byte, 0, 3*len(text)), text)
	n := utf8.RuneCount(nfc)
	if n > MaxLength {
		clear(nfc)
		return Password{}, ErrTooLong
	}
	return Password{ref: new(&secret{text: nfc, length: n})}, nil
}

// Text returns the normalised text. It is the only way to read a password.
func (p Password) Text() string { return string(p.bytes()) }

// Len returns the length in code points, and 0 after Wipe.
func (p Password) Len() int {
	if p.ref == nil {
		return 0
	}
	return (*p.ref).length
}

// Wipe clears the secret of this password and of all its copies, which hold
// none afterwards. It must not run beside another use of the same password.
func (p Password) Wipe() {
	clear(p.bytes())
	if p.ref != nil {
		**p.ref = secret{}
	}
}

// Equal reports whether both hold the same password, in a time that does not
// tell where they differ (their lengths may show). Two empty ones are not equal:
// nothing matches nothing.
func (p Password) Equal(q Password) bool {
	a, b := p.bytes(), q.bytes()
	return len(a) > 0 && subtle.ConstantTimeCompare(a, b) == 1
}

// bytes returns the owned NFC bytes, which the caller must not keep.
func (p Password) bytes() []byte {
	if p.ref == nil {
		return nil
	}
	return (*p.ref).text
}

// String implements fmt.Stringer and reveals nothing.
func (Password) String() string { return redacted }

// GoString implements fmt.GoStringer and reveals nothing.
func (Password) GoString() string { return redacted }

// Format implements fmt.Formatter and reveals nothing under any verb.
func (Password) Format(f fmt.State, _ rune) {
	// fmt.State keeps its own buffer and never fails to take bytes.
	_, _ = io.WriteString(f, redacted)
}

// LogValue implements slog.LogValuer and reveals nothing.
func (Password) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalJSON implements json.Marshaler and reveals nothing.
func (Password) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }

// MarshalText implements encoding.TextMarshaler and reveals nothing.
func (Password) MarshalText() ([]byte, error) { return []byte(redacted), nil }
