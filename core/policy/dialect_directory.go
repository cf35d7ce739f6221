package policy

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// The forms of two directories: Active Directory's password settings objects
// and FreeIPA's password policies.

const (
	adLength     = "msDS-MinimumPasswordLength"
	adComplex    = "msDS-PasswordComplexityEnabled"
	adReversible = "msDS-PasswordReversibleEncryptionEnabled"
	adHistory    = "msDS-PasswordHistoryLength"
	adMinAge     = "msDS-MinimumPasswordAge"
	adMaxAge     = "msDS-MaximumPasswordAge"
	adThreshold  = "msDS-LockoutThreshold"
	adWindow     = "msDS-LockoutObservationWindow"
	adDuration   = "msDS-LockoutDuration"
	adRank       = "msDS-PasswordSettingsPrecedence"
)

// activeDirectoryForm has the attributes of msDS-PasswordSettings. Times are
// d:hh:mm:ss, as the directory's editor writes them, or the negative count of
// 100-nanosecond steps that the attribute holds.
func activeDirectoryForm() form {
	return form{
		labels: []string{
			adRank, adReversible, adComplex, adLength, adHistory, adMinAge, adMaxAge, adThreshold, adWindow, adDuration,
		},
		on: "TRUE", off: "FALSE",
		read:  readActiveDirectory,
		write: writeActiveDirectory,
	}
}

func readActiveDirectory(s *sheet) Policy {
	var p Policy
	if s.flag(adComplex, false) {
		p.Complexity = adComplexity()
		if !s.blank(adComplex) {
			s.lose(adComplex, say("There letters without a case are a kind of their own; here they count as none"))
		}
	}
	if s.flag(adReversible, false) {
		s.lose(adReversible, say("Passwords are never kept in a form that can be read back"))
	}
	if !s.blank(adRank) {
		s.lose(adRank, say("The rank of a policy is no part of it. Set it where the policy is assigned"))
	}
	p.Complexity.MinLength = s.limit(adLength, "min_length")
	p.Change.HistoryDepth = s.limit(adHistory, "history_depth")
	p.Change.MinAge = s.span(adMinAge)
	if age := s.span(adMaxAge); age != nil {
		// A part of a day makes the password expire sooner rather than later.
		p.Expiration.MaxAgeDays = new(max(1, int(age.Length()/(24*time.Hour))))
	}
	window, length := s.span(adWindow), s.span(adDuration)
	if at := s.limit(adThreshold, "first_lock_at"); at != nil {
		p.Lockout = thresholdLock(*at, length)
		p.Lockout.ResetAfter = window
	}
	return p
}

func writeActiveDirectory(s *sheet, p Policy) {
	c := p.Complexity
	s.put(adRank, "")
	s.putFlag(adReversible, false)
	s.putFlag(adComplex, c.MinKinds != nil)
	s.putNumber(adLength, c.MinLength)
	s.putNumber(adHistory, p.Change.HistoryDepth)
	s.putSpan(adMinAge, p.Change.MinAge)
	s.putSpan(adMaxAge, nil)
	if days := p.Expiration.MaxAgeDays; days != nil {
		s.putSpan(adMaxAge, &Duration{*days, Days})
	}
	s.putNumber(adThreshold, lockAt(p.Lockout))
	s.putSpan(adWindow, nil)
	if p.Lockout.Enabled {
		s.putSpan(adWindow, p.Lockout.ResetAfter)
	}
	s.putSpan(adDuration, thresholdLength(p.Lockout))
}

// span reads a time; blank, zero, (none) and (never) are nil.
func (s *sheet) span(label string) *Duration {
	text := strings.ToLower(s.text(label))
	if text == "" || text == "(none)" || text == "(never)" {
		s.meant[label] = directorySpan(0)
		return nil
	}
	seconds, ok := spanSeconds(text)
	if !ok || seconds > int64(maxSeconds) {
		s.fault(label, say("Write a time as days:hours:minutes:seconds, such as 42:00:00:00, up to {{.Max}} days",
			"Max", MaxDays))
		return nil
	}
	s.meant[label] = directorySpan(seconds)
	return fromSeconds(int(seconds))
}

// spanSeconds reads d:hh:mm:ss, or a negative count of 100-nanosecond steps.
func spanSeconds(text string) (int64, bool) {
	parts := strings.Split(text, ":")
	if len(parts) == 1 {
		steps, err := strconv.ParseInt(text, 10, 64)
		if text == "-9223372036854775808" { // the directory's "never"
			return 0, true
		}
		const second = int64(time.Second / 100)
		seconds := -(steps / second)
		if steps%second != 0 {
			seconds++
		}
		return seconds, err == nil && steps <= 0
	}
	if len(parts) != 4 {
		return 0, false
	}
	total := int64(0)
	for i, unit := range []int64{24 * 60 * 60, 60 * 60, 60, 1} {
		n, err := strconv.ParseUint(parts[i], 10, 20)
		if err != nil || i > 0 && n > 59 || i == 1 && n > 23 {
			return 0, false
		}
		total += int64(n) * unit
	}
	return total, true
}

func directorySpan(seconds int64) string {
	return fmt.Sprintf("%d:%02d:%02d:%02d", seconds/86400, seconds/3600%24, seconds/60%60, seconds%60)
}

func (s *sheet) putSpan(label string, d *Duration) { s.put(label, directorySpan(int64(secondsOf(d)))) }

const (
	ipaMaxLife   = "krbMaxPwdLife"
	ipaMinLife   = "krbMinPwdLife"
	ipaHistory   = "krbPwdHistoryLength"
	ipaClasses   = "krbPwdMinDiffChars"
	ipaLength    = "krbPwdMinLength"
	ipaFailures  = "krbPwdMaxFailure"
	ipaInterval  = "krbPwdFailureCountInterval"
	ipaLock      = "krbPwdLockoutDuration"
	ipaRepeat    = "ipaPwdMaxRepeat"
	ipaSequence  = "ipaPwdMaxSequence"
	ipaUserCheck = "ipaPwdUserCheck"
	ipaGrace     = "passwordGraceLimit"
)

// freeIPAForm has FreeIPA's attributes in the units of its command: the longest
// life in days, the shortest in hours, the interval and the lock in seconds. A
// lock of 0 seconds is until an administrator; a grace limit of -1 is none.
func freeIPAForm() form {
	return form{
		labels: []string{
			ipaMaxLife, ipaMinLife, ipaHistory, ipaClasses, ipaLength, ipaFailures, ipaInterval, ipaLock, ipaRepeat,
			ipaSequence, ipaUserCheck, ipaGrace,
		},
		on: "TRUE", off: "FALSE",
		read:  readFreeIPA,
		write: writeFreeIPA,
	}
}

// ipaKinds are the classes that can be counted here. FreeIPA has a fifth, what
// is not ASCII.
const ipaKinds = 4

func readFreeIPA(s *sheet) Policy {
	p := Policy{
		Complexity: Complexity{
			MinLength: s.limit(ipaLength, "min_length"), MaxRepeat: s.limit(ipaRepeat, "max_repeat"),
			MaxSequence: s.limit(ipaSequence, "max_sequence"), ForbidUsername: s.flag(ipaUserCheck, false),
		},
		Change: Change{
			HistoryDepth: s.limit(ipaHistory, "history_depth"),
			MinAge:       fromSeconds(3600 * s.number(ipaMinLife, 0, maxSeconds/3600, 0)),
		},
		Expiration: Expiration{MaxAgeDays: s.limit(ipaMaxLife, "max_age_days")},
	}
	if k := s.number(ipaClasses, 0, ipaKinds+1, 0); k > 0 {
		p.Complexity.MinKinds = &Kinds{K: min(k, ipaKinds), Of: []Kind{KindUpper, KindLower, KindDigit, KindSpecial}}
	}
	switch grace := s.number(ipaGrace, -1, MaxGraceSignIns, -1); grace {
	case -1:
	case 0:
		p.Expiration.AfterExpiry = AfterBlocked
	default:
		p.Expiration.AfterExpiry, p.Expiration.GraceSignIns = AfterGrace, &grace
	}
	interval, lock := s.number(ipaInterval, 0, maxSeconds, 0), s.number(ipaLock, 0, maxSeconds, 0)
	if at := s.limit(ipaFailures, "first_lock_at"); at != nil {
		p.Lockout = thresholdLock(*at, fromSeconds(lock))
		p.Lockout.ResetAfter = fromSeconds(interval)
		if lock > 0 && (interval == 0 || interval > lock) {
			// The count outlives the lock, so that the next failure locks again.
			p.Lockout.FailuresPerNextLock = new(1)
		}
	}
	return p
}

func writeFreeIPA(s *sheet, p Policy) {
	c := p.Complexity
	s.putNumber(ipaLength, c.MinLength)
	s.putNumber(ipaRepeat, c.MaxRepeat)
	s.putNumber(ipaSequence, c.MaxSequence)
	s.putFlag(ipaUserCheck, c.ForbidUsername)
	s.putNumber(ipaHistory, p.Change.HistoryDepth)
	// A wait that is no whole number of hours is made longer.
	hours := (secondsOf(p.Change.MinAge) + 3599) / 3600
	s.putNumber(ipaMinLife, &hours)
	s.putNumber(ipaMaxLife, p.Expiration.MaxAgeDays)
	s.put(ipaClasses, "0")
	if c.MinKinds != nil {
		s.putNumber(ipaClasses, new(min(c.MinKinds.K, ipaKinds)))
	}
	switch p.Expiration.AfterExpiry {
	case AfterGrace:
		s.putNumber(ipaGrace, new(atLeastOne(p.Expiration.GraceSignIns)))
	case AfterBlocked:
		s.put(ipaGrace, "0")
	default:
		s.put(ipaGrace, "-1")
	}
	s.putNumber(ipaFailures, lockAt(p.Lockout))
	interval, lock := 0, secondsOf(thresholdLength(p.Lockout))
	if p.Lockout.Enabled {
		interval = secondsOf(p.Lockout.ResetAfter)
	}
	s.putNumber(ipaInterval, &interval)
	s.putNumber(ipaLock, &lock)
}
