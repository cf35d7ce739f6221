package windows

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"gatehouse/core/passkey"
)

// Bounds of options.
const (
	longestOptions  = 256 << 10 // bytes
	longestText     = 1024      // bytes of a name
	leastChallenge  = 16        // bytes (W3C WebAuthn, section 13.4.3)
	mostChallenge   = 1024
	mostID          = 1023 // bytes of a credential's ID
	mostCredentials = passkey.MostPasskeys
	mostAlgorithms  = 16
	mostHints       = 3 // there are three
)

// required is what a passkey and the verification of the person have to be.
const required = "required"

// octets are bytes that stand in JSON as base64url without padding.
type octets []byte

// UnmarshalText refuses padding, line breaks and bits that say nothing.
func (o *octets) UnmarshalText(text []byte) error {
	if bytes.ContainsAny(text, "\r\n") {
		return errors.New("a line break in base64url")
	}
	decoded, err := base64.RawURLEncoding.Strict().DecodeString(string(text))
	*o = decoded
	return err
}

// descriptor is PublicKeyCredentialDescriptorJSON.
type descriptor struct {
	Type       string   `json:"type"`
	ID         octets   `json:"id"`
	Transports []string `json:"transports"`
}

// creationOptions is PublicKeyCredentialCreationOptionsJSON.
type creationOptions struct {
	RP struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"rp"`
	User struct {
		ID          octets `json:"id"`
		Name        string `json:"name"`
		DisplayName string `json:"displayName"`
	} `json:"user"`
	Challenge  octets `json:"challenge"`
	Parameters []struct {
		Type      string `json:"type"`
		Algorithm int32  `json:"alg"`
	} `json:"pubKeyCredParams"`
	Timeout   uint32       `json:"timeout"` // milliseconds
	Exclude   []descriptor `json:"excludeCredentials"`
	Selection struct {
		Attachment         string `json:"authenticatorAttachment"`
		RequireResidentKey bool   `json:"requireResidentKey"`
		ResidentKey        string `json:"residentKey"`
		UserVerification   string `json:"userVerification"`
	} `json:"authenticatorSelection"`
	Hints       []string `json:"hints"`
	Attestation string   `json:"attestation"`
	Extensions  struct {
		CredProps bool `json:"credProps"`
	} `json:"extensions"`
}

// requestOptions is PublicKeyCredentialRequestOptionsJSON.
type requestOptions struct {
	Challenge        octets       `json:"challenge"`
	Timeout          uint32       `json:"timeout"` // milliseconds
	RPID             string       `json:"rpId"`
	Allow            []descriptor `json:"allowCredentials"`
	UserVerification string       `json:"userVerification"`
	Hints            []string     `json:"hints"`
	Extensions       struct{}     `json:"extensions"`
}

// refuse is passkey.ErrRequest with what is wrong.
func refuse(what string) error { return fmt.Errorf("%w: %s", passkey.ErrRequest, what) }

// decode reads options into the member publicKey of a pointer's target. What it does not
// know it refuses, since it could not pass it on. It returns ErrRequest, without the
// decoder's error, which may quote the options.
func decode(options []byte, publicKey any) error {
	if len(options) > longestOptions {
		return refuse("its options are too long")
	}
	decoder := json.NewDecoder(bytes.NewReader(options))
	decoder.DisallowUnknownFields()
	outer := struct {
		PublicKey any `json:"publicKey"`
	}{publicKey}
	if decoder.Decode(&outer) != nil || outer.PublicKey == nil {
		return refuse("its options cannot be read")
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return refuse("something follows its options")
	}
	return nil
}

// decodeCreation reads and checks the options of Create. It returns ErrRequest.
func decodeCreation(options []byte) (*creationOptions, error) {
	o := new(creationOptions)
	if err := decode(options, o); err != nil {
		return nil, err
	}
	for _, check := range []func() error{o.checkEntities, o.checkParameters, o.checkDemands} {
		if err := check(); err != nil {
			return nil, err
		}
	}
	return o, checkCommon(o.Challenge, o.Exclude, o.Hints)
}

func (o *creationOptions) checkEntities() error {
	switch {
	case o.RP.ID != passkey.RPID || !isText(o.RP.Name) || o.RP.Name == "":
		return refuse("its relying party")
	case len(o.User.ID) == 0 || len(o.User.ID) > passkey.HandleSize:
		return refuse("its user handle")
	case !isText(o.User.Name) || o.User.Name == "" || !isText(o.User.DisplayName):
		return refuse("its names")
	}
	return nil
}

func (o *creationOptions) checkParameters() error {
	if len(o.Parameters) == 0 || len(o.Parameters) > mostAlgorithms {
		return refuse("its algorithms")
	}
	for _, p := range o.Parameters {
		if p.Type != publicKeyType {
			return refuse("its algorithms")
		}
	}
	return nil
}

func (o *creationOptions) checkDemands() error {
	s := o.Selection
	if !s.RequireResidentKey || s.ResidentKey != required || s.UserVerification != required {
		return refuse("no passkey with a verified person is asked for")
	}
	if o.Attestation != "none" {
		return refuse("its attestation")
	}
	return nil
}

// decodeRequest reads and checks the options of Get. It returns ErrRequest.
func decodeRequest(options []byte) (*requestOptions, error) {
	o := new(requestOptions)
	if err := decode(options, o); err != nil {
		return nil, err
	}
	switch {
	case o.RPID != passkey.RPID:
		return nil, refuse("its relying party")
	case o.UserVerification != required:
		return nil, refuse("no verified person is asked for")
	}
	return o, checkCommon(o.Challenge, o.Allow, o.Hints)
}

// checkCommon checks what both kinds of options have. It returns ErrRequest.
func checkCommon(challenge octets, named []descriptor, hints []string) error {
	if len(challenge) < leastChallenge || len(challenge) > mostChallenge {
		return refuse("its challenge")
	}
	if len(named) > mostCredentials || slices.ContainsFunc(named, descriptor.bad) {
		return refuse("its credentials")
	}
	if len(hints) > mostHints || !isHints(hints) {
		return refuse("its hints")
	}
	return nil
}

func (d descriptor) bad() bool {
	return d.Type != publicKeyType || len(d.ID) == 0 || len(d.ID) > mostID
}

func isHints(hints []string) bool {
	return !slices.ContainsFunc(hints, func(hint string) bool {
		return !slices.Contains([]string{hintSecurityKey, hintClientDevice, hintHybrid}, hint)
	})
}

// isText tells what can be passed on: a zero would end the text for the system.
func isText(text string) bool { return len(text) <= longestText && !strings.ContainsRune(text, 0) }

// limit is how long a ceremony may take: what its options say, but no more than Lifetime.
func limit(milliseconds uint32) time.Duration {
	asked := time.Duration(milliseconds) * time.Millisecond
	if asked == 0 {
		return passkey.Lifetime
	}
	return min(asked, passkey.Lifetime)
}
