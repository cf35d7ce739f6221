package mail

import (
	"fmt"
	"io"
	"log/slog"
)

// Password is what the site signs in to its relay with. It shows itself in no message.
// Copies share the bytes, so that Wipe erases all of them. Zero is none.
//
// The bytes stand behind two pointers: fmt calls no method of an unexported field, but
// prints a pointer in it as an address.
type Password struct{ at **[]byte }

// hidden stands for what is not shown.
const hidden = "(hidden)"

// PasswordOf is the password with these bytes, which it takes over.
func PasswordOf(b []byte) Password {
	if len(b) == 0 {
		return Password{}
	}
	at := &b
	return Password{&at}
}

// Bytes are those of the password, for sealing. They are not a copy; none are nil.
func (p Password) Bytes() []byte {
	if p.at == nil {
		return nil
	}
	return **p.at
}

// Empty reports that there is none.
func (p Password) Empty() bool { return len(p.Bytes()) == 0 }

// Wipe overwrites the password with zeros here and in all copies.
func (p Password) Wipe() { clear(p.Bytes()) }

// String shows nothing of the password.
func (p Password) String() string { return hidden }

// Format shows nothing of the password, whatever it is asked for.
func (p Password) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// LogValue shows nothing of the password.
func (p Password) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText shows nothing of the password.
func (p Password) MarshalText() ([]byte, error) { return []byte(hidden), nil }
