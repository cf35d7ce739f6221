package passkey

import (
	"fmt"
	"io"
)

// HandleSize is how many bytes a user handle has: the most that there may be, all of
// them random, so that it says nothing of the account (W3C WebAuthn, section 14.6.1).
const HandleSize = 64

// NewUserHandle draws the handle of an account. It is drawn once and kept, since its
// passkeys are found by it. Its error is that of the source.
func NewUserHandle(rand io.Reader) ([]byte, error) {
	handle := make([]byte, HandleSize)
	if _, err := io.ReadFull(rand, handle); err != nil {
		return nil, fmt.Errorf("passkey: no randomness for a user handle: %w", err)
	}
	return handle, nil
}
