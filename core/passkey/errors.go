package passkey

import (
	"errors"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
)

// How a ceremony ends without a passkey, in words that a window can choose its own by.
var (
	// ErrCancelled reports that the person, or the page, gave up.
	ErrCancelled = errors.New("passkey: cancelled")
	// ErrTimedOut reports an answer after the ceremony's three minutes.
	ErrTimedOut = errors.New("passkey: the time is up")
	// ErrRegistered reports an authenticator that already has a passkey of the account.
	ErrRegistered = errors.New("passkey: already registered")
	// ErrNotSupported reports an authenticator or a system that cannot do what is asked.
	ErrNotSupported = errors.New("passkey: not supported")
	// ErrCloned reports a count that did not rise: there may be a second copy of the key
	// (W3C WebAuthn, section 6.1.1).
	ErrCloned = errors.New("passkey: the key may have been copied")
)

// What else a ceremony is refused for.
var (
	// ErrUsed reports a second answer to one challenge.
	ErrUsed = errors.New("passkey: the challenge is used")
	// ErrResponse reports an answer that cannot be read or is out of bounds.
	ErrResponse = errors.New("passkey: no such answer")
	// ErrRefused reports an answer that can be read and is not the one asked for.
	ErrRefused = errors.New("passkey: the answer is refused")
	// ErrUnknown reports a passkey that the site does not know.
	ErrUnknown = errors.New("passkey: unknown passkey")
	// ErrCredential reports a credential that could not have been registered here.
	ErrCredential = errors.New("passkey: no such credential")
	// ErrRequest reports that a ceremony cannot begin as it was asked for.
	ErrRequest = errors.New("passkey: no such ceremony")
	// ErrTooMany reports an account with as many passkeys as it may have.
	ErrTooMany = errors.New("passkey: too many passkeys")
)

// because says of an error of the library what kind it is. The rest of it may hold the
// challenge or parts of the answer, so it is not passed on.
func because(what, err error) error {
	var known *protocol.Error
	if errors.As(err, &known) {
		return fmt.Errorf("%w (%s)", what, known.Type)
	}
	return what
}
