package windows

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"

	"gatehouse/core/passkey"
)

// asked is what a stand-in for the system was given: one line for each field, in the
// order of the structures, with bytes in hexadecimal.
type asked string

// value is the first field of a name.
func (a asked) value(t testing.TB, name string) string {
	t.Helper()
	for line := range strings.Lines(string(a)) {
		if value, ok := strings.CutPrefix(line, name+"="); ok {
			return strings.TrimSuffix(value, "\n")
		}
	}
	t.Fatalf("no %s was given in:\n%s", name, a)
	return ""
}

func (a asked) octets(t testing.TB, name string) []byte {
	t.Helper()
	decoded, err := hex.DecodeString(a.value(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return decoded
}

// reply is what a stand-in does: it waits to be told to go, fails, or answers.
type reply struct {
	wait   bool
	result hresult
	// version is that of the structure that is given back, of whose fields these are some.
	version            uint32
	id, object         []byte
	data, signature    []byte
	user               []byte
	used, reached      uint32
	resident           bool
	nothing, anonymous bool // no structure, no bytes
}

// dialog stands for the person and the authenticator.
type dialog func(asked) reply

// stage is a stand-in for webauthn.dll, and what it was asked so far.
type stage interface {
	// library is what a provider is made with.
	library() library
	// play sets what the system has and does.
	play(api uint32, platform bool, d dialog)
	// held is how many structures were given and not given back.
	held() int
	// left is how many dialogs went because they were told to.
	left() int
}

// device is an authenticator with one key.
type device struct {
	key  *ecdsa.PrivateKey
	id   []byte
	user []byte
}

func newDevice(t testing.TB) *device {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id := make([]byte, 32)
	rand.Read(id)
	return &device{key: key, id: id}
}

// Flags of an authenticator (W3C WebAuthn, section 6.1).
const (
	present  = 1 << 0
	verified = 1 << 2
	attested = 1 << 6
)

func (d *device) authData(flags byte, count uint32, more []byte) []byte {
	hash := sha256.Sum256([]byte(passkey.RPID))
	data := append(hash[:], flags)
	return append(binary.BigEndian.AppendUint32(data, count), more...)
}

// create makes the passkey that a is about.
func (d *device) create(t testing.TB, a asked) reply {
	t.Helper()
	d.user = a.octets(t, "user.id")
	point, err := d.key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	key := marshal(t, map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
	more := binary.BigEndian.AppendUint16(make([]byte, 16), uint16(len(d.id)))
	data := d.authData(present|verified|attested, 0, slices.Concat(more, d.id, key))
	object := marshal(t, map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})
	return reply{version: 7, id: d.id, object: object, data: data, used: transportInternal, resident: true}
}

// get signs in with it.
func (d *device) get(t testing.TB, a asked) reply {
	t.Helper()
	data := d.authData(present|verified, 1, nil)
	client := sha256.Sum256([]byte(a.value(t, "client.json")))
	digest := sha256.Sum256(append(slices.Clone(data), client[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, d.key, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	return reply{version: 5, id: d.id, data: data, signature: signature, user: d.user, used: transportInternal}
}

func marshal(t testing.TB, value any) []byte {
	t.Helper()
	encoded, err := webauthncbor.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}
