package password

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"runtime"

	"golang.org/x/crypto/argon2"
)

// errNoPassword: a Password that holds nothing, because it was never made by New
// or has been wiped.
var errNoPassword = errors.New("password: none to hash")

// HasherConfig configures a Hasher. The zero value is fit for production.
type HasherConfig struct {
	// Params is the cost of new hashes; zero means Floor.
	Params Params
	// Rand gives the salts; nil means crypto/rand.
	Rand io.Reader
	// Slots is how many hashes run at once; 0 means one for each core the program
	// may use. Memory in use is at most Slots times Params.MemoryKiB, and what the
	// collector has not taken back yet.
	Slots int
	// AllowWeak admits Params below the floor. Tests set it to be quick; nothing
	// else does.
	AllowWeak bool
}

// Hasher computes and verifies hashes, a bounded number at a time. Callers
// beyond that wait in the order in which they came.
type Hasher struct {
	params Params
	rand   io.Reader
	// slots holds one element for each running hash. The runtime serves senders
	// that wait on a full channel first come, first served.
	slots chan struct{}
	// decoy is verified in place of a hash that does not exist.
	decoy PHC
}

// Verdict is the answer of Verify.
type Verdict struct {
	// OK: the password is the one the hash was made from.
	OK bool
	// Rehash: OK, and the hash costs less than a new one would. The caller, who
	// has the password at hand now and not later, should store a new hash.
	Rehash bool
}

// NewHasher returns a Hasher. It refuses parameters below the floor
// (ErrWeakParams, unless AllowWeak) or out of bounds (ErrParams), a negative
// number of slots, and a source of randomness that gives none.
func NewHasher(c HasherConfig) (*Hasher, error) {
	if c.Params == (Params{}) {
		c.Params = Floor()
	}
	check := c.Params.Validate
	if c.AllowWeak {
		check = c.Params.bounded
	}
	if err := check(); err != nil {
		return nil, err
	}
	if c.Slots < 0 {
		return nil, fmt.Errorf("password: %d hashing slots", c.Slots)
	}
	if c.Slots == 0 {
		c.Slots = runtime.GOMAXPROCS(0)
	}
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	h := &Hasher{params: c.Params, rand: c.Rand, slots: make(chan struct{}, c.Slots)}
	salt, err := h.salt()
	if err != nil {
		return nil, err
	}
	h.decoy = PHC{Params: c.Params, Salt: salt, Tag: make([]byte, tagSize)}
	return h, nil
}

// Params returns the cost of new hashes.
func (h *Hasher) Params() Params { return h.params }

// Hash returns the PHC string of a password under a fresh salt of 16 bytes, with
// a tag of 32. It returns ctx's error when that ends while waiting in line.
func (h *Hasher) Hash(ctx context.Context, p Password) (string, error) {
	salt, err := h.salt()
	if err != nil {
		return "", err
	}
	phc := PHC{Params: h.params, Salt: salt}
	if phc.Tag, err = h.derive(ctx, p, phc, tagSize); err != nil {
		return "", err
	}
	return phc.String(), nil
}

// Verify compares a password with a stored PHC string. A wrong password is no
// error. It returns the errors of ParsePHC, and ctx's error when that ends while
// waiting in line; the verdict is then not OK. A string that cannot be read
// costs one hash before it is refused, so that a broken account looks like any
// other.
func (h *Hasher) Verify(ctx context.Context, phc string, p Password) (Verdict, error) {
	stored, err := ParsePHC(phc)
	if err != nil {
		return Verdict{}, errors.Join(err, h.Burn(ctx, p))
	}
	ok, err := h.matches(ctx, stored, p)
	if err != nil || !ok {
		return Verdict{}, err
	}
	return Verdict{OK: true, Rehash: h.outdated(stored)}, nil
}

// Burn does the work of one Verify against a hash of the current cost and
// forgets the answer. Accounts that are unknown, locked or without a password
// cost it, so that time does not tell them apart.
func (h *Hasher) Burn(ctx context.Context, p Password) error {
	_, err := h.matches(ctx, h.decoy, p)
	return err
}

// outdated reports whether a new hash would cost more than the stored one.
func (h *Hasher) outdated(stored PHC) bool {
	return stored.Params.below(h.params) || len(stored.Salt) < saltSize || len(stored.Tag) < tagSize
}

func (h *Hasher) matches(ctx context.Context, stored PHC, p Password) (bool, error) {
	tag, err := h.derive(ctx, p, stored, len(stored.Tag))
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(tag, stored.Tag) == 1, nil
}

// derive computes a tag of size bytes by the parameters and the salt of phc,
// once a slot is free. A hash that has begun is not interrupted.
func (h *Hasher) derive(ctx context.Context, p Password, phc PHC, size int) ([]byte, error) {
	if len(p.bytes()) == 0 {
		return nil, errNoPassword
	}
	if err := h.acquire(ctx); err != nil {
		return nil, err
	}
	defer h.release()
	m := phc.Params
	return argon2.IDKey(p.bytes(), phc.Salt, m.Time, m.MemoryKiB, m.Threads, uint32(size)), nil
}

// acquire waits in line for a slot, until ctx ends.
func (h *Hasher) acquire(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case h.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h *Hasher) release() { <-h.slots }

func (h *Hasher) salt() ([]byte, error) {
	salt := make([]byte, saltSize)
	if _, err := io.ReadFull(h.rand, salt); err != nil {
		return nil, fmt.Errorf("password: no randomness for a salt: %w", err)
	}
	return salt, nil
}
