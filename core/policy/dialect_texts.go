package policy

import (
	"slices"
	"strconv"
	"strings"
)

// The forms of the reference texts 002, 003 and 004.

// dataRoomForm has the labels of 002 word by word. Blank or 0 is no limit. A
// blank "Password Can Contain Username" is On: nothing is forbidden.
func dataRoomForm() form {
	const (
		question = "Require a Security Question"
		username = "Password Can Contain Username"
		changes  = "Number of times a day a user can change their password"
		history  = "Number of previous passwords users cannot reuse"
		failures = "Number of consecutive failed login attempts before user account is locked"
		age      = "Number of days before a user's password auto-expires and forces a password change"
		idle     = "Number of inactivity days before a user account is locked"
		shortest = "Minimum Length"
		longest  = "Maximum Length"
		upper    = "Require Upper Case Letter"
		lower    = "Lower Case Letter Required"
		digit    = "Number Required"
		special  = "Special Character Required"
	)
	return form{
		labels: []string{
			shortest, longest, upper, lower, digit, special, username, question, changes, history, failures, age, idle,
		},
		read: func(s *sheet) Policy {
			p := Policy{
				Complexity: Complexity{
					MinLength: s.limit(shortest, "min_length"), MaxLength: s.limit(longest, "max_length"),
					MinUpper: oneIf(s.flag(upper, false)), MinLower: oneIf(s.flag(lower, false)),
					MinDigits: oneIf(s.flag(digit, false)), MinSpecial: oneIf(s.flag(special, false)),
					ForbidUsername:          !s.flag(username, true),
					RequireSecurityQuestion: s.flag(question, false),
				},
				Change: Change{
					ChangesPerDay: s.limit(changes, "changes_per_day"), HistoryDepth: s.limit(history, "history_depth"),
				},
				Expiration: Expiration{
					MaxAgeDays: s.limit(age, "max_age_days"), InactivityDays: s.limit(idle, "inactivity_days"),
				},
			}
			if at := s.limit(failures, "first_lock_at"); at != nil {
				p.Lockout = Lockout{Enabled: true, FirstLockAt: at, Durations: &Schedule{UntilAdmin: true}}
			}
			return p
		},
		write: func(s *sheet, p Policy) {
			c := p.Complexity
			s.putNumber(shortest, c.MinLength)
			s.putNumber(longest, c.MaxLength)
			s.putFlag(upper, isSet(c.MinUpper))
			s.putFlag(lower, isSet(c.MinLower))
			s.putFlag(digit, isSet(c.MinDigits))
			s.putFlag(special, isSet(c.MinSpecial))
			s.putFlag(username, !c.ForbidUsername)
			s.putFlag(question, c.RequireSecurityQuestion)
			s.putNumber(changes, p.Change.ChangesPerDay)
			s.putNumber(history, p.Change.HistoryDepth)
			s.putNumber(failures, lockAt(p.Lockout))
			s.putNumber(age, p.Expiration.MaxAgeDays)
			s.putNumber(idle, p.Expiration.InactivityDays)
		},
	}
}

// lockAt is the failure that locks first, nil while nothing locks. A lockout
// without the number is applied as one that locks at the first.
func lockAt(l Lockout) *int {
	switch {
	case !l.Enabled:
		return nil
	case l.FirstLockAt == nil:
		return new(1)
	}
	return l.FirstLockAt
}

// teMaxDays is the longest validity of 003, teWarnDays when it begins to warn.
const (
	teMaxDays  = 1024
	teWarnDays = 5
)

// teForm has the words of 003. Its numbers other than the validity are part of
// the text and no settings.
func teForm() form {
	const (
		strength = "password strength"
		expires  = "password expiration"
		validity = "validity period of passwords"
		grace    = "login after expiration"
		retry    = "password retry constraints"
	)
	return form{
		labels: []string{strength, expires, validity, grace, retry},
		also: map[string]string{
			"strength": strength, "password strength verification": strength, "expiration": expires,
			"validity period": validity, "password retry limit": retry,
		},
		read: func(s *sheet) Policy {
			var p Policy
			if s.flag(strength, false) {
				p.Complexity, p.Change.Recheck = teComplexity(), RecheckAlways
			}
			after := s.flag(grace, false)
			days := s.number(validity, 0, teMaxDays, 0)
			switch expiring := s.flag(expires, false); {
			case expiring && days == 0:
				s.fault(validity, say("Write a whole number from {{.Min}} to {{.Max}}", "Min", 1, "Max", teMaxDays))
			case expiring:
				p.Expiration = teExpiration(days, after)
				if days <= teWarnDays {
					s.lose(validity, say(
						"The notice comes after the password's first day, as its whole life is no longer than the notice"))
				}
			}
			if s.flag(retry, false) {
				p.Lockout = tePreset().Lockout
			}
			return p
		},
		write: func(s *sheet, p Policy) {
			days := p.Expiration.MaxAgeDays
			expiring := days != nil && *days <= teMaxDays
			s.putFlag(strength, isSet(p.Complexity.MinLength) || isSet(p.Complexity.MaxLength) || p.Complexity.MinKinds != nil)
			s.putFlag(expires, expiring)
			s.putFlag(grace, expiring && p.Expiration.AfterExpiry == AfterGrace)
			if !expiring {
				days = nil
			}
			s.putNumber(validity, days)
			s.putFlag(retry, p.Lockout.Enabled)
		},
	}
}

// teExpiration is 003's "Expiration". A life of five days or less is shorter than
// the notice, which then begins a day after the change.
func teExpiration(days int, grace bool) Expiration {
	e := Expiration{MaxAgeDays: &days, WarnDays: orNone(min(teWarnDays, days-1)), AfterExpiry: AfterBlocked}
	if grace {
		e.AfterExpiry, e.GraceSignIns = AfterGrace, new(1)
	}
	return e
}

// The labels of 004.
const (
	ffEnabled   = "Password restrictions are enabled"
	ffLength    = "Minimum length"
	ffLetters   = "Minimum number of letters"
	ffUpper     = "Minimum number of uppercase letters"
	ffDigits    = "Minimum number of digits"
	ffSpecial   = "Minimum number of special characters"
	ffOther     = "Minimum number of other characters"
	ffValidity  = "Password validity"
	ffHistory   = "Password uniqueness"
	ffLimit     = "Failed logins limit"
	ffDurations = "Temporary lock durations"
	ffNewUsers  = "new users must change their password on the first login"
	ffByMail    = "password recovery by e-mail"
	ffForce     = "force password change for all users on their next login"
	ffLock      = "temporarily lock a user account, if an incorrect password is used on login"
	ffBanned    = "List of banned passwords"
)

// formflowForm has the labels of 004. The counts act only while the
// restrictions are enabled, the limit and the durations only while the lock is.
// A validity is in days.
func formflowForm() form {
	return form{
		labels: []string{
			ffEnabled, ffLength, ffLetters, ffUpper, ffDigits, ffSpecial, ffOther, ffValidity, ffHistory, ffLimit,
			ffDurations, ffNewUsers, ffByMail, ffForce, ffLock, ffBanned,
		},
		first: true,
		read:  readFormflow,
		write: writeFormflow,
	}
}

func readFormflow(s *sheet) Policy {
	counts := Complexity{
		MinLength: s.limit(ffLength, "min_length"), MinLetters: s.limit(ffLetters, "min_letters"),
		MinUpper: s.limit(ffUpper, "min_upper"), MinDigits: s.limit(ffDigits, "min_digits"),
		MinSpecial: s.limit(ffSpecial, "min_special"), MinOther: s.limit(ffOther, "min_other"),
		Alphabet: AlphabetASCII, SpecialSet: new(formflowSpecials),
	}
	var p Policy
	if s.flag(ffEnabled, false) {
		p.Complexity = counts
	}
	p.Complexity.Banned = s.bannedList(ffBanned)
	p.Expiration.MaxAgeDays = s.limit(ffValidity, "max_age_days")
	p.Change.HistoryDepth = s.limit(ffHistory, "history_depth")
	p.Change.ChangeOnFirstSignIn = s.flag(ffNewUsers, false)
	p.Recovery.RecoveryByMail = s.flag(ffByMail, false)
	if s.flag(ffForce, false) {
		p.Change.Recheck, p.Change.RecheckScope = RecheckOncePerRevision, ScopeWeak
	}
	p.Lockout.Enabled = s.flag(ffLock, false)
	p.Lockout.Durations = s.schedule(ffDurations)
	if p.Lockout.Enabled && p.Lockout.Durations == nil && len(s.faults) == 0 {
		s.fault(ffDurations, say("Name at least one lock time, such as 30M"))
	}
	if d := p.Lockout.Durations; d != nil && d.UntilAdmin {
		s.fault(ffDurations, say("Write lock times such as 1M;5M: the locks are temporary there"))
	}
	if limit := s.number(ffLimit, 0, MaxConsecutiveFailures-1, 0); p.Lockout.Enabled || !s.blank(ffLimit) {
		p.Lockout.FirstLockAt = new(limit + 1)
	}
	if p.Lockout.Enabled {
		p.Lockout.FailuresPerNextLock = new(1)
	}
	return p
}

// bannedList splits on the comma only: spaces are part of a password, and what
// is empty is dropped.
func (s *sheet) bannedList(label string) []string {
	var banned []string
	for entry := range strings.SplitSeq(s.cells[label], ",") {
		if entry != "" {
			banned = append(banned, entry)
		}
	}
	if fault := (Field{Kind: FieldList}).judgeList(banned); !fault.IsZero() {
		s.fault(label, fault)
	}
	s.meant[label] = strings.Join(banned, ",")
	return banned
}

func writeFormflow(s *sheet, p Policy) {
	c := p.Complexity
	limits := []*int{c.MinLength, c.MinLetters, c.MinUpper, c.MinDigits, c.MinSpecial, c.MinOther}
	for i, label := range []string{ffLength, ffLetters, ffUpper, ffDigits, ffSpecial, ffOther} {
		s.putNumber(label, limits[i])
	}
	s.putFlag(ffEnabled, slices.ContainsFunc(limits, isSet) || c.Alphabet == AlphabetASCII || c.SpecialSet != nil)
	s.putNumber(ffValidity, p.Expiration.MaxAgeDays)
	s.putNumber(ffHistory, p.Change.HistoryDepth)
	writeFormflowLock(s, p.Lockout)
	s.putFlag(ffNewUsers, p.Change.ChangeOnFirstSignIn)
	s.putFlag(ffByMail, p.Recovery.RecoveryByMail)
	s.putFlag(ffForce, p.Change.Recheck == RecheckOncePerRevision)
	banned := slices.DeleteFunc(slices.Clone(c.Banned), func(b string) bool { return strings.Contains(b, ",") })
	s.put(ffBanned, strings.Join(banned, ","))
}

// writeFormflowLock writes what is applied while the lock is on, and what is
// set while it is off. A lock until an administrator cannot be said: the longest
// temporary one stands for it.
func writeFormflowLock(s *sheet, l Lockout) {
	first, times := l.FirstLockAt, l.Durations
	if l.Enabled {
		applied := lockTimes(l)
		first, times = lockAt(l), &applied
		if times.UntilAdmin {
			times = &Schedule{Durations: []Duration{{MaxDays, Days}}}
		}
	} else if times != nil && times.UntilAdmin {
		times = nil
	}
	s.put(ffLimit, "")
	if first != nil {
		s.put(ffLimit, strconv.Itoa(*first-1))
	}
	s.putSchedule(ffDurations, times)
	s.putFlag(ffLock, l.Enabled)
}
