package passkey

import (
	"encoding/hex"
	"strings"
)

// AAGUID is the number of an authenticator's model (W3C WebAuthn, section 6.5.1). Anyone
// can claim any, so it is good for a label alone.
type AAGUID [16]byte

// String is the number as makers publish it: lower case, in groups of 8-4-4-4-12.
func (a AAGUID) String() string {
	h := hex.EncodeToString(a[:])
	return strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:]}, "-")
}

// Label is a name to propose for a passkey by the model of its authenticator; "" for a
// model that is not known, or zeros. The numbers are a few that their makers publish,
// collected by hand; names are the makers' own and are not translated.
func Label(aaguid string) string {
	switch strings.ToLower(aaguid) {
	case "08987058-cadc-4b81-b6e1-30de50dcbe96", // by the system's own keys
		"9ddd1817-af5a-4672-a2b9-3e3dd95000a9", // by a virtualised TPM
		"6028b017-b1d4-4c02-b4b3-afcdafc96bb2": // by a TPM
		return "Windows Hello"
	case "fbfc3007-154e-4ecc-8c0b-6e020557d7bd":
		return "Apple Passwords"
	case "ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4":
		return "Google Password Manager"
	case "53414d53-554e-4700-0000-000000000000":
		return "Samsung Pass"
	case "bada5566-a7aa-401f-bd96-45619a55120d":
		return "1Password"
	case "d548826e-79b4-db40-a3d8-11116f7e8349":
		return "Bitwarden"
	case "fdb141b2-5d84-443e-8a35-4698c205a502":
		return "KeePassXC"
	case "cb69481e-8ff7-4039-93ec-0a2729a154a8", "ee882879-721c-4913-9775-3dfcce97072a":
		return "YubiKey 5"
	case "fa2b99dc-9e39-4257-8f92-4a30d23c4118", "2fc0579f-8113-47ea-b116-bb5a8db9202a":
		return "YubiKey 5 NFC"
	case "c5ef55ff-ad9a-4b9f-b580-adebafe026d0":
		return "YubiKey 5Ci"
	default:
		return ""
	}
}
