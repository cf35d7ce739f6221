package core

import (
	"bytes"
	"slices"
	"time"

	"gatehouse/core/passkey"
)

// PasskeyID numbers a passkey: 32 hexadecimal digits, drawn at random.
type PasskeyID string

// PasskeyRecord is a passkey as stored. All of it is public.
type PasskeyRecord struct {
	ID        PasskeyID
	AccountID AccountID
	// Name is what its owner calls it.
	Name string
	// Kind is where it is kept, as far as its authenticator tells; passkey.AnyKind
	// where it does not.
	Kind passkey.Kind
	// Credential has what a sign-in is checked by.
	Credential passkey.Credential
	// CreatedAt is when it was made, UsedAt when somebody signed in with it last.
	CreatedAt, UsedAt time.Time
	// ClonedAt is when its count did not rise, so that there may be a second copy of its
	// key; zero for a passkey that works.
	ClonedAt time.Time
}

// PasskeysRecord is what an account has of passkeys.
type PasskeysRecord struct {
	// Handle is the name that authenticators know the account by, nil while it had no
	// passkey yet.
	Handle []byte
	// Keys are the passkeys, the oldest first.
	Keys []PasskeyRecord
}

// PasskeyTx keeps passkeys and the handles of accounts.
type PasskeyTx interface {
	// PasskeyOwner finds the account of a handle.
	PasskeyOwner(handle []byte) (AccountID, error)
	// InsertPasskeyHandle is ErrNotFound for an account that was deleted, ErrConflict
	// for one that has a handle, and for a handle that is taken.
	InsertPasskeyHandle(id AccountID, handle []byte) error
	// InsertPasskey is ErrNotFound for an account that was deleted, ErrConflict for a
	// credential that is there, of whatever account.
	InsertPasskey(PasskeyRecord) error
	// UsePasskey notes a sign-in and what it has changed; ErrConflict for a passkey that
	// was marked as copied, and for a count that does not rise.
	UsePasskey(id PasskeyID, used passkey.Used) error
	// MarkPasskeyCloned is ErrNotFound for a passkey that is marked already.
	MarkPasskeyCloned(id PasskeyID, at time.Time) error
	RenamePasskey(account AccountID, id PasskeyID, name string) error
	DeletePasskey(AccountID, PasskeyID) error
	// ForgetPasskeys takes all passkeys of an account away, and its handle.
	ForgetPasskeys(AccountID) error
}

// find gives the passkey of a credential.
func (r PasskeysRecord) find(credential []byte) (PasskeyRecord, bool) {
	at := slices.IndexFunc(r.Keys, func(p PasskeyRecord) bool { return bytes.Equal(p.Credential.ID, credential) })
	if at < 0 {
		return PasskeyRecord{}, false
	}
	return r.Keys[at], true
}

// passkey finds a passkey by its number.
func (r PasskeysRecord) passkey(id PasskeyID) (PasskeyRecord, error) {
	at := slices.IndexFunc(r.Keys, func(p PasskeyRecord) bool { return p.ID == id })
	if at < 0 {
		return PasskeyRecord{}, &Error{Code: CodeNotFound, Text: say("This passkey is not there any more.")}
	}
	return r.Keys[at], nil
}

// credentials are what an authenticator is told of, so that it makes no second one.
func (r PasskeysRecord) credentials() []passkey.Credential {
	all := make([]passkey.Credential, len(r.Keys))
	for i, p := range r.Keys {
		all[i] = p.Credential
	}
	return all
}

// passkeys adds passkeys to what an account is vouched by: the keys that are believed
// (ASVS 6.7.1), and how far they are used. That of an account that never had one has
// nothing of them.
func (e *encoding) passkeys(r PasskeysRecord) {
	if r.Handle == nil && len(r.Keys) == 0 {
		return
	}
	e.text("passkeys")
	e.text(string(r.Handle))
	e.number(int64(len(r.Keys)))
	for _, p := range r.Keys {
		e.text(string(p.ID))
		e.text(string(p.Kind))
		e.number(unixMilli(p.CreatedAt))
		e.number(unixMilli(p.UsedAt))
		e.number(unixMilli(p.ClonedAt))
		e.credential(p.Credential)
	}
}

// credential encodes what a sign-in is checked by.
func (e *encoding) credential(c passkey.Credential) {
	e.text(string(c.ID))
	e.text(string(c.PublicKey))
	e.text(string(c.AAGUID[:]))
	e.number(int64(len(c.Transports)))
	for _, transport := range c.Transports {
		e.text(transport)
	}
	flags := int64(0)
	for i, set := range []bool{c.UserPresent, c.UserVerified, c.BackupEligible, c.BackedUp} {
		if set {
			flags |= 1 << i
		}
	}
	e.number(flags)
	e.number(int64(c.SignCount))
	e.text(c.Attestation)
}
