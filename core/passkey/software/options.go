package software

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/go-webauthn/webauthn/protocol/webauthncose"

	"gatehouse/core/passkey"
)

// binary is bytes that stand in JSON as base64url without padding.
type binary []byte

// MarshalText encodes the bytes.
func (b binary) MarshalText() ([]byte, error) {
	return []byte(base64.RawURLEncoding.EncodeToString(b)), nil
}

// UnmarshalText decodes the bytes.
func (b *binary) UnmarshalText(text []byte) error {
	decoded, err := base64.RawURLEncoding.DecodeString(string(text))
	*b = decoded
	return err
}

// descriptor names a passkey.
type descriptor struct {
	ID binary `json:"id"`
}

// options are the parts of PublicKeyCredentialCreationOptionsJSON and
// PublicKeyCredentialRequestOptionsJSON that the authenticator looks at.
type options struct {
	Challenge binary `json:"challenge"`
	RPID      string `json:"rpId"`
	RP        struct {
		ID string `json:"id"`
	} `json:"rp"`
	User struct {
		ID          binary `json:"id"`
		Name        string `json:"name"`
		DisplayName string `json:"displayName"`
	} `json:"user"`
	Algorithms []struct {
		Number int64 `json:"alg"`
	} `json:"pubKeyCredParams"`
	Excluded   []descriptor `json:"excludeCredentials"`
	Allowed    []descriptor `json:"allowCredentials"`
	Extensions struct {
		CredProps bool `json:"credProps"`
	} `json:"extensions"`
}

// parse reads the member publicKey. It returns passkey.ErrRequest, without what the
// decoder says: that may quote the challenge.
func parse(text []byte) (options, error) {
	var outer struct {
		PublicKey options `json:"publicKey"`
	}
	if json.Unmarshal(text, &outer) != nil || len(outer.PublicKey.Challenge) == 0 {
		return options{}, fmt.Errorf("%w: its options", passkey.ErrRequest)
	}
	return outer.PublicKey, nil
}

// es256 tells whether the only algorithm of the authenticator is asked for.
func (o options) es256() bool {
	for _, a := range o.Algorithms {
		if a.Number == int64(webauthncose.AlgES256) {
			return true
		}
	}
	return false
}

func named(list []descriptor, id []byte) bool {
	return slices.ContainsFunc(list, func(d descriptor) bool { return bytes.Equal(d.ID, id) })
}
