package password

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Sizes in bytes of what a PHC string carries.
const (
	saltSize, tagSize       = 16, 32
	minSaltSize, minTagSize = 8, 16
	maxSaltSize, maxTagSize = 64, 64
	// maxPHC is longer than the longest string these bounds allow.
	maxPHC = 256
)

// ErrHashFormat: a stored text is not an argon2id PHC string as this package
// writes it.
var ErrHashFormat = errors.New("password: not an argon2id hash")

// PHC is a parsed hash.
type PHC struct {
	Params Params
	// Salt has 8 to 64 bytes, Tag 16 to 64.
	Salt, Tag []byte
}

// String returns the PHC string, parameters in the order m, t, p.
func (h PHC) String() string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		h.Params.MemoryKiB, h.Params.Time, h.Params.Threads, b64.EncodeToString(h.Salt), b64.EncodeToString(h.Tag))
}

// ParsePHC reads a PHC string of argon2id version 19. It takes the one spelling
// String writes and no other: no leading zeros, no padding, no other order. It
// returns ErrHashFormat, or ErrParams when the parameters are out of bounds;
// parameters below the floor are read, because old hashes must verify. Errors
// do not repeat the text.
func ParsePHC(text string) (PHC, error) {
	if len(text) > maxPHC {
		return PHC{}, ErrHashFormat
	}
	fields := strings.Split(text, "$")
	if len(fields) != 6 {
		return PHC{}, ErrHashFormat
	}
	var h PHC
	_, err := fmt.Sscanf(fields[3], "m=%d,t=%d,p=%d", &h.Params.MemoryKiB, &h.Params.Time, &h.Params.Threads)
	if err != nil {
		return PHC{}, ErrHashFormat
	}
	if h.Salt, err = decode(fields[4], minSaltSize, maxSaltSize); err != nil {
		return PHC{}, err
	}
	if h.Tag, err = decode(fields[5], minTagSize, maxTagSize); err != nil {
		return PHC{}, err
	}
	// The scan and the decoder forgive signs, zeros and line ends, and nothing has
	// looked at the first fields; writing the hash again forgives nothing.
	if h.String() != text {
		return PHC{}, ErrHashFormat
	}
	if err := h.Params.bounded(); err != nil {
		return PHC{}, err
	}
	return h, nil
}

// decode reads standard base64 without padding, of min to max bytes.
func decode(text string, min, max int) ([]byte, error) {
	data, err := base64.RawStdEncoding.Strict().DecodeString(text)
	if err != nil || len(data) < min || len(data) > max {
		return nil, ErrHashFormat
	}
	return data, nil
}
