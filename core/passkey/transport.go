package passkey

import (
	"slices"

	"github.com/go-webauthn/webauthn/protocol"
)

// isTransport tells a value of AuthenticatorTransport (W3C WebAuthn, section 5.8.4).
func isTransport(name string) bool {
	switch protocol.AuthenticatorTransport(name) {
	case protocol.USB, protocol.NFC, protocol.BLE, protocol.SmartCard, protocol.Hybrid, protocol.Internal:
		return true
	default:
		return false
	}
}

// knownTransports are those of the names that are known, each once, sorted as section
// 5.2.1 has them; nil for none. They are hints alone, so others are left out, which also
// bounds them.
func knownTransports(names []string) []string {
	var known []string
	for _, name := range names {
		if isTransport(name) && !slices.Contains(known, name) {
			known = append(known, name)
		}
	}
	slices.Sort(known)
	return known
}
