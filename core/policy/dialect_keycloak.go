package policy

import (
	"slices"
	"strconv"
	"strings"
)

const (
	kcPolicy    = "passwordPolicy"
	kcProtected = "bruteForceProtected"
	kcPermanent = "permanentLockout"
	kcTemporary = "maxTemporaryLockouts"
	kcStrategy  = "bruteForceStrategy"
	kcFailures  = "failureFactor"
	kcIncrement = "waitIncrementSeconds"
	kcLongest   = "maxFailureWaitSeconds"
	kcReset     = "maxDeltaTimeSeconds"
	kcByMail    = "resetPasswordAllowed"

	kcLinear   = "LINEAR"
	kcMultiple = "MULTIPLE"
)

// The values of a realm that names none.
const (
	kcDefaultFailures  = 30
	kcDefaultIncrement = 60
	kcDefaultLongest   = 900
	kcDefaultReset     = 43200
)

// keycloakForm has the names of a realm's settings. The password policy is the
// realm's one text, "length(8) and digits(1)". A blank number of the brute force
// detection is the default of a realm, and a blank switch is on when the
// failures are named.
func keycloakForm() form {
	return form{
		labels: []string{
			kcPolicy, kcByMail, kcProtected, kcPermanent, kcTemporary, kcStrategy, kcFailures, kcIncrement, kcLongest,
			kcReset,
		},
		on: "true", off: "false",
		read: func(s *sheet) Policy {
			p := s.keycloakTerms()
			p.Recovery.RecoveryByMail = s.flag(kcByMail, false)
			p.Lockout = s.keycloakLockout()
			return p
		},
		write: func(s *sheet, p Policy) {
			s.put(kcPolicy, strings.Join(keycloakText(p), " and "))
			s.putFlag(kcByMail, p.Recovery.RecoveryByMail)
			s.putKeycloakLockout(p.Lockout)
		},
	}
}

// waits are the settings from which the locks follow.
type waits struct {
	failures, increment, longest int
	multiple                     bool
}

// times are the locks of n failures from the first that locks on. By multiples a
// wait grows with each further multiple of the failures, linearly with each
// failure. Parts of a minute become whole ones.
func (w waits) times(n int) []Duration {
	all := make([]Duration, n)
	for i := range all {
		steps := i + 1
		if w.multiple {
			steps = (w.failures + i) / w.failures
		}
		all[i] = *fromSeconds(min(w.longest, w.increment*steps))
	}
	return all
}

// growing are the locks until they stop growing, or until the account stays
// closed for its failures.
func (w waits) growing() []Duration {
	all := w.times(MaxConsecutiveFailures - w.failures + 1)
	last := all[len(all)-1]
	return all[:1+slices.Index(all, last)]
}

func (s *sheet) keycloakLockout() Lockout {
	w := waits{
		failures:  s.number(kcFailures, 1, MaxConsecutiveFailures, kcDefaultFailures),
		increment: s.number(kcIncrement, 1, maxSeconds, kcDefaultIncrement),
		longest:   s.number(kcLongest, 1, maxSeconds, kcDefaultLongest),
		multiple:  s.strategy(),
	}
	reset := s.number(kcReset, 0, maxSeconds, kcDefaultReset)
	temporary := s.number(kcTemporary, 0, maxDurations, 0)
	permanent := s.flag(kcPermanent, false)
	if !s.flag(kcProtected, !s.blank(kcFailures)) || len(s.faults) > 0 {
		return Lockout{}
	}
	l := Lockout{
		Enabled: true, FirstLockAt: &w.failures, FailuresPerNextLock: new(1), ResetAfter: fromSeconds(reset),
		Durations: &Schedule{Durations: w.growing()},
	}
	switch {
	case permanent && temporary == 0:
		l.Durations = &Schedule{UntilAdmin: true}
	case permanent:
		l.Durations, l.WhenExhausted = &Schedule{Durations: w.times(temporary)}, ExhaustedUntilAdmin
	}
	return l
}

// strategy reports whether the waits grow by multiples, the default of a realm.
func (s *sheet) strategy() bool {
	word := strings.ToUpper(s.text(kcStrategy))
	switch word {
	case "":
		word = kcMultiple
	case kcLinear, kcMultiple:
	default:
		s.fault(kcStrategy, say("Choose one of: {{.Choices}}", "Choices", kcLinear+", "+kcMultiple))
	}
	s.meant[kcStrategy] = word
	return word == kcMultiple
}

// putKeycloakLockout finds the settings whose locks are the schedule. A schedule
// that no settings give is written as its longest lock.
func (s *sheet) putKeycloakLockout(l Lockout) {
	s.putFlag(kcProtected, l.Enabled)
	until := l.Enabled && lockTimes(l).UntilAdmin
	s.putFlag(kcPermanent, until || l.Enabled && l.WhenExhausted == ExhaustedUntilAdmin)
	s.put(kcTemporary, "0")
	for _, label := range []string{kcStrategy, kcFailures, kcIncrement, kcLongest, kcReset} {
		s.put(label, "")
	}
	if !l.Enabled {
		return
	}
	s.putNumber(kcFailures, lockAt(l))
	reset := secondsOf(l.ResetAfter)
	s.putNumber(kcReset, &reset)
	times := lockTimes(l).Durations
	if until || len(times) == 0 {
		return
	}
	permanent := l.WhenExhausted == ExhaustedUntilAdmin
	if permanent {
		s.put(kcTemporary, strconv.Itoa(len(times)))
	}
	w := waitsFor(*lockAt(l), times, permanent)
	s.put(kcStrategy, kcLinear)
	if w.multiple {
		s.put(kcStrategy, kcMultiple)
	}
	s.putNumber(kcIncrement, &w.increment)
	s.putNumber(kcLongest, &w.longest)
}

func waitsFor(failures int, times []Duration, permanent bool) waits {
	longest := 0
	for _, d := range times {
		longest = max(longest, secondsOf(&d))
	}
	for _, multiple := range []bool{false, true} {
		w := waits{failures, secondsOf(&times[0]), longest, multiple}
		given := w.growing()
		if permanent {
			given = w.times(len(times))
		}
		if slices.EqualFunc(given, times, func(a, b Duration) bool { return a.Length() == b.Length() }) {
			return w
		}
	}
	return waits{failures, longest, longest, false}
}
