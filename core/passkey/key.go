package passkey

import (
	"fmt"
	"math/big"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
)

// Bounds of an RSA key (NIST SP 800-131A, table 2; FIPS 186-5, 5.4: an odd exponent
// above 2^16). Longer moduli than any authenticator has only cost time.
const (
	leastModulus  = 2048 // bits
	mostModulus   = 4096 // bits
	leastExponent = 65537
)

// longestKey bounds a public key in bytes: an RSA key of mostModulus with its frame.
const longestKey = 1024

// algorithms are those that a key may be made for, the preferred first: what W3C
// WebAuthn, section 5.4, note of pubKeyCredParams, recommends.
func algorithms() []protocol.CredentialParameter {
	of := func(algorithm webauthncose.COSEAlgorithmIdentifier) protocol.CredentialParameter {
		return protocol.CredentialParameter{Type: protocol.PublicKeyCredentialType, Algorithm: algorithm}
	}
	return []protocol.CredentialParameter{of(webauthncose.AlgES256), of(webauthncose.AlgEdDSA), of(webauthncose.AlgRS256)}
}

// checkKey returns ErrCredential for a COSE key that is not one of the three kinds that
// are asked for: ES256 on P-256, EdDSA on Ed25519, RS256 (W3C WebAuthn, section 5.8.5).
// The library checks curve, point and lengths; an algorithm must be the key's own.
func checkKey(cose []byte) error {
	if len(cose) > longestKey {
		return fmt.Errorf("%w: its key is too long", ErrCredential)
	}
	parsed, err := webauthncose.ParsePublicKey(cose)
	if err != nil {
		return fmt.Errorf("%w: its key cannot be read", ErrCredential)
	}
	good := false
	switch key := parsed.(type) {
	case webauthncose.EC2PublicKeyData:
		good = key.Algorithm == int64(webauthncose.AlgES256)
	case webauthncose.OKPPublicKeyData:
		good = key.Algorithm == int64(webauthncose.AlgEdDSA)
	case webauthncose.RSAPublicKeyData:
		good = key.Algorithm == int64(webauthncose.AlgRS256) && soundRSA(key)
	}
	if !good {
		return fmt.Errorf("%w: its algorithm is not asked for", ErrCredential)
	}
	return nil
}

// soundRSA tells whether modulus and exponent are within their bounds.
func soundRSA(key webauthncose.RSAPublicKeyData) bool {
	modulus := new(big.Int).SetBytes(key.Modulus)
	exponent, err := webauthncose.ParseRSAPublicKeyDataExponent(&key)
	if err != nil || exponent < leastExponent || exponent%2 == 0 || modulus.Bit(0) == 0 {
		return false
	}
	return modulus.BitLen() >= leastModulus && modulus.BitLen() <= mostModulus
}
