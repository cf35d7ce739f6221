package policy

import (
	"fmt"
	"time"
)

// Bounds of what a policy may say. They keep a typing mistake from making a
// site that nobody can enter, and durations from overflowing.
const (
	// MaxLengthLimit is the largest number of code points min_length and
	// max_length may name: no longer password can exist.
	MaxLengthLimit = 1024
	// MaxConsecutiveFailures is the number of consecutive wrong passwords after
	// which an account stays closed whatever its policy says (NIST SP 800-63B-4,
	// 3.2.2).
	MaxConsecutiveFailures = 100
	// MaxLockDuration is the longest single lock.
	MaxLockDuration = 3650 * 24 * time.Hour
	// maxDurations bounds a lock schedule; more locks than failures never act.
	maxDurations = MaxConsecutiveFailures
)

// Policy is what a site asks of an account.
type Policy struct {
	Complexity Complexity
	Change     Change
	Lockout    Lockout
}

// Complexity says what a password must look like. Lengths are code points of
// the NFC form; nil is no limit.
type Complexity struct {
	// MinLength and MaxLength are min_length and max_length.
	MinLength, MaxLength *int
	// ForbidUsername (forbid_username) refuses a password that contains the
	// account name, when that has three or more code points.
	ForbidUsername bool
	// ForbidPersonal (forbid_personal) refuses a password that contains a word of
	// the full name or the local part of the mail address.
	ForbidPersonal bool
}

// Change says what holds when a password is replaced.
type Change struct {
	// DiffersFromCurrent (differs_from_current) refuses the password the account
	// has now.
	DiffersFromCurrent bool
}

// Lockout says when wrong passwords close an account for a while.
type Lockout struct {
	// Enabled (enabled): nothing below acts while it is off.
	Enabled bool
	// FirstLockAt (first_lock_at) is the consecutive failure that locks first;
	// 1 or more.
	FirstLockAt int
	// Durations (durations) are the lengths of the first, second … lock. The last
	// one repeats.
	Durations []time.Duration
	// FailuresPerNextLock (failures_per_next_lock) is how many failures after a
	// lock cause the next; 1 or more.
	FailuresPerNextLock int
}

// Default is the policy of a new site. It follows NIST SP 800-63B-4, 3.1.1.2:
// fifteen characters where the password is the only factor, no composition
// rules, the account's own names refused. Five wrong passwords in a row close
// the account for fifteen minutes, and so do each five more.
func Default() Policy {
	return Policy{
		Complexity: Complexity{MinLength: new(15), ForbidUsername: true, ForbidPersonal: true},
		Change:     Change{DiffersFromCurrent: true},
		Lockout: Lockout{
			Enabled:             true,
			FirstLockAt:         5,
			Durations:           []time.Duration{15 * time.Minute},
			FailuresPerNextLock: 5,
		},
	}
}

// FieldError is a field of a policy that cannot stand.
type FieldError struct {
	// Field is the name of the field in the published model.
	Field string
	// Text says what is wrong and what to do.
	Text Text
}

// Error implements error with the field and the English sentence.
func (e *FieldError) Error() string { return fmt.Sprintf("policy: %s: %s", e.Field, e.Text) }

// Validate reports the first field that is out of bounds or contradicts another
// as a *FieldError, and nil when the policy can be applied as it stands.
func (p Policy) Validate() error {
	if err := p.Complexity.validate(); err != nil {
		return err
	}
	return p.Lockout.validate()
}

func (c Complexity) validate() error {
	limits := []struct {
		field string
		value *int
	}{{"min_length", c.MinLength}, {"max_length", c.MaxLength}}
	for _, l := range limits {
		if l.value != nil && (*l.value < 1 || *l.value > MaxLengthLimit) {
			return &FieldError{l.field, say("Choose a length from 1 to {{.Max}}", "Max", MaxLengthLimit)}
		}
	}
	if c.MinLength != nil && c.MaxLength != nil && *c.MinLength > *c.MaxLength {
		return &FieldError{"max_length", say("The longest password is shorter than the shortest. Choose {{.Min}} or more",
			"Min", *c.MinLength)}
	}
	return nil
}

func (l Lockout) validate() error {
	if !l.Enabled {
		return nil
	}
	counts := []struct {
		field string
		value int
	}{{"first_lock_at", l.FirstLockAt}, {"failures_per_next_lock", l.FailuresPerNextLock}}
	for _, c := range counts {
		if c.value < 1 || c.value > MaxConsecutiveFailures {
			return &FieldError{c.field, say("Choose a number from 1 to {{.Max}}", "Max", MaxConsecutiveFailures)}
		}
	}
	if len(l.Durations) == 0 || len(l.Durations) > maxDurations {
		return &FieldError{"durations", say("Name from 1 to {{.Max}} lock times", "Max", maxDurations)}
	}
	for i, d := range l.Durations {
		if d <= 0 || d > MaxLockDuration {
			return &FieldError{"durations", say("Lock time {{.Position}} is not between nothing and 3,650 days",
				"Position", i+1)}
		}
	}
	return nil
}
