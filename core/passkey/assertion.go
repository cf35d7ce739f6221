package passkey

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"
)

// Assertion is one sign-in by a passkey: one origin, one challenge, one answer. Nobody
// has to say who they are before: the authenticator offers the passkeys that it has.
type Assertion struct{ ceremony }

// BeginAssertion draws the challenge of a sign-in, whose time begins now. It returns
// ErrRequest for an origin that cannot be.
func BeginAssertion(origin string, now time.Time) (*Assertion, error) {
	if err := checkOrigin(origin); err != nil {
		return nil, err
	}
	party, err := newParty("", origin)
	if err != nil {
		return nil, err
	}
	asked, session, err := party.BeginDiscoverableLogin()
	if err != nil {
		return nil, because(ErrRequest, err)
	}
	c, err := newCeremony(party, session, asked, now)
	if err != nil {
		return nil, err
	}
	return &Assertion{c}, nil
}

// Find looks the passkey of an account up, by the account's handle and the credential's
// ID. It returns ErrUnknown when there is none; other errors are passed on.
type Find func(handle, id []byte) (Credential, error)

// Used is what a sign-in came to: whose passkey it was, and what is to be written back
// to its row. A count that is not written back finds no copied key.
type Used struct {
	// Handle and ID tell the account and its passkey.
	Handle, ID []byte
	// SignCount is the new count, and BackedUp whether the passkey is synced now.
	SignCount uint32
	BackedUp  bool
	// At is the time of the sign-in.
	At time.Time
}

// Finish checks the answer and tells whose it is (W3C WebAuthn, section 7.2). The
// challenge is used up, whatever comes of it.
//
// It returns ErrUsed, ErrTimedOut, ErrResponse, ErrRefused, also for a passkey whose
// backup eligibility has changed, ErrUnknown, ErrCredential for a row that is not one of
// a registration, and the errors of find. With ErrCloned, which is that of an answer that
// is right in all else, there are Handle, ID and At, so that an administrator can be
// told; nothing is to be written to the row's count.
func (a *Assertion) Finish(response []byte, now time.Time, find Find) (Used, error) {
	s := a.state()
	if err := s.spend(now); err != nil {
		return Used{}, err
	}
	parsed, err := parseAssertion(response)
	if err != nil {
		return Used{}, err
	}
	if err := s.came(parsed.Response.CollectedClientData); err != nil {
		return Used{}, err
	}
	handle := slices.Clone(parsed.Response.UserHandle)
	known, err := lookUp(find, handle, parsed.RawID)
	if err != nil {
		return Used{}, err
	}
	owner := user{handle: handle, credentials: []webauthn.Credential{known.library()}}
	_, seen, err := s.party.ValidatePasskeyLogin(
		func(_, _ []byte) (webauthn.User, error) { return owner, nil }, s.session, parsed)
	if err != nil {
		return Used{}, because(ErrRefused, err)
	}
	used := Used{Handle: handle, ID: slices.Clone(known.ID), At: now}
	if seen.Authenticator.CloneWarning {
		// For the library this is a warning alone (section 6.1.1 leaves it to the site).
		return used, ErrCloned
	}
	used.SignCount, used.BackedUp = seen.Authenticator.SignCount, seen.Flags.BackupState
	return used, nil
}

// lookUp finds the passkey and checks what was found. It returns ErrUnknown,
// ErrCredential and the errors of find.
func lookUp(find Find, handle, id []byte) (Credential, error) {
	if len(handle) != HandleSize {
		return Credential{}, ErrUnknown
	}
	known, err := find(handle, id)
	if err != nil {
		return Credential{}, fmt.Errorf("look a passkey up: %w", err)
	}
	if !bytes.Equal(known.ID, id) {
		return Credential{}, ErrUnknown
	}
	if err := known.Validate(); err != nil {
		return Credential{}, err
	}
	return known, nil
}
