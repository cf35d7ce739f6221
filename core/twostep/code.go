package twostep

import (
	"crypto/subtle"
	"fmt"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
)

// Key is a secret with its parameters.
type Key struct {
	Secret
	Params Params
}

// IsCode tells whether a text has the form of a code: ASCII digits alone, as many as
// the parameters say. Nothing is trimmed or converted, so that each code has one form
// (a space before it, or digits of another script, would be a second one that is not
// known to be used).
func (p Params) IsCode(typed string) bool {
	if len(typed) != p.Digits {
		return false
	}
	for i := range len(typed) {
		if typed[i] < '0' || typed[i] > '9' {
			return false
		}
	}
	return true
}

// check refuses a key that can make no codes: ErrParams, or ErrSecret for one that was
// wiped.
func (k Key) check() error {
	if err := k.Params.Validate(); err != nil {
		return err
	}
	if !k.usable() {
		return ErrSecret
	}
	return nil
}

// Code is the code of a step, counted from 0. It returns ErrParams and ErrSecret.
func (k Key) Code(step int64) (string, error) {
	if err := k.check(); err != nil {
		return "", err
	}
	code, err := hotp.GenerateCodeCustom(k.Base32(), uint64(step), hotp.ValidateOpts{
		Digits: otp.Digits(k.Params.Digits), Algorithm: k.Params.algorithm(),
	})
	if err != nil {
		// The error of the library may say what it was given.
		return "", fmt.Errorf("make a code: %w", ErrSecret)
	}
	return code, nil
}

// accepted is how many steps back a code is taken: the present one and the one
// before, for whoever typed it a moment too late (RFC 6238, section 5.2).
const accepted = 1

// Match finds the step of a code: the present one or the one before, and only one
// after used, the last step that a code was taken for. ok is false for every other
// code. Steps are compared in constant time, all of them. It returns ErrParams and
// ErrSecret.
func (k Key) Match(typed string, now time.Time, used int64) (step int64, ok bool, err error) {
	if err := k.check(); err != nil {
		return 0, false, err
	}
	present := k.Params.Step(now)
	for at := present - accepted; at <= present; at++ {
		same, err := k.isAt(typed, at)
		if err != nil {
			return 0, false, err
		}
		if same && at > max(0, used) {
			step, ok = at, true
		}
	}
	return step, ok, nil
}

// searched is how far a code is looked for to tell a clock that is wrong.
const searched = 10 * time.Minute

// Drift tells how far off the clock of an app is whose code is not accepted: positive
// when it is ahead. ok is false when the code belongs to no step of ten minutes before
// or after, or to one that would be accepted. It is for a message at the set-up alone,
// where the person has the secret; nothing is accepted by it. It returns the errors of
// Match.
func (k Key) Drift(typed string, now time.Time) (drift time.Duration, ok bool, err error) {
	if err := k.check(); err != nil {
		return 0, false, err
	}
	present, reach := k.Params.Step(now), int64(searched/k.Params.Period)
	for at := max(0, present-reach); at <= present+reach; at++ {
		same, err := k.isAt(typed, at)
		if err != nil {
			return 0, false, err
		}
		if off := at - present; same && (off < -accepted || off > 0) {
			if distance := time.Duration(off) * k.Params.Period; !ok || distance.Abs() < drift.Abs() {
				drift, ok = distance, true
			}
		}
	}
	return drift, ok, nil
}

// isAt tells whether a code is that of a step.
func (k Key) isAt(typed string, step int64) (bool, error) {
	if step < 0 {
		return false, nil
	}
	code, err := k.Code(step)
	if err != nil || !k.Params.IsCode(typed) {
		return false, err
	}
	return subtle.ConstantTimeCompare([]byte(code), []byte(typed)) == 1, nil
}
