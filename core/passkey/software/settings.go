package software

import (
	"context"
	"slices"

	"gatehouse/core/passkey"
)

// Flags of an answer (W3C WebAuthn, section 6.1), for Settings.Flip.
const (
	UserPresent    = 1 << 0
	UserVerified   = 1 << 2
	BackupEligible = 1 << 3
	BackedUp       = 1 << 4
	Attested       = 1 << 6
	Extended       = 1 << 7
)

// Settings are how the authenticator and its client behave.
type Settings struct {
	// Kinds are those that the provider offers.
	Kinds []passkey.Kind
	// Origin is that of the ceremonies: passkey.NativeOrigin or a loopback one.
	Origin string
	// AAGUID, Transports and Attachment are what new passkeys say of the authenticator.
	AAGUID     passkey.AAGUID
	Transports []string
	Attachment string
	// Counting lets the count of a passkey rise with every answer. Without it all
	// answers say 0, as those of synced passkeys do.
	Counting bool
	// BackupEligible makes new passkeys such that may be synced. It stays with them.
	BackupEligible bool
	// BackedUp is what passkeys that may be synced say of themselves now.
	BackedUp bool
	// Use is the ID of the passkey to sign in with, of those that are asked for. Nil
	// takes the newest.
	Use []byte

	// Before is called when the options are there and nothing is answered. Its context
	// ends with the ceremony: by Close, or by the context of Create and Get.
	Before func(ctx context.Context)
	// Cancel lets the person give up: after Before no answer is made.
	Cancel bool

	// Unverified leaves out that the person was verified.
	Unverified bool
	// Flip turns flags of the answers around.
	Flip byte
	// SaidOrigin and SaidRPID stand in the answers in place of the right ones, unless
	// they are empty.
	SaidOrigin, SaidRPID string
	// Tamper changes the answers after they are signed: a sign-in by a bit of its
	// signature, a registration, which has none, by the curve that its key names.
	Tamper bool
	// Replay gives the last answer of the same ceremony again, to the letter.
	Replay bool
}

// honest are the settings that New begins with: a security key that counts.
func honest() Settings {
	return Settings{
		Kinds:      []passkey.Kind{passkey.SecurityKey, passkey.ThisDevice, passkey.Phone},
		Origin:     passkey.NativeOrigin,
		Transports: []string{"usb"},
		Attachment: "cross-platform",
		Counting:   true,
	}
}

// clone shares nothing with s but Before.
func (s Settings) clone() Settings {
	s.Kinds, s.Transports, s.Use = slices.Clone(s.Kinds), slices.Clone(s.Transports), slices.Clone(s.Use)
	return s
}

func orElse(first, second string) string {
	if first != "" {
		return first
	}
	return second
}
