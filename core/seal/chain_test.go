package seal

import (
	"encoding/hex"
	"fmt"
	"testing"
)

// countingKey has the bytes 1 to 32, as in the vectors below.
func countingKey() Key {
	key := Key{conceal(KeySize)}
	for i := range key.raw() {
		key.raw()[i] = byte(i + 1)
	}
	return key
}

func mustChain(t *testing.T, key Key) *Chain {
	t.Helper()
	chain, err := NewChain(key)
	want(t, err, nil)
	return chain
}

// TestVectors compares with values computed by Python's hmac module from the
// layout: each part of the prefix behind its length in 8 bytes, then the message.
func TestVectors(t *testing.T) {
	chain := mustChain(t, countingKey())
	digester, err := NewDigester(countingKey())
	want(t, err, nil)
	first := chain.Link([MACSize]byte{}, []byte(`{"n":1}`))
	for _, test := range []struct {
		name string
		got  [MACSize]byte
		want string
	}{
		{"first link", first, "509e1e2910e8949063d5c58bbcd278e1234604093ee4396dfdddf63ac3e23fa0"},
		{
			"second link", chain.Link(first, []byte(`{"n":2}`)),
			"ac65b652f5267a9494af2ab395716dda1f549bdf7a9325b1c72a2b64caef6e9e",
		},
		{
			"digest", digester.Digest("mail", []byte("ada@example.org")),
			"ed8bdbe23f9051235ddfa36086b1d2bd8a16f2d1d840d667d4b9ba7092de0dcd",
		},
	} {
		if got := hex.EncodeToString(test.got[:]); got != test.want {
			t.Errorf("%s: %s", test.name, got)
		}
	}
}

// linksOf chains lines from the start.
func linksOf(chain *Chain, lines ...string) (last [MACSize]byte) {
	for _, line := range lines {
		last = chain.Link(last, []byte(line))
	}
	return last
}

// TestChainShowsTampering changes a log in the ways a log can be changed; the last
// link must differ each time.
func TestChainShowsTampering(t *testing.T) {
	chain := mustChain(t, mustKey(t))
	last := linksOf(chain, "one", "two", "three")
	if !chain.Equal(last, linksOf(chain, "one", "two", "three")) {
		t.Fatal("the same lines have another last link")
	}
	other := mustChain(t, mustKey(t))
	for name, tampered := range map[string][MACSize]byte{
		"changed first":   linksOf(chain, "One", "two", "three"),
		"changed last":    linksOf(chain, "one", "two", "thre"),
		"removed":         linksOf(chain, "one", "three"),
		"removed first":   linksOf(chain, "two", "three"),
		"cut off":         linksOf(chain, "one", "two"),
		"added":           linksOf(chain, "one", "two", "two", "three"),
		"added empty":     linksOf(chain, "one", "", "two", "three"),
		"exchanged":       linksOf(chain, "two", "one", "three"),
		"divided":         linksOf(chain, "one", "tw", "o", "three"),
		"characters move": linksOf(chain, "onet", "wo", "three"),
		"other key":       linksOf(other, "one", "two", "three"),
	} {
		if chain.Equal(last, tampered) {
			t.Errorf("%s: not noticed", name)
		}
	}
}

func TestEqualSeesEveryBit(t *testing.T) {
	chain := mustChain(t, mustKey(t))
	digester, err := NewDigester(mustKey(t))
	want(t, err, nil)
	a := chain.Link([MACSize]byte{}, []byte("one"))
	if !chain.Equal(a, a) || !digester.Equal(a, a) {
		t.Fatal("a link is not itself")
	}
	for bit := range MACSize * 8 {
		b := a
		b[bit/8] ^= 1 << (bit % 8)
		if chain.Equal(a, b) || digester.Equal(a, b) {
			t.Fatalf("bit %d goes unseen", bit)
		}
		if chain.Equal(chain.Link(a, []byte("two")), chain.Link(b, []byte("two"))) {
			t.Fatalf("bit %d of the link before is not covered", bit)
		}
	}
}

func TestDigestsKeepDomainsApart(t *testing.T) {
	key := mustKey(t)
	digester, err := NewDigester(key)
	want(t, err, nil)
	chain := mustChain(t, key)
	seen := map[[MACSize]byte]string{}
	note := func(name string, sum [MACSize]byte) {
		if before, ok := seen[sum]; ok {
			t.Errorf("%s and %s have one digest", before, name)
		}
		seen[sum] = name
	}
	for _, in := range [][2]string{{"mail", "x"}, {"mai", "lx"}, {"", "mailx"}, {"mailx", ""}, {"name", "x"}, {"mail", "y"}} {
		note(fmt.Sprintf("%q", in), digester.Digest(in[0], []byte(in[1])))
	}
	note("a link", chain.Link([MACSize]byte{}, []byte("x")))
	note("a digest shaped like a link", digester.Digest(string(make([]byte, MACSize)), []byte("x")))
}

func TestNoLinkWithoutKey(t *testing.T) {
	wiped := mustChain(t, mustKey(t))
	wiped.Wipe()
	digester, err := NewDigester(mustKey(t))
	want(t, err, nil)
	digester.Wipe()
	for name, use := range map[string]func(){
		"wiped chain":         func() { wiped.Link([MACSize]byte{}, nil) },
		"chain never made":    func() { new(Chain).Link([MACSize]byte{}, nil) },
		"wiped digester":      func() { digester.Digest("mail", nil) },
		"digester never made": func() { new(Digester).Digest("mail", nil) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("made a link without a key")
				}
			}()
			use()
		})
	}
}

// TestChainKeepsItsOwnKey wipes the key a chain was made with.
func TestChainKeepsItsOwnKey(t *testing.T) {
	key := mustKey(t)
	chain := mustChain(t, key)
	before := chain.Link([MACSize]byte{}, nil)
	key.Wipe()
	if !chain.Equal(before, chain.Link([MACSize]byte{}, nil)) {
		t.Error("the chain lost its key")
	}
}
