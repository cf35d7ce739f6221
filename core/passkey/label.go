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
	case "fbfc3007-154e-4ecc-8c0b-6e020557d7bd",
		"dd4ec289-e01d-41c9-bb89-70fa845d4bf2": // of a managed account
		return "Apple Passwords"
	case "adce0002-35bc-c60a-648b-0b25f1f05503":
		return "Chrome on Mac"
	case "771b48fd-d3d4-4f74-9232-fc157ab0507a":
		return "Edge on Mac"
	case "b5397666-4885-aa6b-cebf-e52262a439a2":
		return "Chromium"
	case "ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4":
		return "Google Password Manager"
	case "53414d53-554e-4700-0000-000000000000":
		return "Samsung Pass"
	default:
		return otherLabel(strings.ToLower(aaguid))
	}
}

// otherLabel names password managers and security keys.
func otherLabel(aaguid string) string {
	switch aaguid {
	case "bada5566-a7aa-401f-bd96-45619a55120d":
		return "1Password"
	case "d548826e-79b4-db40-a3d8-11116f7e8349":
		return "Bitwarden"
	case "531126d6-e717-415c-9320-3d9aa6981239":
		return "Dashlane"
	case "f3809540-7f14-49c1-a8b3-8f813b225541":
		return "Enpass"
	case "fdb141b2-5d84-443e-8a35-4698c205a502":
		return "KeePassXC"
	case "0ea242b4-43c4-4a1b-8b17-dd6d0b6baec6":
		return "Keeper"
	case "b78a0a55-6ef8-d246-a042-ba0f6d55050c":
		return "LastPass"
	case "b84e4048-15dc-4dd0-8640-f4f60813c8af":
		return "NordPass"
	case "50726f74-6f6e-5061-7373-50726f746f6e":
		return "Proton Pass"
	default:
		return keyLabel(aaguid)
	}
}

// keyLabel names security keys. Several numbers of one name are revisions of it.
func keyLabel(aaguid string) string {
	switch aaguid {
	case "42b4fb4a-2866-43b2-9bf7-6c6669c2e5d3":
		return "Titan Security Key"
	case "8876631b-d4a0-427f-5773-0ec71c9e0279":
		return "Solo"
	case "12ded745-4bed-47d4-abaa-e713f51d6393":
		return "Feitian ePass"
	case "cb69481e-8ff7-4039-93ec-0a2729a154a8", "ee882879-721c-4913-9775-3dfcce97072a":
		return "YubiKey 5"
	case "fa2b99dc-9e39-4257-8f92-4a30d23c4118", "2fc0579f-8113-47ea-b116-bb5a8db9202a":
		return "YubiKey 5 NFC"
	case "c5ef55ff-ad9a-4b9f-b580-adebafe026d0":
		return "YubiKey 5Ci"
	case "73bb0cd4-e502-49b8-9c6f-b59445bf720b", "c1f9a0bc-1dd2-404a-b27f-8e29047a43fd":
		return "YubiKey 5 FIPS"
	case "d8522d9f-575b-4866-88a9-ba99fa02f35b", "dd86a2da-86a0-4cbe-b462-4bd31f57bc6f",
		"7409272d-1ff9-4e10-9fc9-ac0019c124fd":
		return "YubiKey Bio"
	case "f8a011f3-8c0a-4d15-8006-17111f9edc7d", "b92c3f9a-c014-4056-887f-140a2501163b":
		return "Security Key by Yubico"
	case "6d44ba9b-f6ec-2e49-b930-0c8fe920cb73", "149a2021-8ef6-4133-96b8-81f8d5b7f1f5",
		"a4e9fc6d-4cbe-4758-b8ba-37598bb5bbaa", "e77e3c64-05e3-428b-8824-0cbeb04b829d",
		"b7d3f68e-88a6-471e-9ecf-2df26d041ede":
		return "Security Key NFC by Yubico"
	default:
		return ""
	}
}
