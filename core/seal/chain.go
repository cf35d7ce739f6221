package seal

import (
	"crypto/hmac"
	"crypto/sha256"
)

// MACSize is the length in bytes of a chain's links and of keyed digests.
const MACSize = sha256.Size

const (
	domainChain  = "gatehouse audit chain 1"
	domainDigest = "gatehouse keyed digest 1"
)

// Chain makes the links of the audit log: each line's link covers the line and
// the link before it, so that a line changed, removed, added or moved breaks every
// link after it. Cutting off the newest lines breaks none: keep the last link
// elsewhere too.
type Chain struct{ key Key }

// NewChain makes a chain with a copy of the audit key. The error is ErrNoKey.
func NewChain(key Key) (*Chain, error) {
	own, err := key.clone()
	if err != nil {
		return nil, err
	}
	return &Chain{own}, nil
}

// Link returns the link of a line: HMAC-SHA256 (RFC 2104) over a domain name, prev
// and the line. The first line's prev is all zeros. Link panics when the chain was
// not made by NewChain or was wiped: a link without a key would pass for evidence.
func (c *Chain) Link(prev [MACSize]byte, line []byte) [MACSize]byte {
	return mac(c.key, appendParts(nil, domainChain, string(prev[:])), line)
}

// Equal compares two links in constant time.
func (c *Chain) Equal(a, b [MACSize]byte) bool { return hmac.Equal(a[:], b[:]) }

// Wipe erases the chain's key.
func (c *Chain) Wipe() { c.key.Wipe() }

// Digester makes keyed digests: values that can be compared and looked up without
// being readable, and that cannot be guessed at without the key.
type Digester struct{ key Key }

// NewDigester makes a digester with a copy of the digest key. The error is
// ErrNoKey.
func NewDigester(key Key) (*Digester, error) {
	own, err := key.clone()
	if err != nil {
		return nil, err
	}
	return &Digester{own}, nil
}

// Digest returns HMAC-SHA256 (RFC 2104) over domain and value. The domain says
// what the digest is for; the same value has unrelated digests in two domains. It
// panics when the digester was not made by NewDigester or was wiped.
func (d *Digester) Digest(domain string, value []byte) [MACSize]byte {
	return mac(d.key, appendParts(nil, domainDigest, domain), value)
}

// Equal compares two digests in constant time.
func (d *Digester) Equal(a, b [MACSize]byte) bool { return hmac.Equal(a[:], b[:]) }

// Wipe erases the digester's key.
func (d *Digester) Wipe() { d.key.Wipe() }

func mac(key Key, prefix, message []byte) (sum [MACSize]byte) {
	if !key.usable() {
		panic(ErrNoKey)
	}
	h := hmac.New(sha256.New, key.raw())
	h.Write(prefix)
	h.Write(message)
	h.Sum(sum[:0])
	return sum
}
