package passkey

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"reflect"
	"slices"
	"testing"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
	"pgregory.net/rapid"
)

// drawCredential is any credential that a registration may give.
func drawCredential(r *rapid.T, key []byte) Credential {
	eligible := rapid.Bool().Draw(r, "eligible")
	c := Credential{
		ID:             rapid.SliceOfN(rapid.Byte(), leastID, mostID).Draw(r, "ID"),
		PublicKey:      key,
		Transports:     knownTransports(rapid.SliceOf(rapid.SampledFrom([]string{"usb", "nfc", "ble", "smart-card", "hybrid", "internal", "x"})).Draw(r, "transports")),
		UserPresent:    true,
		UserVerified:   true,
		BackupEligible: eligible,
		BackedUp:       eligible && rapid.Bool().Draw(r, "backed up"),
		SignCount:      rapid.Uint32().Draw(r, "count"),
		Attestation:    NoAttestation,
	}
	copy(c.AAGUID[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(r, "model"))
	return c
}

func coseKey(t *testing.T) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	point, err := key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := webauthncbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

// TestCredentialKeepsAll: columns become the library's type and columns again with
// nothing lost, the byte of the flags included.
func TestCredentialKeepsAll(t *testing.T) {
	key := coseKey(t)
	rapid.Check(t, func(r *rapid.T) {
		c := drawCredential(r, key)
		made := c.library()
		if raw := made.Flags.ProtocolValue(); raw.HasUserPresent() != c.UserPresent || raw.HasUserVerified() != c.UserVerified ||
			raw.HasBackupEligible() != c.BackupEligible || raw.HasBackupState() != c.BackedUp {
			r.Fatalf("flags %08b of %+v", raw, c)
		}
		again, err := credentialOf(&made)
		if err != nil || !reflect.DeepEqual(again, c) {
			r.Fatalf("%+v became %+v: %v", c, again, err)
		}
	})
}

// TestCredentialFlags goes through all sixteen rows of flags.
func TestCredentialFlags(t *testing.T) {
	key := coseKey(t)
	for bits := range 16 {
		c := Credential{
			ID: make([]byte, leastID), PublicKey: key, Attestation: NoAttestation,
			UserPresent: bits&1 != 0, UserVerified: bits&2 != 0, BackupEligible: bits&4 != 0, BackedUp: bits&8 != 0,
		}
		good := c.UserPresent && c.UserVerified && (c.BackupEligible || !c.BackedUp)
		if err := c.Validate(); (err == nil) != good {
			t.Errorf("%+v: %v", c, err)
		}
		for flag, set := range map[protocol.AuthenticatorFlags]bool{
			protocol.FlagUserPresent: c.UserPresent, protocol.FlagUserVerified: c.UserVerified,
			protocol.FlagBackupEligible: c.BackupEligible, protocol.FlagBackupState: c.BackedUp,
		} {
			if (c.flags()&flag != 0) != set {
				t.Errorf("flag %08b of %+v", flag, c)
			}
		}
	}
}

func TestKnownTransports(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		names := rapid.SliceOf(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"usb", "nfc", "ble", "internal", "USB"}))).Draw(r, "names")
		known := knownTransports(names)
		if len(known) > 6 || !slices.IsSorted(known) || len(slices.Compact(slices.Clone(known))) != len(known) {
			r.Fatalf("%q became %q", names, known)
		}
		for _, name := range known {
			if !slices.Contains(names, name) || !isTransport(name) {
				r.Fatalf("%q is among %q", name, known)
			}
		}
		if !slices.Equal(knownTransports(known), known) {
			r.Fatalf("%q is not stable", known)
		}
	})
}
