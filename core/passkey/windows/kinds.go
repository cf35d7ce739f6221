package windows

import "gatehouse/core/passkey"

// Values of PublicKeyCredentialHint (W3C WebAuthn, section 5.8.7), which the system has
// by the same names.
const (
	hintSecurityKey  = "security-key"
	hintClientDevice = "client-device"
	hintHybrid       = "hybrid"
)

// choice is how the system is told which authenticators to begin with.
type choice struct {
	attachment uint32
	hints      []string
}

// choose makes the choice of a kind. For AnyKind it is the one of the options. It
// returns ErrRequest for options that are about another kind.
func choose(kind passkey.Kind, attachmentText string, hints []string) (choice, error) {
	asked := choice{hints: hints}
	switch attachmentText {
	case "":
		asked.attachment = attachmentAny
	case platformText:
		asked.attachment = attachmentPlatform
	case crossPlatformText:
		asked.attachment = attachmentCrossPlatform
	default:
		return choice{}, refuse("its attachment")
	}
	if kind == passkey.AnyKind {
		return asked, nil
	}
	made := ofKind(kind)
	if asked.attachment != attachmentAny && asked.attachment != made.attachment ||
		len(hints) > 0 && hints[0] != made.hints[0] {
		return choice{}, refuse("its options are about another kind")
	}
	return made, nil
}

// ofKind is the choice of a kind that is not AnyKind.
func ofKind(kind passkey.Kind) choice {
	switch kind {
	case passkey.ThisDevice:
		return choice{attachmentPlatform, []string{hintClientDevice}}
	case passkey.Phone:
		return choice{attachmentCrossPlatform, []string{hintHybrid}}
	default:
		return choice{attachmentCrossPlatform, []string{hintSecurityKey}}
	}
}
