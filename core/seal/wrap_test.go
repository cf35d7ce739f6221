package seal

import (
	"bytes"
	"crypto/rand"
	"testing"
)

func purposes() []Purpose {
	return []Purpose{PurposeSite, PurposeSeal, PurposeAudit, PurposeDigest}
}

func TestWrapRoundTrip(t *testing.T) {
	kek, key := mustKey(t), mustKey(t)
	for _, purpose := range purposes() {
		for _, id := range []uint32{0, 1, 1<<32 - 1} {
			wrapped, err := Wrap(kek, purpose, id, key, rand.Reader)
			want(t, err, nil)
			if len(wrapped) != 73 || bytes.Contains(wrapped, key.raw()[:8]) {
				t.Fatalf("wrapped to %d bytes", len(wrapped))
			}
			got, err := Unwrap(kek, purpose, id, wrapped)
			want(t, err, nil)
			if !got.Equal(key) {
				t.Fatal("another key came back")
			}
		}
	}
}

func TestUnwrapRefuses(t *testing.T) {
	kek, key := mustKey(t), mustKey(t)
	wrapped, err := Wrap(kek, PurposeSeal, 5, key, rand.Reader)
	want(t, err, nil)
	_, err = Unwrap(mustKey(t), PurposeSeal, 5, wrapped)
	want(t, err, ErrWrongKey)
	for bit := range 32 {
		_, err := Unwrap(kek, PurposeSeal, 5^1<<bit, wrapped)
		want(t, err, ErrWrongKey)
	}
	for _, other := range purposes() {
		if other != PurposeSeal {
			_, err := Unwrap(kek, other, 5, wrapped)
			want(t, err, ErrWrongKey)
		}
	}
	for _, unknown := range []Purpose{"", "Seal", "seal ", "backup"} {
		_, err := Unwrap(kek, unknown, 5, wrapped)
		want(t, err, ErrPurpose)
		_, err = Wrap(kek, unknown, 5, key, rand.Reader)
		want(t, err, ErrPurpose)
	}
}

func TestEveryFlippedBitOfAWrappedKeyIsRefused(t *testing.T) {
	kek := mustKey(t)
	wrapped, err := Wrap(kek, PurposeAudit, 1, mustKey(t), rand.Reader)
	want(t, err, nil)
	for bit := range len(wrapped) * 8 {
		changed := bytes.Clone(wrapped)
		changed[bit/8] ^= 1 << (bit % 8)
		expected := ErrWrongKey
		if bit < 8 {
			expected = ErrFormat
		}
		key, err := Unwrap(kek, PurposeAudit, 1, changed)
		want(t, err, expected)
		if key.usable() {
			t.Fatal("a key came back with the error")
		}
	}
	for n := range wrapped {
		_, err := Unwrap(kek, PurposeAudit, 1, wrapped[:n])
		want(t, err, ErrFormat)
	}
	_, err = Unwrap(kek, PurposeAudit, 1, append(wrapped, 0))
	want(t, err, ErrFormat)
}

// TestSealedAndWrappedAreNotEachOther uses one key for both, which no caller does,
// to show that the layouts alone keep them apart.
func TestSealedAndWrappedAreNotEachOther(t *testing.T) {
	key := mustKey(t)
	ring := mustRing(t, 1, key)
	wrapped, err := Wrap(key, PurposeSeal, 1, key, rand.Reader)
	want(t, err, nil)
	refused(t, ring, place(), wrapped, ErrFormat)
	wrapped[0] = formatSealed
	copy(wrapped[1:], []byte{0, 0, 0, 1})
	refused(t, ring, place(), wrapped, ErrAltered)
	sealed, err := ring.Seal(place(), make([]byte, 28))
	want(t, err, nil)
	_, err = Unwrap(key, PurposeSeal, 1, sealed)
	want(t, err, ErrFormat)
	sealed[0] = formatWrapped
	_, err = Unwrap(key, PurposeSeal, 1, sealed)
	want(t, err, ErrWrongKey)
}

func TestWrapFailsClosed(t *testing.T) {
	for name, source := range badSources(nonceSize - 1) {
		t.Run(name, func(t *testing.T) {
			wrapped, err := Wrap(mustKey(t), PurposeSeal, 1, mustKey(t), source)
			want(t, err, ErrRandom)
			if wrapped != nil {
				t.Error("bytes came back with the error")
			}
		})
	}
}

func TestRewrap(t *testing.T) {
	from, to, key := mustKey(t), mustKey(t), mustKey(t)
	old, err := Wrap(from, PurposeDigest, 2, key, rand.Reader)
	want(t, err, nil)
	fresh, err := Rewrap(from, to, PurposeDigest, 2, old, rand.Reader)
	want(t, err, nil)
	got, err := Unwrap(to, PurposeDigest, 2, fresh)
	want(t, err, nil)
	if !got.Equal(key) {
		t.Error("another key came back")
	}
	_, err = Unwrap(from, PurposeDigest, 2, fresh)
	want(t, err, ErrWrongKey)
	_, err = Rewrap(to, from, PurposeDigest, 2, old, rand.Reader)
	want(t, err, ErrWrongKey)
	_, err = Unwrap(from, PurposeDigest, 2, old)
	want(t, err, nil)
}
