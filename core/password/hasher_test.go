package password

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"golang.org/x/crypto/argon2"
	"pgregory.net/rapid"
)

// cheap is the least argon2 takes; only tests hash with it.
func cheap() Params { return Params{MemoryKiB: 8, Time: 1, Threads: 1} }

func newHasher(t testing.TB, change func(*HasherConfig)) *Hasher {
	t.Helper()
	c := HasherConfig{Params: cheap(), AllowWeak: true}
	if change != nil {
		change(&c)
	}
	h, err := NewHasher(c)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestNewHasher(t *testing.T) {
	tests := []struct {
		name   string
		config HasherConfig
		want   error
	}{
		{"zero value", HasherConfig{}, nil},
		{"weak", HasherConfig{Params: cheap()}, ErrWeakParams},
		{"weak, allowed", HasherConfig{Params: cheap(), AllowWeak: true}, nil},
		{"out of bounds is never allowed", HasherConfig{Params: Params{MaxMemoryKiB + 1, 1, 1}, AllowWeak: true}, ErrParams},
		{"half set", HasherConfig{Params: Params{MemoryKiB: 65536}, AllowWeak: true}, ErrParams},
		{"no randomness", HasherConfig{Rand: strings.NewReader("short")}, io.ErrUnexpectedEOF},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h, err := NewHasher(tt.config)
			if !errors.Is(err, tt.want) || (h == nil) != (err != nil) {
				t.Errorf("NewHasher = %v, %v; want %v", h, err, tt.want)
			}
		})
	}
	if _, err := NewHasher(HasherConfig{Slots: -1}); err == nil {
		t.Error("a negative number of slots is taken")
	}
	h := newHasher(t, func(c *HasherConfig) { c.Params = Params{} })
	if h.Params() != Floor() || cap(h.slots) != runtime.GOMAXPROCS(0) {
		t.Errorf("defaults are %+v, %d slots", h.Params(), cap(h.slots))
	}
}

// Hash is argon2id over the NFC bytes and the salt drawn, written as a PHC string.
func TestHashIsArgon2id(t *testing.T) {
	h := newHasher(t, func(c *HasherConfig) {
		c.Params = Params{MemoryKiB: 256, Time: 2, Threads: 1}
		c.Rand = bytes.NewReader(bytes.Repeat([]byte("somesalt"), 4))
	})
	got, err := h.Hash(t.Context(), mustNew(t, "password"))
	if err != nil {
		t.Fatal(err)
	}
	want := PHC{Params: h.Params(), Salt: []byte("somesaltsomesalt")}
	want.Tag = argon2.IDKey([]byte("password"), want.Salt, 2, 256, 1, 32)
	if got != want.String() {
		t.Errorf("Hash = %s, want %s", got, want)
	}
}

// Vectors of the reference implementation (phc-winner-argon2, src/test.c,
// version 0x13, Argon2id), which Verify must agree with.
func TestVerifyReferenceVectors(t *testing.T) {
	tests := []struct {
		params                   Params
		password, salt, expected string
	}{
		{Params{65536, 2, 1}, "password", "somesalt", "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"},
		{Params{256, 2, 1}, "password", "somesalt", "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"},
		{Params{256, 2, 2}, "password", "somesalt", "6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037"},
		{Params{65536, 1, 1}, "password", "somesalt", "f6a5adc1ba723dddef9b5ac1d464e180fcd9dffc9d1cbf76cca2fed795d9ca98"},
	}
	h := newHasher(t, nil)
	for _, tt := range tests {
		t.Run(fmt.Sprintf("m=%d,t=%d,p=%d,%s,%s", tt.params.MemoryKiB, tt.params.Time, tt.params.Threads, tt.password, tt.salt), func(t *testing.T) {
			tag, err := hex.DecodeString(tt.expected)
			if err != nil {
				t.Fatal(err)
			}
			stored := PHC{tt.params, []byte(tt.salt), tag}.String()
			v, err := h.Verify(t.Context(), stored, mustNew(t, tt.password))
			if err != nil || !v.OK {
				t.Errorf("Verify = %+v, %v", v, err)
			}
			tag[0] ^= 1
			if v, err := h.Verify(t.Context(), PHC{tt.params, []byte(tt.salt), tag}.String(), mustNew(t, tt.password)); err != nil || v.OK {
				t.Errorf("with a flipped bit: Verify = %+v, %v", v, err)
			}
		})
	}
}

func TestHashAndVerify(t *testing.T) {
	h := newHasher(t, nil)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(1, 40, -1).Draw(t, "text")
		p, err := New(text)
		if err != nil {
			t.Skip("no password")
		}
		q, err := New(text + "x")
		if err != nil {
			t.Fatal(err)
		}
		stored, err := h.Hash(context.Background(), p)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := h.Hash(context.Background(), p); err != nil || again == stored {
			t.Fatalf("two hashes of one password are equal, %v", err)
		}
		if v, err := h.Verify(context.Background(), stored, p); err != nil || !v.OK || v.Rehash {
			t.Fatalf("the password: %+v, %v", v, err)
		}
		if v, err := h.Verify(context.Background(), stored, q); err != nil || v.OK || v.Rehash {
			t.Fatalf("another one: %+v, %v", v, err)
		}
	})
}

// Byte 73 and all later ones matter, up to the last of 1,024 code points.
func TestEveryByteMatters(t *testing.T) {
	h := newHasher(t, nil)
	text := strings.Repeat("a", MaxLength)
	stored, err := h.Hash(t.Context(), mustNew(t, text))
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []int{0, 71, 72, 73, 255, 256, MaxLength - 1} {
		other := text[:at] + "b" + text[at+1:]
		if v, err := h.Verify(t.Context(), stored, mustNew(t, other)); err != nil || v.OK {
			t.Errorf("a change at %d: %+v, %v", at, v, err)
		}
	}
	if v, err := h.Verify(t.Context(), stored, mustNew(t, text[1:])); err != nil || v.OK {
		t.Errorf("one less: %+v, %v", v, err)
	}
}

func TestRehash(t *testing.T) {
	now := newHasher(t, func(c *HasherConfig) { c.Params = Params{64, 2, 2} })
	p := mustNew(t, "tally-orbit")
	tests := []struct {
		name          string
		params        Params
		salt, tagSize int
		want          bool
	}{
		{"same", Params{64, 2, 2}, 16, 32, false},
		{"above", Params{128, 3, 4}, 64, 64, false},
		{"less memory", Params{63, 3, 2}, 16, 32, true},
		{"fewer passes", Params{128, 1, 2}, 16, 32, true},
		{"fewer lanes", Params{64, 2, 1}, 16, 32, true},
		{"shorter salt", Params{64, 2, 2}, 15, 32, true},
		{"shorter tag", Params{64, 2, 2}, 16, 31, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			stored := PHC{Params: tt.params, Salt: make([]byte, tt.salt)}
			stored.Tag = argon2.IDKey(p.bytes(), stored.Salt, tt.params.Time, tt.params.MemoryKiB, tt.params.Threads, uint32(tt.tagSize))
			if v, err := now.Verify(t.Context(), stored.String(), p); err != nil || !v.OK || v.Rehash != tt.want {
				t.Errorf("Verify = %+v, %v; want rehash %v", v, err, tt.want)
			}
		})
	}
}

// Doubt never becomes a verdict that is OK.
func TestVerifyRefusesOnDoubt(t *testing.T) {
	h := newHasher(t, nil)
	p := mustNew(t, "tally-orbit")
	stored, err := h.Hash(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	wiped := mustNew(t, "tally-orbit")
	wiped.Wipe()
	tests := []struct {
		name   string
		ctx    context.Context
		stored string
		p      Password
		want   error
	}{
		{"empty hash", t.Context(), "", p, ErrHashFormat},
		{"other hash", t.Context(), "$2b$12$x", p, ErrHashFormat},
		{"hash that wants 4 TiB", t.Context(), strings.Replace(stored, "m=8", "m=4294967295", 1), p, ErrParams},
		{"ended context", ended, stored, p, context.Canceled},
		{"no password", t.Context(), stored, Password{}, errNoPassword},
		{"wiped password", t.Context(), stored, wiped, errNoPassword},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if v, err := h.Verify(tt.ctx, tt.stored, tt.p); !errors.Is(err, tt.want) || v.OK || v.Rehash {
				t.Errorf("Verify = %+v, %v; want %v", v, err, tt.want)
			}
		})
	}
	for name, p := range map[string]Password{"zero": {}, "wiped": wiped} {
		if s, err := h.Hash(t.Context(), p); !errors.Is(err, errNoPassword) || s != "" {
			t.Errorf("%s: Hash = %q, %v", name, s, err)
		}
		if err := h.Burn(t.Context(), p); !errors.Is(err, errNoPassword) {
			t.Errorf("%s: Burn = %v", name, err)
		}
	}
	if s, err := h.Hash(ended, p); !errors.Is(err, context.Canceled) || s != "" {
		t.Errorf("Hash = %q, %v", s, err)
	}
}

func TestHashNeedsRandomness(t *testing.T) {
	h := newHasher(t, func(c *HasherConfig) { c.Rand = strings.NewReader("sixteen bytes ok and more") })
	if s, err := h.Hash(t.Context(), mustNew(t, "tally-orbit")); !errors.Is(err, io.ErrUnexpectedEOF) || s != "" {
		t.Errorf("Hash = %q, %v", s, err)
	}
}

// The decoy is matched by no password and has the cost of a new hash.
func TestBurnDoesTheWorkOfVerify(t *testing.T) {
	h := newHasher(t, func(c *HasherConfig) { c.Params = Params{64, 3, 2} })
	p := mustNew(t, "tally-orbit")
	if err := h.Burn(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if v, err := h.Verify(t.Context(), h.decoy.String(), p); err != nil || v.OK {
		t.Errorf("the decoy: %+v, %v", v, err)
	}
	if h.decoy.Params != h.Params() || len(h.decoy.Salt) != saltSize || len(h.decoy.Tag) != tagSize {
		t.Errorf("the decoy costs %+v", h.decoy.Params)
	}
}

// Slots are given in the order they were asked for, and one whose context ends
// leaves the line without a trace.
func TestLineIsFirstComeFirstServed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHasher(t, func(c *HasherConfig) { c.Slots = 1 })
		if err := h.acquire(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		// Both are written by the holder of the only slot, or before the line moves.
		var order []int
		var gone error
		for i := range 9 {
			go func() {
				if i == 5 {
					gone = h.acquire(ctx)
					return
				}
				if err := h.acquire(t.Context()); err != nil {
					t.Errorf("caller %d: %v", i, err)
					return
				}
				order = append(order, i)
				h.release()
			}()
			synctest.Wait()
		}
		cancel()
		synctest.Wait()
		if !errors.Is(gone, context.Canceled) || len(order) != 0 {
			t.Fatalf("the cancelled caller returned %v, %v ran without a slot", gone, order)
		}
		h.release()
		synctest.Wait()
		if got, want := fmt.Sprint(order), "[0 1 2 3 4 6 7 8]"; got != want {
			t.Errorf("order %s, want %s", got, want)
		}
		if len(h.slots) != 0 {
			t.Errorf("%d slots are still taken", len(h.slots))
		}
	})
}

// Every method waits for a slot, and gives up when its context ends.
func TestEveryMethodTakesASlot(t *testing.T) {
	h := newHasher(t, func(c *HasherConfig) { c.Slots = 1 })
	p := mustNew(t, "tally-orbit")
	stored, err := h.Hash(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	for name, call := range map[string]func(context.Context) error{
		"Hash":              func(ctx context.Context) error { _, err := h.Hash(ctx, p); return err },
		"Verify":            func(ctx context.Context) error { _, err := h.Verify(ctx, stored, p); return err },
		"Verify of no hash": func(ctx context.Context) error { _, err := h.Verify(ctx, "", p); return err },
		"Burn":              func(ctx context.Context) error { return h.Burn(ctx, p) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h.slots = make(chan struct{}, 1)
				if err := h.acquire(t.Context()); err != nil {
					t.Fatal(err)
				}
				ctx, cancel := context.WithCancel(t.Context())
				result := make(chan error, 1)
				go func() { result <- call(ctx) }()
				synctest.Wait()
				if len(result) != 0 {
					t.Fatal("it ran without a slot")
				}
				cancel()
				if err := <-result; !errors.Is(err, context.Canceled) {
					t.Errorf("cancelled in line: %v", err)
				}
				h.release()
				if err := call(t.Context()); errors.Is(err, context.Canceled) || len(h.slots) != 0 {
					t.Errorf("with a slot: %v, %d slots taken", err, len(h.slots))
				}
			})
		})
	}
}

func TestHasherConcurrently(t *testing.T) {
	h := newHasher(t, func(c *HasherConfig) { c.Slots = 2 })
	p, wrong := mustNew(t, "tally-orbit"), mustNew(t, "tally-plinth")
	stored, err := h.Hash(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			guess := wrong
			if i%2 == 0 {
				guess = p
			}
			if v, err := h.Verify(t.Context(), stored, guess); err != nil || v.OK != (i%2 == 0) {
				t.Errorf("guess %d: %+v, %v", i, v, err)
			}
		})
	}
	wg.Wait()
}

// As many callers run as there are slots, and no more, however many wait: memory
// is bounded by the slots.
func TestSlotsBoundTheRunning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHasher(t, func(c *HasherConfig) { c.Slots = 3 })
		p := mustNew(t, "tally-orbit")
		h.slots <- struct{}{}
		h.slots <- struct{}{}
		if err := h.Burn(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		h.slots <- struct{}{}
		var done atomic.Int32
		for range 5 {
			go func() {
				if err := h.Burn(t.Context(), p); err != nil {
					t.Error(err)
				}
				done.Add(1)
			}()
			synctest.Wait()
		}
		if n := done.Load(); n != 0 {
			t.Fatalf("%d ran beyond the slots", n)
		}
		<-h.slots
		synctest.Wait()
		if n := done.Load(); n != 5 {
			t.Errorf("%d of 5 ran on one slot", n)
		}
	})
}
