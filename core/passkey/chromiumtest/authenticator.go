package chromiumtest

import (
	"bytes"
	"encoding/base64"
	"encoding/json"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/webauthn"
)

// Passkey is one that the authenticator holds.
type Passkey struct {
	ID, Handle []byte
	// Count is the one of the last answer.
	Count uint32
}

// credential is one as the browser tells it. It goes back as it came: browsers differ in
// the members that they know, and refuse others.
type credential map[string]json.RawMessage

// params are those of a command that is sent as it is.
type params map[string]any

// listed is the result of WebAuthn.getCredentials.
type listed struct {
	Credentials []credential `json:"credentials"`
}

// addAuthenticator puts a security key in that keeps passkeys and verifies the person.
func (b *Browser) addAuthenticator(to *tab) {
	b.t.Helper()
	call(b, webauthn.Enable, webauthn.EnableParams{})
	to.authenticator = call(b, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
		Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol:                    webauthn.AuthenticatorProtocolCtap2,
			Ctap2version:                webauthn.Ctap2versionCtap21,
			Transport:                   webauthn.AuthenticatorTransportUsb,
			HasResidentKey:              true,
			HasUserVerification:         true,
			IsUserVerified:              true,
			AutomaticPresenceSimulation: !b.config.Absent,
		},
	}).AuthenticatorID
}

// tell sends a command about the authenticator.
func tell[R any](b *Browser, method string, more params) R {
	b.t.Helper()
	b.mu.Lock()
	all := params{"authenticatorId": b.tab.authenticator}
	b.mu.Unlock()
	for name, value := range more {
		all[name] = value
	}
	return call(b, cdp.Command[params, R]{Method: method}, all)
}

// Verify says whether the authenticator recognizes the person from now on.
func (b *Browser) Verify(does bool) {
	b.t.Helper()
	tell[cdp.Empty](b, webauthn.CommandSetUserVerified, params{"isUserVerified": does})
}

// Touch says whether the person touches the authenticator when it is asked from now on. A
// page that waits already waits on.
func (b *Browser) Touch(does bool) {
	b.t.Helper()
	tell[cdp.Empty](b, webauthn.CommandSetAutomaticPresenceSimulation, params{"enabled": does})
}

// Passkeys are those that the authenticator holds.
func (b *Browser) Passkeys() []Passkey {
	b.t.Helper()
	var all []Passkey
	for _, one := range b.credentials() {
		var count float64
		if err := json.Unmarshal(one["signCount"], &count); err != nil {
			b.t.Fatalf("the count of a passkey: %v", err)
		}
		all = append(all, Passkey{ID: b.bytes(one["credentialId"]), Handle: b.bytes(one["userHandle"]), Count: uint32(count)})
	}
	return all
}

// Remove removes a passkey from the authenticator. The site is not told.
func (b *Browser) Remove(id []byte) {
	b.t.Helper()
	tell[cdp.Empty](b, webauthn.CommandRemoveCredential, params{"credentialId": base64.StdEncoding.EncodeToString(id)})
}

// SetCount puts the count of a passkey where it is said to be: a lower one is what a
// copied key looks like.
func (b *Browser) SetCount(id []byte, count uint32) {
	b.t.Helper()
	for _, one := range b.credentials() {
		if !bytes.Equal(b.bytes(one["credentialId"]), id) {
			continue
		}
		number, err := json.Marshal(count)
		if err != nil {
			b.t.Fatal(err)
		}
		one["signCount"] = number
		b.Remove(id)
		b.add(one)
		return
	}
	b.t.Fatal("the authenticator has no such passkey")
}

// Hand gives the passkeys of this browser's authenticator to the one of another, which
// counts on its own from then on.
func (b *Browser) Hand(to *Browser) {
	b.t.Helper()
	for _, one := range b.credentials() {
		to.add(one)
	}
}

func (b *Browser) credentials() []credential {
	b.t.Helper()
	return tell[listed](b, webauthn.CommandGetCredentials, nil).Credentials
}

func (b *Browser) add(one credential) {
	b.t.Helper()
	tell[cdp.Empty](b, webauthn.CommandAddCredential, params{"credential": one})
}

// bytes decodes a member of a credential.
func (b *Browser) bytes(text json.RawMessage) []byte {
	b.t.Helper()
	var decoded []byte
	if err := json.Unmarshal(text, &decoded); err != nil {
		b.t.Fatalf("bytes of a passkey: %v", err)
	}
	return decoded
}
