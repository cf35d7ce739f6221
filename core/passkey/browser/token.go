package browser

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
)

// tokenBytes is the size of a token: 256 bits.
const tokenBytes = 32

// token opens one step of the ceremony. It shows itself in no message but by text. The
// text stands behind two pointers: fmt calls no method of an unexported field, but
// prints a pointer in it as an address.
type token struct{ at **string }

// newToken draws a token. The system's randomness does not fail (crypto/rand.Read).
func newToken() token {
	text := random(tokenBytes)
	at := &text
	return token{&at}
}

// random is a text of n random bytes in base64url.
func random(n int) string {
	drawn := make([]byte, n)
	_, _ = rand.Read(drawn) // never returns an error
	return base64.RawURLEncoding.EncodeToString(drawn)
}

// text is the token as the browser gets it; "" for the zero token.
func (t token) text() string {
	if t.at == nil {
		return ""
	}
	return **t.at
}

// is compares in constant time. Nothing is equal to the zero token.
func (t token) is(given string) bool {
	text := t.text()
	return text != "" && subtle.ConstantTimeCompare([]byte(text), []byte(given)) == 1
}

// hidden stands for what is not shown.
const hidden = "(hidden)"

// String shows nothing of the token.
func (t token) String() string { return hidden }

// Format shows nothing of the token, whatever it is asked for.
func (t token) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// LogValue shows nothing of the token.
func (t token) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText shows nothing of the token.
func (t token) MarshalText() ([]byte, error) { return []byte(hidden), nil }
