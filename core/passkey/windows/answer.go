package windows

import (
	"bytes"
	"encoding/json"
	"errors"
	"unsafe"
)

// longestPart bounds each part of an answer in bytes.
const longestPart = 64 << 10

// errAnswer reports an answer of the system that lacks a part, or has one out of bounds.
var errAnswer = errors.New("passkey: the system's answer is not whole")

// registrationJSON is RegistrationResponseJSON (W3C WebAuthn, section 5.1).
type registrationJSON struct {
	answerJSON

	Response struct {
		ClientData string   `json:"clientDataJSON"`
		Object     string   `json:"attestationObject"`
		Transports []string `json:"transports"`
	} `json:"response"`
}

// authenticationJSON is AuthenticationResponseJSON.
type authenticationJSON struct {
	answerJSON

	Response struct {
		ClientData string `json:"clientDataJSON"`
		AuthData   string `json:"authenticatorData"`
		Signature  string `json:"signature"`
		UserHandle string `json:"userHandle,omitempty"`
	} `json:"response"`
}

// answerJSON is what both have.
type answerJSON struct {
	ID         string      `json:"id"`
	RawID      string      `json:"rawId"`
	Type       string      `json:"type"`
	Attachment string      `json:"authenticatorAttachment,omitempty"`
	Extensions outputsJSON `json:"clientExtensionResults"`
}

// outputsJSON are the outputs of the extensions that are asked for.
type outputsJSON struct {
	CredProps *credPropsJSON `json:"credProps,omitempty"`
}

// credPropsJSON is CredentialPropertiesOutput (W3C WebAuthn, section 10.1.3).
type credPropsJSON struct {
	ResidentKey bool `json:"rk"`
}

// part copies bytes of the system. It returns errAnswer for none or too many.
func part(first *byte, size uint32) ([]byte, error) {
	if first == nil || size == 0 || size > longestPart {
		return nil, errAnswer
	}
	return bytes.Clone(unsafe.Slice(first, size)), nil
}

// answer is the JSON for a registration. Its structure may end where its version does,
// so it is never copied whole. It returns errAnswer.
func (a *attestation) answer(client []byte, credProps bool, c choice) ([]byte, error) {
	id, idErr := part(a.id, a.idSize)
	object, objectErr := part(a.object, a.objectSize)
	if err := errors.Join(idErr, objectErr); err != nil {
		return nil, errAnswer
	}
	var used, reached uint32
	if a.version >= attestedTransport {
		used = a.usedTransport
	}
	if a.version >= attestedTransports {
		reached = a.transports
	}
	var made registrationJSON
	made.answerJSON = newAnswer(id, used, c)
	if credProps && a.version >= attestedResident {
		made.Extensions.CredProps = &credPropsJSON{a.residentKey != 0}
	}
	made.Response.ClientData = encode(client)
	made.Response.Object = encode(object)
	made.Response.Transports = transportNames(used | reached)
	return json.Marshal(made)
}

// answer is the JSON for a sign-in. It returns errAnswer.
func (a *assertion) answer(client []byte, c choice) ([]byte, error) {
	id, idErr := part(a.credential.id, a.credential.idSize)
	authData, dataErr := part(a.authData, a.authDataSize)
	signature, signErr := part(a.signature, a.signatureSize)
	if err := errors.Join(idErr, dataErr, signErr); err != nil {
		return nil, errAnswer
	}
	var user []byte
	if a.userSize > 0 {
		var err error
		if user, err = part(a.user, a.userSize); err != nil {
			return nil, err
		}
	}
	var used uint32
	if a.version >= assertedTransport {
		used = a.usedTransport
	}
	var made authenticationJSON
	made.answerJSON = newAnswer(id, used, c)
	made.Response.ClientData = encode(client)
	made.Response.AuthData = encode(authData)
	made.Response.Signature = encode(signature)
	made.Response.UserHandle = encode(user)
	return json.Marshal(made)
}

// newAnswer is what both answers begin with. The attachment is that of the transport,
// else the one that was asked for.
func newAnswer(id []byte, usedTransport uint32, c choice) answerJSON {
	a := answerJSON{ID: encode(id), RawID: encode(id), Type: publicKeyType}
	switch {
	case usedTransport == transportInternal || usedTransport == 0 && c.attachment == attachmentPlatform:
		a.Attachment = platformText
	case usedTransport != 0 || c.attachment == attachmentCrossPlatform:
		a.Attachment = crossPlatformText
	}
	return a
}
