package windows

// Versions of the structures that have kept the first.
const firstVersion = 1

// Values of webauthn.h.
const (
	attachmentAny           = 0
	attachmentPlatform      = 1
	attachmentCrossPlatform = 2

	verificationRequired = 1 // WEBAUTHN_USER_VERIFICATION_REQUIREMENT_REQUIRED
	attestationNone      = 1 // WEBAUTHN_ATTESTATION_CONVEYANCE_PREFERENCE_NONE

	transportUSB       = 0x01
	transportNFC       = 0x02
	transportBLE       = 0x04
	transportInternal  = 0x10
	transportHybrid    = 0x20
	transportSmartCard = 0x40
)

// Texts of webauthn.h and of W3C WebAuthn.
const (
	publicKeyType     = "public-key"
	hashSHA256        = "SHA-256"
	platformText      = "platform"
	crossPlatformText = "cross-platform"
)

// API versions from which something is there.
const (
	leastAPI  = 1
	hybridAPI = 6 // phones, by WEBAUTHN_CTAP_TRANSPORT_HYBRID
)

// Versions of structures from which a field is there.
const (
	makeHints          = 8 // of makeOptions
	getHints           = 8 // of getOptions
	attestedTransport  = 3 // of attestation: usedTransport
	attestedResident   = 4 // residentKey
	attestedTransports = 8 // transports
	assertedTransport  = 4 // of assertion: usedTransport
)

// makeVersion is the newest version of makeOptions that an API version reads, of those
// that are known here.
func makeVersion(api uint32) uint32 {
	switch {
	case api <= 2:
		return 3
	case api == 3:
		return 4
	case api <= 5:
		return 5
	default:
		return min(api, 8)
	}
}

// getVersion is makeVersion for getOptions.
func getVersion(api uint32) uint32 {
	switch {
	case api <= 2:
		return 4
	case api == 3:
		return 5
	case api <= 6:
		return 6
	default:
		return min(api, 8)
	}
}
