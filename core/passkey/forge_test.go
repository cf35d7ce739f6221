package passkey_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"slices"
	"testing"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"

	"gatehouse/core/passkey"
)

// Flags of an authenticator (W3C WebAuthn, section 6.1).
const (
	present  = 1 << 0
	verified = 1 << 2
	eligible = 1 << 3
	backedUp = 1 << 4
	attested = 1 << 6
	extended = 1 << 7
)

// claims are all that an authenticator and a client say in an answer. A test changes
// what it is about; the signature is always right for what is said.
type claims struct {
	ceremony, challenge, origin, topOrigin string
	crossOrigin                            bool
	rpID                                   string
	flags                                  byte
	count                                  uint32
	aaguid                                 [16]byte
	id, outerID                            []byte
	handle                                 []byte
	key                                    []byte         // COSE, in a registration
	authExtensions                         map[string]any // in the authenticator's data
	extensions                             map[string]any // the client's outputs
	transports                             []string
	format                                 string
	statement                              map[string]any
}

// softKey is a key pair of any algorithm, with the COSE form of its public half.
type softKey struct {
	signer crypto.Signer
	cose   []byte
}

func cose(t testing.TB, fields map[int]any) []byte {
	t.Helper()
	encoded, err := webauthncbor.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

// newEC makes a P-256 key whose coordinates have 32 bytes each, whatever they begin with.
func newEC(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// ecCOSE is the COSE form of a P-256 key for an algorithm.
func ecCOSE(t testing.TB, key *ecdsa.PrivateKey, algorithm int) []byte {
	t.Helper()
	point, err := key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return cose(t, map[int]any{1: 2, 3: algorithm, -1: 1, -2: point[1:33], -3: point[33:]})
}

func es256(t testing.TB) softKey {
	t.Helper()
	key := newEC(t)
	return softKey{key, ecCOSE(t, key, -7)}
}

func edDSA(t testing.TB) softKey {
	t.Helper()
	public, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return softKey{key, cose(t, map[int]any{1: 1, 3: -8, -1: 6, -2: []byte(public)})}
}

func rs256(t testing.TB, bits int) softKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return softKey{key, cose(t, map[int]any{1: 3, 3: -257, -1: key.N.Bytes(), -2: []byte{1, 0, 1}})}
}

// sign signs as WebAuthn does: over the data with its hash, Ed25519 over the data itself.
func (k softKey) sign(t testing.TB, data []byte) []byte {
	t.Helper()
	digest, hash := sha256.Sum256(data), crypto.SHA256
	message := digest[:]
	if _, ok := k.signer.(ed25519.PrivateKey); ok {
		message, hash = data, crypto.Hash(0)
	}
	signature, err := k.signer.Sign(rand.Reader, message, hash)
	if err != nil {
		t.Fatal(err)
	}
	return signature
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// challengeOf reads the challenge out of options.
func challengeOf(t testing.TB, options []byte) string {
	t.Helper()
	var asked struct {
		PublicKey struct {
			Challenge string `json:"challenge"`
		} `json:"publicKey"`
	}
	if err := json.Unmarshal(options, &asked); err != nil {
		t.Fatal(err)
	}
	return asked.PublicKey.Challenge
}

// clientData is what the client signs along.
func (c claims) clientData(t testing.TB) []byte {
	t.Helper()
	said := map[string]any{"type": c.ceremony, "challenge": c.challenge, "origin": c.origin, "crossOrigin": c.crossOrigin}
	if c.topOrigin != "" {
		said["topOrigin"] = c.topOrigin
	}
	return encode(t, said)
}

func encode(t testing.TB, value any) []byte {
	t.Helper()
	encoded, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

// authData is what the authenticator says. The credential is in it where flags tell so.
func (c claims) authData(t testing.TB) []byte {
	t.Helper()
	hash := sha256.Sum256([]byte(c.rpID))
	data := append(hash[:], c.flags)
	data = binary.BigEndian.AppendUint32(data, c.count)
	if c.key != nil {
		data = append(data, c.aaguid[:]...)
		data = binary.BigEndian.AppendUint16(data, uint16(len(c.id)))
		data = slices.Concat(data, c.id, c.key)
	}
	if c.authExtensions != nil {
		outputs, err := webauthncbor.Marshal(c.authExtensions)
		if err != nil {
			t.Fatal(err)
		}
		data = append(data, outputs...)
	}
	return data
}

// answer is the JSON around a response.
func (c claims) answer(t testing.TB, response map[string]any) []byte {
	t.Helper()
	outer := map[string]any{"type": "public-key", "id": b64(c.outerID), "rawId": b64(c.outerID), "response": response}
	if c.extensions != nil {
		outer["clientExtensionResults"] = c.extensions
	}
	return encode(t, outer)
}

// created is the answer to a registration.
func (c claims) created(t testing.TB) []byte {
	t.Helper()
	object, err := webauthncbor.Marshal(map[string]any{"fmt": c.format, "attStmt": c.statement, "authData": c.authData(t)})
	if err != nil {
		t.Fatal(err)
	}
	return c.answer(t, map[string]any{
		"clientDataJSON": b64(c.clientData(t)), "attestationObject": b64(object), "transports": c.transports,
	})
}

// got is the answer to a sign-in, signed with a key.
func (c claims) got(t testing.TB, key softKey) []byte {
	t.Helper()
	client, data := c.clientData(t), c.authData(t)
	hash := sha256.Sum256(client)
	return c.answer(t, map[string]any{
		"clientDataJSON": b64(client), "authenticatorData": b64(data),
		"signature": b64(key.sign(t, slices.Concat(data, hash[:]))), "userHandle": b64(c.handle),
	})
}

// creating are the claims of an honest registration.
func creating(t testing.TB, r *passkey.Registration, key softKey, id []byte) claims {
	t.Helper()
	return claims{
		ceremony: "webauthn.create", challenge: challengeOf(t, r.Options()), origin: origin, rpID: passkey.RPID,
		flags: present | verified | attested, id: id, outerID: id, key: key.cose,
		format: "none", statement: map[string]any{},
	}
}

// getting are the claims of an honest sign-in.
func getting(t testing.TB, a *passkey.Assertion, handle, id []byte, count uint32) claims {
	t.Helper()
	return claims{
		ceremony: "webauthn.get", challenge: challengeOf(t, a.Options()), origin: origin, rpID: passkey.RPID,
		flags: present | verified, outerID: id, handle: handle, count: count,
	}
}
