package windows

import "structs"

// The structures of webauthn.h, as far as API version 8 has them, named by what they
// are. Fields have the order, the widths and, by Go's own rules of alignment, the places
// that a C compiler gives them; a test holds them to numbers. BOOL is 32 bits wide.
// Text is UTF-16 with a zero behind it.

// guid is a GUID.
type guid struct {
	_ structs.HostLayout

	data1        uint32
	data2, data3 uint16
	data4        [8]byte
}

// rpEntity is WEBAUTHN_RP_ENTITY_INFORMATION.
type rpEntity struct {
	_ structs.HostLayout

	version uint32
	id      *uint16
	name    *uint16
	icon    *uint16
}

// userEntity is WEBAUTHN_USER_ENTITY_INFORMATION.
type userEntity struct {
	_ structs.HostLayout

	version     uint32
	idSize      uint32
	id          *byte
	name        *uint16
	icon        *uint16
	displayName *uint16
}

// clientData is WEBAUTHN_CLIENT_DATA.
type clientData struct {
	_ structs.HostLayout

	version  uint32
	jsonSize uint32
	json     *byte
	hash     *uint16
}

// coseParameter is WEBAUTHN_COSE_CREDENTIAL_PARAMETER.
type coseParameter struct {
	_ structs.HostLayout

	version   uint32
	kind      *uint16
	algorithm int32
}

// coseParameters is WEBAUTHN_COSE_CREDENTIAL_PARAMETERS.
type coseParameters struct {
	_ structs.HostLayout

	count uint32
	first *coseParameter
}

// credential is WEBAUTHN_CREDENTIAL.
type credential struct {
	_ structs.HostLayout

	version uint32
	idSize  uint32
	id      *byte
	kind    *uint16
}

// credentials is WEBAUTHN_CREDENTIALS.
type credentials struct {
	_ structs.HostLayout

	count uint32
	first *credential
}

// credentialEx is WEBAUTHN_CREDENTIAL_EX.
type credentialEx struct {
	_ structs.HostLayout

	version    uint32
	idSize     uint32
	id         *byte
	kind       *uint16
	transports uint32
}

// credentialList is WEBAUTHN_CREDENTIAL_LIST.
type credentialList struct {
	_ structs.HostLayout

	count uint32
	first **credentialEx
}

// extension is WEBAUTHN_EXTENSION.
type extension struct {
	_ structs.HostLayout

	id   *uint16
	size uint32
	data *byte
}

// extensions is WEBAUTHN_EXTENSIONS.
type extensions struct {
	_ structs.HostLayout

	count uint32
	first *extension
}

// makeOptions is WEBAUTHN_AUTHENTICATOR_MAKE_CREDENTIAL_OPTIONS, version 8.
type makeOptions struct {
	_ structs.HostLayout

	version            uint32
	timeout            uint32 // milliseconds
	credentials        credentials
	extensions         extensions
	attachment         uint32
	requireResidentKey uint32
	userVerification   uint32
	attestation        uint32
	flags              uint32
	cancellation       *guid           // since 2
	exclude            *credentialList // since 3
	enterprise         uint32          // since 4
	largeBlob          uint32
	preferResidentKey  uint32
	private            uint32 // since 5
	enablePRF          uint32 // since 6
	linkedDevice       *byte  // since 7
	jsonExtensionsSize uint32
	jsonExtensions     *byte
	prfEvaluation      *byte // since 8
	hintCount          uint32
	hints              **uint16
	thirdPartyPayment  uint32
	_                  uint32 // C fills the structure up
}

// getOptions is WEBAUTHN_AUTHENTICATOR_GET_ASSERTION_OPTIONS, version 8.
type getOptions struct {
	_ structs.HostLayout

	version            uint32
	timeout            uint32 // milliseconds
	credentials        credentials
	extensions         extensions
	attachment         uint32
	userVerification   uint32
	flags              uint32
	appID              *uint16 // since 2
	usedAppID          *uint32
	cancellation       *guid           // since 3
	allow              *credentialList // since 4
	largeBlobOperation uint32          // since 5
	largeBlobSize      uint32
	largeBlob          *byte
	hmacSalts          *byte // since 6
	private            uint32
	linkedDevice       *byte // since 7
	autoFill           uint32
	jsonExtensionsSize uint32
	jsonExtensions     *byte
	hintCount          uint32 // since 8
	hints              **uint16
}

// attestation is WEBAUTHN_CREDENTIAL_ATTESTATION. The last field is one of version 8 and
// lies where version 7 is filled up; what comes after it is not read.
type attestation struct {
	_ structs.HostLayout

	version           uint32
	format            *uint16
	authDataSize      uint32
	authData          *byte
	statementSize     uint32
	statement         *byte
	decodeType        uint32
	decoded           *byte
	objectSize        uint32
	object            *byte
	idSize            uint32
	id                *byte
	extensions        extensions // since 2
	usedTransport     uint32     // since 3
	enterprise        uint32     // since 4
	largeBlob         uint32
	residentKey       uint32
	prfEnabled        uint32 // since 5
	unsignedSize      uint32 // since 6
	unsigned          *byte
	hmacSecret        *byte // since 7
	thirdPartyPayment uint32
	transports        uint32 // since 8
}

// assertion is WEBAUTHN_ASSERTION, version 5; what newer ones add is not read.
type assertion struct {
	_ structs.HostLayout

	version         uint32
	authDataSize    uint32
	authData        *byte
	signatureSize   uint32
	signature       *byte
	credential      credential
	userSize        uint32
	user            *byte
	extensions      extensions // since 2
	largeBlobSize   uint32
	largeBlob       *byte
	largeBlobStatus uint32
	hmacSecret      *byte  // since 3
	usedTransport   uint32 // since 4
	unsignedSize    uint32 // since 5
	unsigned        *byte
}
