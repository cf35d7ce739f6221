package twostep

import (
	"errors"
	"time"

	"github.com/pquerna/otp"
)

// Algorithm is the hash of RFC 6238 that codes are made with.
type Algorithm string

// The algorithms. Many apps know the first alone, whatever a key says.
const (
	SHA1   Algorithm = "SHA1"
	SHA256 Algorithm = "SHA256"
	SHA512 Algorithm = "SHA512"
)

// Params are what an app has to know beside the secret.
type Params struct {
	Algorithm Algorithm
	// Digits is the length of a code, 6 or 8.
	Digits int
	// Period is how long a step is, in whole seconds.
	Period time.Duration
}

// ErrParams reports parameters that no app is made for.
var ErrParams = errors.New("twostep: no such parameters")

// Usual are the parameters that every app knows: SHA-1, six digits, 30 seconds.
// HMAC-SHA-1 is not broken by what broke SHA-1 (RFC 6238, section 1.2; NIST SP
// 800-107, 5.3.4).
func Usual() Params { return Params{Algorithm: SHA1, Digits: 6, Period: 30 * time.Second} }

// Bounds of a period.
const (
	minPeriod = 15 * time.Second
	maxPeriod = 2 * time.Minute
)

// Validate returns ErrParams for parameters out of their bounds.
func (p Params) Validate() error {
	whole := p.Period%time.Second == 0 && p.Period >= minPeriod && p.Period <= maxPeriod
	if p.secretSize() == 0 || p.Digits != 6 && p.Digits != 8 || !whole {
		return ErrParams
	}
	return nil
}

// secretSize is how many bytes a secret has: as many as the hash gives (RFC 6238,
// section 5.1), 0 for no known algorithm.
func (p Params) secretSize() int {
	switch p.Algorithm {
	case SHA1:
		return 20
	case SHA256:
		return 32
	case SHA512:
		return 64
	default:
		return 0
	}
}

func (p Params) algorithm() otp.Algorithm {
	switch p.Algorithm {
	case SHA256:
		return otp.AlgorithmSHA256
	case SHA512:
		return otp.AlgorithmSHA512
	default:
		return otp.AlgorithmSHA1
	}
}

// Step is the step that a time lies in. Times before 1970 lie in step 0, which no
// code is accepted for, and so do all times where the parameters are not valid.
func (p Params) Step(at time.Time) int64 {
	period := p.seconds()
	if period == 0 {
		return 0
	}
	return max(0, at.Unix()/period)
}

// Left is how long the step of a time still lasts, in whole seconds rounded up; 0
// where the parameters are not valid.
func (p Params) Left(at time.Time) time.Duration {
	period := p.seconds()
	if period == 0 {
		return 0
	}
	gone := (at.Unix()%period + period) % period // before 1970, too
	return time.Duration(period-gone) * time.Second
}

// seconds is the period in seconds, 0 where it is none.
func (p Params) seconds() int64 { return max(0, int64(p.Period/time.Second)) }
