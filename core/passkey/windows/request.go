package windows

import (
	"time"

	"gatehouse/core/passkey"
)

// makeInputs are the arguments of WebAuthNAuthenticatorMakeCredential.
type makeInputs struct {
	memory

	rp         *rpEntity
	user       *userEntity
	parameters *coseParameters
	client     *clientData
	options    *makeOptions
}

// getInputs are the arguments of WebAuthNAuthenticatorGetAssertion.
type getInputs struct {
	memory

	rpID    *uint16
	client  *clientData
	options *getOptions
}

// newMakeInputs lays the options out for an API version. The caller frees them.
func newMakeInputs(api uint32, o *creationOptions, c choice, client []byte, cancellation guid) *makeInputs {
	in := new(makeInputs)
	m := &in.memory
	in.rp = fixed(m, &rpEntity{version: firstVersion, id: m.text(o.RP.ID), name: m.text(o.RP.Name)})
	in.user = fixed(m, &userEntity{
		version: firstVersion,
		idSize:  uint32(len(o.User.ID)), id: laid(m, o.User.ID),
		name: m.text(o.User.Name), displayName: m.text(o.User.DisplayName),
	})
	var parameters []coseParameter
	for _, p := range o.Parameters {
		parameters = append(parameters, coseParameter{version: firstVersion, kind: m.text(p.Type), algorithm: p.Algorithm})
	}
	in.parameters = fixed(m, &coseParameters{count: uint32(len(parameters)), first: laid(m, parameters)})
	in.client = m.client(client)
	in.options = fixed(m, &makeOptions{
		version:            makeVersion(api),
		timeout:            milliseconds(limit(o.Timeout)),
		attachment:         c.attachment,
		requireResidentKey: 1,
		userVerification:   verificationRequired,
		attestation:        attestationNone,
		cancellation:       fixed(m, &cancellation),
		exclude:            m.list(api, o.Exclude),
	})
	if in.options.version >= makeHints {
		in.options.hintCount, in.options.hints = m.hints(c.hints)
	}
	return in
}

// newGetInputs is newMakeInputs for the options of Get.
func newGetInputs(api uint32, o *requestOptions, c choice, client []byte, cancellation guid) *getInputs {
	in := new(getInputs)
	m := &in.memory
	in.rpID = m.text(passkey.RPID)
	in.client = m.client(client)
	in.options = fixed(m, &getOptions{
		version:          getVersion(api),
		timeout:          milliseconds(limit(o.Timeout)),
		attachment:       c.attachment,
		userVerification: verificationRequired,
		cancellation:     fixed(m, &cancellation),
		allow:            m.list(api, o.Allow),
	})
	if in.options.version >= getHints {
		in.options.hintCount, in.options.hints = m.hints(c.hints)
	}
	return in
}

func milliseconds(d time.Duration) uint32 { return uint32(d / time.Millisecond) }

// client lays out client data.
func (m *memory) client(json []byte) *clientData {
	return fixed(m, &clientData{
		version: firstVersion, jsonSize: uint32(len(json)), json: laid(m, json), hash: m.text(hashSHA256),
	})
}

// list lays out credentials; nil for none.
func (m *memory) list(api uint32, named []descriptor) *credentialList {
	if len(named) == 0 {
		return nil
	}
	var pointers []*credentialEx
	for _, d := range named {
		pointers = append(pointers, fixed(m, &credentialEx{
			version: firstVersion,
			idSize:  uint32(len(d.ID)), id: laid(m, d.ID),
			kind: m.text(d.Type), transports: transportBits(api, d.Transports),
		}))
	}
	return fixed(m, &credentialList{count: uint32(len(pointers)), first: laid(m, pointers)})
}

// hints lays out hints.
func (m *memory) hints(hints []string) (uint32, **uint16) {
	var pointers []*uint16
	for _, hint := range hints {
		pointers = append(pointers, m.text(hint))
	}
	return uint32(len(pointers)), laid(m, pointers)
}
