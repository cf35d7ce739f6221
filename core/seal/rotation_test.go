package seal

import (
	"bytes"
	"crypto/rand"
	"errors"
	"path/filepath"
	"strconv"
	"testing"
)

// TestDataKeyRotation seals many values, makes a new data key, reseals all, and
// takes the old key away.
func TestDataKeyRotation(t *testing.T) {
	ring := mustRing(t, 1, mustKey(t))
	at := func(i int) Location { return Location{"totp", strconv.Itoa(i), "seed", 1} }
	text := func(i int) []byte { return []byte("seed " + strconv.Itoa(i)) }
	old := make([][]byte, 50)
	for i := range old {
		sealed, err := ring.Seal(at(i), text(i))
		want(t, err, nil)
		old[i] = sealed
	}
	want(t, ring.Add(2, mustKey(t)), nil)
	want(t, ring.SetCurrent(2), nil)
	fresh := make([][]byte, len(old))
	for i := range old {
		sealed, err := ring.Reseal(at(i), old[i])
		want(t, err, nil)
		fresh[i] = sealed
		_, err = ring.Open(at(i), old[i])
		want(t, err, nil) // until the old key goes, both open
	}
	want(t, ring.Remove(1), nil)
	for i := range old {
		refused(t, ring, at(i), old[i], ErrUnknownKey)
		got, err := ring.Open(at(i), fresh[i])
		want(t, err, nil)
		if !bytes.Equal(got, text(i)) {
			t.Errorf("value %d came back changed", i)
		}
	}
	// The number of a removed key, given to another key, does not revive it.
	want(t, ring.Add(1, mustKey(t)), nil)
	refused(t, ring, at(0), old[0], ErrAltered)
}

// wrappedKey is a row of the table of keys, as a store would hold it.
type wrappedKey struct {
	purpose Purpose
	id      uint32
	key     Key // what must come back
	wrapped []byte
}

// site is what a store and its surroundings hold of a site's keys.
type site struct {
	keyring  *memoryKeyring
	recovery RecoveryKey
	slots    map[Kind]Slot
	keys     []wrappedKey
}

// newSite makes a site with one slot of each kind and one key of each purpose.
func newSite(t *testing.T, siteKey Key) *site {
	t.Helper()
	recovery, err := NewRecoveryKey(rand.Reader)
	want(t, err, nil)
	s := &site{keyring: newMemoryKeyring(), recovery: recovery, slots: map[Kind]Slot{}}
	s.slots[KindPassphrase] = mustPassphraseSlot(t, phrase, siteKey)
	var errs [3]error
	s.slots[KindKeyring], errs[0] = NewKeyringSlot(t.Context(), s.keyring, siteKey, rand.Reader)
	s.slots[KindKeyFile], errs[1] = NewKeyFileSlot(filepath.Join(t.TempDir(), "site.key"), siteKey, rand.Reader)
	s.slots[KindRecovery], errs[2] = NewRecoverySlot(recovery, siteKey, rand.Reader)
	want(t, errors.Join(errs[:]...), nil)
	for _, row := range []wrappedKey{
		{purpose: PurposeSeal, id: 1},
		{purpose: PurposeSeal, id: 2},
		{purpose: PurposeAudit, id: 1},
		{purpose: PurposeDigest, id: 1},
	} {
		row.key = mustKey(t)
		row.wrapped, err = Wrap(siteKey, row.purpose, row.id, row.key, rand.Reader)
		want(t, err, nil)
		s.keys = append(s.keys, row)
	}
	return s
}

// open opens a slot by the way of its kind.
func (s *site) open(t *testing.T, slot Slot) (Key, error) {
	t.Helper()
	switch slot.Kind {
	case KindKeyring:
		return OpenKeyringSlot(t.Context(), s.keyring, slot)
	case KindPassphrase:
		return OpenPassphraseSlot(slot, []byte(phrase))
	case KindKeyFile:
		return OpenKeyFileSlot(slot, "")
	}
	return OpenRecoverySlot(slot, s.recovery)
}

// check opens every slot and, from it, every key.
func (s *site) check(t *testing.T, siteKey Key) {
	t.Helper()
	for kind, slot := range s.slots {
		got, err := s.open(t, slot)
		want(t, err, nil)
		if !got.Equal(siteKey) {
			t.Errorf("%s: another site key", kind)
		}
		for _, row := range s.keys {
			key, err := Unwrap(got, row.purpose, row.id, row.wrapped)
			want(t, err, nil)
			if !key.Equal(row.key) {
				t.Errorf("%s: another %s key %d", kind, row.purpose, row.id)
			}
		}
	}
}

// rotate returns the site under a new site key.
func (s *site) rotate(t *testing.T, from, to Key) *site {
	t.Helper()
	next := &site{keyring: s.keyring, recovery: s.recovery, slots: map[Kind]Slot{}}
	next.slots[KindPassphrase] = mustPassphraseSlot(t, phrase, to)
	var errs [3]error
	next.slots[KindKeyring], errs[0] = RewrapKeyringSlot(t.Context(), s.keyring, s.slots[KindKeyring], to, rand.Reader)
	next.slots[KindKeyFile], errs[1] = RewrapKeyFileSlot(s.slots[KindKeyFile], "", to, rand.Reader)
	next.slots[KindRecovery], errs[2] = NewRecoverySlot(s.recovery, to, rand.Reader)
	want(t, errors.Join(errs[:]...), nil)
	for _, row := range s.keys {
		wrapped, err := Rewrap(from, to, row.purpose, row.id, row.wrapped, rand.Reader)
		want(t, err, nil)
		row.wrapped = wrapped
		next.keys = append(next.keys, row)
	}
	return next
}

// TestSiteKeyRotation replaces the site key: every slot then gives the new one,
// under which all keys open, and the old site key opens nothing of the new site.
func TestSiteKeyRotation(t *testing.T) {
	from, to := mustKey(t), mustKey(t)
	before := newSite(t, from)
	before.check(t, from)
	after := before.rotate(t, from, to)
	after.check(t, to)
	before.check(t, from) // a rotation that was not committed leaves the old state whole
	for _, row := range after.keys {
		_, err := Unwrap(from, row.purpose, row.id, row.wrapped)
		want(t, err, ErrWrongKey)
	}
	if after.slots[KindKeyFile].Hint != before.slots[KindKeyFile].Hint {
		t.Error("the key file's place was forgotten")
	}
}

// TestRewrapNeedsTheRightKey must not put the new site key under a KEK that did
// not open the old one.
func TestRewrapNeedsTheRightKey(t *testing.T) {
	a, b := newSite(t, mustKey(t)), newSite(t, mustKey(t))
	_, err := RewrapKeyFileSlot(a.slots[KindKeyFile], b.slots[KindKeyFile].Hint, mustKey(t), rand.Reader)
	want(t, err, ErrWrongKey)
	item := a.slots[KindKeyring].Params
	a.keyring.items[item] = b.keyring.items[b.slots[KindKeyring].Params]
	_, err = RewrapKeyringSlot(t.Context(), a.keyring, a.slots[KindKeyring], mustKey(t), rand.Reader)
	want(t, err, ErrWrongKey)
	_, err = RewrapKeyFileSlot(b.slots[KindKeyFile], "", mustKey(t), zeroRand{})
	want(t, err, ErrRandom)
}

// TestSlotsAreOfOneKind opens every slot as every other kind, and damages each.
func TestSlotsAreOfOneKind(t *testing.T) {
	s := newSite(t, mustKey(t))
	for kind, slot := range s.slots {
		for other := range s.slots {
			if other == kind {
				continue
			}
			relabelled := slot
			relabelled.Kind = other
			if _, err := s.open(t, relabelled); err == nil {
				t.Errorf("a %s slot opens as %s", kind, other)
			}
		}
		relabelled := slot
		relabelled.Kind = "other"
		_, err := s.open(t, relabelled)
		want(t, err, ErrFormat)
		damaged := slot
		damaged.Wrapped = bytes.Clone(slot.Wrapped)
		damaged.Wrapped[40] ^= 1
		_, err = s.open(t, damaged)
		want(t, err, ErrWrongKey)
		damaged.Wrapped = damaged.Wrapped[:40]
		_, err = s.open(t, damaged)
		want(t, err, ErrFormat)
		_, err = s.open(t, slot)
		want(t, err, nil)
	}
}
