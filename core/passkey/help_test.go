package passkey_test

import (
	"bytes"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"

	"gatehouse/core/passkey"
)

const origin = "http://localhost:49152"

// noon is when all ceremonies of the tests begin.
func noon() time.Time { return time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC) }

func newHandle(t testing.TB) []byte {
	t.Helper()
	handle, err := passkey.NewUserHandle(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return handle
}

func newID(t testing.TB) []byte { t.Helper(); return newHandle(t)[:32] }

// enrolment is what an honest registration is asked for.
func enrolment(handle []byte) passkey.Enrolment {
	return passkey.Enrolment{Origin: origin, Site: "Example Works", Name: "ada", FullName: "Ada Lovelace", Handle: handle}
}

func begin(t testing.TB, e passkey.Enrolment) *passkey.Registration {
	t.Helper()
	r, err := e.Begin(noon())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func beginSignIn(t testing.TB) *passkey.Assertion {
	t.Helper()
	a, err := passkey.BeginAssertion(origin, noon())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// store keeps one account's passkeys as a site does.
type store struct {
	handle []byte
	kept   []passkey.Credential
}

func (s *store) find(handle, id []byte) (passkey.Credential, error) {
	if bytes.Equal(handle, s.handle) {
		for _, c := range s.kept {
			if bytes.Equal(c.ID, id) {
				return c, nil
			}
		}
	}
	return passkey.Credential{}, passkey.ErrUnknown
}

func (s *store) write(used passkey.Used) {
	for i, c := range s.kept {
		if bytes.Equal(c.ID, used.ID) {
			s.kept[i] = c.After(used)
		}
	}
}

// device is the software authenticator with one key. Its own keys lose leading zeros
// of a coordinate, so it gets one that has none.
type device struct {
	auth virtualwebauthn.Authenticator
	cred virtualwebauthn.Credential
}

func newDevice(t testing.TB, handle []byte) *device {
	t.Helper()
	key := newEC(t)
	for point, err := key.PublicKey.Bytes(); point[1] == 0 || point[33] == 0; point, err = key.PublicKey.Bytes() {
		if err != nil {
			t.Fatal(err)
		}
		key = newEC(t)
	}
	encoded, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return &device{
		auth: virtualwebauthn.NewAuthenticatorWithOptions(virtualwebauthn.AuthenticatorOptions{UserHandle: handle}),
		cred: virtualwebauthn.NewCredentialWithImportedKey(virtualwebauthn.KeyTypeEC2, encoded),
	}
}

func party(at string) virtualwebauthn.RelyingParty {
	return virtualwebauthn.RelyingParty{ID: passkey.RPID, Name: "Example Works", Origin: at}
}

// create answers a registration as an authenticator that leaves out what is excluded.
func (d *device) create(t testing.TB, options []byte, at string) []byte {
	t.Helper()
	asked, err := virtualwebauthn.ParseAttestationOptions(string(options))
	if err != nil {
		t.Fatal(err)
	}
	return []byte(virtualwebauthn.CreateAttestationResponse(party(at), d.auth, d.cred, *asked))
}

// get answers a sign-in.
func (d *device) get(t testing.TB, options []byte, at string) []byte {
	t.Helper()
	asked, err := virtualwebauthn.ParseAssertionOptions(string(options))
	if err != nil {
		t.Fatal(err)
	}
	return []byte(virtualwebauthn.CreateAssertionResponse(party(at), d.auth, d.cred, *asked))
}

// enrolled is an account with one passkey, made by forged but honest claims.
func enrolled(t testing.TB, key softKey, change func(*claims)) *store {
	t.Helper()
	s := &store{handle: newHandle(t)}
	r := begin(t, enrolment(s.handle))
	c := creating(t, r, key, newID(t))
	if change != nil {
		change(&c)
	}
	made, err := r.Finish(c.created(t), noon())
	if err != nil {
		t.Fatal(err)
	}
	s.kept = append(s.kept, made)
	return s
}

// signIn answers an honest sign-in, changed, and gives what came of it.
func (s *store) signIn(t testing.TB, key softKey, count uint32, change func(*claims)) (passkey.Used, error) {
	t.Helper()
	a := beginSignIn(t)
	c := getting(t, a, s.handle, s.kept[0].ID, count)
	if change != nil {
		change(&c)
	}
	return a.Finish(c.got(t, key), noon().Add(time.Minute), s.find)
}

// want fails the test for another error.
func want(t testing.TB, name string, err, wanted error) {
	t.Helper()
	if wanted == nil && err != nil || wanted != nil && !errors.Is(err, wanted) {
		t.Errorf("%s: %v, want %v", name, err, wanted)
	}
}
