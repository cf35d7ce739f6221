package core

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
)

// tokenBytes is the length of a session's token: 256 bits (ASVS 7.2.3 asks for
// 128).
const tokenBytes = 32

// Token proves a session. It lives in the memory of the program that signed
// in, and nowhere else.
type Token struct{ secret string }

// newToken draws a token.
func newToken(rand io.Reader) (Token, error) {
	secret := make([]byte, tokenBytes)
	if _, err := io.ReadFull(rand, secret); err != nil {
		return Token{}, fmt.Errorf("draw a session token: %w", err)
	}
	return Token{secret: base64.RawURLEncoding.EncodeToString(secret)}, nil
}

// hash is what the store keeps. A fast hash is enough for 256 random bits.
func (t Token) hash() []byte {
	sum := sha256.Sum256([]byte(t.secret))
	return sum[:]
}

// Zero tells whether the token is none.
func (t Token) Zero() bool { return t.secret == "" }

// String hides the token.
func (t Token) String() string { return "session token" }

// GoString hides the token.
func (t Token) GoString() string { return t.String() }

// LogValue hides the token in logs.
func (t Token) LogValue() slog.Value { return slog.StringValue(t.String()) }
