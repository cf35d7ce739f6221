package passkey

import "github.com/go-webauthn/webauthn/webauthn"

// user is an account as the library asks for it.
type user struct {
	handle         []byte
	name, fullName string
	credentials    []webauthn.Credential
}

// WebAuthnID is the handle.
func (u user) WebAuthnID() []byte { return u.handle }

// WebAuthnName is what the account is called at the sign-in.
func (u user) WebAuthnName() string { return u.name }

// WebAuthnDisplayName is the name of the person.
func (u user) WebAuthnDisplayName() string { return u.fullName }

// WebAuthnCredentials are the credentials that an answer may belong to.
func (u user) WebAuthnCredentials() []webauthn.Credential { return u.credentials }
