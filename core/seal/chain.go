package seal

import (
	"crypto/hmac"
	"crypto/sha256"
	"hash"
)

// MACSize is the length in bytes of a chain's links and of keyed digests.
const MACSize = sha256.Size

const (
	domainChain   = "gatehouse audit chain 1"
	domainSummary = "gatehouse audit summaries 1"
	domainDigest  = "gatehouse keyed digest 1"
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

// Linker returns a linker of the chain: it makes the same links, many in a row and
// without allocating. It has a copy of the key inside that Wipe does not erase, so
// keep it no longer than the work takes.
func (c *Chain) Linker() *Linker {
	return c.linker(domainChain)
}

// SummaryLinker is Linker for the chain of summaries of purged lines, whose links have
// a domain of their own: none of them passes for that of a line.
func (c *Chain) SummaryLinker() *Linker {
	return c.linker(domainSummary)
}

func (c *Chain) linker(domain string) *Linker {
	if !c.key.usable() {
		panic(ErrNoKey)
	}
	prefix := appendParts(nil, domain, string(make([]byte, MACSize)))
	return &Linker{hash: hmac.New(sha256.New, c.key.raw()), prefix: prefix, link: prefix[len(prefix)-MACSize:]}
}

// Linker makes links of one chain, one after the other. It is for one goroutine.
type Linker struct {
	hash hash.Hash
	// prefix is what stands before the line, link the part of it that is the link
	// before.
	prefix, link []byte
}

// Link is Chain.Link.
func (l *Linker) Link(prev *[MACSize]byte, line []byte) (sum [MACSize]byte) {
	copy(l.link, prev[:])
	l.hash.Reset()
	l.hash.Write(l.prefix)
	l.hash.Write(line)
	l.hash.Sum(sum[:0])
	return sum
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
