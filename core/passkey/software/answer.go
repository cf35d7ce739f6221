package software

import (
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	bits "encoding/binary"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
)

// credential is RegistrationResponseJSON and AuthenticationResponseJSON (W3C WebAuthn,
// section 5.1).
type credential struct {
	ID         binary         `json:"id"`
	RawID      binary         `json:"rawId"`
	Type       string         `json:"type"`
	Attachment string         `json:"authenticatorAttachment,omitempty"`
	Extensions map[string]any `json:"clientExtensionResults"`
	Response   any            `json:"response"`
}

// attestation is AuthenticatorAttestationResponseJSON.
type attestation struct {
	ClientData binary   `json:"clientDataJSON"`
	AuthData   binary   `json:"authenticatorData"`
	Transports []string `json:"transports"`
	PublicKey  binary   `json:"publicKey"`
	Algorithm  int64    `json:"publicKeyAlgorithm"`
	Object     binary   `json:"attestationObject"`
}

// assertion is AuthenticatorAssertionResponseJSON.
type assertion struct {
	ClientData binary `json:"clientDataJSON"`
	AuthData   binary `json:"authenticatorData"`
	Signature  binary `json:"signature"`
	UserHandle binary `json:"userHandle"`
}

// answerCreated is the answer to a registration, with attestation "none" (W3C WebAuthn,
// section 8.7).
func (s Settings) answerCreated(origin string, asked options, made *held) ([]byte, error) {
	cose, err := coseKey(made.key, s.Tamper)
	if err != nil {
		return nil, err
	}
	data := s.authData(made, protocol.FlagAttestedCredentialData)
	data = append(data, s.AAGUID[:]...)
	data = bits.BigEndian.AppendUint16(data, uint16(len(made.ID)))
	data = slices.Concat(data, made.ID, cose)
	object, err := webauthncbor.Marshal(map[string]any{
		"fmt": string(protocol.AttestationFormatNone), "attStmt": map[string]any{}, "authData": data,
	})
	if err != nil {
		return nil, fmt.Errorf("software authenticator: the attestation object: %w", err)
	}
	public, err := x509.MarshalPKIXPublicKey(made.key.Public())
	if err != nil {
		return nil, fmt.Errorf("software authenticator: the public key: %w", err)
	}
	client, err := s.clientData(protocol.CreateCeremony, origin, asked)
	if err != nil {
		return nil, err
	}
	extensions := map[string]any{}
	if asked.Extensions.CredProps {
		extensions["credProps"] = map[string]any{"rk": true}
	}
	return s.answer(made, extensions, attestation{
		ClientData: client, AuthData: data, Transports: slices.Sorted(slices.Values(s.Transports)),
		PublicKey: public, Algorithm: int64(webauthncose.AlgES256), Object: object,
	})
}

// answerGot is the answer to a sign-in, signed over what it says.
func (s Settings) answerGot(origin string, asked options, used *held) ([]byte, error) {
	client, err := s.clientData(protocol.AssertCeremony, origin, asked)
	if err != nil {
		return nil, err
	}
	data := s.authData(used, 0)
	hash := sha256.Sum256(client)
	digest := sha256.Sum256(slices.Concat(data, hash[:]))
	// Without a source the nonce is made from key and message (RFC 6979).
	signature, err := used.key.Sign(nil, digest[:], crypto.SHA256)
	if err != nil {
		return nil, fmt.Errorf("software authenticator: the signature: %w", err)
	}
	if s.Tamper {
		signature[len(signature)-1] ^= 1
	}
	return s.answer(used, map[string]any{}, assertion{
		ClientData: client, AuthData: data, Signature: signature, UserHandle: used.Handle,
	})
}

func (s Settings) answer(of *held, extensions map[string]any, response any) ([]byte, error) {
	encoded, err := json.Marshal(credential{
		ID: of.ID, RawID: of.ID, Type: string(protocol.PublicKeyCredentialType), Attachment: s.Attachment,
		Extensions: extensions, Response: response,
	})
	if err != nil {
		return nil, fmt.Errorf("software authenticator: the answer: %w", err)
	}
	return encoded, nil
}

// clientData is what the client has signed along (W3C WebAuthn, section 5.8.1).
func (s Settings) clientData(ceremony protocol.CeremonyType, origin string, asked options) ([]byte, error) {
	encoded, err := json.Marshal(struct {
		Type      string `json:"type"`
		Challenge binary `json:"challenge"`
		Origin    string `json:"origin"`
		Cross     bool   `json:"crossOrigin"`
	}{string(ceremony), asked.Challenge, orElse(s.SaidOrigin, origin), false})
	if err != nil {
		return nil, fmt.Errorf("software authenticator: the client data: %w", err)
	}
	return encoded, nil
}

// authData is the authenticator's data without a credential (W3C WebAuthn, section 6.1).
func (s Settings) authData(of *held, flags protocol.AuthenticatorFlags) []byte {
	flags |= protocol.FlagUserPresent
	if !s.Unverified {
		flags |= protocol.FlagUserVerified
	}
	if of.eligible {
		flags |= protocol.FlagBackupEligible
	}
	if of.eligible && s.BackedUp {
		flags |= protocol.FlagBackupState
	}
	hash := sha256.Sum256([]byte(orElse(s.SaidRPID, of.RPID)))
	data := append(hash[:], byte(flags)^s.Flip)
	return bits.BigEndian.AppendUint32(data, of.Count)
}
