package seal

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Bounds of passphrases. The least length is what NIST SP 800-63B-4, section
// 3.1.1.2 asks of a password that is the only factor.
const (
	MinPassphrase      = 15      // code points after NFC
	MaxPassphrase      = 1_024   // code points after NFC
	MaxPassphraseBytes = 4 << 10 // bytes as typed, before NFC
)

// Caps of a cost that is read from a store, so that an edited store cannot
// exhaust the machine.
const (
	maxMemoryKiB = 1 << 20
	maxPasses    = 20
	maxLanes     = 16
)

// Cost is what one argon2id hash costs (RFC 9106).
type Cost struct {
	MemoryKiB uint32 // m
	Passes    uint32 // t
	Lanes     uint8  // p
}

// DefaultCost is the second recommendation of RFC 9106, section 4, with 1 lane in
// place of 4: 64 MiB, 3 passes, about a quarter of a second on one slow core.
func DefaultCost() Cost { return Cost{MemoryKiB: 64 << 10, Passes: 3, Lanes: 1} }

// FloorCost is the least cost accepted anywhere: 19 MiB, 2 passes, 1 lane, the
// recommendation of OWASP's password storage cheat sheet.
func FloorCost() Cost { return Cost{MemoryKiB: 19 << 10, Passes: 2, Lanes: 1} }

// check refuses a cost out of bounds with ErrCost. Within them memory is always
// above argon2's own minimum of 8 KiB a lane (RFC 9106, section 3.1).
func (c Cost) check() error {
	floor := FloorCost()
	switch {
	case c.MemoryKiB < floor.MemoryKiB, c.Passes < floor.Passes, c.Lanes < floor.Lanes,
		c.MemoryKiB > maxMemoryKiB, c.Passes > maxPasses, c.Lanes > maxLanes:
		return fmt.Errorf("%w: m=%d,t=%d,p=%d", ErrCost, c.MemoryKiB, c.Passes, c.Lanes)
	}
	return nil
}

// NewPassphraseSlot makes a slot whose KEK is argon2id over the passphrase in NFC
// and a fresh salt. passphrase stays the caller's to wipe. It blocks for as long
// as the hash takes. Errors: ErrPassphraseShort, ErrPassphraseLong,
// ErrPassphraseText, ErrCost, ErrNoKey, ErrRandom.
func NewPassphraseSlot(passphrase []byte, cost Cost, site Key, rand io.Reader) (Slot, error) {
	if err := CheckPassphrase(passphrase); err != nil {
		return Slot{}, err
	}
	if err := cost.check(); err != nil {
		return Slot{}, err
	}
	salt, err := newSalt(rand)
	if err != nil {
		return Slot{}, err
	}
	kek, err := passphraseKEK(passphrase, cost, salt)
	if err != nil {
		return Slot{}, err
	}
	defer kek.Wipe()
	return newSlot(KindPassphrase, passphraseParams(cost, salt), kek, site, rand)
}

// OpenPassphraseSlot returns the site key. Errors: ErrWrongKey for another
// passphrase, ErrPassphraseLong and ErrPassphraseText before anything is hashed,
// ErrFormat, ErrCost.
func OpenPassphraseSlot(s Slot, passphrase []byte) (Key, error) {
	if err := s.is(KindPassphrase); err != nil {
		return Key{}, err
	}
	cost, salt, err := parsePassphraseParams(s.Params)
	if err != nil {
		return Key{}, err
	}
	kek, err := passphraseKEK(passphrase, cost, salt)
	if err != nil {
		return Key{}, err
	}
	defer kek.Wipe()
	return s.open(kek)
}

// CheckPassphrase tells whether a passphrase may be used for a new slot. Errors:
// ErrPassphraseShort, ErrPassphraseLong, ErrPassphraseText.
func CheckPassphrase(passphrase []byte) error {
	text, err := normalize(passphrase)
	if err != nil {
		return err
	}
	defer clear(text)
	if utf8.RuneCount(text) < MinPassphrase || len(bytes.TrimSpace(text)) == 0 {
		return ErrPassphraseShort
	}
	return nil
}

// normalize returns the passphrase in NFC, in memory of its own. The bytes are
// capped first, because normalising costs in proportion to them.
func normalize(passphrase []byte) ([]byte, error) {
	switch {
	case len(passphrase) > MaxPassphraseBytes:
		return nil, ErrPassphraseLong
	case !utf8.Valid(passphrase):
		return nil, ErrPassphraseText
	}
	// Sized so that append never moves the text and leaves a copy behind: NFC
	// makes no text more than three times longer (Unicode Standard Annex 15).
	text := norm.NFC.Append(make([]byte, 0, 3*len(passphrase)), passphrase...)
	if utf8.RuneCount(text) > MaxPassphrase {
		clear(text)
		return nil, ErrPassphraseLong
	}
	return text, nil
}

func passphraseKEK(passphrase []byte, cost Cost, salt []byte) (Key, error) {
	text, err := normalize(passphrase)
	if err != nil {
		return Key{}, err
	}
	defer clear(text)
	kek := argon2.IDKey(text, salt, cost.Passes, cost.MemoryKiB, cost.Lanes, KeySize)
	defer clear(kek)
	return keyFrom(kek)
}

// passphraseParams writes cost and salt as a PHC string that ends before the hash.
func passphraseParams(cost Cost, salt []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s", argon2.Version,
		cost.MemoryKiB, cost.Passes, cost.Lanes, base64.RawStdEncoding.EncodeToString(salt))
}

// parsePassphraseParams reads exactly what passphraseParams writes: every other
// spelling of the same numbers is ErrFormat, a cost out of bounds ErrCost.
func parsePassphraseParams(params string) (Cost, []byte, error) {
	var version int
	var cost Cost
	head, tail := cutLast(params, "$")
	// What Sscanf tolerates beyond the format is caught by writing it again.
	_, err := fmt.Sscanf(head, "$argon2id$v=%d$m=%d,t=%d,p=%d",
		&version, &cost.MemoryKiB, &cost.Passes, &cost.Lanes)
	if err != nil {
		return Cost{}, nil, fmt.Errorf("%w: passphrase parameters", ErrFormat)
	}
	salt, err := parseSalt(tail)
	if err != nil {
		return Cost{}, nil, err
	}
	if passphraseParams(cost, salt) != params {
		return Cost{}, nil, fmt.Errorf("%w: passphrase parameters", ErrFormat)
	}
	return cost, salt, cost.check()
}

// cutLast splits s around the last sep; without one, tail is empty.
func cutLast(s, sep string) (head, tail string) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, ""
	}
	return s[:i], s[i+len(sep):]
}
