package passkey

import (
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
)

// longestResponse bounds an answer in bytes. One with the certificates of a TPM, which
// are not asked for, has some 10 KiB.
const longestResponse = 256 << 10

// parseCreation reads the answer to a registration. It returns ErrResponse.
func parseCreation(response []byte) (*protocol.ParsedCredentialCreationData, error) {
	if len(response) > longestResponse {
		return nil, fmt.Errorf("%w: too long", ErrResponse)
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(response)
	if err != nil {
		return nil, because(ErrResponse, err)
	}
	if n := len(parsed.RawID); n < leastID || n > mostID {
		return nil, fmt.Errorf("%w: its ID", ErrResponse)
	}
	return parsed, nil
}

// parseAssertion reads the answer to a sign-in. It returns ErrResponse.
func parseAssertion(response []byte) (*protocol.ParsedCredentialAssertionData, error) {
	if len(response) > longestResponse {
		return nil, fmt.Errorf("%w: too long", ErrResponse)
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(response)
	if err != nil {
		return nil, because(ErrResponse, err)
	}
	if n := len(parsed.RawID); n < leastID || n > mostID {
		return nil, fmt.Errorf("%w: its ID", ErrResponse)
	}
	return parsed, nil
}

// forgetAttestation takes away what an authenticator says of itself, as a client does
// that was asked for no attestation (W3C WebAuthn, section 5.1.3, step "none"). Some
// clients pass it on all the same. It would be parsed, with certificates of whoever sent
// it, to be believed for nothing.
func forgetAttestation(parsed *protocol.ParsedCredentialCreationData) {
	object := &parsed.Response.AttestationObject
	object.Format = string(protocol.AttestationFormatNone)
	object.AttStatement, object.SubStatements = nil, nil
}
