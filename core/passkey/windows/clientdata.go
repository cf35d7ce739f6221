package windows

import (
	"encoding/base64"

	"gatehouse/core/passkey"
)

// The types of client data (W3C WebAuthn, section 5.8.1).
const (
	typeCreate = "webauthn.create"
	typeGet    = "webauthn.get"
)

// collect is the client data to be signed, written to the letter as W3C WebAuthn,
// section 5.8.1.1, has it. Nothing in it needs an escape: the challenge is base64url and
// the rest is constant.
func collect(ceremony string, challenge []byte) []byte {
	return []byte(`{"type":"` + ceremony +
		`","challenge":"` + encode(challenge) +
		`","origin":"` + passkey.NativeOrigin +
		`","crossOrigin":false}`)
}

// encode is base64url without padding.
func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
