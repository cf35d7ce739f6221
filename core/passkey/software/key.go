package software

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"fmt"
	"io"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
)

// Sizes in bytes: of a private key and of one coordinate of a public key on P-256.
const (
	keySize        = 32
	coordinateSize = 32
)

// Labels of a COSE key (RFC 9053, section 7.1.1).
const (
	labelType      = 1
	labelAlgorithm = 3
	labelCurve     = -1
	labelX         = -2
	labelY         = -3
)

// newKey draws a key from the source alone. ecdsa.GenerateKey would not: since Go 1.26
// it takes the system's randomness. All but some 2^-32 of the numbers are keys.
func newKey(rand io.Reader) (*ecdsa.PrivateKey, error) {
	number := make([]byte, keySize)
	for {
		if _, err := io.ReadFull(rand, number); err != nil {
			return nil, fmt.Errorf("software authenticator: no randomness for a key: %w", err)
		}
		if key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), number); err == nil {
			return key, nil
		}
	}
}

// coseKey is the COSE form of the public half. Its coordinates keep their leading zeros
// (RFC 9053, section 7.1.1). A spoilt one names another curve.
func coseKey(key *ecdsa.PrivateKey, spoilt bool) ([]byte, error) {
	point, err := key.PublicKey.Bytes()
	if err != nil {
		return nil, fmt.Errorf("software authenticator: the public key: %w", err)
	}
	curve := webauthncose.P256
	if spoilt {
		curve = webauthncose.P384
	}
	encoded, err := webauthncbor.Marshal(map[int]any{
		labelType:      int(webauthncose.EllipticKey),
		labelAlgorithm: int(webauthncose.AlgES256),
		labelCurve:     int(curve),
		labelX:         point[1 : 1+coordinateSize],
		labelY:         point[1+coordinateSize:],
	})
	if err != nil {
		return nil, fmt.Errorf("software authenticator: the public key: %w", err)
	}
	return encoded, nil
}
