package windows

import "github.com/go-webauthn/webauthn/protocol"

// transport is one bit of WEBAUTHN_CTAP_TRANSPORT_* with its name of W3C WebAuthn,
// section 5.8.4.
type transport struct {
	bit  uint32
	name protocol.AuthenticatorTransport
}

// transports are sorted by name, as W3C WebAuthn, section 5.2.1, has them in an answer.
func transports() []transport {
	return []transport{
		{transportBLE, protocol.BLE},
		{transportHybrid, protocol.Hybrid},
		{transportInternal, protocol.Internal},
		{transportNFC, protocol.NFC},
		{transportSmartCard, protocol.SmartCard},
		{transportUSB, protocol.USB},
	}
}

// transportBits are those of names for an API version. Zero restricts nothing, and is
// given where a name cannot be said: a credential that is looked for in too few places
// is not found, and a second one would be made.
func transportBits(api uint32, names []string) uint32 {
	var bits uint32
	for _, name := range names {
		bit := transportBit(name)
		if bit == 0 || bit == transportSmartCard || bit == transportHybrid && api < hybridAPI {
			return 0
		}
		bits |= bit
	}
	return bits
}

func transportBit(name string) uint32 {
	for _, t := range transports() {
		if string(t.name) == name {
			return t.bit
		}
	}
	return 0
}

// transportNames are the names of bits; others are left out.
func transportNames(bits uint32) []string {
	names := []string{}
	for _, t := range transports() {
		if bits&t.bit != 0 {
			names = append(names, string(t.name))
		}
	}
	return names
}
