package passkey

import (
	"fmt"
	"slices"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// Bounds of a credential ID in bytes (W3C WebAuthn, section 4, "Credential ID", and
// section 6.5.1).
const (
	leastID = 16
	mostID  = 1023
)

// NoAttestation is the attestation type of every credential.
const NoAttestation = "none"

// Credential is the public part of a passkey, in the columns that it is stored by. As
// one JSON the library's type would lose the byte that the flags come from.
type Credential struct {
	// ID is the credential's, 16 to 1,023 bytes, unique on the site.
	ID []byte
	// PublicKey is the COSE key.
	PublicKey []byte
	// AAGUID names the model of the authenticator, all zeros for none. It is not proved.
	AAGUID AAGUID
	// Transports are how the authenticator is reached: known values, each once, sorted.
	Transports []string
	// UserPresent and UserVerified are those of the registration, always true.
	UserPresent, UserVerified bool
	// BackupEligible tells a passkey that may be synced. It never changes.
	BackupEligible bool
	// BackedUp tells one that is synced now.
	BackedUp bool
	// SignCount is the newest count, 0 for an authenticator that does not count.
	SignCount uint32
	// Attestation is NoAttestation.
	Attestation string
}

// Validate returns ErrCredential for a credential that could not have come out of a
// registration, which was altered since or belongs to other rules.
func (c Credential) Validate() error {
	switch {
	case len(c.ID) < leastID || len(c.ID) > mostID:
		return fmt.Errorf("%w: its ID", ErrCredential)
	case !c.UserPresent || !c.UserVerified || c.BackedUp && !c.BackupEligible:
		return fmt.Errorf("%w: its flags", ErrCredential)
	case c.Attestation != NoAttestation:
		return fmt.Errorf("%w: its attestation", ErrCredential)
	case !slices.Equal(c.Transports, knownTransports(c.Transports)):
		return fmt.Errorf("%w: its transports", ErrCredential)
	}
	return checkKey(c.PublicKey)
}

// After is the credential as it is to be kept after it was used.
func (c Credential) After(used Used) Credential {
	c.SignCount, c.BackedUp = used.SignCount, used.BackedUp
	return c
}

// credentialOf takes the columns out of the library's type. It returns ErrCredential.
func credentialOf(made *webauthn.Credential) (Credential, error) {
	c := Credential{
		ID:             slices.Clone(made.ID),
		PublicKey:      slices.Clone(made.PublicKey),
		UserPresent:    made.Flags.UserPresent,
		UserVerified:   made.Flags.UserVerified,
		BackupEligible: made.Flags.BackupEligible,
		BackedUp:       made.Flags.BackupState,
		SignCount:      made.Authenticator.SignCount,
		Attestation:    made.AttestationType,
	}
	if copied := copy(c.AAGUID[:], made.Authenticator.AAGUID); copied != len(c.AAGUID) {
		return Credential{}, fmt.Errorf("%w: its model", ErrCredential)
	}
	for _, transport := range made.Transport {
		c.Transports = append(c.Transports, string(transport))
	}
	c.Transports = knownTransports(c.Transports)
	return c, c.Validate()
}

// library is the credential as the library takes it, with the byte of the flags.
func (c Credential) library() webauthn.Credential {
	return webauthn.Credential{
		ID:                c.ID,
		PublicKey:         c.PublicKey,
		AttestationType:   c.Attestation,
		AttestationFormat: string(protocol.AttestationFormatNone),
		Transport:         c.descriptor().Transport,
		Flags:             webauthn.NewCredentialFlags(c.flags()),
		Authenticator:     webauthn.Authenticator{AAGUID: c.AAGUID[:], SignCount: c.SignCount},
	}
}

// flags is the byte of W3C WebAuthn, section 6.1, as far as the columns have it.
func (c Credential) flags() protocol.AuthenticatorFlags {
	var flags protocol.AuthenticatorFlags
	for _, bit := range []struct {
		set  bool
		flag protocol.AuthenticatorFlags
	}{
		{c.UserPresent, protocol.FlagUserPresent},
		{c.UserVerified, protocol.FlagUserVerified},
		{c.BackupEligible, protocol.FlagBackupEligible},
		{c.BackedUp, protocol.FlagBackupState},
	} {
		if bit.set {
			flags |= bit.flag
		}
	}
	return flags
}

// descriptor names the credential to an authenticator.
func (c Credential) descriptor() protocol.CredentialDescriptor {
	d := protocol.CredentialDescriptor{Type: protocol.PublicKeyCredentialType, CredentialID: c.ID}
	for _, transport := range c.Transports {
		d.Transport = append(d.Transport, protocol.AuthenticatorTransport(transport))
	}
	return d
}
