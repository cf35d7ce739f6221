package windows

import (
	"testing"
	"unsafe"
)

// TestSizes holds the structures to the sizes that C gives them where pointers have 64 bits.
func TestSizes(t *testing.T) {
	for _, s := range []struct {
		name      string
		got, want uintptr
	}{
		{"GUID", unsafe.Sizeof(guid{}), 16},
		{"RP_ENTITY_INFORMATION", unsafe.Sizeof(rpEntity{}), 32},
		{"USER_ENTITY_INFORMATION", unsafe.Sizeof(userEntity{}), 40},
		{"CLIENT_DATA", unsafe.Sizeof(clientData{}), 24},
		{"COSE_CREDENTIAL_PARAMETER", unsafe.Sizeof(coseParameter{}), 24},
		{"COSE_CREDENTIAL_PARAMETERS", unsafe.Sizeof(coseParameters{}), 16},
		{"CREDENTIAL", unsafe.Sizeof(credential{}), 24},
		{"CREDENTIALS", unsafe.Sizeof(credentials{}), 16},
		{"CREDENTIAL_EX", unsafe.Sizeof(credentialEx{}), 32},
		{"CREDENTIAL_LIST", unsafe.Sizeof(credentialList{}), 16},
		{"EXTENSION", unsafe.Sizeof(extension{}), 24},
		{"EXTENSIONS", unsafe.Sizeof(extensions{}), 16},
		{"MAKE_CREDENTIAL_OPTIONS", unsafe.Sizeof(makeOptions{}), 160},
		{"GET_ASSERTION_OPTIONS", unsafe.Sizeof(getOptions{}), 160},
		{"CREDENTIAL_ATTESTATION", unsafe.Sizeof(attestation{}), 160},
		{"ASSERTION", unsafe.Sizeof(assertion{}), 136},
	} {
		if s.got != s.want {
			t.Errorf("%s has %d bytes, want %d", s.name, s.got, s.want)
		}
	}
}

// place is where a field lies and where C has it.
type place struct {
	name      string
	got, want uintptr
}

func checkPlaces(t *testing.T, places []place) {
	t.Helper()
	for _, f := range places {
		if f.got != f.want {
			t.Errorf("%s lies at %d, want %d", f.name, f.got, f.want)
		}
	}
}

// TestPlacesOfInputs holds what every request has to its place.
func TestPlacesOfInputs(t *testing.T) {
	var (
		rp     rpEntity
		user   userEntity
		client clientData
		cose   coseParameter
		list   coseParameters
		ex     credentialEx
		exs    credentialList
	)
	checkPlaces(t, []place{
		{"rp.pwszId", unsafe.Offsetof(rp.id), 8},
		{"rp.pwszName", unsafe.Offsetof(rp.name), 16},
		{"user.cbId", unsafe.Offsetof(user.idSize), 4},
		{"user.pbId", unsafe.Offsetof(user.id), 8},
		{"user.pwszName", unsafe.Offsetof(user.name), 16},
		{"user.pwszDisplayName", unsafe.Offsetof(user.displayName), 32},
		{"client.cbClientDataJSON", unsafe.Offsetof(client.jsonSize), 4},
		{"client.pbClientDataJSON", unsafe.Offsetof(client.json), 8},
		{"client.pwszHashAlgId", unsafe.Offsetof(client.hash), 16},
		{"cose.pwszCredentialType", unsafe.Offsetof(cose.kind), 8},
		{"cose.lAlg", unsafe.Offsetof(cose.algorithm), 16},
		{"cose.pCredentialParameters", unsafe.Offsetof(list.first), 8},
		{"credentialEx.cbId", unsafe.Offsetof(ex.idSize), 4},
		{"credentialEx.pbId", unsafe.Offsetof(ex.id), 8},
		{"credentialEx.pwszCredentialType", unsafe.Offsetof(ex.kind), 16},
		{"credentialEx.dwTransports", unsafe.Offsetof(ex.transports), 24},
		{"list.ppCredentials", unsafe.Offsetof(exs.first), 8},
	})
}

// TestPlacesOfOptions holds the options, whose versions say which fields are read.
func TestPlacesOfOptions(t *testing.T) {
	var (
		create makeOptions
		get    getOptions
	)
	checkPlaces(t, []place{
		{"make.dwTimeoutMilliseconds", unsafe.Offsetof(create.timeout), 4},
		{"make.CredentialList", unsafe.Offsetof(create.credentials), 8},
		{"make.Extensions", unsafe.Offsetof(create.extensions), 24},
		{"make.dwAuthenticatorAttachment", unsafe.Offsetof(create.attachment), 40},
		{"make.bRequireResidentKey", unsafe.Offsetof(create.requireResidentKey), 44},
		{"make.dwUserVerificationRequirement", unsafe.Offsetof(create.userVerification), 48},
		{"make.dwAttestationConveyancePreference", unsafe.Offsetof(create.attestation), 52},
		{"make.dwFlags", unsafe.Offsetof(create.flags), 56},
		{"make.pCancellationId", unsafe.Offsetof(create.cancellation), 64},
		{"make.pExcludeCredentialList", unsafe.Offsetof(create.exclude), 72},
		{"make.dwEnterpriseAttestation", unsafe.Offsetof(create.enterprise), 80},
		{"make.dwLargeBlobSupport", unsafe.Offsetof(create.largeBlob), 84},
		{"make.bPreferResidentKey", unsafe.Offsetof(create.preferResidentKey), 88},
		{"make.bBrowserInPrivateMode", unsafe.Offsetof(create.private), 92},
		{"make.bEnablePrf", unsafe.Offsetof(create.enablePRF), 96},
		{"make.pLinkedDevice", unsafe.Offsetof(create.linkedDevice), 104},
		{"make.cbJsonExt", unsafe.Offsetof(create.jsonExtensionsSize), 112},
		{"make.pbJsonExt", unsafe.Offsetof(create.jsonExtensions), 120},
		{"make.pPRFGlobalEval", unsafe.Offsetof(create.prfEvaluation), 128},
		{"make.cCredentialHints", unsafe.Offsetof(create.hintCount), 136},
		{"make.ppwszCredentialHints", unsafe.Offsetof(create.hints), 144},
		{"make.bThirdPartyPayment", unsafe.Offsetof(create.thirdPartyPayment), 152},
		{"get.dwTimeoutMilliseconds", unsafe.Offsetof(get.timeout), 4},
		{"get.dwAuthenticatorAttachment", unsafe.Offsetof(get.attachment), 40},
		{"get.dwUserVerificationRequirement", unsafe.Offsetof(get.userVerification), 44},
		{"get.dwFlags", unsafe.Offsetof(get.flags), 48},
		{"get.pwszU2fAppId", unsafe.Offsetof(get.appID), 56},
		{"get.pbU2fAppId", unsafe.Offsetof(get.usedAppID), 64},
		{"get.pCancellationId", unsafe.Offsetof(get.cancellation), 72},
		{"get.pAllowCredentialList", unsafe.Offsetof(get.allow), 80},
		{"get.dwCredLargeBlobOperation", unsafe.Offsetof(get.largeBlobOperation), 88},
		{"get.pbCredLargeBlob", unsafe.Offsetof(get.largeBlob), 96},
		{"get.pHmacSecretSaltValues", unsafe.Offsetof(get.hmacSalts), 104},
		{"get.bBrowserInPrivateMode", unsafe.Offsetof(get.private), 112},
		{"get.pLinkedDevice", unsafe.Offsetof(get.linkedDevice), 120},
		{"get.bAutoFill", unsafe.Offsetof(get.autoFill), 128},
		{"get.pbJsonExt", unsafe.Offsetof(get.jsonExtensions), 136},
		{"get.cCredentialHints", unsafe.Offsetof(get.hintCount), 144},
		{"get.ppwszCredentialHints", unsafe.Offsetof(get.hints), 152},
	})
}

// TestPlacesOfOutputs holds the fields that are read to their places.
func TestPlacesOfOutputs(t *testing.T) {
	var (
		plain credential
		made  attestation
		used  assertion
	)
	checkPlaces(t, []place{
		{"credential.cbId", unsafe.Offsetof(plain.idSize), 4},
		{"credential.pbId", unsafe.Offsetof(plain.id), 8},
		{"attestation.cbAttestationObject", unsafe.Offsetof(made.objectSize), 64},
		{"attestation.pbAttestationObject", unsafe.Offsetof(made.object), 72},
		{"attestation.cbCredentialId", unsafe.Offsetof(made.idSize), 80},
		{"attestation.pbCredentialId", unsafe.Offsetof(made.id), 88},
		{"attestation.dwUsedTransport", unsafe.Offsetof(made.usedTransport), 112},
		{"attestation.bResidentKey", unsafe.Offsetof(made.residentKey), 124},
		{"attestation.bThirdPartyPayment", unsafe.Offsetof(made.thirdPartyPayment), 152},
		{"attestation.dwTransports", unsafe.Offsetof(made.transports), 156},
		{"assertion.cbAuthenticatorData", unsafe.Offsetof(used.authDataSize), 4},
		{"assertion.pbAuthenticatorData", unsafe.Offsetof(used.authData), 8},
		{"assertion.cbSignature", unsafe.Offsetof(used.signatureSize), 16},
		{"assertion.pbSignature", unsafe.Offsetof(used.signature), 24},
		{"assertion.Credential", unsafe.Offsetof(used.credential), 32},
		{"assertion.cbUserId", unsafe.Offsetof(used.userSize), 56},
		{"assertion.pbUserId", unsafe.Offsetof(used.user), 64},
		{"assertion.dwUsedTransport", unsafe.Offsetof(used.usedTransport), 120},
	})
}

// TestVersions: an API version is given no structure that is newer than it.
func TestVersions(t *testing.T) {
	want := map[uint32][2]uint32{1: {3, 4}, 2: {3, 4}, 3: {4, 5}, 4: {5, 6}, 5: {5, 6}, 6: {6, 6}, 7: {7, 7}, 8: {8, 8}, 9: {8, 8}, 40: {8, 8}}
	for api, versions := range want {
		if got := [2]uint32{makeVersion(api), getVersion(api)}; got != versions {
			t.Errorf("API version %d: %v, want %v", api, got, versions)
		}
	}
}
