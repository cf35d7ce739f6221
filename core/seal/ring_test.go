package seal

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"slices"
	"sync"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"
	"pgregory.net/rapid"
)

func place() Location {
	return Location{Table: "totp", Row: "42", Column: "seed", Version: 1}
}

// TestEveryFlippedBitIsRefused flips each bit of a sealed value. The same key
// stands in the ring under every number one flip away, so that the number itself
// must be authenticated.
func TestEveryFlippedBitIsRefused(t *testing.T) {
	const id = 0x01020304
	key := mustKey(t)
	ring := mustRing(t, id, key)
	for bit := range 32 {
		want(t, ring.Add(id^1<<bit, key), nil)
	}
	for _, size := range []int{0, 1, 20, 200} {
		plaintext := bytes.Repeat([]byte{0x5A}, size)
		sealed, err := ring.Seal(place(), plaintext)
		want(t, err, nil)
		for bit := range len(sealed) * 8 {
			changed := bytes.Clone(sealed)
			changed[bit/8] ^= 1 << (bit % 8)
			expected := ErrAltered
			if bit < 8 {
				expected = ErrFormat
			}
			refused(t, ring, place(), changed, expected)
		}
		got, err := ring.Open(place(), sealed)
		want(t, err, nil)
		if !bytes.Equal(got, plaintext) {
			t.Fatal("the unchanged value opens to something else")
		}
	}
}

// refused fails unless opening gives that error and nothing else.
func refused(t *testing.T, ring *Ring, at Location, sealed []byte, expected error) {
	t.Helper()
	got, err := ring.Open(at, sealed)
	want(t, err, expected)
	if got != nil {
		t.Fatal("bytes came back with the error")
	}
}

// TestEveryByteValueIsRefused sets each byte to each of its 255 other values.
func TestEveryByteValueIsRefused(t *testing.T) {
	ring := mustRing(t, 7, mustKey(t))
	sealed, err := ring.Seal(place(), []byte("JBSWY3DPEHPK3PXP"))
	want(t, err, nil)
	for i := range sealed {
		changed := bytes.Clone(sealed)
		for range 255 {
			changed[i]++
			if got, err := ring.Open(place(), changed); err == nil || got != nil {
				t.Fatalf("opens with byte %d set to %d", i, changed[i])
			}
		}
	}
}

func TestEveryCutAndTailIsRefused(t *testing.T) {
	ring := mustRing(t, 7, mustKey(t))
	sealed, err := ring.Seal(place(), []byte("secret"))
	want(t, err, nil)
	for n := range sealed {
		if _, err := ring.Open(place(), sealed[:n]); err == nil {
			t.Errorf("opens when cut to %d bytes", n)
		}
	}
	for c := range 256 {
		refused(t, ring, place(), append(bytes.Clone(sealed), byte(c)), ErrAltered)
	}
}

// TestEveryOtherLocationIsRefused moves a value: to another field's content, to
// fields with characters moved between neighbours, to another version.
func TestEveryOtherLocationIsRefused(t *testing.T) {
	ring := mustRing(t, 7, mustKey(t))
	at := Location{Table: "ab", Row: "cd", Column: "ef", Version: 1}
	sealed, err := ring.Seal(at, []byte("secret"))
	want(t, err, nil)
	for _, other := range []Location{
		{"aB", "cd", "ef", 1},
		{"ab", "cD", "ef", 1},
		{"ab", "cd", "eF", 1},
		{"ab", "cd", "ef", 0},
		{"ab", "cd", "ef", 2},
		{"ab", "cd", "ef", -1},
		{"abc", "d", "ef", 1},
		{"a", "bcd", "ef", 1},
		{"ab", "cde", "f", 1},
		{"ab", "c", "def", 1},
		{"cd", "ab", "ef", 1},
		{"ab", "ef", "cd", 1},
		{"ab", "cd", "ef\x00", 1},
		{"ab\x00", "cd", "ef", 1},
		{"ab", "cd", "ef", 1 << 32},
		{"ab", "cd", "ef", 1 + 1<<32},
	} {
		refused(t, ring, other, sealed, ErrAltered)
	}
	for i := range 16 * 4 {
		refused(t, ring, Location{at.Table, at.Row, at.Column, at.Version ^ 1<<i}, sealed, ErrAltered)
	}
	for _, empty := range []Location{{"", "cd", "ef", 1}, {"ab", "", "ef", 1}, {"ab", "cd", "", 1}} {
		refused(t, ring, empty, sealed, ErrLocation)
		_, err := ring.Seal(empty, nil)
		want(t, err, ErrLocation)
	}
}

// drawLocation draws from few short texts, so that pairs which differ only in how
// their characters are divided come up.
func drawLocation(t *rapid.T, label string) Location {
	part := rapid.StringOfN(rapid.RuneFrom([]rune("a\x00\x01")), 1, 4, -1)
	return Location{
		Table: part.Draw(t, label+" table"), Row: part.Draw(t, label+" row"),
		Column: part.Draw(t, label+" column"), Version: rapid.IntRange(-1, 2).Draw(t, label+" version"),
	}
}

func TestLocationsShareNoEncoding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawLocation(t, "a"), drawLocation(t, "b")
		ea, errA := a.additional([]byte("h"))
		eb, errB := b.additional([]byte("h"))
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		if bytes.Equal(ea, eb) != (a == b) {
			t.Fatalf("%#v and %#v", a, b)
		}
	})
}

// TestRoundTripAndOneChange opens what was sealed, and nothing that differs in one
// byte.
func TestRoundTripAndOneChange(t *testing.T) {
	ring := mustRing(t, 3, mustKey(t))
	rapid.Check(t, func(t *rapid.T) {
		at, plaintext := drawLocation(t, "at"), rapid.SliceOf(rapid.Byte()).Draw(t, "plaintext")
		sealed, err := ring.Seal(at, plaintext)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ring.Open(at, sealed); err != nil || !bytes.Equal(got, plaintext) {
			t.Fatalf("opens to %x: %v", got, err)
		}
		i := rapid.IntRange(0, len(sealed)-1).Draw(t, "index")
		sealed[i] ^= rapid.ByteRange(1, 255).Draw(t, "change")
		if _, err := ring.Open(at, sealed); err == nil {
			t.Fatal("opens although changed")
		}
	})
}

// TestSealedLayout opens a sealed value by hand, from the layout in the package's
// documentation, so that stored values stay readable.
func TestSealedLayout(t *testing.T) {
	key := mustKey(t)
	sealed, err := mustRing(t, 0xA1B2C3D4, key).Seal(Location{"t", "row", "col", 9}, []byte("hello"))
	want(t, err, nil)
	if header := sealed[:5]; !bytes.Equal(header, []byte{1, 0xA1, 0xB2, 0xC3, 0xD4}) {
		t.Fatalf("header %x", header)
	}
	var ad []byte
	for _, part := range []string{"gatehouse sealed value 1", "\x01\xA1\xB2\xC3\xD4", "t", "row", "col"} {
		ad = append(binary.BigEndian.AppendUint64(ad, uint64(len(part))), part...)
	}
	ad = append(ad, 0, 0, 0, 0, 0, 0, 0, 9)
	aead, err := chacha20poly1305.NewX(key.raw())
	want(t, err, nil)
	plaintext, err := aead.Open(nil, sealed[5:29], sealed[29:], ad)
	want(t, err, nil)
	if string(plaintext) != "hello" {
		t.Errorf("%q", plaintext)
	}
}

func TestSealFailsClosed(t *testing.T) {
	for name, source := range badSources(nonceSize - 1) {
		t.Run(name, func(t *testing.T) {
			ring := NewRing(source)
			want(t, ring.Add(1, mustKey(t)), nil)
			want(t, ring.SetCurrent(1), nil)
			sealed, err := ring.Seal(place(), []byte("secret"))
			want(t, err, ErrRandom)
			if sealed != nil {
				t.Error("bytes came back with the error")
			}
		})
	}
}

func TestRingKeys(t *testing.T) {
	ring, key := NewRing(rand.Reader), mustKey(t)
	_, err := ring.Seal(place(), nil)
	want(t, err, ErrUnknownKey)
	want(t, ring.Add(0, key), ErrKeyNumber)
	want(t, ring.SetCurrent(1), ErrUnknownKey)
	want(t, ring.SetCurrent(0), ErrUnknownKey)
	want(t, ring.Add(2, key), nil)
	want(t, ring.Add(2, mustKey(t)), ErrKeyNumber)
	want(t, ring.Add(1, mustKey(t)), nil)
	if ring.Current() != 0 || !slices.Equal(ring.IDs(), []uint32{1, 2}) {
		t.Errorf("current %d of %d", ring.Current(), ring.IDs())
	}
	want(t, ring.SetCurrent(2), nil)
	want(t, ring.Remove(2), ErrKeyInUse)
	want(t, ring.Remove(3), ErrUnknownKey)

	key.Wipe() // the ring has a copy of its own
	sealed, err := ring.Seal(place(), []byte("secret"))
	want(t, err, nil)
	_, err = ring.Open(place(), sealed)
	want(t, err, nil)

	ring.Wipe()
	refused(t, ring, place(), sealed, ErrUnknownKey)
	_, err = ring.Seal(place(), nil)
	want(t, err, ErrUnknownKey)
}

func TestNonces(t *testing.T) {
	ring := mustRing(t, 1, mustKey(t))
	seen := map[string]bool{}
	for range 200 {
		sealed, err := ring.Seal(place(), []byte("same"))
		want(t, err, nil)
		nonce := string(sealed[headerSize : headerSize+nonceSize])
		if seen[nonce] {
			t.Fatal("a nonce came twice")
		}
		seen[nonce] = true
	}
}

func TestNeedsReseal(t *testing.T) {
	ring := mustRing(t, 1, mustKey(t))
	old, err := ring.Seal(place(), []byte("secret"))
	want(t, err, nil)
	want(t, ring.Add(2, mustKey(t)), nil)
	expectReseal(t, ring, old, false)
	want(t, ring.SetCurrent(2), nil)
	expectReseal(t, ring, old, true)
	fresh, err := ring.Reseal(place(), old)
	want(t, err, nil)
	expectReseal(t, ring, fresh, false)
	_, err = ring.NeedsReseal(old[:10])
	want(t, err, ErrFormat)
	_, err = ring.Reseal(Location{"totp", "43", "seed", 1}, old)
	want(t, err, ErrAltered)
}

func expectReseal(t *testing.T, ring *Ring, sealed []byte, expected bool) {
	t.Helper()
	needs, err := ring.NeedsReseal(sealed)
	want(t, err, nil)
	if needs != expected {
		t.Errorf("needs resealing: %t", needs)
	}
}

// TestRingFromManyGoroutines rotates keys while others seal and open; the race
// detector watches.
func TestRingFromManyGoroutines(t *testing.T) {
	ring := mustRing(t, 1, mustKey(t))
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			at := Location{"t", fmt.Sprint(i), "c", 0}
			for range 50 {
				sealed, err := ring.Seal(at, []byte("secret"))
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := ring.Open(at, sealed); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for id := uint32(2); id < 30; id++ {
		want(t, ring.Add(id, mustKey(t)), nil)
		want(t, ring.SetCurrent(id), nil)
	}
	wait.Wait()
}

func FuzzRingOpen(f *testing.F) {
	// The fuzzer's processes must seal alike to know the one value that opens.
	nonce := brokenRand(nonceSize)
	ring := NewRing(&nonce)
	want(f, ring.Add(1, countingKey()), nil)
	want(f, ring.SetCurrent(1), nil)
	sealed, err := ring.Seal(place(), []byte("secret"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sealed, "totp")
	f.Add(sealed[:44], "totp")
	f.Add(sealed, "")
	f.Add([]byte{1, 0, 0, 0, 1}, "totp")
	f.Fuzz(func(t *testing.T, data []byte, table string) {
		at := place()
		at.Table = table
		got, err := ring.Open(at, data)
		if bytes.Equal(data, sealed) && at == place() {
			want(t, err, nil)
			return
		}
		if err == nil || got != nil {
			t.Fatal("opens what was never sealed")
		}
	})
}
